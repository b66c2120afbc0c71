"""What a name was perhaps meant for that nothing in the school has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

from ledr_core.domain.kernel.errors import LedrError, NotFound, Refused
from ledr_core.testing.scenarios.fresh import School
from ledr_core.testing.scenarios.saying import ScenarioWords
from ledr_core.views import as_json
from ledr_core.wording.choices import close_to


def meant(error: LedrError, given: Mapping[str, Any], school: School, words: ScenarioWords) -> str:
    """What to say after an error that a name may have brought about: names that come close, a word on quotation marks.

    To anybody but staff what does not exist is refused by ROLE-6, as what is another company's.
    """
    if not isinstance(error, NotFound) and not (isinstance(error, Refused) and error.rule == "ROLE-6"):
        return ""
    told = isinstance(error, NotFound) and bool(error.close)
    return "".join(f"\n{words.say('help', help=hint)}" for hint in _hints(given, school, words, told=told))


def _hints(given: Mapping[str, Any], school: School, words: ScenarioWords, *, told: bool) -> Iterator[str]:
    """What to say of each name that nothing has; *told*: what comes close has been said already."""
    for name, value in given.items():
        if name not in _LISTED or not isinstance(value, str) or (name == "by" and value in _NOBODY):
            continue
        there = _names(name, school)
        bare = _MARKED.fullmatch(value)
        if value in there:
            continue
        if bare:
            yield words.say("marks", value=bare[1])
        if not told and (close := _close(bare[1] if bare else value, there)):
            yield words.say("perhaps", values=", ".join(close))


def _close(typed: str, there: list[str]) -> list[str]:
    """The name that comes close; of addresses those that begin so."""
    beginning = f"{typed.partition('@')[0].casefold()}@"
    return [one for one in there if one.casefold().startswith(beginning)] or close_to(typed, there)


def _names(kind: str, school: School) -> list[str]:
    """The names of that kind that there are."""
    operation, part, key = _LISTED[kind]
    with suppress(LedrError):
        found = as_json(school.perform(operation, "staff", {}))
        rows = found.get(part, []) if isinstance(found, dict) else found
        return [str(row[key]) for row in rows]
    return []


_NOBODY: Final = ("staff", "public")
"""Whom a step may name without an account."""
_MARKED: Final = re.compile(r'[«“„"\']\s*(.+?)\s*[»”“"\']')
"""A name within quotation marks."""
_LISTED: Final = {
    "by": ("people.list", "", "email"),
    "person": ("people.list", "", "email"),
    "company": ("companies.list", "", "name"),
    "session": ("sessions.list", "", "reference"),
    "course": ("catalogue.dump", "courses", "reference"),
    "theme": ("catalogue.dump", "themes", "reference"),
    "module": ("catalogue.dump", "modules", "reference"),
    "lesson": ("catalogue.dump", "lessons", "reference"),
    "workshop": ("catalogue.dump", "workshops", "reference"),
    "question": ("catalogue.dump", "questions", "reference"),
    "case": ("catalogue.dump", "cases", "reference"),
}
"""The operation that gives all of a kind, the part of its result that holds them, and the key that names one."""
