"""What is counted of the groups of an organisation: the database adds up, and no learner is read one by one.

What is counted of somebody is worked out once, and then counted in each of their groups.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.followup.enrolments import given
from ledr_adapters.sql.people.roles import LEARNING
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.identifiers import CourseId, TeamId
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.organisation.analytics import AsFar, Tally
from ledr_core.ports.follow_up import Groups

_p, _m, _s, _h, _in = t.people.c, t.memberships.c, t.sessions.c, t.holdings.c, t.team_members.c
_v, _b, _f, _c, _con = t.viewings.c, t.badges.c, t.finishes.c, t.certifications.c, t.connections.c
_ct, _tm, _ml = t.course_themes.c, t.theme_modules.c, t.module_lessons.c
_company = sa.bindparam("company", type_=sa.String)
_first, _last, _heard_on = (sa.bindparam(name, type_=sa.Date) for name in ("first", "last", "heard_on"))
_begins, _over, _heard_at = (sa.bindparam(name, type_=t.UtcInstant) for name in ("begins", "over", "heard_at"))

# Who is meant

ENROLLED: Final = (
    sa.select(_m.person_id, _m.end)
    .join(t.sessions, _s.id == _m.session_id)
    .where(_s.company_id == _company, _m.left_at.is_(None), _m.enrolled < _over)
    .cte("enrolled")
)
MEMBERS: Final = (
    sa.select(_p.id.label("person_id"))
    .where(_p.company_id == _company, _p.created < _over)
    .union(sa.select(ENROLLED.c.person_id).where(ENROLLED.c.end >= _last))
    .cte("members")
)
GROUPS: Final = (
    sa.select(sa.cast(sa.null(), sa.String).label("team_id"), MEMBERS.c.person_id)
    .where(sa.bindparam("whole", type_=sa.Boolean))
    .union_all(
        sa.select(_in.team_id, _in.person_id)
        .join(MEMBERS, MEMBERS.c.person_id == _in.person_id)
        .where(one_of(_in.team_id, "teams"))
    )
    .cte("grouped")
)
LEARNING_THERE: Final = (
    sa.select(_m.person_id, _m.session_id, _s.course_id, _m.start, _m.end)
    .join(t.sessions, _s.id == _m.session_id)
    .join(MEMBERS, MEMBERS.c.person_id == given(_m.person_id))
    .where(_s.company_id == _company, _m.left_at.is_(None), _m.enrolled < _over, one_of(_m.role, "roles", LEARNING))
    .cte("learning")
)
"""Read from the tables, of which PostgreSQL knows how many rows to expect: few would be joined one by one."""
_l = LEARNING_THERE.c
FOLLOWED: Final = sa.select(_l.person_id, _l.course_id).distinct().cte("followed")
MET: Final = sa.select(_l.person_id, _l.course_id).where(_l.start <= _last, _l.end >= _first).distinct().cte("met")
"""Whom the period meets in a course."""

# What they have done

_placed = t.course_themes.join(t.theme_modules, _tm.theme_id == _ct.theme_id)
_placed = _placed.join(t.module_lessons, _ml.module_id == _tm.module_id).join(t.themes, t.themes.c.id == _ct.theme_id)
OF_THEMES: Final = (
    sa.select(_ct.course_id, _ct.theme_id, _ml.lesson_id, t.themes.c.optional)
    .select_from(_placed)
    .where(_ct.course_id.in_(sa.select(MET.c.course_id)))
    .distinct()
    .cte("of_themes")
)
"""The lessons of the courses that are followed, by theme."""
_o, _other = OF_THEMES.c, OF_THEMES.alias("other").c
OF_COURSES: Final = (
    sa.select(
        _o.course_id,
        _o.lesson_id,
        t.lessons.c.seconds,
        sa.func.max(sa.case((_o.optional, 0), else_=1)).label("counts"),
        sa.exists().where(_other.lesson_id == _o.lesson_id, _other.course_id < _o.course_id).label("shared"),
    )
    .join(t.lessons, t.lessons.c.id == _o.lesson_id)
    .group_by(_o.course_id, _o.lesson_id, t.lessons.c.seconds)
    .cte("of_courses")
)
"""The same, each once a course: whether it counts for progress, and whether a course before it has it too."""


def _reached() -> sa.CTE:
    """Of somebody in a course: the mandatory lessons that count as done, and the time spent on lessons of it."""
    who = (MET.c.person_id, MET.c.course_id)
    parts = sa.union_all(
        sa.select(*who, sa.literal(0).label("covered"), sa.literal(0).label("seconds")), _seen(), _validated()
    ).subquery("parts")
    of = (parts.c.person_id, parts.c.course_id)
    totals = (sa.func.sum(parts.c[name], type_=sa.Integer).label(name) for name in ("covered", "seconds"))
    return sa.select(*of, *totals).group_by(*of).cte("reached")


def _seen() -> sa.Select[Any]:
    """What is seen of it; the time of a lesson of several courses counts in the first of theirs alone (LEARN-3)."""
    who, lessons = (MET.c.person_id, MET.c.course_id), OF_COURSES.c
    first, its = MET.alias("first"), OF_COURSES.alias("its")
    counted = (
        sa.exists()
        .select_from(first.join(its, its.c.course_id == first.c.course_id))
        .where(first.c.person_id == MET.c.person_id, its.c.lesson_id == lessons.lesson_id)
        .where(first.c.course_id < MET.c.course_id)
    )
    new = sa.and_(_v.seen >= _begins, sa.not_(sa.and_(lessons.shared, counted)))
    of_course = sa.and_(lessons.course_id == given(MET.c.course_id), lessons.lesson_id == given(_v.lesson_id))
    return (
        sa.select(*who, sa.func.sum(lessons.counts), sa.func.sum(sa.case((new, lessons.seconds), else_=0)))
        .join(t.viewings, _v.person_id == given(MET.c.person_id))
        .join(OF_COURSES, of_course)
        .where(_v.seen < _over)
        .group_by(*who)
    )


def _validated() -> sa.Select[Any]:
    """What is not seen of it, and of a validated theme."""
    who = (MET.c.person_id, MET.c.course_id)
    seen = sa.exists().where(_v.person_id == MET.c.person_id, _v.lesson_id == _o.lesson_id, _v.seen < _over)
    return (
        sa.select(*who, sa.func.count(_o.lesson_id.distinct()), sa.literal(0))
        .join(t.badges, sa.and_(_b.person_id == given(MET.c.person_id), _b.course_id == MET.c.course_id))
        .join(OF_THEMES, sa.and_(_o.course_id == given(_b.course_id), _o.theme_id == given(_b.theme_id)))
        .where(sa.not_(_o.optional), _b.earned < _over, sa.not_(seen))
        .group_by(*who)
    )


def _progress() -> sa.Select[Any]:
    """How many people of each group are equally far with a course, and the time that they have spent."""
    reached = _reached()
    finished = sa.and_(_f.person_id == reached.c.person_id, _f.course_id == reached.c.course_id, _f.finished < _over)
    columns = (GROUPS.c.team_id, reached.c.course_id, reached.c.covered, _f.person_id.is_not(None).label("finished"))
    joined = GROUPS.join(reached, reached.c.person_id == GROUPS.c.person_id).outerjoin(t.finishes, finished)
    counted = (sa.func.count().label("people"), sa.func.sum(reached.c.seconds, type_=sa.Integer).label("seconds"))
    return sa.select(*columns, *counted).select_from(joined).group_by(*columns)


def _active() -> sa.Select[Any]:
    """How many people of each group are active in a session (TRACK-6)."""
    there = sa.and_(_l.start <= _last, _l.end >= _last)
    began = sa.select(_l.person_id).where(there, _l.start >= _heard_on)
    connected = (
        sa.select(_l.person_id)
        .join(t.connections, _con.person_id == given(_l.person_id))
        .where(there, _con.last_active >= _heard_at, _con.started < _over)
    )
    allocated = (
        sa.select(_l.person_id)
        .join(t.holdings, sa.and_(_h.session_id == given(_l.session_id), _h.person_id == _l.person_id))
        .where(there, _h.since >= _heard_at, _h.since < _over, sa.or_(_h.until.is_(None), _h.until >= _over))
    )
    active = sa.union(began, connected, allocated).subquery()
    return _counted(active)


def _certified() -> sa.Select[Any]:
    """The certificates of each group, by level."""
    own = sa.and_(_c.person_id == FOLLOWED.c.person_id, _c.course_id == FOLLOWED.c.course_id)
    found = (
        sa.select(FOLLOWED.c.person_id, _c.level)
        .join(t.certifications, own)
        .where(_c.revoked.is_(None), _c.awarded_on.between(_first, _last))
        .subquery()
    )
    return _counted(found, found.c.level)


def _counted(found: sa.Subquery, *by: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """How many of what is found each group has."""
    columns = (GROUPS.c.team_id, *by)
    joined = GROUPS.join(found, found.c.person_id == GROUPS.c.person_id)
    return sa.select(*columns, sa.func.count().label("number")).select_from(joined).group_by(*columns)


PEOPLE = Prepared(sa.select(GROUPS.c.team_id, sa.func.count().label("number")).group_by(GROUPS.c.team_id))
ACTIVE, CERTIFIED, PROGRESS = map(Prepared, (_active(), _certified(), _progress()))


def tallies(connection: sa.Connection, groups: Groups) -> dict[TeamId | None, Tally]:
    """What is counted of each group that has somebody in it: four statements."""
    if connection.dialect.name == "postgresql":
        # A plan that is kept for any organisation is one for a small one: it reads tables again for each person.
        connection.exec_driver_sql("set local plan_cache_mode = force_custom_plan")
    period = groups.period
    asked: dict[str, Any] = {
        "company": groups.company,
        "whole": groups.whole,
        "teams": list(groups.teams),
        "first": period.first,
        "last": period.last,
        "begins": period.begins,
        "over": period.over,
        "heard_on": groups.heard_from,
        "heard_at": Moment.on(groups.heard_from, 0).instant,
    }
    people, active = (_by_group(one.columns(connection, **asked)) for one in (PEOPLE, ACTIVE))
    progress: dict[str | None, list[AsFar]] = {}
    for team, course, covered, finished, number, seconds in zip(*PROGRESS.columns(connection, **asked), strict=True):
        progress.setdefault(team, []).append(
            AsFar(CourseId(course), int(covered), bool(finished), number, int(seconds))
        )
    certified: dict[str | None, dict[Level, int]] = {}
    for team, level, number in zip(*CERTIFIED.columns(connection, **asked), strict=True):
        certified.setdefault(team, {})[Level(level)] = number
    return {
        None if team is None else TeamId(team): Tally(
            people=number,
            active=active.get(team, 0),
            progress=progress.get(team, ()),
            certified=certified.get(team, {}),
        )
        for team, number in people.items()
    }


def _by_group(columns: Iterable[Any]) -> dict[str | None, int]:
    return dict(zip(*columns, strict=True))
