"""The columns of the follow-up: what each holds of a learner, in rows, in files, and to sort by (TRACK-1, TRACK-4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Final, TypeAlias

from attrs import frozen

from ledr_core.application.followup.reading import Followed
from ledr_core.domain.catalogue.outline import Outline, ThemeOutline
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.identifiers import ThemeId
from ledr_core.ports.table_files import Cell, CellKind, TableColumn
from ledr_core.wording.choices import meant
from ledr_core.wording.follow_up import FollowUpWords

Said: TypeAlias = "Callable[[Followed, FollowUpWords], Cell]"
"""What a column says of somebody."""


@frozen
class Column:
    """A column of a file: the name of its title among the words, what it holds, how wide it is, what it says."""

    name: str
    kind: CellKind
    width: int
    says: Said


_TEXT, _DAY, _WHOLE = CellKind.TEXT, CellKind.DAY, CellKind.WHOLE
_COLUMNS: Final[Mapping[str, Sequence[Column]]] = {
    "last_name": [Column("last_name", _TEXT, 20, lambda one, _: one.enrolment.last_name)],
    "first_name": [Column("first_name", _TEXT, 16, lambda one, _: one.enrolment.first_name)],
    "email": [Column("email", _TEXT, 30, lambda one, _: one.enrolment.email)],
    "company": [Column("company", _TEXT, 20, lambda one, _: one.enrolment.company)],
    "session": [Column("session", _TEXT, 26, lambda one, _: one.enrolment.session)],
    "course": [Column("course", _TEXT, 20, lambda one, _: one.outline.title)],
    "managers": [Column("managers", _TEXT, 30, lambda one, _: ", ".join(one.managers))],
    "start": [Column("start", _DAY, 12, lambda one, _: one.enrolment.start)],
    "end": [Column("end", _DAY, 12, lambda one, _: one.enrolment.end)],
    "state": [Column("state", _TEXT, 12, lambda one, words: words.state(one.marks.state))],
    "inactive": [Column("inactive", _TEXT, 10, lambda one, words: words.yes(one.marks.inactive))],
    "slot": [Column("slot", _WHOLE, 8, lambda one, _: one.enrolment.slot)],
    "last_lesson_on": [Column("last_lesson_on", _DAY, 14, lambda one, _: one.last_lesson_on)],
    "certification": [
        Column("level", _TEXT, 14, lambda one, words: words.level(one.certified.level) if one.certified else None),
        Column("grade", CellKind.GRADE, 10, lambda one, _: one.certified.grade if one.certified else None),
        Column("awarded_on", _DAY, 14, lambda one, _: one.certified.date if one.certified else None),
    ],
    "lessons_seen": [Column("lessons_seen", _WHOLE, 12, lambda one, _: one.lessons_seen)],
    "percent": [Column("percent", CellKind.PERCENT, 12, lambda one, _: one.percent)],
    "themes": [],
}
"""What each column that may be chosen is made of, in the order in which all are shown; themes are those of courses."""
COLUMNS: Final = tuple(_COLUMNS)
ON_PAPER: Final = (
    *("last_name", "first_name", "session", "state", "percent", "lessons_seen", "last_lesson_on", "certification"),
    *("end", "themes", "inactive", "company", "email", "course", "managers", "start", "slot"),
)
"""The same in the order in which they have room on a sheet of paper, where none were chosen."""
THEME: Final = "theme_percent:"
"""What the name of a single theme's column begins with, before its reference."""


def chosen(columns: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns to show, each once. Raises Invalid for an unknown one, and for none.

    Each may be given by its title as well, and several after one another between commas.
    """
    if not columns:
        raise Invalid("columns", "missing")
    named = (_column(part, place) for place, text in enumerate(columns) for part in _parted(text))
    return tuple(dict.fromkeys(named))


def _parted(text: str) -> list[str]:
    return [text] if text.startswith(THEME) else [part.strip() for part in text.split(",")]


def _column(name: str, place: int) -> str:
    if name in COLUMNS or name.startswith(THEME):
        return name
    found = meant(COLUMNS, name)
    if found is None:
        raise Invalid(f"columns[{place}]", "not one of them", {"value": name, "choices": [*COLUMNS, f"{THEME}…"]})
    return found


@frozen
class Shown:
    """The columns of a file, in words: titles, and what stands below them."""

    titles: tuple[TableColumn, ...]
    _says: tuple[Said, ...]
    _words: FollowUpWords

    @staticmethod
    def of(names: Sequence[str], outlines: Sequence[Outline], words: FollowUpWords) -> Shown:
        """The columns of these names, over learners of these courses."""
        parts = list(chain.from_iterable(_parts(name, outlines, words) for name in names))
        return Shown(tuple(title for title, _ in parts), tuple(says for _, says in parts), words)

    def cells(self, one: Followed) -> tuple[Cell, ...]:
        """What stands in the row of a learner."""
        words = self._words
        return tuple([says(one, words) for says in self._says])


def _parts(name: str, outlines: Sequence[Outline], words: FollowUpWords) -> list[tuple[TableColumn, Said]]:
    if name == "themes" or name.startswith(THEME):
        wanted = themes_of(outlines)
        return [_theme(one, wanted) for one in wanted if name in ("themes", THEME + one.reference)]
    return [(TableColumn(words.column(one.name), one.kind, one.width), one.says) for one in _COLUMNS[name]]


def themes_of(outlines: Sequence[Outline]) -> list[ThemeOutline]:
    """The themes of courses, each once, in the order of the courses."""
    return list({theme.id: theme for outline in outlines for theme in outline.themes}.values())


def _theme(theme: ThemeOutline, among: Sequence[ThemeOutline]) -> tuple[TableColumn, Said]:
    """A theme by its title (CAT-14), and its reference where another is called the same."""
    same = sum(one.title == theme.title for one in among) > 1
    title = f"{theme.title} ({theme.reference})" if same else theme.title
    return TableColumn(title, CellKind.PERCENT, 14), _percent_of(theme.id)


def _percent_of(theme: ThemeId) -> Said:
    return lambda one, _: one.themes.get(theme)
