"""What the author of a course should know before publishing it: what works otherwise than it looks."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ledr_core.application.catalogue.load import Load
from ledr_core.application.operating.work import Work
from ledr_core.domain.assessments.order import Item
from ledr_core.domain.assessments.simulation import GUESSING_LIMIT, Question, guess_chance, guesser
from ledr_core.domain.catalogue.outline import Outline
from ledr_core.domain.learning.settings import PLACEMENT_REQUIRED
from ledr_core.views.catalogue import CatalogueWarning


def warnings_of(work: Work, load: Load) -> tuple[CatalogueWarning, ...]:
    """What the author of a load should know: of its files and questions, then of its courses.

    Of courses nothing is said while something is wrong.
    """
    courses = () if load.entries.errors else warnings_about(work, load.outlines.values())
    return (*_not_read(load), *_all_right(load), *_not_looked_up(load), *courses)


def warnings_about(work: Work, outlines: Collection[Outline]) -> tuple[CatalogueWarning, ...]:
    """What the authors of courses should know, course by course."""
    found = (*_guessed(work, outlines), *_without_placement(work, outlines), *_locking_nothing(outlines))
    return tuple(sorted(found, key=lambda one: (one.course or "", one.ground, one.theme or "", one.workshop or "")))


def _not_read(load: Load) -> Iterator[CatalogueWarning]:
    """The files of a folder that are neither YAML nor named by what is loaded."""
    for file in load.entries.left:
        yield CatalogueWarning("linked folder" if file.endswith("/") else "not read", file=file)


def _all_right(load: Load) -> Iterator[CatalogueWarning]:
    """The questions of which every choice is right."""
    known = load.parts.known["questions"]
    for entry, place in load.entries.found["questions"]:
        if not place.doubts and known[entry.reference].wording.all_right:
            where = place.at("right")
            yield CatalogueWarning(
                "all right", question=entry.reference, file=where.get("file"), line=where.get("line")
            )


def _not_looked_up(load: Load) -> Iterator[CatalogueWarning]:
    """Names are not told as unknown while what they name may be in what cannot be read."""
    if load.entries.unread:
        yield CatalogueWarning("not looked up")


def _guessed(work: Work, outlines: Collection[Outline]) -> Iterator[CatalogueWarning]:
    """The assessments of courses that somebody who only guesses passes more often than one time in two hundred.

    The chance is exact, from the questions that may be drawn and the course's own settings.
    """
    assessed = [(outline, theme) for outline in outlines for theme in outline.themes if theme.assessed]
    choices = work.unit.catalogue.bank_choices({theme.id for _, theme in assessed})
    for outline, theme in assessed:
        bank = [Question(Item("", 1, level), guess_chance(*counts)) for level, *counts in choices[theme.id]]
        passes = guesser(bank, work.assessment(outline.course)).passes
        if passes > GUESSING_LIMIT:
            percent = round(100 * passes, 2)
            yield CatalogueWarning("guess", outline.reference, theme=theme.reference, percent=percent)


def _without_placement(work: Work, outlines: Collection[Outline]) -> Iterator[CatalogueWarning]:
    """The certifying courses of which the placement test asks nothing, so that none is asked for (TEST-4)."""
    asking = [one for one in outlines if one.certifying and work.setting(PLACEMENT_REQUIRED, one.course)]
    placing = work.unit.questions.placing([one.course for one in asking])
    yield from (CatalogueWarning("no placement", one.reference) for one in asking if one.course not in placing)


def _locking_nothing(outlines: Collection[Outline]) -> Iterator[CatalogueWarning]:
    """The modules outside a course that are to lock one of its workshops, and do not (WORK-8)."""
    for outline in outlines:
        for workshop, module in outline.foreign_locks:
            yield CatalogueWarning("locks nothing", outline.reference, workshop=workshop, module=module)
