"""Contracts, their members, slots, the waiting list and rotation.

What others may import of it is named here.
"""

__all__ = ["enrolment", "forecasts", "letters", "planning", "reactions", "rotations", "sessions", "slots"]
