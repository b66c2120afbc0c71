"""The eight roles: what each reaches, what each is refused, and who manages whom."""

import pytest

from ledr_core import Invalid, NotFound
from ledr_core.application.areas import operation_named
from ledr_core.application.operating.permissions import Who
from tests.integration.conftest import (
    LEARNING_ROLES,
    Rehearsal,
    a_member,
    address,
    grounds,
    refusal,
)
from tests.kept_schools import kept

LEA, MAX, NORA, PAUL = address("lea"), address("max"), address("nora"), address("paul")
ROLES = ("tester", "learner", "manager", "learner_manager", "pilot", "learner_pilot", "student", "admin")
SPACES = {
    "tester": {"demo"},
    "learner": {"learner"},
    "manager": {"manager"},
    "learner_manager": {"learner", "manager"},
    "pilot": {"pilot"},
    "learner_pilot": {"learner", "pilot"},
    "student": {"learner", "student"},
}


@pytest.mark.rule("ROLE-1")
@pytest.mark.parametrize("role", ROLES)
def test_staff_make_accounts_in_each_of_the_eight_roles(ledr: Rehearsal, role: str) -> None:
    ledr.a_person("lea", role)

    assert ledr.school.people.show(by="staff", person=LEA).role == role


@pytest.mark.rule("ROLE-1")
@pytest.mark.parametrize("role", ["teacher", "Learner", "learner-manager", "staff", "public", "", None, 1])
def test_there_is_no_ninth_role(ledr: Rehearsal, role: str) -> None:
    with pytest.raises(Invalid) as error:
        ledr.a_person("lea", role)

    assert error.value.field == "role"


@pytest.mark.rule("ROLE-1")
def test_an_unknown_role_is_told_which_ones_there_are(ledr: Rehearsal) -> None:
    with pytest.raises(Invalid) as error:
        ledr.a_person("lea", "teacher")

    assert set(error.value.allowed) == set(ROLES)


# ROLE-2 and ROLE-3: lessons


@pytest.mark.rule("ROLE-2")
def test_a_tester_reaches_demo_lessons_and_no_other(empty: Rehearsal) -> None:
    empty.a_course(themes={"t1": "shown hidden"}, demo=["shown"])
    tom = empty.a_person("tom", "tester", company=None)

    assert empty.school.learning.watch(by=tom, lesson="shown", ended=True).seen
    refused = refusal(lambda: empty.school.learning.watch(by=tom, lesson="hidden", ended=True))

    assert (refused.rule, refused.facts["lesson"]) == ("ROLE-2", "hidden")


@pytest.mark.rule("ROLE-2")
def test_a_lesson_that_becomes_demo_content_opens_to_testers(empty: Rehearsal) -> None:
    empty.a_course()
    tom = empty.a_person("tom", "tester", company=None)
    assert refusal(lambda: empty.school.learning.watch(by=tom, lesson="l1")).rule == "ROLE-2"

    empty.school.catalogue.put_lesson(by="staff", reference="l1", demo=True)

    assert not empty.school.learning.watch(by=tom, lesson="l1").seen


@pytest.mark.rule("ROLE-3")
def test_a_learner_reaches_every_lesson_of_the_course(empty: Rehearsal) -> None:
    empty.a_course(themes={"t1": "l1 l2", "t2": "l3", "t3": "l4"}, optional=["t3"])
    empty.school.companies.create(by="staff", name="Manpower")
    empty.a_session(kind="licence", members="lea")

    empty.watch("lea", "l4 l3 l2 l1")

    assert empty.school.learning.progress(by=LEA).lessons_seen == 4


@pytest.mark.rule("ROLE-3")
def test_a_learner_does_not_reach_another_course(ledr: Rehearsal) -> None:
    ledr.a_course("autre", {"t9": "l9"})
    ledr.a_session(kind="licence", members="lea")

    refused = refusal(lambda: ledr.school.learning.watch(by=LEA, lesson="l9", ended=True))

    assert (refused.rule, refused.facts["lesson"]) == ("ROLE-3", "l9")


@pytest.mark.rule("ROLE-3")
@pytest.mark.parametrize(
    ("day", "open_then"),
    [("2026-11-30", False), ("2026-12-01", True), ("2027-01-31", True), ("2027-02-01", False)],
)
def test_a_learner_reaches_the_course_within_their_dates(ledr: Rehearsal, day: str, open_then: bool) -> None:
    ledr.a_session(kind="licence", members="lea", start="2026-12-01", end="2027-01-31")
    ledr.at(day)

    if open_then:
        ledr.watch("lea", "l1")
        assert ledr.school.learning.progress(by=LEA).lessons_seen == 1
    else:
        assert refusal(lambda: ledr.watch("lea", "l1")).rule == "ACC-5"


