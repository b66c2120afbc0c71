"""A service that embeds the library: transactions, events, threads, and what importing it brings in."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from threading import Barrier, Thread
from typing import Any

import pytest
import sqlalchemy as sa

import ledr_core
from ledr_adapters import open_rehearsal
from ledr_adapters.recording import RecordingMail
from ledr_core import Conflict, Invalid, LedrError, NotFound, Refused, School, Unavailable
from ledr_core.domain import events
from ledr_core.domain.events import Event
from ledr_core.testing import FixedClock
from ledr_core.views import as_json
from tests.integration.conftest import THURSDAY, Rehearsal, a_member, address, furnished, refusal

LEA, MAX, PAUL = address("lea"), address("max"), address("paul")


@pytest.fixture
def heard(stored: Rehearsal) -> list[Event]:
    """The events that a subscriber of the stored school has received."""
    received: list[Event] = []
    stored.school.subscribe(received.append)
    return received


@pytest.fixture
def host(database_url: str) -> Iterator[sa.Engine]:
    """The engine of a service that has a table of its own in the school's database."""
    engine = sa.create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(sa.text("create table orders (name varchar(40) primary key)"))
    yield engine
    engine.dispose()


@pytest.fixture
def embedded(stored: Rehearsal, host: sa.Engine) -> Rehearsal:
    """A school that lives in the host's database, with a session, a pilot and two members."""
    stored.a_session(members="paul:pilot lea max", package=1)
    return stored


def orders(host: sa.Engine) -> list[str]:
    with host.connect() as connection:
        return list(connection.scalars(sa.text("select name from orders order by name")))


def kinds(received: list[Event]) -> list[str]:
    return [type(event).__name__ for event in received]


# Several operations as one


def test_a_transaction_does_all_of_its_operations(stored: Rehearsal) -> None:
    with stored.school.transaction() as inside:
        inside.companies.create(by="staff", name="Randstad")
        inside.sessions.create(
            by="staff",
            reference="Lyon",
            company="Randstad",
            course="recruter",
            kind="slot",
            start="2026-11-01",
            package=1,
            members=[a_member("lea")],
        )
        inside.slots.assign(by="staff", session="Lyon", person=LEA)

    assert stored.school.sessions.show(by="staff", session="Lyon").free == 0


def test_a_transaction_that_fails_does_none_of_them(stored: Rehearsal, heard: list[Event]) -> None:
    with pytest.raises(ZeroDivisionError), stored.school.transaction() as inside:
        inside.companies.create(by="staff", name="Randstad")
        inside.people.create(by="staff", email=LEA, first_name="L", last_name="M", role="pilot", company="Randstad")
        raise ZeroDivisionError

    assert [company.name for company in stored.school.companies.list(by="staff")] == ["Adecco", "Manpower"]
    assert stored.school.people.list(by="staff") == ()
    assert heard == []


def test_a_refusal_that_leaves_a_transaction_undoes_what_came_before(stored: Rehearsal) -> None:
    stored.a_session(members="lea max", package=1)

    with pytest.raises(Refused) as refused, stored.school.transaction() as inside:
        inside.slots.assign(by="staff", session="Lyon", person=LEA)
        inside.slots.assign(by="staff", session="Lyon", person=MAX)

    assert refused.value.rule == "SLOT-2"
    assert stored.school.sessions.show(by="staff", session="Lyon").holders == ()


def test_a_refusal_caught_inside_undoes_its_operation_alone(stored: Rehearsal, heard: list[Event]) -> None:
    stored.a_session(members="lea max", package=1)
    heard.clear()

    with stored.school.transaction() as inside:
        inside.slots.assign(by="staff", session="Lyon", person=LEA)
        refused = refusal(
            lambda: inside.sessions.compose(
                by="staff",
                reference="Neuve",
                company="Manpower",
                course="recruter",
                start="2026-12-01",
                package=9,
                new=[a_member("zoe")],
            )
        )
        inside.rotations.enqueue(by="staff", session="Lyon", person=MAX)

    assert refused.rule == "SES-3"
    sheet = stored.school.sessions.show(by="staff", session="Lyon")
    assert ([holder.person for holder in sheet.holders], sheet.waiting) == ([LEA], (MAX,))
    assert [session.reference for session in stored.school.sessions.list(by="staff")] == ["Lyon"]
    assert kinds(heard) == ["SlotAssigned", "Queued"]


