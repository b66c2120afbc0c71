"""What operations give back: frozen values with the keys that the API promises, and their JSON form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import attrs
from attrs import frozen


def as_json(value: object) -> Any:
    """The JSON form of a result: dates `2026-11-19`, instants `2026-11-19T05:00:00Z`, decimals as numbers."""
    kind: Any = type(value)
    if attrs.has(kind):
        return {field.name: as_json(getattr(value, field.name)) for field in attrs.fields(kind)}
    if isinstance(value, Mapping):
        return {str(as_json(key)): as_json(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(part) for part in value]
    if isinstance(value, set | frozenset):
        return sorted(as_json(part) for part in value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Enum):
        return as_json(value.value)
    return str(value) if isinstance(value, str) else value


@frozen
class Nothing:
    """The result of an operation that promises no key."""


@frozen
class CompanyView:
    """A company."""

    name: str


@frozen
class CompanyItem:
    """A company in a list, with the numbers of its sessions and people."""

    name: str
    sessions: int
    people: int


@frozen
class PersonSheet:
    """All about a person. `session` is the one that counts today; `end` its last day for them."""

    email: str
    first_name: str
    last_name: str
    role: str
    company: str | None
    session: str | None
    start: date | None
    end: date | None
    managers: tuple[str, ...]
    managed: tuple[str, ...]
    slot: int | None
    phone: str | None
    organisation_role: str | None = None
    teams: tuple[str, ...] = ()
    premium: bool = False
    certifications: tuple[Any, ...] = ()


@frozen
class PersonItem:
    """A person in a list."""

    email: str
    first_name: str
    last_name: str
    role: str
    company: str | None
    session: str | None


@frozen
class SignInView:
    """Who signed in, and the spaces that are open to them."""

    person: str
    spaces: tuple[str, ...]


@frozen
class PasswordView:
    """A new password, to be read once (ACC-4)."""

    password: str


@frozen
class ReasonView:
    """A condition of access: its rule, whether it is met, its ground, and the fact behind it."""

    rule: str
    met: bool
    ground: str
    fact: Mapping[str, object]


@frozen
class SpaceView:
    """Whether a space is open, and why."""

    open: bool
    reasons: tuple[ReasonView, ...]


@frozen
class AccessView:
    """The spaces of a person's role."""

    person: str
    name: str
    spaces: Mapping[str, SpaceView]


@frozen
class LoadView:
    """What a load of the catalogue did."""

    created: int
    updated: int
    unchanged: int


@frozen
class ThemeItem:
    """A theme of a course."""

    reference: str
    title: str
    colour: str
    optional: bool
    modules: tuple[str, ...]


@frozen
class CourseSheet:
    """A course and its themes."""

    reference: str
    title: str
    themes: tuple[ThemeItem, ...]
    lessons: int
    seconds: int


@frozen
class ModuleItem:
    """A module, and the themes in which it is used."""

    reference: str
    title: str
    lessons: tuple[str, ...]
    used_in: tuple[str, ...]


@frozen
class UsageView:
    """Where a part of the catalogue is used; a change shows in all of these."""

    reference: str
    kind: str
    modules: tuple[str, ...]
    themes: tuple[str, ...]
    courses: tuple[str, ...]


@frozen
class PolicyView:
    """How a session rotates."""

    kind: str
    every: int | None
    weekends: bool
    holidays: bool


@frozen
class MemberView:
    """A member of a session."""

    email: str
    name: str
    role: str
    start: date
    end: date
    slot: int | None


@frozen
class HolderView:
    """Who holds a slot, since when."""

    slot: int
    person: str
    name: str
    since: datetime


@frozen
class SessionSheet:
    """A session with its members, holders and waiting list."""

    reference: str
    company: str | None
    course: str
    course_title: str
    kind: str
    start: date
    end: date
    package: int
    free: int
    expired: bool
    policy: PolicyView
    members: tuple[MemberView, ...]
    holders: tuple[HolderView, ...]
    waiting: tuple[str, ...]
    slots: tuple[SlotView, ...]
    expected: tuple[ExpectedView, ...]


@frozen
class SlotView:
    """One slot of a session: who holds it, how far their turn is, and who comes next."""

    slot: int
    person: str | None
    name: str | None
    since: datetime | None
    counted_days: int | None
    of: int | None
    due: date | None
    next: str | None
    next_name: str | None
    next_on: date | None


@frozen
class SessionItem:
    """A session in a list."""

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
    expired: bool


@frozen
class HoldingView:
    """A slot given."""

    session: str
    slot: int
    person: str
    name: str
    since: datetime


@frozen
class ReleaseView:
    """A slot given back."""

    session: str
    slot: int
    person: str
    name: str
    since: datetime
    until: datetime


@frozen
class LedgerRow:
    """A period of holding (SLOT-7)."""

    slot: int
    person: str
    name: str
    since: datetime
    until: datetime | None
    opened_by: str
    closed_by: str | None


@frozen
class WaitingView:
    """The waiting list, in order."""

    waiting: tuple[str, ...]


@frozen
class ChangeView:
    """A change that a coming daily run will make; `leaving` or `entering` is null where nobody does."""

    date: date
    slot: int
    leaving: str | None
    leaving_name: str | None
    entering: str | None
    entering_name: str | None
    reason: str


