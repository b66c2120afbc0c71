"""Senders, reports and a person who lifts suppressions, all at once: nothing leaves twice, nothing is lost."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest

from ledr_core import Invalid
from ledr_core.domain.messages.delivery import Cause
from ledr_core.ports.handover import Handover, Outcome
from tests.generated import SOAKING
from tests.integration.conftest import THURSDAY, address
from tests.integration.messages.delivering import Delivering, delivering

PEOPLE = [f"p{number}" for number in range(60 if SOAKING else 24)]
BAD = PEOPLE[::6]
NOBODY = Handover(Outcome.REFUSED, "550 no such user", cause=Cause.UNKNOWN_MAILBOX)


@pytest.mark.generated
@pytest.mark.rule("JOB-4", "CAMP-7", "NOTE-8")
def test_senders_reports_and_lifted_suppressions_at_once(database_url: str) -> None:
    """Two senders, two who report the same events, one who lifts whatever is suppressed."""
    with delivering(database_url) as ledr:
        ledr.mail.at_once = 4
        ledr.a_session(kind="licence", members=" ".join(PEOPLE))
        ledr.run(THURSDAY)
        ledr.mail.at.update({address(name): NOBODY for name in BAD})
        messages = [message.message for message in ledr.messages()]
        start, over = Barrier(5), Event()

        def until_over(act: Callable[[], Any]) -> list[Any]:
            start.wait(60)
            found: list[Any] = []
            while not over.is_set():
                found.append(act())
            return found

        def send() -> int:
            start.wait(60)
            return int(ledr.deliver().sent)

        events = [{"message": one, "state": "opened", "at": f"{THURSDAY}T05:00:00Z"} for one in messages]
        with ThreadPoolExecutor(5) as pool:
            reporters = [pool.submit(until_over, lambda: ledr.reports(events)) for _ in range(2)]
            lifter = pool.submit(until_over, lambda: lift(ledr))
            senders = [pool.submit(send) for _ in range(2)]
            try:
                sent = sum(sender.result() for sender in senders)
            finally:
                over.set()
            recorded = sum(done.recorded for reporter in reporters for done in reporter.result())
            lifter.result()

        assert sent == len(PEOPLE) - len(BAD)
        assert recorded == len(messages)
        assert Counter(letter.message for letter in ledr.mail.accepted).most_common(1)[0][1] == 1
        assert Counter(state for _, state in ledr.states()) == {"accepted": sent, "failed": len(BAD)}
        assert all(len(message.events) == 1 for message in ledr.messages())


def lift(ledr: Delivering) -> int:
    """Lift what is suppressed now; what another lifts meanwhile is lifted."""
    lifted = 0
    for one in ledr.school.messages.suppressed(by="staff"):
        try:
            ledr.school.messages.unsuppress(by="staff", email=one.email)
        except Invalid:
            continue
        lifted += 1
    return lifted
