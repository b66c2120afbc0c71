"""Many at once: processes on one database, threads on one School. Nothing is given twice, nobody meets an accident."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from multiprocessing.synchronize import Barrier
from typing import Any

import pytest
import sqlalchemy as sa

from ledr_core import Refused, School
from ledr_core.application.jobs import daily_run
from ledr_core.domain.kernel.moments import ONE_DAY
from ledr_core.testing import FixedClock
from ledr_core.testing.builders import a_school, learners
from ledr_core.views import as_json
from tests.generated import SOAKING
from tests.processes import PATIENCE, in_processes

AT = "2026-11-19T09:00"
RACERS = 50
ROUNDS = 8 if SOAKING else 3
DAYS, SESSIONS = (5, 20) if SOAKING else (3, 10)


def attempt(operation: Callable[..., object], **given: object) -> str:
    """`done`, or the refusal; anything else that is raised is told as an accident."""
    try:
        operation(by="staff", **given)
    except Refused as refused:
        return f"{refused.rule}: {refused.reason}"
    except Exception as error:
        return f"accident: {error!r}"
    return "done"


def address(name: str) -> str:
    return f"{name}@manpower.example"


def a_slot_session(school: School, reference: str, people: Sequence[str], package: int) -> None:
    school.sessions.create(
        by="staff",
        reference=reference,
        company="Manpower",
        course="recruter",
        kind="slot",
        start="2026-11-01",
        end="2027-10-31",
        package=package,
        members=learners(people),
    )


@pytest.fixture
def school(database_url: str) -> Iterator[School]:
    """A school in a database of each kind."""
    with closing(a_school(database_url, clock=FixedClock(AT))) as opened:
        yield opened


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest) -> Iterator[School]:
    """A school that threads share, in memory too."""
    url = "memory:" if request.param == "memory" else request.getfixturevalue(f"{request.param}_url")
    with closing(a_school(url, clock=FixedClock(AT))) as opened:
        yield opened


# Processes


@pytest.mark.generated
@pytest.mark.rule("SLOT-8", "SLOT-1", "SLOT-2")
def test_of_fifty_processes_that_claim_the_last_five_slots_exactly_five_hold_one(
    school: School, database_url: str
) -> None:
    """In each round five hold a slot, the others are refused SLOT-2, and nobody meets anything else."""
    for number in range(ROUNDS):
        people = [f"r{number}p{racer}" for racer in range(RACERS)]
        early = [f"r{number}early{place}" for place in range(3)]
        a_slot_session(school, f"Round {number}", people + early, package=8)
        for person in early:
            school.slots.assign(by="staff", session=f"Round {number}", person=address(person))

    outcomes = in_processes(RACERS, claim_a_slot, database_url)

    for number in range(ROUNDS):
        claims = [outcome[number] if isinstance(outcome, list) else outcome for outcome in outcomes]
        assert Counter(claims) == {"done": 5, "SLOT-2: none free": RACERS - 5}
        holders = school.sessions.show(by="staff", session=f"Round {number}").holders
        winners = {address(f"r{number}p{racer}") for racer, claim in enumerate(claims) if claim == "done"}
        assert [one.slot for one in holders] == list(range(1, 9))
        assert {one.person for one in holders} == winners | {address(f"r{number}early{place}") for place in range(3)}


def claim_a_slot(racer: int, barrier: Barrier, url: str) -> list[str]:
    """In each round, wait for all the others, then claim."""
    claims = []
    with closing(a_school(url, clock=FixedClock(AT), furnished=False)) as school:
        for number in range(ROUNDS):
            barrier.wait(PATIENCE)
            person = address(f"r{number}p{racer}")
            claims.append(attempt(school.slots.assign, session=f"Round {number}", person=person))
    return claims


@pytest.mark.generated
@pytest.mark.rule("ROT-9", "JOB-4")
def test_two_daily_runs_at_the_same_moment_do_what_one_does(
    school: School, database_url: str, one_run_a_day: tuple[dict[str, Any], Counter[tuple[Any, ...]]]
) -> None:
    """Some days, sessions taken three at a time: the same ledgers and messages as where one run a day is made."""
    many_rotating_sessions(school)

    answers = in_processes(2, run_every_morning, database_url)

    assert answers == [[()] * DAYS] * 2
    assert what_happened(school) == one_run_a_day


@pytest.fixture(scope="module")
def one_run_a_day() -> tuple[dict[str, Any], Counter[tuple[Any, ...]]]:
    """What happens in those days where one is made."""
    with closing(a_school(clock=(clock := FixedClock(AT)))) as alone:
        many_rotating_sessions(alone)
        for day in range(1, DAYS + 1):
            clock.set(morning(day))
            assert alone.jobs.daily(by="staff").failures == ()
        return what_happened(alone)


def morning(day: int) -> str:
    """The hour of the run, so many days after the first one."""
    return f"{date(2026, 11, 19) + day * ONE_DAY}T05:00"


def many_rotating_sessions(school: School) -> None:
    """Some sessions, each with two holders in turns of a day and three people who wait."""
    for number in range(SESSIONS):
        names = [f"s{number}{name}" for name in ("ana", "bob", "cleo", "dan", "eve")]
        a_slot_session(school, f"Session {number}", names, package=2)
        for name in names[:2]:
            school.slots.assign(by="staff", session=f"Session {number}", person=address(name))
        for name in names[2:]:
            school.rotations.enqueue(by="staff", session=f"Session {number}", person=address(name))
        school.rotations.set_policy(by="staff", session=f"Session {number}", policy="paced", every=1, weekends=True)


def run_every_morning(_: int, barrier: Barrier, url: str) -> list[Any]:
    """The daily run of each day, at the same moment as the other process; gives what failed."""
    daily_run.SESSIONS_AT_ONCE = 3
    clock, failures = FixedClock(AT), []
    with closing(a_school(url, clock=clock, furnished=False)) as school:
        for day in range(1, DAYS + 1):
            clock.set(morning(day))
            barrier.wait(PATIENCE)
            failures.append(school.jobs.daily(by="staff").failures)
            barrier.wait(PATIENCE)
    return failures


def what_happened(school: School) -> tuple[dict[str, Any], Counter[tuple[Any, ...]]]:
    """Every ledger, and how many messages of each kind each person has."""
    ledgers = {
        one.reference: as_json(school.slots.ledger(by="staff", session=one.reference))
        for one in school.sessions.list(by="staff")
    }
    messages = Counter((one.person, one.kind, one.due) for one in school.messages.list(by="staff"))
    return ledgers, messages


@pytest.mark.rule("SES-15")
def test_two_processes_that_move_one_person_to_one_session_move_them_once(school: School, database_url: str) -> None:
    """One moves, the other is told that the person is a member already."""
    movers = [f"mover{number}" for number in range(12)]
    a_slot_session(school, "Lyon", movers, package=1)
    a_slot_session(school, "Nantes", [], package=1)

    outcomes = in_processes(2, move_all, database_url, movers, ["Nantes", "Nantes"])

    for both in zip(*outcomes, strict=True):
        assert Counter(both) == {"done": 1, "SES-15: a member already": 1}
    assert members(school, "Lyon") == set()
    assert members(school, "Nantes") == {address(name) for name in movers}


@pytest.mark.rule("SES-15")
def test_two_processes_that_move_one_person_to_two_sessions_leave_them_in_one(
    school: School, database_url: str
) -> None:
    """One move follows the other, in whichever order."""
    movers = [f"mover{number}" for number in range(12)]
    a_slot_session(school, "Lyon", movers, package=1)
    a_slot_session(school, "Nantes", [], package=1)
    a_slot_session(school, "Nice", [], package=1)

    outcomes = in_processes(2, move_all, database_url, movers, ["Nantes", "Nice"])

    assert outcomes == [["done"] * len(movers)] * 2
    assert members(school, "Lyon") == set()
    assert sorted([*members(school, "Nantes"), *members(school, "Nice")]) == sorted(map(address, movers))


def move_all(number: int, barrier: Barrier, url: str, movers: Sequence[str], targets: Sequence[str]) -> list[str]:
    """Move everybody to this process's target, each at the same moment as the other process."""
    outcomes = []
    with closing(a_school(url, clock=FixedClock(AT), furnished=False)) as school:
        for name in movers:
            barrier.wait(PATIENCE)
            outcomes.append(attempt(school.sessions.move_member, person=address(name), session=targets[number]))
    return outcomes


