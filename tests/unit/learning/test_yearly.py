"""Whom a year counts as trainees, and for how long (PASS-7)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial

import pytest

from ledr_core.domain.catalogue.outline import Outline, ThemeOutline
from ledr_core.domain.kernel.identifiers import CourseId, LessonId, PersonId, ThemeId
from ledr_core.domain.learning.yearly import Stay, Trainees, trained, trainees

pytestmark = pytest.mark.rule("PASS-7")

ANA, BOB = PersonId("ana"), PersonId("bob")
L1, L2, L3 = map(LessonId, ("l1", "l2", "l3"))


def an_outline(name: str, *lessons: LessonId) -> Outline:
    theme = ThemeOutline(ThemeId(name), name, name, "#0b7285", False, lessons)
    return Outline(CourseId(name), name, name, (theme,), dict.fromkeys(lessons, 3600))


OUTLINES = {one.course: one for one in (an_outline("recruter", L1, L2), an_outline("chasser", L2, L3))}
a_stay = partial(
    Stay,
    person=ANA,
    company="Manpower",
    course=CourseId("recruter"),
    start=date(2026, 1, 1),
    end=date(2026, 12, 31),
    left=None,
)


def on(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=UTC)


def counted(*stays: Stay, **seen: dict[LessonId, datetime]) -> dict[str, int]:
    """The hours of each membership that counts, by its company and course."""
    own = {person: [one for one in stays if one.person == person] for person in {one.person for one in stays}}
    found = trained(own, [(PersonId(person), lessons) for person, lessons in seen.items()], OUTLINES)
    return {f"{one.stay.company}/{one.stay.course}": one.seconds // 3600 for one in found}


def test_lessons_of_the_course_count_for_whoever_is_a_member_and_nothing_is_nothing() -> None:
    assert counted(a_stay(), ana={L1: on(2, 1), L3: on(2, 1)}) == {"Manpower/recruter": 1}
    assert counted(a_stay(), bob={L1: on(2, 1)}) == {"Manpower/recruter": 0}


def test_whoever_has_left_counts_where_they_saw_something() -> None:
    left = a_stay(left=on(3, 1))

    assert counted(left, ana={L1: on(2, 1)}) == {"Manpower/recruter": 1}
    assert counted(left, ana={L3: on(2, 1)}) == {}
    assert counted(left) == {}


def test_a_lesson_counts_once_in_the_membership_by_which_it_was_seen() -> None:
    """Ana moves on 1 April to a session of another company, and its course has a lesson of the former."""
    before = a_stay(left=on(3, 31))
    after = a_stay(company="Adecco", course=CourseId("chasser"), start=date(2026, 4, 1))

    assert counted(before, after, ana={L1: on(2, 1), L2: on(3, 31), L3: on(5, 1)}) == {
        "Manpower/recruter": 2,
        "Adecco/chasser": 1,
    }
    assert counted(before, after, ana={L2: on(4, 1)}) == {"Adecco/chasser": 1}


def test_a_lesson_that_no_membership_covers_counts_in_that_which_is_still_there() -> None:
    before, after = a_stay(left=on(2, 1)), a_stay(company="Adecco", start=date(2026, 4, 1))

    assert counted(before, after, ana={L1: on(3, 1)}) == {"Adecco/recruter": 1}


def test_each_trainee_counts_once_and_hours_are_rounded_at_the_end() -> None:
    stays = [a_stay(), a_stay(course=CourseId("chasser")), a_stay(person=BOB)]
    found = list(trained({ANA: stays[:2], BOB: stays[2:]}, [(ANA, {L1: on(2, 1), L3: on(2, 1)})], OUTLINES))

    assert trainees(found) == Trainees(people=2, without_hours=1, hours=Decimal("2.00"))
    assert trainees([]) == Trainees(people=0, without_hours=0, hours=Decimal("0.00"))
