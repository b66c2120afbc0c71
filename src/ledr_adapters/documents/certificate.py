"""A certificate: one page on the background of its level, the person's name the largest thing on it."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Final

from attrs import frozen
from fpdf.enums import Align
from PIL import Image

from ledr_adapters.documents.seal import SIZE as SEAL_SIZE
from ledr_adapters.documents.seal import draw_qr
from ledr_adapters.documents.sheet import ACCENT, BLACK, GREY, SMALL, Colour, Sheet
from ledr_adapters.documents.words import Words
from ledr_core.ports.documents import CertificateFacts

INSET: Final = 34.0
"""From the edge of the page to what is written: a frame of up to 22 mm, and 12 mm to breathe."""
NAME_SIZES: Final = (34, 30, 26, 23, 21)
COURSE_SIZES: Final = (19, 17, 15, 13)
FACT_SIZES: Final = (11.5, 10.5, 9.5)
SMALLEST, SMALLEST_NAME = 7, 14
"""The sizes down to which a word that is wider than the page shrinks; where that is not enough it is broken."""
MOST_LINES: Final = 3
"""Lines that one thing may take before it is cut with an ellipsis."""
NEARLY: Final = 0.02
"""How far the shape of a background may be from that of the page and still fill it."""


@frozen
class Block:
    """One thing said on the page: its lines, and the space above it."""

    lines: Sequence[str]
    size: float
    gap: float
    bold: bool = False
    colour: Colour = BLACK

    @property
    def line(self) -> float:
        """From one line to the next, in millimetres."""
        return self.size * 0.46


@frozen
class Room:
    """Where there may be something written, in millimetres from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From side to side."""
        return self.right - self.left


def certificate(facts: CertificateFacts) -> bytes:
    """The certificate, landscape, or upright where its background is."""
    words = Words(facts.language)
    shape = _shape(facts.background)
    upright = shape is not None and shape < 1
    sheet = Sheet(
        facts,
        words,
        title=words.say("certificate of", person=facts.person, course=words.own(facts.course)),
        author=words.own(facts.school),
        made=facts.made,
        orientation="portrait" if upright else "landscape",
    )
    sheet.pdf.set_auto_page_break(False)
    if facts.background is None or shape is None:
        left = top = 0.0
        _frame(sheet)
    else:
        left, top = _background(sheet, facts.background, shape)
    room = Room(left + INSET, top + INSET, sheet.pdf.w - left - INSET, sheet.pdf.h - top - INSET + 12)
    _blocks(sheet, room, _said(sheet, room, facts))
    draw_qr(sheet.pdf, facts.seal.address, room.left, room.bottom - SEAL_SIZE)
    sheet.font(SMALL, colour=GREY)
    beside = room.left + SEAL_SIZE + 4
    sheet.seal_lines(facts.seal, beside, room.bottom, room.right - beside)
    return sheet.content()


def _shape(background: bytes | None) -> float | None:
    """Width over height."""
    if background is None:
        return None
    with Image.open(BytesIO(background)) as image:
        return image.width / image.height


def _background(sheet: Sheet, background: bytes, shape: float) -> tuple[float, float]:
    """The image over the whole page; one of another shape whole, in the middle. Gives its upper left corner."""
    width, height = sheet.pdf.w, sheet.pdf.h
    page = width / height
    if abs(shape / page - 1) > NEARLY:
        width, height = (width, width / shape) if shape > page else (height * shape, height)
    left, top = (sheet.pdf.w - width) / 2, (sheet.pdf.h - height) / 2
    sheet.pdf.image(BytesIO(background), left, top, width, height, alt_text="")
    return left, top


def _frame(sheet: Sheet) -> None:
    sheet.pdf.set_draw_color(*ACCENT)
    for edge, width in ((10.0, 0.8), (12.0, 0.25)):
        sheet.pdf.set_line_width(width)
        sheet.pdf.rect(edge, edge, sheet.pdf.w - 2 * edge, sheet.pdf.h - 2 * edge)


def _said(sheet: Sheet, room: Room, facts: CertificateFacts) -> list[Block]:
    words = sheet.words
    level = words.say("certified", level=words.say(facts.level))
    name = _block(sheet, room, facts.person, NAME_SIZES, 9, bold=True, smallest=SMALLEST_NAME)
    course_sizes = [size for size in COURSE_SIZES if size < name.size]
    details = [
        words.say("certified on", day=words.day(facts.date)),
        *([words.say("register number", number=facts.register)] if facts.register else []),
        *([words.say("training of", length=words.count(facts.hours, "hour"))] if facts.hours else []),
    ]
    return [
        _block(sheet, room, words.own(facts.school), FACT_SIZES, 0, bold=True, colour=ACCENT),
        _block(sheet, room, words.say("certificate"), FACT_SIZES, 2, colour=GREY),
        name,
        _block(sheet, room, words.say("has obtained"), FACT_SIZES, 5, colour=GREY),
        _block(sheet, room, words.own(facts.course), course_sizes, 3, bold=True),
        _block(sheet, room, level, course_sizes[-2:], 2.5, colour=ACCENT),
        *([_block(sheet, room, facts.company, FACT_SIZES, 9)] if facts.company else []),
        _details(sheet, room, details, 3 if facts.company else 9),
    ]


def _details(sheet: Sheet, room: Room, details: Sequence[str], gap: float) -> Block:
    """The facts on one line, else one under the other."""
    joined = _block(sheet, room, " · ".join(details), FACT_SIZES, gap, colour=GREY)
    if len(joined.lines) == 1:
        return joined
    lines = [line for detail in details for line in _block(sheet, room, detail, FACT_SIZES[-1:], gap).lines]
    return Block(lines, FACT_SIZES[-1], gap, colour=GREY)


def _block(
    sheet: Sheet,
    room: Room,
    text: str,
    sizes: Sequence[float],
    gap: float,
    *,
    bold: bool = False,
    colour: Colour = BLACK,
    smallest: int = SMALLEST,
) -> Block:
    """A text in the largest size in which it is one line, else in the smallest, broken at spaces and hyphens.

    A word that is too wide even so shrinks further.
    """
    said = sheet.lettering.line(text)
    for size in sizes:
        sheet.font(size, bold=bold)
        if sheet.pdf.get_string_width(said) <= room.width:
            return Block([said], size, gap, bold, colour)
    smaller = [sizes[-1], *range(int(sizes[-1]) - 1, smallest - 1, -1)]
    size = sheet.shrunk(said, room.width, smaller, bold=bold)
    return Block(_cut(sheet.lines(said, room.width)), size, gap, bold, colour)


def _cut(lines: list[str]) -> list[str]:
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1].rstrip() + "…"]


def _blocks(sheet: Sheet, room: Room, blocks: Sequence[Block]) -> None:
    """One under the other, in the middle of the room above the seal; with much to say, closer together."""
    text = sum(len(block.lines) * block.line for block in blocks)
    gaps = sum(block.gap for block in blocks)
    height = room.bottom - SEAL_SIZE - 4 - room.top
    closer = max(0.0, min(1.0, (height - text) / gaps))
    y = room.top + max(0.0, height - text - gaps * closer) / 2
    for block in blocks:
        y += block.gap * closer
        sheet.font(block.size, bold=block.bold, colour=block.colour)
        for line in block.lines:
            sheet.pdf.set_xy(room.left, y)
            sheet.pdf.cell(room.width, block.line, line, align=Align.C)
            y += block.line
