"""Theme assessments as learners, staff and authors meet them; the engine itself is in tests/unit/assessments."""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import pytest

from ledr_adapters import open_rehearsal
from ledr_adapters.recording import RecordingMail
from ledr_cli.values import is_needed
from ledr_core import Invalid, NotFound, Refused
from ledr_core.application.areas import AREAS
from ledr_core.application.operating.operation import operations_of
from ledr_core.application.operating.permissions import Who
from ledr_core.domain.events import AttemptEnded, AttemptVoid, CourseFinished, Event
from ledr_core.views import as_json
from tests.integration.assessments.assessing import CHOICES, a_bank, answer, questions, right_choice, take
from tests.integration.conftest import Rehearsal, address, furnished, grounds, refusal
from tests.kept_schools import kept

PASSING, BEST, FAILING = "R" * 6 + "ww", "R" * 10, "ww"
"""12, 20 and 0 out of 20."""


@pytest.fixture
def assessed(ledr: Rehearsal) -> Rehearsal:
    return kept(ledr, two_learners)


def two_learners(ledr: Rehearsal) -> None:
    """Lea and Max follow `recruter`, whose theme t1 has four questions a level."""
    a_bank(ledr.school)
    ledr.a_session(members="lea max", holders="lea max")


def state(ledr: Rehearsal, name: str = "lea", theme: str = "t1") -> Any:
    return ledr.school.assessments.state(by=address(name), theme=theme)


def heard(ledr: Rehearsal) -> list[Event]:
    events: list[Event] = []
    ledr.school.subscribe(events.append)
    return events


# Whether there is one


@pytest.mark.rule("TA-1")
def test_a_course_that_wants_no_assessments_has_none(assessed: Rehearsal) -> None:
    assessed.school.catalogue.put_course(by="staff", reference="recruter", assessments=False)

    refused = refusal(lambda: take(assessed, "lea", ""))

    assert (grounds(refused), refused.facts["course"]) == (("TA-1", "not wanted"), "recruter")
    assert [(one.rule, one.ground) for one in state(assessed).reasons] == [("TA-1", "not wanted")]


@pytest.mark.rule("TA-1", "TA-2")
def test_one_level_with_too_few_public_questions_means_no_assessment(assessed: Rehearsal) -> None:
    for question in ("t1-3-0", "t1-3-1"):
        assessed.school.catalogue.put_question(by="staff", reference=question, public=False)

    refused = refusal(lambda: take(assessed, "lea", ""))

    assert grounds(refused) == ("TA-1", "too few questions")
    facts = {key: refused.facts[key] for key in ("theme", "level", "count", "minimum")}
    assert facts == {"theme": "t1", "level": 3, "count": 2, "minimum": 3}
    (counts,) = assessed.school.catalogue.question_counts(by="staff", course="recruter")
    assert [level.enough for level in counts.levels] == [True, True, False, True, True]
    assert not counts.assessment
    assert not state(assessed).available


@pytest.mark.rule("ROLE-3")
def test_a_theme_of_another_course_is_refused_and_one_that_does_not_exist_is_not_found(assessed: Rehearsal) -> None:
    assessed.a_course("vendre", {"t9": "l9"})

    for call in (assessed.school.assessments.start, assessed.school.assessments.state):
        refused = refusal(lambda call=call: call(by=address("lea"), theme="t9"))
        assert (grounds(refused), refused.facts["theme"]) == (("ROLE-3", "another theme"), "t9")
        with pytest.raises(NotFound) as missing:
            call(by=address("lea"), theme="t0")
        assert missing.value.kind == "theme"


@pytest.mark.rule("ROLE-2", "ACC-16")
def test_testers_never_take_one_and_learners_need_their_space_open(assessed: Rehearsal) -> None:
    assessed.a_person("tom", "tester", company=None)
    view = take(assessed, "lea", "R")
    assessed.school.slots.release(by="staff", session="Lyon", person=address("lea"))

    assert refusal(lambda: take(assessed, "tom", "")).rule == "ROLE-11"
    assert refusal(lambda: take(assessed, "lea", "")).rule == "ACC-6"
    assert refusal(lambda: state(assessed)).rule == "ACC-6"
    assert refusal(lambda: answer(assessed, "lea", view, right=True)).rule == "ACC-6"
    assert assessed.school.assessments.start(by="staff", theme="t1", person=address("lea")).question == view.question


