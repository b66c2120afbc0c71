"""Files of questions by what their names end in: CSV, XLSX, Moodle XML and GIFT."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from ledr_core.domain.kernel.errors import Invalid

if TYPE_CHECKING:
    from ledr_core.domain.catalogue.questions import Question
    from ledr_core.domain.kernel.content import Content
    from ledr_core.ports.question_files import FoundQuestion

_READ: Final = (".csv", ".tsv", ".xlsx", ".xml", ".gift", ".txt")
_WRITTEN: Final = (".csv", ".xlsx", ".xml")
_OTHER_SPREADSHEETS: Final = (".xls", ".xlsm", ".xlsb", ".ods", ".numbers")
"""Workbooks that their program saves as one that is read."""


class FilesByName:
    """The `QuestionFiles` that knows a format by the name of the file; what reads it is imported when one comes."""

    def read(self, file: Content, language: str) -> Iterator[FoundQuestion]:
        """The questions of a file, in order. Raises Invalid (`file`)."""
        match _ending(file.name, _READ):
            case ".csv" | ".tsv":
                from ledr_adapters.question_files.csv_files import questions_of

                return questions_of(file, language)
            case ".xlsx":
                from ledr_adapters.question_files.spreadsheets import questions_of_sheet

                return questions_of_sheet(file, language)
            case ".xml":
                from ledr_adapters.question_files.moodle import questions_of_quiz

                return questions_of_quiz(file, language)
            case _:
                from ledr_adapters.question_files.gift import questions_of_gift

                return questions_of_gift(file, language)

    def must_be_written(self, name: str) -> None:
        """Raises Invalid (`file`) unless a name ends in a format that is written."""
        _ending(name, _WRITTEN)

    def write(self, name: str, theme: str, title: str, questions: Sequence[Question], language: str = "en") -> bytes:
        """A file of questions of a theme, as its name says; tables are in a language. Raises Invalid (`file`)."""
        match _ending(name, _WRITTEN):
            case ".csv":
                from ledr_adapters.question_files.csv_files import table_of

                return table_of(theme, questions, language)
            case ".xlsx":
                from ledr_adapters.question_files.spreadsheets import sheet_of

                return sheet_of(theme, questions, language)
            case _:
                from ledr_adapters.question_files.moodle import quiz_of

                return quiz_of(theme, title, questions)


def is_export(file: Content) -> bool:
    """Whether a file is one that `write` gives, by its headings: a table that somebody else made has others.

    One in which nothing stands is nobody's. Raises Invalid (`file`) for what cannot be read, and for other formats.
    """
    if not file.data.strip():
        return True
    match _ending(file.name, _WRITTEN):
        case ".csv":
            from ledr_adapters.question_files.csv_files import is_exported_table

            return is_exported_table(file)
        case ".xlsx":
            from ledr_adapters.question_files.spreadsheets import is_exported_sheet

            return is_exported_sheet(file)
        case _:
            from ledr_adapters.question_files.moodle import is_exported_quiz

            return is_exported_quiz(file)


def _ending(name: str, known: Sequence[str]) -> str:
    """What a name ends in. Raises Invalid for what is no format of questions."""
    ending = PurePath(name).suffix.casefold()
    if ending not in known:
        to_save = {"spreadsheet": True} if ending in _OTHER_SPREADSHEETS and known is _READ else {}
        raise Invalid("file", "no format of questions", {"path": name, "choices": list(known), **to_save})
    return ending
