"""Profile pictures: checked, kept without what a camera adds to them, and forgotten (NOTE-5)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ledr_core.application.catalogue.attachments import IMAGE
from ledr_core.application.operating.files import read_bytes
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.people.person import Person

LARGEST: Final = 5_000_000
"""Bytes that a picture may have as it is given."""


def keep_picture(work: Work, person: Person, file: str) -> None:
    """Have a person shown by the picture in a file. Raises Invalid (`picture`) for what is not a PNG or JPEG image."""
    if Path(file).is_file() and Path(file).stat().st_size > LARGEST:
        raise Invalid("picture", f"{file} is too large", f"{LARGEST} bytes at most")
    content = read_bytes(file, "picture")
    if not content.startswith(IMAGE.beginnings):
        raise Invalid("picture", f"{file} is of another format", IMAGE.name)
    try:
        portrait = work.ports.documents.portrait(content)
    except Invalid as error:
        raise Invalid("picture", f"{file}: {error.reason}", error.allowed) from None
    former = person.show(work.unit.files.put(portrait))
    if former != person.picture:
        _forget(work, former)


def remove_picture(work: Work, person: Person) -> None:
    """Have a person shown by their initials again."""
    _forget(work, person.show(None))


def _forget(work: Work, picture: str | None) -> None:
    """Drop a picture that nobody has any more."""
    if picture is not None:
        work.flush()
        work.unit.files.drop_picture(picture)
