"""The page of the follow-up: what the template needs, worked out from a `FollowUpTable`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import frozen

from ledr_adapters.pages.texts import plain
from ledr_core.views.followup import FollowUpRow, FollowUpTable
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.follow_up import FollowUpWords
from ledr_core.wording.typography import true_apostrophes

_WIDE: Final = 200
"""The width of a full bar, of a chart that is 440 wide."""
_PARTS: Final = "▁▂▃▄▅▆"
_NUMBERS: Final = frozenset({"slot", "lessons_seen", "percent"})
_DAYS: Final = frozenset({"start", "end", "last_lesson_on"})
_OF_PEOPLE: Final = frozenset({"who", "email", "company", "session", "course", "managers"})
"""What people have typed."""
_BRIEF: Final = ("state", "percent", "lessons_seen", "last_lesson_on", "certification", "end", "themes")
"""What the table shows beside the name, and the session where there are several, unless columns were chosen."""
_THEME: Final = "theme_percent:"
_Cell = Callable[[FollowUpRow], str]


@frozen
class Bar:
    """A bar: its name, how wide it is, and the number that is written at its end."""

    name: str
    width: int
    value: str


@frozen
class Chart:
    """Bars under a title; `head` and `counted` are the titles of the table that holds the same."""

    title: str
    head: str
    counted: str
    data: str
    bars: tuple[Bar, ...]


@frozen
class Column:
    """A column: its title, what it is sorted by, and the class of its cells."""

    title: str
    by: str
    shown: str


@frozen
class Page:
    """All of the page."""

    title: str
    scope: str
    nobody: str
    everybody: str
    search: str
    key: str
    figures: tuple[tuple[str, str, str], ...]
    charts: tuple[Chart, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    themes: tuple[str, ...]
    days: tuple[str, ...]
    notes: tuple[str, ...]


class _PageWords(FollowUpWords):
    """Its words as a page sets them."""

    def say(self, name: str, /, **facts: object) -> str:
        """The sentence of that name, with true apostrophes."""
        return true_apostrophes(super().say(name, **facts))


def drawn(shown: FollowUpTable, language: str) -> Page:
    """The page of a follow-up."""
    words = _PageWords(language, sentences("follow_up"), shown.as_of)
    rows = shown.rows
    names = _names(shown)
    says = [_says(name, words) for name in names]
    return Page(
        title=words.say("page title", day=words.long_day(shown.as_of)),
        scope=words.say(
            "page scope",
            learners=words.count(len(rows), "learner"),
            sessions=words.count(len({row.session for row in rows}), "session"),
        ),
        nobody=words.say("nobody"),
        everybody=words.say("everybody"),
        search=words.say("search people"),
        key=words.say("key"),
        figures=tuple(_figures(rows, words)) if rows else (),
        charts=tuple(_charts(shown, words)) if rows else (),
        columns=tuple(_column(name, shown.theme_titles, words) for name in names),
        rows=tuple(tuple(say(row) for say in says) for row in rows),
        themes=tuple(shown.theme_titles.values()) if "themes" in names else (),
        days=tuple(_days(rows, words)),
        notes=words.notes(shown.inactive_after) if rows else (),
    )


# The table


def _names(shown: FollowUpTable) -> list[str]:
    """The columns to show: the name first, then those chosen."""
    chosen = [name for name in shown.columns if name not in ("last_name", "first_name")]
    if not _CELLS.keys() - {"who"} <= set(shown.columns):
        return ["who", *chosen]
    several = ["session"] if len({row.session for row in shown.rows}) > 1 else []
    return ["who", *several, *_BRIEF]


_CELLS: Final[Mapping[str, Callable[[FollowUpRow, FollowUpWords], str]]] = {
    "who": lambda row, _: " ".join(filter(None, (row.last_name, row.first_name))) or row.email,
    "email": lambda row, _: row.email,
    "company": lambda row, _: row.company or "",
    "session": lambda row, _: row.session,
    "course": lambda row, _: str(getattr(row.course, "name", None) or row.course),
    "managers": lambda row, _: ", ".join(row.managers),
    "start": lambda row, words: words.day(row.start),
    "end": lambda row, words: words.day(row.end),
    "state": lambda row, words: _state(row, words),
    "inactive": lambda row, words: words.yes(row.inactive),
    "slot": lambda row, _: "" if row.slot is None else str(row.slot),
    "last_lesson_on": lambda row, words: "" if row.last_lesson_on is None else words.day(row.last_lesson_on),
    "certification": lambda row, words: _certification(row, words),
    "lessons_seen": lambda row, _: str(row.lessons_seen),
    "percent": lambda row, words: words.percent(row.percent),
    "themes": lambda row, _: "".join(map(_sign, row.themes.values())),
}


def _says(name: str, words: FollowUpWords) -> _Cell:
    if name in _OF_PEOPLE:
        return lambda row: plain(_CELLS[name](row, words))
    if not name.startswith(_THEME):
        return lambda row: _CELLS[name](row, words)
    theme = name.removeprefix(_THEME)
    return lambda row: words.percent(row.themes[theme]) if theme in row.themes else ""


def _column(name: str, themes: Mapping[str, str], words: FollowUpWords) -> Column:
    if name.startswith(_THEME):
        theme = name.removeprefix(_THEME)
        return Column(themes.get(theme, theme), "number", "n")
    title = words.say("who") if name == "who" else words.column(name)
    if name in _NUMBERS:
        return Column(title, "number", "n")
    if name in _DAYS:
        return Column(title, "day", "d")
    return Column(title, "text", {"themes": "t", "session": "s"}.get(name, ""))


def _state(row: FollowUpRow, words: FollowUpWords) -> str:
    return words.state(row.state) + (f" · {words.say('quiet')}" if row.inactive else "")


def _certification(row: FollowUpRow, words: FollowUpWords) -> str:
    certified = row.certification
    return "" if certified is None else f"{words.level(certified.level)} {words.number(certified.grade)}"


def _sign(percent: int) -> str:
    if percent == 0:
        return "·"
    return "✓" if percent == 100 else _PARTS[percent * len(_PARTS) // 100]


def _days(rows: Sequence[FollowUpRow], words: FollowUpWords) -> Iterator[str]:
    """The days of the table as they are shown, the earliest first: by their place they are sorted."""
    days = {day for row in rows for day in (row.start, row.end, row.last_lesson_on) if day is not None}
    return (words.day(day) for day in sorted(days))


# The figures and charts


def _figures(rows: Sequence[FollowUpRow], words: FollowUpWords) -> Iterator[tuple[str, str, str]]:
    yield words.say("how many"), words.number(len(rows)), ""
    yield words.say("mean progress"), words.percent(sum(row.percent for row in rows) // len(rows)), ""
    counts = {
        "finished": sum(row.state == "finished" for row in rows),
        "certified": sum(row.certification is not None for row in rows),
        "inactive": sum(row.inactive and row.state in ("learning", "waiting") for row in rows),
    }
    for name, count in counts.items():
        yield words.say(name), words.number(count), ""


def _charts(shown: FollowUpTable, words: FollowUpWords) -> Iterator[Chart]:
    rows = shown.rows
    yield _counted("progress chart", "progress of", _PROGRESS, (_progress(row) for row in rows), words)
    ages = (None if row.last_lesson_on is None else (shown.as_of - row.last_lesson_on).days for row in rows)
    yield _counted("activity chart", "last seen", _ACTIVITY, map(_activity, ages), words)
    if shown.theme_titles:
        yield _of_themes(shown, words)


_PROGRESS: Final = ("nothing done", "under 25", "under 50", "under 75", "under 100", "all done")
_ACTIVITY: Final = ("within 7", "within 21", "within 60", "long ago", "never")


def _progress(row: FollowUpRow) -> str:
    if row.state == "finished":
        return "all done"
    return "nothing done" if row.percent == 0 else _PROGRESS[1 + min(row.percent, 99) // 25]


def _activity(days: int | None) -> str:
    if days is None:
        return "never"
    return "within 7" if days <= 7 else "within 21" if days <= 21 else "within 60" if days <= 60 else "long ago"


def _counted(title: str, head: str, groups: Sequence[str], found: Iterable[str], words: FollowUpWords) -> Chart:
    """How many learners are in each group."""
    counts = Counter(found)
    most = max(counts.values())
    bars = [Bar(words.say(one), _WIDE * counts[one] // most, words.number(counts[one])) for one in groups]
    return _chart(title, head, "how many", bars, words)


def _of_themes(shown: FollowUpTable, words: FollowUpWords) -> Chart:
    """The mean of each theme, over those whose course has it."""
    bars = []
    for reference, title in shown.theme_titles.items():
        percents = [row.themes[reference] for row in shown.rows if reference in row.themes]
        mean = sum(percents) // len(percents)
        bars.append(Bar(plain(title), _WIDE * mean // 100, words.percent(mean)))
    return _chart("theme chart", "theme", "mean progress", bars, words)


def _chart(title: str, head: str, counted: str, bars: Sequence[Bar], words: FollowUpWords) -> Chart:
    said = words.say(title)
    data = words.say("data of", chart=said[:1].lower() + said[1:])
    return Chart(said, words.say(head), words.say(counted), data, tuple(bars))
