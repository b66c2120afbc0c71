"""The adaptive assessments of themes."""
