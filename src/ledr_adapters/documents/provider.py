"""The school as the provider of a training: its identity, and its signature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Final

from PIL import Image

from ledr_adapters.documents.sheet import MARGIN, Row, Sheet
from ledr_adapters.documents.words import Words
from ledr_core.ports.documents import Provider

STAMP_WIDTH, STAMP_HEIGHT = 55.0, 30.0
"""The box in which a stamp is drawn."""
_BESIDE: Final = 110.0
"""The width of what stands beside the stamp."""
_ABOVE: Final = 5.0
"""The space above the signature."""


def identity_and_signature(sheet: Sheet, provider: Provider, day: date | None) -> None:
    """Who the provider is and, with a day, its signature: on one page, so that no signature stands alone."""
    words = sheet.words
    rows = _rows(words, provider)
    signed = () if day is None else _signed(words, provider, day)
    height = sheet.subtitle_height + sheet.facts_height(rows) + (_height(sheet, provider, signed) if signed else 0)
    sheet.together(height)
    sheet.subtitle(words.say("provider"))
    sheet.facts(rows)
    if signed:
        _sign(sheet, provider, signed)


def _rows(words: Words, provider: Provider) -> list[Row]:
    """What is known of the provider."""
    return [
        (words.say("school"), words.own(provider.name)),
        (words.say("address"), provider.address),
        (words.say("activity number"), provider.activity_number),
        (words.say("siret"), provider.siret),
    ]


def _signed(words: Words, provider: Provider, day: date) -> Sequence[tuple[str, bool]]:
    """Where and when it was made and by whom: lines, and whether they are bold."""
    said, place = words.day(day), provider.place
    made = words.say("made at", place=place, day=said) if place else words.say("made on", day=said)
    signatory, role = provider.signatory, provider.signatory_role
    return [(text, bold) for text, bold in ((made, False), (signatory, True), (role, False)) if text]


def _height(sheet: Sheet, provider: Provider, signed: Sequence[tuple[str, bool]]) -> float:
    lines = sum(sheet.paragraph_height(text, _BESIDE, bold=bold) for text, bold in signed)
    stamp = _stamp_size(provider.stamp)
    return _ABOVE + max(lines, stamp[1] if stamp else 0)


def _sign(sheet: Sheet, provider: Provider, signed: Sequence[tuple[str, bool]]) -> None:
    """The lines, and the stamp on their right; where the identity is longer than a page, at least they are together."""
    sheet.together(_height(sheet, provider, signed))
    sheet.gap(_ABOVE)
    top, stamp = sheet.pdf.y, _stamp_size(provider.stamp)
    if provider.stamp is not None and stamp is not None:
        right = sheet.pdf.w - MARGIN - STAMP_WIDTH
        alternative = sheet.words.say("stamp")
        sheet.pdf.image(BytesIO(provider.stamp), right, top, *stamp, alt_text=alternative)
        sheet.pdf.set_y(top)
    for text, bold in signed:
        sheet.narrow_paragraph(text, _BESIDE, bold=bold)


def _stamp_size(stamp: bytes | None) -> tuple[float, float] | None:
    if stamp is None:
        return None
    with Image.open(BytesIO(stamp)) as image:
        scale = min(STAMP_WIDTH / image.width, STAMP_HEIGHT / image.height)
        return image.width * scale, image.height * scale
