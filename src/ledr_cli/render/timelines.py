"""Who held what: a row a slot, a block a person, forecast periods marked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from attrs import frozen

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders
from ledr_cli.render.sessions import rotation, waiting
from ledr_cli.render.words import Words
from ledr_core.views.timelines import PeriodView, SessionTimeline, SlotTimeline, TimelineView

HELD, FORECAST, FREE = "▇", "░", "·"
_LABEL: Final = 9
_LEAST: Final = 10
_COLUMNS_A_DAY: Final = 4
"""The columns that a day gets where there is room."""
_DAYS_BEFORE: Final = 120
"""How far back the picture goes; the ledger has all."""


@renders(TimelineView)
def timeline(page: Page, shown: TimelineView) -> None:
    """The picture of each session, and the page written when one was asked for."""
    words = page.words
    drawn = [session for session in shown.sessions if session.slots]
    for session in drawn:
        _session(page, session, shown.as_of, shown.until)
        page.line()
    if drawn:
        page.line(words.say("timeline key"))
    else:
        page.line(words.say("timeline empty"))
    if shown.next:
        page.line(words.say("timeline more", session=shown.next))
    if shown.file:
        page.line(words.say("written", file=shown.file))


def _session(page: Page, session: SessionTimeline, as_of: date, until: date) -> None:
    words = page.words
    page.heading(session.session, rotation(words, session.policy))
    axis = _axis(session, as_of, until, page.width - _LABEL - 1)
    initials = _initials(session)
    page.line(" " * _LABEL + _months(words, axis))
    for slot in session.slots:
        label = words.say("slot", slot=slot.slot)
        page.line(f"{label:<{_LABEL}}" + _row(slot, axis, as_of, initials))
    if initials:
        page.line(" · ".join(f"{short} {name}" for name, short in initials.items()))
    if session.waiting:
        waiting(page, [one.person for one in session.waiting], session.waiting)


@frozen
class _Axis:
    """The days that a row shows, so many a column."""

    start: date
    end: date
    columns: int

    def column(self, day: date) -> int:
        """The column on which a day falls."""
        return (day - self.start).days * self.columns // self.length

    def day(self, column: int) -> date:
        """The first day of a column, or the day that a column is a part of."""
        up = self.columns - 1 if self.columns < self.length else 0
        return self.start + timedelta(days=(column * self.length + up) // self.columns)

    @property
    def length(self) -> int:
        """The number of days shown."""
        return (self.end - self.start).days + 1


def _axis(session: SessionTimeline, as_of: date, until: date, room: int) -> _Axis:
    began = [period.since for slot in session.slots for period in slot.periods]
    start = max(min([*began, as_of]), as_of - timedelta(days=_DAYS_BEFORE))
    end = max(until, start)
    days = (end - start).days + 1
    return _Axis(start, end, max(_LEAST, min(room, days * _COLUMNS_A_DAY)))


def _months(words: Words, axis: _Axis) -> str:
    line = [" "] * axis.columns
    days = list(_first_days(axis))
    if len(days) > 1 and axis.column(days[1]) <= len(words.month(days[0], year=True)):
        del days[0]  # too few days of it are shown for its name
    year, taken = None, 0
    for day in days:
        name = words.month(day, year=day.year != year)
        column = axis.column(day)
        if column >= taken and column + len(name) <= axis.columns:
            line[column : column + len(name)] = name
            year, taken = day.year, column + len(name) + 1
    return "".join(line)


def _first_days(axis: _Axis) -> Iterator[date]:
    yield axis.start
    day = (axis.start.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day <= axis.end:
        yield day
        day = (day + timedelta(days=32)).replace(day=1)


def _row(slot: SlotTimeline, axis: _Axis, as_of: date, initials: dict[str, str]) -> str:
    cells = [FREE] * axis.columns
    for period in sorted(slot.periods, key=lambda period: period.since):
        since, until = period.since, period.until
        if since > axis.end or (until is not None and until < axis.start):
            continue
        first = axis.column(max(since, axis.start))
        last = axis.columns if until is None or until > axis.end else max(axis.column(until), first + 1)
        for column in range(first, last):
            foretold = period.forecast or axis.day(column) > as_of
            cells[column] = FORECAST if foretold else HELD
        cells[last:] = [FREE] * (axis.columns - last)
        short = initials[_name(period)]
        if last - first >= len(short):
            cells[first : first + len(short)] = short
    return "".join(cells)


def _initials(session: SessionTimeline) -> dict[str, str]:
    """Two letters for each name, different for different people."""
    found: dict[str, str] = {}
    for slot in session.slots:
        for period in slot.periods:
            name = _name(period)
            if name not in found:
                found[name] = next(short for short in _shorts(name) if short not in found.values())
    return found


def _name(period: PeriodView) -> str:
    return period.name or period.person


def _shorts(name: str) -> Iterator[str]:
    parts = [part for part in name.replace("-", " ").split() if part] or ["?"]
    first, last = parts[0][0].upper(), parts[-1]
    for letter in (last[:1].upper() if len(parts) > 1 else last[1:2], *last[1:]):
        if letter.isalnum():
            yield first + letter
    number = 2
    while True:
        yield f"{first}{number}"
        number += 1
