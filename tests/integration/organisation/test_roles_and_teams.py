"""Roles and teams of an organisation: who holds what, who may change it, and what ends with the company."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pytest

from ledr_core import Invalid, NotFound, Refused
from tests.integration.conftest import Rehearsal, address, furnished, grounds, refusal
from tests.kept_schools import kept

ADA, SAM, LEA, BOB, ALAN, ZOE, PAUL = map(address, ("ada", "sam", "lea", "bob", "alan", "zoe@adecco.example", "paul"))
"""An administrator, a supervisor of Lyon, a member of it, one of no team, an analyst; another company's; a pilot."""
LYON: Final = {"company": "Manpower", "team": "Lyon"}


@pytest.fixture
def org(empty: Rehearsal) -> Rehearsal:
    """Manpower's organisation: two teams, and somebody in each role."""
    return kept(empty, organised)


def organised(ledr: Rehearsal) -> Rehearsal:
    """With it."""
    furnished(ledr)
    for name in ("ada", "sam", "lea", "bob", "alan"):
        ledr.a_person(name)
    ledr.a_person("paul", "pilot")
    ledr.a_person("zoe@adecco.example", company="Adecco")
    does = ledr.school.organisation
    does.set_role(by="staff", person=ADA, role="administrator")
    does.set_role(by=ADA, person=ALAN, role="analyst")
    for team in ("Lyon", "Paris"):
        does.put_team(by=ADA, company="Manpower", team=team)
    does.set_supervisor(by=ADA, **LYON, person=SAM)
    does.add_to_team(by=SAM, **LYON, person=LEA)
    return ledr


def seen(org: Rehearsal, by: str, company: str | None = None) -> tuple[list[str], dict[str, Any], tuple[str, ...]]:
    """The addresses of the members, the teams with their numbers, and the tabs that somebody is shown."""
    shown = org.school.organisation.show(by=by, company=company)
    return [one.person for one in shown.members], {one.team: one.people for one in shown.teams}, shown.tabs


BOTH: Final = ("analytics", "administration")
CHANGES: Final[Mapping[str, Mapping[str, Any]]] = {
    "set_role": {"person": BOB, "role": "analyst"},
    "put_team": {"company": "Manpower", "team": "Nice"},
    "rename_team": {**LYON, "new_name": "Nice"},
    "delete_team": LYON,
    "set_supervisor": {**LYON, "person": BOB},
    "unset_supervisor": {**LYON, "person": SAM},
    "add_to_team": {**LYON, "person": BOB},
    "remove_from_team": {**LYON, "person": LEA},
}
"""One of each operation that changes something."""


def change(org: Rehearsal, verb: str, by: str, **other: str) -> Callable[[], object]:
    return lambda: getattr(org.school.organisation, verb)(by=by, **{**CHANGES[verb], **other})


@pytest.mark.rule("TEAM-1", "TEAM-7")
def test_everybody_sees_what_their_role_shows(org: Rehearsal) -> None:
    everybody = [ADA, ALAN, BOB, LEA, PAUL, SAM]

    assert seen(org, "staff", "Manpower") == seen(org, ADA) == (everybody, {"Lyon": 1, "Paris": 0}, BOTH)
    assert seen(org, ALAN) == ([ALAN], {"Lyon": 1, "Paris": 0}, ("analytics",))
    assert seen(org, SAM) == ([LEA, SAM], {"Lyon": 1}, BOTH)
    assert seen(org, LEA) == ([LEA], {"Lyon": None}, ())
    assert seen(org, BOB) == seen(org, BOB, "manpower") == ([BOB], {}, ())
    assert seen(org, PAUL) == ([PAUL], {}, ())


@pytest.mark.rule("TEAM-7")
def test_the_space_names_the_organisation_and_whose_menu_it_is(org: Rehearsal) -> None:
    own, staffs = (org.school.organisation.show(by=by, company="Manpower") for by in (LEA, "staff"))

    assert (own.company, own.initials, staffs.initials) == ("Manpower", "LM", "")


