"""How far learners are: one read model, and the tables, sheets and files that show it.

What others may import of it is named here.
"""

__all__ = ["enclosing", "followup", "reading"]
