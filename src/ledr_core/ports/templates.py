"""Turning the facts of a message into a subject, a text and a page; and hiding the secrets among the facts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final, Protocol

from attrs import frozen

MASK: Final = "••••••"
"""Stands where a secret was."""

SECRETS: Final = frozenset({"password", "token"})
"""Names of facts that are secrets whatever kind of message they are in."""

_TOKEN_IN_LINK: Final = re.compile(r"([?&#;]token=)[^&#;\s]+")


@frozen
class Rendered:
    """A message in words: a subject on one line, the same content as text and as HTML, and the links of it in order."""

    subject: str
    text: str
    html: str
    links: tuple[str, ...]


class Templates(Protocol):
    """The words of messages, in French ("fr") and English ("en")."""

    def render(self, kind: str, facts: Mapping[str, object], language: str) -> Rendered:
        """The message of that kind with these facts, which are JSON values (dates as ISO text) and may hold any text.

        Raises Invalid: `kind` or `language` when there is no such template, `facts` when one that the kind needs is
        missing or has the wrong shape.
        """

    def subject(self, kind: str, facts: Mapping[str, object], language: str) -> str:
        """The subject of that message alone, which may need fewer of its facts. Raises Invalid as `render` does."""


def masked(facts: Mapping[str, object], names: Collection[str] = SECRETS, *, key: bool = False) -> dict[str, object]:
    """The facts of a message with every secret replaced by `MASK`, at any depth; all the rest is untouched.

    Secrets are the facts of these names, a token inside a link, and the whole way behind the host in `link` where that
    is itself the *key* to a door: whoever has it is let in. An absent secret (None) stays absent.
    """
    secrets = tuple(value for value in _secret_values(facts, names) if value)

    def veiled(name: str, value: object) -> object:
        if isinstance(value, Mapping):
            return {inner: veiled(inner, item) for inner, item in value.items()}
        if isinstance(value, list | tuple):
            return [veiled(name, item) for item in value]
        if value is None:
            return None
        if name in names:
            return MASK
        if isinstance(value, str) and "://" in value:
            return _without_secrets(value, secrets, is_key=key and name == "link")
        return value

    return {name: veiled(name, value) for name, value in facts.items()}


def _secret_values(facts: object, names: Collection[str], name: str = "") -> Iterator[str]:
    if isinstance(facts, Mapping):
        for inner, value in facts.items():
            yield from _secret_values(value, names, inner)
    elif isinstance(facts, list | tuple):
        for value in facts:
            yield from _secret_values(value, names, name)
    elif name in names and isinstance(facts, str):
        yield facts


def _without_secrets(link: str, secrets: tuple[str, ...], *, is_key: bool) -> str:
    if is_key:
        scheme, _, rest = link.partition("://")
        return f"{scheme}://{rest.partition('/')[0]}/{MASK}"
    for secret in secrets:
        link = link.replace(secret, MASK)
    return _TOKEN_IN_LINK.sub(rf"\g<1>{MASK}", link)
