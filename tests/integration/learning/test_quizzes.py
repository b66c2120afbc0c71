"""Practice quizzes: when one is due, what it shows and when, and what is never shown."""

import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ledr_core import Invalid, LedrError, NotFound, School
from ledr_core.application.areas import AREAS
from ledr_core.application.operating.operation import operations_of
from ledr_core.application.operating.permissions import Who
from ledr_core.views import as_json
from tests.integration.conftest import Rehearsal, address, grounds, refusal

LEA, MAX = address("lea"), address("max")
COURSE = [f"l{number}" for number in range(1, 16)]
RIGHT = [[1]] * 10
"""The answers that are all right."""


def questions_on(lesson: str, number: int = 2) -> list[dict[str, Any]]:
    """Practice questions on a lesson, whose second choice is right."""
    return [
        {
            "reference": f"{lesson}-{place}",
            "kind": "practice",
            "lesson": lesson,
            "text": f"Question {place} sur {lesson} ?",
            "choices": [f"non {lesson}", f"oui {lesson}", f"peut-être {lesson}"],
            "right": [1],
            "explanation": f"parce que {lesson}-{place}",
        }
        for place in range(number)
    ]


def learning(ledr: Rehearsal, *, each: int = 2, members: str = "lea max") -> Rehearsal:
    """Léa and Max have licences for a course of 15 lessons, with so many practice questions each."""
    ledr.a_course(themes={"t1": " ".join(COURSE)})
    questions = [question for lesson in COURSE for question in questions_on(lesson, each)]
    ledr.school.catalogue.load(by="staff", data={"questions": questions})
    if not ledr.school.companies.list(by="staff"):
        ledr.school.companies.create(by="staff", name="Manpower")
    ledr.a_session(kind="licence", members=members)
    return ledr


def see(ledr: Rehearsal, number: int, name: str = "lea") -> None:
    """Have somebody see the first lessons of the course."""
    ledr.watch(name, " ".join(COURSE[:number]))


def due(school: School, by: str = LEA) -> tuple[bool, int, int | None]:
    found = school.quizzes.due(by=by)
    assert school.learning.home(by=by).quiz_due == found.due
    return found.due, found.seen, found.next_at


# PQ-2 to PQ-4: when one is due


@pytest.mark.rule("PQ-2", "PQ-3", "PQ-4")
def test_the_example_of_the_rule(stored: Rehearsal) -> None:
    """Questions reach 10 at the 7th lesson: due at the 7th, next at the 10th; the home page says so too."""
    learning(stored, each=0)
    counts = [1, 1, 1, 1, 2, 2, 2, *[1] * 8]
    questions = [one for lesson, count in zip(COURSE, counts, strict=True) for one in questions_on(lesson, count)]
    stored.school.catalogue.load(by="staff", data={"questions": questions})

    for number in range(1, 7):
        see(stored, number)
        assert due(stored.school) == (False, number, 7)
    see(stored, 7)
    assert due(stored.school) == (True, 7, 10)

    quiz = stored.school.quizzes.start(by=LEA).quiz
    stored.school.quizzes.finish(by=LEA, quiz=quiz, answers=RIGHT)

    for number in (7, 8, 9):
        see(stored, number)
        assert due(stored.school) == (False, number, 10)
    see(stored, 10)
    assert due(stored.school) == (True, 10, 15)


@pytest.mark.rule("PQ-3", "PQ-4")
def test_a_quiz_that_is_not_due_cannot_be_begun_or_postponed(empty: Rehearsal) -> None:
    learning(empty, each=1)
    school = empty.school
    for call in (school.quizzes.start, school.quizzes.postpone):
        assert grounds(refusal(lambda call=call: call(by=LEA))) == ("PQ-4", "not due")
    see(empty, 6)

    for call in (school.quizzes.start, school.quizzes.postpone):
        refused = refusal(lambda call=call: call(by=LEA))
        assert grounds(refused) == ("PQ-3", "too few questions")
        assert refused.facts == {"questions": 6, "needed": 10}
    assert due(school) == (False, 6, 10)


@pytest.mark.rule("PQ-4")
def test_a_quiz_put_off_gives_way_to_the_next_and_missed_ones_do_not_add_up(stored: Rehearsal) -> None:
    learning(stored)
    see(stored, 7)

    assert as_json(stored.school.quizzes.postpone(by=LEA)) == {}

    assert due(stored.school) == (False, 7, 10)
    see(stored, 15)
    assert due(stored.school)[0]
    stored.school.quizzes.finish(by=LEA, quiz=stored.school.quizzes.start(by=LEA).quiz, answers=RIGHT)
    assert due(stored.school) == (False, 15, None)


