"""Whether the ground of a message still holds when it is handed over (NOTE-8): one function a kind."""

from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve

from ledr_core.domain.access.standing import Seat, Standing
from ledr_core.domain.kernel.calendar import Calendar
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, PersonId
from ledr_core.domain.kernel.moments import ONE_DAY
from ledr_core.domain.messages import grounds
from ledr_core.domain.messages.grounds import Told, Withdrawal
from ledr_core.domain.organisation.key_figures import KeyFigure, KeyFigures, Rhythm
from ledr_core.domain.organisation.roles import OverallRole
from ledr_core.domain.people.roles import Role
from ledr_core.testing.builders import a_person, a_session, paced
from tests.unit.certification.test_copies import a_graded_copy

ANA, BOB = PersonId("ana"), PersonId("bob")
TODAY = date(2026, 11, 19)
NOW = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
WEEKDAYS = Calendar(weekends=False)

pytestmark = pytest.mark.rule("NOTE-8")


@pytest.mark.parametrize(
    ("holders", "slot", "number", "expected"),
    [
        ("ana", 1, 1, None),
        ("ana", 1, None, None),
        ("ana", 1, 7, Withdrawal.SLOT_NOT_HELD),
        ("ana", 2, None, Withdrawal.SLOT_NOT_HELD),
        ("bob ana", 1, 1, Withdrawal.SLOT_NOT_HELD),
        ("bob", 1, 1, Withdrawal.SLOT_NOT_HELD),
        ("", 1, 1, Withdrawal.SLOT_NOT_HELD),
    ],
)
def test_a_slot_was_given_to_who_holds_it_since_then(
    holders: str, slot: int, number: int | None, expected: Withdrawal | None
) -> None:
    session = a_session(package=2, holders=holders, members="ana bob")

    assert grounds.slot_given(session, ANA, slot, number) is expected


@pytest.mark.parametrize(
    ("policy", "waiting", "due", "today", "expected"),
    [
        (paced(2), "bob", date(2026, 11, 23), TODAY, None),
        (paced(2), "", date(2026, 11, 23), TODAY, Withdrawal.TURN_GOES_ON),
        (None, "bob", date(2026, 11, 23), TODAY, Withdrawal.TURN_GOES_ON),
        (paced(3), "bob", date(2026, 11, 23), TODAY, Withdrawal.TURN_GOES_ON),
        (paced(2), "bob", date(2026, 11, 23), date(2026, 11, 24), Withdrawal.TURN_GOES_ON),
    ],
)
def test_a_turn_ends_soon_while_it_does(
    policy: object, waiting: str, due: date, today: date, expected: Withdrawal | None
) -> None:
    """Allocated on Thursday, two weekdays: Monday 23's run (ROT-5)."""
    session = a_session(holders="ana", waiting=waiting, policy=policy, since=TODAY)  # type: ignore[arg-type]

    assert grounds.slot_soon(session, ANA, 1, 1, due, WEEKDAYS, today) is expected


def test_a_turn_that_another_has_ends_for_another() -> None:
    session = a_session(holders="bob", members="ana", policy=paced(2), since=TODAY)

    assert grounds.slot_soon(session, ANA, 1, 1, TODAY, WEEKDAYS, TODAY) is Withdrawal.SLOT_NOT_HELD


def test_a_slot_taken_stays_taken_but_for_who_has_one_again() -> None:
    assert grounds.slot_taken(a_session(members="ana"), ANA) is None
    assert grounds.slot_taken(a_session(), ANA) is None
    assert grounds.slot_taken(a_session(holders="ana"), ANA) is Withdrawal.SLOT_HELD_AGAIN


def test_who_waits_is_in_the_list() -> None:
    assert grounds.waiting(a_session(waiting="bob ana"), ANA) is None
    assert grounds.waiting(a_session(waiting="bob", holders="ana"), ANA) is Withdrawal.NOT_WAITING


END = date(2026, 12, 19)


@pytest.mark.rule("JOB-5")
@pytest.mark.parametrize(
    ("members", "own_end", "finished", "today", "expected"),
    [
        ("ana", END, False, TODAY, None),
        ("ana", END, False, END, None),
        ("ana", END + ONE_DAY, False, TODAY, Withdrawal.END_MOVED),
        ("ana", END, True, TODAY, Withdrawal.FINISHED),
        ("ana", END, False, END + ONE_DAY, Withdrawal.ENDED),
        ("bob", END, False, TODAY, Withdrawal.NOT_MEMBER),
    ],
)
def test_an_end_is_near_for_who_has_not_finished(
    members: str, own_end: date, finished: bool, today: date, expected: Withdrawal | None
) -> None:
    session = a_session(members=members, kind="licence", ends={members: own_end})

    assert grounds.end_reminder(session, ANA, END, finished=finished, today=today) is expected


SINCE = TODAY - 21 * ONE_DAY


