"""The reasons that errors give, in the language of the reader: the code gives them in English."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from attrs import frozen

from ledr_core.wording.catalogue import sentences
from ledr_core.wording.speech import clean, cropped, speech
from ledr_core.wording.typography import quoted, typeset


@frozen
class Said:
    """A reason in a language, and what to do next where the reason knows it."""

    text: str
    help: str = ""


def reason(english: str, language: str) -> Said:
    """The reason of an error; what the machine says of a file has a wording too, anything else is given as it is."""
    return _translated("reasons", english, language) or Said(cropped(clean(_of_the_machine(english, language))))


def allowed(english: str, language: str) -> str:
    """What an error says is allowed; what has no wording is given as it is."""
    said = _translated("allowed", english, language)
    return said.text if said else cropped(clean(english))


@frozen
class _Pattern:
    """The wording of one reason."""

    expression: re.Pattern[str]
    english: str
    wording: Mapping[str, Any]

    def told(self, language: str, values: list[str]) -> Said:
        help = self.wording.get("do", {}).get(language, "")
        return Said(_filled(self.wording.get(language, self.english), language, values), typeset(help, language))


def _translated(section: str, english: str, language: str) -> Said | None:
    for pattern in _patterns(section):
        found = pattern.expression.fullmatch(english)
        if found is not None:
            values = [_value(one, language, in_full=section == "reasons") for one in found.groups()]
            return pattern.told(language, values)
    return None


@cache
def _patterns(section: str) -> tuple[_Pattern, ...]:
    """The wordings of a section, those with the most words of their own first."""
    known = sentences("reasons")[section].items()
    ordered = sorted(known, key=lambda pair: len(_SLOT.sub("", pair[0])), reverse=True)
    return tuple(
        _Pattern(_expression(english), english, {"fr": wording} if isinstance(wording, str) else wording)
        for english, wording in ordered
    )


def _expression(english: str) -> re.Pattern[str]:
    literal = [re.escape(text) for text in _SLOT.split(english)]
    return re.compile("(.*?)".join(literal), re.DOTALL)


def _filled(sentence: str, language: str, values: list[str]) -> str:
    return _SLOT.sub(lambda slot: values[int(slot[0][1:-1])], typeset(sentence, language))


_SLOT: Final = re.compile(r"\{\d\}")
_ISO_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def _value(text: str, language: str, *, in_full: bool) -> str:
    """A value inside a reason: texts in quotes of the language, days in full, nothing of how a program writes them."""
    if in_full and _ISO_DAY.fullmatch(text):
        try:
            return speech(language).say("{day:day}", {"day": date.fromisoformat(text)})
        except ValueError:
            return text
    if text[:1] in _QUOTING:
        return _literal(text, language)
    if text in _SYSTEM_WORDS or text.startswith("<") or _CALL.match(text):
        return _THIS[language] if text not in _SYSTEM_WORDS else _SYSTEM_WORDS[text][language]
    return cropped(clean(_of_the_machine(text, language)))


def _of_the_machine(text: str, language: str) -> str:
    return str(sentences("reasons")["system"].get(text, text)) if language == "fr" else text


_QUOTING: Final = ("'", '"', "{", "[", "(")
_CALL: Final = re.compile(r"[A-Za-z_.]+\(")
_THIS: Final = {"fr": "cette valeur", "en": "this value"}
_SYSTEM_WORDS: Final = {
    "None": {"fr": "rien", "en": "nothing"},
    "True": {"fr": "oui", "en": "yes"},
    "False": {"fr": "non", "en": "no"},
}


def _literal(text: str, language: str) -> str:
    """A value that was written as a program writes it."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return _THIS[language]
    if not isinstance(value, str):
        try:
            return cropped(clean(json.dumps(value, ensure_ascii=False)))
        except (TypeError, ValueError):
            return _THIS[language]
    return quoted(cropped(clean(value)), language) if clean(value) else quoted("", language)
