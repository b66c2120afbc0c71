"""Files that a catalogue or a setting names: read when it is loaded or set, and kept.

Those of a catalogue are written beside it when it is dumped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

from attrs import evolve, frozen

from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.catalogue import Attached
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.ports.documents import ImageUse

LARGEST: Final = 20_000_000
"""Bytes that a file may have."""


@frozen
class Format:
    """A kind of file: what it is called, and how its content begins."""

    name: str
    beginnings: tuple[bytes, ...]
    printed: ImageUse | None = None
    """As what documents print it."""


PDF: Final = Format("a PDF", (b"%PDF-",))
IMAGE: Final = Format("a PNG or JPEG image", (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"), printed="page")
STAMP: Final = evolve(IMAGE, printed="stamp")
"""Kept as it is printed alone: the same picture may be a background too, which is printed larger."""


def attached(work: Work, folder: Path, file: str, field: str, former: Attached | None, wanted: Format) -> Attached:
    """A file that is named, kept; an image also as documents print it. A former one that is not there any more stays.

    Raises Invalid (the field): no such file, too large, of another kind, or an image that cannot be printed.
    """
    name = _kept_name(file)
    same_name = former is not None and former.name == name
    try:
        content = _read(folder / file)
    except OSError as error:
        if former is not None and same_name and isinstance(error, FileNotFoundError):
            return former
        raise Invalid(field, f"{file}: {error.strerror or error}", "a file that can be read") from None
    if former is not None and same_name and former.sha256 == hashlib.sha256(content).hexdigest():
        return former
    if len(content) > LARGEST:
        raise Invalid(field, f"{file} is too large", f"{LARGEST} bytes at most")
    if not content.startswith(wanted.beginnings):
        raise Invalid(field, f"{file} is of another format", wanted.name)
    if wanted.printed is None:
        return Attached(name, work.unit.files.put(content))
    printed = _printed(work, content, file, field, wanted.printed)
    return Attached(name, work.unit.files.put(printed if wanted is STAMP else content, printed))


def _printed(work: Work, content: bytes, file: str, field: str, use: ImageUse) -> bytes:
    """An image as documents print it (CERT-4)."""
    try:
        return work.ports.documents.image(content, use)
    except Invalid as error:
        raise Invalid(field, f"{file}: {error.reason}", error.allowed) from None


def _read(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(LARGEST + 1)


def _kept_name(file: str) -> str:
    """The name under which a file is dumped: as given where it is below the catalogue's folder, else its last part."""
    path = PurePosixPath(Path(file).as_posix())
    return path.name if path.is_absolute() or ".." in path.parts else str(path)


def written_names(kept: Iterable[Attached]) -> dict[Attached, str]:
    """The names under which files are dumped: their own; two contents of one name get a mark of their content."""
    names: dict[Attached, str] = {}
    taken: dict[str, str] = {}
    for one in sorted(set(kept), key=lambda one: (one.name, one.sha256)):
        path = PurePosixPath(one.name)
        free = taken.setdefault(one.name, one.sha256) == one.sha256
        names[one] = one.name if free else str(path.with_name(f"{path.stem}-{one.sha256[:8]}{path.suffix}"))
    return names
