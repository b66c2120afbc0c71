"""What runs by itself.

What others may import of it is named here.
"""

__all__ = ["jobs", "letters"]