# Taking one


@pytest.mark.rule("TA-3", "TA-5")
def test_all_right_passes_in_ten_questions_of_rising_difficulty_with_20_out_of_20(assessed: Rehearsal) -> None:
    view, levels = take(assessed, "lea", ""), []
    while not view.finished:
        levels.append(view.question.level)
        view = answer(assessed, "lea", view, right=True)

    assert levels == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert (view.score, view.passed, view.question) == (20, True, None)


@pytest.mark.rule("TA-4", "TA-5")
@pytest.mark.parametrize(("pattern", "score", "passed"), [("ww", 0, False), ("Rww", 1, False), (PASSING, 12, True)])
def test_two_wrong_answers_at_a_level_end_it(assessed: Rehearsal, pattern: str, score: int, passed: bool) -> None:
    view = take(assessed, "lea", pattern)

    assert (view.finished, view.score, view.passed) == (True, score, passed)


@pytest.mark.rule("LEARN-5", "TA-5")
def test_a_theme_with_an_assessment_is_validated_by_passing_it_whatever_was_watched(assessed: Rehearsal) -> None:
    events = heard(assessed)
    assessed.watch("lea", "l1 l2")
    watched = assessed.school.learning.progress(by=address("lea"))
    take(assessed, "lea", FAILING)
    failed = assessed.school.learning.progress(by=address("lea"))
    take(assessed, "lea", PASSING)
    passed = assessed.school.learning.progress(by=address("lea"))
    take(assessed, "max", PASSING)
    unwatched = assessed.school.learning.progress(by=address("max"))

    assert [(one.percent, one.finished) for one in (watched, failed, passed, unwatched)] == [
        (99, False),
        (99, False),
        (100, True),
        (100, True),
    ]
    assert unwatched.lessons_seen == 0
    assert [one.person for one in events if isinstance(one, CourseFinished)] == [address("lea"), address("max")]


@pytest.mark.rule("TA-11", "SES-10")
def test_a_pass_validates_the_theme_in_every_course_with_an_assessment_there_or_not(assessed: Rehearsal) -> None:
    """In courses followed already, in one moved to later, and while the assessment is not to be taken there again."""
    assessed.school.catalogue.put_course(by="staff", reference="manager", title="Manager", themes=["t1"])
    assessed.school.catalogue.put_course(by="staff", reference="oser", title="Oser", themes=["t1"], assessments=True)
    take(assessed, "lea", BEST)

    for course in ("manager", "oser"):
        assessed.a_session(course, course=course)
        assessed.school.sessions.move_member(by="staff", person=address("lea"), session=course)
        assessed.school.slots.assign(by="staff", session=course, person=address("lea"))
        home = assessed.school.learning.home(by=address("lea"))
        assert (home.course, home.finished, home.themes[0].badge) == (course, True, True)

    assert state(assessed).passed
    assert [one.ground for one in state(assessed).reasons] == ["no retake left"]


@pytest.mark.rule("TA-6")
def test_attempts_are_free_until_passed_then_there_is_one_more_spent_when_begun(assessed: Rehearsal) -> None:
    for _ in range(3):
        take(assessed, "lea", FAILING)
        assert (state(assessed).available, state(assessed).retake, state(assessed).passed) == (True, True, False)
    take(assessed, "lea", PASSING)
    assert (state(assessed).available, state(assessed).retake, state(assessed).passed) == (True, True, True)

    retake = take(assessed, "lea", "")

    assert (state(assessed).available, state(assessed).under_way, state(assessed).retake) == (True, True, False)
    ended = answer(assessed, "lea", answer(assessed, "lea", retake, right=False), right=False)
    assert (ended.passed, ended.validated) == (False, True)
    now = state(assessed)
    assert (now.available, now.retake, now.passed) == (False, False, True)
    assert [(one.rule, one.ground) for one in now.reasons] == [("TA-6", "no retake left")]
    assert grounds(refusal(lambda: take(assessed, "lea", ""))) == ("TA-6", "no retake left")
    assert assessed.school.learning.progress(by=address("lea")).percent == 100


