"""What happened, as public values: `school.subscribe(handler)` receives them after commit.

Inside, people, sessions and the like are opaque identifiers; a subscriber receives e-mails and references instead.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from attrs import frozen

from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, LessonId, PersonId, SessionId, ThemeId, WorkshopId


@frozen(kw_only=True)
class Event:
    """Something that happened, at an instant (UTC)."""

    at: datetime


@frozen(kw_only=True)
class PersonCreated(Event):
    """An account exists."""

    person: PersonId


@frozen(kw_only=True)
class Enrolled(Event):
    """A person became a member of a session; `member` is the number of that membership in the session."""

    person: PersonId
    session: SessionId
    member: int


@frozen(kw_only=True)
class MemberLeft(Event):
    """A membership ended because the person left or was moved (SES-15)."""

    person: PersonId
    session: SessionId
    member: int


@frozen(kw_only=True)
class SlotAssigned(Event):
    """A slot has a new holder; `reason` as in the ledger (SLOT-7)."""

    person: PersonId
    session: SessionId
    slot: int
    holding: int
    reason: str


@frozen(kw_only=True)
class SlotReleased(Event):
    """A holder gave the slot back or lost it; `reason` as in the ledger (SLOT-7); `queued` when in the list again."""

    person: PersonId
    session: SessionId
    slot: int
    holding: int
    reason: str
    queued: bool = False


@frozen(kw_only=True)
class TurnEndsSoon(Event):
    """A paced holder's turn ends on the next counted day, `due`, and somebody waits (ROT-12)."""

    person: PersonId
    session: SessionId
    slot: int
    holding: int
    due: date


@frozen(kw_only=True)
class Queued(Event):
    """A person entered the waiting list; `by_kind_change` when the session became a slot session (SES-12)."""

    person: PersonId
    session: SessionId
    by_kind_change: bool = False


@frozen(kw_only=True)
class Unqueued(Event):
    """A person left the waiting list without a slot: dequeued, left, role_lost, ended, finished, kind_change."""

    person: PersonId
    session: SessionId
    reason: str


@frozen(kw_only=True)
class PolicyChanged(Event):
    """The rotation of a session works otherwise from now on."""

    session: SessionId
    policy: str


@frozen(kw_only=True)
class WelcomeDue(Event):
    """A membership's first day has come (ACC-15)."""

    person: PersonId
    session: SessionId
    member: int


@frozen(kw_only=True)
class EndIsNear(Event):
    """An unfinished learner's end date is `days` days or less away (JOB-5)."""

    person: PersonId
    session: SessionId
    member: int
    end: date
    days: int


@frozen(kw_only=True)
class WentQuiet(Event):
    """A learner has shown no sign of life since a day; `due` is the day of the reminder that is owed (JOB-5)."""

    person: PersonId
    session: SessionId
    member: int
    since: date
    due: date
    end: date


@frozen(kw_only=True)
class AddressChanged(Event):
    """A person has another address, which is the login from now on (ACC-12)."""

    person: PersonId


@frozen(kw_only=True)
class CompanyChanged(Event):
    """A person's company is another one now; links in the former one ended (ROLE-12)."""

    person: PersonId
    former: CompanyId


@frozen(kw_only=True)
class SignedIn(Event):
    """A person signed in; `first` the first time."""

    person: PersonId
    first: bool


@frozen(kw_only=True)
class LessonSeen(Event):
    """A person saw a lesson to its end for the first time (LEARN-1)."""

    person: PersonId
    lesson: LessonId


@frozen(kw_only=True)
class ThemeValidated(Event):
    """A person has a theme's badge in a course (LEARN-7)."""

    person: PersonId
    course: CourseId
    theme: ThemeId


@frozen(kw_only=True)
class AttemptEnded(Event):
    """A person's attempt at an assessment ended, passed or not; the score was for their eyes alone (TA-5, TA-7)."""

    person: PersonId
    theme: ThemeId
    course: CourseId
    passed: bool


@frozen(kw_only=True)
class AttemptVoid(Event):
    """An attempt ended because no question was left to draw: it does not count, and the bank is too small (TA-1)."""

    person: PersonId
    theme: ThemeId
    course: CourseId


@frozen(kw_only=True)
class WorkshopCompleted(Event):
    """A person completed a workshop (WORK-1)."""

    person: PersonId
    workshop: WorkshopId


@frozen(kw_only=True)
class CourseFinished(Event):
    """A person finished a course (LEARN-10)."""

    person: PersonId
    course: CourseId


@frozen(kw_only=True)
class CaseHandedIn(Event):
    """A copy was handed in; it is corrected on the Friday `batch` (CASE-7)."""

    person: PersonId
    course: CourseId
    batch: date


@frozen(kw_only=True)
class CaseReopened(Event):
    """A copy may be reworked until a day (CASE-9): its learner is not finished any more."""

    person: PersonId
    course: CourseId
    until: date


@frozen(kw_only=True)
class ReworkEnded(Event):
    """A rework ended without being handed in: the first grade stands (CASE-9)."""

    person: PersonId
    course: CourseId


@frozen(kw_only=True)
class CaseGraded(Event):
    """A copy has a grade: in its first or second `round`; `amended` counts the changes made after it was sent."""

    person: PersonId
    course: CourseId
    grade: Decimal
    level: str | None
    round: int
    amended: int = 0


@frozen(kw_only=True)
class Certified(Event):
    """A certificate was awarded (CERT-1)."""

    person: PersonId
    course: CourseId
    level: str
    grade: Decimal
