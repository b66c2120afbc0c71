"""Workshops and what people answered in them."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders, renders_list_of
from ledr_core.views.workshops import AnswerView, StepView, WorkshopItem, WorkshopsView


@renders(WorkshopsView)
def sheet(page: Page, course: WorkshopsView) -> None:
    """The workshops of a course, and how many are to be done."""
    words = page.words
    figures = words.say("workshops done", done=course.done, required=course.required) if course.required else ""
    page.heading(words.label("workshops"), figures)
    if course.workshops:
        table(page, course.workshops)
    else:
        page.line(words.say("no workshop"))


def table(page: Page, workshops: Sequence[WorkshopItem]) -> None:
    """A row a workshop: done or not, how far, and what locks it."""
    words = page.words
    rows = []
    for one in workshops:
        mark = "✓" if one.percent == 100 else ""
        lock = words.say("locked by", modules=words.value("modules", one.missing_modules)) if one.locked else ""
        rows.append([mark, one.title, words.percent(one.percent), lock])
    page.table(["", words.label("workshop"), words.label("percent"), ""], rows, right=[2])


@renders(StepView)
def step(page: Page, step: StepView) -> None:
    """How far a workshop is, and what comes first when the step was too early."""
    page.line(f"{page.words.value('workshop', step.workshop)} · {page.words.percent(step.percent)}")
    if step.first:
        page.line(page.words.say("too early", step=page.words.value("step", step.first)))


@renders_list_of(AnswerView)
def answers(page: Page, items: Sequence[AnswerView]) -> None:
    """What others answered, one under the other."""
    words = page.words
    if not items:
        page.line(words.say("no answer"))
    for place, one in enumerate(items):
        if place:
            page.line()
        if one.chosen:
            page.heading(words.say("chosen by staff"))
        page.line(one.text)
