"""How the templates of messages are read: one Jinja2 environment a form (HTML, text) and language."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Final, Literal

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

Form = Literal["html", "text"]

_NO_BREAK: Final = "\u00a0"
_TEXT_WIDTH: Final = 76
_PLAIN_SPACES: Final = re.compile(r"[ \t\r\n]+")


def template(folder: Path, form: Form, language: str, kind: str) -> Template:
    """The template of that kind of message, among those of the folder; read once."""
    return _environment(folder, form, language).get_template(f"{kind}.j2")


@cache
def _environment(folder: Path, form: Form, language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([folder / language, folder / form]),
        autoescape=form == "html",
        undefined=Missing,
        extensions=[_TYPOGRAPHY[language]],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    locale = Locale.parse(language)
    environment.globals["language"] = language
    environment.filters |= {
        "after": after,
        "count": partial(count, locale),
        "date": partial(_formatted, locale, "d MMMM y"),
        "day": partial(_formatted, locale, "EEEE d MMMM y"),
        "day_and_month": partial(_formatted, locale, "d MMMM"),
        "grade": partial(grade, locale),
        "link": link,
        "listed": partial(listed, locale),
        "rank": partial(rank, language),
        "wrapped": wrapped,
    }
    environment.globals["part"] = environment.get_template("parts.j2").module
    environment.globals["say"] = environment.get_template("_phrases.j2").module
    return environment


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


def after(text: str | None, prefix: str) -> str:
    """The prefix and the text; nothing when there is no text: `{{ first_name|after(", ") }}`."""
    return f"{prefix}{text}" if text else ""


def count(locale: Locale, number: int, one: str, other: str) -> str:
    """`3 jours`: the number with the form of the word that the language wants for it (0 is singular in French)."""
    word = one if locale.plural_form(number) == "one" else other
    return f"{format_decimal(number, locale=locale)}{_NO_BREAK}{word}"


def grade(locale: Locale, marks: str) -> str:
    """`12,5/20`: a grade, which is text so that nothing of it is rounded."""
    return f"{format_decimal(Decimal(marks), locale=locale)}/20"


def link(text: str | None) -> str:
    """The text if it is a web address, else nothing: no other scheme ever becomes a link."""
    return text if text and text.lower().startswith(("https://", "http://")) else ""


def listed(locale: Locale, items: Sequence[str]) -> str:
    """`a, b et c`."""
    return format_list(items, locale=locale)


def rank(language: str, number: int) -> str:
    """A place in a list: `2e`, in French for a feminine word (`1re`); `2nd`."""
    if language == "fr":
        return "1re" if number == 1 else f"{number}e"
    teen = 10 < number % 100 < 20
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


@lru_cache(maxsize=1024)
def wrapped(text: str) -> str:
    """A paragraph in lines of 76 columns; no word, address or no-break space is ever broken."""
    words = _PLAIN_SPACES.sub(" ", text).strip()
    return textwrap.fill(words, _TEXT_WIDTH, break_long_words=False, break_on_hyphens=False)


@lru_cache(maxsize=1024)
def _formatted(locale: Locale, pattern: str, day: object) -> str:
    words = format_date(date.fromisoformat(str(day)), pattern, locale=locale)
    return re.sub(r"\b1 ", "1er ", words, count=1) if locale.language == "fr" else words
