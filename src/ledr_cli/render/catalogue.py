"""What an author sees: courses, modules, where parts are used, how many questions there are, what a load did."""

from __future__ import annotations

from typing import Any, Final

from rich.text import Text

from ledr_cli.render.page import Page
from ledr_cli.render.words import Words
from ledr_core.wording import yaml12

_COMFORTABLE: Final = 10
"""Questions from which on a level is comfortable (TA-2)."""


def load(page: Page, data: dict[str, Any]) -> None:
    """What a load did, on one line, then what its author should know."""
    page.line(" · ".join(page.words.count(int(data[key]), key) for key in ("created", "updated", "unchanged")))
    warnings(page, data.get("warnings") or ())


def warnings(page: Page, items: Any) -> None:
    """What an author should know, a line each."""
    for one in items:
        percent = page.words.percent(one["percent"])
        said = page.words.say("guess", theme=one["theme"], course=one["course"], percent=percent)
        page.line(Text("! ", "bold") + Text(said))


def dump(page: Page, data: dict[str, Any]) -> None:
    """The catalogue as a file says it, ready to be loaded."""
    for line in yaml12.dump(data).splitlines():
        page.line(line)


def written(page: Page, data: dict[str, Any]) -> None:
    """What a dump wrote into a folder: how much of everything."""
    words = page.words
    said = [words.count(len(data[section]), noun) for section, noun in _SECTIONS.items() if data[section]]
    page.line(words.say("catalogue written", parts=" · ".join(said) or words.say("nothing in it")))


_SECTIONS: Final = {
    "lessons": "lesson",
    "modules": "module",
    "themes": "theme",
    "workshops": "workshop",
    "questions": "question",
    "courses": "course",
    "cases": "case",
}


def course(page: Page, data: dict[str, Any]) -> None:
    """A course: its figures, its themes, its workshops, and the sheet of its certification."""
    words = page.words
    hours, minutes = divmod(int(data["seconds"]) // 60, 60)
    length = f"{hours} h {minutes:02}" if hours else f"{minutes} min"
    page.heading(str(data["title"]), f"{words.count(int(data['lessons']), 'lesson')} · {length}")
    page.line(" · ".join(_settings(words, data)))
    page.line()
    themes(page, data["themes"])
    if data["workshops"]:
        page.line()
        page.pairs([(words.label("workshops"), ", ".join(data["workshops"]))])
    about = [(words.label(key), _text(data["about"][key])) for key in data["about"] if data["about"][key]]
    facts = [(words.label(key), words.value(key, data[key])) for key in ("register", "hours", "case") if data[key]]
    if facts or about:
        page.line()
        page.pairs([*facts, *about])


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _settings(words: Words, data: dict[str, Any]) -> list[str]:
    said = [words.say("reference", reference=data["reference"])]
    said += [words.say("certifying" if data["certifying"] else "not certifying")]
    said += [words.say("assessments")] if data["assessments"] else []
    if data["workshops_required"]:
        said.append(words.say("workshops required", workshops=words.count(data["workshops_required"], "workshop")))
    said += [words.say("workshops locked")] if data["workshops_locked"] else []
    said += [words.say("community")] if data["community"] else []
    return said


def themes(page: Page, items: list[dict[str, Any]]) -> None:
    """The themes of a course in order, each with a mark of its colour."""
    words = page.words
    if not items:
        page.line(words.say("no theme"))
        return
    rows = []
    for one in items:
        note = words.say("optional") if one["optional"] else ""
        colour = Text("■ ", one["colour"]) + Text(one["colour"])
        rows.append([one["reference"], one["title"], colour, ", ".join(one["modules"]), note])
    page.table([words.label(key) for key in ("reference", "title", "colour", "modules")] + [""], rows)


def modules(page: Page, items: list[dict[str, Any]]) -> None:
    """Modules, where each is used, and its summary sheet."""
    words = page.words
    if not items:
        page.line(words.say("no module"))
        return
    rows = [
        [
            one["reference"],
            one["title"],
            str(len(one["lessons"])),
            ", ".join(one["used_in"]) or words.say("nowhere"),
            one["sheet"] or words.say("sheet being written"),
        ]
        for one in items
    ]
    page.table([words.label(key) for key in ("reference", "title", "lessons", "used_in", "sheet")], rows, right=[2])


def module(page: Page, data: dict[str, Any]) -> None:
    """One module."""
    modules(page, [data])


def usage(page: Page, data: dict[str, Any]) -> None:
    """Where a part is used: a change shows in all of these."""
    words = page.words
    page.heading(f"{words.value('kind', data['kind'])} {data['reference']}")
    used = [(words.label(key), ", ".join(data[key])) for key in _WHOLES if data[key]]
    if used:
        page.line(words.say("used in"))
        page.pairs(used)
    elif data["kind"] != "course":
        page.line(words.say("used nowhere"))
    warnings(page, data.get("warnings") or ())


_WHOLES: Final = ("modules", "themes", "workshops", "courses")


def question_counts(page: Page, items: list[dict[str, Any]]) -> None:
    """Public questions by level: those short of the minimum with a sign and in red, comfortable ones with a sign."""
    words = page.words
    if not items:
        page.line(words.say("no theme"))
        return
    levels = [level["level"] for level in items[0]["levels"]]
    rows = [[one["theme"], *map(_level, one["levels"]), _assessment(words, one)] for one in items]
    titles = [words.label("theme"), *(words.say("level", level=level) for level in levels), words.label("assessment")]
    page.table(titles, rows, right=range(1, len(levels) + 1))
    page.line()
    minimum = items[0]["levels"][0]["minimum"] if levels else 0
    page.line(words.say("levels key", minimum=minimum, comfortable=_COMFORTABLE))


def _level(level: dict[str, Any]) -> Text:
    if not level["enough"]:
        return Text(f"✗ {level['count']}", "bold red")
    return Text(f"✓ {level['count']}" if level["count"] >= _COMFORTABLE else str(level["count"]))


def _assessment(words: Words, one: dict[str, Any]) -> str:
    if one["assessment"]:
        return words.value("", True)
    enough = all(level["enough"] for level in one["levels"])
    return words.say("not wanted" if enough else "not enough")
