"""Certificates."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_cli.render.cases import undrawn
from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders, renders_list_of
from ledr_cli.render.tables import plain_list, sheet
from ledr_cli.render.words import Words, values_of
from ledr_core.views.certifications import CertificationItem
from ledr_core.views.documents import PrintedDocument


@renders_list_of(CertificationItem)
def certificates(page: Page, items: Sequence[CertificationItem]) -> None:
    """Certificates, a row each; codes whole, to be copied."""
    words = page.words
    if not (page.narrow and items):
        plain_list(page, items, "no certificate")
        return
    titles = [words.label(key) for key in ("person", "level", "grade", "date", "state")]
    page.table(titles, [_narrow_row(words, one) for one in items])


@renders(CertificationItem)
def certificate(page: Page, one: CertificationItem) -> None:
    """A certificate that was made again, and what it cannot show."""
    sheet(page, {key: value for key, value in values_of(one).items() if key != "undrawn"})
    undrawn(page, one.person, one.undrawn)


@renders(PrintedDocument)
def document(page: Page, one: PrintedDocument) -> None:
    """A document that was made, and what it cannot show."""
    sheet(page, {key: value for key, value in values_of(one).items() if key != "undrawn"})
    if one.undrawn:
        page.line(page.words.say("undrawn in it", letters=" ".join(one.undrawn)))


def _narrow_row(words: Words, one: CertificationItem) -> list[str]:
    about = "\n  ".join([one.person, *filter(None, (words.value("course", one.course), one.company, one.code))])
    figures = words.value("level", one.level), words.number(one.grade), words.day(one.date)
    return [about, *figures, words.value("state", one.state)]
