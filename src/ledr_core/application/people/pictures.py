"""Profile pictures: checked, kept without what a camera adds to them, and forgotten (NOTE-5)."""

from __future__ import annotations

from typing import Final

from ledr_core.application.catalogue.attachments import IMAGE
from ledr_core.application.operating.files import content_of
from ledr_core.application.operating.operation import Before
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.people.person import Person
from ledr_core.ports.documents import Documents

LARGEST: Final = 5_000_000
"""Bytes that a picture may have as it is given."""


def portrait_given(
    before: Before, *, person: str | None = None, picture: object = None, remove_picture: bool = False, **_: object
) -> bytes | None:
    """The picture in a file as a person is shown by it, None without one: made for who may change that person's.

    Raises Invalid (`picture`) for what is not a PNG or JPEG image.
    """
    if picture is None or remove_picture:
        return None
    before.read(lambda work: work.own_subject(person))
    return _portrait(before.ports.documents, content_of(picture))


def keep_portrait(work: Work, person: Person, portrait: bytes) -> None:
    """Have a person shown by that picture."""
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


def _portrait(documents: Documents, given: Content) -> bytes:
    if given.size > LARGEST:
        raise Invalid("picture", "file too large", {"path": given.name, "most": LARGEST})
    if not given.data.startswith(IMAGE.beginnings):
        raise Invalid("picture", IMAGE.otherwise, {"path": given.name})
    try:
        return documents.portrait(given.data)
    except Invalid as error:
        raise Invalid("picture", error.ground, {"path": given.name, **error.facts}) from None
