"""Results about simulated assessments."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from ledr_core.domain.kernel.content import Content


@frozen
class AbilityView:
    """What learners of one ability come to; `ability` is None for somebody who guesses. Shares are from 0 to 1."""

    ability: float | None
    passes: float
    questions: float
    score: float


@frozen
class LevelExposureView:
    """The questions of a level, and how often the most and the least shown of them was."""

    level: int
    questions: int
    most: int
    least: int
    mean: float


@frozen
class QuestionExposureView:
    """How many simulated learners were shown a question, and their share."""

    reference: str
    level: int
    shown: int
    share: float


@frozen
class SimulationView:
    """A simulated assessment: exact figures by ability, and those of learners drawn from the seed."""

    theme: str
    as_of: date
    pass_mark: int
    guesser: AbilityView
    guessable: bool
    abilities: tuple[AbilityView, ...]
    learners: int
    passes: float
    questions: float
    score: float
    overlap: float
    levels: tuple[LevelExposureView, ...]
    usage: tuple[QuestionExposureView, ...]
    file: str | Content | None = None
