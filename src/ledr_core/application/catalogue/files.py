"""Catalogue files: what an author writes, read with the file and line of whatever is wrong (CAT-13)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Annotated, Any, Final

from attrs import define, field, frozen

from ledr_core.application.operating.sources import ReadAhead
from ledr_core.application.operating.values import Count, Line, Positive, Range, Sentence, Text, read
from ledr_core.domain.catalogue.questions import HIGHEST_LEVEL, QuestionKind
from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.ports.disk import Source
from ledr_core.wording import yaml12

Level = Annotated[int, Range(1, HIGHEST_LEVEL)]
"""A level of difficulty, from 1."""
Progress = Callable[[int, int, str], None]
"""Told how far long work is: done, of how many, at what."""


@frozen
class LessonEntry:
    """A lesson, as an author writes it; what is left out keeps its value."""

    reference: str
    title: str | None = None
    video: Sentence | None = None
    seconds: Positive | None = None
    demo: bool | None = None


@frozen
class ModuleEntry:
    """A module, as an author writes it."""

    reference: str
    title: str | None = None
    lessons: Sequence[str] | None = None
    sheet: Line | None = None


@frozen
class ThemeEntry:
    """A theme, as an author writes it."""

    reference: str
    title: str | None = None
    colour: str | None = None
    optional: bool | None = None
    modules: Sequence[str] | None = None


@frozen
class WorkshopEntry:
    """A workshop, as an author writes it."""

    reference: str
    title: str | None = None
    modules: Sequence[str] | None = None
    introduction_question: Text | None = None
    questions: Sequence[Text] | None = None


@frozen
class QuestionEntry:
    """A question, as an author writes it: of a lesson (practice), or of a theme and level (programme)."""

    reference: str
    kind: QuestionKind | None = None
    lesson: str | None = None
    theme: str | None = None
    level: Level | None = None
    public: bool | None = None
    placement: bool | None = None
    text: Text | None = None
    choices: Sequence[Text] | None = None
    right: Sequence[Count] | None = None
    explanation: Text | None = None
    withdrawn: bool | None = None


@frozen
class BackgroundsEntry:
    """The images of a course's certificates, as an author names them; an empty name takes one away."""

    gold: Line | None = None
    silver: Line | None = None
    bronze: Line | None = None


@frozen
class AboutEntry:
    """The sheet of a certification, as an author writes it (OFFER-4)."""

    for_whom: Text | None = None
    aim: Text | None = None
    skills: Sequence[Sentence] | None = None
    programme: Text | None = None


@frozen
class CourseEntry:
    """A course, as an author writes it."""

    reference: str
    title: str | None = None
    themes: Sequence[str] | None = None
    certifying: bool | None = None
    assessments: bool | None = None
    workshops: Sequence[str] | None = None
    workshops_required: Count | None = None
    workshops_locked: bool | None = None
    community: bool | None = None
    certificate: BackgroundsEntry | None = None
    register: Line | None = None
    hours: Count | None = None
    about: AboutEntry | None = None


@frozen
class CaseQuestionEntry:
    """A question of a case, as an author writes it."""

    text: Text
    maximum: Decimal
    rubric: Text = ""


@frozen
class CaseEntry:
    """A final case, as an author writes it."""

    reference: str
    course: str | None = None
    public: bool | None = None
    questions: Sequence[CaseQuestionEntry] | None = None


Entry = LessonEntry | ModuleEntry | ThemeEntry | WorkshopEntry | QuestionEntry | CourseEntry | CaseEntry

SECTIONS: Final[dict[str, type[Entry]]] = {
    "lessons": LessonEntry,
    "modules": ModuleEntry,
    "themes": ThemeEntry,
    "workshops": WorkshopEntry,
    "questions": QuestionEntry,
    "courses": CourseEntry,
    "cases": CaseEntry,
}
"""What a catalogue file holds, parts before the wholes that name them."""


MOST_ENTRIES: Final = 100_000
"""Entries of a section."""
_STEPS: Final = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


@frozen
class Place:
    """Where an entry stands: its section and index, and its document when it was read from a file."""

    section: str
    index: int
    source: Source
    """Where the files are that the entry names."""
    document: yaml12.Document | None = None

    @property
    def line(self) -> dict[str, object]:
        """File and line of the entry, when it was read from a file."""
        if self.document is None:
            return {}
        return {"file": self.document.file, "line": self.document.line((self.section, self.index))}

    def invalid(self, name: str, ground: str, facts: Mapping[str, Any] | None = None) -> Invalid:
        """An error about a field of the entry, such as `lessons`, `lessons[1]` or `questions[0].maximum`."""
        place: list[str | int] = [self.section, self.index]
        for head, index in _STEPS.findall(name):
            place.append(head if head else int(index))
        if self.document is not None:
            return self.document.invalid(tuple(place), ground, facts)
        return Invalid(f"{self.section}[{self.index}].{name}", ground, facts)


