"""What the catalogue's operations show of courses, modules and questions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import attrs

from ledr_core.application.catalogue.load import Load
from ledr_core.application.catalogue.warnings import warnings_of
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.catalogue import Course, Module
from ledr_core.domain.catalogue.questions import Question
from ledr_core.domain.certification.final_case import Case
from ledr_core.domain.kernel.errors import Invalid, NotFound, Refused
from ledr_core.domain.kernel.identifiers import CourseId
from ledr_core.ports.catalogue import Part
from ledr_core.ports.paging import Page
from ledr_core.ports.quizzes import Wanted
from ledr_core.views.catalogue import (
    AboutView,
    ChangeView,
    CourseSheet,
    LevelCount,
    LoadError,
    LoadView,
    ModuleItem,
    QuestionItem,
    ThemeCounts,
    ThemeItem,
    UsageView,
)

_KINDS = ("lessons", "modules", "themes", "workshops", "questions", "courses", "cases")


def course_sheet(work: Work, course: Course) -> CourseSheet:
    """A course as `catalogue.course` gives it."""
    outline = work.outline(course.id)
    workshops = work.unit.catalogue.references(course.workshops)
    public = [case.reference for case in work.unit.catalogue.cases_of(course.id) if case.public]
    return CourseSheet(
        reference=course.reference,
        title=course.title,
        themes=tuple(theme_items(work, course)),
        lessons=len(outline.lessons),
        seconds=sum(outline.seconds.values()),
        certifying=course.certifying,
        assessments=course.assessments,
        workshops=tuple(workshops[workshop] for workshop in course.workshops),
        workshops_required=course.workshops_required,
        workshops_locked=course.workshops_locked,
        community=course.community,
        case=public[0] if public else None,
        register=course.register or None,
        hours=course.hours or None,
        about=AboutView(**attrs.asdict(course.about)),
    )


def theme_items(work: Work, course: Course) -> list[ThemeItem]:
    """The themes of a course, in order."""
    themes = {theme.id: theme for theme in work.unit.catalogue.themes().values()}
    modules = work.unit.catalogue.references([module for theme in course.themes for module in themes[theme].modules])
    return [
        ThemeItem(
            theme.reference,
            theme.title,
            theme.colour,
            theme.optional,
            tuple(modules[module] for module in theme.modules),
        )
        for theme in (themes[identifier] for identifier in course.themes)
    ]


def module_items(work: Work, modules: Collection[Module]) -> tuple[ModuleItem, ...]:
    """Modules in a list: the lessons of each, and the themes that use it."""
    names = work.unit.catalogue.references({lesson for module in modules for lesson in module.lessons})
    themes = work.unit.catalogue.themes_with([module.id for module in modules])
    return tuple(
        ModuleItem(
            module.reference,
            module.title,
            tuple(names[lesson] for lesson in module.lessons),
            tuple(themes[module.id]),
            module.sheet.name if module.sheet else None,
        )
        for module in modules
    )


def question_items(work: Work, wanted: Wanted, page: Page[str]) -> tuple[QuestionItem, ...]:
    """Questions in a list. Raises NotFound for a row seen that there is not."""
    if page.after is not None and page.after not in work.unit.catalogue.questions([page.after]):
        raise NotFound("question", page.after)
    rows = work.unit.questions.listed(wanted, page)
    return tuple(QuestionItem(**attrs.asdict(row) | {"kind": row.kind.value}) for row in rows)


def usage(work: Work, reference: str, section: str | None = None) -> UsageView:
    """Where a part is used. Raises NotFound."""
    sections = _KINDS if section is None else (section,)
    parts: dict[str, Mapping[str, Part]] = {name: getattr(work.unit.catalogue, name)([reference]) for name in sections}
    found = next((name for name, some in parts.items() if reference in some), None)
    if found is None:
        raise NotFound("module", reference)
    return Uses(work).of([(found, parts[found][reference])])[0]


class Uses:
    """Where parts are used: the wholes of the catalogue, read once (CAT-7)."""

    def __init__(self, work: Work) -> None:
        self._work, catalogue = work, work.unit.catalogue
        self._modules = list(catalogue.modules().values())
        self._themes = list(catalogue.themes().values())
        self._workshops = list(catalogue.workshops().values())
        self._courses = list(catalogue.courses().values())
        self._of: dict[frozenset[Any], tuple[list[Any], ...]] = {}

    def of(self, parts: Sequence[tuple[str, Part]]) -> list[UsageView]:
        """The wholes that have each of these parts, given with their sections, and how many learn in their courses."""
        wholes = [self._wholes(part) for _, part in parts]
        courses = {one.id for *_, some in wholes for one in some}
        learners = self._work.unit.readings.learners_among(courses, self._work.today) if courses else {}
        return [self._view(*one, some, learners) for one, some in zip(parts, wholes, strict=True)]

    def _view(
        self, section: str, part: Part, wholes: tuple[list[Any], ...], learners: Mapping[frozenset[CourseId], int]
    ) -> UsageView:
        modules, themes, workshops, courses = (_references(one for one in some if one.id != part.id) for some in wholes)
        concerned = {one.id for one in wholes[-1]}
        return UsageView(
            reference=part.reference,
            kind=section.removesuffix("s"),
            used_in=tuple(dict.fromkeys((*modules, *themes, *workshops, *courses))),
            learners=sum(people for followed, people in learners.items() if followed & concerned),
            modules=modules,
            themes=themes,
            workshops=workshops,
            courses=courses,
        )

    def _wholes(self, part: Part) -> tuple[list[Any], ...]:
        """Those of a question are those of its lesson or theme, those of a case its course's."""
        inner: frozenset[Any] = frozenset([part.course if isinstance(part, Case) else part.id])
        if isinstance(part, Question):
            inner = frozenset(one for one in (part.lesson, part.theme) if one)
        if inner not in self._of:
            self._of[inner] = self._having(set(inner))
        return self._of[inner]

    def _having(self, inner: set[Any]) -> tuple[list[Any], ...]:
        workshops = [one for one in self._workshops if inner.intersection((one.id, *one.modules))]
        modules = [one for one in self._modules if inner.intersection((one.id, *one.lessons))]
        inside = inner.union(one.id for one in modules)
        themes = [one for one in self._themes if inside.intersection((one.id, *one.modules))]
        inside.update(one.id for one in themes)
        courses = [one for one in self._courses if inside.intersection((one.id, *one.themes, *one.workshops))]
        return modules, themes, workshops, courses


