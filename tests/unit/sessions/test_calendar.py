"""Which days count, and the day on which a paced turn is over (ROT-5)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledr_adapters.holidays import FrenchHolidays
from ledr_core import Invalid
from ledr_core.domain.kernel.calendar import Calendar
from ledr_core.domain.kernel.moments import ONE_DAY, Moment
from ledr_core.domain.sessions.daily import rotate
from ledr_core.domain.sessions.rotation import Policy, PolicyKind, Why, ending_soon, must_be_a_pace, turn, turn_over_on
from ledr_core.domain.sessions.sessions import Session
from ledr_core.testing.builders import a_policy, a_session, natural, paced
from tests.generated import generated

HOLIDAYS_2026 = frozenset(
    date.fromisoformat(f"2026-{day}")
    for day in ("01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01", "11-11", "12-25")
)

days = st.dates(date(2025, 12, 1), date(2027, 2, 1))
calendars = st.builds(
    Calendar, st.booleans(), st.just(frozenset()) | st.just(HOLIDAYS_2026) | st.frozensets(days, max_size=30)
)


def november(day: int) -> date:
    """A day of November 2026; the 1st is a Sunday, the 11th a public holiday."""
    return date(2026, 11, day)


def days_between(after: date, until: date) -> list[date]:
    """The days after the first one, up to the last."""
    return [after + ahead * ONE_DAY for ahead in range(1, (until - after).days + 1)]


# Arithmetic, against counting one day after the other


@pytest.mark.rule("ROT-5")
@given(calendars, days)
def test_a_day_counts_unless_it_is_a_day_off(calendar: Calendar, day: date) -> None:
    """Saturdays and Sundays when week-ends do not count, and holidays when they do not."""
    assert calendar.counts(day) == ((calendar.weekends or day.isoweekday() <= 5) and day not in calendar.closed)


@pytest.mark.rule("ROT-5")
@generated(200, 1000)
@given(calendars, days, st.integers(-5, 400))
def test_counted_days_are_those_that_count_one_by_one(calendar: Calendar, after: date, ahead: int) -> None:
    """After the first day, up to the last one; none when the last is not after the first."""
    until = after + timedelta(days=ahead)

    assert calendar.counted(after, until) == sum(map(calendar.counts, days_between(after, until)))


@pytest.mark.rule("ROT-5")
@generated(150, 500)
@given(calendars, days, st.integers(1, 60))
def test_the_nth_counted_day_is_the_first_on_which_so_many_have_counted(
    calendar: Calendar, after: date, number: int
) -> None:
    """It counts itself, and the day before it one less has counted."""
    found = calendar.nth(number, after)

    assert calendar.counts(found)
    assert calendar.counted(after, found) == number
    assert calendar.counted(after, found - ONE_DAY) == number - 1


@pytest.mark.rule("ROT-5")
@given(calendars, days)
def test_the_next_counted_day_is_the_day_itself_or_the_first_after_it(calendar: Calendar, day: date) -> None:
    """Nothing between the two counts."""
    found = calendar.next_from(day)

    assert calendar.counts(found)
    assert not any(calendar.counts(between) for between in days_between(day - ONE_DAY, found)[:-1])


@pytest.mark.rule("ROT-5")
def test_the_public_holidays_are_the_national_ones() -> None:
    """Eleven in 2026, without those of Alsace and overseas; a range cuts them at both ends, inclusive."""
    holidays = FrenchHolidays()

    assert holidays.between(date(2026, 1, 1), date(2026, 12, 31)) == HOLIDAYS_2026
    assert holidays.between(november(1), november(11)) == {november(1), november(11)}
    assert holidays.between(november(2), november(10)) == set()


# The turn of a holder


def a_turn(policy: Policy, since: date, start: date | None = None) -> Session:
    """A session in which Ana holds the only slot and Bob waits."""
    starts = None if start is None else {"ana": start}
    return a_session(holders="ana", waiting="bob", policy=policy, since=since, starts=starts)


def calendar_of(session: Session) -> Calendar:
    """The days that count for the policy of a session."""
    return Calendar(session.policy.weekends, frozenset() if session.policy.holidays else HOLIDAYS_2026)


def day_of_change(session: Session, first: date, weeks: int = 6) -> date | None:
    """The day of the daily run that gives the slot to somebody else, runs taking place from a day on."""
    for day in days_between(first - ONE_DAY, first + timedelta(weeks=weeks)):
        if rotate(session, (), calendar_of(session), Moment.on(day)):
            return day
    return None


@pytest.mark.rule("ROT-5")
def test_two_days_from_thursday_are_over_on_monday() -> None:
    """The example of the rule: Thursday 19, Friday is 1, Monday 23 is 2."""
    session = a_turn(paced(2), since=november(19))

    counted = [turn(session, session.holdings[0], Calendar(), november(day)).counted for day in range(19, 24)]

    assert counted == [0, 1, 1, 1, 2]
    assert turn_over_on(session, session.holdings[0], Calendar()) == november(23)
    assert day_of_change(session, november(19)) == november(23)


@pytest.mark.rule("ROT-4", "ROT-5")
@pytest.mark.parametrize(
    ("policy", "since", "change"),
    [
        pytest.param(paced(1), 19, 20, id="every day, from Thursday to Friday"),
        pytest.param(paced(1), 20, 23, id="every day, from Friday to Monday"),
        pytest.param(paced(1), 21, 23, id="every day, from Saturday to Monday"),
        pytest.param(paced(2, weekends=True), 19, 21, id="week-ends count, so it may fall on Saturday"),
        pytest.param(paced(10), 2, 16, id="ten days are two weeks"),
        pytest.param(paced(10, weekends=True), 2, 12, id="ten days with week-ends"),
        pytest.param(paced(2), 9, 11, id="the 11th counts, as by default"),
        pytest.param(paced(2, holidays=False), 9, 12, id="the 11th does not count"),
        pytest.param(paced(2, weekends=True, holidays=False), 9, 12, id="nor where week-ends do"),
        pytest.param(paced(3, weekends=True, holidays=False), 9, 13, id="Tuesday, Thursday, Friday"),
        pytest.param(paced(1, holidays=False), 10, 12, id="no change falls on the 11th"),
    ],
)
def test_a_slot_changes_at_the_run_of_the_nth_counted_day(policy: Policy, since: int, change: int) -> None:
    """Allocated on a day of November 2026, it changes on another."""
    assert day_of_change(a_turn(policy, november(since)), november(since)) == november(change)


@pytest.mark.rule("ROT-5")
def test_day_zero_is_the_start_of_a_holder_who_got_the_slot_before_it() -> None:
    """Allocated on the 2nd, started on Monday 16: two days are over on the 18th."""
    session = a_turn(paced(2), since=november(2), start=november(16))

    assert day_of_change(session, november(2)) == november(18)


@pytest.mark.rule("ROT-5")
def test_day_zero_is_the_day_on_which_the_pace_was_chosen() -> None:
    """Held since the 2nd, paced since the 17th: two days are over on the 19th."""
    session = a_turn(paced(2, since=november(17)), since=november(2))

    assert day_of_change(session, november(17)) == november(19)


@pytest.mark.rule("ROT-5")
@pytest.mark.parametrize(
    ("former", "every", "since"),
    [
        pytest.param(natural(), 2, 20, id="switched on: from today"),
        pytest.param(a_policy(), 2, 20, id="switched on from manual: from today"),
        pytest.param(paced(3, since=november(2)), 2, 20, id="another N: from today"),
        pytest.param(paced(2, since=november(2)), 2, 2, id="the same N: as before"),
        pytest.param(paced(2, weekends=True, since=november(2)), 2, 2, id="other days count: as before"),
    ],
)
def test_turns_begin_anew_only_when_the_pace_is_switched_on_or_changed(former: Policy, every: int, since: int) -> None:
    """On 20 November a policy replaces another one."""
    chosen = Policy.chosen(PolicyKind.PACED, every, False, True, former, november(20))

    assert chosen == paced(every, since=november(since))


@pytest.mark.rule("ROT-4")
@pytest.mark.parametrize("every", [None, 0, -1, 3651])
def test_a_pace_is_one_day_or_more(every: int | None) -> None:
    """What is missing or out of range names the field."""
    with pytest.raises(Invalid) as invalid:
        must_be_a_pace(PolicyKind.PACED, every)

    assert invalid.value.field == "every"


@pytest.mark.rule("ROT-4")
def test_only_a_pace_has_a_number_of_days() -> None:
    """A natural rotation with one is a mistake that is told."""
    with pytest.raises(Invalid) as invalid:
        must_be_a_pace(PolicyKind.NATURAL, 2)

    assert invalid.value.field == "every"


# Runs that come late, on days that do not count


@pytest.mark.rule("ROT-5", "ROT-9")
def test_a_late_run_on_a_saturday_changes_nothing_until_monday() -> None:
    """Due on Friday 20, whose run was missed: neither Saturday nor Sunday, but Monday 23."""
    session = a_turn(paced(1), since=november(19))

    assert day_of_change(session, november(21)) == november(23)


@pytest.mark.rule("ROT-5", "ROT-9")
def test_a_late_run_on_a_holiday_that_does_not_count_changes_nothing() -> None:
    """Due on Tuesday 10, missed; Wednesday 11 is a holiday; so Thursday 12."""
    session = a_turn(paced(1, holidays=False), since=november(9))

    assert day_of_change(session, november(11)) == november(12)


@pytest.mark.rule("ROT-5", "ROT-7")
def test_a_free_slot_is_given_on_a_saturday() -> None:
    """Week-ends do not count, yet a gift is no paced change."""
    session = a_session(package=2, holders="ana", waiting="bob", policy=paced(1), since=november(20))

    changes = rotate(session, (), Calendar(), Moment.on(november(21)))

    assert [(change.slot, change.leaving, change.entering, change.why) for change in changes] == [
        (2, None, "bob", Why.FREE)
    ]


@pytest.mark.rule("ROT-5", "SLOT-10")
def test_a_slot_taken_back_on_a_saturday_is_given_that_very_day() -> None:
    """Ana's end was Friday: her slot goes to Bob as a free one."""
    session = a_session(holders="ana", waiting="bob", policy=paced(5), since=november(16), ends={"ana": november(20)})

    rotate(session, (), Calendar(), Moment.on(november(21)))

    assert session.holders() == ["bob"]


