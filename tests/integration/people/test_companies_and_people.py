"""Companies as documents print them, and the people of the school: lists, sheets, phone numbers."""

import pytest

from ledr_core import Invalid, NotFound
from tests.integration.conftest import Rehearsal, a_member, address, refusal

LEA, MAX, NORA, PAUL = address("lea"), address("max"), address("nora"), address("paul")
DECOMPOSED = "Socie\u0301te\u0301 Ge\u0301ne\u0301rale"


def names(ledr: Rehearsal) -> list[str]:
    return [company.name for company in ledr.school.companies.list(by="staff")]


# CO-1


@pytest.mark.rule("CO-1")
@pytest.mark.parametrize(
    ("typed", "stored_as"),
    [
        ("L'Oréal", "L'Oréal"),
        ("  Crédit  Agricole (S.A.)\t", "Crédit  Agricole (S.A.)"),
        ("MANPOWER France", "MANPOWER France"),
        ("Ægir & Söhne – Łódź", "Ægir & Söhne – Łódź"),
        ("=SUM(1)", "=SUM(1)"),
        (DECOMPOSED, DECOMPOSED),
    ],
)
def test_a_companys_name_is_kept_as_typed_only_trimmed(empty: Rehearsal, typed: str, stored_as: str) -> None:
    made = empty.school.companies.create(by="staff", name=typed)

    assert (made.name, names(empty)) == (stored_as, [stored_as])


@pytest.mark.rule("CO-1")
@pytest.mark.parametrize(
    "variant", ["Société Générale", "SOCIETE GENERALE", "societe générale", " Société Générale ", DECOMPOSED]
)
def test_a_name_is_unique_whatever_its_case_and_accents(stored: Rehearsal, variant: str) -> None:
    stored.school.companies.create(by="staff", name="Société Générale")

    refused = refusal(lambda: stored.school.companies.create(by="staff", name=variant))

    assert (refused.rule, refused.facts["company"]) == ("CO-1", "Société Générale")
    assert len(names(stored)) == 3


@pytest.mark.rule("CO-1")
def test_a_name_that_differs_by_a_letter_is_another_company(ledr: Rehearsal) -> None:
    for name in ("Manpower2", "Man power", "Manpowe"):
        ledr.school.companies.create(by="staff", name=name)

    assert len(names(ledr)) == 5


@pytest.mark.rule("CO-1")
def test_a_company_may_be_renamed_to_another_spelling_of_its_own_name(ledr: Rehearsal) -> None:
    ledr.school.companies.rename(by="staff", company="Manpower", name="MANPÖWER")

    assert names(ledr) == ["Adecco", "MANPÖWER"]


@pytest.mark.rule("CO-1")
def test_a_company_is_not_renamed_to_the_name_of_another(ledr: Rehearsal) -> None:
    assert refusal(lambda: ledr.school.companies.rename(by="staff", company="Manpower", name="adécco")).rule == "CO-1"
    assert names(ledr) == ["Adecco", "Manpower"]


@pytest.mark.rule("CO-1")
@pytest.mark.parametrize("name", ["", "   ", "\n", None, 3, ["Manpower"], "Man\x00power", "Man\npower"])
def test_what_is_no_name_is_invalid(empty: Rehearsal, name: object) -> None:
    with pytest.raises(Invalid) as error:
        empty.school.companies.create(by="staff", name=name)

    assert error.value.field == "name"
    assert names(empty) == []


