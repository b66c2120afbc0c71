"""What official documents say: their facts, in words and plain JSON values, gathered when they are issued (CERT-9).

The school's language, names, company and catalogue are those of the issue; what is printed later comes from these
facts alone, and so is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import cast

from ledr_core.application.operating.work import Work
from ledr_core.domain.access.standing import Seat
from ledr_core.domain.catalogue.catalogue import Attached, Course
from ledr_core.domain.certification.certification import Certification
from ledr_core.domain.certification.copies import Copy
from ledr_core.domain.certification.printed import (
    AttestationPrinted,
    CertificatePrinted,
    ConnectionsPrinted,
    CorrectionPrinted,
    ProviderPrinted,
)
from ledr_core.domain.certification.settings import PROVIDER, PROVIDER_STAMP
from ledr_core.domain.kernel.identifiers import CompanyId
from ledr_core.domain.kernel.moments import day_of
from ledr_core.domain.kernel.school import LANGUAGE, SCHOOL_NAME, SITE
from ledr_core.domain.learning.progress import Record
from ledr_core.domain.people.person import Person


def certificate_facts(work: Work, person: Person, course: Course, certification: Certification) -> CertificatePrinted:
    """A certificate: today's names, and the company of the issue (CERT-5)."""
    background = getattr(course.certificate, certification.level.value)
    return {
        "certification": certification.id,
        "language": work.setting(LANGUAGE),
        "site": work.setting(SITE),
        "school": work.setting(SCHOOL_NAME),
        "person": person.name,
        "course": course.title,
        "level": certification.level.value,
        "date": certification.awarded_on.isoformat(),
        "company": certification.company,
        "register": course.register or None,
        "hours": course.hours or None,
        "background": background.sha256 if background else None,
    }


def attestation_facts(
    work: Work, person: Person, course: Course, company: CompanyId | None = None
) -> AttestationPrinted:
    """A training attestation: who followed what, when, how long, with what result (CERT-6).

    It is that of the membership in a session of *company*, where one is named, whatever came after it. While the end is
    still to come it says that the training is under way; only then, so that those issued before keep their code.
    """
    record, outline = work.record(person.id), work.outline(course.id)
    seat = seat_on(work, person, course, company)
    certification = work.unit.certifications.of(person.id, course.id)
    finished = record.finished.get(course.id)
    start = seat.member.start if seat else _first_day(record, person)
    end = max(start, _last_day(work, seat, finished))
    facts: AttestationPrinted = {
        "provider": provider_facts(work),
        "language": work.setting(LANGUAGE),
        "site": work.setting(SITE),
        "person": person.name,
        "course": course.title,
        "certifying": course.certifying,
        "start": start.isoformat(),
        "end": end.isoformat(),
        "finished": finished is not None,
        "percent": record.percent(outline),
        "company": work.unit.companies.get(company).name if company else company_of(work, person),
        "hours": course.hours or None,
        "watched": record.watch_seconds(outline),
        "lessons_seen": record.lessons_seen(outline),
        "lessons": len(outline.lessons),
        "workshops": record.workshops_done(outline),
        "themes": [theme.title for theme in outline.themes if record.validated(outline, theme)],
        "aim": course.about.aim or None,
        "skills": list(course.about.skills),
        "level": certification.level.value if certification else None,
        "register": course.register or None,
    }
    if end > work.today:
        facts["under_way"] = True
    return facts


