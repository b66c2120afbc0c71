"""What is said of a scenario, in French or English: what a step expected and what came, what is wrong with a file."""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from attrs import frozen

from ledr_core.domain.kernel.errors import Invalid, LedrError, NotFound, Refused
from ledr_core.testing.scenarios.matching import Difference, Side, shown
from ledr_core.wording import Place, told
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.words import Words

_MOST_SHOWN: Final = 5


@frozen
class Problem:
    """One thing that is wrong with a file, in words."""

    file: str | None
    line: int | None
    field: str
    message: str
    help: str


class ScenarioWords(Words):
    """The words of scenarios in one language."""

    def step(self, operation: str, by: str, given: Mapping[str, Any]) -> str:
        """What a step does."""
        if not given:
            return self.say("step", operation=operation, by=by)
        return self.say("step with", operation=operation, by=by, given=shown(given))

    def wanted(self, expected: Mapping[str, Any]) -> str:
        """What a step expects, when nothing of it came."""
        said = [self.say("ending", key=key, value=shown(value)) for key, value in expected.items()]
        return ", ".join(said) or self.say("no error")

    def differences(self, found: Sequence[Difference]) -> tuple[str, str]:
        """What was expected, and what came, a line for each place; the first ones."""
        expected = [self._at(one, one.expected) for one in found[:_MOST_SHOWN]]
        got = [self._at(one, one.got) for one in found[:_MOST_SHOWN]]
        left = len(found) - _MOST_SHOWN
        more = [self.say("more", count=left)] if left > 0 else []
        return "\n".join(expected + more), "\n".join(got + more)

    def error(self, error: LedrError) -> str:
        """An error as a step would expect it, and what it says."""
        words = told(error, self.language, Place.PYTHON)
        ending = _ending(error)
        name = "error alone" if ending is None else "error"
        said = self.say(name, ending=ending, message=words.message)
        return f"{said}\n{self.say('help', help=words.help)}" if words.help else said

    def fault(self, error: Exception) -> str:
        """An error that no operation should raise, with the place in the code that a report about it needs."""
        last = traceback.extract_tb(error.__traceback__)[-1]
        what, place = f"{type(error).__name__}: {error}", f"{last.filename}:{last.lineno}"
        return self.say("fault", error=what, place=place)

    def problem(self, error: Invalid) -> Problem:
        """What is wrong with a file."""
        words = told(error, self.language, Place.PYTHON)
        return Problem(error.file, error.line, error.field, words.message, words.help)

    def counts(self, noun: str, parts: Mapping[str, int]) -> str:
        """How many there are in all, and of each sort of which there is one."""
        said = [self.count(number, part) for part, number in parts.items() if number]
        total = self.count(sum(parts.values()), noun)
        return self.say("counts", scenarios=total, parts=", ".join(said)) if said else total

    def _at(self, found: Difference, side: Side) -> str:
        facts = dict(side.facts)
        if "count" in facts:
            facts["items"] = self.count(facts.pop("count"), "item")
        said = self.say(side.how, **facts)
        return self.say("at", place=found.name, side=said) if found.name else self.say("whole", side=said)


@cache
def scenario_words(language: str) -> ScenarioWords:
    """Those of a language. Raises Invalid unless it is French (`fr`) or English (`en`)."""
    return ScenarioWords(language, sentences("scenarios"))


def _ending(error: LedrError) -> str | None:
    """What a step would say that expects the error."""
    if isinstance(error, Refused):
        return f"refused: {error.rule}"
    if isinstance(error, Invalid):
        return f"invalid: {error.field}"
    return f"not_found: {error.kind}" if isinstance(error, NotFound) else None
