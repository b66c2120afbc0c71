"""Workshops: six steps in order, locks that say what is missing, answers that others see once they have answered."""

from typing import Any

import pytest

from ledr_core import Invalid, NotFound
from tests.integration.conftest import Rehearsal, address, grounds, refusal
from tests.kept_schools import kept

LEA, MAX, ANA, BOB = (address(name) for name in ("lea", "max", "ana", "bob"))
STEPS = [
    ({"step": "introduction_video"}, 10),
    ({"step": "introduction_question", "answer": "Moi"}, 20),
    ({"step": "main_video"}, 30),
    ({"step": "main_question", "question": 1, "answer": "Un"}, 30),
    ({"step": "main_question", "question": 2, "answer": "Deux"}, 60),
    ({"step": "correction", "question": 1}, 60),
    ({"step": "correction", "question": 2}, 90),
    ({"step": "conclusion_video"}, 100),
]
"""The steps of a workshop of two questions, and the progress after each."""


def with_workshops(ledr: Rehearsal, *, course: str = "recruter", locked: bool = False, required: int = 1) -> Rehearsal:
    """The course has the workshops w1 (modules m-t1; an introduction and two questions) and w2 (one question)."""
    ledr.school.catalogue.load(
        by="staff",
        data={
            "workshops": [
                {
                    "reference": "w1",
                    "title": "Rédiger",
                    "modules": ["m-t1"],
                    "introduction_question": "Qui es-tu ?",
                    "questions": ["Une ?", "Deux ?"],
                },
                {"reference": "w2", "title": "Écouter", "questions": ["Quoi ?"]},
            ],
            "courses": [
                {
                    "reference": course,
                    "workshops": ["w1", "w2"],
                    "workshops_required": required,
                    "workshops_locked": locked,
                }
            ],
        },
    )
    return ledr


@pytest.fixture
def atelier(ledr: Rehearsal) -> Rehearsal:
    return kept(ledr, two_workshops)


def two_workshops(ledr: Rehearsal) -> None:
    """Léa, Max, Ana and Bob follow a course with the workshops w1 and w2, of which one is required."""
    with_workshops(ledr)
    ledr.a_session(kind="licence", members="lea max ana bob")


def step(ledr: Rehearsal, person: str, workshop: str = "w1", **given: Any) -> int:
    return int(ledr.school.workshops.step(by=person, workshop=workshop, **given).percent)


def complete(ledr: Rehearsal, person: str, workshop: str = "w1") -> None:
    for given, _ in STEPS:
        if workshop == "w2" and (given["step"] == "introduction_question" or given.get("question") == 2):
            continue
        step(ledr, person, workshop, **given)


def answer(ledr: Rehearsal, person: str, text: str, question: int = 1) -> None:
    step(ledr, person, step="main_question", question=question, answer=text)


def seen_by(ledr: Rehearsal, person: str, question: int = 1) -> list[str]:
    return [one.text for one in ledr.school.workshops.answers(by=person, workshop="w1", question=question)]


def known(ledr: Rehearsal, question: int = 1) -> dict[str, str]:
    """What `choose_answers` calls each answer, by its text."""
    return {
        one.text: one.answer for one in ledr.school.workshops.all_answers(by="staff", workshop="w1", question=question)
    }


def choose(ledr: Rehearsal, *texts: str) -> None:
    names = known(ledr)
    ledr.school.workshops.choose_answers(by="staff", workshop="w1", question=1, answers=[names[text] for text in texts])


# WORK-1, WORK-2: steps and what is required


@pytest.mark.rule("WORK-1")
def test_each_step_gives_the_progress_of_the_last_one_reached(atelier: Rehearsal) -> None:
    assert [step(atelier, LEA, **given) for given, _ in STEPS] == [percent for _, percent in STEPS]


