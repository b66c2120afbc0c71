"""The rows of assessments."""
