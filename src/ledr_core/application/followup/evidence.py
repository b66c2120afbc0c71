"""The evidence of trainings: what is read of it, in the words people know (PASS-6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, Final

from attrs import frozen

from ledr_core.application.certification.printing import Printer, ready
from ledr_core.application.messages.letters import rendered
from ledr_core.application.operating.work import Work
from ledr_core.domain.certification.certification import Issued, Validity
from ledr_core.domain.certification.copies import Copy
from ledr_core.domain.certification.final_case import Case
from ledr_core.domain.kernel.identifiers import CaseId, PersonId
from ledr_core.domain.kernel.moments import day_of, stayed_on
from ledr_core.domain.kernel.school import LANGUAGE, SCHOOL_NAME
from ledr_core.domain.people.person import Person
from ledr_core.domain.sessions.sessions import Session
from ledr_core.ports.evidence import Of, Row
from ledr_core.ports.outbox import StoredMessage
from ledr_core.views.evidence import EvidencePart, EvidenceView, LearnerEvidence

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "enrolments": ("session", "company", "course", "start", "end", "left"),
    "slots": ("session", "slot", "since", "until"),
    "connections": ("started", "ended", "minutes"),
    "lessons": ("lesson", "title", "seen", "seconds"),
    "themes": ("course", "theme", "validated"),
    "workshops": ("workshop", "opened", "completed"),
    "workshop_answers": ("workshop", "question", "text", "answered"),
    "assessments": ("course", "theme", "attempt", "started", "finished", "outcome", "score", "answers", "right"),
    "copies": ("course", "case", "begun", "handed_in", "graded", "grade", "level"),
    "copy_answers": ("course", "question", "subject", "text", "mark", "maximum", "comment"),
    "certifications": ("course", "level", "grade", "awarded_on", "company", "revoked"),
    "documents": ("kind", "course", "code", "issued", "state", "successor"),
    "messages": ("kind", "channel", "sent", "sent_to", "delivery", "subject", "text"),
}
"""The parts of evidence in their order, and the columns of each."""


@frozen
class Gathered:
    """All that was read, and what prints the documents in force, by code."""

    evidence: EvidenceView
    documents: Mapping[str, Printer]
    kinds: Mapping[str, str]
    """What kind each of them is."""
    language: str


def gathered(work: Work, person: str | None, session: str | None) -> Gathered:
    """The evidence of a person, or of all who learnt in a session."""
    if session is not None:
        found = work.session(session)
        return _gathered(work, _in_order(work, work.unit.evidence.learners(found.id)), found)
    return _gathered(work, [_subject(work, person or "")], None)


def _subject(work: Work, named: str) -> Person:
    """The person of that address, or somebody who was erased by the identifier, which alone is left of them."""
    known = work.unit.people.many([PersonId(named)])
    return known[0] if known and known[0].erased else work.person(named)


def _in_order(work: Work, people: Sequence[PersonId]) -> list[Person]:
    known = {one.id: one for one in work.unit.people.many(people)}
    return [known[one] for one in people]


def _gathered(work: Work, people: Sequence[Person], session: Session | None) -> Gathered:
    only = None if session is None else _narrowed(work, session)
    rows = work.unit.evidence.of([one.id for one in people], only)
    kept = _Kept.of(work, [one.id for one in people], only)
    learners = []
    for one in people:
        own: dict[str, Iterable[Row]] = {kind: rows[kind].get(one.id, ()) for kind in rows}
        own["connections"] = _connections(own["connections"], own["enrolments"], only)
        copies = kept.copies(one)
        own["copies"] = [_copy(work, copy, kept.cases[copy.case]) for copy in copies]
        own["copy_answers"] = chain.from_iterable(_answers(work, copy, kept.cases[copy.case]) for copy in copies)
        own["documents"] = [_document(work, document) for document in kept.documents(one)]
        own["messages"] = _messages(work, kept.messages(one))
        learners.append(_learner(one, own))
    valid = [one for person in people for one in kept.documents(person) if one.validity is Validity.VALID]
    return Gathered(
        evidence=EvidenceView(
            school=work.setting(SCHOOL_NAME),
            session=None if session is None else session.reference,
            until=max(chain.from_iterable(map(_instants, learners)), default=None),
            learners=tuple(learners),
        ),
        documents={one.code: ready(work, one) for one in valid},
        kinds={one.code: one.kind.value for one in valid},
        language=work.setting(LANGUAGE),
    )


def _narrowed(work: Work, session: Session) -> Of:
    outline = work.outline(session.course)
    return Of(
        session=session.id,
        course=session.course,
        lessons=outline.lessons,
        workshops=[workshop.id for workshop in outline.workshops],
    )


def _learner(person: Person, own: Mapping[str, Iterable[Row]]) -> LearnerEvidence:
    parts = (
        EvidencePart(name, columns, tuple(tuple(row.get(column) for column in columns) for row in own[name]))
        for name, columns in PARTS.items()
    )
    return LearnerEvidence(person.email, person.name or person.email, tuple(parts))


def _instants(learner: LearnerEvidence) -> Iterator[datetime]:
    for part in learner.parts:
        yield from (value for row in part.rows for value in row if isinstance(value, datetime))


# What is not read as rows


def _connections(connections: Iterable[Row], enrolments: Iterable[Row], only: Of | None) -> Iterator[Row]:
    """With their minutes, as of CERT-10; of a session those that began on a day of a membership in it."""
    stays: list[tuple[Any, Any, Any]] = [(row["start"], row["end"], row["left"]) for row in enrolments]
    for row in connections:
        began, ended = row["started"], row["ended"]
        assert isinstance(began, datetime) and isinstance(ended, datetime)
        if only is None or any(stayed_on(day_of(began), *stay) for stay in stays):
            yield {**row, "minutes": (ended - began) // timedelta(minutes=1)}


@frozen
class _Kept:
    """What people have of which more is told than rows: of one session alone, if asked."""

    _copies: Mapping[PersonId, Sequence[Copy]]
    cases: Mapping[CaseId, Case]
    """The cases of the copies."""
    _documents: Mapping[PersonId, Sequence[Issued]]
    _messages: Mapping[PersonId, Sequence[StoredMessage]]
    _only: Of | None

    @staticmethod
    def of(work: Work, people: Sequence[PersonId], only: Of | None) -> _Kept:
        unit = work.unit
        copies = unit.copies.of_people(people)
        cases = {case: unit.catalogue.case(case) for case in {copy.case for own in copies.values() for copy in own}}
        return _Kept(copies, cases, unit.documents.of_people(people), unit.outbox.accepted(people), only)

    def copies(self, person: Person) -> list[Copy]:
        return [one for one in self._copies.get(person.id, ()) if self._only is None or one.course == self._only.course]

    def documents(self, person: Person) -> list[Issued]:
        found = self._documents.get(person.id, ())
        return [one for one in found if self._only is None or one.course == self._only.course]

    def messages(self, person: Person) -> list[StoredMessage]:
        return [one for one in self._messages.get(person.id, ()) if _is_of(one, self._only)]


def _copy(work: Work, copy: Copy, case: Case) -> Row:
    correction = copy.correction
    return {
        "course": work.course_title(copy.course),
        "case": case.reference,
        "begun": copy.begun,
        "handed_in": copy.sent if copy.handed_in else None,
        "graded": correction.at if correction else None,
        "grade": copy.grade,
        "level": copy.level.value if copy.level else None,
    }


def _answers(work: Work, copy: Copy, case: Case) -> Iterator[Row]:
    """What was written, and the correction that counts."""
    correction = copy.correction
    for number, question in enumerate(case.questions, 1):
        yield {
            "course": work.course_title(copy.course),
            "question": number,
            "subject": question.text,
            "text": copy.answers.get(number, ""),
            "mark": correction.marks[number - 1] if correction else None,
            "maximum": question.maximum,
            "comment": correction.comments[number - 1] or None if correction else None,
        }


def _document(work: Work, issued: Issued) -> Row:
    return {
        "kind": issued.kind.value,
        "course": work.course_title(issued.course),
        "code": issued.code,
        "issued": issued.issued,
        "state": issued.validity.value,
        "successor": issued.successor,
    }


def _messages(work: Work, messages: Iterable[StoredMessage]) -> Iterator[Row]:
    """Those that left and by which the person was accompanied, as they read, without secrets."""
    for message in messages:
        kind = work.contexts.kinds.get(message.kind)
        if kind is not None and kind.accompanies:
            yield {
                "kind": message.kind,
                "channel": message.channel,
                "sent": message.sent,
                "sent_to": message.sent_to,
                "delivery": message.delivery.value if message.delivery else None,
                **_words(work, message),
            }


def _is_of(message: StoredMessage, only: Of | None) -> bool:
    if only is None or message.session == only.session:
        return True
    return message.session is None and message.facts.get("course_id") == only.course


def _words(work: Work, message: StoredMessage) -> Row:
    """What it says; one that says nothing any more, its person being erased, hides no other."""
    try:
        words = rendered(work, message, secrets=False)
    except (ValueError, LookupError):
        return {}
    return {"subject": words.subject, "text": words.text}
