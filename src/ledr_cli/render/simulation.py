"""A simulated assessment as bars of characters: who passes, in how many questions, which questions are shown most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ledr_cli.render.page import Page
from ledr_cli.render.words import Words

_FULL, _EMPTY = "▇", "·"
_BAR: Final = 24
_NAME: Final = 12
_NUMBER: Final = 9


def simulation(page: Page, data: dict[str, Any]) -> None:
    """The figures, the bars, and the file written when one was asked for."""
    for line in lines(data, page.words):
        page.line(line)
    if data.get("file"):
        page.line(page.words.say("written", file=data["file"]))


def lines(data: Mapping[str, Any], words: Words) -> Iterator[str]:
    """The picture, line by line, in at most 80 columns."""
    yield words.say(
        "simulated",
        learners=words.number(data["learners"]),
        passes=_percent(data["passes"], words),
        questions=words.decimal(data["questions"]),
        score=words.decimal(data["score"]),
    )
    yield ""
    yield from _by_ability(data, words)
    yield ""
    yield from _by_level(data, words)
    yield ""
    yield words.say("simulated overlap", overlap=_percent(data["overlap"], words))
    if data["guessable"]:
        yield words.say("guessable", passes=_percent(data["guesser"]["passes"], words))


def _by_ability(data: Mapping[str, Any], words: Words) -> Iterator[str]:
    titles = (words.say("simulated passes"), words.say("simulated questions"), words.say("simulated score"))
    yield _row(words.say("simulated ability"), f"{titles[0]:<{_BAR + _NUMBER}}", *titles[1:])
    rows = [(words.say("simulated guesser"), data["guesser"])]
    rows += [(f"{one['ability']:+g}" if one["ability"] else "0", one) for one in data["abilities"]]
    for name, one in rows:
        share = f"{_bar(one['passes'])}{_percent(one['passes'], words):>{_NUMBER}}"
        yield _row(name, share, words.decimal(one["questions"]), words.decimal(one["score"]))


def _row(name: str, bar: str, questions: str, score: str) -> str:
    return f"{name:<{_NAME}}{bar}{questions:>{_NUMBER + 2}}{score:>{_NUMBER}}".rstrip()


def _by_level(data: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield words.say("simulated shown")
    most = max([1, *(level["most"] for level in data["levels"])])
    for level in data["levels"]:
        shown = words.say("simulated times", least=level["least"], most=level["most"], questions=level["questions"])
        yield f"{words.say('simulated level', level=level['level']):<{_NAME}}{_bar(level['mean'] / most)}  {shown}"


def _bar(share: float) -> str:
    full = round(_BAR * min(max(share, 0.0), 1.0))
    return _FULL * full + _EMPTY * (_BAR - full)


def _percent(share: float, words: Words) -> str:
    """To one place, and to two under one in a hundred."""
    return words.say("share", number=words.decimal(100 * share, 2 if 0 < share < 0.01 else 1))
