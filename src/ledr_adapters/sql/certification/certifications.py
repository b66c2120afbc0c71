"""Certifications, as rows and back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.rows import Mapper
from ledr_adapters.sql.statements import locked
from ledr_adapters.sql.unit import Tracker
from ledr_core.domain.certification.certification import Certification, Kind
from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.identifiers import CertificationId, CompanyId, CourseId, PersonId
from ledr_core.ports.certification import CertificationRow

CERTIFICATION = Mapper[Certification](
    t.certifications,
    {"id": "id"},
    {
        "person_id": "person",
        "course_id": "course",
        "grade": lambda one: str(one.grade),
        "level": "level.value",
        "awarded_on": "awarded_on",
        "company": "company",
        "revoked": "revoked",
    },
)


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
            sa.select(t.certifications, t.people.c.email, t.courses.c.reference, t.courses.c.title, d.code, d.facts)
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
                    certification=_certification(row),
                    email=row.email,
                    course=row.reference,
                    course_title=row.title,
                    code=row.code if own else None,
                )
        return list(found.values())

    def add(self, certification: Certification) -> None:
        """Keep a new certification."""
        self.tracker.add(certification)


def _certification(row: Any) -> Certification:
    return Certification(
        id=CertificationId(row.id),
        person=PersonId(row.person_id),
        course=CourseId(row.course_id),
        grade=Decimal(row.grade),
        level=Level(row.level),
        awarded_on=row.awarded_on,
        company=row.company,
        revoked=row.revoked,
    )
