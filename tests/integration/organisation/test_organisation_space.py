"""The organisation's space: to whom it opens, and which page comes first."""

from typing import Any, Final

import pytest

from tests.integration.conftest import Rehearsal, address, furnished, grounds, refusal
from tests.integration.organisation.test_invitations import invited
from tests.kept_schools import kept

ADA, ALAN, SAM, LEA, BOB = map(address, ("ada", "alan", "sam", "lea", "bob"))
LYON: Final = {"company": "Manpower", "team": "Lyon"}


@pytest.fixture
def over(empty: Rehearsal) -> Rehearsal:
    """Manpower's organisation after its only session: nobody has another space any more."""
    return kept(empty, organised)


def organised(ledr: Rehearsal) -> Rehearsal:
    """With it."""
    furnished(ledr)
    ledr.a_session("Lyon", kind="licence", members="ada alan sam lea", end="2026-11-30")
    does = ledr.school.organisation
    does.set_role(by="staff", person=ADA, role="administrator")
    does.set_role(by="staff", person=ALAN, role="analyst")
    does.put_team(by="staff", company="Manpower", team="Lyon")
    does.set_supervisor(by="staff", **LYON, person=SAM)
    ledr.at("2026-12-01")
    return ledr


def entered(org: Rehearsal, person: str) -> Any:
    password = org.school.accounts.reset_password(by="staff", person=person).password
    return org.school.accounts.sign_in(by="public", login=person, password=password)


def explained(org: Rehearsal, person: str) -> Any:
    return org.school.accounts.explain_access(by="staff", person=person).spaces["organisation"]


@pytest.mark.rule("ACC-16", "TEAM-7")
@pytest.mark.parametrize(("person", "role"), [(ADA, "administrator"), (ALAN, "analyst"), (SAM, "supervisor")])
def test_a_role_in_the_organisation_opens_its_space_by_itself(over: Rehearsal, person: str, role: str) -> None:
    signed_in, verdict = entered(over, person), explained(over, person)

    assert (signed_in.spaces, signed_in.landing) == (("organisation",), "organisation")
    assert verdict.open and [(one.rule, one.ground, one.fact) for one in verdict.reasons] == [
        ("ACC-16", "organisation role", {"role": role})
    ]


@pytest.mark.rule("ACC-16")
def test_another_member_has_it_while_another_space_is_open(over: Rehearsal) -> None:
    assert grounds(refusal(lambda: entered(over, LEA))) == ("ACC-5", "ended")
    assert not explained(over, LEA).open

    over.school.sessions.change_dates(by="staff", session="Lyon", end="2026-12-31", extend_to_members=True)
    assert entered(over, LEA).spaces == ("learner", "organisation")
    assert explained(over, LEA).open


@pytest.mark.rule("ACC-16", "ACC-7")
def test_whoever_joined_by_invitation_has_it_until_they_leave(over: Rehearsal) -> None:
    over.a_person("bob", company="Adecco")
    over.school.organisation.leave(by=BOB, person=BOB)
    over.school.invitations.accept(by=BOB, token=invited(over, BOB, by="staff"))
    over.at("2028-01-01")

    assert entered(over, BOB).spaces == ("organisation",)
    over.school.organisation.leave(by=BOB, person=BOB)
    assert grounds(refusal(lambda: entered(over, BOB)))[0] == "ACC-5"
    assert "organisation" not in over.school.accounts.explain_access(by="staff", person=BOB).spaces


@pytest.mark.rule("TRACK-8")
@pytest.mark.parametrize(
    ("role", "landing"),
    [("manager", "manager"), ("learner_manager", "learner"), ("pilot", "pilot"), ("admin", "learner")],
)
def test_the_page_that_comes_first(ledr: Rehearsal, role: str, landing: str) -> None:
    """A manager lands on the team; a learner-manager finds it in a tab."""
    ledr.a_session(kind="licence", members=f"nora:{role} lea")

    assert entered(ledr, address("nora")).landing == landing
