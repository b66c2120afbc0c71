"""Days, numbers and things by number, as French and English say them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from ledr_core.wording.days import Day, as_day
from ledr_core.wording.speech import speech

TODAY = date(2026, 11, 22)
FIRST = date(2026, 12, 1)
NEXT_YEAR = date(2027, 9, 6)
NIGHT = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
"""Half past midnight on 1 December, on the school's clock."""
NO_BREAK, NARROW = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("form", "french", "english"),
    [
        ("long", "mardi 1er décembre 2026", "Tuesday 1 December 2026"),
        ("written", "1er décembre 2026", "1 December 2026"),
        ("without_year", "1er décembre", "1 December"),
        ("full", "1er déc. 2026", "1 Dec 2026"),
        ("narrow", f"1er{NO_BREAK}déc.", f"1{NO_BREAK}Dec"),
        ("figures", "01/12/2026", "01/12/2026"),
        ("written_month", "décembre 2026", "December 2026"),
    ],
)
@pytest.mark.parametrize("day", [FIRST, FIRST.isoformat(), NIGHT, NIGHT.isoformat()])
def test_a_day_is_said_the_same_in_whatever_form_it_comes(form: str, french: str, english: str, day: Day) -> None:
    assert [getattr(speech(language).days, form)(day) for language in ("fr", "en")] == [french, english]


def test_the_year_is_said_when_it_is_another() -> None:
    days = speech("fr").days

    assert (days.table(FIRST, TODAY), days.table(NEXT_YEAR, TODAY)) == ("mar. 1er déc.", "lun. 6 sept. 2027")
    assert (days.short(FIRST, TODAY), days.short(NEXT_YEAR, TODAY)) == ("1er déc.", "6 sept. 2027")
    assert (days.month(FIRST, year=False), days.month(FIRST, year=True)) == ("déc.", "déc. 2026")


def test_a_near_day_has_a_name() -> None:
    days, others = speech("fr").days, speech("en").days

    assert [days.near(TODAY + timedelta(days=one), TODAY) for one in (-1, 0, 1, 2)] == [
        "sam. 21 nov.",
        "aujourd'hui",
        "demain",
        "mar. 24 nov.",
    ]
    assert (others.near(TODAY.isoformat(), TODAY), others.near(FIRST, TODAY, weekday=False)) == ("today", "1 Dec")


@pytest.mark.parametrize(
    ("instant", "local"),
    [
        ("2026-03-29T00:59:00+00:00", "01:59"),
        ("2026-03-29T01:00:00+00:00", "03:00"),
        ("2026-10-25T00:59:00+00:00", "02:59"),
        ("2026-10-25T01:00:00+00:00", "02:00"),
        ("2026-11-22T06:00", "06:00"),
    ],
)
def test_the_time_is_that_of_the_school(instant: str, local: str) -> None:
    assert speech("fr").days.time(instant) == speech("en").days.time(datetime.fromisoformat(instant)) == local


def test_an_instant_has_its_day() -> None:
    assert speech("fr").days.instant(NIGHT, TODAY) == "mar. 1er déc. 00:30"
    assert speech("fr").days.moment(NIGHT.isoformat()) == f"mardi 1er décembre 2026 à 0{NO_BREAK}h{NO_BREAK}30"
    assert speech("en").days.moment(NIGHT) == "Tuesday 1 December 2026 at 00:30"
    assert speech("en").days.moment("2026-12-01") == "Tuesday 1 December 2026"


def test_the_first_day_there_is_can_be_said() -> None:
    assert as_day(datetime.min.replace(tzinfo=UTC)) == date.min


@pytest.mark.parametrize("text", ["", "2026-02-30", "tomorrow"])
def test_text_that_is_no_day_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        as_day(text)


def test_numbers_have_the_separators_of_the_language() -> None:
    french, english = speech("fr").numbers, speech("en").numbers

    assert (french.number(1234.5), english.number(1234.5)) == (f"1{NARROW}234,5", "1,234.5")
    assert (french.number(Decimal("12.50"), 2), french.decimal(8), english.decimal(8.678, 2)) == ("12,5", "8,0", "8.68")
    assert (french.percent(46), english.percent(46.5)) == (f"46{NO_BREAK}%", "46.5%")
    assert (french.share(0.465), french.share(0.0012), english.share(0)) == (
        f"46,5{NO_BREAK}%",
        f"0,12{NO_BREAK}%",
        "0.0%",
    )


def test_things_go_by_number() -> None:
    french, english = speech("fr").numbers, speech("en").numbers
    slots, no_zero = {"none": "aucun slot", "one": "slot", "other": "slots"}, {"one": "day", "other": "days"}

    assert [french.count(number, slots) for number in (0, 1, 2)] == ["aucun slot", "1 slot", "2 slots"]
    assert [english.count(number, no_zero, NO_BREAK) for number in (0, 1)] == [f"0{NO_BREAK}days", f"1{NO_BREAK}day"]
    assert (french.noun(0, slots), english.noun(0, no_zero)) == ("slot", "days")


def test_a_place_has_its_ending() -> None:
    places = (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 101, 111)

    assert [speech("fr").numbers.rank(place) for place in places[:3]] == ["1re", "2e", "3e"]
    assert " ".join(speech("en").numbers.rank(place) for place in places) == (
        "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 101st 111th"
    )


def test_a_list_is_joined_as_people_do() -> None:
    assert [speech("fr").numbers.listed(list("abc")[:many]) for many in (1, 2, 3)] == ["a", "a et b", "a, b et c"]
    assert speech("en").numbers.listed(["a", "b"], "or") == "a or b"
    assert speech("en", conventions="en").numbers.listed(list("abc")) == "a, b, and c"
