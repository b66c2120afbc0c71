"""What the page of a timeline is drawn of."""

from __future__ import annotations

from datetime import date

from attrs import frozen


@frozen
class Period:
    """Somebody on a slot, from a day to the day they leave it; both ends may be forecast."""

    slot: int
    name: str
    since: date
    until: date | None
    forecast: bool

    def holds_on(self, day: date) -> bool:
        """Whether the slot is held that day, as far as is known and not only forecast."""
        return not self.forecast and self.since <= day and (self.until is None or self.until > day)


@frozen
class Label:
    """A text in a block, and from which width on it is shown: "", b, c; `x…` hides it from there, `p` on paper."""

    text: str
    shown: str


@frozen
class Block:
    """A part of a row: held (""), `f`orecast, or `v`acant; place and width in percent of the row."""

    kind: str
    x: str
    width: str
    labels: tuple[Label, ...]


@frozen
class Row:
    """One slot in a chart."""

    number: int
    blocks: tuple[Block, ...]


@frozen
class Entry:
    """A period in the table."""

    slot: int
    name: str
    since: str
    until: str
    state: str


@frozen
class Waiter:
    """Somebody who waits, and when they are expected."""

    name: str
    expected: str


@frozen
class Drawn:
    """One session: its chart, its list, its table."""

    reference: str
    about: str
    rows: tuple[Row, ...]
    never_held: bool
    people: tuple[tuple[str, str], ...]
    waiting: tuple[Waiter, ...]
    entries: tuple[Entry, ...]
    held: str
    next_change: str


@frozen
class Page:
    """All of the page."""

    as_of: str
    until: str
    scope: str
    figures: tuple[tuple[str, str, str], ...]
    """Label, value, and a word of precision."""
    sessions: tuple[Drawn, ...]
    months: tuple[tuple[str, str], ...]
    """Place and name of each month on the axis."""
    today: str
    today_name: str
    width: int
    """The pixels that a chart needs for its axis to be read; a smaller screen scrolls."""
    days: tuple[str, ...]
    """The days of the table in order, so that it can be sorted by them."""
    notes: tuple[str, ...]
