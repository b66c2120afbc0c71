"""Days and instants that cannot be read: what is wrong with them, and what to write."""

import pytest

from ledr_core import Invalid
from ledr_core.domain.kernel.moments import read_day, read_instant
from ledr_core.wording import told


@pytest.mark.parametrize(
    ("value", "last", "french"),
    [
        ("2026-11-31", "2026-11-30", "ce mois finit le lundi 30 novembre 2026"),
        ("2026-02-30", "2026-02-28", "ce mois finit le samedi 28 février 2026"),
        ("2028-02-30T05:00", "2028-02-29", "ce mois finit le mardi 29 février 2028"),
    ],
)
def test_a_day_that_its_month_has_not_is_told_with_the_last_it_has(value: str, last: str, french: str) -> None:
    for read in (read_day, read_instant):
        with pytest.raises(Invalid) as error:
            read(value, "at")
        said = told(error.value, "fr")
        assert french in said.message.replace("\u00a0", " ") and last in said.help
        assert last in told(error.value, "en").help


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("19/11/2026", "2026-11-19"),
        ("1.12.2026", "2026-12-01"),
        ("11/19/2026", "2026-11-19"),
        ("19/11/2026 9h", "2026-11-19T09:00"),
        ("19-11-2026 09:30", "2026-11-19T09:30"),
    ],
)
def test_a_day_that_begins_with_the_day_is_told_as_it_is_written(value: str, meant: str) -> None:
    with pytest.raises(Invalid) as error:
        read_instant(value, "at")

    assert all(meant in told(error.value, language).help for language in ("fr", "en"))
    assert read_instant(meant, "at")


@pytest.mark.parametrize("value", ["31/02/2026", "2026-13-01", "0000-01-40", "19/11/2026 25:00", "hier", 3, None])
def test_of_anything_else_an_example_is_given(value: object) -> None:
    for read, example in ((read_day, "2026-11-19"), (read_instant, "2026-11-19T06:00")):
        with pytest.raises(Invalid) as error:
            read(value, "at")
        assert example in told(error.value, "en").help
