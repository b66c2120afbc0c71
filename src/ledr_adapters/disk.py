"""The files of the server: regular ones alone, read where they stand up to a limit, written whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from errno import EACCES, EINVAL, EISDIR, ENOTDIR
from pathlib import Path

from attrs import define, field, frozen

from ledr_adapters.folders import PRIVATE_FOLDER, drafted, replace_file
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid, Unavailable
from ledr_core.ports.disk import LARGEST, Making, Source, Target, TargetFolder, ends_with


@frozen
class LocalDisk:
    """The `Disk` of the machine; a path that is not absolute is below the current folder."""

    def content(self, path: str, field: str) -> Content:
        """The file at a path. Raises Invalid (the field) for what cannot be read, or is larger than `LARGEST`."""
        return Content(path, _whole(Path(path), field))

    def source(self, path: str) -> Source:
        """The file or folder at a path, read when it is asked for."""
        return LocalSource(Path(path))

    def target(self, path: str) -> Target:
        """The file that a path names. Raises Unavailable, naming it, where it is seen that nothing can be written."""
        with _named(Path(path)):
            _must_take_a_file(Path(path))
        return LocalTarget(path)

    def folder(self, path: str, making: Making) -> TargetFolder:
        """The folder at a path, made as *making* says. Raises Invalid (`folder`) where that cannot be."""
        folder = Path(path)
        if making is Making.NEVER and not _is_folder(folder):
            raise Invalid("folder", "not a folder", {"path": folder})
        if making is Making.ITSELF:
            _make(folder)
        with _for_a_folder(folder):
            _must_take_files(_nearest(folder))
        return LocalFolder(folder, making)


@frozen
class LocalSource:
    """A file, or a folder."""

    path: Path

    @property
    def name(self) -> str:
        """Its path."""
        return str(self.path)

    def called(self, name: str) -> str:
        """The path of one of its files."""
        return str(self._folder / name)

    def documents(self, endings: Sequence[str]) -> Sequence[str]:
        """The names of a folder's files with these endings, in order; of a file its own. Raises OSError."""
        if not _is_folder(self.path):
            return [self.path.name]
        return [one for one in _names(self.path) if ends_with(one, endings)]

    def others(self, endings: Sequence[str]) -> Sequence[str]:
        """The names of a folder's other files, in order. Raises OSError."""
        if not _is_folder(self.path):
            return ()
        return [one for one in _names(self.path) if not ends_with(one, endings)]

    def document(self, name: str) -> bytes:
        """The bytes of one of them. Raises OSError; Invalid for one larger than `LARGEST`."""
        return _whole(self._folder / name, "file", told=True)

    def read(self, name: str, most: int) -> bytes:
        """The first *most* bytes of a file that a document names. Raises OSError."""
        return _beginning(self._folder / name, most)

    @property
    def _folder(self) -> Path:
        return self.path if _is_folder(self.path) else self.path.parent


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

    def names(self) -> Sequence[str]:
        """The names of the files that are there already. Raises Invalid."""
        try:
            return list(_names(self.path)) if _is_folder(self.path) else ()
        except OSError as error:
            raise Invalid("folder", "folder refused", {"path": self.path, "cause": error.strerror}) from None

    def read(self, name: str) -> bytes | None:
        """The bytes of a file that is there already. Raises Invalid."""
        path = self.path / name
        return _whole(path, "folder") if path.exists() else None

    def put(self, name: str, data: bytes) -> str:
        """Put a file into it; gives its path."""
        self._data[self.path / name] = data
        return str(self.path / name)

    def deliver(self) -> None:
        """Write what was put, all of it or nothing. Raises Unavailable, or Invalid where the folder itself would have
        to be made."""
        if self.making is Making.ALL:
            self._make_all()
            return
        for path in self._data:
            with _named(path):
                _make_with_those_around(path.parent)
        _write_all(self._data)

    def _make_all(self) -> None:
        try:
            with _for_a_folder(self.path):
                _make_with_those_around(self.path)
            _write_all(self._data)
        except Unavailable as fault:
            cause = getattr(fault.__context__, "strerror", None) or str(fault)
            raise Invalid("folder", "folder not writable", {"path": self.path, "cause": cause}) from None


