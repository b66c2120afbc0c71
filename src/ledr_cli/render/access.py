"""Who enters where today, and why: the very reasons of the engine, each with its fact."""

from __future__ import annotations

from typing import Any

from ledr_cli.render.page import Page
from ledr_cli.render.words import Words, full_name
from ledr_cli.vocabulary import GROUNDS, QUEUED, WAITS, Ground


def sheet(page: Page, data: dict[str, Any]) -> None:
    """Each space of the person's role, open or closed, with its conditions."""
    name = full_name(data)
    if not data["spaces"]:
        page.line(page.words.say("enters nowhere", name=name, why=page.words.say("no space")))
    for index, (space, verdict) in enumerate(data["spaces"].items()):
        if index:
            page.line()
        _space(page, name, space, verdict, alone=len(data["spaces"]) == 1)


def _space(page: Page, name: str, space: str, verdict: dict[str, Any], alone: bool) -> None:
    words = page.words
    where = words.value("space", space).lower()
    if verdict["open"]:
        page.line(words.say("enters", name=name, space=where))
    else:
        why = next((_headline(words, reason) for reason in verdict["reasons"] if not reason["met"]), "")
        page.line(words.say("does not enter" if alone else "does not enter space", name=name, space=where, why=why))
    rows = [_row(words, reason) for reason in verdict["reasons"]]
    width = max((len(label) for _, label, _, _ in rows), default=0) + 3
    room = max((len(fact) for _, _, fact, _ in rows), default=0) + 3
    for mark, label, fact, rule in rows:
        page.line(f" {mark} {label:<{width}}{fact:<{room}}{rule}".rstrip())
    if verdict["open"] and not all(reason["met"] for reason in verdict["reasons"]):
        page.line("   " + words.say("either"))


def _row(words: Words, reason: dict[str, Any]) -> tuple[str, str, str, str]:
    ground, facts, met = _ground(reason), _facts(reason), bool(reason["met"])
    said = GROUNDS.get(ground)
    label = words.phrase(said.label, facts) if said else ground
    fact = words.phrase(_fact_of(said, facts), facts) if said else words.value("", facts)
    return ("✓" if met else "✗"), label, fact, "" if met else str(reason.get("rule", ""))


def _fact_of(said: Ground, facts: dict[str, Any]) -> tuple[str, str]:
    if facts.get("position"):
        return QUEUED[bool(facts.get("expected"))]
    unknown = "{end}" in said.fact[0] and facts.get("end") is None
    return ("aucune", "none") if unknown else said.fact


def _headline(words: Words, reason: dict[str, Any]) -> str:
    said, facts = GROUNDS.get(_ground(reason)), _facts(reason)
    if said is None:
        return _ground(reason)
    return words.phrase(WAITS if facts.get("position") else said.headline, facts)


def _ground(reason: dict[str, Any]) -> str:
    fact = reason.get("fact")
    return str(reason.get("ground") or (fact if isinstance(fact, str) else ""))


def _facts(reason: dict[str, Any]) -> dict[str, Any]:
    facts = reason.get("fact")
    return facts if isinstance(facts, dict) else {}
