"""What every outbox promises. A subclass brings the fixture `store`: an empty, ready `Store`."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest

from ledr_core.domain.kernel.errors import Unavailable
from ledr_core.domain.kernel.identifiers import PersonId, SessionId
from ledr_core.domain.messages.delivery import Cause, DeliveryState, SendState
from ledr_core.ports.outbox import Conclusion, NewMessage, Outbox, Settlement, StoredMessage
from ledr_core.ports.paging import Page
from ledr_core.ports.unit import Store, UnitOfWork
from ledr_core.testing.builders import a_session
from ledr_core.testing.contracts.ordinary_school import NOW, PRECISE, a_message, by_page, furnished, keep, reading

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def claim(
    unit: UnitOfWork, holder: str = "me", at: datetime = NOW.instant, limit: int = 1, channel: str = "email"
) -> list[str]:
    """Take what is due for ten minutes; gives the keys."""
    found = unit.outbox.claim(channel, "smtp", at, at + 10 * MINUTE, holder, limit)
    return [message.key for message in found]


def settled(unit: UnitOfWork, holder: str, state: SendState, **changes: object) -> int:
    """Have the message of key k1 settled; gives how many were the holder's."""
    return unit.outbox.settle(holder, [Settlement(message="m-k1", state=state, **changes)])  # type: ignore[arg-type]


def _page_of(outbox: Outbox, asked: tuple[Any, ...], page: Page[str]) -> list[StoredMessage]:
    person, kind, state, since, address = (*asked, *[None] * 5)[:5]
    return outbox.list(person, kind, state, since, address, page)


def message_now(store: Store, message: str = "m-k1") -> StoredMessage:
    """A message as last saved."""
    with reading(store) as unit:
        found = unit.outbox.get(message)
    assert found is not None
    return found


