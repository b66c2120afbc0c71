"""What the categories and tags of another program mean: the file that says so, with the line of what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs
from attrs import field, frozen

from ledr_core.application.catalogue.files import Level
from ledr_core.application.operating.values import read
from ledr_core.domain.catalogue.questions import QuestionKind
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.wording import yaml12


@frozen
class Meaning:
    """What a category or a tag says of the questions that have it."""

    kind: QuestionKind | None = None
    lesson: str | None = None
    theme: str | None = None
    level: Level | None = None
    public: bool | None = None
    placement: bool | None = None


@frozen
class Meanings:
    """What categories and tags mean, by their names."""

    categories: Mapping[str, Mapping[str, object]] = field(factory=dict)
    tags: Mapping[str, Mapping[str, object]] = field(factory=dict)

    def of(self, category: str, tags: tuple[str, ...]) -> dict[str, object]:
        """What is meant by a category, inner ones before those around them, and by tags, which say it nearer still."""
        meant: dict[str, object] = {}
        for name in _around(category):
            meant |= self.categories.get(name, {})
        for tag in tags:
            meant |= self.tags.get(tag, {})
        return meant


_SECTIONS: Final = ("categories", "tags")


def meanings_in(file: Content) -> Meanings:
    """What a mapping file says. Raises Invalid (`mapping`, or what it is about) with file and line."""
    document = yaml12.decoded(file.data, file.name)
    if not isinstance(document.value, Mapping):
        raise document.invalid((), "no map", {"fields": list(_SECTIONS)})
    for section in document.value:
        if section not in _SECTIONS:
            raise document.invalid((section,), "unknown here", {"choices": list(_SECTIONS)})
    return Meanings(*(dict(_meanings(document, section)) for section in _SECTIONS))


def _meanings(document: yaml12.Document, section: str) -> Iterator[tuple[str, dict[str, object]]]:
    named = document.value.get(section)
    if named is None:
        return
    if not isinstance(named, Mapping):
        raise document.invalid((section,), "not names and values", {"value": named})
    for name, said in named.items():
        yield name, _meaning(document, (section, name), said)


def _meaning(document: yaml12.Document, place: tuple[str, str], said: object) -> dict[str, object]:
    try:
        meaning: Meaning = read(Meaning, said, "meaning")
    except Invalid as error:
        below = error.field.partition(".")[2]
        raise document.invalid((*place, below) if below else place, error.ground, error.facts) from None
    values: dict[str, Any] = attrs.asdict(meaning)
    return {name: value for name, value in values.items() if value is not None}


def _around(category: str) -> Iterator[str]:
    """The names under which a category may be mapped: those around it from the outside, itself, and as it is written.

    Moodle begins them with a context, `$course$`, and `top`; a `/` in a name is doubled.
    """
    names = [name.strip().replace("\0", "/") for name in category.replace("//", "\0").split("/")]
    if names[0].startswith("$"):
        names = names[1:]
    if names[:1] == ["top"]:
        names = names[1:]
    for last in range(len(names)):
        yield "/".join(names[: last + 1])
    yield category
