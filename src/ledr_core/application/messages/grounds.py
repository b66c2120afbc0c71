"""What is judged when a message is handed over: its address, consent, and whether its ground still holds (NOTE-8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Final

from ledr_core.application.access.passwords import token_hash
from ledr_core.application.access.standings import standing_to_welcome
from ledr_core.application.messages.letters import parties
from ledr_core.application.operating.work import Work
from ledr_core.application.sessions.forecasts import session_calendar
from ledr_core.domain.access.standing import Standing
from ledr_core.domain.jobs.schedule import on_the_clock
from ledr_core.domain.jobs.settings import DAILY_AT
from ledr_core.domain.kernel.identifiers import CompanyId, CopyId, CourseId, PersonId
from ledr_core.domain.messages import grounds
from ledr_core.domain.messages.grounds import Told, Withdrawal
from ledr_core.domain.people.person import Person
from ledr_core.domain.sessions.sessions import Session
from ledr_core.ports.outbox import StoredMessage

COMMUNITY: Final = frozenset({"right_answer"})
"""Kinds about the community that can be switched off; what a moderation decided is sent all the same (NOTE-3)."""

Judge = Callable[[Work, StoredMessage, Person, Session], Withdrawal | None]
Personal = Callable[[Work, StoredMessage, Person], Withdrawal | None]


def withdrawal(work: Work, message: StoredMessage) -> Withdrawal | None:
    """Why a message is not to be handed over now, None while its ground and the consent to it hold."""
    person, session = parties(work, message)
    expired = grounds.link(_instant(message.facts.get("expires")), work.moment.instant, used=False)
    if expired is not None:
        return expired
    if message.kind == "certified_list":
        return _certified_list(work, message)
    return None if person is None else _consent(message, person) or _ground(work, message, person, session)


def not_before(work: Work, message: StoredMessage) -> datetime | None:
    """When a message is due that was written too early: a welcome whose first day was moved meanwhile (ACC-2)."""
    if message.kind != "welcome" or message.person is None or message.session is None:
        return None
    standing, reference, number = _welcomed(work, message, work.unit.people.get(message.person))
    day = grounds.first_day_ahead(standing, number, reference, work.today)
    return None if day is None else on_the_clock(day, time.fromisoformat(work.setting(DAILY_AT)))


def _consent(message: StoredMessage, person: Person) -> Withdrawal | None:
    if message.channel == "sms":
        return grounds.sms(person)
    about_the_community = message.kind in COMMUNITY or bool(message.facts.get("community"))
    return grounds.community(person) if about_the_community else None


def _ground(work: Work, message: StoredMessage, person: Person, session: Session | None) -> Withdrawal | None:
    if message.kind in _OF_SESSIONS:
        if session is None:
            return Withdrawal.SESSION_GONE
        return _OF_SESSIONS[message.kind](work, message, person, session)
    judge = _OF_PEOPLE.get(message.kind)
    return None if judge is None else judge(work, message, person)


def _slot_given(work: Work, message: StoredMessage, person: Person, session: Session) -> Withdrawal | None:
    return grounds.slot_given(session, person.id, _number(message, "slot"), _holding(message))


def _slot_soon(work: Work, message: StoredMessage, person: Person, session: Session) -> Withdrawal | None:
    due, calendar = _day(message, "due"), session_calendar(work, session)
    slot, holding = _number(message, "slot"), _holding(message)
    return grounds.slot_soon(session, person.id, slot, holding, due, calendar, work.today)


def _slot_taken(work: Work, message: StoredMessage, person: Person, session: Session) -> Withdrawal | None:
    return grounds.slot_taken(session, person.id)


def _waiting(work: Work, message: StoredMessage, person: Person, session: Session) -> Withdrawal | None:
    return grounds.waiting(session, person.id)


def _end_reminder(work: Work, message: StoredMessage, person: Person, session: Session) -> Withdrawal | None:
    finished = work.has_finished(person.id, session.course)
    return grounds.end_reminder(session, person.id, _day(message, "end"), finished=finished, today=work.today)


def _inactivity(work: Work, message: StoredMessage, person: Person, session: Session) -> Withdrawal | None:
    connected = work.last_connections([person.id]).get(person.id)
    since = grounds.silent_since(message.created, _number(message, "days"))
    finished = work.has_finished(person.id, session.course)
    return grounds.inactivity(session, person.id, since, connected, finished=finished, today=work.today)


def _welcome(work: Work, message: StoredMessage, person: Person) -> Withdrawal | None:
    standing, reference, number = _welcomed(work, message, person)
    if message.facts.get("demo_day"):
        return grounds.demo(_day(message, "demo_day"), person.demo_day, standing, work.today)
    return grounds.welcome(standing, number, reference, work.today)


def _welcomed(work: Work, message: StoredMessage, person: Person) -> tuple[Standing, str | None, int | None]:
    """What somebody stands on, and the session and the membership that they are welcomed to."""
    number = message.facts.get("member")
    reference = work.unit.sessions.get(message.session).reference if message.session else None
    return standing_to_welcome(work, person), reference, number if isinstance(number, int) else None


def _reset_password(work: Work, message: StoredMessage, person: Person) -> Withdrawal | None:
    link = work.unit.reset_links.with_hash(token_hash(str(message.facts["token"])))
    return None if link is None else grounds.link(link.expires, work.moment.instant, used=link.used is not None)


def _certified(work: Work, message: StoredMessage, person: Person) -> Withdrawal | None:
    if "copy" not in message.facts:
        return None
    copy = work.unit.copies.get(CopyId(str(message.facts["copy"])))
    kept = work.unit.certifications.of(person.id, CourseId(str(message.facts["course_id"]))) is not None
    awarded = message.facts.get("level") is not None
    return grounds.certified(copy, _told(message), awarded=awarded, certificate_kept=kept)


def _manager_certified(work: Work, message: StoredMessage, manager: Person) -> Withdrawal | None:
    if "learner_id" not in message.facts:
        return None
    learner = work.unit.people.get(PersonId(str(message.facts["learner_id"])))
    kept = work.unit.certifications.of(learner.id, CourseId(str(message.facts["course_id"])))
    told = message.facts.get("certification", kept and kept.id)
    return grounds.manager_certified(
        list(learner.managers), manager.id, certificate_kept=kept is not None and kept.id == told
    )


def _team_report(work: Work, message: StoredMessage, manager: Person) -> Withdrawal | None:
    team = work.unit.reports.teams([manager.id]).get(manager.id, ()) if manager.role.manages else ()
    return grounds.following(_people_told_of(message), team)


def _attestations(work: Work, message: StoredMessage, person: Person) -> Withdrawal | None:
    told = _people_told_of(message)
    company = CompanyId(str(message.facts.get("company_id")))
    return grounds.following(told, work.unit.endings.recipients(company, told).get(person.id, ()))


def _certified_list(work: Work, message: StoredMessage) -> Withdrawal | None:
    """One of the certificates is in force; the list leaves the others out (CERT-7)."""
    certificates = list(map(str, _listed(message, "certifications")))
    gone = certificates and not work.unit.reports.in_force(certificates)
    return Withdrawal.CERTIFICATE_DELETED if gone else None


_OF_SESSIONS: Final[dict[str, Judge]] = {
    "slot_given": _slot_given,
    "slot_soon": _slot_soon,
    "slot_taken": _slot_taken,
    "waiting": _waiting,
    "end_reminder": _end_reminder,
    "inactivity": _inactivity,
}

_OF_PEOPLE: Final[dict[str, Personal]] = {
    "welcome": _welcome,
    "reset_password": _reset_password,
    "certified": _certified,
    "correction_amended": _certified,
    "manager_certified": _manager_certified,
    "team_report": _team_report,
    "attestations": _attestations,
}


def _number(message: StoredMessage, fact: str) -> int:
    return int(str(message.facts[fact]))


def _people_told_of(message: StoredMessage) -> list[PersonId]:
    """Of whom a report tells; those of former releases do not say."""
    return [PersonId(str(one)) for one in _listed(message, "people_ids")]


def _listed(message: StoredMessage, fact: str) -> Sequence[object]:
    found = message.facts.get(fact)
    return found if isinstance(found, list) else ()


def _holding(message: StoredMessage) -> int | None:
    """Which allocation a message is about; those of former releases do not say."""
    number = message.facts.get("holding")
    return number if isinstance(number, int) else None


def _told(message: StoredMessage) -> Told | None:
    """Which correction a message is about; those of former releases do not say."""
    if "round" not in message.facts:
        return None
    return Told(_number(message, "round"), _number(message, "amendments"))


def _day(message: StoredMessage, fact: str) -> date:
    return date.fromisoformat(str(message.facts[fact]))


def _instant(text: object) -> datetime | None:
    return None if text is None else datetime.fromisoformat(str(text))
