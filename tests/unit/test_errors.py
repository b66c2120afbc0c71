"""Errors keep little of what was refused: whoever sends a million letters is told what was wrong with the first."""

import copy
import json
import pickle
import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ledr_core import Conflict, Invalid, LedrError, NotFound, Refused, Unavailable
from ledr_core.application.operating.naming import Named
from ledr_core.domain.kernel.errors import LONGEST, LONGEST_FIELD, MOST
from ledr_core.views import as_json
from ledr_core.wording import LANGUAGES, Place, told
from tests.hostile import OTHERS, nested, within_itself
from tests.unit.wording.hearers import PILOT

LONG = "x" * 1_000_000
CUT = "x" * LONGEST + "…"


def test_a_text_is_cut_where_the_error_is_made() -> None:
    assert NotFound("person", LONG).reference == CUT
    assert Conflict(LONG).what == CUT
    assert Invalid("day", "not a date", {"value": LONG}).facts == {"value": CUT}
    assert Invalid(LONG, "missing").field == "x" * LONGEST_FIELD + "…"
    assert Refused("ROLE-6", "another company", {"company": LONG}).facts == {"company": CUT}


def test_texts_are_cut_wherever_they_stand_in_a_fact() -> None:
    facts = {"drafts": [{"person": LONG, "grade": 12}], "codes": (LONG, None)}

    assert Refused("CERT-4", "x", facts).facts == {"drafts": [{"person": CUT, "grade": 12}], "codes": (CUT, None)}


def test_a_refusal_keeps_all_items_of_its_facts_and_an_invalid_value_the_first() -> None:
    many = list(range(1_000))

    assert Refused("SLOT-2", "none free", {"holders": many}).facts["holders"] == many
    assert Invalid("answers", "not one of them", {"value": many, "choices": many}).facts == {
        "value": many[:MOST],
        "choices": many,
    }


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (nested(5_000), [[[["…"]]]]),
        (within_itself(), {"itself": {"itself": {"itself": {"itself": "…"}}}}),
        ({LONG: LONG}, {CUT: CUT}),
        (b"x" * 1_000, b"x" * LONGEST),
        (10**5_000, "1e5000"),
        (-123 * 10**400, "-1.23e402"),
        (Decimal("1E+999999"), "1E+999999"),
        (float("nan"), "nan"),
        (7, 7),
        (True, True),
        (None, None),
    ],
    ids=lambda one: repr(type(one)),
)
def test_what_was_refused_is_kept_as_far_as_it_can_be_told(value: Any, kept: object) -> None:
    assert Invalid("it", "not a list", {"value": value}).facts["value"] == kept


@pytest.mark.parametrize("value", OTHERS, ids=lambda one: type(one).__name__)
def test_whatever_was_refused_is_told_in_a_few_words(value: object) -> None:
    error = Invalid("it", "not a list", {"value": value})

    for language in ("fr", "en"):
        assert len(told(error, language).message) < 500
    json.dumps(as_json(error.facts), default=repr)


# Carried elsewhere


def pickled(error: LedrError) -> LedrError:
    carried: LedrError = pickle.loads(pickle.dumps(error))
    return carried


CARRIED: list[LedrError] = [
    Refused("SLOT-2", "none free", {"package": 1, "session": Named("Lyon", "Lyon - Septembre"), "day": date.max}),
    Refused("ROLE-6", "another company"),
    NotFound("person", "lea@manpower.example"),
    Invalid("members[0].email", "missing", file="école.csv", line=3),
    *(Invalid("it", "not a list", {"value": value}) for value in OTHERS),
    Invalid("it", "not a list", {"value": threading.Lock()}),
    Unavailable("database", "locked", {"path": "ecole.db", "seconds": 30}),
    Conflict("session"),
]


@pytest.mark.parametrize("carry", [pickled, copy.copy, copy.deepcopy])
@pytest.mark.parametrize("error", CARRIED, ids=lambda one: type(one).__name__)
def test_an_error_is_carried_with_all_its_facts(error: LedrError, carry: Callable[[LedrError], LedrError]) -> None:
    error.hearer = PILOT

    carried = carry(error)

    assert type(carried) is type(error)
    assert carried.status == error.status
    assert [told(carried, language) for language in LANGUAGES] == [told(error, language) for language in LANGUAGES]
    assert str(carried) == str(error)
    assert vars(carried).keys() == vars(error).keys()
    assert repr(getattr(carried, "facts", None)) == repr(getattr(error, "facts", None))


def test_a_name_that_knows_what_people_call_it_is_carried_with_that() -> None:
    fact = pickled(Refused("SLOT-2", "none free", {"session": Named("Lyon", "Septembre")})).facts["session"]  # type: ignore[attr-defined]

    assert (fact, fact.name) == ("Lyon", "Septembre")


# The status of a web service


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("person", "lea"), 404),
        (Invalid("day", "missing"), 422),
        (Conflict(), 409),
        (Unavailable("database", "locked", {"path": "x", "seconds": 1}), 503),
        (Refused("ACC-5", "credentials"), 401),
        (Refused("ACC-5", "too many tries"), 429),
        (Refused("SUP-4", "too many tries"), 429),
        (Refused("ACC-5", "no slot"), 403),
        (Refused("ROLE-6", "another company"), 403),
        (Refused("SLOT-4", "role"), 403),
        (Refused("CASE-11", "role"), 403),
        (Refused("SES-5", "staff only"), 403),
        (Refused("SES-5", "too late"), 409),
        (Refused("SLOT-2", "none free"), 409),
        (Refused("ROLE-12", "not a manager"), 409),
    ],
)
def test_an_error_says_with_which_status_a_web_service_answers(error: LedrError, status: int) -> None:
    assert error.status == status


# Where it is read


def test_what_one_types_is_told_at_a_terminal_and_not_on_a_page() -> None:
    error = Refused("SLOT-2", "none free", {"session": "Lyon", "holders": ["lea@manpower.example"]})
    error.hearer = PILOT

    said = {place.value: told(error, "en", place.value).help for place in Place}  # type: ignore[arg-type]

    assert "ledr slots release" in said["terminal"]
    assert "slots.release" in said["python"]
    assert said["web"] == said["mail"] and "slots" not in said["web"]
    assert told(error, "en").help == said["python"]
    assert told(error, "en", audience="terminal") == told(error, "en", Place.COMMAND_LINE)


def test_words_are_french_unless_told_otherwise() -> None:
    error = NotFound("person", "lea@manpower.example")

    assert told(error) == told(error, "fr")


def test_an_audience_is_one_of_four() -> None:
    with pytest.raises(Invalid) as invalid:
        told(NotFound("person", "lea"), "fr", "sms")  # type: ignore[arg-type]

    assert (invalid.value.field, list(invalid.value.facts["choices"])) == ("audience", list(Place))
