"""Figures of an organisation, what it sets its members, and what is made for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, TypeAlias

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders, renders_list_of
from ledr_cli.render.tables import Columns, listing
from ledr_core.ports.packs import Piece
from ledr_core.views.organisation import (
    AddressedView,
    AnalyticsView,
    CertifiedByLevel,
    CourseShare,
    GoalItem,
    GoalSetView,
    GroupFigures,
    PackView,
)

_BAR: Final = 10
_Number: TypeAlias = int | Decimal


@renders(AnalyticsView)
def analytics(page: Page, shown: AnalyticsView) -> None:
    """A row a group, each figure with what changed since the period before; then the courses of each."""
    words = page.words
    page.heading(words.say("analytics title", company=shown.company), _period(page, shown))
    if not shown.groups:
        page.line(words.say("no team"))
        return
    names = ("team", "people", "active", "percent", "certified", "hours")
    titles = [words.label("team") or "", *(words.value("figures", name) for name in names[1:])]
    page.table(titles, [_row(page, shown, group) for group in shown.groups], (1, 2, 4, 5))
    courses = [row for group in shown.groups for row in _courses(page, shown, group)]
    if courses:
        page.line()
        titles = [titles[0], words.value("figures", "courses"), titles[1], titles[3]]
        page.table(titles, courses, (2,))
    page.line()
    page.line(words.say("analytics notes"))
    if shown.figures:
        every = words.say(f"every {shown.every}" if shown.every else "never mailed")
        page.line(words.say("followed figures", figures=words.value("figures", shown.figures), every=every))


def _period(page: Page, shown: AnalyticsView) -> str:
    words = page.words
    end = words.full_day(shown.as_of)
    if shown.start is None:
        return words.say("since the beginning", end=end)
    return words.say("compared period", start=words.full_day(shown.start), end=end)


def _row(page: Page, shown: AnalyticsView, group: GroupFigures) -> list[str]:
    numbers: tuple[tuple[_Number, _Number], ...] = (
        (group.people, group.before.people),
        (group.active, group.before.active),
        (_total(group.certified), _total(group.before.certified)),
        (group.hours, group.before.hours),
    )
    people, active, certified, hours = (_compared(page, shown, *pair) for pair in numbers)
    progress = _progress(page, shown, group.percent, group.before.percent)
    levels = group.certified
    by_level = page.words.say("by level", gold=levels.gold, silver=levels.silver, bronze=levels.bronze)
    certified = f"{certified} {by_level}" if _total(levels) else certified
    return [_name(page, group), people, active, progress, certified, hours]


def _courses(page: Page, shown: AnalyticsView, group: GroupFigures) -> Iterator[list[str]]:
    former = {one.course: one for one in group.before.courses}
    for number, one in enumerate(group.courses):
        was = former.get(one.course) or CourseShare(one.course, 0, 0)
        people = _compared(page, shown, one.people, was.people)
        progress = _progress(page, shown, one.percent, was.percent)
        yield ["" if number else _name(page, group), page.words.value("course", one.course), people, progress]


def _name(page: Page, group: GroupFigures) -> str:
    return page.words.say("whole organisation") if group.team is None else group.team


def _progress(page: Page, shown: AnalyticsView, percent: int, was: int) -> str:
    full = percent * _BAR // 100
    changed = "" if shown.start is None else _change(page, percent - was)
    return f"{'▇' * full}{'░' * (_BAR - full)} {page.words.percent(percent)}{changed}"


def _compared(page: Page, shown: AnalyticsView, number: _Number, was: _Number) -> str:
    """A number, and what changed where there is something to compare it with."""
    said = _said(page, number)
    return said if shown.start is None else said + _change(page, number - was)


def _change(page: Page, by: _Number) -> str:
    if not round(by, 1):
        return " (=)"
    sign, size = ("+", by) if by > 0 else ("-", -by)
    return f" ({sign}{_said(page, size)})"


def _said(page: Page, number: _Number) -> str:
    return page.words.decimal(number) if isinstance(number, Decimal) else page.words.number(number)


def _total(certified: CertifiedByLevel) -> int:
    return certified.gold + certified.silver + certified.bronze


@renders(AddressedView)
def addressed(page: Page, shown: AddressedView) -> None:
    """To whom it was written, the first of many by name."""
    words = page.words
    people = words.speech.value(shown.people)
    if people is None:
        page.line(words.say("written to nobody"))
    else:
        page.line(words.say("written to", members=words.count(shown.sent, "member"), people=people))


@renders(GoalSetView)
def goal_set(page: Page, shown: GoalSetView) -> None:
    """Whose goal it is, what, and by when."""
    words = page.words
    by = words.say("without a day") if shown.due is None else words.say("by a day", day=words.full_day(shown.due))
    page.line(words.say("goal set", person=shown.person, text=shown.text, by=by))


@renders_list_of(GoalItem)
def goals(page: Page, items: Sequence[GoalItem]) -> None:
    """Goals, a row each, in the order in which they are due."""
    columns: Columns[GoalItem] = {
        "goal": lambda one: one.text,
        "due": lambda one: one.due,
        "by": lambda one: one.by,
    }
    listing(page, items, "no goal", columns)


@renders(PackView)
def pack(page: Page, pack: PackView) -> None:
    """Where each piece of a communication pack is to be looked at, and how many files there are besides."""
    words = page.words
    page.pairs([(words.label(piece.value), str(getattr(pack, piece.value))) for piece in Piece])
    page.line(words.count(len(pack.files) - len(Piece), "other files of a pack"))
    if pack.undrawn:
        page.line(words.say("undrawn in a pack", letters=" ".join(pack.undrawn)))