@pytest.mark.rule("TA-6")
def test_there_is_no_retake_at_20_out_of_20(assessed: Rehearsal) -> None:
    take(assessed, "lea", BEST)

    assert not state(assessed).retake
    assert grounds(refusal(lambda: take(assessed, "lea", ""))) == ("TA-6", "no retake left")
    assert state(assessed, "max").available


@pytest.mark.rule("TA-6")
def test_attempts_a_day_and_a_pause_can_be_set_for_a_course(assessed: Rehearsal) -> None:
    limits = {"attempts_a_day": 2, "pause_minutes": 30}
    assessed.school.settings.set(by="staff", name="assessment", value=limits, course="recruter")
    take(assessed, "lea", FAILING)
    assert grounds(refusal(lambda: take(assessed, "lea", ""))) == ("TA-6", "pause")
    assessed.at("2026-11-19", "09:30")
    take(assessed, "lea", FAILING)
    assessed.at("2026-11-19", "11:00")

    refused = refusal(lambda: take(assessed, "lea", ""))

    assert grounds(refused) == ("TA-6", "enough today")
    assert [one.fact for one in state(assessed).reasons] == [refused.facts]
    assessed.at("2026-11-20")
    assert take(assessed, "lea", "").question is not None


@pytest.mark.rule("TA-8")
def test_there_is_no_time_limit_unless_a_setting_gives_one(assessed: Rehearsal) -> None:
    view = take(assessed, "lea", "RR")
    assessed.at("2027-09-01")

    assert view.until is None
    assert take(assessed, "lea", "").question == view.question


@pytest.mark.rule("TA-8")
@pytest.mark.parametrize(("pattern", "score", "passed"), [("RRR", 5, False), ("R" * 6, 12, True)])
def test_an_attempt_past_its_time_ends_at_the_next_answer(
    assessed: Rehearsal, pattern: str, score: int, passed: bool
) -> None:
    assessed.school.settings.set(by="staff", name="assessment", value={"minutes": 20})
    view = take(assessed, "lea", pattern)
    assessed.at("2026-11-19", "09:20")

    ended = answer(assessed, "lea", view, right=True)

    assert (ended.finished, ended.time_up, ended.score, ended.passed) == (True, True, score, passed)
    assert as_json(view)["until"] == "2026-11-19T08:20:00Z"
    assert state(assessed).passed is passed


@pytest.mark.rule("TA-8", "TA-7")
def test_an_attempt_past_its_time_ends_at_the_next_start_which_shows_its_score_once(assessed: Rehearsal) -> None:
    assessed.school.settings.set(by="staff", name="assessment", value={"minutes": 20})
    unanswered = take(assessed, "lea", "RR").question
    assessed.at("2026-11-19", "10:00")

    ended = take(assessed, "lea", "")
    again = take(assessed, "lea", "")

    assert (ended.question, ended.finished, ended.time_up, ended.score) == (None, True, True, 4)
    assert (again.question is not None, again.score, again.attempt != ended.attempt) == (True, None, True)
    met = take(assessed, "lea", "RR").question
    assert unanswered not in (met, take(assessed, "lea", "R").question)


