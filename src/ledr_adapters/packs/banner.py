"""The banner: one drawing, as SVG and as a picture. Lengths are in pixels."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from attrs import frozen
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from PIL import Image, ImageDraw, ImageFont

from ledr_adapters.documents.lettering import Lettering
from ledr_adapters.packs.words import PackWords

WIDTH, HEIGHT = 1584, 396
"""The shape that social networks ask for, which suits the head of a page too."""
ACCENT, WHITE = "#0b5d7a", "#ffffff"
_SUN: Final = (1394, 404)
_DISCS: Final = ((366, "#0a6584"), (284, "#0b7394"), (206, "#2b8fb2"), (128, "#fbb04a"))
"""Rings around the sun, and it."""
_LEFT, _ROOM, _TOP = 72, 900, 44
_PLATE, _EDGE = (230, 84), 14
_FINER: Final = 2
"""How many times finer the picture is drawn than it is given."""


@frozen
class Text:
    """A line: where it begins, on its base line, and how it is written."""

    text: str
    x: float
    y: float
    size: int
    bold: bool = False
    colour: str = WHITE


@frozen
class Box:
    """A rectangle with round corners."""

    x: float
    y: float
    width: float
    height: float


@frozen
class Banner:
    """What is drawn, over the ground and the sun."""

    texts: tuple[Text, ...]
    boxes: tuple[Box, ...]
    """Beneath the texts, white."""
    logo: Box | None
    said: str
    """What it says to whoever does not see it."""
    full: bool
    """Whether it needs the full faces."""


def banner(words: PackWords) -> Banner:
    """The drawing: whose it is, the invitation, the address."""
    pen = _Pen.of(words)
    headline = pen.fitted(words.say("leaflet", "headline"), (76, 68, 60), 242, bold=True)
    short = pen.fitted(words.say("leaflet", "short"), (27, 25, 23, 21), 288)
    address = words.facts.site.partition("://")[2].rstrip("/") or words.facts.site
    typed = pen.fitted(address, (22, 20, 18, 16), 349, x=_LEFT + 22, bold=True, colour=ACCENT)
    brand, plate, logo = _brand(words, pen)
    pill = Box(_LEFT, 318, pen.width(typed) + 44, 46)
    return Banner(
        texts=(*brand, headline, short, typed),
        boxes=(*plate, pill),
        logo=logo,
        said=" ".join(part.text for part in (headline, *brand)),
        full=pen.lettering.full,
    )


def _brand(words: PackWords, pen: _Pen) -> tuple[Sequence[Text], Sequence[Box], Box | None]:
    """The logo on a white plate with the school beside it, or both names."""
    together = words.say("leaflet", "together")
    if words.facts.logo is None:
        name = pen.fitted(words.company, (34, 30, 26, 22, 19), 84, bold=True)
        return (name, pen.fitted(together, (21, 19, 17), 116)), (), None
    with Image.open(BytesIO(words.facts.logo)) as opened:
        scale = min(_PLATE[0] / opened.width, _PLATE[1] / opened.height)
        width, height = opened.width * scale, opened.height * scale
    plate = Box(_LEFT, _TOP, width + 2 * _EDGE, height + 2 * _EDGE)
    beside = plate.x + plate.width + 22
    said = pen.fitted(together, (21, 19, 17), plate.y + plate.height / 2 + 7, x=beside)
    return (said,), (plate,), Box(plate.x + _EDGE, plate.y + _EDGE, width, height)


@frozen
class _Pen:
    """Writes lines that fit."""

    lettering: Lettering

    @staticmethod
    def of(words: PackWords) -> _Pen:
        return _Pen(Lettering.of(words.facts))

    def fitted(
        self,
        text: str,
        sizes: Sequence[int],
        y: float,
        *,
        x: float = _LEFT,
        bold: bool = False,
        colour: str = WHITE,
    ) -> Text:
        """A line in the largest size in which it has room; in the smallest it is cut."""
        said, room = self.lettering.line(text), _LEFT + _ROOM - x
        for size in sizes:
            line = Text(said, x, y, size, bold, colour)
            if self.width(line) <= room:
                return line
        for length in range(len(said) - 1, 0, -1):
            line = Text(said[:length].rstrip() + "…", x, y, size, bold, colour)
            if self.width(line) <= room:
                break
        return line

    def width(self, line: Text) -> float:
        return face(line, self.lettering.full, 1).getlength(line.text)


def as_svg(words: PackWords, drawn: Banner) -> str:
    """The drawing as SVG, complete in itself; its texts stay texts."""
    logo = words.facts.logo
    data = "" if logo is None else "data:image/jpeg;base64," + base64.b64encode(logo).decode("ascii")
    template = _templates().get_template("banner.svg.j2")
    return template.render(
        banner=drawn,
        width=WIDTH,
        height=HEIGHT,
        ground=ACCENT,
        white=WHITE,
        sun=_SUN,
        discs=_DISCS,
        logo=data,
        language=words.language,
    )


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        keep_trailing_newline=True,
    )


def as_picture(words: PackWords, drawn: Banner) -> bytes:
    """The drawing as PNG."""
    image = Image.new("RGB", (WIDTH * _FINER, HEIGHT * _FINER), ACCENT)
    brush = ImageDraw.Draw(image)
    for radius, colour in _DISCS:
        brush.circle([_FINER * place for place in _SUN], _FINER * radius, fill=colour)
    for box in drawn.boxes:
        brush.rounded_rectangle(list(_corners(box)), _FINER * 10, fill=WHITE)
    if words.facts.logo is not None and drawn.logo is not None:
        _paste(image, words.facts.logo, drawn.logo)
    for line in drawn.texts:
        place = (_FINER * line.x, _FINER * line.y)
        brush.text(place, line.text, line.colour, face(line, drawn.full, _FINER), anchor="ls")
    written = BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(written, "PNG", optimize=True)
    return written.getvalue()


def _corners(box: Box) -> Iterator[float]:
    for place in (box.x, box.y, box.x + box.width, box.y + box.height):
        yield _FINER * place


def _paste(image: Image.Image, logo: bytes, box: Box) -> None:
    left, top, right, bottom = (round(place) for place in _corners(box))
    with Image.open(BytesIO(logo)) as opened:
        size = (max(1, right - left), max(1, bottom - top))
        image.paste(opened.convert("RGB").resize(size, Image.Resampling.LANCZOS), (left, top))


def face(line: Text, full: bool, finer: int) -> ImageFont.FreeTypeFont:
    """The letters of a line, so many times finer."""
    return _face(Lettering.file(full=full, bold=line.bold), line.size * finer)


@cache
def _face(file: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size)
