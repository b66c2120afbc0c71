"""The page with all that is kept of a person, worked out from a `PersonalDataView`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from attrs import frozen

from ledr_adapters.pages.texts import plain, plain_lines
from ledr_adapters.pages.words import NOTHING, Words
from ledr_core.domain.kernel.moments import day_of
from ledr_core.domain.learning.workshops import Step
from ledr_core.views.people import DataSection, PersonalDataView
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.evidence import evidence_words
from ledr_core.wording.results import result_words
from ledr_core.wording.words import Words as Sentences

_WIDEST: Final = 6
"""Columns of a table: rows that have more, or a text, stand below each other, a line each column."""
_KINDS: Final[Mapping[tuple[str, str], str]] = {
    ("messages", "kind"): "message kind",
    ("notifications", "kind"): "message kind",
    ("documents", "kind"): "document kind",
}
"""Closed lists that the name of a column alone does not tell."""
_DAY_IN_JSON: Final = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{6})?\+00:00)?")
"""A day or an instant, as JSON keeps it."""
_TEXTS: Final = frozenset({"text"})
_IN_JSON_ALONE: Final = frozenset({("documents", "facts")})
_FIGURES: Final = ("connections", "lessons", "documents", "messages")


@frozen
class Section:
    """A part of the page: a table, or its rows one below the other."""

    name: str
    title: str
    columns: tuple[tuple[str, str], ...]
    """The label of each, and what it is sorted by: `text`, `number` or `day`."""
    texts: tuple[bool, ...]
    """Which of the columns hold what somebody wrote at length."""
    rows: tuple[tuple[str, ...], ...]
    days: tuple[str, ...]
    """The days and instants of its rows in words, in their order."""
    is_table: bool


@frozen
class Page:
    """All of the page."""

    title: str
    scope: str
    figures: tuple[tuple[str, str, str], ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...]


def drawn(shown: PersonalDataView, words: Words) -> Page:
    """The page of a person."""
    own = _Own(words)
    return Page(
        title=own.say("title", day=words.long_day(shown.as_of)),
        scope=f"{plain(shown.name)} · {shown.person}" if shown.name else shown.person,
        figures=tuple(
            (own.title(one.name), words.number(len(one.rows)), "") for one in shown.sections if one.name in _FIGURES
        ),
        sections=tuple(own.section(one) for one in shown.sections),
        notes=tuple(own.say(note) for note in ("note everything", "note json", "note left out", "note times")),
    )


class _Own(Sentences):
    """The words of this page, on those of pages."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.language, sentences("personal_data"))
        self._pages, self._results = words, result_words(words.language)
        self._own: Mapping[tuple[str, str], Callable[[Any], str]] = {
            ("assessments", "outcome"): partial(evidence_words(words.language).value, "assessments", "outcome"),
            ("lessons", "position"): lambda seconds: f"{seconds // 60}:{seconds % 60:02}" if seconds else NOTHING,
            ("workshops", "steps"): lambda steps: ", ".join(self._step(*one) for one in sorted(steps, key=_in_order)),
        }

    def title(self, section: str) -> str:
        """What a section is called."""
        return str(self._words["sections"][section][self.language])

    def section(self, section: DataSection) -> Section:
        """A section in words."""
        columns = [name for name in _columns(section) if (section.name, name) not in _IN_JSON_ALONE]
        title = self.title(section.name)
        rows = tuple(tuple(self._value(section.name, name, row.get(name)) for name in columns) for row in section.rows)
        return Section(
            name=section.name,
            title=self.say("counted", title=title, count=self.number(len(rows))) if len(rows) > 1 else title,
            columns=tuple((self._label(f"{section.name} {name}", name), _sorted_by(section, name)) for name in columns),
            texts=tuple(name in _TEXTS for name in columns),
            rows=rows,
            days=tuple(self._value(section.name, "", day) for day in _days(section)),
            is_table=len(columns) <= _WIDEST and "text" not in columns and len(rows) > 1,
        )

    def _label(self, *names: str) -> str:
        """What a column is called, by the first of these names that has a label."""
        labels = self._words["labels"]
        return str(next(labels[name] for name in names if name in labels)[self.language])

    def _value(self, section: str, column: str, value: Any) -> str:
        if value is None or value == "" or value == []:
            return NOTHING
        if own := self._own.get((section, column)):
            return own(value)
        if isinstance(value, bool):
            return self.speech.value(value) or NOTHING
        if isinstance(value, datetime):
            return f"{self._pages.full_day(day_of(value))} {self.speech.days.time(value)}"
        if isinstance(value, date):
            return self._pages.full_day(value)
        if isinstance(value, int | float):
            return self.number(value)
        if isinstance(value, Mapping):
            return "\n".join(self._pairs(section, value))
        if isinstance(value, list | tuple):
            parts = [self._value(section, column, one) for one in value]
            return ("\n" if any(isinstance(one, Mapping) for one in value) else ", ").join(parts)
        if _DAY_IN_JSON.fullmatch(str(value)):
            instant = datetime.fromisoformat(value)
            return self._value(section, column, instant if "T" in value else instant.date())
        return self._results.value(_KINDS.get((section, column), column), str(value)) or plain_lines(str(value))

    def _step(self, step: str, question: int) -> str:
        named = self._results.value("step", step) or step
        return f"{named} {question}" if question else named

    def _pairs(self, section: str, named: Mapping[str, Any]) -> Iterator[str]:
        for name, value in named.items():
            if value not in (None, "", []) and not (name == "theme" and "title" in named):  # CAT-14
                yield self.say("pair", label=self._label(name), value=self._value(section, name, value))


def _in_order(step: Sequence[Any]) -> tuple[int, int]:
    """Where a step stands among those of a workshop (WORK-1)."""
    name, question = step
    return list(Step).index(Step(name)), question


def _sorted_by(section: DataSection, column: str) -> str:
    kinds = {type(row[column]) for row in section.rows if row.get(column) is not None}
    if kinds and kinds <= {date, datetime}:
        return "day"
    return "number" if kinds and kinds <= {int, float} else "text"


def _days(section: DataSection) -> list[date]:
    """The days and instants in its rows, each once, earliest first."""
    found = {value for row in section.rows for value in row.values() if isinstance(value, date)}
    return sorted(found, key=lambda value: value.isoformat())


def _columns(section: DataSection) -> list[str]:
    """The columns of its rows, in the order in which they come."""
    return list(dict.fromkeys(name for row in section.rows for name in row))
