"""What tags of Moodle say of a question that Moodle has no other place for: `theme:t1`, `level:2`, `public`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ledr_core.domain.catalogue.questions import Question

_VALUES: Final = ("kind", "theme", "lesson", "level")
_FLAGS: Final = ("public", "placement", "withdrawn")


def told_by(tags: Iterable[str]) -> dict[str, object]:
    """What tags say, by the fields of catalogue files; others say nothing here."""
    said: dict[str, object] = {}
    for tag in tags:
        name, _, value = (part.strip() for part in tag.partition(":"))
        if name in _FLAGS and not value:
            said[name] = True
        elif name in _VALUES and value:
            said[name] = int(value) if name == "level" and value.isdecimal() and len(value) < 10 else value
    return said


def tags_of(theme: str, question: Question) -> list[str]:
    """The tags of a question of a theme."""
    values = {"kind": question.kind.value, "theme": theme, "level": question.level}
    return [*(f"{name}:{value}" for name, value in values.items()), *(one for one in _FLAGS if getattr(question, one))]
