"""What authors see of their assessments: simulations, and the health of questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import chain

from attrs import evolve

from ledr_core.application.operating.work import Work
from ledr_core.domain.assessments.item_health import item_health
from ledr_core.domain.assessments.order import Item
from ledr_core.domain.assessments.settings import AssessmentSettings
from ledr_core.domain.assessments.simulation import Expected, Question, Simulation, guess_chance, simulated
from ledr_core.domain.catalogue.catalogue import Theme
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.identifiers import ThemeId
from ledr_core.ports.disk import Target
from ledr_core.ports.pages import Pages
from ledr_core.views.assessments import ItemHealthView
from ledr_core.views.simulations import AbilityView, LevelExposureView, QuestionExposureView, SimulationView

_PLACES = 4
"""Decimals of a share: a guesser's chance is told to a hundredth of a percent."""


def simulated_theme(
    work: Work,
    theme: Theme,
    course: str | None,
    learners: int,
    seed: str,
    progress: Callable[[int, int, str], None] | None,
) -> SimulationView:
    """The simulation of a theme's own questions. Raises Refused TA-1 when a level has too few of them."""
    settings = _settings(work, theme, course)

    def tell(done: int) -> None:
        if progress is not None:
            progress(done, learners, "simulate")

    simulation = simulated(bank(work, theme.id), settings, learners=learners, seed=seed, progress=tell)
    return simulation_view(theme.reference, work.today, settings, simulation)


def bank(work: Work, theme: ThemeId) -> list[Question]:
    """The questions of a theme as a simulation sees them."""
    return [
        Question(
            Item(one.reference, one.edition, one.level or 0),
            guess_chance(len(one.wording.choices), len(one.wording.right)),
        )
        for one in work.unit.catalogue.bank(theme)
    ]


def _settings(work: Work, theme: Theme, course: str | None) -> AssessmentSettings:
    """Those of the course named, else those of the first course, by reference, that assesses the theme, else the
    school's."""
    if course is not None:
        return work.assessment(work.course(course).id)
    found = [work.unit.catalogue.course(one) for one in work.unit.catalogue.courses_using(themes=[theme.id])]
    assessing = sorted((one for one in found if one.assessments), key=lambda one: one.reference)
    return work.assessment(assessing[0].id if assessing else None)


def health_views(work: Work, theme: Theme) -> tuple[ItemHealthView, ...]:
    """The health of each question of a theme that may be drawn, by level and reference."""
    attempts = work.unit.attempts
    bank = attempts.bank(theme.id)
    levels = {one: level for level in sorted(bank) for one in sorted(chain.from_iterable(bank[level].values()))}
    exposed = attempts.exposed(theme.id)
    return tuple(
        ItemHealthView(
            reference=one.reference,
            level=one.level,
            asked=one.asked,
            right_share=_rounded(one.share),
            discrimination=_rounded(one.discrimination),
            exposure=round(one.exposure, _PLACES),
            warnings=tuple(warning.value for warning in one.warnings),
        )
        for one in item_health(levels, attempts.tallies(theme.id), exposed.shown, exposed.attempts)
    )


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, _PLACES)


def simulation_view(theme: str, as_of: date, settings: AssessmentSettings, simulation: Simulation) -> SimulationView:
    """The result of a simulation."""
    drawn = simulation.exposure
    return SimulationView(
        theme=theme,
        as_of=as_of,
        pass_mark=settings.pass_mark,
        guesser=_ability(None, simulation.guesser),
        guessable=simulation.guessable,
        abilities=tuple(_ability(one.ability, one.expected) for one in simulation.abilities),
        learners=drawn.learners,
        passes=round(drawn.passes, _PLACES),
        questions=round(drawn.questions, _PLACES),
        score=round(drawn.score, _PLACES),
        overlap=round(drawn.overlap, _PLACES),
        levels=tuple(
            LevelExposureView(one.level, one.questions, one.most, one.least, round(one.mean, _PLACES))
            for one in drawn.levels
        ),
        usage=tuple(
            QuestionExposureView(one.reference, one.level, one.shown, round(one.share, _PLACES)) for one in drawn.usage
        ),
    )


def write_chart(pages: Pages, shown: SimulationView, target: Target, language: str) -> SimulationView:
    """Write the chart of a simulation: a picture for a name ending in .svg, a page for .html. Raises Invalid else."""
    if target.name.endswith(".svg"):
        text = pages.picture(shown, language)
    elif target.name.endswith(".html"):
        text = pages.page(shown, language)
    else:
        raise Invalid("file", "not an SVG or HTML name", {"path": target.name})
    return evolve(shown, file=target.put(text.encode()))


def _ability(ability: float | None, expected: Expected) -> AbilityView:
    return AbilityView(
        ability, round(expected.passes, _PLACES), round(expected.questions, _PLACES), round(expected.score, _PLACES)
    )
