"""Searching by words, over their index: each word of a text begins a word of what is found (CAT-8, ACC-18).

A text without any word finds nothing.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared
from ledr_core.domain.kernel.texts import after_all, words_of

FEW: Final = (200, 5_000)
"""Up to so many, what a word finds is looked at one by one: first of the words that find next to nothing."""

_w = t.search_words.c
_beginning = sa.and_(_w.kind == sa.bindparam("kind"), _w.word >= sa.bindparam("word"), _w.word < sa.bindparam("beyond"))
SOME_OWNERS = Prepared(sa.select(_w.owner_id).where(_beginning).limit(sa.bindparam("limit", type_=sa.Integer)))


def found(connection: sa.Connection, kind: str, text: str) -> set[str]:
    """All of a kind that a text finds: in proportion to what each of its words does."""
    words = words_of(text)
    if not words:
        return set()
    owners = (
        sa.select(_w.owner_id).where(_w.kind == kind, _w.word >= word, _w.word < after_all(word)) for word in words
    )
    return set(connection.scalars(sa.intersect(*owners)))


def few_found(connection: sa.Connection, kind: str, text: str) -> set[str] | None:
    """What the rarest word of a text finds, where that is few: among them is all that the text finds."""
    words = sorted(words_of(text), key=len, reverse=True)
    if not words:
        return set()
    for most in FEW:
        for word in words:
            owners = _owners(connection, kind, word, most + 1)
            if len(owners) <= most:
                return owners
    return None


def has_words(kind: str, owner: sa.ColumnElement[str], text: str) -> list[sa.ColumnElement[bool]]:
    """Whether a text finds what is so identified."""
    return [
        sa.exists().where(_w.kind == kind, _w.owner_id == owner, _w.word >= word, _w.word < after_all(word))
        for word in words_of(text)
    ] or [sa.false()]


def _owners(connection: sa.Connection, kind: str, word: str, limit: int) -> set[str]:
    (owners,) = SOME_OWNERS.columns(connection, kind=kind, word=word, beyond=after_all(word), limit=limit)
    return set(owners)
