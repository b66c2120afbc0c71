"""Erasing: what names a person is found in whatever is said of them, and of nobody else."""

from datetime import date

import pytest

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.kernel.moments import ONE_DAY, Moment
from ledr_core.domain.people.erasure import EVIDENCE_YEARS, Left, Traces, Why, evidence_kept_since, kept
from ledr_core.domain.people.person import Person
from ledr_core.domain.people.roles import Role

ID = PersonId("4f2a")
TRACES = Traces(
    person=ID,
    names=frozenset({"Léa Martin", "Martin Léa", "Léa Noël"}),
    addresses=frozenset({"lea@manpower.example"}),
    phones=frozenset({"+33612345678"}),
    own_words=frozenset({"Léa", "Martin"}),
)


@pytest.mark.rule("NOTE-6")
@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Léa Martin a terminé.", "4f2a a terminé."),
        ("Léa\u00a0Martin, l\u00e9a  martin", "4f2a, 4f2a"),
        ("LÉA MARTIN, lea@manpower.example", "4f2a, 4f2a"),
        ("contacts care Lea@Manpower.example: timeout", "contacts care 4f2a: timeout"),
        ("Léa Noël (+33612345678)", "4f2a (4f2a)"),
        ("Léa Martin-Roux", "Léa Martin-Roux"),
        ("azalea.lea@manpower.example", "azalea.lea@manpower.example"),
        ("lea@manpower.example.org", "lea@manpower.example.org"),
        ("Bonjour Léa", "Bonjour Léa"),
    ],
)
def test_the_identifier_stands_for_whole_names_and_addresses(said: str, left: str) -> None:
    assert TRACES.out_of(said) == left


@pytest.mark.rule("NOTE-6")
@pytest.mark.parametrize("said", ["D'Été Zoë", "D\u2019ÉTÉ ZOË", "d'été zoë", "D\u2019Été Zoë"])
def test_a_name_is_found_in_capitals_and_with_either_apostrophe(said: str) -> None:
    traces = Traces(person=ID, names=frozenset({"D'Été Zoë"}), addresses=frozenset(), phones=frozenset())

    assert traces.out_of(f"Voir {said}.") == "Voir 4f2a."


@pytest.mark.rule("NOTE-6")
def test_an_apostrophe_is_one_however_it_is_typed() -> None:
    traces = Traces(person=ID, names=frozenset({"Léa D'Arc"}), addresses=frozenset(), phones=frozenset())

    assert traces.out_of("Léa D\u2019Arc et Léa D'Arc") == f"{ID} et {ID}"


@pytest.mark.rule("NOTE-6")
def test_in_what_was_said_to_the_person_it_stands_for_parts_of_the_name_too() -> None:
    assert TRACES.out_of({"text": "Bonjour Léa", "day": 3}, own=True) == {"text": "Bonjour 4f2a", "day": 3}


@pytest.mark.rule("NOTE-6")
def test_somebody_else_of_the_same_name_keeps_it() -> None:
    hers = {"name": "Léa Martin", "email": "lea@manpower.example", "percent": 40}
    other = {"name": "Léa Martin", "email": "lea@adecco.example", "percent": 12}

    assert TRACES.out_of({"learners": [hers, other]}) == {"learners": [{"name": ID, "email": ID, "percent": 40}, other]}
    about_another = {"learner": "Léa Martin", "learner_id": "9c"}
    assert TRACES.out_of(about_another) == about_another


@pytest.mark.rule("NOTE-6")
def test_who_a_message_went_to_is_left_without_a_name() -> None:
    addressee = {"first_name": "Léa", "last_name": "Martin", "email": "lea@manpower.example"}

    assert TRACES.out_of({"person": addressee}) == {"person": {"first_name": "", "last_name": "", "email": ID}}


@pytest.mark.rule("NOTE-6")
def test_an_erased_person_is_an_identifier_and_nothing_more() -> None:
    person = Person.new(ID, "lea@manpower.example", Role.PILOT, Moment.on(date(2026, 11, 19), 9), "Léa", "Martin")
    person.phone, person.picture = "+33612345678", "ab"
    assert not person.erased

    person.erase()

    assert person.erased
    assert (person.email, person.name, person.phone, person.picture) == ("4f2a", "", None, None)
    assert not person.role.steers


@pytest.mark.rule("NOTE-6")
def test_what_is_kept_says_why_and_until_when() -> None:
    trained, tomorrow = date(2026, 2, 28), date(2026, 11, 20)

    assert [(one.what, one.why, one.until) for one in kept(set(Left), trained, 5, tomorrow)] == [
        (Left.HISTORY, Why.LEDGER, None),
        (Left.ATTENDANCE, Why.EVIDENCE, date(2031, 2, 28)),
        (Left.WORK, Why.EVIDENCE, date(2031, 2, 28)),
        (Left.COPIES, Why.EVIDENCE, date(2031, 2, 28)),
        (Left.CERTIFICATES, Why.VERIFICATION, None),
        (Left.MESSAGES, Why.EVIDENCE, date(2031, 2, 28)),
        (Left.CONTACTS, Why.TO_TELL, tomorrow),
    ]
    assert kept((), trained, 5, tomorrow) == ()


@pytest.mark.rule("NOTE-6")
@pytest.mark.parametrize(("trained", "years"), [(date(2026, 2, 28), 4), (date(2024, 2, 29), 5), (date(2026, 3, 1), 10)])
def test_evidence_is_let_go_the_day_after_the_last_on_which_it_is_kept(trained: date, years: int) -> None:
    (evidence,) = kept({Left.WORK}, trained, years, trained)
    assert evidence.until is not None

    assert evidence_kept_since(evidence.until, years) <= trained < evidence_kept_since(evidence.until + ONE_DAY, years)


@pytest.mark.rule("NOTE-6")
def test_the_evidence_is_kept_for_four_years_at_least() -> None:
    assert EVIDENCE_YEARS.default == EVIDENCE_YEARS.check("4") == 4
    with pytest.raises(Invalid):
        EVIDENCE_YEARS.check(3)
