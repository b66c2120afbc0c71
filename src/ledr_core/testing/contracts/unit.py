"""What every unit of work promises, whatever is in it. A subclass brings the fixture `store`: empty, and ready."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from ledr_core.domain.kernel.errors import Conflict
from ledr_core.domain.kernel.identifiers import CompanyId, LessonId, PersonId, SessionId
from ledr_core.domain.learning.progress import Viewing
from ledr_core.domain.people.companies import Company
from ledr_core.domain.sessions.queueing import reorder
from ledr_core.ports.unit import Joined, Store, UnitOfWork
from ledr_core.testing.builders import a_session
from ledr_core.testing.contracts.ordinary_school import (
    MANPOWER,
    NOW,
    TODAY,
    a_message,
    furnished,
    keep,
    reading,
    session_now,
    with_retries,
)


class UnitsOfWork:
    """All or nothing, each aggregate once, and no change of somebody else's overwritten."""

    def test_an_error_leaves_nothing(self, store: Store) -> None:
        """Not even what was flushed before it, in whatever table."""
        furnished(store)
        keep(store, a_session(members="ana"))

        with pytest.raises(ZeroDivisionError), store.begin(reads=False) as unit:
            unit.companies.add(Company(CompanyId("c2"), "Adecco"))
            unit.sessions.get(SessionId("lyon")).leave(PersonId("ana"), NOW)
            unit.accounts.set_password(PersonId("ana"), "hash")
            unit.outbox.put([a_message()])
            unit.flush()
            raise ZeroDivisionError

        with reading(store) as unit:
            assert unit.companies.named("Adecco") is None
            assert unit.accounts.password_hash(PersonId("ana")) is None
            assert unit.outbox.list() == []
        assert list(session_now(store).members) == ["ana"]

    def test_reading_writes_nothing(self, store: Store) -> None:
        """What a reader does to an aggregate is nobody's."""
        furnished(store)
        with reading(store) as unit:
            unit.people.get(PersonId("ana")).rename("Anaïs", None)

        with reading(store) as unit:
            assert unit.people.get(PersonId("ana")).first_name == "Ana"

    def test_an_aggregate_is_one_object_in_a_unit(self, store: Store) -> None:
        """However it is asked for, before and after it has changed."""
        furnished(store)
        keep(store, a_session(members="ana"))
        with store.begin(reads=False) as unit:
            session, person = unit.sessions.get(SessionId("lyon")), unit.people.get(PersonId("ana"))
            session.rename("Nantes")
            person.email = "neuve@manpower.example"

            assert unit.sessions.named("Nantes") is session
            assert unit.sessions.many([SessionId("lyon")])[0] is session
            assert unit.sessions.of_person(PersonId("ana"))[0] is session
            assert unit.people.with_email(" Neuve@Manpower.example ") is person
            assert unit.people.of_company(MANPOWER).count(person) == 1
            assert unit.records.of(PersonId("ana")) is unit.records.of(PersonId("ana"))
            assert unit.catalogue.courses(["recruter"])["recruter"] is unit.catalogue.courses()["recruter"]

    def test_only_what_differs_is_changed(self, store: Store) -> None:
        """What was loaded and put back as it was is not; what was flushed is not any more."""
        furnished(store)
        keep(store, a_session(waiting="ana bob"), a_session(reference="Nantes"))
        with store.begin(reads=False) as unit:
            lyon, nantes = unit.sessions.many([SessionId("lyon"), SessionId("nantes")])
            reorder(lyon, PersonId("bob"), 1, NOW)
            assert unit.sessions.changed() == [lyon]
            nantes.rename("Nice")
            reorder(lyon, PersonId("bob"), 2, NOW)
            assert unit.sessions.changed() == [nantes]
            unit.flush()
            assert unit.sessions.changed() == []

    def test_what_is_forgotten_is_not_written(self, store: Store) -> None:
        """A session that could not be handled stays as it was."""
        furnished(store)
        keep(store, a_session(package=1))
        with store.begin(reads=False) as unit:
            unit.sessions.get(SessionId("lyon")).change_package(5)
            unit.sessions.forget(SessionId("lyon"))

        assert session_now(store).package == 1

    def test_what_is_removed_is_gone(self, store: Store) -> None:
        """A session with its members, and a company; messages about the session stay."""
        furnished(store)
        keep(store, a_session(waiting="ana"))
        with store.begin(reads=False) as unit:
            unit.companies.add(Company(CompanyId("c2"), "Adecco"))
            unit.outbox.put([a_message(session=SessionId("lyon"))])
        with store.begin(reads=False) as unit:
            unit.sessions.remove(unit.sessions.get(SessionId("lyon")))
            unit.companies.remove(unit.companies.get(CompanyId("c2")))

        with reading(store) as unit:
            assert unit.sessions.named("Lyon") is None
            assert unit.sessions.of_person(PersonId("ana")) == []
            assert unit.companies.named("Adecco") is None
            assert [one.session for one in unit.outbox.list()] == [None]

    def test_events_are_given_once(self, store: Store) -> None:
        """Those of every aggregate of the unit, in its own order."""
        furnished(store)
        keep(store, a_session(members="ana"))
        with store.begin(reads=False) as unit:
            unit.sessions.get(SessionId("lyon")).assign(PersonId("ana"), NOW)

            assert [type(event).__name__ for event in unit.pull_events()] == ["SlotAssigned"]
            assert unit.pull_events() == []

    @pytest.mark.parametrize("kind", ["session", "person", "record", "new record", "company", "course"])
    def test_two_units_that_change_one_aggregate_are_a_conflict(self, store: Store, kind: str) -> None:
        """The second to write is told; one that is alone is not."""
        furnished(store)
        keep(store, a_session(members="ana"))
        if kind == "record":
            with store.begin(reads=False) as unit:
                unit.records.of(PersonId("ana")).viewings[LessonId("l2")] = Viewing(1)

        with store.join(None) as joined:
            with pytest.raises(Conflict), joined.begin(reads=False) as late:
                _change(late, kind)
                with joined.begin(reads=False) as early:
                    _change(early, kind)
            with joined.begin(reads=False) as alone:
                _change(alone, kind)

    def test_a_change_of_the_children_alone_is_a_change_of_the_aggregate(self, store: Store) -> None:
        """A member's end and the list's order are as guarded as the session's own fields."""
        furnished(store)
        keep(store, a_session(waiting="ana bob"))

        with store.join(None) as joined, pytest.raises(Conflict), joined.begin(reads=False) as late:
            late.sessions.get(SessionId("lyon")).members[PersonId("ana")].end = TODAY
            with joined.begin(reads=False) as early:
                reorder(early.sessions.get(SessionId("lyon")), PersonId("bob"), 1, NOW)

    def test_no_change_of_threads_is_lost(self, store: Store) -> None:
        """Four threads add five seats each, trying again after a Conflict: there are twenty more."""
        furnished(store)
        keep(store, a_session(package=1))
        start = Barrier(4)

        def one_more(unit: UnitOfWork) -> None:
            session = unit.sessions.get(SessionId("lyon"))
            session.change_package(session.package + 1)

        def five_more(_: int) -> None:
            start.wait(60)
            for _ in range(5):
                with_retries(store, one_more)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(five_more, range(4)))

        assert session_now(store).package == 21


