"""When a practice quiz is due, and which questions it asks."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledr_core import Invalid, Refused
from ledr_core.domain.catalogue.questions import Askable, Shown, Wording
from ledr_core.domain.kernel.identifiers import CourseId, LessonId, PersonId, QuestionId, QuizId
from ledr_core.domain.learning.practice_quiz import LENGTH, RETURNING, Answered, Offer, Practice, draw, is_ahead, offer

NOW = datetime(2026, 11, 19, 8, tzinfo=UTC)
COURSE = CourseId("c1")


def lessons(number: int, first: int = 1) -> list[LessonId]:
    return [LessonId(f"l{place}") for place in range(first, first + number)]


def offered(
    seen: int,
    *,
    course: int = 20,
    counted: int = 0,
    questions: Mapping[LessonId, int] | int = 10,
) -> Offer:
    """What somebody is offered who has seen the first lessons of a course."""
    course_lessons = lessons(course)
    each = questions if isinstance(questions, Mapping) else dict.fromkeys(course_lessons, questions)
    return offer(course_lessons, lessons(seen), lessons(counted), each)


def bank(number: int) -> list[Askable]:
    return [Askable(QuestionId(f"q{place}"), f"p{place:03}", 1) for place in range(number)]


def identifiers(questions: Collection[Askable]) -> set[str]:
    return {str(one.id) for one in questions}


# PQ-2 to PQ-4: when


@pytest.mark.rule("PQ-2", "PQ-4")
@pytest.mark.parametrize(
    ("seen", "counted", "due", "next_at"),
    [
        (0, 0, False, 5),
        (4, 0, False, 5),
        (5, 0, True, 10),
        (9, 0, True, 10),
        (10, 0, True, 15),
        (7, 5, False, 10),
        (9, 7, False, 10),
        (10, 7, True, 15),
        (14, 13, False, 15),
        (20, 15, True, None),
        (20, 20, False, None),
    ],
)
def test_a_quiz_is_due_every_5_lessons_seen_and_missed_ones_do_not_add_up(
    seen: int, counted: int, due: bool, next_at: int | None
) -> None:
    found = offered(seen, counted=counted)

    assert (found.due, found.seen, found.next_at) == (due, seen, next_at)


@pytest.mark.rule("PQ-3", "PQ-4")
def test_the_first_waits_for_10_questions_and_the_next_is_at_the_next_multiple_of_5() -> None:
    """The rule's own example: the questions reach 10 at the 7th lesson."""
    questions = dict(zip(lessons(20), [1, 1, 1, 1, 2, 2, 2, *[1] * 13], strict=True))

    before = [offered(seen, questions=questions) for seen in range(7)]
    at_7 = offered(7, questions=questions)
    after = [offered(seen, counted=7, questions=questions) for seen in (7, 8, 9)]

    assert [(one.due, one.next_at) for one in before] == [(False, 7)] * 7
    assert (at_7.due, at_7.questions, at_7.next_at) == (True, 10, 10)
    assert [(one.due, one.next_at) for one in after] == [(False, 10)] * 3
    assert offered(10, counted=7, questions=questions).due


@pytest.mark.rule("PQ-3")
def test_a_course_without_10_questions_has_no_quiz() -> None:
    found = offered(20, questions={LessonId("l1"): 9})

    assert (found.due, found.next_at) == (False, None)
    with pytest.raises(Refused) as refused:
        found.must_be_due()
    assert (refused.value.rule, refused.value.facts) == ("PQ-3", {"questions": 9, "needed": 10})


@pytest.mark.rule("PQ-4")
def test_a_quiz_that_is_not_due_is_refused_with_the_number_at_which_it_comes() -> None:
    with pytest.raises(Refused) as refused:
        offered(7, counted=5).must_be_due()

    assert (refused.value.rule, refused.value.facts) == ("PQ-4", {"seen": 7, "next_at": 10})
    offered(10, counted=5).must_be_due()


