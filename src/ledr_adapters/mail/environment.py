"""How the templates of messages are read: one Jinja2 environment a form (HTML, text) and language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Final, Literal
from urllib.parse import quote

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from ledr_adapters.mail.facts import FIRST_STRONG, POP, isolated
from ledr_core.domain.kernel.moments import SCHOOL_ZONE

Form = Literal["html", "text"]

_NO_BREAK: Final = "\u00a0"
_TEXT_WIDTH: Final = 76
_OPENING: Final = 140
_LENGTH_OF_A_DAY: Final = len("2026-11-19")
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
        extensions=[_TYPOGRAPHY[language]],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    locale = Locale.parse(language)
    environment.globals["language"] = language
    environment.filters |= _filters(locale)
    environment.globals["part"] = environment.get_template("parts.j2").module
    environment.globals["say"] = environment.get_template("_phrases.j2").module
    return environment


def _filters(locale: Locale) -> dict[str, Callable[..., object]]:
    """What templates of a language can do with a fact; Babel is slow, so what it says is remembered."""

    def formatted(pattern: str) -> Callable[..., object]:
        return lru_cache(_REMEMBERED)(partial(_formatted, locale, pattern))

    return {
        "after": after,
        "bare": bare,
        "count": lru_cache(_REMEMBERED)(partial(count, locale)),
        "columns": columns,
        "date": formatted("d MMMM y"),
        "day": formatted("EEEE d MMMM y"),
        "day_and_month": formatted("d MMMM"),
        "grade": partial(grade, locale),
        "known": known,
        "link": link,
        "listed": partial(listed, locale),
        "mailto": mailto,
        "moment": partial(moment, locale),
        "month": formatted("MMMM y"),
        "paragraphs": paragraphs,
        "opening": opening,
        "own": own,
        "rank": partial(rank, locale.language),
        "short_day": formatted(f"d'{_NO_BREAK}'MMM"),
        "word": lru_cache(_REMEMBERED)(partial(word, locale)),
        "wrapped": wrapped,
    }


class Missing(StrictUndefined):
    """A fact that was not given: it may be asked for (`{% if expected %}`), anything else is an error."""

    __slots__ = ()

    def __bool__(self) -> bool:  # type: ignore[override]
        return False


class _Typography(Extension):
    """True apostrophes in the words of a language's own templates; layouts and facts are not touched."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        is_layout = stream.name in ("layout.j2", "parts.j2")
        for token in stream:
            if is_layout or token.type not in ("data", "string"):
                yield token
            else:
                yield Token(token.lineno, token.type, self.set_right(token.value))

    def set_right(self, text: str) -> str:
        return text.replace("'", "’")


class _FrenchTypography(_Typography):
    """The no-break spaces of French too: before `: ; ! ? %` and inside « »."""

    def set_right(self, text: str) -> str:
        text = re.sub(r" (?=[:;!?%»])", _NO_BREAK, super().set_right(text))
        return text.replace("« ", f"«{_NO_BREAK}")


_TYPOGRAPHY: Final = {"fr": _FrenchTypography, "en": _Typography}


def own(text: str) -> str:
    """Words of the school itself, such as its name, with true apostrophes; names of people stay as they were typed."""
    return text.replace("'", "’")


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


def count(locale: Locale, number: int, one: str, other: str, none: str | None = None) -> str:
    """`3 jours`: the number with the form of the word that the language wants for it (0 is singular in French).

    *none* is what zero is called: `aucun jour`.
    """
    if none is not None and number == 0:
        return none
    return f"{format_decimal(number, locale=locale)}{_NO_BREAK}{word(locale, number, one, other)}"


def grade(locale: Locale, marks: str) -> str:
    """`12,5/20`: a grade, which is text so that nothing of it is rounded."""
    return f"{format_decimal(Decimal(marks), locale=locale)}/20"


def known(rows: Iterable[tuple[str, object]]) -> list[tuple[str, object]]:
    """The rows that have a value."""
    return [row for row in rows if row[1]]


def link(text: str | None) -> str:
    """The text if it is a web address, else nothing: no other scheme ever becomes a link."""
    scheme, colon, rest = bare(text or "").strip().partition("://")
    return f"{scheme.lower()}{colon}{rest}" if rest and scheme.lower() in ("https", "http") else ""


def listed(locale: Locale, items: Sequence[str]) -> str:
    """`a, b et c`."""
    return format_list(items, locale=locale)


def mailto(address: str) -> str:
    """The link that writes to an address, and does nothing else, whatever the address holds."""
    return f"mailto:{quote(bare(address).strip(), safe='@')}"


def moment(locale: Locale, instant: str) -> str:
    """`lundi 30 novembre 2026 à 14 h 05`, on the school's clock; a day alone has no time."""
    if len(instant) == _LENGTH_OF_A_DAY:
        return _formatted(locale, "EEEE d MMMM y", instant)
    at = datetime.fromisoformat(instant)
    at = at.replace(tzinfo=SCHOOL_ZONE) if at.tzinfo is None else at.astimezone(SCHOOL_ZONE)
    day = _formatted(locale, "EEEE d MMMM y", at.date())
    if locale.language == "fr":
        return f"{day} à {at.hour}{_NO_BREAK}h{_NO_BREAK}{at:%M}"
    return f"{day} at {format_time(at.time(), 'HH:mm', locale=locale)}"


def opening(text: str) -> str:
    """How a text begins: the hidden line of a message that somebody has written."""
    line = " ".join(text.split())
    return isolated(line if len(line) <= _OPENING else line[:_OPENING].rpartition(" ")[0] + "…")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text of several: what a line break separates."""
    lines = (_PLAIN_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return [isolated(line) for line in lines if line]


def rank(language: str, number: int) -> str:
    """A place in a list: `2e`, in French for a feminine word (`1re`); `2nd`."""
    if language == "fr":
        return "1re" if number == 1 else f"{number}e"
    teen = 10 < number % 100 < 20
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def word(locale: Locale, number: int, one: str, other: str) -> str:
    """The form of a word that the language wants for that number."""
    return one if locale.plural_form(number) == "one" else other


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


@lru_cache(maxsize=1024)
def _formatted(locale: Locale, pattern: str, day: object) -> str:
    words = format_date(date.fromisoformat(str(day)), pattern, locale=locale)
    return re.sub(r"\b1 ", "1er ", words, count=1) if locale.language == "fr" else words
