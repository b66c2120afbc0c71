"""The adaptive assessments of themes, and what their questions are worth."""
