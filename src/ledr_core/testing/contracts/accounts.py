"""What a place to keep the school promises of passwords, failed tries, and links to choose a password.

A subclass brings the fixture `store`: an empty, ready `Store`.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Final

import pytest

from ledr_core.domain.access.throttling import Pace, Tries
from ledr_core.domain.kernel.errors import Unavailable
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.ports.demo_moves import DemoMove
from ledr_core.ports.paging import Page
from ledr_core.ports.reset_links import ResetLink
from ledr_core.ports.tries import Counted
from ledr_core.ports.unit import Store
from ledr_core.testing.builders import a_person, names
from ledr_core.testing.contracts.ordinary_school import furnished, reading

NOW: Final = datetime(2026, 11, 19, 9, 0, 0, 123456, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)
PACE: Final = Pace(5, timedelta(seconds=30), timedelta(minutes=15))
HERE: Final = Counted("sign_in:lea:here", "lea")
ELSEWHERE: Final = Counted("sign_in:lea:elsewhere", "lea")
ADDRESS: Final = Counted("sign_in@here")
AT_ONCE: Final = 8


def fail(store: Store, counted: Counted, at: datetime = NOW) -> Tries:
    """Count a failure, in a unit of work of its own."""
    with store.begin(reads=False) as unit:
        tries = unit.tries.hold(counted, at).failed(at, PACE)
        unit.tries.put(counted, tries)
        return tries


def known(store: Store, counted: Counted) -> Tries:
    """What is counted."""
    with store.begin(reads=True) as unit:
        return unit.tries.known(counted)


def together(task: Callable[[], object]) -> list[object]:
    """What several threads get that begin at the same time."""
    barrier = Barrier(AT_ONCE)

    def run(_: int) -> object:
        barrier.wait()
        return task()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def a_link(store: Store, token_hash: str = "h1", person: str = "lea", expires: datetime = NOW + HOUR) -> None:
    """Keep a person, unless there is one, and a link of theirs."""
    with store.begin(reads=False) as unit:
        if not unit.people.many([PersonId(person)]):
            unit.people.add(a_person(person))
            unit.flush()
        unit.reset_links.add(ResetLink(token_hash, PersonId(person), NOW, expires))


class AccountsContract:
    """The contract of `ledr_core.ports.tries.TryCounts` and `ledr_core.ports.reset_links.ResetLinks`."""

    def test_nothing_is_counted_at_first(self, store: Store) -> None:
        """Of whatever."""
        assert known(store, HERE) == Tries()

    def test_failures_add_up_and_are_read_back(self, store: Store) -> None:
        """With the instants, to the microsecond."""
        for _ in range(5):
            fail(store, HERE)

        assert known(store, HERE) == Tries(5, NOW, NOW + PACE.first)
        assert known(store, ADDRESS) == Tries()

    def test_failures_at_once_are_counted_one_by_one(self, store: Store) -> None:
        """None is lost, the first ever included."""
        together(lambda: fail(store, HERE))

        assert known(store, HERE).failures == AT_ONCE

    def test_what_is_forgotten_while_another_waits_is_counted_from_nothing(self, store: Store) -> None:
        """Forgetting and counting at once leave a count that is right either way."""
        fail(store, HERE)

        def forget_and_fail() -> Tries:
            with store.begin(reads=False) as unit:
                unit.tries.hold(HERE, NOW)
                unit.tries.forget(HERE)
            return fail(store, HERE)

        together(forget_and_fail)

        assert 1 <= known(store, HERE).failures <= AT_ONCE

    def test_what_is_undone_is_not_counted(self, store: Store) -> None:
        """Nor is anything left of having held it."""
        try:
            with store.begin(reads=False) as unit:
                unit.tries.put(HERE, unit.tries.hold(HERE, NOW).failed(NOW, PACE))
                raise RuntimeError
        except RuntimeError:
            pass

        assert known(store, HERE) == Tries()

    def test_an_account_is_forgotten_at_every_address(self, store: Store) -> None:
        """The addresses themselves are not."""
        for counted in (HERE, ELSEWHERE, ADDRESS, Counted("sign_in:max:here", "max")):
            fail(store, counted)

        with store.begin(reads=False) as unit:
            unit.tries.forget_account("lea")

        assert known(store, HERE) == known(store, ELSEWHERE) == Tries()
        assert known(store, ADDRESS).failures == 1
        assert known(store, Counted("sign_in:max:here", "max")).failures == 1

    def test_what_has_been_quiet_is_swept(self, store: Store) -> None:
        """And nothing else."""
        fail(store, HERE, NOW - HOUR)
        fail(store, ADDRESS, NOW)

        with store.begin(reads=False) as unit:
            assert unit.tries.sweep(NOW) == 1

        assert (known(store, HERE), known(store, ADDRESS).failures) == (Tries(), 1)

    def test_a_link_is_known_by_its_hash(self, store: Store) -> None:
        """With all that it says."""
        a_link(store)

        with store.begin(reads=True) as unit:
            assert unit.reset_links.with_hash("h1") == ResetLink("h1", PersonId("lea"), NOW, NOW + HOUR)
            assert unit.reset_links.with_hash("h2") is None

    def test_a_link_is_used_once(self, store: Store) -> None:
        """Until it expires."""
        a_link(store)
        a_link(store, "h2", expires=NOW)

        with store.begin(reads=False) as unit:
            assert [unit.reset_links.use(one, NOW) for one in ("h1", "h1", "h2", "h3")] == [True, False, False, False]
        with store.begin(reads=True) as unit:
            link = unit.reset_links.with_hash("h1")
            assert link is not None and link.used == NOW

    def test_of_several_uses_at_once_one_succeeds(self, store: Store) -> None:
        """Whichever it is."""
        a_link(store)

        def use() -> bool:
            with store.begin(reads=False) as unit:
                return unit.reset_links.use("h1", NOW)

        assert sorted(together(use), key=bool) == [False] * (AT_ONCE - 1) + [True]

    def test_the_links_of_a_person_end(self, store: Store) -> None:
        """Those that were used stay so; another person's are good."""
        for token_hash, person in (("h1", "lea"), ("h2", "lea"), ("h3", "max")):
            a_link(store, token_hash, person)

        with store.begin(reads=False) as unit:
            unit.reset_links.use("h1", NOW)
            unit.reset_links.end(PersonId("lea"), NOW)
            assert [unit.reset_links.use(one, NOW) for one in ("h1", "h2", "h3")] == [False, False, True]
            used, ended = unit.reset_links.with_hash("h1"), unit.reset_links.with_hash("h2")

        assert used is not None and (used.used, used.expires) == (NOW, NOW + HOUR)
        assert ended is not None and (ended.used, ended.expires) == (None, NOW)

    def test_what_was_never_counted_or_sent(self, store: Store) -> None:
        """Can be forgotten and ended; what is not held is not written down."""
        with store.begin(reads=False) as unit:
            unit.tries.forget(HERE)
            unit.tries.forget_account("lea")
            unit.tries.put(HERE, Tries(3, NOW))
            unit.reset_links.end(PersonId("lea"), NOW)

        assert known(store, HERE) == Tries()