@pytest.mark.rule("PQ-4")
def test_lessons_of_another_course_do_not_count_and_the_rhythm_is_kept_after_a_move() -> None:
    course, elsewhere = lessons(10), lessons(10, first=101)
    questions = dict.fromkeys(course, 10)

    moved = offer(course, [*course[:4], *elsewhere], elsewhere, questions)
    shared = offer(course, [*course[:6], *elsewhere], [*course[:6], *elsewhere], questions)

    assert (moved.seen, moved.due, moved.next_at) == (4, False, 5)
    assert (shared.seen, shared.due, shared.next_at) == (6, False, 10)


@given(seen=some.sets(some.integers(1, 30)), more=some.sets(some.integers(1, 30)), questions=some.integers(0, 3))
def test_a_quiz_is_due_exactly_when_the_rule_says(seen: set[int], more: set[int], questions: int) -> None:
    course = lessons(30)
    counted = [LessonId(f"l{place}") for place in seen]
    now = {LessonId(f"l{place}") for place in seen | more}

    found = offer(course, now, counted, dict.fromkeys(course, questions))

    assert found.due == (len(now) // 5 > len(counted) // 5 and questions * len(now) >= 10)
    assert found.ahead == is_ahead(list(now), counted)
    if found.next_at is not None:
        assert len(now) < found.next_at <= 30
        unseen = [lesson for lesson in course if lesson not in now][: found.next_at - len(now)]
        base = counted if not found.due else list(now)
        assert offer(course, now | set(unseen), base, dict.fromkeys(course, questions)).due


# PQ-1, PQ-7: which questions


@pytest.mark.rule("PQ-1", "PQ-7")
@given(number=some.integers(10, 60), seed=some.text(max_size=8), data=some.data())
def test_a_draw_is_10_different_questions_and_the_same_for_the_same_seed(
    number: int, seed: str, data: some.DataObject
) -> None:
    questions = bank(number)
    answered = data.draw(
        some.dictionaries(
            some.sampled_from([one.id for one in questions]),
            some.builds(Answered, some.integers(1, 9), some.booleans()),
        )
    )

    drawn = draw(questions, answered, seed)

    assert len(drawn) == len(identifiers(drawn)) == LENGTH
    assert draw(list(reversed(questions)), answered, seed) == drawn


@pytest.mark.rule("PQ-7")
def test_a_seed_gives_this_draw_on_every_machine() -> None:
    drawn = draw(bank(30), {QuestionId("q3"): Answered(1, False)}, "graine")

    assert " ".join(one.reference for one in drawn) == "p024 p028 p008 p001 p014 p020 p011 p007 p003 p002"


@pytest.mark.rule("PQ-7")
def test_other_seeds_give_other_draws() -> None:
    assert len({draw(bank(30), {}, str(seed)) for seed in range(20)}) == 20


@pytest.mark.rule("PQ-7")
def test_questions_never_asked_come_before_those_answered_right_and_the_longest_ago_before_the_others() -> None:
    answered = {QuestionId(f"q{place}"): Answered(3 if place < 10 else 1, True) for place in range(20)}

    new = draw(bank(30), answered, "a")
    old = draw(bank(20), answered, "a")
    mixed = draw(bank(25), answered, "a")

    assert identifiers(new) == {f"q{place}" for place in range(20, 30)}
    assert identifiers(old) == {f"q{place}" for place in range(10, 20)}
    assert {f"q{place}" for place in range(20, 25)} < identifiers(mixed) <= {f"q{place}" for place in range(10, 25)}


@pytest.mark.rule("PQ-7")
def test_questions_last_answered_wrong_come_back_up_to_a_half_of_the_quiz() -> None:
    three_wrong = {QuestionId(f"q{place}"): Answered(1, place >= 3) for place in range(10)}
    all_wrong = {QuestionId(f"q{place}"): Answered(1, False) for place in range(10)}

    assert {"q0", "q1", "q2"} <= identifiers(draw(bank(40), three_wrong, "a"))
    back = identifiers(draw(bank(40), all_wrong, "a")) & {str(one) for one in all_wrong}
    assert len(back) == RETURNING


@pytest.mark.rule("PQ-7")
def test_a_question_answered_right_after_all_comes_back_no_more() -> None:
    answered = {QuestionId("q0"): Answered(2, True)}

    assert "q0" not in identifiers(draw(bank(11), answered, "a"))


# Finishing


def a_practice(number: int = 10) -> tuple[Practice, dict[QuestionId, Shown]]:
    """Somebody with a quiz under way, whose questions have three choices, the first of them right."""
    practice, questions = Practice(PersonId("ana")), bank(number)
    practice.begin(QuizId("quiz"), COURSE, questions, NOW)
    wording = Wording("?", ("a", "b", "c"), (0,), "because")
    return practice, {one.id: Shown(one.reference, wording) for one in questions}


@pytest.mark.rule("PQ-6")
def test_finishing_counts_right_answers_once() -> None:
    practice, shown = a_practice()
    quiz = practice.quizzes[QuizId("quiz")]
    answers = [[0]] * 6 + [[1], [0, 1], [], [2]]

    assert practice.finish(quiz, shown, answers, lessons(7), NOW) == 6

    assert practice.under_way(COURSE) is None
    assert practice.counted == frozenset(lessons(7))
    assert sorted(one.right for one in practice.answered.values()) == [False] * 4 + [True] * 6
    with pytest.raises(Refused) as refused:
        practice.finish(quiz, shown, answers, lessons(7), NOW)
    assert (refused.value.rule, refused.value.reason, refused.value.facts) == ("PQ-6", "finished", {})


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ([], "answers"),
        ([[0]] * 9, "answers"),
        ([[0]] * 11, "answers"),
        ([[0]] * 9 + [[3]], "answers[9][0]"),
        ([[0]] * 8 + [[1, -1], [0]], "answers[8][1]"),
        ([[0, 0]] + [[0]] * 9, "answers[0]"),
    ],
)
def test_answers_that_do_not_fit_are_invalid_and_change_nothing(answers: list[list[int]], field: str) -> None:
    practice, shown = a_practice()

    with pytest.raises(Invalid) as invalid:
        practice.finish(practice.quizzes[QuizId("quiz")], shown, answers, lessons(7), NOW)

    assert invalid.value.field == field
    assert practice.under_way(COURSE) is not None
    assert practice.answered == {}


