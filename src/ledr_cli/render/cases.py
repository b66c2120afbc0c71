"""Final cases and what proves them: what keeps one closed, copies with marks or waiting for them, verification."""

from __future__ import annotations

from typing import Any

from ledr_cli.render.page import Page
from ledr_cli.render.tables import listing
from ledr_core.domain.kernel.errors import Refused
from ledr_core.wording import told


def opening(page: Page, data: dict[str, Any]) -> None:
    """Open, or each thing that is missing, in the very words of the refusal that it would be."""
    words = page.words
    sentence = "case open" if data["open"] else "case closed"
    page.line(words.say(sentence, name=data["name"], course=data["course"]))
    for one in data["missing"]:
        facts = {**one["fact"], "person": data["person"]}
        page.line(f" ✗ {told(Refused(one['rule'], one['ground'], facts), words.language).message}   {one['rule']}")


def copy(page: Page, data: dict[str, Any]) -> None:
    """A learner's copy: where it stands, its grade, and each question with answer, mark and comment."""
    words = page.words
    page.heading(words.say("copy of", name=data["name"], course=data["course"]))
    facts = {key: data[key] for key in ("state", "case", "version", "batch", "grade", "level", "rework_until")}
    known = [
        words.say("labelled", label=words.label(key), value=words.value(key, value))
        for key, value in facts.items()
        if value is not None
    ]
    page.line(" · ".join(known))
    if data["rework_allowed"]:
        page.line(words.say("rework allowed"))
    for answer in data["answers"]:
        page.line()
        mark = "" if answer["mark"] is None else f"   {words.value('mark', answer['mark'])}/"
        most = words.value("maximum", answer["maximum"])
        page.line(f"{answer['question']}. {answer['subject']}{mark}{most if mark else f'   /{most}'}")
        page.hanging("   ", answer["text"] or "–")
        if answer["comment"]:
            page.hanging("   » ", answer["comment"])


def batch(page: Page, data: list[dict[str, Any]]) -> None:
    """The copies to correct, a row each."""
    words = page.words
    if not data:
        page.line(words.say("no copy"))
        return
    columns = ["name", "course", "case", "version", "batch", "round"]
    rows = [[words.value(key, one[key]) for key in columns] for one in data]
    files = [one["file"] for one in data]
    if any(files) and not page.narrow:
        columns, rows = [*columns, "file"], [[*row, file] for row, file in zip(rows, files, strict=True)]
    page.table([words.label(key) for key in columns], rows)
    for file in filter(None, files if page.narrow else ()):
        page.line(f" {file}")


def certificates(page: Page, items: list[dict[str, Any]]) -> None:
    """Certificates, a row each; codes whole, to be copied."""
    words = page.words
    if not (page.narrow and items):
        listing(page, items, "no certificate")
        return
    columns = ["person", "level", "grade", "date", "state"]
    rows = [[words.value(key, one[key]) for key in columns] for one in items]
    about = [[one[key] for key in ("course", "company", "code") if one[key]] for one in items]
    rows = [["\n  ".join([person, *more]), *others] for (person, *others), more in zip(rows, about, strict=True)]
    page.table([words.label(key) for key in columns], rows)


def verification(page: Page, data: dict[str, Any]) -> None:
    """What a document is worth, in a sentence, and what may be told of it (CERT-8)."""
    words = page.words
    page.line(words.say(f"document {data['state']}", successor=data["successor"] or "–"))
    known = {key: words.value(key, data[key]) for key in ("name", "course", "level") if data[key] is not None}
    known |= {"date": words.full_day(data["date"])} if data["date"] else {}
    for key, value in known.items():
        page.line(words.say("labelled", label=words.label(key), value=value))