class PasswordsContract:
    """The contract of `ledr_core.ports.accounts`."""

    def test_passwords_and_connections(self, store: Store) -> None:
        """Passwords are replaced; activity prolongs the running connection, and after a pause begins another."""
        furnished(store)
        ana, bob = names("ana bob")
        later = NOW + timedelta(minutes=5)
        with store.begin(reads=False) as unit:
            unit.accounts.set_password(ana, "one")
            unit.accounts.set_password(ana, "two")
            unit.accounts.connect(ana, NOW)
            unit.accounts.active(ana, later)
            unit.accounts.active(ana, NOW)

        with reading(store) as unit:
            assert (unit.accounts.password_hash(ana), unit.accounts.password_hash(bob)) == ("two", None)
            assert unit.accounts.without_password([ana, bob]) == {bob}
            assert unit.accounts.last_connection(ana) == later
            assert unit.accounts.last_connection(bob) is None
            assert unit.accounts.last_connections([ana, bob]) == {ana: later}
        with store.begin(reads=False) as unit:
            unit.accounts.set_password(bob, "three")
            unit.accounts.forget_password(ana, "two")
            unit.accounts.forget_password(bob, "another")
        with reading(store) as unit:
            assert unit.accounts.without_password([ana, bob]) == {ana}

    def test_connections_by_page(self, store: Store) -> None:
        """Those that began at one instant too come once each, and those of nobody else."""
        furnished(store)
        ana, bob = names("ana bob")
        with store.begin(reads=False) as unit:
            for person, hours in ((ana, 0), (bob, 1), (ana, 2), (ana, 2)):
                unit.accounts.connect(person, NOW + hours * HOUR)

        with reading(store) as unit:
            whole = unit.accounts.connections(ana)
            first = unit.accounts.connections(ana, Page(limit=2))
            assert [one.started for one in whole] == [NOW, NOW + 2 * HOUR, NOW + 2 * HOUR]
            assert first + unit.accounts.connections(ana, Page(first[-1].number, 2)) == whole
            (others,) = unit.accounts.connections(bob)
            for none in (max(one.number for one in whole) + 1, others.number):
                with pytest.raises(LookupError):
                    unit.accounts.connections(ana, Page(none))

    def test_demo_days_that_wait_for_the_word_of_their_address(self, store: Store) -> None:
        """The latest of a person's counts; they end together."""
        furnished(store)
        ana, bob = names("ana bob")
        with store.begin(reads=False) as unit:
            for token_hash, person, days in (("h1", ana, 1), ("h2", ana, 2), ("h3", bob, 3)):
                unit.demo_moves.ask(DemoMove(token_hash, person, NOW.date() + timedelta(days), NOW + HOUR))

        with reading(store) as unit:
            assert unit.demo_moves.with_hash("h1") is None
            assert unit.demo_moves.with_hash("h2") == DemoMove("h2", ana, NOW.date() + timedelta(2), NOW + HOUR)
        with store.begin(reads=False) as unit:
            unit.demo_moves.end(ana)
            unit.demo_moves.end(PersonId("nobody"))
        with reading(store) as unit:
            assert unit.demo_moves.with_hash("h2") is None
            assert unit.demo_moves.with_hash("h3") is not None

    def test_what_is_counted_of_an_account(self, store: Store) -> None:
        """At every address, by key, and nothing of others."""
        for counted in (HERE, ELSEWHERE, ADDRESS):
            fail(store, counted)

        with reading(store) as unit:
            found = unit.tries.of_account("lea")
            assert set(found) == {HERE.key, ELSEWHERE.key}
            assert {tries.failures for tries in found.values()} == {1}
            assert unit.tries.of_account("nobody") == {}

    def test_first_passwords(self, store: Store) -> None:
        """Go to those who have none; of several givers at once one succeeds."""
        furnished(store)
        ana, bob, cleo = names("ana bob cleo")
        with store.begin(reads=False) as unit:
            unit.accounts.set_password(ana, "own")
            assert unit.accounts.give_first_passwords({ana: "a", bob: "b"}) == {bob}
            assert unit.accounts.give_first_passwords({bob: "b2"}) == set()
            assert unit.accounts.give_first_passwords({}) == set()
        hashes = iter("12345678")

        def give() -> object:
            with store.begin(reads=False) as unit:
                return len(unit.accounts.give_first_passwords({cleo: next(hashes)}))

        assert sum(map(int, map(str, together(give)))) == 1
        with reading(store) as unit:
            assert (unit.accounts.password_hash(ana), unit.accounts.password_hash(bob)) == ("own", "b")

    def test_somebody_who_does_not_exist(self, store: Store) -> None:
        """Has neither a password nor connections, and cannot be given any."""
        nobody = PersonId("nobody")
        with store.begin(reads=False) as unit:
            unit.accounts.forget_password(nobody, "hash")
            assert unit.accounts.password_hash(nobody) is None
            assert unit.accounts.without_password([nobody]) == {nobody}
            assert unit.accounts.last_connection(nobody) is None
            assert unit.accounts.last_connections([nobody]) == {}
            assert unit.accounts.connections(nobody) == []
        with pytest.raises(Unavailable), store.begin(reads=False) as unit:
            unit.accounts.set_password(nobody, "hash")
        with pytest.raises(Unavailable), store.begin(reads=False) as unit:
            unit.accounts.give_first_passwords({nobody: "hash"})
        with pytest.raises(Unavailable), store.begin(reads=False) as unit:
            unit.accounts.active(nobody, NOW)
