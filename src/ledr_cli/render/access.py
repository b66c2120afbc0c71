"""Who enters where today, and why: the very reasons of the engine, each with its fact."""

from __future__ import annotations

from typing import Any

from ledr_cli.render.missed import explanation
from ledr_cli.render.page import Page
from ledr_cli.render.words import Words, full_name
from ledr_core.wording import because, condition, why


def sheet(page: Page, data: dict[str, Any]) -> None:
    """Each space of the person's role, open or closed, with its conditions; and the e-mails with which one gets in."""
    name = full_name(data)
    if not data["spaces"]:
        page.line(page.words.say("enters nowhere", name=name, why=page.words.say("no space")))
    for index, (space, verdict) in enumerate(data["spaces"].items()):
        if index:
            page.line()
        _space(page, name, space, verdict, alone=len(data["spaces"]) == 1)
    if data["emails"]:
        page.line()
        page.heading(page.words.say("mails to get in"))
    for one in data["emails"]:
        explanation(page, one)


def _space(page: Page, name: str, space: str, verdict: dict[str, Any], alone: bool) -> None:
    words = page.words
    where = words.value("space", space).lower()
    if verdict["open"]:
        page.line(words.say("enters", name=name, space=where))
    else:
        headline = next((_headline(words, reason) for reason in verdict["reasons"] if not reason["met"]), "")
        sentence = "does not enter" if alone else "does not enter space"
        page.line(words.say(sentence, name=name, space=where, why=headline))
    rows = [_row(words, reason) for reason in verdict["reasons"]]
    width = max((len(label) for _, label, _, _ in rows), default=0) + 3
    room = max((len(fact) for _, _, fact, _ in rows), default=0) + 3
    for mark, label, fact, rule in rows:
        page.line(f" {mark} {label:<{width}}{fact:<{room}}{rule}".rstrip())
    if verdict["open"] and not all(reason["met"] for reason in verdict["reasons"]):
        page.line("   " + words.say("either"))


def _row(words: Words, reason: dict[str, Any]) -> tuple[str, str, str, str]:
    rule, ground = str(reason["rule"]), str(reason["ground"])
    met, facts = bool(reason["met"]), reason.get("fact") or {}
    name, fact = condition(rule, ground, words.language), why(rule, ground, facts, words.language)
    return ("✓" if met else "✗"), name, fact, "" if met else rule


def _headline(words: Words, reason: dict[str, Any]) -> str:
    return because(str(reason["rule"]), str(reason["ground"]), reason.get("fact") or {}, words.language)