def correction_facts(work: Work, person: Person, course: Course, copy: Copy) -> CorrectionPrinted:
    """The correction of a copy: each question with mark, comment and rubric, and the grade (CASE-8)."""
    correction, case = copy.correction, work.unit.catalogue.case(copy.case)
    assert correction is not None
    amendments = [one for one in copy.amendments if one.round == copy.graded_round]
    return {
        "copy": copy.id,
        "language": work.setting(LANGUAGE),
        "site": work.setting(SITE),
        "school": work.setting(SCHOOL_NAME),
        "person": person.name,
        "course": course.title,
        "company": company_of(work, person),
        "handed_in": day_of(copy.sent).isoformat(),
        "graded": day_of(amendments[0].former.at if amendments else correction.at).isoformat(),
        "grade": str(correction.grade),
        "level": correction.level.value if correction.level else None,
        "reworked": copy.graded_round == 2,
        "amended": day_of(correction.at).isoformat() if amendments else None,
        "reason": amendments[-1].reason if amendments else None,
        "answers": [
            {
                "question": one.text,
                "answer": copy.answers.get(number, ""),
                "mark": str(correction.marks[number - 1]),
                "maximum": str(one.maximum),
                "comment": correction.comments[number - 1] or None,
                "rubric": one.rubric or None,
            }
            for number, one in enumerate(case.questions, 1)
        ],
    }


def connections_facts(work: Work, person: Person, course: Course) -> ConnectionsPrinted:
    """The connections of a person, and what was done: proof of attendance (CERT-10)."""
    record, outline = work.record(person.id), work.outline(course.id)
    seat = seat_on(work, person, course)
    start = seat.member.start if seat else _first_day(record, person)
    end = min(seat.member.end, work.today) if seat else work.today
    lessons = [lesson for lesson in record.seen if lesson in outline.seconds]
    titles = work.unit.catalogue.titles(lessons)
    return {
        "provider": provider_facts(work),
        "language": work.setting(LANGUAGE),
        "site": work.setting(SITE),
        "person": person.name,
        "course": course.title,
        "company": company_of(work, person),
        "session": seat.session if seat else None,
        "start": start.isoformat(),
        "end": max(start, end).isoformat(),
        "connections": [
            (one.started.isoformat(), one.last_active.isoformat()) for one in work.unit.accounts.connections(person.id)
        ],
        "lessons": _done((titles[lesson][1], record.viewings[lesson].seen) for lesson in lessons),
        "assessments": _done((theme.title, record.passes.get(theme.id)) for theme in outline.themes),
        "workshops": _done(
            (one.title, record.workshops[one.id].completed) for one in outline.workshops if one.id in record.workshops
        ),
    }


def provider_facts(work: Work) -> ProviderPrinted:
    """The school as official documents name it; what is not set is None.

    A stamp is there only where one is set: documents issued by a release without stamps keep their code (CERT-5).
    """
    known = {one.name.removeprefix("provider_"): work.setting(one) or None for one in PROVIDER}
    stamp = work.setting(PROVIDER_STAMP)
    kept = {"stamp": Attached(**stamp).sha256} if isinstance(stamp, Mapping) else {}
    return cast(ProviderPrinted, {"name": work.setting(SCHOOL_NAME)} | known | kept)


def company_of(work: Work, person: Person) -> str | None:
    """The exact name of the person's company now (CO-1)."""
    return work.unit.companies.get(person.company).name if person.company else None


def seat_on(work: Work, person: Person, course: Course, company: CompanyId | None = None) -> Seat | None:
    """The person's membership on a course, by a *company* if one is named, the one that ends last."""
    on_course = (seat for seat in work.seats(person.id) if seat.course == course.reference)
    seats = (seat for seat in on_course if company in (None, seat.company))
    return max((seat for seat in seats if seat.member.learns), key=lambda seat: seat.member.end, default=None)


def _first_day(record: Record, person: Person) -> date:
    """Of somebody who has no membership on the course any more."""
    seen = [viewing.seen for viewing in record.viewings.values() if viewing.seen]
    return day_of(min(seen, default=person.created))


def _last_day(work: Work, seat: Seat | None, finished: datetime | None) -> date:
    if finished is not None:
        return day_of(finished)
    return seat.member.end if seat else work.today


def _done(things: Iterable[tuple[str, datetime | None]]) -> list[tuple[str, str]]:
    pairs = [(what, at) for what, at in things if at is not None]
    return [(what, at.isoformat()) for what, at in sorted(pairs, key=lambda pair: (pair[1], pair[0]))]