@pytest.mark.rule("CO-1")
def test_a_rename_shows_on_sessions_and_people(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea")

    ledr.school.companies.rename(by="staff", company="Manpower", name="Manpower France")

    assert ledr.school.sessions.show(by="staff", session="Lyon").company == "Manpower France"
    assert ledr.school.people.show(by=LEA).company == "Manpower France"


def test_a_company_that_does_not_exist_is_not_found(ledr: Rehearsal) -> None:
    for call in (
        lambda: ledr.school.companies.rename(by="staff", company="Randstad", name="R"),
        lambda: ledr.school.companies.delete(by="staff", company="Randstad"),
        lambda: ledr.school.people.list(by="staff", company="Randstad"),
    ):
        with pytest.raises(NotFound) as error:
            call()
        assert (error.value.what, error.value.reference) == ("company", "Randstad")


# CO-2


@pytest.mark.rule("CO-2")
def test_a_company_is_not_deleted_while_it_has_a_session(stored: Rehearsal) -> None:
    stored.a_session(end="2026-12-31")

    for day in ("2026-11-19", "2027-06-01"):
        stored.at(day)
        refused = refusal(lambda: stored.school.companies.delete(by="staff", company="Manpower"))
        assert (refused.rule, refused.facts["sessions"]) == ("CO-2", 1)
    assert names(stored) == ["Adecco", "Manpower"]


@pytest.mark.rule("CO-2")
def test_without_a_session_a_company_is_deleted_and_its_people_stay(stored: Rehearsal) -> None:
    stored.a_session()
    stored.a_person("lea")
    stored.a_person("nora", "manager")
    stored.school.people.set_managers(by="staff", person=LEA, managers=[NORA])
    stored.school.sessions.delete(by="staff", session="Lyon")

    stored.school.companies.delete(by="staff", company="Manpower")

    sheet = stored.school.people.show(by="staff", person=LEA)
    assert (names(stored), sheet.company, sheet.managers) == (["Adecco"], None, ())


@pytest.mark.rule("CO-1", "CO-2")
def test_the_name_of_a_deleted_company_is_free_again(ledr: Rehearsal) -> None:
    ledr.school.companies.delete(by="staff", company="Manpower")

    ledr.school.companies.create(by="staff", name="manpower")

    assert names(ledr) == ["Adecco", "manpower"]


def test_the_list_counts_sessions_and_people(stored: Rehearsal) -> None:
    stored.a_session("Lyon", members="lea max")
    stored.a_session("Paris")
    stored.a_person("zoe@adecco.example", company="Adecco")

    listed = {company.name: (company.sessions, company.people) for company in stored.school.companies.list(by="staff")}

    assert listed == {"Adecco": (0, 1), "Manpower": (2, 2)}


# NOTE-2: phone numbers


@pytest.mark.rule("NOTE-2")
def test_a_phone_number_is_optional(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea")

    assert ledr.school.people.show(by=LEA).phone is None


@pytest.mark.rule("NOTE-2")
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("0612345678", "+33612345678"),
        (" +33 6 12 34 56 78 ", "+33612345678"),
        ("+32 470 12 34 56", "+32470123456"),
        ("0033 6 12 34 56 78", "+33612345678"),
    ],
)
def test_staff_and_the_person_give_a_phone_number(stored: Rehearsal, typed: str, kept: str) -> None:
    stored.a_session(members="lea")

    for by in (LEA, "staff"):
        assert stored.school.people.update(by=by, person=LEA, phone=typed).phone == kept


@pytest.mark.rule("NOTE-2")
@pytest.mark.parametrize("typed", ["12", "06 12 34 56", "abc", "06 12 34 56 78 90 12", "+999 1", 612345678])
def test_what_is_no_phone_number_is_invalid(ledr: Rehearsal, typed: object) -> None:
    ledr.a_session(members="lea")
    ledr.school.people.update(by=LEA, phone="0612345678")

    with pytest.raises(Invalid) as error:
        ledr.school.people.update(by=LEA, phone=typed)

    assert error.value.field == "phone"
    assert ledr.school.people.show(by=LEA).phone == "+33612345678"


