"""What a message says: its own facts, and those of its person, session and school as they are now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from ledr_core.application.access.standings import standing_to_welcome
from ledr_core.application.operating.work import Work
from ledr_core.application.sessions.forecasts import SHEET_DAYS, session_calendar, session_forecast
from ledr_core.domain.access.standing import accesses
from ledr_core.domain.kernel.identifiers import CourseId, PersonId
from ledr_core.domain.kernel.school import LANGUAGE, SCHOOL_NAME, SITE, SUPPORT_ADDRESS, SUPPORT_CHAT
from ledr_core.domain.people.person import Person
from ledr_core.domain.sessions.forecast import expected
from ledr_core.domain.sessions.rotation import PolicyKind, turn_over_on
from ledr_core.domain.sessions.sessions import Session
from ledr_core.ports.outbox import StoredMessage
from ledr_core.ports.templates import Rendered, masked

Facts = dict[str, object]


def rendered(work: Work, message: StoredMessage, *, secrets: bool) -> Rendered:
    """The message as it reads; its secrets are hidden unless asked for."""
    facts = facts_of(work, message)
    return read_out(work, message.kind, facts if secrets else masked(message.kind, facts))


def read_out(work: Work, kind: str, facts: Mapping[str, object]) -> Rendered:
    """The words of a message with these facts, in the school's language."""
    return work.ports.templates.render(kind, facts, work.setting(LANGUAGE))


def answers_go_to(kind: str, facts: Mapping[str, object]) -> str:
    """The address to which an answer goes: that of who asks for help (SUP-3), else none but the sender's."""
    person = facts.get("person")
    return str(person["email"]) if kind == "support_request" and isinstance(person, Mapping) else ""


def facts_of(work: Work, message: StoredMessage) -> Mapping[str, object]:
    """All that the template needs. A message that was sent keeps the facts it was sent with."""
    if message.resolved:
        return message.facts
    person, session = parties(work, message)
    facts: Facts = {
        "person": _addressee(person, message),
        "school": school_facts(work),
        **message.facts,
        **_door(work, message),
        **_in_words(work, message),
        **_in_force(work, message),
    }
    if session is not None:
        facts |= {"session": session.reference, "course": work.course_title(session.course)}
    particulars = _PARTICULARS.get(message.kind, _nothing)
    return facts if person is None else facts | particulars(work, message, person, session)


def parties(work: Work, message: StoredMessage) -> tuple[Person | None, Session | None]:
    """Whom a message goes to, and the session it is about."""
    person = work.unit.people.get(message.person) if message.person else None
    return person, work.unit.sessions.get(message.session) if message.session else None


def school_facts(work: Work) -> Facts:
    """What messages say of the school (SUP-2)."""
    return {
        "name": work.setting(SCHOOL_NAME),
        "address": work.setting(SUPPORT_ADDRESS),
        "chat": work.setting(SUPPORT_CHAT),
        "site": work.setting(SITE),
    }


def _addressee(person: Person | None, message: StoredMessage) -> Facts:
    if person is None:
        return {"first_name": "", "last_name": "", "email": message.address}
    return {"first_name": person.first_name, "last_name": person.last_name, "email": person.email}


def _door(work: Work, message: StoredMessage) -> Facts:
    """The link of a kind whose secret opens a page by itself."""
    page = _PAGES.get(message.kind)
    site = work.setting(SITE).rstrip("/")
    return {} if page is None else {"link": f"{site}/{page}?token={message.facts['token']}"}


def _in_words(work: Work, message: StoredMessage) -> Facts:
    """The state of who asks for help (SUP-3): each ground in the words of `accounts.explain_access`."""
    state = message.facts.get("state")
    if not isinstance(state, list) or message.kind != "support_request":
        return {}
    from ledr_core.wording import because, condition, why

    language = work.setting(LANGUAGE)

    def said(line: dict[str, Any]) -> str:
        named = str(line["rule"]), str(line["ground"])
        if not line["open"]:
            return because(*named, line["facts"], language)
        return why(*named, line["facts"], language) or condition(*named, language)

    return {"state": [{"said": said(line), **line} for line in state]}


