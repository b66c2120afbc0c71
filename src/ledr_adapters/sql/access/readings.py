"""Read models: tables and counts over many people, in few statements whatever their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.paging import paged
from ledr_adapters.sql.people.roles import LEARNING
from ledr_adapters.sql.prepared import Prepared, in_one_text, one_of
from ledr_core.domain.access.standing import Seat
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, PersonId, SessionId, ThemeId
from ledr_core.domain.kernel.moments import day_of
from ledr_core.domain.kernel.texts import folded
from ledr_core.domain.people.roles import Role
from ledr_core.domain.sessions.members import Member
from ledr_core.ports.paging import WHOLE, Page
from ledr_core.ports.readings import CompanyRow, NamedKind, PersonRow, SessionRow

_p, _s, _m, _h, _w = t.people.c, t.sessions.c, t.memberships.c, t.holdings.c, t.waiting.c


def _seats(of: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Memberships, each with its session, and the slot or the place in the list."""
    held = sa.and_(_h.session_id == _m.session_id, _h.person_id == _m.person_id, _h.until.is_(None))
    waits = sa.and_(_w.session_id == _m.session_id, _w.person_id == _m.person_id)
    ahead = t.waiting.alias()
    up_to = sa.and_(ahead.c.session_id == _w.session_id, ahead.c.position <= _w.position)
    place = sa.select(sa.func.nullif(sa.func.count(), 0)).select_from(ahead).where(up_to).scalar_subquery()
    return (
        sa.select(
            t.memberships,
            _s.reference,
            _s.kind,
            _s.course_id,
            _s.company_id,
            t.courses.c.reference.label("course"),
            _h.slot,
            _h.since,
            place.label("place"),
        )
        .join(t.sessions, _s.id == _m.session_id)
        .join(t.courses, t.courses.c.id == _s.course_id)
        .outerjoin(t.holdings, held)
        .outerjoin(t.waiting, waits)
        .where(of, _m.left_at.is_(None))
        .order_by(_m.start)
    )


SEATS = Prepared(_seats(_m.person_id == sa.bindparam("person")))
SEATS_OF = Prepared(_seats(one_of(_m.person_id, "people")))


class domain_of(FunctionElement[str]):
    """What stands behind the @ of an address."""

    type = sa.Text()
    inherit_cache = True


@compiles(domain_of)
def _split_part(element: domain_of, compiler: Any, **options: Any) -> str:
    return f"split_part({compiler.process(element.clauses, **options)}, '@', 2)"


@compiles(domain_of, "sqlite")
def _substr(element: domain_of, compiler: Any, **options: Any) -> str:
    address = compiler.process(element.clauses, **options)
    return f"substr({address}, instr({address}, '@') + 1)"


COLLEAGUES: Final = 200
"""Of so many colleagues at most the addresses are looked at: what most of them have shows."""


def _domains() -> Any:
    """By what puts people in order, which ends with their address: an index has it, and no row need be read."""
    me = t.people.alias()
    company, own = (
        sa.select(me.c[name]).where(me.c.id == sa.bindparam("person")).scalar_subquery()
        for name in ("company_id", "list_key")
    )
    of_others = sa.select(_p.list_key).where(_p.company_id == company, _p.list_key != own)
    some = of_others.order_by(_p.list_key).limit(sa.literal_column(str(COLLEAGUES))).subquery()
    domain, number = domain_of(some.c.list_key).label("domain"), sa.func.count().label("number")
    return sa.select(domain, number).group_by(domain).order_by(number.desc(), domain).limit(sa.literal_column("25"))


DOMAINS = Prepared(_domains())