@pytest.mark.rule("WORK-1")
def test_a_step_taken_before_those_it_waits_for_says_which_comes_first_and_counts_once_they_are_done(
    stored: Rehearsal,
) -> None:
    with_workshops(stored)
    stored.a_session(kind="licence", members="lea")

    taken = [stored.school.workshops.step(by=LEA, workshop="w1", **given) for given, _ in reversed(STEPS)]

    assert [one.percent for one in taken] == [0] * 7 + [100]
    assert [one.first for one in taken] == ["introduction_video"] * 7 + [None]
    assert stored.school.learning.progress(by=LEA).workshops[0].percent == 100


@pytest.mark.rule("WORK-1")
def test_what_comes_first_is_the_first_of_the_steps_that_are_left(atelier: Rehearsal) -> None:
    for given, _ in STEPS[:4]:
        step(atelier, LEA, **given)

    early = atelier.school.workshops.step(by=LEA, workshop="w1", step="conclusion_video")
    last = [step(atelier, LEA, **given) for given, _ in STEPS[4:7]]

    assert (early.percent, early.first) == (30, "main_question")
    assert last == [60, 60, 100]


@pytest.mark.rule("WORK-1")
def test_main_questions_then_corrections_are_taken_in_any_order(atelier: Rehearsal) -> None:
    for given, _ in STEPS[:3]:
        step(atelier, LEA, **given)

    assert step(atelier, LEA, step="main_question", question=2, answer="Deux") == 30
    assert step(atelier, LEA, step="correction", question=2) == 30
    assert step(atelier, LEA, step="main_question", question=1, answer="Un") == 60
    assert step(atelier, LEA, step="correction", question=1) == 90


@pytest.mark.rule("WORK-1")
def test_an_answer_given_too_early_is_kept_and_counts_later(atelier: Rehearsal) -> None:
    answer(atelier, LEA, "Trop tôt")
    for given in ("introduction_video", "main_video"):
        step(atelier, LEA, step=given)
    step(atelier, LEA, step="introduction_question", answer="Moi")

    assert list(known(atelier)) == ["Trop tôt"]
    assert step(atelier, LEA, step="main_question", question=2, answer="Deux") == 60


@pytest.mark.rule("WORK-1")
def test_a_workshop_without_introduction_question_goes_on_without_it(atelier: Rehearsal) -> None:
    assert step(atelier, LEA, "w2", step="introduction_video") == 10
    assert step(atelier, LEA, "w2", step="main_video") == 30
    assert step(atelier, LEA, "w2", step="main_question", question=1, answer="Un") == 60


@pytest.mark.rule("WORK-1")
def test_the_six_steps_can_be_walked_where_there_is_no_introduction_question(stored: Rehearsal) -> None:
    with_workshops(stored)
    stored.a_session(kind="licence", members="lea")
    early = step(stored, LEA, "w2", step="introduction_question")
    walked = [
        step(stored, LEA, "w2", step=one, answer="Un" if one == "main_question" else None)
        for one in (
            "introduction_video",
            "introduction_question",
            "main_video",
            "main_question",
            "correction",
            "conclusion_video",
        )
    ]

    assert (early, walked) == (0, [20, 20, 30, 60, 90, 100])


@pytest.mark.rule("WORK-1")
@pytest.mark.parametrize(
    "given",
    [
        {"step": "introduction_video", "question": 1, "answer": "x"},
        {"step": "introduction_question", "question": 1, "answer": "Moi"},
        {"step": "introduction_question", "question": 0, "answer": "Moi"},
        {"step": "main_video", "question": 9, "answer": ""},
        {"step": "correction", "question": 1, "answer": "x"},
        {"step": "conclusion_video", "question": 1},
    ],
)
def test_what_a_step_does_not_take_is_ignored(atelier: Rehearsal, given: dict[str, Any]) -> None:
    before = STEPS[: [one["step"] for one, _ in STEPS].index(given["step"])]
    for one, _ in before:
        step(atelier, LEA, **one)
    expected = next(percent for one, percent in STEPS if one["step"] == given["step"])

    assert step(atelier, LEA, **given) == expected
    assert len(known(atelier)) == sum(one.get("question") == 1 and "answer" in one for one, _ in before)


