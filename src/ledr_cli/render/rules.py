"""The rules of the school: an area after the other, or one rule with all that is said about it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from rich.text import Text

from ledr_cli.render.page import Page
from ledr_cli.texts import text


def listing(page: Page, rules: list[dict[str, Any]]) -> None:
    """The rules by area; of one alone also whether it was decided here."""
    language = page.words.language
    for index, (title, group) in enumerate(groupby(rules, key=lambda rule: str(rule["title"]))):
        if index:
            page.line()
        page.heading(title)
        page.pairs([(rule["identifier"], Text(rule["text"])) for rule in group])
    if len(rules) == 1 and rules[0].get("decided"):
        page.line(" " + text("rule decided", language))
