"""What the catalogue's operations show of courses, modules and questions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import Final

import attrs

from ledr_core.application.catalogue.load import Load
from ledr_core.application.catalogue.warnings import warnings_of
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.catalogue import Course, Module
from ledr_core.domain.catalogue.questions import Question
from ledr_core.domain.certification.final_case import Case
from ledr_core.domain.kernel.errors import Invalid, NotFound, Refused
from ledr_core.domain.kernel.identifiers import CourseId, Identifier, ModuleId, ThemeId, WorkshopId
from ledr_core.ports.catalogue import Part
from ledr_core.ports.paging import Page
from ledr_core.ports.quizzes import Wanted
from ledr_core.views.catalogue import (
    AboutView,
    CertificationSheet,
    ChangeView,
    CourseItem,
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

_WHOLES: Final = (ModuleId, ThemeId, WorkshopId, CourseId)
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
        about=_about(course),
    )


def course_item(course: Course) -> CourseItem:
    """A course as those who recommend it see it listed."""
    return CourseItem(course.reference, course.title, _about(course))


def certification_sheet(course: Course) -> CertificationSheet:
    """What a certification is, as those who recommend its course see it."""
    return CertificationSheet(course.title, _about(course), course.register or None, course.hours or None)


def _about(course: Course) -> AboutView:
    return AboutView(**attrs.asdict(course.about))


def theme_items(work: Work, course: Course) -> list[ThemeItem]:
    """The themes of a course, in order."""
    named = work.unit.catalogue.references(course.themes).values()
    themes = {theme.id: theme for theme in work.unit.catalogue.themes(named).values()}
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
    """Where parts are used, as last flushed: what each is in, and what that is in (CAT-7)."""

    def __init__(self, work: Work) -> None:
        self._work, self._catalogue = work, work.unit.catalogue

    def of(self, parts: Sequence[tuple[str, Part]]) -> list[UsageView]:
        """The wholes that have each of these parts, given with their sections, and how many learn in their courses."""
        inner = [_inner(part) for _, part in parts]
        having = self._having({one for some in inner for one in some})
        wholes = [_around(some, having) for some in inner]
        names = self._catalogue.references({one for some in wholes for one in some})
        courses = {one for one in names if isinstance(one, CourseId)}
        learners = self._work.unit.readings.learners_among(courses, self._work.today) if courses else {}
        return [_usage(*one, some, names, learners) for one, some in zip(parts, wholes, strict=True)]

    def courses_with(self, parts: Collection[Identifier]) -> dict[CourseId, str]:
        """The courses in which any of these parts is, with their references."""
        around = _around(frozenset(parts), self._having(parts))
        return {one: name for one, name in self._catalogue.references(around).items() if isinstance(one, CourseId)}

    def _having(self, parts: Collection[Identifier]) -> dict[Identifier, list[Identifier]]:
        """What each of these parts is in, and what each of those is in."""
        found: dict[Identifier, list[Identifier]] = {}
        while parts:
            nearest = self._catalogue.wholes(parts)
            found |= nearest
            parts = {one for some in nearest.values() for one in some}.difference(found)
        return found


def _inner(part: Part) -> frozenset[Identifier]:
    """What the wholes of a part have: those of a question are those of its lesson or theme, a case's its course."""
    if isinstance(part, Question):
        return frozenset(one for one in (part.lesson, part.theme) if one)
    return frozenset([part.course if isinstance(part, Case) else part.id])


def _around(inner: frozenset[Identifier], having: Mapping[Identifier, Sequence[Identifier]]) -> set[Identifier]:
    """All that has one of these, and they. A workshop that a module may lock has it, but not the lessons in it."""
    found, layer = set(inner), set(inner)
    while layer:
        layer = {one for part in layer for one in having[part] if not isinstance(one, WorkshopId)}
        found |= layer
    return found.union(*(having[part] for part in inner))


def _usage(
    section: str,
    part: Part,
    wholes: set[Identifier],
    names: Mapping[Identifier, str],
    learners: Mapping[frozenset[CourseId], int],
) -> UsageView:
    others = {
        kind: tuple(sorted(names[one] for one in wholes.intersection(names) - {part.id} if isinstance(one, kind)))
        for kind in _WHOLES
    }
    return UsageView(
        reference=part.reference,
        kind=section.removesuffix("s"),
        used_in=tuple(dict.fromkeys(chain.from_iterable(others.values()))),
        learners=sum(people for followed, people in learners.items() if followed & wholes),
        modules=others[ModuleId],
        themes=others[ThemeId],
        workshops=others[WorkshopId],
        courses=others[CourseId],
    )


def load_view(work: Work, load: Load, *, check_only: bool) -> LoadView:
    """What a load did or would do, what it changes and where, what its author should know, and what is wrong."""
    return LoadView(
        created=load.created,
        updated=load.updated,
        unchanged=load.unchanged,
        changes=tuple(changes_of(work, load)),
        warnings=warnings_of(work, load),
        errors=tuple(map(_error, load.errors)),
        check_only=check_only,
    )


def changes_of(work: Work, load: Load) -> list[ChangeView]:
    """What a load has changed so far, and where that shows."""
    used = Uses(work).of([(section, part) for section, part, _ in load.changes]) if load.changes else []
    return [
        ChangeView(one.kind, one.reference, fields, one.used_in, one.learners)
        for one, (*_, fields) in zip(used, load.changes, strict=True)
    ]


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