@pytest.mark.rule("WORK-2", "LEARN-10")
def test_the_workshops_required_are_told_and_finish_the_course(stored: Rehearsal) -> None:
    with_workshops(stored, required=2)
    stored.a_session(kind="licence", members="lea")
    stored.watch("lea", "l1 l2")
    before = stored.school.learning.progress(by=LEA)
    complete(stored, LEA, "w1")
    between = stored.school.workshops.list(by=LEA)
    complete(stored, LEA, "w2")
    after = stored.school.learning.progress(by=LEA)

    assert (before.percent, before.finished) == (99, False)
    assert [(one.rule, one.what) for one in before.missing] == [("WORK-2", "0/2")]
    assert (between.required, between.done, [one.percent for one in between.workshops]) == (2, 1, [100, 0])
    assert (after.percent, after.finished, after.missing) == (100, True, ())
    assert [one.percent for one in after.workshops] == [100, 100]


@pytest.mark.rule("WORK-9")
def test_workshops_are_done_in_any_order_and_never_graded(atelier: Rehearsal) -> None:
    complete(atelier, LEA, "w2")

    (first, second) = atelier.school.workshops.list(by=LEA).workshops
    assert (first.percent, second.percent) == (0, 100)
    assert not any("grade" in name or "mark" in name for name in type(first).__slots__)