@pytest.mark.rule("TA-9")
def test_the_same_seed_history_and_answers_give_the_same_questions_and_score(assessed: Rehearsal) -> None:
    """In another school too; and another person's differ."""

    def gone_through(ledr: Rehearsal, name: str) -> list[Any]:
        view, met = take(ledr, name, ""), []
        while not view.finished:
            met.append(view.question.reference)
            view = answer(ledr, name, view, right=len(met) % 3 > 0)
        return [*met, view.score]

    mail = RecordingMail()
    with closing(open_rehearsal("memory:", clock=assessed.clock, mail=mail)) as school:
        other = furnished(Rehearsal(school, assessed.clock, mail))
        a_bank(other.school)
        other.a_session(members="lea", holders="lea")

        first = gone_through(assessed, "lea")
        assert gone_through(other, "lea") == first

    assert gone_through(assessed, "max") != first
    assert len(set(first)) == len(first)


@pytest.mark.rule("TA-9")
def test_a_seed_is_a_number_or_a_text_and_anybody_may_give_it(assessed: Rehearsal) -> None:
    start, simulate = assessed.school.assessments.start, assessed.school.assessments.simulate

    assert start(by=address("lea"), theme="t1", seed=42).question is not None
    assert simulate(by="staff", theme="t1", learners=20, seed=7) == simulate(
        by="staff", theme="t1", learners=20, seed="7"
    )


@pytest.mark.rule("TA-9")
def test_a_retake_prefers_questions_not_seen_and_anyone_those_least_shown(assessed: Rehearsal) -> None:
    """Two questions of four are met in each attempt that ends at level 1."""

    def met_by(name: str) -> set[str]:
        first = take(assessed, name, "")
        second = answer(assessed, name, first, right=False)
        assert answer(assessed, name, second, right=False).finished
        return {first.question.reference, second.question.reference}

    lea = met_by("lea")

    assert met_by("max") & lea == set()
    assert met_by("lea") & lea == set()
    assert len(met_by("lea")) == 2


# Leaving, and coming back


@pytest.mark.rule("TA-10")
def test_leaving_never_draws_another_question(assessed: Rehearsal) -> None:
    view = take(assessed, "lea", "RwR")

    again = [assessed.school.assessments.start(by=address("lea"), theme="t1") for _ in range(3)]

    assert {one.question for one in again} == {view.question}
    assert {one.attempt for one in again} == {view.attempt}


@pytest.mark.rule("TA-10")
def test_an_attempt_goes_on_whatever_becomes_of_its_questions_and_course(assessed: Rehearsal) -> None:
    """Reworded, withdrawn, made private, and with the assessment taken away: the wording and the settings stay."""
    school, view = assessed.school, take(assessed, "lea", "")
    shown = view.question.reference
    school.catalogue.put_question(by="staff", reference=shown, text="Autre ?", choices=["a", "b"], right=[0])
    school.catalogue.withdraw_question(by="staff", question=shown)
    school.catalogue.put_course(by="staff", reference="recruter", assessments=False)
    school.settings.set(by="staff", name="assessment", value={"pass_mark": 20})

    assert take(assessed, "lea", "").question == view.question
    assert len(view.question.choices) == len(CHOICES)
    after = answer(assessed, "lea", view, right=True)
    assert after.question.level == 1
    assert answer(assessed, "lea", after, right=True).question.level == 2
    ended = take(assessed, "lea", "RRRR" + "ww")
    assert (ended.score, ended.passed) == (12, True)


@pytest.mark.rule("TA-10")
def test_a_question_withdrawn_meanwhile_is_not_drawn(assessed: Rehearsal) -> None:
    view = take(assessed, "lea", "")
    for question in ("t1-2-0", "t1-2-1", "t1-2-2"):
        assessed.school.catalogue.withdraw_question(by="staff", question=question)

    assert answer(assessed, "lea", answer(assessed, "lea", view, right=True), right=True).question.reference == "t1-2-3"


@pytest.mark.rule("TA-1", "TA-10")
def test_an_attempt_looks_at_the_bank_again_when_all_its_questions_of_a_level_are_withdrawn(ledr: Rehearsal) -> None:
    """It keeps the first questions of a large bank alone; it never ends while the bank has one."""
    a_bank(ledr.school, per_level=24)
    ledr.a_session(members="lea", holders="lea")
    view = take(ledr, "lea", "R")
    level = [one for one in questions(per_level=25) if one["level"] == 2]
    changed = [*({"reference": one["reference"], "withdrawn": True} for one in level[:24]), level[24]]
    ledr.school.catalogue.load(by="staff", data={"questions": changed})

    following = answer(ledr, "lea", view, right=True)

    assert following.question.reference == "t1-2-24"
    assert not answer(ledr, "lea", following, right=True).counted


