"""What the author of a course should know before publishing it: assessments that guessing passes too often."""

from __future__ import annotations

from collections.abc import Collection

from ledr_core.application.operating.work import Work
from ledr_core.domain.assessments.order import Item
from ledr_core.domain.assessments.simulation import GUESSING_LIMIT, Question, guess_chance, guesser
from ledr_core.domain.catalogue.outline import Outline
from ledr_core.views.catalogue import GuessWarning


def guess_warnings(work: Work, outlines: Collection[Outline]) -> tuple[GuessWarning, ...]:
    """The assessments of courses that somebody who only guesses passes more often than one time in two hundred.

    The chance is exact, from the questions that may be drawn and the course's own settings.
    """
    assessed = [(outline, theme) for outline in outlines for theme in outline.themes if theme.assessed]
    choices = work.unit.catalogue.bank_choices({theme.id for _, theme in assessed})
    found: list[GuessWarning] = []
    for outline, theme in assessed:
        bank = [Question(Item("", 1, level), guess_chance(*counts)) for level, *counts in choices[theme.id]]
        passes = guesser(bank, work.assessment(outline.course)).passes
        if passes > GUESSING_LIMIT:
            found.append(GuessWarning(outline.reference, theme.reference, round(100 * passes, 2)))
    return tuple(sorted(found, key=lambda one: (one.course, one.theme)))
