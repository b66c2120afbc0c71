"""What the school does by itself: runs of jobs and their log, messages, loads."""

from __future__ import annotations

from typing import Any, Final

from ledr_cli.render.page import Page
from ledr_cli.render.tables import listing
from ledr_cli.render.words import Words, capital
from ledr_core.wording.days import as_day


def run(page: Page, data: dict[str, Any]) -> None:
    """A run of a job: what was done, what was left alone, what failed."""
    words = page.words
    if data.get("date"):
        title = words.say("run of", job=words.value("job", data.get("job")), date=words.long_day(data["date"]))
        page.heading(capital(title))
    page.line(_done(words, data.get("done")) or words.say("nothing to do"))
    if skipped := _skipped(words, data.get("skipped")):
        page.line(words.say("skipped", skipped=skipped))
    failures(page, data.get("failures") or [])


def due(page: Page, data: dict[str, Any]) -> None:
    """The runs that were due, one after another, and when the next one is."""
    words = page.words
    for one in data.get("runs") or ():
        run(page, one)
        page.line()
    if not data.get("runs"):
        page.line(words.say("nothing due"))
    page.line(words.say("next job", instant=words.instant(data["next"])))


def failures(page: Page, items: list[dict[str, Any]]) -> None:
    """What failed, and why."""
    if not items:
        return
    page.line()
    page.heading(page.words.count(len(items), "failure"))
    for one in items:
        page.hanging(" ✗ ", page.words.say("failure", what=one.get("what"), why=one.get("why")))


def log(page: Page, items: list[dict[str, Any]]) -> None:
    """The runs, a line each, and under the table what failed in them."""
    words = page.words
    if not items:
        page.line(words.say("no job"))
        return
    rows = [
        [
            words.day(one["date"]),
            words.value("job", one["job"]),
            _times(words, one),
            _told(words, one),
            str(len(one.get("failures") or ())),
        ]
        for one in items
    ]
    titles = [words.label("date"), words.label("job"), words.say("times"), words.label("done"), words.label("failures")]
    page.table(titles, rows, right=[4])
    failures(page, [failure for one in items for failure in one.get("failures") or ()])


def _times(words: Words, one: dict[str, Any]) -> str:
    """From when to when; the day too where it is not that of the run."""

    def time(raw: str | None) -> str:
        if not raw:
            return words.say("not finished")
        return words.time(raw) if as_day(raw).isoformat() == one["date"] else words.instant(raw)

    return f"{time(one.get('started'))} → {time(one.get('finished'))}"


def _told(words: Words, one: dict[str, Any]) -> str:
    """What a run did, and beneath it what it left alone."""
    skipped = _skipped(words, one.get("skipped"))
    done = _done(words, one.get("done")) or words.say("nothing to do")
    return f"{done}\n{words.say('skipped', skipped=skipped)}" if skipped else done


_COUNTED: Final = ("sessions", "assigned", "released", "reworks_ended", "ended", "contacts", "contacts_removed")


def _done(words: Words, done: Any) -> str:
    """Counts of a run: "4 sessions · 2 slots attribués · messages : bienvenue 1"."""
    counted = {key: int(number) for key, number in (done or {}).items() if number}
    said = [words.count(counted[key], f"done {key}") for key in _COUNTED if key in counted]
    others = [(key, number) for key, number in counted.items() if key not in _COUNTED]
    if others:
        counts = ", ".join(f"{words.value('message kind', key)} {words.number(number)}" for key, number in others)
        said.append(words.say("messages written", counts=counts))
    return " · ".join(said)


def _skipped(words: Words, skipped: Any) -> str:
    """What a run left alone, by the reason: "2 managers sans apprenant en cours"."""
    counted = {key: int(number) for key, number in (skipped or {}).items() if number}
    return " · ".join(words.count(number, f"skipped {key}") for key, number in counted.items())


def delivery(page: Page, data: dict[str, Any]) -> None:
    """What became of the messages that were due."""
    words = page.words
    shown = [key for key in _FATES if data.get(key) or key == "sent"]
    page.line(" · ".join(words.count(int(data[key]), f"{key} messages") for key in shown))
    for one in data.get("stopped") or ():
        said = "stopped, saying" if one.get("reason") else "stopped"
        facts = {"provider": one["provider"], "until": words.instant(one["until"]), "reason": one.get("reason")}
        page.line(words.say(said, **facts))
    failures(page, data.get("failures") or [])


_FATES: Final = ("sent", "failed", "later", "unknown", "withdrawn", "suppressed", "settled")


def recorded(page: Page, data: dict[str, Any]) -> None:
    """What came of the events that a provider reports."""
    shown = [key for key in ("recorded", "repeated", "unmatched") if data.get(key) or key == "recorded"]
    page.line(" · ".join(page.words.count(int(data[key]), f"{key} events") for key in shown))


def settled(page: Page, data: dict[str, Any]) -> None:
    """What a message is now whose fate was unknown."""
    page.line(f"{data['message']} · {page.words.value('state', data['state'])}")


def suppressed(page: Page, items: list[dict[str, Any]]) -> None:
    """The addresses to which nothing is sent any more."""
    listing(page, items, "no suppressed address", ("email", "channel", "cause", "since", "detail"))


def lifted(page: Page, data: dict[str, Any]) -> None:
    """An address that is written to again."""
    channels = page.words.value("channel", data["channels"])
    page.line(page.words.say("lifted", email=data["email"], channels=channels))
    if data.get("released"):
        page.line(page.words.count(int(data["released"]), "released messages"))


def messages(page: Page, items: list[dict[str, Any]]) -> None:
    """Messages by the instant at which they were sent, or are due."""
    words = page.words
    shown = [
        {
            **one,
            "when": one.get("sent_at") or one.get("due"),
            "kind": words.value("message kind", one.get("kind")),
            "subject": one.get("subject") or "",
            "state": _fate(words, one),
        }
        for one in items
    ]
    if page.narrow and items:
        rows = [
            [
                words.instant(one["when"]),
                f"{one['person']}\n{one['kind']}\n{one['subject']}",
                one["state"],
                str(one.get("message") or ""),
            ]
            for one in shown
        ]
        page.table([words.label(key) for key in ("when", "person", "state", "message")], rows)
    else:
        listing(page, shown, "no message", ("when", "person", "kind", "subject", "channel", "state", "message"))


def _fate(words: Words, one: dict[str, Any]) -> str:
    """How far a message came: what the provider reports of it, else whether it left."""
    return words.value("state", one.get("delivery") or one.get("state"))


def preview(page: Page, data: dict[str, Any]) -> None:
    """Where a message is to be looked at, and its subject."""
    page.heading(data["subject"])
    page.line(page.words.say("message written", file=data["file"]))


def message(page: Page, data: dict[str, Any]) -> None:
    """A message as it reads."""
    words = page.words
    page.heading(data.get("subject") or "")
    about = [words.label("person") + f" {data['person']}" if data.get("person") else ""]
    about += [words.value("message kind", data.get("kind")), _fate(words, data)]
    page.line(" · ".join(part for part in about if part))
    if data.get("reason"):
        page.line(words.value("message reason", str(data["reason"])))
    if data.get("events"):
        page.line()
        listing(page, data["events"], "nothing", ("at", "state", "cause", "detail", "url"))
    page.line()
    page.line(str(data.get("text") or ""))
    for title in ("links", "tokens"):
        if data.get(title):
            page.line()
            page.heading(words.label(title))
            found = data[title]
            for part in found if isinstance(found, list) else (f"{name} {value}" for name, value in found.items()):
                page.line(f" {part}")
