"""Who gets in: passwords, slowed tries, demo days, what opens and closes each space.

What others may import of it is named here.
"""

__all__ = ["accounts", "gates", "hashing", "letters", "passwords", "reactions", "standings", "welcome"]
