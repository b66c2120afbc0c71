"""Europe/Paris on 29 March 2026 (a day of 23 hours) and 25 October 2026 (one of 25): days stay the school's days."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledr_core import Invalid
from ledr_core.domain.kernel.calendar import Calendar
from ledr_core.domain.kernel.moments import ONE_DAY, SCHOOL_ZONE, Moment, day_of, read_instant
from ledr_core.domain.sessions.daily import rotate
from ledr_core.domain.sessions.rotation import turn
from ledr_core.testing import FixedClock
from ledr_core.testing.builders import a_school, a_session, learners, paced

SPRING = date(2026, 3, 29)
AUTUMN = date(2026, 10, 25)
EVERY_DAY = Calendar(weekends=True)

hours_of_runs = pytest.mark.parametrize("hour", ["05:00", "00:30", "23:45"])
changes_of_time = pytest.mark.parametrize("sunday", [SPRING, AUTUMN], ids=["spring", "autumn"])


def moments(first: date, days: int, hour: str) -> list[Moment]:
    """The daily runs of some days at an hour of the school's clock."""
    return [Moment.at(f"{first + ahead * ONE_DAY}T{hour}") for ahead in range(days)]


# Which day it is


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-03-28T22:59:59+00:00", "2026-03-28"),
        ("2026-03-28T23:00:00+00:00", "2026-03-29"),
        ("2026-03-29T00:59:59+00:00", "2026-03-29"),
        ("2026-03-29T01:00:00+00:00", "2026-03-29"),
        ("2026-03-29T21:59:59+00:00", "2026-03-29"),
        ("2026-03-29T22:00:00+00:00", "2026-03-30"),
        ("2026-10-24T21:59:59+00:00", "2026-10-24"),
        ("2026-10-24T22:00:00+00:00", "2026-10-25"),
        ("2026-10-25T00:30:00+00:00", "2026-10-25"),
        ("2026-10-25T01:30:00+00:00", "2026-10-25"),
        ("2026-10-25T22:59:59+00:00", "2026-10-25"),
        ("2026-10-25T23:00:00+00:00", "2026-10-26"),
    ],
)
def test_midnight_is_that_of_the_school(instant: str, day: str) -> None:
    """It is 23:00 in UTC in winter, 22:00 in summer; the day of the change begins in one and ends in the other."""
    assert Moment.at(instant).day == day_of(datetime.fromisoformat(instant)) == date.fromisoformat(day)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 23))
def test_an_hour_of_a_day_falls_on_that_day(day: date, hour: int) -> None:
    """Even the hour that 29 March does not have."""
    assert Moment.on(day, hour).day == day


def test_a_moment_needs_a_time_zone() -> None:
    """A naive instant is nobody's."""
    with pytest.raises(ValueError, match="time zone"):
        Moment(datetime(2026, 3, 29, 5))


# Reading instants


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-29T01:59", "2026-03-29T00:59"),
        ("2026-03-29T03:00", "2026-03-29T01:00"),
        ("2026-10-25T01:59", "2026-10-24T23:59"),
        ("2026-10-25T02:00", "2026-10-25T00:00"),
        ("2026-10-25T02:59:59", "2026-10-25T00:59:59"),
        ("2026-10-25T03:00", "2026-10-25T02:00"),
        ("2026-10-25T02:30+02:00", "2026-10-25T00:30"),
        ("2026-10-25T02:30+01:00", "2026-10-25T01:30"),
        ("2026-03-29T02:30+01:00", "2026-03-29T01:30"),
        ("2026-03-29T02:30Z", "2026-03-29T02:30"),
        ("2026-03-29", "2026-03-28T23:00"),
        ("2026-03-30", "2026-03-29T22:00"),
        (" 2026-10-25T12:00 ", "2026-10-25T11:00"),
    ],
)
def test_naive_text_is_school_time_and_an_ambiguous_hour_its_first_occurrence(text: str, instant: str) -> None:
    """An offset decides by itself; a date is its midnight."""
    assert read_instant(text, "at") == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-03-29T02:00", "2026-03-29T02:30", "2026-03-29T02:59:59.999999"])
def test_a_missing_hour_is_invalid(text: str) -> None:
    """The clock goes from 02:00 to 03:00."""
    with pytest.raises(Invalid) as invalid:
        read_instant(text, "now")

    assert invalid.value.field == "now"


@pytest.mark.parametrize("fold", [0, 1])
def test_a_naive_datetime_is_read_as_its_text_is(fold: int) -> None:
    """`fold`, which no text can give, says nothing."""
    first, second = datetime(2026, 10, 25, 2, 30, fold=fold), datetime(2026, 3, 29, 2, 30, fold=fold)

    assert read_instant(first, "at") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    with pytest.raises(Invalid):
        read_instant(second, "at")


def test_an_aware_datetime_is_its_instant() -> None:
    """In whatever zone, the second 02:30 of 25 October included."""
    tokyo = timezone(timedelta(hours=9))
    instant = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    assert read_instant(instant.astimezone(tokyo), "at") == instant
    assert read_instant(datetime(2026, 10, 25, 2, 30, tzinfo=SCHOOL_ZONE, fold=1), "at") == instant


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))
def test_what_the_school_clock_shows_reads_back_as_that_day(instant: datetime) -> None:
    """Written as school time and read again: itself, or the hour before when the clock showed it twice."""
    shown = instant.astimezone(SCHOOL_ZONE).replace(tzinfo=None)

    read = read_instant(shown, "at")

    assert instant - read in (timedelta(0), timedelta(hours=1))
    assert day_of(read) == day_of(instant)


# Rotations over the change


