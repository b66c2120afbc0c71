"""Files that a catalogue or a setting names: read when it is loaded or set, and kept.

Those of a catalogue are written beside it when it is dumped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from errno import EISDIR, ENAMETOOLONG
from functools import partial
from os import strerror
from pathlib import PurePath, PurePosixPath
from typing import Final

from attrs import evolve, frozen

from ledr_core.application.operating.files import named_in_source
from ledr_core.application.operating.sources import ReadAhead
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.catalogue import Attached
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.texts import spellings
from ledr_core.ports.disk import Source
from ledr_core.ports.documents import Documents, ImageUse

LARGEST: Final = 20_000_000
"""Bytes that a file may have."""


@frozen
class Format:
    """A kind of file: the ground on which others are refused, and how its content begins."""

    otherwise: str
    beginnings: tuple[bytes, ...]
    printed: ImageUse | None = None
    """As what documents print it."""


PDF: Final = Format("not a PDF", (b"%PDF-",))
IMAGE: Final = Format("not a PNG or JPEG file", (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"), printed="page")
STAMP: Final = evolve(IMAGE, printed="stamp")
"""Kept as it is printed alone: the same picture may be a background too, which is printed larger."""


def print_ahead(documents: Documents, images: ReadAhead, file: str, former: Attached | None, wanted: Format) -> None:
    """Make of an image what documents print, which takes long, before the work that keeps it with `attached`."""
    content = images.fetched(file)
    if wanted.printed is None or content is None or _stays(former, file, content) or not _is_fit(content, wanted):
        return
    images.make(file, partial(documents.image, content, wanted.printed))


def attached(work: Work, source: Source, file: str, field: str, former: Attached | None, wanted: Format) -> Attached:
    """A file that is named, kept; an image also as documents print it. A former one that is not there any more stays.

    Raises Invalid (the field): no such file, too large, of another kind, or an image that cannot be printed.
    """
    name = _kept_name(file, field)
    same_name = former is not None and former.name == name
    try:
        content = source.read(spellings(file)[-1], LARGEST + 1)  # a file is called as it is, in whatever form
    except Invalid as error:
        raise Invalid(error.field if error.file else field, error.ground, error.facts, file=error.file) from None
    except OSError as error:
        if former is not None and same_name and isinstance(error, FileNotFoundError):
            return former
        raise Invalid(field, "file refused", {"path": file, "cause": error.strerror or str(error)}) from None
    if former is not None and _stays(former, file, content):
        return former
    if len(content) > LARGEST:
        raise Invalid(field, "file too large", {"path": file, "most": LARGEST})
    if not content.startswith(wanted.beginnings):
        raise Invalid(field, wanted.otherwise, {"path": file})
    if wanted.printed is None:
        return Attached(name, work.unit.files.put(content))
    printed = _printed(work, source, content, file, field, wanted.printed)
    return Attached(name, work.unit.files.put(printed if wanted is STAMP else content, printed))


def attached_file(work: Work, given: object, field: str, former: Attached | None, wanted: Format) -> Attached:
    """The same of what a KeptFile brought."""
    source, name = named_in_source(given)
    return attached(work, source, name, field, former, wanted)


def _stays(former: Attached | None, file: str, content: bytes) -> bool:
    """Whether a file is the very one that was kept before."""
    same_name = former is not None and former.name == _name_below(file)
    return former is not None and same_name and former.sha256 == hashlib.sha256(content).hexdigest()


def _is_fit(content: bytes, wanted: Format) -> bool:
    return len(content) <= LARGEST and content.startswith(wanted.beginnings)


def _printed(work: Work, source: Source, content: bytes, file: str, field: str, use: ImageUse) -> bytes:
    """An image as documents print it (CERT-4): made ahead, unless what it replaces has changed since."""
    try:
        made = source.made(file) if isinstance(source, ReadAhead) else None
        return work.ports.documents.image(content, use) if made is None else made
    except Invalid as error:
        raise Invalid(field, error.ground, {"path": file, **error.facts}) from None


def _kept_name(file: str, field: str) -> str:
    """The name under which a file is dumped: as given where it is below the catalogue's folder, else its last part.

    Raises Invalid (the field) for one that no file could have when it is dumped.
    """
    path = _path(file)
    fault = EISDIR if path.name in ("", "..") else ENAMETOOLONG if _is_too_long(path) else None
    if fault is not None:
        raise Invalid(field, "file refused", {"path": file, "cause": strerror(fault)})
    return _name_below(file)


def _name_below(file: str) -> str:
    path = _path(file)
    return path.name if path.is_absolute() or ".." in path.parts else str(path)


def _path(file: str) -> PurePosixPath:
    return PurePosixPath(PurePath(file).as_posix())


def _is_too_long(path: PurePosixPath) -> bool:
    return len(bytes(path)) > _LONGEST_PATH or any(len(part.encode()) > _LONGEST_NAME for part in path.parts)


_LONGEST_NAME: Final = 240
"""Bytes that the name of a file or folder may have; with what is added where it is dumped, names end at 255."""
_LONGEST_PATH: Final = 2000
"""Bytes that it may have with its folders, for paths end at 4096."""


def written_names(kept: Iterable[Attached], there: Mapping[str, str]) -> dict[Attached, str]:
    """The names under which files are dumped: their own; another content of one name gets a mark of its content.

    *there* are the contents that stand in the folder already, by name, as SHA-256.
    """
    names: dict[Attached, str] = {}
    taken = dict(there)
    for one in sorted(set(kept), key=lambda one: (one.name, one.sha256)):
        path = PurePosixPath(one.name)
        free = taken.setdefault(one.name, one.sha256) == one.sha256
        names[one] = one.name if free else str(path.with_name(f"{path.stem}-{one.sha256[:8]}{path.suffix}"))
    return names
