"""Questions in GIFT, Moodle's format for text editors: read line by line, each question up to a blank line.

What is escaped with a backslash is put aside under signs that no text has, so that each step is one pass over the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import define, evolve, field

from ledr_adapters.question_files.answers import ALL, Answer, fields_of, must_be_few, not_taken, true_or_false
from ledr_adapters.question_files.plain import plain
from ledr_adapters.question_files.tags import told_by
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.tables import read_lines
from ledr_core.ports.question_files import FoundQuestion

_CATEGORY: Final = "$CATEGORY:"
_MARK: Final = re.compile(r"\[(id|tag):([^\]\n]*)\]")
"""How Moodle keeps the name and the tags of a question, in a comment before it."""
_ESCAPED: Final = re.compile(r"\\([~=#{}:\\n])")
_ASIDE: Final = {"~": "\x01", "=": "\x02", "#": "\x03", "{": "\x04", "}": "\x05", ":": "\x06", "\\": "\x07", "n": "\n"}
_BACK: Final = str.maketrans({sign: letter for letter, sign in _ASIDE.items() if letter != "n"})
_FORMAT: Final = re.compile(r"\[(html|moodle|plain|markdown)\]")
_WEIGHT: Final = re.compile(r"%(-?[0-9]{1,3}(?:\.[0-9]{1,9})?)%")
_ANSWER: Final = re.compile(r"[=~][^=~]*")
_BRACE: Final = re.compile(r"[{}]")
_TRUTH: Final = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_GAP: Final = "_____"
"""What stands for the missing word of a sentence."""


def questions_of_gift(file: Content, language: str) -> Iterator[FoundQuestion]:
    """The questions of a file. Raises Invalid (`file`) for one that is no text."""
    category = ""
    for block in _blocks(file):
        category = block.category or category
        if block.lines:
            yield block.question(category, language)


@define
class _Block:
    """The lines up to a blank one: mostly a question."""

    line: int = 0
    lines: list[str] = field(factory=list)
    category: str = ""
    marks: list[tuple[str, str]] = field(factory=list)

    def add(self, number: int, line: str) -> None:
        """Take a line: part of a question, a comment, or where the questions that follow belong."""
        if line.startswith("//"):
            self.marks.extend(_MARK.findall(line))
        elif line.startswith(_CATEGORY):
            self.category = line.removeprefix(_CATEGORY).strip()
        else:
            self.line = self.line or number
            self.lines.append(line.rstrip("\r\n"))

    def question(self, category: str, language: str) -> FoundQuestion:
        """The question that the lines are."""
        tags = tuple(text.strip() for mark, text in self.marks if mark == "tag")
        reference = next((text.strip() for mark, text in self.marks if mark == "id"), "")
        known = {**({"reference": reference} if reference else {}), **told_by(tags)}
        found = FoundQuestion(line=self.line, said=known, category=category, tags=tags)
        try:
            return evolve(found, said={**known, **_said("\n".join(self.lines), language)})
        except Invalid as fault:
            return evolve(found, fault=fault)


def _blocks(file: Content) -> Iterator[_Block]:
    block = _Block()
    for number, line in enumerate(read_lines(file.data, "file", file.name), 1):
        if line.strip():
            block.add(number, line)
        else:
            yield block
            block = _Block()
    yield block


def _said(written: str, language: str) -> dict[str, object]:
    """What a question says. Raises Invalid for one that cannot be taken."""
    asked, opened, rest = _untitled(_ESCAPED.sub(lambda found: _ASIDE[found[1]], written.strip())).partition("{")
    inside, closed, after = rest.partition("}")
    if not opened:
        raise not_taken("description")
    if not closed or _BRACE.search(inside + after):
        raise Invalid("text", "braces astray")
    how, asked = _format(asked, "")
    answers, _, general = inside.partition("####")
    text = f"{asked.rstrip()} {_GAP} {after.lstrip()}" if after.strip() else asked
    explanation = _shown(general, how, "explanation")
    return {"text": _shown(text, how, "text"), **_answered(answers.strip(), how, explanation, language)}


def _untitled(text: str) -> str:
    """A question without the title before it."""
    if not text.startswith("::"):
        return text
    _, ended, after = text[2:].partition("::")
    return after.lstrip() if ended else text


def _answered(written: str, how: str, explanation: str, language: str) -> dict[str, object]:
    if not written:
        raise not_taken("essay")
    if written.startswith("#"):
        raise not_taken("numerical")
    stated, *feedback = (part.strip() for part in written.split("#"))
    if stated.upper() in _TRUTH:
        right = _TRUTH[stated.upper()]
        if_wrong, if_right = (_shown(text, how, "explanation") for text in [*feedback, "", ""][:2])
        said = (if_right, if_wrong) if right else (if_wrong, if_right)
        return fields_of(true_or_false(right, said, language), explanation, several=False)
    if written[0] not in "=~":
        raise Invalid("choices", "answers without a sign")
    parts = _ANSWER.findall(written)
    must_be_few(len(parts))
    if all(part.startswith("=") for part in parts):
        raise not_taken("matching" if "->" in written else "shortanswer")
    answers = [_answer(part, how) for part in parts]
    return fields_of(answers, explanation, several=all(one.percent < ALL for one in answers))


def _answer(written: str, how: str) -> Answer:
    text, _, feedback = written[1:].strip().partition("#")
    weight = _WEIGHT.match(text)
    percent = float(weight[1]) if weight else ALL if written.startswith("=") else 0.0
    how, text = _format(text[weight.end() :] if weight else text, how)
    return Answer(_shown(text, how, "choices"), percent, _shown(feedback, how, "explanation"))


def _format(text: str, otherwise: str) -> tuple[str, str]:
    """How a text is marked up, and the text without what says so."""
    said = _FORMAT.match(text.lstrip())
    return (said[1], text.lstrip()[said.end() :]) if said else (otherwise, text)


def _shown(text: str, how: str, field: str) -> str:
    whole = text.translate(_BACK).strip()
    return plain(whole, field) if how in ("html", "moodle") else whole
