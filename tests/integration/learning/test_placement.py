"""The placement test: open to all, finished once, its result behind a link that only the mail has."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from ledr_core import Invalid, LedrError, NotFound, School
from ledr_core.views import as_json
from tests.integration.conftest import Rehearsal, address, grounds, refusal

LEA = address("lea")
ZOE = "Zoe.Prospect@maison.example"


def question(reference: str, theme: str, level: int, **changes: Any) -> dict[str, Any]:
    """A public question marked for the test, whose first choice is right."""
    ordinary = {
        "kind": "programme",
        "public": True,
        "placement": True,
        "text": f"{reference} ?",
        "choices": [f"oui {reference}", f"non {reference}", "les deux"],
        "right": [0],
        "explanation": f"parce que {reference}",
    }
    return {"reference": reference, "theme": theme, "level": level} | ordinary | changes


def the_test(ledr: Rehearsal) -> Rehearsal:
    """A course of two themes with three questions for the test, and three that are not for it."""
    ledr.a_course(themes={"sourcing": "l1", "culture": "l2"})
    questions = [
        question("s2", "sourcing", 2),
        question("s1", "sourcing", 1),
        question("c1", "culture", 1),
        question("hidden", "culture", 1, public=False),
        question("unmarked", "culture", 1, placement=False),
        question("withdrawn", "culture", 1),
    ]
    ledr.school.catalogue.load(by="staff", data={"questions": questions})
    ledr.school.catalogue.withdraw_question(by="staff", question="withdrawn")
    if not ledr.school.companies.list(by="staff"):
        ledr.school.companies.create(by="staff", name="Manpower")
    return ledr


def finish(school: School, answers: list[list[int]], by: str = "public", **given: Any) -> str:
    """Begin and finish a test; gives its identifier."""
    attempt = school.placement.start(by=by).attempt
    school.placement.finish(by=by, attempt=attempt, answers=answers, **given)
    return attempt


def mails(ledr: Rehearsal) -> list[Any]:
    """The messages with a link to a result."""
    return list(ledr.school.messages.list(by="staff", kind="placement_result"))


def token(ledr: Rehearsal) -> str:
    """The secret in the last of them, as its reader gets it."""
    text = ledr.school.messages.show(by="staff", message=mails(ledr)[-1].message).text
    (found,) = re.findall(r"token=(\w+)", text)
    return str(found)


# TEST-1, TEST-2: open to all, and what it asks


@pytest.mark.rule("TEST-1", "TEST-2")
def test_anybody_is_asked_the_public_questions_marked_for_it_theme_by_theme(stored: Rehearsal) -> None:
    the_test(stored)

    test = stored.school.placement.start(by="public")

    assert as_json(test.questions) == [
        {
            "reference": name,
            "theme": theme,
            "theme_title": theme,
            "text": f"{name} ?",
            "choices": [f"oui {name}", f"non {name}", "les deux"],
        }
        for name, theme in (("c1", "culture"), ("s1", "sourcing"), ("s2", "sourcing"))
    ]


@pytest.mark.rule("TEST-1")
def test_it_is_open_whoever_asks(empty: Rehearsal) -> None:
    """Without session, before a start, after an end."""
    the_test(empty)
    people = [empty.a_person(role, role, company=None) for role in ("tester", "learner")]
    people.append(empty.a_person("paul", "pilot"))

    assert {len(empty.school.placement.start(by=by).questions) for by in ("public", "staff", *people)} == {3}


@pytest.mark.rule("TEST-2")
def test_a_theme_that_no_course_has_is_not_asked_about(empty: Rehearsal) -> None:
    the_test(empty)
    empty.a_course(themes={"culture": "l2"})

    assert [one.reference for one in empty.school.placement.start(by="public").questions] == ["c1"]


@pytest.mark.rule("TEST-2")
def test_without_any_question_it_is_refused(empty: Rehearsal) -> None:
    assert grounds(refusal(lambda: empty.school.placement.start(by="public"))) == ("TEST-2", "no question")


@pytest.mark.rule("TEST-2")
def test_a_seed_gives_the_same_order(empty: Rehearsal) -> None:
    the_test(empty)
    more = [question(f"m{number}", "culture", 1) for number in range(20)]
    empty.school.catalogue.load(by="staff", data={"questions": more})

    orders = [empty.school.placement.start(by="public", seed=seed).questions for seed in (7, "7", 8, None, None)]

    assert orders[0] == orders[1]
    assert len(set(orders[1:])) == 4


@pytest.mark.parametrize("seed", [True, 1.5, "", "x" * 200_000, ["a"], 2**70, "a\x00"])
def test_what_is_no_seed_is_invalid(empty: Rehearsal, seed: object) -> None:
    the_test(empty)

    with pytest.raises(Invalid) as error:
        empty.school.placement.start(by="public", seed=seed)

    assert error.value.field == "seed"


# TEST-3: the link


@pytest.mark.rule("TEST-3")
def test_the_link_goes_to_the_address_given_at_the_end_and_opens_the_result(stored: Rehearsal) -> None:
    the_test(stored)

    finish(stored.school, [[1], [0], [0]], email=ZOE)
    (mail,) = mails(stored)
    secret = token(stored)
    stored.school.messages.deliver(by="staff")

    assert (mail.person, mail.kind, mail.state) == (ZOE, "placement_result", "pending")
    (letter,) = stored.mail.letters
    assert letter.address == ZOE
    assert f"https://leparcours.co/placement?token={secret}" in letter.text
    result = stored.school.placement.result(by="public", token=secret)
    assert as_json(result) == {
        "taken_on": "2026-11-19",
        "right": 2,
        "of": 3,
        "themes": [
            {"theme": "culture", "title": "culture", "right": 0, "of": 1},
            {"theme": "sourcing", "title": "sourcing", "right": 2, "of": 2},
        ],
    }
    assert stored.school.placement.result(by="public", token=secret) == result


@pytest.mark.rule("TEST-3")
def test_the_link_goes_to_the_account_of_somebody_signed_in(stored: Rehearsal) -> None:
    the_test(stored)
    stored.a_person("lea", "tester")

    finish(stored.school, [[0], [0], [0]], by=LEA)
    finish(stored.school, [[0], [0], [0]], by=LEA, email=ZOE)

    assert [mail.person for mail in mails(stored)] == [LEA, ZOE]
    assert [mail.kind for mail in stored.messages("lea")] == ["placement_result"]
    assert [mail.person for mail in stored.school.messages.list(by="staff", person=ZOE.upper())] == [ZOE]


@pytest.mark.rule("TEST-3")
def test_the_address_of_the_start_stands_in_for_one_at_the_end(empty: Rehearsal) -> None:
    the_test(empty)
    attempt = empty.school.placement.start(by="public", email=ZOE).attempt

    empty.school.placement.finish(by="public", attempt=attempt, answers=[[0]] * 3)

    assert [mail.person for mail in mails(empty)] == [ZOE]


@pytest.mark.rule("TEST-3")
@pytest.mark.parametrize(
    "email", [None, "", "zoe", "zoe@", "a@b.example, c@d.example", "a@b.example\nBcc: x@y.example"]
)
def test_without_an_address_that_mail_can_go_to_the_test_stays_open(empty: Rehearsal, email: object) -> None:
    the_test(empty)
    attempt = empty.school.placement.start(by="public").attempt

    with pytest.raises(Invalid) as error:
        empty.school.placement.finish(by="public", attempt=attempt, answers=[[0]] * 3, email=email)

    assert error.value.field == "email"
    assert mails(empty) == []
    empty.school.placement.finish(by="public", attempt=attempt, answers=[[0]] * 3, email=ZOE)


@pytest.mark.rule("TEST-3")
def test_results_to_an_address_that_nobody_has_confirmed_are_slowed(stored: Rehearsal) -> None:
    """By address and by caller; the test can be finished later, with another address, or by its owner."""
    the_test(stored)
    stored.a_person("lea", "tester")
    for _ in range(5):
        finish(stored.school, [[0]] * 3, email=LEA)
    attempt = stored.school.placement.start(by="public").attempt
    send = partial(stored.school.placement.finish, attempt=attempt, answers=[[0]] * 3)

    refused = refusal(lambda: send(by="public", email=LEA.upper()))

    assert (grounds(refused), refused.facts["wait_seconds"]) == (("TEST-3", "too many tries"), 900)
    assert len(mails(stored)) == 5
    send(by="public", email=ZOE)
    for _ in range(3):
        finish(stored.school, [[0]] * 3, by=LEA)
    assert len(mails(stored)) == 9


@pytest.mark.rule("TEST-3")
def test_a_test_is_finished_once_whoever_tries(stored: Rehearsal) -> None:
    the_test(stored)
    attempt = finish(stored.school, [[1]] * 3, email=ZOE)

    again = refusal(
        lambda: stored.school.placement.finish(by="public", attempt=attempt, answers=[[0]] * 3, email="thief@x.example")
    )

    assert (*grounds(again), again.facts) == ("TEST-3", "finished", {})
    assert [mail.person for mail in mails(stored)] == [ZOE]
    assert stored.school.placement.result(by="public", token=token(stored)).right == 0


@pytest.mark.rule("TEST-3")
def test_of_several_finishes_at_once_one_counts(stored: Rehearsal) -> None:
    the_test(stored)
    attempt = stored.school.placement.start(by="public").attempt

    def end(number: int) -> str:
        email = f"zoe{number}@x.example"
        return outcome(
            lambda: stored.school.placement.finish(by="public", attempt=attempt, answers=[[0]] * 3, email=email)
        )

    with ThreadPoolExecutor(6) as pool:
        ended = list(pool.map(end, range(6)))

    assert sorted(ended) == ["TEST-3"] * 5 + ["done"]
    assert len(mails(stored)) == 1


def outcome(finish: Callable[[], object]) -> str:
    try:
        finish()
    except LedrError as error:
        return getattr(error, "rule", repr(error))
    return "done"


@pytest.mark.parametrize("answers", [[], [[0]] * 2, [[0]] * 4, [[0], [0], [3]], [[0], [0], [-1]], [[0, 0], [0], [0]]])
def test_answers_that_do_not_fit_are_invalid(empty: Rehearsal, answers: list[list[int]]) -> None:
    the_test(empty)

    with pytest.raises(Invalid) as error:
        finish(empty.school, answers, email=ZOE)

    assert error.value.field.startswith("answers")
    assert mails(empty) == []


def test_a_test_of_somebody_signed_in_is_theirs_alone(empty: Rehearsal) -> None:
    the_test(empty)
    empty.a_person("lea", "tester")
    paul = empty.a_person("paul", "pilot")
    attempt = empty.school.placement.start(by=LEA).attempt

    for by in ("public", paul):
        with pytest.raises(NotFound) as error:
            empty.school.placement.finish(by=by, attempt=attempt, answers=[[0]] * 3, email=ZOE)
        assert error.value.kind == "attempt"
    empty.school.placement.finish(by=LEA, attempt=attempt, answers=[[0]] * 3)


@pytest.mark.rule("TEST-3")
def test_a_wrong_secret_opens_nothing(empty: Rehearsal) -> None:
    the_test(empty)
    attempt = finish(empty.school, [[0]] * 3, email=ZOE)
    begun = empty.school.placement.start(by="public").attempt

    for secret in (attempt, begun, "0" * 40, token(empty).upper(), "None", "%"):
        with pytest.raises(NotFound) as error:
            empty.school.placement.result(by="public", token=secret)
        assert error.value.kind == "attempt"


@pytest.mark.rule("TEST-3")
def test_the_secret_is_nowhere_but_in_the_mail(stored: Rehearsal, database_url: str) -> None:
    """Once the provider has it, no table holds it; the list of messages never shows it."""
    the_test(stored)
    finish(stored.school, [[0]] * 3, email=ZOE)
    secret = token(stored)
    assert secret not in str(as_json(stored.school.messages.list(by="staff")))

    stored.school.messages.deliver(by="staff")

    assert secret in stored.mail.letters[0].text
    shown = stored.school.messages.show(by="staff", message=mails(stored)[0].message)
    assert secret not in str(as_json(shown))
    engine = sa.create_engine(database_url)
    tables = sa.MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        rows = [str(row) for table in tables.sorted_tables for row in connection.execute(sa.select(table))]
    engine.dispose()
    assert any(ZOE in row for row in rows)
    assert not any(secret in row for row in rows)


def test_the_result_shows_neither_questions_nor_answers(empty: Rehearsal) -> None:
    the_test(empty)
    finish(empty.school, [[0], [1], []], email=ZOE)

    shown = str(as_json(empty.school.placement.result(by="public", token=token(empty))))

    assert not re.search(r"oui|non|parce que|s1|c1", shown)


@pytest.mark.rule("TEST-1")
def test_what_was_shown_counts_and_the_result_keeps_the_titles_of_that_day(stored: Rehearsal) -> None:
    the_test(stored)
    attempt = stored.school.placement.start(by="public").attempt
    stored.school.catalogue.put_question(by="staff", reference="s1", choices=["a", "b"], right=[1])
    stored.school.catalogue.withdraw_question(by="staff", question="c1")
    stored.school.placement.finish(by="public", attempt=attempt, answers=[[0]] * 3, email=ZOE)

    stored.school.catalogue.put_theme(by="staff", reference="culture", title="Autre")

    result = stored.school.placement.result(by="public", token=token(stored))
    assert (result.right, result.themes[0].title) == (3, "culture")


@pytest.mark.rule("TEST-3")
def test_a_theme_deleted_meanwhile_is_left_out_of_the_result(stored: Rehearsal) -> None:
    the_test(stored)
    attempt = stored.school.placement.start(by="public").attempt
    stored.school.catalogue.delete_theme(by="staff", theme="sourcing")

    stored.school.placement.finish(by="public", attempt=attempt, answers=[[0]] * 3, email=ZOE)

    result = stored.school.placement.result(by="public", token=token(stored))
    assert [(one.theme, one.right, one.of) for one in result.themes] == [("culture", 1, 1)]


# TEST-4: whether it was taken


@pytest.mark.rule("TEST-4")
def test_a_test_taken_earlier_with_the_same_address_counts(stored: Rehearsal, database_url: str) -> None:
    """Whatever its case, before the account existed or signed in under another address; begun only, it does not."""
    the_test(stored)
    finish(stored.school, [[0]] * 3, email=LEA.upper())
    lea = stored.a_person("lea", "tester")
    finish(stored.school, [[0]] * 3, by=stored.a_person("max", "tester"), email=ZOE)
    stored.school.placement.start(by="public", email="begun@x.example")

    with stored.school._desk.own_work(reads=True) as work:
        taken = {
            email: work.unit.placements.taken(email, person and person.id)
            for email in (lea, address("max"), "begun@x.example")
            for person in [work.unit.people.with_email(email)]
        }

    assert taken == {lea: True, address("max"): True, "begun@x.example": False}
