"""Messages that staff write to many.

What others may import of it is named here.
"""

__all__ = ["letters"]
