"""A message as somebody would read it, in a file: nothing is sent, nothing is written down, no secret is any good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from ledr_core.application.access.standings import standing_of
from ledr_core.application.messages.letters import answers_go_to, facts_of, read_out
from ledr_core.application.messages.samples import Facts, sample
from ledr_core.application.operating.work import Work
from ledr_core.application.sessions.forecasts import session_calendar
from ledr_core.domain.access.standing import Standing, accesses, seat_of
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.school import LANGUAGE, SCHOOL_NAME, SUPPORT_ADDRESS
from ledr_core.domain.people.person import Person
from ledr_core.domain.sessions.rotation import PolicyKind, turn_over_on
from ledr_core.domain.sessions.sessions import Session
from ledr_core.ports.disk import TargetFolder
from ledr_core.ports.mail import Letter
from ledr_core.ports.outbox import StoredMessage
from ledr_core.ports.templates import masked
from ledr_core.views.messages import MessageFile

_LONGEST_NAME: Final = 200
"""File names end at 255 bytes."""


def write_preview(work: Work, kind: str, person: str, folder: TargetFolder) -> MessageFile:
    """Write the message of that kind to that person as a file in a folder."""
    kinds = work.ports.templates.kinds()
    if kind not in kinds:
        raise Invalid("kind", "no such kind of message", {"value": kind, "choices": kinds})
    found = work.person(person)
    letter = _letter(work, kind, found)
    content = work.ports.letter_files.content(letter, work.moment.instant)
    name = f"{kind}-{quote(found.email, safe='@+')}"[:_LONGEST_NAME] + work.ports.letter_files.ending
    return MessageFile(folder.put(name, content), letter.subject)


def _letter(work: Work, kind: str, person: Person) -> Letter:
    facts = previewed_facts(work, kind, person)
    text = read_out(work, kind, facts)
    school = work.setting(SUPPORT_ADDRESS)
    to_school = kind == "support_request"
    return Letter(
        message=f"preview-{kind}",
        address=school if to_school else person.email,
        name="" if to_school else person.name,
        sender=school,
        sender_name=work.setting(SCHOOL_NAME),
        subject=text.subject,
        text=text.text,
        html=text.html,
        reply_to=answers_go_to(kind, facts),
    )


def previewed_facts(work: Work, kind: str, person: Person) -> Facts:
    """What a message of that kind says to that person: of their own what there is, for the rest samples; no secret."""
    latest = next(reversed(work.unit.outbox.list(person.id, kind)), None)
    session = _session(work, person, latest)
    facts = sample(kind, work.setting(LANGUAGE), work.moment)
    facts |= {name: value for name, value in _own(work, person, session).items() if name in facts}
    facts |= {} if latest is None else _given(latest.facts)
    if kind == "support_request":
        facts |= _asking(work, person, session)
    message = StoredMessage(
        id=f"preview-{kind}",
        key=f"preview:{kind}",
        person=person.id,
        session=session.id if session else None,
        kind=kind,
        channel="email",
        due=work.moment.instant,
        created=work.moment.instant,
        facts=facts,
        state="pending",
        sent=None,
        reason="",
        tries=0,
        number=0,
    )
    return masked(kind, facts | _given(facts_of(work, message)))


def _given(facts: Mapping[str, object]) -> Facts:
    return {name: value for name, value in facts.items() if value is not None}


def _session(work: Work, person: Person, latest: StoredMessage | None) -> Session | None:
    """That of the latest such message, else the one in which the person learns, has learnt or will."""
    if latest is not None and latest.session is not None:
        return work.unit.sessions.get(latest.session)
    seat = seat_of(Standing(person.role, work.seats(person.id)), work.today)
    return work.unit.sessions.named(seat.session) if seat else None


def _own(work: Work, person: Person, session: Session | None) -> Facts:
    """The days and the slot of the person that a message would give."""
    member = session.member(person.id) if session else None
    if session is None or member is None:
        return {}
    own: Facts = {} if member.ended(work.today) else {"end": member.end.isoformat()}
    holding = session.holding_of(person.id)
    if holding is not None:
        own |= {"slot": holding.slot, "day": holding.day.isoformat()}
        if session.policy.kind is PolicyKind.PACED:
            own["due"] = turn_over_on(session, holding, session_calendar(work, session)).isoformat()
    return own


def _asking(work: Work, person: Person, session: Session | None) -> Facts:
    """Who asks for help, and where they enter."""
    company = work.unit.companies.get(person.company).name if person.company else None
    asking = {
        "name": person.name,
        "email": person.email,
        "company": company,
        "session": session.reference if session else None,
        "role": person.role.value,
    }
    state = [
        {
            "space": verdict.space.value,
            "open": verdict.open,
            "rule": check.rule,
            "ground": check.ground,
            "facts": check.facts,
        }
        for verdict in accesses(standing_of(work, person), work.today)
        for check in [verdict.refusal or verdict.reasons[-1]]
    ]
    return {"person": asking, "state": state}
