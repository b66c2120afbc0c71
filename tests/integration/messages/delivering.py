"""A school whose ways out are doubles that tests can break: mail, SMS, reports, and chance from a seed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from attrs import define, evolve

from ledr_adapters import open_rehearsal
from ledr_adapters.recording import PlainEvents, RecordingMail, RecordingSms
from ledr_core import School
from ledr_core.testing import FixedClock
from ledr_core.testing.chance import SeededChance
from tests.integration.conftest import THURSDAY, Rehearsal, furnished


@define
class Delivering(Rehearsal):
    """The verbs of the outbox, by staff."""

    sms: RecordingSms

    def deliver(self, **given: Any) -> Any:
        """One run of the sender."""
        return self.school.messages.deliver(by="staff", **given)

    def states(self, name: str | None = None) -> list[tuple[str, str]]:
        """Kind and state of the messages to a person, or to everybody."""
        return [(message.kind, message.state) for message in self.messages(name)]

    def shown(self, name: str, kind: str) -> Any:
        """The only message of that kind to a person."""
        (message,) = self.messages(name, kind)
        return self.school.messages.show(by="staff", message=message.message)

    def report(self, message: str | None, state: str, **facts: Any) -> Any:
        """Have the provider report something of a message."""
        event = {"message": message, "state": state, "at": self.clock.now().isoformat()} | facts
        return self.reports([event])

    def reports(self, events: list[dict[str, Any]]) -> Any:
        """The same of several events in one call."""
        return self.school.messages.record_event(by="staff", provider="recording", payload=json.dumps(events))

    def write(self, name: str, kind: str, channel: str = "email", **facts: Any) -> str:
        """Put a message in the outbox that no area writes yet; gives its identifier."""
        told = {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
        with self.school._desk.own_work() as work:
            written, person = work.contexts.kind(kind), work.person(f"{name}@manpower.example")
            identifier = work.ports.chance.identifier()
            message = written.message(work, person.id, None, identifier, written.read(told))
            work.write([evolve(message, id=identifier, channel=channel)])
            return identifier

    def change(self, name: str, **changes: Any) -> None:
        """Set what a person has set for themselves."""
        with self.school._desk.own_work() as work:
            person = work.person(f"{name}@manpower.example")
            for field, value in changes.items():
                setattr(person, field, value)


def over(school: School, clock: FixedClock, mail: RecordingMail, seed: str = "delivering") -> Delivering:
    """The school with these doubles."""
    sms = RecordingSms()
    reports = {"recording": PlainEvents()}
    ports = evolve(school._desk.ports, sms=sms, webhooks=reports, chance=SeededChance(seed))
    return Delivering(School.over(ports), clock, mail, sms)


@contextmanager
def delivering(url: str) -> Iterator[Delivering]:
    """Such a school over a database, with a course and two companies."""
    clock, mail = FixedClock(f"{THURSDAY}T09:00"), RecordingMail()
    school = open_rehearsal(url, clock=clock, mail=mail)
    ledr = over(school, clock, mail)
    furnished(ledr)
    yield ledr
    school.close()
