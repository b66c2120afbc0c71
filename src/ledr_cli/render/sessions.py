"""Sessions, their slots and their members."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import Final

from ledr_cli.render.cases import undrawn
from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders, renders_list_of
from ledr_cli.render.words import Words, capital
from ledr_core.views.sessions import (
    DatesChanged,
    ExpectedView,
    MemberOutcome,
    MembersAdded,
    MemberView,
    PolicyView,
    SessionItem,
    SessionSheet,
    SlotView,
)
from ledr_core.wording import Place, told


@renders(SessionSheet)
def sheet(page: Page, session: SessionSheet) -> None:
    """A session: its figures, who holds which slot and who comes next, who waits, and all members."""
    words = page.words
    dates = f"{words.full_day(session.start)} → {words.full_day(session.end)}"
    page.heading(session.reference, f"{_taken(words, session)} · {dates}")
    page.line(" · ".join(_facts(words, session)))
    if session.kind == "slot":
        page.line()
        _slots(page, session.slots)
        waiting(page, session.waiting, session.expected)
    page.line()
    _members(page, session)
    for one in session.undrawn:
        undrawn(page, one.name, one.letters)


@renders(MembersAdded)
def added(page: Page, session: MembersAdded) -> None:
    """The same, then the new learners for whom no slot is free, and where they can wait; or what would be."""
    if session.preview:
        _preview(page, session)
    else:
        sheet(page, session)
    if session.without_slot:
        page.line()
        page.line(page.words.say("without slot", people=", ".join(session.without_slot)))
        for person in () if session.preview else session.without_slot:
            page.line(f"→ ledr rotations enqueue {shlex.quote(session.reference)} {shlex.quote(person)}")


def _preview(page: Page, session: MembersAdded) -> None:
    """What would become of each, row by row, then what refuses some, and the package."""
    words, said = page.words, [one.outcome for one in session.outcomes]
    counts = [words.count(said.count(one), f"fate {one}") for one in ("created", "enrolled", "moved", "refused")]
    page.line(words.say("previewed", counts=" · ".join(counts)))
    page.line()
    page.table(
        [words.label("email"), words.label("name"), words.label("role"), words.label("outcome")],
        [[one.email, one.name, words.value("role", one.role), _fate(words, one)] for one in session.outcomes],
    )
    wrong = [(f"{one.email} · ", one.error) for one in session.outcomes if one.error]
    wrong += [("", session.package_error)] if session.package_error else []
    for name, error in wrong:
        words_of_it = told(error.error(), words.language, Place.COMMAND_LINE)
        page.line(f"✗ {name}{words_of_it.message}" + (f" ({error.rule})" if error.rule else ""))
        if words_of_it.help:
            page.line(f"  → {words_of_it.help}")


def _fate(words: Words, one: MemberOutcome) -> str:
    said = words.value("outcome", one.outcome)
    return f"{said} ({words.say('leaves', company=one.former_company)})" if one.former_company else said


@renders(DatesChanged)
def dates_changed(page: Page, session: DatesChanged) -> None:
    """The same, then the personal ends that the new one has replaced."""
    sheet(page, session)
    if session.replaced:
        words = page.words
        ends = (f"{one.name or one.person} ({words.full_day(one.end)})" for one in session.replaced)
        page.line()
        page.line(words.say("ends replaced", people=", ".join(ends)))


def _taken(words: Words, session: SessionSheet) -> str:
    package = session.package
    if session.kind != "slot":
        return words.say("licences taken", held=sum(one.learns for one in session.members), package=package)
    return words.say("slots taken", held=len(session.holders), package=package, taken=words.noun(package, "taken"))


def _facts(words: Words, session: SessionSheet) -> list[str]:
    facts = [words.say("course", course=session.course_title or session.course)]
    facts.append(session.company or words.say("no company"))
    if session.kind == "slot":
        facts.append(rotation(words, session.policy))
    if session.expired:
        facts.append(words.say("expired on", day=words.full_day(session.end)))
    return facts


@renders(PolicyView)
def policy(page: Page, policy: PolicyView) -> None:
    """How a session turns, as a sentence."""
    page.line(capital(rotation(page.words, policy)) + ".")


def rotation(words: Words, policy: PolicyView) -> str:
    """A policy in words: "rotation rythmée, tous les 10 jours du lundi au vendredi"."""
    if policy.kind != "paced":
        return words.say(policy.kind)
    every, noun = policy.every or 1, policy.days
    if every == 1:
        pace = words.say("every day", day=words.noun(1, noun))
    else:
        pace = words.say("every", days=words.count(every, noun))
    left_out = "" if policy.holidays or noun == "working_day" else ", " + words.say("no holidays")
    return words.say("paced", pace=pace) + left_out


def _slots(page: Page, slots: Sequence[SlotView]) -> None:
    words = page.words
    titles = [words.label("slot"), words.say("who"), words.label("since"), words.say("turn"), words.say("next")]
    page.table(titles, [_slot(words, slot) for slot in slots])


def _slot(words: Words, slot: SlotView) -> list[str]:
    return [
        str(slot.slot),
        slot.name or slot.person or words.say("free"),
        words.day(slot.since) if slot.since else "",
        f"{slot.counted_days}/{slot.of}" if slot.of else "",
        _next(words, slot),
    ]


def _next(words: Words, slot: SlotView) -> str:
    name = slot.next_name or slot.next
    if not name:
        return ""
    return f"{name}, {words.near_day(slot.next_on)}" if slot.next_on else name


def waiting(page: Page, people: Sequence[str], expected: Sequence[ExpectedView] = ()) -> None:
    """The waiting list on one line: "En attente : 1 Ana Costa (demain) · 2 Max Petit (20 sept.)"."""
    words = page.words
    if not people:
        page.line(words.say("nobody waits"))
        return
    known = {one.person: one for one in expected}
    said = [f"{place} {_waiter(words, person, known.get(person))}" for place, person in enumerate(people, 1)]
    page.line(words.say("waiting", people=" · ".join(said)))


def _waiter(words: Words, person: str, expected: ExpectedView | None) -> str:
    if expected is None:
        return person
    day = f" ({words.near_day(expected.date, weekday=False)})" if expected.date else ""
    return (expected.name or person) + day


def _members(page: Page, session: SessionSheet) -> None:
    words, members = page.words, session.members
    if not members:
        page.line(words.say("no member"))
        return
    page.heading(words.count(len(members), "member"))
    own_dates = any((one.start, one.end) != (session.start, session.end) for one in members)
    slots = any(one.slot for one in members)
    titles = [words.label("name"), words.label("email"), words.label("role")]
    titles += [words.say("dates")] if own_dates else []
    titles += [words.label("slot")] if slots else []
    page.table(titles, [_member(words, one, own_dates, slots) for one in members])


def _member(words: Words, one: MemberView, own_dates: bool, slots: bool) -> list[str]:
    row = [one.name or one.email, one.email, words.value("role", one.role)]
    row += [f"{words.short_day(one.start)} → {words.short_day(one.end)}"] if own_dates else []
    row += [words.value("slot", one.slot)] if slots else []
    return row


@renders_list_of(SessionItem)
def listing(page: Page, items: Sequence[SessionItem]) -> None:
    """Sessions, with how many of their seats are taken."""
    words = page.words
    if not items:
        page.line(words.say("no session"))
        return
    about = [words.label("reference")] if page.narrow else [words.label(key) for key in _ABOUT]
    titles = [words.label("kind"), words.say("dates"), words.say("taken"), words.label("waiting")]
    rows = [[*_about(page, one), *_figures(words, one)] for one in items]
    page.table([*about, *titles], rows, right=[len(about) + 2, len(about) + 3])


_ABOUT: Final = ("reference", "company", "course")


def _about(page: Page, one: SessionItem) -> list[str]:
    words, company = page.words, one.company or ""
    if not page.narrow:
        return [one.reference, company, words.value("course", one.course)]
    return [one.reference + "\n  " + " · ".join(filter(None, (company, words.value("course", one.course))))]


def _figures(words: Words, one: SessionItem) -> list[str]:
    dates = f"{words.short_day(one.start)} → {words.short_day(one.end)}"
    if one.expired:
        dates += f" ({words.label('expired').lower()})"
    taken = one.held if one.kind == "slot" else one.package
    return [words.value("kind", one.kind), dates, f"{taken}/{one.package}", words.value("waiting", one.waiting or None)]
