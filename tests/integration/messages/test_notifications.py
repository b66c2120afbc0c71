"""The bell: what people are told on the platform, beside the e-mails."""

from typing import Any

import pytest
import sqlalchemy as sa

from ledr_adapters.mail.jinja import JinjaTemplates
from ledr_core.application.messages.notifications import _facts
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.ports.notifications import Notification
from ledr_core.school import what_contexts_bring
from ledr_core.testing.builders import a_person
from ledr_core.views import as_json
from tests.integration.conftest import THURSDAY, Rehearsal, address, grounds, refusal
from tests.kept_schools import kept
from tests.statements import statements_of
from tests.unit.messages.test_mail_templates import EVERYBODY, FACTS

LEA, MAX = address("lea"), address("max")
KINDS = what_contexts_bring().kinds
BELL_KINDS = {name for name, kind in KINDS.items() if kind.rings}


def bell(ledr: Rehearsal, by: str = LEA, **given: Any) -> Any:
    return ledr.school.notifications.bell(by=by, **given)


def history(ledr: Rehearsal, by: str = LEA, **given: Any) -> list[Any]:
    return list(ledr.school.notifications.history(by=by, **given))


def give_and_take(ledr: Rehearsal, times: int) -> None:
    """Have Léa told twice as many times."""
    for _ in range(times):
        ledr.school.slots.assign(by="staff", session="Lyon", person=LEA)
        ledr.school.slots.release(by="staff", session="Lyon", person=LEA)


@pytest.fixture
def lea(stored: Rehearsal) -> Rehearsal:
    return kept(stored, a_team)


