"""The rules of the school: an area after the other, or one rule with all that is said about it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.text import Text

from ledr_cli.render.page import Page
from ledr_cli.texts import text
from ledr_core.rules import Rule


def listing(page: Page, rules: Sequence[Rule]) -> None:
    """The rules by area; of one alone also whether it was decided here."""
    language = page.words.language
    for index, (title, group) in enumerate(groupby(rules, key=lambda rule: rule.title)):
        if index:
            page.line()
        page.heading(title)
        page.pairs([(rule.identifier, Text(rule.text)) for rule in group])
    if len(rules) == 1 and rules[0].decided:
        page.line(" " + text("rule decided", language))
