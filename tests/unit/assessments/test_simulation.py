"""What a bank does before anybody meets it: the exact tables, and what simulated learners are shown."""

import os
import subprocess
import sys
from collections import Counter
from itertools import permutations, product

import pytest
from attrs import evolve

from ledr_core import Refused
from ledr_core.domain.assessments.attempt import Attempt, Paper, answer, begun
from ledr_core.domain.assessments.order import Item
from ledr_core.domain.assessments.settings import DEFAULT, AssessmentSettings
from ledr_core.domain.assessments.simulation import (
    GUESSING_LIMIT,
    Exposure,
    Question,
    at_ability,
    difficulties,
    exposure,
    guess_chance,
    guesser,
    simulated,
)
from tests.unit.assessments.papers import start


def a_bank(per_level: int = 10, choices: int = 4, levels: int = 5) -> list[Question]:
    guess = guess_chance(choices, 1)
    return [
        Question(Item(f"q{level}-{number}", 1, level), guess)
        for level in range(1, levels + 1)
        for number in range(per_level)
    ]


# The exact tables


@pytest.mark.parametrize(
    ("ability", "slope", "passes", "questions", "score"),
    [
        (-2, 1.2, 2.3, 5.0, 4.1),
        (-2, 1.7, 1.3, 4.8, 3.8),
        (-1, 1.2, 12.5, 6.8, 7.2),
        (-1, 1.7, 9.7, 6.8, 7.3),
        (0, 1.2, 46.5, 8.8, 11.0),
        (0, 1.7, 49.0, 8.7, 11.2),
        (1, 1.2, 85.6, 10.2, 14.6),
        (1, 1.7, 92.8, 10.2, 15.0),
        (2, 1.2, 98.3, 10.7, 17.6),
        (2, 1.7, 99.7, 10.6, 18.1),
        (3, 1.2, 99.8, 10.4, 19.2),
        (3, 1.7, 100.0, 10.3, 19.6),
    ],
)
def test_learners_of_an_ability_pass_in_so_many_questions_with_such_a_score(
    ability: float, slope: float, passes: float, questions: float, score: float
) -> None:
    expected = at_ability(a_bank(), DEFAULT, ability, slope)

    assert round(100 * expected.passes, 1) == passes
    assert (round(expected.questions, 1), round(expected.score, 1)) == (questions, score)


def test_a_guesser_among_four_choices_has_little_hope() -> None:
    expected = guesser(a_bank(), DEFAULT)

    assert round(100 * expected.passes, 2) == 0.11
    assert (round(expected.questions, 1), round(expected.score, 1)) == (2.8, 1.0)


@pytest.mark.parametrize(("choices", "percent", "digits"), [(5, 0.03, 2), (4, 0.11, 2), (3, 0.72, 2), (2, 8.2, 1)])
def test_fewer_choices_let_more_guessers_pass(choices: int, percent: float, digits: int) -> None:
    assert round(100 * guesser(a_bank(choices=choices), DEFAULT).passes, digits) == percent


@pytest.mark.parametrize(("choices", "warned"), [(4, False), (3, True)])
def test_the_author_is_warned_when_guessers_pass_too_often(choices: int, warned: bool) -> None:
    simulation = simulated(a_bank(choices=choices), DEFAULT, learners=10)

    assert simulation.guessable is warned is (simulation.guesser.passes > GUESSING_LIMIT)


def test_ten_tries_help_the_weak_more_than_the_guesser() -> None:
    def within_ten(passes: float) -> float:
        return round(100 * (1 - (1 - passes) ** 10), 1)

    assert within_ten(guesser(a_bank(), DEFAULT).passes) == 1.1
    assert within_ten(at_ability(a_bank(), DEFAULT, -1).passes) == 73.7


@pytest.mark.parametrize(
    ("choices", "right", "one_in"), [(2, 1, 2), (4, 1, 4), (5, 1, 5), (3, 2, 4), (4, 2, 11), (4, 3, 11)]
)
def test_a_guess_is_right_once_in_so_many(choices: int, right: int, one_in: int) -> None:
    assert guess_chance(choices, right) == pytest.approx(1 / one_in)


def test_questions_with_several_right_choices_count_with_their_own_chance() -> None:
    bank = a_bank()
    harder = [evolve(one, guess=guess_chance(4, 2)) if index % 2 else one for index, one in enumerate(bank)]

    assert guesser(harder, DEFAULT).passes < guesser(bank, DEFAULT).passes


def test_a_mixed_bank_is_followed_exactly_and_not_by_its_mean() -> None:
    """All questions in all orders with all answers, for a bank small enough."""
    settings = AssessmentSettings(levels=1, points=(20, 15), stop_points=(0, 5), pass_mark=15)
    guesses = {"a": 0.5, "b": 0.25, "c": 0.2, "d": 1 / 11}
    passes = questions = score = 0.0
    for order in permutations(guesses, 3):
        for answers in product((True, False), repeat=3):
            share = 1 / 24
            for reference, right in zip(order, answers, strict=True):
                share *= guesses[reference] if right else 1 - guesses[reference]
            attempt = begun(Paper(settings, (tuple(Item(one, 1, 1) for one in order),)))
            for right in answers:
                if attempt.pending is not None:
                    attempt = answer(attempt, right)
            passes += share * (attempt.outcome == "passed")
            questions += share * len(attempt.given)
            score += share * attempt.score

    expected = guesser([Question(Item(one, 1, 1), guess) for one, guess in guesses.items()], settings)

    assert (expected.passes, expected.questions, expected.score) == pytest.approx((passes, questions, score))


def test_levels_are_spread_evenly_over_abilities() -> None:
    assert difficulties(5) == (-2, -1, 0, 1, 2)
    assert (difficulties(3), difficulties(1)) == ((-2, 0, 2), (0,))


