"""What the coming daily runs will change when nothing else happens: the same code, played on a copy (ROT-14)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from attrs import frozen

from ledr_core.domain.kernel.calendar import Calendar
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.kernel.moments import ONE_DAY, Moment
from ledr_core.domain.sessions.daily import rotate
from ledr_core.domain.sessions.rotation import Change
from ledr_core.domain.sessions.sessions import Session


@frozen
class Planned:
    """A change, and the day of the run that will make it."""

    day: date
    change: Change


@frozen
class Expected:
    """Somebody who waits: their place today and the day they are expected to start, None beyond the horizon."""

    person: PersonId
    position: int
    day: date | None


def forecast(
    session: Session, finished: Collection[PersonId], calendar: Calendar, now: Moment, days: int, *, run_over: bool
) -> list[Planned]:
    """The changes of the runs from today's (from tomorrow's when *run_over*) to *days* later."""
    return list(_play(session.rehearsed(), finished, calendar, now, days, run_over))


def _play(
    session: Session, finished: Collection[PersonId], calendar: Calendar, now: Moment, days: int, run_over: bool
) -> Iterator[Planned]:
    for step in range(1 if run_over else 0, days + 1):
        at = now if step == 0 else Moment.on(now.day + step * ONE_DAY)
        for change in rotate(session, finished, calendar, at):
            yield Planned(at.day, change)


def expected(session: Session, planned: list[Planned]) -> list[Expected]:
    """When each person in the list is expected to hold a slot, according to the changes planned."""
    entries: dict[PersonId, date] = {}
    for plan in planned:
        if plan.change.entering is not None:
            entries.setdefault(plan.change.entering, plan.day)
    return [Expected(person, place, entries.get(person)) for place, person in enumerate(session.waiting.people(), 1)]
