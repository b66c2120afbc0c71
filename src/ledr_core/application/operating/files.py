"""Files that callers give and get: as content, as a binary stream, or, from staff, as a path of the server.

An operation names none of these: it reads a Content, and puts bytes into a Target. Paths and streams are opened before
its transaction, by `opening`, and written after it.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import PurePath
from typing import IO, Annotated, Final, TypeAlias, cast

from attrs import define, field, frozen

from ledr_core.application.operating.sources import Archive, OneFile
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.texts import decoded
from ledr_core.ports.disk import LARGEST, Making, Source, Target, TargetFolder
from ledr_core.views.documents import DocumentView


@frozen
class FileMark:
    """What a parameter takes: a file or folder, to read or to write."""

    folder: bool = False
    written: bool = False
    making: Making = Making.NEVER
    may_be_empty: bool = False
    kept: bool = False
    """Whether it is read when it is kept: a former file of that name stands in for one that is gone."""
    most: int = LARGEST
    """Bytes that it may have where it is read."""
    needed: bool = False
    """Whether the command line asks for it, which has nowhere else to put what it gets."""


_Path: TypeAlias = PathLike[str] | str

FileIn = Annotated[Content | IO[bytes] | _Path, FileMark()]
"""A parameter that takes a file; `content_of` gives what the method was given."""
KeptFile = Annotated[Content | IO[bytes] | _Path, FileMark(kept=True)]
"""The same for a file that is kept; `named_in_source` gives where it is, to be read then."""
KeptFileOrNone = Annotated[Content | IO[bytes] | _Path, FileMark(kept=True, may_be_empty=True)]
"""The same; an empty text stands for no file."""
FolderIn = Annotated[Content | Source | _Path, FileMark(folder=True, most=25 * LARGEST)]
"""A parameter that takes a file or a folder, an archive as a Content too; `source_of` gives it."""
FileOut = Annotated[Content | IO[bytes] | _Path, FileMark(written=True, needed=True)]
"""A parameter that says where a file goes; left out, the result holds its content. `target_of` gives it."""
PageOut = Annotated[Content | IO[bytes] | _Path, FileMark(written=True)]
"""The same for what is made only when it is named."""
FolderOut = Annotated[IO[bytes] | _Path, FileMark(folder=True, written=True)]
"""A parameter that says into which folder files go, which must exist; `folder_of` gives it."""
NewFolderOut = Annotated[IO[bytes] | _Path, FileMark(folder=True, written=True, making=Making.ITSELF)]
"""The same, made unless it is there."""
AnyFolderOut = Annotated[IO[bytes] | _Path, FileMark(folder=True, written=True, making=Making.ALL, needed=True)]
"""The same, made with those around it."""

_ZIP: Final = b"PK\x03\x04"


def content_of(file: object) -> Content:
    """The content that a FileIn brought."""
    return cast(Content, file)


def named_in_source(file: object) -> tuple[Source, str]:
    """Where the file that a KeptFile brought is, and its name there."""
    if isinstance(file, Content):
        return OneFile(file), file.name
    return cast("tuple[Source, str]", file)


def source_of(file: object) -> Source:
    """The file or folder that a FolderIn brought."""
    return cast(Source, file)


def target_of(file: object, name: str) -> Target:
    """Where a FileOut goes: what was left out goes into the result, under that name."""
    return Kept(name) if file is None else cast(Target, file)


def folder_of(folder: object) -> TargetFolder:
    """Where a folder's files go: what was left out goes into the result, each file as its content."""
    return KeptFolder() if folder is None else cast(TargetFolder, folder)


def text_of(data: bytes, field: str = "file", file: str | None = None) -> str:
    """The text of a file in any encoding in which programs save some. Raises Invalid when it is not text."""
    text = decoded(data)
    if text is None:
        raise Invalid(field, "not a text file", file=file)
    return text


def written(target: Target, content: bytes, code: str | None) -> DocumentView:
    """A document that goes into a file."""
    return DocumentView(target.put(content), code, hashlib.sha256(content).hexdigest())


def read_file(mark: FileMark, value: object, name: str) -> object:
    """What a caller gave for a file, when it is no path. Raises Invalid."""
    if isinstance(value, Content):
        return _of_content(mark, value)
    if mark.written and hasattr(value, "write"):
        return ArchiveTo(cast(IO[bytes], value)) if mark.folder else StreamTo(cast(IO[bytes], value))
    if not mark.written and not mark.folder and hasattr(value, "read"):
        return GivenStream(mark, cast(IO[bytes], value))
    known = ("documents", "read") if not mark.written else ("put", "deliver")
    if all(hasattr(value, one) for one in known):
        return value
    raise Invalid(name, "not a file", {"value": value})


@frozen
class NamedPath:
    """A path that a caller named, not opened yet."""

    mark: FileMark
    path: str


@frozen
class GivenStream:
    """A stream that a caller gave, not read yet."""

    mark: FileMark
    stream: IO[bytes] = field(repr=False)


def _of_content(mark: FileMark, value: Content) -> object:
    if mark.written:
        return Kept(value.name)
    if not mark.folder:
        return value
    return Archive(value) if value.data.startswith(_ZIP) else OneFile(value)


@frozen
class Kept:
    """A file that goes into the result."""

    name: str

    def put(self, data: bytes) -> Content:
        """The file as its content."""
        return Content(PurePath(self.name).name, data)

    def deliver(self) -> None:
        """Nothing is written."""


@define
class StreamTo:
    """A file that goes into a binary stream of the caller's, and into the result."""

    _stream: IO[bytes]
    _data: bytes | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """What the stream is called."""
        return str(getattr(self._stream, "name", ""))

    def put(self, data: bytes) -> Content:
        """The file as its content."""
        self._data = data
        return Content(PurePath(self.name).name, data)

    def deliver(self) -> None:
        """Write it into the stream."""
        if self._data is not None:
            self._stream.write(self._data)


@frozen
class KeptFolder:
    """A folder whose files go into the result."""

    def names(self) -> Sequence[str]:
        """Nothing is there already."""
        return ()

    def read(self, name: str) -> bytes | None:
        """Nothing is there already."""
        return None

    def put(self, name: str, data: bytes) -> Content:
        """The file as its content."""
        return Content(name, data)

    def deliver(self) -> None:
        """Nothing is written."""


@define
class ArchiveTo:
    """A folder that goes, as one zip, into a binary stream of the caller's."""

    _stream: IO[bytes]
    _data: dict[str, bytes] = field(factory=dict, repr=False)

    def names(self) -> Sequence[str]:
        """Nothing is there already."""
        return ()

    def read(self, name: str) -> bytes | None:
        """Nothing is there already."""
        return None

    def put(self, name: str, data: bytes) -> Content:
        """Put a file into it; gives its content."""
        self._data[name] = data
        return Content(name, data)

    def deliver(self) -> None:
        """Write the archive."""
        self._stream.write(archived(self._data))


def archived(files: Mapping[str, bytes]) -> bytes:
    """Files as one zip: the same files give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _DAWN), files[name], zipfile.ZIP_DEFLATED)
    return made.getvalue()


_DAWN: Final = (1980, 1, 1, 0, 0, 0)
