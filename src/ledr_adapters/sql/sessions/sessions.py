"""The sessions, found, claimed for their daily run, and kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.doubles import keys_of, meant
from ledr_adapters.sql.people.roles import LEARNING
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_adapters.sql.sessions.history import history_of
from ledr_adapters.sql.sessions.parts import Parts, parts_of
from ledr_adapters.sql.sessions.rows import SESSION, holding_of, session_of
from ledr_adapters.sql.statements import chunks, locked
from ledr_adapters.sql.unit import Tracker
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, PersonId, SessionId
from ledr_core.domain.kernel.texts import as_given, folded
from ledr_core.domain.sessions.members import Period, learning_period
from ledr_core.domain.sessions.sessions import Session
from ledr_core.domain.sessions.slots import Closed, Holding
from ledr_core.ports.paging import WHOLE, Page
from ledr_core.ports.sessions import MembershipHistory

BY_REFERENCE = Prepared(
    sa.select(t.sessions).where(one_of(t.sessions.c.reference_key, "keys")).order_by(t.sessions.c.id)
)
BY_ID = Prepared(sa.select(t.sessions).where(one_of(t.sessions.c.id, "sessions")).order_by(t.sessions.c.id))

LEDGERS = Prepared(
    sa.select(t.holdings)
    .where(one_of(t.holdings.c.session_id, "sessions"))
    .order_by(t.holdings.c.session_id, t.holdings.c.number)
)

_s = t.sessions.c
LONGEST_DUE = (_s.next_change_on, _s.id)
"""As the index has them: by identifier alone, a database might go through all sessions to find the few that are due."""
_due_ones = (
    sa.select(t.sessions)
    .where(_s.next_change_on <= sa.bindparam("today"), sa.not_(one_of(_s.id, "excluding")))
    .order_by(*LONGEST_DUE)
    .limit(sa.bindparam("limit", type_=sa.Integer))
)
DUE_COUNT = Prepared(sa.select(sa.func.count().label("due")).where(_s.next_change_on <= sa.bindparam("today")))
DUE_UNREAD = Prepared(_due_ones.with_only_columns(_s.id))
DUE = Prepared(_due_ones.with_for_update(skip_locked=True))
DUE_PATIENTLY = Prepared(_due_ones.with_for_update())
_due_one = _due_ones.where(_s.id == sa.bindparam("only"))
DUE_ALONE = Prepared(_due_one.with_for_update(skip_locked=True))
DUE_ALONE_PATIENTLY = Prepared(_due_one.with_for_update())
_m = t.memberships.c
PERIODS = Prepared(
    sa.select(_m.person_id, _m.session_id, _m.start, _m.end, _m.enrolled, _s.reference)
    .join(t.sessions)
    .where(
        _m.left_at.is_(None),
        one_of(_m.role, "roles"),
        one_of(_m.person_id, "people"),
        sa.not_(one_of(_m.session_id, "excluding")),
    )
)
_member = sa.select(t.memberships.c.session_id).where(
    one_of(t.memberships.c.person_id, "people"), t.memberships.c.left_at.is_(None)
)
DUE_OF = Prepared(
    sa.select(t.sessions).where(_s.next_change_on <= sa.bindparam("today"), _s.id.in_(_member)).order_by(*LONGEST_DUE)
)


class SqlSessions:
    """The sessions."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(SESSION)

    def named(self, reference: str, owner: CompanyId | None = None) -> Session | None:
        """The session as last saved."""
        key, typed = folded(reference), as_given(reference)
        known = [one for one in self.tracker.all() if one.key == key and owner in (None, one.company)]
        found = [session for session in known if session.reference == typed]
        if not found:
            rows = BY_REFERENCE.rows(self._connection, locked=not self._reads, keys=keys_of(key, reference))
            kept = self._loaded([row for row in rows if owner in (None, row.company_id)])
            found = [session for session in kept if session.key == key]
            found += filter(self.tracker.is_named_anew, known)
        return meant(reference, found, attrgetter("reference"))

    def get(self, session: SessionId) -> Session:
        """The session so identified."""
        known = self.tracker.known(session)
        return self.many([session])[0] if known is None else known

    def many(self, sessions: Sequence[SessionId]) -> list[Session]:
        """The sessions so identified."""
        missing = [session for session in sessions if self.tracker.known(session) is None]
        if missing:
            self._prepared(BY_ID, sessions=missing)
        return [known for session in sessions if (known := self.tracker.known(session)) is not None]

    def of_person(self, person: PersonId) -> list[Session]:
        """The sessions in which a person is a member."""
        return self.of_people([person])

    def of_people(self, people: Collection[PersonId]) -> list[Session]:
        """The sessions in which any of these people is a member."""
        member = sa.select(t.memberships.c.session_id).where(t.memberships.c.left_at.is_(None))
        found = {
            session.id: session
            for some in chunks(people)
            for session in self._load(t.sessions.c.id.in_(member.where(t.memberships.c.person_id.in_(some))))
        }
        return list(found.values())

    def with_learner_of(self, course: CourseId, person: PersonId) -> list[Session]:
        """The sessions of a course in which a person is a member."""
        member = sa.select(t.memberships.c.session_id)
        member = member.where(t.memberships.c.person_id == person, t.memberships.c.left_at.is_(None))
        return self._load(sa.and_(t.sessions.c.id.in_(member), t.sessions.c.course_id == course))

    def of_course(self, course: CourseId) -> list[SessionId]:
        """The sessions on a course."""
        statement = sa.select(t.sessions.c.id).where(t.sessions.c.course_id == course)
        return [SessionId(found) for found in self._connection.scalars(statement)]

    def due(self, today: date, excluding: Collection[SessionId], limit: int) -> list[SessionId]:
        """The sessions whose daily run of that day has something to do."""
        (sessions,) = DUE_UNREAD.columns(self._connection, today=today, excluding=list(excluding), limit=limit)
        return list(map(SessionId, sessions))

    def claim_due(
        self,
        today: date,
        excluding: Collection[SessionId],
        limit: int,
        only: SessionId | None = None,
        *,
        patient: bool = False,
    ) -> list[Session]:
        """The same, loaded and kept from other runs."""
        values: dict[str, Any] = {"today": today, "excluding": list(excluding), "limit": limit}
        if only is not None:
            alone = DUE_ALONE_PATIENTLY if patient else DUE_ALONE
            return self._loaded(alone.rows(self._connection, **values, only=only))
        return self._loaded((DUE_PATIENTLY if patient else DUE).rows(self._connection, **values))

    def due_of(self, today: date, people: Collection[PersonId]) -> list[Session]:
        """The sessions of these people with something to do in the daily run of that day."""
        return self._prepared(DUE_OF, today=today, people=list(people))

    def look_again(self, today: date, day: date) -> None:
        """Have the sessions that have not expired due on that day at the latest."""
        s = t.sessions.c
        later = sa.or_(s.next_change_on.is_(None), s.next_change_on > day)
        values = {"next_change_on": day, "version": s.version + 1}
        self._connection.execute(sa.update(t.sessions).where(s.end >= today, later).values(values))

    def count_due(self, today: date) -> int:
        """How many sessions those are."""
        return int(DUE_COUNT.rows(self._connection, today=today)[0].due)

    def reference(self, session: SessionId) -> str:
        """What a session is called, read alone."""
        found: str | None = self._connection.scalar(sa.select(t.sessions.c.reference).where(t.sessions.c.id == session))
        if found is None:
            raise LookupError(session)
        return found

    def periods(self, people: Collection[PersonId], excluding: Collection[SessionId]) -> dict[PersonId, list[Period]]:
        """The days on which people learn in sessions other than those."""
        found = dict[PersonId, list[Period]]()
        wanted: dict[str, Any] = {"people": list(people), "excluding": list(excluding), "roles": LEARNING}
        for row in PERIODS.rows(self._connection, **wanted):
            person = PersonId(row.person_id)
            start, end = learning_period(row.start, row.end, row.enrolled)
            found.setdefault(person, []).append(
                Period(session=SessionId(row.session_id), reference=row.reference, person=person, start=start, end=end)
            )
        return found

    def closed_by_expiry(self, session: SessionId) -> list[Holding]:
        """The last holdings of a session, where its end closed them."""
        last: dict[int, Holding] = {}
        of_person: dict[PersonId, Holding] = {}
        for holding in self.ledger(session):
            last[holding.slot] = of_person[holding.person] = holding
        expired = [holding for holding in last.values() if holding.closed_by is Closed.EXPIRED]
        return sorted(
            (holding for holding in expired if of_person[holding.person] is holding), key=lambda holding: holding.slot
        )

    def ledger(self, session: SessionId, page: Page[int] = WHOLE) -> list[Holding]:
        """The holdings of a session, oldest first."""
        h = t.holdings.c
        statement = sa.select(t.holdings).where(h.session_id == session).order_by(h.number).limit(page.limit)
        if page.after is not None:
            statement = statement.where(h.number > page.after)
        return [holding_of(row) for row in self._connection.execute(statement)]

    def ledgers(self, sessions: Collection[SessionId]) -> dict[SessionId, list[Holding]]:
        """The same of several sessions."""
        found: dict[SessionId, list[Holding]] = {session: [] for session in sessions}
        for row in LEDGERS.rows(self._connection, sessions=list(sessions)):
            found[row.session_id].append(holding_of(row))
        return found

    def history(self, person: PersonId) -> list[MembershipHistory]:
        """The memberships of a person, ended ones too."""
        return history_of(self._connection, person)

    def used(self, session: SessionId) -> bool:
        """Whether anybody has used the session."""
        m, h, v = t.memberships.c, t.holdings.c, t.viewings.c
        watched = sa.exists().where(
            m.session_id == session, v.person_id == m.person_id, v.seen.is_not(None), v.seen >= m.enrolled
        )
        gone = sa.exists().where(m.session_id == session, sa.or_(m.welcomed, m.left_at.is_not(None)))
        held = sa.exists().where(h.session_id == session)
        return bool(self._connection.scalar(sa.select(sa.or_(held, gone, watched))))

    def add(self, session: Session) -> None:
        """Keep a new session."""
        self.tracker.add(session)

    def remove(self, session: Session) -> None:
        """Forget a session that nobody has used."""
        for table in (t.messages, t.notifications):
            self._connection.execute(sa.update(table).where(table.c.session_id == session.id).values(session_id=None))
        self.tracker.remove(session)

    def changed(self, excluding: Collection[SessionId] = ()) -> list[Session]:
        """The sessions that differ from what was loaded, except those to be excluded."""
        return self.tracker.changed(excluding)

    def forget(self, session: SessionId) -> None:
        """Drop what was done to a session in this unit."""
        self.tracker.forget(session)

    def _load(self, where: sa.ColumnElement[bool]) -> list[Session]:
        statement = sa.select(t.sessions).where(where).order_by(t.sessions.c.id)
        return self._loaded(self._connection.execute(locked(self._connection, statement, reads=self._reads)).all())

    def _prepared(self, statement: Prepared, **values: Any) -> list[Session]:
        return self._loaded(statement.rows(self._connection, locked=not self._reads, **values))

    def _loaded(self, rows: Sequence[Any]) -> list[Session]:
        if not rows:
            return []
        parts = parts_of(self._connection, [row.id for row in rows])
        return [self._tracked(row, parts[row.id]) for row in rows]

    def _tracked(self, row: Any, parts: Parts) -> Session:
        return self.tracker.loaded(
            session_of(row, parts), row.version, (parts.member_rows, parts.holding_rows, parts.waiting_rows)
        )
