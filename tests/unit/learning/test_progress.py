"""Progress over generated courses: what is seen never counts backwards, and 100 means done."""

from datetime import UTC, datetime

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ledr_core.domain.catalogue.outline import Outline, ThemeOutline
from ledr_core.domain.kernel.identifiers import CourseId, LessonId, PersonId, ThemeId
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.learning.progress import Record

NOW = Moment(datetime(2026, 11, 19, 8, tzinfo=UTC))
SECONDS = 100
LESSONS = [LessonId(f"l{number}") for number in range(8)]


def an_outline(*themes: str, optional: str = "", course: str = "c1") -> Outline:
    """A course whose themes have these lessons: `an_outline("l0 l1", "l2", optional="t1")`."""
    parts = tuple(
        ThemeOutline(
            ThemeId(f"t{index}"),
            f"t{index}",
            f"Theme {index}",
            f"#{index:06x}",
            f"t{index}" in optional.split(),
            tuple(LessonId(lesson) for lesson in lessons.split()),
        )
        for index, lessons in enumerate(themes)
    )
    seconds = {lesson: SECONDS for theme in parts for lesson in theme.lessons}
    return Outline(CourseId(course), course, "Course", parts, seconds)


def a_record() -> Record:
    return Record(PersonId("lea"))


def see(record: Record, outline: Outline, *lessons: str) -> None:
    """Watch lessons to their end, and take what that earns in the course."""
    for lesson in lessons:
        record.watch(LessonId(lesson), SECONDS, None, True, NOW)
        record.review(outline, NOW)


@st.composite
def outlines(draw: st.DrawFn) -> Outline:
    """One to four themes of one to five lessons each, shared or not, some optional, at least one mandatory."""
    themes = draw(
        st.lists(
            st.lists(st.sampled_from(LESSONS), min_size=1, max_size=5, unique=True).map(" ".join),
            min_size=1,
            max_size=4,
        )
    )
    optional = draw(st.sets(st.integers(1, 3)))
    return an_outline(*themes, optional=" ".join(f"t{index}" for index in optional))


watched = st.lists(st.sampled_from(LESSONS), max_size=12)


def percents(record: Record, outline: Outline) -> list[int]:
    return [record.percent(outline), *(record.theme_percent(outline, theme) for theme in outline.themes)]


@pytest.mark.rule("LEARN-9")
@given(outlines(), watched)
def test_percentages_are_whole_numbers_from_0_to_100(outline: Outline, lessons: list[LessonId]) -> None:
    record = a_record()
    for lesson in lessons:
        see(record, outline, lesson)
        assert all(isinstance(percent, int) and 0 <= percent <= 100 for percent in percents(record, outline))


@pytest.mark.rule("LEARN-9")
@given(outlines(), watched)
def test_nothing_falls_when_something_is_seen(outline: Outline, lessons: list[LessonId]) -> None:
    record = a_record()
    before = percents(record, outline)
    for lesson in lessons:
        see(record, outline, lesson)
        after = percents(record, outline)
        assert all(now >= then for then, now in zip(before, after, strict=True))
        before = after


