"""Turning the facts of a message into a subject, a text and a page; and hiding the secrets among the facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, Protocol

from attrs import frozen

MASK: Final = "••••••"
"""Stands where a secret was."""

_SECRETS: Final = frozenset({"password", "token"})
"""Names of facts that are secrets, in every kind of message."""

_KEYS: Final = frozenset({"reset_password", "invitation", "placement_result"})
"""Kinds whose fact `link` opens a door by itself: whoever has it is let in."""

_TOKEN_IN_LINK: Final = re.compile(r"([?&#;]token=)[^&#;\s]+")


@frozen
class Rendered:
    """A message in words: a subject on one line, the same content as text and as HTML, and the links of it in order."""

    subject: str
    text: str
    html: str
    links: tuple[str, ...]


class Templates(Protocol):
    """The kinds of message the school writes, in French ("fr") and English ("en")."""

    def kinds(self) -> tuple[str, ...]:
        """The kinds that can be rendered, sorted."""

    def render(self, kind: str, facts: Mapping[str, object], language: str) -> Rendered:
        """The message of that kind with these facts, which are JSON values (dates as ISO text) and may hold any text.

        Raises Invalid: `kind` or `language` when there is no such template, `facts` when one that the kind needs is
        missing or has the wrong shape.
        """

    def subject(self, kind: str, facts: Mapping[str, object], language: str) -> str:
        """The subject of that message alone, which may need fewer of its facts. Raises Invalid as `render` does."""


def masked(kind: str, facts: Mapping[str, object]) -> dict[str, object]:
    """The facts of a message with every secret replaced by `MASK`, at any depth; all the rest is untouched.

    Secrets are passwords and tokens, a token inside a link, and the whole way behind the host in the `link` of a kind
    where the link is itself the key. An absent secret (None) stays absent.
    """
    secrets = tuple(value for value in _secret_values(facts) if value)

    def veiled(name: str, value: object) -> object:
        if isinstance(value, Mapping):
            return {inner: veiled(inner, item) for inner, item in value.items()}
        if isinstance(value, list | tuple):
            return [veiled(name, item) for item in value]
        if value is None:
            return None
        if name in _SECRETS:
            return MASK
        if isinstance(value, str) and "://" in value:
            return _without_secrets(value, secrets, is_key=name == "link" and kind in _KEYS)
        return value

    return {name: veiled(name, value) for name, value in facts.items()}


def _secret_values(facts: object, name: str = "") -> Iterator[str]:
    if isinstance(facts, Mapping):
        for inner, value in facts.items():
            yield from _secret_values(value, inner)
    elif isinstance(facts, list | tuple):
        for value in facts:
            yield from _secret_values(value, name)
    elif name in _SECRETS and isinstance(facts, str):
        yield facts


def _without_secrets(link: str, secrets: tuple[str, ...], *, is_key: bool) -> str:
    if is_key:
        scheme, _, rest = link.partition("://")
        return f"{scheme}://{rest.partition('/')[0]}/{MASK}"
    for secret in secrets:
        link = link.replace(secret, MASK)
    return _TOKEN_IN_LINK.sub(rf"\g<1>{MASK}", link)
