"""Question banks as files of other programs. Contract: `ledr_core.testing.contracts.question_files`.

A file comes from anywhere. What is read of it is plain text, whatever it was marked up with, and is read a question at
a time: what a file costs in memory does not grow with what it holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol

from attrs import field, frozen

from ledr_core.domain.catalogue.questions import Question
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid

AS_FIELDS: Final = "en"
"""The language of a table for programs: its columns are called as the fields of catalogue files."""


@frozen(kw_only=True)
class FoundQuestion:
    """A question as it stands in a file."""

    line: int
    """The line it begins on; in a spreadsheet the number of its row."""
    said: Mapping[str, object] = field(factory=dict)
    """What the file says of it, by the fields of catalogue files."""
    category: str = ""
    """Where Moodle keeps it: the names of a category and of those around it, with `/` between them."""
    tags: tuple[str, ...] = ()
    called: Mapping[str, str] = field(factory=dict)
    """What the file calls these fields, where that is otherwise: a table has choices in columns, `choices[0]` in A."""
    lacks: Mapping[str, str] = field(factory=dict)
    """The fields of which a table says nothing, since it has no column for them, and what that would be called."""
    fault: Invalid | None = None
    """Why it cannot be taken, as far as the file alone tells."""


class QuestionFiles(Protocol):
    """Reads and writes files of questions, each in the format that its name ends in."""

    def read(self, file: Content, language: str) -> Iterator[FoundQuestion]:
        """The questions of a file, in order, read as they are asked for; of CSV, XLSX, Moodle XML or GIFT.

        "True" and "false" are said in that language, in which a table is, unless its columns are named in another.
        What is wrong with one question is its `fault`. Raises Invalid (`file`) for a name that ends otherwise at once,
        and, when it is met, for what cannot be read at all: damaged, of a size that no bank has, or made to fill the
        memory.
        """

    def must_be_written(self, name: str) -> None:
        """Raises Invalid (`file`) unless a name ends in a format that is written: CSV, XLSX or Moodle XML."""

    def write(
        self, name: str, theme: str, title: str, questions: Sequence[Question], language: str = AS_FIELDS
    ) -> bytes:
        """A file of questions of the theme of that reference and title, as its name says.

        A table is in that language: in French (`fr`) as a French spreadsheet opens it, in English (`en`) with the names
        of fields and commas. Read again it says the same. Raises Invalid (`file`) for a text that is longer than the
        format takes.
        """
