"""The page and the picture of a simulated assessment, worked out from the JSON form of a `SimulationView`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from attrs import frozen

from ledr_adapters.pages.words import Words

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


def drawn(data: Mapping[str, Any], words: Words) -> Page:
    """The page of the simulation in *data*."""
    return Page(
        theme=str(data["theme"]),
        as_of=words.long_day(date.fromisoformat(str(data["as_of"]))),
        figures=tuple(_figures(data, words)),
        chart=chart(data, words),
        abilities=tuple(_abilities(data, words)),
        levels=tuple(_levels(data, words)),
        usage=tuple(_usage(data, words)),
        notes=tuple(_notes(data, words)),
    )


def chart(data: Mapping[str, Any], words: Words) -> Chart:
    """The picture by itself."""
    longest = max([1.0, *(float(one["questions"]) for one in _all(data))])
    spans = tuple(_spans(data, words))
    return Chart(
        passes=tuple(_bars(data, words, "passes", 1.0)),
        questions=tuple(_bars(data, words, "questions", longest)),
        spans=spans,
        mark=words.say("simulation score", mark=data["pass_mark"]),
        title=words.say("simulation title", theme=data["theme"]),
        height=486 + 30 * len(spans),
    )


def _all(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield data["guesser"]
    yield from data["abilities"]


def _bars(data: Mapping[str, Any], words: Words, key: str, full: float) -> Iterator[Bar]:
    for place, one in enumerate(_all(data)):
        number = float(one[key])
        height = round(_TALL * number / full, 1)
        value = words.percent(number) if key == "passes" else words.decimal(number)
        name = words.ability(one["ability"]) if place else words.say("guesser")
        yield Bar(_LEFT + _STEP * place, round(_TALL - height, 1), height, value, name, guess=place == 0)


def _spans(data: Mapping[str, Any], words: Words) -> Iterator[Span]:
    """Each level, against the most that any question is shown."""
    most = max([1, *(int(level["most"]) for level in data["levels"])])
    for place, level in enumerate(data["levels"]):
        yield Span(
            y=30.0 * place,
            mean=round(_LONG * float(level["mean"]) / most, 1),
            least=round(_LONG * int(level["least"]) / most, 1),
            most=round(_LONG * int(level["most"]) / most, 1),
            name=words.say("level", level=level["level"]),
            value=words.say("shown between", least=level["least"], most=level["most"], count=level["questions"]),
        )


def _figures(data: Mapping[str, Any], words: Words) -> Iterator[tuple[str, str, str]]:
    learners = words.say("of learners", count=words.number(int(data["learners"])))
    yield words.say("pass"), words.percent(data["passes"]), learners
    yield words.say("guessers pass"), words.percent(data["guesser"]["passes"]), ""
    yield words.say("asked"), words.decimal(data["questions"]), words.say("on average")
    yield words.say("mean score"), words.decimal(data["score"]), words.say("of 20")
    yield words.say("overlap"), words.percent(data["overlap"]), words.say("between two")


def _abilities(data: Mapping[str, Any], words: Words) -> Iterator[tuple[str, ...]]:
    for place, one in enumerate(_all(data)):
        name = words.ability(one["ability"]) if place else words.say("guesser")
        yield name, words.percent(one["passes"]), words.decimal(one["questions"]), words.decimal(one["score"])


def _levels(data: Mapping[str, Any], words: Words) -> Iterator[tuple[str, ...]]:
    for level in data["levels"]:
        counts = (words.number(int(level[key])) for key in ("level", "questions", "most", "least"))
        yield (*counts, words.decimal(level["mean"]))


def _usage(data: Mapping[str, Any], words: Words) -> Iterator[tuple[str, ...]]:
    usage = sorted(data["usage"], key=lambda one: (-int(one["shown"]), one["level"], one["reference"]))
    half = _MOST_LISTED // 2
    for one in usage if len(usage) <= _MOST_LISTED else [*usage[:half], *usage[-half:]]:
        shown = words.number(int(one["shown"]))
        yield str(one["reference"]), words.number(int(one["level"])), shown, words.percent(one["share"])


def _notes(data: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield words.say("note exact")
    yield words.say("note ability")
    yield words.say("note drawn", count=words.number(int(data["learners"])))
    yield words.say("note overlap")
    if len(data["usage"]) > _MOST_LISTED:
        yield words.say("note listed", count=words.number(_MOST_LISTED))
