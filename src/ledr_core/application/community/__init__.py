"""Questions and answers between learners, and their moderation.

What others may import of it is named here.
"""

__all__ = ["letters"]