@pytest.mark.rule("LEARN-9", "LEARN-6", "LEARN-8", "LEARN-10")
@given(outlines(), watched)
def test_percentages_follow_the_formula_and_100_is_done(outline: Outline, lessons: list[LessonId]) -> None:
    record = a_record()
    see(record, outline, *lessons)
    seen = set(lessons)

    for theme in outline.themes:
        done = seen >= set(theme.lessons)
        assert record.validated(outline, theme) == done
        expected = 100 if done else 100 * len(seen & set(theme.lessons)) // len(theme.lessons)
        assert record.theme_percent(outline, theme) == expected
        assert (expected == 100) == done
    mandatory = {lesson for theme in outline.themes if not theme.optional for lesson in theme.lessons}
    finished = seen >= mandatory
    assert (outline.course in record.finished) == finished
    assert record.percent(outline) == (100 if finished else 100 * len(seen & mandatory) // len(mandatory))
    assert (record.percent(outline) == 100) == finished


@pytest.mark.rule("LEARN-7", "LEARN-9", "LEARN-10")
@given(outlines(), outlines(), watched, watched)
def test_100_is_done_and_what_is_done_stays_whatever_the_course_becomes(
    before: Outline, after: Outline, first: list[LessonId], then: list[LessonId]
) -> None:
    record = a_record()
    see(record, before, *first)
    badges, finished = set(record.badges), set(record.finished)

    record.review(after, NOW)
    see(record, after, *then)

    assert set(record.badges) >= badges
    assert set(record.finished) >= finished
    for theme in after.themes:
        assert (record.theme_percent(after, theme) == 100) == record.validated(after, theme)
    assert (record.percent(after) == 100) == (after.course in record.finished)
    assert all(0 <= percent <= 100 for percent in percents(record, after))


@pytest.mark.rule("LEARN-7")
@given(outlines(), watched)
def test_a_badge_in_one_course_is_none_in_another(outline: Outline, lessons: list[LessonId]) -> None:
    record, other = a_record(), evolve(outline, course=CourseId("c2"))
    see(record, outline, *lessons)

    assert not any(record.validated(other, theme) for theme in other.themes)

    record.review(other, NOW)
    assert percents(record, other) == percents(record, outline)


@pytest.mark.rule("LEARN-9")
def test_a_lesson_in_two_themes_counts_once_in_the_course_and_in_each_theme() -> None:
    record, outline = a_record(), an_outline("l0 l1", "l1 l2 l3")

    see(record, outline, "l1")

    assert percents(record, outline) == [25, 50, 33]


@pytest.mark.rule("LEARN-8", "LEARN-9")
def test_a_lesson_of_an_optional_theme_counts_where_a_mandatory_one_has_it_too() -> None:
    record, outline = a_record(), an_outline("l0 l1", "l1 l2", optional="t1")

    see(record, outline, "l1", "l2")
    assert percents(record, outline) == [50, 50, 100]

    see(record, outline, "l0")
    assert percents(record, outline) == [100, 100, 100]


@pytest.mark.rule("LEARN-9")
def test_a_validated_theme_counts_the_lessons_added_to_it_later() -> None:
    record = a_record()
    see(record, an_outline("l0", "l1 l2"), "l0")

    assert percents(record, an_outline("l0 l5 l6 l7", "l1 l2")) == [66, 100, 0]


@pytest.mark.rule("LEARN-1")
@given(st.integers(0, 400), st.integers(1, 300), st.booleans())
def test_a_lesson_is_seen_by_its_end_or_within_5_seconds_of_it(position: int, seconds: int, ended: bool) -> None:
    record = a_record()

    record.watch(LESSONS[0], seconds, position, ended, NOW)

    assert (LESSONS[0] in record.seen) == (ended or (position > 0 and seconds - position <= 5))


@pytest.mark.rule("LEARN-2", "LEARN-3")
@given(outlines(), watched)
def test_watch_time_counts_each_lesson_of_the_course_once(outline: Outline, lessons: list[LessonId]) -> None:
    record = a_record()
    see(record, outline, *lessons)
    here = {lesson for theme in outline.themes for lesson in theme.lessons} & set(lessons)

    assert record.watch_seconds(outline) == SECONDS * len(here)
    assert record.lessons_seen(outline) == len(here)


@pytest.mark.rule("LEARN-4")
@given(outlines(), watched)
def test_the_next_lesson_follows_the_last_one_seen(outline: Outline, lessons: list[LessonId]) -> None:
    record = a_record()
    see(record, outline, *lessons)
    course = list(dict.fromkeys(lesson for theme in outline.themes for lesson in theme.lessons))
    unseen = [lesson for lesson in course if lesson not in lessons]
    in_course = [lesson for lesson in lessons if lesson in course]
    after = course[course.index(in_course[-1]) :] if in_course else course
    expected = next((lesson for lesson in after if lesson in unseen), unseen[0] if unseen else None)

    assert record.next_lesson(outline) == expected


@pytest.mark.rule("LEARN-6")
@given(outlines(), watched)
def test_each_badge_is_announced_once_and_finishing_once(outline: Outline, lessons: list[LessonId]) -> None:
    record = a_record()
    announced: list[str] = []
    for lesson in lessons:
        record.watch(lesson, SECONDS, None, True, NOW)
        announced.extend(theme.reference for theme in record.review(outline, NOW))
    names = [type(event).__name__ for event in record.events]

    assert sorted(announced) == sorted(theme.reference for theme in outline.themes if record.validated(outline, theme))
    assert names.count("ThemeValidated") == len(announced)
    assert names.count("CourseFinished") == int(outline.course in record.finished)
    assert names.count("LessonSeen") == len(set(lessons))
