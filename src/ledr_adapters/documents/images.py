"""Images as documents print them, and portraits: JPEG, upright, not larger than needed."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Final

from PIL import Image, ImageFile, ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.ports.documents import ImageUse

LARGEST_SIDE: Final = 9_000
"""Pixels that a side may have: A4 at more than 700 dots an inch."""
PRINTED_SIDE: Final[dict[ImageUse, int]] = {"page": 3_508, "stamp": 1_300}
"""Pixels that a side keeps: A4 at 300 dots an inch, a stamp of 55 mm at 600, since its letters are fine."""
MOST_PIXELS: Final = 18_000_000
"""Pixels that are decoded of an image: A4 at 420 dots an inch. A small file may say that it holds any number of them,
and each takes up to 4 bytes, several times over. Of a JPEG that is larger than needed fewer are decoded."""
LARGEST_PORTRAIT: Final = 6_000
"""Pixels that a side of a portrait may have as it is given: what telephones take."""
PORTRAIT_SIDE: Final = 512
"""Pixels that a side of a portrait keeps."""
QUALITY: Final = 90
_ORIENTATION: Final = 0x0112
_READERS: Final[dict[bytes, Callable[[BytesIO], ImageFile.ImageFile]]] = {
    b"\x89PNG\r\n\x1a\n": PngImageFile,
    b"\xff\xd8\xff": JpegImageFile,
}


def printable(content: bytes, use: ImageUse = "page") -> bytes:
    """The image as a JPEG; one that is fit already stays as it is, byte for byte. Raises Invalid (`image`)."""
    image, side = _opened(content, LARGEST_SIDE), PRINTED_SIDE[use]
    if _fits(image, side):
        _decode(image, side)
        return content
    return _as_jpeg(image, side)


def portrait(content: bytes) -> bytes:
    """The image as a small JPEG without what a camera adds, such as the place. Raises Invalid (`image`)."""
    return _as_jpeg(_opened(content, LARGEST_PORTRAIT), PORTRAIT_SIDE)


def _opened(content: bytes, largest_side: int) -> ImageFile.ImageFile:
    """The image as its header says it is; nothing of it has been decoded. Raises Invalid (`image`)."""
    reader = next((one for beginning, one in _READERS.items() if content.startswith(beginning)), None)
    if reader is None:
        raise _broken()
    with _whole():
        image = reader(BytesIO(content))
        if max(image.size) > largest_side:
            raise Invalid("image", "too many pixels", {"most": largest_side})
        if getattr(image, "n_frames", 1) > 1:
            raise Invalid("image", "several frames")
        return image


def _decode(image: ImageFile.ImageFile, side: int) -> None:
    """Decode an image, of a JPEG no more than a side needs. Raises Invalid (`image`), for too large a one before."""
    with _whole():
        image.draft(None, tuple(max(1, length * side // max(image.size)) for length in image.size))  # type: ignore[arg-type]
        if image.width * image.height > MOST_PIXELS:
            raise Invalid("image", "too many pixels in all", {"most": MOST_PIXELS // 1_000_000})
        image.load()


@contextmanager
def _whole() -> Iterator[None]:
    try:
        yield
    except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        raise _broken() from error


def _broken() -> Invalid:
    return Invalid("image", "not an image")


def _fits(image: ImageFile.ImageFile, side: int) -> bool:
    """Whether it is printed as it is. Of a PNG nothing more is asked: its orientation may stand after its pixels."""
    if image.format != "JPEG" or image.mode not in ("RGB", "L") or max(image.size) > side:
        return False
    with _whole():
        return bool(image.getexif().get(_ORIENTATION, 1) == 1)


def _as_jpeg(image: ImageFile.ImageFile, side: int) -> bytes:
    """Made small first: what comes after that takes little memory."""
    _decode(image, side)
    profile = image.info.get("icc_profile") if image.mode in ("RGB", "RGBA") else None
    plain = _in_plain_colours(image)
    plain.thumbnail((side, side), Image.Resampling.LANCZOS)
    written = BytesIO()
    opaque = _on_white(ImageOps.exif_transpose(plain))
    opaque.save(written, "JPEG", quality=QUALITY, subsampling=0, optimize=True, icc_profile=profile)
    return written.getvalue()


def _in_plain_colours(image: Image.Image) -> Image.Image:
    """As one that can be made smaller: no palette, 8 bits a colour."""
    if image.mode.startswith("I"):  # 16 bits a pixel
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    wanted = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == wanted else image.convert(wanted)


def _on_white(image: Image.Image) -> Image.Image:
    """What was transparent is white."""
    if image.mode != "RGBA":
        return image
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
