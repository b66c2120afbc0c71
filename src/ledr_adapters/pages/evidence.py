"""The pages of evidence: what the template needs, worked out from a `LearnerPage` or a `SessionPage` (PASS-6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from attrs import frozen

from ledr_adapters.pages.texts import plain, plain_lines
from ledr_adapters.pages.words import NOTHING, Words
from ledr_core.domain.kernel.moments import day_of
from ledr_core.views.evidence import EvidencePart, EvidenceView, LearnerEvidence, LearnerPage, SessionPage
from ledr_core.wording.evidence import EvidenceWords, evidence_words

_IN_TABLES_ALONE: Final = frozenset({("messages", "text"), ("lessons", "lesson"), ("messages", "sent_to")})
"""What is too long for a page, or of use to a program alone."""
_ON_PAGES: Final = {"seconds": "length"}
"""Columns that a program reads in another unit than people, by what they are called for these."""
_TEXTS: Final = frozenset({"text", "subject", "comment"})
_NOTES: Final = ("note connections", "note lessons", "note times", "note messages", "note names")
_EPOCH: Final = date(1970, 1, 1)


@frozen
class Table:
    """A table under its title: the label of each column, what it is sorted by, and the class of its cells."""

    name: str
    title: str
    columns: tuple[tuple[str, str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    days: tuple[str, ...] = ()
    """The days and instants of its rows in words, in their order."""
    pages: tuple[str, ...] = ()
    """Where the first cell of each row leads."""


@frozen
class Page:
    """All of a page."""

    title: str
    scope: str
    search: str
    nothing: str
    figures: tuple[tuple[str, str, str], ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...]


def day_of_page(evidence: EvidenceView) -> date:
    """The day of the latest fact: no page is as of the day on which it is made."""
    return _EPOCH if evidence.until is None else day_of(evidence.until)


def drawn(shown: LearnerPage | SessionPage, words: Words) -> Page:
    """The page of a learner, or that of a session."""
    own = evidence_words(words.language)
    if isinstance(shown, LearnerPage):
        title = own.say("title of learner", name=plain(shown.learner.name))
        figures = tuple(_figures([shown.learner], own, words))
        tables = tuple(_table(part, own, words) for part in shown.learner.parts)
    else:
        title = own.say("title of session", session=plain(shown.evidence.session or ""))
        learners = shown.evidence.learners
        figures = ((own.say("learners"), words.number(len(learners)), ""), *_figures(learners, own, words))
        tables = (_learners(shown, own, words),)
    return Page(
        title=title,
        scope=_scope(shown.evidence, own, words),
        search=own.say("search"),
        nothing=own.say("nothing"),
        figures=figures,
        tables=tables,
        notes=tuple(map(own.say, _NOTES)),
    )


def _scope(evidence: EvidenceView, own: EvidenceWords, words: Words) -> str:
    if evidence.until is None:
        return own.say("scope without facts", school=evidence.school)
    return own.say("scope", school=evidence.school, day=words.long_day(day_of(evidence.until)))


def _figures(learners: Sequence[LearnerEvidence], own: EvidenceWords, words: Words) -> Iterator[tuple[str, str, str]]:
    """The figures of learners together."""
    minutes = sum(_total(one.part("connections"), "minutes") for one in learners)
    yield own.say("lessons seen"), _rows("lessons", learners, words), ""
    yield own.say("time of lessons"), _hours(sum(map(_seconds, learners)), words), ""
    yield own.say("time connected"), _hours(60 * minutes, words), ""
    yield own.say("documents"), _rows("documents", learners, words), ""


def _rows(part: str, learners: Sequence[LearnerEvidence], words: Words) -> str:
    return words.number(sum(len(one.part(part).rows) for one in learners))


def _seconds(learner: LearnerEvidence) -> int:
    return _total(learner.part("lessons"), "seconds")


def _total(part: EvidencePart, column: str) -> int:
    return sum(value for value in part.column(column) if isinstance(value, int))


def _hours(seconds: int, words: Words) -> str:
    """A time in hours and minutes: "1 h 05"."""
    hours, minutes = divmod(seconds // 60, 60)
    return f"{words.number(hours)}{words.space}h{words.space}{minutes:02}"


def _minutes(seconds: int, words: Words) -> str:
    """A time in minutes and seconds: "4 min 30"."""
    minutes, left = divmod(seconds, 60)
    return f"{words.number(minutes)}{words.space}min" + (f"{words.space}{left:02}" if left else "")


# One learner


def _table(part: EvidencePart, own: EvidenceWords, words: Words) -> Table:
    shown = [place for place, name in enumerate(part.columns) if (part.name, name) not in _IN_TABLES_ALONE]
    title = own.part(part.name)
    rows = [[_said(part.name, part.columns[place], row[place], own, words) for place in shown] for row in part.rows]
    moments = {value for row in part.rows for value in row if isinstance(value, date)}
    return Table(
        name=part.name,
        title=own.say("counted", part=title, count=words.number(len(rows))) if len(rows) > 1 else title,
        columns=tuple(
            (_title(part.columns[place], own), _sorted_by(part, place), _shown(part.columns[place])) for place in shown
        ),
        rows=tuple(map(tuple, rows)),
        days=tuple(_moment(value, words) for value in sorted(moments, key=lambda value: value.isoformat())),
    )


def _title(column: str, own: EvidenceWords) -> str:
    return own.column(_ON_PAGES.get(column, column))


def _shown(column: str) -> str:
    """The class of the cells of a column: texts of people have room."""
    return "said long" if column in _TEXTS else "said"


def _sorted_by(part: EvidencePart, place: int) -> str:
    if part.columns[place] in _ON_PAGES:
        return "text"
    kinds = {type(row[place]) for row in part.rows if row[place] is not None}
    if kinds and kinds <= {date, datetime}:
        return "day"
    return "number" if kinds and kinds <= {int, Decimal} else "text"


def _said(part: str, column: str, value: Any, own: EvidenceWords, words: Words) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, date):
        return _moment(value, words)
    if column in _ON_PAGES and isinstance(value, int):
        return _minutes(value, words)
    if isinstance(value, int | Decimal):
        return words.number(value)
    return plain_lines(own.value(part, column, str(value)))


def _moment(value: date, words: Words) -> str:
    if isinstance(value, datetime):
        return f"{words.full_day(day_of(value))} {words.speech.days.time(value)}"
    return words.full_day(value)


# A session


_FIGURES: Final[Mapping[str, str]] = {
    "lessons seen": "number",
    "time of lessons": "text",
    "connections": "number",
    "time connected": "text",
    "certification": "text",
    "documents": "number",
    "messages": "number",
}
"""The figures of each learner, and what they are sorted by."""


def _learners(shown: SessionPage, own: EvidenceWords, words: Words) -> Table:
    """A row a learner, with the figures of each, that leads to their page."""
    return Table(
        name="learners",
        title=own.say("all learners"),
        columns=(
            (own.say("who"), "text", "said"),
            (own.column("person"), "text", "said"),
            *((own.say(name), by, "") for name, by in _FIGURES.items()),
        ),
        rows=tuple(tuple(_row(one, own, words)) for one in shown.evidence.learners),
        pages=shown.pages,
    )


def _row(learner: LearnerEvidence, own: EvidenceWords, words: Words) -> Iterator[str]:
    connections = learner.part("connections")
    yield from (plain(learner.name), plain(learner.person))
    yield words.number(len(learner.part("lessons").rows))
    yield _hours(_seconds(learner), words)
    yield words.number(len(connections.rows))
    yield _hours(60 * _total(connections, "minutes"), words)
    yield ", ".join(_levels(learner, own)) or NOTHING
    yield words.number(len(learner.part("documents").rows))
    yield words.number(len(learner.part("messages").rows))


def _levels(learner: LearnerEvidence, own: EvidenceWords) -> Sequence[str]:
    """The levels of the certificates in force."""
    certified = learner.part("certifications")
    pairs = zip(certified.column("level"), certified.column("revoked"), strict=True)
    return [own.value("certifications", "level", str(level)) for level, revoked in pairs if revoked is None]
