"""The parts of the catalogue, as rows and back."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from attrs import asdict

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.rows import Mapper, PartRows, Row, SearchRows, itself
from ledr_core.domain.catalogue.catalogue import About, Attached, Backgrounds, Course, Lesson, Module, Theme, Workshop
from ledr_core.domain.catalogue.questions import Question, QuestionKind, Wording
from ledr_core.domain.certification.final_case import Case, CaseQuestion
from ledr_core.domain.kernel.identifiers import (
    CaseId,
    CourseId,
    LessonId,
    ModuleId,
    QuestionId,
    ThemeId,
    WorkshopId,
)


def _in_order(owner: str, parts: Iterable[str]) -> dict[Row, str]:
    return {(owner, position): part for position, part in enumerate(parts)}


LESSON: Final = Mapper[Lesson](
    t.lessons,
    {"id": "id"},
    {"reference": "reference", "title": "title", "video": "video", "seconds": "seconds", "demo": "demo"},
)


def lesson_of(row: Any) -> Lesson:
    """The lesson of a row."""
    return Lesson(
        id=LessonId(row.id),
        reference=row.reference,
        title=row.title,
        video=row.video,
        seconds=row.seconds,
        demo=row.demo,
    )


LESSONS_OF_MODULE: Final = PartRows[Module, str](
    t.module_lessons,
    ("module_id", "position"),
    lambda module: _in_order(module.id, module.lessons),
    {"lesson_id": itself},
)
MODULE: Final = Mapper[Module](
    t.modules,
    {"id": "id"},
    {
        "reference": "reference",
        "title": "title",
        "sheet": lambda module: module.sheet and module.sheet.name,
        "sheet_sha256": lambda module: module.sheet and module.sheet.sha256,
    },
    (LESSONS_OF_MODULE,),
    searched=SearchRows("module", ("reference", "title")),
)


def module_of(row: Any, lessons: list[str]) -> Module:
    """The module of a row, with its lessons."""
    return Module(
        id=ModuleId(row.id),
        reference=row.reference,
        title=row.title,
        lessons=tuple(map(LessonId, lessons)),
        sheet=Attached(name=row.sheet, sha256=row.sheet_sha256) if row.sheet_sha256 else None,
    )


MODULES_OF_THEME: Final = PartRows[Theme, str](
    t.theme_modules,
    ("theme_id", "position"),
    lambda theme: _in_order(theme.id, theme.modules),
    {"module_id": itself},
)
THEME: Final = Mapper[Theme](
    t.themes,
    {"id": "id"},
    {"reference": "reference", "title": "title", "colour": "colour", "optional": "optional"},
    (MODULES_OF_THEME,),
)


def theme_of(row: Any, modules: list[str]) -> Theme:
    """The theme of a row, with its modules."""
    return Theme(
        id=ThemeId(row.id),
        reference=row.reference,
        title=row.title,
        colour=row.colour,
        optional=row.optional,
        modules=tuple(map(ModuleId, modules)),
    )


MODULES_OF_WORKSHOP: Final = PartRows[Workshop, str](
    t.workshop_modules,
    ("workshop_id", "position"),
    lambda workshop: _in_order(workshop.id, workshop.modules),
    {"module_id": itself},
)
WORKSHOP: Final = Mapper[Workshop](
    t.workshops,
    {"id": "id"},
    {
        "reference": "reference",
        "title": "title",
        "introduction_question": "introduction_question",
        "questions": lambda workshop: list(workshop.questions),
    },
    (MODULES_OF_WORKSHOP,),
)


def workshop_of(row: Any, modules: list[str]) -> Workshop:
    """The workshop of a row, with the modules that may lock it."""
    return Workshop(
        id=WorkshopId(row.id),
        reference=row.reference,
        title=row.title,
        modules=tuple(map(ModuleId, modules)),
        introduction_question=row.introduction_question,
        questions=tuple(row.questions),
    )


FORMER_EDITIONS: Final = PartRows[Question, Wording](
    t.question_editions,
    ("question_id", "edition"),
    lambda question: {(question.id, edition): former for edition, former in question.superseded.items()},
    {
        "text": "text",
        "choices": lambda wording: list(wording.choices),
        "right": lambda wording: list(wording.right),
        "explanation": "explanation",
    },
)
QUESTION: Final = Mapper[Question](
    t.questions,
    {"id": "id"},
    {
        "reference": "reference",
        "kind": "kind.value",
        "lesson_id": "lesson",
        "theme_id": "theme",
        "level": "level",
        "public": "public",
        "placement": "placement",
        "withdrawn": "withdrawn",
        "edition": "edition",
        "text": "wording.text",
        "choices": lambda question: list(question.wording.choices),
        "right": lambda question: list(question.wording.right),
        "explanation": "wording.explanation",
    },
    (FORMER_EDITIONS,),
    searched=SearchRows("question", ("reference", "text")),
)


def question_of(row: Any) -> Question:
    """The question of a row, in its present edition."""
    return Question(
        id=QuestionId(row.id),
        reference=row.reference,
        kind=QuestionKind(row.kind),
        wording=wording_of(row),
        lesson=row.lesson_id and LessonId(row.lesson_id),
        theme=row.theme_id and ThemeId(row.theme_id),
        level=row.level,
        public=row.public,
        placement=row.placement,
        withdrawn=row.withdrawn,
        edition=row.edition,
    )


def wording_of(row: Any) -> Wording:
    """What a row of questions or of their former editions asks."""
    return Wording(text=row.text, choices=tuple(row.choices), right=tuple(row.right), explanation=row.explanation)


THEMES_OF_COURSE: Final = PartRows[Course, str](
    t.course_themes,
    ("course_id", "position"),
    lambda course: _in_order(course.id, course.themes),
    {"theme_id": itself},
)
WORKSHOPS_OF_COURSE: Final = PartRows[Course, str](
    t.course_workshops,
    ("course_id", "position"),
    lambda course: _in_order(course.id, course.workshops),
    {"workshop_id": itself},
)
COURSE: Final = Mapper[Course](
    t.courses,
    {"id": "id"},
    {
        "reference": "reference",
        "title": "title",
        "certifying": "certifying",
        "assessments": "assessments",
        "workshops_required": "workshops_required",
        "workshops_locked": "workshops_locked",
        "community": "community",
        "certificate": lambda course: {level: kept for level, kept in asdict(course.certificate).items() if kept},
        "register": "register",
        "hours": "hours",
        "about": lambda course: asdict(course.about) | {"skills": list(course.about.skills)},
    },
    (THEMES_OF_COURSE, WORKSHOPS_OF_COURSE),
)


def course_of(row: Any, themes: list[str], workshops: list[str]) -> Course:
    """The course of a row, with its themes and workshops."""
    about = dict(row.about or {})
    return Course(
        id=CourseId(row.id),
        reference=row.reference,
        title=row.title,
        themes=tuple(map(ThemeId, themes)),
        certifying=row.certifying,
        assessments=row.assessments,
        workshops=tuple(map(WorkshopId, workshops)),
        workshops_required=row.workshops_required,
        workshops_locked=row.workshops_locked,
        community=row.community,
        certificate=Backgrounds(**{level: Attached(**kept) for level, kept in (row.certificate or {}).items()}),
        register=row.register,
        hours=row.hours,
        about=About(**about | {"skills": tuple(about.get("skills", ()))}),
    )


CASE: Final = Mapper[Case](
    t.cases,
    {"id": "id"},
    {
        "reference": "reference",
        "course_id": "course",
        "public": "public",
        "questions": lambda case: [
            {"text": ask.text, "maximum": str(ask.maximum), "rubric": ask.rubric} for ask in case.questions
        ],
        "edition": "edition",
    },
)


def case_of(row: Any) -> Case:
    """The case of a row."""
    return Case(
        id=CaseId(row.id),
        reference=row.reference,
        course=CourseId(row.course_id),
        public=row.public,
        questions=tuple(
            CaseQuestion(text=ask["text"], maximum=Decimal(ask["maximum"]), rubric=ask["rubric"])
            for ask in row.questions
        ),
        edition=row.edition,
    )
