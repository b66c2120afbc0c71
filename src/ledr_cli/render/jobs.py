"""What the school does by itself: runs of jobs, their log, and what failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders, renders_list_of
from ledr_cli.render.rotations import ground
from ledr_cli.render.words import Words, capital
from ledr_core.ports.contacts import Base
from ledr_core.views.jobs import DueChange, DueMessages, DueView, FailureView, JobsPreview, RunItem, RunView
from ledr_core.wording import Place, told
from ledr_core.wording.days import as_day


@renders(RunView)
def run(page: Page, run: RunView) -> None:
    """A run of a job: what was done, what was left alone, what failed."""
    words = page.words
    page.heading(capital(words.say("run of", job=words.value("job", run.job), date=words.long_day(run.date))))
    page.line(_done(words, run.done) or words.say("nothing to do"))
    if skipped := _skipped(words, run.skipped):
        page.line(words.say("skipped", skipped=skipped))
    failures(page, run.failures)


@renders(DueView)
def due(page: Page, due: DueView) -> None:
    """The runs that were due, one after another, and when the next one is."""
    words = page.words
    for one in due.runs:
        run(page, one)
        page.line()
    if not due.runs:
        page.line(words.say("nothing due"))
    page.line(words.say("next job", instant=words.instant(due.next)))


@renders(JobsPreview)
def preview(page: Page, preview: JobsPreview) -> None:
    """The slots that will change hands, the messages that will be written, and what will fail."""
    words = page.words
    page.heading(words.say("due on", date=words.long_day(preview.date)))
    page.line(capital(words.count(len(preview.changes), "due change")))
    if preview.changes:
        titles = [words.label(key) for key in ("session", "slot", "leaving", "entering", "reason")]
        page.table(titles, [_change(words, change) for change in preview.changes], right=[1])
    page.line()
    page.line(capital(words.count(sum(one.count for one in preview.messages), "due message")))
    if preview.messages:
        titles = [words.say("message"), words.say("how many"), words.label("to")]
        page.table(titles, [_messages(words, one) for one in preview.messages], right=[1])
    failures(page, preview.failures)


def _change(words: Words, change: DueChange) -> list[str]:
    return [
        change.session,
        str(change.slot),
        change.leaving_name or change.leaving or "-",
        change.entering_name or change.entering or "-",
        words.value("reason", ground(change.reason, change.leaving)),
    ]


def _messages(words: Words, one: DueMessages) -> list[str]:
    return [words.value("message kind", one.kind), words.number(one.count), ", ".join(one.people)]


def failures(page: Page, items: Sequence[FailureView]) -> None:
    """What failed, and why."""
    if not items:
        return
    page.line()
    page.heading(page.words.count(len(items), "failure"))
    for one in items:
        page.hanging(" ✗ ", page.words.say("failure", what=one.what, why=_why(page, one)))


def _why(page: Page, failure: FailureView) -> str:
    """In the reader's language, where it is an error of ours; what Python or a provider says stays as it is."""
    if failure.error is None:
        return failure.why
    said = told(failure.error.error(), page.words.language, Place.COMMAND_LINE)
    return " → ".join(filter(None, (said.message, said.help)))


@renders_list_of(RunItem)
def log(page: Page, items: Sequence[RunItem]) -> None:
    """The runs, a line each, and under the table what failed in them."""
    words = page.words
    if not items:
        page.line(words.say("no job"))
        return
    titles = [words.label("date"), words.label("job"), words.say("times"), words.label("done"), words.label("failures")]
    page.table(titles, [_row(words, one) for one in items], right=[4])
    failures(page, [failure for one in items for failure in one.failures])


def _row(words: Words, one: RunItem) -> list[str]:
    return [
        words.day(one.date),
        words.value("job", one.job),
        _times(words, one),
        _told(words, one),
        str(len(one.failures)),
    ]


def _times(words: Words, one: RunItem) -> str:
    """From when to when; the day too where it is not that of the run."""

    def time(instant: datetime | None) -> str:
        if instant is None:
            return words.say("not finished")
        return words.time(instant) if as_day(instant) == one.date else words.instant(instant)

    return f"{time(one.started)} → {time(one.finished)}"


def _told(words: Words, one: RunItem) -> str:
    """What a run did, and beneath it what it left alone."""
    skipped = _skipped(words, one.skipped)
    done = _done(words, one.done) or words.say("nothing to do")
    return f"{done}\n{words.say('skipped', skipped=skipped)}" if skipped else done


_COUNTED: Final = ("sessions", "assigned", "released", "reworks_ended", "ended", "contacts", "contacts_removed")


def _done(words: Words, done: Mapping[str, int]) -> str:
    """Counts of a run: "4 sessions · 2 slots attribués · messages : bienvenue 1"."""
    counted = {key: int(number) for key, number in done.items() if number}  # "one rework ended" is kept as true
    said = [
        words.count(counted[key], f"done {key}") + _by_base(words, key, counted) for key in _COUNTED if key in counted
    ]
    others = [(key, number) for key, number in counted.items() if key not in (*_COUNTED, *_OF_BASES)]
    if others:
        counts = ", ".join(f"{words.value('message kind', key)} {words.number(number)}" for key, number in others)
        said.append(words.say("messages written", counts=counts))
    return " · ".join(said)


_OF_BASES: Final = [f"{key}_{base}" for key in ("contacts", "contacts_removed") for base in Base]
"""The counts of each base: somebody may be in several."""


def _by_base(words: Words, key: str, counted: Mapping[str, int]) -> str:
    """How many of them went to which contact base: " (marketing 5, Care 5)"."""
    bases = [(base, counted[f"{key}_{base}"]) for base in Base if f"{key}_{base}" in counted]
    said = ", ".join(f"{words.value('base', base)} {words.number(number)}" for base, number in bases)
    return f" ({said})" if said else ""


def _skipped(words: Words, skipped: Mapping[str, int]) -> str:
    """What a run left alone, by the reason: "2 managers sans apprenant en cours"."""
    return " · ".join(words.count(number, f"skipped {key}") for key, number in skipped.items() if number)
