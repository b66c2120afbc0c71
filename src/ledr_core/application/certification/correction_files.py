"""The files of the correction desk: a copy each, to be read, marked and commented in any text editor, and given back.

They are Markdown. What the school and the learner wrote stands behind `> `, so that nothing in it is taken for a mark
or a comment; marks take a comma or a point; a comment is whatever stands below its title, up to the next question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

from attrs import define, evolve, field

from ledr_core.application.certification.copies import closed_fridays
from ledr_core.application.certification.copy_sheets import waiting_views
from ledr_core.application.operating.files import folder_of, text_of
from ledr_core.application.operating.operation import Before
from ledr_core.application.operating.values import Text, read
from ledr_core.application.operating.work import Work
from ledr_core.domain.certification.copies import Copy, batch_for
from ledr_core.domain.certification.final_case import STEP, Case
from ledr_core.domain.certification.grading import must_be_a_mark
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import read_day
from ledr_core.domain.kernel.school import LANGUAGE
from ledr_core.ports.disk import TargetFolder
from ledr_core.views.cases import WaitingCopyView
from ledr_core.wording.catalogue import sentences, spoken
from ledr_core.wording.speech import speech

_COPY: Final = re.compile(r"<!-- ledr (\w+)/(\d) -->")
_QUESTION: Final = re.compile(r"## Question (\d{1,4})/")
_NOT_IN_NAMES: Final = re.compile(r"[^\w.@+-]+")


def corrections_written(
    before: Before, *, date: date | str | None = None, folder: object = None, **_: object
) -> tuple[WaitingCopyView, ...] | None:
    """The copies to correct with a file each in the folder named, None without one.

    A file that is there already is left as it is; where it is another copy's, deleted since, this one has another name.
    The folder is looked at while no transaction is open.
    """
    if folder is None:
        return None
    forms = before.read(lambda work: [(copy, view, _form(work, copy, view)) for copy, view in waiting(work, date)])
    target, taken = folder_of(folder), set[str]()
    written: list[WaitingCopyView] = []
    for copy, view, form in forms:
        name, there = _free_name(target, copy, view, taken)
        written.append(evolve(view, file=target.put(name, form.encode() if there is None else there)))
    return tuple(written)


def waiting(work: Work, date: date | str | None) -> list[tuple[Copy, WaitingCopyView]]:
    """The copies to correct on a Friday, by default the next one, earlier ones still waiting among them (CASE-7)."""
    day = work.today if date is None else read_day(date, "date")
    copies = work.unit.copies.to_correct(batch_for(day, closed_fridays(work)))
    return list(zip(copies, waiting_views(work, copies), strict=True))


def _free_name(folder: TargetFolder, copy: Copy, view: WaitingCopyView, taken: set[str]) -> tuple[str, bytes | None]:
    """A name that is free or already this copy's, and what stands there."""
    plain = _NOT_IN_NAMES.sub("_", f"{view.person}-{view.course}" + ("-2" if view.round == 2 else ""))
    name, number = f"{plain}.md", 1
    while name.casefold() in taken or _is_of_another(there := folder.read(name), copy):
        number += 1
        name = f"{plain}_{number}.md"
    taken.add(name.casefold())
    return name, there


def _is_of_another(there: bytes | None, copy: Copy) -> bool:
    return there is not None and _tag_in(text_of(there, "folder").splitlines())[1] != _tag(copy)


def _form(work: Work, copy: Copy, view: WaitingCopyView) -> str:
    language = work.setting(LANGUAGE)
    words, batch = spoken(sentences("correction_files"), language), speech(language).value(view.batch)
    questions = work.unit.catalogue.case(copy.case).questions
    facts = words["facts"].format(course=view.course, case=view.case, version=view.version, batch=batch)
    lines = [_tag(copy), "", f"# {words['copy'].format(name=view.name)}", "", facts, "", words["help"], ""]
    for answer, asked in zip(view.answers, questions, strict=True):
        place = {"number": answer.question, "of": len(questions), "maximum": answer.maximum}
        lines += [f"## {words['question'].format(**place)}", "", *_quoted(asked.text)]
        if asked.rubric:
            lines += [f"### {words['rubric']}", "", *_quoted(asked.rubric)]
        lines += [f"### {words['answer']}", "", *_quoted(answer.text or words["nothing"])]
        lines += [f"### {words['mark']} (0 - {answer.maximum})", "", "", f"### {words['comment']}", "", ""]
    return "\n".join(lines)


