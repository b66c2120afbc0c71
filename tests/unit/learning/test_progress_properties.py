"""Progress over generated catalogues: shared lessons and modules, optional and assessed themes, workshops, moves."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ledr_core.domain.catalogue.outline import ModuleOutline, Outline, ThemeOutline, WorkshopOutline, distinct
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import CourseId, LessonId, ModuleId, PersonId, ThemeId, WorkshopId
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.learning.progress import Record
from ledr_core.domain.learning.workshops import Step

pytestmark = pytest.mark.slow

NOW = Moment(datetime(2026, 11, 19, 8, tzinfo=UTC))
SECONDS = 100
LESSONS = [LessonId(f"l{number}") for number in range(7)]
THEMES = [ThemeId(f"t{number}") for number in range(4)]
WORKSHOPS = [WorkshopId(f"w{number}") for number in range(3)]

Act = tuple[str, str, int]
"""Something done: watch a lesson, pass a theme, or take a step of a workshop (its question, or 0)."""

modules = st.dictionaries(
    st.sampled_from([ModuleId(f"m{number}") for number in range(4)]),
    st.lists(st.sampled_from(LESSONS), min_size=1, max_size=4, unique=True),
    min_size=1,
)


@st.composite
def outlines(draw: st.DrawFn, course: str | None = None) -> Outline:
    """A course of themes made of modules that several share, some optional or assessed, and of workshops."""
    made = draw(modules)
    themes = tuple(
        ThemeOutline(
            theme,
            theme,
            theme,
            f"#{index:06x}",
            draw(st.booleans()),
            distinct(lesson for module in draw(chosen(made)) for lesson in made[module]),
            draw(st.booleans()),
        )
        for index, theme in enumerate(draw(st.lists(st.sampled_from(THEMES), min_size=1, unique=True)))
    )
    locking = {module: ModuleOutline(module, module, module, tuple(lessons)) for module, lessons in made.items()}
    workshops = tuple(
        WorkshopOutline(
            workshop,
            workshop,
            workshop,
            draw(st.integers(0, 2)),
            draw(st.booleans()),
            tuple(locking[module] for module in draw(st.lists(st.sampled_from(sorted(made)), unique=True))),
        )
        for workshop in draw(st.lists(st.sampled_from(WORKSHOPS), unique=True))
    )
    return Outline(
        CourseId(course or draw(st.sampled_from(["c1", "c2"]))),
        "c",
        "Course",
        themes,
        {lesson: SECONDS for theme in themes for lesson in theme.lessons},
        workshops_required=draw(st.integers(0, len(workshops))),
        workshops_locked=draw(st.booleans()),
        workshops=workshops,
    )


def chosen(made: dict[ModuleId, list[LessonId]]) -> st.SearchStrategy[list[ModuleId]]:
    return st.lists(st.sampled_from(sorted(made)), min_size=1, unique=True)


acts: st.SearchStrategy[list[Act]] = st.lists(
    st.one_of(
        st.tuples(st.just("watch"), st.sampled_from(LESSONS), st.just(0)),
        st.tuples(st.just("pass"), st.sampled_from(THEMES), st.just(0)),
        *(
            st.tuples(
                st.just(step.value), st.sampled_from(WORKSHOPS), st.integers(1, 2) if of_questions else st.just(0)
            )
            for step in Step
            for of_questions in [step.is_of_a_question]
        ),
    ),
    max_size=25,
)


def do(record: Record, outline: Outline, act: Act) -> None:
    """Do it, and take what that earns in the course; a step of a workshop that is locked or elsewhere is not taken."""
    kind, what, question = act
    if kind == "watch":
        record.watch(LessonId(what), SECONDS, None, True, NOW)
    elif kind == "pass":
        record.pass_theme(ThemeId(what), NOW)
    elif (workshop := outline.workshop(WorkshopId(what))) is not None:
        locked = bool(record.missing_modules(outline, workshop))
        try:
            record.take_step(outline, workshop, Step(kind), question, NOW)
        except Refused as refused:
            assert locked and refused.rule == "WORK-3"
        else:
            assert not locked
    record.review(outline, NOW)


def everything(outline: Outline) -> list[Act]:
    """All that a course asks for, in an order that works."""
    done: list[Act] = [("watch", lesson, 0) for lesson in outline.lessons]
    done += [("watch", lesson, 0) for one in outline.workshops for module in one.modules for lesson in module.lessons]
    done += [("pass", theme.id, 0) for theme in outline.themes]
    for workshop in outline.workshops:
        for step in Step:
            numbers = range(1, workshop.questions + 1) if step.is_of_a_question else [0]
            done += [(step.value, workshop.id, number) for number in numbers]
    return done


def figures(record: Record, outline: Outline) -> list[int]:
    """Every percentage of a course: its own, the themes', the workshops'."""
    of_themes = record.theme_percents(outline)
    assert of_themes == {theme.id: record.theme_percent(outline, theme) for theme in outline.themes}
    works = [record.workshops[one.id].percent(one) if one.id in record.workshops else 0 for one in outline.workshops]
    return [record.percent(outline), *of_themes.values(), *works]


def must_be_sound(record: Record, outline: Outline) -> None:
    """From 0 to 100, and 100 exactly when validated or finished; whoever lacks nothing has finished."""
    assert all(isinstance(figure, int) and 0 <= figure <= 100 for figure in figures(record, outline))
    for theme in outline.themes:
        assert (record.theme_percent(outline, theme) == 100) == record.validated(outline, theme)
    finished = outline.course in record.finished
    assert (record.percent(outline) == 100) == finished == (record.missing(outline) == ())


def achieved(record: Record) -> set[tuple[str, ...]]:
    """What is validated, finished, passed, open or complete."""
    works = record.workshops.items()
    return {
        *(("badge", *key) for key in record.badges),
        *(("finished", course) for course in record.finished),
        *(("open", workshop) for workshop, work in works if work.opened),
        *(("complete", workshop) for workshop, work in works if work.completed),
    }


@pytest.mark.rule("LEARN-9", "LEARN-10", "LEARN-5", "WORK-1")
@given(outlines(), acts)
def test_progress_is_sound_and_never_falls_when_something_is_done(outline: Outline, done: Sequence[Act]) -> None:
    record = Record(PersonId("lea"))
    before = figures(record, outline)
    for act in done:
        do(record, outline, act)
        must_be_sound(record, outline)
        after = figures(record, outline)
        assert all(now >= then for then, now in zip(before, after, strict=True))
        before = after


@pytest.mark.rule("LEARN-10", "LEARN-8", "WORK-2")
@given(outlines(), acts)
def test_whoever_does_everything_has_finished_where_something_is_mandatory(
    outline: Outline, done: Sequence[Act]
) -> None:
    record = Record(PersonId("lea"))
    for act in [*done, *everything(outline)]:
        do(record, outline, act)

    assert (outline.course in record.finished) == bool(outline.mandatory)
    assert all(record.validated(outline, theme) for theme in outline.themes)
    assert record.workshops_done(outline) == len(outline.workshops)


@pytest.mark.rule("LEARN-5", "LEARN-6", "TA-11")
@given(outlines(), acts)
def test_an_assessed_theme_is_validated_by_passing_and_any_other_by_passing_or_seeing(
    outline: Outline, done: Sequence[Act]
) -> None:
    record = Record(PersonId("lea"))
    for act in done:
        do(record, outline, act)
    passed = {what for kind, what, _ in done if kind == "pass"}
    seen = {what for kind, what, _ in done if kind == "watch"}

    for theme in outline.themes:
        earned = theme.id in passed or (not theme.assessed and seen.issuperset(theme.lessons))
        assert record.validated(outline, theme) == earned


@pytest.mark.rule("LEARN-7", "LEARN-10", "WORK-8")
@given(outlines("c1"), outlines("c1"), acts, acts)
def test_what_is_validated_finished_open_or_complete_stays_so_whatever_the_catalogue_becomes(
    before: Outline, after: Outline, first: Sequence[Act], then: Sequence[Act]
) -> None:
    record = Record(PersonId("lea"))
    for act in first:
        do(record, before, act)
    kept = achieved(record)
    record.review(after, NOW)
    must_be_sound(record, after)
    for act in then:
        do(record, after, act)
        must_be_sound(record, after)

    assert achieved(record) >= kept
    opened = {one[1] for one in kept if one[0] == "open"}
    assert not any(record.missing_modules(after, one) for one in after.workshops if one.id in opened)


@pytest.mark.rule("SES-10", "LEARN-2", "WORK-7", "TA-11")
@given(outlines("c1"), outlines("c2"), acts, acts)
def test_a_move_recomputes_by_the_new_courses_rules_and_keeps_what_was_done(
    former: Outline, present: Outline, first: Sequence[Act], then: Sequence[Act]
) -> None:
    moved, kept_there = Record(PersonId("lea")), set[tuple[str, ...]]()
    for act in first:
        do(moved, former, act)
    kept_there = achieved(moved)
    moved.review(present, NOW)
    must_be_sound(moved, present)
    for act in then:
        do(moved, present, act)

    assert achieved(moved) >= kept_there
    assert moved.seen == {what for kind, what, _ in [*first, *then] if kind == "watch"}
    straight = Record(PersonId("max"), workshops={one: evolve(work) for one, work in moved.workshops.items()})
    for lesson in moved.seen:
        straight.watch(lesson, SECONDS, None, True, NOW)
    straight.passes = dict(moved.passes)
    straight.review(present, NOW)
    assert figures(straight, present)[1:] == figures(moved, present)[1:]
