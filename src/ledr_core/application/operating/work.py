"""A piece of work: what an operation needs at hand, and what happens when it ends well."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import evolve

from ledr_core.application.operating.asked import Asked, Finishers
from ledr_core.application.operating.permissions import Who
from ledr_core.domain.kernel.errors import Invalid, NotFound, Refused
from ledr_core.domain.kernel.moments import ONE_DAY, Moment, day_of
from ledr_core.domain.kernel.settings import Setting
from ledr_core.domain.kernel.texts import address_key

if TYPE_CHECKING:  # what work is about is imported by whoever works on it
    from ledr_core.application.operating.actor import Actor
    from ledr_core.application.operating.contexts import Contexts
    from ledr_core.application.operating.permissions import Permission
    from ledr_core.domain.access.standing import Seat
    from ledr_core.domain.assessments.settings import AssessmentSettings
    from ledr_core.domain.catalogue.catalogue import Course, Theme
    from ledr_core.domain.catalogue.outline import Outline
    from ledr_core.domain.events import Event
    from ledr_core.domain.kernel.calendar import Calendar
    from ledr_core.domain.kernel.identifiers import CourseId, PersonId, SessionId, TeamId
    from ledr_core.domain.learning.progress import Record
    from ledr_core.domain.people.companies import Company
    from ledr_core.domain.people.person import Person
    from ledr_core.domain.sessions.rotation import Policy
    from ledr_core.domain.sessions.sessions import Session
    from ledr_core.ports.outbox import NewMessage
    from ledr_core.ports.outside import Ports
    from ledr_core.ports.settings import SettingValue
    from ledr_core.ports.unit import UnitOfWork

T = TypeVar("T")

HORIZON = 1200
"""Days around today for which public holidays are asked."""


class Work:
    """One piece of work of one acting person at one moment, over one unit of work."""

    def __init__(
        self, unit: UnitOfWork, actor: Actor, moment: Moment, ports: Ports, bring: Callable[[], Contexts]
    ) -> None:
        self.unit = unit
        self.actor = actor
        self.moment = moment if actor.person is None else evolve(moment, actor=actor.person.id)
        self.ports = ports
        self._bring = bring
        self.events: list[Event] = []
        self.written: list[NewMessage] = []
        self.given_up = False
        self.wiped = False
        """Whether secrets are overwritten, which are then to go from the files of the database too."""
        self.handled: set[SessionId] = set()
        """The sessions whose daily run this work has done."""
        self._records: Asked[PersonId, Record] = Asked()
        self._seats: Asked[PersonId, list[Seat]] = Asked()
        self._connections: Asked[PersonId, date] = Asked()
        self._outlines: Asked[CourseId, Outline] = Asked()
        self._titles: dict[CourseId, str] = {}
        self._calendars: dict[tuple[Policy, date | None], Calendar] = {}

    @cached_property
    def _finishers(self) -> Finishers:
        return Finishers(self.unit.records, self._records)

    @property
    def today(self) -> date:
        """The school's day."""
        return self.moment.day

    @cached_property
    def contexts(self) -> Contexts:
        """What the contexts bring to a piece of work."""
        return self._bring()

    def must_be_allowed(self, permission: Permission) -> None:
        """Raises Refused with the permission's rule when the actor may not ask for the operation."""
        if Who.SUPERVISOR not in permission.who or not self.supervised:
            self.actor.must_be_allowed(permission)

    @cached_property
    def supervised(self) -> frozenset[TeamId]:
        """The teams that the actor supervises (TEAM-1)."""
        me = self.actor.person
        return frozenset() if me is None else self.unit.teams.supervised_by(me.id)

    # What the operation names

    def company(self, name: str) -> Company:
        """The company of that name, the acting pilot's own. Raises NotFound to staff, else Refused ROLE-6."""
        found = self.unit.companies.named(name)
        if not self.actor.is_staff and (found is None or not self._own_company(found.id)):
            raise Refused("ROLE-6", "another company", {"company": name})
        if found is None:
            raise NotFound("company", name)
        return found

    def session(self, reference: str) -> Session:
        """The session of that reference, of the acting pilot's company. Raises NotFound to staff, else ROLE-6."""
        own = self.actor.company
        if self.actor.is_staff:
            found = self.unit.sessions.named(reference)
        else:
            found = None if own is None else self.unit.sessions.named(reference, own)
        if found is not None:
            return found
        if self.actor.is_staff:
            raise NotFound("session", reference)
        raise Refused("ROLE-6", "another company", {"session": reference})

    def person(self, email: str, session: Session | None = None) -> Person:
        """The person of that address whom the actor may name: anybody to staff, to a pilot the company's people and
        the members of the *session* they steer, to a manager the people managed, and oneself."""
        found = self.unit.people.with_email(email)
        if self.actor.is_staff:
            if found is None:
                raise NotFound("person", email)
            return found
        self._may_name(found, email, session)
        assert found is not None
        return found

    def _may_name(self, found: Person | None, email: str, session: Session | None) -> None:
        me = self.actor.person
        if found is not None and me is not None:
            if found.id == me.id:
                return
            if self.actor.steers and (
                self._own_company(found.company) or (session is not None and session.member(found.id) is not None)
            ):
                return
            if self.actor.manages and me.id in found.managers:
                return
            if self.actor.manages and not self.actor.steers and self._own_company(found.company):
                raise Refused("ROLE-4", "not managed", {"person": email})
        if self.actor.steers or self.actor.manages:
            raise Refused("ROLE-6", "another company", {"person": email})
        raise Refused("ROLE-11", "another person", {"person": email})

    def subject(self, email: str | None) -> Person:
        """The person an operation is about, oneself when left out. Raises Invalid when `staff` leaves it out."""
        if email is not None:
            return self.person(email)
        if self.actor.person is None:
            raise Invalid("person", "nobody meant")
        return self.actor.person

    def own_subject(self, email: str | None, rule: str = "ROLE-11", **more: object) -> Person:
        """The same for what people do themselves: nobody but staff does it for another.

        Raises Refused of that *rule*, with *more* facts.
        """
        me = self.actor.person
        named = email is not None and (me is None or address_key(email) != address_key(me.email))
        if named and not self.actor.is_staff:
            raise Refused(rule, "another person", {"person": email, **more})
        return self.subject(email)

    def course(self, reference: str) -> Course:
        """The course of that reference. Raises NotFound."""
        return self.courses([reference])[0]

    def courses(self, references: Iterable[str]) -> list[Course]:
        """The courses of these references, each once and in their order, asked for at once. Raises NotFound."""
        named = list(dict.fromkeys(references))
        found = self.unit.catalogue.courses(named)
        for reference in named:
            if reference not in found:
                raise NotFound("course", reference)
        return [found[reference] for reference in named]

    def theme(self, reference: str) -> Theme:
        """The theme of that reference. Raises NotFound."""
        found = self.unit.catalogue.themes([reference]).get(reference)
        if found is None:
            raise NotFound("theme", reference)
        return found

    def _own_company(self, company: object) -> bool:
        return company is not None and self.actor.company == company

    # What decisions need

    def setting(self, setting: Setting[T], course: CourseId | None = None) -> T:
        """The value of a setting today: that of the course when it has one of its own, else the school's."""
        given = self._given(setting)
        value = given.get(None, setting.default)
        return value if course is None else given.get(course, value)

    def _given(self, setting: Setting[T]) -> dict[CourseId | None, T]:
        """The values that a setting was given and that hold today: the school's, and those of courses."""
        return {
            one.course: cast(T, one.value) for one in self._settings if one.name == setting.name and self._holds(one)
        }

    def next_change_of(self, *settings: Setting[Any]) -> date | None:
        """The next day on which one of these settings takes another value."""
        names = {setting.name for setting in settings}
        days = (one.since for one in self._settings if one.name in names and one.since is not None)
        return min((day for day in days if day > self.today), default=None)

    def give(self, value: SettingValue) -> None:
        """Give a setting a value; what is asked in this work from then on goes by it."""
        self.unit.settings.put(value)
        self.__dict__.pop("_settings", None)
        self._outlines.forget()

    @cached_property
    def _settings(self) -> list[SettingValue]:
        return self.unit.settings.values()

    def assessment(self, course: CourseId | None = None) -> AssessmentSettings:
        """The settings of the assessments of a course: the school's, changed by the course's own (TA)."""
        from ledr_core.domain.assessments.settings import ASSESSMENT, assessment_settings

        own = self._given(ASSESSMENT)
        return assessment_settings(own.get(None), own.get(course) if course else None)

    def assessed_otherwise_since(self, day: date | None) -> dict[CourseId, str]:
        """The courses whose settings of assessments took another value after that day, and their references."""
        from ledr_core.domain.assessments.settings import ASSESSMENT

        changed = {
            one.course
            for one in self._settings
            if one.name == ASSESSMENT.name and one.since and self._holds(one) and (day is None or one.since > day)
        }
        if not changed:
            return {}
        courses = self.unit.catalogue.courses().values()
        return {course.id: course.reference for course in courses if None in changed or course.id in changed}

    @cached_property
    def highest_level(self) -> int:
        """The highest level of difficulty of any assessment, by settings of today or of a later day."""
        from ledr_core.domain.assessments.settings import ASSESSMENT, AssessmentSettings

        own = (found.value for found in self._settings if found.name == ASSESSMENT.name)
        levels = (int(value.get("levels", 0)) for value in own if isinstance(value, Mapping))
        return max((AssessmentSettings().levels, *levels))

    def outline(self, course: CourseId) -> Outline:
        """A course as progress sees it, as last flushed."""
        found = self._outlines.one(course, self._read_outlines)
        assert found is not None
        return found

    def _read_outlines(self, courses: Collection[CourseId]) -> dict[CourseId, Outline]:
        return {course: self.unit.catalogue.outline(course, self.assessment(course)) for course in courses}

    def course_title(self, course: CourseId) -> str:
        """What a course is called, asked once."""
        if course not in self._titles:
            self._titles[course] = self.unit.catalogue.course(course).title
        return self._titles[course]

    def _holds(self, value: SettingValue) -> bool:
        return value.since is None or value.since <= self.today

    def calendar(self, policy: Policy, until: date | None = None) -> Calendar:
        """The days that count under a policy."""
        known = self._calendars.get((policy, until))
        if known is None:
            known = self._calendars[policy, until] = self._calendar(policy, until)
        return known

    def _calendar(self, policy: Policy, until: date | None) -> Calendar:
        from ledr_core.domain.kernel.calendar import Calendar

        if policy.holidays:
            return Calendar(policy.weekends)
        last = max(until or self.today, self.today) + HORIZON * ONE_DAY
        first = min(policy.paced_from or self.today, self.today) - HORIZON * ONE_DAY
        return Calendar(policy.weekends, self.ports.holidays.between(first, last))

    # What is asked about people: once each, and of many at a time after `prefetch`

    def prefetch(
        self, people: Iterable[PersonId], *, records: bool = False, seats: bool = False, connections: bool = False
    ) -> None:
        """Ask at once what will be asked of each of these people."""
        people = list(people)
        if records:
            self._records.many(people, self._read_records)
        if seats:
            self._seats.many(people, self._read_seats)
        if connections:
            self._connections.many(people, self._read_connections)

    def record(self, person: PersonId) -> Record:
        """What a person has done; what this work changes in it is kept."""
        return self.records([person])[person]

    def records(self, people: Iterable[PersonId]) -> dict[PersonId, Record]:
        """The same of several people."""
        return self._records.many(people, self._read_records)

    def seats(self, person: PersonId) -> Sequence[Seat]:
        """The memberships of a person as access sees them, as last flushed."""
        return self._seats.one(person, self._read_seats) or ()

    def _read_records(self, people: Collection[PersonId]) -> dict[PersonId, Record]:
        return self.unit.records.many(people)

    def _read_seats(self, people: Collection[PersonId]) -> dict[PersonId, list[Seat]]:
        if len(people) == 1:
            return {person: self.unit.readings.seats(person) for person in people}
        return self.unit.readings.seats_of(people)

    def last_connections(self, people: Iterable[PersonId]) -> dict[PersonId, date]:
        """The days on which those of the people who ever came were last there, before this work."""
        return self._connections.many(people, self._read_connections)

    def _read_connections(self, people: Collection[PersonId]) -> dict[PersonId, date]:
        return {person: day_of(last) for person, last in self.unit.accounts.last_connections(people).items()}

    def has_finished(self, person: PersonId, course: CourseId) -> bool:
        """Whether a person has finished a course (LEARN-10)."""
        return person in self.finished_among(course, {person})

    def finished_among(self, course: CourseId, people: set[PersonId]) -> Collection[PersonId]:
        """Who has finished a course, of these people at least."""
        return self._finishers.among(course, people)

    def finished(self, session: Session) -> set[PersonId]:
        """The people of a session who have finished its course (LEARN-10)."""
        return self._finishers.among(session.course, set(session.members)).intersection(session.members)

    def finishers(self, sessions: Iterable[Session]) -> dict[CourseId, set[PersonId]]:
        """Who has finished, of the people of these sessions at least, by course: one query a course."""
        people: dict[CourseId, set[PersonId]] = {}
        for session in sessions:
            people.setdefault(session.course, set()).update(session.members)
        return {course: self._finishers.among(course, learners) for course, learners in people.items()}

    def prefetch_finishers(self, sessions: Iterable[Session]) -> None:
        """Ask at once who has finished, of sessions as they were loaded, of however many people."""
        self._finishers.look_for(sessions)

    @cached_property
    def daily_run_over(self) -> bool:
        """Whether the daily run of today is over."""
        from ledr_core.domain.jobs.schedule import DAILY

        last = self.unit.job_runs.last(DAILY, finished=True)
        return last is not None and last.date >= self.today

    # What it leaves behind

    def give_up(self) -> None:
        """Leave nothing behind: what was done was to see what would come of it."""
        self.given_up = True

    def flush(self) -> None:
        """Write what differs; what is asked from then on is asked of that. Raises Conflict."""
        self.unit.flush()
        self._seats.forget()
        self._outlines.forget()

    def write(self, messages: Iterable[NewMessage]) -> None:
        """Put messages in the outbox, and ring the bell; those whose key exists are written once only."""
        from ledr_core.application.operating.bell import noticed

        fresh = self.unit.outbox.put(list(messages))
        self.unit.notifications.put(noticed(fresh, self.contexts.kinds))
        self.written.extend(fresh)