def test_an_operation_sees_what_the_ones_before_it_did(stored: Rehearsal) -> None:
    with stored.school.transaction() as inside:
        inside.companies.create(by="staff", name="Randstad")
        assert "Randstad" in [company.name for company in inside.companies.list(by="staff")]
        inside.companies.delete(by="staff", company="Randstad")

    assert len(stored.school.companies.list(by="staff")) == 2


def test_the_outer_school_is_invalid_in_that_thread_while_a_transaction_is_open(stored: Rehearsal) -> None:
    with stored.school.transaction() as inside:
        for call in (
            lambda: stored.school.companies.list(by="staff"),
            lambda: stored.school.companies.create(by="staff", name="Randstad"),
            lambda: stored.school.jobs.daily(by="staff"),
            lambda: stored.school.messages.deliver(by="staff"),
            lambda: stored.school.transaction().__enter__(),
        ):
            with pytest.raises(Invalid):
                call()
        inside.companies.create(by="staff", name="Dedans")

    stored.school.companies.create(by="staff", name="Après")
    assert len(stored.school.companies.list(by="staff")) == 4


def test_the_outer_school_is_open_again_after_a_transaction_that_failed(stored: Rehearsal) -> None:
    with pytest.raises(ZeroDivisionError), stored.school.transaction():
        raise ZeroDivisionError

    assert stored.school.companies.create(by="staff", name="Randstad").name == "Randstad"


def test_what_commits_piece_by_piece_is_refused_inside(stored: Rehearsal) -> None:
    stored.a_session(kind="licence", members="lea")

    with stored.school.transaction() as inside:
        for call in (lambda: inside.jobs.daily(by="staff"), lambda: inside.messages.deliver(by="staff")):
            with pytest.raises(Invalid):
                call()
        assert inside.jobs.log(by="staff") == ()

    assert stored.messages() == []


def test_roles_are_judged_inside_as_outside(stored: Rehearsal) -> None:
    stored.a_session(members="lea")

    with stored.school.transaction() as inside:
        assert refusal(lambda: inside.slots.assign(by=LEA, session="Lyon", person=LEA)).rule == "SLOT-4"
        assert refusal(lambda: inside.jobs.log(by=LEA)).rule == "ROLE-11"


def test_a_transaction_within_a_transaction_is_invalid(ledr: Rehearsal) -> None:
    with ledr.school.transaction() as inside:
        with pytest.raises(Invalid), inside.transaction():
            pytest.fail("entered")
        inside.companies.create(by="staff", name="Randstad")

    assert len(ledr.school.companies.list(by="staff")) == 3


def test_the_inner_school_ends_with_its_transaction(stored: Rehearsal) -> None:
    with stored.school.transaction() as inside:
        inside.companies.create(by="staff", name="Randstad")

    for call in (
        lambda: inside.companies.create(by="staff", name="Trop tard"),
        lambda: inside.companies.list(by="staff"),
    ):
        with pytest.raises(Invalid):
            call()
    assert len(stored.school.companies.list(by="staff")) == 3


# The host's own connection


def test_a_host_commits_its_part_and_ours_together(embedded: Rehearsal, host: sa.Engine) -> None:
    with host.begin() as connection:
        with embedded.school.transaction(connection) as inside:
            inside.slots.assign(by=PAUL, session="Lyon", person=LEA)
        connection.execute(sa.text("insert into orders values ('slot')"))

    assert orders(host) == ["slot"]
    assert embedded.school.people.show(by="staff", person=LEA).slot == 1


