"""Where a learner stands."""

from __future__ import annotations

from typing import Any, Final

from ledr_cli.render import workshops
from ledr_cli.render.page import Page
from ledr_cli.render.words import Words
from ledr_core.wording import video_advice

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
        workshops.table(page, data["workshops"])
    if data.get("missing"):
        page.line()
        page.line(words.say("missing"))
        for one in data["missing"]:
            page.line(f" ✗ {_missing(words, one)}   {one['rule']}")


def lesson(page: Page, data: dict[str, Any]) -> None:
    """A lesson's page: where it stands, its video, and the summary sheet."""
    words = page.words
    page.heading(str(data["title"]), str(data.get("module_title") or ""))
    reached = words.say("lesson position", time=_clock(data["position"])) if data["position"] else ""
    state = words.say("lesson seen") if data["seen"] else reached
    page.line(" · ".join(part for part in (_clock(data["seconds"]), state, str(data["video"])) if part))
    if data.get("sheet"):
        page.line(words.say("sheet", sheet=data["sheet"]))
    elif data.get("sheet_being_written"):
        page.line(words.say("sheet coming"))
    page.line()
    for sentence in video_advice(data["help"], words.language):
        page.line(sentence)


def _missing(words: Words, one: dict[str, Any]) -> str:
    sentence = _MISSING.get(str(one["rule"]))
    return words.say(sentence, what=one["what"]) if sentence else str(one["what"])


_MISSING: Final = {
    "LEARN-5": "missing assessment",
    "LEARN-6": "missing lessons",
    "LEARN-8": "missing themes",
    "LEARN-10": "missing copy",
    "WORK-2": "missing workshops",
}
"""How what is missing is said, by its rule."""


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


def _clock(seconds: int) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def _duration(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"
