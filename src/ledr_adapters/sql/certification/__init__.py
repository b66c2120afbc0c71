"""The rows of certification."""
