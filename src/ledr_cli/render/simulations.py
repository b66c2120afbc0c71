"""A simulated assessment as bars of characters: who passes, in how many questions, which questions are shown most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders
from ledr_cli.render.words import Words
from ledr_core.views.simulations import SimulationView

_FULL, _EMPTY = "▇", "·"
_BAR: Final = 24
_NAME: Final = 12
_NUMBER: Final = 9


@renders(SimulationView)
def simulation(page: Page, shown: SimulationView) -> None:
    """The figures, the bars, and the file written when one was asked for."""
    for line in lines(shown, page.words):
        page.line(line)
    if shown.file:
        page.line(page.words.say("written", file=shown.file))


def lines(shown: SimulationView, words: Words) -> Iterator[str]:
    """The picture, line by line, in at most 80 columns."""
    yield words.say(
        "simulated",
        learners=words.number(shown.learners),
        passes=_percent(shown.passes, words),
        questions=words.decimal(shown.questions),
        score=words.decimal(shown.score),
    )
    yield ""
    yield from _by_ability(shown, words)
    yield ""
    yield from _by_level(shown, words)
    yield ""
    yield words.say("simulated overlap", overlap=_percent(shown.overlap, words))
    if shown.guessable:
        yield words.say("guessable", passes=_percent(shown.guesser.passes, words))


def _by_ability(shown: SimulationView, words: Words) -> Iterator[str]:
    titles = (words.say("simulated passes"), words.say("simulated questions"), words.say("simulated score"))
    yield _row(words.say("simulated ability"), f"{titles[0]:<{_BAR + _NUMBER}}", *titles[1:])
    rows = [(words.say("simulated guesser"), shown.guesser)]
    rows += [(f"{one.ability:+g}" if one.ability else "0", one) for one in shown.abilities]
    for name, one in rows:
        share = f"{_bar(one.passes)}{_percent(one.passes, words):>{_NUMBER}}"
        yield _row(name, share, words.decimal(one.questions), words.decimal(one.score))


def _row(name: str, bar: str, questions: str, score: str) -> str:
    return f"{name:<{_NAME}}{bar}{questions:>{_NUMBER + 2}}{score:>{_NUMBER}}".rstrip()


def _by_level(shown: SimulationView, words: Words) -> Iterator[str]:
    yield words.say("simulated shown")
    most = max([1, *(level.most for level in shown.levels)])
    for level in shown.levels:
        times = words.say("simulated times", least=level.least, most=level.most, questions=level.questions)
        yield f"{words.say('simulated level', level=level.level):<{_NAME}}{_bar(level.mean / most)}  {times}"


def _bar(share: float) -> str:
    full = round(_BAR * min(max(share, 0.0), 1.0))
    return _FULL * full + _EMPTY * (_BAR - full)


def _percent(share: float, words: Words) -> str:
    """To one place, and to two under one in a hundred."""
    return words.say("share", number=words.decimal(100 * share, 2 if 0 < share < 0.01 else 1))
