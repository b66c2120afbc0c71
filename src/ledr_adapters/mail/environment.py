"""How the templates of messages are read: one Jinja2 environment a form (HTML, text) and language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Final, Literal
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from ledr_adapters.mail.facts import FIRST_STRONG, POP, isolated
from ledr_core.wording.numbers import Numbers
from ledr_core.wording.speech import Speech, speech
from ledr_core.wording.typography import NO_BREAK, true_apostrophes, typeset

Form = Literal["html", "text"]

_TEXT_WIDTH: Final = 76
_OPENING: Final = 140
_SPACES: Final = " \t\r\n"  # not the no-break ones
_PLAIN_SPACES: Final = re.compile(f"[{_SPACES}]+")
_REMEMBERED: Final = 4096
"""How many days, counts and paragraphs are kept in words: those of one night's messages are much the same."""


def template(folders: tuple[Path, ...], form: Form, language: str, kind: str) -> Template:
    """The template of that kind of message, in the first of the folders that has it; read once."""
    return _environment(folders, form, language).get_template(f"{kind}.j2")


@cache
def _environment(folders: tuple[Path, ...], form: Form, language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([folder / part for part in (language, form) for folder in folders]),
        autoescape=form == "html",
        undefined=Missing,
        extensions=[_Typography],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["language"] = language
    environment.filters |= _filters(speech(language, conventions=language))  # English of no country
    environment.globals["part"] = environment.get_template("parts.j2").module
    environment.globals["say"] = environment.get_template("_phrases.j2").module
    return environment


def _filters(speech: Speech) -> dict[str, Callable[..., object]]:
    """What templates of a language can do with a fact; Babel is slow, so what it says is remembered."""
    days, numbers, remembered = speech.days, speech.numbers, lru_cache(_REMEMBERED)

    def on_day(said: Callable[[str], str]) -> Callable[..., str]:
        return remembered(lambda day: said(str(day)))

    return {
        "after": after,
        "bare": bare,
        "count": remembered(partial(count, numbers)),
        "columns": columns,
        "date": on_day(days.written),
        "day": on_day(days.long),
        "day_and_month": on_day(days.without_year),
        "grade": partial(grade, numbers),
        "known": known,
        "link": link,
        "listed": numbers.listed,
        "mailto": mailto,
        "moment": remembered(days.moment),
        "month": on_day(days.written_month),
        "paragraphs": paragraphs,
        "opening": opening,
        "own": true_apostrophes,  # words of the school itself; names of people stay as they were typed
        "rank": numbers.rank,
        "short_day": on_day(days.narrow),
        "word": remembered(partial(word, numbers)),
        "wrapped": wrapped,
    }


class Missing(StrictUndefined):
    """A fact that was not given: it may be asked for (`{% if expected %}`), anything else is an error."""

    __slots__ = ()
    __abs__ = StrictUndefined._fail_with_undefined_error  # Jinja leaves it out, Babel calls it

    def __bool__(self) -> bool:  # type: ignore[override]
        return False


class _Typography(Extension):
    """The typography of a language in the words of its own templates; layouts and facts are not touched."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        language = str(self.environment.globals["language"])
        is_layout = stream.name in ("layout.j2", "parts.j2")
        for token in stream:
            if is_layout or token.type not in ("data", "string"):
                yield token
            else:
                yield Token(token.lineno, token.type, typeset(true_apostrophes(token.value), language))


def after(text: str | None, prefix: str) -> str:
    """The prefix and the text; nothing when there is no text: `{{ first_name|after(", ") }}`."""
    return f"{prefix}{text}" if text else ""


def bare(text: str) -> str:
    """A fact that is typed or followed: without what keeps its writing direction to itself."""
    return text.replace(FIRST_STRONG, "").replace(POP, "")


def columns(rows: Iterable[tuple[str, object]]) -> str:
    """Labels and values under each other."""
    rows = list(rows)
    width = max((len(label) for label, _ in rows), default=0)
    return "\n".join(f"    {label:<{width}}   {value}" for label, value in rows)


def count(numbers: Numbers, number: int, one: str, other: str, none: str | None = None) -> str:
    """`3 jours`: the number with the form of the word that the language wants for it (0 is singular in French).

    *none* is what zero is called: `aucun jour`.
    """
    noun = {"one": one, "other": other}
    return numbers.count(number, noun if none is None else noun | {"none": none}, NO_BREAK)


def grade(numbers: Numbers, marks: str) -> str:
    """`12,5/20`: a grade, which is text so that nothing of it is rounded."""
    return f"{numbers.number(Decimal(marks))}/20"


def known(rows: Iterable[tuple[str, object]]) -> list[tuple[str, object]]:
    """The rows that have a value."""
    return [row for row in rows if row[1]]


def link(text: str | None) -> str:
    """The text if it is a web address, else nothing: no other scheme ever becomes a link."""
    scheme, colon, rest = bare(text or "").strip().partition("://")
    return f"{scheme.lower()}{colon}{rest}" if rest and scheme.lower() in ("https", "http") else ""


def mailto(address: str) -> str:
    """The link that writes to an address, and does nothing else, whatever the address holds."""
    return f"mailto:{quote(bare(address).strip(), safe='@')}"


def opening(text: str) -> str:
    """How a text begins: the hidden line of a message that somebody has written."""
    line = " ".join(text.split())
    return isolated(line if len(line) <= _OPENING else line[:_OPENING].rpartition(" ")[0] + "…")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text of several: what a line break separates."""
    lines = (_PLAIN_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return [isolated(line) for line in lines if line]


def word(numbers: Numbers, number: int, one: str, other: str) -> str:
    """The form of a word that the language wants for that number."""
    return numbers.noun(number, {"one": one, "other": other})


@lru_cache(_REMEMBERED)
def wrapped(text: str, first: str = "", rest: str = "") -> str:
    """A paragraph in lines of 76 columns; no word, address or no-break space is ever broken.

    *first* begins its first line, *rest* the others. (`textwrap` does as much and takes more than twice as long.)
    """
    lines, line, room = [], "", _TEXT_WIDTH - len(first)
    for word in _PLAIN_SPACES.split(text.strip(_SPACES)):
        if line and len(line) + 1 + len(word) > room:
            lines.append(line)
            line, room = word, _TEXT_WIDTH - len(rest)
        else:
            line = f"{line} {word}" if line else word
    return first + f"\n{rest}".join([*lines, line])