@pytest.mark.rule("NOTE-2")
def test_an_empty_phone_number_forgets_it(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea")
    ledr.school.people.update(by=LEA, phone="0612345678")

    assert ledr.school.people.update(by=LEA, phone="").phone is None


@pytest.mark.rule("NOTE-2")
def test_nobody_changes_the_phone_number_of_a_colleague(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea max nora:manager")

    for by in (MAX, NORA):
        refused = refusal(lambda by=by: ledr.school.people.update(by=by, person=LEA, phone="0612345678"))
        assert refused.rule == "ROLE-11"


# People


def test_a_sheet_shows_the_session_that_counts_today(stored: Rehearsal) -> None:
    stored.at("2026-10-01")
    stored.a_session("Avant", kind="licence", members="lea", start="2025-11-01", end="2026-10-31")
    stored.a_session("Lyon", members="lea", start="2026-11-01", holders="lea")
    assert stored.school.people.show(by="staff", person=LEA).session == "Avant"
    stored.at("2026-11-01")

    sheet = stored.school.people.show(by="staff", person=LEA)

    assert (sheet.session, sheet.slot, sheet.start.isoformat(), sheet.end.isoformat()) == (
        "Lyon",
        1,
        "2026-11-01",
        "2027-10-31",
    )


@pytest.mark.rule("ROLE-6")
def test_a_pilot_sees_no_session_of_the_company_before(ledr: Rehearsal) -> None:
    """It is staff's and their own to see, while it lasts."""
    ledr.a_session("Avant", kind="licence", members="lea", start="2026-11-01", end="2026-11-30")
    ledr.a_session("Après", company="Adecco", members="yves@adecco.example:pilot lea", start="2026-12-01")

    seen = {by: ledr.school.people.show(by=by, person=LEA) for by in ("yves@adecco.example", LEA, "staff")}

    assert [one.session for one in seen.values()] == ["Après", "Avant", "Avant"]
    assert [str(one.end) for one in seen.values()] == ["2027-10-31", "2026-11-30", "2026-11-30"]


@pytest.mark.rule("ACC-12")
def test_an_address_with_an_account_makes_no_second_one(stored: Rehearsal) -> None:
    stored.a_session(members="lea")

    refused = refusal(lambda: stored.a_person(LEA.upper()))

    assert refused.rule == "ACC-12"


@pytest.mark.rule("SES-16", "ACC-1")
def test_an_address_that_has_an_account_is_enrolled_with_the_names_it_has(stored: Rehearsal) -> None:
    stored.a_person("lea")

    stored.school.sessions.create(
        by="staff",
        reference="Lyon",
        company="Manpower",
        course="recruter",
        kind="slot",
        start="2026-11-01",
        package=1,
        members=[a_member("LEA") | {"email": LEA.upper(), "first_name": "Autre", "last_name": "Nom"}],
    )

    sheet = stored.school.people.show(by=LEA)
    assert (sheet.first_name, sheet.last_name, sheet.session) == ("Lea", "Martin", "Lyon")
    assert len(stored.school.people.list(by="staff")) == 1


def test_people_are_listed_by_company_session_role_and_text(stored: Rehearsal) -> None:
    stored.a_session("Lyon", members="paul:pilot lea max")
    stored.a_session("Ailleurs", company="Adecco", members="zoe@adecco.example")
    people = stored.school.people

    def found(**filters: str) -> set[str]:
        return {person.email for person in people.list(by="staff", **filters)}

    assert found() == {PAUL, LEA, MAX, "zoe@adecco.example"}
    assert found(company="Adecco") == {"zoe@adecco.example"}
    assert found(session="Lyon") == {PAUL, LEA, MAX}
    assert found(role="pilot") == {PAUL}
    assert found(text="LEA") == {LEA}
    assert found(text="martin") == {PAUL, LEA, MAX, "zoe@adecco.example"}
    assert found(company="Manpower", role="learner", text="max") == {MAX}
    assert found(company="Adecco", session="Lyon") == set()
    assert {person.email for person in people.list(by=PAUL)} == {PAUL, LEA, MAX}


@pytest.mark.rule("ROLE-6")
@pytest.mark.parametrize("role", ["manager", "pilot", "learner_manager", "learner_pilot"])
def test_a_manager_or_pilot_without_company_is_refused_the_same_when_made_and_when_the_role_is_given(
    ledr: Rehearsal, role: str
) -> None:
    made = refusal(lambda: ledr.a_person("nora", role, company=None))
    assert ledr.school.people.list(by="staff") == ()
    nora = ledr.a_person("nora", "learner", company=None)
    given = refusal(lambda: ledr.school.people.change_role(by="staff", person=nora, role=role))

    assert (made.rule, made.reason, made.facts) == (given.rule, given.reason, given.facts)
    assert (made.rule, made.reason, made.facts) == ("ROLE-6", "no company", {"person": nora, "role": role})


def test_a_refused_creation_leaves_no_account_behind(stored: Rehearsal) -> None:
    stored.a_session("Licences", kind="licence", members="max", start="2026-12-01")

    refused = refusal(
        lambda: stored.school.people.create(
            by="staff", email=LEA, first_name="L", last_name="M", role="learner", session="Licences"
        )
    )

    assert refused.rule == "SES-3"
    with pytest.raises(NotFound):
        stored.school.people.show(by="staff", person=LEA)


def test_somebody_created_in_a_session_is_a_member_of_it(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="max", start="2026-12-01", end="2027-11-30")

    sheet = ledr.school.people.create(
        by="staff", email=LEA, first_name="Léa", last_name="M", role="learner", session="Lyon", package=2
    )

    assert (sheet.company, sheet.session, sheet.end.isoformat()) == ("Manpower", "Lyon", "2027-11-30")
    assert ledr.school.sessions.show(by="staff", session="Lyon").package == 2
