"""A piece of work: what an operation needs at hand, and what happens when it ends well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from ledr_core.application.operating.actor import Actor
from ledr_core.application.operating.bell import noticed
from ledr_core.domain.access.standing import Seat
from ledr_core.domain.assessments.settings import AssessmentSettings, assessment_settings
from ledr_core.domain.catalogue.catalogue import Course
from ledr_core.domain.catalogue.outline import Outline
from ledr_core.domain.events import Event
from ledr_core.domain.jobs.schedule import DAILY
from ledr_core.domain.kernel.calendar import Calendar
from ledr_core.domain.kernel.errors import Invalid, NotFound, Refused
from ledr_core.domain.kernel.identifiers import CourseId, PersonId, SessionId
from ledr_core.domain.kernel.moments import ONE_DAY, Moment
from ledr_core.domain.learning.progress import Record
from ledr_core.domain.people.companies import Company
from ledr_core.domain.people.person import Person
from ledr_core.domain.sessions.rotation import Policy
from ledr_core.domain.sessions.sessions import Session
from ledr_core.domain.settings import setting_named
from ledr_core.ports.outbox import NewMessage
from ledr_core.ports.outside import Ports
from ledr_core.ports.settings import SettingValue
from ledr_core.ports.unit import UnitOfWork

if TYPE_CHECKING:
    from ledr_core.application.operating.contexts import Contexts

REMINDING = ("end_reminder_days", "inactivity_days")
"""The settings on which the day depends that a session is due."""
HORIZON = 1200
"""Days around today for which public holidays are asked."""


class Work:
    """One piece of work of one acting person at one moment, over one unit of work."""

    def __init__(
        self, unit: UnitOfWork, actor: Actor, moment: Moment, ports: Ports, bring: Callable[[], Contexts]
    ) -> None:
        self.unit = unit
        self.actor = actor
        self.moment = moment
        self.ports = ports
        self._bring = bring
        self.events: list[Event] = []
        self.written: list[NewMessage] = []
        self.handled: set[SessionId] = set()
        """The sessions whose daily run has just been done."""
        self.connected: dict[PersonId, date] = {}
        """The last connections of their learners."""
        self.finishers: dict[CourseId, set[PersonId]] = {}
        """Who has finished their courses."""
        self.seats: dict[PersonId, list[Seat]] = {}
        """The memberships of people of whom many were asked at once."""
        self.records: dict[PersonId, Record] = {}
        """What they have done."""
        self.outlines: dict[CourseId, Outline] = {}
        """The courses of which they are told how far they are."""
        self._titles: dict[CourseId, str] = {}
        self._calendars: dict[tuple[Policy, date | None], Calendar] = {}

    @property
    def today(self) -> date:
        """The school's day."""
        return self.moment.day

    @cached_property
    def contexts(self) -> Contexts:
        """What the contexts bring to a piece of work."""
        return self._bring()

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
        found = self.unit.sessions.named(reference)
        if not self.actor.is_staff and (found is None or not self._own_company(found.company)):
            raise Refused("ROLE-6", "another company", {"session": reference})
        if found is None:
            raise NotFound("session", reference)
        return found

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
            raise Invalid("person", "is missing", "the e-mail of the person, since nobody is acting for themselves")
        return self.actor.person

    def own_subject(self, email: str | None) -> Person:
        """The same for what people do themselves: nobody but staff does it for another. Raises Refused ROLE-11."""
        me = self.actor.person
        named = email is not None and (me is None or email.strip().casefold() != me.email.casefold())
        if named and not self.actor.is_staff:
            raise Refused("ROLE-11", "another person", {"person": email})
        return self.subject(email)

    def course(self, reference: str) -> Course:
        """The course of that reference. Raises NotFound."""
        found = self.unit.catalogue.courses([reference]).get(reference)
        if found is None:
            raise NotFound("course", reference)
        return found

    def _own_company(self, company: object) -> bool:
        me = self.actor.person
        return me is not None and company is not None and me.company == company

    # What decisions need

    def setting(self, name: str, course: CourseId | None = None) -> object:
        """The value of a setting today: that of the course when it has one of its own, else the school's."""
        value = setting_named(name).default
        for own in (None, course) if course else (None,):
            for found in self._settings:
                if found.name == name and found.course == own and self._holds(found):
                    value = found.value
        return value

    def give(self, value: SettingValue) -> None:
        """Give a setting a value; what is asked in this work from then on goes by it."""
        self.unit.settings.put(value)
        self.__dict__.pop("_settings", None)

    @cached_property
    def _settings(self) -> list[SettingValue]:
        return self.unit.settings.values()

    def assessment(self, course: CourseId | None = None) -> AssessmentSettings:
        """The settings of the assessments of a course: the school's, changed by the course's own (TA)."""
        own = {
            found.course: found.value for found in self._settings if found.name == "assessment" and self._holds(found)
        }
        return assessment_settings(own.get(None), own.get(course) if course else None)

    def assessed_otherwise_since(self, day: date | None) -> dict[CourseId, str]:
        """The courses whose settings of assessments took another value after that day, and their references."""
        changed = {
            found.course
            for found in self._settings
            if found.name == "assessment" and found.since and self._holds(found) and (day is None or found.since > day)
        }
        if not changed:
            return {}
        courses = self.unit.catalogue.courses().values()
        return {course.id: course.reference for course in courses if None in changed or course.id in changed}

    @cached_property
    def highest_level(self) -> int:
        """The highest level of difficulty of any assessment, by settings of today or of a later day."""
        own = (found.value for found in self._settings if found.name == "assessment")
        levels = (int(value.get("levels", 0)) for value in own if isinstance(value, Mapping))
        return max((AssessmentSettings().levels, *levels))

    def outline(self, course: CourseId) -> Outline:
        """A course as progress sees it, as last flushed."""
        return self.unit.catalogue.outline(course, self.assessment(course))

    def course_title(self, course: CourseId) -> str:
        """What a course is called, asked once."""
        if course not in self._titles:
            self._titles[course] = self.unit.catalogue.course(course).title
        return self._titles[course]

    def _holds(self, value: SettingValue) -> bool:
        return value.since is None or value.since <= self.today

    def number(self, name: str) -> int:
        """The value of a setting that is a whole number."""
        value = self.setting(name)
        if not isinstance(value, int):
            raise TypeError(f"setting {name}: {value!r} is not a whole number")
        return value

    @cached_property
    def reminders(self) -> tuple[int, ...]:
        """Days before the end at which learners are reminded (JOB-5)."""
        value = self.setting("end_reminder_days")
        if not isinstance(value, list):
            raise TypeError(f"setting end_reminder_days: {value!r} is not a list of days")
        return tuple(value)

    @cached_property
    def reminders_change_on(self) -> date | None:
        """The next day on which a setting that says when to remind takes another value."""
        days = (one.since for one in self._settings if one.name in REMINDING and one.since is not None)
        return min((day for day in days if day > self.today), default=None)

    def calendar(self, policy: Policy, until: date | None = None) -> Calendar:
        """The days that count under a policy."""
        known = self._calendars.get((policy, until))
        if known is None:
            known = self._calendars[policy, until] = self._calendar(policy, until)
        return known

    def _calendar(self, policy: Policy, until: date | None) -> Calendar:
        if policy.holidays:
            return Calendar(policy.weekends)
        last = max(until or self.today, self.today) + HORIZON * ONE_DAY
        first = min(policy.paced_from or self.today, self.today) - HORIZON * ONE_DAY
        return Calendar(policy.weekends, self.ports.holidays.between(first, last))

    def finished(self, session: Session) -> set[PersonId]:
        """The people of a session who have finished its course (LEARN-10)."""
        return self.unit.records.finished(session.course, list(session.members))

    def finished_in(self, sessions: Iterable[Session]) -> dict[CourseId, set[PersonId]]:
        """The people of sessions who have finished, by course: one query a course."""
        people: dict[CourseId, set[PersonId]] = {}
        for session in sessions:
            people.setdefault(session.course, set()).update(session.members)
        return {course: self.unit.records.finished(course, learners) for course, learners in people.items()}

    @cached_property
    def daily_run_over(self) -> bool:
        """Whether the daily run of today is over."""
        last = self.unit.runs.last(DAILY, finished=True)
        return last is not None and last.date >= self.today

    # What it leaves behind

    def write(self, messages: Iterable[NewMessage]) -> None:
        """Put messages in the outbox, and ring the bell; those whose key exists are written once only."""
        fresh = self.unit.outbox.put(list(messages))
        self.unit.notifications.put(noticed(fresh, self.contexts.kinds))
        self.written.extend(fresh)