_followed = (
    sa.select(in_one_text(_s.course_id).label("courses"))
    .select_from(t.memberships.join(t.sessions, _s.id == _m.session_id))
    .where(
        one_of(_s.course_id, "courses"),
        _m.left_at.is_(None),
        one_of(_m.role, "roles"),
        _m.end >= sa.bindparam("today", type_=sa.Date),
    )
    .group_by(_m.person_id)
    .subquery()
)
LEARNERS = Prepared(sa.select(_followed.c.courses, sa.func.count().label("people")).group_by(_followed.c.courses))
"""How many people are enrolled on courses and have not reached their end, by the courses that they follow."""


_NAMES: Final[Mapping[str, tuple[sa.ColumnElement[str], sa.ColumnElement[str]]]] = {
    "company": (t.companies.c.name, t.companies.c.name_key),
    "session": (_s.reference, _s.reference_key),
    **{
        table.name.removesuffix("s"): (table.c.reference, sa.func.lower(table.c.reference))
        for table in (t.courses, t.themes, t.modules, t.lessons, t.workshops, t.cases)
    },
}
"""What is called so, by kind: the name, and what it is put in order by."""
MOST_NAMES: Final = 2_000

_latest_end = sa.select(sa.func.max(_s.end).label("until"))
COMPANY_RUNS_UNTIL = Prepared(_latest_end.where(_s.company_id == sa.bindparam("company")))
MANAGED_RUN_UNTIL = Prepared(
    _latest_end.join(t.memberships, _m.session_id == _s.id)
    .join(t.manager_links, t.manager_links.c.person_id == _m.person_id)
    .where(t.manager_links.c.manager_id == sa.bindparam("manager"), _m.left_at.is_(None))
)
LEARNERS_OF_COURSE = Prepared(
    sa.select(_m.person_id)
    .distinct()
    .join(t.sessions, _s.id == _m.session_id)
    .where(_s.course_id == sa.bindparam("course"), _m.left_at.is_(None), one_of(_m.role, "roles"))
)


