"""Reading texts at the border: how long they are, what is in them, and what each kind of them must be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import Final

from ledr_core.domain.access.throttling import network_of
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.texts import address, composed, trimmed


class Mark(Enum):
    """A way of reading a value, mostly text; `LONGEST` says how many letters it has at most."""

    ADDRESS = auto()
    ANYTHING = auto()
    AS_IT_CAME = auto()
    EMAIL = auto()
    HEADER = auto()
    LINE = auto()
    LOGIN = auto()
    NAME = auto()
    PASSWORD = auto()
    PATH = auto()
    SAID = auto()
    SEED = auto()
    SENTENCE = auto()
    TEXT = auto()
    TYPED = auto()


LONGEST: Final[Mapping[Mark, int]] = {
    Mark.NAME: 200,
    Mark.SEED: 200,
    Mark.ADDRESS: 100,
    Mark.EMAIL: 320,
    Mark.LOGIN: 1_000,
    Mark.TYPED: 1_000,
    Mark.PASSWORD: 1_000,
    Mark.HEADER: 2_000,
    Mark.LINE: 2_000,
    Mark.SENTENCE: 2_000,
    Mark.PATH: 4_096,
    Mark.TEXT: 100_000,
    Mark.ANYTHING: 100_000,
    Mark.SAID: 100_000,
    Mark.AS_IT_CAME: 10_000_000,
}
"""Letters of a text that is read so. Plain text names something, or is the name to be."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_REFUSED: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
SHORTEST_PASSWORD: Final = 8
LONGEST_PASSWORD: Final = 200


def one_line(mark: Mark, value: object, name: str) -> str:
    """A line that says something. Raises Invalid."""
    return must_be_one_line(trimmed(composed(typed(mark, value, name))), name)


def must_be_one_line(text: str, name: str) -> str:
    """The text. Raises Invalid for one that says nothing, or goes on in another line."""
    if not text:
        raise Invalid(name, "empty")
    if "\n" in text or "\r" in text:
        raise Invalid(name, "line break")
    return text


def typed(mark: Mark, value: object, name: str) -> str:
    """Text as it was typed. Raises Invalid for what is none, is too long, or has control characters."""
    if not isinstance(value, str):
        raise Invalid(name, "not text", {"value": value})
    if len(value) > LONGEST[mark]:
        raise Invalid(name, "too long", {"length": len(value), "most": LONGEST[mark]})
    refused = _REFUSED.search(value)
    if refused is not None:
        raise Invalid(name, "control character", {"code": f"{ord(refused[0]):04X}"})
    return value


def kept(mark: Mark, value: object, name: str) -> str:
    """Text as it was typed, in composed form (ACC-18). Raises Invalid as `typed` does."""
    return composed(typed(mark, value, name))


def _said(mark: Mark, value: object, name: str) -> str:
    return kept(mark, _CONTROL.sub("", value[: 2 * LONGEST[mark]]) if isinstance(value, str) else value, name)


def _seed(mark: Mark, value: object, name: str) -> str:
    number = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
    return str(value) if number else one_line(mark, value, name)


def _line(mark: Mark, value: object, name: str) -> str:
    return "" if isinstance(value, str) and not trimmed(value) else one_line(mark, value, name)


def _address(mark: Mark, value: object, name: str) -> str:
    return network_of(one_line(mark, value, name))


def _email(mark: Mark, value: object, name: str) -> str:
    return read_email(one_line(mark, value, name), name)


def _login(mark: Mark, value: object, name: str) -> str:
    return trimmed(kept(mark, value, name))


def _password(mark: Mark, value: object, name: str) -> str:
    text = trimmed(kept(mark, value, name))
    if not SHORTEST_PASSWORD <= len(text) <= LONGEST_PASSWORD:
        ground = "password too short" if len(text) < SHORTEST_PASSWORD else "password too long"
        raise Invalid(name, ground, {"shortest": SHORTEST_PASSWORD, "longest": LONGEST_PASSWORD})
    return text


def read_email(text: str, name: str) -> str:
    """An address that mail can be sent to, its domain in decoded form. Raises Invalid with what is wrong with it."""
    from email_validator import EmailNotValidError, validate_email

    found = address(text)
    try:
        validate_email(found, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise Invalid(name, "not an e-mail address", {"value": text, "detail": str(error)}) from None
    return found


def _as_it_came(mark: Mark, value: object, name: str) -> object:
    length = value.nbytes if isinstance(value, memoryview) else len(value) if isinstance(value, _WHOLE) else 0
    if length > LONGEST[mark]:
        raise Invalid(name, "too long", {"length": length, "most": LONGEST[mark]})
    return value


_WHOLE: Final = (str, bytes, bytearray)


def _header(mark: Mark, value: object, name: str) -> str:
    """A line that came with a call, as a web server hands it on: text, or bytes, which HTTP has as Latin-1."""
    came = bytes(value).decode("latin-1") if isinstance(value, bytes | bytearray | memoryview) else value
    return _line(mark, came, name)


def _anything(_: Mark, value: object, name: str) -> object:
    return kept(Mark.TEXT, value, name) if isinstance(value, str) else value


MARKED: Final[Mapping[Mark, Callable[[Mark, object, str], object]]] = {
    Mark.ADDRESS: _address,
    Mark.ANYTHING: _anything,
    Mark.AS_IT_CAME: _as_it_came,
    Mark.EMAIL: _email,
    Mark.HEADER: _header,
    Mark.LINE: _line,
    Mark.LOGIN: _login,
    Mark.PASSWORD: _password,
    Mark.SAID: _said,
    Mark.SEED: _seed,
    Mark.SENTENCE: one_line,
    Mark.TEXT: kept,
    Mark.TYPED: kept,
}
"""How each kind is read."""
