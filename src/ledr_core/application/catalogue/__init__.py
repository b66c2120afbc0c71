"""What the school teaches, and the files it is kept in.

What others may import of it is named here.
"""

__all__ = ["attachments", "catalogue"]
