"""A prospect registers for one demo day, and is a tester on that day only."""

from typing import Any

import pytest
import sqlalchemy as sa

from ledr_core import Invalid
from ledr_core.views import as_json
from tests.integration.conftest import THURSDAY, Rehearsal, a_member, address, grounds, refusal

PROSPECT = address("prospect")
FRIDAY, SATURDAY = "2026-11-20", "2026-11-21"


def register(ledr: Rehearsal, day: str = FRIDAY, email: str = PROSPECT, by: str = "public", **given: Any) -> Any:
    return ledr.school.accounts.register_demo(by=by, email=email, day=day, **given)


def token(ledr: Rehearsal) -> str:
    """That of the latest mail which asks whether a day is to be moved."""
    sheets = ledr.messages("prospect", "demo_move")
    return str(ledr.school.messages.show(by="staff", message=sheets[-1].message).tokens["token"])


def confirm(ledr: Rehearsal, given: str) -> Any:
    return ledr.school.accounts.confirm_demo(by="public", token=given)


def booked(ledr: Rehearsal) -> str:
    """The day that the prospect has."""
    explained = ledr.school.accounts.explain_access(by="staff", person=PROSPECT)
    fact = explained.spaces["demo"].reasons[-1].fact
    return str(fact.get("start") or fact["end"])


def welcomes(ledr: Rehearsal, name: str = "prospect") -> list[Any]:
    sheets = ledr.messages(name, "welcome")
    return [ledr.school.messages.show(by="staff", message=one.message) for one in sheets]


def enter(ledr: Rehearsal, password: str) -> Any:
    return ledr.school.accounts.sign_in(by="public", login=PROSPECT, password=password)


@pytest.fixture
def demo(stored: Rehearsal) -> Rehearsal:
    """The first lesson is demo content; today's run has not taken place."""
    stored.school.catalogue.put_lesson(by="staff", reference="l1", demo=True)
    return stored


@pytest.mark.rule("ACC-9", "ACC-2", "ACC-15", "ROLE-1")
def test_a_prospect_is_a_tester_whose_welcome_leaves_at_the_run_of_the_demo_day(demo: Rehearsal) -> None:
    assert as_json(register(demo)) == {}
    shown = demo.school.people.show(by="staff", person=PROSPECT)
    assert (shown.role, shown.company, shown.session) == ("tester", None, None)

    demo.run(THURSDAY)
    assert demo.messages("prospect") == []
    run = demo.run(FRIDAY)

    (welcome,) = welcomes(demo)
    assert run.done["welcome"] == 1
    assert enter(demo, welcome.tokens["password"]).spaces == ("demo",)
    assert "20 novembre 2026" in welcome.text
    assert "welcome" not in demo.run(FRIDAY, "05:10").done


@pytest.mark.rule("ACC-9", "ACC-15", "NOTE-8")
def test_a_prospect_who_chooses_another_day_before_the_mail_leaves_is_welcomed_to_that_day_alone(
    demo: Rehearsal,
) -> None:
    """With a password, although the first one was written with one."""
    register(demo)
    demo.run(FRIDAY)
    register(demo, "2026-11-23", by="staff")
    demo.school.messages.deliver(by="staff")

    demo.run("2026-11-23")
    demo.school.messages.deliver(by="staff")

    assert [(one.state, one.reason) for one in welcomes(demo)] == [
        ("withdrawn", "another day was chosen"),
        ("accepted", ""),
    ]
    (letter,) = [one for one in demo.mail.letters if one.address == PROSPECT]
    assert "23 novembre 2026" in letter.text
    with demo.school._desk.own_work(reads=True) as work:
        hashed = work.unit.accounts.password_hash(work.person(PROSPECT).id)
    assert any(demo.school._desk.ports.passwords.verify(word, hashed) for word in letter.text.split())


