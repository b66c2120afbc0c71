"""Certifications, and the documents that prove what was done (CERT)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from attrs import define

from ledr_core.domain.errors import Refused
from ledr_core.domain.grading import Level, level_for
from ledr_core.domain.identifiers import CertificationId, CourseId, PersonId


class Kind(StrEnum):
    """A kind of official document."""

    CERTIFICATE = "certificate"
    ATTESTATION = "attestation"
    CORRECTION = "correction"
    CONNECTIONS = "connections"


class Validity(StrEnum):
    """What verification says of a document (CERT-8)."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


@define
class Certification:
    """A certificate awarded to a person for a course; *company* is the name it prints, that of the issue (CERT-5)."""

    id: CertificationId
    person: PersonId
    course: CourseId
    grade: Decimal
    level: Level
    awarded_on: date
    company: str | None
    revoked: datetime | None = None

    def edit(self, *, on: date | None, level: Level | None, company: str | None) -> None:
        """Change what it prints. Raises Refused CERT-1 for a level other than the grade's (CERT-5)."""
        if level is not None and level is not level_for(self.grade):
            facts = {"grade": self.grade, "level": level, "right": level_for(self.grade)}
            raise Refused("CERT-1", "another level", {"person": self.person, "course": self.course} | facts)
        self.awarded_on = on or self.awarded_on
        self.company = self.company if company is None else company

    def regrade(self, grade: Decimal, level: Level) -> None:
        """Follow an amended grade (CASE-11)."""
        self.grade, self.level = grade, level

    def revoke(self, at: datetime) -> None:
        """Take it back (CERT-7, CASE-11)."""
        self.revoked = self.revoked or at


@define
class Issued:
    """A document that was issued: the facts that it prints, its public code, and what became of it (CERT-8, CERT-9).

    The same facts have the same code and make the same bytes; other facts are another document.
    """

    code: str
    kind: Kind
    person: PersonId
    course: CourseId
    facts: Mapping[str, object]
    issued: datetime
    sha256: str | None = None
    """Of the file, once it has been made."""
    successor: str | None = None
    revoked: datetime | None = None

    @property
    def validity(self) -> Validity:
        """What verification says of it."""
        if self.revoked is not None:
            return Validity.REVOKED
        return Validity.VALID if self.successor is None else Validity.SUPERSEDED
