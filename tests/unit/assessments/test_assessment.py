"""The adaptive assessment: what it asks, when it stops, what it gives, and when it may be taken again."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledr_core import Invalid, Refused
from ledr_core.domain.assessments.attempt import (
    Attempt,
    Outcome,
    Paper,
    Position,
    advanced,
    answer,
    is_right,
    next_item,
    run_out,
)
from ledr_core.domain.assessments.order import Encounter, Item, default_seed, encounters, first_drawn
from ledr_core.domain.assessments.retakes import (
    Available,
    Past,
    availability,
    must_be_available,
    time_is_up,
)
from ledr_core.domain.assessments.settings import DEFAULT, AssessmentSettings, assessment_settings
from ledr_core.domain.kernel.moments import Moment
from tests.unit.assessments.papers import start

NOON = Moment.at("2026-11-23T12:00")


def a_bank(per_level: int = 10, levels: int = 5) -> list[Item]:
    return [Item(f"q{level}-{number}", 1, level) for level in range(1, levels + 1) for number in range(per_level)]


def answered(attempt: Attempt, pattern: str, withdrawn: frozenset[str] = frozenset()) -> Attempt:
    """The attempt after answers that are right (R) or wrong (w), each to the question drawn after the one before."""
    for letter in pattern:
        attempt = answer(attempt, letter == "R", withdrawn)
    return attempt


def taken(pattern: str, settings: AssessmentSettings = DEFAULT) -> Attempt:
    return answered(start(a_bank(), settings, "seed"), pattern)


# What it gives


@pytest.mark.rule("TA-3", "TA-4", "TA-5")
@pytest.mark.parametrize(
    ("pattern", "questions", "score", "outcome"),
    [
        ("RR" * 5, 10, 20, Outcome.PASSED),
        ("RwR" + "RR" * 4, 11, 19, Outcome.PASSED),
        ("RwR" * 5, 15, 15, Outcome.PASSED),
        ("RR" * 4 + "Rww", 11, 17, Outcome.PASSED),
        ("RR" * 3 + "ww", 8, 12, Outcome.PASSED),
        ("RR" * 2 + "RwR" + "Rww", 10, 12, Outcome.PASSED),
        ("RR" * 2 + "wRR" + "ww", 9, 11, Outcome.FAILED),
        ("wRR" * 3 + "Rww", 12, 10, Outcome.FAILED),
        ("Rww", 3, 1, Outcome.FAILED),
        ("ww", 2, 0, Outcome.FAILED),
    ],
)
def test_a_path_has_its_length_its_score_and_its_outcome(
    pattern: str, questions: int, score: int, outcome: Outcome
) -> None:
    attempt = taken(pattern)

    assert (len(attempt.given), attempt.score, attempt.outcome) == (questions, score, outcome)
    assert taken(pattern[:-1]).outcome is None


@pytest.mark.rule("TA-3")
def test_difficulty_rises_only_once_a_level_is_passed() -> None:
    levels = [item.level for item, _ in taken("RwRRRwRRwRRR").given]

    assert levels == [1, 1, 1, 2, 2, 3, 3, 3, 4, 4, 4, 5]


def paths(settings: AssessmentSettings = DEFAULT) -> Iterator[tuple[str, Position]]:
    """Every path to an end, with the position reached."""
    open_paths = [("", Position())]
    while open_paths:
        pattern, position = open_paths.pop()
        if position.ended:
            yield pattern, position
        else:
            open_paths += [(pattern + letter, advanced(position, letter == "R", settings)) for letter in "Rw"]


@pytest.mark.rule("TA-5")
def test_there_are_606_paths_to_every_score_but_2_and_one_of_them_to_20() -> None:
    scores = Counter(position.score for _, position in paths())

    assert sum(scores.values()) == 606
    assert set(scores) == set(range(21)) - {2}
    assert scores[20] == 1


def score_of(answers: tuple[bool, ...], *, by_level: bool) -> int:
    """The score when *answers* are those to each level's first, second and third question, or in the order asked."""
    position, asked = Position(), 0
    while not position.ended:
        place = 3 * (position.level - 1) + position.right + position.wrong if by_level else asked
        position = advanced(position, answers[place], DEFAULT)
        asked += 1
    return position.score