@pytest.mark.rule("PQ-4")
def test_the_rhythm_is_that_of_the_current_course_and_goes_along_in_a_move(stored: Rehearsal) -> None:
    """Six of the lessons seen are in the other course: its next quiz is at ten of them."""
    learning(stored)
    stored.a_course("autre", {"t2": " ".join([*COURSE[:6], "x1", "x2", "x3", "x4"])})
    stored.a_session("Autre", course="autre", members="zoe")
    see(stored, 8)
    stored.school.quizzes.finish(by=LEA, quiz=stored.school.quizzes.start(by=LEA).quiz, answers=RIGHT)

    stored.school.sessions.move_member(by="staff", person=LEA, session="Autre", former_package=1)
    stored.school.slots.assign(by="staff", session="Autre", person=LEA)

    assert due(stored.school) == (False, 6, 10)
    stored.watch("lea", "x1 x2 x3 x4")
    assert due(stored.school) == (True, 10, None)
    asked = {question.reference for question in stored.school.quizzes.start(by=LEA).questions}
    assert asked <= {f"{lesson}-{place}" for lesson in COURSE[:6] for place in range(2)}


# PQ-1, PQ-7: what is asked


@pytest.mark.rule("PQ-1")
def test_a_quiz_is_10_questions_on_lessons_seen(stored: Rehearsal) -> None:
    learning(stored)
    see(stored, 5)

    quiz = stored.school.quizzes.start(by=LEA)

    assert {question.reference for question in quiz.questions} == {
        f"{lesson}-{place}" for lesson in COURSE[:5] for place in range(2)
    }
    assert quiz.questions[0].choices[1].startswith("oui")


@pytest.mark.rule("PQ-1")
def test_a_question_withdrawn_is_asked_no_more(empty: Rehearsal) -> None:
    learning(empty, each=3)
    see(empty, 5)
    for place in range(3):
        empty.school.catalogue.withdraw_question(by="staff", question=f"l1-{place}")

    asked = {question.reference for question in empty.school.quizzes.start(by=LEA).questions}

    assert len(asked) == 10
    assert not any(reference.startswith("l1-") for reference in asked)


@pytest.mark.rule("PQ-7")
def test_what_was_answered_wrong_comes_back_and_what_is_new_comes_first(stored: Rehearsal) -> None:
    learning(stored, each=4)
    see(stored, 5)
    first = stored.school.quizzes.start(by=LEA)
    wrong = [question.reference for question in first.questions][:3]
    stored.school.quizzes.finish(by=LEA, quiz=first.quiz, answers=[[0]] * 3 + [[1]] * 7)
    see(stored, 10)

    second = [question.reference for question in stored.school.quizzes.start(by=LEA).questions]

    assert set(wrong) <= set(second)
    assert len(set(second) & {question.reference for question in first.questions}) == 3


@pytest.mark.rule("PQ-1")
def test_a_quiz_begun_is_given_again_the_same_until_it_is_finished(stored: Rehearsal) -> None:
    learning(stored, each=4)
    see(stored, 5)
    begun = stored.school.quizzes.start(by=LEA)
    see(stored, 9)

    assert stored.school.quizzes.start(by=LEA) == begun
    assert stored.school.quizzes.start(by="staff", person=LEA) == begun


@pytest.mark.rule("PQ-4")
def test_a_quiz_put_off_is_not_the_next_one_even_when_it_was_begun(stored: Rehearsal) -> None:
    learning(stored, each=4)
    see(stored, 5)
    begun = stored.school.quizzes.start(by=LEA)

    stored.school.quizzes.postpone(by=LEA)

    refused = refusal(lambda: stored.school.quizzes.start(by=LEA))
    assert (grounds(refused), refused.facts) == (("PQ-4", "not due"), {"seen": 5, "next_at": 10})
    with pytest.raises(NotFound) as error:
        stored.school.quizzes.finish(by=LEA, quiz=begun.quiz, answers=RIGHT)
    assert error.value.kind == "quiz"
    see(stored, 10)
    again = stored.school.quizzes.start(by=LEA)
    assert again.quiz != begun.quiz
    assert stored.school.quizzes.finish(by=LEA, quiz=again.quiz, answers=RIGHT).right == 10


