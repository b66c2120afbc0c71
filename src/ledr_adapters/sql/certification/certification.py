"""Copies, certifications and issued documents, as rows and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.statements import chunks, locked
from ledr_adapters.sql.unit import Layout, Mapper, Rows, Tracker
from ledr_core.domain.certification.certification import Certification, Issued, Kind
from ledr_core.domain.certification.copies import Amendment, Copy, Rework, State
from ledr_core.domain.certification.grading import Grading, Level
from ledr_core.domain.kernel.identifiers import CaseId, CertificationId, CompanyId, CopyId, CourseId, PersonId
from ledr_core.domain.people.roles import Role
from ledr_core.ports.certification import CertificationRow

Json = dict[str, Any]


def _grading_json(grading: Grading | None) -> Json | None:
    if grading is None:
        return None
    marks = [str(mark) for mark in grading.marks]
    return {"marks": marks, "comments": list(grading.comments), "at": grading.at.isoformat()}


def _grading(kept: Mapping[str, Any] | None) -> Grading | None:
    if kept is None:
        return None
    return Grading(tuple(map(Decimal, kept["marks"])), tuple(kept["comments"]), datetime.fromisoformat(kept["at"]))


def _rework_json(rework: Rework | None) -> Json | None:
    if rework is None:
        return None
    return {
        "asked": rework.asked.isoformat(),
        "until": rework.until.isoformat(),
        "handed_in": rework.handed_in.isoformat() if rework.handed_in else None,
        "batch": rework.batch.isoformat() if rework.batch else None,
        "grading": _grading_json(rework.grading),
        "lapsed": rework.lapsed,
        "finished": rework.finished.isoformat() if rework.finished else None,
    }


def _rework(kept: Mapping[str, Any] | None) -> Rework | None:
    if kept is None:
        return None
    return Rework(
        datetime.fromisoformat(kept["asked"]),
        date.fromisoformat(kept["until"]),
        datetime.fromisoformat(kept["handed_in"]) if kept["handed_in"] else None,
        date.fromisoformat(kept["batch"]) if kept["batch"] else None,
        _grading(kept["grading"]),
        kept["lapsed"],
        datetime.fromisoformat(kept["finished"]) if kept["finished"] else None,
    )


def _amendment_json(amendment: Amendment) -> Json:
    former = _grading_json(amendment.former)
    kept = {"at": amendment.at.isoformat(), "by": amendment.by, "reason": amendment.reason}
    return kept | {"former": former, "round": amendment.round}


def _amendment(kept: Mapping[str, Any]) -> Amendment:
    former = _grading(kept["former"])
    assert former is not None
    return Amendment(datetime.fromisoformat(kept["at"]), kept["by"], kept["reason"], former, kept["round"])


def _copy_row(copy: Copy) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    reworking = copy.rework is not None and copy.state is State.REWORKING
    return (copy.id,), (
        copy.person,
        copy.course,
        copy.case,
        copy.begun,
        copy.handed_in,
        copy.batch,
        copy.state.value,
        copy.planned,
        copy.rework.sure_until if copy.rework and reworking else None,
        _grading_json(copy.grading),
        _rework_json(copy.rework),
        [_amendment_json(amendment) for amendment in copy.amendments],
    )


def _answers(copy: Copy) -> Rows:
    rounds = {1: copy.answers} if copy.round == 1 else {1: copy.first_answers, 2: copy.answers}
    return {
        (copy.id, number, question): (text,) for number, answers in rounds.items() for question, text in answers.items()
    }


COPY = Mapper[Copy](
    Layout(
        t.copies,
        ("id",),
        (
            "person_id",
            "course_id",
            "case_id",
            "begun",
            "handed_in",
            "batch",
            "state",
            "planned",
            "open_until",
            "grading",
            "rework",
            "amendments",
        ),
    ),
    _copy_row,
    [(Layout(t.copy_answers, ("copy_id", "round", "question"), ("text",)), _answers)],
)
CERTIFICATION = Mapper[Certification](
    Layout(
        t.certifications,
        ("id",),
        ("person_id", "course_id", "grade", "level", "awarded_on", "company", "revoked"),
    ),
    lambda one: (
        (one.id,),
        (one.person, one.course, str(one.grade), one.level.value, one.awarded_on, one.company, one.revoked),
    ),
)
ISSUED = Mapper[Issued](
    Layout(
        t.documents,
        ("code",),
        ("kind", "person_id", "course_id", "company", "facts", "issued", "successor", "revoked"),
    ),
    lambda one: (
        (one.code,),
        (
            one.kind.value,
            one.person,
            one.course,
            one.company,
            dict(one.facts),
            one.issued,
            one.successor,
            one.revoked,
        ),
    ),
    [(Layout(t.document_files, ("code", "sha256"), ()), lambda one: {(one.code, file): () for file in one.files})],
)


class SqlCopies:
    """The copies, one a person and course."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(COPY)

    def of(self, person: PersonId, course: CourseId) -> Copy | None:
        """The copy of a person in a course."""
        return next((copy for copy in self.of_person(person) if copy.course == course), None)

    def get(self, copy: CopyId) -> Copy | None:
        """The copy so identified, unless it was deleted."""
        return next(iter(self._load(sa.select(t.copies).where(t.copies.c.id == copy))), None)

    def of_person(self, person: PersonId) -> list[Copy]:
        """The copies of a person, the one begun last at the end."""
        self._load(sa.select(t.copies).where(t.copies.c.person_id == person))
        copies = (copy for copy in self.tracker.all() if copy.person == person)
        return sorted(copies, key=lambda copy: (copy.begun, copy.id))

    def count_of(self, case: CaseId) -> int:
        """How many copies were begun on a case."""
        count = sa.select(sa.func.count()).select_from(t.copies).where(t.copies.c.case_id == case)
        return self._connection.scalar(count) or 0

    def to_correct(self, until: date) -> list[Copy]:
        """The copies that wait for their grade and are planned up to that Friday, in the order of being handed in."""
        c = t.copies.c
        found = self._load(sa.select(t.copies).where(c.state == State.HANDED_IN.value, c.planned <= until))
        return sorted(found, key=lambda copy: (copy.sent, copy.id))

    def over(self, today: date, but: Collection[CopyId], limit: int) -> list[Copy]:
        """The copies under rework that are over, those apart: 14 days and the learner's own end are passed."""
        c, m, s = t.copies.c, t.memberships.c, t.sessions.c
        followed = (
            sa.select(sa.literal(1))
            .select_from(t.memberships.join(t.sessions, s.id == m.session_id))
            .where(m.person_id == c.person_id, s.course_id == c.course_id, m.left_at.is_(None), m.end >= today)
            .where(m.role.in_([role.value for role in Role if role.learns]))
            .correlate(t.copies)
        )
        over = sa.select(t.copies).where(c.state == State.REWORKING.value, c.open_until < today, c.id.not_in(list(but)))
        return self._load(over.where(~followed.exists()).limit(limit))

    def _load(self, statement: sa.Select[Any]) -> list[Copy]:
        ordered = statement.order_by(t.copies.c.id)
        rows = self._connection.execute(locked(self._connection, ordered, reads=self._reads)).all()
        answers: dict[str, dict[int, dict[int, str]]] = {}
        for some in chunks(row.id for row in rows):
            found = sa.select(t.copy_answers).where(t.copy_answers.c.copy_id.in_(some))
            for answer in self._connection.execute(found.order_by(t.copy_answers.c.question)):
                answers.setdefault(answer.copy_id, {}).setdefault(answer.round, {})[answer.question] = answer.text
        return [self.tracker.loaded(_copy(row, answers.get(row.id, {})), row.version) for row in rows]

    def add(self, copy: Copy) -> None:
        """Keep a new copy."""
        self.tracker.add(copy)

    def remove(self, copy: Copy) -> None:
        """Forget a copy, with its answers."""
        self.tracker.remove(copy)


