"""What is not found is told with what is called nearly so: to staff alone, who may see every name."""

from collections.abc import Callable
from typing import Any

import pytest

from ledr_core import Invalid, NotFound, Refused
from ledr_core.wording import Place, told
from tests.integration.conftest import Rehearsal, address


def error_of(ask: Callable[[], Any]) -> NotFound:
    with pytest.raises(NotFound) as error:
        ask()
    return error.value


def help_of(error: NotFound, language: str = "fr") -> str:
    return told(error, language, Place.COMMAND_LINE).help.replace("\u00a0", " ")


@pytest.fixture
def named(ledr: Rehearsal) -> Rehearsal:
    """With parts that somebody may mistype."""
    school = ledr.school
    school.companies.create(by="staff", name="Boulangerie Émile")
    ledr.a_session("Boulangerie - Mars", company="Boulangerie Émile", members="lea", holders="lea")
    ledr.a_course("recruter", {"accueillir": "sourcing"})
    return ledr


def test_staff_are_told_what_is_called_nearly_so(named: Rehearsal) -> None:
    school = named.school
    asked: dict[str, Callable[[], Any]] = {
        "Boulangerie Émile": lambda: school.companies.rename(by="staff", company="boulangerie Emil", name="B"),
        "Boulangerie - Mars": lambda: school.sessions.show(by="staff", session="Boulangerie-Mar"),
        "recruter": lambda: school.catalogue.course(by="staff", course="recrutter"),
        "accueillir": lambda: school.catalogue.export_questions(by="staff", theme="acceuilr"),
        "m-accueillir": lambda: school.learning.sheet(by="staff", module="m-acceuillir", person=address("lea")),
        "sourcing": lambda: school.learning.lesson(by="staff", lesson="sourcign", person=address("lea")),
    }

    for name, ask in asked.items():
        error = error_of(ask)
        assert help_of(error).startswith(f"peut-être {name} ?")
        assert help_of(error, "en").startswith(f"perhaps {name}?")


def test_the_beginning_of_a_name_is_enough_and_what_is_nothing_alike_is_not_proposed(named: Rehearsal) -> None:
    short = error_of(lambda: named.school.sessions.show(by="staff", session="boulangerie"))
    other = error_of(lambda: named.school.sessions.show(by="staff", session="Bordeaux"))

    assert help_of(short).startswith("peut-être Boulangerie - Mars ?")
    assert help_of(other) == "regarde celles qui existent : ledr sessions list"


def test_others_than_staff_are_told_no_name(named: Rehearsal) -> None:
    named.a_person("paule", "pilot")

    error = error_of(lambda: named.school.learning.lesson(by=address("lea"), lesson="sourcign"))
    with pytest.raises(Refused) as refusal:
        named.school.sessions.show(by=address("paule"), session="Boulangerie-Mar")

    assert (error.facts, refusal.value.facts) == ({}, {"session": "Boulangerie-Mar"})
    assert "sourcing" not in help_of(error)


def test_where_there_is_no_company_yet_it_is_said_how_to_create_it(empty: Rehearsal) -> None:
    error = error_of(lambda: empty.school.companies.rename(by="staff", company="Boulang", name="B"))

    assert help_of(error) == "il n'y en a aucune encore, crée-la : ledr companies create Boulang"
    assert help_of(error, "en") == "there is none yet, create it: ledr companies create Boulang"


def test_a_part_that_a_file_names_nearly_is_told_too(named: Rehearsal) -> None:
    """However many entries name it so: of the first such names."""
    questions = [{"reference": f"q{number}", "theme": "acceuillir", "level": 1} for number in range(3)]
    entries = [{"kind": "programme", "text": "Qui ?", "choices": ["a", "b"], "right": [0], **one} for one in questions]
    new = {"reference": "bilan", "title": "Bilan", "colour": "#0b7285"}

    with pytest.raises(Invalid) as error:
        named.school.catalogue.load(by="staff", data={"questions": entries})
    entries[0]["theme"] = "bilam"
    with pytest.raises(Invalid) as other:
        named.school.catalogue.load(by="staff", data={"themes": [new], "questions": entries[:1]})

    assert [one.facts["close"] for one in (error.value, *error.value.also) if isinstance(one, Invalid)] == [
        ["accueillir"]
    ] * 3
    said = told(other.value, "fr", Place.COMMAND_LINE).help.replace("\u00a0", " ")
    assert said == "peut-être bilan ? attendu : une référence de ce chargement ou du catalogue"
