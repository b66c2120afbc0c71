"""Sessions as they are kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from attrs import frozen

from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, PersonId, SessionId
from ledr_core.domain.sessions.members import Period
from ledr_core.domain.sessions.sessions import Session
from ledr_core.domain.sessions.slots import Holding
from ledr_core.ports.paging import WHOLE, Page


@frozen
class MembershipHistory:
    """A membership of a person, ended ones too, as history tells it (TRACK-9)."""

    session: str
    company: str | None
    course: str
    start: date
    end: date
    left: datetime | None
    """When they left, or were moved elsewhere."""
    holdings: tuple[Holding, ...]
    """The slots held during it, oldest first."""


class Sessions(Protocol):
    """The sessions, each with its members, open holdings and waiting list."""

    def named(self, reference: str, owner: CompanyId | None = None) -> Session | None:
        """The session of that reference, case, accents and form apart (SES-2); None when there is none.

        With an *owner*, one of that company alone: of another's no more is asked than of one that is not there.
        """

    def get(self, session: SessionId) -> Session:
        """The session so identified. Raises LookupError when there is none."""

    def many(self, sessions: Sequence[SessionId]) -> list[Session]:
        """The sessions so identified, in the order asked; unknown ones are left out."""

    def of_person(self, person: PersonId) -> list[Session]:
        """The sessions in which a person is a member, expired ones too."""

    def of_people(self, people: Collection[PersonId]) -> list[Session]:
        """The sessions in which any of these people is a member, expired ones too, each once."""

    def due(self, today: date, excluding: Collection[SessionId], limit: int) -> list[SessionId]:
        """At most so many sessions with something to do in the daily run of that day, longest due first.

        Those to be excluded are not among them.
        """

    def claim_due(
        self,
        today: date,
        excluding: Collection[SessionId],
        limit: int,
        only: SessionId | None = None,
        *,
        patient: bool = False,
    ) -> list[Session]:
        """The same, loaded and kept from other runs until the unit of work ends.

        What another keeps is left out; a *patient* one waits for it, and takes what the other has not handled. With
        *only*, that session or none: one that is not due is left out too.
        """

    def due_of(self, today: date, people: Collection[PersonId]) -> list[Session]:
        """The sessions of these people with something to do in the daily run of that day; another's are waited for."""

    def look_again(self, today: date, day: date) -> None:
        """Have the sessions that have not expired due on that day at the latest."""

    def count_due(self, today: date) -> int:
        """How many sessions have something to do in the daily run of that day."""

    def reference(self, session: SessionId) -> str:
        """What a session is called, read alone. Raises LookupError when there is none."""

    def with_learner_of(self, course: CourseId, person: PersonId) -> list[Session]:
        """The sessions of a course in which a person is a member, expired ones too."""

    def of_course(self, course: CourseId) -> list[SessionId]:
        """The sessions on a course, in no order; none when there is no such course."""

    def periods(self, people: Collection[PersonId], excluding: Collection[SessionId]) -> dict[PersonId, list[Period]]:
        """The days on which people learn in sessions except those to be excluded (SES-15).

        Who learns in no other is left out.
        """

    def closed_by_expiry(self, session: SessionId) -> list[Holding]:
        """The last holdings of a session, where its end closed them, by slot; none of an unknown one (SES-13)."""

    def ledger(self, session: SessionId, page: Page[int] = WHOLE) -> list[Holding]:
        """The holdings of a session, closed ones too, oldest first; none of an unknown one (SLOT-7).

        A page names them by their number.
        """

    def ledgers(self, sessions: Collection[SessionId]) -> dict[SessionId, list[Holding]]:
        """All holdings of several sessions: each asked for is there, an unknown one without any."""

    def history(self, person: PersonId) -> list[MembershipHistory]:
        """The memberships of a person, ended ones too, and the slots that they held, oldest first (TRACK-9)."""

    def used(self, session: SessionId) -> bool:
        """Whether anybody ever held a slot, was welcomed, left, or saw a lesson as its member.

        False for a session that nobody has used, and for one that there is not.
        """

    def add(self, session: Session) -> None:
        """Keep a new session. A reference that there is already is a Conflict when the unit is flushed (SES-2)."""

    def remove(self, session: Session) -> None:
        """Forget a session that nobody has used; what was written about it stays.

        Raises LookupError for one that this unit has not given.
        """

    def changed(self, excluding: Collection[SessionId] = ()) -> list[Session]:
        """The sessions that differ from what was loaded, except those to be excluded."""

    def forget(self, session: SessionId) -> None:
        """Drop what was done to a session in this unit; nothing happens when the unit has not given it."""
