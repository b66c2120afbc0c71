"""The files of the server: read where they stand, written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from attrs import define, field, frozen

from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid, Unavailable
from ledr_core.ports.disk import Making, Source, Target, TargetFolder


@frozen
class LocalDisk:
    """The `Disk` of the machine; a path that is not absolute is below the current folder."""

    def content(self, path: str, field: str) -> Content:
        """The file at a path. Raises Invalid (the field) for what cannot be read."""
        return Content(path, _read(Path(path), field))

    def source(self, path: str) -> Source:
        """The file or folder at a path, read when it is asked for."""
        return LocalSource(Path(path))

    def target(self, path: str) -> Target:
        """The file that a path names."""
        return LocalTarget(path)

    def folder(self, path: str, making: Making) -> TargetFolder:
        """The folder at a path, made as *making* says. Raises Invalid (`folder`) where that cannot be."""
        folder = Path(path)
        if making is Making.NEVER and not folder.is_dir():
            raise Invalid("folder", "not a folder", {"path": folder})
        if making is Making.ITSELF:
            _make(folder)
        return LocalFolder(folder, making)


@frozen
class LocalSource:
    """A file, or a folder."""

    path: Path

    @property
    def name(self) -> str:
        """Its path."""
        return str(self.path)

    def documents(self, endings: Sequence[str]) -> Sequence[str]:
        """The names of a folder's files with these endings, in order; of a file its own."""
        if not self.path.is_dir():
            return [str(self.path)]
        return [str(one) for one in sorted(self.path.iterdir()) if one.name.endswith(tuple(endings))]

    def document(self, name: str) -> bytes:
        """The bytes of one of them. Raises OSError."""
        return Path(name).read_bytes()

    def read(self, name: str, most: int) -> bytes:
        """The first *most* bytes of a file that a document names. Raises OSError."""
        folder = self.path if self.path.is_dir() else self.path.parent
        with (folder / name).open("rb") as stream:
            return stream.read(most)


@define
class LocalTarget:
    """A file that is written."""

    name: str
    _data: bytes | None = field(default=None, repr=False)

    def put(self, data: bytes) -> str:
        """Make it of these bytes; gives its path."""
        self._data = data
        return self.name

    def deliver(self) -> None:
        """Write what was put, whole or not at all. Raises Unavailable, naming it."""
        if self._data is not None:
            _write(Path(self.name), self._data)


@define
class LocalFolder:
    """A folder that is written to."""

    path: Path
    making: Making
    _data: dict[Path, bytes] = field(factory=dict, repr=False)

    def read(self, name: str) -> bytes | None:
        """The bytes of a file that is there already. Raises Invalid."""
        path = self.path / name
        return _read(path, "folder") if path.exists() else None

    def put(self, name: str, data: bytes) -> str:
        """Put a file into it; gives its path."""
        self._data[self.path / name] = data
        return str(self.path / name)

    def deliver(self) -> None:
        """Write what was put. Raises Unavailable, or Invalid where the folder itself would have to be made."""
        if self.making is Making.ALL:
            self._make_all()
            return
        for path, data in self._data.items():
            with _named(path):
                path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, data)

    def _make_all(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            for path, data in self._data.items():
                _write(path, data)
        except FileExistsError:
            raise Invalid("folder", "not a folder to write to", {"path": self.path}) from None
        except (OSError, Unavailable) as fault:
            cause = getattr(fault.__cause__ or fault.__context__ or fault, "strerror", None) or str(fault)
            raise Invalid("folder", "folder not writable", {"path": self.path, "cause": cause}) from None


def _make(folder: Path) -> None:
    """Make the folder unless it is there. Raises Invalid when it cannot be."""
    try:
        folder.mkdir(exist_ok=True)
    except (OSError, ValueError) as error:  # a ValueError for a name with a null character
        cause = getattr(error, "strerror", None) or str(error)
        raise Invalid("folder", "folder refused", {"path": folder, "cause": cause}) from None


def _read(path: Path, field: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Invalid(field, "no such file", file=str(path)) from None
    except OSError as error:
        raise Invalid(field, "refused by the system", {"cause": error.strerror}, file=str(path)) from None


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(path.name + ".part")
    with _named(path):
        try:
            draft.write_bytes(content)
            draft.replace(path)
        except OSError:
            with suppress(OSError):  # a name that is too long for it is so here too
                draft.unlink(missing_ok=True)
            raise


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """What keeps a file from being written, as Unavailable."""
    try:
        yield
    except OSError as error:
        cause = error.strerror or str(error)
        raise Unavailable("file", "refused by the system", {"path": path, "cause": cause}) from None
