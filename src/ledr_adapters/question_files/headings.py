"""What the columns of a table of questions are called: by the names of their fields, and as people read them.

A table is in one language. What it has not is told by the names of that one, and what it has is known by both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from ledr_core.domain.kernel.tables import column_key, letters_of
from ledr_core.wording import LANGUAGES
from ledr_core.wording.choices import close_to
from ledr_core.wording.results import result_words

FLAGS: Final = ("public", "placement", "withdrawn")
"""Those that say yes or no: their columns may be called as a question is, of which they are true."""
FIELDS: Final = (
    *("reference", "kind", "theme", "lesson", "level", "text"),
    *("right", "explanation", *FLAGS),
)
BEFORE: Final = ("reference", "kind", "theme", "level", "text")
"""The fields that an export has before the choices."""
AFTER: Final = ("right", "explanation", *FLAGS)
"""Those that it has behind them."""
_MOST_CHOICES: Final = 100
_THEIR_OWN: Final = "en"
"""The language of the names of fields, in which tables are written for programs too."""
_SAID: Final[Mapping[str, tuple[str, str]]] = {"fr": ("oui", "non"), "en": ("yes", "no")}
_OTHER_WORDS: Final = {
    **dict.fromkeys(("question", "questions", "enonce", "intitule", "libelle", "wording", "prompt"), "text"),
    **dict.fromkeys(("difficulte", "difficulty"), "level"),
    **dict.fromkeys(("reponse", "reponses", "solution", "solutions", "answer", "answers", "correct"), "right"),
    **dict.fromkeys(("commentaire", "feedback", "comment"), "explanation"),
    **dict.fromkeys(("id", "code", "numero", "number"), "reference"),
}
"""What people call columns that are none, by what they mean."""
_CHOICE: Final = re.compile(r"(?:reponse|choix|proposition|option|answer|choice)(?:([a-z])|([1-9]))")


def known_as(name: str) -> str:
    """What a column holds: a field, the letters of a choice; of an unknown one its key."""
    key = column_key(name)
    return _titles().get(key) or (key.upper() if key.upper() in _letters() else key)


def is_known(name: str) -> bool:
    """Whether a column is one of a table of questions."""
    return known_as(name) in (*FIELDS, *_letters())


def called(field: str, language: str) -> str:
    """The name of a column in a language; that of the choices is the label that people read for them."""
    if language == _THEIR_OWN:
        return field
    words = result_words(language)
    said = words.say(f"question {field}") if field in FLAGS else words.label(field) or field
    return said[:1].upper() + said[1:]


def all_called(language: str) -> list[str]:
    """The names that columns may have in a language, with what stands for any number of choices."""
    names = [called(field, language) for field in FIELDS]
    return [*names[:6], "A", "B", "C", "…", *names[6:]]


def language_of(names: Sequence[str], otherwise: str) -> str:
    """The language in which most names of columns are that are only in one; without any, *otherwise*."""
    keys = {column_key(name) for name in names}
    french, english = (len(keys & (_keys(one) - _keys(other))) for one, other in (("fr", "en"), ("en", "fr")))
    return otherwise if french == english else "fr" if french > english else "en"


def meant_by(name: str, language: str) -> list[str]:
    """The name of the column that a name is nearly, or means in other words; nothing when there is none."""
    key = column_key(name)
    if choice := _CHOICE.fullmatch(key):
        return [choice[1].upper() if choice[1] else letters_of(int(choice[2]) - 1)]
    if key in _OTHER_WORDS:
        return [called(_OTHER_WORDS[key], language)]
    return close_to(name, [called(field, language) for field in FIELDS])


def yes_and_no(language: str) -> tuple[str, str]:
    """The words of a cell that says yes or no."""
    return _SAID[language]


@cache
def _titles() -> Mapping[str, str]:
    """The fields by the names of columns, their own and what people read for them."""
    return {key: field for language in LANGUAGES for key, field in _fields(language).items()} | {
        column_key(field): field for field in FIELDS
    }


@cache
def _fields(language: str) -> Mapping[str, str]:
    """The fields by what people read for them in a language."""
    words = result_words(language)
    found = {said: field for field in FIELDS if (said := words.label(field))}
    found |= {words.say(f"question {field}"): field for field in FLAGS}
    return {column_key(name): field for name, field in found.items()}


def _keys(language: str) -> frozenset[str]:
    own = map(column_key, FIELDS) if language == _THEIR_OWN else ()
    return frozenset((*_fields(language), *own))


@cache
def _letters() -> frozenset[str]:
    return frozenset(map(letters_of, range(_MOST_CHOICES)))
