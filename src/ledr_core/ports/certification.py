"""Copies of final cases, certifications and issued documents, as the rules need them kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Protocol

from attrs import frozen

from ledr_core.domain.certification.certification import Certification, Issued, Kind
from ledr_core.domain.certification.copies import Copy
from ledr_core.domain.kernel.identifiers import CaseId, CertificationId, CompanyId, CopyId, CourseId, PersonId
from ledr_core.ports.paging import WHOLE, Page


class Copies(Protocol):
    """The copies, one a person and course."""

    def of(self, person: PersonId, course: CourseId) -> Copy | None:
        """The copy of a person in a course, None when none was begun."""

    def get(self, copy: CopyId) -> Copy | None:
        """The copy so identified, None when there is none any more."""

    def of_person(self, person: PersonId) -> list[Copy]:
        """The copies of a person, the one begun last at the end; none for an unknown one."""

    def of_people(self, people: Collection[PersonId]) -> dict[PersonId, list[Copy]]:
        """The same of each of several, in one statement; whoever has none is left out."""

    def count_of(self, case: CaseId) -> int:
        """How many copies were begun on a case; 0 for an unknown one."""

    def to_correct(self, until: date) -> list[Copy]:
        """The copies that wait for their grade and are planned up to that Friday, in the order of being handed in."""

    def over(self, today: date, excluding: Collection[CopyId], limit: int) -> list[Copy]:
        """The copies under rework that are over: 14 days and the learner's own end are passed; at most so many.

        Those to be excluded are not among them.
        """

    def add(self, copy: Copy) -> None:
        """Keep a new copy; a second one of a person in a course is a Conflict when the unit is flushed."""

    def remove(self, copy: Copy) -> None:
        """Forget a copy, with its answers. Raises LookupError for one that this unit has not given."""


@frozen
class CertificationRow:
    """A certification in a list; the code is that of its certificate."""

    certification: Certification
    email: str
    course: str
    course_title: str
    code: str | None


class Certifications(Protocol):
    """The certificates awarded; at most one a person and course that is not revoked."""

    def of(self, person: PersonId, course: CourseId) -> Certification | None:
        """The certification of a person for a course, None when there is none, or it was revoked."""

    def rows(
        self,
        person: PersonId | None = None,
        company: CompanyId | None = None,
        managed_by: PersonId | None = None,
        since: date | None = None,
        page: Page[CertificationId] = WHOLE,
    ) -> list[CertificationRow]:
        """Certifications by day, then address: a company's, or those of a manager and the people managed, if asked."""

    def add(self, certification: Certification) -> None:
        """Keep a new certification."""


class IssuedDocuments(Protocol):
    """The official documents that were issued; at most one a person, course and kind is current."""

    def with_code(self, code: str) -> Issued | None:
        """The document of that code, superseded and revoked ones too; None when there is none."""

    def with_codes(self, codes: Collection[str]) -> dict[str, Issued]:
        """The documents of these codes, in two statements; unknown ones are left out."""

    def with_file(self, sha256: str) -> Issued | None:
        """The document of which that very file was made, None when it was made of none."""

    def of(self, person: PersonId, course: CourseId | None = None, kind: Kind | None = None) -> list[Issued]:
        """The documents of a person, oldest first: of a course or a kind if asked; none for an unknown person."""

    def of_people(self, people: Collection[PersonId]) -> dict[PersonId, list[Issued]]:
        """The documents of each of several, in two statements; whoever has none is left out."""

    def prints(self, company: str) -> bool:
        """Whether the name of a company, as it is spelt here, was printed on one (CO-3)."""

    def add(self, issued: Issued) -> None:
        """Keep a new document."""
