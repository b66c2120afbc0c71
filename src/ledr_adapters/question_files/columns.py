"""The columns of a table of questions: what stands in each, read and written.

A row is a question: `reference, kind, theme, level, text, A, B, C…, right, explanation`, and what else a question has.
The columns have these names or those that people read for them, in any order; the choices are those of the columns A,
B, C… that say something, and `right` names the right ones by the letters of their columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from attrs import frozen

from ledr_core.domain.catalogue.questions import Question
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.flags import yes_or_no
from ledr_core.domain.kernel.tables import Header, column_key, letters_of, neutralised, restored
from ledr_core.ports.question_files import FoundQuestion
from ledr_core.wording import LANGUAGES
from ledr_core.wording.results import result_words

_FLAGS: Final = ("public", "placement", "withdrawn")
"""Those that say yes or no: their columns may be called as a question is, of which they are true."""
FIELDS: Final = (
    *("reference", "kind", "theme", "lesson", "level", "text"),
    *("right", "explanation", *_FLAGS),
)
_MOST_CHOICES: Final = 100
_FEWEST_CHOICES: Final = 4
"""Columns for choices that a table has where its questions need fewer."""
_WHOLE: Final = re.compile(r"([0-9]{1,9})(?:[.,]0{1,9})?")
_WORD: Final = re.compile(r"\w+")
_AND: Final = ("ET", "AND")


@frozen
class Columns:
    """The columns of one table, by what they hold."""

    _header: Header
    _fields: Mapping[str, str]
    """The fields by the names of their columns."""
    _choices: Mapping[str, str]
    """The letters of choices by the names of their columns, A before B."""

    @staticmethod
    def of(cells: Sequence[str], line: int, file: str) -> Columns:
        """The columns that a header names. Raises Invalid (`file`) for one that is not known, or there twice."""
        header = Header.of(cells, line, "file", file, _known_as)
        names = list(filter(None, header.names))
        for name in names:
            if _known_as(name) not in (*FIELDS, *_letters()):
                choices = [*FIELDS[:6], "A", "B", "C", "…", *FIELDS[6:]]
                raise Invalid("file", "no such column", {"value": name, "choices": choices}, file=file, line=line)
        fields = {name: _known_as(name) for name in names if _known_as(name) in FIELDS}
        letters = {name: _known_as(name) for name in names if name not in fields}
        return Columns(header, fields, dict(sorted(letters.items(), key=lambda one: (len(one[1]), one[1]))))

    def question(self, cells: Sequence[str], line: int) -> FoundQuestion:
        """The question that a row is."""
        try:
            named = self._header.named(cells, line)
            return self._question({name: restored(cell) for name, cell in named.items()}, line)
        except Invalid as error:
            where = str(error.facts["place"]) if error.field == "file" else error.field
            return self.refused(cells, line, Invalid(where, error.ground, error.facts))

    def refused(self, cells: Sequence[str], line: int, fault: Invalid) -> FoundQuestion:
        """A row that cannot be taken, with its reference where it has one."""
        pairs = zip(self._header.names, cells, strict=False)
        reference = next((cell.strip() for name, cell in pairs if self._fields.get(name) == "reference"), "")
        return FoundQuestion(line=line, said={"reference": reference} if reference else {}, fault=fault)

    def _question(self, cells: Mapping[str, str], line: int) -> FoundQuestion:
        said: dict[str, object] = {}
        called = {field: name for name, field in self._fields.items()}
        for name, field in self._fields.items():
            cell = cells.get(name, "")
            if field == "explanation" or cell.strip():
                said[field] = _READ_AS.get(field, str.strip)(cell)
        offered = {letters: name for name, letters in self._choices.items() if cells.get(name, "").strip()}
        if offered:
            said["choices"] = [cells[name] for name in offered.values()]
            called |= {f"choices[{place}]": name for place, name in enumerate(offered.values())}
        if "right" in said:
            said["right"] = _right(called["right"], str(said["right"]), list(offered))
        return FoundQuestion(line=line, said=said, called=called)


def _right(name: str, text: str, letters: Sequence[str]) -> list[int]:
    """The choices that letters name: `A`, `A,C`, `AC` or `A et C`. Raises Invalid (the column) for what names none."""
    words = [word for word in _WORD.findall(text.upper()) if word in letters or word not in _AND]
    named = {one for word in words for one in ([word] if word in letters else word)}
    if not named or not named.issubset(letters):
        raise Invalid(name, "no choice of that letter", {"value": text, "choices": list(letters)})
    return sorted(map(letters.index, named))


def _whole(cell: str) -> int | str:
    """A number as a spreadsheet writes it, `3` or `3.0`; other text as it is, for somebody else to refuse."""
    found = _WHOLE.fullmatch(cell.strip())
    return int(found[1]) if found else cell.strip()


def _flag(cell: str) -> bool | str:
    said = yes_or_no(cell)
    return cell.strip() if said is None else said


_READ_AS: Final[Mapping[str, Callable[[str], object]]] = {
    "level": _whole,
    "text": str,
    "explanation": lambda cell: cell if cell.strip() else "",
    **dict.fromkeys(_FLAGS, _flag),
}
"""How cells are read that are not a text without the white space around it."""


def _known_as(name: str) -> str:
    """What a column holds: a field, the letters of a choice; of an unknown one its key."""
    key = column_key(name)
    return _titles().get(key) or (key.upper() if key.upper() in _letters() else key)


@cache
def _titles() -> Mapping[str, str]:
    """The fields by the names of columns, their own and what people read for them."""
    words = [result_words(language) for language in LANGUAGES]
    called = {said: field for field in FIELDS for one in words if (said := one.label(field))}
    called |= {one.say(f"question {field}"): field for field in _FLAGS for one in words}
    return {column_key(name): field for name, field in (called | {field: field for field in FIELDS}).items()}


@cache
def _letters() -> frozenset[str]:
    return frozenset(map(letters_of, range(_MOST_CHOICES)))


# Writing


def header_of(questions: Sequence[Question]) -> list[str]:
    """The names of the columns of a table of questions of a theme."""
    most = max((len(question.wording.choices) for question in questions), default=0)
    letters = map(letters_of, range(max(most, _FEWEST_CHOICES)))
    return ["reference", "kind", "theme", "level", "text", *letters, *FIELDS[6:]]


def table_rows(theme: str, questions: Sequence[Question]) -> Iterator[list[str]]:
    """The rows of such a table, cell by cell."""
    places = len(header_of(questions)) - 10
    for question in questions:
        wording = question.wording
        choices = [*wording.choices, *[""] * (places - len(wording.choices))]
        flags = (question.public, question.placement, question.withdrawn)
        cells = (
            *(question.reference, question.kind.value, theme, str(question.level), wording.text, *choices),
            *(",".join(map(letters_of, wording.right)), wording.explanation),
            *("yes" if flag else "no" for flag in flags),
        )
        yield [neutralised(cell) for cell in cells]
