"""The page of timelines: what the template needs, worked out from a `TimelineView`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from ledr_adapters.pages.shapes import Block, Drawn, Entry, Label, Page, Period, Row, Waiter
from ledr_adapters.pages.texts import plain
from ledr_adapters.pages.words import NOTHING, Words
from ledr_core.views.sessions import ExpectedView
from ledr_core.views.timelines import PeriodView, SessionTimeline, TimelineView

_MOST_PERIODS: Final = 1350
"""More than that, and the page begins later: a file that is mailed and opened on a phone stays under 300 KB."""

_MOST_NAMES: Final = 400
"""More periods than that, and blocks carry initials only."""

_ONE_DAY: Final = timedelta(days=1)

_WIDTHS: Final = ((272, ""), (590, "b"), (980, "c"))
"""Pixels that a chart has at least on a phone, on a tablet or paper, on a desk; the class of what fits from there."""

_PAPER: Final = 590
"""Pixels that a chart has on paper, however wide it is on a screen; `p` hides there what does not fit."""

_INITIALS: Final = 28

_LETTER: Final = 7.2

_MARGIN: Final = 14

_MONTH: Final = 66
"""Pixels that the name of a month takes."""


def drawn(shown: TimelineView, words: Words) -> Page:
    """The page of these timelines."""
    as_of, until = shown.as_of, shown.until
    sessions = [_Session(one) for one in shown.sessions]
    start, cut = _beginning(sessions, as_of)
    axis = _Axis(start, until, as_of)
    counted = [period for session in sessions for period in session.periods if axis.shows(period)]
    axis.make_room_for(counted)
    draw = _Drawing(axis, words, named=len(counted) <= _MOST_NAMES)
    return Page(
        as_of=words.long_day(as_of),
        until=words.full_day(until),
        scope=_scope(sessions, words, until, shown.next),
        figures=tuple(_figures(sessions, words, as_of, until)) if sessions else (),
        sessions=tuple(draw.session(session) for session in sessions),
        months=tuple(axis.months(words)),
        today=axis.percent(as_of + _ONE_DAY),
        today_name=words.short_day(as_of),
        width=axis.width,
        days=tuple(dict.fromkeys(words.day(day) for day in _days_of(counted))),
        notes=tuple(_notes(words, axis, cut, shown.next)) if sessions else (),
    )


class _Session:
    """A session as the view has it, with clean text, and its periods in order."""

    def __init__(self, shown: SessionTimeline) -> None:
        self.reference = plain(shown.session)
        self.company = plain(shown.company or "")
        self.policy = shown.policy
        self.start, self.end = shown.start, shown.end
        self.slots = sorted(slot.slot for slot in shown.slots)
        self.waiting = shown.waiting
        self.periods = sorted(
            (_period(slot.slot, one) for slot in shown.slots for one in slot.periods),
            key=lambda period: (period.slot, period.since, period.forecast),
        )

    def runs_on(self, day: date) -> bool:
        """Whether the session runs that day."""
        return self.start <= day <= self.end

    def held_on(self, day: date) -> int:
        """How many slots are held that day."""
        return len({period.slot for period in self.periods if period.holds_on(day)})

    def changes_after(self, day: date) -> list[date]:
        """The day of each change that is forecast, one a slot and day."""
        found = {(period.slot, period.since) for period in self.periods if period.forecast}
        found |= {(one.slot, one.until) for one in self.periods if one.until is not None and one.until > day}
        return sorted(change for _, change in found)


def _period(slot: int, one: PeriodView) -> Period:
    return Period(slot, _name(one), one.since, one.until, one.forecast)


def _name(one: PeriodView | ExpectedView) -> str:
    return plain(one.name) or plain(one.person)


def _beginning(sessions: Sequence[_Session], as_of: date) -> tuple[date, bool]:
    """The first day of the page, and whether something ended before it."""
    periods = [period for session in sessions for period in session.periods]
    first = min([period.since for period in periods] + [as_of])
    if len(periods) <= _MOST_PERIODS:
        return first, False
    ends = sorted((period.until or date.max for period in periods), reverse=True)
    return min(ends[_MOST_PERIODS], as_of), True


class _Axis:
    """The days that all charts of the page show."""

    def __init__(self, start: date, until: date, as_of: date) -> None:
        self.start = start
        self.until = until
        self.end = max(until, as_of) + _ONE_DAY
        self.as_of = as_of
        self.length = (self.end - start).days
        months = self.length / 30.4
        self._step = 1 if months <= 14 else 3 if months <= 48 else 12
        self.width = round(_MONTH * months / self._step)

    def make_room_for(self, periods: Sequence[Period]) -> None:
        """Widen the charts, a desk's width at most, until a usual period has room for initials."""
        lengths = sorted((min(period.until or self.end, self.end) - period.since).days for period in periods)
        usual = max(1, lengths[len(lengths) // 2]) if lengths else self.length
        self.width = max(self.width, min(round(_INITIALS * self.length / usual), _WIDTHS[-1][0]))

    def shows(self, period: Period) -> bool:
        """Whether any of the period is on the axis."""
        return period.since < self.end and (
            period.until is None or period.until > self.start or self.start <= period.since
        )

    def share(self, days: int) -> float:
        """The part of the axis, from 0 to 1, that so many days take."""
        return days / self.length

    def percent(self, day: date) -> str:
        """Where a day begins."""
        return _percent(self.share((day - self.start).days))

    def months(self, words: Words) -> Iterator[tuple[str, str]]:
        """Each month that is named, with its place; the first and each January with the year."""
        months = [self.start, *self._first_days()]
        if len(months) > 1 and self.share((months[1] - months[0]).days) * max(self.width, _WIDTHS[0][0]) < _MONTH:
            months = months[1:]  # too few days of it are shown for its name
        for index, month in enumerate(months):
            yield self.percent(month), words.month(month, year=index == 0 or month.month == 1)

    def _first_days(self) -> Iterator[date]:
        day = (self.start.replace(day=1) + timedelta(days=32)).replace(day=1)
        while day < self.end - timedelta(days=6):
            if (day.month - 1) % self._step == 0:
                yield day
            day = (day + timedelta(days=32)).replace(day=1)


def _percent(share: float) -> str:
    return f"{100 * share:.1f}".removesuffix(".0") + "%"


class _Drawing:
    """Draws sessions on one axis, in one language."""

    def __init__(self, axis: _Axis, words: Words, *, named: bool) -> None:
        self._axis = axis
        self._words = words
        self._named = named

    def session(self, session: _Session) -> Drawn:
        """One session."""
        words = self._words
        as_of = self._axis.as_of
        shown = [period for period in session.periods if self._axis.shows(period)]
        initials = _initials(shown)
        changes = session.changes_after(as_of)
        held = words.say("of", part=session.held_on(as_of), all=len(session.slots))
        return Drawn(
            reference=session.reference,
            about=" · ".join(_about(session, words, as_of)),
            rows=tuple(self._row(session, slot, shown, initials) for slot in session.slots),
            never_held=not session.periods,
            people=tuple((short, name) for name, short in initials.items()),
            waiting=tuple(self._waiter(session, one) for one in session.waiting),
            entries=tuple(self._entry(period) for period in shown),
            held=held if session.runs_on(as_of) else NOTHING,
            next_change=words.day(changes[0]) if changes else NOTHING,
        )

    def _row(self, session: _Session, slot: int, shown: Sequence[Period], initials: Mapping[str, str]) -> Row:
        blocks: list[Block] = []
        free_from = max(session.start, self._axis.start)
        for period in shown:
            if period.slot != slot:
                continue
            blocks += self._vacant(free_from, period.since)
            blocks += self._held(session, period, initials[period.name])
            free_from = max(free_from, period.until or date.max)
        blocks += self._vacant(free_from, min(session.end + _ONE_DAY, self._axis.end))
        return Row(slot, tuple(blocks))

    def _vacant(self, since: date, until: date) -> Iterator[Block]:
        if since < until:
            free = self._words.say("free")
            yield self._block("v", since, until, [(free, len(free) * _LETTER + _MARGIN)])

    def _held(self, session: _Session, period: Period, short: str) -> Iterator[Block]:
        """The part held until today, and the part that is forecast."""
        axis = self._axis
        since = max(period.since, axis.start)
        until = min(period.until or session.end + _ONE_DAY, axis.end)
        until = max(until, since + _ONE_DAY)  # given and taken the same day: still to be seen
        turn = since if period.forecast else min(until, axis.as_of + _ONE_DAY)
        labels = [(short, max(_INITIALS, len(short) * _LETTER + _MARGIN))]
        if since < turn:
            named = [*labels, (period.name, len(period.name) * _LETTER + _MARGIN)] if self._named else labels
            yield self._block("", since, turn, named)
        if turn < until:
            forecast = f"{period.name}, {self._words.say('forecast')}"
            named = [*labels, (forecast, len(forecast) * _LETTER + _MARGIN)] if self._named else labels
            yield self._block("f", turn, until, named)

    def _block(self, kind: str, since: date, until: date, texts: Sequence[tuple[str, float]]) -> Block:
        share = self._axis.share((until - since).days)
        return Block(kind, self._axis.percent(since), _percent(share), tuple(self._labels(share, texts)))

    def _labels(self, share: float, texts: Sequence[tuple[str, float]]) -> Iterator[Label]:
        """Each text from the width on which it fits, until the next one does."""
        fitting: list[str | None] = []
        for _, needed in texts:
            widths = (shown for width, shown in _WIDTHS if share * max(width, self._axis.width) >= needed)
            fitting.append(next(widths, None))
        for index, ((text, _), shown) in enumerate(zip(texts, fitting, strict=True)):
            following = fitting[index + 1] if index + 1 < len(fitting) else None
            if shown is not None and following != shown:
                classes = [shown, f"x{following}" if following else "", "p" if share * _PAPER < texts[index][1] else ""]
                yield Label(text, " ".join(filter(None, classes)))

    def _entry(self, period: Period) -> Entry:
        words = self._words
        state = "forecast" if period.forecast else "now" if period.holds_on(self._axis.as_of) else "past"
        until = words.day(period.until) if period.until else NOTHING
        if period.until and period.until > self._axis.as_of:
            until = words.say("foreseen", day=until)
        return Entry(period.slot, period.name, words.day(period.since), until, words.say(state))

    def _waiter(self, session: _Session, one: ExpectedView) -> Waiter:
        words = self._words
        if one.date:
            return Waiter(_name(one), words.say("expected", day=words.day(one.date)))
        if session.end <= self._axis.as_of:
            return Waiter(_name(one), words.say("expected never"))
        kind = session.policy.kind
        name = "expected later" if kind == "paced" else f"expected {kind}"
        return Waiter(_name(one), words.say(name, day=words.day(self._axis.until)))


def _about(session: _Session, words: Words, as_of: date) -> Iterator[str]:
    if session.company:
        yield session.company
    yield words.rotation(session.policy)
    yield words.say("dates", start=words.full_day(session.start), end=words.full_day(session.end))
    if session.end < as_of:
        yield words.say("ended")
    if session.start > as_of:
        yield words.say("not started")


def _initials(periods: Sequence[Period]) -> dict[str, str]:
    """Two letters for each name, different for different names."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for period in periods:
        if period.name not in found:
            found[period.name] = next(short for short in _shorts(period.name) if short not in taken)
            taken.add(found[period.name])
    return found


def _shorts(name: str) -> Iterator[str]:
    parts = [part for part in re.split(r"[\W_]+", name) if part] or ["?"]
    first, last = parts[0][0].upper(), parts[-1]
    if len(parts) > 1:
        yield first + last[0].upper()
    for letter in last[1:]:
        yield first + letter
    number = 2
    while True:
        yield f"{first}{number}"
        number += 1


def _scope(sessions: Sequence[_Session], words: Words, until: date, following: str | None) -> str:
    day = words.full_day(until)
    companies = {session.company for session in sessions}
    if following is not None:
        return words.say("a part", count=len(sessions), session=plain(following), until=day)
    if len(sessions) == 1:
        return words.say("one session", session=sessions[0].reference, until=day)
    if len(companies) == 1 and "" not in companies:
        return words.say("one company", company=companies.pop(), until=day)
    return words.say("every session", until=day)


def _figures(sessions: Sequence[_Session], words: Words, as_of: date, until: date) -> Iterator[tuple[str, str, str]]:
    running = [session for session in sessions if session.runs_on(as_of)]
    held = sum(session.held_on(as_of) for session in running)
    slots = sum(len(session.slots) for session in running)
    changes = sorted(change for session in running for change in session.changes_after(as_of))
    ahead = words.say("until", day=words.short_day(until))
    if len(sessions) != 1:
        yield words.say("running"), words.number(len(running)), ""
    yield words.say("held"), words.number(held), words.say("of", part="", all=words.number(slots)).strip()
    yield words.say("waiting"), words.number(sum(len(session.waiting) for session in running)), ""
    yield (
        words.say("next change"),
        words.short_day(changes[0]) if changes else words.say("none"),
        "" if changes else ahead,
    )
    yield words.say("changes"), words.number(len(changes)), ahead


def _days_of(periods: Sequence[Period]) -> list[date]:
    return sorted({day for period in periods for day in (period.since, period.until) if day is not None})


def _notes(words: Words, axis: _Axis, cut: bool, following: str | None) -> Iterator[str]:
    if following is not None:
        yield words.say("note more", session=plain(following))
    yield words.say("note running")
    yield words.say("note held")
    yield words.say("note forecast", until=words.long_day(axis.until), nothing=NOTHING)
    yield words.say("note waiting")
    if cut:
        yield words.say("note window", start=words.long_day(axis.start))
