"""Questions to answer, and how to answer them."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_cli.render.page import Page


def choices(page: Page, number: int, text: str, choices: Sequence[str]) -> None:
    """A question with its number, and its choices with theirs."""
    page.line()
    page.line(f"{number}. {text}")
    for index, choice in enumerate(choices):
        page.line(f"   {index}  {choice}")


def how_to_answer(page: Page, command: str, questions: int, options: str = "") -> None:
    """The command that answers so many questions."""
    page.line()
    page.line(page.words.say("answer quiz"))
    shown = "[[0], [1, 2], …]" if questions > 1 else "[[0]]"
    page.line(f'   {command} "{shown}"{options}')
