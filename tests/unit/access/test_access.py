"""Who enters which space, judged on a standing: against a plain reading of the rules, for whatever standing."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledr_core.domain.access.standing import Seat, Standing, access, accesses, must_enter, must_sign_in, must_visit
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import CourseId, PersonId
from ledr_core.domain.people.roles import Role, Space
from ledr_core.domain.sessions.members import Member

TODAY = date(2026, 11, 19)
ENROLLED = datetime(2026, 1, 1, tzinfo=UTC)


def day(offset: int) -> date:
    return TODAY + timedelta(offset)


def a_seat(
    start: int,
    end: int,
    *,
    role: Role = Role.LEARNER,
    shared: bool = False,
    slot: int | None = None,
    position: int | None = None,
    expected: date | None = None,
) -> Seat:
    """A membership from so many days after today to so many."""
    member = Member(1, PersonId("lea"), role, day(start), day(end), ENROLLED)
    return Seat("Lyon", "recruter", CourseId("recruter"), member, shared, slot, position, expected)


def a_standing(
    *seats: Seat, role: Role = Role.LEARNER, company: int | None = None, team: int | None = None
) -> Standing:
    """A role, memberships, and the last day of the company's sessions and of the team's, in days from today."""
    return Standing(role, seats, None if company is None else day(company), None if team is None else day(team))


def signing_in(standing: Standing) -> Refused:
    with pytest.raises(Refused) as refused:
        must_sign_in(standing, TODAY)
    return refused.value


def a_visitor(demo: int | None) -> Standing:
    """A tester whose demo is so many days after today, or on any day."""
    return Standing(Role.TESTER, (), demo_day=None if demo is None else day(demo))


# One case a rule


@pytest.mark.rule("ACC-9", "ROLE-2")
@pytest.mark.parametrize("demo", [None, 0])
def test_a_tester_looks_around_on_the_demo_day_or_on_any_when_there_is_none(demo: int | None) -> None:
    assert must_sign_in(a_visitor(demo), TODAY) == (Space.DEMO,)
    must_visit(a_visitor(demo), TODAY)


@pytest.mark.rule("ACC-9", "ACC-5")
@pytest.mark.parametrize(("demo", "ground", "fact"), [(1, "not started", "start"), (-1, "ended", "end")])
def test_a_visitor_is_told_that_the_demo_is_on_another_day(demo: int, ground: str, fact: str) -> None:
    with pytest.raises(Refused) as refused:
        must_visit(a_visitor(demo), TODAY)

    for one in (refused.value, signing_in(a_visitor(demo))):
        assert (one.rule, one.reason, one.facts[fact]) == ("ACC-5", ground, day(demo))


@pytest.mark.rule("ACC-5")
@pytest.mark.parametrize(("start", "end"), [(0, 0), (-10, 0), (0, 10), (-1, 1)])
def test_the_first_and_the_last_day_are_within_the_dates(start: int, end: int) -> None:
    assert must_sign_in(a_standing(a_seat(start, end)), TODAY) == (Space.LEARNER,)


@pytest.mark.rule("ACC-5")
@pytest.mark.parametrize(
    ("standing", "reason", "facts"),
    [
        (a_standing(), "not enrolled", {}),
        (a_standing(a_seat(1, 30)), "not started", {"start": day(1)}),
        (a_standing(a_seat(-30, -1)), "ended", {"end": day(-1)}),
        (a_standing(a_seat(-30, -20), a_seat(1, 30)), "not started", {"start": day(1)}),
        (a_standing(a_seat(-60, -40), a_seat(-30, -20)), "ended", {"end": day(-20)}),
        (
            a_standing(a_seat(-1, 30, shared=True, position=2, expected=day(4))),
            "no slot",
            {"position": 2, "expected": day(4)},
        ),
        (a_standing(a_seat(1, 30, shared=True, position=1)), "not started", {"start": day(1)}),
        (a_standing(a_seat(-30, -1, shared=True, slot=1)), "ended", {"end": day(-1)}),
    ],
)
def test_signing_in_gives_the_first_reason_that_holds(
    standing: Standing, reason: str, facts: dict[str, object]
) -> None:
    refused = signing_in(standing)

    assert (refused.rule, refused.reason) == ("ACC-5", reason)
    assert facts.items() <= refused.facts.items()


@pytest.mark.rule("ACC-6")
def test_learning_without_a_slot_is_refused_with_its_own_rule() -> None:
    standing = a_standing(a_seat(-1, 30, shared=True, position=1))

    with pytest.raises(Refused) as refused:
        must_enter(standing, TODAY)

    assert refused.value.rule == "ACC-6"
    assert signing_in(standing).rule == "ACC-5"


@pytest.mark.rule("ACC-6")
def test_a_slot_in_a_session_to_come_opens_nothing_in_the_one_that_runs() -> None:
    standing = a_standing(a_seat(-10, 10, shared=True), a_seat(11, 30, shared=True, slot=1))

    assert not access(Space.LEARNER, standing, TODAY).open


@pytest.mark.rule("ACC-7", "ACC-8")
@pytest.mark.parametrize(
    ("own", "sessions", "opened"),
    [
        (None, 0, True),
        (None, -1, False),
        (0, None, True),
        (-1, None, False),
        (-1, 0, True),
        (0, -1, True),
        (-1, -1, False),
        (30, 30, True),
    ],
)
@pytest.mark.parametrize("space", [Space.PILOT, Space.MANAGER])
def test_a_space_to_steer_from_is_open_by_the_own_end_or_by_the_sessions(
    space: Space, own: int | None, sessions: int | None, opened: bool
) -> None:
    role = Role.PILOT if space is Space.PILOT else Role.MANAGER
    seats = () if own is None else (a_seat(-60, own, role=role),)
    standing = a_standing(*seats, role=role, company=sessions, team=sessions)

    verdict = access(space, standing, TODAY)

    assert verdict.open is opened
    assert {check.rule for check in verdict.reasons} == {"ACC-7" if space is Space.PILOT else "ACC-8"}


@pytest.mark.rule("ACC-7", "ACC-8")
def test_a_pilot_looks_at_the_company_and_a_manager_at_the_team() -> None:
    assert access(Space.PILOT, a_standing(role=Role.PILOT, company=5, team=-5), TODAY).open
    assert not access(Space.PILOT, a_standing(role=Role.PILOT, company=-5, team=5), TODAY).open
    assert access(Space.MANAGER, a_standing(role=Role.MANAGER, company=-5, team=5), TODAY).open
    assert not access(Space.MANAGER, a_standing(role=Role.MANAGER, company=5, team=-5), TODAY).open


@pytest.mark.rule("ACC-16", "ROLE-8")
@pytest.mark.parametrize("seats", [(), (a_seat(-30, -1, role=Role.ADMIN),), (a_seat(5, 9, role=Role.ADMIN),)])
def test_staff_are_never_gated(seats: Sequence[Seat]) -> None:
    standing = a_standing(*seats, role=Role.ADMIN)

    must_enter(standing, TODAY)

    assert set(must_sign_in(standing, TODAY)) == {Space.LEARNER, Space.STAFF}


@pytest.mark.rule("ACC-16")
def test_a_refused_sign_in_says_what_stays_open() -> None:
    assert {"account", "documents"} <= set(signing_in(a_standing()).facts["stays_open"])


# Whatever the standing


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    """Memberships that never overlap (SES-15), in licence or slot sessions, for any role."""
    role = draw(st.sampled_from(Role))
    seats: list[Seat] = []
    start = draw(st.integers(-80, 20))
    for _ in range(draw(st.integers(0, 3))):
        end = start + draw(st.integers(0, 40))
        shared = draw(st.booleans())
        slot = draw(st.none() | st.integers(1, 3)) if shared else None
        position = draw(st.none() | st.integers(1, 3)) if shared and slot is None else None
        seats.append(a_seat(start, end, role=role, shared=shared, slot=slot, position=position))
        start = end + draw(st.integers(1, 20))
    near = st.none() | st.integers(-3, 3)
    return a_standing(
        *seats,
        role=role,
        company=draw(near) if role.steers else None,
        team=draw(near) if role.manages else None,
    )


def open_by_the_rules(standing: Standing) -> set[Space]:
    """A plain reading: each space on its own."""
    role, spaces = standing.role, set()
    if role is Role.ADMIN:
        return {Space.LEARNER, Space.STAFF}
    if role is Role.TESTER:
        return {Space.DEMO}
    running = [seat for seat in standing.seats if seat.member.start <= TODAY <= seat.member.end]
    if role in (Role.LEARNER, Role.LEARNER_MANAGER, Role.LEARNER_PILOT, Role.STUDENT):
        if any(not seat.shared or seat.slot is not None for seat in running):
            spaces.add(Space.LEARNER)
        if role is Role.STUDENT and running:
            spaces.add(Space.STUDENT)
    own = any(seat.member.end >= TODAY for seat in standing.seats)
    company, team = standing.company_runs_until, standing.managed_run_until
    if role in (Role.PILOT, Role.LEARNER_PILOT) and (own or (company is not None and company >= TODAY)):
        spaces.add(Space.PILOT)
    if role in (Role.MANAGER, Role.LEARNER_MANAGER) and (own or (team is not None and team >= TODAY)):
        spaces.add(Space.MANAGER)
    return spaces


@pytest.mark.rule("ACC-5", "ACC-6", "ACC-7", "ACC-8", "ROLE-5")
@given(standings())
def test_spaces_are_open_as_the_rules_say(standing: Standing) -> None:
    assert {verdict.space for verdict in accesses(standing, TODAY) if verdict.open} == open_by_the_rules(standing)


@pytest.mark.rule("ACC-14")
@given(standings())
def test_signing_in_entering_and_explaining_agree(standing: Standing) -> None:
    verdicts = {verdict.space: verdict for verdict in accesses(standing, TODAY)}
    opened = {space for space, verdict in verdicts.items() if verdict.open}

    if opened:
        assert set(must_sign_in(standing, TODAY)) == opened
    else:
        refused = signing_in(standing)
        assert refused.rule == "ACC-5"
        assert refused.reason in ("not enrolled", "not started", "ended", "no slot")
    if Space.LEARNER not in verdicts:
        return
    if verdicts[Space.LEARNER].open:
        must_enter(standing, TODAY)
    else:
        with pytest.raises(Refused) as met:
            must_enter(standing, TODAY)
        first = next(check for check in verdicts[Space.LEARNER].reasons if not check.met)
        assert (met.value.rule, met.value.reason) == (first.rule, first.ground)


@pytest.mark.rule("ACC-14")
@given(standings())
def test_a_closed_space_has_a_reason_that_is_not_met_and_every_space_has_reasons(standing: Standing) -> None:
    for verdict in accesses(standing, TODAY):
        assert verdict.reasons
        if not verdict.open:
            assert any(not check.met for check in verdict.reasons)
        elif verdict.space in (Space.LEARNER, Space.STUDENT):
            assert all(check.met for check in verdict.reasons)
        assert (verdict.refusal is None) == verdict.open


@pytest.mark.rule("ACC-7")
@given(standings(), st.none() | st.integers(-3, 3))
def test_what_happens_to_the_company_never_closes_the_learners_space(standing: Standing, company: int | None) -> None:
    other = a_standing(*standing.seats, role=standing.role, company=company)

    assert access(Space.LEARNER, other, TODAY) == access(Space.LEARNER, standing, TODAY)


@pytest.mark.rule("ACC-6")
@given(standings())
def test_a_slot_more_never_closes_anything(standing: Standing) -> None:
    seats = [
        Seat(seat.session, seat.course, seat.course_id, seat.member, seat.shared, 1 if seat.shared else None)
        for seat in standing.seats
    ]
    given_one = Standing(standing.role, seats, standing.company_runs_until, standing.managed_run_until)

    assert open_by_the_rules(standing) <= {one.space for one in accesses(given_one, TODAY) if one.open}