@pytest.mark.parametrize("theirs_first", [True, False])
def test_a_host_that_rolls_back_undoes_our_part(embedded: Rehearsal, host: sa.Engine, theirs_first: bool) -> None:
    with host.connect() as connection:
        if theirs_first:
            connection.execute(sa.text("insert into orders values ('slot')"))
        with embedded.school.transaction(connection) as inside:
            inside.slots.assign(by=PAUL, session="Lyon", person=LEA)
            inside.people.update(by="staff", person=LEA, first_name="Autre")
        connection.execute(sa.text("insert into orders values ('after')"))
        connection.rollback()

    assert orders(host) == []
    sheet = embedded.school.people.show(by="staff", person=LEA)
    assert (sheet.slot, sheet.first_name) == (None, "Lea")


def test_a_refusal_leaves_the_hosts_part_to_the_host(embedded: Rehearsal, host: sa.Engine) -> None:
    embedded.school.slots.assign(by=PAUL, session="Lyon", person=LEA)

    with host.begin() as connection:
        connection.execute(sa.text("insert into orders values ('before')"))
        with embedded.school.transaction(connection) as inside:
            refused = refusal(lambda: inside.slots.assign(by=PAUL, session="Lyon", person=MAX))
        connection.execute(sa.text("insert into orders values ('refused')"))

    assert refused.rule == "SLOT-2"
    assert orders(host) == ["before", "refused"]


def test_several_transactions_on_one_host_connection_are_one(embedded: Rehearsal, host: sa.Engine) -> None:
    with host.connect() as connection:
        for person in ("lea", "max"):
            with embedded.school.transaction(connection) as inside:
                inside.rotations.enqueue(by=PAUL, session="Lyon", person=address(person))
        connection.rollback()
    assert embedded.school.sessions.show(by="staff", session="Lyon").waiting == ()

    with host.begin() as connection:
        for person in ("lea", "max"):
            with embedded.school.transaction(connection) as inside:
                inside.rotations.enqueue(by=PAUL, session="Lyon", person=address(person))
    assert embedded.school.sessions.show(by="staff", session="Lyon").waiting == (LEA, MAX)


def test_what_is_not_a_connection_is_invalid(stored: Rehearsal, host: sa.Engine) -> None:
    for wrong in (host, "sqlite://", object()):
        with pytest.raises(Invalid) as error, stored.school.transaction(wrong):
            pytest.fail("entered")
        assert error.value.field == "connection"
    assert len(stored.school.companies.list(by="staff")) == 2


# Events


def test_subscribers_hear_events_after_commit_in_the_words_people_know(stored: Rehearsal, heard: list[Event]) -> None:
    stored.a_session(members="lea")
    heard.clear()

    stored.school.slots.assign(by="staff", session="Lyon", person=LEA)

    (event,) = heard
    assert isinstance(event, events.SlotAssigned)
    assert (event.person, event.session, event.slot, event.reason) == (LEA, "Lyon", 1, "manual")
    assert event.at.isoformat() == "2026-11-19T08:00:00+00:00"


def test_a_subscriber_that_hears_finds_the_change_made(stored: Rehearsal) -> None:
    stored.a_session(members="lea")
    slots: list[int | None] = []
    stored.school.subscribe(lambda event: slots.append(stored.school.people.show(by="staff", person=LEA).slot))

    stored.school.slots.assign(by="staff", session="Lyon", person=LEA)

    assert slots == [1]


def test_what_is_refused_is_not_heard(stored: Rehearsal, heard: list[Event]) -> None:
    stored.a_session(members="lea max", package=1, holders="lea")
    heard.clear()

    refusal(lambda: stored.school.slots.assign(by="staff", session="Lyon", person=MAX))

    assert heard == []


def test_the_events_of_a_life_are_heard_in_order(stored: Rehearsal, heard: list[Event]) -> None:
    stored.a_session(members="lea", holders="lea")
    stored.run(THURSDAY)
    stored.at(THURSDAY)
    stored.sign_in("lea")
    stored.watch("lea", "l1 l2")
    stored.school.slots.release(by="staff", session="Lyon", person=LEA)

    assert kinds(heard) == [
        "PersonCreated",
        "Enrolled",
        "SlotAssigned",
        "WelcomeDue",
        "SignedIn",
        "LessonSeen",
        "LessonSeen",
        "ThemeValidated",
        "CourseFinished",
        "SlotReleased",
    ]
    seen, validated, finished = heard[5], heard[7], heard[8]
    assert isinstance(seen, events.LessonSeen)
    assert isinstance(validated, events.ThemeValidated)
    assert isinstance(finished, events.CourseFinished)
    assert (seen.lesson, validated.theme, finished.course) == ("l1", "t1", "recruter")


