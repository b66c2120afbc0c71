"""What every keeping of sessions promises. A subclass brings the fixture `store`: an empty, ready `Store`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from threading import Barrier

import pytest
from attrs import evolve

from ledr_core.domain.catalogue.catalogue import Course
from ledr_core.domain.kernel.errors import Conflict, Unavailable
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, LessonId, PersonId, SessionId
from ledr_core.domain.kernel.moments import ONE_DAY, Moment
from ledr_core.domain.learning.progress import Viewing
from ledr_core.domain.people.roles import Role
from ledr_core.domain.sessions.queueing import reorder
from ledr_core.domain.sessions.sessions import Session
from ledr_core.domain.sessions.slots import Closed
from ledr_core.ports.unit import Store
from ledr_core.testing.builders import a_session, names, natural, paced
from ledr_core.testing.contracts.ordinary_school import (
    MANPOWER,
    NOW,
    PRECISE,
    RECRUTER,
    TODAY,
    by_page,
    furnished,
    keep,
    must_conflict,
    reading,
    session_now,
)


class SessionsContract:
    """The contract of `ledr_core.ports.sessions`."""

    @pytest.mark.parametrize(
        "session",
        [
            a_session(package=3, members="ana bob", kind="licence", company=None, welcomed="ana"),
            a_session(members="eve", policy=natural(), holders="dan", waiting="cleo bob ana", start=date(2025, 2, 28)),
            a_session(
                package=2,
                holders="ana bob",
                since={"ana": PRECISE, "bob": date(2026, 3, 29)},
                waiting="cleo",
                policy=paced(10, weekends=True, holidays=False, since=date(2026, 10, 25)),
                starts={"ana": date(2026, 5, 1)},
                ends={"bob": date(2026, 6, 30)},
                roles={"dan": "manager", "ana": "learner_pilot"},
                members="dan",
            ),
        ],
        ids=["licence", "natural", "paced"],
    )
    def test_a_session(self, store: Store, session: Session) -> None:
        """Dates, policy, members in order of enrolment, open holdings, the list in its order."""
        furnished(store)
        session.next_change_on = date(2026, 12, 1)
        for waiter in list(session.waiting)[:1]:
            waiter.queued_by_run = date(2026, 11, 18)
        keep(store, session)

        loaded = session_now(store)

        assert loaded == session
        assert list(loaded.members) == list(session.members)

    def test_a_session_in_which_much_has_happened(self, store: Store) -> None:
        """Left, released, passed on, queued again, enrolled again: the new state is loaded, the former is history."""
        furnished(store)
        keep(store, a_session(package=2, holders="ana bob", waiting="cleo dan", members="eve"))
        with store.begin(reads=False) as unit:
            session = unit.sessions.get(SessionId("lyon"))
            session.leave(PersonId("eve"), NOW)
            session.enrol(PersonId("eve"), Role.STUDENT, (), NOW)
            session.pass_on(1, PersonId("ana"), PersonId("cleo"), Closed.ROTATION, True, NOW)
            session.release(PersonId("bob"), NOW)
            reorder(session, PersonId("ana"), 1, NOW)
            session.members[PersonId("dan")].end = date(2026, 11, 30)
            unit.flush()
            session.assign(PersonId("eve"), NOW)
        done = evolve(session, left=[], closed=[])

        loaded = session_now(store)
        with reading(store) as unit:
            ledger = unit.sessions.ledger(SessionId("lyon"))

        assert loaded == done
        assert [(one.slot, one.person, one.opened_by, one.closed_by) for one in ledger] == [
            (1, "ana", "manual", "rotation"),
            (2, "bob", "manual", "released"),
            (1, "cleo", "rotation", None),
            (2, "eve", "manual", None),
        ]
        assert [one.until for one in ledger] == [NOW.instant, NOW.instant, None, None]
        lyon, nowhere = SessionId("lyon"), SessionId("x")
        with reading(store) as unit:
            assert by_page(partial(unit.sessions.ledger, lyon), lambda one: one.number) == ledger
            assert unit.sessions.ledgers([nowhere, lyon]) == {nowhere: [], lyon: ledger}

    @pytest.mark.parametrize("spelt", ["Évry - Été", "Evry  - ete", "E\u0301VRY - ÉTE\u0301", "\u200bévry - été\ufeff"])
    def test_a_session_is_found_however_its_reference_is_spelt(self, store: Store, spelt: str) -> None:
        """Neither case, accents, form nor what nobody sees count; nor do they make a second one (SES-2)."""
        furnished(store)
        keep(store, a_session(reference="Évry - Été"))

        found = session_now(store, spelt)

        assert found.reference == "Évry - Été"
        with pytest.raises(Conflict), store.begin(reads=False) as unit:
            unit.sessions.add(evolve(a_session(reference="x"), reference=spelt))

    def test_sessions_are_found(self, store: Store) -> None:
        """By reference, by identifier in the order asked, by member, by course; a former member is none."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.catalogue.add(Course(CourseId("autre"), "autre", "Autre"))
        keep(
            store,
            a_session(members="ana bob"),
            a_session(reference="Nantes", members="ana", course="autre"),
            a_session(reference="Nice", members="ana"),
        )
        with store.begin(reads=False) as unit:
            unit.sessions.get(SessionId("nice")).leave(PersonId("ana"), NOW)

        lyon, nantes, nice = (SessionId(name) for name in ("lyon", "nantes", "nice"))
        with reading(store) as unit:
            assert [one.id for one in unit.sessions.many([nice, SessionId("x"), lyon])] == [nice, lyon]
            assert unit.sessions.named("Lyo") is None
            owned = [unit.sessions.named("lyon", one) for one in (CompanyId("adecco"), MANPOWER)]
            assert owned == [None, unit.sessions.get(lyon)]
            assert {one.id for one in unit.sessions.of_person(PersonId("ana"))} == {lyon, nantes}
            people = [PersonId(name) for name in ("ana", "bob", "nobody")]
            assert sorted(one.id for one in unit.sessions.of_people(people)) == [lyon, nantes]
            assert unit.sessions.of_people(people[2:]) == unit.sessions.of_people([]) == []
            assert [one.id for one in unit.sessions.with_learner_of(RECRUTER, PersonId("ana"))] == [lyon]
            assert set(unit.sessions.of_course(RECRUTER)) == {lyon, nice}
            assert unit.sessions.reference(nantes) == "Nantes"
            with pytest.raises(LookupError):
                unit.sessions.reference(SessionId("x"))
            with pytest.raises(LookupError):
                unit.sessions.get(SessionId("x"))

    def test_the_days_on_which_people_learn_elsewhere(self, store: Store) -> None:
        """In other sessions than those, in a learning role, from the day on which they joined (SES-15)."""
        furnished(store)
        lyon = a_session(members="ana bob cleo", roles={"bob": "manager"}, ends={"ana": date(2026, 6, 30)})
        lyon.members[PersonId("ana")].enrolled = Moment.on(date(2026, 2, 1)).instant
        keep(store, lyon, a_session(reference="Nantes", members="cleo"))

        with reading(store) as unit:
            periods = unit.sessions.periods(names("ana bob cleo dan"), [SessionId("nantes")])
            assert {person: [(one.start, one.end) for one in found] for person, found in periods.items()} == {
                "ana": [(date(2026, 2, 1), date(2026, 6, 30))],
                "cleo": [(date(2026, 1, 1), date(2026, 12, 31))],
            }
            assert {one.reference for one in periods[PersonId("ana")]} == {"Lyon"}
            assert unit.sessions.periods(names("ana"), [SessionId("lyon")]) == {}

    def test_sessions_that_are_due_come_longest_due_first(self, store: Store) -> None:
        """Then by identifier; those apart and those of later days do not."""
        furnished(store)
        sessions = [a_session(reference=reference) for reference in ("Dijon", "Caen", "Brest", "Arras", "Evry")]
        for session, days in zip(sessions, (0, 2, 0, 0, -1), strict=True):
            session.next_change_on = NOW.day - days * ONE_DAY
        keep(store, *sessions)

        with store.begin(reads=False) as unit:
            due = ["caen", "arras", "brest", "dijon"]
            assert unit.sessions.due(NOW.day, [], 9) == due
            assert [session.id for session in unit.sessions.claim_due(NOW.day, [], 9)] == due
        with store.begin(reads=False) as unit:
            apart = [SessionId("arras"), SessionId("caen")]
            assert unit.sessions.due(NOW.day, apart, 1) == ["brest"]
            assert [session.id for session in unit.sessions.claim_due(NOW.day, apart, 1)] == ["brest"]
            only = SessionId("dijon")
            assert [session.id for session in unit.sessions.claim_due(NOW.day, apart, 1, only)] == ["dijon"]

    def test_the_sessions_that_are_due(self, store: Store) -> None:
        """Those whose day has come, so many at once, some apart; a claim loads them."""
        furnished(store)
        some = [a_session(reference=f"S{number}") for number in range(5)]
        for ahead, session in zip((-3, 0, 0, 1, None), some, strict=True):
            session.next_change_on = None if ahead is None else TODAY + ahead * ONE_DAY
        keep(store, *some)

        with store.begin(reads=False) as unit:
            assert unit.sessions.count_due(TODAY) == 3
            assert unit.sessions.due(TODAY, [], 10) == ["s0", "s1", "s2"]
            assert unit.sessions.due(TODAY, [SessionId("s1")], 10) == ["s0", "s2"]
            assert unit.sessions.due(TODAY, [], 2) == ["s0", "s1"]
            assert [one.id for one in unit.sessions.claim_due(TODAY, [SessionId("s0")], 10)] == ["s1", "s2"]
            assert [one.id for one in unit.sessions.claim_due(TODAY, [], 10, SessionId("s2"))] == ["s2"]
            assert unit.sessions.claim_due(TODAY, [], 10, SessionId("s3")) == []
            assert [one.id for one in unit.sessions.claim_due(TODAY, [], 10, SessionId("s2"), patient=True)] == ["s2"]

    def test_the_sessions_of_people_that_are_due(self, store: Store) -> None:
        """Those whose day has come and of which somebody is a member; one who has left is none any more."""
        furnished(store)
        some = [
            a_session(reference="Lyon", members="ana bob"),
            a_session(reference="Nice", members="ana"),
            a_session(reference="Brest", members="cleo"),
            a_session(reference="Dijon", members="bob"),
        ]
        for ahead, session in zip((0, 1, 0, -1), some, strict=True):
            session.next_change_on = TODAY + ahead * ONE_DAY
        some[3].leave(PersonId("bob"), NOW)
        keep(store, *some)

        with store.begin(reads=False) as unit:
            assert [one.id for one in unit.sessions.due_of(TODAY, names("ana bob"))] == ["lyon"]
            assert {one.id for one in unit.sessions.due_of(TODAY, names("bob cleo"))} == {"lyon", "brest"}
            assert unit.sessions.due_of(TODAY, []) == []

    def test_sessions_to_look_at_again(self, store: Store) -> None:
        """Those that have not expired are due on that day, or before when they were."""
        furnished(store)
        keep(
            store,
            evolve(a_session(reference="Never"), next_change_on=None),
            evolve(a_session(reference="Later"), next_change_on=TODAY + 9 * ONE_DAY),
            evolve(a_session(reference="Sooner"), next_change_on=TODAY - ONE_DAY),
            evolve(a_session(reference="Expired", end=TODAY - ONE_DAY), next_change_on=None),
        )
        with store.begin(reads=False) as unit:
            unit.sessions.look_again(TODAY, TODAY + ONE_DAY)

        found = {name: session_now(store, name).next_change_on for name in ("Never", "Later", "Sooner", "Expired")}
        tomorrow = TODAY + ONE_DAY
        assert found == {"Never": tomorrow, "Later": tomorrow, "Sooner": TODAY - ONE_DAY, "Expired": None}

    def test_no_two_runs_claim_one_session(self, store: Store) -> None:
        """Four threads that handle what they claim, three at a time, handle each session once."""
        furnished(store)
        sessions = [a_session(reference=f"S{number:02}") for number in range(20)]
        for session in sessions:
            session.next_change_on = TODAY
        keep(store, *sessions)
        start = Barrier(4)

        def run(_: int) -> list[str]:
            start.wait(60)
            handled: list[str] = []
            while found := _handle(store):
                handled += found
            return handled

        with ThreadPoolExecutor(4) as pool:
            handled = [one for found in pool.map(run, range(4)) for one in found]

        assert sorted(handled) == [f"s{number:02}" for number in range(20)]

    def test_slots_closed_by_the_end_of_their_session(self, store: Store) -> None:
        """The last holding of each slot when the end closed it, unless its holder held another since (SES-13)."""
        furnished(store)
        keep(store, a_session(package=4, holders="ana bob cleo", waiting="dan"))
        with store.begin(reads=False) as unit:
            session = unit.sessions.get(SessionId("lyon"))
            session.pass_on(1, PersonId("ana"), None, Closed.EXPIRED, False, NOW)
            session.pass_on(2, PersonId("bob"), None, Closed.EXPIRED, False, NOW)
            session.pass_on(3, PersonId("cleo"), None, Closed.ENDED, False, NOW)
            session.assign(PersonId("dan"), NOW)

        with reading(store) as unit:
            assert [(one.slot, one.person) for one in unit.sessions.closed_by_expiry(SessionId("lyon"))] == [(2, "bob")]

    @pytest.mark.parametrize(
        ("how", "used"),
        [
            ("nothing", False),
            ("held", True),
            ("welcomed", True),
            ("left", True),
            ("seen", True),
            ("seen before", False),
        ],
    )
    def test_whether_a_session_was_used(self, store: Store, how: str, used: bool) -> None:
        """A slot held, a welcome, somebody gone, a lesson seen as its member; not what was seen before (SES-15)."""
        furnished(store)
        keep(store, a_session(members="ana bob", welcomed="ana" if how == "welcomed" else ""))
        with store.begin(reads=False) as unit:
            session = unit.sessions.get(SessionId("lyon"))
            if how == "held":
                session.assign(PersonId("ana"), NOW)
            if how == "left":
                session.leave(PersonId("ana"), NOW)
            if how.startswith("seen"):
                seen = session.members[PersonId("ana")].enrolled + timedelta(days=-1 if how == "seen before" else 1)
                unit.records.of(PersonId("ana")).viewings[LessonId("l1")] = Viewing(95, seen, 1)

        with reading(store) as unit:
            assert unit.sessions.used(SessionId("lyon")) is used

    def test_a_session_that_does_not_exist(self, store: Store) -> None:
        """Has no holdings and was used by nobody; it can be forgotten, and not removed."""
        nowhere = SessionId("nowhere")
        with store.begin(reads=False) as unit:
            assert unit.sessions.ledger(nowhere) == unit.sessions.closed_by_expiry(nowhere) == []
            assert unit.sessions.used(nowhere) is False
            assert unit.sessions.of_course(CourseId("x")) == []
            assert unit.sessions.of_person(PersonId("nobody")) == []
            assert unit.sessions.with_learner_of(CourseId("x"), PersonId("nobody")) == []
            assert unit.sessions.claim_due(TODAY, [], 1, nowhere) == []
            unit.sessions.forget(nowhere)
            with pytest.raises(LookupError):
                unit.sessions.remove(a_session(reference="Nowhere"))

    def test_two_holders_of_one_slot(self, store: Store) -> None:
        """SLOT-1, in the database."""
        session = a_session(package=2, holders="ana bob")
        session.holdings[1].slot = 1
        must_conflict(store, lambda unit: unit.sessions.add(session))

    def test_two_slots_of_one_person(self, store: Store) -> None:
        """SLOT-3, in the database."""
        session = a_session(package=2, holders="ana bob")
        session.holdings[1].person = PersonId("ana")
        must_conflict(store, lambda unit: unit.sessions.add(session))

    def test_two_memberships_of_one_person_in_a_session(self, store: Store) -> None:
        """A former one and a new one are two; two running ones are not."""
        session = a_session(members="ana bob")
        session.members[PersonId("bob")].person = PersonId("ana")
        must_conflict(store, lambda unit: unit.sessions.add(session))

    def test_two_sessions_of_one_reference(self, store: Store) -> None:
        """SES-2, in the database."""
        must_conflict(
            store, lambda unit: unit.sessions.add(evolve(a_session(reference="Nantes"), id=SessionId("other")))
        )

    def test_a_member_nobody_knows(self, store: Store) -> None:
        """Whom a row names exists; one of nobody is a fault of the program, which names the table."""
        furnished(store)

        with pytest.raises(Unavailable) as fault, store.begin(reads=False) as unit:
            unit.sessions.add(a_session(members="nobody"))

        assert fault.value.facts == {"table": "memberships"}


def _handle(store: Store) -> list[str]:
    with store.begin(reads=False) as unit:
        claimed = unit.sessions.claim_due(TODAY, [], 3)
        for session in claimed:
            session.next_change_on = None
        return [session.id for session in claimed]
