"""The life of a school in a service: opened for a block, heard, closed; what is forgotten is told."""

import gc
import logging
import sqlite3
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ledr_adapters import open_rehearsal, open_school
from ledr_core import Invalid, Refused, School, Unavailable
from ledr_core.domain.events import Event
from ledr_core.testing import FixedClock
from tests.integration.conftest import Rehearsal, address

LEA, MAX = address("lea"), address("max")


@pytest.fixture
def host(database_url: str) -> Iterator[sa.Engine]:
    engine = sa.create_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def heard(stored: Rehearsal) -> list[Event]:
    """What a subscriber of the stored school hears, which has a session of two."""
    stored.a_session(members="lea max", package=1)
    received: list[Event] = []
    stored.school.subscribe(received.append)
    return received


# Closed


def test_a_school_is_open_for_a_block(clock: FixedClock) -> None:
    with open_rehearsal("memory:", clock=clock) as school:
        school.companies.create(by="staff", name="Manpower")

    with pytest.raises(Unavailable):
        school.companies.list(by="staff")


def test_a_block_that_fails_closes_it_too(clock: FixedClock) -> None:
    with pytest.raises(ZeroDivisionError), open_rehearsal("memory:", clock=clock) as school:
        raise ZeroDivisionError

    with pytest.raises(Unavailable):
        school.companies.list(by="staff")


@pytest.mark.parametrize(
    "call",
    [
        lambda school: school.companies.create(by="staff", name="Manpower"),
        lambda school: school.companies.list(by="staff"),
        lambda school: school.people.list(by=LEA),
        lambda school: school.jobs.daily(by="staff"),
        lambda school: school.messages.deliver(by="staff"),
        lambda school: school.accounts.sign_in(by="public", login=LEA, password="x"),
        lambda school: school.perform("companies.list", "staff", {}),
        lambda school: school.at_stake("catalogue.put_question", "staff", {"reference": "p1"}),
        lambda school: school.hearer(LEA),
        lambda school: school.transaction().__enter__(),
    ],
)
def test_whatever_is_asked_of_a_closed_school_is_unavailable(
    call: Callable[[School], object], sqlite_school_url: str, clock: FixedClock
) -> None:
    school = open_rehearsal(sqlite_school_url, clock=clock)
    school.close()
    school.close()

    with pytest.raises(Unavailable) as told:
        call(school)

    assert (told.value.part, told.value.ground, told.value.status) == ("school", "closed", 503)


def test_a_school_within_a_transaction_is_not_closed_by_itself(ledr: Rehearsal) -> None:
    with ledr.school.transaction() as inside:
        with pytest.raises(Invalid):
            inside.close()
        inside.companies.create(by="staff", name="Randstad")

    assert len(ledr.school.companies.list(by="staff")) == 3


# Heard


def kinds(received: list[Event]) -> list[str]:
    return [type(event).__name__ for event in received]


def test_a_subscription_is_ended_by_calling_it(ledr: Rehearsal) -> None:
    first: list[Event] = []
    second: list[Event] = []
    end = ledr.school.subscribe(first.append)
    ledr.school.subscribe(second.append)
    ledr.a_session(members="lea")

    end()
    end()
    ledr.school.slots.assign(by="staff", session="Lyon", person=LEA)

    assert kinds(first) == ["PersonCreated", "Enrolled"]
    assert kinds(second) == ["PersonCreated", "Enrolled", "SlotAssigned"]


def test_a_subscription_lasts_for_a_block(ledr: Rehearsal) -> None:
    received: list[Event] = []

    with ledr.school.subscribe(received.append):
        ledr.a_session(members="lea")
    ledr.school.slots.assign(by="staff", session="Lyon", person=LEA)

    assert kinds(received) == ["PersonCreated", "Enrolled"]


def test_of_two_subscriptions_of_one_handler_one_is_ended(ledr: Rehearsal) -> None:
    received: list[Event] = []
    ledr.school.subscribe(received.append)

    with ledr.school.subscribe(received.append):
        ledr.a_session(members="lea")
    ledr.school.slots.assign(by="staff", session="Lyon", person=LEA)

    assert kinds(received) == ["PersonCreated"] * 2 + ["Enrolled"] * 2 + ["SlotAssigned"]


# The host's word


