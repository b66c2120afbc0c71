"""What the school writes, sends and is told of it.

What others may import of it is named here.
"""

__all__ = ["explaining", "letters", "messages", "notifications", "requests", "support"]
