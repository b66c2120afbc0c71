"""People, and what they set for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ledr_cli.render import tables
from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders, renders_list_of
from ledr_cli.render.words import values_of
from ledr_core.views.people import (
    FormerMembership,
    HeldSlot,
    PersonErased,
    PersonHistory,
    PersonItem,
    PersonSettings,
    PersonSheet,
    PersonUpdated,
)


@renders(PersonSheet)
def person(page: Page, person: PersonSheet) -> None:
    """All about a person."""
    page.heading(" ".join(filter(None, (person.first_name, person.last_name))) or person.email)
    shown = {key: value for key, value in values_of(person).items() if key not in _HIDDEN}
    tables.sheet(page, {key: value for key, value in shown.items() if value not in (None, (), "")})


_HIDDEN: Final = (
    *("first_name", "last_name", "picture", "initials", "still_printed", "attestations_made"),
    *("history", "last_connection", "percent", "codes", "pause"),
)


@renders(PersonHistory)
def history(page: Page, shown: PersonHistory) -> None:
    """The same, how they get in and how far they are, then the sessions they were in, and the slots they held."""
    person(page, shown)
    if shown.history is None:
        return
    page.line()
    tables.sheet(page, _whereabouts(page, shown))
    if shown.history:
        page.line()
        stays: tables.Columns[FormerMembership] = {
            "session": lambda one: one.session,
            "company": lambda one: one.company,
            "course": lambda one: one.course,
            "start": lambda one: one.start,
            "end": lambda one: one.end,
            "left": lambda one: one.left,
        }
        tables.listing(page, shown.history, "nothing", stays)
    _slots(page, [(one.session, holding) for one in shown.history for holding in one.holdings])


def _whereabouts(page: Page, shown: PersonHistory) -> dict[str, object]:
    codes, pause, say = shown.codes, shown.pause, page.words.say
    return {
        "last_connection": shown.last_connection or say("never connected"),
        "percent": None if shown.percent is None else page.words.percent(shown.percent),
        "codes": say("codes never written") if codes is None else page.words.value("state", codes.state),
        "sent_at": codes and codes.sent_at,
        "pause": pause and say("slowed down", until=page.words.instant(pause.until), failures=pause.failures),
    }


def _slots(page: Page, held: Sequence[tuple[str, HeldSlot]]) -> None:
    columns: tables.Columns[tuple[str, HeldSlot]] = {
        "session": lambda one: one[0],
        "slot": lambda one: one[1].slot,
        "since": lambda one: one[1].since,
        "opened_by": lambda one: one[1].opened_by,
        "opener": lambda one: one[1].opener,
        "until": lambda one: one[1].until,
        "closed_by": lambda one: one[1].closed_by,
        "closer": lambda one: one[1].closer,
    }
    if held:
        page.line()
        tables.listing(page, held, "nothing", columns)


@renders(PersonUpdated)
def updated(page: Page, updated: PersonUpdated) -> None:
    """The same, then the attestations that were made again, and what still prints a former name."""
    person(page, updated)
    if updated.attestations_made:
        page.line()
        page.line(page.words.count(updated.attestations_made, "attestation made again"))
    if updated.still_printed:
        page.line()
        page.line(page.words.say("former name printed"))
        page.pairs([(page.words.value("document kind", one.kind), one.code) for one in updated.still_printed])


@renders_list_of(PersonItem)
def people(page: Page, items: Sequence[PersonItem]) -> None:
    """People, a row each."""
    columns: tables.Columns[PersonItem] = {
        "last_name": lambda one: one.last_name,
        "first_name": lambda one: one.first_name,
        "email": lambda one: one.email,
        "role": lambda one: one.role,
        "company": lambda one: one.company,
        "session": lambda one: one.session,
    }
    tables.listing(page, items, "no person", columns)


@renders(PersonSettings)
def settings(page: Page, own: PersonSettings) -> None:
    """What a person has set, a line each."""
    words = page.words
    page.heading(own.person)
    picture = words.say("picture kept") if own.picture else words.say("initials", initials=own.initials)
    page.pairs(
        [
            (words.label("phone"), own.phone or words.say("no phone")),
            (words.label("sms"), words.say("sms wanted" if own.sms else "sms not wanted")),
            (words.label("community_emails"), words.value("community_emails", own.community_emails)),
            (words.label("anonymous"), words.say("shown without name" if own.anonymous else "shown with name")),
            (words.label("picture"), picture),
            (words.label("access until"), words.long_day(own.end) if own.end else words.say("no end")),
        ]
    )


@renders(PersonErased)
def erased(page: Page, erased: PersonErased) -> None:
    """What an erasure removed; then what is kept, why, and until when."""
    words = page.words
    page.heading(words.say("erased"))
    page.line(words.say("erased things", things=", ".join(words.value("removed", one) for one in erased.removed)))
    page.line()
    if not erased.kept:
        page.line(words.say("nothing kept"))
        return
    rows = [
        (
            words.value("kept", one.what),
            words.value("why kept", one.why),
            words.full_day(one.until) if one.until else words.say("no last day"),
        )
        for one in erased.kept
    ]
    page.table([words.label("kept"), words.label("why kept"), words.label("kept until")], rows)
