"""Slots that are given and given back, and who ever held them."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders, renders_list_of
from ledr_cli.render.tables import Columns, listing
from ledr_core.views.slots import HoldingView, LedgerRow, ReleaseView


@renders(HoldingView)
def holding(page: Page, holding: HoldingView) -> None:
    """A slot given, as a sentence, and whom that passed."""
    _sentence(page, "holds", holding)
    if holding.passed:
        names = ", ".join(name or email for name, email in zip(holding.passed_names, holding.passed, strict=True))
        page.line(page.words.say("passed", people=names))


@renders(ReleaseView)
def release(page: Page, release: ReleaseView) -> None:
    """A slot given back, as a sentence, and how to wait for another, where nobody has put them in the list."""
    _sentence(page, "held", release)
    if release.may_wait and page.hearer.may("rotations.enqueue"):
        session, person = (page.words.speech.say("{it:arg}", {"it": one}) for one in (release.session, release.person))
        page.line(page.words.say("waits no more", session=session, person=person))


def _sentence(page: Page, sentence: str, one: HoldingView | ReleaseView) -> None:
    since = page.words.long_day(one.since)
    name = one.name or one.person
    page.line(page.words.say(sentence, name=name, slot=one.slot, session=one.session, since=since))


@renders_list_of(LedgerRow)
def ledger(page: Page, items: Sequence[LedgerRow]) -> None:
    """Every period of holding, and why it began and ended."""
    columns: Columns[LedgerRow] = {
        "slot": lambda row: row.slot,
        "person": lambda row: row.name or row.person,
        "since": lambda row: row.since,
        "until": lambda row: row.until,
        "opened_by": lambda row: row.opened_by,
        "closed_by": lambda row: row.closed_by,
    }
    listing(page, items, "nobody held", columns)
