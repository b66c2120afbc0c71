"""Catalogue files: what an author writes, read with the file and line of whatever is wrong (CAT-13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from attrs import define, field, frozen

from ledr_core.application import yaml12
from ledr_core.application.reading import Positive, read
from ledr_core.domain.errors import Invalid


@frozen
class LessonEntry:
    """A lesson, as an author writes it; what is left out keeps its value."""

    reference: str
    title: str | None = None
    video: str | None = None
    seconds: Positive | None = None
    demo: bool | None = None


@frozen
class ModuleEntry:
    """A module, as an author writes it."""

    reference: str
    title: str | None = None
    lessons: Sequence[str] | None = None
    sheet: str | None = None


@frozen
class ThemeEntry:
    """A theme, as an author writes it."""

    reference: str
    title: str | None = None
    colour: str | None = None
    optional: bool | None = None
    modules: Sequence[str] | None = None


@frozen
class CourseEntry:
    """A course, as an author writes it."""

    reference: str
    title: str | None = None
    themes: Sequence[str] | None = None


Entry = LessonEntry | ModuleEntry | ThemeEntry | CourseEntry
E = TypeVar("E", LessonEntry, ModuleEntry, ThemeEntry, CourseEntry)

SECTIONS: Final[dict[str, type[Entry]]] = {
    "lessons": LessonEntry,
    "modules": ModuleEntry,
    "themes": ThemeEntry,
    "courses": CourseEntry,
}


@frozen
class Place:
    """Where an entry stands: its section and index, and its document when it was read from a file."""

    section: str
    index: int
    document: yaml12.Document | None = None

    def invalid(self, name: str, reason: str, allowed: object = None) -> Invalid:
        """An error about a field of the entry, such as `lessons` or `lessons[1]`."""
        place: list[str | int] = [self.section, self.index]
        head, _, rest = name.partition("[")
        place.append(head)
        place.extend(int(part.rstrip("]")) for part in rest.split("[") if rest)
        if self.document is not None:
            return self.document.invalid(tuple(place), reason, allowed)
        return Invalid(f"{self.section}[{self.index}].{name}", reason, allowed)


@define
class Entries:
    """What a catalogue file, a folder of them, or data says: entries by section, each with its place."""

    found: dict[str, list[tuple[Any, Place]]] = field(factory=lambda: {section: [] for section in SECTIONS})

    def of(self, kind: type[E]) -> list[tuple[E, Place]]:
        """The entries of one kind, each with its place."""
        section = next(name for name, entry in SECTIONS.items() if entry is kind)
        return self.found[section]

    def take(self, value: object, document: yaml12.Document | None) -> None:
        """Read one document. Raises Invalid for an unknown section, field or value."""
        if value is None:
            return
        if not isinstance(value, Mapping):
            raise _invalid(document, (), "is not a map", f"a map with {', '.join(SECTIONS)}")
        for section, entries in value.items():
            if section not in SECTIONS:
                raise _invalid(document, (str(section),), "is not known here", list(SECTIONS))
            for place, entry in _items(entries, section, document):
                self.found[section].append((_read_entry(SECTIONS[section], entry, place), place))

    def must_be_distinct(self) -> None:
        """Raises Invalid when a section defines a reference twice."""
        for entries in self.found.values():
            seen: dict[str, Place] = {}
            for entry, place in entries:
                if entry.reference in seen:
                    raise place.invalid("reference", f"{entry.reference!r} is defined twice", "each reference once")
                seen[entry.reference] = place


def _items(entries: object, section: str, document: yaml12.Document | None) -> Iterator[tuple[Place, object]]:
    if entries is None:
        return
    if isinstance(entries, str | Mapping) or not isinstance(entries, Sequence):
        raise _invalid(document, (section,), "is not a list", "a list")
    for index, entry in enumerate(entries):
        yield Place(section, index, document), entry


def _read_entry(kind: type[Entry], entry: object, place: Place) -> Any:
    try:
        return read(kind, entry, "entry")
    except Invalid as error:
        name = error.field.partition(".")[2]
        if not name:
            where: tuple[str | int, ...] = (place.section, place.index)
            raise _invalid(place.document, where, error.reason, error.allowed) from None
        raise place.invalid(name, error.reason, error.allowed) from None


def _invalid(document: yaml12.Document | None, place: tuple[str | int, ...], reason: str, allowed: object) -> Invalid:
    if document is not None:
        return document.invalid(place, reason, allowed)
    return Invalid(yaml12.field_name(place) or "data", reason, allowed)


def read_files(file: str) -> Entries:
    """The entries of a file, or of all the .yaml files of a folder. Raises Invalid with file, line and field."""
    entries = Entries()
    path = Path(file)
    paths = sorted([*path.glob("*.yaml"), *path.glob("*.yml")]) if path.is_dir() else [path]
    if not paths:
        raise Invalid("file", "holds no .yaml file", "a file, or a folder of .yaml files", file=str(path))
    for one in paths:
        document = yaml12.read(one)
        entries.take(document.value, document)
    entries.must_be_distinct()
    return entries


def read_data(data: object) -> Entries:
    """The entries of data in the shape of a catalogue file."""
    entries = Entries()
    entries.take(data, None)
    entries.must_be_distinct()
    return entries
