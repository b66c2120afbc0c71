"""Making digital badges: Open Badges 3.0 credentials that anybody can verify without the school.

A badge is made from its facts alone: the same facts under the same key give the same bytes (CERT-9).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from attrs import frozen


@frozen(kw_only=True)
class BadgeFacts:
    """A certificate as a badge says it: what verification shows of it, and the course (CERT-8)."""

    language: str
    school: str
    site: str
    """The school's address, without a slash at its end: who issues."""
    person: str
    course: str
    course_key: str
    """What stands for the course in identifiers; nobody can go back from a badge to it."""
    level: str
    """`gold`, `silver` or `bronze`."""
    lowest: str
    """The lowest grade of that level, out of 20."""
    date: date
    made: datetime
    """The instant of the issue."""
    address: str
    """Where the certificate is verified: the identifier of the badge."""
    register: str | None = None
    hours: int | None = None


class Badges(Protocol):
    """Signs badges, and other files, with the school's key. May be shared by threads."""

    def credential(self, facts: BadgeFacts) -> str:
        """A credential as a compact JWS. Raises Unavailable without a usable key, or what signing needs."""

    def signature(self, content: bytes) -> str | None:
        """A compact JWS of which these bytes are the payload, the same for the same under one key (PASS-6).

        None where the school has no key; raises Unavailable for one that is not usable, or without what signing needs.
        """
