"""What the coming daily runs will change, what would move each slot, and who waits."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders
from ledr_cli.render.sessions import rotation, waiting
from ledr_cli.render.words import Words, capital
from ledr_core.views.rotations import ChangeView, PreviewView, RotationExplanation, SlotExplanation, WaitingView
from ledr_core.views.sessions import ExpectedView
from ledr_core.wording import moves


@renders(PreviewView)
def preview(page: Page, preview: PreviewView) -> None:
    """The changes of the coming runs, then when each person who waits is expected."""
    words = page.words
    page.heading(preview.session)
    if not preview.changes:
        page.line(words.say("no change"))
    else:
        titles = [words.label(key) for key in ("date", "slot", "leaving", "entering", "reason")]
        page.table(titles, [_change(words, change) for change in preview.changes], right=[1])
    page.line()
    _expected(page, preview.expected)


def _change(words: Words, change: ChangeView) -> list[str]:
    return [
        words.day(change.date),
        str(change.slot),
        change.leaving_name or change.leaving or "-",
        change.entering_name or change.entering or "-",
        words.value("reason", ground(change.reason, change.leaving)),
    ]


def ground(reason: str, leaving: str | None) -> str:
    """The ground of a change; a rotation that nobody leaves gives a free slot."""
    return "free" if reason == "rotation" and not leaving else reason


def _expected(page: Page, expected: Sequence[ExpectedView]) -> None:
    words = page.words
    if not expected:
        page.line(words.say("nobody waits"))
        return
    rows = [
        [str(one.position), one.name or one.person, words.near_day(one.date) if one.date else words.say("beyond")]
        for one in expected
    ]
    page.table([words.label("position"), words.label("waiting"), words.say("expected")], rows, right=[0])


@renders(RotationExplanation)
def explanation(page: Page, explained: RotationExplanation) -> None:
    """For each slot: its holder, how far the turn is, and what would move it."""
    words = page.words
    page.heading(explained.session)
    page.line(capital(rotation(words, explained.policy)))
    page.line()
    titles = [words.label("slot"), words.say("who"), words.label("since"), words.say("turn"), words.label("due")]
    page.table([*titles, words.say("moves")], [_slot(words, slot) for slot in explained.slots])


def _slot(words: Words, slot: SlotExplanation) -> list[str]:
    return [
        str(slot.slot),
        slot.name or slot.holder or words.say("free"),
        words.day(slot.since) if slot.since else "",
        f"{slot.counted_days}/{slot.of}" if slot.of else "",
        words.day(slot.due) if slot.due else "",
        capital(moves(slot.moves_by, slot.facts, words.language)),
    ]


@renders(WaitingView)
def waiting_list(page: Page, view: WaitingView) -> None:
    """The waiting list, in order, on one line."""
    waiting(page, view.waiting)