def members(school: School, session: str) -> set[str]:
    return {one.email for one in school.sessions.show(by="staff", session=session).members}


@pytest.mark.rule("ROT-1")
def test_people_queued_at_the_same_moment_all_have_a_place_of_their_own(school: School, database_url: str) -> None:
    """Eight processes put five people each in one list, at its head and at its end."""
    waiters = [f"w{process}{turn}" for process in range(8) for turn in range(5)]
    a_slot_session(school, "Lyon", waiters, package=1)

    outcomes = in_processes(8, queue_five, database_url)

    assert outcomes == [["done"] * 5] * 8
    assert sorted(school.sessions.show(by="staff", session="Lyon").waiting) == sorted(map(address, waiters))
    engine = sa.create_engine(database_url)
    with engine.connect() as connection:
        positions = connection.scalars(sa.text("select position from waiting order by position")).all()
    engine.dispose()
    assert positions == list(range(1, len(waiters) + 1))


def queue_five(number: int, barrier: Barrier, url: str) -> list[str]:
    """Queue five people, one at a time, at the same moments as the other processes."""
    outcomes = []
    with closing(a_school(url, clock=FixedClock(AT), furnished=False)) as school:
        for turn in range(5):
            barrier.wait(PATIENCE)
            position = 1 if number % 2 else None
            person = address(f"w{number}{turn}")
            outcomes.append(attempt(school.rotations.enqueue, session="Lyon", person=person, position=position))
    return outcomes


