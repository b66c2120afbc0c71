"""The final case, certificates and official documents.

What others may import of it is named here.
"""

__all__ = [
    "cases",
    "certifications",
    "copies",
    "documents",
    "issuing",
    "items",
    "letters",
    "papers",
    "printing",
    "reactions",
]
