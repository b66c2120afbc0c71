"""How an operation runs: read, authorise, work, commit.

What others may import of it is named here.
"""

__all__ = ["contexts", "desk", "files", "naming", "operation", "permissions", "settling", "values", "work", "writing"]