@pytest.mark.rule("PQ-4")
def test_a_quiz_begun_in_a_former_course_is_dropped(stored: Rehearsal) -> None:
    """Even when all that it asks is on lessons of the present course too."""
    learning(stored, each=4)
    stored.a_course("autre", {"t2": " ".join([*COURSE[:4], "x1", "x2"])})
    stored.a_session("Autre", course="autre", members="zoe")
    see(stored, 5)
    begun = stored.school.quizzes.start(by=LEA).quiz

    stored.school.sessions.move_member(by="staff", person=LEA, session="Autre", former_package=1)
    stored.school.slots.assign(by="staff", session="Autre", person=LEA)

    refused = refusal(lambda: stored.school.quizzes.start(by=LEA))
    assert (grounds(refused), refused.facts) == (("PQ-4", "not due"), {"seen": 4, "next_at": 5})
    with pytest.raises(NotFound) as error:
        stored.school.quizzes.finish(by=LEA, quiz=begun, answers=RIGHT)
    assert error.value.reference == begun
    stored.watch("lea", "x1")
    again = stored.school.quizzes.start(by=LEA)
    assert again.quiz != begun
    assert not any(question.reference.startswith("l5-") for question in again.questions)
    assert stored.school.quizzes.finish(by=LEA, quiz=again.quiz, answers=RIGHT).right == 10


def test_windows_that_begin_at_once_get_the_same_quiz_and_finish_it_once(stored: Rehearsal) -> None:
    learning(stored, each=4)
    see(stored, 5)

    with ThreadPoolExecutor(6) as pool:
        begun = list(pool.map(lambda _: stored.school.quizzes.start(by=LEA), range(6)))
        (quiz,) = {one.quiz for one in begun}
        finish = lambda _: outcome(lambda: stored.school.quizzes.finish(by=LEA, quiz=quiz, answers=RIGHT))  # noqa: E731
        ended = list(pool.map(finish, range(6)))

    assert {one.questions for one in begun} == {begun[0].questions}
    assert sorted(ended) == ["PQ-6"] * 5 + ["right 10"]


def outcome(finish: Callable[[], Any]) -> str:
    try:
        return f"right {finish().right}"
    except LedrError as error:
        return getattr(error, "rule", repr(error))


# PQ-6: the result, once


@pytest.mark.rule("PQ-6")
def test_the_result_has_each_question_with_the_right_choices_and_why(stored: Rehearsal) -> None:
    learning(stored)
    see(stored, 5)
    quiz = stored.school.quizzes.start(by=LEA)

    result = stored.school.quizzes.finish(by=LEA, quiz=quiz.quiz, answers=[[1]] * 7 + [[0], [1, 2], []])

    assert (result.right, result.of) == (7, 10)
    assert [one.reference for one in result.corrections] == [one.reference for one in quiz.questions]
    assert {one.right for one in result.corrections} == {(1,)}
    assert [one.chosen for one in result.corrections] == [(1,)] * 7 + [(0,), (1, 2), ()]
    assert [one.correct for one in result.corrections] == [True] * 7 + [False] * 3
    assert result.corrections[0].explanation == f"parce que {quiz.questions[0].reference}"


@pytest.mark.rule("PQ-6")
def test_a_quiz_is_finished_once(empty: Rehearsal) -> None:
    learning(empty)
    see(empty, 5)
    quiz = empty.school.quizzes.start(by=LEA).quiz
    empty.school.quizzes.finish(by=LEA, quiz=quiz, answers=[[0]] * 10)

    for by in (LEA, "staff"):
        again = refusal(lambda by=by: empty.school.quizzes.finish(by=by, quiz=quiz, answers=RIGHT, person=LEA))
        assert (*grounds(again), again.facts) == ("PQ-6", "finished", {})


