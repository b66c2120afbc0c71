"""What a grade causes: the certification follows its level, documents are issued, people are told (CERT-2, CERT-3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from attrs import asdict

from ledr_core.application.certification.copies import last_day
from ledr_core.application.certification.issuing import issue, revoke
from ledr_core.application.certification.letters import (
    CERTIFIED,
    CORRECTION_AMENDED,
    MANAGER_CERTIFIED,
    AmendedFacts,
    CertifiedFacts,
    ManagerCertifiedFacts,
)
from ledr_core.application.certification.papers import (
    attestation_facts,
    certificate_facts,
    company_of,
    correction_facts,
)
from ledr_core.application.operating.contexts import Reactions
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.catalogue import Course
from ledr_core.domain.certification.certification import Certification, Issued, Kind
from ledr_core.domain.certification.copies import REWORK_DAYS, Copy
from ledr_core.domain.certification.grading import Level, may_be_reworked
from ledr_core.domain.events import CaseGraded, CaseHandedIn, CaseReopened, Certified, ReworkEnded
from ledr_core.domain.kernel.identifiers import CertificationId
from ledr_core.domain.kernel.moments import day_of
from ledr_core.domain.people.person import Person
from ledr_core.domain.sessions.queueing import queue_first
from ledr_core.ports.outbox import NewMessage


def _handed_in(work: Work, event: CaseHandedIn) -> Iterable[NewMessage]:
    """The course may be finished by it; one finished before a rework is so again (LEARN-10)."""
    record, copy = work.record(event.person), work.unit.copies.of(event.person, event.course)
    record.hand_in(event.course)
    if copy is not None and copy.rework is not None:
        record.finish_again(event.course, copy.rework.finished and event.at, work.moment)
    record.review(work.outline(event.course), work.moment)
    return ()


def _reopened(work: Work, event: CaseReopened) -> Iterable[NewMessage]:
    """The learner is unfinished, and first in the list when their slot has gone (CASE-9, ROT-11, ROT-13)."""
    copy = work.unit.copies.of(event.person, event.course)
    assert copy is not None
    copy.keep_finish(work.record(event.person).reopen(event.course))
    for session in work.unit.sessions.with_learner_of(event.course, event.person):
        queue_first(session, event.person, work.moment)
    return ()


def _rework_ended(work: Work, event: ReworkEnded) -> Iterable[NewMessage]:
    """The first grade stands, and the learner has finished again (CASE-9)."""
    copy = work.unit.copies.of(event.person, event.course)
    if copy is not None and copy.rework is not None:
        work.record(event.person).finish_again(event.course, copy.rework.finished, work.moment)
    return ()


def _graded(work: Work, event: CaseGraded) -> Iterable[NewMessage]:
    """The level follows, the documents are issued, and one e-mail takes them to the learner (CERT-2, CASE-11)."""
    person, course = work.unit.people.get(event.person), work.unit.catalogue.course(event.course)
    copy = work.unit.copies.of(event.person, event.course)
    assert copy is not None and copy.correction is not None
    documents = [*_certificates(work, person, course, copy), _corrected(work, person, course, copy)]
    documents.append(issue(work, Kind.ATTESTATION, person, course, attestation_facts(work, person, course)))
    told = CertifiedFacts(
        course=course.title,
        grade=event.grade,
        level=None if event.level is None else Level(event.level),
        rework_until=_may_ask_until(work, person, copy),
        documents=tuple(document.code for document in documents),
        copy=copy.id,
        course_id=course.id,
        round=event.round,
        amendments=len(copy.amendments),
    )
    if event.amended:
        key = f"{copy.id}:{event.amended}"
        amended = AmendedFacts(**asdict(told, recurse=False), reason=copy.amendments[-1].reason)
        yield CORRECTION_AMENDED.message(work, person.id, None, key, amended)
    else:
        yield CERTIFIED.message(work, person.id, None, f"{copy.id}:{event.round}", told)


def _certificates(work: Work, person: Person, course: Course, copy: Copy) -> list[Issued]:
    """The certificate, awarded, changed or taken back as the grade says (CERT-1, CASE-11)."""
    certification = work.unit.certifications.of(person.id, course.id)
    correction = copy.correction
    assert correction is not None
    if correction.level is None:
        if certification is not None:
            take_back(work, certification)
        return []
    if certification is None:
        certification = _awarded(work, person, course, copy, correction.level)
    certification.regrade(correction.grade, correction.level)
    return [issue(work, Kind.CERTIFICATE, person, course, certificate_facts(work, person, course, certification))]


def _awarded(work: Work, person: Person, course: Course, copy: Copy, level: Level) -> Certification:
    assert copy.grade is not None
    identifier = CertificationId(work.ports.chance.identifier())
    company = company_of(work, person)
    certification = Certification(identifier, person.id, course.id, copy.grade, level, work.today, company)
    certification.award(work.moment.instant)
    work.unit.certifications.add(certification)
    return certification


def take_back(work: Work, certification: Certification) -> None:
    """Revoke a certification and its certificate (CERT-7, CASE-11)."""
    certification.revoke(work.moment.instant)
    revoke(work, certification.person, certification.course, Kind.CERTIFICATE)


def _corrected(work: Work, person: Person, course: Course, copy: Copy) -> Issued:
    return issue(work, Kind.CORRECTION, person, course, correction_facts(work, person, course, copy))


def _may_ask_until(work: Work, person: Person, copy: Copy) -> date | None:
    """The last day on which a rework may be asked for."""
    if copy.grading is None or copy.rework is not None or not may_be_reworked(copy.grading.grade):
        return None
    end, last = last_day(work, person, copy.course), day_of(copy.grading.at) + REWORK_DAYS
    return last if end is None else max(end, last)


def _certified(work: Work, event: Certified) -> Iterable[NewMessage]:
    """The learner's managers are told when a certificate is awarded (CERT-3)."""
    person, course = work.unit.people.get(event.person), work.unit.catalogue.course(event.course)
    certification = work.unit.certifications.of(event.person, event.course)
    assert certification is not None
    facts = ManagerCertifiedFacts(
        learner=person.name,
        course=course.title,
        level=Level(event.level),
        grade=event.grade,
        learner_id=person.id,
        course_id=course.id,
        certification=certification.id,
    )
    for manager in sorted(person.managers):
        key = f"{certification.id}:{manager}"
        yield MANAGER_CERTIFIED.message(work, manager, None, key, facts)


REACTIONS: Final[Reactions] = {
    CaseHandedIn: _handed_in,
    CaseReopened: _reopened,
    ReworkEnded: _rework_ended,
    CaseGraded: _graded,
    Certified: _certified,
}
