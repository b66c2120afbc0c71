"""Results about certifications."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from attrs import frozen

from ledr_core.domain.certification.names import LevelName, ValidityName


@frozen
class CertificationItem:
    """A certificate awarded; `code` is that of the document, `state` valid or revoked."""

    person: str
    course: str
    level: LevelName
    grade: Decimal
    date: date
    code: str | None
    state: ValidityName
    company: str | None
    undrawn: tuple[str, ...] = ()
    """Letters of the name or the company that the document cannot show: told when it is made again (CERT-5)."""
