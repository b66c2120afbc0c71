"""Images as documents print them, and portraits: JPEG, upright, not larger than needed."""

from __future__ import annotations

from collections.abc import Callable
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
    return content if _fits(image, side) else _as_jpeg(image, side)


def portrait(content: bytes) -> bytes:
    """The image as a small JPEG without what a camera adds, such as the place. Raises Invalid (`image`)."""
    return _as_jpeg(_opened(content, LARGEST_PORTRAIT), PORTRAIT_SIDE)


def _opened(content: bytes, largest_side: int) -> ImageFile.ImageFile:
    """The whole image. Raises Invalid (`image`)."""
    reader = next((one for beginning, one in _READERS.items() if content.startswith(beginning)), None)
    if reader is None:
        raise _broken()
    try:
        image = reader(BytesIO(content))
        if max(image.size) > largest_side:
            raise Invalid("image", "has too many pixels", f"{largest_side} pixels a side at most")
        image.load()
        return image
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise _broken() from error


def _broken() -> Invalid:
    return Invalid("image", "is not a whole PNG or JPEG image", "a PNG or JPEG image")


def _fits(image: ImageFile.ImageFile, side: int) -> bool:
    upright = image.getexif().get(_ORIENTATION, 1) == 1
    return image.format == "JPEG" and image.mode in ("RGB", "L") and max(image.size) <= side and upright


def _as_jpeg(image: Image.Image, side: int) -> bytes:
    profile = image.info.get("icc_profile") if image.mode in ("RGB", "RGBA") else None
    upright = ImageOps.exif_transpose(image)
    opaque = _on_white(upright)
    opaque.thumbnail((side, side), Image.Resampling.LANCZOS)
    written = BytesIO()
    opaque.save(written, "JPEG", quality=QUALITY, subsampling=0, optimize=True, icc_profile=profile)
    return written.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    """In plain colours; what was transparent is white."""
    if image.mode.startswith("I"):  # 16 bits a pixel
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    drawn = image.convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    return Image.alpha_composite(paper, drawn).convert("RGB")
