"""What an error says to people: one line of fact, and one of help."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from attrs import evolve, frozen

from ledr_core.domain.kernel.errors import Conflict, Invalid, LedrError, NotFound, Refused, Unavailable
from ledr_core.domain.kernel.hearing import OPERATOR
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.choices import called, close_to, offered
from ledr_core.wording.grounds import expectation, goes_on, reason, remedy
from ledr_core.wording.hints import Audience, Hearing, Place, place_of
from ledr_core.wording.speech import Ready, clean, cropped, speech
from ledr_core.wording.typography import must_be_spoken

MOST_CHOICES: Final = 24
"""How many possible values a line of help names."""
_WORDS_TAKEN: Final = ("not one of them", "no such kind of message", "no SMS")
"""The grounds after which one of a closed list is given, by its value or by what people call it."""
_NAMES_TAKEN: Final = ("unknown here",)
"""The grounds after which the name of the field itself is another."""


@frozen
class Told:
    """An error in words: what happened, and what to do next (empty when there is nothing to say)."""

    message: str
    help: str = ""


def told(error: LedrError, language: str = "fr", audience: Audience = Place.PYTHON) -> Told:
    """An error in French (`fr`) or English (`en`): the fact, in a sentence, and the help, without one's full stop.

    The help is what whoever asked for the operation may do, as the *audience* reads it (SUP-4): at a `terminal`
    commands, in `python` the names of operations, on the `web` and in a `mail` words alone. Raises Invalid for another
    language or audience.
    """
    must_be_spoken(language)
    hearing = Hearing(error.hearer or OPERATOR, place_of(audience))
    errors = sentences("errors")
    if isinstance(error, Refused):
        return _refused(error, language, hearing)
    if isinstance(error, NotFound):
        known = errors["not_found"]
        wording = known.get(f"{error.what} {error.reference}") or known.get(error.what, known["other"])
        return _put(wording, {"reference": error.reference, **error.facts}, language, hearing)
    if isinstance(error, Invalid):
        return _invalid(error, language, hearing)
    if isinstance(error, Unavailable):
        wording = errors["unavailable"].get(error.part, errors["unavailable"]["other"])
        facts = {"part": error.part, "reason": Ready(reason(error, language).rstrip("."))}
        return _put(wording, facts, language, hearing, remedy(error, language, hearing))
    return _put(errors["conflict" if isinstance(error, Conflict) else "plain"], {}, language, hearing)


def _refused(error: Refused, language: str, hearing: Hearing) -> Told:
    wording = sentences("refusals").get(error.rule, {}).get(error.reason)
    if wording is None:
        return _put(sentences("errors")["refused"], {"rule": error.rule}, language, hearing)
    said = _put(wording, error.facts, language, hearing)
    said = evolve(said, message=_with_place(error, said.message, language))
    if said.help or "do" not in wording[language]:
        return said
    return evolve(said, help=hearing.hint(sentences("errors")["team"][language]["do"], {}, speech(language)))


def _with_place(error: Refused, message: str, language: str) -> str:
    """What is refused, after the place where a file says it, when one does."""
    file, line, field = map(error.facts.get, ("file", "line", "field"))
    if file is None:
        return message
    number = str(line) if isinstance(line, int) else None
    facts = {"file": file, "line": number, "field": field, "reason": Ready(message.rstrip("."))}
    return speech(language).say(sentences("errors")["place"][language]["says"], facts)


def _invalid(error: Invalid, language: str, hearing: Hearing) -> Told:
    whole = error.file is not None and error.field in ("file", "data")
    facts = {
        "file": error.file,
        "line": str(error.line) if error.line else None,
        "subject" if goes_on(error, language) else "field": None if whole else error.place or None,
        "reason": Ready(reason(error, language).rstrip(".")),
        **_expected(error, language, hearing),
    }
    return _put(sentences("errors")["invalid"], facts, language, hearing, remedy(error, language, hearing))


def _expected(error: Invalid, language: str, hearing: Hearing) -> Mapping[str, object]:
    """What is allowed, when it is said: choices, or a text."""
    value = error.facts.get("choices")
    if value is None:
        said = expectation(error, language, hearing)
        expected = {"expected": Ready(said)} if said and "choices" not in error.facts else {}
        return {**expected, "close": error.facts.get("close") or None}
    if not isinstance(value, list | tuple | set | frozenset):
        return {"expected": Ready(cropped(clean(str(value))))}
    choices = [_choice(one) for one in (sorted(value, key=str) if isinstance(value, set | frozenset) else value)]
    texts = tuple(one for one in choices if isinstance(one, str))
    words = called(texts, language) if error.ground in _WORDS_TAKEN else ()
    close = error.facts.get("close") or close_to(_refused_text(error), [*texts, *words])
    if words and len(texts) == len(choices):
        choices = list(offered(texts, language))
    return {"choices": [*choices[:MOST_CHOICES], *["…"] * (len(choices) > MOST_CHOICES)], "close": close or None}


def _refused_text(error: Invalid) -> str:
    """What may be a slip of the pen for one of the choices: the value, or the name that is not known."""
    if error.ground in _NAMES_TAKEN:
        return error.field.rpartition(".")[2]
    value = error.facts.get("value")
    return value if isinstance(value, str) and not isinstance(value, Enum) else ""


def _choice(value: object) -> object:
    value = value.value if isinstance(value, Enum) else value
    return str(value).lower() if isinstance(value, bool) else value


def _put(
    wording: Mapping[str, Any], facts: Mapping[str, object], language: str, hearing: Hearing, help: str = ""
) -> Told:
    """A wording with its facts; the help is its own, unless there is another."""
    words, voice = wording[language], speech(language)
    return Told(voice.say(words["says"], facts), help or hearing.hint(words.get("do", ()), facts, voice))
