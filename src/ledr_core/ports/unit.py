"""Where the school is kept: the store, and the unit of work over all repositories.

A unit of work is one transaction (or one step of a transaction that the host opened). Repositories give and take
aggregates; what they gave is followed, and written when the unit is flushed. Read models never load aggregates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, TypeAlias

from attrs import frozen

from ledr_core.ports.job_runs import JobRuns

if TYPE_CHECKING:
    from ledr_core.domain.events import Event
    from ledr_core.ports.accounts import Accounts
    from ledr_core.ports.attempts import Attempts
    from ledr_core.ports.catalogue import Catalogue, Files
    from ledr_core.ports.certification import Certifications, Copies, IssuedDocuments
    from ledr_core.ports.companies import Companies
    from ledr_core.ports.demo_moves import DemoMoves
    from ledr_core.ports.endings import Endings
    from ledr_core.ports.erasures import Erasures
    from ledr_core.ports.evidence import Evidence
    from ledr_core.ports.follow_up import FollowUp
    from ledr_core.ports.goals import Goals
    from ledr_core.ports.invitations import Invitations
    from ledr_core.ports.key_figures import FollowedFigures
    from ledr_core.ports.notes import Notes
    from ledr_core.ports.notifications import Notifications
    from ledr_core.ports.outbox import Outbox
    from ledr_core.ports.people import People
    from ledr_core.ports.personal_data import PersonalData
    from ledr_core.ports.provider_events import ProviderEvents, Suppressions
    from ledr_core.ports.quizzes import Placements, Questions, Quizzes
    from ledr_core.ports.readings import Readings
    from ledr_core.ports.records import Records
    from ledr_core.ports.reset_links import ResetLinks
    from ledr_core.ports.sessions import Sessions
    from ledr_core.ports.settings import Settings
    from ledr_core.ports.team_reports import TeamReports
    from ledr_core.ports.teams import Teams
    from ledr_core.ports.transfers import Transfers
    from ledr_core.ports.tries import TryCounts
    from ledr_core.ports.workshops import Answers


class UnitOfWork(Protocol):
    """One transaction's worth of work."""

    @property
    def companies(self) -> Companies:
        """The clients."""

    @property
    def people(self) -> People:
        """The accounts."""

    @property
    def teams(self) -> Teams:
        """The teams of organisations, and who belongs to these."""

    @property
    def goals(self) -> Goals:
        """The personal goals that organisations set."""

    @property
    def key_figures(self) -> FollowedFigures:
        """The figures of their organisations that people follow."""

    @property
    def invitations(self) -> Invitations:
        """The invitations to organisations."""

    @property
    def sessions(self) -> Sessions:
        """The sessions."""

    @property
    def records(self) -> Records:
        """What people have done."""

    @property
    def catalogue(self) -> Catalogue:
        """Courses and their parts."""

    @property
    def files(self) -> Files:
        """The files kept with the catalogue, and the school's stamp."""

    @property
    def answers(self) -> Answers:
        """What people answered in workshops."""

    @property
    def copies(self) -> Copies:
        """The copies of final cases."""

    @property
    def certifications(self) -> Certifications:
        """The certificates awarded."""

    @property
    def documents(self) -> IssuedDocuments:
        """The official documents that were issued."""

    @property
    def questions(self) -> Questions:
        """What quizzes and the placement test may ask."""

    @property
    def quizzes(self) -> Quizzes:
        """The practice quizzes of people."""

    @property
    def placements(self) -> Placements:
        """The placement tests."""

    @property
    def notes(self) -> Notes:
        """What learners note down."""

    @property
    def attempts(self) -> Attempts:
        """The attempts at assessments."""

    @property
    def outbox(self) -> Outbox:
        """The messages."""

    @property
    def provider_events(self) -> ProviderEvents:
        """What providers have reported of messages."""

    @property
    def suppressions(self) -> Suppressions:
        """The addresses to which nothing is sent any more."""

    @property
    def job_runs(self) -> JobRuns:
        """The log of the jobs."""

    @property
    def settings(self) -> Settings:
        """What operators have set."""

    @property
    def accounts(self) -> Accounts:
        """Passwords and connections."""

    @property
    def tries(self) -> TryCounts:
        """Failed tries, counted."""

    @property
    def reset_links(self) -> ResetLinks:
        """The links with which people choose a password."""

    @property
    def demo_moves(self) -> DemoMoves:
        """The demo days that wait for the word of their address."""

    @property
    def notifications(self) -> Notifications:
        """What people are told on the platform."""

    @property
    def readings(self) -> Readings:
        """Read models."""

    @property
    def follow_up(self) -> FollowUp:
        """Who learns where, and how far they are."""

    @property
    def evidence(self) -> Evidence:
        """What trainings left, for an auditor."""

    @property
    def team_reports(self) -> TeamReports:
        """What the weekly run reports, and to whom."""

    @property
    def endings(self) -> Endings:
        """Who has ended a course, and who is told."""

    @property
    def transfers(self) -> Transfers:
        """What the contact bases know."""

    @property
    def personal_data(self) -> PersonalData:
        """All that is kept of a person."""

    @property
    def erasures(self) -> Erasures:
        """What names a person anywhere."""

    def pull_events(self) -> list[Event]:
        """The events of the aggregates given so far, each once."""

    def flush(self) -> None:
        """Write what differs. Raises Conflict when somebody else has changed the same aggregate meanwhile."""


@frozen
class Damage:
    """A row that cannot be read: its table, its key, and the first of its columns that holds what it cannot."""

    table: str
    row: str
    column: str


ReadsFacts: TypeAlias = "Callable[[str, Mapping[str, object]], object]"
"""Reads the facts of a kind of message as they are kept; raises any error for facts that are not of that kind."""


class Joined(Protocol):
    """A transaction of several operations."""

    @property
    def undone(self) -> bool:
        """Whether a host is known to have rolled back what it had joined."""

    def begin(self, *, reads: bool) -> AbstractContextManager[UnitOfWork]:
        """A step of it: leaving with an error undoes the step alone."""

    def damage(self, reads_facts: ReadsFacts) -> Damage | None:
        """A row that cannot be read, None when all can: looked for when something has gone wrong."""


class Store(Protocol):
    """Opens units of work. Raises Unavailable when the database is out of service."""

    def begin(self, *, reads: bool) -> AbstractContextManager[UnitOfWork]:
        """A unit of work in a transaction of its own; leaving it without an error commits."""

    def join(self, connection: object | None) -> AbstractContextManager[Joined]:
        """A transaction of several operations, on the host's connection when given, which the host then commits."""

    def scrub(self) -> None:
        """Leave nothing of what was overwritten in the database's files, as far as it keeps any; now and then."""

    def damage(self, reads_facts: ReadsFacts) -> Damage | None:
        """A row that cannot be read, None when all can: looked for when something has gone wrong."""

    def close(self) -> None:
        """Give back the connections."""
