"""Catalogue files: what an author writes, read with the file and line of whatever is wrong (CAT-13)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from posixpath import dirname, normpath
from typing import Annotated, Any, Final

import attrs
from attrs import define, field, frozen

from ledr_core.application.catalogue.places import Place
from ledr_core.application.operating.sources import ReadAhead
from ledr_core.application.operating.values import (
    Choice,
    Count,
    Line,
    Positive,
    Range,
    Sentence,
    Text,
    fields_of,
    read,
    read_fields,
)
from ledr_core.domain.catalogue.questions import HIGHEST_LEVEL, QuestionKind
from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.domain.kernel.texts import composed
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
    right: Sequence[Choice] | None = None
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
ENDINGS: Final = (".yaml", ".yml")
"""How the files of a folder end that are read."""


@define
class Entries:
    """What a catalogue file, a folder of them, or data says: entries by section, each with its place."""

    source: ReadAhead
    """Where the files are that entries name."""
    errors: list[Invalid | Refused] = field(factory=list)
    """All that is wrong."""
    unread: set[str] = field(factory=set)
    """The sections of which something could not be read: what they lack is not known to be missing."""
    left: Sequence[str] = ()
    """The files of the folder that are not read: no YAML, and named by no entry."""
    found: dict[str, list[tuple[Any, Place]]] = field(factory=lambda: {section: [] for section in SECTIONS})

    def take(self, value: object, document: yaml12.Document | None, folder: str = "") -> None:
        """Read one document; what is wrong with it is kept."""
        if value is None:
            return
        if not isinstance(value, Mapping):
            self._unreadable(SECTIONS, _invalid_at(document, (), "no map", {"fields": list(SECTIONS)}))
            return
        for section, entries in value.items():
            if section not in SECTIONS:
                facts = {"choices": list(SECTIONS)}
                self._unreadable(SECTIONS, _invalid_at(document, (str(section),), "unknown here", facts))
                continue
            try:
                items = list(_items(entries, section, document))
            except Invalid as error:
                self._unreadable([section], error)
                continue
            for index, entry in enumerate(items):
                self._one(entry, Place(section, index, self.source, document, folder))

    def broken(self, error: Invalid) -> None:
        """Keep what is wrong with a document that cannot be read at all."""
        self._unreadable(SECTIONS, error)

    def must_be_distinct(self) -> None:
        """Have each section define a reference once; the second time is wrong, and left out."""
        for section, entries in self.found.items():
            first: dict[str, tuple[Any, Place]] = {}
            for entry, place in entries:
                if first.setdefault(entry.reference, (entry, place))[1] is not place:
                    self.errors.append(place.invalid("reference", "defined twice", {"value": entry.reference}))
            self.found[section] = list(first.values())

    def look_beside(self, others: Iterable[str]) -> None:
        """Keep which other files of the folder no entry names."""
        named = {_file_key(place.file(file)) for entries in self.found.values() for file, place in _files_of(entries)}
        left = (one for one in others if _file_key(one) not in named)
        self.left = [self.source.called(one) + ("/" if one.endswith("/") else "") for one in left]

    def _one(self, entry: object, place: Place) -> None:
        read = _read_entry(SECTIONS[place.section], entry, place, self.errors)
        if read is None:
            self.unread.add(place.section)
        else:
            self.found[place.section].append((read, place))

    def _unreadable(self, sections: Iterable[str], error: Invalid) -> None:
        self.unread.update(sections)
        self.errors.append(error)


def _files_of(entries: list[tuple[Any, Place]]) -> Iterator[tuple[str, Place]]:
    """The files that entries name, each with the place of who names it."""
    for entry, place in entries:
        if isinstance(entry, ModuleEntry) and entry.sheet:
            yield entry.sheet, place
        if isinstance(entry, CourseEntry) and entry.certificate:
            yield from ((file, place) for file in attrs.astuple(entry.certificate) if file)


def _file_key(name: str) -> str:
    return str(composed(normpath(name)))


def _items(entries: object, section: str, document: yaml12.Document | None) -> Sequence[object]:
    if entries is None:
        return ()
    if isinstance(entries, str | Mapping) or not isinstance(entries, Sequence):
        raise _invalid_at(document, (section,), "no list")
    if len(entries) > MOST_ENTRIES:
        raise _invalid_at(document, (section,), "too many items", {"count": len(entries), "most": MOST_ENTRIES})
    return entries


def _read_entry(kind: type[Entry], entry: object, place: Place, errors: list[Invalid | Refused]) -> Any:
    """The entry, without the fields with which something is wrong; None when it does not say what it is about."""
    try:
        return read(kind, entry, "entry")
    except Invalid as error:
        if isinstance(entry, Mapping):
            return _read_what_is_right(kind, entry, place, errors)
        errors.append(_invalid_at(place.document, (place.section, place.index), error.ground, error.facts))
        return None


def _read_what_is_right(kind: Any, entry: Mapping[Any, object], place: Place, errors: list[Invalid | Refused]) -> Any:
    values: dict[str, Any] = {}
    fields = {one.name: one for one in fields_of(kind)}
    unknown = [str(name) for name in entry if name not in fields]
    errors.extend(place.invalid(name, "unknown here", {"choices": list(fields)}) for name in unknown)
    if unknown:  # one of which stands, perhaps, for a field that seems to be missing
        place.doubts.update(fields.keys() - entry.keys())
    for name, one in fields.items():
        try:
            values |= read_fields([one], {name: entry[name]} if name in entry else {})
        except Invalid as error:
            place.doubts.add(name)
            said = (one for one in (error, *error.also) if isinstance(one, Invalid))
            errors.extend(place.invalid(one.field, one.ground, one.facts) for one in said)
    return kind(**values) if "reference" in values else None


def _invalid_at(
    document: yaml12.Document | None, place: tuple[str | int, ...], ground: str, facts: Mapping[str, Any] | None = None
) -> Invalid:
    if document is not None:
        return document.invalid(place, ground, facts)
    return Invalid(yaml12.field_name(place) or "data", ground, facts)


def read_files(source: Source, progress: Progress | None = None) -> Entries:
    """The entries of a file, or of all the YAML files of a folder and its folders, and all that is wrong with them.

    Raises Invalid when there is no such file or folder, or nothing of that kind in it.
    """
    entries = Entries(ReadAhead(source))
    try:
        names, others = source.documents(ENDINGS), source.others(ENDINGS)
    except OSError as error:
        raise Invalid("file", "file unreadable", {"cause": error.strerror}, file=source.name) from None
    if not names:
        raise Invalid("file", "no YAML file", file=source.name)
    for number, name in enumerate(names, 1):
        try:
            document = _document(source, name)
        except Invalid as error:
            entries.broken(error)
        else:
            entries.take(document.value, document, dirname(name))
        if progress:
            progress(number, len(names), "reading")
    entries.must_be_distinct()
    entries.look_beside(others)
    return entries


def _document(source: Source, name: str) -> yaml12.Document:
    called = source.called(name)
    try:
        content = source.document(name)
    except OSError as error:
        raise Invalid("file", "file unreadable", {"cause": error.strerror}, file=called) from None
    return yaml12.decoded(content, called)


def read_data(data: object, source: Source) -> Entries:
    """The entries of data in the shape of a catalogue file; files that they name are in *source*."""
    entries = Entries(ReadAhead(source))
    entries.take(data, None)
    entries.must_be_distinct()
    return entries