@pytest.mark.rule("ROT-5")
@changes_of_time
@hours_of_runs
@pytest.mark.parametrize("given_at", ["00:15", "01:30", "12:00", "23:50"])
@pytest.mark.parametrize("every", [1, 2, 3])
def test_a_slot_changes_on_the_right_day_over_a_change_of_time(
    sunday: date, hour: str, given_at: str, every: int
) -> None:
    """Allocated at any hour of the day before, the slot changes N days later, not N times 24 hours later."""
    saturday = sunday - ONE_DAY
    since = Moment.at(f"{saturday}T{given_at}")
    session = a_session(
        holders="ana", waiting="bob", policy=paced(every, weekends=True), since=since.instant, end=date(2026, 12, 31)
    )

    changed = [at.day for at in moments(sunday, 5, hour) if rotate(session, {"ana"}, EVERY_DAY, at)]

    assert changed == [saturday + every * ONE_DAY]


@pytest.mark.rule("ROT-5")
@changes_of_time
@pytest.mark.parametrize("hour", [0, 1, 2, 3, 12, 23])
def test_a_slot_given_on_the_day_of_the_change_counts_from_that_day(sunday: date, hour: int) -> None:
    """Whatever its hour: one day later is one counted day later."""
    session = a_session(holders="ana", policy=paced(2, weekends=True), since=Moment.on(sunday, hour).instant)

    counted = [
        turn(session, session.holdings[0], EVERY_DAY, sunday + ahead * ONE_DAY).counted for ahead in range(-1, 3)
    ]

    assert counted == [0, 0, 1, 2]


@pytest.mark.rule("ROT-4", "ROT-5")
@changes_of_time
@hours_of_runs
def test_daily_turns_go_on_day_by_day_over_a_change_of_time(sunday: date, hour: str) -> None:
    """Two people in turns of a day change every day of the week around it, the Sunday included."""
    first = sunday - 3 * ONE_DAY
    session = a_session(
        holders="ana",
        waiting="bob",
        policy=paced(1, weekends=True),
        since=Moment(datetime.combine(first - ONE_DAY, time(23, 59), SCHOOL_ZONE)).instant,
    )

    changed = [at.day for at in moments(first, 7, hour) if rotate(session, (), EVERY_DAY, at)]

    assert changed == [first + ahead * ONE_DAY for ahead in range(7)]


@pytest.mark.rule("ROT-5")
@changes_of_time
@hours_of_runs
def test_without_week_ends_the_change_after_a_change_of_time_is_on_monday(sunday: date, hour: str) -> None:
    """Allocated on Friday, a turn of one counted day: neither Saturday nor the Sunday of the change."""
    friday = sunday - 2 * ONE_DAY
    session = a_session(holders="ana", waiting="bob", policy=paced(1), since=friday)

    changed = [at.day for at in moments(friday, 5, hour) if rotate(session, {"ana"}, Calendar(), at)]

    assert changed == [sunday + ONE_DAY]


@pytest.mark.rule("ROT-9")
@changes_of_time
def test_runs_in_the_first_and_the_last_hour_of_a_day_are_runs_of_one_day(sunday: date) -> None:
    """At 00:10 and at 23:50 of a day of 23 or 25 hours: the second run changes nothing."""
    session = a_session(package=1, holders="ana", waiting="bob", policy=paced(1, weekends=True), since=sunday - ONE_DAY)

    first = rotate(session, (), EVERY_DAY, Moment.at(f"{sunday}T00:10"))
    second = rotate(session, (), EVERY_DAY, Moment.at(f"{sunday}T23:50"), again=True)

    assert (len(first), second, session.holders()) == (1, [], ["bob"])


@pytest.mark.rule("ROT-5", "SLOT-10")
@changes_of_time
@hours_of_runs
def test_an_end_on_the_day_of_the_change_is_inclusive(sunday: date, hour: str) -> None:
    """Whoever ends on that Sunday keeps the slot all day, and loses it on Monday."""
    session = a_session(holders="ana", ends={"ana": sunday}, since=sunday - ONE_DAY)
    saturday, on_sunday, monday = moments(sunday - ONE_DAY, 3, hour)

    assert [len(rotate(session, (), EVERY_DAY, at)) for at in (saturday, on_sunday, monday)] == [0, 0, 1]


@pytest.mark.rule("ROT-5")
@changes_of_time
@hours_of_runs
def test_the_school_changes_a_slot_on_the_right_day_over_a_change_of_time(sunday: date, hour: str) -> None:
    """From end to end: the ledger's instants are the runs' own, on the day that the preview gave."""
    clock = FixedClock(f"{sunday - ONE_DAY}T12:00")
    school = a_school(clock=clock)
    people = ["ana@manpower.example", "bob@manpower.example"]
    school.sessions.create(
        by="staff",
        reference="Lyon",
        company="Manpower",
        course="recruter",
        kind="slot",
        start="2026-01-01",
        end="2026-12-31",
        package=1,
        members=learners("ana bob"),
    )
    school.slots.assign(by="staff", session="Lyon", person=people[0])
    school.rotations.enqueue(by="staff", session="Lyon", person=people[1])
    school.rotations.set_policy(by="staff", session="Lyon", policy="paced", every=2, weekends=True)
    foreseen = [change.date for change in school.rotations.preview(by="staff", session="Lyon", days=4).changes]

    for at in moments(sunday, 4, hour):
        clock.set(at.instant)
        school.jobs.daily(by="staff")

    monday = Moment.at(f"{sunday + ONE_DAY}T{hour}")
    wednesday_is_later = sunday + 3 * ONE_DAY
    ledger = school.slots.ledger(by="staff", session="Lyon")
    assert foreseen == [monday.day, wednesday_is_later]
    assert [(one.person, one.since, one.until) for one in ledger][1] == (
        people[1],
        monday.instant,
        Moment.at(f"{wednesday_is_later}T{hour}").instant,
    )
    school.close()