@pytest.mark.rule("TA-10", "CAT-5")
def test_questions_moved_to_another_theme_go_on_being_asked_unless_they_are_deleted_with_it(
    assessed: Rehearsal,
) -> None:
    """A theme whose question somebody was shown is used; one of whose questions wait in a paper alone is not."""
    put, delete = assessed.school.catalogue.put_question, assessed.school.catalogue.delete_theme
    for theme, colour in (("t8", "#c92a2a"), ("t9", "#2b8a3e")):
        assessed.school.catalogue.put_theme(by="staff", reference=theme, title=theme, colour=colour)
    view = take(assessed, "lea", "")
    put(by="staff", reference=view.question.reference, theme="t8")
    for number in range(3):
        put(by="staff", reference=f"t1-2-{number}", theme="t9")

    assert refusal(lambda: delete(by="staff", theme="t8")).rule == "CAT-5"
    delete(by="staff", theme="t9")

    following = answer(assessed, "lea", answer(assessed, "lea", view, right=True), right=True)
    assert following.question.reference == "t1-2-3"


@pytest.mark.rule("TA-1", "TA-6")
def test_without_a_question_left_an_attempt_is_void_and_the_author_told(
    assessed: Rehearsal, caplog: pytest.LogCaptureFixture
) -> None:
    events = heard(assessed)
    view = take(assessed, "lea", "R")
    for number in range(4):
        assessed.school.catalogue.withdraw_question(by="staff", question=f"t1-2-{number}")

    with caplog.at_level(logging.WARNING, "ledr"):
        ended = answer(assessed, "lea", view, right=True)

    assert (ended.finished, ended.counted, ended.score, ended.passed) == (True, False, None, False)
    assert [type(one) for one in events if isinstance(one, AttemptVoid | AttemptEnded)] == [AttemptVoid]
    assert [record.getMessage() for record in caplog.records] == [
        "no question was left to draw: an attempt at the assessment of theme t1 is void"
    ]
    a_bank(assessed.school, per_level=8)
    assert take(assessed, "lea", PASSING).passed


# One answer a question


@pytest.mark.rule("TA-10")
def test_a_second_answer_to_a_question_is_refused_and_counts_nothing(assessed: Rehearsal) -> None:
    view = take(assessed, "lea", "")
    shown, choice = view.question.reference, [right_choice(view.question.reference)]
    give = assessed.school.assessments.answer
    after = give(by=address("lea"), attempt=view.attempt, choices=choice, question=shown)

    refused = refusal(lambda: give(by=address("lea"), attempt=view.attempt, choices=choice, question=shown))

    assert grounds(refused) == ("TA-10", "answered already")
    assert take(assessed, "lea", "").question == after.question
    unknown = refusal(lambda: give(by=address("lea"), attempt=view.attempt, choices=choice, question="t1-5-0"))
    assert grounds(unknown) == ("TA-10", "another question")


@pytest.mark.rule("TA-10")
def test_an_attempt_that_is_over_takes_no_answer(assessed: Rehearsal) -> None:
    view = take(assessed, "lea", "w")
    answer(assessed, "lea", view, right=False)

    assert grounds(refusal(lambda: answer(assessed, "lea", view, right=True))) == ("TA-10", "over")


def test_somebody_elses_attempt_is_not_found(assessed: Rehearsal) -> None:
    view = take(assessed, "lea", "")

    for attempt in (view.attempt, "nowhere"):
        with pytest.raises(NotFound) as missing:
            assessed.school.assessments.answer(by=address("max"), attempt=attempt, choices=[0])
        assert (missing.value.kind, missing.value.reference) == ("attempt", attempt)


