"""How far learners are: a row each, with a bar for the course and a sign for each of its themes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, TypeAlias

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders
from ledr_core.domain.kernel.content import Content
from ledr_core.views.followup import (
    ClientFigures,
    CourseFigures,
    EvidenceWritten,
    FollowUpRow,
    FollowUpTable,
    LearnerFollowUp,
    YearlyReport,
)
from ledr_core.wording.follow_up import FollowUpWords, follow_up_words

_BAR: Final = 10
_PARTS: Final = "▁▂▃▄▅▆"
_NUMBERS: Final = ("slot", "lessons_seen")
_BRIEF: Final = ("state", "percent", "themes", "last_lesson_on", "certification")
"""What a table shows beside the name, and the session where there are several, unless columns are chosen."""
_Cell: TypeAlias = Callable[[FollowUpRow], str]


@renders(FollowUpTable)
def table(page: Page, shown: FollowUpTable) -> None:
    """A row a learner, or the file that was written."""
    words = follow_up_words(page.words.language, shown.as_of)
    learners = words.count(shown.learners, "learner")
    if shown.file is not None:
        kept = isinstance(shown.file, Content)
        page.line(words.say("not written" if kept else "written", learners=learners, file=shown.file))
        return
    page.heading(words.say("title"), f"{learners} · {words.say('as of', day=words.full_day(shown.as_of))}")
    if not shown.rows:
        page.line(words.say("nobody"))
        return
    _rows(page, shown, words)
    if shown.next:
        page.line(words.say("more", after=shown.next))


def _rows(page: Page, shown: FollowUpTable, words: FollowUpWords) -> None:
    cells = _cells(words, page)
    columns = [name for name in shown.columns if name in cells or name.startswith(_THEME)]
    if cells.keys() - {"who"} <= set(columns):
        session = ["session"] if len({row.session for row in shown.rows}) > 1 else []
        columns = ["who", *session, *_BRIEF]
    says = [cells.get(name) or _theme(words, page, name.removeprefix(_THEME)) for name in columns]
    titles = [shown.theme_titles.get(name.removeprefix(_THEME)) or _title(words, name) for name in columns]
    rows = [[say(row) for say in says] for row in shown.rows]
    page.table(titles, rows, [place for place, name in enumerate(columns) if name in _NUMBERS])
    if "themes" in columns:
        page.line()
        page.line(words.say("key"))
        for number, title in enumerate(shown.theme_titles.values(), 1):
            page.line(f"{number:>3} {title}")


_THEME: Final = "theme_percent:"


def _title(words: FollowUpWords, name: str) -> str:
    if name == "who":
        return words.say("who")
    return words.column(name) if not name.startswith(_THEME) else name.removeprefix(_THEME)


def _cells(words: FollowUpWords, page: Page) -> Mapping[str, _Cell]:
    """What stands in each column that may be shown."""
    plain = {
        name: partial(_plain, page, name)
        for name in ("last_name", "first_name", "email", "company", "session", "course", "managers", "start", "end")
    }
    return plain | {
        "who": lambda row: f"{row.last_name} {row.first_name}".strip() or row.email,
        "state": partial(_state, words),
        "inactive": lambda row: words.yes(row.inactive),
        "slot": lambda row: "" if row.slot is None else str(row.slot),
        "last_lesson_on": partial(_plain, page, "last_lesson_on"),
        "certification": lambda row: _certification(row, words),
        "lessons_seen": lambda row: str(row.lessons_seen),
        "percent": lambda row: _bar(row.percent) + f" {page.words.percent(row.percent)}",
        "themes": lambda row: "".join(map(_sign, row.themes.values())),
    }


def _theme(words: FollowUpWords, page: Page, reference: str) -> _Cell:
    return lambda row: page.words.percent(row.themes[reference]) if reference in row.themes else ""


def _plain(page: Page, name: str, row: FollowUpRow) -> str:
    value: Any = getattr(row, name)
    return page.words.value(name, value)


def _state(words: FollowUpWords, row: FollowUpRow) -> str:
    """Where somebody stands, by which slot, and whether they are quiet."""
    held = [words.say("held by", slot=row.slot)] if row.slot is not None else []
    return " · ".join([words.state(row.state), *held, *([words.say("quiet")] if row.inactive else [])])


def _certification(row: FollowUpRow, words: FollowUpWords) -> str:
    certified = row.certification
    if certified is None:
        return ""
    return f"{words.level(certified.level)} {words.number(certified.grade)} · {words.short_day(certified.date)}"


def _bar(percent: int) -> str:
    full = percent * _BAR // 100
    return "▇" * full + "░" * (_BAR - full)


def _sign(percent: int) -> str:
    if percent == 0:
        return "·"
    return "✓" if percent == 100 else _PARTS[percent * len(_PARTS) // 100]


@renders(LearnerFollowUp)
def learner(page: Page, one: LearnerFollowUp) -> None:
    """One learner: the figures, then the lessons, and what is missing."""
    words = follow_up_words(page.words.language, one.as_of)
    cells = _cells(words, page)
    page.heading(cells["who"](one), f"{one.session} · {page.words.value('course', one.course)}")
    page.line(f"{cells['percent'](one)} · {words.say('seen of', seen=one.lessons_seen, all=len(one.lessons))}")
    facts = ("state", "email", "company", "managers", "start", "end", "last_lesson_on", "certification")
    said = [(words.column(name), cells[name](one)) for name in facts]
    page.pairs([pair for pair in said if pair[1]])
    _lessons(page, one, words)
    if one.missing:
        page.line()
        page.line(words.say("missing", what=page.words.value("missing", [one.what for one in one.missing])))


def _lessons(page: Page, one: LearnerFollowUp, words: FollowUpWords) -> None:
    page.line()
    for lesson in one.lessons:
        seen: Sequence[str] = ("·", "") if lesson.seen_on is None else ("✓", words.short_day(lesson.seen_on))
        page.line(f"  {seen[0]} {lesson.title}" + (f" · {seen[1]}" if seen[1] else ""))


@renders(YearlyReport)
def yearly(page: Page, report: YearlyReport) -> None:
    """The totals of a year, then a row a client and a row a course."""
    words = page.words
    totals = {"trainees": words.count(report.trainees, "trainee"), "hours": words.decimal(report.hours, 2)}
    page.heading(
        words.say("bpf", year=str(report.year)), words.say("bpf totals", **totals, day=words.full_day(report.until))
    )
    if report.without_hours:
        page.line(words.say("bpf without hours", count=words.number(report.without_hours)))
    clients = [(one.company or words.say("private persons"), one) for one in report.by_client]
    courses = [(words.value("course", one.course), one) for one in report.by_course]
    _figures(page, words.say("by client"), clients)
    _figures(page, words.say("by course"), courses)


def _figures(page: Page, title: str, rows: Sequence[tuple[str, ClientFigures | CourseFigures]]) -> None:
    if rows:
        words, label = page.words, page.words.label
        page.line()
        said = [[name, words.number(one.trainees), words.decimal(one.hours, 2)] for name, one in rows]
        page.table([title, label("trainees"), label("hours")], said, [1, 2])


@renders(EvidenceWritten)
def evidence(page: Page, written: EvidenceWritten) -> None:
    """Of how many people the archive is, and whether the list of its contents is signed."""
    words = page.words
    learners = words.count(written.learners, "evidenced learner")
    documents = words.count(written.documents, "evidenced document")
    file = written.file.name if isinstance(written.file, Content) else written.file
    page.line(words.say("evidence written", learners=learners, documents=documents, file=file))
    page.line(words.say("evidence signed" if written.signed else "evidence unsigned"))
