"""Certifications, as rows and back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.paging import on_the_way, paged
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_adapters.sql.rows import Mapper
from ledr_adapters.sql.unit import Tracker
from ledr_core.domain.certification.certification import Certification, Kind
from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.identifiers import CertificationId, CompanyId, CourseId, PersonId
from ledr_core.ports.certification import CertificationRow
from ledr_core.ports.paging import WHOLE, Page

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

_c, _p, _d = t.certifications.c, t.people.c, t.documents.c
_PLACED = t.certifications.join(t.people, _p.id == _c.person_id).join(t.courses, t.courses.c.id == _c.course_id)
_ORDER = (_c.awarded_on, _p.email_key, t.courses.c.reference, _c.id)
_newest = sa.and_(
    _d.person_id == _c.person_id,
    _d.course_id == _c.course_id,
    _d.kind == Kind.CERTIFICATE.value,
    _d.successor.is_(None),
)
ROWS = Prepared(
    sa.select(t.certifications, _p.email, t.courses.c.reference, t.courses.c.title, _d.code, _d.facts)
    .select_from(_PLACED.outerjoin(t.documents, _newest))
    .where(one_of(_c.id, "certifications"))
    .order_by(*_ORDER)
)
PRESENT = Prepared(
    sa.select(t.certifications).where(
        _c.person_id == sa.bindparam("person"), _c.course_id == sa.bindparam("course"), _c.revoked.is_(None)
    )
)
FEW: Final = 1_000
"""Up to so many people of a company, their certificates are looked up and put in order."""
SOME_PEOPLE = Prepared(sa.select(_p.id).where(_p.company_id == sa.bindparam("company")).limit(FEW + 1))


class SqlCertifications:
    """The certificates awarded."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(CERTIFICATION)

    def of(self, person: PersonId, course: CourseId) -> Certification | None:
        """The certification of a person for a course, unless it was revoked."""
        for row in PRESENT.rows(self._connection, locked=not self._reads, person=person, course=course):
            self.tracker.loaded(_certification(row), row.version)
        followed = (one for one in self.tracker.all() if (one.person, one.course) == (person, course))
        return next((one for one in followed if one.revoked is None), None)

    def rows(
        self,
        person: PersonId | None = None,
        company: CompanyId | None = None,
        managed_by: PersonId | None = None,
        since: date | None = None,
        page: Page[CertificationId] = WHOLE,
    ) -> list[CertificationRow]:
        """Certifications by day, then address: a company's, or those of a manager and the people managed, if asked."""
        statement = sa.select(_c.id).select_from(_PLACED)
        if person is not None:
            statement = statement.where(_c.person_id == person)
        if company is not None:
            statement = statement.where(self._of(company, page))
        if managed_by is not None:
            links = sa.select(t.manager_links.c.person_id).where(t.manager_links.c.manager_id == managed_by)
            team = [managed_by, *self._connection.scalars(links)]
            statement = statement.where(one_of(_c.person_id, "team")).params(team=team)
        if since is not None:
            statement = statement.where(_c.awarded_on >= since)
        chosen = self._connection.scalars(paged(self._connection, statement, page, _ORDER, _c.id, _PLACED))
        return self._rows(list(chosen))

    def _of(self, company: CompanyId, page: Page[CertificationId]) -> sa.ColumnElement[bool]:
        """Those of a company's people; of many people, a page of them is found in the order of the list."""
        if page.limit is not None and len(SOME_PEOPLE.columns(self._connection, company=company)[0]) > FEW:
            return on_the_way(_p.company_id == company)
        return _p.company_id == company

    def _rows(self, certifications: list[str]) -> list[CertificationRow]:
        """Those so identified, with the code of the certificate made of each."""
        found: dict[str, CertificationRow] = {}
        for row in ROWS.rows(self._connection, certifications=certifications):
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
