"""Errors keep little of what was refused: whoever sends a million letters is told what was wrong with the first."""

import json
from decimal import Decimal
from typing import Any

import pytest

from ledr_core import Conflict, Invalid, NotFound, Refused
from ledr_core.domain.kernel.errors import LONGEST, LONGEST_FIELD, MOST
from ledr_core.views import as_json
from ledr_core.wording import told
from tests.hostile import OTHERS, nested, within_itself

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
        (10**5_000, hex(10**5_000)[:LONGEST] + "…"),
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
