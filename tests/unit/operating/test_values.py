"""Reading values at the border: whatever is wrong is named by its field, and nothing else gets through."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from ledr_core.application.areas import every_operation
from ledr_core.application.operating.values import (
    Count,
    Day,
    Email,
    Instant,
    Line,
    Positive,
    Text,
    fields_of,
    read,
    read_fields,
    shape,
)
from ledr_core.domain.catalogue.questions import QuestionKind
from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.learning.workshops import Step
from ledr_core.domain.people.roles import Role
from ledr_core.domain.sessions.rotation import PolicyKind
from ledr_core.domain.sessions.sessions import SessionKind
from ledr_core.wording.choices import _lists_in


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@frozen
class Child:
    name: str
    email: Email | None = None
    days: Sequence[Day] | None = None


@frozen
class Parent:
    reference: str
    children: Sequence[Child] = ()
    packages: Mapping[str, Count] | None = None


def wrong(annotation: Any, value: object, field: str = "it") -> Invalid:
    with pytest.raises(Invalid) as error:
        read(annotation, value, field)
    return error.value


# Texts


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("a", "a"), ("  a b \t", "a b"), ("é\u00a0", "é"), ("\ta\tb", "a\tb"), ("x" * 200, "x" * 200)],
)
def test_text_is_trimmed(typed: str, kept: str) -> None:
    assert read(str, typed, "it") == kept


@pytest.mark.parametrize(
    "value",
    ["", "   ", "\n", "a\nb", "a\rb", "a\x00b", "\x1b[31m", "a\x7f", "\ud800", "x" * 201],
    ids=["empty", "blank", "line end", "two lines", "return", "NUL", "escape", "DEL", "surrogate", "long"],
)
def test_text_that_is_empty_of_two_lines_too_long_or_holds_control_characters_is_invalid(value: str) -> None:
    assert wrong(str, value).field == "it"


@pytest.mark.parametrize("value", [None, 1, True, 1.5, b"a", ["a"], {"a": 1}, date(2026, 1, 1), object()])
def test_what_is_no_text_is_invalid(value: object) -> None:
    for annotation in (str, Text, Email):
        assert wrong(annotation, value).field == "it"


def test_text_as_typed_keeps_its_space_and_lines_but_no_control_characters() -> None:
    assert read(Text, " a\n b\r\n", "it") == " a\n b\r\n"
    assert read(Text, "", "it") == ""
    assert wrong(Text, "a\x00").field == "it"
    assert wrong(Text, "x" * 100_001).field == "it"


@pytest.mark.parametrize("value", ["lea@manpower.example", " lea@manpower.example ", "léa@manpower.fr", "a+b@x.co"])
def test_an_address_is_read(value: str) -> None:
    assert read(Email, value, "it") == value.strip()


@pytest.mark.parametrize(
    "value",
    [
        "",
        "lea",
        "lea@",
        "@x.fr",
        "a b@x.fr",
        "a@x",
        "a@x..fr",
        "a@b@x.fr",
        "a\x00@x.fr",
        "x" * 400 + "@x.fr",
        "Léa <lea@x.fr>",
        "a@x.fr, b@x.fr",
        "a@x.fr\nBcc: b@x.fr",
    ],
)
def test_what_mail_cannot_be_sent_to_is_invalid(value: str) -> None:
    assert wrong(Email, value).field == "it"


# Numbers and flags


@pytest.mark.parametrize("value", [True, False, 1.0, "1", None, [1], Decimal(1), float("nan"), 1j])
def test_what_is_no_whole_number_is_invalid(value: object) -> None:
    for annotation in (int, Positive, Count):
        assert wrong(annotation, value).field == "it"


@pytest.mark.parametrize(
    ("annotation", "lowest"),
    [(Positive, 1), (Count, 0)],
)
def test_a_ranged_number_is_within_its_bounds(annotation: Any, lowest: int) -> None:
    assert read(annotation, lowest, "it") == lowest
    assert read(annotation, 1_000_000, "it") == 1_000_000
    for value in (lowest - 1, 1_000_001, -(10**30), 10**30):
        error = wrong(annotation, value)
        assert str(lowest) in str(error.allowed)


@pytest.mark.parametrize("value", [0, 1, "true", "false", "yes", None, "", [], 1.0])
def test_what_is_no_flag_is_invalid(value: object) -> None:
    assert wrong(bool, value).field == "it"


def test_a_flag_is_read() -> None:
    assert read(bool, True, "it") is True
    assert read(bool, False, "it") is False


@pytest.mark.parametrize(
    ("value", "number"),
    [(1, "1"), (1.25, "1.25"), ("0.1", "0.1"), (Decimal("3.75"), "3.75"), (0.1, "0.1")],
)
def test_a_decimal_is_what_was_written(value: object, number: str) -> None:
    assert read(Decimal, value, "it") == Decimal(number)


@pytest.mark.parametrize("value", [True, "a", "", None, "1,5", "NaN", "Infinity", float("nan"), float("inf"), [1]])
def test_what_is_no_decimal_is_invalid(value: object) -> None:
    assert wrong(Decimal, value).field == "it"


# Choices


def test_a_choice_is_read_from_its_text_or_from_itself() -> None:
    assert read(Colour, "red", "it") is Colour.RED
    assert read(Colour, Colour.BLUE, "it") is Colour.BLUE


@pytest.mark.parametrize(
    ("kind", "said", "meant"),
    [
        (Role, "apprenant", Role.LEARNER),
        (Role, "Apprenant-manager", Role.LEARNER_MANAGER),
        (Role, "étudiant", Role.STUDENT),
        (Role, "apprenant pilote", Role.LEARNER_PILOT),
        (PolicyKind, "rythmée", PolicyKind.PACED),
        (PolicyKind, "NATURELLE", PolicyKind.NATURAL),
        (Level, "or", Level.GOLD),
        (Level, "argent", Level.SILVER),
        (SessionKind, "licences", SessionKind.LICENCE),
        (QuestionKind, "programme", QuestionKind.PROGRAMME),
        (Step, "vidéo d'introduction", Step.INTRODUCTION_VIDEO),
    ],
)
def test_a_word_that_people_read_is_a_choice_too(kind: type[StrEnum], said: str, meant: StrEnum) -> None:
    assert read(kind, said, "it") is meant


def test_every_choice_of_an_operation_can_be_given_in_french() -> None:
    kinds = {
        shape(item)[0]
        for operation in every_operation().values()
        for field in operation.parameters
        for item in (field.annotation, *get_args(shape(field.annotation)[0]))
    }
    choices = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, StrEnum)]

    assert {Role, PolicyKind, SessionKind} <= set(choices)
    for kind in choices:
        assert list(_lists_in("fr", tuple(one.value for one in kind))), f"no list of words has all of {kind}"


@pytest.mark.parametrize("value", ["green", "RED", "", None, 1, True, ["red"], {"red": 1}])
def test_another_choice_is_invalid_and_told_which_there_are(value: object) -> None:
    error = wrong(Colour, value)

    assert error.field == "it"
    if isinstance(value, str):
        assert error.allowed == ["red", "blue"]


# Days


@pytest.mark.parametrize("value", ["2026-11-19", " 2026-11-19 ", date(2026, 11, 19)])
def test_a_day_is_a_date_or_its_iso_text(value: object) -> None:
    assert read(Day, value, "it") == date(2026, 11, 19)


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-29",
        "2026-02-30",
        "2026-13-01",
        "2026-11-00",
        "2026-11-31",
        "0000-01-01",
        "19/11/2026",
        "20261119",
        "2026-11",
        "26-11-19",
        "2026-11-19T06:00",
        "today",
        "",
        None,
        20261119,
        1.5,
        True,
        datetime(2026, 11, 19),
        datetime(2026, 11, 19, tzinfo=UTC),
        "２０２６-11-19",
    ],
)
def test_what_is_no_day_is_invalid(value: object) -> None:
    assert wrong(Day, value).field == "it"


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_every_day_is_read_back_from_its_text(day: date) -> None:
    assert read(Day, day.isoformat(), "it") == day


# Instants


@pytest.mark.parametrize(
    ("value", "instant"),
    [
        ("2026-11-19T06:00", "2026-11-19T05:00:00+00:00"),
        ("2026-07-19T06:00", "2026-07-19T04:00:00+00:00"),
        ("2026-11-19 06:00:30", "2026-11-19T05:00:30+00:00"),
        ("2026-11-19T06:00Z", "2026-11-19T06:00:00+00:00"),
        ("2026-11-19T06:00+02:00", "2026-11-19T04:00:00+00:00"),
        ("2026-11-19", "2026-11-18T23:00:00+00:00"),
        (datetime(2026, 11, 19, 6), "2026-11-19T05:00:00+00:00"),
        (datetime(2026, 11, 19, 6, tzinfo=UTC), "2026-11-19T06:00:00+00:00"),
        ("2026-10-25T02:30", "2026-10-25T00:30:00+00:00"),
        (datetime(2026, 10, 25, 2, 30, fold=1), "2026-10-25T00:30:00+00:00"),
        ("2026-10-25T02:30+01:00", "2026-10-25T01:30:00+00:00"),
        ("2026-10-25T01:59", "2026-10-24T23:59:00+00:00"),
        ("2026-10-25T03:00", "2026-10-25T02:00:00+00:00"),
        ("2026-03-29T01:59", "2026-03-29T00:59:00+00:00"),
        ("2026-03-29T03:00", "2026-03-29T01:00:00+00:00"),
    ],
)
def test_a_naive_instant_is_school_time_and_an_ambiguous_hour_its_first_occurrence(value: object, instant: str) -> None:
    assert read(Instant, value, "it").isoformat() == instant


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-29T02:00",
        "2026-03-29T02:30",
        "2026-03-29T02:59:59",
        datetime(2026, 3, 29, 2, 30),
        "2027-03-28T02:15",
        "2026-02-30T06:00",
        "2026-11-19T25:00",
        "2026-11-19T06:60",
        "soon",
        "",
        None,
        1_700_000_000,
        True,
        ["2026-11-19T06:00"],
    ],
)
def test_a_missing_hour_and_what_is_no_instant_are_invalid(value: object) -> None:
    assert wrong(Instant, value).field == "it"


@pytest.mark.parametrize(
    "value", ["0001-01-01T00:00", "0001-01-01", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00+14:00"]
)
def test_an_instant_outside_the_calendar_is_invalid(value: str) -> None:
    assert wrong(Instant, value).field == "it"


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_every_instant_is_read_back_from_its_text(instant: datetime) -> None:
    assert read(Instant, instant.isoformat(), "it") == instant


# Lists, maps and structures


@pytest.mark.parametrize("value", [["a", " b "], ("a", "b")])
def test_a_list_is_read_item_by_item(value: Any) -> None:
    assert read(Sequence[str], value, "it") == ("a", "b")


def an_iterator() -> Iterator[str]:
    yield "a"


@pytest.mark.parametrize("value", ["a", b"a", {"a": 1}, None, 1, True])
def test_what_is_no_list_is_invalid(value: object) -> None:
    assert wrong(Sequence[str], value).field == "it"


def test_an_iterator_is_no_list() -> None:
    assert wrong(Sequence[str], an_iterator()).field == "it"


def test_an_item_is_named_by_its_place() -> None:
    assert wrong(Sequence[str], ["a", "b", 3]).field == "it[2]"
    assert wrong(Sequence[Day], ["2026-11-19", "2026-02-30"]).field == "it[1]"


def test_a_map_is_read_and_its_values_are_named() -> None:
    assert read(Mapping[str, Count], {"Lyon": 3, "Paris": 0}, "packages") == {"Lyon": 3, "Paris": 0}
    assert wrong(Mapping[str, Count], {"Lyon": 3, "Paris": -1}, "packages").field == "packages.Paris"
    for value in ([("Lyon", 3)], "Lyon=3", None, 3):
        assert wrong(Mapping[str, Count], value, "packages").field == "packages"
    assert wrong(Mapping[str, Count], {3: 3}, "packages").field.startswith("packages")


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ("max", "it"),
        (None, "it"),
        ([], "it"),
        ({}, "it.reference"),
        ({"reference": None}, "it.reference"),
        ({"reference": 3}, "it.reference"),
        ({"reference": "r", "other": 1}, "it.other"),
        ({"reference": "r", 3: 1}, "it.3"),
        ({"reference": "r", "children": "lea"}, "it.children"),
        ({"reference": "r", "children": [{"name": "lea"}, {}]}, "it.children[1].name"),
        ({"reference": "r", "children": [{"name": "lea", "email": "lea"}]}, "it.children[0].email"),
        ({"reference": "r", "children": [{"name": "lea", "nick": "l"}]}, "it.children[0].nick"),
        ({"reference": "r", "children": [{"name": "lea", "days": ["2026-02-30"]}]}, "it.children[0].days[0]"),
        ({"reference": "r", "children": [None]}, "it.children[0]"),
        ({"reference": "r", "packages": {"Lyon": True}}, "it.packages.Lyon"),
    ],
)
def test_whatever_is_wrong_inside_a_structure_is_named(value: object, field: str) -> None:
    assert wrong(Parent, value).field == field


def test_a_structure_is_read_from_a_map_or_from_itself() -> None:
    lea = Child("Léa", "lea@x.fr", (date(2026, 11, 19),))

    assert read(Child, {"name": " Léa ", "email": "lea@x.fr", "days": ["2026-11-19"]}, "it") == lea
    assert read(Child, lea, "it") == lea
    assert read(Parent, {"reference": "r"}, "it") == Parent("r")
    assert read(Parent, {"reference": "r", "children": [lea]}, "it") == Parent("r", (lea,))


def test_unknown_missing_and_null_parameters() -> None:
    fields = fields_of(Child)

    assert read_fields(fields, {"name": "Léa"}) == {"name": "Léa"}
    assert read_fields(fields, {"name": "Léa", "email": None}) == {"name": "Léa"}
    with pytest.raises(Invalid) as unknown:
        read_fields(fields, {"name": "Léa", "mail": "x"})
    assert (unknown.value.field, unknown.value.allowed) == ("mail", ["name", "email", "days"])
    for given_values in ({}, {"name": None}):
        with pytest.raises(Invalid) as missing:
            read_fields(fields, given_values)
        assert missing.value.field == "name"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates() | st.binary(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.sampled_from(
        [str, Text, Email, int, Positive, Count, bool, Decimal, Colour, Day, Instant, Sequence[str], Parent]
    ),
    anything,
)
def test_whatever_comes_is_read_or_invalid_and_nothing_else(annotation: Any, value: object) -> None:
    try:
        result = read(annotation, value, "it")
    except Invalid as error:
        assert error.field.startswith("it")
        assert str(error)
    else:
        assert read(annotation, result, "it") == result


@pytest.mark.parametrize("value", ["", "  \n ", "\u200b", "\ufeff \u200e"])
def test_a_line_of_what_nobody_sees_is_left_out(value: str) -> None:
    assert read(Line, value, "it") == ""
