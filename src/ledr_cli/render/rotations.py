"""What the coming daily runs will change, and what would move each slot."""

from __future__ import annotations

from typing import Any

from ledr_cli.render.page import Page
from ledr_cli.render.sessions import rotation
from ledr_cli.render.words import Words, capital, full_name, names_in
from ledr_core.wording import moves


def preview(page: Page, data: dict[str, Any]) -> None:
    """The changes of the coming runs, then when each person who waits is expected."""
    words = page.words
    if data.get("session"):
        page.heading(data["session"])
    names = names_in(data.get("expected"), data.get("people"))
    if not data["changes"]:
        page.line(words.say("no change"))
    else:
        titles = [words.label(key) for key in ("date", "slot", "leaving", "entering", "reason")]
        page.table(titles, [_change(words, change, names) for change in data["changes"]], right=[1])
    page.line()
    _expected(page, data)


def _change(words: Words, change: dict[str, Any], names: dict[str, str]) -> list[str]:
    def who(side: str) -> str:
        email = change.get(side)
        return change.get(f"{side}_name") or names.get(str(email).casefold()) or email or "-"

    return [
        words.day(change["date"]),
        str(change["slot"]),
        who("leaving"),
        who("entering"),
        words.value("reason", _reason(change)),
    ]


def _reason(change: dict[str, Any]) -> object:
    """The ground of a change; a rotation that nobody leaves gives a free slot."""
    return "free" if change.get("reason") == "rotation" and not change.get("leaving") else change.get("reason")


def _expected(page: Page, data: dict[str, Any]) -> None:
    words = page.words
    if not data["expected"]:
        page.line(words.say("nobody waits"))
        return
    rows = [
        [str(one["position"]), full_name(one), words.near_day(one["date"]) if one.get("date") else words.say("beyond")]
        for one in data["expected"]
    ]
    page.table([words.label("position"), words.label("waiting"), words.say("expected")], rows, right=[0])


def explanation(page: Page, data: dict[str, Any]) -> None:
    """For each slot: its holder, how far the turn is, and what would move it."""
    words = page.words
    page.heading(data["session"])
    page.line(capital(rotation(words, data["policy"])))
    page.line()
    rows = []
    for slot in data["slots"]:
        turn = f"{slot['counted_days']}/{slot['of']}" if slot.get("of") else ""
        rows.append(
            [
                str(slot["slot"]),
                slot.get("name") or slot.get("holder") or words.say("free"),
                words.day(slot["since"]) if slot.get("since") else "",
                turn,
                words.day(slot["due"]) if slot.get("due") else "",
                capital(moves(str(slot.get("moves_by") or ""), slot.get("facts") or {}, words.language)),
            ]
        )
    titles = [words.label("slot"), words.say("who"), words.label("since"), words.say("turn"), words.label("due")]
    page.table([*titles, words.say("moves")], rows)


def policy(page: Page, data: dict[str, Any]) -> None:
    """How a session turns, as a sentence."""
    page.line(capital(rotation(page.words, data)) + ".")