class Direct(Place):
    """The place of an entry given by an operation's own parameters."""

    def invalid(self, name: str, ground: str, facts: Mapping[str, Any] | None = None) -> Invalid:
        """An error about a parameter."""
        return Invalid(name, ground, facts)


@contextmanager
def gathered(errors: list[Invalid | Refused] | None) -> Iterator[None]:
    """Go on after what is wrong, and keep it, where errors are gathered."""
    try:
        yield
    except (Invalid, Refused) as error:
        if errors is None:
            raise
        errors.append(error)


@define
class Entries:
    """What a catalogue file, a folder of them, or data says: entries by section, each with its place."""

    source: ReadAhead
    """Where the files are that entries name."""
    errors: list[Invalid | Refused] | None = None
    """What is wrong, where all of it is gathered; else the first is raised."""
    unread: set[tuple[str, str]] = field(factory=set)
    """The section and reference of entries that cannot be read, where errors are gathered."""
    found: dict[str, list[tuple[Any, Place]]] = field(factory=lambda: {section: [] for section in SECTIONS})

    def take(self, value: object, document: yaml12.Document | None) -> None:
        """Read one document. Raises Invalid for an unknown section, field or value."""
        if value is None:
            return
        if not isinstance(value, Mapping):
            raise _invalid_at(document, (), "no map", {"fields": list(SECTIONS)})
        for section, entries in value.items():
            if section not in SECTIONS:
                raise _invalid_at(document, (str(section),), "unknown here", {"choices": list(SECTIONS)})
            for place, entry in _items(entries, section, document, self.source):
                named = (section, str(entry.get("reference")) if isinstance(entry, Mapping) else "")
                self.unread.add(named)
                with gathered(self.errors):
                    self.found[section].append((_read_entry(SECTIONS[section], entry, place), place))
                    self.unread.discard(named)

    def must_be_distinct(self) -> None:
        """Raises Invalid when a section defines a reference twice."""
        for entries in self.found.values():
            seen: dict[str, Place] = {}
            for entry, place in entries:
                with gathered(self.errors):
                    if entry.reference in seen:
                        raise place.invalid("reference", "defined twice", {"value": entry.reference})
                    seen[entry.reference] = place


def _items(
    entries: object, section: str, document: yaml12.Document | None, source: Source
) -> Iterator[tuple[Place, object]]:
    if entries is None:
        return
    if isinstance(entries, str | Mapping) or not isinstance(entries, Sequence):
        raise _invalid_at(document, (section,), "no list")
    if len(entries) > MOST_ENTRIES:
        raise _invalid_at(document, (section,), "too many items", {"count": len(entries), "most": MOST_ENTRIES})
    for index, entry in enumerate(entries):
        yield Place(section, index, source, document), entry


def _read_entry(kind: type[Entry], entry: object, place: Place) -> Any:
    try:
        return read(kind, entry, "entry")
    except Invalid as error:
        name = error.field.partition(".")[2]
        if not name:
            where: tuple[str | int, ...] = (place.section, place.index)
            raise _invalid_at(place.document, where, error.ground, error.facts) from None
        raise place.invalid(name, error.ground, error.facts) from None


def _invalid_at(
    document: yaml12.Document | None, place: tuple[str | int, ...], ground: str, facts: Mapping[str, Any] | None = None
) -> Invalid:
    if document is not None:
        return document.invalid(place, ground, facts)
    return Invalid(yaml12.field_name(place) or "data", ground, facts)


def read_files(source: Source, progress: Progress | None = None, *, gathering: bool = False) -> Entries:
    """The entries of a file, or of all the .yaml files of a folder. Raises Invalid with file, line and field."""
    entries = Entries(ReadAhead(source), [] if gathering else None)
    try:
        names = source.documents((".yaml", ".yml"))
    except OSError as error:
        raise Invalid("file", "file unreadable", {"cause": error.strerror}, file=source.name) from None
    if not names:
        raise Invalid("file", "no YAML file", file=source.name)
    for number, name in enumerate(names, 1):
        with gathered(entries.errors):
            document = _document(source, name)
            entries.take(document.value, document)
        if progress:
            progress(number, len(names), "reading")
    entries.must_be_distinct()
    return entries


def _document(source: Source, name: str) -> yaml12.Document:
    try:
        content = source.document(name)
    except OSError as error:
        raise Invalid("file", "file unreadable", {"cause": error.strerror}, file=name) from None
    return yaml12.decoded(content, name)


def read_data(data: object, source: Source, *, gathering: bool = False) -> Entries:
    """The entries of data in the shape of a catalogue file; files that they name are in *source*."""
    entries = Entries(ReadAhead(source), [] if gathering else None)
    with gathered(entries.errors):
        entries.take(data, None)
    entries.must_be_distinct()
    return entries
