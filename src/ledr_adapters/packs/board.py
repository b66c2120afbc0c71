"""A page for a printer: of the size to which it is cut, with bleed around it, in the four inks of a press.

Lengths are in millimetres from the upper left corner of the page as it is cut, sizes of letters in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Final

from attrs import frozen
from fpdf import FPDF
from fpdf.drawing_primitives import DeviceCMYK
from fpdf.enums import Align, RenderStyle
from PIL import Image

from ledr_adapters.documents.seal import draw_qr
from ledr_adapters.documents.sheet import Paper
from ledr_adapters.packs.words import PackWords

BLEED: Final = 3.0
"""What is printed beyond the cut on each side, so that no white edge shows where the cut is not exact."""
POINT: Final = 25.4 / 72
INK: Final = DeviceCMYK(0, 0, 0, 1)
GREY: Final = DeviceCMYK(0.25, 0.1, 0.08, 0.62)
WHITE: Final = DeviceCMYK(0, 0, 0, 0)
ACCENT: Final = DeviceCMYK(0.95, 0.45, 0.28, 0.3)
RINGS: Final = (
    DeviceCMYK(0.92, 0.4, 0.25, 0.22),
    DeviceCMYK(0.87, 0.35, 0.22, 0.13),
    DeviceCMYK(0.78, 0.26, 0.17, 0.05),
)
SUN: Final = DeviceCMYK(0, 0.34, 0.82, 0)
MIST: Final = DeviceCMYK(0.1, 0.03, 0.03, 0.01)


@frozen
class Block:
    """A text in its lines, as it is written."""

    lines: Sequence[str]
    size: float
    bold: bool
    colour: DeviceCMYK
    leading: float

    @property
    def line(self) -> float:
        """From one line to the next."""
        return self.size * POINT * self.leading

    @property
    def height(self) -> float:
        """From the top of the first line to the foot of the last."""
        return self.line * len(self.lines)


class Board(Paper):
    """One page, as it is written."""

    def __init__(self, words: PackWords, title: str, width: float, height: float) -> None:
        made = datetime.combine(words.facts.made, time(12), UTC)
        pdf = FPDF("portrait", "mm", (width + 2 * BLEED, height + 2 * BLEED))
        super().__init__(pdf, (words.facts, title), words.document, title=title, author=words.facts.company, made=made)
        self.width, self.height = width, height
        if self.lettering.shaped:  # a sentence of ours runs as ours do, whatever name it begins with
            pdf.set_text_shaping(use_shaping_engine=True, direction="ltr")
        pdf.set_auto_page_break(False)
        pdf.add_page()
        _mark_cut(pdf, width, height)

    def block(
        self,
        text: str,
        width: float,
        sizes: Sequence[float],
        *,
        most: int = 1,
        bold: bool = False,
        colour: DeviceCMYK = INK,
        leading: float = 1.32,
    ) -> Block:
        """A text in the largest size in which it takes no more lines than it may; in the smallest it is cut."""
        said = self.lettering.line(text)
        for size in sizes:
            whole = self.shrunk(said, width, (size,), bold=bold) and self._breaks_no_word(said, width)
            lines = self.lines(said, width)
            if whole and len(lines) <= most:
                break
        return Block(_cut(lines, most), size, bold, colour, leading)

    def _breaks_no_word(self, said: str, width: float) -> bool:
        return all(self.pdf.get_string_width(word) <= width for word in said.split())

    def write(self, block: Block, x: float, y: float, width: float = 0, align: Align = Align.L) -> float:
        """Write a block from there down; gives where it ends."""
        self.font(block.size, bold=block.bold, colour=block.colour)
        for line in block.lines:
            self.pdf.set_xy(BLEED + x, BLEED + y)
            self.pdf.cell(width or self.width - x, block.line, line, align=align)
            y += block.line
        return y

    def fill(self, colour: DeviceCMYK, x: float, y: float, width: float, height: float, radius: float = 0) -> None:
        """Fill a rectangle, with round corners where a radius is given."""
        self.pdf.set_fill_color(colour)
        self.pdf.rect(
            BLEED + x, BLEED + y, width, height, RenderStyle.F, round_corners=radius > 0, corner_radius=radius
        )

    def disc(self, colour: DeviceCMYK, x: float, y: float, radius: float) -> None:
        """Fill a circle around that point."""
        self.pdf.set_fill_color(colour)
        self.pdf.circle(BLEED + x, BLEED + y, radius, RenderStyle.F)

    def qr(self, address: str, x: float, y: float, size: float) -> None:
        """Draw an address as a QR code."""
        draw_qr(self.pdf, address, BLEED + x, BLEED + y, size)

    def picture(self, image: bytes, x: float, y: float, width: float, height: float, *, said: str) -> None:
        """Draw an image there, as it is *said* to whoever does not see it."""
        self.pdf.image(BytesIO(image), BLEED + x, BLEED + y, width, height, alt_text=said)


def fitted(image: bytes, width: float, height: float) -> tuple[float, float]:
    """The size in which an image fills that room without another shape."""
    with Image.open(BytesIO(image)) as opened:
        scale = min(width / opened.width, height / opened.height)
        return opened.width * scale, opened.height * scale


def _mark_cut(pdf: FPDF, width: float, height: float) -> None:
    """Say in the file what is the page, and what is bleed (PDF, 14.11.2): presses find it by that, not by marks."""
    near, right, top = BLEED / POINT, (BLEED + width) / POINT, (BLEED + height) / POINT
    page = pdf.pages[1]
    page.trim_box = f"[{near:.2f} {near:.2f} {right:.2f} {top:.2f}]"  # type: ignore[attr-defined]
    page.bleed_box = f"[0 0 {right + near:.2f} {top + near:.2f}]"  # type: ignore[attr-defined]


def _cut(lines: list[str], most: int) -> list[str]:
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1].rstrip() + "…"]
