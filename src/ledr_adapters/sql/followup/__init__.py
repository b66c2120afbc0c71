"""The follow-up: read models."""
