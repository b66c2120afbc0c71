"""The rows of learning."""
