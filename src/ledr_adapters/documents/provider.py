"""The school as the provider of a training: its identity, and its signature."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Final

from PIL import Image

from ledr_adapters.documents.sheet import LINE, MARGIN, Row, Sheet
from ledr_adapters.documents.words import Words
from ledr_core.ports.documents import Provider

STAMP_WIDTH, STAMP_HEIGHT = 55.0, 30.0
"""The box in which a stamp is drawn."""
_BESIDE: Final = 110.0
"""The width of what stands beside the stamp."""
_LINES: Final = 4 * LINE


def provider_rows(words: Words, provider: Provider) -> list[Row]:
    """What is known of the provider."""
    return [
        (words.say("school"), provider.name),
        (words.say("address"), provider.address),
        (words.say("activity number"), provider.activity_number),
        (words.say("siret"), provider.siret),
    ]


def signature(sheet: Sheet, provider: Provider, day: date) -> None:
    """Where and when it was made and by whom, the stamp on the right; all of it on one page."""
    words = sheet.words
    stamp = _stamp_size(provider.stamp)
    sheet.together(max(_LINES, stamp[1] if stamp else 0) + 5)
    sheet.gap(5)
    top = sheet.pdf.y
    if provider.stamp is not None and stamp is not None:
        right = sheet.pdf.w - MARGIN - STAMP_WIDTH
        sheet.pdf.image(BytesIO(provider.stamp), right, top, *stamp, alt_text=words.say("stamp"))
        sheet.pdf.set_y(top)
    said = words.day(day)
    made = words.say("made at", place=provider.place, day=said) if provider.place else words.say("made on", day=said)
    sheet.narrow_paragraph(made, _BESIDE)
    for line in (provider.signatory, provider.signatory_role):
        if line:
            sheet.narrow_paragraph(line, _BESIDE, bold=line is provider.signatory)


def _stamp_size(stamp: bytes | None) -> tuple[float, float] | None:
    if stamp is None:
        return None
    with Image.open(BytesIO(stamp)) as image:
        scale = min(STAMP_WIDTH / image.width, STAMP_HEIGHT / image.height)
        return image.width * scale, image.height * scale
