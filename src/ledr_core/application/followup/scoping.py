"""Whom a table of the follow-up is about, and who may see it (TRACK-3, ROLE-4, ROLE-6)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Literal, TypeAlias

from attrs import evolve

from ledr_core.application.operating.values import Day
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.domain.kernel.identifiers import CompanyId
from ledr_core.domain.kernel.moments import read_day
from ledr_core.domain.people.person import Person
from ledr_core.ports.follow_up import EVERYBODY, Which


class Scope(StrEnum):
    """Whose follow-up is asked for."""

    MINE = "mine"
    """That of those whom the acting person follows: a manager's team, a pilot's company, everybody for staff."""
    COMPANY = "company"
    SESSION = "session"
    ALL = "all"


ScopeName: TypeAlias = Literal["mine", "company", "session", "all"]
"""A `Scope` by its value."""


def meant(work: Work, scope: Scope, company: str | None, sessions: Sequence[str] | None) -> Which:
    """The learners that a scope means, of those whom the acting person may follow.

    Raises Refused ROLE-4 where a manager asks for more than their people, ROLE-6 for another company's, Invalid where
    a scope lacks its company or sessions.
    """
    _must_be_theirs(work, scope)
    if scope is Scope.SESSION and not sessions:
        raise Invalid("sessions", "no session named")
    which = may_follow(work)
    if company is not None:
        which = evolve(which, company=work.company(company).id)
    elif scope is Scope.COMPANY and which.company is None:
        raise Invalid("company", "no company named")
    if sessions is not None:
        which = evolve(which, sessions=[work.session(reference).id for reference in sessions])
    return which


def during(which: Which, start: Day | None, end: Day | None) -> Which:
    """Those of them whose own dates meet a period. Raises Invalid for one that ends before it starts."""
    first = None if start is None else read_day(start, "start")
    last = None if end is None else read_day(end, "end")
    if first is not None and last is not None and last < first:
        raise Invalid("end", "before the start", {"value": last, "earliest": first})
    return evolve(which, start=first, end=last)


def _must_be_theirs(work: Work, scope: Scope) -> None:
    actor = work.actor
    if actor.is_staff or scope in (Scope.MINE, Scope.SESSION):
        return
    if not actor.steers:
        raise Refused("ROLE-4", "only their team", {"allowed": [Scope.MINE.value, Scope.SESSION.value]})
    if scope is Scope.ALL:
        raise Refused("ROLE-6", "another company", {})


def may_follow(work: Work) -> Which:
    """All whom the acting person may follow: staff anybody, a pilot the company's, a manager the people they manage
    in the company's sessions."""
    actor = work.actor
    if actor.is_staff or actor.person is None:
        return EVERYBODY
    return Which(company=actor.company or CompanyId("")) if actor.steers else team_of(actor.person)


def team_of(manager: Person) -> Which:
    """Those whom somebody follows as their manager: the people they manage, in their company's sessions (ROLE-4)."""
    return Which(company=manager.company or CompanyId(""), managed_by=manager.id)
