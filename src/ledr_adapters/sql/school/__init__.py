"""The rows of the school itself."""
