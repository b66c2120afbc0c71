"""Where the school is kept. Contract: ledr_core.testing.contracts.store.

A unit of work is one transaction (or one step of a transaction that the host opened). Repositories give and take
aggregates; what they gave is followed, and written when the unit is flushed. Read models never load aggregates.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from attrs import field, frozen

from ledr_core.domain.access.standing import Seat
from ledr_core.domain.events import Event
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, PersonId, SessionId, ThemeId
from ledr_core.domain.learning.progress import Record
from ledr_core.domain.people.companies import Company
from ledr_core.domain.people.person import Person
from ledr_core.domain.people.roles import Role
from ledr_core.domain.sessions.members import Period
from ledr_core.domain.sessions.sessions import Session
from ledr_core.domain.sessions.slots import Holding
from ledr_core.ports.attempts import Attempts
from ledr_core.ports.catalogue import Catalogue, Files
from ledr_core.ports.certification import Certifications, Copies, IssuedDocuments
from ledr_core.ports.endings import Endings
from ledr_core.ports.notes import Notes
from ledr_core.ports.notifications import Notifications
from ledr_core.ports.outbox import Outbox
from ledr_core.ports.provider_events import ProviderEvents, Suppressions
from ledr_core.ports.quizzes import Placements, Questions, Quizzes
from ledr_core.ports.reports import Reports
from ledr_core.ports.reset_links import ResetLinks
from ledr_core.ports.transfers import Transfers
from ledr_core.ports.tries import TryCounts
from ledr_core.ports.workshops import Answers


@frozen
class Card:
    """How a person is called."""

    id: PersonId
    email: str
    first_name: str
    last_name: str

    @property
    def name(self) -> str:
        """First name and last name."""
        return f"{self.first_name} {self.last_name}".strip()


class Companies(Protocol):
    """The clients."""

    def named(self, name: str) -> Company | None:
        """The company of that name; neither case nor accents count."""

    def get(self, company: CompanyId) -> Company:
        """The company so identified."""

    def add(self, company: Company) -> None:
        """Keep a new company."""

    def remove(self, company: Company) -> None:
        """Forget a company."""


class People(Protocol):
    """The accounts."""

    def with_email(self, email: str) -> Person | None:
        """The person with that address; case does not count."""

    def with_emails(self, emails: Iterable[str]) -> dict[str, Person]:
        """The people with those addresses, by casefolded address; unknown ones are left out."""

    def get(self, person: PersonId) -> Person:
        """The person so identified."""

    def many(self, people: Iterable[PersonId]) -> list[Person]:
        """The people so identified."""

    def managed_by(self, manager: PersonId) -> list[Person]:
        """The people whom somebody manages."""

    def of_company(self, company: CompanyId) -> list[Person]:
        """The people of a company."""

    def unwelcomed(self, limit: int) -> list[PersonId]:
        """People without membership whose role has a space from the enrolment day on, not yet welcomed (ACC-15)."""

    def demos_to_welcome(self, day: date, limit: int) -> list[PersonId]:
        """Testers whose demo day that is, not yet welcomed (ACC-9, ACC-15)."""

    def add(self, person: Person) -> None:
        """Keep a new person."""

    def cards(self, people: Iterable[PersonId]) -> dict[PersonId, Card]:
        """How people are called."""


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


class Records(Protocol):
    """What people have done."""

    def of(self, person: PersonId) -> Record:
        """The record of a person, empty at first."""

    def many(self, people: Collection[PersonId]) -> dict[PersonId, Record]:
        """The records of people."""

    def finished(self, course: CourseId, people: Collection[PersonId]) -> set[PersonId]:
        """Those of the people who have finished the course."""

    def erase(self, person: PersonId) -> None:
        """Forget what a person did: the record, answers in workshops, quizzes, attempts (ACC-13)."""

    def finished_in(self, course: CourseId, sessions: Collection[SessionId]) -> set[PersonId]:
        """The members of those sessions, as last saved, who have finished the course."""


@frozen
class Run:
    """A run of a job for a date: what it did and what failed (JOB-4, JOB-6)."""

    job: str
    date: date
    started: datetime
    finished: datetime | None = None
    done: Mapping[str, int] = field(factory=dict)
    skipped: Mapping[str, int] = field(factory=dict)
    failures: Sequence[Mapping[str, str]] = ()


class Runs(Protocol):
    """The log of the jobs."""

    def last(self, job: str, *, finished: bool = False) -> Run | None:
        """The run of a job for its latest date, started or finished."""

    def last_before(self, job: str, day: date) -> Run | None:
        """The run of a job that is over, for the latest date before that day."""

    def record(self, run: Run) -> None:
        """Write a run down, as a line of its own for each start."""

    def list(self, since: date | None = None) -> list[Run]:
        """The runs, in the order of their starts."""


@frozen
class SettingValue:
    """A value that was set, and the day from which it holds."""

    name: str
    value: object
    since: date | None
    course: CourseId | None = None


class Settings(Protocol):
    """What operators have set."""

    def values(self) -> list[SettingValue]:
        """All values set, by name, then by day."""

    def put(self, value: SettingValue) -> None:
        """Set a value; one of the same name, day and course is replaced."""


@frozen
class Connection:
    """One connection, from signing in to the last activity (TRACK-7)."""

    started: datetime
    last_active: datetime


class Accounts(Protocol):
    """Passwords and connections."""

    def password_hash(self, person: PersonId) -> str | None:
        """The hash of a person's password, when there is one."""

    def set_password(self, person: PersonId, hashed: str) -> None:
        """Give a person another password."""

    def forget_password(self, person: PersonId) -> None:
        """Leave a person without any."""

    def without_password(self, people: Collection[PersonId]) -> set[PersonId]:
        """Those who have no password yet."""

    def last_connections(self, people: Collection[PersonId]) -> dict[PersonId, datetime]:
        """The last activity of those who have ever connected."""

    def last_connection(self, person: PersonId) -> datetime | None:
        """The last activity of a person's connections."""

    def connect(self, person: PersonId, at: datetime) -> None:
        """A new connection begins."""

    def active(self, person: PersonId, at: datetime) -> None:
        """The running connection goes on; without one, another begins."""

    def connections(self, person: PersonId) -> list[Connection]:
        """The connections of a person, oldest first."""


