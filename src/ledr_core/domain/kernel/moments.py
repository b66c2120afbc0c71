"""Time as the rules see it: an instant (UTC) and the school's day that belongs to it; reading days and instants."""

from __future__ import annotations

import calendar as months
import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from attrs import field, frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.identifiers import PersonId

SCHOOL_ZONE: Final = ZoneInfo("Europe/Paris")
"""Dates are calendar dates of this zone."""
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2999

ONE_DAY: Final = timedelta(days=1)


def _in_utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant is aware of its time zone")
    return instant.astimezone(UTC)


@frozen
class Moment:
    """An instant, and the school's day it falls on. Example: `Moment.at("2026-11-19T06:00").day`."""

    instant: datetime = field(converter=_in_utc)
    day: date = field(init=False)
    actor: PersonId | None = field(default=None, eq=False, kw_only=True)
    """Whose act takes place then; None for what happens by itself, and for staff without an account."""

    @day.default
    def _school_day(self) -> date:
        return self.instant.astimezone(SCHOOL_ZONE).date()

    @staticmethod
    def at(text: str | datetime) -> Moment:
        """The moment that a text or datetime names; a naive one is school time. Raises Invalid."""
        return Moment(read_instant(text, "at"))

    @staticmethod
    def on(day: date, hour: int = 5) -> Moment:
        """That day at that hour of the school's clock."""
        return Moment(datetime.combine(day, time(hour), SCHOOL_ZONE))


def day_of(instant: datetime) -> date:
    """The school's day on which an instant falls."""
    return instant.astimezone(SCHOOL_ZONE).date()


def read_day(value: object, name: str) -> date:
    """The date that a value names: a date, or ISO text such as `2026-11-19`. Raises Invalid."""
    if isinstance(value, datetime):
        raise Invalid(name, "an instant", {"value": value})
    day = value
    if isinstance(value, str) and len(value.strip()) == 10:
        with suppress(ValueError):
            day = date.fromisoformat(value.strip())
    if isinstance(day, date):
        _must_be_near(day, name)
        return day
    raise _no_moment(value, name, "not a date")


def read_instant(value: object, name: str) -> datetime:
    """The instant that a value names, in UTC: a datetime or ISO text; a naive one is school time, an ambiguous hour its
    first occurrence, a missing hour is Invalid, and a date alone is its midnight."""
    instant = value
    if isinstance(value, str):
        try:
            instant = datetime.fromisoformat(value.strip())
        except ValueError:
            raise _no_moment(value, name, "not an instant") from None
    elif isinstance(value, date) and not isinstance(value, datetime):
        instant = datetime.combine(value, time())
    if not isinstance(instant, datetime):
        raise Invalid(name, "not an instant", {"value": value})
    _must_be_near(instant, name)
    if instant.tzinfo is None:
        instant = _on_the_school_clock(instant, name)
    return instant.astimezone(UTC)


def _no_moment(value: object, name: str, ground: str) -> Invalid:
    """What is wrong with what is no day or instant, where it can be told: a day that its month has not, or an order of
    day, month and year as people write them."""
    text = value.strip() if isinstance(value, str) else ""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
        if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and day > (last := months.monthrange(year, month)[1]):
            return Invalid(name, "no such day in the month", {"value": value, "last": date(year, month, last)})
    return Invalid(name, ground, {"value": value} | ({"meant": meant} if (meant := _year_first(text)) else {}))


def _year_first(text: str) -> str | None:
    """The text of a day, and of a time, with the year first; None for another, and for a day that there is not."""
    found = _YEAR_LAST.fullmatch(text)
    if found is None:
        return None
    one, other, year, hour, minute = found.groups()
    for day, month in ((one, other), (other, one)):
        with suppress(ValueError):
            meant = date(int(year), int(month), int(day)).isoformat()
            return meant if hour is None else f"{meant}T{time(int(hour), int(minute or 0)).isoformat('minutes')}"
    return None


_YEAR_FIRST: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ].*)?")
_YEAR_LAST: Final = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?:[T ]+([0-9]{1,2})[:h]([0-9]{2})?)?")


def as_typed(instant: datetime) -> str:
    """An instant as it is typed in school time, which `read_instant` takes back: `2026-11-19T09:00`.

    The hour that comes twice has its offset the second time.
    """
    local = instant.astimezone(SCHOOL_ZONE)
    shown = local if local.fold else local.replace(tzinfo=None)
    exact = bool(local.second or local.microsecond)
    return shown.isoformat(timespec="auto" if exact else "minutes")


def _must_be_near(day: date, name: str) -> None:
    """Raises Invalid for a year so far that reckoning from it would leave the calendar."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid(name, "too far away", {"value": day, "first": FIRST_YEAR, "last": LAST_YEAR})


def _on_the_school_clock(naive: datetime, name: str) -> datetime:
    local = naive.replace(tzinfo=SCHOOL_ZONE, fold=0)
    if local.astimezone(UTC).astimezone(SCHOOL_ZONE).replace(tzinfo=None) != naive.replace(fold=0):
        raise Invalid(name, "no such hour", {"value": naive})
    return local


def stayed_on(day: date, start: date, end: date, left: datetime | None) -> bool:
    """Whether who stays from one day to another, both inclusive, was there on that day: that of leaving is the last."""
    return start <= day <= end and (left is None or day <= day_of(left))


def months_after(start: date, months_count: int) -> date:
    """The last day of a period of that many months: 12 months from 1 December 2026 end on 30 November 2027 (SES-1)."""
    index = start.year * 12 + start.month - 1 + months_count
    year, month = divmod(index, 12)
    length = months.monthrange(year, month + 1)[1]
    if start.day > length:
        return date(year, month + 1, length)
    return date(year, month + 1, start.day) - ONE_DAY
