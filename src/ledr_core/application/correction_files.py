"""The files of the correction desk: a copy each, to be read, marked and commented in any text editor, and given back.

They are Markdown. What the school and the learner wrote stands behind `> `, so that nothing in it is taken for a mark
or a comment; marks take a comma or a point; a comment is whatever stands below its title, up to the next question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from attrs import define, evolve, field

from ledr_core.application.files import read_text, write_text
from ledr_core.application.work import Work
from ledr_core.domain.copies import Copy
from ledr_core.domain.errors import Invalid
from ledr_core.domain.final_case import STEP, Case
from ledr_core.domain.grading import must_be_a_mark
from ledr_core.views import WaitingCopyView

_WORDS: Final = {
    "fr": {
        "copy": "Copie de {name}",
        "facts": "{course}, cas {case} (version {version}), rendue pour le {batch}",
        "help": "Sous chaque question : la note (par 0,25) sous « Note », un commentaire sous « Commentaire ».",
        "question": "Question {number}/{of} (sur {maximum})",
        "rubric": "Barème",
        "answer": "Réponse",
        "nothing": "(rien)",
        "mark": "Note",
        "comment": "Commentaire",
    },
    "en": {
        "copy": "Copy of {name}",
        "facts": "{course}, case {case} (version {version}), handed in for {batch}",
        "help": "Below each question: the mark (by 0.25) under “Mark”, a comment under “Comment”.",
        "question": "Question {number}/{of} (out of {maximum})",
        "rubric": "Rubric",
        "answer": "Answer",
        "nothing": "(nothing)",
        "mark": "Mark",
        "comment": "Comment",
    },
}
_COPY: Final = re.compile(r"<!-- ledr (\w+)/(\d) -->")
_QUESTION: Final = re.compile(r"## Question (\d+)/")
_MARK: Final = re.compile(r"### (?:Note|Mark)\b")
_COMMENT: Final = re.compile(r"### (?:Commentaire|Comment)\b")
_NOT_IN_NAMES: Final = re.compile(r"[^\w.@+-]+")


def write_corrections(
    work: Work, copies: Sequence[Copy], views: Sequence[WaitingCopyView], folder: Path
) -> tuple[WaitingCopyView, ...]:
    """Write a file a copy, and give the copies with their files. One that is there already is left as it is."""
    written: list[WaitingCopyView] = []
    taken: set[str] = set()
    for copy, view in zip(copies, views, strict=True):
        path = folder / _free_name(view, taken)
        if not path.exists():
            write_text(path, _form(work, copy, view))
        written.append(evolve(view, file=str(path)))
    return tuple(written)


def _free_name(view: WaitingCopyView, taken: set[str]) -> str:
    plain = _NOT_IN_NAMES.sub("_", f"{view.person}-{view.course}" + ("-2" if view.round == 2 else ""))
    name, number = f"{plain}.md", 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain}_{number}.md"
    taken.add(name.casefold())
    return name


def _form(work: Work, copy: Copy, view: WaitingCopyView) -> str:
    words = _WORDS[str(work.setting("language"))]
    questions = work.unit.catalogue.case(copy.case).questions
    facts = words["facts"].format(course=view.course, case=view.case, version=view.version, batch=view.batch)
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


def read_correction(file: str, copy: Copy, case: Case) -> tuple[list[Decimal], list[str]]:
    """The marks and comments of a file that was filled in.

    Raises Invalid with file and line: `file` when it is another copy's or not such a file, `marks` for a mark that is
    missing, unreadable or not allowed (CASE-8).
    """
    lines = read_text(file).splitlines()
    _must_be_of(copy, lines, file)
    found = _questions(lines, file)
    if list(found) != list(range(1, len(case.questions) + 1)):
        line = next(iter(found.values())).line if found else 1
        raise Invalid("file", "has other questions", f"questions 1 to {len(case.questions)}", file=file, line=line)
    marks: list[Decimal] = []
    for (number, filled), question in zip(found.items(), case.questions, strict=True):
        mark, line = _mark(number, filled, file)
        try:
            must_be_a_mark(number, mark, question)
        except Invalid as error:
            raise Invalid(error.field, error.reason, error.allowed, file=file, line=line) from None
        marks.append(mark)
    return marks, ["\n".join(filled.comment).strip() for filled in found.values()]


def _must_be_of(copy: Copy, lines: Sequence[str], file: str) -> None:
    tags = [(line, match) for line, text in enumerate(lines, 1) if (match := _COPY.fullmatch(text.strip()))]
    if not tags:
        raise Invalid("file", "is no file of the correction desk", "one that `ledr cases batch` wrote", file=file)
    line, match = tags[0]
    if match[0] != _tag(copy):
        raise Invalid("file", "is another copy's", "the file of this copy", file=file, line=line)


def _questions(lines: Sequence[str], file: str) -> dict[int, _Found]:
    found: dict[int, _Found] = {}
    current, section = _Found(0), ""
    for line, text in enumerate(lines, 1):
        if title := _QUESTION.match(text):
            number = int(title[1])
            if number in found:
                raise Invalid("file", f"question {number} is there twice", "each once", file=file, line=line)
            current, section = found.setdefault(number, _Found(line)), ""
        elif _MARK.match(text) and section != "comment":
            section, current.line = "mark", line
        elif _COMMENT.match(text) and section == "mark":
            section = "comment"
        elif section == "comment":
            current.comment.append(text)
        elif section == "mark" and text.strip():
            current.marks.append((line, text.strip()))
    return found


def _mark(number: int, filled: _Found, file: str) -> tuple[Decimal, int]:
    if not filled.marks:
        raise Invalid("marks", f"question {number} has none", "a mark a question", file=file, line=filled.line)
    line, text = filled.marks[0]
    if len(filled.marks) > 1:
        raise Invalid("marks", f"question {number} has several", "one mark", file=file, line=filled.marks[1][0])
    try:
        mark = Decimal(text.replace(",", "."))
    except InvalidOperation:
        mark = Decimal("NaN")
    if not mark.is_finite():
        raise Invalid(
            "marks", f"question {number}: {text!r} is not a number", f"a number by {STEP}", file=file, line=line
        )
    return mark, line