def _is_folder(path: Path) -> bool:
    """Whether a folder is there; a name that is too long is no folder's."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _names(folder: Path) -> Iterator[str]:
    """The names of the files of a folder and of its folders, in order, but for hidden ones. Raises OSError.

    A folder that is a link, which may lead back, has a name that ends in `/`: it is not entered.
    """
    for one in sorted(folder.iterdir()):
        if one.name.startswith("."):
            continue
        if _is_folder(one) and one.is_symlink():
            yield f"{one.name}/"
        elif _is_folder(one):
            yield from (f"{one.name}/{name}" for name in _names(one))
        else:
            yield one.name


# Reading


def _whole(path: Path, field: str, *, told: bool = False) -> bytes:
    """The bytes of a file. Raises Invalid when it is too large, and, unless OSErrors are told, when it cannot be
    read."""
    try:
        content = _beginning(path, LARGEST + 1)
    except FileNotFoundError:
        if told:
            raise
        raise Invalid(field, "no such file", file=str(path)) from None
    except OSError as error:
        if told:
            raise
        raise Invalid(field, "refused by the system", {"cause": error.strerror}, file=str(path)) from None
    if len(content) > LARGEST:
        raise Invalid(field, "file too large", {"path": path.name, "most": LARGEST}, file=str(path))
    return content


def _beginning(path: Path, most: int) -> bytes:
    """The first bytes of a regular file, or of a larger one so many that it is seen. Raises OSError.

    What is no file may never end, or wait for somebody to write into it: it is not even opened.
    """
    _must_be_regular(path.stat())
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as stream:
        _must_be_regular(os.fstat(descriptor))
        return stream.read(most)


def _must_be_regular(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):  # of a folder the system says so itself
        raise OSError(EINVAL, "Not a regular file")


# Writing


def _make(folder: Path) -> None:
    """Make the folder unless it is there. Raises Invalid when it cannot be."""
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    except (OSError, ValueError) as error:  # a ValueError for a name with a null character
        cause = getattr(error, "strerror", None) or str(error)
        raise Invalid("folder", "folder refused", {"path": folder, "cause": cause}) from None


def _make_with_those_around(folder: Path) -> None:
    """Make a folder, and those that it is in, each for its owner alone. Raises OSError."""
    for one in (*reversed(folder.parents), folder):
        if not _is_folder(one):
            one.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def _must_take_a_file(path: Path) -> None:
    """Raises OSError where it is seen before that no file can be put."""
    try:
        found = path.stat()
    except FileNotFoundError:
        pass
    else:
        _must_be_regular(found)
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
    _must_take_files(path.parent)


def _must_take_files(folder: Path) -> None:
    """Raises OSError where it is seen before that no files can be put into a folder."""
    if not stat.S_ISDIR(folder.stat().st_mode):
        raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR))
    if not os.access(folder, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
        raise PermissionError(EACCES, os.strerror(EACCES))


def _nearest(folder: Path) -> Path:
    """The folder, or, of one that is to be made, the one in which that begins. Raises OSError."""
    while True:
        try:
            folder.stat()
        except FileNotFoundError:
            folder = folder.parent
        else:
            return folder


def _write(path: Path, content: bytes) -> None:
    with _named(path):
        replace_file(path, content)


def _write_all(files: Mapping[Path, bytes]) -> None:
    """Write several files, none where it is seen that one of them cannot be: they are put in place at the end."""
    with ExitStack() as kept:
        drafts: list[tuple[Path, Path]] = []
        for path, content in files.items():
            with _named(path):
                if path.is_dir():
                    raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
                drafts.append((kept.enter_context(drafted(path, content)), path))
        for draft, path in drafts:
            with _named(path):
                draft.replace(path)


@contextmanager
def _for_a_folder(path: Path) -> Iterator[None]:
    """What keeps a folder from being written to, as Invalid."""
    try:
        yield
    except (FileExistsError, NotADirectoryError):
        raise Invalid("folder", "not a folder to write to", {"path": path}) from None
    except OSError as error:
        cause = error.strerror or str(error)
        raise Invalid("folder", "folder not writable", {"path": path, "cause": cause}) from None


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """What keeps a file from being written, as Unavailable."""
    try:
        yield
    except OSError as error:
        cause = error.strerror or str(error)
        raise Unavailable("file", "refused by the system", {"path": path, "cause": cause}) from None
