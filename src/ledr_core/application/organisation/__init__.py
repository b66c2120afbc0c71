"""The organisation of a company: roles, teams, and invitations to it.

What others may import of it is named here.
"""

__all__ = ["accepting", "following", "invitations", "letters", "organisation", "reactions"]