def _copy(row: Any, answers: Mapping[int, dict[int, str]]) -> Copy:
    copy = Copy(
        CopyId(row.id),
        PersonId(row.person_id),
        CourseId(row.course_id),
        CaseId(row.case_id),
        row.begun,
        {},
        row.handed_in,
        row.batch,
        _grading(row.grading),
        _rework(row.rework),
        dict(answers.get(1, {})) if row.rework is not None else {},
        [_amendment(one) for one in row.amendments],
    )
    copy.answers = dict(answers.get(copy.round, {}))
    return copy


class SqlCertifications:
    """The certificates awarded."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(CERTIFICATION)

    def of(self, person: PersonId, course: CourseId) -> Certification | None:
        """The certification of a person for a course, unless it was revoked."""
        c = t.certifications.c
        statement = sa.select(t.certifications).where(c.person_id == person, c.course_id == course, c.revoked.is_(None))
        for row in self._connection.execute(locked(self._connection, statement, reads=self._reads)):
            self.tracker.loaded(_certification(row), row.version)
        followed = (one for one in self.tracker.all() if (one.person, one.course) == (person, course))
        return next((one for one in followed if one.revoked is None), None)

    def rows(
        self,
        person: PersonId | None = None,
        company: CompanyId | None = None,
        managed_by: PersonId | None = None,
        since: date | None = None,
    ) -> list[CertificationRow]:
        """Certifications by day, then address: a company's, or those of a manager and the people managed, if asked."""
        c, d = t.certifications.c, t.documents.c
        newest = sa.and_(
            d.person_id == c.person_id,
            d.course_id == c.course_id,
            d.kind == Kind.CERTIFICATE.value,
            d.successor.is_(None),
        )
        statement = (
            sa.select(t.certifications, t.people.c.email, t.courses.c.reference, d.code, d.facts)
            .join(t.people, t.people.c.id == c.person_id)
            .join(t.courses, t.courses.c.id == c.course_id)
            .outerjoin(t.documents, newest)
            .order_by(c.awarded_on, t.people.c.email_key, t.courses.c.reference, c.id)
        )
        if person is not None:
            statement = statement.where(c.person_id == person)
        if company is not None:
            statement = statement.where(t.people.c.company_id == company)
        if managed_by is not None:
            links = sa.select(t.manager_links.c.person_id).where(t.manager_links.c.manager_id == managed_by)
            statement = statement.where(sa.or_(c.person_id.in_(links), c.person_id == managed_by))
        if since is not None:
            statement = statement.where(c.awarded_on >= since)
        found: dict[str, CertificationRow] = {}
        for row in self._connection.execute(statement):
            own = row.facts is not None and row.facts.get("certification") == row.id
            if own or row.id not in found:
                found[row.id] = CertificationRow(
                    _certification(row), row.email, row.reference, row.code if own else None
                )
        return list(found.values())

    def add(self, certification: Certification) -> None:
        """Keep a new certification."""
        self.tracker.add(certification)