def test_a_lesson_that_does_not_exist_is_not_found(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea")

    with pytest.raises(NotFound) as error:
        ledr.watch("lea", "nowhere")

    assert (error.value.what, error.value.reference) == ("lesson", "nowhere")


# ROLE-4: managers


@pytest.fixture
def team(ledr: Rehearsal) -> Rehearsal:
    return kept(ledr, a_team)


def a_team(ledr: Rehearsal) -> None:
    """Nora manages Léa, not Max; Zoé belongs to another company."""
    ledr.a_session(members="nora:manager lea max")
    ledr.a_session("Ailleurs", company="Adecco", members="zoe@adecco.example")
    ledr.school.people.set_managed(by="staff", manager=NORA, people=[LEA])


@pytest.mark.rule("ROLE-4")
def test_a_manager_sees_the_people_managed(team: Rehearsal) -> None:
    assert team.school.people.show(by=NORA, person=LEA).managers == (NORA,)
    assert team.school.learning.progress(by=NORA, person=LEA).percent == 0
    assert [person.email for person in team.school.people.list(by=NORA)] == [LEA]


@pytest.mark.rule("ROLE-4")
def test_a_manager_does_not_see_a_colleague_whom_another_manages(team: Rehearsal) -> None:
    for look in (team.school.people.show, team.school.learning.progress):
        refused = refusal(lambda look=look: look(by=NORA, person=MAX))
        assert (refused.rule, refused.facts["person"]) == ("ROLE-4", MAX)


@pytest.mark.rule("ROLE-4", "ACC-14")
def test_a_manager_explains_the_access_of_those_managed_and_of_nobody_else(team: Rehearsal) -> None:
    assert Who.MANAGER in operation_named("accounts.explain_access").permission.who
    assert team.school.accounts.explain_access(by=NORA, person=LEA).person == LEA
    refused = refusal(lambda: team.school.accounts.explain_access(by=NORA, person=MAX))
    assert (refused.rule, refused.facts["person"]) == ("ROLE-4", MAX)


@pytest.mark.rule("ROLE-4", "ROLE-6")
def test_a_manager_cannot_tell_a_foreign_person_from_one_who_does_not_exist(team: Rehearsal) -> None:
    for look in (team.school.people.show, team.school.learning.progress):
        foreign = refusal(lambda look=look: look(by=NORA, person="zoe@adecco.example"))
        missing = refusal(lambda look=look: look(by=NORA, person="nobody@adecco.example"))
        assert grounds(foreign) == grounds(missing)
        assert foreign.rule == "ROLE-6"
        assert foreign.facts.keys() == missing.facts.keys()


@pytest.mark.rule("ROLE-4")
def test_a_manager_loses_sight_of_somebody_no_longer_managed(team: Rehearsal) -> None:
    team.school.people.set_managers(by="staff", person=LEA, managers=[])

    assert refusal(lambda: team.school.people.show(by=NORA, person=LEA)).rule == "ROLE-4"
    assert team.school.people.list(by=NORA) == ()


@pytest.mark.rule("ROLE-4")
def test_a_manager_does_not_steer(team: Rehearsal) -> None:
    assert refusal(lambda: team.school.slots.assign(by=NORA, session="Lyon", person=LEA)).rule == "SLOT-4"
    assert refusal(lambda: team.school.sessions.show(by=NORA, session="Lyon")).rule == "ROLE-11"
    assert refusal(lambda: team.school.learning.watch(by=NORA, person=LEA, lesson="l1")).rule == "ROLE-11"


# ROLE-5, ROLE-7, ROLE-8: unions, students, staff


@pytest.mark.rule("ROLE-5", "ROLE-7")
@pytest.mark.parametrize(("role", "spaces"), SPACES.items())
def test_each_role_has_its_spaces(ledr: Rehearsal, role: str, spaces: set[str]) -> None:
    if role == "tester":
        ledr.a_person("lea", role)
    else:
        ledr.a_session(members=f"lea:{role} max", holders="max")
    if role in LEARNING_ROLES:
        ledr.school.slots.assign(by="staff", session="Lyon", person=LEA)
    if "manager" in role:
        ledr.school.people.set_managed(by="staff", manager=LEA, people=[MAX])

    assert set(ledr.sign_in("lea")) == spaces
    assert set(ledr.school.accounts.explain_access(by=LEA).spaces) == spaces | {"organisation"}


@pytest.mark.rule("ROLE-5")
def test_a_learner_manager_learns_and_sees_the_team(ledr: Rehearsal) -> None:
    ledr.a_session(members="nora:learner_manager lea", holders="nora")
    ledr.school.people.set_managed(by="staff", manager=NORA, people=[LEA])

    ledr.watch("nora", "l1")

    assert ledr.school.learning.progress(by=NORA).lessons_seen == 1
    assert ledr.school.learning.progress(by=NORA, person=LEA).lessons_seen == 0


@pytest.mark.rule("ROLE-5")
def test_a_learner_pilot_learns_and_steers(ledr: Rehearsal) -> None:
    ledr.a_session(members="paul:learner_pilot lea", holders="paul")

    ledr.watch("paul", "l1")
    assigned = ledr.school.slots.assign(by=PAUL, session="Lyon", person=LEA)

    assert (assigned.slot, ledr.school.learning.progress(by=PAUL).lessons_seen) == (2, 1)


@pytest.mark.rule("ROLE-5")
@pytest.mark.parametrize("role", ["manager", "pilot"])
def test_a_manager_or_pilot_who_does_not_learn_has_no_course(ledr: Rehearsal, role: str) -> None:
    ledr.a_session(members=f"nora:{role}")

    for refused in (
        refusal(lambda: ledr.watch("nora", "l1")),
        refusal(lambda: ledr.school.learning.home(by=NORA)),
    ):
        assert refused.rule in ("ROLE-11", "ACC-5")


@pytest.mark.rule("ROLE-7")
def test_a_student_follows_the_whole_course_like_a_learner(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea:student")

    ledr.watch("lea", "l1 l2")

    assert ledr.school.learning.home(by=LEA).finished
    assert set(ledr.sign_in("lea")) == {"learner", "student"}


@pytest.mark.rule("ROLE-8")
def test_an_admin_does_what_staff_do(ledr: Rehearsal) -> None:
    admin = ledr.a_person("alex", "admin", company=None)

    ledr.school.companies.create(by=admin, name="Randstad")
    ledr.school.sessions.create(
        by=admin, reference="R", company="Randstad", course="recruter", kind="slot", start="2026-12-01", package=1
    )
    ledr.school.people.create(by=admin, email=LEA, first_name="Léa", last_name="M", role="learner", session="R")
    ledr.school.people.update(by=admin, person=LEA, first_name="Lea")
    ledr.school.slots.assign(by=admin, session="R", person=LEA)
    ledr.school.jobs.daily(by=admin)

    assert ledr.school.sessions.show(by=admin, session="R").free == 0
    assert "staff" in ledr.sign_in("alex")


# ROLE-6: pilots and companies


@pytest.mark.rule("ROLE-6")
def test_a_pilot_steers_every_session_of_the_company(ledr: Rehearsal) -> None:
    paul = ledr.a_person("paul", "pilot")
    for reference in ("Lyon", "Paris"):
        ledr.a_session(reference, members=f"{reference.lower()}")
        ledr.school.slots.assign(by=paul, session=reference, person=address(reference.lower()))
        ledr.school.rotations.set_policy(by=paul, session=reference, policy="natural")
    ledr.a_session("Ailleurs", company="Adecco")

    assert [session.reference for session in ledr.school.sessions.list(by=paul)] == ["Lyon", "Paris"]


@pytest.mark.rule("ROLE-6")
def test_a_pilot_has_nothing_of_another_company(ledr: Rehearsal) -> None:
    paul = ledr.a_person("paul", "pilot")
    ledr.a_session("Ailleurs", company="Adecco", members="zoe@adecco.example")

    for refused in (
        refusal(lambda: ledr.school.sessions.show(by=paul, session="Ailleurs")),
        refusal(lambda: ledr.school.sessions.list(by=paul, company="Adecco")),
        refusal(lambda: ledr.school.people.list(by=paul, company="Adecco")),
        refusal(lambda: ledr.school.people.list(by=paul, session="Ailleurs")),
        refusal(lambda: ledr.school.people.show(by=paul, person="zoe@adecco.example")),
        refusal(lambda: ledr.school.rotations.timeline(by=paul, company="Adecco")),
    ):
        assert refused.rule == "ROLE-6"
    assert [person.email for person in ledr.school.people.list(by=paul)] == [paul]
    assert ledr.school.rotations.timeline(by=paul).sessions == ()


@pytest.mark.rule("ROLE-6")
def test_a_session_without_company_is_no_pilots(ledr: Rehearsal) -> None:
    paul = ledr.a_person("paul", "pilot")
    ledr.a_session("Privé", kind="licence", company=None, members="zoe@home.example")

    assert refusal(lambda: ledr.school.sessions.show(by=paul, session="Privé")).rule == "ROLE-6"
    assert ledr.school.sessions.list(by=paul) == ()


@pytest.mark.rule("ROLE-6")
def test_a_pilot_of_no_company_steers_nothing(ledr: Rehearsal) -> None:
    paul = ledr.a_person("paul", "pilot", company="Adecco")
    ledr.school.companies.delete(by="staff", company="Adecco")
    ledr.a_session("Lyon", members="lea")
    ledr.a_session("Privé", kind="licence", company=None, members="zoe@home.example")
    stray = ledr.a_person("stray", "learner", company=None)

    for refused in (
        refusal(lambda: ledr.school.sessions.show(by=paul, session="Lyon")),
        refusal(lambda: ledr.school.sessions.show(by=paul, session="Privé")),
        refusal(lambda: ledr.school.people.show(by=paul, person=stray)),
    ):
        assert refused.rule == "ROLE-6"
    assert ledr.school.sessions.list(by=paul) == ()
    assert {person.email for person in ledr.school.people.list(by=paul)} <= {paul}


@pytest.mark.rule("ROLE-6")
def test_a_pilot_who_moves_steers_the_new_company_and_no_longer_the_former(ledr: Rehearsal) -> None:
    ledr.a_session("Lyon", members="paul:pilot lea")
    ledr.a_session("Ailleurs", company="Adecco", members="zoe@adecco.example")

    ledr.school.sessions.move_member(by="staff", person=PAUL, session="Ailleurs")

    assert ledr.school.sessions.show(by=PAUL, session="Ailleurs").reference == "Ailleurs"
    assert refusal(lambda: ledr.school.sessions.show(by=PAUL, session="Lyon")).rule == "ROLE-6"


# ROLE-9: learning roles


@pytest.mark.rule("ROLE-9", "SES-3")
@pytest.mark.parametrize("role", [role for role in ROLES if role != "tester"])
def test_a_licence_package_counts_learning_roles_and_no_other(ledr: Rehearsal, role: str) -> None:
    counted = role in LEARNING_ROLES

    def create(package: int) -> object:
        return ledr.school.sessions.create(
            by="staff",
            reference="Lyon",
            company="Manpower",
            course="recruter",
            kind="licence",
            start="2026-12-01",
            package=package,
            members=[a_member("lea"), a_member("max", role)],
        )

    refused = refusal(lambda: create(1 if counted else 2))
    assert (refused.rule, refused.facts["learners"]) == ("SES-3", 2 if counted else 1)
    create(2 if counted else 1)


@pytest.mark.rule("ROLE-9", "SLOT-3")
@pytest.mark.parametrize("role", [role for role in ROLES if role != "tester"])
def test_learning_roles_hold_slots_and_no_other(ledr: Rehearsal, role: str) -> None:
    ledr.a_session(members=f"lea:{role}")

    def assign() -> object:
        return ledr.school.slots.assign(by="staff", session="Lyon", person=LEA)

    if role in LEARNING_ROLES:
        assign()
        assert ledr.school.people.show(by="staff", person=LEA).slot == 1
    else:
        assert refusal(assign).rule == "SLOT-3"


# ROLE-10: names and e-mails


@pytest.fixture
def steered(ledr: Rehearsal) -> Rehearsal:
    return kept(ledr, with_a_pilot)


def with_a_pilot(ledr: Rehearsal) -> None:
    """Paul is the pilot of Lyon, whose members are Léa and Max."""
    ledr.a_session(members="paul:pilot lea max")


@pytest.mark.rule("ROLE-10")
@pytest.mark.parametrize("person", ["lea", "paul", "zoe@adecco.example", "nobody"])
def test_a_pilot_changes_neither_names_nor_e_mail_of_anybody_else(steered: Rehearsal, person: str) -> None:
    school = steered.school
    for change in ({"first_name": "X"}, {"last_name": "X"}, {"first_name": "X", "last_name": "Y"}):
        refused = refusal(lambda change=change: school.people.update(by=PAUL, person=address(person), **change))
        assert refused.rule == "ROLE-10"
    if person != "paul":
        refused = refusal(lambda: school.people.change_email(by=PAUL, person=address(person), email="x@x.example"))
        assert refused.rule == "ROLE-10"
    assert school.people.show(by="staff", person=LEA).first_name == "Lea"


@pytest.mark.rule("ROLE-10")
def test_staff_change_names_and_e_mail(steered: Rehearsal) -> None:
    steered.school.people.update(by="staff", person=LEA, first_name="Léa", last_name="Martin-Roux")
    steered.school.people.change_email(by="staff", person=LEA, email="lea.roux@manpower.example")

    sheet = steered.school.people.show(by="staff", person="lea.roux@manpower.example")
    assert (sheet.first_name, sheet.last_name) == ("Léa", "Martin-Roux")
    with pytest.raises(NotFound):
        steered.school.people.show(by="staff", person=LEA)


@pytest.mark.rule("ROLE-10")
def test_a_person_changes_their_own_e_mail_and_not_their_own_names(steered: Rehearsal) -> None:
    people = steered.school.people

    assert refusal(lambda: people.update(by=LEA, first_name="Léa")).rule == "ROLE-10"
    assert refusal(lambda: people.update(by=LEA, person=LEA, last_name="Roux")).rule == "ROLE-10"
    assert people.change_email(by=LEA, person=LEA, email="lea@home.example").email == "lea@home.example"


@pytest.mark.rule("ROLE-10")
def test_a_person_does_not_change_the_e_mail_of_a_colleague(steered: Rehearsal) -> None:
    refused = refusal(lambda: steered.school.people.change_email(by=LEA, person=MAX, email="x@x.example"))

    assert refused.rule == "ROLE-10"


@pytest.mark.rule("ROLE-10", "NOTE-2")
def test_a_refused_name_takes_the_phone_number_given_with_it_along(steered: Rehearsal) -> None:
    refused = refusal(lambda: steered.school.people.update(by=LEA, first_name="Léa", phone="0612345678"))

    assert refused.rule == "ROLE-10"
    assert steered.school.people.show(by=LEA).phone is None


# ROLE-12: who manages whom


@pytest.mark.rule("ROLE-12")
def test_managers_are_set_from_either_side_and_are_many_to_many(ledr: Rehearsal) -> None:
    ledr.a_session("Lyon", members="nora:manager lea max")
    ledr.a_session("Paris", members="omar:learner_manager zoe")
    people = ledr.school.people

    people.set_managers(by="staff", person=LEA, managers=[NORA, address("omar")])
    people.set_managed(by="staff", manager=NORA, people=[LEA, address("zoe")])

    assert people.show(by="staff", person=LEA).managers == (NORA, address("omar"))
    assert people.show(by="staff", person=NORA).managed == (LEA, address("zoe"))
    assert people.show(by="staff", person=address("omar")).managed == (LEA,)
    assert people.show(by="staff", person=address("zoe")).managers == (NORA,)


@pytest.mark.rule("ROLE-12")
def test_set_managed_and_set_managers_replace_what_was_there(ledr: Rehearsal) -> None:
    ledr.a_session("Lyon", members="nora:manager omar:manager lea max")
    people = ledr.school.people
    people.set_managed(by="staff", manager=NORA, people=[LEA, MAX])

    people.set_managed(by="staff", manager=NORA, people=[MAX])
    assert people.show(by="staff", person=LEA).managers == ()

    people.set_managers(by="staff", person=MAX, managers=[address("omar")])
    assert people.show(by="staff", person=NORA).managed == ()
    assert people.show(by="staff", person=MAX).managers == (address("omar"),)


@pytest.mark.rule("ROLE-12")
def test_the_companys_pilot_sets_managers(ledr: Rehearsal) -> None:
    ledr.a_session("Lyon", members="paul:pilot nora:manager lea")
    ledr.a_session("Licences", kind="licence", members="max")

    ledr.school.people.set_managers(by=PAUL, person=LEA, managers=[NORA])
    ledr.school.people.set_managed(by=PAUL, manager=NORA, people=[LEA, MAX])

    assert ledr.school.people.show(by=PAUL, person=NORA).managed == (LEA, MAX)


@pytest.mark.rule("ROLE-12")
def test_somebody_of_another_company_neither_manages_nor_is_managed(ledr: Rehearsal) -> None:
    ledr.a_session("Lyon", members="paul:pilot nora:manager lea")
    ledr.a_session("Ailleurs", company="Adecco", members="zoe@adecco.example mona@adecco.example:manager")
    people = ledr.school.people

    for by, rule in (("staff", "ROLE-12"), (PAUL, "ROLE-6")):
        managers = refusal(lambda by=by: people.set_managers(by=by, person=LEA, managers=["mona@adecco.example"]))
        managed = refusal(lambda by=by: people.set_managed(by=by, manager=NORA, people=[LEA, "zoe@adecco.example"]))
        assert (managers.rule, managed.rule) == (rule, rule)
    assert people.show(by="staff", person=LEA).managers == ()


@pytest.mark.rule("ROLE-12")
@pytest.mark.parametrize("role", ["learner", "pilot", "learner_pilot", "student"])
def test_only_managers_manage(ledr: Rehearsal, role: str) -> None:
    ledr.a_session("Lyon", members=f"max:{role} lea")

    refused = refusal(lambda: ledr.school.people.set_managers(by="staff", person=LEA, managers=[MAX]))

    assert refused.rule == "ROLE-12"


@pytest.mark.rule("ROLE-12")
def test_moving_to_another_company_ends_the_links_of_the_former_one(stored: Rehearsal) -> None:
    stored.a_session("Lyon", members="nora:manager omar:learner_manager lea")
    stored.a_session("Ailleurs", company="Adecco", members="zoe@adecco.example")
    people, omar = stored.school.people, address("omar")
    people.set_managed(by="staff", manager=omar, people=[LEA])
    people.set_managers(by="staff", person=omar, managers=[NORA])

    stored.school.sessions.move_member(by="staff", person=omar, session="Ailleurs")

    sheet = people.show(by="staff", person=omar)
    assert (sheet.company, sheet.managers, sheet.managed) == ("Adecco", (), ())
    assert people.show(by="staff", person=LEA).managers == ()
    assert people.show(by="staff", person=NORA).managed == ()


@pytest.mark.rule("ROLE-12")
def test_moving_within_the_company_keeps_the_links(ledr: Rehearsal) -> None:
    ledr.a_session("Lyon", members="nora:manager lea")
    ledr.a_session("Paris")
    ledr.school.people.set_managers(by="staff", person=LEA, managers=[NORA])

    ledr.school.sessions.move_member(by="staff", person=LEA, session="Paris")

    assert ledr.school.people.show(by="staff", person=LEA).managers == (NORA,)


# ROLE-13: what pilots create


@pytest.mark.rule("ROLE-13")
@pytest.mark.parametrize("role", ["learner", "manager"])
def test_a_pilot_creates_learners_and_managers_in_a_slot_session(steered: Rehearsal, role: str) -> None:
    made = steered.school.people.create(
        by=PAUL, email=address("new"), first_name="N", last_name="N", role=role, session="Lyon"
    )
    steered.school.sessions.add_members(by=PAUL, session="Lyon", members=[a_member("other", role)])

    assert (made.role, made.company, made.session) == (role, "Manpower", "Lyon")
    assert steered.school.people.show(by=PAUL, person=address("other")).role == role


@pytest.mark.rule("ROLE-13")
@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("learner", "manager")])
def test_every_other_role_is_staffs_to_give(steered: Rehearsal, role: str) -> None:
    school = steered.school

    for refused in (
        refusal(
            lambda: school.people.create(
                by=PAUL, email=address("new"), first_name="N", last_name="N", role=role, session="Lyon"
            )
        ),
        refusal(lambda: school.sessions.add_members(by=PAUL, session="Lyon", members=[a_member("new", role)])),
        refusal(lambda: school.people.change_role(by=PAUL, person=LEA, role=role)),
    ):
        assert refused.rule == "ROLE-13"


