"""What a learner finds in their course, what is left before its end, and the demo lessons of a tester (LEARN-12)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from ledr_core.application.certification.copies import is_placed
from ledr_core.application.operating.naming import Named, by_title
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.outline import Outline, Placed
from ledr_core.domain.learning.figures import share
from ledr_core.domain.learning.progress import Missing, Record
from ledr_core.domain.people.person import Person
from ledr_core.views.learning import MissingView, OutlineLesson, OutlineModule, OutlineTheme, OutlineView


def course_outline(work: Work, person: Person, record: Record, outline: Outline) -> OutlineView:
    """The themes, modules and lessons of a course, what is seen of them, and what is left."""
    percents = record.theme_percents(outline)
    places = work.unit.catalogue.places(outline.course)
    themes = tuple(
        OutlineTheme(
            theme.reference,
            theme.title,
            percents[theme.id],
            record.validated(outline, theme),
            record.validated(outline, theme),
            theme.optional,
            _modules(record, [one for one in places if one.theme == theme.reference]),
        )
        for theme in outline.themes
    )
    return OutlineView(by_title(outline), outline.title, themes, left(work, person, record, outline))


def demo_outline(work: Work, record: Record) -> OutlineView:
    """The demo lessons, which are all that a tester reaches (ROLE-2)."""
    themes = groupby(work.unit.catalogue.demo_places(), lambda one: (one.theme, one.theme_title))
    return OutlineView(None, None, tuple(_demo_theme(record, *theme, list(places)) for theme, places in themes), ())


def left(work: Work, person: Person, record: Record, outline: Outline) -> tuple[MissingView, ...]:
    """What is left before the end of a course: assessments, lessons, workshops, the placement test, the case."""
    lacking = record.left(outline, placed=True)
    if outline.certifying and lacking:
        lacking = record.left(outline, placed=is_placed(work, person, outline.course))
    return missing_views(lacking)


def missing_views(lacking: Sequence[Missing]) -> tuple[MissingView, ...]:
    """What is missing, which knows its title (CAT-14)."""
    return tuple(MissingView(one.rule, Named(one.what, one.title)) for one in lacking)


def _demo_theme(record: Record, theme: str | None, title: str, places: Sequence[Placed]) -> OutlineTheme:
    seen = sum(one.lesson in record.seen for one in places)
    return OutlineTheme(theme, title, share(seen, len(places)), False, False, False, _modules(record, places))


def _modules(record: Record, places: Sequence[Placed]) -> tuple[OutlineModule, ...]:
    seen = record.seen
    return tuple(
        OutlineModule(
            module,
            title,
            sheet,
            tuple(OutlineLesson(one.reference, one.title, one.lesson in seen) for one in lessons if one.lesson),
        )
        for (module, title, sheet), lessons in groupby(places, lambda one: (one.module, one.module_title, one.sheet))
    )