@pytest.mark.rule("TEAM-1")
@pytest.mark.parametrize("verb", CHANGES)
@pytest.mark.parametrize("by", [ALAN, LEA, PAUL, "public"])
def test_no_other_role_changes_anything_be_it_a_pilot(org: Rehearsal, verb: str, by: str) -> None:
    assert grounds(refusal(change(org, verb, by))) == ("TEAM-1", "role")


@pytest.mark.rule("TEAM-1")
@pytest.mark.parametrize("verb", CHANGES)
def test_an_administrator_changes_all_and_a_supervisor_who_is_in_their_team(org: Rehearsal, verb: str) -> None:
    if verb in ("add_to_team", "remove_from_team"):
        change(org, verb, SAM)()
        assert grounds(refusal(change(org, verb, SAM, team="Paris"))) == ("TEAM-1", "another team")
        assert grounds(refusal(change(org, verb, SAM, team="Nowhere"))) == ("TEAM-1", "another team")
    else:
        assert grounds(refusal(change(org, verb, SAM))) == ("TEAM-1", "role")
    change(org, verb, ADA)()


@pytest.mark.rule("ROLE-6", "TEAM-1")
@pytest.mark.parametrize("verb", [verb for verb, given in CHANGES.items() if "company" in given])
def test_another_company_and_none_look_the_same(org: Rehearsal, verb: str) -> None:
    for company in ("Adecco", "Personne"):
        assert grounds(refusal(change(org, verb, ADA, company=company))) == ("ROLE-6", "another company")


@pytest.mark.rule("ROLE-6")
@pytest.mark.parametrize("verb", [verb for verb, given in CHANGES.items() if "person" in given])
def test_somebody_of_another_company_and_nobody_look_the_same(org: Rehearsal, verb: str) -> None:
    told = [refusal(change(org, verb, ADA, person=person)) for person in (ZOE, "rien@adecco.example")]

    assert {grounds(one) for one in told} == {("ROLE-6", "another company")}
    assert [set(one.facts) for one in told] == [{"person"}] * 2


@pytest.mark.rule("TEAM-6")
def test_staff_are_told_who_is_not_a_member_and_who_is_nobody(org: Rehearsal) -> None:
    assert grounds(refusal(change(org, "add_to_team", "staff", person=ZOE))) == ("TEAM-6", "not a member")
    with pytest.raises(NotFound) as nobody:
        change(org, "add_to_team", "staff", person="rien@adecco.example")()
    assert nobody.value.kind == "person"
    with pytest.raises(NotFound) as no_team:
        change(org, "add_to_team", "staff", team="Nowhere")()
    assert no_team.value.kind == "team"
    with pytest.raises(Invalid):
        org.school.organisation.show(by="staff")


@pytest.mark.rule("TEAM-2")
def test_administrator_and_supervisor_are_not_held_together(org: Rehearsal) -> None:
    assert grounds(refusal(change(org, "set_role", ADA, person=SAM, role="administrator"))) == ("TEAM-2", "supervises")
    assert grounds(refusal(change(org, "set_supervisor", ADA, person=ADA))) == ("TEAM-2", "administers")

    change(org, "unset_supervisor", ADA)()
    change(org, "set_role", ADA, person=SAM, role="administrator")()
    assert org.school.people.show(by="staff", person=SAM).organisation_role == "administrator"


@pytest.mark.rule("TEAM-2")
def test_an_analyst_may_supervise(org: Rehearsal) -> None:
    change(org, "set_supervisor", ADA, person=ALAN)()

    assert seen(org, ALAN) == ([ALAN, LEA], {"Lyon": 1, "Paris": 0}, BOTH)
    assert org.school.people.show(by="staff", person=ALAN).organisation_role == "analyst"


