"""Sessions with their members, open holdings and waiting lists, as rows and back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.people.roles import LEARNING
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_adapters.sql.sessions.parts import Parts, parts_of
from ledr_adapters.sql.statements import chunks, locked
from ledr_adapters.sql.unit import Layout, Mapper, Row, Rows, Tracker
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, PersonId, SessionId
from ledr_core.domain.sessions.members import Period, learning_period
from ledr_core.domain.sessions.rotation import Policy, PolicyKind
from ledr_core.domain.sessions.sessions import Session, SessionKind
from ledr_core.domain.sessions.slots import Closed, Holding, Opened
from ledr_core.domain.sessions.waiting import WaitingList


def _session_row(session: Session) -> tuple[Row, Row]:
    policy = session.policy
    return (session.id,), (
        session.reference,
        session.company,
        session.course,
        session.kind,
        session.start,
        session.end,
        session.package,
        policy.kind,
        policy.every,
        policy.weekends,
        policy.holidays,
        policy.paced_from,
        session.members_enrolled,
        session.holdings_opened,
        session.next_change_on,
    )


def _member_rows(session: Session) -> Rows:
    identifier = session.id
    return {
        (identifier, member.number): (
            member.person,
            member.role,
            member.start,
            member.end,
            member.enrolled,
            member.welcomed,
            member.left,
        )
        for member in (*session.members.values(), *session.left)
    }


def _holding_rows(session: Session) -> Rows:
    return {
        (session.id, holding.number): (
            holding.slot,
            holding.person,
            holding.since,
            holding.opened_by,
            holding.until,
            holding.closed_by,
        )
        for holding in (*session.holdings, *session.closed)
    }


def _waiting_rows(session: Session) -> Rows:
    return {
        (session.id, waiter.person): (position, waiter.queued_by_run)
        for position, waiter in enumerate(session.waiting, 1)
    }


SESSION = Mapper[Session](
    Layout(
        t.sessions,
        ("id",),
        (
            "reference",
            "company_id",
            "course_id",
            "kind",
            "start",
            "end",
            "package",
            "policy",
            "every",
            "weekends",
            "holidays",
            "paced_from",
            "members_enrolled",
            "holdings_opened",
            "next_change_on",
        ),
    ),
    _session_row,
    [
        (
            Layout(
                t.memberships,
                ("session_id", "number"),
                ("person_id", "role", "start", "end", "enrolled", "welcomed", "left_at"),
            ),
            _member_rows,
        ),
        (
            Layout(
                t.holdings,
                ("session_id", "number"),
                ("slot", "person_id", "since", "opened_by", "until", "closed_by"),
            ),
            _holding_rows,
        ),
        (Layout(t.waiting, ("session_id", "person_id"), ("position", "queued_by_run"), placed=True), _waiting_rows),
    ],
)


BY_REFERENCE = Prepared(sa.select(t.sessions).where(t.sessions.c.reference == sa.bindparam("reference")))
BY_ID = Prepared(sa.select(t.sessions).where(one_of(t.sessions.c.id, "sessions")).order_by(t.sessions.c.id))

_s = t.sessions.c
LONGEST_DUE = (_s.next_change_on, _s.id)
"""As the index has them: by identifier alone, a database might go through all sessions to find the few that are due."""
_due_ones = (
    sa.select(t.sessions)
    .where(_s.next_change_on <= sa.bindparam("today"), sa.not_(one_of(_s.id, "but")))
    .order_by(*LONGEST_DUE)
    .limit(sa.bindparam("limit", type_=sa.Integer))
)
DUE_UNREAD = Prepared(_due_ones.with_only_columns(_s.id))
DUE = Prepared(_due_ones.with_for_update(skip_locked=True))
DUE_PATIENTLY = Prepared(_due_ones.with_for_update())
DUE_ALONE = Prepared(_due_ones.where(_s.id == sa.bindparam("only")).with_for_update(skip_locked=True))


class SqlSessions:
    """The sessions."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(SESSION)

    def named(self, reference: str) -> Session | None:
        """The session as last saved."""
        known = next((session for session in self.tracker.all() if session.reference == reference), None)
        return known or next(iter(self._prepared(BY_REFERENCE, reference=reference)), None)

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
        member = sa.select(t.memberships.c.session_id)
        member = member.where(t.memberships.c.person_id == person, t.memberships.c.left_at.is_(None))
        return self._load(t.sessions.c.id.in_(member))

    def with_learner_of(self, course: CourseId, person: PersonId) -> list[Session]:
        """The sessions of a course in which a person is a member."""
        member = sa.select(t.memberships.c.session_id)
        member = member.where(t.memberships.c.person_id == person, t.memberships.c.left_at.is_(None))
        return self._load(sa.and_(t.sessions.c.id.in_(member), t.sessions.c.course_id == course))

    def of_course(self, course: CourseId) -> list[SessionId]:
        """The sessions on a course."""
        statement = sa.select(t.sessions.c.id).where(t.sessions.c.course_id == course)
        return [SessionId(found) for found in self._connection.scalars(statement)]

    def due(self, today: date, but: Collection[SessionId], limit: int) -> list[SessionId]:
        """The sessions whose daily run of that day has something to do."""
        (sessions,) = DUE_UNREAD.columns(self._connection, today=today, but=list(but), limit=limit)
        return list(map(SessionId, sessions))

    def claim_due(
        self,
        today: date,
        but: Collection[SessionId],
        limit: int,
        only: SessionId | None = None,
        *,
        patient: bool = False,
    ) -> list[Session]:
        """The same, loaded and kept from other runs."""
        values: dict[str, Any] = {"today": today, "but": list(but), "limit": limit}
        if only is not None:
            return self._loaded(DUE_ALONE.rows(self._connection, **values, only=only))
        return self._loaded((DUE_PATIENTLY if patient else DUE).rows(self._connection, **values))

    def look_again(self, today: date, day: date) -> None:
        """Have the sessions that have not expired due on that day at the latest."""
        s = t.sessions.c
        later = sa.or_(s.next_change_on.is_(None), s.next_change_on > day)
        values = {"next_change_on": day, "version": s.version + 1}
        self._connection.execute(sa.update(t.sessions).where(s.end >= today, later).values(values))

    def count_due(self, today: date) -> int:
        """How many sessions those are."""
        count = sa.select(sa.func.count()).select_from(t.sessions).where(t.sessions.c.next_change_on <= today)
        return self._connection.scalar(count) or 0

    def reference(self, session: SessionId) -> str:
        """What a session is called, read alone."""
        found: str | None = self._connection.scalar(sa.select(t.sessions.c.reference).where(t.sessions.c.id == session))
        if found is None:
            raise LookupError(session)
        return found

    def periods(self, people: Collection[PersonId], but: Collection[SessionId]) -> dict[PersonId, list[Period]]:
        """The days on which people learn in sessions other than those."""
        m, found = t.memberships.c, dict[PersonId, list[Period]]()
        columns = (m.person_id, m.session_id, m.start, m.end, m.enrolled, t.sessions.c.reference)
        base = sa.select(*columns).join(t.sessions).where(m.left_at.is_(None), m.role.in_(LEARNING))
        for some in chunks(people):
            for row in self._connection.execute(base.where(m.person_id.in_(some), m.session_id.not_in(but))):
                days = learning_period(row.start, row.end, row.enrolled)
                person = PersonId(row.person_id)
                period = Period(SessionId(row.session_id), row.reference, person, *days)
                found.setdefault(person, []).append(period)
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

    def ledger(self, session: SessionId) -> list[Holding]:
        """All holdings of a session, oldest first."""
        statement = sa.select(t.holdings).where(t.holdings.c.session_id == session).order_by(t.holdings.c.number)
        return [_holding(row) for row in self._connection.execute(statement)]

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

    def changed(self, but: Collection[SessionId] = ()) -> list[Session]:
        """The sessions that differ from what was loaded, those apart."""
        return self.tracker.changed(but)

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
            _session(row, parts), row.version, (parts.member_rows, parts.holding_rows, parts.waiting_rows)
        )


def _session(row: Any, parts: Parts) -> Session:
    return Session(
        id=SessionId(row.id),
        reference=row.reference,
        company=None if row.company_id is None else CompanyId(row.company_id),
        course=CourseId(row.course_id),
        kind=SessionKind(row.kind),
        start=row.start,
        end=row.end,
        package=row.package,
        policy=Policy(PolicyKind(row.policy), row.every, row.weekends, row.holidays, row.paced_from),
        members=parts.members,
        holdings=parts.holdings,
        waiting=WaitingList(parts.queue),
        members_enrolled=row.members_enrolled,
        holdings_opened=row.holdings_opened,
        next_change_on=row.next_change_on,
    )


def _holding(row: Any) -> Holding:
    closed = None if row.closed_by is None else Closed(row.closed_by)
    return Holding(row.number, row.slot, PersonId(row.person_id), row.since, Opened(row.opened_by), row.until, closed)
