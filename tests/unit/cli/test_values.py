"""Values typed on a command line, and the table of `ledr --help`."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from attrs import field, frozen
from hypothesis import example
from hypothesis import given as for_all
from hypothesis import strategies as st

from ledr_cli.areas import AREAS, COMMANDS
from ledr_cli.values import Given, Origin, described, given, metavar, placed
from ledr_core.application.operating.values import Anything, Count, Day, Email, Field, Instant, Positive, Text, read
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.people.roles import Role
from ledr_core.wording import told


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@frozen
class Person:
    email: Email
    first_name: str
    last_name: str
    role: Colour = Colour.RED
    seats: Count = 0
    managers: Sequence[str] = field(factory=tuple)
    sure: bool = False


def value(annotation: Any, *typed: str) -> Any:
    return given(Field("thing", annotation, True), typed).value


def test_text_is_left_to_the_operation() -> None:
    assert [value(kind, " 2026-11-19 ") for kind in (str, Text, Day, Instant, Email, Colour, Decimal)] == [
        " 2026-11-19 "
    ] * 7


@pytest.mark.parametrize(("typed", "read_as"), [("3", 3), (" -2 ", -2), ("+4", 4), ("many", "many"), ("3.5", "3.5")])
def test_a_whole_number_is_read_when_it_is_one(typed: str, read_as: object) -> None:
    assert value(Positive, typed) == value(int | None, typed) == read_as


def test_a_setting_takes_json_and_else_text() -> None:
    assert [value(Anything, typed) for typed in ("3", "true", "[1, 2]", "monday", "")] == [
        3,
        True,
        [1, 2],
        "monday",
        "",
    ]


def test_a_list_is_an_option_repeated() -> None:
    assert value(Sequence[str], "a@x.fr", "b@x.fr") == ["a@x.fr", "b@x.fr"]


def test_a_list_of_closed_choices_may_stand_between_commas() -> None:
    assert value(Sequence[Role], "learner, pilot", "manager") == ["learner", "pilot", "manager"]
    assert value(Sequence[str], "Lyon, Paris") == ["Lyon, Paris"]


def test_a_list_may_be_json() -> None:
    assert value(Sequence[str] | None, '["a@x.fr", "b@x.fr"]', "c@x.fr") == ["a@x.fr", "b@x.fr", "c@x.fr"]


def test_an_empty_value_alone_is_an_empty_list() -> None:
    assert value(Sequence[str], "") == []


def test_numbers_of_lists_of_lists_may_be_separated_or_json() -> None:
    assert value(Sequence[Sequence[int]], "0,2", "[1]", "[[3], []]") == [[0, 2], [1], [3], []]


def test_a_map_is_split_at_the_last_equals_sign() -> None:
    assert value(Mapping[str, Count], "Lyon = 2026=3", "Paris=1") == {"Lyon = 2026": 3, "Paris": 1}


def test_a_map_may_be_json() -> None:
    assert value(Mapping[str, int], '{"Lyon": 3}') == {"Lyon": 3}


def test_a_map_without_equals_sign_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        value(Mapping[str, int], "Lyon")

    assert (refusal.value.field, refusal.value.allowed) == ("thing", "NAME=VALUE, such as Lyon=3")


def test_a_structure_is_written_as_fields() -> None:
    typed = "email=lea@x.fr, first_name=Léa,last-name=Martin,role=blue,seats=2,managers=a@x.fr;b@x.fr,sure=oui"

    assert value(Person, typed) == {
        "email": "lea@x.fr",
        "first_name": "Léa",
        "last_name": "Martin",
        "role": "blue",
        "seats": 2,
        "managers": ["a@x.fr", "b@x.fr"],
        "sure": True,
    }


@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_quoted_value_keeps_its_commas_and_equals_signs(quote: str) -> None:
    assert value(Person, f"first_name={quote}Anne, dite A=B{quote},email=a@x.fr") == {
        "first_name": "Anne, dite A=B",
        "email": "a@x.fr",
    }


def test_an_apostrophe_within_a_name_is_no_quote() -> None:
    assert value(Person, "last_name=L'Hôte,email=a@x.fr") == {"last_name": "L'Hôte", "email": "a@x.fr"}


def test_an_empty_field_says_nothing() -> None:
    assert value(Person, "email=a@x.fr,role=") == {"email": "a@x.fr"}


def test_what_is_no_field_is_refused_with_the_fields_there_are() -> None:
    with pytest.raises(Invalid) as refusal:
        value(Sequence[Person], "email=a@x.fr", "email=b@x.fr,Marie")

    assert refusal.value.field == "thing[1]"
    assert refusal.value.allowed == "the fields email, first_name, last_name[, role, seats, managers, sure]"


def test_an_unknown_field_is_left_to_the_operation() -> None:
    assert value(Person, "email=a@x.fr,age=7") == {"email": "a@x.fr", "age": "7"}


def test_structures_may_be_json_one_by_one_or_all_at_once() -> None:
    one, two, three = ({"email": f"{name}@x.fr"} for name in "abc")

    assert value(Sequence[Person], '{"email": "a@x.fr"}', '[{"email": "b@x.fr"}, {"email": "c@x.fr"}]') == [
        one,
        two,
        three,
    ]


@pytest.mark.parametrize("typed", ['{"email": ', "{email}", '{"a":' * 100_000])
def test_json_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="is not JSON"):
        value(Sequence[Person], typed)


PEOPLE = [
    {"email": "lea@x.fr", "first_name": "Léa", "last_name": "Martin, épouse Roux", "managers": ["a@x.fr", "b@x.fr"]},
    {"email": "max@x.fr", "first_name": "Max", "last_name": "Petit", "seats": 3},
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_csv_file_gives_a_whole_list(tmp_path: Path, delimiter: str, encoding: str, newline: str) -> None:
    rows = [
        ["E-mail".replace("-", ""), "First name", "last_name", "Seats", "managers"],
        ["lea@x.fr", "Léa", '"Martin, épouse Roux"', "", '"a@x.fr;b@x.fr"'],
        ["", "", "", "", ""],
        ["max@x.fr", "Max", "Petit", "3", ""],
    ]
    file = tmp_path / "people.CSV"
    file.write_bytes(newline.join(delimiter.join(row) for row in rows).encode(encoding))

    assert value(Sequence[Person], str(file)) == PEOPLE


def test_an_item_of_a_csv_file_that_is_refused_is_placed_in_it(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("email,first_name\nlea@x.fr,Léa\n\nnobody,Max\n")
    members = given(Field("members", Sequence[Person], True), ["email=a@x.fr", str(file)])

    error = placed(Invalid("members[2].email", "empty"), {"members": members})

    assert members.origins == (None, Origin(str(file), 2), Origin(str(file), 4))
    assert (error.file, error.line, error.column) == (str(file), 4, "email")


def test_an_error_elsewhere_is_placed_nowhere() -> None:
    error = placed(Invalid("members[2].email", "empty"), {"members": Given([]), "session": Given("Lyon")})

    assert error.file is None


@pytest.mark.parametrize(
    ("content", "line"), [("email,age\na@x.fr,3\n", 1), ("email\na@x.fr,Léa\n", 2), ("email\n\na@x.fr,Léa\n", 3)]
)
def test_a_column_that_nobody_knows_is_refused_with_its_place(tmp_path: Path, content: str, line: int) -> None:
    file = tmp_path / "people.csv"
    file.write_text(content)

    with pytest.raises(Invalid) as refusal:
        value(Sequence[Person], str(file))

    assert (refusal.value.file, refusal.value.line) == (str(file), line)


def test_a_list_in_what_is_no_file_or_too_large_is_refused_at_once(tmp_path: Path) -> None:
    """A pipe would wait for somebody to write into it, and a file of 30 GB fill the memory."""
    pipe, large = tmp_path / "pipe.csv", tmp_path / "large.csv"
    os.mkfifo(pipe)
    with large.open("wb") as stream:
        stream.truncate(30_000_000_000)

    with pytest.raises(Invalid) as no_file:
        value(Sequence[Person], str(pipe))
    with pytest.raises(Invalid) as too_large:
        value(Sequence[Person], str(large))

    assert "ce n'est pas un fichier ordinaire" in told(no_file.value, "fr").message.replace("’", "'")
    assert (too_large.value.field, too_large.value.ground) == ("thing[0]", "file too large")


def test_a_csv_file_that_is_not_there_is_refused() -> None:
    with pytest.raises(Invalid, match=r"nowhere\.csv"):
        value(Sequence[Person], "nowhere.csv")


def test_addresses_may_come_from_the_column_of_that_name(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("last_name,email\nMartin,lea@x.fr\nPetit,max@x.fr\n")

    assert value(Sequence[str], str(file)) == ["lea@x.fr", "max@x.fr"]


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (str, "TEXT"),
        (Text | None, "TEXT"),
        (Email, "EMAIL"),
        (Positive | None, "N"),
        (Day | None, "DATE"),
        (Instant, "INSTANT"),
        (Colour, "red|blue"),
        (Sequence[str] | None, "TEXT"),
        (Mapping[str, Count], "NAME=N"),
        (Sequence[Person], "FIELD=…,…"),
        (Anything, "VALUE"),
    ],
)
def test_help_shows_what_kind_of_value_is_meant(kind: Any, shown: str) -> None:
    assert metavar(kind) == shown


def test_help_lists_the_fields_of_a_structure() -> None:
    assert described(Person) == "email, first_name, last_name[, role, seats, managers, sure]"


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")), min_size=1).filter(
    lambda name: name.strip() == name and '"' not in name
)


@for_all(first=NAMES, last=NAMES)
def test_any_name_in_quotes_comes_through(first: str, last: str) -> None:
    typed = f'first_name="{first}",email=a@x.fr,last_name="{last}"'

    assert value(Person, typed) == {"first_name": first, "email": "a@x.fr", "last_name": last}


@for_all(typed=st.text())
@example(typed="0\x1f")  # white space to a pattern, and not to a number
def test_nothing_typed_ends_in_another_error_than_invalid(typed: str) -> None:
    for kind in (Person, Sequence[Person], Sequence[str], Mapping[str, int], int, Anything):
        with suppress(Invalid):
            read(kind, value(kind, typed), "thing")


def test_the_table_of_help_lists_the_areas_in_their_order() -> None:
    from ledr_core.application.areas import AREAS as BUILT

    assert list(AREAS) == list(BUILT)


def test_no_area_is_called_like_a_command() -> None:
    assert not set(AREAS) & set(COMMANDS)