@pytest.mark.rule("TRACK-6")
@pytest.mark.parametrize(
    ("session", "connected", "finished", "today", "expected"),
    [
        (a_session(members="ana", kind="licence"), None, False, TODAY, None),
        (a_session(members="ana", kind="licence"), SINCE, False, TODAY, None),
        (a_session(members="ana", kind="licence"), SINCE + ONE_DAY, False, TODAY, Withdrawal.CONNECTED),
        (a_session(members="ana", kind="licence"), None, True, TODAY, Withdrawal.FINISHED),
        (a_session(members="ana", kind="licence"), None, False, date(2027, 1, 1), Withdrawal.ENDED),
        (a_session(members="bob", kind="licence"), None, False, TODAY, Withdrawal.NOT_MEMBER),
        (a_session(holders="ana", since=SINCE), None, False, TODAY, None),
        (a_session(holders="ana", since=TODAY), None, False, TODAY, Withdrawal.CONNECTED),
        (a_session(members="ana", holders="bob"), None, False, TODAY, Withdrawal.SLOT_NOT_HELD),
    ],
)
def test_somebody_is_inactive_while_quiet_with_a_seat(
    session: object, connected: date | None, finished: bool, today: date, expected: Withdrawal | None
) -> None:
    found = grounds.inactivity(session, ANA, SINCE, connected, finished=finished, today=today)  # type: ignore[arg-type]

    assert found is expected


def test_a_reminder_of_inactivity_speaks_of_the_day_it_was_written_on() -> None:
    """The school's day, where midnight is not UTC's."""
    assert grounds.silent_since(datetime(2026, 11, 18, 23, 30, tzinfo=UTC), 21) == SINCE


def a_seat(end: date, *, shared: bool = False, session: str = "Lyon") -> Seat:
    member = a_session(members="ana", ends={"ana": end}).member(ANA)
    assert member is not None
    return Seat(session, "recruter", CourseId("recruter"), member, shared)


@pytest.mark.rule("ACC-15")
@pytest.mark.parametrize(
    ("standing", "member", "session", "expected"),
    [
        (Standing(Role.LEARNER, [a_seat(END)]), 1, "Lyon", None),
        (Standing(Role.LEARNER, [a_seat(END, shared=True)]), 1, "Lyon", None),
        (Standing(Role.LEARNER, []), 1, "Lyon", Withdrawal.NOT_MEMBER),
        (Standing(Role.LEARNER, [a_seat(TODAY - ONE_DAY)]), 1, "Lyon", Withdrawal.ENDED),
        (Standing(Role.LEARNER, [a_seat(TODAY - ONE_DAY), a_seat(END, session="Nice")]), 1, "Lyon", None),
        (Standing(Role.LEARNER_MANAGER, [], managed_run_until=END), 1, "Lyon", None),
        (Standing(Role.PILOT, [], company_runs_until=END), None, None, None),
        (Standing(Role.PILOT, [], company_runs_until=TODAY - ONE_DAY), None, None, None),
        (Standing(Role.LEARNER, []), None, None, Withdrawal.NO_SPACE),
        (Standing(Role.ADMIN, []), None, None, None),
    ],
)
def test_a_welcome_leads_somewhere(
    standing: Standing, member: int | None, session: str | None, expected: Withdrawal | None
) -> None:
    assert grounds.welcome(standing, member, session, TODAY) is expected


@pytest.mark.rule("ACC-15")
def test_the_space_of_who_steers_or_manages_may_open_later() -> None:
    assert grounds.space_ahead(Standing(Role.PILOT, []), TODAY)
    assert grounds.space_ahead(Standing(Role.MANAGER, [], managed_run_until=TODAY - ONE_DAY), TODAY)
    assert not grounds.space_ahead(Standing(Role.PILOT, [], company_runs_until=END), TODAY)
    assert not grounds.space_ahead(Standing(Role.LEARNER, []), TODAY)


@pytest.mark.rule("ACC-2")
def test_the_first_day_of_a_welcome_may_have_been_moved() -> None:
    seat = a_seat(END)
    start = seat.member.start
    standing = Standing(Role.LEARNER, [seat])

    assert grounds.first_day_ahead(standing, 1, "Lyon", start - ONE_DAY) == start
    assert grounds.first_day_ahead(standing, 1, "Lyon", start) is None
    assert grounds.first_day_ahead(standing, 2, "Lyon", start - ONE_DAY) is None
    pilot = Standing(Role.LEARNER_PILOT, [seat], company_runs_until=END)
    assert grounds.first_day_ahead(pilot, 1, "Lyon", start - ONE_DAY) is None


