"""Sessions as they are kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from ledr_core.domain.kernel.identifiers import CourseId, PersonId, SessionId
from ledr_core.domain.sessions.members import Period
from ledr_core.domain.sessions.sessions import Session
from ledr_core.domain.sessions.slots import Holding


class Sessions(Protocol):
    """The sessions, each with its members, open holdings and waiting list."""

    def named(self, reference: str) -> Session | None:
        """The session as last saved."""

    def get(self, session: SessionId) -> Session:
        """The session so identified."""

    def many(self, sessions: Sequence[SessionId]) -> list[Session]:
        """The sessions so identified."""

    def of_person(self, person: PersonId) -> list[Session]:
        """The sessions in which a person is a member, expired ones too."""

    def due(self, today: date, but: Collection[SessionId], limit: int) -> list[SessionId]:
        """The sessions whose daily run of that day has something to do, those apart, longest due first."""

    def claim_due(
        self,
        today: date,
        but: Collection[SessionId],
        limit: int,
        only: SessionId | None = None,
        *,
        patient: bool = False,
    ) -> list[Session]:
        """The same, loaded and kept from other runs until the unit of work ends.

        What another keeps is left out; a *patient* one waits for it, and takes what the other has not handled.
        """

    def look_again(self, today: date, day: date) -> None:
        """Have the sessions that have not expired due on that day at the latest."""

    def count_due(self, today: date) -> int:
        """How many sessions those are."""

    def reference(self, session: SessionId) -> str:
        """What a session is called, read alone. Raises LookupError."""

    def with_learner_of(self, course: CourseId, person: PersonId) -> list[Session]:
        """The unexpired or expired sessions of a course in which a person is a member."""

    def of_course(self, course: CourseId) -> list[SessionId]:
        """The sessions on a course."""

    def periods(self, people: Collection[PersonId], but: Collection[SessionId]) -> dict[PersonId, list[Period]]:
        """The days on which people learn in sessions other than those (SES-15)."""

    def closed_by_expiry(self, session: SessionId) -> list[Holding]:
        """The last holdings of a session, where its end closed them, by slot (SES-13)."""

    def ledger(self, session: SessionId) -> list[Holding]:
        """All holdings of a session, oldest first (SLOT-7)."""

    def used(self, session: SessionId) -> bool:
        """Whether anybody ever held a slot, was welcomed, left, or saw a lesson of the course as its member."""

    def add(self, session: Session) -> None:
        """Keep a new session."""

    def remove(self, session: Session) -> None:
        """Forget a session that nobody has used."""

    def changed(self, but: Collection[SessionId] = ()) -> list[Session]:
        """The sessions that differ from what was loaded, those apart."""

    def forget(self, session: SessionId) -> None:
        """Drop what was done to a session in this unit."""
