"""Results about certifications and official documents."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from attrs import frozen


@frozen
class CertificationItem:
    """A certificate awarded; `code` is that of the document, `state` valid or revoked."""

    person: str
    course: str
    level: str
    grade: Decimal
    date: date
    code: str | None
    state: str
    company: str | None


@frozen
class VerificationView:
    """What verification shows, and nothing else (CERT-8): valid, superseded, revoked, altered or unknown."""

    state: str
    name: str | None = None
    course: str | None = None
    level: str | None = None
    date: date | None = None
    successor: str | None = None


@frozen
class ConnectionItem:
    """A connection, from signing in to the last activity (TRACK-7)."""

    start: datetime
    end: datetime
    seconds: int
