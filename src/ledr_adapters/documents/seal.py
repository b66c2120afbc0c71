"""An address as a QR code, as documents have the one at which they are verified."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import segno
from fpdf import FPDF
from fpdf.enums import RenderStyle

SIZE: Final = 20.0
"""Side of the QR code in mm."""


def draw_qr(pdf: FPDF, address: str, x: float, y: float, size: float = SIZE) -> None:
    """Draw an address as a QR code of that size, as filled shapes, with its corner there."""
    matrix = segno.make_qr(address, error="m", mask=0, boost_error=False).matrix
    side = size / len(matrix)
    pdf.set_fill_color(0)
    for row, modules in enumerate(matrix):
        for start, length in _runs(modules):
            pdf.rect(x + start * side, y + row * side, length * side, side, style=RenderStyle.F)


def _runs(modules: bytearray) -> Iterator[tuple[int, int]]:
    """Where dark modules stand side by side: the first, and how many."""
    start: int | None = None
    for column, dark in enumerate((*modules, 0)):
        if dark and start is None:
            start = column
        elif not dark and start is not None:
            yield start, column - start
            start = None
