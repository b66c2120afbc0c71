"""Issuing official documents: the same facts are the same document, other facts supersede it (CERT-5, CERT-9)."""

from __future__ import annotations

from collections.abc import Mapping

from ledr_core.application.certification.papers import attestation_facts
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.catalogue import Course
from ledr_core.domain.certification.certification import Issued, Kind, Validity, code_for
from ledr_core.domain.kernel.identifiers import CourseId, PersonId
from ledr_core.domain.people.person import Person


def issue(work: Work, kind: Kind, person: Person, course: Course, facts: Mapping[str, object]) -> Issued:
    """The document of these facts: the one that says the same already, else a new one, which supersedes the former."""
    code = code_for(kind, person.id, course.id, facts)
    known = work.unit.documents.of(person.id, course.id, kind)
    same = next((one for one in known if one.code == code), None)
    if same is not None and same.validity is Validity.VALID:
        return same
    for former in known:
        if former.validity is Validity.VALID:
            former.supersede(code)
    if same is None:
        same = Issued(code, kind, person.id, course.id, facts, work.moment.instant)
        work.unit.documents.add(same)
    else:
        work.flush()  # one document is current at any instant
        same.reinstate()
    return same


def remake_attestations(work: Work, person: Person, course: CourseId | None = None) -> int:
    """Make a person's training attestations again, or that of a course, changed or not; gives how many (CERT-6)."""
    made = [
        one for one in work.unit.documents.of(person.id, course, Kind.ATTESTATION) if one.validity is Validity.VALID
    ]
    for document in made:
        followed = work.unit.catalogue.course(document.course)
        issue(work, Kind.ATTESTATION, person, followed, attestation_facts(work, person, followed))
    return len(made)


def printing_another_name(work: Work, person: Person) -> list[Issued]:
    """The documents of a person that are valid and print a name that is not theirs any more (CERT-5)."""
    valid = (one for one in work.unit.documents.of(person.id) if one.validity is Validity.VALID)
    return [one for one in valid if one.facts.get("person") != person.name]


def revoke(work: Work, person: PersonId, course: CourseId, kind: Kind) -> None:
    """Take back the document of that kind that is current."""
    for document in work.unit.documents.of(person, course, kind):
        if document.validity is Validity.VALID:
            document.revoke(work.moment.instant)


def newest(work: Work, document: Issued) -> Issued:
    """The document that a superseded one gave way to in the end."""
    seen = {document.code}
    while document.successor is not None and document.successor not in seen:
        following = work.unit.documents.with_code(document.successor)
        if following is None:
            break
        seen.add(following.code)
        document = following
    return document
