"""The figures of somebody in a course, by what they have reached of it: defined here, and nowhere else (LEARN-9)."""

from __future__ import annotations

from collections.abc import Set

from attrs import frozen

from ledr_core.domain.catalogue.outline import Outline
from ledr_core.domain.kernel.identifiers import LessonId, ThemeId


@frozen
class Reached:
    """All that the figures of somebody in a course are made of."""

    seen: Set[LessonId]
    """The lessons seen; those of other courses do not count."""
    validated: Set[ThemeId]
    """The themes validated in that course (LEARN-7)."""
    finished: bool
    """Whether the course is finished (LEARN-10)."""


def theme_percents(outline: Outline, reached: Reached) -> dict[ThemeId, int]:
    """For each theme, lessons seen out of the theme's: 100 exactly when validated, 99 at most before."""
    seen, validated = reached.seen, reached.validated
    return {
        theme: 100 if theme in validated else share(len(lessons & seen), len(lessons))
        for theme, lessons in outline.lessons_of_themes.items()
    }


def course_percent(outline: Outline, reached: Reached) -> int:
    """The same over the lessons of mandatory themes, each once, 100 exactly when finished.

    A validated theme counts all its lessons.
    """
    if reached.finished:
        return 100
    covered = outline.mandatory_lessons & reached.seen
    if reached.validated:
        covered = covered.union(*(theme.lessons for theme in outline.mandatory if theme.id in reached.validated))
    return percent_covered(outline, len(covered), finished=False)


def percent_covered(outline: Outline, covered: int, *, finished: bool) -> int:
    """The same of whom it is known how many of these lessons are seen or of a validated theme."""
    return 100 if finished else share(covered, len(outline.mandatory_lessons))


def lessons_seen(outline: Outline, reached: Reached) -> int:
    """How many lessons of the course are seen."""
    return len(outline.all_lessons & reached.seen)


def watch_seconds(outline: Outline, reached: Reached) -> int:
    """The time spent, each lesson seen counting its duration once (LEARN-3)."""
    return sum(map(outline.seconds.__getitem__, outline.all_lessons & reached.seen))


def share(done: int, of: int) -> int:
    """So many of so many in percent, rounded down, and never more than 99 (LEARN-9)."""
    return min(99, 100 * done // of) if of else 0
