"""Playing the plan: the daily runs, what pilots do, what learners do, and the mail of each day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final, Protocol

from attrs import frozen

from ledr_cli.demo.folder import DemoFolder
from ledr_cli.demo.plan import Plan, Step, the_plan
from ledr_cli.demo.studying import Studying
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import ONE_DAY, read_instant
from ledr_core.ports.clock import Clock
from ledr_core.views.timelines import TimelineView
from ledr_core.wording.speech import speech

Progress = Callable[[int, int, str], None]

_DAILY_RUN: Final = time(5)
_LESSONS: Final = time(18)
_EVENING: Final = time(19)


class PlayedSchool(Protocol):
    """What the demo asks of a school: operations by name, as on the command line."""

    def perform(self, name: str, by: str, given: Mapping[str, Any]) -> Any:
        """Do the operation of that name."""

    def transaction(self) -> AbstractContextManager[PlayedSchool]:
        """Several operations as one."""

    def close(self) -> None:
        """Give back the connections."""


class Opener(Protocol):
    """Opens a school in a database, with a clock and a folder for its mail."""

    def __call__(self, url: str, *, clock: Clock, mail: str) -> PlayedSchool:
        """The school."""


@frozen
class DemoResult:
    """What a demo leaves: where things are, the instant at which it stopped, and what happened."""

    folder: Path
    database: str
    """The address of the school's database."""
    mail_folder: Path
    page: Path
    at: str
    """The instant on the school's clock, as `--at` takes it."""
    days: int
    sessions: tuple[str, ...]
    messages: int
    """How many were sent."""
    lessons: int
    """How many were seen to their end."""
    quizzes: int
    """How many practice quizzes were finished."""
    workshops: int
    """How many were completed."""
    passes: int
    """How many assessments were passed."""
    changes: int
    """How many times a slot changed hands in a daily run."""
    timeline: TimelineView
    """The result of `rotations.timeline`."""


def play(
    open_school: Opener,
    folder: Path,
    language: str = "fr",
    progress: Progress | None = None,
    days: int | None = None,
) -> DemoResult:
    """Make the school of the demo in a folder and play it, all *days* of the plan unless told otherwise.

    *progress* is called with the days done, all days, and the day's name. Raises Invalid when the folder holds
    something that no demo made, and for a number of days that the plan does not have.
    """
    plan = the_plan()
    wanted = plan.days if days is None else days
    if not 1 <= wanted <= plan.days:
        raise Invalid("days", "out of range", {"value": wanted, "lowest": 1, "highest": plan.days})
    place = DemoFolder(folder)
    place.make_anew()
    clock = DemoClock(plan.start)
    url = f"sqlite:///{place.database}"
    school = open_school(url, clock=clock, mail=f"folder:{place.mail}")
    try:
        playing = _Playing(school, clock, plan, Counter())
        playing.begin(language)
        for done in range(wanted):
            day = plan.start + done * ONE_DAY
            if progress:
                progress(done, wanted, _said(day, language))
            playing.play_day(day)
        if progress:
            progress(wanted, wanted, _said(plan.last_day(wanted), language))
        timeline = school.perform("rotations.timeline", "staff", {"file": str(place.page)})
        sessions = school.perform("sessions.list", "staff", {})
    finally:
        school.close()
    return DemoResult(
        folder=folder,
        database=url,
        mail_folder=place.mail,
        page=place.page,
        at=datetime.combine(plan.last_day(wanted), _EVENING).isoformat(timespec="minutes"),
        days=wanted,
        sessions=tuple(session.reference for session in sessions),
        messages=playing.counts["messages"],
        lessons=playing.counts["lessons"],
        quizzes=playing.counts["quizzes"],
        workshops=playing.counts["workshops"],
        passes=playing.counts["passes"],
        changes=playing.counts["changes"],
        timeline=timeline,
    )


class DemoClock:
    """A clock that the demo moves."""

    def __init__(self, day: date) -> None:
        self.set(day, _DAILY_RUN)

    def set(self, day: date, hour: time) -> None:
        """Let it be that hour of that day, on the school's clock."""
        self.set_instant(read_instant(datetime.combine(day, hour), "at"))

    def set_instant(self, instant: datetime) -> None:
        """Let it be that instant."""
        self._instant = instant

    def wait(self, seconds: int) -> None:
        """Let so many seconds pass."""
        self._instant += timedelta(seconds=seconds)

    def now(self) -> datetime:
        """The instant shown, in UTC."""
        return self._instant


@frozen
class _Playing:
    school: PlayedSchool
    clock: DemoClock
    plan: Plan
    counts: Counter[str]

    def begin(self, language: str) -> None:
        """What happens before the first day."""
        steps = list(self.plan.before())
        self.clock.set_instant(steps[0].at.instant)
        self._do("settings.set", name="language", value=language)
        for step in steps:
            self._step(step)

    def play_day(self, day: date) -> None:
        """A day: the run at dawn, what people do, the lessons after work; the mail leaves after each."""
        self.clock.set(day, _DAILY_RUN)
        self.counts["changes"] += self._do("jobs.daily").done.get("assigned", 0)
        self._deliver()
        for step in self.plan.on(day):
            self._step(step)
            self._deliver()
        self.clock.set(day, _LESSONS)
        self._learn(day)
        self.clock.set(day, _EVENING)
        self._deliver()

    def _step(self, step: Step) -> None:
        self.clock.set_instant(step.at.instant)
        self.school.perform(step.operation, step.by, step.values)

    def _deliver(self) -> None:
        self.counts["messages"] += self._do("messages.deliver").sent

    def _learn(self, day: date) -> None:
        """The lessons and exercises of a day, in one transaction: it costs one write to the disk instead of many."""
        wanted = {person: self.plan.lessons_watched(person, day) for person in self.plan.pace}
        if not any(wanted.values()):
            return
        learners = [person for person in self._with_access(day) if wanted.get(person)]
        with self.school.transaction() as inside:
            for person in learners:
                self.clock.set(day, _LESSONS)
                progress = inside.perform("learning.progress", "staff", {"person": person})
                lessons = list(self.plan.lessons)[progress.lessons_seen :][: wanted[person]]
                self._watch(inside, person, lessons)
                self.counts["lessons"] += len(lessons)
                self.counts.update(Studying(inside, self.plan, person, day).study(progress))

    def _watch(self, inside: PlayedSchool, person: str, lessons: Sequence[str]) -> None:
        """Watch lessons one after the other, for as long as they last."""
        for lesson in lessons:
            inside.perform("learning.watch", person, {"lesson": lesson, "position": 0})
            self.clock.wait(self.plan.lessons[lesson])
            inside.perform("learning.watch", person, {"lesson": lesson, "ended": True})

    def _with_access(self, day: date) -> Iterator[str]:
        """Those whose session runs, and who hold one of its slots if it has slots."""
        for session in self._do("sessions.list"):
            if not session.start <= day <= session.end:
                continue
            sheet = self._do("sessions.show", session=session.reference)
            seats = sheet.holders if session.kind == "slot" else sheet.members
            yield from (seat.person if session.kind == "slot" else seat.email for seat in seats)

    def _do(self, operation: str, **values: object) -> Any:
        return self.school.perform(operation, "staff", values)


def _said(day: date, language: str) -> str:
    return speech(language).days.full(day)
