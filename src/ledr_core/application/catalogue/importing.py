"""Question banks from elsewhere: each question of a file is taken whole, or named with the reason why it is not."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from attrs import define, evolve, field, frozen

from ledr_core.application.catalogue.files import MOST_ENTRIES, Entries, Progress, QuestionEntry
from ledr_core.application.catalogue.load import Load
from ledr_core.application.catalogue.meanings import Meanings, meanings_in
from ledr_core.application.catalogue.places import Direct, Place
from ledr_core.application.catalogue.sheets import Uses, changes_of
from ledr_core.application.catalogue.warnings import warnings_about
from ledr_core.application.operating.files import content_of
from ledr_core.application.operating.operation import Before
from ledr_core.application.operating.sources import NO_FILES, ReadAhead
from ledr_core.application.operating.values import fields_of, read_fields
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.questions import Question, QuestionKind
from ledr_core.domain.catalogue.references import MadeReferences
from ledr_core.domain.kernel.errors import Invalid, cut_text
from ledr_core.domain.kernel.identifiers import LessonId
from ledr_core.domain.kernel.school import LANGUAGE
from ledr_core.ports.question_files import FoundQuestion
from ledr_core.views.catalogue import CatalogueWarning, ChangeView, ImportView, RefusedQuestion

AT_ONCE: Final = 500
"""Questions that are in the memory together."""


@frozen(kw_only=True)
class Given:
    """A question of a file as far as the file and what is given beside it tell, with what keeps it from being taken."""

    line: int
    reference: str | None
    category: str
    called: Mapping[str, str]
    entry: QuestionEntry | None = None
    fault: Invalid | None = None


@frozen
class Bank:
    """What is imported: the questions of a file, read before anybody waits for them, and kept packed until then."""

    name: str
    count: int
    _packed: Sequence[bytes] = field(repr=False)

    def pieces(self) -> Iterator[Sequence[Given]]:
        """The questions, as many at a time as are in the memory together."""
        for one in self._packed:
            yield pickle.loads(zlib.decompress(one))


def bank_given(
    before: Before,
    *,
    file: object,
    mapping: object = None,
    theme: str | None = None,
    level: int | None = None,
    **_: object,
) -> Bank:
    """The bank that a caller gives; questions that name no theme or level are of the ones given.

    Raises NotFound for a theme that there is not, Invalid for a level, and for a file that cannot be read.
    """
    language = before.read(lambda work: _language(work, theme, level))
    content = content_of(file)
    meanings = Meanings() if mapping is None else meanings_in(content_of(mapping))
    given: dict[str, object] = {"theme": theme, "level": level}
    reading = _Reading(meanings, {name: one for name, one in given.items() if one is not None})
    packed, count = [], 0
    found = before.ports.question_files.read(content, language)
    while some := list(islice(found, AT_ONCE)):
        count += len(some)
        if count > MOST_ENTRIES:
            raise Invalid("file", "too many items", {"count": count, "most": MOST_ENTRIES})
        packed.append(zlib.compress(pickle.dumps([reading.given(one) for one in some]), 1))
    return Bank(content.name, count, packed)


def _language(work: Work, theme: str | None, level: int | None) -> str:
    """The language of the school, which has that theme and such a level."""
    if theme is not None:
        work.theme(theme)
    if level is not None and not 1 <= level <= work.highest_level:
        raise Invalid("level", "out of range", {"value": level, "lowest": 1, "highest": work.highest_level})
    return work.setting(LANGUAGE)


def imported(work: Work, bank: Bank, progress: Progress | None, *, check_only: bool) -> ImportView:
    """Take the questions of a bank; of a check alone, say what each changes too."""
    taking = _Import(Load(work, Entries(ReadAhead(NO_FILES))), bank, check_only)
    taking.take(progress)
    return taking.view()


@define
class _Reading:
    """Reads questions of a file by the fields of catalogue files, and makes references where there are none."""

    _meanings: Meanings
    _otherwise: dict[str, object]
    """What holds of questions of the programme of which nothing else is said."""
    _made: MadeReferences = field(factory=MadeReferences)

    def given(self, found: FoundQuestion) -> Given:
        """What a file and what is given beside it say of a question, or why that cannot be."""
        named = found.said.get("reference")
        reference = None if named is None else str(named)
        given = Given(line=found.line, reference=reference, category=found.category, called=found.called)
        try:
            return evolve(given, entry=self._entry(found))
        except Invalid as fault:
            return evolve(given, fault=fault)

    def _entry(self, found: FoundQuestion) -> QuestionEntry:
        if found.fault is not None:
            raise found.fault
        said = {**self._meanings.of(found.category, found.tags), **found.said}
        if not said.get("lesson") and said.get("kind") != QuestionKind.PRACTICE:
            said = {**self._otherwise, **said}
        if not said.get("reference"):
            said["reference"] = self._reference(said)
        return QuestionEntry(**read_fields(fields_of(QuestionEntry), said))

    def _reference(self, said: dict[str, object]) -> str:
        text, choices = said.get("text"), said.get("choices")
        if not isinstance(text, str) or not isinstance(choices, Iterable):
            raise Invalid("choices" if isinstance(text, str) else "text", "needed at creation")
        return self._made.of(str(said.get("lesson") or said.get("theme")), text, map(str, choices))


@define
class _Import:
    """One import: some questions at a time are read, made or changed, written, and let go."""

    _load: Load
    _bank: Bank
    _check_only: bool
    _changes: list[ChangeView] = field(factory=list)
    _taken: dict[str, int] = field(factory=dict)
    """The lines of the questions that are taken, by reference."""
    _refused: list[RefusedQuestion] = field(factory=list)
    _told: list[CatalogueWarning] = field(factory=list)
    _not_public: int = 0
    _lessons: set[LessonId] = field(factory=set)
    """Those of the practice questions that differ."""

    def take(self, progress: Progress | None) -> None:
        """Take what can be taken, then check the courses concerned."""
        done = 0
        for some in self._bank.pieces():
            self._take(some)
            done += len(some)
            if progress:
                progress(done, self._bank.count, "questions")
        if self._taken:
            self._load.check()
            self._load.must_be_right()

    def view(self) -> ImportView:
        """What was taken and what was not."""
        load = self._load
        outlines = load.outlines.values()
        courses = {one.course: one.reference for one in outlines} | Uses(load.work).courses_with(self._lessons)
        learners = load.work.unit.readings.learners_among(courses, load.work.today) if courses else {}
        return ImportView(
            created=load.created,
            updated=load.updated,
            unchanged=load.unchanged,
            refused=tuple(sorted(self._refused, key=lambda one: one.line)),
            used_in=tuple(sorted(courses.values())),
            learners=sum(learners.values()),
            not_public=self._not_public,
            changes=tuple(self._changes),
            warnings=(*self._nothing(), *self._told, *warnings_about(load.work, outlines)),
        )

    def _nothing(self) -> Iterator[CatalogueWarning]:
        """An empty file is seldom what somebody meant to import."""
        if not self._bank.count:
            yield CatalogueWarning("no question in it", file=self._bank.name)

    def _take(self, some: Sequence[Given]) -> None:
        read = [(one, one.entry) for one in some if one.entry is not None]
        entries = self._load.entries.found["questions"]
        entries[:] = [(entry, Direct("questions", 0, NO_FILES)) for _, entry in read]
        self._load.look_up()
        for one in some:
            if one.fault is not None:
                self._refuse(one, one.reference, one.fault)
        for (one, _), (entry, place) in zip(read, entries, strict=True):
            try:
                self._make(one, entry, place)
            except Invalid as error:
                self._refuse(one, entry.reference, error)
        if self._check_only:
            self._changes += changes_of(self._load.work, self._load)
        self._load.let_go()
        entries.clear()

    def _make(self, found: Given, entry: QuestionEntry, place: Place) -> None:
        reference = entry.reference
        if reference in self._taken:
            raise Invalid("reference", "question before", {"value": reference, "line": self._taken[reference]})
        former: Question | None = self._load.parts.known["questions"].get(reference)
        if former is None:
            entry = _of_a_kind(found, entry)
        same = self._load.unchanged
        self._load.make("questions", entry, place)
        self._load.must_be_right()
        self._taken[reference] = found.line
        made: Question = self._load.parts.known["questions"][reference]
        if made.lesson and self._load.unchanged == same:
            self._lessons.add(made.lesson)
        if made.wording.all_right:
            file = self._bank.name
            self._told.append(CatalogueWarning("all right", question=reference, file=file, line=found.line))
        if made.kind is QuestionKind.PROGRAMME and not (made.public or made.withdrawn):
            self._not_public += 1

    def _refuse(self, found: Given, reference: str | None, error: Invalid) -> None:
        """Go on after a question that cannot be taken, and keep why."""
        fault = Invalid(found.called.get(error.field, error.field), error.ground, error.facts)
        self._refused.append(
            RefusedQuestion(
                line=found.line,
                reference=None if reference is None else cut_text(reference),
                reason=str(fault),
                field=fault.field,
                ground=fault.ground,
                fact=fault.facts,
            )
        )


def _of_a_kind(found: Given, entry: QuestionEntry) -> QuestionEntry:
    """The entry of a new question: on a lesson it is for practice, else of the programme. Raises Invalid."""
    kind = entry.kind or (QuestionKind.PRACTICE if entry.lesson else QuestionKind.PROGRAMME)
    if kind is QuestionKind.PROGRAMME:
        for name in ("theme", "level"):
            if getattr(entry, name) is None:
                category = {"category": found.category} if found.category else {}
                raise Invalid(name, "nowhere said", {"name": name, **category})
    return evolve(entry, kind=kind)