def costly_flips(*, by_level: bool) -> list[tuple[int, int]]:
    """Scores before and after, where a right answer instead of a wrong one lowers it, over all patterns of 15."""
    scores = {answers: score_of(answers, by_level=by_level) for answers in product((False, True), repeat=15)}
    return [
        (before, after)
        for answers, before in scores.items()
        for place in range(15)
        if not answers[place] and (after := scores[(*answers[:place], True, *answers[place + 1 :])]) < before
    ]


@pytest.mark.rule("TA-5")
def test_no_right_answer_instead_of_a_wrong_one_ever_lowers_the_score() -> None:
    assert costly_flips(by_level=True) == []


def test_in_the_order_asked_some_do_since_the_questions_met_differ() -> None:
    flips = costly_flips(by_level=False)

    assert (len(flips), (13, 12) in flips) == (192, True)


@pytest.mark.parametrize(
    ("chosen", "right", "verdict"),
    [([1], [1], True), ([2, 0], [0, 2], True), ([0], [0, 2], False), ([0, 1, 2], [0, 2], False), ([], [1], False)],
)
def test_a_question_is_right_when_exactly_its_right_choices_are_chosen(
    chosen: list[int], right: list[int], verdict: bool
) -> None:
    assert is_right(chosen, right) is verdict


# What it asks


@pytest.mark.rule("TA-1")
def test_a_level_under_the_minimum_refuses_the_start_and_is_named() -> None:
    bank = [item for item in a_bank(3) if item.reference not in ("q2-0", "q4-1")]

    with pytest.raises(Refused) as refusal:
        start(bank, DEFAULT, "seed")

    assert (refusal.value.rule, refusal.value.reason) == ("TA-1", "too few questions")
    assert refusal.value.facts == {"level": 2, "count": 2, "minimum": 3, "levels": [2, 4]}


@pytest.mark.rule("TA-1")
def test_the_minimum_is_enough_for_the_longest_attempt() -> None:
    attempt = answered(start(a_bank(DEFAULT.minimum), DEFAULT, "seed"), "RwR" * 5)

    assert (attempt.outcome, len(attempt.given)) == (Outcome.PASSED, 15)


banks = st.integers(3, 12)
patterns = st.text("Rw", min_size=15, max_size=15)
seeds = st.text(max_size=8)


@pytest.mark.rule("TA-9")
@given(per_level=banks, pattern=patterns, seed=seeds)
def test_no_question_comes_twice_and_the_same_seed_gives_the_same_attempt(
    per_level: int, pattern: str, seed: str
) -> None:
    def once() -> Attempt:
        attempt = start(a_bank(per_level), DEFAULT, seed)
        for letter in pattern:
            if attempt.pending is not None:
                attempt = answer(attempt, letter == "R")
        return attempt

    asked = [item.reference for item in once().asked]

    assert len(asked) == len(set(asked))
    assert once() == once()


@pytest.mark.rule("TA-9")
def test_another_seed_gives_other_questions() -> None:
    firsts = {start(a_bank(), DEFAULT, default_seed("ana", "theme", number)).pending for number in range(1, 30)}

    assert len(firsts) > 5


def test_the_default_seed_tells_people_themes_and_attempts_apart() -> None:
    seeds = {default_seed(person, theme, number) for person in "ab" for theme in "tu" for number in (1, 2)}

    assert len(seeds) == 8


@pytest.mark.rule("TA-9")
def test_the_order_does_not_depend_on_the_process_or_on_how_the_bank_is_listed() -> None:
    script = (
        "from ledr_core.domain.assessments.order import first_drawn\n"
        "print(*first_drawn(1, {0: {f'q{number}' for number in range(40)}}, 'graine é', {}, 40))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("0", "1", "4242")
    }
    here = first_drawn(1, {0: [f"q{number}" for number in range(40)]}, "graine é", {}, 40)

    assert runs == {" ".join(here) + "\n"}


def test_the_order_is_the_same_in_every_release() -> None:
    bank = {0: [f"q{number}" for number in range(6)]}

    for number in range(7):
        first = first_drawn(1, bank, "ana/recruter/1", {}, number)
        assert first == ["q5", "q4", "q0", "q2", "q3", "q1"][:number]


@pytest.mark.rule("TA-9")
def test_what_the_person_met_least_then_longest_ago_then_what_anyone_met_least_comes_first() -> None:
    own = {"twice": Encounter(2, 2), "lately": Encounter(1, 9), "earlier": Encounter(1, 3)}
    bank = {0: ["twice"], 1: ["lately"], 4: ["fresh"], 5: ["shown"], 80: ["earlier"]}

    for seed in ("one", "two", "three"):
        assert first_drawn(1, bank, seed, own, 9) == ["fresh", "shown", "earlier", "lately", "twice"]
        assert first_drawn(1, bank, seed, own, 3) == ["fresh", "shown", "earlier"]


