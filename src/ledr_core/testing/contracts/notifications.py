"""What a place to keep the school promises of the bell.

A subclass brings the fixture `store`: an empty, ready `Store`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from ledr_core.domain.kernel.identifiers import PersonId, SessionId
from ledr_core.ports.notifications import NewNotification, Notification
from ledr_core.ports.paging import Page
from ledr_core.ports.unit import Store
from ledr_core.testing.builders import a_session
from ledr_core.testing.contracts.ordinary_school import furnished, keep

NOW: Final = datetime(2026, 11, 19, 9, 0, 0, 123456, tzinfo=UTC)
LATER: Final = NOW + timedelta(hours=1)
ANA: Final = PersonId("ana")
BOB: Final = PersonId("bob")


def a_notification(key: str, person: PersonId = ANA, session: str | None = None) -> NewNotification:
    """A notification to Ana."""
    return NewNotification(
        id=f"n-{key}",
        key=key,
        person=person,
        session=None if session is None else SessionId(session),
        kind="slot_given",
        facts={"slot": 1, "day": "2026-11-19", "reason": "à « toi »"},
        created=NOW,
    )


def told(store: Store, *keys: str, person: PersonId = ANA) -> None:
    """Write notifications, in a unit of work of its own."""
    furnished(store)
    with store.begin(reads=False) as unit:
        unit.notifications.put([a_notification(key, person) for key in keys])


class NotificationsContract:
    """The contract of `ledr_core.ports.notifications.Notifications`."""

    def test_the_latest_come_first(self, store: Store) -> None:
        """As many as are asked for, of that person alone."""
        told(store, "a", "b", "c")
        with store.begin(reads=False) as unit:
            unit.notifications.put([a_notification("d", BOB)])

        with store.begin(reads=True) as unit:
            assert [one.key for one in unit.notifications.latest(ANA)] == ["c", "b", "a"]
            first = unit.notifications.latest(ANA, Page(limit=2))
            assert [one.key for one in first] == ["c", "b"]
            assert [one.key for one in unit.notifications.latest(ANA, Page(first[-1].id, 2))] == ["a"]
            (others,) = unit.notifications.latest(BOB)
            assert others.key == "d"
            for none in ("nothing", others.id):
                with pytest.raises(LookupError):
                    unit.notifications.latest(ANA, Page(none))

    def test_a_key_is_told_once(self, store: Store) -> None:
        """The others of the same write are kept."""
        told(store, "a")

        with store.begin(reads=False) as unit:
            unit.notifications.put([a_notification("a"), a_notification("b")])
            unit.notifications.put([])

        with store.begin(reads=True) as unit:
            assert [one.key for one in unit.notifications.latest(ANA)] == ["b", "a"]

    def test_a_notification_is_read_back_with_what_its_session_is_called(self, store: Store) -> None:
        """Facts, instant and all."""
        furnished(store)
        keep(store, a_session())
        with store.begin(reads=False) as unit:
            session = unit.sessions.named("Lyon")
            assert session is not None
            unit.notifications.put([a_notification("a", session=session.id)])

        with store.begin(reads=True) as unit:
            (found,) = unit.notifications.latest(ANA)
        assert found == Notification(
            id="n-a",
            key="a",
            person=ANA,
            session=session.id,
            kind="slot_given",
            facts={"slot": 1, "day": "2026-11-19", "reason": "à « toi »"},
            created=NOW,
            read=None,
            session_reference="Lyon",
            course_title="Recruter",
        )

    def test_reading_takes_what_is_unread(self, store: Store) -> None:
        """What was read before keeps its instant; another person's stay unread."""
        told(store, "a", "b")
        with store.begin(reads=False) as unit:
            unit.notifications.put([a_notification("z", BOB)])
            assert (unit.notifications.unread(ANA), unit.notifications.unread(BOB)) == (2, 1)
            unit.notifications.read(ANA, NOW)
        with store.begin(reads=False) as unit:
            unit.notifications.put([a_notification("c")])
            assert unit.notifications.unread(ANA) == 1
            unit.notifications.read(ANA, LATER)

        with store.begin(reads=True) as unit:
            assert [one.read for one in unit.notifications.latest(ANA)] == [LATER, NOW, NOW]
            assert (unit.notifications.unread(ANA), unit.notifications.unread(BOB)) == (0, 1)

    def test_a_session_that_is_removed_leaves_its_notifications(self, store: Store) -> None:
        """Without its name."""
        furnished(store)
        keep(store, a_session())
        with store.begin(reads=False) as unit:
            session = unit.sessions.named("Lyon")
            assert session is not None
            unit.notifications.put([a_notification("a", session=session.id)])
        with store.begin(reads=False) as unit:
            session = unit.sessions.named("Lyon")
            assert session is not None
            unit.sessions.remove(session)

        with store.begin(reads=True) as unit:
            (found,) = unit.notifications.latest(ANA)
        assert (found.session, found.session_reference) == (None, None)
