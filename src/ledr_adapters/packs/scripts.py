"""What is read rather than shown, a title, paragraphs and parts: as text, and on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from typing import Final

from attrs import frozen
from fpdf.enums import RenderStyle, XPos, YPos

from ledr_adapters.documents.sheet import ACCENT, BODY, LINE, MARGIN, SMALL, Sheet
from ledr_adapters.mail.environment import wrapped
from ledr_adapters.packs.words import PackWords

_INSET: Final = 6.0
"""From the line beside what may be said to its words."""
_DASH: Final = 4.0
"""The width of the dash before a thing to do."""
_LITTLE: Final = 0.8
_BETWEEN: Final = 2.0
"""Between two paragraphs of a letter."""


@frozen(kw_only=True)
class Part:
    """A part: things to do, one under the other, and what may be said; or entries, each with its lines.

    An empty line among these parts paragraphs.
    """

    title: str
    points: tuple[str, ...] = ()
    said: str = ""
    entries: tuple[tuple[str, tuple[str, ...]], ...] = ()


@frozen(kw_only=True)
class Script:
    """The whole."""

    title: str
    under: str
    """For whom it is."""
    lead: tuple[str, ...]
    parts: tuple[Part, ...]
    said: str = ""
    """What stands above what may be said."""


def as_text(script: Script) -> str:
    """It as text, in lines of 76 letters."""
    return "\n".join(_lines(script)).rstrip("\n") + "\n"


def _lines(script: Script) -> Iterator[str]:
    yield from (script.title, script.under, "=" * max(len(script.title), len(script.under)), "")
    for paragraph in script.lead:
        yield from (wrapped(paragraph), "")
    for part in script.parts:
        yield from ("", part.title, "-" * len(part.title), "")
        for point in part.points:
            yield wrapped(point, "- ", "  ")
        if part.points:
            yield ""
        if part.said:
            yield from (script.said, "", wrapped(part.said, "> ", "> "), "")
        for title, paragraphs in part.entries:
            yield from (wrapped(title), *(text and wrapped(text, "  ", "  ") for text in paragraphs), "")


def as_pdf(words: PackWords, script: Script) -> bytes:
    """It on A4."""
    sheet = new_sheet(words, script)
    for part in script.parts:
        write_part(sheet, script, part)
    return sheet.content()


def new_sheet(words: PackWords, script: Script) -> Sheet:
    """A document with its head, on which the parts are to follow."""
    made = datetime.combine(words.facts.made, time(12), UTC)
    title = f"{script.title}, {words.company}"
    sheet = Sheet((words.facts, script), words.document, title=title, author=words.facts.company, made=made)
    sheet.heading(script.under, script.title)
    for paragraph in script.lead:
        sheet.paragraph(paragraph)
        sheet.gap(1.5)
    return sheet


def write_part(sheet: Sheet, script: Script, part: Part) -> None:
    """A part, where the former one ends."""
    _keep_together(sheet, part)
    sheet.subtitle(part.title)
    for point in part.points:
        _point(sheet, point)
    if part.said:
        _said(sheet, script.said, part.said)
    for title, paragraphs in part.entries:
        _entry(sheet, title, paragraphs)


def _point(sheet: Sheet, point: str) -> None:
    """A thing to do, behind a dash, its further lines under its first."""
    width = sheet.pdf.epw - _DASH
    sheet.together(sheet.paragraph_height(point, width))
    sheet.font(BODY, colour=ACCENT)
    sheet.pdf.cell(_DASH, LINE, "–")
    sheet.narrow_paragraph(point, width)
    sheet.gap(_LITTLE)


def _said(sheet: Sheet, label: str, text: str) -> None:
    """What may be said, beside a line."""
    width = sheet.pdf.epw - _INSET
    height = sheet.paragraph_height(text, width) + LINE
    sheet.gap(2 * _LITTLE)
    sheet.together(height)
    sheet.pdf.set_fill_color(*ACCENT)
    sheet.pdf.rect(MARGIN, sheet.pdf.y + 0.6, 1.0, height - 0.8, RenderStyle.F)
    sheet.font(SMALL, bold=True, colour=ACCENT)
    sheet.pdf.set_x(MARGIN + _INSET)
    sheet.pdf.cell(width, LINE, label, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    sheet.pdf.set_x(MARGIN + _INSET)
    sheet.narrow_paragraph(text, width)
    sheet.gap(_LITTLE)


def _entry(sheet: Sheet, title: str, paragraphs: Sequence[str]) -> None:
    """A title in the text, and what stands under it."""
    first = sum(sheet.paragraph_height(text, sheet.pdf.epw) for text in paragraphs[:1])
    sheet.together(sheet.paragraph_height(title, sheet.pdf.epw, bold=True) + first)
    sheet.paragraph(title, bold=True)
    for paragraph in paragraphs:
        if paragraph:
            sheet.paragraph(paragraph)
        else:
            sheet.gap(_BETWEEN)
    sheet.gap(2.5)


def _keep_together(sheet: Sheet, part: Part) -> None:
    """Begin another page for what is to be done and said that would be cut by the end of this one."""
    width = sheet.pdf.epw
    height = sheet.subtitle_height + sum(sheet.paragraph_height(text, width - _DASH) + 1 for text in part.points)
    height += sheet.paragraph_height(part.said, width - _INSET) + LINE + 3 if part.said else 0
    if height < sheet.pdf.eph:
        sheet.together(height)