@pytest.mark.rule("TA-9")
def test_a_retake_prefers_questions_not_seen() -> None:
    first = taken("RR" * 5)
    seen = {item.reference for item in first.asked}

    own = encounters([[item.reference for item in first.asked]])
    second = answered(start(a_bank(), DEFAULT, "again", own), "RwR" * 5)

    assert seen.isdisjoint(item.reference for item in second.asked)


def test_encounters_count_times_and_keep_the_last_place() -> None:
    assert encounters([["a", "b"], ["b", "c"]]) == {"a": Encounter(1, 1), "b": Encounter(2, 3), "c": Encounter(1, 4)}


@pytest.mark.rule("TA-10")
def test_the_second_answer_to_a_question_is_refused_and_counts_nothing() -> None:
    attempt = taken("R")
    question = attempt.pending.reference if attempt.pending else ""
    after = answer(attempt, True, question=question)

    with pytest.raises(Refused) as refusal:
        answer(after, False, question=question)
    assert (refusal.value.rule, refusal.value.reason) == ("TA-10", "answered already")
    assert len(answer(after, False).given) == 3


@pytest.mark.rule("TA-10")
def test_an_attempt_that_ended_takes_no_answer() -> None:
    with pytest.raises(Refused) as refusal:
        answer(taken("ww"), True)

    assert (refusal.value.rule, refusal.value.reason) == ("TA-10", "over")


@pytest.mark.rule("TA-10")
@given(pattern=patterns, seed=seeds)
def test_an_attempt_that_is_stored_and_read_after_each_step_goes_on_as_if_it_had_not_been(
    pattern: str, seed: str
) -> None:
    def stored(attempt: Attempt) -> Attempt:
        paper = Paper.from_plain(json.loads(json.dumps(attempt.paper.to_plain())))
        return Attempt.from_plain(paper, json.loads(json.dumps(attempt.to_plain())))

    kept = interrupted = start(a_bank(4), DEFAULT, seed)
    for letter in pattern:
        if kept.pending is not None:
            kept = answer(kept, letter == "R")
            interrupted = stored(answer(stored(interrupted), letter == "R"))
    assert interrupted == kept
    assert interrupted.outcome is not None


# Questions that change meanwhile


@pytest.mark.rule("TA-9", "TA-10")
def test_a_withdrawn_question_is_not_drawn_and_the_one_that_waits_stays() -> None:
    plain = taken("RRRR")
    waiting = start(a_bank(), DEFAULT, "seed")
    withdrawn = frozenset(item.reference for item in plain.asked)

    attempt = answered(waiting, "RRRR", withdrawn)

    assert attempt.asked[0] == waiting.pending
    assert withdrawn.isdisjoint(item.reference for item in attempt.asked[1:])
    assert attempt.score == plain.score


@pytest.mark.rule("TA-9")
def test_of_a_large_bank_the_paper_has_those_that_would_be_drawn_first() -> None:
    large = start(a_bank(60), DEFAULT, "seed").paper.levels[0]
    whole = first_drawn(1, {0: [item.reference for item in a_bank(60, levels=1)]}, "seed", {}, 60)

    assert [item.reference for item in large] == whole[: DEFAULT.kept]
    assert len(large) == 23


def test_a_level_is_used_up_when_all_its_first_questions_went_and_others_may_be_there() -> None:
    attempt = start(a_bank(60), DEFAULT, "seed")
    gone = {item.reference for item in (*attempt.paper.levels[0], *attempt.paper.levels[1][1:])}
    small = start(a_bank(22), DEFAULT, "seed")

    assert attempt.used_up(gone) == [1]
    assert attempt.used_up({item.reference for item in attempt.paper.levels[4]}) == []
    assert small.used_up({item.reference for item in small.paper.levels[0]}) == []
    more = [*attempt.paper.levels[0][:2], Item("q1-more", 1, 1)]
    filled = attempt.paper.filled_up(1, more)
    assert filled.levels[0] == (*attempt.paper.levels[0], more[2])
    assert next_item(filled.levels[0], (), gone) == more[2]


