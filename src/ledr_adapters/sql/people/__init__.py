"""The rows of people."""
