"""Where an operation finds the files that its values name: in what it was given, or below a folder."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from errno import ENOENT
from os import strerror
from typing import Final

from attrs import define, field, frozen

from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.texts import spellings
from ledr_core.ports.disk import LARGEST, Disk, Source, ends_with


@frozen
class OneFile:
    """A file given as content, which is all that there is."""

    content: Content

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.content.name

    def called(self, name: str) -> str:
        """Its name."""
        return name

    def documents(self, endings: Sequence[str]) -> Sequence[str]:
        """The file itself."""
        return [self.content.name]

    def others(self, endings: Sequence[str]) -> Sequence[str]:
        """There is no other."""
        return ()

    def document(self, name: str) -> bytes:
        """Its bytes."""
        return self.content.data

    def read(self, name: str, most: int) -> bytes:
        """Its first bytes. Raises FileNotFoundError for another name."""
        if name != self.content.name:
            raise FileNotFoundError(ENOENT, strerror(ENOENT), name)
        return self.content.data[:most]


NO_FILES: Final = OneFile(Content("", b""))
"""Where no file is."""


@frozen
class Archive:
    """A zip of files, given as content. Raises Invalid (`file`) when it cannot be read."""

    content: Content

    @property
    def name(self) -> str:
        """What the archive is called."""
        return self.content.name

    def called(self, name: str) -> str:
        """Its name in the archive."""
        return name

    def documents(self, endings: Sequence[str]) -> Sequence[str]:
        """The names of its files with these endings, in order."""
        return [one for one in self._names() if ends_with(one, endings)]

    def others(self, endings: Sequence[str]) -> Sequence[str]:
        """The names of its other files, in order."""
        return [one for one in self._names() if not ends_with(one, endings)]

    def _names(self) -> list[str]:
        with self._opened() as archive:
            names = sorted(archive.namelist())
        return [one for one in names if not one.endswith("/") and not _is_hidden(one)]

    def document(self, name: str) -> bytes:
        """The bytes of one of them. Raises Invalid for one that would fill the memory."""
        data = self.read(name, LARGEST + 1)
        if len(data) > LARGEST:
            raise Invalid("file", "file too large", {"path": name, "most": LARGEST}, file=self.name)
        return data

    def read(self, name: str, most: int) -> bytes:
        """The first bytes of a file of the archive. Raises FileNotFoundError."""
        with self._opened() as archive:
            if name not in archive.NameToInfo:
                raise FileNotFoundError(ENOENT, strerror(ENOENT), name)
            with archive.open(name) as stream:
                return stream.read(most)

    @contextmanager
    def _opened(self) -> Iterator[zipfile.ZipFile]:
        try:
            with zipfile.ZipFile(io.BytesIO(self.content.data)) as archive:
                yield archive
        except FileNotFoundError:
            raise
        except _SPOILED:
            raise Invalid("file", "not an archive", file=self.name) from None


def _is_hidden(name: str) -> bool:
    """Whether a file, or a folder that it is in, is hidden; so is what macOS packs beside every file."""
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


_SPOILED: Final = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, struct.error),
    RuntimeError,  # it needs a password, or (NotImplementedError) is packed in a way that is not known here
)


@frozen
class NamesOfFiles:
    """What names of files inside values stand for: files below a folder, to those who may name paths."""

    disk: Disk
    may_name_paths: bool
    beside: str = "."
    """The folder: the current one, or that of the file in which the values stand."""

    @property
    def name(self) -> str:
        """Values have no name."""
        return ""

    def called(self, name: str) -> str:
        """Its name."""
        return name

    def documents(self, endings: Sequence[str]) -> Sequence[str]:
        """Values are no documents."""
        return ()

    def others(self, endings: Sequence[str]) -> Sequence[str]:
        """Nor are other files beside them."""
        return ()

    def document(self, name: str) -> bytes:
        """Values are no documents."""
        raise FileNotFoundError(ENOENT, strerror(ENOENT), name)

    def read(self, name: str, most: int) -> bytes:
        """The first bytes of a file. Raises OSError; Invalid for those who may not name paths."""
        if not self.may_name_paths:
            raise Invalid("file", "a path of the server", {"value": name})
        return self.disk.source(self.beside).read(name, most)


@define
class ReadAhead:
    """Files that values name, read before the work that keeps them: while it is under way nothing waits for a disk.

    Of very many at once some are read when they are asked for.
    """

    _source: Source
    _found: dict[str, bytes | Exception] = field(factory=dict, repr=False)
    _made: dict[str, bytes | Invalid] = field(factory=dict, repr=False)

    @staticmethod
    def of(source: Source, names: Iterable[str]) -> ReadAhead:
        """Those of the source that have these names; what keeps one from being read is told to whoever asks for it."""
        ahead = ReadAhead(source)
        ahead.fetch(names)
        return ahead

    def fetch(self, names: Iterable[str]) -> None:
        """Read those too."""
        for name in names:
            if sum(len(one) for one in self._found.values() if isinstance(one, bytes)) > _LARGEST_TOGETHER:
                return
            called = spellings(name)[-1]  # as it is, in whatever form
            try:
                self._found[called] = self._source.read(called, LARGEST + 1)
            except (OSError, ValueError, Invalid) as error:
                self._found[called] = error

    def fetched(self, name: str) -> bytes | None:
        """A file that has been read; None for one that was not, or could not be."""
        found = self._found.get(spellings(name)[-1])
        return found if isinstance(found, bytes) else None

    def make(self, name: str, form: Callable[[], bytes]) -> None:
        """Make of a file the form in which it is used, once; what makes it invalid is told to whoever asks for it."""
        if name in self._made:
            return
        try:
            self._made[name] = form()
        except Invalid as error:
            self._made[name] = error

    def made(self, name: str) -> bytes | None:
        """The form that was made of a file, if one was. Raises Invalid."""
        made = self._made.get(name)
        if isinstance(made, Invalid):
            raise made
        return made

    @property
    def name(self) -> str:
        """That of its source."""
        return self._source.name

    def called(self, name: str) -> str:
        """As its source calls it."""
        return self._source.called(name)

    def documents(self, endings: Sequence[str]) -> Sequence[str]:
        """Those of its source. Raises OSError."""
        return self._source.documents(endings)

    def others(self, endings: Sequence[str]) -> Sequence[str]:
        """Those of its source. Raises OSError."""
        return self._source.others(endings)

    def document(self, name: str) -> bytes:
        """One of its source. Raises OSError, Invalid."""
        return self._source.document(name)

    def read(self, name: str, most: int) -> bytes:
        """The first bytes of a file. Raises OSError, Invalid."""
        called = spellings(name)[-1]
        found = self._found.get(called)
        if isinstance(found, Exception):
            raise found
        return self._source.read(called, most) if found is None else found[:most]


_LARGEST_TOGETHER: Final = 10 * LARGEST
"""Bytes of files that are read ahead."""