@pytest.mark.rule("ROLE-13")
def test_a_pilot_creates_nobody_outside_a_session(steered: Rehearsal) -> None:
    for company in (None, "Manpower", "Adecco"):
        refused = refusal(
            lambda company=company: steered.school.people.create(
                by=PAUL, email=address("new"), first_name="N", last_name="N", role="learner", company=company
            )
        )
        assert refused.rule == "ROLE-13"


@pytest.mark.rule("ROLE-13", "SES-5", "SES-7")
@pytest.mark.parametrize(("role", "rule"), [("learner", "SES-5"), ("manager", "SES-7")])
def test_a_pilot_creates_nobody_in_a_licence_session(steered: Rehearsal, role: str, rule: str) -> None:
    steered.a_session("Licences", kind="licence", members="zoe", start="2026-12-01")

    for refused in (
        refusal(
            lambda: steered.school.people.create(
                by=PAUL, email=address("new"), first_name="N", last_name="N", role=role, session="Licences", package=2
            )
        ),
        refusal(
            lambda: steered.school.sessions.add_members(
                by=PAUL, session="Licences", members=[a_member("new", role)], package=2
            )
        ),
    ):
        assert refused.rule == rule


@pytest.mark.rule("SES-5", "SES-7")
@pytest.mark.parametrize(
    ("role", "rule"),
    [("learner", "SES-5"), ("learner_manager", "SES-5"), ("manager", "SES-7"), ("pilot", "SES-7")],
)
def test_to_add_and_to_move_somebody_to_a_licence_session_are_refused_alike(
    ledr: Rehearsal, role: str, rule: str
) -> None:
    """A pilot does neither: SES-5 of who learns, SES-7 of who does not."""
    ledr.a_session(members=f"paul:pilot zoe:{role}")
    ledr.a_session("Licences", kind="licence", members="max", start="2026-12-01")
    zoe, sessions = address("zoe"), ledr.school.sessions

    added = refusal(lambda: sessions.add_members(by=PAUL, session="Licences", members=[{"email": zoe}], package=2))
    moved = refusal(lambda: sessions.move_member(by=PAUL, session="Licences", person=zoe, package=2))

    assert (added.rule, added.reason) == (rule, "staff only")
    assert (moved.rule, moved.reason, moved.facts) == (added.rule, added.reason, added.facts)