@pytest.mark.rule("ACC-9", "ACC-15")
@pytest.mark.parametrize("over", [False, True])
def test_for_today_the_welcome_leaves_at_once_when_the_run_is_over(demo: Rehearsal, over: bool) -> None:
    if over:
        demo.run(THURSDAY)
    demo.at(THURSDAY, "09:00")

    register(demo, THURSDAY)

    assert len(welcomes(demo)) == over
    demo.run(THURSDAY, "10:00")
    assert len(welcomes(demo)) == 1


@pytest.mark.rule("ACC-9")
def test_the_welcome_of_a_day_without_a_run_is_not_sent_later(demo: Rehearsal) -> None:
    register(demo, FRIDAY)

    demo.run(SATURDAY)

    assert welcomes(demo) == []


@pytest.mark.rule("ACC-9", "ACC-5", "ROLE-2")
@pytest.mark.parametrize(
    ("day", "hour", "reason"),
    [
        (THURSDAY, "23:59", "not started"),
        (FRIDAY, "00:00", None),
        (FRIDAY, "23:59", None),
        (SATURDAY, "00:00", "ended"),
    ],
)
def test_the_demo_is_open_on_its_day_only(demo: Rehearsal, day: str, hour: str, reason: str | None) -> None:
    register(demo)
    password = demo.password("prospect")
    demo.at(day, hour)

    if reason is None:
        assert enter(demo, password).spaces == ("demo",)
        assert demo.school.learning.lesson(by=PROSPECT, lesson="l1").title == "l1"
        assert demo.school.learning.watch(by=PROSPECT, lesson="l1", ended=True).seen
        refused = refusal(lambda: demo.school.learning.lesson(by=PROSPECT, lesson="l2"))
        assert refused.rule == "ROLE-2"
        return
    refusals = [
        refusal(lambda: enter(demo, password)),
        refusal(lambda: demo.school.learning.lesson(by=PROSPECT, lesson="l1")),
        refusal(lambda: demo.school.learning.watch(by=PROSPECT, lesson="l1", ended=True)),
        refusal(lambda: demo.school.learning.lesson(by=PROSPECT, lesson="l2")),
    ]
    assert {grounds(one) for one in refusals} == {("ACC-5", reason)}
    assert {str(one.facts.get("start") or one.facts.get("end")) for one in refusals} == {FRIDAY}


@pytest.mark.rule("ACC-9", "ACC-14")
@pytest.mark.parametrize(("day", "ground"), [(THURSDAY, "to come"), (FRIDAY, "today"), (SATURDAY, "over")])
def test_access_is_explained_with_the_day(demo: Rehearsal, day: str, ground: str) -> None:
    register(demo)
    demo.at(day)

    explained = as_json(demo.school.accounts.explain_access(by="staff", person=PROSPECT))["spaces"]

    assert list(explained) == ["demo"]
    assert explained["demo"]["open"] is (ground == "today")
    tester, chosen = explained["demo"]["reasons"]
    assert (tester["rule"], tester["met"]) == ("ROLE-2", True)
    assert (chosen["rule"], chosen["met"], chosen["ground"]) == ("ACC-9", ground == "today", f"demo {ground}")
    assert FRIDAY in chosen["fact"].values()


@pytest.mark.rule("ACC-9")
@pytest.mark.parametrize("by", ["staff", PROSPECT])
def test_staff_and_the_visitor_move_a_day_that_is_booked_at_once(demo: Rehearsal, by: str) -> None:
    register(demo, FRIDAY)
    register(demo, SATURDAY, PROSPECT.upper(), by)

    demo.run(FRIDAY)
    assert welcomes(demo) == []
    demo.run(SATURDAY)

    assert len(welcomes(demo)) == 1
    assert len(demo.school.people.list(by="staff", role="tester")) == 1


@pytest.mark.rule("ACC-9")
def test_a_day_that_is_booked_moves_when_its_address_says_so_once(demo: Rehearsal) -> None:
    register(demo, FRIDAY)

    assert as_json(register(demo, SATURDAY)) == {}
    assert booked(demo) == FRIDAY
    asked = token(demo)
    assert as_json(confirm(demo, f" {asked}\n")) == {"day": SATURDAY}

    assert booked(demo) == SATURDAY
    assert grounds(refusal(lambda: confirm(demo, asked))) == ("ACC-9", "link not good")
    register(demo, SATURDAY)
    assert len(demo.messages("prospect", "demo_move")) == 1