def load_view(work: Work, load: Load, *, check_only: bool) -> LoadView:
    """What a load did or would do, what it changes and where, what its author should know, and what is wrong."""
    used = Uses(work).of([(section, part) for section, part, _ in load.changes]) if load.changes else []
    return LoadView(
        created=load.created,
        updated=load.updated,
        unchanged=load.unchanged,
        changes=tuple(
            ChangeView(one.kind, one.reference, fields, one.used_in, one.learners)
            for one, (*_, fields) in zip(used, load.changes, strict=True)
        ),
        warnings=warnings_of(work, load),
        errors=tuple(map(_error, load.errors)),
        check_only=check_only,
    )


def _error(error: Invalid | Refused) -> LoadError:
    if isinstance(error, Invalid):
        where = (error.field, error.file, error.line)
        return LoadError(None, *where, error.ground, error.reason, error.facts, error.allowed)
    facts = dict(error.facts)
    where = facts.pop("field", None), facts.pop("file", None), facts.pop("line", None)
    return LoadError(error.rule, *where, error.reason, str(error), facts)


def used_elsewhere(work: Work, reference: str, section: str) -> UsageView | None:
    """Where a part is used when a change of it is one for several uses; nothing of a part that is not there (CAT-7)."""
    try:
        found = usage(work, reference, section)
    except NotFound:
        return None
    return found if found.elsewhere else None


def _references(parts: Iterable[Part]) -> tuple[str, ...]:
    return tuple(part.reference for part in parts)


def question_counts(work: Work, course: Course) -> tuple[ThemeCounts, ...]:
    """The public questions of each level of each theme against the minimum, and whether there is an assessment."""
    settings, outline = work.assessment(course.id), work.outline(course.id)
    banks = work.unit.catalogue.bank_sizes([theme.id for theme in outline.themes])
    return tuple(
        ThemeCounts(
            theme.reference,
            tuple(
                LevelCount(level, count, settings.minimum, count >= settings.minimum)
                for level in range(1, settings.levels + 1)
                for count in [banks[theme.id].get(level, 0)]
            ),
            theme.assessed,
        )
        for theme in outline.themes
    )
