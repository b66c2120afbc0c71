"""Messages that are missed: how far each came, the likely causes, what to do (SUP-1); requests for help (SUP-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders, renders_list_of
from ledr_cli.render.words import Words, capital
from ledr_core.views.support import AskedForHelp, ExplainedMessage
from ledr_core.wording import Place, likely_cause

_ARRIVED: Final = ("delivered", "opened", "spam", "unsubscribed")
_STOPPED: Final = ("bounced", "blocked")


@renders_list_of(ExplainedMessage)
def explanations(page: Page, items: Sequence[ExplainedMessage]) -> None:
    """Each message with its causes, newest first."""
    words = page.words
    if not items:
        page.line(words.say("no message"))
        return
    name = items[0].name or items[0].person
    page.heading(words.say("messages to", name=name, count=words.count(len(items), "message")))
    for one in items:
        page.line()
        explanation(page, one)


def explanation(page: Page, one: ExplainedMessage) -> None:
    """One message: what it is, how far it came, and why it may be missed."""
    words = page.words
    about = [capital(words.value("message kind", one.kind))]
    about += [words.say("titled", subject=one.subject)] if one.subject else []
    about += [words.value("channel", one.channel)] if one.channel != "email" else []
    about += [one.message] if one.message else []
    page.line(" · ".join(about))
    rows = list(_steps(words, one))
    width = max(len(label) for _, label, _ in rows) + 3
    for mark, label, fact in rows:
        page.line(f" {mark} {label:<{width}}{fact}".rstrip())
    for number, cause in enumerate(one.causes, 1):
        told = likely_cause(cause.ground, _said(words, cause.fact), words.language, page.hearer, Place.COMMAND_LINE)
        page.hanging(f" {number}. ", told.message)
        page.hanging("    → ", told.help)


@renders(AskedForHelp)
def asked(page: Page, request: AskedForHelp) -> None:
    """A request for help that is on its way, and whether anybody can be answered."""
    page.line(page.words.say("asked" if request.answerable else "asked without address"))


def _said(words: Words, facts: Mapping[str, object]) -> dict[str, object]:
    """The facts, our own reasons in the words of the reader."""
    return {name: words.value("message reason", fact) if name == "reason" else fact for name, fact in facts.items()}


def _steps(words: Words, one: ExplainedMessage) -> list[tuple[str, str, str]]:
    """How far it came: left, arrived, opened; a mark each, and the fact."""
    state = words.value("message state", one.state)
    left = words.say("left")
    if not one.sent_at:
        return [("✗", left, state)]
    steps = [("✓", left, words.say("left for", when=words.instant(one.sent_at), address=one.address or "–"))]
    arrived = "✓" if one.state in _ARRIVED else "✗" if one.state in _STOPPED else "?"
    return [*steps, (arrived, words.say("arrived"), words.say("no news") if one.delivery is None else state)]
