"""Theme assessments: the question that waits, how an attempt ended, where somebody stands, questions to mend."""

from __future__ import annotations

from typing import Any, Final

from ledr_cli.render.page import Page
from ledr_cli.render.words import Words
from ledr_core.domain.kernel.errors import Refused
from ledr_core.wording import told


def attempt(page: Page, data: dict[str, Any]) -> None:
    """The question that waits with its choices and what to type, or how the attempt ended: the score, shown once."""
    words = page.words
    if data.get("time_up"):
        page.line(words.say("time up"))
    question = data.get("question")
    if question is None:
        page.line(_ended(words, data))
        return
    page.heading(words.say("asked at", theme=data["theme"], level=question["level"]))
    page.line(question["text"])
    page.pairs([(str(number), choice) for number, choice in enumerate(question["choices"])])
    if data.get("until"):
        page.line(words.say("time until", instant=words.instant(data["until"])))
    page.line("→ " + words.say("answer it", attempt=data["attempt"], last=len(question["choices"]) - 1))


def _ended(words: Words, data: dict[str, Any]) -> str:
    if not data["counted"]:
        return words.say("attempt void", theme=data["theme"])
    name = "attempt passed" if data["passed"] else "attempt lower" if data["validated"] else "attempt failed"
    return words.say(name, score=data["score"], theme=data["theme"])


def state(page: Page, data: dict[str, Any]) -> None:
    """Passed or not, and whether an attempt may begin; each reason why not."""
    words, theme = page.words, data["theme"]
    page.line(words.say("theme passed" if data["passed"] else "theme not passed", theme=theme))
    if data["under_way"]:
        page.line("→ " + words.say("go on with it", theme=theme))
    elif data["available"]:
        page.line("→ " + words.say("retake it" if data["passed"] else "take it", theme=theme))
    for reason in data["reasons"]:
        said = told(Refused(reason["rule"], reason["ground"], reason["fact"]), words.language)
        page.line(f" ✗ {said.message}   {reason['rule']}")


_COLUMNS: Final = ("reference", "level", "asked", "right_share", "discrimination", "exposure", "warnings")


def item_health(page: Page, items: list[dict[str, Any]]) -> None:
    """A row a question, those to look at again first, and what each warning asks for."""
    words = page.words
    if not items:
        page.line(words.say("no question"))
        return
    unwell = [one for one in items if one["warnings"]]
    page.line(words.count(len(items), "question") + " · " + words.count(len(unwell), "question to mend"))
    page.line()
    rows = [_row(words, one) for one in sorted(items, key=lambda one: not one["warnings"])]
    page.table([words.label(key) for key in _COLUMNS], rows, right=[1, 2, 3, 4, 5])
    page.line()
    page.line(words.say("health limits"))


def _row(words: Words, item: dict[str, Any]) -> list[str]:
    discrimination = item["discrimination"]
    return [
        item["reference"],
        str(item["level"]),
        words.number(item["asked"]),
        _share(words, item["right_share"]),
        "" if discrimination is None else words.decimal(discrimination, 2),
        _share(words, item["exposure"]),
        words.value("warnings", item["warnings"]),
    ]


def _share(words: Words, share: float | None) -> str:
    return "" if share is None else words.percent(round(100 * share))
