"""`messages.deliver` against a bare loop over the client library, to a local server that takes everything over TLS.

100,000 welcomes of people in 10,000 sessions leave from a database: claimed, judged, written in French, handed over,
settled. The loop has its letters ready in memory, and does what the library's manual shows: one message a call, which
the limit is judged against; and, for information, the most that one call takes, 50. Each runs in a process of its own,
the loops before and after, the quicker one counting. The peak of memory is that of a tenth of the messages and of all.

Exits 1 when a ratio is outside its limit.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import apart, options, told
from benchmarks.mailjet_double import KEY, SECRET, running
from benchmarks.school_data import RUN_AT, build
from ledr_adapters import open_school
from ledr_adapters.sql import tables as t
from ledr_adapters.sql.store import engine_for
from ledr_core.domain.kernel.moments import read_instant
from ledr_core.testing import FixedClock

LEAST = 0.8
"""At least so many times as fast as the loop, message for message."""
GROWTH = 1.10
"""The most that the peak of memory may grow from a tenth of the messages to all of them."""
MEMBERS = 10
A_CALL, MOST = 1, 50
LONGER = 10
"""So many times as many messages pass in the loop with the most a call, which is that much quicker."""


def main() -> int:
    chosen = options(__doc__, "100 messages")
    messages, looped = (100, 20) if chosen.small else (100_000, 3_000)
    with TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["REQUESTS_CA_BUNDLE"] = str(folder / "authority.pem")
        with running(folder) as port:
            return told("deliver", measured(folder, port, messages, looped), chosen)


def measured(folder: Path, port: int, messages: int, looped: int) -> list[dict[str, Any]]:
    """The figures: speed against both loops, and memory."""
    few, all_ = (school(folder / f"{name}.db", count) for name, count in (("few", messages // 10), ("all", messages)))
    counts = {A_CALL: looped, MOST: LONGER * looped}
    before = {size: in_a_process(loop, port, counts[size], size) for size in counts}
    small = in_a_process(deliver, few, port, messages // 10)
    ours = in_a_process(deliver, all_, port, messages)
    after = {size: in_a_process(loop, port, counts[size], size) for size in counts}
    quicker = {size: max(before[size][0], after[size][0]) for size in counts}
    rate = ours[0]
    return [
        {
            "name": "one message a call",
            "what": f"{rate:.0f} messages a second from the outbox, {quicker[A_CALL]:.0f} in the loop",
            "ratio": rate / quicker[A_CALL],
            "least": LEAST,
        },
        {
            "name": f"{MOST} messages a call",
            "what": f"{rate:.0f} messages a second from the outbox, {quicker[MOST]:.0f} in the loop",
            "ratio": rate / quicker[MOST],
        },
        {
            "name": "memory",
            "what": f"{small[1]:.0f} MB for {messages // 10} messages, {ours[1]:.0f} MB for {messages}",
            "ratio": ours[1] / small[1],
            "limit": GROWTH,
        },
    ]


def school(file: Path, messages: int) -> str:
    """A database in which so many welcomes are due; gives its address."""
    url = f"sqlite:///{file}"
    engine = build(url, sessions=max(1, messages // MEMBERS), members=MEMBERS, due=0)
    now = read_instant(RUN_AT, "at")
    m = t.memberships.c
    with engine.begin() as connection:
        members = connection.execute(sa.select(m.session_id, m.number, m.person_id)).all()
        for first in range(0, len(members), 5_000):
            rows = [_welcome(*row, now) for row in members[first : first + 5_000]]
            connection.execute(sa.insert(t.messages), rows)
    engine.dispose()
    return url


def _welcome(session: str, number: int, person: str, now: Any) -> dict[str, Any]:
    return {
        "id": f"m{person}",
        "key": f"welcome:{session}:{number}",
        "person_id": person,
        "session_id": session,
        "kind": "welcome",
        "channel": "email",
        "due": now,
        "created": now,
        "facts": {"password": "ab3d-ef7h-jk9m", "member": number},
        "resolved": False,
        "state": "pending",
        "reason": "",
        "tries": 0,
    }


def deliver(url: str, port: int, messages: int) -> float:
    """`messages.deliver` of all that is due, in a process that has delivered once; gives how many leave in a second."""
    with TemporaryDirectory() as folder:
        _delivered(school(Path(folder, "warm.db"), MEMBERS), port, MEMBERS)
    return _delivered(url, port, messages)


def _delivered(url: str, port: int, messages: int) -> float:
    mail = f"mailjet://{KEY}:{SECRET}@127.0.0.1:{port}"
    school = open_school(url, clock=FixedClock(RUN_AT), mail=mail, videos="offline")
    begun = time.perf_counter()
    done = school.messages.deliver(by="staff")
    seconds = time.perf_counter() - begun
    school.close()
    assert (done.sent, done.failures) == (messages, ())
    engine = engine_for(url)
    with engine.connect() as connection:
        states = connection.execute(sa.select(t.messages.c.state, sa.func.count()).group_by(t.messages.c.state)).all()
    assert [tuple(row) for row in states] == [("accepted", messages)]
    return messages / seconds


def loop(port: int, messages: int, size: int) -> float:
    """A bare loop over the library, letters ready, so many a call; gives how many leave in a second."""
    from mailjet_rest import Client

    letters = [_letter(number) for number in range(messages)]
    client = Client(auth=(KEY, SECRET), version="v3.1", api_url=f"https://127.0.0.1:{port}/")
    begun = time.perf_counter()
    for first in range(0, messages, size):
        assert client.send.create(data={"Messages": letters[first : first + size]}).status_code == 200
    return messages / (time.perf_counter() - begun)


def _letter(number: int) -> dict[str, Any]:
    """A welcome in words, as the outbox writes it."""
    return _RENDERED | {"CustomID": f"m{number}", "To": [{"Email": f"p{number}@client.example", "Name": "Léa Martin"}]}


def _rendered() -> dict[str, Any]:
    from ledr_adapters.mail.jinja import JinjaTemplates

    person = {"first_name": "Léa", "last_name": "Martin", "email": "lea@client.example"}
    school = {
        "name": "L'École du Recrutement",
        "address": "care@ecole.example",
        "chat": "",
        "site": "https://e.example",
    }
    facts = {
        "person": person,
        "school": school,
        "session": "Session 1",
        "course": "Recruter",
        "password": "ab3d-ef7h-jk9m",
        "login": "lea@client.example",
        "role": "learner",
        "spaces": ["learner"],
        "start": "2026-09-01",
        "end": "2027-08-31",
        "slot": 1,
    }
    text = JinjaTemplates().render("welcome", facts, "fr")
    sender = {"Email": school["address"], "Name": school["name"]}
    return {"From": sender, "Subject": text.subject, "TextPart": text.text, "HTMLPart": text.html}


_RENDERED = _rendered()


def in_a_process(task: Callable[..., float], *arguments: Any) -> Sequence[float]:
    """What a task gives in a process of its own, and the most memory that it took, in MB."""
    return apart(_with_memory, task, arguments)


def _with_memory(task: Callable[..., float], arguments: Sequence[Any]) -> tuple[float, float]:
    found = task(*arguments)
    return found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
