"""The follow-up as a file: written as learners are read, so that any number of them takes little memory (TRACK-5)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final, Literal, TypeAlias

from attrs import define, evolve, frozen

from ledr_core.application.followup.columns import COLUMNS, ON_PAPER, Shown
from ledr_core.application.followup.ordering import Sorted, in_order, page_of
from ledr_core.application.followup.reading import Followed, all_followed
from ledr_core.application.followup.rows import rows, titles
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.school import LANGUAGE, SCHOOL_NAME
from ledr_core.domain.sessions.settings import INACTIVITY_DAYS
from ledr_core.ports.disk import Target
from ledr_core.ports.follow_up import Which
from ledr_core.ports.table_files import Cell, TableFile
from ledr_core.views.followup import FollowUpTable
from ledr_core.views.json_form import as_json
from ledr_core.wording.follow_up import follow_up_words


class Format(StrEnum):
    """How the follow-up is given: in the result, or as a file."""

    TABLE = "table"
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    PDF = "pdf"
    HTML = "html"


FormatName: TypeAlias = Literal["table", "csv", "xlsx", "json", "pdf", "html"]
"""A `Format` by its value."""
DELIMITERS: Final = (";", ",", "\t")


@frozen(kw_only=True)
class Asked:
    """What a table is to show."""

    which: Which
    by: Sorted
    columns: Sequence[str] | None
    """Those that were chosen, each once."""
    after: str | None
    limit: int | None

    def shown(self, kind: Format) -> Sequence[str]:
        """The columns of that format: those chosen, else all, on paper those first that matter most."""
        if self.columns is not None:
            return self.columns
        return ON_PAPER if kind is Format.PDF else COLUMNS


@frozen
class CsvForm:
    """How CSV is written; the defaults open right in a French Excel."""

    delimiter: str = ";"
    bom: bool = True


def exported(work: Work, asked: Asked, kind: Format, form: CsvForm, target: Target) -> FollowUpTable:
    """The file of a table, and what is told of it."""
    counted = _Counted(_read(work, asked))
    match kind:
        case Format.JSON:
            data = _json(work, counted)
        case Format.HTML:
            whole = shown_table(work, asked, kind, list(counted))
            data = work.ports.pages.page(whole, work.setting(LANGUAGE)).encode()
        case _:
            data = _sheet(work, asked, kind, form, counted)
    told = shown_table(work, asked, kind, ())
    return evolve(told, learners=counted.number, file=target.put(data), sha256=hashlib.sha256(data).hexdigest())


def shown_table(work: Work, asked: Asked, kind: Format, learners: Sequence[Followed]) -> FollowUpTable:
    """A table as results show it."""
    return FollowUpTable(
        as_of=work.today,
        rows=tuple(rows(learners)),
        learners=len(learners),
        columns=tuple(asked.shown(kind)),
        theme_titles=titles(learners),
        inactive_after=work.setting(INACTIVITY_DAYS),
    )


@define
class _Counted:
    """Learners as they are read, counted."""

    _learners: Iterator[Followed]
    number: int = 0

    def __iter__(self) -> Iterator[Followed]:
        for one in self._learners:
            self.number += 1
            yield one


def _read(work: Work, asked: Asked) -> Iterator[Followed]:
    if asked.limit is not None or asked.after is not None:
        return iter(page_of(work, asked.which, asked.by, asked.after, asked.limit))
    if asked.by.value is not None:
        return iter(in_order(work, asked.which, asked.by))
    return all_followed(work, asked.which, asked.by.order, descending=asked.by.descending)


def _sheet(work: Work, asked: Asked, kind: Format, form: CsvForm, learners: _Counted) -> bytes:
    table = _table(work, asked.shown(kind), asked.which, learners)
    files = work.ports.table_files
    if kind is Format.CSV:
        return files.csv(table, delimiter=form.delimiter, bom=form.bom)
    return files.pdf(table) if kind is Format.PDF else files.xlsx(table)


def _table(work: Work, columns: Sequence[str], which: Which, learners: _Counted) -> TableFile:
    language = work.setting(LANGUAGE)
    words = follow_up_words(language, work.today)
    outlines = [work.outline(course) for course in work.unit.follow_up.courses(which)]
    shown = Shown.of(columns, outlines, words)
    return TableFile(
        title=words.say("title"),
        columns=shown.titles,
        rows=_cells(shown, learners),
        language=language,
        school=work.setting(SCHOOL_NAME),
        made=work.moment.instant,
        notes_title=words.say("notes title"),
        notes=words.notes(work.setting(INACTIVITY_DAYS)),
    )


def _cells(shown: Shown, learners: _Counted) -> Iterator[Sequence[Cell]]:
    return map(shown.cells, learners)


def _json(work: Work, learners: _Counted) -> bytes:
    """The JSON form of a table and its rows, a row a line."""
    written = ",\n".join(json.dumps(as_json(one), ensure_ascii=False) for one in rows(learners))
    return f'{{"as_of": "{work.today.isoformat()}", "rows": [\n{written}\n]}}\n'.encode()