@pytest.mark.rule("ROT-5")
def test_a_natural_rotation_knows_no_days_off() -> None:
    """A holder who has finished gives the slot on on a Sunday."""
    session = a_session(holders="ana", waiting="bob", policy=natural(), since=november(16))

    rotate(session, {"ana"}, Calendar(), Moment.on(november(22)))

    assert session.holders() == ["bob"]


@pytest.mark.rule("ROT-9")
def test_a_run_that_is_weeks_late_makes_one_change_as_of_today() -> None:
    """Five turns were missed: one change, and the next turn counts from today."""
    session = a_turn(paced(2), since=november(2))

    rotate(session, (), Calendar(), Moment.on(november(17)))

    assert (session.holders(), session.waiting.people()) == (["bob"], ["ana"])
    assert turn_over_on(session, session.holdings[0], Calendar()) == november(19)


@pytest.mark.rule("ROT-12")
@pytest.mark.parametrize(
    ("since", "told"),
    [
        pytest.param(17, 18, id="the day before"),
        pytest.param(19, 20, id="the counted day before Monday is Friday"),
    ],
)
def test_the_notice_comes_one_counted_day_before(since: int, told: int) -> None:
    """Two days, Monday to Friday: the first run on which only one counted day is left."""
    session = a_turn(paced(2), since=november(since))

    soon = [day for day in range(since, told + 1) if ending_soon(session, (), Calendar(), november(day))]

    assert soon == [told]
