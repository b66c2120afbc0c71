"""The parts of a catalogue as entries make and change them, each told of what is wrong with the place of its entry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, TypeVar

import attrs
from attrs import define, field

from ledr_core.application.catalogue.attachments import IMAGE, PDF, Format, attached
from ledr_core.application.catalogue.files import (
    SECTIONS,
    CaseEntry,
    CourseEntry,
    Entries,
    LessonEntry,
    ModuleEntry,
    Place,
    QuestionEntry,
    ThemeEntry,
    WorkshopEntry,
)
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.catalogue import (
    Attached,
    Course,
    Lesson,
    Module,
    Theme,
    Workshop,
    must_ask,
    must_be_colour,
)
from ledr_core.domain.catalogue.questions import (
    Question,
    QuestionKind,
    Wording,
    must_be_answerable,
    must_have_its_place,
)
from ledr_core.domain.certification.final_case import Case, CaseQuestion, must_make_an_exam
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.identifiers import CaseId, CourseId, LessonId, ModuleId, QuestionId, ThemeId, WorkshopId

P = TypeVar("P", Lesson, Module, Theme, Workshop, Question, Course, Case)
Id = TypeVar("Id", LessonId, ModuleId, ThemeId, WorkshopId, QuestionId, CourseId, CaseId)
R = TypeVar("R")


@define
class Parts:
    """The parts of one load: those of the catalogue that its entries are about or name, then those that it makes."""

    work: Work
    known: dict[str, dict[str, Any]] = field(factory=dict)
    """By section and reference."""
    of_questions: set[ThemeId] = field(factory=set)
    """The themes whose questions change."""
    to_certify: set[CourseId] = field(factory=set)
    """The courses that become certifying (CERT-4)."""
    failed: set[tuple[str, str]] = field(factory=set)
    """Those with an error of their own, by section and reference: who names them is not blamed for it."""

    def look_up(self, entries: Entries) -> None:
        """Read the parts that entries are about or name, a few statements a section."""
        self.failed = set(entries.unread)
        named = {section: {entry.reference for entry, _ in entries.found[section]} for section in SECTIONS}
        for entry, _ in entries.found["modules"]:
            named["lessons"].update(entry.lessons or ())
        for entry, _ in (*entries.found["themes"], *entries.found["workshops"]):
            named["modules"].update(entry.modules or ())
        for entry, _ in entries.found["questions"]:
            named["lessons"].update([entry.lesson] if entry.lesson else [])
            named["themes"].update([entry.theme] if entry.theme else [])
        for entry, _ in entries.found["courses"]:
            named["themes"].update(entry.themes or ())
            named["workshops"].update(entry.workshops or ())
        for entry, _ in entries.found["cases"]:
            named["courses"].update([entry.course] if entry.course else [])
        catalogue = self.work.unit.catalogue
        self.known = {section: getattr(catalogue, section)(references) for section, references in named.items()}

    def makers(self) -> Mapping[str, Callable[[Any, Place, Any], Any]]:
        """What makes a part of an entry, or changes the former one, by section: parts before wholes."""
        return {
            "lessons": self._lesson,
            "modules": self._module,
            "themes": self._theme,
            "workshops": self._workshop,
            "questions": self._question,
            "courses": self._course,
            "cases": self._case,
        }

    def _new(self, kind: type[Id]) -> Id:
        return kind(self.work.ports.chance.identifier())

    def _lesson(self, entry: LessonEntry, place: Place, former: Lesson | None) -> Lesson:
        if former is None:
            _must_have(place, title=entry.title, video=entry.video, seconds=entry.seconds)
            former = Lesson(self._new(LessonId), entry.reference, "", "", 0)
        return _changed(former, title=entry.title, video=entry.video, seconds=entry.seconds, demo=entry.demo)

    def _module(self, entry: ModuleEntry, place: Place, former: Module | None) -> Module:
        if former is None:
            _must_have(place, title=entry.title)
            former = Module(self._new(ModuleId), entry.reference, "")
        former.sheet = self._file(place, "sheet", entry.sheet, former.sheet, PDF)
        return _changed(
            former,
            title=entry.title,
            lessons=self._parts(place, "lessons", entry.lessons),
        )

    def _theme(self, entry: ThemeEntry, place: Place, former: Theme | None) -> Theme:
        colour = None if entry.colour is None else _at(place, lambda: must_be_colour(entry.colour or ""))
        if former is None:
            _must_have(place, title=entry.title, colour=entry.colour)
            former = Theme(self._new(ThemeId), entry.reference, "", "")
        modules = self._parts(place, "modules", entry.modules)
        return _changed(former, title=entry.title, colour=colour, optional=entry.optional, modules=modules)

    def _workshop(self, entry: WorkshopEntry, place: Place, former: Workshop | None) -> Workshop:
        if former is None:
            _must_have(place, title=entry.title)
            former = Workshop(self._new(WorkshopId), entry.reference, "")
        workshop = _changed(
            former,
            title=entry.title,
            modules=self._parts(place, "modules", entry.modules),
            introduction_question=entry.introduction_question,
            questions=None if entry.questions is None else tuple(entry.questions),
        )
        _at(place, lambda: must_ask(workshop))
        return workshop

    def _question(self, entry: QuestionEntry, place: Place, former: Question | None) -> Question:
        if former is None:
            _must_have(place, kind=entry.kind, text=entry.text, choices=entry.choices, right=entry.right)
            wording = self._worded(entry, place, Wording("", (), ()))
            former = Question(self._new(QuestionId), entry.reference, entry.kind or QuestionKind.PRACTICE, wording)
        if entry.kind not in (None, former.kind):
            raise place.invalid("kind", "another kind of question", {"kind": former.kind})
        if entry.level is not None and entry.level != former.level and entry.level > self.work.highest_level:
            raise place.invalid(
                "level", "out of range", {"value": entry.level, "lowest": 1, "highest": self.work.highest_level}
            )
        given = {
            "lesson": self._part(place, "lesson", entry.lesson),
            "theme": self._part(place, "theme", entry.theme),
            "level": entry.level,
            "public": entry.public,
            "placement": entry.placement,
            "withdrawn": entry.withdrawn,
        }
        changed = _changed(attrs.evolve(former), **given)
        _at(place, lambda: must_have_its_place(changed))
        wording = self._worded(entry, place, former.wording)
        before, themes = attrs.astuple(former, recurse=False), {former.theme}
        _changed(former, **given)  # all of it can be, by now
        former.reword(wording)
        if attrs.astuple(former, recurse=False) != before:
            self.of_questions.update(theme for theme in (*themes, former.theme) if theme)
        return former

    @staticmethod
    def _worded(entry: QuestionEntry, place: Place, former: Wording) -> Wording:
        given: dict[str, Any] = {
            "text": entry.text,
            "choices": None if entry.choices is None else tuple(entry.choices),
            "right": None if entry.right is None else tuple(entry.right),
            "explanation": entry.explanation,
        }
        wording = attrs.evolve(former, **{name: value for name, value in given.items() if value is not None})
        if wording != former:
            _at(place, lambda: must_be_answerable(wording))
        return attrs.evolve(wording, right=tuple(sorted(wording.right)))

    def _course(self, entry: CourseEntry, place: Place, former: Course | None) -> Course:
        if former is None:
            _must_have(place, title=entry.title)
            former = Course(self._new(CourseId), entry.reference, "")
        if entry.certifying and not former.certifying:
            self.to_certify.add(former.id)
        return _changed(
            former,
            title=entry.title,
            themes=self._parts(place, "themes", entry.themes),
            workshops=self._parts(place, "workshops", entry.workshops),
            certificate=self._backgrounds(entry, place, former),
            about=_about(entry, former),
            **{name: getattr(entry, name) for name in _PLAIN},
        )

    def _backgrounds(self, entry: CourseEntry, place: Place, former: Course) -> Any:
        given: dict[str, str | None] = {} if entry.certificate is None else attrs.asdict(entry.certificate)
        images = {
            level: self._file(place, f"certificate.{level}", name, getattr(former.certificate, level), IMAGE)
            for level, name in given.items()
            if name is not None
        }
        return attrs.evolve(former.certificate, **images)

    def _case(self, entry: CaseEntry, place: Place, former: Case | None) -> Case:
        if former is None:
            _must_have(place, course=entry.course, questions=entry.questions)
            former = Case(self._new(CaseId), entry.reference, self._part(place, "course", entry.course))
        elif entry.course is not None and self._part(place, "course", entry.course) != former.course:
            raise place.invalid("course", "another course's case")
        questions = None
        if entry.questions is not None:
            questions = tuple(CaseQuestion(one.text, one.maximum, one.rubric) for one in entry.questions)
            _at(place, lambda: must_make_an_exam(questions))
            former.must_stay_the_same_exam(questions, self.work.unit.copies.count_of(former.id))
        _changed(former, public=entry.public, questions=questions)
        former.number(self.work.unit.catalogue.cases_of(former.course))
        return former

    def _part(self, place: Place, name: str, reference: str | None) -> Any:
        """The identifier of the part that a field names."""
        if reference is None:
            return None
        part = self.known[f"{name}s"].get(reference)
        if part is None and (f"{name}s", reference) in self.failed:
            return None
        if part is None:
            raise place.invalid(name, "no such part", {"kind": name, "value": reference})
        return part.id

    def _parts(self, place: Place, name: str, references: Collection[str] | None) -> tuple[Any, ...] | None:
        """The identifiers of the parts that a list names, each once."""
        if references is None:
            return None
        known, kind = self.known[name], name.rstrip("s")
        found: dict[Any, None] = {}
        for index, reference in enumerate(references):
            if reference not in known and (name, reference) in self.failed:
                continue
            if reference not in known:
                raise place.invalid(f"{name}[{index}]", "no such part", {"kind": kind, "value": reference})
            if known[reference].id in found:
                raise place.invalid(f"{name}[{index}]", "there twice", {"value": reference})
            found[known[reference].id] = None
        return tuple(found)

    def _file(
        self, place: Place, name: str, file: str | None, former: Attached | None, wanted: Format
    ) -> Attached | None:
        """The file that a field names, read and kept; the former one when none is named, none when it is empty."""
        if not file:
            return former if file is None else None
        return _at(place, lambda: attached(self.work, place.source, file, name, former, wanted))


_PLAIN: Final = (
    "certifying",
    "assessments",
    "workshops_required",
    "workshops_locked",
    "community",
    "register",
    "hours",
)
"""The fields of a course that are kept as they are written."""


def _about(entry: CourseEntry, former: Course) -> Any:
    given = {} if entry.about is None else attrs.asdict(entry.about)
    if given.get("skills") is not None:
        given["skills"] = tuple(given["skills"])
    values: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    return attrs.evolve(former.about, **values)


def _must_have(place: Place, **values: object) -> None:
    for name, value in values.items():
        if value is None:
            raise place.invalid(name, "needed at creation")


def _at(place: Place, check: Callable[[], R]) -> R:
    """What a check gives; what it finds invalid is told with the place of the entry."""
    try:
        return check()
    except Invalid as error:
        raise place.invalid(error.field, error.ground, error.facts) from None


def _changed(part: P, **values: object) -> P:
    """The part with the values that are given."""
    for name, value in values.items():
        if value is not None:
            setattr(part, name, value)
    return part