def test_the_events_of_a_transaction_come_after_its_commit(stored: Rehearsal, heard: list[Event]) -> None:
    stored.a_session(members="lea max")
    heard.clear()

    with stored.school.transaction() as inside:
        inside.slots.assign(by="staff", session="Lyon", person=LEA)
        inside.slots.assign(by="staff", session="Lyon", person=MAX)
        assert heard == []

    assert kinds(heard) == ["SlotAssigned", "SlotAssigned"]


def test_with_a_hosts_connection_events_come_when_the_host_says_so(
    embedded: Rehearsal, host: sa.Engine, heard: list[Event]
) -> None:
    heard.clear()
    with host.connect() as connection:
        with embedded.school.transaction(connection) as inside:
            inside.slots.assign(by=PAUL, session="Lyon", person=LEA)
        assert heard == []
        connection.commit()
        assert heard == []

    inside.committed()
    inside.committed()

    assert kinds(heard) == ["SlotAssigned"]


def test_a_host_that_rolls_back_and_says_nothing_is_not_heard(
    embedded: Rehearsal, host: sa.Engine, heard: list[Event]
) -> None:
    heard.clear()

    with host.connect() as connection, embedded.school.transaction(connection) as inside:
        inside.slots.assign(by=PAUL, session="Lyon", person=LEA)
        connection.rollback()

    assert heard == []


def test_an_error_in_a_subscriber_is_logged_and_undoes_nothing(
    stored: Rehearsal, caplog: pytest.LogCaptureFixture
) -> None:
    received: list[Event] = []
    stored.school.subscribe(lambda event: 1 / 0)
    stored.school.subscribe(received.append)

    with caplog.at_level(logging.ERROR):
        stored.a_session(members="lea")

    assert stored.school.sessions.show(by="staff", session="Lyon").members[0].email == LEA
    assert kinds(received) == ["PersonCreated", "Enrolled"]
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [ZeroDivisionError] * 2
    assert "PersonCreated" in caplog.text


# Threads


def test_a_school_is_shared_by_threads(stored: Rehearsal) -> None:
    stored.a_session(members=" ".join(f"p{number}" for number in range(12)), package=5)
    start = Barrier(12)

    def claim(number: int) -> str:
        start.wait()
        try:
            stored.school.slots.assign(by="staff", session="Lyon", person=address(f"p{number}"))
        except Refused as refused:
            return refused.rule
        return "assigned"

    with ThreadPoolExecutor(12) as threads:
        results = list(threads.map(claim, range(12)))

    assert sorted(results) == ["SLOT-2"] * 7 + ["assigned"] * 5
    holders = stored.school.sessions.show(by="staff", session="Lyon").holders
    assert [holder.slot for holder in holders] == [1, 2, 3, 4, 5]


def test_a_school_in_memory_is_shared_by_threads_too(ledr: Rehearsal) -> None:
    start = Barrier(8)

    def create(number: int) -> int:
        start.wait()
        for step in range(10):
            ledr.school.companies.create(by="staff", name=f"Company {number}-{step}")
        return len(ledr.school.companies.list(by="staff"))

    with ThreadPoolExecutor(8) as threads:
        counts = list(threads.map(create, range(8)))

    assert max(counts) == 82
    assert min(counts) >= 12


def test_another_thread_works_while_a_transaction_is_open(database_url: str, clock: FixedClock) -> None:
    school = open_rehearsal(database_url, clock=clock, mail=RecordingMail())
    furnished(Rehearsal(school, clock, RecordingMail()))
    seen: list[int] = []

    with school.transaction() as inside:
        inside.companies.create(by="staff", name="Randstad")
        reader = Thread(target=lambda: seen.append(len(school.companies.list(by="staff"))))
        reader.start()
        reader.join(10)
        assert not reader.is_alive()

    assert seen == [2]
    assert len(school.companies.list(by="staff")) == 3
    school.close()


