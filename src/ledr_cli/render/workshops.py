"""Workshops and what people answered in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ledr_cli.render.page import Page


def sheet(page: Page, data: dict[str, Any]) -> None:
    """The workshops of a course, and how many are to be done."""
    words = page.words
    figures = words.say("workshops done", done=data["done"], required=data["required"]) if data["required"] else ""
    page.heading(words.label("workshops"), figures)
    if data["workshops"]:
        table(page, data["workshops"])
    else:
        page.line(words.say("no workshop"))


def table(page: Page, workshops: Sequence[dict[str, Any]]) -> None:
    """A row a workshop: done or not, how far, and what locks it."""
    words = page.words
    rows = []
    for one in workshops:
        mark = "✓" if one["percent"] == 100 else ""
        lock = words.say("locked by", modules=", ".join(one["missing_modules"])) if one["locked"] else ""
        rows.append([mark, str(one["title"]), str(one["reference"]), words.percent(one["percent"]), lock])
    page.table(["", words.label("workshop"), words.label("reference"), words.label("percent"), ""], rows, right=[3])


def step(page: Page, data: dict[str, Any]) -> None:
    """How far a workshop is."""
    page.line(f"{data['workshop']} · {page.words.percent(data['percent'])}")


def answers(page: Page, data: Sequence[dict[str, Any]]) -> None:
    """What others answered, one under the other."""
    words = page.words
    if not data:
        page.line(words.say("no answer"))
    for place, one in enumerate(data):
        if place:
            page.line()
        if one["chosen"]:
            page.heading(words.say("chosen by staff"))
        page.line(str(one["text"]))
