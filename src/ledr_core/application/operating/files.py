"""Files that an operation reads or writes, with errors that name them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledr_core.domain.kernel.errors import Invalid, Unavailable
from ledr_core.views.documents import DocumentView


def read_text(file: str | Path, field: str = "file") -> str:
    """The text of a UTF-8 file. Raises Invalid when there is none or it is not text."""
    path = Path(file)
    with _reading(path, field):
        try:
            return path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise Invalid(field, "is not UTF-8 text", "a UTF-8 file", file=str(path)) from None


def read_bytes(file: str | Path, field: str = "file") -> bytes:
    """The content of a file. Raises Invalid when it cannot be read."""
    path = Path(file)
    with _reading(path, field):
        return path.read_bytes()


@contextmanager
def _reading(path: Path, field: str) -> Iterator[None]:
    """What keeps a file from being read, as Invalid."""
    try:
        yield
    except FileNotFoundError:
        raise Invalid(field, "does not exist", "a file that can be read", file=str(path)) from None
    except OSError as error:
        raise Invalid(field, error.strerror or "cannot be read", "a file that can be read", file=str(path)) from None


def write_text(file: str | Path, text: str) -> None:
    """Write a text file whole or not at all. Raises Unavailable, naming it."""
    write_bytes(file, text.encode())


def write_bytes(file: str | Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises Unavailable, naming it."""
    path = Path(file)
    draft = path.with_name(path.name + ".part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Unavailable("file", f"{path}: {error.strerror or error}") from None


def written(file: str, content: bytes, code: str | None) -> DocumentView:
    """Write a document whole or not at all."""
    write_bytes(file, content)
    return DocumentView(file, code, hashlib.sha256(content).hexdigest())
