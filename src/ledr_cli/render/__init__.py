"""Pages for people: what an operation gives back as a sheet, a table, a picture or a sentence, French or English."""

from __future__ import annotations

import sys
from datetime import datetime

from ledr_cli.render import tables
from ledr_cli.render.page import Page
from ledr_cli.render.registry import drawing_of
from ledr_core.domain.kernel.hearing import OPERATOR, Hearer
from ledr_core.views.nothing import Nothing


def write(
    result: object,
    language: str,
    now: datetime,
    *,
    declared: object = None,
    paged: bool = True,
    hearer: Hearer = OPERATOR,
    done: str = "",
) -> None:
    """Write an operation's result on standard output as *hearer*, who asked for it, reads it.

    *declared* is the type that the operation says it gives: it tells what a list without items would hold. What gives
    nothing was *done*, which is no result: it is said on standard error.
    """
    page = Page(language, now, hearer)
    if isinstance(result, Nothing):
        sys.stderr.write((done or page.words.say("done")) + "\n")
        return
    draw(page, result, declared)
    page.show(paged)


def draw(page: Page, result: object, declared: object = None) -> None:
    """Lay a result out on a page: as its type asks for, else as what fits any."""
    drawing = drawing_of(result, declared) or tables.anything
    drawing(page, result)