@pytest.mark.rule("TA-1")
def test_a_bank_under_the_minimum_is_refused() -> None:
    for simulate in (lambda: guesser(a_bank(2), DEFAULT), lambda: exposure(a_bank(2), DEFAULT, 10)):
        with pytest.raises(Refused) as refusal:
            simulate()
        assert (refusal.value.rule, refusal.value.facts["count"]) == ("TA-1", 2)


# What simulated learners are shown


def test_simulated_learners_do_on_average_what_the_exact_table_says() -> None:
    """Abilities are normally spread: the mean of the table, weighed by the normal density."""
    steps = [-4 + 0.25 * step for step in range(33)]
    density = [2.718281828459045 ** (-ability * ability / 2) for ability in steps]
    exact = [at_ability(a_bank(), DEFAULT, ability) for ability in steps]
    drawn = exposure(a_bank(), DEFAULT, 4000, "seed")

    def mean(values: list[float]) -> float:
        return sum(weight * value for weight, value in zip(density, values, strict=True)) / sum(density)

    assert drawn.passes == pytest.approx(mean([one.passes for one in exact]), abs=0.025)
    assert drawn.questions == pytest.approx(mean([one.questions for one in exact]), abs=0.15)
    assert drawn.score == pytest.approx(mean([one.score for one in exact]), abs=0.4)


@pytest.mark.parametrize("per_level", [3, 4, 10, 67])
def test_the_questions_of_a_level_are_shown_equally_often(per_level: int) -> None:
    drawn = exposure(a_bank(per_level), DEFAULT, 1000, "seed")

    for level in drawn.levels:
        assert level.questions == per_level
        assert level.most - level.least <= 1
        assert level.mean == pytest.approx(
            sum(one.shown for one in drawn.usage if one.level == level.level) / per_level
        )


def test_a_bank_of_67_a_level_shows_each_easy_question_33_or_32_times_and_at_random_it_would_not() -> None:
    drawn = exposure(a_bank(67), DEFAULT, 1000, "seed")
    fair, left_to_chance = drawn.levels[0], _at_random(a_bank(67), 1000)

    assert (fair.most, fair.least) == (33, 32)
    assert max(left_to_chance) - min(left_to_chance) > 15


def _at_random(bank: list[Question], learners: int) -> list[int]:
    """How often each question of level 1 is shown when exposure is not looked at."""
    shown: Counter[str] = Counter()
    items = [one.item for one in bank]
    for number in range(learners):
        attempt = answered_rightly(start([item for item in items if item.level == 1], ONE_LEVEL, str(number)))
        shown.update(item.reference for item in attempt.asked)
    return [shown[item.reference] for item in items if item.level == 1]


ONE_LEVEL = AssessmentSettings(levels=1, points=(20, 10), stop_points=(0, 5))


def answered_rightly(attempt: Attempt) -> Attempt:
    while attempt.pending is not None:
        attempt = answer(attempt, True)
    return attempt


def test_the_order_that_learners_get_spreads_exposure_as_the_simulation_does() -> None:
    """The simulation keeps its order up to date instead of sorting; sorting for each learner gives the same."""
    shown: Counter[str] = Counter()
    items = [one.item for one in a_bank(10) if one.item.level == 1]
    for number in range(201):
        attempt = answered_rightly(start(items, ONE_LEVEL, str(number), exposure=shown))
        shown.update(item.reference for item in attempt.asked)

    assert sorted(shown.values()) == [40] * 8 + [41] * 2


def test_overlap_is_the_share_of_questions_that_two_learners_have_in_common() -> None:
    drawn = exposure(a_bank(3), DEFAULT, 300, "seed")
    spread = exposure(a_bank(60), DEFAULT, 300, "seed")

    assert 0.55 < drawn.overlap < 0.75
    assert spread.overlap < 0.06
    assert exposure(a_bank(), DEFAULT, 1, "seed").overlap == 0


def test_overlap_of_two_learners_is_what_both_were_shown() -> None:
    drawn = exposure(a_bank(3, levels=1), ONE_LEVEL, 2, "seed")
    both = [one.shown for one in drawn.usage].count(2)

    assert both
    assert drawn.overlap == pytest.approx(both / drawn.questions)


def test_the_same_seed_gives_the_same_simulation_and_another_one_not() -> None:
    assert simulated(a_bank(), DEFAULT, learners=50, seed="a") == simulated(a_bank(), DEFAULT, learners=50, seed="a")
    assert exposure(a_bank(), DEFAULT, 50, "a") != exposure(a_bank(), DEFAULT, 50, "b")


def test_a_simulation_does_not_depend_on_the_process() -> None:
    script = (
        "from tests.unit.assessments.test_simulation import a_bank, DEFAULT, exposure\n"
        "print(exposure(a_bank(7), DEFAULT, 200, 'graine'))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("0", "7")
    }

    assert runs == {f"{exposure(a_bank(7), DEFAULT, 200, 'graine')}\n"}


def test_a_simulation_is_the_same_in_every_release() -> None:
    drawn = exposure(a_bank(4), DEFAULT, 100, "graine")

    assert known(drawn) == KNOWN


def known(drawn: Exposure) -> tuple[float, float, float, list[int]]:
    return drawn.passes, drawn.questions, drawn.score, [one.shown for one in drawn.usage][:8]


KNOWN = (0.44, 8.42, 10.64, [55, 55, 54, 55, 54, 54, 53, 54])


def test_nobody_is_shown_anything_when_nobody_comes() -> None:
    drawn = exposure(a_bank(), DEFAULT, 0, "seed")

    assert (drawn.passes, drawn.questions, drawn.overlap) == (0, 0, 0)
    assert {one.shown for one in drawn.usage} == {0}
