"""The rows of access."""