def a_team(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea max paul:pilot nora:manager", package=1)


@pytest.mark.rule("NOTE-1")
def test_the_bell_rings_with_the_message_in_the_words_of_its_subject(lea: Rehearsal) -> None:
    lea.school.slots.assign(by="staff", session="Lyon", person=LEA)

    (message,) = lea.messages("lea", "slot_given")
    (item,) = bell(lea).latest
    assert as_json(item) == {
        "notification": message.message,
        "title": message.subject,
        "kind": "slot_given",
        "at": f"{THURSDAY}T08:00:00Z",
        "read": False,
        "session": "Lyon",
        "link": "https://leparcours.co",
    }
    assert item.title == "Ton slot t’attend, Lea"
    assert bell(lea).unread == 1
    assert as_json(bell(lea, MAX)) == {"latest": [], "unread": 0}


@pytest.mark.rule("NOTE-1")
def test_the_bell_shows_the_five_latest_and_the_history_all(lea: Rehearsal) -> None:
    give_and_take(lea, 4)

    kinds = [item.kind for item in history(lea)]

    assert kinds == ["slot_taken", "slot_given"] * 4
    assert [item.kind for item in bell(lea).latest] == kinds[:5]
    assert bell(lea).unread == 8


@pytest.mark.rule("NOTE-1")
def test_reading_takes_all_as_read_and_what_comes_next_is_unread(lea: Rehearsal) -> None:
    give_and_take(lea, 1)
    assert as_json(lea.school.notifications.read(by=LEA)) == {}
    assert (bell(lea).unread, {item.read for item in history(lea)}) == (0, {True})

    lea.school.slots.assign(by="staff", session="Lyon", person=LEA)

    assert bell(lea).unread == 1
    assert [item.read for item in history(lea)] == [False, True, True]
    lea.school.notifications.read(by="staff", person=LEA)
    assert bell(lea).unread == 0


@pytest.mark.parametrize("operation", ["bell", "history", "read"])
def test_the_bell_is_ones_own_and_staffs(lea: Rehearsal, operation: str) -> None:
    for by in (MAX, address("paul"), address("nora")):
        refused = refusal(lambda by=by: lea.school.perform(f"notifications.{operation}", by, {"person": LEA}))
        assert grounds(refused) == ("ROLE-11", "another person")
    assert refusal(lambda: lea.school.perform(f"notifications.{operation}", "public", {})).reason == "role"
    lea.school.perform(f"notifications.{operation}", "staff", {"person": LEA})


@pytest.mark.rule("NOTE-1", "JOB-4")
def test_a_repeated_daily_run_tells_nothing_twice(lea: Rehearsal) -> None:
    lea.school.rotations.set_policy(by="staff", session="Lyon", policy="paced", every=1)
    for name in (LEA, MAX):
        lea.school.rotations.enqueue(by="staff", session="Lyon", person=name)
    for day in ("2026-11-20", "2026-11-23"):
        for hour in ("05:00", "05:10"):
            lea.run(day, hour)

    for name in ("lea", "max"):
        rung = [message.message for message in lea.messages(name) if message.kind in BELL_KINDS]
        assert sorted(item.notification for item in history(lea, address(name))) == sorted(rung)
    assert {item.kind for item in history(lea)} >= {"slot_given", "slot_taken"}


@pytest.mark.rule("NOTE-1")
def test_what_is_undone_rings_no_bell(lea: Rehearsal) -> None:
    with pytest.raises(ZeroDivisionError), lea.school.transaction() as inside:
        inside.slots.assign(by="staff", session="Lyon", person=LEA)
        assert inside.notifications.bell(by=LEA).unread == 1
        raise ZeroDivisionError

    assert bell(lea).unread == 0


@pytest.mark.rule("NOTE-1", "ACC-2")
def test_access_codes_and_links_stay_out_of_the_bell(lea: Rehearsal) -> None:
    lea.a_session("Paris", kind="licence", members="zoe", start=THURSDAY)
    lea.run(THURSDAY)
    lea.school.accounts.forgot_password(by="public", email=address("zoe"))

    assert {message.kind for message in lea.messages("zoe")} == {"welcome", "reset_password"}
    assert history(lea, address("zoe")) == []
    engine: sa.Engine = lea.school._desk.ports.store.engine  # type: ignore[attr-defined]
    with engine.connect() as connection:
        assert "password" not in str(connection.execute(sa.text("select facts from notifications")).all())


@pytest.mark.rule("NOTE-1", "JOB-5")
def test_a_reminder_keeps_saying_what_was_true_on_its_day(lea: Rehearsal) -> None:
    lea.a_session("Paris", kind="licence", members="zoe", end="2026-12-19")
    lea.run(THURSDAY)
    lea.at("2026-12-10")

    (item,) = history(lea, address("zoe"))

    assert item.title == "Plus que 30\u00a0jours pour ton parcours, Zoe"


@pytest.mark.rule("NOTE-1")
def test_the_bell_speaks_the_schools_language_and_calls_people_as_they_are_called_now(lea: Rehearsal) -> None:
    lea.school.slots.assign(by="staff", session="Lyon", person=LEA)
    lea.school.settings.set(by="staff", name="language", value="en")
    lea.school.people.update(by="staff", person=LEA, first_name="Éléa")

    (item,) = bell(lea).latest

    assert item.title.endswith(", Éléa")
    assert "slot" in item.title
    assert "attend" not in item.title


@pytest.mark.rule("NOTE-1")
def test_a_long_history_is_read_in_as_few_statements_as_a_short_one(lea: Rehearsal) -> None:
    give_and_take(lea, 1)
    with statements_of(lea.school) as short:
        history(lea)
    give_and_take(lea, 10)
    with statements_of(lea.school) as long:
        assert len(history(lea)) == 22

    assert len(long) == len(short)


# The kinds that ring


def test_no_kind_that_rings_has_a_secret() -> None:
    known = [kind for kind in BELL_KINDS if kind in FACTS]

    assert known
    for kind in known:
        assert KINDS[kind].masked(FACTS[kind]) == FACTS[kind], kind
        assert not KINDS[kind].secrets, kind


@pytest.mark.rule("NOTE-1")
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", sorted(BELL_KINDS))
def test_the_title_of_every_kind_that_rings_needs_no_more_than_the_bell_has(
    lea: Rehearsal, kind: str, language: str
) -> None:
    """Not the place in the list, nor progress, which would have to be reckoned for each line of a history."""
    reckoned = {"position", "expected", "percent", "turn_ends", "days"}
    own = {name: value for name, value in FACTS[kind].items() if name not in reckoned}
    told = Notification(
        id="n",
        key="k",
        person=PersonId("ana"),
        kind=kind,
        facts=own,
        created=a_person().created,
        session_reference="Lyon",
        course_title="Recruter",
    )

    with lea.school._desk.own_work(reads=True) as work:
        facts = _facts(work, told, a_person(), EVERYBODY["school"])
    title = JinjaTemplates().subject(kind, facts, language)

    assert title