@pytest.mark.parametrize(
    ("choices", "field"),
    [([], "choices"), ([1, 1], "choices"), ([4], "choices[0]"), ([-1], "choices[0]"), (["1"], "choices[0]")],
)
def test_choices_that_the_question_does_not_have_are_invalid_and_count_nothing(
    assessed: Rehearsal, choices: list[Any], field: str
) -> None:
    view = take(assessed, "lea", "")

    with pytest.raises(Invalid) as invalid:
        assessed.school.assessments.answer(by=address("lea"), attempt=view.attempt, choices=choices)

    assert invalid.value.field == field
    assert take(assessed, "lea", "").question == view.question


def test_several_right_choices_must_all_be_chosen(assessed: Rehearsal) -> None:
    for number in range(4):
        assessed.school.catalogue.put_question(by="staff", reference=f"t1-1-{number}", right=[0, 2])
    give, view = assessed.school.assessments.answer, take(assessed, "lea", "")

    view = give(by=address("lea"), attempt=view.attempt, choices=[2, 0])
    assert give(by=address("lea"), attempt=view.attempt, choices=[0, 2]).question.level == 2


def test_it_works_inside_a_transaction_of_the_host(assessed: Rehearsal) -> None:
    with assessed.school.transaction() as inside:
        inner = Rehearsal(inside, assessed.clock, assessed.mail)
        assert take(inner, "lea", PASSING).score == 12

    assert state(assessed).passed


# The score, and nothing else


@pytest.mark.rule("TA-7")
def test_nothing_that_a_learner_can_ask_for_tells_scores_right_choices_or_corrections(
    assessed: Rehearsal, caplog: pytest.LogCaptureFixture
) -> None:
    """The score is in the last answer alone; what is right is nowhere, before or after, nor in events and logs."""
    events = heard(assessed)
    told: list[Any] = []
    with caplog.at_level(logging.DEBUG):
        view = take(assessed, "lea", "")
        while not view.finished:
            told.append(as_json(view))
            view = answer(assessed, "lea", view, right=len(told) < 8)
        after = [as_json(result) for result in everything_a_learner_reads(assessed, "lea", view.attempt)]
    assert view.score == SCORE

    found = [leaf for result in [*told, *after, *map(as_json, events)] for leaf in leaves(result)]

    assert {key for key, _ in found} & {"right", "explanation", "chosen", "seed"} == set()
    assert {value for key, value in found if key == "score"} == {None}
    assert not [pair for pair in found if pair[1] == SCORE or "Parce que" in str(pair[1])]
    assert "Parce que" not in caplog.text
    assert not re.search(rf"\b{SCORE}\b", caplog.text)


SCORE = 13
"""Out of 20: three levels passed, then one right answer; a number that nothing else comes to here."""