def _change(unit: UnitOfWork, kind: str) -> None:
    match kind:
        case "session":
            unit.sessions.get(SessionId("lyon")).change_package(7)
        case "person":
            unit.people.get(PersonId("ana")).rename("Anaïs", None)
        case "company":
            unit.companies.get(MANPOWER).rename("ManpowerGroup")
        case "course":
            unit.catalogue.courses(["recruter"])["recruter"].title = "Mieux recruter"
        case _:
            unit.records.of(PersonId("ana")).viewings[LessonId("l1")] = Viewing(7)


class Transactions:
    """Several steps as one transaction: `join`."""

    def test_steps_see_those_before_and_are_seen_at_the_end(self, store: Store) -> None:
        """Leaving the block commits them all."""
        furnished(store)
        with store.join(None) as joined:
            with joined.begin(reads=False) as unit:
                unit.sessions.add(a_session(members="ana"))
            with joined.begin(reads=False) as unit:
                unit.sessions.get(SessionId("lyon")).assign(PersonId("ana"), NOW)

        assert session_now(store).holders() == ["ana"]

    def test_an_error_in_a_step_undoes_that_step_alone(self, store: Store) -> None:
        """What was flushed in it too; the steps before and after it stay."""
        furnished(store)
        with store.join(None) as joined:
            _add_company(joined, "Adecco")
            with pytest.raises(ZeroDivisionError), joined.begin(reads=False) as unit:
                unit.companies.add(Company(CompanyId("bad"), "Bad"))
                unit.flush()
                raise ZeroDivisionError
            with pytest.raises(Conflict):
                _add_company(joined, "ADECCO")
            _add_company(joined, "Randstad")

        assert _companies(store) == ["Adecco", "Manpower", "Randstad"]

    def test_an_error_outside_a_step_undoes_them_all(self, store: Store) -> None:
        """Nothing of the block is left."""
        furnished(store)

        with pytest.raises(ZeroDivisionError), store.join(None) as joined:
            _add_company(joined, "Adecco")
            raise ZeroDivisionError

        assert _companies(store) == ["Manpower"]


def _add_company(joined: Joined, name: str) -> None:
    with joined.begin(reads=False) as unit:
        unit.companies.add(Company(CompanyId(name), name))


def _companies(store: Store) -> list[str]:
    with reading(store) as unit:
        return [row.name for row in unit.readings.companies()]
