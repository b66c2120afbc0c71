"""Final cases: what keeps one closed, copies with marks or waiting for them."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders, renders_list_of
from ledr_cli.render.words import Words, values_of
from ledr_core.domain.kernel.errors import Refused
from ledr_core.views.cases import CopyAnswerView, CopyView, GradeView, OpeningView, WaitingCopyView
from ledr_core.wording import told


@renders(OpeningView)
def opening(page: Page, opening: OpeningView) -> None:
    """Open, or each thing that is missing, in the very words of the refusal that it would be."""
    words = page.words
    sentence = "case open" if opening.open else "case closed"
    page.line(words.say(sentence, name=opening.name, course=opening.course))
    for one in opening.missing:
        facts = {**one.fact, "person": opening.person}
        page.line(f" ✗ {told(Refused(one.rule, one.ground, facts), words.language).message}   {one.rule}")


@renders(CopyView)
def copy(page: Page, copy: CopyView) -> None:
    """A learner's copy: where it stands, its grade, and each question with answer, mark and comment."""
    words = page.words
    page.heading(words.say("copy of", name=copy.name, course=copy.course))
    page.line(" · ".join(_known(words, copy)))
    if copy.rework_allowed:
        page.line(words.say("rework allowed"))
    for answer in copy.answers:
        page.line()
        _answer(page, answer)


def _known(words: Words, copy: CopyView) -> list[str]:
    facts: dict[str, object] = {
        "state": copy.state,
        "case": copy.case,
        "version": copy.version,
        "batch": copy.batch,
        "grade": copy.grade,
        "level": copy.level,
        "rework_until": copy.rework_until,
    }
    return [
        words.say("labelled", label=words.label(key), value=words.value(key, value))
        for key, value in facts.items()
        if value is not None
    ]


def _answer(page: Page, answer: CopyAnswerView) -> None:
    words = page.words
    mark = "" if answer.mark is None else f"   {words.value('mark', answer.mark)}/"
    most = words.value("maximum", answer.maximum)
    page.line(f"{answer.question}. {answer.subject}{mark}{most if mark else f'   /{most}'}")
    page.hanging("   ", answer.text or "–")
    if answer.comment:
        page.hanging("   » ", answer.comment)


@renders_list_of(WaitingCopyView)
def batch(page: Page, copies: Sequence[WaitingCopyView]) -> None:
    """The copies to correct, a row each."""
    words = page.words
    if not copies:
        page.line(words.say("no copy"))
        return
    titles = [words.label(key) for key in ("name", "course", "case", "version", "batch", "round")]
    rows = [_waiting(words, one) for one in copies]
    files = [one.file for one in copies if one.file]
    if files and not page.narrow:
        titles.append(words.label("file"))
        rows = [[*row, str(one.file or "")] for row, one in zip(rows, copies, strict=True)]
    page.table(titles, rows)
    for file in files if page.narrow else ():
        page.line(f" {file}")
    for one in copies:
        undrawn(page, one.name, one.undrawn)


@renders(GradeView)
def grade(page: Page, grade: GradeView) -> None:
    """The grade, and what the documents of it cannot show."""
    page.pairs([(page.words.label(key), page.words.value(key, value) or "-") for key, value in _of(grade).items()])
    undrawn(page, grade.person, grade.undrawn)


def _of(grade: GradeView) -> dict[str, object]:
    return {key: value for key, value in values_of(grade).items() if key != "undrawn" and value is not None}


def undrawn(page: Page, name: str, letters: Sequence[str]) -> None:
    """Told of a name with letters that no document can show (CERT-5)."""
    if letters:
        page.line(page.words.say("undrawn", letters=" ".join(letters), name=name))


def _waiting(words: Words, copy: WaitingCopyView) -> list[str]:
    numbers = words.number(copy.version), words.day(copy.batch), words.number(copy.round)
    return [copy.name, copy.course, copy.case, *numbers]