@pytest.mark.rule("PQ-4")
def test_postponing_counts_the_lessons_seen_so_that_the_next_one_comes_5_lessons_on() -> None:
    practice = Practice(PersonId("ana"))

    practice.postpone(lessons(7))

    assert not is_ahead(lessons(9), practice.counted)
    assert is_ahead(lessons(10), practice.counted)


@pytest.mark.rule("PQ-4")
def test_postponing_drops_the_quiz_that_was_begun_and_keeps_those_finished() -> None:
    practice, shown = a_practice()
    practice.finish(practice.quizzes[QuizId("quiz")], shown, [[0]] * 10, lessons(7), NOW)
    practice.begin(QuizId("second"), COURSE, bank(10), NOW)

    practice.postpone(lessons(10))

    assert practice.under_way(COURSE) is None
    assert list(practice.quizzes) == ["quiz"]


@pytest.mark.rule("PQ-4")
def test_a_quiz_begun_in_another_course_takes_the_place_of_the_former_one() -> None:
    practice, _ = a_practice()
    other = CourseId("c2")
    assert practice.under_way(other) is None

    begun = practice.begin(QuizId("second"), other, bank(10), NOW)

    assert (list(practice.quizzes), begun.number) == (["second"], 1)
    assert practice.under_way(other) is begun
