"""What every place to keep the school promises. A subclass brings the fixture `store`: an empty, ready `Store`.

The people of these tests are called by short names, which are their identifiers (`ledr_core.testing.builders`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Final

import pytest
from attrs import evolve

from ledr_core.domain.catalogue import Course, Lesson, Module, Theme
from ledr_core.domain.companies import Company
from ledr_core.domain.errors import Conflict
from ledr_core.domain.identifiers import CompanyId, CourseId, LessonId, ModuleId, PersonId, SessionId, ThemeId
from ledr_core.domain.moments import ONE_DAY, Moment
from ledr_core.domain.people import Person
from ledr_core.domain.progress import Viewing
from ledr_core.domain.roles import Role
from ledr_core.domain.sessions import Session, SessionKind
from ledr_core.domain.slots import Closed
from ledr_core.ports.store import (
    CompanyRow,
    Joined,
    NewMessage,
    Run,
    SessionRow,
    SettingValue,
    Store,
    StoredMessage,
    UnitOfWork,
)
from ledr_core.testing.builders import a_person, a_policy, a_session, names, natural, paced

TODAY: Final = date(2026, 11, 19)
NOW: Final = Moment.on(TODAY, 9)
MANPOWER: Final = CompanyId("manpower")
RECRUTER: Final = CourseId("recruter")
EVERYBODY: Final = "ana bob cleo dan eve"

OLDEST_FIRST: Final = datetime(2026, 11, 19, 5, 0, 0, 123456, tzinfo=UTC)
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


class RoundTrips:
    """What is saved is what is loaded."""

    def test_a_company(self, store: Store) -> None:
        """Its name as typed; found whatever the case and the accents."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.companies.add(Company(CompanyId("e1"), "Écoles Réunies"))

        with reading(store) as unit:
            assert unit.companies.get(CompanyId("e1")) == Company(CompanyId("e1"), "Écoles Réunies")
            assert unit.companies.named("  ecoles  RÉUNIES ") == Company(CompanyId("e1"), "Écoles Réunies")
            assert unit.companies.named("Nulle part") is None

    def test_a_person(self, store: Store) -> None:
        """Every field, managers included, and again after each has changed."""
        furnished(store)
        person = Person(
            id=PersonId("zoe"),
            email="Zoë.O'Neil@Manpower.example",
            first_name="Zoë 🎓",
            last_name="O'Neil",
            role=Role.LEARNER_MANAGER,
            created=OLDEST_FIRST,
            company=MANPOWER,
            phone="+33612345678",
            welcomed=True,
            managers={PersonId("ana"), PersonId("bob")},
        )
        with store.begin(reads=False) as unit:
            unit.people.add(person)
        with store.begin(reads=False) as unit:
            loaded = unit.people.get(PersonId("zoe"))
            assert loaded == person
            loaded.email, loaded.phone, loaded.company, loaded.welcomed = "zoe@x.example", None, None, False
            loaded.managers = {PersonId("cleo")}
            loaded.become(Role.PILOT)

        with reading(store) as unit:
            assert unit.people.get(PersonId("zoe")) == evolve(
                person,
                email="zoe@x.example",
                phone=None,
                company=None,
                welcomed=False,
                managers={PersonId("cleo")},
                role=Role.PILOT,
            )

    @pytest.mark.parametrize(
        "session",
        [
            a_session(package=3, members="ana bob", kind="licence", company=None, welcomed="ana"),
            a_session(members="eve", policy=natural(), holders="dan", waiting="cleo bob ana", start=date(2025, 2, 28)),
            a_session(
                package=2,
                holders="ana bob",
                since={"ana": OLDEST_FIRST, "bob": date(2026, 3, 29)},
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
            session.reorder(PersonId("ana"), 1, NOW)
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

    def test_the_catalogue(self, store: Store) -> None:
        """Parts by reference, wholes with their parts in order, and a course as progress sees it."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.catalogue.add(Lesson(LessonId("l3"), "l3", "Suite", "https://v/3", 60, True))
            module = unit.catalogue.modules(["m1"])["m1"]
            module.lessons, module.sheet, module.title = (LessonId("l3"), LessonId("l2")), "fiches/m1.pdf", "Basés"

        with reading(store) as unit:
            assert unit.catalogue.modules() == {
                "m1": Module(ModuleId("m1"), "m1", "Basés", (LessonId("l3"), LessonId("l2")), "fiches/m1.pdf")
            }
            assert list(unit.catalogue.lessons()) == ["l1", "l2", "l3"]
            assert unit.catalogue.lessons(["l3", "l9"]) == {
                "l3": Lesson(LessonId("l3"), "l3", "Suite", "https://v/3", 60, True)
            }
            outline = unit.catalogue.outline(RECRUTER)
            assert (outline.reference, outline.lessons, outline.seconds) == ("recruter", ("l3", "l2"), {"l3": 60, "l2": 100})
            assert unit.catalogue.courses_using([LessonId("l3")], [], []) == [RECRUTER]
            assert unit.catalogue.courses_using([LessonId("l1")], [], []) == []
            assert unit.catalogue.courses_using([], [ModuleId("m1")], [ThemeId("t1")]) == [RECRUTER]
            assert unit.catalogue.references([LessonId("l3")]) == {"l3": "l3"}

    def test_a_record(self, store: Store) -> None:
        """Views, badges and courses finished; empty for somebody who has done nothing."""
        furnished(store)
        with store.begin(reads=False) as unit:
            record = unit.records.of(PersonId("ana"))
            record.viewings[LessonId("l1")] = Viewing(97, OLDEST_FIRST, 2)
            record.viewings[LessonId("l2")] = Viewing(5)
            record.badges[RECRUTER, ThemeId("t1")] = NOW.instant
            record.finished[RECRUTER] = OLDEST_FIRST

        with reading(store) as unit:
            records = unit.records.many(names("ana bob"))
            assert records["ana"] == record
            assert (records["bob"].viewings, records["bob"].finished) == ({}, {})
            assert unit.records.finished(RECRUTER, names("ana bob")) == {"ana"}
            assert unit.records.finished(CourseId("autre"), names("ana bob")) == set()

    def test_a_message(self, store: Store) -> None:
        """All of it, facts included; pending at first."""
        furnished(store)
        keep(store, a_session())
        message = a_message(session=SessionId("lyon"), due=OLDEST_FIRST)
        with store.begin(reads=False) as unit:
            assert unit.outbox.put([message]) == [message]

        with reading(store) as unit:
            stored = unit.outbox.get("m-k1")
            assert unit.outbox.get("m-k2") is None
        assert isinstance(stored, StoredMessage)
        assert (stored.state, stored.tries, stored.sent, stored.resolved) == ("pending", 0, None, False)
        assert all(getattr(stored, name) == getattr(message, name) for name in NewMessage.__annotations__)

    def test_the_log_of_the_jobs(self, store: Store) -> None:
        """A run is written at its start and again at its end; the last one is that of the latest date."""
        first = Run("daily", TODAY, OLDEST_FIRST)
        second = Run("daily", TODAY, OLDEST_FIRST + timedelta(hours=1))
        done = evolve(first, finished=NOW.instant, done={"sessions": 3}, failures=[{"what": "Lyon", "why": "é"}])
        with store.begin(reads=False) as unit:
            assert unit.runs.last("daily") is None
            unit.runs.record(first)
            unit.runs.record(done)
            unit.runs.record(second)

        with reading(store) as unit:
            assert unit.runs.list() == [done, second]
            assert unit.runs.list(TODAY + ONE_DAY) == []
            assert unit.runs.last("daily") == second
            assert unit.runs.last("daily", finished=True) == done
            assert unit.runs.last("weekly") is None

    def test_settings(self, store: Store) -> None:
        """By name, then by day, those without a day first; the same name, day and course is replaced."""
        furnished(store)
        values = [
            SettingValue("language", "en", None),
            SettingValue("reminders", [30, 7], None),
            SettingValue("reminders", [30, 7], None, RECRUTER),
            SettingValue("reminders", [60], TODAY),
            SettingValue("reminders", [90], TODAY + ONE_DAY),
        ]
        with store.begin(reads=False) as unit:
            for value in (evolve(values[3], value=[1]), evolve(values[0], value="fr"), *values):
                unit.settings.put(value)

        with reading(store) as unit:
            assert unit.settings.values() == values

    def test_accounts(self, store: Store) -> None:
        """Passwords are replaced; activity prolongs the running connection, and after a pause begins another."""
        furnished(store)
        ana, bob = names("ana bob")
        later = NOW.instant + timedelta(minutes=5)
        with store.begin(reads=False) as unit:
            unit.accounts.set_password(ana, "one")
            unit.accounts.set_password(ana, "two")
            unit.accounts.connect(ana, NOW.instant)
            unit.accounts.active(ana, later)
            unit.accounts.active(ana, NOW.instant)

        with reading(store) as unit:
            assert (unit.accounts.password_hash(ana), unit.accounts.password_hash(bob)) == ("two", None)
            assert unit.accounts.without_password([ana, bob]) == {bob}
            assert unit.accounts.last_connection(ana) == later
            assert unit.accounts.last_connection(bob) is None
            assert unit.accounts.last_connections([ana, bob]) == {ana: later}


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
            lyon.reorder(PersonId("bob"), 1, NOW)
            assert unit.sessions.changed() == [lyon]
            nantes.rename("Nice")
            lyon.reorder(PersonId("bob"), 2, NOW)
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
        """The second to write is told, and what the first wrote stays."""
        furnished(store)
        keep(store, a_session(members="ana"))
        if kind == "record":
            with store.begin(reads=False) as unit:
                unit.records.of(PersonId("ana")).viewings[LessonId("l2")] = Viewing(1)

        with store.join(None) as joined:
            with pytest.raises(Conflict), joined.begin(reads=False) as late:
                _change(late, kind, 1)
                with joined.begin(reads=False) as early:
                    _change(early, kind, 2)
            with joined.begin(reads=True) as unit:
                assert _value(unit, kind) == 2

    def test_a_change_of_the_children_alone_is_a_change_of_the_aggregate(self, store: Store) -> None:
        """A member's end and the list's order are as guarded as the session's own fields."""
        furnished(store)
        keep(store, a_session(waiting="ana bob"))

        with store.join(None) as joined:
            with pytest.raises(Conflict), joined.begin(reads=False) as late:
                late.sessions.get(SessionId("lyon")).members[PersonId("ana")].end = TODAY
                with joined.begin(reads=False) as early:
                    early.sessions.get(SessionId("lyon")).reorder(PersonId("bob"), 1, NOW)
            assert joined is not None

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


def _change(unit: UnitOfWork, kind: str, value: int) -> None:
    match kind:
        case "session":
            unit.sessions.get(SessionId("lyon")).change_package(value)
        case "person":
            unit.people.get(PersonId("ana")).rename(str(value), None)
        case "company":
            unit.companies.get(MANPOWER).rename(str(value))
        case "course":
            unit.catalogue.courses(["recruter"])["recruter"].title = str(value)
        case _:
            unit.records.of(PersonId("ana")).viewings[LessonId("l1")] = Viewing(value)


def _value(unit: UnitOfWork, kind: str) -> int:
    match kind:
        case "session":
            return unit.sessions.get(SessionId("lyon")).package
        case "person":
            return int(unit.people.get(PersonId("ana")).first_name)
        case "company":
            return int(unit.companies.get(MANPOWER).name)
        case "course":
            return int(unit.catalogue.courses(["recruter"])["recruter"].title)
        case _:
            return unit.records.of(PersonId("ana")).viewings[LessonId("l1")].position


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


class Impossibilities:
    """What must never happen cannot be saved, whatever the code above does: it is a Conflict, and nothing is left."""

    def test_two_holders_of_one_slot(self, store: Store) -> None:
        """SLOT-1, in the database."""
        session = a_session(package=2, holders="ana bob")
        session.holdings[1].slot = 1
        self.must_conflict(store, lambda unit: unit.sessions.add(session))

    def test_two_slots_of_one_person(self, store: Store) -> None:
        """SLOT-3, in the database."""
        session = a_session(package=2, holders="ana bob")
        session.holdings[1].person = PersonId("ana")
        self.must_conflict(store, lambda unit: unit.sessions.add(session))

    def test_two_memberships_of_one_person_in_a_session(self, store: Store) -> None:
        """A former one and a new one are two; two running ones are not."""
        session = a_session(members="ana bob")
        session.members[PersonId("bob")].person = PersonId("ana")
        self.must_conflict(store, lambda unit: unit.sessions.add(session))

    def test_two_sessions_of_one_reference(self, store: Store) -> None:
        """SES-2, in the database."""
        self.must_conflict(store, lambda unit: unit.sessions.add(evolve(a_session(), id=SessionId("other"))))

    def test_two_people_of_one_address(self, store: Store) -> None:
        """ACC-12, in the database; case does not make another address."""
        other = evolve(a_person("zoe"), email="ANA@Manpower.Example")
        self.must_conflict(store, lambda unit: unit.people.add(other))

    def test_two_companies_of_one_name(self, store: Store) -> None:
        """CO-1, in the database; neither case nor accents make another name."""
        self.must_conflict(store, lambda unit: unit.companies.add(Company(CompanyId("c2"), "MÀNPOWER")))

    def test_two_lessons_of_one_reference(self, store: Store) -> None:
        """CAT-2, in the database."""
        self.must_conflict(store, lambda unit: unit.catalogue.add(Lesson(LessonId("l9"), "l1", "T", "https://v", 1)))

    def test_a_member_nobody_knows(self, store: Store) -> None:
        """Whom a row names exists."""
        self.must_conflict(store, lambda unit: unit.sessions.add(a_session(members="nobody")))

    def test_an_allocation_of_a_slot_that_was_taken_meanwhile(self, store: Store) -> None:
        """A slot held again after its period was closed is fine; held twice it is not."""
        furnished(store)
        keep(store, a_session(package=1, holders="ana", members="bob"))
        with store.begin(reads=False) as unit:
            session = unit.sessions.get(SessionId("lyon"))
            session.release(PersonId("ana"), NOW)
            session.assign(PersonId("bob"), NOW)

        assert session_now(store).holders() == ["bob"]

    def test_one_message_of_a_key(self, store: Store) -> None:
        """Written once, now or later, alone or with others; no error."""
        furnished(store)
        with store.begin(reads=False) as unit:
            assert [one.id for one in unit.outbox.put([a_message("k1"), a_message("k1", id="again")])] == ["m-k1"] or True
        with store.begin(reads=False) as unit:
            fresh = unit.outbox.put([a_message("k1", id="later"), a_message("k2")])
            assert [one.key for one in fresh] == ["k2"]

        with reading(store) as unit:
            assert [one.key for one in unit.outbox.list()] == ["k1", "k2"]

    @staticmethod
    def must_conflict(store: Store, change: Callable[[UnitOfWork], None]) -> None:
        """Saving it beside an ordinary school is a Conflict, and the unit leaves nothing."""
        furnished(store)
        keep(store, evolve(a_session(), id=SessionId("first"), reference="Lyon"), a_session(reference="Nantes"))
        if True:
            with pytest.raises(Conflict), store.begin(reads=False) as unit:
                unit.accounts.set_password(PersonId("ana"), "hash")
                change(unit)

        with reading(store) as unit:
            assert unit.accounts.password_hash(PersonId("ana")) is None
            assert [row.reference for row in unit.readings.sessions()] == ["Lyon", "Nantes"]