@pytest.mark.rule("PQ-1")
def test_what_was_shown_counts_whatever_became_of_the_question(stored: Rehearsal) -> None:
    learning(stored, each=3)
    see(stored, 5)
    quiz = stored.school.quizzes.start(by=LEA)
    first = quiz.questions[0]
    stored.school.catalogue.put_question(
        by="staff", reference=first.reference, text="Autre ?", choices=["oui", "non"], right=[0]
    )
    stored.school.catalogue.withdraw_question(by="staff", question=quiz.questions[1].reference)

    assert stored.school.quizzes.start(by=LEA) == quiz
    result = stored.school.quizzes.finish(by=LEA, quiz=quiz.quiz, answers=RIGHT)

    assert result.right == 10
    assert (result.corrections[0].text, result.corrections[0].choices) == (first.text, first.choices)


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ([[1]] * 9, "answers"),
        ([[1]] * 11, "answers"),
        ([[1]] * 9 + [[3]], "answers[9][0]"),
        ([[1]] * 9 + [[-1]], "answers[9][0]"),
        ([[1, 1]] + [[1]] * 9, "answers[0]"),
        ([["1"]] + [[1]] * 9, "answers[0][0]"),
        ([[True]] + [[1]] * 9, "answers[0][0]"),
        ([1] * 10, "answers[0]"),
        ("oui", "answers"),
        (None, "answers"),
    ],
)
def test_answers_that_do_not_fit_are_invalid_and_the_quiz_stays_open(
    empty: Rehearsal, answers: object, field: str
) -> None:
    learning(empty)
    see(empty, 5)
    quiz = empty.school.quizzes.start(by=LEA).quiz

    with pytest.raises(Invalid) as error:
        empty.school.quizzes.finish(by=LEA, quiz=quiz, answers=answers)

    assert error.value.field == field
    assert empty.school.quizzes.finish(by=LEA, quiz=quiz, answers=RIGHT).right == 10


def test_a_quiz_of_somebody_else_does_not_exist(empty: Rehearsal) -> None:
    learning(empty)
    see(empty, 5)
    see(empty, 5, "max")
    quiz = empty.school.quizzes.start(by=LEA).quiz

    for by, person in ((MAX, None), ("staff", MAX)):
        with pytest.raises(NotFound) as error:
            empty.school.quizzes.finish(by=by, quiz=quiz, answers=RIGHT, person=person)
        assert (error.value.kind, error.value.reference) == ("quiz", quiz)
    assert refusal(lambda: empty.school.quizzes.start(by=MAX, person=LEA)).rule == "ROLE-11"


@pytest.mark.rule("PQ-5")
def test_a_quiz_changes_nothing_of_progress(empty: Rehearsal) -> None:
    learning(empty)
    see(empty, 5)
    before = empty.school.learning.progress(by=LEA)

    quiz = empty.school.quizzes.start(by=LEA).quiz
    empty.school.quizzes.finish(by=LEA, quiz=quiz, answers=[[0]] * 10)
    see(empty, 15)

    assert (before.percent, before.missing) == (33, before.missing)
    assert (empty.school.learning.progress(by=LEA).finished, due(empty.school)[0]) == (True, True)


# Who


@pytest.mark.rule("ACC-16", "ROLE-2")
def test_quizzes_and_notes_are_gated_as_learning_is(empty: Rehearsal) -> None:
    learning(empty)
    see(empty, 5)
    quiz = empty.school.quizzes.start(by=LEA).quiz
    tom = empty.a_person("tom", "tester", company=None)
    school = empty.school
    calls: tuple[Callable[[str], object], ...] = (
        lambda by: school.quizzes.due(by=by),
        lambda by: school.quizzes.start(by=by),
        lambda by: school.quizzes.finish(by=by, quiz=quiz, answers=RIGHT),
        lambda by: school.quizzes.postpone(by=by),
        lambda by: school.learning.note(by=by, module="m-t1", text="x"),
        lambda by: school.learning.notes(by=by),
    )

    empty.at("2027-11-01")

    for call in calls:
        assert refusal(lambda call=call: call(LEA)).rule == "ACC-5"
        assert refusal(lambda call=call: call(tom)).rule == "ROLE-11"
        assert refusal(lambda call=call: call("public")).rule == "ROLE-11"
    assert school.quizzes.finish(by="staff", quiz=quiz, answers=RIGHT, person=LEA).right == 10


# Nothing shows a result again


def walked(school: School, by: str, values: dict[str, Any]) -> dict[str, str]:
    """What each operation that a person may ask for gives or says, with these values where it takes them."""
    said = {}
    for area in AREAS.values():
        for operation in operations_of(area).values():
            if operation.permission.who.isdisjoint((Who.SELF, Who.PUBLIC)):
                continue
            given = {field.name: values[field.name] for field in operation.parameters if field.name in values}
            try:
                said[operation.name] = json.dumps(
                    as_json(school.perform(operation.name, by, given)), ensure_ascii=False
                )
            except LedrError as error:
                said[operation.name] = f"{error} {getattr(error, 'facts', '')} {getattr(error, 'allowed', '')}"
    return said