@pytest.mark.rule("ACC-9", "NOTE-8")
def test_of_several_moves_the_latest_counts_and_no_mail_offers_the_others(demo: Rehearsal) -> None:
    register(demo, FRIDAY)
    register(demo, SATURDAY)
    former = token(demo)
    register(demo, "2026-11-23")

    demo.school.messages.deliver(by="staff")

    assert [one.state for one in demo.messages("prospect", "demo_move")] == ["withdrawn", "accepted"]
    (letter,) = demo.mail.letters
    assert "lundi 23 novembre 2026" in letter.text
    assert "vendredi 20 novembre 2026" in letter.text
    assert grounds(refusal(lambda: confirm(demo, former))) == ("ACC-9", "link not good")


@pytest.mark.rule("ACC-9")
@pytest.mark.parametrize("at", ["10:00", None])
def test_a_link_that_is_late_or_nobodys_moves_nothing(demo: Rehearsal, at: str | None) -> None:
    register(demo, FRIDAY)
    register(demo, SATURDAY)
    asked = token(demo)
    if at:
        demo.at(THURSDAY, at)

    refused = refusal(lambda: confirm(demo, asked if at else "0" * 40))

    assert (grounds(refused), booked(demo)) == (("ACC-9", "link not good"), FRIDAY)


@pytest.mark.rule("ACC-9")
def test_a_first_booking_stands_at_once_and_so_does_one_after_a_day_that_is_over(demo: Rehearsal) -> None:
    register(demo, FRIDAY)
    demo.at("2026-11-23")

    register(demo, "2026-11-24")

    assert booked(demo) == "2026-11-24"
    assert demo.messages("prospect", "demo_move") == []


@pytest.mark.rule("ACC-9")
def test_requests_for_an_address_and_from_a_network_are_slowed_whoever_has_the_address(demo: Rehearsal) -> None:
    """The answer tells nothing of an account; staff are not counted."""
    demo.a_person("lea", "admin")
    for email in (PROSPECT, address("lea")):
        for number in range(5):
            register(demo, f"2026-11-{20 + number}", email)
        refused = refusal(lambda email=email: register(demo, "2026-11-30", email))  # type: ignore[misc]
        assert (grounds(refused), refused.facts["wait_seconds"]) == (("ACC-9", "too many tries"), 900)
        assert register(demo, "2026-11-30", email, "staff") is not None

    demo.school.settings.set(by="staff", name="free_tries", value=1)
    for number in range(20):
        register(demo, FRIDAY, address(f"stranger{number}"), address="192.0.2.1")
    many = refusal(lambda: register(demo, FRIDAY, address("stranger"), address="192.0.2.1"))
    assert grounds(many) == ("ACC-9", "too many tries")


@pytest.mark.rule("ACC-9", "ACC-15")
def test_a_second_demo_is_welcomed_without_another_password(demo: Rehearsal) -> None:
    """And the day's welcome leaves once, however often the day is changed there and back."""
    register(demo, THURSDAY)
    demo.run(THURSDAY, "10:00")
    for day in (SATURDAY, THURSDAY, FRIDAY, THURSDAY, FRIDAY):
        register(demo, day, by="staff")

    demo.run(FRIDAY)

    first, second = welcomes(demo)
    assert "password" in first.tokens
    assert "password" not in second.tokens


@pytest.mark.rule("ACC-9")
@pytest.mark.parametrize(
    ("day", "reason"), [("2026-11-18", "day passed"), ("2027-02-18", "too far ahead"), ("2028-01-01", "too far ahead")]
)
def test_a_day_that_is_over_or_too_far_ahead_is_refused(ledr: Rehearsal, day: str, reason: str) -> None:
    assert grounds(refusal(lambda: register(ledr, day))) == ("ACC-9", reason)


