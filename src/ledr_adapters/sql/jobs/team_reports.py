"""What the weekly run reports, and to whom: read models."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_core.domain.certification.certification import Kind
from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.identifiers import CertificationId, PersonId
from ledr_core.domain.kernel.texts import address_key
from ledr_core.domain.people.roles import Role
from ledr_core.ports.team_reports import CertifiedRow, ListedBefore

_p, _l, _m, _c, _d = t.people.c, t.manager_links.c, t.messages.c, t.certifications.c, t.documents.c
_manages = _p.role.in_([role.value for role in Role if role.manages])

TEAMS = Prepared(sa.select(_l.manager_id, _l.person_id).where(one_of(_l.manager_id, "managers")))
TOLD = Prepared(
    sa.select(_m.person_id, sa.func.max(_m.created, type_=t.UtcInstant).label("latest"))
    .where(one_of(_m.person_id, "people"), _m.kind == sa.bindparam("kind"))
    .group_by(_m.person_id)
)
IN_FORCE = Prepared(sa.select(_c.id, _c.level, _c.grade).where(one_of(_c.id, "certificates"), _c.revoked.is_(None)))


class SqlTeamReports:
    """What the weekly run reports."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def count_managers(self) -> int:
        """How many people have a role that manages."""
        return self._connection.scalar(sa.select(sa.func.count()).select_from(t.people).where(_manages)) or 0

    def managers(self, after: PersonId | None, limit: int) -> list[PersonId]:
        """Them, in the order of their identifiers."""
        statement = sa.select(_p.id).where(_manages).order_by(_p.id).limit(limit)
        if after is not None:
            statement = statement.where(_p.id > after)
        return [PersonId(person) for person in self._connection.scalars(statement)]

    def teams(self, managers: Collection[PersonId]) -> dict[PersonId, list[PersonId]]:
        """Whom each manages."""
        found: dict[PersonId, list[PersonId]] = {}
        for manager, person in zip(*TEAMS.columns(self._connection, managers=list(managers)), strict=True):
            found.setdefault(PersonId(manager), []).append(PersonId(person))
        return found

    def told(self, kind: str, people: Collection[PersonId]) -> dict[PersonId, datetime]:
        """The instant of the last message of that kind to each."""
        rows = TOLD.rows(self._connection, people=list(people), kind=kind)
        return {PersonId(row.person_id): row.latest for row in rows}

    def certified(self, since: datetime | None) -> list[CertifiedRow]:
        """The certificates in force that were first awarded after an instant: when their first document was issued."""
        awarded = sa.func.min(_d.issued, type_=t.UtcInstant)
        of = _d.facts["certification"].as_string()
        first = sa.select(of.label("certification"), awarded.label("awarded")).where(_d.kind == Kind.CERTIFICATE.value)
        if since is not None:
            first = first.having(awarded > sa.bindparam("since", since, t.UtcInstant))
        issued = first.group_by(of).subquery("issued")
        statement = (
            sa.select(t.certifications, _p.email, _p.first_name, _p.last_name, t.courses.c.title, issued.c.awarded)
            .join(issued, issued.c.certification == _c.id)
            .join(t.people, _p.id == _c.person_id)
            .join(t.courses, t.courses.c.id == _c.course_id)
            .where(_c.revoked.is_(None), _p.email != _p.id)  # nobody who was erased
        )
        rows = self._connection.execute(statement).all()
        return [_certified(row) for row in sorted(rows, key=_by_day_and_name)]

    def in_force(self, certificates: Collection[str]) -> dict[str, tuple[Level, Decimal]]:
        """Those of the certificates that are in force."""
        rows = IN_FORCE.rows(self._connection, certificates=list(certificates))
        return {row.id: (Level(row.level), Decimal(row.grade)) for row in rows}

    def listed(self, prefix: str, address: str) -> ListedBefore:
        """What the lists say whose key begins like that, or that went to that address."""
        known = sa.select(_p.id).where(_p.email_key == address_key(address)).scalar_subquery()
        statement = sa.select(_m.facts, _m.created).where(
            sa.or_(
                _m.key.startswith(prefix, autoescape=True),
                sa.and_(
                    _m.kind == prefix.partition(":")[0],
                    sa.or_(_m.address_key == address_key(address), _m.person_id == known),
                ),
            )
        )
        rows = self._connection.execute(statement).all()
        listed = (one for row in rows for one in row.facts.get("certifications", ()))
        return ListedBefore(frozenset(listed), max((row.created for row in rows), default=None))


def _by_day_and_name(row: Any) -> tuple[Any, ...]:
    return row.awarded_on, row.last_name.casefold(), row.first_name.casefold(), row.email.casefold()


def _certified(row: Any) -> CertifiedRow:
    return CertifiedRow(
        id=CertificationId(row.id),
        name=f"{row.first_name} {row.last_name}".strip(),
        email=row.email,
        company=row.company,
        course=row.title,
        level=Level(row.level),
        grade=Decimal(row.grade),
        awarded_on=row.awarded_on,
        awarded=row.awarded,
    )