@pytest.mark.rule("TEAM-3")
def test_no_two_teams_of_an_organisation_have_one_name(org: Rehearsal) -> None:
    change(org, "put_team", ADA, team="LYON")()
    assert seen(org, ADA)[1] == {"Lyon": 1, "Paris": 0}
    assert grounds(refusal(change(org, "rename_team", ADA, new_name="pàris"))) == ("TEAM-3", "name taken")

    change(org, "rename_team", ADA, new_name="LYON")()
    org.school.organisation.put_team(by="staff", company="Adecco", team="Lyon")
    assert seen(org, ADA)[1] == {"LYON": 1, "Paris": 0}
    assert seen(org, "staff", "Adecco")[1] == {"Lyon": 0}


@pytest.mark.rule("TEAM-3", "TEAM-1")
def test_a_team_has_a_page_of_its_own(org: Rehearsal) -> None:
    """Its supervisor and administrators write it, who is in it reads it, nobody else."""
    org.a_course("sourcing", {"s1": "l8"})
    does = org.school.organisation
    does.set_team_page(by=SAM, **LYON, message="Bonjour\nà vous", courses=["sourcing", "recruter", "sourcing"])
    does.set_team_page(by=ADA, **LYON, message="Bonsoir")

    pages = [does.team_page(by=by, **LYON) for by in ("staff", ADA, SAM, LEA)]
    assert len(set(pages)) == 1 and pages[0].team == "Lyon" and pages[0].message == "Bonsoir"
    assert [one.reference for one in pages[0].courses] == ["sourcing", "recruter"]
    empty = does.team_page(by=ADA, company="Manpower", team="Paris")
    assert (empty.message, empty.courses) == ("", ())
    for by, team in ((BOB, "Lyon"), (ALAN, "Lyon"), (LEA, "Paris"), (LEA, "Nowhere"), (PAUL, "Lyon")):
        told = refusal(lambda by=by, team=team: does.team_page(by=by, company="Manpower", team=team))
        assert grounds(told) == ("TEAM-1", "not their team")
    for by, ground in ((LEA, "role"), (ALAN, "role")):
        assert grounds(refusal(lambda by=by: does.set_team_page(by=by, **LYON, message="x"))) == ("TEAM-1", ground)
    told = refusal(lambda: does.set_team_page(by=SAM, company="Manpower", team="Paris", message="x"))
    assert grounds(told) == ("TEAM-1", "another team")
    with pytest.raises(NotFound) as no_course:
        does.set_team_page(by=ADA, **LYON, courses=["nowhere"])
    assert no_course.value.kind == "course"


@pytest.mark.rule("TEAM-6", "ROLE-6")
def test_whoever_follows_a_session_of_the_company_is_a_member_while_it_lasts(org: Rehearsal) -> None:
    """Their roles stay those of their own company."""
    org.a_session("Manpower 1", members=ZOE, start="2026-11-19", end="2026-11-30")
    org.a_session("Adecco 1", members=ZOE, start="2027-01-01", end="2027-12-31", company="Adecco")
    change(org, "add_to_team", ADA, person=ZOE)()

    assert ZOE in seen(org, ADA)[0] and ZOE in seen(org, "staff", "Adecco")[0]
    assert grounds(refusal(change(org, "set_role", ADA, person=ZOE))) == ("TEAM-6", "another organisation")
    assert grounds(refusal(change(org, "set_supervisor", ADA, person=ZOE))) == ("TEAM-6", "another organisation")
    adecco = org.a_person("yves@adecco.example", "pilot", "Adecco")
    for by in (adecco, ZOE, "staff"):  # nor is it told elsewhere how Manpower is grouped
        assert org.school.people.show(by=by, person=ZOE).teams == ()
    org.at("2026-12-01")
    assert ZOE not in seen(org, ADA)[0] and seen(org, ADA)[1]["Lyon"] == 1


@pytest.mark.rule("ROLE-12")
def test_moving_to_another_company_ends_roles_and_teams_in_the_former_one(org: Rehearsal) -> None:
    change(org, "add_to_team", ADA, person=SAM)()
    org.a_session("Adecco 1", members=f"{SAM} {ALAN}", company="Adecco")

    sheets = [org.school.people.show(by="staff", person=person) for person in (SAM, ALAN)]
    assert [(one.company, one.organisation_role, one.teams) for one in sheets] == [("Adecco", "member", ())] * 2
    assert [team.supervisors for team in org.school.organisation.show(by=ADA).teams] == [(), ()]
    assert grounds(refusal(change(org, "add_to_team", SAM))) == ("TEAM-1", "role")