def _in_force(work: Work, message: StoredMessage) -> Facts:
    """Of a list of certified those whose certificate is in force, as it is now (CASE-11, CERT-7)."""
    certified, certificates = message.facts.get("certified"), message.facts.get("certifications")
    if message.kind != "certified_list" or not isinstance(certified, list) or not isinstance(certificates, list):
        return {}
    kept = work.unit.reports.in_force(list(map(str, certificates)))
    return {
        "certified": [
            {**one, "level": kept[certificate][0].value, "grade": str(kept[certificate][1])}
            for one, certificate in zip(certified, map(str, certificates), strict=True)
            if certificate in kept
        ]
    }


def _welcome(work: Work, message: StoredMessage, person: Person, session: Session | None) -> Facts:
    member = session.member(person.id) if session else None
    holding = session.holding_of(person.id) if session else None
    opened = [
        verdict.space.value for verdict in accesses(standing_to_welcome(work, person), work.today) if verdict.open
    ]
    return {
        "login": person.email,
        "role": person.role.value,
        "spaces": opened or [space.value for space in person.role.spaces],
        "session": session.reference if session else None,
        "course": work.course_title(session.course) if session and member and member.learns else None,
        "start": _iso(member.start) if member and member.learns else message.facts.get("demo_day"),
        "end": _iso(member.end) if member and member.learns else None,
        "slot": holding.slot if holding else None,
    }


def _slot_given(work: Work, message: StoredMessage, person: Person, session: Session | None) -> Facts:
    facts: Facts = {"turn_ends": None, "end": None}
    if session is None:
        return facts
    member, holding = session.member(person.id), session.holding_of(person.id)
    if member is not None:
        facts["end"] = _iso(member.end)
    if holding is not None and session.policy.kind is PolicyKind.PACED and len(session.waiting):
        facts["turn_ends"] = _iso(turn_over_on(session, holding, session_calendar(work, session)))
    return facts


def _place(work: Work, message: StoredMessage, person: Person, session: Session | None) -> Facts:
    position = session.waiting.position(person.id) if session else None
    if session is None or position is None:
        return {"position": None, "expected": None}
    coming = expected(session, session_forecast(work, session, SHEET_DAYS))
    return {"position": position, "expected": _iso(_expected_day(coming, person.id))}


def _expected_day(coming: list[Any], person: PersonId) -> date | None:
    return next((one.day for one in coming if one.person == person), None)


def _nothing(work: Work, message: StoredMessage, person: Person, session: Session | None) -> Facts:
    return {}


def _end(work: Work, message: StoredMessage, person: Person, session: Session | None) -> Facts:
    end = date.fromisoformat(str(message.facts["end"]))
    return {"days": (end - work.today).days, **_percent(work, person, session)}


def _percent(work: Work, person: Person, session: Session | None) -> Facts:
    if session is None:
        return {"percent": 0}
    return {"percent": work.record(person.id).percent(work.outline(session.course))}


def _inactivity(work: Work, message: StoredMessage, person: Person, session: Session | None) -> Facts:
    return _percent(work, person, session)


def _manager_certified(work: Work, message: StoredMessage, person: Person, session: Session | None) -> Facts:
    """The level and the grade as they are now: an amendment that came in between is told at once (CASE-11)."""
    learner, course = message.facts.get("learner_id"), message.facts.get("course_id")
    certification = work.unit.certifications.of(PersonId(str(learner)), CourseId(str(course)))
    if certification is None:
        return {}
    return {"level": certification.level.value, "grade": str(certification.grade)}


_PARTICULARS: Final[dict[str, Callable[[Work, StoredMessage, Person, Session | None], Facts]]] = {
    "welcome": _welcome,
    "slot_given": _slot_given,
    "slot_taken": _place,
    "waiting": _place,
    "end_reminder": _end,
    "inactivity": _inactivity,
    "manager_certified": _manager_certified,
}
"""What the kinds add that tell of the person as they are now; the others say all when they are written."""

_PAGES: Final = {"placement_result": "placement", "reset_password": "password", "invitation": "invitation"}
"""The pages of the platform that a secret opens, by kind of message."""


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
