"""Who has ended a course, and who is told of it (JOB-3, ROLE-12). Contract: `ledr_core.testing.contracts.jobs`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from ledr_core.domain.jobs.endings import Attended, Ending
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, PersonId


class Endings(Protocol):
    """Who has ended a course: read in few statements, and each end told once."""

    def people(self, since: date, before: date) -> list[PersonId]:
        """The people who may have ended a course on one of those days, *before* not among them, and were not told of.

        Some may have left before their end date, and so have not. Nobody who was erased is among them (NOTE-6).
        """

    def attended(self, people: Collection[PersonId]) -> list[Attended]:
        """The courses these people learn, learnt, or have finished; the memberships that ended too.

        Who has none, or is unknown, is left out.
        """

    def told(self, people: Collection[PersonId]) -> set[tuple[PersonId, CourseId]]:
        """The ends of theirs that were told, as person and course."""

    def tell(self, endings: Sequence[Ending], at: datetime) -> int:
        """Take note that these were told, once; gives how many were not yet."""

    def recipients(self, company: CompanyId, people: Collection[PersonId]) -> Mapping[PersonId, Collection[PersonId]]:
        """Whom to tell of which of these people: the company's pilots of all, each manager of theirs of their own.

        Of somebody who belongs to another company by now, those who managed them on the day they left; only who still
        manages in that company is told. An unknown company has nobody to tell.
        """

    def keep_managers(self, person: PersonId, company: CompanyId, managers: Collection[PersonId], at: datetime) -> None:
        """Keep who managed somebody in the company that they leave; what was kept of an earlier time is replaced."""