@pytest.mark.rule("TEAM-6")
def test_a_person_is_shown_with_role_teams_and_premium(org: Rehearsal) -> None:
    org.a_person("tom", "tester", company=None)
    people = org.school.people

    lea, sam, tom = (people.show(by="staff", person=one) for one in (LEA, SAM, address("tom")))
    assert (lea.organisation_role, lea.teams, lea.premium) == ("member", ("Lyon",), True)
    assert (sam.organisation_role, sam.teams, sam.premium) == ("supervisor", (), True)
    assert (tom.organisation_role, tom.teams, tom.premium) == (None, (), False)


@pytest.mark.rule("TEAM-6", "INV-2")
def test_leaving_ends_role_teams_and_premium_but_not_while_a_session_lasts(org: Rehearsal) -> None:
    does = org.school.organisation
    org.a_session("Lyon 1", members="lea", start="2026-12-01", end="2026-12-31")
    held = refusal(lambda: does.leave(by=LEA, person=LEA))
    assert grounds(held) == ("INV-2", "member of a session") and held.facts["session"] == "Lyon 1"

    org.at("2027-01-01")
    does.leave(by=LEA, person=LEA)
    does.leave(by=ADA, person=SAM)
    sheets = [org.school.people.show(by="staff", person=person) for person in (LEA, SAM)]
    assert [(one.company, one.organisation_role, one.teams, one.premium) for one in sheets] == [
        (None, None, (), False)
    ] * 2
    assert grounds(refusal(lambda: does.leave(by=LEA, person=LEA))) == ("TEAM-6", "no organisation")
    assert grounds(refusal(lambda: does.show(by=LEA))) == ("TEAM-6", "no organisation")


@pytest.mark.rule("TEAM-1", "ROLE-12")
def test_who_may_have_somebody_leave(org: Rehearsal) -> None:
    """Managers and managed part with it."""
    does = org.school.organisation
    org.a_person("nora", "manager")
    org.school.people.set_managers(by="staff", person=BOB, managers=[address("nora")])
    for by in (SAM, ALAN, PAUL):
        assert grounds(refusal(lambda by=by: does.leave(by=by, person=BOB))) == ("TEAM-1", "another person")
    assert grounds(refusal(lambda: does.leave(by=ADA, person=ZOE))) == ("ROLE-6", "another company")

    does.leave(by=ADA, person=address("nora"))
    does.leave(by="staff", person=ZOE)
    assert org.school.people.show(by="staff", person=BOB).managers == ()


@pytest.mark.rule("TEAM-6")
def test_a_company_without_sessions_is_deleted_with_its_organisation(org: Rehearsal) -> None:
    org.school.companies.delete(by="staff", company="Manpower")

    assert org.school.people.show(by="staff", person=ADA).organisation_role is None
    org.school.companies.create(by="staff", name="Manpower")
    assert seen(org, "staff", "Manpower") == ([], {}, BOTH)


@pytest.mark.rule("TEAM-2")
def test_the_last_word_of_two_at_once_keeps_to_the_rule(stored: Rehearsal) -> None:
    """In whichever order the two come, one is refused: the person is held while either is decided."""
    does = stored.school.organisation
    stored.a_person("sam")
    does.put_team(by="staff", company="Manpower", team="Lyon")

    def tried(call: Callable[[], object]) -> bool:
        try:
            call()
        except Refused as refused:
            assert refused.rule == "TEAM-2"
            return False
        return True

    calls: list[Callable[[], object]] = [
        lambda: does.set_role(by="staff", person=SAM, role="administrator"),
        lambda: does.set_supervisor(by="staff", **LYON, person=SAM),
    ]
    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(tried, calls)) == [False, True]
