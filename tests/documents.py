"""Reading documents back as people and machines see them: text and its place, pictures, facts of the file."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO

import pypdfium2
from attrs import frozen
from PIL import Image, ImageDraw
from pypdf import PdfReader

POINTS = 72 / 25.4
"""In one millimetre."""


@frozen
class Letter:
    """A letter on a page, with its box in millimetres from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@contextmanager
def opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(content)
    try:
        yield document
    finally:
        document.close()


def pages_of(content: bytes) -> list[str]:
    """The text of each page, in the order in which it is written."""
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def text_of(content: bytes) -> str:
    """The text of a document on one line, with plain spaces."""
    return " ".join(" ".join(pages_of(content)).split())


def metadata_of(content: bytes) -> Mapping[str, object]:
    """Title, author and dates of the file, and the language of its text."""
    reader = PdfReader(BytesIO(content))
    found: dict[str, object] = {str(key).removeprefix("/"): value for key, value in (reader.metadata or {}).items()}
    return found | {"Lang": reader.root_object.get("/Lang")}


def letters_of(content: bytes) -> list[list[Letter]]:
    """The letters of each page that leave ink, with their places."""
    found = []
    with opened(content) as document:
        for page in document:
            height, text = page.get_height(), page.get_textpage()
            letters = text.get_text_range()
            boxes = [text.get_charbox(index) for index in range(text.count_chars())]
            found.append(
                [
                    Letter(letter, left / POINTS, (height - top) / POINTS, right / POINTS, (height - bottom) / POINTS)
                    for letter, (left, bottom, right, top) in zip(letters, boxes, strict=False)
                    if right > left and top > bottom
                ]
            )
    return found


def pictures_of(content: bytes, dpi: int = 72) -> list[Image.Image]:
    """Each page as a picture."""
    with opened(content) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


def a_picture(width: int, height: int, mode: str = "RGB", file: str = "PNG") -> bytes:
    """A frame on light paper."""
    picture = Image.new("RGB", (width, height), "#fffdf5")
    ImageDraw.Draw(picture).rectangle((0, 0, width - 1, height - 1), outline="#b8860b", width=max(1, width // 100))
    written = BytesIO()
    picture.convert(mode).save(written, file)
    return written.getvalue()