def _certification(row: Any) -> Certification:
    return Certification(
        CertificationId(row.id),
        PersonId(row.person_id),
        CourseId(row.course_id),
        Decimal(row.grade),
        Level(row.level),
        row.awarded_on,
        row.company,
        row.revoked,
    )


class SqlIssuedDocuments:
    """The official documents that were issued."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(ISSUED)

    def with_code(self, code: str) -> Issued | None:
        """The document of that code."""
        known = self.tracker.known(code)
        return known or next(iter(self._load(t.documents.c.code == code)), None)

    def with_file(self, sha256: str) -> Issued | None:
        """The document of which that very file was made."""
        made = sa.select(t.document_files.c.code).where(t.document_files.c.sha256 == sha256)
        return next(iter(self._load(t.documents.c.code.in_(made))), None)

    def of(self, person: PersonId, course: CourseId | None = None, kind: Kind | None = None) -> list[Issued]:
        """The documents of a person, oldest first."""
        self._load(t.documents.c.person_id == person)
        found = (
            one
            for one in self.tracker.all()
            if one.person == person and course in (None, one.course) and kind in (None, one.kind)
        )
        return sorted(found, key=lambda one: (one.issued, one.code))

    def prints(self, company: str) -> bool:
        """Whether the name of a company was printed on one (CO-3)."""
        found = sa.select(t.documents.c.code).where(t.documents.c.company == company).limit(1)
        return self._connection.scalar(found) is not None

    def _load(self, where: sa.ColumnElement[bool]) -> list[Issued]:
        statement = sa.select(t.documents).where(where).order_by(t.documents.c.code)
        rows = self._connection.execute(locked(self._connection, statement, reads=self._reads)).all()
        files: dict[str, set[str]] = {}
        for some in chunks(row.code for row in rows):
            made = sa.select(t.document_files).where(t.document_files.c.code.in_(some))
            for file in self._connection.execute(made):
                files.setdefault(file.code, set()).add(file.sha256)
        return [self.tracker.loaded(_issued(row, files.get(row.code, set())), row.version) for row in rows]

    def add(self, issued: Issued) -> None:
        """Keep a new document."""
        self.tracker.add(issued)


def _issued(row: Any, files: set[str]) -> Issued:
    return Issued(
        row.code,
        Kind(row.kind),
        PersonId(row.person_id),
        CourseId(row.course_id),
        row.facts,
        row.issued,
        files,
        row.successor,
        row.revoked,
    )