@pytest.mark.rule("ROLE-13")
def test_giving_a_manager_learner_access_is_staffs(ledr: Rehearsal) -> None:
    ledr.a_session(members="paul:pilot nora:manager")
    ledr.a_session("Paris")

    for refused in (
        refusal(lambda: ledr.school.people.change_role(by=PAUL, person=NORA, role="learner_manager")),
        refusal(lambda: ledr.school.people.change_role(by=PAUL, person=NORA, role="learner")),
        refusal(
            lambda: ledr.school.sessions.add_members(by=PAUL, session="Paris", members=[a_member("nora", "learner")])
        ),
    ):
        assert refused.rule == "ROLE-13"
    assert ledr.school.people.change_role(by="staff", person=NORA, role="learner_manager").role == "learner_manager"


@pytest.mark.rule("ROLE-13")
def test_members_managers_slots_and_rotation_are_the_pilots(steered: Rehearsal) -> None:
    school = steered.school
    steered.a_session("Paris")

    school.sessions.add_members(by=PAUL, session="Lyon", members=[a_member("zoe")])
    school.slots.assign(by=PAUL, session="Lyon", person=LEA)
    school.slots.release(by=PAUL, session="Lyon", person=LEA)
    school.rotations.enqueue(by=PAUL, session="Lyon", person=MAX)
    school.rotations.set_policy(by=PAUL, session="Lyon", policy="paced", every=2)
    school.sessions.move_member(by=PAUL, person=LEA, session="Paris")
    school.sessions.remove_member(by=PAUL, session="Lyon", person=address("zoe"))

    assert [member.email for member in school.sessions.show(by=PAUL, session="Lyon").members] == [PAUL, MAX]


@pytest.mark.rule("ROLE-13")
def test_package_dates_kind_and_course_are_staffs(steered: Rehearsal) -> None:
    sessions = steered.school.sessions

    for refused in (
        refusal(lambda: sessions.change_package(by=PAUL, session="Lyon", package=3)),
        refusal(lambda: sessions.change_dates(by=PAUL, session="Lyon", end="2028-01-01")),
        refusal(lambda: sessions.change_member_end(by=PAUL, session="Lyon", person=LEA, end="2027-01-01")),
        refusal(lambda: sessions.change_kind(by=PAUL, session="Lyon", kind="licence", package=2)),
        refusal(lambda: sessions.change_course(by=PAUL, session="Lyon", course="recruter")),
    ):
        assert refused.rule == "ROLE-13"
    assert sessions.show(by=PAUL, session="Lyon").package == 2