def _tag(copy: Copy) -> str:
    return f"<!-- ledr {copy.id}/{copy.round} -->"


def _quoted(text: str) -> list[str]:
    return [*(f"> {line}".rstrip() for line in text.splitlines()), ""]


@define
class _Found:
    """What was filled in for a question, and the line of its title."""

    line: int
    marks: list[tuple[int, str]] = field(factory=list)
    comment: list[str] = field(factory=list)


def read_correction(given: Content, copy: Copy, case: Case) -> tuple[list[Decimal], list[str]]:
    """The marks and comments of a file that was filled in.

    Raises Invalid with file and line: `file` when it is another copy's or not such a file, `marks` for a mark that is
    missing, unreadable or not allowed (CASE-8).
    """
    file = given.name
    lines = text_of(given.data, file=file).splitlines()
    _must_be_of(copy, lines, file)
    found = _questions(lines, file)
    if list(found) != list(range(1, len(case.questions) + 1)):
        line = next(iter(found.values())).line if found else 1
        raise Invalid("file", "other questions", {"count": len(case.questions)}, file=file, line=line)
    marks: list[Decimal] = []
    comments: list[str] = []
    for (number, filled), question in zip(found.items(), case.questions, strict=True):
        mark, line = _mark(number, filled, file)
        with _in_file(file, line):
            must_be_a_mark(number, mark, question)
        marks.append(mark)
        with _in_file(file, filled.line):
            comments.append(read(Text, "\n".join(filled.comment).strip(), f"comments[{number - 1}]"))
    return marks, comments


@contextmanager
def _in_file(file: str, line: int) -> Iterator[None]:
    """What is not allowed is told with file and line."""
    try:
        yield
    except Invalid as error:
        raise Invalid(error.field, error.ground, error.facts, file=file, line=line) from None


def _must_be_of(copy: Copy, lines: Sequence[str], file: str) -> None:
    line, tag = _tag_in(lines)
    if tag is None:
        raise Invalid("file", "no correction file", file=file)
    if tag != _tag(copy):
        raise Invalid("file", "another copy's file", file=file, line=line)


def _tag_in(lines: Sequence[str]) -> tuple[int, str | None]:
    """The first line that says whose copy a file is, and what it says."""
    tags = ((line, text.strip()) for line, text in enumerate(lines, 1))
    return next(((line, text) for line, text in tags if _COPY.fullmatch(text)), (0, None))


def _questions(lines: Sequence[str], file: str) -> dict[int, _Found]:
    found: dict[int, _Found] = {}
    current, section = _Found(0), ""
    for line, text in enumerate(lines, 1):
        if title := _QUESTION.match(text):
            number = int(title[1])
            if number in found:
                raise Invalid("file", "question twice", {"number": number}, file=file, line=line)
            current, section = found.setdefault(number, _Found(line)), ""
        elif _title("mark").match(text) and section != "comment":
            section, current.line = "mark", line
        elif _title("comment").match(text) and section == "mark":
            section = "comment"
        elif section == "comment":
            current.comment.append(text)
        elif section == "mark" and text.strip():
            current.marks.append((line, text.strip()))
    return found


@cache
def _title(name: str) -> re.Pattern[str]:
    """How the title of that name begins, in either language."""
    words = "|".join(map(re.escape, sentences("correction_files")[name].values()))
    return re.compile(rf"### (?:{words})\b")


def _mark(number: int, filled: _Found, file: str) -> tuple[Decimal, int]:
    if not filled.marks:
        raise Invalid("marks", "no mark", {"number": number}, file=file, line=filled.line)
    line, text = filled.marks[0]
    if len(filled.marks) > 1:
        raise Invalid("marks", "several marks", {"number": number}, file=file, line=filled.marks[1][0])
    try:
        return read(Decimal, text.replace(",", "."), "marks"), line
    except Invalid:
        facts = {"number": number, "value": text, "step": STEP}
        raise Invalid("marks", "mark not a number", facts, file=file, line=line) from None
