"""What every outbox promises. A subclass brings the fixture `store`: an empty, ready `Store`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from ledr_core.domain.identifiers import PersonId
from ledr_core.ports.store import Store
from ledr_core.testing.contracts.store import NOW, a_message, furnished, reading


class OutboxContract:
    """A message is written once and handed over once."""

    def test_messages_are_listed_by_due_instant_then_creation(self, store: Store) -> None:
        """All, or those of a person, a kind, a state, or due since an instant."""
        furnished(store)
        later, ana, bob = NOW.instant + timedelta(hours=1), PersonId("ana"), PersonId("bob")
        with store.begin(reads=False) as unit:
            unit.outbox.put(
                [a_message("k1", due=later), a_message("k2", person=bob), a_message("k3", kind="slot_given")]
            )
            unit.outbox.claim(NOW.instant, later, "me")

        with reading(store) as unit:
            outbox = unit.outbox
            assert [one.key for one in outbox.list()] == ["k2", "k3", "k1"]
            assert [one.key for one in outbox.list(ana)] == ["k3", "k1"]
            assert [one.key for one in outbox.list(ana, "welcome")] == ["k1"]
            assert [one.key for one in outbox.list(state="sending")] == ["k2"]
            assert [one.key for one in outbox.list(since=later)] == ["k1"]

    def test_a_claim_takes_the_next_message_that_is_due(self, store: Store) -> None:
        """Nothing before its time, nothing that somebody has taken."""
        furnished(store)
        now, later = NOW.instant, NOW.instant + timedelta(minutes=10)
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message("k1", due=later), a_message("k2")])
        claimed = []
        for instant in (now - timedelta(seconds=1), now, now, later, later):
            with store.begin(reads=False) as unit:
                message = unit.outbox.claim(instant, instant + timedelta(minutes=10), "me")
                claimed.append(message and message.key)

        assert claimed == [None, "k2", None, "k1", None]

    def test_what_became_of_a_message_is_written_by_who_has_it(self, store: Store) -> None:
        """The provider's answer, the facts as they were sent; another holder changes nothing."""
        furnished(store)
        now = NOW.instant
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message("k1")])
            unit.outbox.claim(now, now + timedelta(minutes=10), "me")
            unit.outbox.settle("m-k1", "another", "failed", reason="not mine")
            sending = unit.outbox.get("m-k1")
            unit.outbox.settle("m-k1", "me", "accepted", sent=now, reference="p-7", facts={"slot": 3})
        with reading(store) as unit:
            sent = unit.outbox.get("m-k1")

        assert sending is not None and (sending.state, sending.tries) == ("sending", 1)
        assert sent is not None
        assert (sent.state, sent.sent, sent.reference, sent.facts, sent.resolved) == (
            "accepted",
            now,
            "p-7",
            {"slot": 3},
            True,
        )

    def test_a_message_put_off_is_claimed_again_when_it_is_due(self, store: Store) -> None:
        """With its facts, and one try more."""
        furnished(store)
        now, later = NOW.instant, NOW.instant + timedelta(minutes=15)
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message("k1")])
            unit.outbox.claim(now, later, "me")
            unit.outbox.settle("m-k1", "me", "pending", due=later, reason="busy")
            assert unit.outbox.claim(now, later, "me") is None
            again = unit.outbox.claim(later, later + timedelta(minutes=10), "another")

        assert again is not None and (again.tries, again.facts) == (1, dict(a_message().facts))

    def test_a_message_whose_sender_stopped_is_never_sent_again(self, store: Store) -> None:
        """When the lease has ended it becomes unknown, not pending; before that nothing happens."""
        furnished(store)
        now, end = NOW.instant, NOW.instant + timedelta(minutes=10)
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message("k1")])
            unit.outbox.claim(now, end, "me")
            assert unit.outbox.expire(end) == 0
            assert unit.outbox.expire(end + timedelta(seconds=1)) == 1
            assert unit.outbox.claim(end + timedelta(hours=1), end + timedelta(hours=2), "another") is None
            unit.outbox.settle("m-k1", "me", "accepted", sent=end)
            message = unit.outbox.get("m-k1")

        assert message is not None and message.state == "unknown"

    def test_no_two_senders_are_given_one_message(self, store: Store) -> None:
        """Four threads claim until nothing is left: every message once."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message(f"k{number}") for number in range(40)])
        start = Barrier(4)

        def send(holder: int) -> list[str]:
            start.wait(60)
            sent: list[str] = []
            while key := self._claim(store, str(holder)):
                sent.append(key)
            return sent

        with ThreadPoolExecutor(4) as pool:
            sent = [key for found in pool.map(send, range(4)) for key in found]

        assert sorted(sent) == sorted(f"k{number}" for number in range(40))

    @staticmethod
    def _claim(store: Store, holder: str) -> str | None:
        with store.begin(reads=False) as unit:
            message = unit.outbox.claim(NOW.instant, NOW.instant + timedelta(minutes=10), holder)
            return message.key if message else None

    def test_no_two_units_write_one_message(self, store: Store) -> None:
        """Four threads that put the same messages at the same moment write each once, without an error."""
        furnished(store)
        start = Barrier(4)

        def put(writer: int) -> None:
            start.wait(60)
            for number in range(10):
                with store.begin(reads=False) as unit:
                    unit.outbox.put([a_message(f"k{number}", id=f"{writer}-{number}")])

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(put, range(4)))

        with reading(store) as unit:
            assert sorted(one.key for one in unit.outbox.list()) == [f"k{number}" for number in range(10)]
