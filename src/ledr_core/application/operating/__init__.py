"""How an operation runs: read, authorise, work, commit.

What others may import of it is named here.
"""

__all__ = [
    "actor",
    "contexts",
    "desk",
    "files",
    "made_up",
    "message_kinds",
    "naming",
    "near_names",
    "operation",
    "paging",
    "permissions",
    "reasons",
    "settling",
    "sources",
    "stored_facts",
    "subscribing",
    "texts",
    "values",
    "work",
]