@frozen
class ExpectedView:
    """Somebody who waits, and the day on which they are expected to start; null beyond the horizon."""

    person: str
    name: str
    position: int
    date: date | None


@frozen
class PreviewView:
    """What the coming daily runs will change, and when those who wait are expected to start."""

    session: str
    changes: tuple[ChangeView, ...]
    expected: tuple[ExpectedView, ...]


@frozen
class SlotExplanation:
    """Where a slot stands, and what would move it: `moves_by` names the ground, with its facts."""

    slot: int
    holder: str | None
    name: str | None
    since: datetime | None
    counted_days: int | None
    of: int | None
    due: date | None
    moves_by: str
    facts: Mapping[str, object]


@frozen
class RotationExplanation:
    """For each slot of a session, what would move it."""

    session: str
    policy: PolicyView
    slots: tuple[SlotExplanation, ...]


@frozen
class PeriodView:
    """A period held, or forecast."""

    person: str
    name: str
    since: date
    until: date | None
    forecast: bool


@frozen
class SlotTimeline:
    """Who holds one slot when."""

    slot: int
    periods: tuple[PeriodView, ...]


@frozen
class SessionTimeline:
    """Who holds which slot of a session when, and who waits."""

    session: str
    company: str | None
    kind: str
    package: int
    policy: PolicyView
    start: date
    end: date
    slots: tuple[SlotTimeline, ...]
    waiting: tuple[ExpectedView, ...]


@frozen
class TimelineView:
    """Timelines of sessions, as of a day, forecast until another; and the page written, when one was asked for."""

    as_of: date
    until: date
    sessions: tuple[SessionTimeline, ...]
    file: str | None


@frozen
class WatchView:
    """Whether a lesson is seen now, and the themes that became validated by it."""

    lesson: str
    seen: bool
    newly_validated: tuple[str, ...]


@frozen
class ThemeProgress:
    """How far a person is with a theme."""

    reference: str
    title: str
    percent: int
    validated: bool
    badge: bool
    optional: bool


@frozen
class HomeView:
    """A learner's home: what is left, and where to go on."""

    course: str
    title: str
    remaining_days: int
    end: date
    next_lesson: str | None
    percent: int
    finished: bool
    quiz_due: bool
    themes: tuple[ThemeProgress, ...]


@frozen
class MissingView:
    """What is missing to finish: its rule and what it is."""

    rule: str
    what: str


@frozen
class ProgressView:
    """How far a person is with a course."""

    course: str
    percent: int
    finished: bool
    lessons_seen: int
    lessons: int
    watch_seconds: int
    themes: tuple[ThemeProgress, ...]
    workshops: tuple[Any, ...]
    missing: tuple[MissingView, ...]


@frozen
class FailureView:
    """Something that a run could not do, and why (JOB-6)."""

    what: str
    why: str


@frozen
class RunView:
    """What a run of a job did."""

    job: str
    date: date
    done: Mapping[str, int]
    skipped: Mapping[str, int]
    failures: tuple[FailureView, ...]


@frozen
class RunItem:
    """A run in the log."""

    job: str
    date: date
    started: datetime
    finished: datetime | None
    done: Mapping[str, int]
    skipped: Mapping[str, int]
    failures: tuple[FailureView, ...]


@frozen
class MessageItem:
    """A message in a list."""

    message: str
    person: str
    kind: str
    channel: str
    subject: str
    state: str
    due: datetime
    sent_at: datetime | None
    events: tuple[Any, ...]


@frozen
class MessageSheet:
    """A message as it reads; `tokens` are its secrets until it is sent."""

    message: str
    person: str
    kind: str
    state: str
    reason: str
    subject: str
    text: str
    html: str
    links: tuple[str, ...]
    tokens: Mapping[str, str]


@frozen
class DeliveryView:
    """What became of the messages that were due: sent, failed for good, to be tried later."""

    sent: int
    failed: int
    later: int
    unknown: int
    failures: tuple[FailureView, ...]


@frozen
class SettingView:
    """A setting: its value today, the day from which it holds, and what it means."""

    name: str
    value: object
    since: date | None
    meaning: str
    course: str | None
    default: bool


@frozen
class AbilityView:
    """What learners of one ability come to; `ability` is None for somebody who guesses. Shares are from 0 to 1."""

    ability: float | None
    passes: float
    questions: float
    score: float


@frozen
class LevelExposureView:
    """The questions of a level, and how often the most and the least shown of them was."""

    level: int
    questions: int
    most: int
    least: int
    mean: float


@frozen
class QuestionExposureView:
    """How many simulated learners were shown a question, and their share."""

    reference: str
    level: int
    shown: int
    share: float


@frozen
class SimulationView:
    """A simulated assessment: exact figures by ability, and those of learners drawn from the seed."""

    theme: str
    as_of: date
    pass_mark: int
    guesser: AbilityView
    guessable: bool
    abilities: tuple[AbilityView, ...]
    learners: int
    passes: float
    questions: float
    score: float
    overlap: float
    levels: tuple[LevelExposureView, ...]
    usage: tuple[QuestionExposureView, ...]
    file: str | None = None
