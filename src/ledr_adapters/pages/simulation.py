"""The page and the picture of a simulated assessment, worked out from a `SimulationView`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from attrs import frozen

from ledr_adapters.pages.words import Words
from ledr_core.views.simulations import AbilityView, SimulationView

_LEFT: Final = 96
_STEP: Final = 74
_BAR: Final = 44
_TALL: Final = 130
"""The height of a full bar, in pixels like all of these."""
_LONG: Final = 250
_MOST_LISTED: Final = 400
"""Questions in the table of the page: those shown most and least, beyond that."""


@frozen
class Bar:
    """A bar: where it stands, how high it is, what is written on it and under it."""

    x: float
    y: float
    height: float
    value: str
    name: str
    guess: bool = False


@frozen
class Span:
    """A level in the chart of exposure: from nothing to the mean, with the least and the most shown marked."""

    y: float
    mean: float
    least: float
    most: float
    name: str
    value: str


@frozen
class Chart:
    """All of the picture."""

    passes: tuple[Bar, ...]
    questions: tuple[Bar, ...]
    spans: tuple[Span, ...]
    mark: str
    title: str
    height: int


@frozen
class Page:
    """All of the page."""

    theme: str
    as_of: str
    figures: tuple[tuple[str, str, str], ...]
    chart: Chart
    abilities: tuple[tuple[str, ...], ...]
    levels: tuple[tuple[str, ...], ...]
    usage: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def drawn(shown: SimulationView, words: Words) -> Page:
    """The page of a simulation."""
    return Page(
        theme=shown.theme,
        as_of=words.long_day(shown.as_of),
        figures=tuple(_figures(shown, words)),
        chart=chart(shown, words),
        abilities=tuple(_abilities(shown, words)),
        levels=tuple(_levels(shown, words)),
        usage=tuple(_usage(shown, words)),
        notes=tuple(_notes(shown, words)),
    )


def chart(shown: SimulationView, words: Words) -> Chart:
    """The picture by itself."""
    longest = max([1.0, *(one.questions for one in _all(shown))])
    spans = tuple(_spans(shown, words))
    return Chart(
        passes=tuple(_bars(shown, words, lambda one: one.passes, 1.0, words.percent)),
        questions=tuple(_bars(shown, words, lambda one: one.questions, longest, words.decimal)),
        spans=spans,
        mark=words.say("simulation score", mark=shown.pass_mark),
        title=words.say("simulation title", theme=shown.theme),
        height=486 + 30 * len(spans),
    )


def _all(shown: SimulationView) -> Iterator[AbilityView]:
    yield shown.guesser
    yield from shown.abilities


def _name(one: AbilityView, words: Words) -> str:
    return words.say("guesser") if one.ability is None else words.ability(one.ability)


def _bars(
    shown: SimulationView,
    words: Words,
    number_of: Callable[[AbilityView], float],
    full: float,
    said: Callable[[float], str],
) -> Iterator[Bar]:
    for place, one in enumerate(_all(shown)):
        number = number_of(one)
        height = round(_TALL * number / full, 1)
        left, top = _LEFT + _STEP * place, round(_TALL - height, 1)
        yield Bar(left, top, height, said(number), _name(one, words), guess=place == 0)


def _spans(shown: SimulationView, words: Words) -> Iterator[Span]:
    """Each level, against the most that any question is shown."""
    most = max([1, *(level.most for level in shown.levels)])
    for place, level in enumerate(shown.levels):
        yield Span(
            y=30.0 * place,
            mean=round(_LONG * level.mean / most, 1),
            least=round(_LONG * level.least / most, 1),
            most=round(_LONG * level.most / most, 1),
            name=words.say("level", level=level.level),
            value=words.say("shown between", least=level.least, most=level.most, count=level.questions),
        )


def _figures(shown: SimulationView, words: Words) -> Iterator[tuple[str, str, str]]:
    learners = words.say("of learners", count=words.number(shown.learners))
    yield words.say("pass"), words.percent(shown.passes), learners
    yield words.say("guessers pass"), words.percent(shown.guesser.passes), ""
    yield words.say("asked"), words.decimal(shown.questions), words.say("on average")
    yield words.say("mean score"), words.decimal(shown.score), words.say("of 20")
    yield words.say("overlap"), words.percent(shown.overlap), words.say("between two")


def _abilities(shown: SimulationView, words: Words) -> Iterator[tuple[str, ...]]:
    for one in _all(shown):
        yield _name(one, words), words.percent(one.passes), words.decimal(one.questions), words.decimal(one.score)


def _levels(shown: SimulationView, words: Words) -> Iterator[tuple[str, ...]]:
    for level in shown.levels:
        counts = map(words.number, (level.level, level.questions, level.most, level.least))
        yield (*counts, words.decimal(level.mean))


def _usage(shown: SimulationView, words: Words) -> Iterator[tuple[str, ...]]:
    usage = sorted(shown.usage, key=lambda one: (-one.shown, one.level, one.reference))
    half = _MOST_LISTED // 2
    for one in usage if len(usage) <= _MOST_LISTED else [*usage[:half], *usage[-half:]]:
        yield one.reference, words.number(one.level), words.number(one.shown), words.percent(one.share)


def _notes(shown: SimulationView, words: Words) -> Iterator[str]:
    yield words.say("note exact")
    yield words.say("note ability")
    yield words.say("note drawn", count=words.number(shown.learners))
    yield words.say("note overlap")
    if len(shown.usage) > _MOST_LISTED:
        yield words.say("note listed", count=words.number(_MOST_LISTED))
