"""Files that a catalogue names: read when it is loaded, kept with it, and written beside it when it is dumped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

from attrs import frozen

from ledr_core.application.work import Work
from ledr_core.domain.catalogue import Attached
from ledr_core.domain.errors import Invalid

LARGEST: Final = 20_000_000
"""Bytes that a file may have."""


@frozen
class Format:
    """A kind of file: what it is called, and how its content begins."""

    name: str
    beginnings: tuple[bytes, ...]


PDF: Final = Format("a PDF", (b"%PDF-",))
IMAGE: Final = Format("a PNG or JPEG image", (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"))


def attached(work: Work, folder: Path, file: str, field: str, former: Attached | None, wanted: Format) -> Attached:
    """A file that a part names, kept; an image also as documents print it. One that is not there any more stays.

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
    printed = _printed(work, content, file, field) if wanted is IMAGE else None
    return Attached(name, work.unit.files.put(content, printed))


def _printed(work: Work, content: bytes, file: str, field: str) -> bytes:
    """An image as documents print it (CERT-4)."""
    try:
        return work.ports.documents.image(content)
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
