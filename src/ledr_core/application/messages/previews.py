"""A message as somebody would read it, in a file: nothing is sent, nothing is written down, no secret is any good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from ledr_core.application.messages.letters import Facts, draft_of, facts_now, read_out
from ledr_core.application.operating.made_up import made_up
from ledr_core.application.operating.message_kinds import MessageKind
from ledr_core.application.operating.stored_facts import in_json
from ledr_core.application.operating.work import Work
from ledr_core.application.sessions.forecasts import session_calendar
from ledr_core.domain.access.standing import Standing, seat_of
from ledr_core.domain.kernel.school import LANGUAGE, SCHOOL_NAME, SUPPORT_ADDRESS
from ledr_core.domain.people.person import Person
from ledr_core.domain.sessions.rotation import PolicyKind, turn_over_on
from ledr_core.domain.sessions.sessions import Session
from ledr_core.ports.disk import TargetFolder
from ledr_core.ports.mail import Letter
from ledr_core.ports.outbox import StoredMessage
from ledr_core.views.messages import MessageFile

_LONGEST_NAME: Final = 200
"""File names end at 255 bytes."""


def write_preview(work: Work, kind: str, person: str, folder: TargetFolder) -> MessageFile:
    """Write the message of that kind to that person as a file in a folder."""
    asked = work.contexts.kind(kind)
    found = work.person(person)
    letter = _letter(work, asked, found)
    content = work.ports.letter_files.content(letter, work.moment.instant)
    name = f"{kind}-{quote(found.email, safe='@+')}"[:_LONGEST_NAME] + work.ports.letter_files.ending
    return MessageFile(folder.put(name, content), letter.subject)


def _letter(work: Work, kind: MessageKind[Any], person: Person) -> Letter:
    facts, answers_to = _previewed(work, kind, person)
    text = read_out(work, kind.name, facts)
    school = work.setting(SUPPORT_ADDRESS)
    return Letter(
        message=f"preview-{kind.name}",
        address=school if kind.to_school else person.email,
        name="" if kind.to_school else person.name,
        sender=school,
        sender_name=work.setting(SCHOOL_NAME),
        subject=text.subject,
        text=text.text,
        html=text.html,
        reply_to=answers_to,
    )


def _previewed(work: Work, kind: MessageKind[Any], person: Person) -> tuple[Facts, str]:
    """What a message of that kind says to that person: of their own what there is, for the rest samples; no secret.

    Also the address to which an answer goes.
    """
    latest = next(reversed(work.unit.outbox.list(person.id, kind.name)), None)
    session = _session(work, person, latest)
    facts = in_json(kind.sample(made_up(work.setting(LANGUAGE)), work.moment))
    facts |= {name: value for name, value in _own(work, person, session).items() if name in facts}
    facts |= {} if latest is None else _given(latest.facts)
    facts |= in_json(kind.previewed(work, person, session))
    draft = draft_of(work, _message(work, kind, person, session, facts))
    return kind.masked(facts | _given(facts_now(work, draft))), kind.answers_to(draft.matter.facts)


def _message(
    work: Work, kind: MessageKind[Any], person: Person, session: Session | None, facts: Facts
) -> StoredMessage:
    return StoredMessage(
        id=f"preview-{kind.name}",
        key=f"preview:{kind.name}",
        person=person.id,
        session=session.id if session else None,
        kind=kind.name,
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