def leaves(value: object, key: str = "") -> Iterator[tuple[str, object]]:
    """The values of a result that hold no others, each with the key that it is under."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from leaves(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part, key)
    else:
        yield key, value


def everything_a_learner_reads(ledr: Rehearsal, name: str, attempt: str) -> list[object]:
    """The results of all operations that a learner is allowed, asked for about themselves and what they took."""
    values = {"theme": "t1", "attempt": attempt, "choices": [0], "lesson": "l1", "course": "recruter"}
    results: list[object] = []
    for area in AREAS.values():
        for operation in operations_of(area).values():
            if Who.SELF not in operation.permission.who or operation.name == "people.change_email":
                continue
            needed = {one.name for one in operation.parameters if one.required or is_needed(one.annotation)}
            given = {key: value for key, value in values.items() if key in needed}
            if needed - given.keys():
                continue
            try:
                results.append(ledr.school.perform(operation.name, address(name), given))
            except Refused as refused:
                results.append(refused.facts)
    assert len(results) >= 5
    return results


@pytest.mark.rule("TA-7", "ROLE-11")
@pytest.mark.parametrize("verb", ["simulate", "item_health"])
def test_what_authors_see_is_theirs_alone(assessed: Rehearsal, verb: str) -> None:
    for name in ("lea", "max"):
        refused = refusal(lambda name=name: getattr(assessed.school.assessments, verb)(by=address(name), theme="t1"))
        assert grounds(refused) == ("ROLE-11", "role")


# For authors


def test_a_simulation_of_the_themes_own_questions(assessed: Rehearsal, tmp_path: Any) -> None:
    simulate, file = assessed.school.assessments.simulate, tmp_path / "t1.svg"

    shown = simulate(by="staff", theme="t1", learners=200, seed="a", file=str(file))

    assert (shown.theme, shown.learners, len(shown.abilities), len(shown.usage)) == ("t1", 200, 7, 20)
    assert (shown.guesser.passes, shown.guessable) == (0.0011, False)
    assert file.read_text("utf-8").startswith("<svg")
    assert simulate(by="staff", theme="t1", learners=200, seed="a") != simulate(
        by="staff", theme="t1", learners=200, seed="b"
    )


def test_a_simulation_goes_by_the_settings_of_the_courses_that_assess_the_theme(assessed: Rehearsal) -> None:
    simulate, settings = assessed.school.assessments.simulate, assessed.school.settings
    settings.set(by="staff", name="assessment", value={"pass_mark": 20}, course="recruter")
    assert simulate(by="staff", theme="t1", learners=1).pass_mark == 20

    assessed.school.catalogue.put_course(by="staff", reference="oser", title="Oser", themes=["t1"], assessments=True)

    assert simulate(by="staff", theme="t1", learners=1).pass_mark == 12
    assert [simulate(by="staff", theme="t1", learners=1, course=one).pass_mark for one in ("oser", "recruter")] == [
        12,
        20,
    ]


@pytest.mark.rule("TA-1")
def test_a_bank_that_is_too_small_cannot_be_simulated(ledr: Rehearsal) -> None:
    assert grounds(refusal(lambda: ledr.school.assessments.simulate(by="staff", theme="t1"))) == (
        "TA-1",
        "too few questions",
    )


def test_long_simulations_tell_how_far_they_are(assessed: Rehearsal) -> None:
    told: list[tuple[int, int, str]] = []
    assessed.school.progress = lambda *progress: told.append(progress)

    assessed.school.assessments.simulate(by="staff", theme="t1", learners=1200)

    assert told == [(500, 1200, "simulate"), (1000, 1200, "simulate")]


def test_the_health_of_questions_counts_what_was_answered_and_what_was_shown(assessed: Rehearsal) -> None:
    """Two attempts that ended, and one whose first question waits: it is shown, not asked."""
    take(assessed, "lea", PASSING)
    take(assessed, "max", FAILING)
    waits = take(assessed, "max", "").question.reference

    health = {one.reference: one for one in assessed.school.assessments.item_health(by="staff", theme="t1")}

    assert list(health) == sorted(one["reference"] for one in questions())
    first = [one for one in health.values() if one.level == 1]
    assert sum(one.asked for one in first) == 4
    assert sum(one.asked for one in health.values()) == len(PASSING) + len(FAILING)
    assert round(sum(one.exposure for one in health.values()) * 3) == len(PASSING) + len(FAILING) + 1
    assert health[waits].exposure > health[waits].asked / 3
    assert {one.warnings for one in first} <= {(), ("shown_too_often",)}


def test_a_wrong_key_is_found_in_what_learners_answered(assessed: Rehearsal) -> None:
    """Everybody who knows is marked wrong on it."""
    assessed.school.catalogue.put_question(by="staff", reference="t1-1-0", right=[3])
    names = [f"ana{number}" for number in range(45)]
    assessed.a_session("Foule", kind="licence", members=" ".join(names))
    for name in names:
        view = take(assessed, name, "")
        while not view.finished:
            view = answer(assessed, name, view, right=True)

    health = {one.reference: one for one in assessed.school.assessments.item_health(by="staff", theme="t1")}

    assert (health["t1-1-0"].right_share, health["t1-1-0"].asked >= 20) == (0.0, True)
    assert "too_hard" in health["t1-1-0"].warnings
