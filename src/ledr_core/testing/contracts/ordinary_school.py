"""An ordinary school to try a store with: a company, five people who belong to it, and a course of two lessons.

The people of these tests are called by short names, which are their identifiers (`ledr_core.testing.builders`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar

import pytest

from ledr_core.domain.catalogue.catalogue import Attached, Course, Lesson, Module, Theme
from ledr_core.domain.kernel.errors import Conflict
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, LessonId, ModuleId, PersonId, ThemeId
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.people.companies import Company
from ledr_core.domain.sessions.sessions import Session
from ledr_core.ports.outbox import NewMessage
from ledr_core.ports.paging import Page
from ledr_core.ports.unit import Store, UnitOfWork
from ledr_core.testing.builders import a_person, a_session, names

T = TypeVar("T")

TODAY: Final = date(2026, 11, 19)
NOW: Final = Moment.on(TODAY, 9)
MANPOWER: Final = CompanyId("manpower")
RECRUTER: Final = CourseId("recruter")
EVERYBODY: Final = "ana bob cleo dan eve"

SHEET: Final = Attached("fiches/m1.pdf", "0" * 64)
PRECISE: Final = datetime(2026, 11, 19, 5, 0, 0, 123456, tzinfo=UTC)
"""An instant with microseconds, which a database must not lose."""


def furnished(store: Store) -> None:
    """Put in a company, five people who belong to it, and a course of two lessons."""
    with store.begin(reads=False) as unit:
        unit.companies.add(Company(MANPOWER, "Manpower"))
        for number in (1, 2):
            unit.catalogue.add(Lesson(LessonId(f"l{number}"), f"l{number}", "Leçon", f"https://v/{number}", 100))
        unit.catalogue.add(Module(ModuleId("m1"), "m1", "Bases", (LessonId("l2"), LessonId("l1"))))
        unit.catalogue.add(Theme(ThemeId("t1"), "t1", "Culture", "#0b7285", False, (ModuleId("m1"),)))
        unit.catalogue.add(Course(RECRUTER, "recruter", "Recruter", (ThemeId("t1"),)))
        for name in names(EVERYBODY):
            unit.people.add(a_person(name, company=MANPOWER))


def keep(store: Store, *sessions: Session) -> None:
    """Save new sessions."""
    with store.begin(reads=False) as unit:
        for session in sessions:
            unit.sessions.add(session)


def a_message(key: str = "k1", **changes: object) -> NewMessage:
    """A message to Ana that is due now."""
    ordinary: dict[str, object] = {
        "id": f"m-{key}",
        "key": key,
        "person": PersonId("ana"),
        "kind": "welcome",
        "channel": "email",
        "due": NOW.instant,
        "created": NOW.instant,
        "facts": {"slot": 2, "day": "2026-11-19", "name": "Léa", "password": None},
    }
    return NewMessage(**(ordinary | changes))  # type: ignore[arg-type]


@contextmanager
def reading(store: Store) -> Iterator[UnitOfWork]:
    """What others see now."""
    with store.begin(reads=True) as unit:
        yield unit


def by_page(read: Callable[[Page[Any]], Sequence[T]], name: Callable[[T], Any]) -> list[T]:
    """A list that is read two rows at a time, each page after the last row of the one before."""
    found: list[T] = []
    while rows := read(Page(name(found[-1]) if found else None, 2)):
        assert len(rows) <= 2
        found.extend(rows)
    return found


def session_now(store: Store, reference: str = "Lyon") -> Session:
    """A session as last saved."""
    with reading(store) as unit:
        found = unit.sessions.named(reference)
    assert found is not None
    return found


def with_retries(store: Store, change: Callable[[UnitOfWork], None]) -> None:
    """Do it in a unit of work, again after each Conflict."""
    for _ in range(200):
        try:
            with store.begin(reads=False) as unit:
                change(unit)
                return
        except Conflict:
            continue
    raise AssertionError("200 conflicts in a row")


def must_conflict(store: Store, change: Callable[[UnitOfWork], None]) -> None:
    """Saving it beside an ordinary school is a Conflict, and the unit leaves nothing."""
    furnished(store)
    keep(store, a_session(reference="Nantes"))

    with pytest.raises(Conflict), store.begin(reads=False) as unit:
        unit.accounts.set_password(PersonId("ana"), "hash")
        change(unit)

    with reading(store) as unit:
        assert unit.accounts.password_hash(PersonId("ana")) is None
        assert [row.reference for row in unit.readings.sessions()] == ["Nantes"]
