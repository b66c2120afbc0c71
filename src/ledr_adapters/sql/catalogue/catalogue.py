"""The catalogue, found and kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache, partial
from typing import Any, Final, Generic, TypeVar

import sqlalchemy as sa
from attrs import define

from ledr_adapters.sql import search
from ledr_adapters.sql import tables as t
from ledr_adapters.sql.catalogue.editions import remembered
from ledr_adapters.sql.catalogue.outlines import module_with, outline
from ledr_adapters.sql.catalogue.places import demo_places, places
from ledr_adapters.sql.catalogue.rows import (
    CASE,
    COURSE,
    LESSON,
    LESSONS_OF_MODULE,
    MODULE,
    MODULES_OF_THEME,
    MODULES_OF_WORKSHOP,
    QUESTION,
    THEME,
    THEMES_OF_COURSE,
    WORKSHOP,
    WORKSHOPS_OF_COURSE,
    case_of,
    course_of,
    lesson_of,
    module_of,
    question_of,
    theme_of,
    wording_of,
    workshop_of,
)
from ledr_adapters.sql.catalogue.wholes import wholes
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_adapters.sql.rows import Layout, PartRows
from ledr_adapters.sql.statements import chunks
from ledr_adapters.sql.unit import Tracker
from ledr_core.domain.assessments.settings import AssessmentSettings
from ledr_core.domain.catalogue.catalogue import Course, Lesson, Module, Theme, Workshop
from ledr_core.domain.catalogue.outline import Outline, Placed
from ledr_core.domain.catalogue.questions import Question, Wording
from ledr_core.domain.certification.final_case import Case
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

PartsOf = dict[str, list[str]]
"""The identifiers of the parts of wholes, in order."""


@define
class _Kind(Generic[P]):
    """One kind of part: how it is followed, how it is made of rows, and which tables say what it is made of."""

    tracker: Tracker[P]
    build: Callable[..., P]
    made_of: Sequence[PartRows[P, str]] = ()

    @property
    def table(self) -> sa.Table:
        """Where it is kept."""
        return self.tracker.mapper.main.table


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
THEMES_WITH = Prepared(
    sa.select(t.theme_modules.c.module_id, t.themes.c.reference)
    .join(t.themes, t.themes.c.id == t.theme_modules.c.theme_id)
    .where(one_of(t.theme_modules.c.module_id, "modules"))
    .distinct()
    .order_by(t.themes.c.reference)
)
_courses = (
    sa.select(t.course_themes.c.course_id)
    .distinct()
    .outerjoin(t.theme_modules, t.theme_modules.c.theme_id == t.course_themes.c.theme_id)
    .outerjoin(t.module_lessons, t.module_lessons.c.module_id == t.theme_modules.c.module_id)
)
COURSES_WITH_LESSONS = Prepared(_courses.where(one_of(t.module_lessons.c.lesson_id, "parts")))
COURSES_WITH_MODULES = Prepared(_courses.where(one_of(t.theme_modules.c.module_id, "parts")))
COURSES_WITH_THEMES = Prepared(_courses.where(one_of(t.course_themes.c.theme_id, "parts")))
COURSES_WITH_WORKSHOPS = Prepared(
    sa.select(t.course_workshops.c.course_id).distinct().where(one_of(t.course_workshops.c.workshop_id, "parts"))
)
_e = t.question_editions.c
_of_question = sa.select(t.question_editions).where(_e.question_id == sa.bindparam("question"))
EDITION = Prepared(_of_question.where(_e.edition == sa.bindparam("edition")))
BANK_SIZES = Prepared(
    sa.select(_q.theme_id, _q.level, sa.func.count().label("count"))
    .where(one_of(_q.theme_id, "themes"), t.IN_BANK)
    .group_by(_q.theme_id, _q.level)
)


@cache
def _parts_in_order(table: sa.Table, whole: str, position: str, part: str) -> Prepared:
    """What wholes are made of."""
    c = table.c
    return Prepared(sa.select(c[whole], c[part]).where(one_of(c[whole], "wholes")).order_by(c[whole], c[position]))


BANK = Prepared(
    sa.select(t.questions).where(t.questions.c.theme_id == sa.bindparam("theme", type_=sa.String), t.IN_BANK)
)


@cache
def _in_order(table: sa.Table) -> Prepared:
    """All parts of a kind."""
    return Prepared(sa.select(table).order_by(table.c.reference))


@cache
def _having(table: sa.Table, column: str) -> Prepared:
    """Those whose column has one of some values."""
    return Prepared(sa.select(table).where(one_of(table.c[column], "values")).order_by(table.c.reference))


class SqlCatalogue:
    """Courses and their parts."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._lessons = _Kind(Tracker(LESSON), lesson_of)
        self._modules = _Kind(Tracker(MODULE), module_of, [LESSONS_OF_MODULE])
        self._themes = _Kind(Tracker(THEME), theme_of, [MODULES_OF_THEME])
        self._workshops = _Kind(Tracker(WORKSHOP), workshop_of, [MODULES_OF_WORKSHOP])
        self._questions = _Kind(Tracker(QUESTION), question_of)
        self._courses = _Kind(Tracker(COURSE), course_of, [THEMES_OF_COURSE, WORKSHOPS_OF_COURSE])
        self._cases = _Kind(Tracker(CASE), case_of)

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

    def modules_about(self, text: str) -> dict[str, Module]:
        """The modules that a text finds."""
        owners = search.found(self._connection, "module", text)
        return {module.reference: module for module in self._by(self._modules, "id", sorted(owners))}

    def themes_with(self, modules: Collection[ModuleId]) -> dict[ModuleId, list[str]]:
        """The references of the themes that have each of these modules."""
        themes: dict[ModuleId, list[str]] = {module: [] for module in modules}
        for module, reference in zip(*THEMES_WITH.columns(self._connection, modules=list(modules)), strict=True):
            themes[ModuleId(module)].append(reference)
        return themes

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
        return self._by(self._cases, "course_id", [course])

    def case(self, case: CaseId) -> Case:
        """The case so identified."""
        return self._by(self._cases, "id", [case])[0]

    def lesson(self, lesson: LessonId) -> Lesson:
        """The lesson so identified."""
        return self._by(self._lessons, "id", [lesson])[0]

    def course(self, course: CourseId) -> Course:
        """The course so identified."""
        return self._by(self._courses, "id", [course])[0]

    def bank(self, theme: ThemeId) -> list[Question]:
        """The questions of a theme that may be drawn: programme, public, not withdrawn, by level and reference."""
        found = self._loaded(self._questions, BANK, theme=theme)
        return sorted(found, key=lambda one: (one.level or 0, one.reference))

    def questions_of(self, theme: ThemeId) -> list[Question]:
        """All the questions of a theme, by reference."""
        return self._by(self._questions, "theme_id", [theme])

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
        rows = EDITION.rows(self._connection, question=question, edition=edition)
        return wording_of(rows[0]) if rows else self._by(self._questions, "id", [question])[0].wording

    def _named(self, kind: _Kind[P], references: Collection[str] | None) -> dict[str, P]:
        if references is None:
            self._loaded(kind, _in_order(kind.table))
        else:
            known = {part.reference for part in kind.tracker.all()}
            for some in chunks(reference for reference in references if reference not in known):
                self._by(kind, "reference", some)
        wanted = None if references is None else set(references)
        parts = (part for part in kind.tracker.all() if wanted is None or part.reference in wanted)
        return {part.reference: part for part in sorted(parts, key=lambda part: part.reference)}

    def _by(self, kind: _Kind[P], column: str, values: Sequence[str]) -> list[P]:
        return self._loaded(kind, _having(kind.table, column), values=values)

    def _loaded(self, kind: _Kind[P], statement: Prepared, **values: Any) -> list[P]:
        rows = statement.rows(self._connection, **values)
        made_of = [self._parts(part.layout, [row.id for row in rows]) for part in kind.made_of]
        loaded = [
            kind.tracker.loaded(kind.build(row, *(parts.get(row.id, []) for parts in made_of)), row.version)
            for row in rows
        ]
        return sorted(loaded, key=lambda part: part.reference)

    def _parts(self, layout: Layout, wholes: list[str]) -> PartsOf:
        found: PartsOf = {}
        if wholes:
            statement = _parts_in_order(layout.table, *layout.key, *layout.columns)
            for whole, one in zip(*statement.columns(self._connection, wholes=wholes), strict=True):
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

    def let_go(self, parts: Iterable[Part]) -> None:
        """Follow parts no more that have been flushed."""
        for part in parts:
            self._kinds[type(part)].tracker.forget(part.id)

    def wholes(self, parts: Collection[Identifier]) -> dict[Identifier, list[Identifier]]:
        """What each of these parts is in itself."""
        return wholes(self._connection, parts)

    def courses_using(
        self,
        lessons: Collection[LessonId] = (),
        modules: Collection[ModuleId] = (),
        themes: Collection[ThemeId] = (),
        workshops: Collection[WorkshopId] = (),
    ) -> list[CourseId]:
        """The courses that have one of these parts."""
        parts: tuple[tuple[Prepared, Collection[str]], ...] = (
            (COURSES_WITH_LESSONS, lessons),
            (COURSES_WITH_MODULES, modules),
            (COURSES_WITH_THEMES, themes),
            (COURSES_WITH_WORKSHOPS, workshops),
        )
        found: dict[str, None] = {}
        for statement, identifiers in parts:
            if identifiers:
                found.update(dict.fromkeys(statement.columns(self._connection, parts=list(identifiers))[0]))
        return [CourseId(course) for course in found]

    def titles(self, parts: Collection[Identifier]) -> dict[Identifier, tuple[str, str]]:
        """The references and titles of parts that have a title."""
        found: dict[Identifier, tuple[str, str]] = {}
        for kind, statement in _TITLES.items():
            named = [part for part in parts if isinstance(part, kind)]
            if named:
                for one, reference, title in zip(*statement.columns(self._connection, parts=named), strict=True):
                    found[kind(one)] = (reference, title)
        return found

    def places(self, course: CourseId) -> list[Placed]:
        """What the modules of a course hold, in its order."""
        return places(self._connection, course)

    def demo_places(self) -> list[Placed]:
        """The lessons that testers reach, each where it stands first."""
        return demo_places(self._connection)

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
        found = self._connection.scalar(module_with(lesson, course))
        return None if found is None else self._by(self._modules, "id", [found])[0]

    def lesson_named(self, reference: str) -> Lesson | None:
        """The lesson of that reference, to read alone."""
        rows = LESSON_NAMED.rows(self._connection, reference=reference)
        return lesson_of(rows[0]) if rows else None

    def has_lesson(self, course: CourseId, lesson: LessonId) -> bool:
        """Whether a lesson is one of a course."""
        return bool(HAS_LESSON.rows(self._connection, course=course, lesson=lesson))

    def outline(self, course: CourseId, assessment: AssessmentSettings) -> Outline:
        """A course as progress sees it, as last flushed."""
        read = partial(outline, self._connection, course, assessment, self.bank_sizes)
        return remembered(self._connection, course, assessment, read)


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
_TITLES: Final = {
    kind: Prepared(sa.select(table.c.id, table.c.reference, table.c.title).where(one_of(table.c.id, "parts")))
    for kind, table in _TABLES.items()
    if "title" in table.c
}
