"""The parts of a catalogue as entries make and change them.

What is wrong with an entry is kept with its place and left out, and the part is made of the rest: so the parts that
name it are not blamed, and everything that is wrong is found in one go.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final, TypeVar

import attrs
from attrs import define, field

from ledr_core.application.catalogue.attachments import IMAGE, PDF, Format, attached
from ledr_core.application.catalogue.files import (
    SECTIONS,
    CaseEntry,
    CourseEntry,
    Entries,
    Entry,
    LessonEntry,
    ModuleEntry,
    QuestionEntry,
    ThemeEntry,
    WorkshopEntry,
)
from ledr_core.application.catalogue.places import Place, head_of
from ledr_core.application.operating.near_names import near_names
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.catalogue import (
    Attached,
    Course,
    Lesson,
    Module,
    Theme,
    Workshop,
    faults_in_workshop,
    must_be_colour,
)
from ledr_core.domain.catalogue.questions import (
    Question,
    QuestionKind,
    Wording,
    faults_in_place,
    faults_in_wording,
)
from ledr_core.domain.certification.final_case import Case, CaseQuestion, faults_in_exam
from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.domain.kernel.identifiers import CaseId, CourseId, LessonId, ModuleId, QuestionId, ThemeId, WorkshopId

P = TypeVar("P", Lesson, Module, Theme, Workshop, Question, Course, Case)
Id = TypeVar("Id", LessonId, ModuleId, ThemeId, WorkshopId, QuestionId, CourseId, CaseId)
R = TypeVar("R")
MOST_NEAR: Final = 20
"""Names that are nowhere for which others like them are looked for."""


@define
class Parts:
    """The parts of one load: those of the catalogue that its entries are about or name, then those that it makes."""

    work: Work
    entries: Entries
    known: dict[str, dict[str, Any]] = field(factory=dict)
    """By section and reference."""
    of_questions: set[ThemeId] = field(factory=set)
    """The themes whose questions change."""
    to_certify: set[CourseId] = field(factory=set)
    """The courses that become certifying (CERT-4)."""
    _near: dict[tuple[str, str], list[str]] = field(factory=dict)
    """What is called nearly as what is nowhere, by kind and reference: for the first such names."""

    @property
    def errors(self) -> list[Invalid | Refused]:
        """All that is wrong."""
        return self.entries.errors

    def look_up(self) -> None:
        """Read the parts that entries are about or name, a few statements a section."""
        found = self.entries.found
        named = {section: {entry.reference for entry, _ in found[section]} for section in SECTIONS}
        for entry, _ in found["modules"]:
            named["lessons"].update(entry.lessons or ())
        for entry, _ in (*found["themes"], *found["workshops"]):
            named["modules"].update(entry.modules or ())
        for entry, _ in found["questions"]:
            named["lessons"].update([entry.lesson] if entry.lesson else [])
            named["themes"].update([entry.theme] if entry.theme else [])
        for entry, _ in found["courses"]:
            named["themes"].update(entry.themes or ())
            named["workshops"].update(entry.workshops or ())
        for entry, _ in found["cases"]:
            named["courses"].update([entry.course] if entry.course else [])
        catalogue = self.work.unit.catalogue
        self.known = {section: getattr(catalogue, section)(references) for section, references in named.items()}

    def makers(self) -> Mapping[str, Callable[[Any, Place, Any], Any]]:
        """What makes a part of an entry, or changes the former one, by section: parts before wholes.

        It gives None for a case that cannot be made at all, and for a question with which something is wrong, which
        then stays as it was: nothing names one.
        """
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
            self._must_have(entry, place, "title", "video", "seconds")
            former = Lesson(self._new(LessonId), entry.reference, "", "", 0)
        return _changed(former, title=entry.title, video=entry.video, seconds=entry.seconds, demo=entry.demo)

    def _module(self, entry: ModuleEntry, place: Place, former: Module | None) -> Module:
        if former is None:
            self._must_have(entry, place, "title")
            former = Module(self._new(ModuleId), entry.reference, "")
        former.sheet = self._file(place, "sheet", entry.sheet, former.sheet, PDF)
        return _changed(
            former,
            title=entry.title,
            lessons=self._parts(place, "lessons", entry.lessons),
        )

    def _theme(self, entry: ThemeEntry, place: Place, former: Theme | None) -> Theme:
        colour = None if entry.colour is None else self._at(place, lambda: must_be_colour(entry.colour or ""))
        if former is None:
            self._must_have(entry, place, "title", "colour")
            former = Theme(self._new(ThemeId), entry.reference, "", "")
        modules = self._parts(place, "modules", entry.modules)
        return _changed(former, title=entry.title, colour=colour, optional=entry.optional, modules=modules)

    def _workshop(self, entry: WorkshopEntry, place: Place, former: Workshop | None) -> Workshop:
        if former is None:
            self._must_have(entry, place, "title")
            former = Workshop(self._new(WorkshopId), entry.reference, "")
        workshop = _changed(
            former,
            title=entry.title,
            modules=self._parts(place, "modules", entry.modules),
            introduction_question=entry.introduction_question,
            questions=None if entry.questions is None else tuple(entry.questions),
        )
        self._wrong(place, faults_in_workshop(workshop))
        return workshop

    def _question(self, entry: QuestionEntry, place: Place, former: Question | None) -> Question | None:
        if former is None:
            self._must_have(entry, place, "kind", "text", "choices", "right")
            wording = self._worded(entry, place, Wording("", (), ()))
            former = Question(self._new(QuestionId), entry.reference, entry.kind or QuestionKind.PRACTICE, wording)
        self._wrong(place, self._faults_in_change(entry, former))
        given = {
            "lesson": self._part(place, "lesson", entry.lesson),
            "theme": self._part(place, "theme", entry.theme),
            "level": entry.level,
            "public": entry.public,
            "placement": entry.placement,
            "withdrawn": entry.withdrawn,
        }
        if place.doubts.isdisjoint(("kind", "lesson", "theme", "level")):
            self._wrong(place, faults_in_place(_changed(attrs.evolve(former), **given)))
        wording = self._worded(entry, place, former.wording)
        if place.doubts:
            return None
        before, themes = attrs.astuple(former, recurse=False), {former.theme}
        _changed(former, **given)
        former.reword(wording)
        if attrs.astuple(former, recurse=False) != before:
            self.of_questions.update(theme for theme in (*themes, former.theme) if theme)
        return former

    def _faults_in_change(self, entry: QuestionEntry, question: Question) -> Iterable[Invalid]:
        if entry.kind not in (None, question.kind):
            yield Invalid("kind", "another kind of question", {"kind": question.kind})
        highest = self.work.highest_level
        if entry.level is not None and entry.level != question.level and entry.level > highest:
            yield Invalid("level", "out of range", {"value": entry.level, "lowest": 1, "highest": highest})

    def _worded(self, entry: QuestionEntry, place: Place, former: Wording) -> Wording:
        given: dict[str, Any] = {
            "text": entry.text,
            "choices": None if entry.choices is None else tuple(entry.choices),
            "right": None if entry.right is None else tuple(entry.right),
            "explanation": entry.explanation,
        }
        wording = attrs.evolve(former, **{name: value for name, value in given.items() if value is not None})
        if wording != former:
            self._wrong(place, [one for one in faults_in_wording(wording) if head_of(one.field) not in place.doubts])
        return attrs.evolve(wording, right=tuple(sorted(wording.right)))

    def _course(self, entry: CourseEntry, place: Place, former: Course | None) -> Course:
        if former is None:
            self._must_have(entry, place, "title")
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

    def _case(self, entry: CaseEntry, place: Place, former: Case | None) -> Case | None:
        course = self._part(place, "course", entry.course)
        if former is None:
            self._must_have(entry, place, "course", "questions")
            if course is None:
                return None
            former = Case(self._new(CaseId), entry.reference, course)
        elif course not in (None, former.course):
            self._wrong(place, [Invalid("course", "another course's case")])
        case, questions = former, None
        if entry.questions is not None:
            questions = tuple(CaseQuestion(one.text, one.maximum, one.rubric) for one in entry.questions)
            self._wrong(place, faults_in_exam(questions))
            copies = self.work.unit.copies.count_of(case.id)
            self._at(place, lambda: case.must_stay_the_same_exam(questions or (), copies), "questions")
        _changed(case, public=entry.public, questions=questions)
        case.number(self.work.unit.catalogue.cases_of(case.course))
        return case

    def _part(self, place: Place, name: str, reference: str | None) -> Any:
        """The identifier of the part that a field names."""
        if reference is None:
            return None
        part = self.known[f"{name}s"].get(reference)
        if part is None:
            self._missing(place, name, name, reference)
        return None if part is None else part.id

    def _parts(self, place: Place, name: str, references: Collection[str] | None) -> tuple[Any, ...] | None:
        """The identifiers of the parts that a list names, each once."""
        if references is None:
            return None
        known, kind = self.known[name], name.rstrip("s")
        found: dict[Any, None] = {}
        for index, reference in enumerate(references):
            if reference not in known:
                self._missing(place, f"{name}[{index}]", kind, reference)
            elif known[reference].id in found:
                self._wrong(place, [Invalid(f"{name}[{index}]", "there twice", {"value": reference})])
            else:
                found[known[reference].id] = None
        return tuple(found)

    def _missing(self, place: Place, name: str, kind: str, reference: str) -> None:
        """A part that is named and is nowhere; where some could not be read, it may be among them."""
        place.doubts.add(head_of(name))
        if f"{kind}s" not in self.entries.unread:
            close = self._near_to(kind, reference)
            facts = {"kind": kind, "value": reference, **({"close": close} if close else {})}
            self._wrong(place, [Invalid(name, "no such part", facts)])

    def _near_to(self, kind: str, reference: str) -> list[str]:
        if (kind, reference) not in self._near and len(self._near) < MOST_NEAR:
            self._near[kind, reference] = near_names(kind, reference, self.work.unit, self.known[f"{kind}s"])
        return self._near.get((kind, reference), [])

    def _file(
        self, place: Place, name: str, file: str | None, former: Attached | None, wanted: Format
    ) -> Attached | None:
        """The file that a field names, read and kept; the former one when none is named, none when it is empty."""
        if not file:
            return former if file is None else None
        called = place.file(file)
        return self._at(place, lambda: attached(self.work, place.source, called, name, former, wanted)) or former

    def _must_have(self, entry: Entry, place: Place, *names: str) -> None:
        missing = (name for name in names if getattr(entry, name) is None and name not in place.doubts)
        self._wrong(place, [Invalid(name, "needed at creation") for name in missing])

    def _at(self, place: Place, check: Callable[[], R], name: str = "") -> R | None:
        """What a check gives; what it finds wrong is kept with its place, a refusal with that of the field named."""
        try:
            return check()
        except Invalid as error:
            self._wrong(place, [error])
        except Refused as error:
            place.doubts.add(name)
            error.facts |= place.at(name)
            self.errors.append(error)
        return None

    def _wrong(self, place: Place, errors: Iterable[Invalid]) -> None:
        """Keep what is wrong with an entry, each with its place."""
        for error in errors:
            place.doubts.add(head_of(error.field))
            self.errors.append(place.invalid(error.field, error.ground, error.facts))


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


def _changed(part: P, **values: object) -> P:
    """The part with the values that are given."""
    for name, value in values.items():
        if value is not None:
            setattr(part, name, value)
    return part
