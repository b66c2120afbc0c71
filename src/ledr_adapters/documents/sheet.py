"""A document being written, page after page: margins, faces, titles, rows of facts, and what stands at the foot.

Lengths are in millimetres, sizes of letters in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final, Literal

from fpdf import FPDF
from fpdf.drawing_primitives import DeviceCMYK
from fpdf.enums import Align, MethodReturnValue, XPos, YPos
from fpdf.prefs import ViewerPreferences

from ledr_adapters.documents.breaking import lines_of, widest
from ledr_adapters.documents.embedding import Producer
from ledr_adapters.documents.lettering import FAMILY, Lettering, runs_right_to_left
from ledr_adapters.documents.seal import SIZE as SEAL_SIZE
from ledr_adapters.documents.seal import draw_qr
from ledr_adapters.documents.words import Words
from ledr_core.ports.documents import Seal

MARGIN: Final = 20.0
BODY, SMALL, TITLE, SUBTITLE = 10.5, 8.0, 18.0, 12.0
"""Sizes of letters."""
LINE: Final = 15 / 72 * 25.4
"""From one line of the body to the next."""
SMALL_LINE: Final = 4.2
FACT_SIZES: Final = (BODY, 9.5, 8.5, 7.5, 6.5)
"""Sizes of a fact: smaller for one with a word that is wider than its column."""
NEARLY: Final = 0.01
"""Kept free on each line, as widths are added up in another order when it is written."""
ACCENT: Final = (11, 93, 122)
GREY: Final = (90, 98, 104)
BLACK: Final = (0, 0, 0)
LABEL_WIDTH: Final = 48.0
"""The column of labels beside facts."""
SUBTITLE_LINE: Final = 6.2
PAGE_NUMBER: Final = 25.0
"""The width kept free for the number of the page beside the seal."""
FOOT: Final = 12.0
"""From the edge of the page to the last line of its foot."""

Row = tuple[str, str | None]
"""A label and its fact; without one the row is left out."""
Colour = tuple[int, int, int] | DeviceCMYK


class Paper:
    """A document as a file, before there is a page: what it is called, and the letters that it is written in.

    `made` is its creation date.
    """

    def __init__(self, pdf: FPDF, facts: object, words: Words, *, title: str, author: str, made: datetime) -> None:
        self.lettering = Lettering.of(facts)
        self.words = words
        self.pdf = pdf
        self._widths: dict[tuple[str, float, str], float] = {}
        self.lettering.load(pdf)
        pdf.set_title(self.lettering.line(title))
        pdf.set_author(self.lettering.line(author))
        pdf.set_lang(words.tag)
        pdf.set_creator("ledr")
        pdf.set_creation_date(made.astimezone(UTC).replace(microsecond=0))
        pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        pdf.c_margin = 0

    def font(self, size: float, *, bold: bool = False, colour: Colour = BLACK) -> None:
        """Write in letters of that size from here on."""
        self.pdf.set_font(FAMILY, "B" if bold else "", size)
        self.pdf.set_text_color(colour)

    def lines(self, text: str, width: float) -> list[str]:
        """A text as it breaks in that width, in the letters of the moment: at spaces and after hyphens."""
        if not self.lettering.shaped:
            return lines_of(text, width - NEARLY, self.width_of)
        found = self.pdf.multi_cell(width, SMALL_LINE, text, dry_run=True, output=MethodReturnValue.LINES)
        assert isinstance(found, list)
        return found or [""]

    def shrunk(self, text: str, width: float, sizes: Sequence[float], *, bold: bool = False) -> float:
        """The largest of the sizes in which no word of the text is broken in that width; where all do, the largest."""
        for size in (*sizes, sizes[0]):
            self.font(size, bold=bold)
            if widest(text, self.width_of) <= width - NEARLY:
                break
        return size

    def width_of(self, text: str) -> float:
        """That of a word in the letters of the moment, measured once."""
        key = (self.pdf.font_style, self.pdf.font_size_pt, text)
        if (known := self._widths.get(key)) is None:
            known = self._widths[key] = self.pdf.get_string_width(text)
        return known

    def content(self) -> bytes:
        """The document as a file."""
        return bytes(self.pdf.output(output_producer_class=Producer))


class Sheet(Paper):
    """An A4 document being written."""

    def __init__(
        self,
        facts: object,
        words: Words,
        *,
        title: str,
        author: str,
        made: datetime,
        seal: Seal | None = None,
        orientation: Literal["portrait", "landscape"] = "portrait",
    ) -> None:
        super().__init__(FPDF(orientation, "mm", "A4"), facts, words, title=title, author=author, made=made)
        self.seal = seal
        self._gutter = 0.0
        if seal is not None:
            self.pdf.set_keywords(seal.code)  # by which an altered file is still known
        self.pdf.set_margins(MARGIN, MARGIN, MARGIN)
        self.pdf.set_auto_page_break(True, MARGIN if seal is None else FOOT + SEAL_SIZE + 6)
        self.pdf.add_page()

    # What is written

    def heading(self, school: str, title: str) -> None:
        """The top of a document: the school, and what the document is."""
        self._write(school, BODY, LINE, bold=True, colour=ACCENT)
        self.gap(3)
        self._write(title, TITLE, 8.5, bold=True)
        self.gap(2)
        self.rule()

    def subtitle(self, text: str) -> None:
        """A title within the document, kept on the page of what follows."""
        if self.pdf.y > self.pdf.t_margin:
            self.gap(4)
        self.together(4 * LINE)
        self._write(text, SUBTITLE, SUBTITLE_LINE, bold=True, colour=ACCENT)
        self.gap(1)

    @property
    def subtitle_height(self) -> float:
        """The height of a title of one line within the document, with the space around it."""
        return 4 + SUBTITLE_LINE + 1

    def paragraph(self, text: str, *, bold: bool = False, small: bool = False, colour: Colour = BLACK) -> None:
        """A text of one or more paragraphs, as it was typed."""
        self._write(text, SMALL if small else BODY, SMALL_LINE if small else LINE, bold=bold, colour=colour)

    def paragraph_height(self, text: str, width: float, *, bold: bool = False) -> float:
        """The height of a text of the body in that width."""
        self.font(BODY, bold=bold)
        return LINE * len(self.lines(self.lettering.line(text), width))

    def narrow_paragraph(self, text: str, width: float, *, bold: bool = False) -> None:
        """A text on one line or more of that width."""
        self.font(BODY, bold=bold)
        self._paragraph(self.lettering.line(text), LINE, width)

    def facts(self, rows: Iterable[Row]) -> None:
        """Labels and facts in two columns; a fact that is not known leaves no empty line."""
        for label, fact in rows:
            if fact is not None and (said := self.lettering.line(fact)):
                self._fact(label, said)

    def facts_height(self, rows: Iterable[Row]) -> float:
        """The height of facts."""
        width = self.pdf.epw - LABEL_WIDTH
        said = [line for _, fact in rows if fact and (line := self.lettering.line(fact))]
        height = 0.0
        for fact in said:
            self.font(self.shrunk(fact, width, FACT_SIZES))
            height += LINE * len(self.lines(fact, width))
        return height

    def table(
        self, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float], *, gutter: float = 0
    ) -> None:
        """Rows under heads, which are written again on each page; no row is cut by the end of a page.

        *gutter* is kept free at the right of each cell.
        """
        self._gutter = gutter
        self._row(heads, widths, head=True)
        for row in rows:
            self._row(row, widths, heads=heads)

    def points(self, texts: Iterable[str]) -> None:
        """Texts one under the other, each behind a dash."""
        for text in texts:
            if said := self.lettering.line(text):
                self._write(f"– {said}", BODY, LINE)

    def together(self, height: float) -> None:
        """Begin another page unless that height is left on this one."""
        if self.pdf.will_page_break(height):
            self.pdf.add_page()

    def gap(self, height: float) -> None:
        """Leave a space, unless the page ends."""
        self.pdf.set_y(min(self.pdf.y + height, self.pdf.page_break_trigger))

    def rule(self) -> None:
        """A thin line from margin to margin."""
        self.pdf.set_draw_color(200, 206, 210)
        self.pdf.set_line_width(0.3)
        self.pdf.line(MARGIN, self.pdf.y, self.pdf.w - MARGIN, self.pdf.y)
        self.gap(4)

    def seal_lines(self, seal: Seal, x: float, bottom: float, width: float) -> None:
        """The code and the address of a seal down to there, in the letters of the moment; a long address breaks."""
        address = self.lines(self.words.say("verify", address=seal.address), width)
        self.pdf.set_xy(x, bottom - (1 + len(address)) * SMALL_LINE)
        self.pdf.cell(width, SMALL_LINE, self.words.say("code", code=seal.code), new_x=XPos.LEFT, new_y=YPos.NEXT)
        for line in address:
            self.pdf.cell(width, SMALL_LINE, line, link=seal.address, new_x=XPos.LEFT, new_y=YPos.NEXT)

    def content(self) -> bytes:
        """The document as a file."""
        self._feet()
        return super().content()

    # Its parts

    def _write(self, text: str, size: float, line: float, *, bold: bool = False, colour: Colour = BLACK) -> None:
        self.font(size, bold=bold, colour=colour)
        for paragraph in self.lettering.clean(text).split("\n"):
            if paragraph.strip():
                self._paragraph(paragraph, line)
            else:
                self.gap(line)

    def _paragraph(self, text: str, line: float, width: float = 0) -> None:
        align = Align.R if runs_right_to_left(text) else Align.L
        said = self._broken(text, width or self.pdf.epw)
        self.pdf.multi_cell(width, line, said, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _broken(self, text: str, width: float) -> str:
        """A text with the line ends that it needs in that width; where only spaces count, they are found in writing."""
        return "\n".join(self.lines(text, width)) if "-" in text or "\u2010" in text else text

    def _fact(self, label: str, fact: str) -> None:
        self.together(LINE)
        self.font(BODY, colour=GREY)
        self.pdf.cell(LABEL_WIDTH, LINE, label)
        width = self.pdf.epw - LABEL_WIDTH
        self.font(self.shrunk(fact, width, FACT_SIZES))
        self.pdf.set_x(MARGIN + LABEL_WIDTH)
        said = self._broken(fact, width)
        self.pdf.multi_cell(0, LINE, said, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _row(
        self, cells: Sequence[str], widths: Sequence[float], *, heads: Sequence[str] | None = None, head: bool = False
    ) -> None:
        self.font(SMALL, bold=head, colour=GREY if head else BLACK)
        texts = [self.lettering.line(cell) for cell in cells]
        free = self._gutter
        height = SMALL_LINE * max(len(self.lines(text, wide - free)) for text, wide in zip(texts, widths, strict=True))
        if self.pdf.will_page_break(height + 1):
            self.pdf.add_page()
            if heads is not None:
                self._row(heads, widths, head=True)
                self.font(SMALL)
        x, y = MARGIN, self.pdf.y
        for text, width in zip(texts, widths, strict=True):
            self.pdf.set_xy(x, y)
            align = Align.R if runs_right_to_left(text) else Align.L
            said = self._broken(text, width - free)
            self.pdf.multi_cell(width - free, SMALL_LINE, said, align=align, new_y=YPos.TOP)
            x += width
        self.pdf.set_xy(MARGIN, y + height + 1)

    def _feet(self) -> None:
        """The foot of each page: seal, and page number from two pages on."""
        pages = self.pdf.pages_count
        self.pdf.set_auto_page_break(False)
        for page in range(1, pages + 1):
            self.pdf.page = page
            self.pdf.set_font(FAMILY, "B", SMALL + 1)  # a page takes over no font from the one written before it
            self.font(SMALL, colour=GREY)
            if self.seal is not None:
                self._seal(self.seal)
            if pages > 1:
                self._at_the_foot(self.words.say("page", page=page, pages=pages), Align.R)
        self.pdf.page = pages

    def _seal(self, seal: Seal) -> None:
        bottom, beside = self.pdf.h - FOOT, MARGIN + SEAL_SIZE + 4
        draw_qr(self.pdf, seal.address, MARGIN, bottom - SEAL_SIZE)
        self.seal_lines(seal, beside, bottom, self.pdf.w - MARGIN - PAGE_NUMBER - beside)

    def _at_the_foot(self, text: str, align: Align) -> None:
        self.pdf.set_xy(MARGIN, self.pdf.h - FOOT - SMALL_LINE)
        self.pdf.cell(0, SMALL_LINE, text, align=align)
