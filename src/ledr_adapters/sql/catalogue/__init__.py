"""The rows of catalogue."""