def test_two_schools_on_one_database_see_each_others_work(database_url: str, clock: FixedClock) -> None:
    first, second = (open_rehearsal(database_url, clock=clock, mail=RecordingMail()) for _ in range(2))

    first.companies.create(by="staff", name="Manpower")

    assert [company.name for company in second.companies.list(by="staff")] == ["Manpower"]
    first.close()
    second.close()


# What importing it brings in


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    return done.stdout.strip()


def test_importing_the_core_brings_in_neither_sqlalchemy_nor_click() -> None:
    loaded = python(
        "import sys, ledr_core; from ledr_core import School, Refused, Invalid, NotFound, Conflict, Unavailable;"
        "print([name for name in ('sqlalchemy', 'click', 'alembic', 'psycopg') if name in sys.modules])"
    )

    assert loaded == "[]"


def test_importing_the_adapters_brings_in_nothing_until_a_school_is_opened() -> None:
    assert python("import sys, ledr_adapters; print('sqlalchemy' in sys.modules)") == "False"


@pytest.mark.parametrize("package", ["ledr_core", "ledr_adapters", "ledr_cli"])
def test_the_packages_are_typed(package: str) -> None:
    assert resources.files(package).joinpath("py.typed").is_file()


def test_the_errors_are_one_family_with_their_facts() -> None:
    assert all(issubclass(error, LedrError) for error in (Refused, NotFound, Invalid, Unavailable, Conflict))
    assert ledr_core.School is School
    assert set(ledr_core.__all__) >= {"Conflict", "Invalid", "LedrError", "NotFound", "Refused", "School"}


def test_a_refusal_is_turned_into_an_answer(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea max", package=1, holders="lea")

    refused = refusal(lambda: ledr.school.slots.assign(by="staff", session="Lyon", person=MAX))

    assert (refused.rule, refused.reason) == ("SLOT-2", "none free")
    facts = as_json(refused.facts)
    assert (facts["package"], facts["holders"]) == (1, [LEA])
    assert all(type(value) in (str, int, list) for value in facts.values())
    assert "SLOT-2" in str(refused)


def test_a_school_is_closed_and_another_opened_on_the_same_file(sqlite_url: str, clock: FixedClock) -> None:
    school = open_rehearsal(sqlite_url, clock=clock)
    school.companies.create(by="staff", name="Manpower")
    school.close()

    again = open_rehearsal(sqlite_url, clock=clock)

    assert [company.name for company in again.companies.list(by="staff")] == ["Manpower"]
    again.close()


def test_schools_in_memory_are_each_their_own(clock: FixedClock) -> None:
    first, second = open_rehearsal("memory:", clock=clock), open_rehearsal("memory:", clock=clock)

    first.companies.create(by="staff", name="Manpower")

    assert second.companies.list(by="staff") == ()
    first.close()
    second.close()


@pytest.mark.parametrize("beside", [3, None, b"folder", ["a"]])
def test_a_folder_beside_the_values_is_a_path(ledr: Rehearsal, beside: Any) -> None:
    with pytest.raises(Invalid) as error:
        ledr.school.perform("companies.list", "staff", {}, beside=beside)

    assert (error.value.field, error.value.ground) == ("beside", "not text")


def test_a_closed_school_says_so_whatever_is_asked(clock: FixedClock) -> None:
    school = open_rehearsal("memory:", clock=clock)
    school.close()

    for asked in (
        lambda: school.companies.list(by="staff"),
        lambda: school.subscribe(print),
        lambda: school.at_stake("companies.delete", "staff", {"company": "Manpower"}),
        lambda: school.at_stake("companies.list", "staff", {}),
        lambda: school.catalogue.import_questions(by="staff", file="nowhere.csv"),
        lambda: school.catalogue.load(by="staff", file="nowhere.yaml"),
    ):
        with pytest.raises(Unavailable) as error:
            asked()
        assert (error.value.part, error.value.ground) == ("school", "closed")
