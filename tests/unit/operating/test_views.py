"""The JSON form of results: what the command line prints and scenarios compare."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st
from ledr_core.views.nothing import Nothing

from ledr_core import views
from ledr_core.application.operating.naming import Named
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.views import as_json


class Level(StrEnum):
    GOLD = "gold"


class Number(Enum):
    ONE = 1


@frozen
class Inner:
    day: date
    grade: Decimal | None


@frozen
class Outer:
    name: str
    inner: Inner
    several: tuple[Inner, ...] = ()


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (date(2026, 11, 19), "2026-11-19"),
        (datetime(2026, 11, 19, 5, tzinfo=UTC), "2026-11-19T05:00:00Z"),
        (datetime(2026, 11, 19, 6, tzinfo=ZoneInfo("Europe/Paris")), "2026-11-19T05:00:00Z"),
        (datetime(2026, 7, 19, 6, tzinfo=ZoneInfo("Europe/Paris")), "2026-07-19T04:00:00Z"),
        (datetime(2026, 11, 19, 0, 30, tzinfo=timezone(timedelta(hours=2))), "2026-11-18T22:30:00Z"),
        (datetime(2026, 11, 19, 5, 0, 59, 999_999, tzinfo=UTC), "2026-11-19T05:00:59Z"),
        (Decimal("11.25"), 11.25),
        (Decimal("12"), 12),
        (Decimal("12.00"), 12),
        (Decimal("0.1"), 0.1),
        (Level.GOLD, "gold"),
        (Number.ONE, 1),
        (None, None),
        (True, True),
        (0, 0),
        (1.5, 1.5),
        ("Léa", "Léa"),
        ((), []),
        ((1, (2, 3)), [1, [2, 3]]),
        ([date(2026, 1, 1)], ["2026-01-01"]),
        ({"b", "a"}, ["a", "b"]),
        (frozenset({2, 1}), [1, 2]),
        ({"a": date(2026, 1, 1), "b": {"c": ()}}, {"a": "2026-01-01", "b": {"c": []}}),
        ({Level.GOLD: 1, date(2026, 1, 1): 2}, {"gold": 1, "2026-01-01": 2}),
        (Nothing(), {}),
        (
            Outer("a", Inner(date(2026, 1, 2), None), (Inner(date(2026, 1, 3), Decimal("9.5")),)),
            {
                "name": "a",
                "inner": {"day": "2026-01-02", "grade": None},
                "several": [{"day": "2026-01-03", "grade": 9.5}],
            },
        ),
    ],
)
def test_each_value_has_its_json_form(value: object, form: object) -> None:
    shown = as_json(value)

    assert (shown, type(shown)) == (form, type(form))
    assert json.loads(json.dumps(shown, allow_nan=False)) == form


@pytest.mark.parametrize("value", [Named("lea@x.fr", "Léa"), PersonId("lea@x.fr"), Level("gold")])
def test_text_of_a_type_of_ours_becomes_plain_text(value: str) -> None:
    shown = as_json({"it": value})["it"]

    assert (shown, type(shown)) == (str(value), str)


def results() -> list[type]:
    """The views that the library gives back."""
    return [one for one in vars(views).values() if isinstance(one, type) and attrs.has(one)]


@pytest.mark.parametrize("view", results(), ids=lambda view: view.__name__)
def test_a_view_is_frozen_documented_and_shown_with_all_its_keys(view: Any) -> None:
    assert view.__doc__
    values = {field.name: None for field in attrs.fields(view)}
    made = view(**values)

    assert as_json(made) == values
    for name in values:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(made, name, 1)


@given(st.decimals(min_value=0, max_value=20, places=2))
def test_a_mark_is_a_number_of_the_same_value(mark: Decimal) -> None:
    shown = as_json(mark)

    assert type(shown) in (int, float)
    assert Decimal(str(shown)) == mark


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.timezones()))
def test_an_instant_is_shown_in_utc_to_the_second(instant: datetime) -> None:
    shown = as_json(instant)

    assert shown.endswith("Z")
    assert len(shown) == 20
    assert datetime.fromisoformat(shown) == instant.astimezone(UTC).replace(microsecond=0)
