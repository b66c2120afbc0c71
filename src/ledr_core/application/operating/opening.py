"""Opening what callers named, when it is known that they may ask: before the transaction, and written after it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch
from pathlib import PurePath
from typing import Any

from ledr_core.application.operating.files import GivenStream, NamedPath
from ledr_core.application.operating.sources import ReadAhead
from ledr_core.application.operating.values import must_be_whole
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.ports.disk import Disk


def opened(values: Mapping[str, Any], disk: Disk, beside: str = ".") -> dict[str, Any]:
    """The values with paths, which are relative to the folder *beside* them, opened and streams read.

    Raises Invalid for what cannot be read or is too large, Unavailable for what cannot be written.
    """
    return {name: _opened(one, disk, name, beside) for name, one in values.items()}


def waits(values: Mapping[str, Any]) -> bool:
    """Whether something among the values is still to be opened."""
    return names_a_path(values) or any(isinstance(one, GivenStream) for one in values.values())


def names_a_path(values: Mapping[str, Any]) -> bool:
    """Whether a path is among the values."""
    return any(isinstance(one, NamedPath) and one.path for one in values.values())


def must_name_no_path(values: Mapping[str, Any]) -> None:
    """Raises Invalid for the first path among the values: the server's files are named by staff alone."""
    for name, one in values.items():
        if isinstance(one, NamedPath) and one.path:
            raise Invalid(name, "a path of the server", {"value": one.path})


def deliver(values: Mapping[str, Any]) -> None:
    """Write what was put into the files and folders among the values."""
    for value in values.values():
        if hasattr(value, "deliver"):
            value.deliver()


@singledispatch
def _opened(value: Any, disk: Disk, name: str, beside: str) -> Any:
    return value


@_opened.register
def _path(value: NamedPath, disk: Disk, name: str, beside: str) -> object:
    mark, path = value.mark, value.path
    if mark.may_be_empty and not path:
        return Content("", b"")
    if mark.kept:
        return ReadAhead.of(disk.source(beside), [path]), path
    path = path if beside == "." else str(PurePath(beside) / path)
    if mark.written:
        return disk.folder(path, mark.making) if mark.folder else disk.target(path)
    return disk.source(path) if mark.folder else disk.content(path, name)


@_opened.register
def _stream(value: GivenStream, disk: Disk, name: str, beside: str) -> Content:
    stream = value.stream
    try:
        data = stream.read(value.mark.most + 1)
    except (OSError, ValueError) as error:  # a ValueError of one that is closed
        raise Invalid(name, "not a file", {"value": str(error)}) from None
    if not isinstance(data, bytes):
        raise Invalid(name, "not a file", {"value": data})
    return must_be_whole(value.mark, Content(PurePath(str(getattr(stream, "name", name))).name, data), name)
