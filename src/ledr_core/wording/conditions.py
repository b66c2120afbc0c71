"""Why somebody enters a space or not, and what would move a slot, in words: the very grounds of the engine."""

from __future__ import annotations

from collections.abc import Mapping

from ledr_core.wording.catalogue import sentences
from ledr_core.wording.speech import speech


def condition(rule: str, ground: str, language: str) -> str:
    """The name of a condition of access: "commencé" """
    return _said(rule, ground, "name", {}, language)


def why(rule: str, ground: str, facts: Mapping[str, object], language: str) -> str:
    """The fact behind a condition of access: "depuis le 1er sept. 2021". Days may be dates or ISO text."""
    return _said(rule, ground, "fact", facts, language)


def because(rule: str, ground: str, facts: Mapping[str, object], language: str) -> str:
    """Why nobody enters, of a condition that is not met: "en attente d'un slot"."""
    return _said(rule, ground, "because", facts, language)


def moves(ground: str, facts: Mapping[str, object], language: str) -> str:
    """What would move a slot, after the ground that `rotations.explain` gives: "la fin du tour, le lundi 23…"."""
    wording = sentences("conditions")["moves"].get(ground)
    return "" if wording is None else speech(language).say(wording[language], facts)


def _said(rule: str, ground: str, part: str, facts: Mapping[str, object], language: str) -> str:
    """That part of a condition's wording; for a ground without one, the rule that it comes from."""
    wording = sentences("conditions")["checks"].get(rule, {}).get(ground)
    if wording is None:
        return rule
    words = wording[language]
    return speech(language).say(words.get(part, words["fact"]), facts)
