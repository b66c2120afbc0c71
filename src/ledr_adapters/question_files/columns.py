"""The columns of a table of questions: what stands in each, read and written.

A row is a question: `reference, kind, theme, level, text, A, B, C…, right, explanation`, and what else a question has.
The columns have these names or those that people read for them, in any order; the choices are those of the columns A,
B, C… that say something, and `right` names the right ones by the letters of their columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from attrs import frozen

from ledr_adapters.question_files.headings import (
    AFTER,
    BEFORE,
    FIELDS,
    FLAGS,
    all_called,
    called,
    is_known,
    known_as,
    language_of,
    meant_by,
    yes_and_no,
)
from ledr_core.domain.catalogue.questions import Question
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.flags import yes_or_no
from ledr_core.domain.kernel.tables import Header, letters_of, neutralised, restored
from ledr_core.ports.question_files import FoundQuestion

_NEEDED: Final = ("theme", "level", "text", "right")
"""What a new question has beside its choices, of which a table without a column says nothing."""
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
    _language: str
    """The language that the table is in."""
    _lacks: Mapping[str, str]
    """What the columns would be called that are not there, by field."""

    @staticmethod
    def of(cells: Sequence[str], line: int, file: str, language: str) -> Columns:
        """The columns that a header names; where that does not tell the language, the table is in this one.

        Raises Invalid (`file`) for those that are not known, all at once, and for one that is there twice.
        """
        header = Header.of(cells, line, "file", file, known_as)
        names = list(filter(None, header.names))
        language = language_of(names, language)
        _must_be_known(names, line, file, language)
        fields = {name: known_as(name) for name in names if known_as(name) in FIELDS}
        letters = {name: known_as(name) for name in names if name not in fields}
        choices = dict(sorted(letters.items(), key=lambda one: (len(one[1]), one[1])))
        lacks = {field: called(field, language) for field in _NEEDED if field not in fields.values()}
        lacks |= {} if letters else {"choices": "A, B…"}
        return Columns(header, fields, choices, language, lacks)

    def question(self, cells: Sequence[str], line: int) -> FoundQuestion:
        """The question that a row is."""
        try:
            named = self._header.named(cells, line)
            return self._question({name: restored(cell) for name, cell in named.items()}, line)
        except Invalid as error:
            where = str(error.facts["place"]) if error.field == "file" else error.field
            facts = error.facts | ({"names": all_called(self._language)} if error.field == "file" else {})
            return self.refused(cells, line, Invalid(where, error.ground, facts))

    def refused(self, cells: Sequence[str], line: int, fault: Invalid) -> FoundQuestion:
        """A row that cannot be taken, with its reference where it has one."""
        pairs = zip(self._header.names, cells, strict=False)
        reference = next((cell.strip() for name, cell in pairs if self._fields.get(name) == "reference"), "")
        said = {"reference": reference} if reference else {}
        return FoundQuestion(line=line, said=said, lacks=self._lacks, fault=fault)

    def _question(self, cells: Mapping[str, str], line: int) -> FoundQuestion:
        said: dict[str, object] = {}
        names = {field: name for name, field in self._fields.items()}
        for name, field in self._fields.items():
            cell = cells.get(name, "")
            if field == "explanation" or cell.strip():
                said[field] = self._flag(name, cell) if field in FLAGS else _READ_AS.get(field, str.strip)(cell)
        offered = {letters: name for name, letters in self._choices.items() if cells.get(name, "").strip()}
        if offered:
            said["choices"] = [cells[name] for name in offered.values()]
            names |= {f"choices[{place}]": name for place, name in enumerate(offered.values())}
        if "right" in said:
            if not self._choices:
                raise Invalid("choices", "needed at creation")
            said["right"] = _right(names["right"], str(said["right"]), list(offered))
        if self._choices:
            names["choices"] = called("choices", self._language)
        return FoundQuestion(line=line, said=said, called=names, lacks=self._lacks)

    def _flag(self, name: str, cell: str) -> bool:
        """What a cell says that says yes or no. Raises Invalid (the column) for anything else."""
        said = yes_or_no(cell)
        if said is None:
            choices = list(yes_and_no(self._language))
            raise Invalid(name, "neither true nor false", {"value": cell.strip(), "choices": choices})
        return said


def _must_be_known(names: Sequence[str], line: int, file: str, language: str) -> None:
    """Raises Invalid (`file`) for the columns that are not known, which says what each may be meant for."""
    wrong = []
    for name in names:
        if not is_known(name):
            facts = {"value": name, "close": meant_by(name, language), "choices": all_called(language)}
            wrong.append(Invalid("file", "no such column", facts, file=file, line=line))
    if wrong:
        first, *first.also = wrong
        raise first


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


_READ_AS: Final[Mapping[str, Callable[[str], object]]] = {
    "level": _whole,
    "text": str,
    "explanation": lambda cell: cell if cell.strip() else "",
}
"""How cells are read that are not a text without the white space around it, nor a flag."""


# Writing


def header_of(questions: Sequence[Question], language: str) -> list[str]:
    """The names of the columns of a table of questions of a theme, in a language."""
    before, after = ([called(field, language) for field in fields] for fields in (BEFORE, AFTER))
    return [*before, *map(letters_of, range(_choices(questions))), *after]


def table_rows(theme: str, questions: Sequence[Question], language: str) -> Iterator[list[str]]:
    """The rows of such a table, cell by cell."""
    places, (yes, no) = _choices(questions), yes_and_no(language)
    for question in questions:
        wording = question.wording
        choices = [*wording.choices, *[""] * (places - len(wording.choices))]
        flags = (question.public, question.placement, question.withdrawn)
        cells = (
            *(question.reference, question.kind.value, theme, str(question.level), wording.text, *choices),
            *(",".join(map(letters_of, wording.right)), wording.explanation),
            *(yes if flag else no for flag in flags),
        )
        yield [neutralised(cell) for cell in cells]


def is_of_an_export(header: Sequence[str]) -> bool:
    """Whether a header is one that `header_of` gives, in whichever language and for however many choices."""
    names = [name for name in header if name.strip()]
    fields = [known_as(name) for name in names if known_as(name) in FIELDS]
    return fields == [*BEFORE, *AFTER] and all(map(is_known, names))


def _choices(questions: Sequence[Question]) -> int:
    """How many columns a table of these questions has for choices."""
    return max((_FEWEST_CHOICES, *(len(question.wording.choices) for question in questions)))