@frozen
class CompanyRow:
    """A company in a list."""

    name: str
    sessions: int
    people: int


@frozen
class PersonRow:
    """A person in a list."""

    id: PersonId
    email: str
    first_name: str
    last_name: str
    role: Role
    company: str | None
    session: str | None


@frozen
class SessionRow:
    """A session in a list."""

    id: SessionId
    reference: str
    company: str | None
    course: str
    kind: str
    start: date
    end: date
    package: int
    members: int
    held: int
    waiting: int


class Readings(Protocol):
    """Read models: tables and counts over many people, in few statements whatever their number."""

    def companies(self) -> list[CompanyRow]:
        """All companies by name."""

    def sessions_of_company(self, company: CompanyId) -> int:
        """How many sessions a company has."""

    def people(
        self,
        company: CompanyId | None = None,
        session: SessionId | None = None,
        role: Role | None = None,
        text: str | None = None,
        managed_by: PersonId | None = None,
    ) -> list[PersonRow]:
        """People by last name, first name; `text` is looked for in names and e-mail, case apart."""

    def sessions(
        self, company: CompanyId | None = None, expired: bool | None = None, today: date | None = None
    ) -> list[SessionRow]:
        """Sessions by start, then reference."""

    def seats(self, person: PersonId) -> list[Seat]:
        """The memberships of a person as access sees them."""

    def seats_of(self, people: Collection[PersonId]) -> dict[PersonId, list[Seat]]:
        """The same of several people at once."""

    def domains_of_colleagues(self, person: PersonId) -> dict[str, int]:
        """The domains of the others in somebody's company, and how many have each: the 25 most used."""

    def company_runs_until(self, company: CompanyId) -> date | None:
        """The latest end of a company's sessions."""

    def managed_run_until(self, manager: PersonId) -> date | None:
        """The latest end of the sessions of the people whom somebody manages."""

    def learners_who_used(self, theme: ThemeId) -> int:
        """How many people saw a lesson of a theme, attempted it, or have its badge (CAT-5)."""

    def learners_of_course(self, course: CourseId) -> list[PersonId]:
        """The people who are enrolled on a course now."""


class UnitOfWork(Protocol):
    """One transaction's worth of work."""

    @property
    def companies(self) -> Companies:
        """The clients."""

    @property
    def people(self) -> People:
        """The accounts."""

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
    def runs(self) -> Runs:
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
    def notifications(self) -> Notifications:
        """What people are told on the platform."""

    @property
    def readings(self) -> Readings:
        """Read models."""

    @property
    def reports(self) -> Reports:
        """What the weekly run reports, and to whom."""

    @property
    def endings(self) -> Endings:
        """Who has ended a course, and who is told."""

    @property
    def transfers(self) -> Transfers:
        """What the contact bases know."""

    def pull_events(self) -> list[Event]:
        """The events of the aggregates given so far, each once."""

    def flush(self) -> None:
        """Write what differs. Raises Conflict when somebody else has changed the same aggregate meanwhile."""


class Joined(Protocol):
    """A transaction of several operations."""

    def begin(self, *, reads: bool) -> AbstractContextManager[UnitOfWork]:
        """A step of it: leaving with an error undoes the step alone."""


class Store(Protocol):
    """Opens units of work. Raises Unavailable when the database is out of service."""

    def begin(self, *, reads: bool) -> AbstractContextManager[UnitOfWork]:
        """A unit of work in a transaction of its own; leaving it without an error commits."""

    def join(self, connection: object | None) -> AbstractContextManager[Joined]:
        """A transaction of several operations, on the host's connection when given, which the host then commits."""

    def close(self) -> None:
        """Give back the connections."""
