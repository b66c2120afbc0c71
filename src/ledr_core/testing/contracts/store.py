"""What every place to keep the school promises. A subclass brings the fixture `store`: an empty, ready `Store`.

The people of these tests are called by short names, which are their identifiers (`ledr_core.testing.builders`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Final

import pytest
from attrs import evolve

from ledr_core.domain.assessments.settings import AssessmentSettings
from ledr_core.domain.catalogue.catalogue import Attached, Backgrounds, Course, Lesson, Module, Theme
from ledr_core.domain.kernel.errors import Conflict
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, LessonId, ModuleId, PersonId, SessionId, ThemeId
from ledr_core.domain.kernel.moments import ONE_DAY, Moment
from ledr_core.domain.learning.progress import Record, Viewing
from ledr_core.domain.people.companies import Company
from ledr_core.domain.people.person import Person
from ledr_core.domain.people.roles import Role
from ledr_core.domain.sessions.sessions import Session, SessionKind
from ledr_core.domain.sessions.slots import Closed
from ledr_core.ports.job_runs import Run
from ledr_core.ports.outbox import NewMessage, StoredMessage
from ledr_core.ports.readings import CompanyRow, SessionRow
from ledr_core.ports.settings import SettingValue
from ledr_core.ports.unit import Joined, Store, UnitOfWork
from ledr_core.testing.builders import a_person, a_session, names, natural, paced

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
            created=PRECISE,
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
            module.lessons, module.sheet, module.title = (LessonId("l3"), LessonId("l2")), SHEET, "Basés"

        with reading(store) as unit:
            assert unit.catalogue.modules() == {
                "m1": Module(ModuleId("m1"), "m1", "Basés", (LessonId("l3"), LessonId("l2")), SHEET)
            }
            assert list(unit.catalogue.lessons()) == ["l1", "l2", "l3"]
            assert unit.catalogue.lessons(["l3", "l9"]) == {
                "l3": Lesson(LessonId("l3"), "l3", "Suite", "https://v/3", 60, True)
            }
            outline = unit.catalogue.outline(RECRUTER, AssessmentSettings())
            assert (outline.reference, outline.lessons, outline.seconds) == (
                "recruter",
                ("l3", "l2"),
                {"l3": 60, "l2": 100},
            )
            assert unit.catalogue.contents(RECRUTER).themes == outline.themes
            assert unit.catalogue.courses_using([LessonId("l3")], [], []) == [RECRUTER]
            assert unit.catalogue.courses_using([LessonId("l1")], [], []) == []
            assert unit.catalogue.courses_using([], [ModuleId("m1")], [ThemeId("t1")]) == [RECRUTER]
            assert unit.catalogue.references([LessonId("l3")]) == {"l3": "l3"}

    def test_a_record(self, store: Store) -> None:
        """Views, badges and courses finished; empty for somebody who has done nothing."""
        furnished(store)
        with store.begin(reads=False) as unit:
            record = unit.records.of(PersonId("ana"))
            record.viewings[LessonId("l1")] = Viewing(97, PRECISE, 2)
            record.viewings[LessonId("l2")] = Viewing(5)
            record.badges[RECRUTER, ThemeId("t1")] = NOW.instant
            record.finished[RECRUTER] = PRECISE

        with reading(store) as unit:
            records = unit.records.many(names("ana bob"))
            assert records[PersonId("ana")] == record
            assert records[PersonId("bob")] == Record(PersonId("bob"))
            assert unit.records.finished(RECRUTER, names("ana bob")) == {"ana"}
            assert unit.records.finished(CourseId("autre"), names("ana bob")) == set()

    def test_the_members_of_sessions_who_have_finished(self, store: Store) -> None:
        """Those of the sessions named, who are members still, and of that course."""
        furnished(store)
        keep(store, a_session(members="ana bob"), a_session(reference="Nantes", members="cleo dan"))
        with store.begin(reads=False) as unit:
            for person in names("ana bob cleo"):
                unit.records.of(person).finished[RECRUTER] = NOW.instant
            unit.sessions.get(SessionId("lyon")).leave(PersonId("bob"), NOW)

        with reading(store) as unit:
            both = [SessionId("lyon"), SessionId("nantes")]
            assert unit.records.finished_in(RECRUTER, both) == {"ana", "cleo"}
            assert unit.records.finished_in(RECRUTER, both[:1]) == {"ana"}
            assert unit.records.finished_in(CourseId("autre"), both) == set()
            assert unit.records.finished_in(RECRUTER, []) == set()

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

    def test_the_log_of_the_jobs(self, store: Store) -> None:
        """A run is written at its start and again at its end; the last one is that of the latest date."""
        first = Run("daily", TODAY, PRECISE)
        second = Run("daily", TODAY, PRECISE + timedelta(hours=1), failures=[])
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
        with store.begin(reads=False) as unit:
            unit.accounts.set_password(bob, "three")
            unit.accounts.forget_password(ana)
        with reading(store) as unit:
            assert unit.accounts.without_password([ana, bob]) == {ana}


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
                early.sessions.get(SessionId("lyon")).reorder(PersonId("bob"), 1, NOW)

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
        self.must_conflict(
            store, lambda unit: unit.sessions.add(evolve(a_session(reference="Nantes"), id=SessionId("other")))
        )

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

    @staticmethod
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


class Finders:
    """What is asked for is found, and nothing else."""

    def test_people(self, store: Store) -> None:
        """By address whatever its case, by identifier in the order asked, by manager, by company."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.people.add(a_person("nora", "manager"))
            for person in unit.people.many(names("ana bob")):
                person.managers = {PersonId("nora")}

        with reading(store) as unit:
            found = unit.people.with_emails(["ANA@manpower.example ", "bob@manpower.example", "x@y.example"])
            assert {key: person.id for key, person in found.items()} == {
                "ana@manpower.example": "ana",
                "bob@manpower.example": "bob",
            }
            assert [one.id for one in unit.people.many(names("dan ana dan nobody"))] == ["dan", "ana"]
            assert {one.id for one in unit.people.managed_by(PersonId("nora"))} == {"ana", "bob"}
            assert {one.id for one in unit.people.of_company(MANPOWER)} == set(names(EVERYBODY))
            assert unit.people.with_email("x@y.example") is None
            card = unit.people.cards(names("ana nobody"))[PersonId("ana")]
            assert (card.email, card.name) == ("ana@manpower.example", "Ana Martin")

    def test_accounts_to_welcome(self, store: Store) -> None:
        """Those with a manager, pilot or staff space, in no session, not yet welcomed (ACC-15)."""
        furnished(store)
        with store.begin(reads=False) as unit:
            for name, role in (
                ("may", "manager"),
                ("pol", "pilot"),
                ("adm", "admin"),
                ("tom", "tester"),
                ("lou", "pilot"),
            ):
                unit.people.add(a_person(name, role))
            unit.people.get(PersonId("adm")).welcomed = True
            unit.sessions.add(a_session(members="lou", roles={"lou": "pilot"}))

        with reading(store) as unit:
            assert set(unit.people.unwelcomed(10)) == {"may", "pol"}
            assert len(unit.people.unwelcomed(1)) == 1

    def test_a_picture_is_dropped_unless_it_serves_anywhere(self, store: Store) -> None:
        """As somebody's picture, a module's sheet, the printed form of another file, or a background."""
        with store.begin(reads=False) as unit:
            kept = {name: unit.files.put(name.encode()) for name in ("picture", "sheet", "background", "nothing")}
            unit.files.put(b"image", b"printed")
            kept["printed"] = hashlib.sha256(b"printed").hexdigest()
            unit.people.add(evolve(a_person(), picture=kept["picture"]))
            unit.catalogue.add(Module(ModuleId("m"), "m", "M", (), Attached("m.pdf", kept["sheet"])))
            backgrounds = Backgrounds(gold=Attached("or.png", kept["background"]))
            unit.catalogue.add(Course(CourseId("c"), "c", "C", (), certificate=backgrounds))

        with store.begin(reads=False) as unit:
            for sha256 in kept.values():
                unit.files.drop_picture(sha256)

        with reading(store) as unit:
            for name in ("picture", "sheet", "background", "printed"):
                assert unit.files.get(kept[name]) == name.encode()
            with pytest.raises(LookupError):
                unit.files.get(kept["nothing"])

    def test_testers_to_welcome_on_their_demo_day(self, store: Store) -> None:
        """Those of that day who have not been welcomed, and no tester without a day."""
        with store.begin(reads=False) as unit:
            for name, days, welcomed in (("ada", 0, False), ("bea", 0, True), ("cyd", 1, False), ("dot", -1, False)):
                visitor = a_person(name, "tester")
                visitor.demo_day, visitor.welcomed = TODAY + days * ONE_DAY, welcomed
                unit.people.add(visitor)
            unit.people.add(a_person("eva", "tester"))
            unit.people.add(evolve(a_person("flo", "learner"), demo_day=TODAY))

        with reading(store) as unit:
            assert unit.people.demos_to_welcome(TODAY, 10) == ["ada"]
            assert unit.people.demos_to_welcome(TODAY + ONE_DAY, 10) == ["cyd"]
            assert unit.people.demos_to_welcome(TODAY, 0) == []

    def test_sessions(self, store: Store) -> None:
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
            assert unit.sessions.named("lyon") is None
            assert {one.id for one in unit.sessions.of_person(PersonId("ana"))} == {lyon, nantes}
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
            while found := self._handle(store):
                handled += found
            return handled

        with ThreadPoolExecutor(4) as pool:
            handled = [one for found in pool.map(run, range(4)) for one in found]

        assert sorted(handled) == [f"s{number:02}" for number in range(20)]

    @staticmethod
    def _handle(store: Store) -> list[str]:
        with store.begin(reads=False) as unit:
            claimed = unit.sessions.claim_due(TODAY, [], 3)
            for session in claimed:
                session.next_change_on = None
            return [session.id for session in claimed]


