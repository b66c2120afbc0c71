"""The placement test to answer, and how it went."""

from __future__ import annotations

from itertools import groupby

from ledr_cli.render.asking import choices, how_to_answer
from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders
from ledr_core.views.placement import PlacementResult, PlacementView


@renders(PlacementView)
def placement(page: Page, test: PlacementView) -> None:
    """A placement test: its questions theme by theme, and how to answer."""
    page.heading(page.words.say("placement"), page.words.count(len(test.questions), "question"))
    numbered = enumerate(test.questions, 1)
    for _, questions in groupby(numbered, key=lambda pair: pair[1].theme):
        of_theme = list(questions)
        page.line()
        page.heading(of_theme[0][1].theme_title)
        for number, question in of_theme:
            choices(page, number, question.text, question.choices)
    how_to_answer(page, f"ledr placement finish {test.attempt}", len(test.questions), " --email E-MAIL")


@renders(PlacementResult)
def result(page: Page, result: PlacementResult) -> None:
    """The result of a placement test, theme by theme."""
    words = page.words
    score = words.say("right of", right=result.right, of=result.of)
    page.heading(words.say("placement"), f"{score} · {words.say('taken on', day=words.full_day(result.taken_on))}")
    page.line()
    rows = [
        [one.title, words.say("right of", right=one.right, of=one.of), _bar(one.right, one.of)] for one in result.themes
    ]
    page.table([words.label("themes"), words.label("right"), ""], rows)


def _bar(right: int, of: int) -> str:
    done = 10 * right // of
    return "▇" * done + "░" * (10 - done)
