"""`messages.deliver` killed anywhere, and by several at once: no message leaves twice, and none is lost from sight."""

import os
import random
import signal
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from multiprocessing.synchronize import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from attrs import evolve

from ledr_adapters.mail.smtp import SmtpMail
from ledr_core import School
from ledr_core.application.learning.letters import PLACEMENT_RESULT, PlacementResultFacts
from ledr_core.testing import FixedClock
from ledr_core.testing.builders import a_school
from tests.processes import PATIENCE, context, in_processes
from tests.smtp import CountingServer

AT = "2026-11-19T09:00"
AT_ONCE = 7
MESSAGES, KILLS = 300, 6
SOAK = pytest.param(10_000, 50, marks=pytest.mark.soak)


class Sending(SmtpMail):
    """Several letters a claim, one after another; nobody can be asked what was taken."""

    @property
    def at_once(self) -> int:
        return AT_ONCE


def opened(url: str, port: int, at: str = AT) -> School:
    """The school whose mail goes to that port."""
    clock = FixedClock(at)
    school = a_school(url, clock=clock, furnished=False)
    return School.over(evolve(school._desk.ports, mail=Sending("127.0.0.1", port, now=clock.now)))


def written(url: str, count: int) -> list[str]:
    """So many messages that are due; gives their identifiers."""
    with closing(a_school(url, clock=FixedClock(AT), furnished=False)) as school, school._desk.own_work() as work:
        facts = PlacementResultFacts(token="t0k3n", day=date(2026, 11, 19))
        messages = [
            PLACEMENT_RESULT.message(work, None, None, f"k{number}", facts, f"p{number}@client.example")
            for number in range(count)
        ]
        work.write(messages)
        return [message.id for message in messages]


@pytest.fixture
def server() -> Iterator[CountingServer]:
    """An SMTP server."""
    with CountingServer() as running:
        yield running


def send(url: str, port: int) -> None:
    """One run of a sender."""
    with closing(opened(url, port)) as school:
        school.messages.deliver(by="staff")


def send_and_die(url: str, port: int, moment: int) -> None:
    """A run that kills itself before one of its statements."""
    left = moment

    def one_less(*_: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    with closing(opened(url, port)) as school:
        sa.event.listen(sa.Engine, "before_cursor_execute", one_less)
        sa.event.listen(sa.Engine, "commit", one_less)
        school.messages.deliver(by="staff")


@pytest.mark.rule("JOB-4", "CAMP-7")
@pytest.mark.parametrize(("count", "kills"), [(MESSAGES, KILLS), SOAK])
def test_a_sender_killed_anywhere_sends_nothing_twice_and_loses_nothing(
    database_url: str, server: CountingServer, count: int, kills: int
) -> None:
    """At any statement or commit, or while a letter is on its way; then the uncertain ones are settled by a person."""
    everything = written(database_url, count)
    chance = random.Random(kills)
    for number in range(kills):
        if number % 2:
            killed_by_itself(database_url, server, chance.randrange(3, 60))
        else:
            killed_from_outside(database_url, server, chance.randrange(1, count // kills))
    assert server.count > kills

    with closing(opened(database_url, server.port)) as school:
        school.messages.deliver(by="staff")
    with closing(opened(database_url, server.port, later(minutes=11))) as school:
        done = school.messages.deliver(by="staff")
        assert (done.sent, done.later, done.failed) == (0, 0, 0)
        states = {one.message: one.state for one in school.messages.list(by="staff")}
        uncertain = [message for message, state in states.items() if state == "unknown"]
        assert set(states.values()) <= {"accepted", "unknown"}
        assert 1 <= len(uncertain) <= kills * AT_ONCE
        assert set(server.taken.values()) == {1}
        assert {message for message, state in states.items() if state == "accepted"} <= set(server.taken)

        for message in uncertain:
            school.messages.settle(by="staff", message=message, sent=message in server.taken)
        school.messages.deliver(by="staff")
        assert {one.state for one in school.messages.list(by="staff")} == {"accepted"}
    assert server.taken == dict.fromkeys(everything, 1)


def killed_by_itself(url: str, server: CountingServer, moment: int) -> None:
    sender = context.Process(target=send_and_die, args=(url, server.port, moment), daemon=True)
    sender.start()
    sender.join(PATIENCE)
    assert sender.exitcode == -signal.SIGKILL


def killed_from_outside(url: str, server: CountingServer, more: int) -> None:
    """While the server has a letter that it has not answered yet."""
    sender = context.Process(target=send, args=(url, server.port), daemon=True)
    sender.start()
    server.when_taken(more, sender.kill)
    sender.join(PATIENCE)
    assert sender.exitcode == -signal.SIGKILL


def later(**pause: int) -> str:
    clock = FixedClock(AT)
    return (clock.now() + timedelta(**pause)).isoformat()


@pytest.mark.rule("JOB-4", "CAMP-7")
def test_senders_at_once_share_the_work_without_a_double(database_url: str, server: CountingServer) -> None:
    """Three processes: each message leaves once, and everybody has had some."""
    everything = written(database_url, 150)

    shares = in_processes(3, send_together, database_url, server.port)

    assert all(isinstance(share, int) for share in shares), shares
    assert sum(shares) == 150
    assert min(shares) > 0
    assert server.taken == dict.fromkeys(everything, 1)


def send_together(number: int, barrier: Barrier, url: str, port: int) -> Any:
    with closing(opened(url, port)) as school:
        barrier.wait(PATIENCE)
        return school.messages.deliver(by="staff").sent
