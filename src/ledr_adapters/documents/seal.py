"""The seal at the foot of a document: its code of verification, the address, and the same address as a QR code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import segno
from fpdf import FPDF
from fpdf.enums import RenderStyle

from ledr_core.ports.documents import Seal

SIZE: Final = 20.0
"""Side of the QR code in mm."""


def draw_qr(pdf: FPDF, seal: Seal, x: float, y: float) -> None:
    """Draw the address of a seal as a QR code of `SIZE`, as filled shapes, with its corner there."""
    matrix = segno.make_qr(seal.address, error="m", mask=0, boost_error=False).matrix
    side = SIZE / len(matrix)
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