class SqlReadings:
    """The read models."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def names_like(self, kind: NamedKind, text: str) -> list[str]:
        """The names or references that begin as a text does."""
        name, key = _NAMES[kind]
        begins = key.startswith(folded(text)[:1], autoescape=True)
        return list(self._connection.scalars(sa.select(name).where(begins).order_by(key, name).limit(MOST_NAMES)))

    def companies(self, page: Page[CompanyId] = WHOLE) -> list[CompanyRow]:
        """Companies by name."""
        c = t.companies.c
        statement = sa.select(
            c.name,
            sa.select(sa.func.count()).where(_s.company_id == c.id).scalar_subquery().label("sessions"),
            sa.select(sa.func.count()).where(_p.company_id == c.id).scalar_subquery().label("people"),
        )
        rows = self._connection.execute(paged(self._connection, statement, page, [c.name_key], c.id))
        return [CompanyRow(name=row.name, sessions=row.sessions, people=row.people) for row in rows]

    def sessions_of_company(self, company: CompanyId) -> int:
        """How many sessions a company has."""
        count = sa.select(sa.func.count()).select_from(t.sessions).where(_s.company_id == company)
        return self._connection.scalar(count) or 0

    def people(
        self,
        company: CompanyId | None = None,
        session: SessionId | None = None,
        role: Role | None = None,
        text: str | None = None,
        managed_by: PersonId | None = None,
        page: Page[PersonId] = WHOLE,
    ) -> list[PersonRow]:
        """People by last name, first name, address; the session shown is the one they were last enrolled in."""
        from ledr_adapters.sql.people.listing import people_rows

        return people_rows(self._connection, company, session, role, text, managed_by, page)

    def sessions(
        self,
        company: CompanyId | None = None,
        expired: bool | None = None,
        today: date | None = None,
        kind: str | None = None,
        page: Page[SessionId] = WHOLE,
    ) -> list[SessionRow]:
        """Sessions by start, then reference; those that run or have expired by end."""
        from ledr_adapters.sql.sessions.listing import session_rows

        return session_rows(self._connection, company, expired, today, kind, page)

    def seats(self, person: PersonId) -> list[Seat]:
        """The memberships of a person as access sees them."""
        return [_seat(row) for row in SEATS.rows(self._connection, person=person)]

    def seats_of(self, people: Collection[PersonId]) -> dict[PersonId, list[Seat]]:
        """The memberships of people as access sees them."""
        found: dict[PersonId, list[Seat]] = {person: [] for person in people}
        for row in SEATS_OF.rows(self._connection, people=list(people)) if people else ():
            found[PersonId(row.person_id)].append(_seat(row))
        return found

    def domains_of_colleagues(self, person: PersonId) -> dict[str, int]:
        """The domains of the addresses of the others in somebody's company, the most used first."""
        return {row.domain: row.number for row in DOMAINS.rows(self._connection, person=person)}

    def company_runs_until(self, company: CompanyId) -> date | None:
        """The latest end of a company's sessions."""
        latest: date | None = COMPANY_RUNS_UNTIL.one(self._connection, company=company)
        return latest

    def managed_run_until(self, manager: PersonId) -> date | None:
        """The latest end of the sessions of the people whom somebody manages."""
        latest: date | None = MANAGED_RUN_UNTIL.one(self._connection, manager=manager)
        return latest

    def learners_who_used(self, theme: ThemeId) -> int:
        """How many people saw a lesson of a theme, attempted or passed its assessment, or have its badge."""
        of_theme = (
            sa.select(t.module_lessons.c.lesson_id)
            .join(t.theme_modules, t.theme_modules.c.module_id == t.module_lessons.c.module_id)
            .where(t.theme_modules.c.theme_id == theme)
        )
        asked = sa.select(t.attempts.c.person_id).select_from(t.attempts).join(t.attempt_answers).join(t.questions)
        used = sa.union(
            sa.select(t.viewings.c.person_id).where(
                t.viewings.c.lesson_id.in_(of_theme), t.viewings.c.seen.is_not(None)
            ),
            sa.select(t.attempts.c.person_id).where(t.attempts.c.theme_id == theme),
            sa.select(t.badges.c.person_id).where(t.badges.c.theme_id == theme),
            sa.select(t.passes.c.person_id).where(t.passes.c.theme_id == theme),
            asked.where(t.questions.c.theme_id == theme),
            sa.select(t.attempts.c.person_id)
            .join(t.questions, t.questions.c.id == t.attempts.c.shown_id)
            .where(t.questions.c.theme_id == theme),
        ).subquery()
        return self._connection.scalar(sa.select(sa.func.count()).select_from(used)) or 0

    def learners_among(self, courses: Collection[CourseId], today: date) -> dict[frozenset[CourseId], int]:
        """How many people are enrolled on these courses and have not reached their end, by which of them."""
        found: Counter[frozenset[CourseId]] = Counter()
        columns = LEARNERS.columns(self._connection, courses=list(courses), roles=list(LEARNING), today=today)
        for followed, people in zip(*columns, strict=True):
            found[frozenset(map(CourseId, followed.split()))] += people
        return dict(found)

    def learners_of_course(self, course: CourseId) -> list[PersonId]:
        """The people who are enrolled on a course now."""
        (people,) = LEARNERS_OF_COURSE.columns(self._connection, course=course, roles=list(LEARNING))
        return list(map(PersonId, people))


def _seat(row: Any) -> Seat:
    member = Member(
        number=row.number,
        person=PersonId(row.person_id),
        role=Role(row.role),
        start=row.start,
        end=row.end,
        enrolled=row.enrolled,
        welcomed=row.welcomed,
        left=row.left_at,
    )
    return Seat(
        session=row.reference,
        course=row.course,
        course_id=CourseId(row.course_id),
        member=member,
        shared=row.kind == "slot",
        slot=row.slot,
        position=row.place,
        company=None if row.company_id is None else CompanyId(row.company_id),
        allocated=None if row.since is None else day_of(row.since),
    )
