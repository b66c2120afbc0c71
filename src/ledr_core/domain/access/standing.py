"""Who enters which space, and why: one engine for signing in, gating and explaining (ACC-5 to 8, 14, 16)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from math import ceil

from attrs import field, frozen

from ledr_core.domain.access.throttling import Pause
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId
from ledr_core.domain.organisation.roles import OrganisationRole, OverallRole, shown_role
from ledr_core.domain.people.roles import Role, Space
from ledr_core.domain.sessions.members import Member


@frozen
class Check:
    """One condition of a space: its rule, whether it is met, the ground that names it, and the facts behind it."""

    rule: str
    met: bool
    ground: str
    facts: dict[str, object] = field(factory=dict)


@frozen
class Access:
    """The verdict on one space, with its reasons in the order in which a refusal would give them."""

    space: Space
    open: bool
    reasons: tuple[Check, ...]

    @property
    def refusal(self) -> Check | None:
        """The first condition that is not met."""
        return None if self.open else next((check for check in self.reasons if not check.met), None)


@frozen
class Seat:
    """A membership as access sees it: its dates, and in a slot session the slot held or the place in the list."""

    session: str
    course: str
    course_id: CourseId
    member: Member
    shared: bool
    """Whether the session shares slots (ACC-6)."""
    slot: int | None = None
    position: int | None = None
    expected: date | None = None
    by_hand: bool = False
    """Whether nothing in the list moves by itself (ROT-8)."""
    company: CompanyId | None = None
    """The company of the session."""
    allocated: date | None = None
    """The day on which the slot was allocated."""


@frozen
class Belonging:
    """What somebody is in the organisation of their company, as far as its space depends on it (ACC-16)."""

    role: OverallRole = OverallRole.MEMBER
    supervises: bool = False
    invited: bool = False
    """Whether an invitation brought them into it."""


@frozen
class Standing:
    """All that access depends on for one person."""

    role: Role
    seats: Sequence[Seat]
    company_runs_until: date | None = None
    """The latest end of a session of the company (ACC-7)."""
    managed_run_until: date | None = None
    """The latest end of a session of the people managed (ACC-8)."""
    demo_day: date | None = None
    """The only day of a visitor's demo (ACC-9)."""
    organisation: Belonging | None = None
    """None for somebody of no organisation, and where its space is not asked for."""


def accesses(standing: Standing, today: date) -> tuple[Access, ...]:
    """The verdict on each space that the person's role has, and on that of the organisation, which comes last."""
    own = tuple(access(space, standing, today) for space in standing.role.spaces)
    if standing.organisation is None:
        return own
    return (*own, _belonging(standing, standing.organisation, any(verdict.open for verdict in own)))


def access(space: Space, standing: Standing, today: date) -> Access:
    """The verdict on one space; one closing never closes another (ACC-7)."""
    if standing.role.is_staff:
        return Access(space, True, (Check("ROLE-8", True, "staff"),))
    if space is Space.DEMO:
        return _visiting(space, standing.demo_day, today)
    if space is Space.PILOT:
        return _steering(space, "ACC-7", standing, standing.company_runs_until, today)
    if space is Space.MANAGER:
        return _steering(space, "ACC-8", standing, standing.managed_run_until, today)
    return _learning(space, standing, today)


def slowed(verdict: Access, pause: Pause, now: datetime) -> Access:
    """The verdict on a space of somebody whose next try has to wait: nobody enters before it (ACC-17)."""
    facts: dict[str, object] = {
        "until": pause.until,
        "wait_seconds": ceil((pause.until - now).total_seconds()),
        "failures": pause.failures,
        "networks": list(pause.networks),
    }
    return Access(verdict.space, False, (Check("ACC-17", False, "slowed", facts), *verdict.reasons))


def seat_of(standing: Standing, today: date) -> Seat | None:
    """The membership that counts today: the one that runs, else the next to start, else the last to have ended."""
    learning = [seat for seat in standing.seats if seat.member.learns]
    running = [seat for seat in learning if seat.member.runs_on(today)]
    coming = [seat for seat in learning if seat.member.start > today]
    if running:
        return min(running, key=lambda seat: (seat.shared and seat.slot is None, seat.member.start))
    if coming:
        return min(coming, key=lambda seat: seat.member.start)
    return max(learning, key=lambda seat: seat.member.end, default=None)


def _learning(space: Space, standing: Standing, today: date) -> Access:
    seat = seat_of(standing, today)
    if seat is None:
        return Access(space, False, (Check("ACC-5", False, "not enrolled"),))
    member = seat.member
    started, ended = member.start <= today, member.ended(today)
    checks = [
        Check("ACC-5", True, "enrolled", {"session": seat.session}),
        Check("ACC-5", started, "started" if started else "not started", {"start": member.start}),
        Check("ACC-5", not ended, "ended" if ended else "not ended", {"end": member.end}),
    ]
    if seat.shared and space is Space.LEARNER:
        checks.append(_slot(seat))
    return Access(space, all(check.met for check in checks), tuple(checks))


