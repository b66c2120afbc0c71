"""Teams of a company, and invitations to them.

What others may import of it is named here.
"""

__all__ = ["letters"]