def assigned(school: School, connection: sa.Connection, person: str = LEA) -> Any:
    with school.transaction(connection) as inside:
        inside.slots.assign(by="staff", session="Lyon", person=person)
    return inside


def test_a_host_that_commits_and_says_nothing_is_warned(
    stored: Rehearsal, host: sa.Engine, heard: list[Event], caplog: pytest.LogCaptureFixture
) -> None:
    with host.begin() as connection:
        inside = assigned(stored.school, connection)

    with pytest.warns(ResourceWarning, match=r"inside\.committed\(\).* 1 event.*SlotAssigned"):
        del inside
        gc.collect()

    assert [(record.name, record.levelno) for record in caplog.records] == [("ledr", logging.WARNING)]
    assert heard == []


def test_a_school_that_closes_tells_what_nobody_has_heard_of(
    stored: Rehearsal, host: sa.Engine, heard: list[Event]
) -> None:
    with host.begin() as connection:
        inside = assigned(stored.school, connection)

    with pytest.warns(ResourceWarning, match="SlotAssigned"):
        stored.school.close()

    inside.committed()
    assert heard == []


@pytest.mark.parametrize("how", ["all", "savepoint"])
def test_a_host_that_rolls_back_is_not_warned(
    stored: Rehearsal, host: sa.Engine, heard: list[Event], how: str, caplog: pytest.LogCaptureFixture
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with host.begin() as connection:
            savepoint = connection.begin_nested() if how == "savepoint" else None
            inside = assigned(stored.school, connection)
            (savepoint or connection).rollback()
        stored.school.close()
        del inside
        gc.collect()

    assert (heard, caplog.records) == ([], [])


def test_a_later_rollback_on_the_same_connection_hides_no_warning(
    stored: Rehearsal, host: sa.Engine, heard: list[Event]
) -> None:
    with host.connect() as connection:
        first = assigned(stored.school, connection)
        connection.commit()
        with pytest.raises(Refused):
            assigned(stored.school, connection, MAX)
        connection.rollback()

    with pytest.warns(ResourceWarning, match="SlotAssigned"):
        del first
        gc.collect()


def test_a_host_that_catches_a_refusal_and_says_committed_hears_nothing_of_what_was_undone(
    stored: Rehearsal, host: sa.Engine, heard: list[Event]
) -> None:
    with host.begin() as connection, pytest.raises(Refused), stored.school.transaction(connection) as inside:
        inside.slots.assign(by="staff", session="Lyon", person=LEA)
        inside.slots.assign(by="staff", session="Lyon", person=MAX)
    inside.committed()

    assert heard == []
    assert stored.school.sessions.show(by="staff", session="Lyon").holders == ()


# A file that somebody else writes to


def test_how_long_a_writer_waits_for_another_is_chosen(sqlite_school_url: str, clock: FixedClock) -> None:
    file = sqlite_school_url.removeprefix("sqlite:///")
    with (
        open_school(sqlite_school_url, clock=clock, lock_wait=0.05) as school,
        closing(sqlite3.connect(file, isolation_level=None)) as other,
    ):
        other.execute("begin immediate")
        began = time.monotonic()
        with pytest.raises(Unavailable) as told:
            school.companies.create(by="staff", name="Manpower")
        waited = time.monotonic() - began
        other.execute("rollback")
        assert school.companies.create(by="staff", name="Manpower").name == "Manpower"

    assert (told.value.ground, told.value.facts["seconds"]) == ("locked", 0.05)
    assert waited < 10


def test_a_file_that_somebody_keeps_to_themselves_cannot_be_opened(sqlite_school_url: str, clock: FixedClock) -> None:
    file = sqlite_school_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("pragma locking_mode = exclusive")
        other.execute("begin exclusive")
        other.execute("create table theirs (x)")
        with pytest.raises(Unavailable, match="locked"):
            open_school(sqlite_school_url, clock=clock, lock_wait=0)


@pytest.mark.parametrize("wait", [-1, 3_601, float("nan"), float("inf"), "30", True, None])
def test_a_wait_is_a_number_of_seconds(wait: Any, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as told:
        open_school(f"sqlite:///{tmp_path / 'ecole.db'}", lock_wait=wait)

    assert told.value.field == "lock_wait"
    assert list(tmp_path.iterdir()) == []
