"""What the jobs of a day will do, found out by doing it and giving it up (JOB-8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from attrs import define, frozen

from ledr_core.application.jobs.daily_run import DailyRun
from ledr_core.application.jobs.monthly_run import MonthlyRun
from ledr_core.application.jobs.previewing import PreviewDesk
from ledr_core.application.jobs.running import JobRun
from ledr_core.application.jobs.team_reports import TeamReport
from ledr_core.application.jobs.timetables import last_runs, timetable
from ledr_core.application.jobs.weekly_run import WeeklyRun
from ledr_core.application.operating.desk import Desk
from ledr_core.application.operating.work import Work
from ledr_core.application.sessions.rotations import REASONS
from ledr_core.domain.jobs.schedule import DAILY, MONTHLY, WEEKLY
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.kernel.texts import folded
from ledr_core.domain.sessions.rotation import Change
from ledr_core.ports.outbox import NewMessage
from ledr_core.ports.people import Card
from ledr_core.views.jobs import DueChange, DueMessages, FailureView, JobsPreview

MANAGERS_IN_A_PREVIEW = 10
"""Fewer at once than in the run, for their teams' sessions are handled beneath."""


def preview(desk: Desk, day: date) -> JobsPreview:
    """What the jobs do that are due on that day. Raises Invalid for a day that is over."""
    now = desk.now()
    if day < now.day:
        raise Invalid("date", "over", {"value": day, "earliest": now.day})
    return _shown(desk, day, desk.repeat(lambda: _played(desk, day, now)))


def _played(desk: Desk, day: date, now: Moment) -> _Runs:
    runs = _Runs(PreviewDesk.beside(desk, Moment.on(day)), [])
    for at, job in runs.due(day):
        runs.play(job, max(at, now.instant))
    return runs


@frozen
class _Runs:
    """The runs of a day, one after another."""

    desk: PreviewDesk
    played: list[JobRun]

    def due(self, day: date) -> Sequence[tuple[datetime, str]]:
        """The jobs that run on that day, by the settings of that day."""
        with self.desk.own_work(reads=True) as work:
            return timetable(work).on(day, last_runs(work))

    def play(self, job: str, at: datetime) -> None:
        """What a job does at that instant, after those before it."""
        self.desk.clock.set(at)
        run = _RUNS[job].started(self.desk, None)
        if isinstance(run, _WeeklyRun):
            run.before = next((one for one in self.played if isinstance(one, DailyRun)), None)
        run.work_through()
        self.played.append(run)


@define
class _WeeklyRun(WeeklyRun):
    """The weekly run after the daily one of the same day, which has changed who holds a slot."""

    before: DailyRun | None = None

    @property
    def managers_at_once(self) -> int:
        """To how many reports are written in one transaction."""
        return MANAGERS_IN_A_PREVIEW

    def _gathered(self, managers: Sequence[PersonId], since: datetime) -> tuple[list[TeamReport], datetime]:
        daily, desk = self.before, self.preview
        if daily is None or desk is None:
            return super()._gathered(managers, since)

        def change_hands(work: Work) -> None:
            teams = work.unit.team_reports.teams(managers)
            daily.handle_those_of(work, {person for team in teams.values() for person in team})

        with desk.carrying(change_hands, Moment(daily.run.started)):
            return super()._gathered(managers, since)


_RUNS: Mapping[str, type[JobRun]] = {DAILY: DailyRun, WEEKLY: _WeeklyRun, MONTHLY: MonthlyRun}


# What is shown of it


def _shown(desk: Desk, day: date, runs: _Runs) -> JobsPreview:
    changes, messages = runs.desk.changes, list(runs.desk.messages.values())
    people = {person for _, change in changes for person in (change.leaving, change.entering)}
    people |= {message.person for message in messages}
    with desk.own_work(reads=True) as work:
        cards = work.unit.people.cards(person for person in people if person is not None)
    changes.sort(key=lambda one: folded(one[0]))
    return JobsPreview(
        date=day,
        changes=tuple(_change(session, change, cards) for session, change in changes),
        messages=tuple(_messages(messages, cards)),
        failures=tuple(FailureView(one["what"], one["why"]) for run in runs.played for one in run.failures),
    )


def _change(session: str, change: Change, cards: Mapping[PersonId, Card]) -> DueChange:
    leaving = cards[change.leaving] if change.leaving else None
    entering = cards[change.entering] if change.entering else None
    return DueChange(
        session=session,
        slot=change.slot,
        leaving=leaving.email if leaving else None,
        leaving_name=leaving.name if leaving else None,
        entering=entering.email if entering else None,
        entering_name=entering.name if entering else None,
        reason=REASONS[change.why],
    )


def _messages(messages: Sequence[NewMessage], cards: Mapping[PersonId, Card]) -> list[DueMessages]:
    """By kind: how many, and to whom, each once."""
    to: dict[str, list[str]] = {}
    for message in messages:
        address = cards[message.person].email if message.person else message.address
        to.setdefault(message.kind, []).append(address or "")
    return [DueMessages(kind, len(to[kind]), tuple(sorted(set(to[kind])))) for kind in sorted(to)]