@pytest.mark.rule("SES-2")
def test_a_reference_taken_at_the_same_moment_is_taken_once(school: School, database_url: str) -> None:
    """Of four processes that create the same sessions, one does; the others are refused SES-2."""
    outcomes = in_processes(4, create_sessions, database_url)

    for creations in zip(*outcomes, strict=True):
        assert Counter(creations) == {"done": 1, "SES-2: reference taken": 3}
    assert len(school.sessions.list(by="staff")) == 6


def create_sessions(_: int, barrier: Barrier, url: str) -> list[str]:
    """Create six sessions, each at the same moment as the other processes."""
    outcomes = []
    with closing(a_school(url, clock=FixedClock(AT), furnished=False)) as school:
        for number in range(6):
            barrier.wait(PATIENCE)
            outcomes.append(
                attempt(
                    school.sessions.create,
                    reference=f"Session {number}",
                    company="Manpower",
                    course="recruter",
                    kind="slot",
                    start="2026-11-01",
                    package=1,
                )
            )
    return outcomes


def test_an_empty_database_opened_at_the_same_moment_is_made_once(new_database_url: str) -> None:
    """Four processes open a database that does not exist yet: all of them can use it."""
    assert in_processes(4, open_and_look, new_database_url) == [()] * 4


def open_and_look(_: int, barrier: Barrier, url: str) -> Any:
    """Open the school at the same moment as the other processes, and read."""
    barrier.wait(PATIENCE)
    with closing(a_school(url, clock=FixedClock(AT), furnished=False)) as school:
        return school.companies.list(by="staff")


# Threads


@pytest.mark.rule("SLOT-8")
def test_threads_that_share_a_school_claim_the_last_slots(shared: School) -> None:
    """Of sixteen that claim five slots while others read, exactly five hold one."""
    names = [f"p{number}" for number in range(16)]
    a_slot_session(shared, "Lyon", names, package=5)
    start = threading.Barrier(len(names) * 2)

    def claim(name: str) -> str:
        start.wait(PATIENCE)
        return attempt(shared.slots.assign, session="Lyon", person=address(name))

    def look(_: str) -> str:
        start.wait(PATIENCE)
        return attempt(shared.sessions.show, session="Lyon")

    with ThreadPoolExecutor(len(names) * 2) as pool:
        claims, looks = pool.map(claim, names), pool.map(look, names)

        assert Counter(claims) == {"done": 5, "SLOT-2: none free": 11}
        assert set(looks) == {"done"}
    assert [one.slot for one in shared.sessions.show(by="staff", session="Lyon").holders] == [1, 2, 3, 4, 5]


def test_a_transaction_of_one_thread_is_none_of_another(shared: School) -> None:
    """What another thread does meanwhile is done for itself, before or after; the transaction is undone alone."""
    outcomes: list[str] = []
    other = threading.Thread(target=lambda: outcomes.append(attempt(shared.companies.create, name="Adecco")))

    with pytest.raises(ZeroDivisionError), shared.transaction() as inside:
        inside.companies.create(by="staff", name="Randstad")
        other.start()
        inside.companies.create(by="staff", name="Synergie")
        raise ZeroDivisionError
    other.join(PATIENCE)

    assert outcomes == ["done"]
    assert [one.name for one in shared.companies.list(by="staff")] == ["Adecco", "Manpower"]


def test_a_writer_never_blocks_a_reader(school: School) -> None:
    """While a transaction has written and is open, another thread reads what was there before it."""
    with ThreadPoolExecutor(1) as pool, school.transaction() as inside:
        inside.companies.create(by="staff", name="Randstad")
        before = pool.submit(lambda: [one.name for one in school.companies.list(by="staff")]).result(PATIENCE)

    assert before == ["Manpower"]
    assert [one.name for one in school.companies.list(by="staff")] == ["Manpower", "Randstad"]
