"""The catalogue as rows and back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar

import sqlalchemy as sa
from attrs import asdict, define

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.catalogue.outlines import contents, module_of, outline
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_adapters.sql.statements import chunks
from ledr_adapters.sql.unit import Layout, Mapper, Row, Rows, Tracker
from ledr_core.domain.assessments.settings import AssessmentSettings
from ledr_core.domain.catalogue.catalogue import About, Attached, Backgrounds, Course, Lesson, Module, Theme, Workshop
from ledr_core.domain.catalogue.outline import Outline
from ledr_core.domain.catalogue.questions import Question, QuestionKind, Wording
from ledr_core.domain.certification.final_case import Case, CaseQuestion
from ledr_core.domain.kernel.identifiers import (
    CaseId,
    CourseId,
    Identifier,
    LessonId,
    ModuleId,
    QuestionId,
    ThemeId,
    WorkshopId,
)
from ledr_core.ports.catalogue import Part

P = TypeVar("P", Lesson, Module, Theme, Workshop, Question, Course, Case)


def _places(owner: str, parts: Iterable[str]) -> Rows:
    return {(owner, place): (part,) for place, part in enumerate(parts)}


LESSON = Mapper[Lesson](
    Layout(t.lessons, ("id",), ("reference", "title", "video", "seconds", "demo")),
    lambda one: ((one.id,), (one.reference, one.title, one.video, one.seconds, one.demo)),
)
MODULE = Mapper[Module](
    Layout(t.modules, ("id",), ("reference", "title", "sheet", "sheet_sha256")),
    lambda one: (
        (one.id,),
        (one.reference, one.title, one.sheet and one.sheet.name, one.sheet and one.sheet.sha256),
    ),
    [(Layout(t.module_lessons, ("module_id", "position"), ("lesson_id",)), lambda one: _places(one.id, one.lessons))],
)
THEME = Mapper[Theme](
    Layout(t.themes, ("id",), ("reference", "title", "colour", "optional")),
    lambda one: ((one.id,), (one.reference, one.title, one.colour, one.optional)),
    [(Layout(t.theme_modules, ("theme_id", "position"), ("module_id",)), lambda one: _places(one.id, one.modules))],
)
WORKSHOP = Mapper[Workshop](
    Layout(t.workshops, ("id",), ("reference", "title", "introduction_question", "questions")),
    lambda one: ((one.id,), (one.reference, one.title, one.introduction_question, list(one.questions))),
    [
        (
            Layout(t.workshop_modules, ("workshop_id", "position"), ("module_id",)),
            lambda one: _places(one.id, one.modules),
        )
    ],
)


def _question_row(one: Question) -> tuple[Row, Row]:
    return (one.id,), (
        one.reference,
        one.kind.value,
        one.lesson,
        one.theme,
        one.level,
        one.public,
        one.placement,
        one.withdrawn,
        one.edition,
        *_wording_values(one.wording),
    )


def _wording_values(wording: Wording) -> Row:
    return wording.text, list(wording.choices), list(wording.right), wording.explanation


_PLACE = ("reference", "kind", "lesson_id", "theme_id", "level")
_WORDING = ("text", "choices", "right", "explanation")
QUESTION = Mapper[Question](
    Layout(
        t.questions,
        ("id",),
        (
            "reference",
            "kind",
            "lesson_id",
            "theme_id",
            "level",
            "public",
            "placement",
            "withdrawn",
            "edition",
            *_WORDING,
        ),
    ),
    _question_row,
    [
        (
            Layout(t.question_editions, ("question_id", "edition"), _WORDING),
            lambda one: {(one.id, edition): _wording_values(former) for edition, former in one.superseded.items()},
        )
    ],
)


def _course_row(one: Course) -> tuple[Row, Row]:
    return (one.id,), (
        one.reference,
        one.title,
        one.certifying,
        one.assessments,
        one.workshops_required,
        one.workshops_locked,
        one.community,
        {level: kept for level, kept in asdict(one.certificate).items() if kept},
        one.register,
        one.hours,
        asdict(one.about) | {"skills": list(one.about.skills)},
    )


COURSE = Mapper[Course](
    Layout(
        t.courses,
        ("id",),
        (
            "reference",
            "title",
            "certifying",
            "assessments",
            "workshops_required",
            "workshops_locked",
            "community",
            "certificate",
            "register",
            "hours",
            "about",
        ),
    ),
    _course_row,
    [
        (Layout(t.course_themes, ("course_id", "position"), ("theme_id",)), lambda one: _places(one.id, one.themes)),
        (
            Layout(t.course_workshops, ("course_id", "position"), ("workshop_id",)),
            lambda one: _places(one.id, one.workshops),
        ),
    ],
)
CASE = Mapper[Case](
    Layout(t.cases, ("id",), ("reference", "course_id", "public", "questions", "edition")),
    lambda one: (
        (one.id,),
        (
            one.reference,
            one.course,
            one.public,
            [{"text": ask.text, "maximum": str(ask.maximum), "rubric": ask.rubric} for ask in one.questions],
            one.edition,
        ),
    ),
)

Parts = dict[str, list[str]]


@define
class _Kind(Generic[P]):
    """One kind of part: how it is followed, its table, what it is made of, and how it is made of rows."""

    tracker: Tracker[P]
    table: sa.Table
    build: Callable[..., P]
    made_of: Sequence[tuple[sa.Table, str, str]] = ()


def _lesson(row: Any) -> Lesson:
    return Lesson(LessonId(row.id), row.reference, row.title, row.video, row.seconds, row.demo)


def _module(row: Any, lessons: list[str]) -> Module:
    sheet = Attached(row.sheet, row.sheet_sha256) if row.sheet_sha256 else None
    return Module(ModuleId(row.id), row.reference, row.title, tuple(map(LessonId, lessons)), sheet)


def _theme(row: Any, modules: list[str]) -> Theme:
    return Theme(ThemeId(row.id), row.reference, row.title, row.colour, row.optional, tuple(map(ModuleId, modules)))


def _workshop(row: Any, modules: list[str]) -> Workshop:
    return Workshop(
        WorkshopId(row.id),
        row.reference,
        row.title,
        tuple(map(ModuleId, modules)),
        row.introduction_question,
        tuple(row.questions),
    )


def wording(row: Any) -> Wording:
    """What a row of questions or of their former editions asks."""
    return Wording(row.text, tuple(row.choices), tuple(row.right), row.explanation)


def _question(row: Any) -> Question:
    return Question(
        QuestionId(row.id),
        row.reference,
        QuestionKind(row.kind),
        wording(row),
        row.lesson_id and LessonId(row.lesson_id),
        row.theme_id and ThemeId(row.theme_id),
        row.level,
        row.public,
        row.placement,
        row.withdrawn,
        row.edition,
    )


def _course(row: Any, themes: list[str], workshops: list[str]) -> Course:
    about = dict(row.about or {})
    return Course(
        CourseId(row.id),
        row.reference,
        row.title,
        tuple(map(ThemeId, themes)),
        row.certifying,
        row.assessments,
        tuple(map(WorkshopId, workshops)),
        row.workshops_required,
        row.workshops_locked,
        row.community,
        Backgrounds(**{level: Attached(**kept) for level, kept in (row.certificate or {}).items()}),
        row.register,
        row.hours,
        About(**about | {"skills": tuple(about.get("skills", ()))}),
    )


def _case(row: Any) -> Case:
    asked = tuple(CaseQuestion(ask["text"], Decimal(ask["maximum"]), ask["rubric"]) for ask in row.questions)
    return Case(CaseId(row.id), row.reference, CourseId(row.course_id), row.public, asked, row.edition)


_q = t.questions.c
LESSON_NAMED = Prepared(sa.select(t.lessons).where(t.lessons.c.reference == sa.bindparam("reference")))
HAS_LESSON = Prepared(
    sa.select(t.course_themes.c.course_id)
    .join(t.theme_modules, t.theme_modules.c.theme_id == t.course_themes.c.theme_id)
    .join(t.module_lessons, t.module_lessons.c.module_id == t.theme_modules.c.module_id)
    .where(
        t.course_themes.c.course_id == sa.bindparam("course"), t.module_lessons.c.lesson_id == sa.bindparam("lesson")
    )
    .limit(1)
)
BANK_SIZES = Prepared(
    sa.select(_q.theme_id, _q.level, sa.func.count().label("count"))
    .where(one_of(_q.theme_id, "themes"), t.IN_BANK)
    .group_by(_q.theme_id, _q.level)
)


class SqlCatalogue:
    """Courses and their parts."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._lessons = _Kind(Tracker(LESSON), t.lessons, _lesson)
        self._modules = _Kind(Tracker(MODULE), t.modules, _module, [(t.module_lessons, "module_id", "lesson_id")])
        self._themes = _Kind(Tracker(THEME), t.themes, _theme, [(t.theme_modules, "theme_id", "module_id")])
        self._workshops = _Kind(
            Tracker(WORKSHOP), t.workshops, _workshop, [(t.workshop_modules, "workshop_id", "module_id")]
        )
        self._questions = _Kind(Tracker(QUESTION), t.questions, _question)
        self._courses = _Kind(
            Tracker(COURSE),
            t.courses,
            _course,
            [(t.course_themes, "course_id", "theme_id"), (t.course_workshops, "course_id", "workshop_id")],
        )
        self._cases = _Kind(Tracker(CASE), t.cases, _case)

    @property
    def trackers(self) -> tuple[Tracker[Any], ...]:
        """What is followed, parts before wholes."""
        return tuple(kind.tracker for kind in self._kinds.values())

    @property
    def _kinds(self) -> dict[type, _Kind[Any]]:
        return {
            Lesson: self._lessons,
            Module: self._modules,
            Theme: self._themes,
            Workshop: self._workshops,
            Question: self._questions,
            Course: self._courses,
            Case: self._cases,
        }

    def lessons(self, references: Collection[str] | None = None) -> dict[str, Lesson]:
        """Lessons by reference."""
        return self._named(self._lessons, references)

    def modules(self, references: Collection[str] | None = None) -> dict[str, Module]:
        """Modules by reference."""
        return self._named(self._modules, references)

    def themes(self, references: Collection[str] | None = None) -> dict[str, Theme]:
        """Themes by reference."""
        return self._named(self._themes, references)

    def workshops(self, references: Collection[str] | None = None) -> dict[str, Workshop]:
        """Workshops by reference."""
        return self._named(self._workshops, references)

    def questions(self, references: Collection[str] | None = None) -> dict[str, Question]:
        """Questions by reference, withdrawn ones too."""
        return self._named(self._questions, references)

    def courses(self, references: Collection[str] | None = None) -> dict[str, Course]:
        """Courses by reference."""
        return self._named(self._courses, references)

    def cases(self, references: Collection[str] | None = None) -> dict[str, Case]:
        """Cases by reference."""
        return self._named(self._cases, references)

    def cases_of(self, course: CourseId) -> list[Case]:
        """The cases of a course, by reference."""
        return self._where(self._cases, t.cases.c.course_id == course)

    def case(self, case: CaseId) -> Case:
        """The case so identified."""
        return self._where(self._cases, t.cases.c.id == case)[0]

    def lesson(self, lesson: LessonId) -> Lesson:
        """The lesson so identified."""
        return self._where(self._lessons, t.lessons.c.id == lesson)[0]

    def course(self, course: CourseId) -> Course:
        """The course so identified."""
        return self._where(self._courses, t.courses.c.id == course)[0]

    def bank(self, theme: ThemeId) -> list[Question]:
        """The questions of a theme that may be drawn: programme, public, not withdrawn, by level and reference."""
        found = self._where(self._questions, sa.and_(t.questions.c.theme_id == theme, t.IN_BANK))
        return sorted(found, key=lambda one: (one.level or 0, one.reference))

    def questions_of(self, theme: ThemeId) -> list[Question]:
        """All the questions of a theme, by reference."""
        return self._where(self._questions, t.questions.c.theme_id == theme)

    def bank_sizes(self, themes: Collection[ThemeId]) -> dict[ThemeId, dict[int, int]]:
        """How many questions of each level may be drawn for themes; levels without any are left out."""
        sizes: dict[ThemeId, dict[int, int]] = {theme: {} for theme in themes}
        for theme, level, count in zip(*BANK_SIZES.columns(self._connection, themes=list(themes)), strict=True):
            sizes[ThemeId(theme)][level] = count
        return sizes

    def bank_choices(self, themes: Collection[ThemeId]) -> dict[ThemeId, list[tuple[int, int, int]]]:
        """Of each question that may be drawn for themes: level, how many choices, and how many of them are right."""
        found: dict[ThemeId, list[tuple[int, int, int]]] = {theme: [] for theme in themes}
        q = t.questions.c
        for some in chunks(themes):
            statement = sa.select(q.theme_id, q.level, q.choices, q.right).where(q.theme_id.in_(some), t.IN_BANK)
            for theme, level, choices, right in self._connection.execute(statement):
                found[ThemeId(theme)].append((level, len(choices), len(right)))
        return found

    def edition(self, question: QuestionId, edition: int) -> Wording:
        """What a question asks, or asked in a former edition."""
        former = t.question_editions.c
        rows = self._connection.execute(
            sa.select(t.question_editions).where(former.question_id == question, former.edition == edition)
        ).all()
        return wording(rows[0]) if rows else self._where(self._questions, t.questions.c.id == question)[0].wording

    def _named(self, kind: _Kind[P], references: Collection[str] | None) -> dict[str, P]:
        if references is None:
            self._load(kind, None)
        else:
            known = {part.reference for part in kind.tracker.all()}
            for some in chunks(reference for reference in references if reference not in known):
                self._load(kind, kind.table.c.reference.in_(some))
        wanted = None if references is None else set(references)
        parts = (part for part in kind.tracker.all() if wanted is None or part.reference in wanted)
        return {part.reference: part for part in sorted(parts, key=lambda part: part.reference)}

    def _where(self, kind: _Kind[P], condition: Any) -> list[P]:
        return sorted(self._load(kind, condition), key=lambda part: part.reference)

    def _load(self, kind: _Kind[P], condition: Any) -> list[P]:
        statement = sa.select(kind.table).order_by(kind.table.c.reference)
        if condition is not None:
            statement = statement.where(condition)
        rows = self._connection.execute(statement).all()
        made_of = [self._parts(*link, [row.id for row in rows]) for link in kind.made_of]
        return [
            kind.tracker.loaded(kind.build(row, *(parts.get(row.id, []) for parts in made_of)), row.version)
            for row in rows
        ]

    def _parts(self, table: sa.Table, owner: str, part: str, owners: list[str]) -> Parts:
        found: Parts = {}
        for some in chunks(owners):
            statement = sa.select(table.c[owner], table.c[part]).where(table.c[owner].in_(some))
            for whole, one in self._connection.execute(statement.order_by(table.c[owner], table.c.position)):
                found.setdefault(whole, []).append(one)
        return found

    def add(self, part: Part) -> None:
        """Keep a new part."""
        self._kinds[type(part)].tracker.add(part)

    def remove(self, part: Part) -> None:
        """Forget a part, a question with its former editions."""
        if isinstance(part, Question) and part.edition > 1:
            former = t.question_editions
            self._connection.execute(sa.delete(former).where(former.c.question_id == part.id))
        self._kinds[type(part)].tracker.remove(part)

    def courses_using(
        self,
        lessons: Collection[LessonId] = (),
        modules: Collection[ModuleId] = (),
        themes: Collection[ThemeId] = (),
        workshops: Collection[WorkshopId] = (),
    ) -> list[CourseId]:
        """The courses that have one of these parts."""
        found: dict[str, None] = {}
        base = (
            sa.select(t.course_themes.c.course_id)
            .distinct()
            .outerjoin(t.theme_modules, t.theme_modules.c.theme_id == t.course_themes.c.theme_id)
            .outerjoin(t.module_lessons, t.module_lessons.c.module_id == t.theme_modules.c.module_id)
        )
        of_workshops = sa.select(t.course_workshops.c.course_id).distinct()
        parts: tuple[tuple[sa.Select[Any], Any, Collection[str]], ...] = (
            (base, t.module_lessons.c.lesson_id, lessons),
            (base, t.theme_modules.c.module_id, modules),
            (base, t.course_themes.c.theme_id, themes),
            (of_workshops, t.course_workshops.c.workshop_id, workshops),
        )
        for statement, column, identifiers in parts:
            for some in chunks(identifiers):
                found.update(dict.fromkeys(self._connection.scalars(statement.where(column.in_(some)))))
        return [CourseId(course) for course in found]

    def references(self, parts: Collection[Identifier]) -> dict[Identifier, str]:
        """The references of parts of any kind."""
        found: dict[Identifier, str] = {}
        for kind, statement in _REFERENCES.items():
            named = [part for part in parts if isinstance(part, kind)]
            if named:
                identifiers, references = statement.columns(self._connection, parts=named)
                found.update(zip(map(kind, identifiers), references, strict=True))
        return found

    def module_of(self, lesson: LessonId, course: CourseId | None) -> Module | None:
        """The module in which a lesson stands."""
        found = self._connection.scalar(module_of(lesson, course))
        return None if found is None else self._where(self._modules, t.modules.c.id == found)[0]

    def lesson_named(self, reference: str) -> Lesson | None:
        """The lesson of that reference, to read alone."""
        rows = LESSON_NAMED.rows(self._connection, reference=reference)
        return _lesson(rows[0]) if rows else None

    def has_lesson(self, course: CourseId, lesson: LessonId) -> bool:
        """Whether a lesson is one of a course."""
        return bool(HAS_LESSON.rows(self._connection, course=course, lesson=lesson))

    def contents(self, course: CourseId) -> Outline:
        """The themes and lessons of a course alone."""
        return contents(self._connection, course)

    def outline(self, course: CourseId, assessment: AssessmentSettings) -> Outline:
        """A course as progress sees it, as last flushed."""
        return outline(self._connection, course, assessment, self.bank_sizes)


_TABLES: Final[dict[type[Identifier], sa.Table]] = {
    LessonId: t.lessons,
    ModuleId: t.modules,
    ThemeId: t.themes,
    WorkshopId: t.workshops,
    QuestionId: t.questions,
    CourseId: t.courses,
    CaseId: t.cases,
}
_REFERENCES: Final = {
    kind: Prepared(sa.select(table.c.id, table.c.reference).where(one_of(table.c.id, "parts")))
    for kind, table in _TABLES.items()
}
