"""Where a learner stands."""

from __future__ import annotations

from typing import Any

from ledr_cli.render.page import Page
from ledr_cli.render.tables import listing
from ledr_cli.render.words import Words

_BAR = 20


def home(page: Page, data: dict[str, Any]) -> None:
    """A learner's home: the course, how far, how long, and where to go on."""
    words = page.words
    days = int(data.get("remaining_days") or 0)
    page.heading(str(data.get("title") or data["course"]), words.say("days left", days=words.count(days, "day")))
    page.line(_percent(words, data))
    if data.get("next_lesson"):
        page.line(words.say("next lesson", lesson=data["next_lesson"]))
    if data.get("quiz_due"):
        page.line(words.say("quiz due"))
    _themes(page, data)


def progress(page: Page, data: dict[str, Any]) -> None:
    """How far a person is with a course, and what is missing to finish it."""
    words = page.words
    page.heading(words.say("course", course=data["course"]) if data.get("course") else words.label("percent"))
    seen = words.say("seen of", seen=data.get("lessons_seen", 0), all=data.get("lessons", 0))
    page.line(f"{_percent(words, data)} · {seen} · {_duration(int(data.get('watch_seconds') or 0))}")
    _themes(page, data)
    if data.get("workshops"):
        page.line()
        page.heading(words.label("workshops"))
        listing(page, data["workshops"], "nothing")
    if data.get("missing"):
        page.line()
        page.line(words.say("missing"))
        for one in data["missing"]:
            page.line(f" ✗ {one['what']}   {one['rule']}")


def _themes(page: Page, data: dict[str, Any]) -> None:
    words = page.words
    rows = []
    for theme in data.get("themes") or ():
        mark = "✓" if theme.get("validated") else ""
        note = words.say("optional") if theme.get("optional") else ""
        rows.append([mark, str(theme.get("title") or theme["reference"]), words.percent(theme["percent"]), note])
    if rows:
        page.line()
        page.table(["", words.label("themes"), words.label("percent"), ""], rows, right=[2])


def _percent(words: Words, data: dict[str, Any]) -> str:
    done = int(data["percent"]) * _BAR // 100
    finished = " · " + words.say("finished") if data.get("finished") else ""
    return f"{'▇' * done}{'░' * (_BAR - done)} {words.percent(data['percent'])}{finished}"


def _duration(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"