class Tables:
    """Read models: lists and counts."""

    def test_companies(self, store: Store) -> None:
        """By name, with how many sessions and people each has."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.companies.add(Company(CompanyId("a"), "Écoles"))
            unit.companies.add(Company(CompanyId("b"), "Adecco"))
        keep(store, a_session(), a_session(reference="Nantes"))

        with reading(store) as unit:
            assert unit.readings.companies() == [
                CompanyRow("Adecco", 0, 0),
                CompanyRow("Écoles", 0, 0),
                CompanyRow("Manpower", 2, 5),
            ]
            assert unit.readings.sessions_of_company(MANPOWER) == 2

    def test_sessions(self, store: Store) -> None:
        """By start, then reference, with what is held and who waits; of a company, running or expired."""
        furnished(store)
        keep(
            store,
            a_session(package=2, holders="ana", waiting="bob cleo", members="dan"),
            a_session(reference="Brest", company=None, kind=SessionKind.LICENCE, end=TODAY),
            a_session(reference="Arles", start=date(2026, 2, 1), end=TODAY - ONE_DAY),
        )

        with reading(store) as unit:
            rows = unit.readings.sessions()
            assert [row.reference for row in rows] == ["Brest", "Lyon", "Arles"]
            assert rows[1] == SessionRow(
                SessionId("lyon"),
                "Lyon",
                "Manpower",
                "recruter",
                "slot",
                date(2026, 1, 1),
                date(2026, 12, 31),
                package=2,
                members=4,
                held=1,
                waiting=2,
            )
            assert [row.reference for row in unit.readings.sessions(MANPOWER)] == ["Lyon", "Arles"]
            assert [row.reference for row in unit.readings.sessions(None, True, TODAY)] == ["Arles"]
            assert [row.reference for row in unit.readings.sessions(None, False, TODAY)] == ["Brest", "Lyon"]

    def test_people(self, store: Store) -> None:
        """By last name, then first name; of a company, a session, a role, a manager, or with a text."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.people.add(evolve(a_person("zoe", "pilot"), last_name="Élan", first_name="Zoé"))
            unit.people.add(evolve(a_person("nora", "manager"), last_name="Abel"))
            unit.people.get(PersonId("bob")).managers = {PersonId("nora")}
        keep(store, a_session(members="ana bob"), a_session(reference="Nantes", members="ana", end=date(2027, 1, 31)))

        with reading(store) as unit:
            people = unit.readings.people
            assert [row.id for row in people()] == ["nora", *names(EVERYBODY), "zoe"]
            assert [(row.id, row.company, row.session) for row in people()][:3] == [
                ("nora", None, None),
                ("ana", "Manpower", "Nantes"),
                ("bob", "Manpower", "Lyon"),
            ]
            assert [row.id for row in people(company=MANPOWER)] == names(EVERYBODY)
            assert [row.id for row in people(session=SessionId("lyon"))] == ["ana", "bob"]
            assert [row.id for row in people(role=Role.PILOT)] == ["zoe"]
            assert [row.id for row in people(text="ÉLA")] == ["zoe"]
            assert [row.id for row in people(text="BOB@MAN")] == ["bob"]
            assert [row.id for row in people(managed_by=PersonId("nora"))] == ["bob"]
            assert people(session=SessionId("lyon"), text="zoe") == []

    def test_domains_of_colleagues(self, store: Store) -> None:
        """Those of the others in the company, the most used first, in small letters; somebody without any has none."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.companies.add(Company(CompanyId("adecco"), "Adecco"))
            for name, company, domain in (
                ("fay", MANPOWER, "Agence"),
                ("gus", "adecco", "adecco"),
                ("lone", None, "home"),
            ):
                unit.people.add(evolve(a_person(name, company=company), email=f"{name}@{domain}.example"))

        with reading(store) as unit:
            domains = unit.readings.domains_of_colleagues(PersonId("ana"))
            assert list(domains.items()) == [("manpower.example", 4), ("agence.example", 1)]
            assert unit.readings.domains_of_colleagues(PersonId("fay")) == {"manpower.example": 5}
            assert unit.readings.domains_of_colleagues(PersonId("gus")) == {}
            assert unit.readings.domains_of_colleagues(PersonId("lone")) == {}

    def test_seats(self, store: Store) -> None:
        """The memberships of a person, with the slot held or the place in the list."""
        furnished(store)
        keep(
            store,
            a_session(package=2, holders="bob ana"),
            a_session(reference="Nantes", waiting="cleo ana", start=date(2026, 5, 1)),
            a_session(reference="Brest", kind=SessionKind.LICENCE, members="ana", start=date(2026, 9, 1)),
        )

        with reading(store) as unit:
            seats = unit.readings.seats(PersonId("ana"))
        assert [(one.session, one.shared, one.slot, one.position) for one in seats] == [
            ("Lyon", True, 2, None),
            ("Nantes", True, None, 2),
            ("Brest", False, None, None),
        ]
        assert [one.member.start.month for one in seats] == [1, 5, 9]

    def test_how_long_sessions_run(self, store: Store) -> None:
        """Those of a company, and those of the people whom somebody manages (ACC-7, ACC-8)."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.people.get(PersonId("bob")).managers = {PersonId("eve")}
        keep(store, a_session(members="ana", end=date(2027, 5, 1)), a_session(reference="Nantes", members="bob"))

        with reading(store) as unit:
            assert unit.readings.company_runs_until(MANPOWER) == date(2027, 5, 1)
            assert unit.readings.company_runs_until(CompanyId("x")) is None
            assert unit.readings.managed_run_until(PersonId("eve")) == date(2026, 12, 31)
            assert unit.readings.managed_run_until(PersonId("ana")) is None

    def test_learners_of_a_course(self, store: Store) -> None:
        """Those enrolled now in a learning role, each once."""
        furnished(store)
        keep(
            store,
            a_session(members="ana bob cleo", roles={"bob": "manager"}),
            a_session(reference="Nantes", members="ana dan"),
        )
        with store.begin(reads=False) as unit:
            unit.sessions.get(SessionId("nantes")).leave(PersonId("dan"), NOW)

        with reading(store) as unit:
            assert sorted(unit.readings.learners_of_course(RECRUTER)) == ["ana", "cleo"]


class StoreContract(RoundTrips, UnitsOfWork, Transactions, Impossibilities, Finders, Tables):
    """The contract of `ledr_core.ports.store.Store`."""
