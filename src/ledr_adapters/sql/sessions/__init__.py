"""The rows of sessions."""
