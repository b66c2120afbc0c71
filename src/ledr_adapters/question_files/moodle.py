"""Questions in Moodle XML: read a question at a time, with entities and what is outside of the file shut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import isfinite
from typing import Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.sax.saxutils import escape

from attrs import define, evolve, field

from ledr_adapters.question_files.answers import ALL, Answer, fields_of, must_be_few, not_taken, true_or_false
from ledr_adapters.question_files.plain import plain
from ledr_adapters.question_files.tags import tags_of, told_by
from ledr_core.domain.catalogue.questions import Question
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.ports.question_files import FoundQuestion

_PIECE: Final = 65_536
"""Bytes that are read at a time."""


def questions_of_quiz(file: Content, language: str) -> Iterator[FoundQuestion]:
    """The questions of a file, in order. Raises Invalid (`file`) for what is no XML, or no quiz."""
    category = ""
    for line, question in _elements(file):
        kind = question.get("type", "")
        if kind == "category":
            category = _text(question.find("category"), "category", "plain_text")
        else:
            yield _found(line, question, kind, category, language)


def _elements(file: Content) -> Iterator[tuple[int, Element]]:
    """The questions of a file as they stand, each with the line it begins on."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    quiz = _Quiz(file.name)
    parser = DefusedXMLParser(target=quiz)
    quiz.line = lambda: int(parser.parser.CurrentLineNumber)
    try:
        for start in range(0, len(file.data), _PIECE):
            parser.feed(file.data[start : start + _PIECE])
            yield from quiz.done
            quiz.done.clear()
        parser.close()
    except DefusedXmlException:
        raise Invalid("file", "XML with entities", file=file.name, line=quiz.line()) from None
    except (ParseError, LookupError, ValueError):  # the latter for an encoding that nobody knows
        raise Invalid("file", "not XML", file=file.name, line=quiz.line()) from None
    yield from quiz.done


@define
class _Quiz:
    """Builds the questions that a parser meets, and forgets all else."""

    _name: str
    line: Callable[[], int] = lambda: 1
    done: list[tuple[int, Element]] = field(factory=list)
    _begun: bool = False
    _builder: TreeBuilder | None = None
    _depth: int = 0
    _began: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if not self._begun and tag != "quiz":
            raise Invalid("file", "no Moodle quiz", file=self._name, line=self.line())
        self._begun = True
        if self._builder is None and tag == "question":
            self._builder, self._depth, self._began = TreeBuilder(), 0, self.line()
        if self._builder is not None:
            self._builder.start(tag, attributes)
            self._depth += 1

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._builder is None:
            return
        self._builder.end(tag)
        self._depth -= 1
        if not self._depth:
            self.done.append((self._began, self._builder.close()))
            self._builder = None

    def data(self, text: str) -> None:
        """Text within an element."""
        if self._builder is not None:
            self._builder.data(text)

    def close(self) -> None:
        """The file ends."""


def _found(line: int, question: Element, kind: str, category: str, language: str) -> FoundQuestion:
    tags = tuple(_text(tag, "tags", "plain_text") for tag in question.iterfind("tags/tag"))
    reference = (question.findtext("idnumber") or "").strip()
    known = {**({"reference": reference} if reference else {}), **told_by(tags)}
    found = FoundQuestion(line=line, said=known, category=category, tags=tags)
    try:
        return evolve(found, said={**known, **_said(question, kind, language)})
    except Invalid as fault:
        return evolve(found, fault=fault)


def _said(question: Element, kind: str, language: str) -> dict[str, object]:
    """What a question says. Raises Invalid for one that cannot be taken."""
    if kind not in ("multichoice", "truefalse"):
        raise not_taken(kind)
    if question.find(".//file") is not None:
        raise Invalid("text", "picture in a question", {"value": "file"})
    must_be_few(sum(1 for _ in question.iterfind("answer")))
    answers = [_answer(one) for one in question.iterfind("answer")]
    if kind == "truefalse":
        worth = {one.text.strip().casefold(): one for one in answers}
        true, false = (worth.get(name, Answer(name, 0.0)) for name in ("true", "false"))
        answers = true_or_false(true.percent > false.percent, (true.feedback, false.feedback), language)
    explanation = _text(question.find("generalfeedback"), "explanation")
    several = kind == "multichoice" and (question.findtext("single") or "").strip() in ("false", "0")
    text = _text(question.find("questiontext"), "text")
    return {"text": text, **fields_of(answers, explanation, several=several)}


def _answer(element: Element) -> Answer:
    fraction = element.get("fraction", "0")
    try:
        percent = float(fraction)
        if not isfinite(percent):
            raise ValueError(fraction)
    except ValueError:
        raise Invalid("right", "not a number", {"value": fraction}) from None
    return Answer(_text(element, "choices"), percent, _text(element.find("feedback"), "explanation"))


def _text(element: Element | None, field: str, otherwise: str = "moodle_auto_format") -> str:
    """The text in an element, plain whatever it is marked up with."""
    if element is None:
        return ""
    text = element.findtext("text") or ""
    how = element.get("format", otherwise)
    return plain(text, field) if how in ("html", "moodle_auto_format") else text


# Writing


def quiz_of(theme: str, title: str, questions: Sequence[Question]) -> bytes:
    """A quiz of the questions of a theme, in a category of its title."""
    category = _element("text", f"$course$/top/{title.replace('/', '//')}")
    parts = [f"{_FIRST}<category>{category}</category></question>"]
    parts += [_question(theme, one) for one in questions]
    body = "\n".join(parts)
    return f"{_HEAD}{body}\n</quiz>\n".encode()


def is_exported_quiz(file: Content) -> bool:
    """Whether a quiz is one of those: Moodle begins its own in another way."""
    return file.data.startswith(f"{_HEAD}{_FIRST}".encode())


_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
_FIRST: Final = '<question type="category">'


def _question(theme: str, question: Question) -> str:
    wording = question.wording
    several = len(wording.right) > 1
    worth, otherwise = f"{ALL / len(wording.right):.7g}", "-100" if several else "0"
    answers = (
        f'<answer fraction="{worth if place in wording.right else otherwise}" format="plain_text">'
        f"{_element('text', choice)}</answer>"
        for place, choice in enumerate(wording.choices)
    )
    tags = (f"<tag>{_element('text', tag)}</tag>" for tag in tags_of(theme, question))
    lines = (
        f"<name>{_element('text', question.reference)}</name>",
        f'<questiontext format="plain_text">{_element("text", wording.text)}</questiontext>',
        f'<generalfeedback format="plain_text">{_element("text", wording.explanation)}</generalfeedback>',
        _element("idnumber", question.reference),
        _element("single", "false" if several else "true"),
        "<shuffleanswers>true</shuffleanswers>",
        *answers,
        f"<tags>{''.join(tags)}</tags>",
    )
    return '<question type="multichoice">\n' + "\n".join(lines) + "\n</question>"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text, _ESCAPED)}</{name}>"


_ESCAPED: Final = {"\r": "&#13;", "\ufffe": "\ufffd", "\uffff": "\ufffd"}
"""What XML reads otherwise, or does not take at all."""
