"""Profile pictures: checked, kept without what a camera adds to them, and forgotten (NOTE-5)."""

from __future__ import annotations

from typing import Final

from ledr_core.application.catalogue.attachments import IMAGE
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.people.person import Person

LARGEST: Final = 5_000_000
"""Bytes that a picture may have as it is given."""


def keep_picture(work: Work, person: Person, given: Content) -> None:
    """Have a person shown by the picture in a file. Raises Invalid (`picture`) for what is not a PNG or JPEG image."""
    if given.size > LARGEST:
        raise Invalid("picture", "file too large", {"path": given.name, "most": LARGEST})
    if not given.data.startswith(IMAGE.beginnings):
        raise Invalid("picture", IMAGE.otherwise, {"path": given.name})
    try:
        portrait = work.ports.documents.portrait(given.data)
    except Invalid as error:
        raise Invalid("picture", error.ground, {"path": given.name, **error.facts}) from None
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