@pytest.mark.rule("WORK-1")
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"step": "main_question", "answer": "x"}, "question"),
        ({"step": "correction"}, "question"),
        ({"step": "main_question", "question": 1}, "answer"),
        ({"step": "introduction_question"}, "answer"),
        ({"step": "introduction_question", "answer": " \n"}, "answer"),
        ({"step": "main_question", "question": 1, "answer": ""}, "answer"),
        ({"step": "main_question", "question": 1, "answer": "\u200b\ufeff"}, "answer"),
        ({"step": "main_question", "question": 1, "answer": "x" * 100_001}, "answer"),
        ({"step": "main_question", "question": 3, "answer": "x"}, "question"),
        ({"step": "main_question", "question": 0, "answer": "x"}, "question"),
        ({"step": "conclusion"}, "step"),
    ],
)
def test_a_step_that_cannot_be_read_changes_nothing(atelier: Rehearsal, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as error:
        step(atelier, LEA, **given)

    assert error.value.field == field
    assert atelier.school.workshops.list(by=LEA).workshops[0].percent == 0
    assert known(atelier) == {}


def test_a_question_left_out_is_told_with_the_numbers_there_are(atelier: Rehearsal) -> None:
    with pytest.raises(Invalid) as error:
        step(atelier, LEA, step="correction")

    assert (error.value.field, error.value.allowed) == ("question", "1 to 2")


def test_a_workshop_without_main_questions_has_no_such_step(ledr: Rehearsal) -> None:
    ledr.school.catalogue.load(
        by="staff",
        data={
            "workshops": [{"reference": "w3", "title": "Regarder"}],
            "courses": [{"reference": "recruter", "workshops": ["w3"]}],
        },
    )
    ledr.a_session(kind="licence", members="lea")

    for given in ({"step": "main_question", "answer": "x"}, {"step": "correction", "question": 1}):
        with pytest.raises(Invalid) as error:
            step(ledr, LEA, "w3", **given)
        assert (error.value.field, error.value.allowed) == ("question", "nothing: this workshop has none")
    assert [step(ledr, LEA, "w3", step=one) for one in ("introduction_video", "main_video")] == [10, 90]
    assert step(ledr, LEA, "w3", step="conclusion_video") == 100


def test_a_workshop_of_another_course_or_of_none_is_refused(atelier: Rehearsal) -> None:
    atelier.school.catalogue.put_workshop(by="staff", reference="w9", title="Ailleurs")

    for by in (LEA, "staff"):
        refused = refusal(
            lambda by=by: atelier.school.workshops.step(by=by, person=LEA, workshop="w9", step="introduction_video")
        )
        assert grounds(refused) == ("ROLE-3", "another course")
        with pytest.raises(NotFound) as error:
            atelier.school.workshops.step(by=by, person=LEA, workshop="w0", step="introduction_video")
        assert (error.value.what, error.value.reference) == ("workshop", "w0")


@pytest.mark.rule("ACC-16")
def test_workshops_are_gated_as_lessons_are_and_staff_are_not(atelier: Rehearsal) -> None:
    atelier.at("2027-11-01")

    assert grounds(refusal(lambda: step(atelier, LEA, step="introduction_video"))) == ("ACC-5", "ended")
    assert refusal(lambda: atelier.school.workshops.list(by=LEA)).rule == "ACC-5"
    assert refusal(lambda: atelier.school.workshops.answers(by=LEA, workshop="w1", question=1)).rule == "ACC-5"
    late = atelier.school.workshops.step(by="staff", person=LEA, workshop="w1", step="introduction_video")
    assert late.percent == 10


@pytest.mark.rule("ROLE-2")
def test_a_tester_reaches_no_workshop(atelier: Rehearsal) -> None:
    tess = atelier.a_person("tess", "tester", company=None)

    for call in (
        lambda: step(atelier, tess, step="introduction_video"),
        lambda: atelier.school.workshops.list(by=tess),
    ):
        assert grounds(refusal(call)) == ("ROLE-11", "demo lessons alone")


@pytest.mark.rule("ROLE-11")
def test_nobody_but_staff_does_a_workshop_for_another_or_reads_all_answers(atelier: Rehearsal) -> None:
    workshops = atelier.school.workshops
    calls = (
        lambda: workshops.step(by=MAX, person=LEA, workshop="w1", step="introduction_video"),
        lambda: workshops.list(by=MAX, person=LEA),
        lambda: workshops.answers(by=MAX, person=LEA, workshop="w1", question=1),
        lambda: workshops.all_answers(by=MAX, workshop="w1", question=1),
        lambda: workshops.choose_answers(by=MAX, workshop="w1", question=1, answers=[]),
    )

    assert [refusal(call).rule for call in calls] == ["ROLE-11"] * 5


# WORK-3, WORK-4, WORK-8: locks


@pytest.mark.rule("WORK-3", "WORK-4")
def test_a_locked_workshop_says_which_modules_are_missing_and_opens_when_all_are_seen(stored: Rehearsal) -> None:
    with_workshops(stored, locked=True)
    stored.a_session(kind="licence", members="lea")
    stored.watch("lea", "l1")

    for by in (LEA, "staff"):
        refused = refusal(
            lambda by=by: stored.school.workshops.step(by=by, person=LEA, workshop="w1", step="introduction_video")
        )
        assert grounds(refused) == ("WORK-3", "locked")
        assert refused.facts == {"workshop": "w1", "missing_modules": ["m-t1"], "person": LEA}
    (first, second) = stored.school.workshops.list(by=LEA).workshops
    assert (first.locked, first.missing_modules) == (True, ("m-t1",))
    assert (second.locked, second.missing_modules) == (False, ())
    assert step(stored, LEA, "w2", step="introduction_video") == 10

    stored.watch("lea", "l2")
    assert step(stored, LEA, "w1", step="introduction_video") == 10
    assert stored.school.workshops.list(by=LEA).workshops[0].missing_modules == ()


@pytest.mark.rule("WORK-3")
def test_a_course_that_does_not_lock_leaves_every_workshop_open(atelier: Rehearsal) -> None:
    assert not any(one.locked for one in atelier.school.workshops.list(by=LEA).workshops)
    assert step(atelier, LEA, step="introduction_video") == 10


@pytest.mark.rule("WORK-8")
def test_a_workshop_once_open_stays_open_whatever_its_modules_become(stored: Rehearsal) -> None:
    with_workshops(stored, locked=True)
    stored.a_session(kind="licence", members="lea max")
    stored.watch("lea", "l1 l2")

    stored.a_course("recruter", {"t1": "l1 l2 l3"})

    assert not stored.school.workshops.list(by=LEA).workshops[0].locked
    assert stored.school.workshops.list(by=MAX).workshops[0].locked
    assert step(stored, LEA, step="introduction_video") == 10


# WORK-7, SES-9, SES-10: work follows the person


@pytest.mark.rule("WORK-7", "SES-10", "LEARN-2")
def test_workshop_work_is_kept_across_courses(stored: Rehearsal) -> None:
    stored.a_course("autre", {"t9": "l1"})
    with_workshops(stored)
    with_workshops(stored, course="autre")
    stored.a_session("Lyon", members="lea", holders="lea")
    stored.a_session("Autre", members="max", course="autre")
    complete(stored, LEA, "w1")
    step(stored, LEA, "w2", step="introduction_video")
    stored.watch("lea", "l1")

    stored.school.sessions.move_member(by="staff", person=LEA, session="Autre")

    progress = stored.school.learning.progress(by="staff", person=LEA)
    assert [one.percent for one in progress.workshops] == [100, 10]
    assert (progress.course, progress.finished) == ("autre", True)


@pytest.mark.rule("WORK-7", "SES-9")
def test_a_course_changed_for_everyone_keeps_their_workshops(ledr: Rehearsal) -> None:
    ledr.a_course("autre", {"t9": "l9"})
    with_workshops(ledr)
    with_workshops(ledr, course="autre")
    ledr.a_session(kind="licence", members="lea")
    complete(ledr, LEA, "w1")

    ledr.school.sessions.change_course(by="staff", session="Lyon", course="autre")

    shown = ledr.school.workshops.list(by=LEA)
    assert (shown.done, shown.workshops[0].percent) == (1, 100)


# WORK-5, WORK-6: answers


@pytest.mark.rule("WORK-5")
def test_others_answers_show_once_one_has_answered_that_question(atelier: Rehearsal) -> None:
    answer(atelier, MAX, "De Max")
    answer(atelier, LEA, "De Léa", question=2)

    refused = refusal(lambda: seen_by(atelier, LEA))
    answer(atelier, LEA, "De Léa")

    assert grounds(refused) == ("WORK-5", "not answered")
    assert seen_by(atelier, LEA) == ["De Max"]
    assert seen_by(atelier, MAX) == ["De Léa"]


@pytest.mark.rule("WORK-5")
def test_without_a_choice_the_three_most_recent_show_and_ones_own_is_left_out(stored: Rehearsal) -> None:
    with_workshops(stored)
    stored.a_session(kind="licence", members="lea max ana bob cleo")
    for person in (MAX, ANA, BOB, address("cleo"), LEA):
        answer(stored, person, person)
    assert seen_by(stored, LEA) == [address("cleo"), BOB, ANA]

    answer(stored, MAX, "Max encore")
    assert seen_by(stored, LEA) == ["Max encore", address("cleo"), BOB]


@pytest.mark.rule("WORK-5", "WORK-6")
def test_those_that_staff_chose_show_in_staffs_order(stored: Rehearsal) -> None:
    with_workshops(stored)
    stored.a_session(kind="licence", members="lea max ana bob")
    for person in (LEA, MAX, ANA, BOB):
        answer(stored, person, person)

    choose(stored, BOB, LEA, MAX)
    assert seen_by(stored, LEA) == [BOB, MAX]
    assert seen_by(stored, ANA) == [BOB, LEA, MAX]

    choose(stored, MAX, BOB)
    assert seen_by(stored, LEA) == [MAX, BOB]

    choose(stored)
    assert seen_by(stored, LEA) == [BOB, ANA, MAX]


@pytest.mark.rule("WORK-6")
def test_staff_see_all_answers_of_a_question_most_recent_first(atelier: Rehearsal) -> None:
    for person in (LEA, MAX, ANA, BOB):
        answer(atelier, person, person)
    answer(atelier, ANA, "Autre question", question=2)
    choose(atelier, MAX)

    shown = atelier.school.workshops.all_answers(by="staff", workshop="w1", question=1)
    assert [(one.person, one.name, one.text, one.chosen) for one in shown] == [
        (BOB, "Bob Martin", BOB, None),
        (ANA, "Ana Martin", ANA, None),
        (MAX, "Max Martin", MAX, 1),
        (LEA, "Lea Martin", LEA, None),
    ]


@pytest.mark.rule("WORK-5")
def test_an_answer_is_kept_as_typed_and_another_one_replaces_it_unchosen(stored: Rehearsal) -> None:
    with_workshops(stored)
    stored.a_session(kind="licence", members="lea max")
    typed = "  Bonjour,\n\n\tje cherche « Léa »  \n"
    answer(stored, LEA, typed)
    answer(stored, MAX, "De Max")
    choose(stored, typed)
    answer(stored, LEA, typed)
    assert seen_by(stored, MAX) == [typed]

    former = known(stored)[typed]
    answer(stored, LEA, "Mieux")

    assert set(known(stored)) == {"De Max", "Mieux"}
    assert seen_by(stored, MAX) == ["Mieux"]
    with pytest.raises(Invalid) as error:
        stored.school.workshops.choose_answers(by="staff", workshop="w1", question=1, answers=[former])
    assert error.value.field == "answers[0]"


@pytest.mark.rule("WORK-6")
def test_an_answer_is_chosen_by_its_identifier_or_by_the_address_of_who_gave_it(stored: Rehearsal) -> None:
    with_workshops(stored)
    stored.a_session(kind="licence", members="lea max zoe")
    for person in ("lea", "max", "zoe"):
        answer(stored, address(person), f"De {person}")
    choose_answers = stored.school.workshops.choose_answers

    choose_answers(by="staff", workshop="w1", question=1, answers=[f" {MAX.upper()} ", known(stored)["De lea"]])

    assert seen_by(stored, address("zoe")) == ["De max", "De lea"]
    for wrong, field in (([LEA, known(stored)["De lea"]], "answers[1]"), (["nobody@x.example"], "answers[0]")):
        with pytest.raises(Invalid) as error:
            choose_answers(by="staff", workshop="w1", question=1, answers=wrong)
        assert error.value.field == field


@pytest.mark.rule("WORK-6")
def test_what_is_no_answer_to_the_question_or_is_there_twice_is_not_chosen(atelier: Rehearsal) -> None:
    answer(atelier, LEA, "Une")
    answer(atelier, LEA, "Deux", question=2)
    one, other = known(atelier)["Une"], known(atelier, 2)["Deux"]

    for wrong, field in (([one, other], "answers[1]"), ([one, one], "answers[1]"), (["rien"], "answers[0]")):
        with pytest.raises(Invalid) as error:
            atelier.school.workshops.choose_answers(by="staff", workshop="w1", question=1, answers=wrong)
        assert error.value.field == field
    assert atelier.school.workshops.all_answers(by="staff", workshop="w1", question=1)[0].chosen is None


@pytest.mark.rule("WORK-5")
def test_the_introduction_question_has_answers_too_under_the_number_0(atelier: Rehearsal) -> None:
    for person in (LEA, MAX):
        step(atelier, person, step="introduction_question", answer=person)

    assert seen_by(atelier, LEA, question=0) == [MAX]
    with pytest.raises(Invalid):
        atelier.school.workshops.answers(by=LEA, workshop="w2", question=0)


@pytest.mark.rule("WORK-5")
def test_others_answers_name_nobody(atelier: Rehearsal) -> None:
    answer(atelier, MAX, "De quelqu'un")
    answer(atelier, LEA, "De moi")

    (shown,) = atelier.school.workshops.answers(by=LEA, workshop="w1", question=1)
    assert not {"max", MAX, "Martin"} & set(str(shown).split("'"))
    assert type(shown).__slots__[:2] == ("text", "chosen")


def test_unknown_workshops_and_questions_are_told_to_staff(atelier: Rehearsal) -> None:
    with pytest.raises(NotFound):
        atelier.school.workshops.all_answers(by="staff", workshop="w0", question=1)
    with pytest.raises(Invalid) as error:
        atelier.school.workshops.all_answers(by="staff", workshop="w1", question=3)
    assert error.value.field == "question"
