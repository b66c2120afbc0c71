"""What enrolling a list of people would do, row by row, before it is done."""

from functools import partial
from typing import Any

import pytest

from benchmarks.growth import Statements
from ledr_core import Invalid, Refused
from ledr_core.views import as_json
from tests.integration.conftest import Rehearsal, a_member, address, refusal


def school_of(ledr: Rehearsal) -> Any:
    """Lyon of Manpower, with Bob in it; Max has another account, Eve is Adecco's, Ida learns elsewhere at that time."""
    ledr.a_session("Lyon", members="bob", package=3)
    ledr.a_session("Paris", members="ida", kind="licence", start="2026-11-15")
    ledr.a_person("max")
    ledr.a_person("eve", company="Adecco")
    return ledr.school.sessions


def said(of: Any) -> list[tuple[str, str, str | None]]:
    """Whom, what becomes of them, and by which rule or in which field they are refused."""
    return [
        (one.email, one.outcome, one.error and (one.error.rule or one.error.field or one.error.kind))
        for one in of.outcomes
    ]


@pytest.mark.rule("SES-16")
@pytest.mark.rule("ROLE-12")
def test_a_preview_says_who_is_made_who_joins_and_who_leaves_a_company_and_does_nothing(stored: Rehearsal) -> None:
    sessions = school_of(stored)
    before = as_json((sessions.show(by="staff", session="Lyon"), stored.school.people.list(by="staff")))
    members = [a_member("zoe"), a_member("max"), a_member("eve"), a_member("tom", "manager")]

    preview = sessions.add_members(by="staff", session="Lyon", members=members, preview=True)

    assert said(preview) == [
        (address("zoe"), "created", None),
        (address("max"), "enrolled", None),
        (address("eve"), "moved", None),
        (address("tom"), "created", None),
    ]
    assert (preview.preview, preview.all_well, preview.outcomes[2].former_company) == (True, True, "Adecco")
    assert as_json((sessions.show(by="staff", session="Lyon"), stored.school.people.list(by="staff"))) == before
    done = sessions.add_members(by="staff", session="Lyon", members=members)
    assert (done.preview, done.outcomes, done.without_slot) == (False, preview.outcomes, preview.without_slot)


@pytest.mark.rule("SES-15")
def test_a_preview_names_the_rule_that_refuses_each_as_the_enrolment_does(stored: Rehearsal) -> None:
    sessions = school_of(stored)
    rows: list[tuple[Any, str]] = [
        (a_member("bob"), "SES-15"),
        (a_member("ida"), "SES-15"),
        ({"email": address("new")}, "members[2].first_name"),
        (a_member("zoe") | {"managers": [address("nobody")]}, "not_found"),
        (a_member("zoe"), "members[4].email"),
        (a_member("ana"), "created"),
    ]

    preview = sessions.add_members(
        by="staff", session="Lyon", members=[member for member, _ in rows], package=4, preview=True
    )

    assert [why or outcome for _, outcome, why in said(preview)] == [why for _, why in rows]
    assert (preview.all_well, preview.package_error.field) == (False, "package")
    for member, why in rows[:2]:
        refused = refusal(lambda member=member: sessions.add_members(by="staff", session="Lyon", members=[member]))
        error = preview.outcomes[rows.index((member, why))].error
        assert (refused.rule, refused.reason, refused.facts) == (why, error.ground, error.facts)


@pytest.mark.rule("SES-15")
def test_somebody_who_becomes_a_learner_by_being_added_learns_where_they_were_before_too(stored: Rehearsal) -> None:
    stored.a_session("Lyon", members="paul:manager", company="Manpower")
    stored.a_session("Metz", members="zoe", company="Adecco", package=2)
    sessions, paul = stored.school.sessions, a_member("paul", "learner")

    preview = sessions.add_members(by="staff", session="Metz", members=[paul], preview=True)
    refused = refusal(lambda: sessions.add_members(by="staff", session="Metz", members=[paul]))

    assert refused.rule == "SES-15"
    assert [one.error.rule for one in preview.outcomes] == ["SES-15"]
    assert stored.school.people.show(by="staff", person=address("paul")).role == "manager"


@pytest.mark.rule("SLOT-10")
@pytest.mark.parametrize("preview", [True, False])
def test_many_who_take_another_role_are_read_together(ledr: Rehearsal, preview: bool) -> None:
    """What the database is asked grows with what is written, in pieces, and not with who is added."""
    people = [f"m-{number}" for number in range(14)]
    ledr.a_session("Lyon", members=" ".join(f"{name}:learner_manager" for name in people), package=20)
    ledr.a_session("Nice", members="zoe", package=20)  # somebody is there already, whoever is added

    def asked(names: list[str]) -> int:
        members = [a_member(name, "manager") for name in names]
        ask = partial(ledr.school.sessions.add_members, by="staff", session="Nice", members=members, preview=preview)
        said = Statements.of(ledr.school, ask).said
        return len([one for one, _ in said if one.lstrip().lower().startswith("select")])

    assert asked(people[:2]) == asked(people[2:])


@pytest.mark.rule("SES-3", "SES-5")
def test_a_preview_says_what_package_a_licence_session_needs(stored: Rehearsal) -> None:
    sessions = school_of(stored)

    preview = sessions.add_members(by="staff", session="Paris", members=[a_member("zoe")], preview=True)
    fits = sessions.add_members(by="staff", session="Paris", members=[a_member("zoe")], package=2, preview=True)
    stored.at("2026-12-19")
    late = sessions.add_members(by="staff", session="Paris", members=[a_member("zoe")], package=2, preview=True)

    assert (preview.package_error.rule, preview.package_error.facts["learners"]) == ("SES-3", 2)
    assert (fits.all_well, fits.package) == (True, 2)
    assert said(late) == [(address("zoe"), "refused", "SES-5")]
    assert sessions.show(by="staff", session="Paris").package == 1


@pytest.mark.rule("ROLE-13", "ROLE-6")
def test_a_pilot_previews_what_pilots_may_do(ledr: Rehearsal) -> None:
    sessions = school_of(ledr)
    ledr.a_person("pat", "pilot")
    members = [a_member("zoe"), a_member("eve"), a_member("tom", "pilot")]

    preview = sessions.add_members(by=address("pat"), session="Lyon", members=members, preview=True)

    assert said(preview) == [
        (address("zoe"), "created", None),
        (address("eve"), "refused", "ROLE-6"),
        (address("tom"), "refused", "ROLE-13"),
    ]
    with pytest.raises(Refused):
        sessions.add_members(by=address("max"), session="Lyon", members=members, preview=True)


def test_rows_that_cannot_be_read_are_named_together(ledr: Rehearsal) -> None:
    sessions = school_of(ledr)
    members = [{"email": "lea"}, a_member("zoe"), {"email": address("max"), "nom": "Max"}, {"first_name": "Max"}]

    with pytest.raises(Invalid) as error:
        sessions.add_members(by="staff", session="Lyon", members=members, preview=True)

    named = [one.field for one in (error.value, *error.value.also)]
    assert named == ["members[0].email", "members[2].nom", "members[3].email"]
