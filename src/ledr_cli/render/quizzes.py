"""Quizzes to answer, how they went, and notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ledr_cli.render.page import Page


def due(page: Page, data: dict[str, Any]) -> None:
    """Whether a quiz is due, and when the next one comes."""
    words = page.words
    page.heading(
        words.say("quiz due" if data["due"] else "no quiz due"),
        words.say("seen so far", lessons=words.count(data["seen"], "lesson seen")),
    )
    following = data.get("next_at")
    sentence = "following quiz" if data["due"] else "next quiz"
    page.line(words.say(sentence, number=following) if following else words.say("no more quiz"))


def quiz(page: Page, data: dict[str, Any]) -> None:
    """A quiz: its questions, and how to answer."""
    _asked(page, page.words.say("quiz"), data["questions"])
    _how_to_answer(page, f"ledr quizzes finish {data['quiz']}", len(data["questions"]))


def placement(page: Page, data: dict[str, Any]) -> None:
    """A placement test: its questions theme by theme, and how to answer."""
    _asked(page, page.words.say("placement"), data["questions"])
    _how_to_answer(page, f"ledr placement finish {data['attempt']}", len(data["questions"]), " --email E-MAIL")


def _asked(page: Page, title: str, questions: Sequence[dict[str, Any]]) -> None:
    page.heading(title, page.words.count(len(questions), "question"))
    theme = None
    for number, question in enumerate(questions, 1):
        if question.get("theme") != theme:
            theme = question["theme"]
            page.line()
            page.heading(question["theme_title"])
        page.line()
        page.line(f"{number}. {question['text']}")
        for index, choice in enumerate(question["choices"]):
            page.line(f"   {index}  {choice}")


def _how_to_answer(page: Page, command: str, questions: int, options: str = "") -> None:
    page.line()
    page.line(page.words.say("answer quiz"))
    shown = "[[0], [1, 2], …]" if questions > 1 else "[[0]]"
    page.line(f'   {command} "{shown}"{options}')


def result(page: Page, data: dict[str, Any]) -> None:
    """How a quiz went: each question with the right choices and those taken."""
    words = page.words
    page.heading(words.say("quiz"), words.say("right of", right=data["right"], of=data["of"]))
    page.line(words.say("shown once"))
    for number, one in enumerate(data["corrections"], 1):
        page.line()
        page.line(f"{'✓' if one['correct'] else '✗'} {number}. {one['text']}")
        for index in one["right"]:
            page.line(f"     → {one['choices'][index]}")
        if not one["correct"]:
            taken = ", ".join(one["choices"][index] for index in one["chosen"])
            page.line("     " + (words.say("your answer", choices=taken) if taken else words.say("left out")))
        if one["explanation"]:
            page.line(f"     {one['explanation']}")


def placement_result(page: Page, data: dict[str, Any]) -> None:
    """The result of a placement test, theme by theme."""
    words = page.words
    score = words.say("right of", right=data["right"], of=data["of"])
    page.heading(words.say("placement"), f"{score} · {words.say('taken on', day=words.full_day(data['taken_on']))}")
    page.line()
    rows = [
        [one["title"], words.say("right of", right=one["right"], of=one["of"]), _bar(one["right"], one["of"])]
        for one in data["themes"]
    ]
    page.table([words.label("themes"), words.label("right"), ""], rows)


def _bar(right: int, of: int) -> str:
    done = 10 * right // of
    return "▇" * done + "░" * (10 - done)


def notes(page: Page, data: Sequence[dict[str, Any]]) -> None:
    """Each note under the title of its module, as it was typed."""
    if not data:
        page.line(page.words.say("no note"))
    for index, note in enumerate(data):
        if index:
            page.line()
        page.heading(note["title"], note["module"])
        for line in note["text"].splitlines():
            page.line(f"  {line}")
