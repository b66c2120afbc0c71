"""A thousand welcomes on one day: how long another writer waits meanwhile; the whole against bare hashes and writes.

Ten licence sessions of 100 people start today. `jobs.daily` writes their welcomes, `messages.deliver` makes the
passwords, hashed at their usual cost, and hands the letters, in words, to a port that takes them all. Beside it another
process writes all the time, and notes the longest that it waited.

Bare are as many hashes of the library on all cores, and the same rows by hand over the driver, in as many transactions:
the messages; then, for each 50, what is claimed, the passwords, and what was sent.

Exits 1 when another writer waited for too long, or a ratio is above its limit.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import options, told
from benchmarks.school_data import RUN_AT, TODAY, build
from ledr_adapters import open_school
from ledr_adapters.passwords import Argon2Passwords
from ledr_adapters.recording import RecordingMail
from ledr_adapters.sql import tables as t
from ledr_adapters.sql.store import engine_for
from ledr_core.domain.kernel.moments import read_instant
from ledr_core.testing import FixedClock

LONGEST_WAIT = 0.5
"""Seconds that another writer may wait at most."""
RATIO = 1.2
SESSIONS, AT_ONCE = 10, 50
CHEAP = {"time_cost": 1, "memory_cost": 8}


def main() -> int:
    chosen = options(__doc__, "30 welcomes, with cheap hashes")
    members, costs = (3, CHEAP) if chosen.small else (100, {})
    return told(
        "welcomes", [line for place in (sqlite, postgresql) for line in measured(place, members, costs)], chosen
    )


def measured(place: Callable[[], Any], members: int, costs: dict[str, int]) -> list[dict[str, Any]]:
    """The longest wait, and the whole against its bare parts, on one kind of database."""
    with place() as fresh:
        url = fresh("ours", members)
        with another_writer(url) as waits:
            seconds = welcomed(url, SESSIONS * members, costs)
        waited = max(waits)
        hashes, writes = bare_hashes(SESSIONS * members, costs), bare_writes(fresh("bare", members))
    size = f"{SESSIONS * members} welcomes"
    return [
        {
            "name": f"welcomes, {place.__name__}, longest wait",
            "what": f"{size}: another writer waited {waited:.3f} s at most, of {LONGEST_WAIT}, in {len(waits)} writes",
            "ratio": waited / LONGEST_WAIT,
            "limit": 1.0,
        },
        {
            "name": f"welcomes, {place.__name__}, whole",
            "what": f"{size}: {seconds:.2f} s, bare hashes {hashes:.2f} s on all cores, bare writes {writes:.2f} s",
            "ratio": seconds / (hashes + writes),
            "limit": RATIO,
        },
    ]


def welcomed(url: str, welcomes: int, costs: dict[str, int]) -> float:
    """The seconds of the daily run and of the delivery."""
    mail = RecordingMail(at_once=AT_ONCE)
    passwords = Argon2Passwords(**costs)
    with closing(open_school(url, clock=FixedClock(RUN_AT), mail=mail, passwords=passwords)) as school:
        begun = time.perf_counter()
        run, delivered = school.jobs.daily(by="staff"), school.messages.deliver(by="staff")
        seconds = time.perf_counter() - begun
    assert (run.done["welcome"], run.failures) == (welcomes, ())
    assert (delivered.sent, delivered.failures) == (welcomes, ())
    assert len({line for letter in mail.letters for line in letter.text.split() if line.count("-") == 2}) >= welcomes
    return seconds


def bare_hashes(count: int, costs: dict[str, int]) -> float:
    """Seconds of so many hashes by the library, with its recommended costs, on all cores."""
    from pwdlib.hashers.argon2 import Argon2Hasher

    hasher = Argon2Hasher(**costs, **({"parallelism": 1} if costs else {}))
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        begun = time.perf_counter()
        hashes = set(pool.map(hasher.hash, (f"ab3d-ef7h-{number:04}" for number in range(count))))
        seconds = time.perf_counter() - begun
    assert len(hashes) == count
    return seconds


def bare_writes(url: str) -> float:
    """Seconds of the rows by hand: messages in one transaction, then three for each chunk that leaves."""
    engine, m = engine_for(url), t.messages
    now = read_instant(RUN_AT, "at")
    with engine.connect() as connection:
        members = connection.execute(sa.select(t.memberships.c.session_id, t.memberships.c.person_id)).all()
    begun = time.perf_counter()
    with engine.begin() as connection:
        connection.execute(sa.insert(m), [_message(session, person, now) for session, person in members])
        connection.execute(sa.update(t.memberships).values(welcomed=True))
    for first in range(0, len(members), AT_ONCE):
        people = [person for _, person in members[first : first + AT_ONCE]]
        chunk = m.c.person_id.in_(people)
        with engine.begin() as connection:
            connection.execute(sa.update(m).where(chunk).values(state="sending", holder="me", lease=now, tries=1))
        with engine.begin() as connection:
            connection.execute(sa.insert(t.passwords), [{"person_id": one, "hashed": "$" * 97} for one in people])
            connection.execute(sa.update(m).where(chunk).values(facts={"password": "ab3d-ef7h-jk9m"}))
        with engine.begin() as connection:
            connection.execute(sa.update(m).where(chunk).values(state="accepted", sent=now, facts={"password": "•••"}))
    seconds = time.perf_counter() - begun
    engine.dispose()
    return seconds


def _message(session: str, person: str, now: Any) -> dict[str, Any]:
    return {
        "id": f"m{person}",
        "key": f"welcome:{session}:{person}",
        "person_id": person,
        "session_id": session,
        "kind": "welcome",
        "channel": "email",
        "due": now,
        "created": now,
        "facts": {"password": None},
        "resolved": False,
        "state": "pending",
        "reason": "",
        "tries": 0,
    }


# Another writer


@contextmanager
def another_writer(url: str) -> Iterator[list[float]]:
    """Somebody who writes all the time within the block; after it, the seconds that each write took."""
    waits: list[float] = []
    ready, over, found = multiprocessing.Event(), multiprocessing.Event(), multiprocessing.Queue()
    writer = multiprocessing.Process(target=write, args=(url, ready, over, found))
    writer.start()
    ready.wait()
    try:
        yield waits
    finally:
        over.set()
        waits += found.get()
        writer.join()


def write(url: str, ready: Any, over: Any, found: Any) -> None:
    """Settings that nobody needs, one each tenth of a second, so that it takes little from those it watches."""
    waits: list[float] = []
    with closing(open_school(url, clock=FixedClock(RUN_AT), mail=RecordingMail())) as school:
        while not over.wait(0.1):
            begun = time.perf_counter()
            school.settings.set(by="staff", name="support_chat", value=f"https://chat.example/{len(waits)}")
            waits.append(time.perf_counter() - begun)
            ready.set()
    found.put(waits)


# Places


@contextmanager
def sqlite() -> Iterator[Callable[[str, int], str]]:
    """Schools as files."""
    with tempfile.TemporaryDirectory() as folder:
        yield lambda name, members: built(f"sqlite:///{Path(folder, name)}.db", members)


@contextmanager
def postgresql() -> Iterator[Callable[[str, int], str]]:
    """Schools on a server that keeps what is committed."""
    from tests.postgresql import PostgresServer

    with ExitStack() as stack:
        server = stack.enter_context(PostgresServer(durable=True))
        yield lambda name, members: built(stack.enter_context(server.database()), members)


def built(url: str, members: int) -> str:
    """A school whose sessions start today: nobody has been welcomed, or has a password."""
    engine = build(url, SESSIONS, members, due=0)
    with engine.begin() as connection:
        connection.execute(sa.delete(t.holdings))
        connection.execute(sa.delete(t.waiting))
        connection.execute(sa.update(t.memberships).values(welcomed=False, start=TODAY))
        licence = {"kind": "licence", "policy": "manual", "every": None, "paced_from": None, "package": members}
        connection.execute(sa.update(t.sessions).values(**licence, start=TODAY, next_change_on=TODAY))
    engine.dispose()
    return url


if __name__ == "__main__":
    sys.exit(main())