class OutboxContract:
    """A message is written once and handed over once."""

    def test_a_message(self, store: Store) -> None:
        """All of it, facts included; pending at first."""
        furnished(store)
        keep(store, a_session())
        message = a_message(session=SessionId("lyon"), due=PRECISE)
        with store.begin(reads=False) as unit:
            assert unit.outbox.put([message]) == [message]

        with reading(store) as unit:
            stored = unit.outbox.get("m-k1")
            assert unit.outbox.get("m-k2") is None
        assert isinstance(stored, StoredMessage)
        assert (stored.state, stored.tries, stored.sent, stored.resolved) == ("pending", 0, None, False)
        assert all(getattr(stored, name) == getattr(message, name) for name in NewMessage.__annotations__)

    def test_one_message_of_a_key(self, store: Store) -> None:
        """Written once, now or later, alone or with others; no error."""
        furnished(store)
        with store.begin(reads=False) as unit:
            assert [one.key for one in unit.outbox.put([a_message("k1"), a_message("k1", id="again")])] == ["k1"]
        with store.begin(reads=False) as unit:
            fresh = unit.outbox.put([a_message("k1", id="later"), a_message("k2")])
            assert [one.key for one in fresh] == ["k2"]

        with reading(store) as unit:
            assert [one.key for one in unit.outbox.list()] == ["k1", "k2"]

    def test_a_message_that_does_not_exist(self, store: Store) -> None:
        """Cannot be settled, concluded, reported or accepted; nor can one be written to nobody."""
        furnished(store)
        with store.begin(reads=False) as unit:
            assert settled(unit, "me", SendState.ACCEPTED) == 0
            assert unit.outbox.conclude(Conclusion(message="m-k1", state=SendState.ACCEPTED)) is False
            unit.outbox.reported("m-k1", DeliveryState.DELIVERED, None)
            unit.outbox.accept("m-k1", NOW.instant, {}, resolved=True)
            unit.outbox.end_outage("email")
            assert unit.outbox.list() == []
        with pytest.raises(Unavailable), store.begin(reads=False) as unit:
            unit.outbox.put([a_message(person=PersonId("nobody"))])

    def test_the_facts_of_messages_are_written_anew(self, store: Store) -> None:
        """Of any, or of those alone that one has claimed; the rest of a message stays."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message("k1"), a_message("k2")])
            claim(unit)
        facts = {"m-k1": {"password": "one"}, "m-k2": {"password": "two"}, "m-x": {}}
        with store.begin(reads=False) as unit:
            assert unit.outbox.rewrite(facts, "me") == {"m-k1"}
            assert unit.outbox.rewrite(facts, "another") == set()
            assert unit.outbox.rewrite({}) == set()
        assert [message_now(store, one).facts.get("password") for one in ("m-k1", "m-k2")] == ["one", None]

        with store.begin(reads=False) as unit:
            assert unit.outbox.rewrite(facts) == {"m-k1", "m-k2"}

        assert (message_now(store, "m-k2").facts, message_now(store, "m-k2").state) == (facts["m-k2"], "pending")

    def test_messages_are_listed_by_due_instant_then_creation(self, store: Store) -> None:
        """All, or those of a person, a kind, a state, or due since an instant."""
        furnished(store)
        later, ana, bob = NOW.instant + HOUR, PersonId("ana"), PersonId("bob")
        with store.begin(reads=False) as unit:
            unit.outbox.put(
                [a_message("k1", due=later), a_message("k2", person=bob), a_message("k3", kind="slot_given")]
            )
            claim(unit)

        with reading(store) as unit:
            outbox = unit.outbox
            assert [one.key for one in outbox.list()] == ["k2", "k3", "k1"]
            assert [one.key for one in outbox.list(ana)] == ["k3", "k1"]
            assert [one.key for one in outbox.list(ana, "welcome")] == ["k1"]
            assert [one.key for one in outbox.list(state="sending")] == ["k2"]
            assert [one.key for one in outbox.list(since=later)] == ["k1"]
            assert set(outbox.many(["m-k1", "m-k3", "m-x"])) == {"m-k1", "m-k3"}

    def test_the_list_of_messages_by_page(self, store: Store) -> None:
        """In the same order as at once, however it is narrowed."""
        furnished(store)
        ana = PersonId("ana")
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message(f"k{number}", due=NOW.instant + number % 2 * HOUR) for number in range(5)])
            unit.outbox.put([a_message("b", person=PersonId("bob")), a_message("s", kind="slot_given")])
            unit.outbox.put([a_message("a", person=None, address="Zoé@xn--caf-dma.example")])
            for number in range(3):
                unit.outbox.reported(f"m-k{number}", DeliveryState.DELIVERED, None)

        with reading(store) as unit:
            outbox = unit.outbox
            narrowed: list[tuple[Any, ...]] = [
                (),
                (ana,),
                (None, "welcome"),
                (None, None, "pending"),
                (None, None, "delivered"),
                (ana, "welcome", "pending", NOW.instant + HOUR),
                (None, None, None, None, "ZOE\u0301@CAFÉ.example"),
            ]
            for asked in narrowed:
                pages = by_page(partial(_page_of, outbox, asked), lambda one: one.id)
                assert pages == outbox.list(*asked) != [], asked
            with pytest.raises(LookupError):
                outbox.list(page=Page("m-x", 2))

    def test_a_claim_takes_the_next_messages_that_are_due(self, store: Store) -> None:
        """Of one channel, as many as are asked for; nothing before its time, nothing that somebody has taken."""
        furnished(store)
        now, later = NOW.instant, NOW.instant + 10 * MINUTE
        with store.begin(reads=False) as unit:
            unit.outbox.put(
                [a_message("k1", due=later), a_message("k2"), a_message("k3"), a_message("s1", channel="sms")]
            )
            unit.outbox.put([a_message("k4")])
        claimed = []
        for instant, limit in ((now - MINUTE, 9), (now, 2), (now, 9), (now, 9), (later, 9)):
            with store.begin(reads=False) as unit:
                claimed.append(claim(unit, at=instant, limit=limit))
        with store.begin(reads=False) as unit:
            assert claim(unit, channel="sms") == ["s1"]

        assert claimed == [[], ["k2", "k3"], ["k4"], [], ["k1"]]
        taken = message_now(store)
        assert (taken.state, taken.tries, taken.provider) == ("sending", 1, "smtp")

    def test_of_messages_due_at_one_instant_the_least_tried_come_first(self, store: Store) -> None:
        """One that is put off again and again holds up no other."""
        furnished(store)
        later = NOW.instant + HOUR
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message("k1"), a_message("k2", due=later)])
            claim(unit)
            settled(unit, "me", SendState.PENDING, due=later)

        with store.begin(reads=False) as unit:
            assert claim(unit, at=later, limit=9) == ["k2", "k1"]

    def test_what_became_of_a_message_is_written_by_who_has_it(self, store: Store) -> None:
        """The provider's answer, the facts as they were sent; another holder changes nothing."""
        furnished(store)
        now = NOW.instant
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message("k1")])
            claim(unit)
            assert settled(unit, "another", SendState.FAILED, reason="not mine") == 0
            sending = unit.outbox.get("m-k1")
            facts = {"slot": 3}
            kept = {"sent": now, "reference": "p-7", "sent_to": "ana@x.example", "facts": facts, "resolved": True}
            assert settled(unit, "me", SendState.ACCEPTED, **kept) == 1
        sent = message_now(store)
        with reading(store) as unit:
            assert unit.outbox.with_references("smtp", ["p-7", "p-8"]) == {"p-7": "m-k1"}
            assert unit.outbox.with_references("twilio", ["p-7"]) == {}

        assert sending is not None and (sending.state, sending.tries) == ("sending", 1)
        assert (sent.state, sent.sent, sent.reference, sent.sent_to) == ("accepted", now, "p-7", "ana@x.example")
        assert (sent.facts, sent.resolved) == ({"slot": 3}, True)

    def test_messages_settled_together_have_each_their_own_end(self, store: Store) -> None:
        """Whatever they end as; what is not said stays as it was."""
        furnished(store)
        later = NOW.instant + HOUR
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message(f"k{number}") for number in range(4)])
            claim(unit, limit=4)
            ends = [
                Settlement(message="m-k0", state=SendState.ACCEPTED, sent=NOW.instant, facts={}, resolved=True),
                Settlement(message="m-k1", state=SendState.PENDING, due=later, reason="busy", cause=Cause.PROVIDER),
                Settlement(message="m-k2", state=SendState.FAILED, cause=Cause.WRONG_DOMAIN, reason="no such domain"),
                Settlement(message="m-k3", state=SendState.ACCEPTED, sent=NOW.instant, facts={"a": 1}, resolved=True),
            ]
            assert unit.outbox.settle("me", ends) == 4
        found = [message_now(store, f"m-k{number}") for number in range(4)]

        assert [one.state for one in found] == ["accepted", "pending", "failed", "accepted"]
        assert [one.due for one in found] == [NOW.instant, later, NOW.instant, NOW.instant]
        assert [one.cause for one in found] == [None, Cause.PROVIDER, Cause.WRONG_DOMAIN, None]
        assert [dict(one.facts) for one in found][1:] == [dict(a_message().facts), dict(a_message().facts), {"a": 1}]

    def test_a_message_put_off_is_claimed_again_when_it_is_due(self, store: Store) -> None:
        """With its facts, and one try more."""
        furnished(store)
        later = NOW.instant + 15 * MINUTE
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message("k1")])
            claim(unit)
            settled(unit, "me", SendState.PENDING, due=later, reason="busy", cause=Cause.PROVIDER)
            assert claim(unit) == []
            (again,) = unit.outbox.claim("email", "smtp", later, later + HOUR, "another", 1)
            settled(unit, "another", SendState.FAILED, reason="no")

        assert (again.tries, again.facts) == (1, dict(a_message().facts))
        assert (again.cause, message_now(store).cause) == (Cause.PROVIDER, None)

    def test_a_message_whose_sender_stopped_is_not_sent_again(self, store: Store) -> None:
        """When the lease has ended it becomes unknown, not pending; before that nothing happens."""
        furnished(store)
        end = NOW.instant + 10 * MINUTE
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message("k1")])
            claim(unit)
            assert unit.outbox.expire(end) == 0
            assert unit.outbox.expire(end + MINUTE) == 1
            assert claim(unit, "another", end + HOUR) == []
        assert message_now(store).state == "unknown"

    def test_an_answer_after_the_lease_counts_unless_the_message_was_settled_meanwhile(self, store: Store) -> None:
        """A sender that is slow knows best; one that is too slow knows nothing any more."""
        furnished(store)
        end = NOW.instant + HOUR
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message("k1")])
            claim(unit)
            unit.outbox.expire(end)
            assert settled(unit, "me", SendState.PENDING, due=end) == 1
            claim(unit, at=end)
            unit.outbox.expire(end + HOUR)
            assert unit.outbox.conclude(Conclusion(message="m-k1", state=SendState.ACCEPTED, sent=end))
            assert settled(unit, "me", SendState.PENDING, due=end) == 0
        assert message_now(store).state == "accepted"

    def test_what_is_found_out_of_a_message_is_written_while_its_outcome_is_unknown(self, store: Store) -> None:
        """Asked for again no sooner than it is worth it; nothing is done to one that is settled."""
        furnished(store)
        now, later = NOW.instant, NOW.instant + HOUR
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message("k1"), a_message("k2")])
            claim(unit)
            assert not unit.outbox.conclude(Conclusion(message="m-k1", state=SendState.ACCEPTED))
            settled(unit, "me", SendState.UNKNOWN, reason="the line broke")
            assert [one.key for one in unit.outbox.uncertain(now, 9)] == ["k1"]
            missing = Conclusion(message="m-k1", state=SendState.UNKNOWN, not_found=1, look_again=later, reason="?")
            assert unit.outbox.conclude(missing)
            assert list(unit.outbox.uncertain(later - MINUTE, 9)) == []
            (one,) = unit.outbox.uncertain(later, 9)
            assert (one.not_found, one.reason, one.state) == (1, "?", "unknown")
            assert one.sent_again == 0
            again = Conclusion(message="m-k1", state=SendState.PENDING, due=later, again=True)
            assert unit.outbox.conclude(again)
            assert not unit.outbox.conclude(Conclusion(message="m-k1", state=SendState.PENDING, due=now))
            assert claim(unit, "another", later, limit=9) == ["k2", "k1"]
        assert message_now(store).sent_again == 1

    def test_what_the_provider_reports_is_written_beside_the_state(self, store: Store) -> None:
        """A sender's own answer does not wipe it; a message that nobody is sending was taken."""
        furnished(store)
        now = NOW.instant
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message("k1"), a_message("k2")])
            claim(unit)
            unit.outbox.reported("m-k1", DeliveryState.BOUNCED, Cause.MAILBOX_FULL)
            unit.outbox.accept("m-k1", now, {}, resolved=True)
            assert settled(unit, "me", SendState.ACCEPTED, sent=now) == 1
            unit.outbox.accept("m-k2", now, {"a": 1}, resolved=True)
        one, two = message_now(store), message_now(store, "m-k2")

        with reading(store) as unit:
            assert [found.key for found in unit.outbox.list(state="bounced")] == ["k1"]
            assert [found.key for found in unit.outbox.list(state="accepted")] == ["k1", "k2"]
            accepted = unit.outbox.accepted([PersonId("ana"), PersonId("bob")])
            assert {person: [one.key for one in own] for person, own in accepted.items()} == {"ana": ["k1", "k2"]}
        assert (one.state, one.delivery, one.cause) == ("accepted", DeliveryState.BOUNCED, Cause.MAILBOX_FULL)
        assert one.facts == dict(a_message().facts)
        assert (two.state, two.sent, two.facts) == ("accepted", now, {"a": 1})

    def test_what_is_due_on_a_channel_waits_while_its_provider_is_out_of_service(self, store: Store) -> None:
        """It is known how often in a row, and until when; other channels go on."""
        furnished(store)
        now, later = NOW.instant, NOW.instant + HOUR
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message("k1"), a_message("k2", due=later + HOUR), a_message("s1", channel="sms")])
            assert unit.outbox.outage("email").failures == 0
            unit.outbox.note_outage("email", now, later)
            unit.outbox.note_outage("email", now, later)
            assert unit.outbox.put_off("email", now, later) == 1
        with store.begin(reads=False) as unit:
            outage = unit.outbox.outage("email")
            assert (outage.failures, outage.until) == (2, later)
            assert (unit.outbox.outage("sms").failures, claim(unit, channel="sms")) == (0, ["s1"])
            assert (claim(unit, limit=9), claim(unit, at=later, limit=9)) == ([], ["k1"])
            unit.outbox.end_outage("email")
            assert unit.outbox.outage("email").until is None

    def test_messages_kept_back_from_an_address_are_released_but_for_some_kinds(self, store: Store) -> None:
        """Those of that address and channel, whatever the case of its letters."""
        furnished(store)
        later = NOW.instant + HOUR
        with store.begin(reads=False) as unit:
            kinds = ("welcome", "campaign", "welcome")
            unit.outbox.put([a_message(f"k{number}", kind=kind) for number, kind in enumerate(kinds)])
            claim(unit, limit=9)
            addresses = ("ANAÏS@x.example", "anaïs@x.example", "bob@x.example")
            unit.outbox.settle(
                "me",
                [
                    Settlement(message=f"m-k{number}", state=SendState.SUPPRESSED, sent_to=address)
                    for number, address in enumerate(addresses)
                ],
            )
            assert unit.outbox.release("sms", "anaïs@x.example", later, ["campaign"]) == 0
            assert unit.outbox.release("email", "Anaïs@X.example", later, ["campaign"]) == 1
        assert [message_now(store, f"m-k{number}").state for number in range(3)] == [
            "pending",
            "suppressed",
            "suppressed",
        ]

    def test_what_went_to_an_address_of_nobodys_is_theirs_whose_it_is(self, store: Store) -> None:
        """However it is spelt; what has not left yet still goes there, and others' stays theirs."""
        furnished(store)
        ana, bob = PersonId("ana"), PersonId("bob")
        with store.begin(reads=False) as unit:
            to = {"person": None, "address": "Zoé@x.example"}
            unit.outbox.put([a_message("k1", **to), a_message("k2", person=bob), a_message("k3", **to)])
            claim(unit, limit=2)
            sent = [Settlement(message=f"m-k{n}", state=SendState.ACCEPTED, sent_to="zoé@x.example") for n in (1, 2)]
            assert unit.outbox.settle("me", sent) == 2
            unit.outbox.adopt("ZOÉ@X.example", ana, ["welcome"])
            assert unit.outbox.many(["m-k1"])["m-k1"].person is None
            unit.outbox.adopt("ZOÉ@X.example", ana, ["support_request"])
        now = [message_now(store, f"m-k{number}") for number in (1, 2, 3)]
        assert [(one.person, one.address) for one in now] == [(ana, None), (bob, None), (None, "Zoé@x.example")]
        assert now[0].sent_to == "zoé@x.example"

    def test_no_two_senders_are_given_one_message(self, store: Store) -> None:
        """Four threads claim until nothing is left: every message once."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message(f"k{number}") for number in range(40)])
        start = Barrier(4)

        def send(holder: int) -> list[str]:
            start.wait(60)
            sent: list[str] = []
            while keys := self._claim(store, str(holder)):
                sent.extend(keys)
            return sent

        with ThreadPoolExecutor(4) as pool:
            sent = [key for found in pool.map(send, range(4)) for key in found]

        assert sorted(sent) == sorted(f"k{number}" for number in range(40))

    @staticmethod
    def _claim(store: Store, holder: str) -> Sequence[str]:
        with store.begin(reads=False) as unit:
            return claim(unit, holder, limit=3)

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
