"""Outlines of courses that were read, for as long as the catalogue is what it was then.

Whoever learns asks for the outline of a course again and again, and authors change one now and then. Each change of the
catalogue gives it another edition in the same transaction: a name drawn at random, which no other state of it ever had,
not even one that was rolled back. What a transaction remembers or is reminded of goes by the edition that it sees.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import put_row
from ledr_adapters.sql.prepared import Prepared

if TYPE_CHECKING:
    from ledr_core.domain.assessments.settings import AssessmentSettings
    from ledr_core.domain.catalogue.outline import Outline
    from ledr_core.domain.kernel.identifiers import CourseId

    Outlines = dict[tuple[str, CourseId, AssessmentSettings], Outline]

OUTLINED: Final = frozenset(
    {
        t.courses,
        t.course_themes,
        t.course_workshops,
        t.lessons,
        t.module_lessons,
        t.modules,
        t.questions,
        t.theme_modules,
        t.themes,
        t.workshop_modules,
        t.workshops,
    }
)
"""The tables from which outlines are made."""
MOST: Final = 200
"""How many outlines a process remembers of a database: those of former editions go with the rest when it is full."""

EDITION: Final = Prepared(sa.select(t.catalogue_edition.c.edition))
_KNOWN: Final[WeakKeyDictionary[sa.Engine, Outlines]] = WeakKeyDictionary()


def remembered(
    connection: sa.Connection, course: CourseId, assessment: AssessmentSettings, read: Callable[[], Outline]
) -> Outline:
    """The outline of a course with these settings of assessments; *read* where none is known of the present edition."""
    (editions,) = EDITION.columns(connection)
    if not editions:
        return read()
    known = _KNOWN.setdefault(connection.engine, {})
    key = (editions[0], course, assessment)
    if (found := known.get(key)) is None:
        found = read()
        if len(known) >= MOST:
            known.clear()
        known[key] = found
    return found


def renew(connection: sa.Connection) -> None:
    """Give the catalogue another edition, since something of it was written."""
    put_row(connection, t.catalogue_edition, {"place": 1, "edition": secrets.token_hex(16)}, ["place"])
