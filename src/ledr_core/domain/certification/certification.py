"""Certifications, and the documents that prove what was done (CERT)."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, cast

from attrs import define, field

from ledr_core.domain.certification.grading import Level, level_for
from ledr_core.domain.certification.names import KindName, ValidityName
from ledr_core.domain.events import Certified, Event
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import CertificationId, CourseId, PersonId

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The signs of a code of verification: none that looks like another."""
GROUPS: Final = 4
LETTERS_A_GROUP: Final = 4
_CODE: Final = re.compile(rb"(?<![0-9A-Z-])(?:[2-9A-HJKMNP-Z]{4}-){3}[2-9A-HJKMNP-Z]{4}(?![0-9A-Z-])")


class Kind(StrEnum):
    """A kind of official document."""

    _value_: KindName

    CERTIFICATE = "certificate"
    ATTESTATION = "attestation"
    CORRECTION = "correction"
    CONNECTIONS = "connections"


class Validity(StrEnum):
    """What verification says of a document (CERT-8)."""

    _value_: ValidityName

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
    events: list[Event] = field(factory=list, eq=False, repr=False)

    def award(self, at: datetime) -> None:
        """Have it known that it was awarded."""
        self.events.append(Certified(at=at, person=self.person, course=self.course, level=self.level, grade=self.grade))

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
    """Plain JSON values, among them `company`, the name printed, when there is one (CO-3)."""
    issued: datetime
    files: set[str] = field(factory=set)
    """SHA-256 of each file made of it: one a form, its badge among them; more where another release or key makes it."""
    successor: str | None = None
    revoked: datetime | None = None

    @property
    def company(self) -> str | None:
        """The company that it prints."""
        return cast(str | None, self.facts.get("company"))

    @property
    def validity(self) -> Validity:
        """What verification says of it."""
        if self.revoked is not None:
            return Validity.REVOKED
        return Validity.VALID if self.successor is None else Validity.SUPERSEDED

    def supersede(self, successor: str) -> None:
        """Give way to another document of the same kind, person and course."""
        self.successor = successor

    def reinstate(self) -> None:
        """Be the current one again: its facts hold again."""
        self.successor = self.revoked = None

    def revoke(self, at: datetime) -> None:
        """Take it back (CERT-7, CASE-11)."""
        self.revoked = self.revoked or at


def code_for(kind: Kind, person: PersonId, course: CourseId, facts: Mapping[str, object]) -> str:
    """The public code of a document with these facts: the same for the same, and not to be guessed.

    It is made of them and of opaque identifiers that nobody outside knows. Letters that look like another are left out.
    """
    whole = json.dumps([kind, person, course, facts], sort_keys=True, ensure_ascii=False)
    number = int.from_bytes(hashlib.sha256(whole.encode()).digest()[:16], "big")
    letters: list[str] = []
    for _ in range(GROUPS * LETTERS_A_GROUP):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    groups = range(0, len(letters), LETTERS_A_GROUP)
    return "-".join("".join(letters[first : first + LETTERS_A_GROUP]) for first in groups)


def read_code(text: str) -> str:
    """A code as it is kept, however it was typed: case and separators do not count.

    It may be the whole address that a document prints, broken over lines or followed by a query: the code ends it.
    """
    address = re.split("[?#]", unicodedata.normalize("NFKC", text), maxsplit=1)[0]
    letters = "".join(letter for letter in address.upper() if letter.isalnum())[-GROUPS * LETTERS_A_GROUP :]
    return "-".join(letters[first : first + LETTERS_A_GROUP] for first in range(0, len(letters), LETTERS_A_GROUP))


def codes_in(content: bytes) -> tuple[str, ...]:
    """What looks like a code in a file, in the plain or two-byte text of its properties; each once."""
    plain = content.replace(b"\x00", b"")
    return tuple(dict.fromkeys(found.decode() for found in _CODE.findall(plain)))