@pytest.mark.rule("ACC-9")
def test_a_setting_says_how_far_ahead(ledr: Rehearsal) -> None:
    register(ledr, "2027-02-17")
    ledr.school.settings.set(by="staff", name="demo_days_ahead", value=0)
    register(ledr, THURSDAY, address("another"))

    refused = refusal(lambda: register(ledr, FRIDAY))

    assert (refused.reason, str(refused.facts["last"])) == ("too far ahead", THURSDAY)


@pytest.mark.parametrize(("email", "day", "field"), [("nobody", FRIDAY, "email"), (PROSPECT, "tomorrow", "day")])
def test_what_cannot_be_read_is_invalid(ledr: Rehearsal, email: str, day: str, field: str) -> None:
    with pytest.raises(Invalid) as invalid:
        register(ledr, day, email)
    assert invalid.value.field == field


@pytest.mark.rule("ACC-9")
@pytest.mark.parametrize("role", ["learner", "manager", "pilot", "student", "admin", "tester"])
def test_for_an_account_that_is_no_visitors_nothing_changes_and_the_answer_is_the_same(
    ledr: Rehearsal, role: str
) -> None:
    """A tester whom staff have made may look around on any day, and goes on doing so."""
    ledr.a_person("prospect", role)
    before = ledr.school.people.show(by="staff", person=PROSPECT)

    assert register(ledr) == register(ledr, email=address("another"))

    assert ledr.school.people.show(by="staff", person=PROSPECT) == before
    ledr.run(SATURDAY)
    if role == "tester":
        assert ledr.sign_in("prospect") == ("demo",)
        assert ledr.messages("prospect") == []


@pytest.mark.rule("ACC-9", "SES-16", "ACC-15")
def test_a_prospect_who_signs_up_is_a_learner_with_a_name_and_a_welcome(demo: Rehearsal) -> None:
    register(demo, THURSDAY)
    demo.run(THURSDAY, "10:00")
    demo.a_session(kind="licence", members="lea", start="2026-11-10")

    with pytest.raises(Invalid) as invalid:
        demo.school.sessions.add_members(by="staff", session="Lyon", members=[{"email": PROSPECT}], package=2)
    demo.school.sessions.add_members(by="staff", session="Lyon", members=[a_member("prospect")], package=2)
    demo.run(SATURDAY)

    shown = demo.school.people.show(by="staff", person=PROSPECT)
    assert invalid.value.field == "members[0].first_name"
    assert (shown.first_name, shown.last_name, shown.role) == ("Prospect", "Martin", "learner")
    assert [("password" in sheet.tokens) for sheet in welcomes(demo)] == [True, False]
    assert demo.sign_in("prospect") == ("learner",)


@pytest.mark.rule("ACC-9", "ACC-15")
def test_a_prospect_who_becomes_staff_is_welcomed_as_such(demo: Rehearsal) -> None:
    register(demo, THURSDAY)
    demo.run(THURSDAY, "10:00")
    demo.school.people.change_role(by="staff", person=PROSPECT, role="admin")

    demo.run(FRIDAY)

    assert len(welcomes(demo)) == 2
    assert "staff" in demo.sign_in("prospect")


@pytest.mark.rule("ACC-9")
def test_the_run_finds_demos_by_their_index(ledr: Rehearsal) -> None:
    """Whoever else has an account is not looked at; SQLite says so without having to know how many there are."""
    engine: sa.Engine = ledr.school._desk.ports.store.engine  # type: ignore[attr-defined]
    statements: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if "demo_day is not null" in statement:
            statements.append((statement, parameters))

    sa.event.listen(engine, "before_cursor_execute", note)
    ledr.run(FRIDAY)
    sa.event.remove(engine, "before_cursor_execute", note)

    assert statements
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"explain query plan {statements[0][0]}", statements[0][1]).all()
    assert "ix_people_demo_day" in str(plan)