def _slot(seat: Seat) -> Check:
    if seat.slot is not None:
        return Check("ACC-6", True, "slot", {"slot": seat.slot})
    facts: dict[str, object] = {"session": seat.session, "position": seat.position, "expected": seat.expected}
    return Check("ACC-6", False, "no slot", facts | ({"by_hand": True} if seat.by_hand else {}))


def _steering(space: Space, rule: str, standing: Standing, runs_until: date | None, today: date) -> Access:
    """Open while the own end is not passed, or a session concerned has not expired: one of the two is enough.

    What kept it open longest comes first: a refusal gives the day on which it closed.
    """
    own = max((seat.member.end for seat in standing.seats), default=None)
    own_runs = own is not None and today <= own
    sessions_run = runs_until is not None and today <= runs_until
    own_check = Check(rule, own_runs, "own end" if own_runs else "own end passed", {"end": own})
    sessions = Check(rule, sessions_run, "sessions run" if sessions_run else "sessions over", {"end": runs_until})
    longer = (runs_until or date.min) > (own or date.min)
    return Access(space, own_runs or sessions_run, (sessions, own_check) if longer else (own_check, sessions))


def _visiting(space: Space, day: date | None, today: date) -> Access:
    """A tester may look around: on the day chosen, where there is one (ROLE-2, ACC-9)."""
    checks = [Check("ROLE-2", True, "tester")]
    if day is not None:
        checks.append(_demo(day, today))
    return Access(space, all(check.met for check in checks), tuple(checks))


def _belonging(standing: Standing, organisation: Belonging, another: bool) -> Access:
    """Open to whoever has a role there or was invited; to other members while another space is (ACC-16)."""
    role = shown_role(organisation.role, supervises=organisation.supervises)
    if standing.role.is_staff:
        check = Check("ROLE-8", True, "staff")
    elif role is not OrganisationRole.MEMBER:
        check = Check("ACC-16", True, "organisation role", {"role": role})
    elif organisation.invited:
        check = Check("ACC-16", True, "invited")
    else:
        check = Check("ACC-16", another, "another space" if another else "no other space")
    return Access(Space.ORGANISATION, check.met, (check,))


def _demo(day: date, today: date) -> Check:
    if day == today:
        return Check("ACC-9", True, "demo today", {"start": day})
    if day > today:
        return Check("ACC-9", False, "demo to come", {"start": day})
    return Check("ACC-9", False, "demo over", {"end": day})


def must_visit(standing: Standing, today: date) -> None:
    """Raises Refused ACC-5 when a tester's demo is on another day."""
    refusal = access(Space.DEMO, standing, today).refusal
    if refusal is not None:
        ground = _SIGN_IN_GROUNDS.get(refusal.ground, refusal.ground)
        raise Refused("ACC-5", ground, refusal.facts)


def must_enter(standing: Standing, today: date) -> None:
    """Raises Refused when the learner's space is closed: ACC-5 for dates, ACC-6 without a slot; staff never are."""
    if standing.role.is_staff:
        return
    standing.role.must_learn()
    refusal = access(Space.LEARNER, standing, today).refusal
    if refusal is not None:
        raise Refused(refusal.rule, refusal.ground, refusal.facts)


STAYS_OPEN = ("account", "documents", "organisation", "rework")
"""What needs no open space (ACC-16)."""


def must_sign_in(standing: Standing, today: date) -> tuple[Space, ...]:
    """The spaces that are open. Raises Refused ACC-5 with the first reason that holds when none is."""
    verdicts = accesses(standing, today)
    opened = tuple(verdict.space for verdict in verdicts if verdict.open)
    if opened:
        return opened
    refusal = next(verdict.refusal for verdict in verdicts)
    facts: dict[str, object] = dict(refusal.facts) if refusal else {}
    ground = _SIGN_IN_GROUNDS.get(refusal.ground, refusal.ground) if refusal else "not enrolled"
    if ground == "ended" and facts.get("end") is None:
        facts["end"] = standing.company_runs_until or standing.managed_run_until
        ground = "not enrolled" if facts["end"] is None else ground
    raise Refused("ACC-5", ground, facts | {"stays_open": list(STAYS_OPEN)})


_SIGN_IN_GROUNDS = {
    "own end passed": "ended",
    "sessions over": "ended",
    "demo to come": "not started",
    "demo over": "ended",
}
