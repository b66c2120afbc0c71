"""The people as contacts, and what each base was told of them: a read model, and rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.access.accounts import LAST_CONNECTIONS
from ledr_adapters.sql.bulk import delete_rows, insert_new_rows, update_rows
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.identifiers import CourseId, PersonId
from ledr_core.domain.people.roles import Role
from ledr_core.ports.contacts import Base
from ledr_core.ports.transfers import Known, Transferred

_p, _m, _v, _b, _k = t.people.c, t.memberships.c, t.viewings.c, t.badges.c, t.workshop_work.c
_f, _c, _t = t.finishes.c, t.certifications.c, t.transferred_contacts.c


def _counted(person: sa.Column[str], of: sa.Column[Any]) -> Prepared:
    """How many instants of a kind there are of people, and the last of them."""
    latest = sa.func.max(of, type_=t.UtcInstant).label("latest")
    columns: tuple[Any, ...] = (person, sa.func.count(of).label("count"), latest)
    return Prepared(sa.select(*columns).where(one_of(person, "people"), of.is_not(None)).group_by(person))


DONE = (_counted(_v.person_id, _v.seen), _counted(_b.person_id, _b.earned), _counted(_k.person_id, _k.completed))
PEOPLE = Prepared(
    sa.select(
        _p.id,
        _p.email,
        _p.first_name,
        _p.last_name,
        _p.role,
        _p.phone,
        _p.community_emails,
        _p.sms,
        _p.demo_day,
        t.companies.c.name.label("company"),
    )
    .select_from(t.people)
    .outerjoin(t.companies)
    .where(one_of(_p.id, "people"))
    .order_by(_p.id)
)
FINISHED = Prepared(sa.select(_f.person_id, _f.course_id).where(one_of(_f.person_id, "people")))
CERTIFIED = Prepared(
    sa.select(_c.person_id, _c.course_id, _c.level, _c.grade, _c.awarded_on).where(
        one_of(_c.person_id, "people"), _c.revoked.is_(None)
    )
)
LEFT = Prepared(
    sa.select(_m.person_id)
    .where(one_of(_m.person_id, "people"))
    .group_by(_m.person_id)
    .having(sa.func.count() == sa.func.count(_m.left_at))
)
TRANSFERRED = Prepared(
    sa.select(_t.person_id, _t.email, _t.fingerprint)
    .where(_t.base == sa.bindparam("base"), one_of(_t.person_id, "people"))
    .order_by(_t.person_id)
)
IN_ORDER = Prepared(sa.select(_p.id).where(_p.id > sa.bindparam("after")).order_by(_p.id).limit(sa.bindparam("limit")))
GONE = Prepared(
    sa.select(_t.person_id, _t.email, _t.fingerprint)
    .where(_t.base == sa.bindparam("base"), ~sa.exists().where(_p.id == _t.person_id))
    .order_by(_t.person_id)
)
_KEY, _TOLD = ("base", "person_id"), ("email", "fingerprint", "at")


class SqlTransfers:
    """The people as contacts."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def people(self, after: PersonId | None, limit: int) -> list[PersonId]:
        """The accounts in the order of their identifiers."""
        (found,) = IN_ORDER.columns(self._connection, after=after or "", limit=limit)
        return list(map(PersonId, found))

    def known(self, people: Collection[PersonId]) -> list[Known]:
        """What contacts are made of, of these people in the order of their identifiers."""
        wanted = list(people)
        rows = PEOPLE.rows(self._connection, people=wanted)
        active = dict(zip(*LAST_CONNECTIONS.columns(self._connection, people=wanted), strict=True))
        (left,) = LEFT.columns(self._connection, people=wanted)
        done, finished, certified = self._done(wanted), self._finished(wanted), self._certified(wanted)
        gone = set(left)
        return [
            Known(
                id=PersonId(row.id),
                email=row.email,
                first_name=row.first_name,
                last_name=row.last_name,
                role=Role(row.role),
                company=row.company,
                phone=row.phone,
                community_emails=row.community_emails,
                sms=row.sms,
                demo_day=row.demo_day,
                last_active=active.get(row.id),
                left=row.id in gone,
                done=done.get(row.id, ""),
                finished=frozenset(finished.get(row.id, ())),
                certified=certified.get(row.id, {}),
            )
            for row in rows
        ]

    def _done(self, people: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for number, kind in enumerate(DONE):
            for person, count, latest in zip(*kind.columns(self._connection, people=people), strict=True):
                found[person] = f"{found.get(person, '')}{number}:{count}:{latest.isoformat()};"
        return found

    def _finished(self, people: Sequence[str]) -> dict[str, list[CourseId]]:
        found: dict[str, list[CourseId]] = {}
        for person, course in zip(*FINISHED.columns(self._connection, people=people), strict=True):
            found.setdefault(person, []).append(CourseId(course))
        return found

    def _certified(self, people: Sequence[str]) -> dict[str, dict[CourseId, Any]]:
        found: dict[str, dict[CourseId, Any]] = {}
        for row in CERTIFIED.rows(self._connection, people=people):
            certificate = (Level(row.level), Decimal(row.grade), row.awarded_on)
            found.setdefault(row.person_id, {})[CourseId(row.course_id)] = certificate
        return found

    def transferred(self, base: Base, people: Collection[PersonId]) -> dict[PersonId, Transferred]:
        """What a base was told of these people."""
        return self._told(base, people)

    def _told(self, base: Base, people: Collection[PersonId], *, locked: bool = False) -> dict[PersonId, Transferred]:
        rows = TRANSFERRED.rows(self._connection, locked=locked, base=base.value, people=list(people))
        return {PersonId(row.person_id): _transferred(row) for row in rows}

    def gone(self, base: Base) -> list[Transferred]:
        """What a base was told of people whose account is no more."""
        return [_transferred(row) for row in GONE.rows(self._connection, base=base.value)]

    def keep(self, base: Base, transferred: Sequence[Transferred], at: datetime) -> int:
        """Take note of what a base was told."""
        before = self._told(base, [one.person for one in transferred], locked=True)  # another run's come first
        rows = [
            {"base": base.value, "person_id": one.person, "email": one.email, "fingerprint": one.fingerprint, "at": at}
            for one in sorted(transferred, key=lambda one: one.person)
            if before.get(one.person) != one
        ]
        new, known = ([row for row in rows if (row["person_id"] in before) is there] for there in (False, True))
        changed = [tuple(row[name] for name in (*_KEY, *_TOLD)) for row in known]
        added = insert_new_rows(self._connection, t.transferred_contacts, new)
        return added + update_rows(self._connection, t.transferred_contacts, _KEY, _TOLD, changed)

    def forget(self, base: Base, people: Collection[PersonId]) -> int:
        """Take note that a base knows these people no more."""
        known = self._told(base, people, locked=True)
        delete_rows(self._connection, t.transferred_contacts, _KEY, [(base.value, one) for one in known])
        return len(known)


def _transferred(row: Any) -> Transferred:
    return Transferred(person=PersonId(row.person_id), email=row.email, fingerprint=row.fingerprint)
