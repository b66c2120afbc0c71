"""Simulated assessments as authors see them."""

from __future__ import annotations

from datetime import date

from attrs import evolve

from ledr_core.application.files import write_text
from ledr_core.domain.assessment.settings import AssessmentSettings
from ledr_core.domain.errors import Invalid
from ledr_core.domain.simulation import Expected, Simulation
from ledr_core.ports.pages import Pages
from ledr_core.views import AbilityView, LevelExposureView, QuestionExposureView, SimulationView, as_json

_PLACES = 4
"""Decimals of a share: a guesser's chance is told to a hundredth of a percent."""


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


def write_chart(pages: Pages, shown: SimulationView, file: str, language: str) -> SimulationView:
    """Write the chart of a simulation: a picture for a name ending in .svg, a page for .html. Raises Invalid else."""
    if file.endswith(".svg"):
        text = pages.picture("simulation", as_json(shown), language)
    elif file.endswith(".html"):
        text = pages.page("simulation", as_json(shown), language)
    else:
        raise Invalid("file", f"{file} ends neither in .svg nor in .html", "a name ending in .svg or .html")
    write_text(file, text)
    return evolve(shown, file=file)


def _ability(ability: float | None, expected: Expected) -> AbilityView:
    return AbilityView(
        ability, round(expected.passes, _PLACES), round(expected.questions, _PLACES), round(expected.score, _PLACES)
    )
