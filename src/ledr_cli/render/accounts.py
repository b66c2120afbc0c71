"""Who enters where today, and why: the very reasons of the engine, each with its fact; connections."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders, renders_list_of
from ledr_cli.render.support import explanation
from ledr_cli.render.tables import Columns, listing
from ledr_cli.render.words import Words
from ledr_core.views.accounts import AccessView, ConnectionItem, DemoDayView, ReasonView, SentView, SpaceView
from ledr_core.wording import because, condition, why


@renders(AccessView)
def sheet(page: Page, access: AccessView) -> None:
    """Each space of the person's role, open or closed, with its conditions; and the e-mails with which one gets in."""
    name = access.name or access.person
    shown = {space: verdict for space, verdict in access.spaces.items() if not _follows(verdict)}
    if not shown:
        page.line(page.words.say("enters nowhere", name=name, why=page.words.say("no space")))
    for index, (space, verdict) in enumerate(shown.items()):
        if index:
            page.line()
        _space(page, name, space, verdict, alone=len(shown) == 1)
    if access.emails:
        page.line()
        page.heading(page.words.say("mails to get in"))
    for one in access.emails:
        explanation(page, one)


def _follows(verdict: SpaceView) -> bool:
    """Whether a space is open just as the others are: the organisation's, to members without a role there (ACC-16)."""
    return verdict.reasons[-1].ground in ("another space", "no other space")


def _space(page: Page, name: str, space: str, verdict: SpaceView, alone: bool) -> None:
    words = page.words
    where = words.value("space", space).lower()
    if verdict.open:
        page.line(words.say("enters", name=name, space=where))
    else:
        headline = next((_headline(words, reason) for reason in verdict.reasons if not reason.met), "")
        sentence = "does not enter" if alone else "does not enter space"
        page.line(words.say(sentence, name=name, space=where, why=headline))
    rows = [_row(words, reason) for reason in verdict.reasons]
    width = max((len(label) for _, label, _, _ in rows), default=0) + 3
    room = max((len(fact) for _, _, fact, _ in rows), default=0) + 3
    for mark, label, fact, rule in rows:
        page.line(f" {mark} {label:<{width}}{fact:<{room}}{rule}".rstrip())
    if verdict.open and not all(reason.met for reason in verdict.reasons):
        page.line("   " + words.say("either"))


def _row(words: Words, reason: ReasonView) -> tuple[str, str, str, str]:
    name = condition(reason.rule, reason.ground, words.language)
    fact = why(reason.rule, reason.ground, reason.fact, words.language)
    return ("✓" if reason.met else "✗"), name, fact, "" if reason.met else reason.rule


def _headline(words: Words, reason: ReasonView) -> str:
    return because(reason.rule, reason.ground, reason.fact, words.language)


@renders_list_of(ConnectionItem)
def connections(page: Page, items: Sequence[ConnectionItem]) -> None:
    """Connections, a row each."""
    columns: Columns[ConnectionItem] = {
        "start": lambda one: one.start,
        "end": lambda one: one.end,
        "duration": lambda one: page.words.duration(one.seconds),
    }
    listing(page, items, "no connection", columns)


@renders(SentView)
def sent(page: Page, _: SentView) -> None:
    """What somebody who asks for a link is told, with an account or without."""
    page.line(page.words.say("link sent if account"))


@renders(DemoDayView)
def booked(page: Page, booking: DemoDayView) -> None:
    """The demo day that is booked from now on, and what follows."""
    page.line(page.words.say("demo day moved", day=page.words.full_day(booking.day)))