def test_a_reworded_question_keeps_the_version_it_had_at_the_start() -> None:
    attempt = start([Item(item.reference, 7, item.level) for item in a_bank()], DEFAULT, "seed")
    reworded = Attempt.from_plain(Paper.from_plain(attempt.paper.to_plain()), attempt.to_plain())

    assert {item.version for item in answered(reworded, "RRRR").asked} == {7}


@pytest.mark.parametrize(("passed", "outcome"), [(3, Outcome.PASSED), (2, Outcome.VOID)])
def test_without_a_question_left_it_is_passed_when_the_score_suffices_and_else_void(
    passed: int, outcome: Outcome
) -> None:
    gone = frozenset(item.reference for item in a_bank() if item.level == passed + 1)

    attempt = answered(start(a_bank(), DEFAULT, "seed"), "RR" * passed, gone)

    assert (attempt.pending, attempt.outcome, attempt.score) == (None, outcome, 4 * passed)


@pytest.mark.rule("TA-8")
@pytest.mark.parametrize(("pattern", "score", "outcome"), [("RRR", 5, Outcome.FAILED), ("RRRRRR", 12, Outcome.PASSED)])
def test_time_that_is_up_stops_an_attempt_at_its_level(pattern: str, score: int, outcome: Outcome) -> None:
    attempt = run_out(taken(pattern))

    assert (attempt.score, attempt.outcome, attempt.pending) == (score, outcome, None)
    assert run_out(attempt) == attempt


@pytest.mark.rule("TA-8")
def test_there_is_no_time_limit_unless_a_setting_gives_one() -> None:
    began = NOON.instant
    limited = DEFAULT.changed_by({"minutes": 30})

    assert not time_is_up(began, DEFAULT, began + timedelta(days=300))
    assert not time_is_up(began, limited, began + timedelta(minutes=29, seconds=59))
    assert time_is_up(began, limited, began + timedelta(minutes=30))


# Retakes


def past(score: int | None = None, *, minutes_ago: int = 600, void: bool = False) -> Past:
    """An attempt that took five minutes, or one under way without a score."""
    began = NOON.instant - timedelta(minutes=minutes_ago)
    if score is None:
        return Past(began)
    outcome = Outcome.VOID if void else Outcome.PASSED if score >= 12 else Outcome.FAILED
    return Past(began, began + timedelta(minutes=5), outcome, score)


@pytest.mark.rule("TA-6")
@pytest.mark.parametrize(
    ("attempts", "open", "retake", "grounds"),
    [
        ([], True, False, []),
        ([past(5)], True, True, []),
        ([past(5)] * 40, True, True, []),
        ([past(5), past(14)], True, True, []),
        ([past(14)], True, True, []),
        ([past(14), past(3)], False, False, ["no retake left"]),
        ([past(14), past(18)], False, False, ["no retake left"]),
        ([past(14), past(None)], True, False, []),
        ([past(None)], True, True, []),
        ([past(20)], False, False, ["no retake left"]),
        ([past(14), past(20)], False, False, ["no retake left"]),
        ([past(14), past(8, void=True)], True, True, []),
        ([past(8, void=True)], True, False, []),
    ],
)
def test_attempts_are_free_until_passed_then_there_is_one_more_and_none_at_20(
    attempts: list[Past], open: bool, retake: bool, grounds: list[str]
) -> None:
    available = availability(attempts, DEFAULT, NOON)

    assert (available.open, available.retake) == (open, retake)
    assert [(reason.rule, reason.ground) for reason in available.reasons] == [("TA-6", ground) for ground in grounds]


def test_attempts_a_day_can_be_limited_and_the_refusal_says_until_when() -> None:
    settings = DEFAULT.changed_by({"attempts_a_day": 2})
    yesterday, today = past(3, minutes_ago=24 * 60), past(3, minutes_ago=60)

    assert availability([yesterday, yesterday, today], settings, NOON).open
    assert availability([today, past(4, void=True), yesterday], settings, NOON).open
    with pytest.raises(Refused) as refusal:
        must_be_available([today, today], settings, NOON)
    assert (refusal.value.rule, refusal.value.reason) == ("TA-6", "enough today")
    assert refusal.value.facts["date"].isoformat() == "2026-11-24"
    assert availability([today, past(None, minutes_ago=20)], settings, NOON) == Available(True, True)


