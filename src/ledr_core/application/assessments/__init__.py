"""The adaptive assessments of themes.

What others may import of it is named here.
"""

__all__ = ["assessments"]
