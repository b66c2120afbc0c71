"""Messages, recommendations and goals: who is reached by whom."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import pytest

from benchmarks.growth import Statements
from ledr_core import Invalid, NotFound
from tests.integration.conftest import Rehearsal, grounds, refusal
from tests.integration.organisation.test_roles_and_teams import (
    ADA,
    ALAN,
    BOB,
    LEA,
    PAUL,
    SAM,
    ZOE,
    organised,
)
from tests.kept_schools import kept

KINDS: Final = {"message": "organisation_message", "recommend": "recommendation"}
WHAT: Final[dict[str, dict[str, Any]]] = {
    "message": {"title": "Atelier jeudi", "text": "À midi,\nen salle B."},
    "recommend": {"courses": ["recruter", "recruter"]},
}


@pytest.fixture
def org(empty: Rehearsal) -> Rehearsal:
    """Manpower's organisation: two teams, and somebody in each role."""
    return kept(empty, organised)


def write(org: Rehearsal, verb: str, by: str, **given: Any) -> list[str]:
    """Who is written to."""
    before = {message.message for message in org.messages(kind=KINDS[verb])}
    told = getattr(org.school.organisation, verb)(by=by, company="Manpower", **WHAT[verb], **given)
    written = [message for message in org.messages(kind=KINDS[verb]) if message.message not in before]
    assert told.sent == len(written) and sorted(told.people) == sorted(message.person for message in written)
    return sorted(message.person for message in written)


@pytest.mark.rule("TEAM-5", "TEAM-1")
@pytest.mark.parametrize("verb", KINDS)
def test_members_are_written_to_together_or_one_by_one(org: Rehearsal, verb: str) -> None:
    assert write(org, verb, ADA) == [ALAN, BOB, LEA, PAUL, SAM]
    assert write(org, verb, "staff") == [ADA, ALAN, BOB, LEA, PAUL, SAM]
    assert write(org, verb, ADA, team="Lyon") == [LEA]
    assert write(org, verb, ADA, people=[BOB, BOB.upper(), ADA]) == [ADA, BOB]
    assert write(org, verb, SAM) == write(org, verb, SAM, team="Lyon") == write(org, verb, SAM, people=[LEA]) == [LEA]
    assert write(org, verb, ADA, team="Paris") == []


@pytest.mark.rule("TEAM-5", "TEAM-1", "ROLE-6")
@pytest.mark.parametrize("verb", KINDS)
def test_nobody_else_is_reached(org: Rehearsal, verb: str) -> None:
    def refused(by: str, **given: Any) -> tuple[str, str]:
        return grounds(refusal(lambda: write(org, verb, by, **given)))

    assert refused(SAM, people=[BOB]) == ("TEAM-1", "not followed")
    assert refused(SAM, team="Paris") == ("TEAM-1", "another team")
    for by in (ALAN, LEA, PAUL, "public"):
        assert refused(by) == ("TEAM-1", "role")
    for person in (ZOE, "rien@adecco.example"):
        assert refused(ADA, people=[person]) == refused(SAM, people=[person]) == ("ROLE-6", "another company")
    assert org.messages(kind=KINDS[verb]) == []


@pytest.mark.rule("TEAM-5")
def test_what_is_written(org: Rehearsal) -> None:
    write(org, "message", ADA, people=[LEA])
    write(org, "recommend", SAM)
    org.school.messages.deliver(by="staff")

    titles = {one.title.replace("\u00a0", " ") for one in org.school.notifications.bell(by=LEA).latest}
    assert titles == {"1 parcours à découvrir, Lea", "Atelier jeudi"}
    texts = [letter.text for letter in org.mail.letters]
    assert any("en salle B." in text and "Ada Martin" in text for text in texts)
    assert any("recruter" in text and "Sam Martin" in text for text in texts)
    for verb, wrong in (("message", {"text": " "}), ("message", {"title": ""}), ("recommend", {"courses": []})):
        with pytest.raises(Invalid):
            getattr(org.school.organisation, verb)(by=ADA, company="Manpower", **(WHAT[verb] | wrong))
    with pytest.raises(NotFound):
        org.school.organisation.recommend(by=ADA, company="Manpower", courses=["nowhere"])


@pytest.mark.rule("TEAM-5", "TEAM-3")
def test_courses_are_asked_for_at_once(org: Rehearsal) -> None:
    courses = ["recruter", *(org.a_course(f"c{number}") for number in range(4))]

    def statements(some: Sequence[str]) -> int:
        def write() -> None:
            org.school.organisation.recommend(by=ADA, company="Manpower", courses=some, people=[LEA])

        return len(Statements.of(org.school, write).said)

    assert statements(courses) == statements(courses[:1])


@pytest.mark.rule("TEAM-5", "TEAM-1", "ROLE-12")
def test_personal_goals(org: Rehearsal) -> None:
    does = org.school.organisation
    first = does.goal(by=SAM, person=LEA, text="Finir le module")
    assert (first.person, first.text, first.due) == (LEA, "Finir le module", None)
    does.goal(by="staff", person=LEA, text="Commencer", due="2026-12-31")
    goals = does.goals(by=LEA)

    assert [(one.text, str(one.due), one.by) for one in goals] == [
        ("Commencer", "2026-12-31", "L'École du Recrutement"),
        ("Finir le module", "None", "Sam Martin"),
    ]
    assert goals[1].goal == first.goal
    assert [does.goals(by=by, person=LEA) for by in (SAM, ADA, "staff")] == [goals] * 3
    assert len(org.messages("lea", "personal_goal")) == 2

    def told(call: Callable[[], object]) -> tuple[str, str]:
        return grounds(refusal(call))

    assert told(lambda: does.goal(by=SAM, person=BOB, text="x")) == ("TEAM-1", "not followed")
    assert told(lambda: does.goals(by=SAM, person=BOB)) == ("TEAM-1", "not followed")
    assert told(lambda: does.goals(by=BOB, person=LEA)) == ("TEAM-1", "another person")
    assert told(lambda: does.goal(by=LEA, person=LEA, text="x")) == ("TEAM-1", "role")
    assert told(lambda: does.goals(by=ADA, person=ZOE)) == ("ROLE-6", "another company")
    does.leave(by=LEA, person=LEA)
    assert does.goals(by=LEA) == ()


@pytest.mark.rule("TEAM-5", "TEAM-6", "NOTE-8")
def test_whoever_leaves_before_it_is_sent_is_written_nothing(org: Rehearsal) -> None:
    does = org.school.organisation
    for person in (LEA, BOB):
        does.goal(by="staff", person=person, text="Finir le module")
        for verb in KINDS:
            write(org, verb, ADA, people=[person])
    does.leave(by=LEA, person=LEA)
    org.school.messages.deliver(by="staff")

    for name, state in (("lea", "withdrawn"), ("bob", "accepted")):
        states = {one.kind: one.state for one in org.messages(name)}
        assert states == dict.fromkeys((*KINDS.values(), "personal_goal"), state)


@pytest.mark.rule("TEAM-5")
def test_a_goal_is_for_a_day_to_come(org: Rehearsal) -> None:
    """Else its mail would say that it is late before it is read."""
    with pytest.raises(Invalid) as over:
        org.school.organisation.goal(by="staff", person=LEA, text="Commencer", due="2026-11-18")

    assert (over.value.field, over.value.ground) == ("due", "over")
    assert org.school.organisation.goals(by="staff", person=LEA) == ()
    assert org.school.organisation.goal(by="staff", person=LEA, text="Commencer", due=org.clock.now().date()).goal