def test_a_pause_between_attempts_can_be_set() -> None:
    settings = DEFAULT.changed_by({"pause_minutes": 60})

    waiting = availability([past(3, minutes_ago=64)], settings, NOON)

    assert [(one.ground, one.facts["minutes"]) for one in waiting.reasons] == [("pause", 1)]
    assert (waiting.open, waiting.retake) == (False, True)
    assert availability([past(3, minutes_ago=65)], settings, NOON).open
    assert must_be_available([past(3, minutes_ago=64)], DEFAULT, NOON).open


# Settings


@pytest.mark.rule("TA-3", "TA-4", "TA-5")
@pytest.mark.parametrize(
    "value",
    [
        {"levels": 0},
        {"levels": "5"},
        {"levels": True},
        {"levels": 4},
        {"levels": 3, "points": [[6, 4], [7, 5]]},
        {"right_to_pass": 3},
        {"wrong_to_stop": 3},
        {"points": [4]},
        {"points": [4, 3, 2]},
        {"points": [5, 3]},
        {"points": [4, -1]},
        {"points": [4, 5]},
        {"points": []},
        {"points": [[4, 3], 4]},
        {"points": 4},
        {"stop_points": [1, 0]},
        {"stop_points": [0, 4]},
        {"stop_points": "01"},
        {"pass_mark": 21},
        {"pass_mark": 0},
        {"pass_mark": None},
        {"attempts_a_day": 0},
        {"minutes": -1},
        {"unknown": 1},
        [1],
        "5 levels",
        "[5]",
    ],
)
def test_settings_that_do_not_go_together_are_refused_with_what_is_allowed(value: object) -> None:
    with pytest.raises(Invalid) as error:
        DEFAULT.changed_by(value)

    assert error.value.field == "value"
    assert error.value.allowed


@pytest.mark.rule("TA-3")
def test_a_bank_of_three_levels_takes_points_of_its_own() -> None:
    settings = AssessmentSettings(levels=3, points=((6, 4), (7, 5), (7, 5)))

    attempt = answered(start(a_bank(3, levels=3), settings, "seed"), "RwRRRRR")

    assert (attempt.score, attempt.outcome, settings.minimum) == (18, Outcome.PASSED, 3)


def test_one_pair_of_points_is_for_all_levels() -> None:
    assert AssessmentSettings(points=(4, 3), stop_points=(0, 1)) == DEFAULT
    assert DEFAULT.changed_by({"levels": 4, "points": [5, 4]}).points == ((5, 4),) * 4


def test_what_the_course_leaves_out_is_the_schools_and_then_the_default() -> None:
    school = {"pass_mark": 14, "attempts_a_day": 3}

    settings = assessment_settings(school, {"attempts_a_day": None, "minutes": 45})

    assert (settings.pass_mark, settings.attempts_a_day, settings.minutes, settings.levels) == (14, None, 45, 5)
    assert assessment_settings() == DEFAULT
    assert assessment_settings(None, '{"pass_mark": 10}').pass_mark == 10


@pytest.mark.parametrize(
    "value", [{}, {"levels": 3, "points": [[6, 4], [7, 5], [7, 5]], "minutes": 20}, {"pass_mark": 15}]
)
def test_settings_are_the_same_after_being_stored(value: dict[str, Any]) -> None:
    settings = DEFAULT.changed_by(value)

    assert AssessmentSettings.from_plain(json.loads(json.dumps(settings.to_plain()))) == settings


@given(
    st.integers(1, 4).flatmap(
        lambda levels: st.fixed_dictionaries(
            {
                "levels": st.just(levels),
                "right_to_pass": st.integers(1, 3),
                "wrong_to_stop": st.integers(1, 3),
                "cut": st.integers(0, 3),
            }
        )
    )
)
def test_whatever_the_settings_scores_stay_from_0_to_20_and_the_longest_attempt_within_the_minimum(
    drawn: dict[str, int],
) -> None:
    levels, right, wrong = drawn["levels"], drawn["right_to_pass"], drawn["wrong_to_stop"]
    shares = [20 // levels + (level < 20 % levels) for level in range(levels)]
    points = tuple(tuple(max(share - place * drawn["cut"], 0) for place in range(wrong)) for share in shares)
    settings = AssessmentSettings(
        levels=levels,
        right_to_pass=right,
        wrong_to_stop=wrong,
        points=points,
        stop_points=tuple(tuple(min(place, group[-1]) for place in range(right)) for group in points),
    )

    ends = list(paths(settings))

    assert {position.score for _, position in ends} <= set(range(21))
    assert max(len(pattern) for pattern, _ in ends) == levels * settings.minimum