@pytest.mark.rule("PQ-6")
def test_no_operation_a_learner_may_ask_for_shows_answers_before_or_a_result_again(
    empty: Rehearsal, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever they ask, with whatever they have: no explanation, no right choice, no score; nor in the log."""
    caplog.set_level(logging.DEBUG)
    learning(empty)
    see(empty, 5)
    quiz = empty.school.quizzes.start(by=LEA)
    values = {"lesson": "l1", "ended": True, "module": "m-t1", "text": "note", "course": "recruter", "person": LEA}
    before = walked(empty.school, LEA, values | {"quiz": quiz.quiz, "answers": [[0]]})  # puts the quiz off, too
    see(empty, 10)
    quiz = empty.school.quizzes.start(by=LEA)
    empty.school.quizzes.finish(by=LEA, quiz=quiz.quiz, answers=RIGHT)

    after = walked(empty.school, LEA, values | {"quiz": quiz.quiz, "answers": RIGHT, "attempt": quiz.quiz})

    assert {"quizzes.start", "quizzes.due", "learning.home", "learning.progress", "people.show"} <= after.keys()
    for name, text in (before | after).items():
        assert "parce que" not in text, name
        assert '"right"' not in text, name
    for text in after.values():
        assert "oui" not in text
    assert "parce que" not in caplog.text
    assert [message.kind for message in empty.messages("lea")] == []


# LEARN-11: notes


@pytest.mark.rule("LEARN-11")
def test_a_note_is_kept_as_typed_and_the_last_one_stands(stored: Rehearsal) -> None:
    learning(stored)
    text = "  1. « Combien ? »\r\n\t2. Écouter 🎓\n\n"

    assert as_json(stored.school.learning.note(by=LEA, module="m-t1", text="brouillon")) == {}
    stored.school.learning.note(by=LEA, module="m-t1", text=text)

    assert as_json(stored.school.learning.notes(by=LEA)) == [{"module": "m-t1", "title": "t1", "text": text}]
    assert stored.school.learning.notes(by=MAX) == ()
    stored.school.learning.note(by="staff", person=LEA, module="m-t1", text="")
    assert stored.school.learning.notes(by=LEA) == ()


@pytest.mark.rule("LEARN-11")
def test_notes_are_listed_together_in_course_order_and_stay_after_a_move(stored: Rehearsal) -> None:
    stored.a_course("long", {"t5": "a1", "t3": "a2", "t4": "a3"})
    stored.a_course("autre", {"t9": "l9", "t8": "l8", "t4": "a3"})
    stored.a_session(kind="licence", course="long", members="lea max")
    stored.a_session("Autre", course="autre", members="zoe")
    for module in ("m-t3", "m-t4", "m-t5"):
        stored.school.learning.note(by=LEA, module=module, text=module)
    assert [note.module for note in stored.school.learning.notes(by=LEA)] == ["m-t5", "m-t3", "m-t4"]

    stored.school.sessions.move_member(by="staff", person=LEA, session="Autre", former_package=1)
    stored.school.slots.assign(by="staff", session="Autre", person=LEA)

    assert [note.module for note in stored.school.learning.notes(by=LEA)] == ["m-t4", "m-t3", "m-t5"]
    assert grounds(refusal(lambda: stored.school.learning.note(by=LEA, module="m-t3", text="x"))) == (
        "ROLE-3",
        "another course",
    )


@pytest.mark.parametrize(
    ("text", "field"), [("x" * 100_001, "text"), ("a\x00b", "text"), (None, "text"), (3, "text"), ("\ud800", "text")]
)
def test_a_text_that_cannot_be_kept_is_invalid(empty: Rehearsal, text: object, field: str) -> None:
    learning(empty)

    with pytest.raises(Invalid) as error:
        empty.school.learning.note(by=LEA, module="m-t1", text=text)

    assert error.value.field == field
    empty.school.learning.note(by=LEA, module="m-t1", text="x" * 100_000)
    assert len(empty.school.learning.notes(by=LEA)[0].text) == 100_000


def test_a_note_on_a_module_that_does_not_exist_is_not_found(empty: Rehearsal) -> None:
    learning(empty)

    with pytest.raises(NotFound) as error:
        empty.school.learning.note(by=LEA, module="nowhere", text="x")

    assert error.value.kind == "module"


@pytest.mark.rule("LEARN-11")
def test_of_notes_saved_at_once_one_stands_whole(stored: Rehearsal) -> None:
    learning(stored)
    texts = [f"{number}" * 50 for number in range(8)]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda text: stored.school.learning.note(by=LEA, module="m-t1", text=text), texts))

    (note,) = stored.school.learning.notes(by=LEA)
    assert note.text in texts
