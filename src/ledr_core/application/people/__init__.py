"""The people and their companies.

What others may import of it is named here.
"""

__all__ = ["companies", "people"]
