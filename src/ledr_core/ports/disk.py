"""Files of the server, which nobody but staff names, and what stands for files in operations."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, Protocol

from ledr_core.domain.kernel.content import Content

LARGEST: Final = 20_000_000
"""Bytes that a file may have."""


def ends_with(name: str, endings: Sequence[str]) -> bool:
    """Whether a file has one of these endings, in large letters or small ones."""
    return name.casefold().endswith(tuple(endings))


class Source(Protocol):
    """A file or a folder that an operation reads, with the files that its content names.

    Files are named from the folder on, or from that of the file, with slashes; hidden ones are none of it.
    """

    @property
    def name(self) -> str:
        """What errors call it."""

    def called(self, name: str) -> str:
        """What errors call one of its files."""

    def documents(self, endings: Sequence[str]) -> Sequence[str]:
        """The names of a folder's files with these endings, and of those in its folders, in order; of a file its own.

        Raises OSError.
        """

    def others(self, endings: Sequence[str]) -> Sequence[str]:
        """The names of a folder's other files, in order; none of a file.

        A folder that is a link is among them, as `NAME/`: it may lead back, and is not entered.
        """

    def document(self, name: str) -> bytes:
        """The bytes of one of them. Raises OSError; Invalid for one larger than `LARGEST`."""

    def read(self, name: str, most: int) -> bytes:
        """The first *most* bytes of a file that a document names. Raises OSError."""


class Target(Protocol):
    """A file that an operation makes."""

    @property
    def name(self) -> str:
        """The name wanted, of which the ending may say the kind: the path as it was given."""

    def put(self, data: bytes) -> str | Content:
        """Make it of these bytes; gives what the result calls it: its path, or its content where there is none."""

    def deliver(self) -> None:
        """Write what was put, whole or not at all. Raises Unavailable, naming it."""


class TargetFolder(Protocol):
    """A folder into which an operation puts files."""

    def names(self) -> Sequence[str]:
        """The names of the files that are there already, and of those in its folders, in order; hidden ones are none.

        Raises Invalid where the folder cannot be read.
        """

    def read(self, name: str) -> bytes | None:
        """The bytes of a file that is there already, None where there is none. Raises Invalid."""

    def put(self, name: str, data: bytes) -> str | Content:
        """Put a file into it, in folders of its own where the name has some; gives what the result calls it."""

    def deliver(self) -> None:
        """Write what was put; nothing, where it is seen that one file cannot be. Raises Unavailable or Invalid, naming
        it."""


class Making(StrEnum):
    """What is done where a folder that is written to does not exist."""

    NEVER = "never"
    """It must exist."""
    ITSELF = "itself"
    """It is made, in a folder that exists."""
    ALL = "all"
    """It is made, with those around it."""


class Disk(Protocol):
    """The files of the server: only regular ones are read, and none is larger than `LARGEST`.

    Contract: ledr_core.testing.contracts.disk.
    """

    def content(self, path: str, field: str) -> Content:
        """The file at a path. Raises Invalid (the field) for what cannot be read."""

    def source(self, path: str) -> Source:
        """The file or folder at a path, read when it is asked for."""

    def target(self, path: str) -> Target:
        """The file that a path names. Raises Unavailable, naming it, where it is seen that none can be written."""

    def folder(self, path: str, making: Making) -> TargetFolder:
        """The folder at a path, made as *making* says. Raises Invalid (`folder`) where that cannot be."""