@pytest.mark.rule("ACC-9")
def test_a_demo_is_announced_until_its_day_is_over() -> None:
    visitor, learner = Standing(Role.TESTER, []), Standing(Role.LEARNER, [a_seat(END)])

    assert grounds.demo(TODAY, TODAY, visitor, TODAY) is None
    assert grounds.demo(TODAY, TODAY, visitor, TODAY + ONE_DAY) is Withdrawal.ENDED
    assert grounds.demo(TODAY, None, learner, TODAY + ONE_DAY) is None
    assert grounds.demo(TODAY, TODAY + ONE_DAY, visitor, TODAY) is Withdrawal.DAY_CHANGED


@pytest.mark.rule("ACC-3")
def test_a_link_opens_once_and_for_a_time() -> None:
    later = NOW + timedelta(hours=1)

    assert grounds.link(later, NOW, used=False) is None
    assert grounds.link(None, NOW, used=False) is None
    assert grounds.link(NOW, NOW, used=False) is Withdrawal.LINK_EXPIRED
    assert grounds.link(later, NOW, used=True) is Withdrawal.LINK_USED


@pytest.mark.rule("CERT-7", "CASE-10")
def test_a_certification_is_told_while_it_is_one() -> None:
    copy = a_graded_copy()
    now, told = Told.of(copy), grounds.certified

    assert told(copy, now, awarded=True, certificate_kept=True) is None
    assert told(copy, None, awarded=True, certificate_kept=True) is None
    assert told(copy, now, awarded=False, certificate_kept=False) is None
    assert told(copy, now, awarded=True, certificate_kept=False) is Withdrawal.CERTIFICATE_DELETED
    assert told(None, now, awarded=True, certificate_kept=True) is Withdrawal.COPY_DELETED


@pytest.mark.rule("CASE-11", "NOTE-8")
def test_a_correction_is_told_until_another_replaces_it() -> None:
    copy = a_graded_copy()
    former = Told.of(copy)

    assert copy.grading is not None
    copy.amend(evolve(copy.grading, at=NOW), "staff", "Erreur")

    assert grounds.certified(copy, former, awarded=False, certificate_kept=False) is Withdrawal.CORRECTION_REPLACED
    assert grounds.certified(copy, Told.of(copy), awarded=False, certificate_kept=False) is None


@pytest.mark.rule("CERT-3", "ROLE-4")
def test_a_certification_is_told_to_who_manages_the_learner() -> None:
    assert grounds.manager_certified([BOB], BOB, certificate_kept=True) is None
    assert grounds.manager_certified([ANA], BOB, certificate_kept=True) is Withdrawal.NOT_MANAGED
    assert grounds.manager_certified([BOB], BOB, certificate_kept=False) is Withdrawal.CERTIFICATE_DELETED


@pytest.mark.rule("ROLE-4")
@pytest.mark.parametrize(
    ("told", "followed", "reason"),
    [
        ([ANA, BOB], [BOB], None),
        ([ANA], [BOB], Withdrawal.NO_TEAM),
        ([ANA], [], Withdrawal.NO_TEAM),
        ([], [], None),
    ],
)
def test_a_report_goes_to_who_follows_one_of_those_it_tells_of(
    told: list[PersonId], followed: list[PersonId], reason: Withdrawal | None
) -> None:
    assert grounds.following(told, followed) is reason


@pytest.mark.rule("TEAM-8")
def test_figures_go_to_who_follows_them_by_role_and_by_choice() -> None:
    company, other = CompanyId("manpower"), CompanyId("adecco")
    ana, chosen = a_person(company="manpower"), KeyFigures(ANA, company, (KeyFigure.HOURS,), Rhythm.WEEK)
    assert grounds.key_figures(ana, company, chosen) is Withdrawal.NO_FIGURES
    ana.be_in_organisation(OverallRole.ANALYST, supervises=False)

    assert grounds.key_figures(ana, company, chosen) is None
    for unwanted in (None, evolve(chosen, every=None), evolve(chosen, company=other)):
        assert grounds.key_figures(ana, company, unwanted) is Withdrawal.NO_FIGURES
    assert grounds.key_figures(ana, other, evolve(chosen, company=other)) is Withdrawal.NO_FIGURES


@pytest.mark.rule("TEAM-5", "TEAM-6")
def test_an_organisation_writes_to_its_members() -> None:
    assert grounds.to_member(ANA, {ANA, BOB}) is None
    assert grounds.to_member(ANA, {BOB}) is Withdrawal.LEFT_ORGANISATION


@pytest.mark.rule("NOTE-2")
def test_an_sms_needs_a_number_and_consent() -> None:
    ana = a_person()
    assert grounds.sms(ana) is Withdrawal.NO_NUMBER
    ana.phone = "+33612345678"
    assert grounds.sms(ana) is Withdrawal.NO_SMS
    ana.sms = True
    assert grounds.sms(ana) is None


@pytest.mark.rule("NOTE-3")
def test_emails_about_the_community_can_be_switched_off() -> None:
    ana = a_person()
    assert grounds.community(ana) is None
    ana.community_emails = False
    assert grounds.community(ana) is Withdrawal.NO_COMMUNITY_EMAILS
