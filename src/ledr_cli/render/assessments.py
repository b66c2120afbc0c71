"""Theme assessments: the question that waits, how an attempt ended, where somebody stands, questions to mend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders, renders_list_of
from ledr_cli.render.words import Words
from ledr_core.domain.kernel.errors import Refused
from ledr_core.views.assessments import AssessmentView, AttemptView, ItemHealthView
from ledr_core.wording import told


@renders(AttemptView)
def attempt(page: Page, attempt: AttemptView) -> None:
    """The question that waits with its choices and what to type, or how the attempt ended: the score, shown once."""
    words = page.words
    if attempt.time_up:
        page.line(words.say("time up"))
    question = attempt.question
    if question is None:
        page.line(_ended(words, attempt))
        return
    page.heading(words.say("asked at", theme=attempt.theme, level=question.level))
    page.line(question.text)
    page.pairs([(str(number), choice) for number, choice in enumerate(question.choices)])
    if attempt.until:
        page.line(words.say("time until", instant=words.instant(attempt.until)))
    page.line("→ " + words.say("answer it", attempt=attempt.attempt, last=len(question.choices) - 1))


def _ended(words: Words, attempt: AttemptView) -> str:
    if not attempt.counted:
        return words.say("attempt void", theme=attempt.theme)
    name = "attempt passed" if attempt.passed else "attempt lower" if attempt.validated else "attempt failed"
    return words.say(name, score=attempt.score, theme=attempt.theme)


@renders(AssessmentView)
def state(page: Page, state: AssessmentView) -> None:
    """Passed or not, and whether an attempt may begin; each reason why not."""
    words, theme = page.words, str(state.theme)  # in a command it is the reference
    page.line(words.say("theme passed" if state.passed else "theme not passed", theme=state.theme))
    if state.under_way:
        page.line("→ " + words.say("go on with it", theme=theme))
    elif state.available:
        page.line("→ " + words.say("retake it" if state.passed else "take it", theme=theme))
    for reason in state.reasons:
        said = told(Refused(reason.rule, reason.ground, reason.fact), words.language)
        page.line(f" ✗ {said.message}   {reason.rule}")


_COLUMNS: Final = ("reference", "level", "asked", "right_share", "discrimination", "exposure", "warnings")


@renders_list_of(ItemHealthView)
def item_health(page: Page, items: Sequence[ItemHealthView]) -> None:
    """A row a question, those to look at again first, and what each warning asks for."""
    words = page.words
    if not items:
        page.line(words.say("no question"))
        return
    unwell = [one for one in items if one.warnings]
    page.line(words.count(len(items), "question") + " · " + words.count(len(unwell), "question to mend"))
    page.line()
    rows = [_row(words, one) for one in sorted(items, key=lambda one: not one.warnings)]
    page.table([words.label(key) for key in _COLUMNS], rows, right=[1, 2, 3, 4, 5])
    page.line()
    page.line(words.say("health limits"))


def _row(words: Words, item: ItemHealthView) -> list[str]:
    return [
        item.reference,
        str(item.level),
        words.number(item.asked),
        _share(words, item.right_share),
        "" if item.discrimination is None else words.decimal(item.discrimination, 2),
        _share(words, item.exposure),
        words.value("warnings", item.warnings),
    ]


def _share(words: Words, share: float | None) -> str:
    return "" if share is None else words.percent(round(100 * share))
