"""What recorded answers say of questions: wrong keys and wrong levels are found, sound questions left alone."""

from collections import Counter
from datetime import datetime
from functools import cache
from math import exp, sqrt

import pytest

from ledr_cli.render.words import Words
from ledr_core.domain.assessments.attempt import answer
from ledr_core.domain.assessments.item_health import ItemHealth, Warning, item_health
from ledr_core.domain.assessments.order import Item
from ledr_core.domain.assessments.settings import DEFAULT
from ledr_core.domain.assessments.simulation import _Chance, difficulties
from ledr_core.testing.contracts.recorded_answers import Recorded, tallied
from tests.unit.assessments.papers import start

pytestmark = pytest.mark.slow

LEVELS = {f"{level}-{number}": level for level in range(1, 6) for number in range(10)}
ITEMS = [Item(reference, 1, level) for reference, level in LEVELS.items()]


def learnt(difficulty: dict[str, float], miskeyed: set[str], chance: _Chance, slope: float = 1.7) -> list[Recorded]:
    """500 attempts of learners of normally spread ability, at questions of these true difficulties."""
    recorded: list[Recorded] = []
    exposure: Counter[str] = Counter()
    for number in range(500):
        ability = chance.ability()
        attempt = start(ITEMS, DEFAULT, str(number), exposure=exposure)
        while attempt.pending is not None:
            reference = attempt.pending.reference
            knows = 1 / (1 + exp(-slope * (ability - difficulty[reference])))
            right = (1 - knows) / 4 if reference in miskeyed else knows + (1 - knows) / 4
            attempt = answer(attempt, chance.happens(right))
        answers = tuple((item.reference, right) for item, right in attempt.given)
        exposure.update(reference for reference, _ in answers)
        recorded.append(Recorded(attempt.score, answers))
    return recorded


def health_of(recorded: list[Recorded]) -> tuple[ItemHealth, ...]:
    shown = Counter(reference for attempt in recorded for reference, _ in attempt.answers)
    return item_health(LEVELS, tallied(LEVELS, recorded), shown, len(recorded))


@cache
def banks(off: int) -> tuple[tuple[tuple[ItemHealth, ...], set[str]], ...]:
    """Twenty banks in which a few questions are miskeyed (*off* 0), or so many levels off their place; and which."""
    return tuple(a_bank(off, seed) for seed in range(20))


def a_bank(off: int, seed: int) -> tuple[tuple[ItemHealth, ...], set[str]]:
    """One of them."""
    chance = _Chance(f"bank {seed}")
    bad = {reference for reference in LEVELS if chance.happens(1 / 12)}
    true = dict(LEVELS)
    for reference in bad if off else ():
        level = LEVELS[reference]
        true[reference] = level + off if level + off <= 5 and (level - off < 1 or chance.happens(0.5)) else level - off
    bad = {reference for reference in bad if 1 <= true[reference] <= 5}
    difficulty = {reference: difficulties(5)[min(max(level, 1), 5) - 1] for reference, level in true.items()}
    return health_of(learnt(difficulty, bad if off == 0 else set(), chance)), bad


def found_and_false(off: int, *warnings: Warning, levels: tuple[int, ...] = (1, 2, 3, 4, 5)) -> tuple[float, float]:
    """The share of bad questions of these levels with such a warning, and the share of all sound ones with it."""
    hits: dict[bool, list[bool]] = {True: [], False: []}
    for health, bad in banks(off):
        for one in health:
            if one.reference not in bad or one.level in levels:
                hits[one.reference in bad].append(not set(warnings).isdisjoint(one.warnings))
    return sum(hits[True]) / len(hits[True]), sum(hits[False]) / len(hits[False])


DIFFICULTY = (Warning.TOO_EASY, Warning.TOO_HARD)


def test_wrong_keys_are_found_with_few_false_alarms() -> None:
    found, false = found_and_false(0, *DIFFICULTY)
    before_the_last, _ = found_and_false(0, *DIFFICULTY, levels=(1, 2, 3, 4))

    assert found >= 0.8
    assert before_the_last >= 0.95
    assert false <= 0.02


def test_questions_two_levels_off_are_mostly_found_and_one_level_off_mostly_missed() -> None:
    two, false_at_two = found_and_false(2, *DIFFICULTY)
    one, false_at_one = found_and_false(1, *DIFFICULTY)

    assert two >= 0.7
    assert one < 0.5
    assert max(false_at_two, false_at_one) <= 0.02


def test_wrong_keys_fall_with_ability_and_sound_questions_do_not() -> None:
    found, false = found_and_false(0, Warning.FALLS_WITH_ABILITY)

    assert found >= 0.2
    assert false <= 0.02


# One question at a time


def attempts(share: float, number: int, others: float = 0.7) -> list[Recorded]:
    """So many attempts of one question each of level 1: `x`, right in that share, and ten others right in theirs."""
    recorded = [Recorded(10, (("x", place < share * number),)) for place in range(number)]
    for other in range(10):
        recorded += [Recorded(10, ((f"o{other}", place < others * 100),)) for place in range(100)]
    return recorded


def judged(recorded: list[Recorded], shown: int = 0, begun: int = 0) -> ItemHealth:
    levels = {"x": 1} | {f"o{other}": 1 for other in range(10)}
    return item_health(levels, tallied(levels, recorded), {"x": shown}, begun)[0]


@pytest.mark.parametrize(
    ("share", "number", "warnings"),
    [
        (0.75, 100, ()),
        (0.95, 100, (Warning.TOO_EASY,)),
        (0.45, 100, (Warning.TOO_HARD,)),
        (0.55, 100, ()),
        (0.50, 20, ()),
        (0.45, 20, (Warning.TOO_HARD,)),
        (0.0, 20, (Warning.TOO_HARD,)),
        (0.0, 19, ()),
    ],
)
def test_far_from_the_median_of_its_level_beyond_noise_is_too_easy_or_too_hard(
    share: float, number: int, warnings: tuple[Warning, ...]
) -> None:
    health = judged(attempts(share, number))

    assert health.warnings == warnings
    assert (health.asked, health.share) == (number, pytest.approx(share, abs=0.03))


def test_discrimination_is_the_correlation_of_right_answers_with_the_score() -> None:
    scores = [3, 20, 11, 12, 15, 7, 20, 0]
    rights = [False, True, False, True, True, True, False, False]
    recorded = [Recorded(score, (("x", right),)) for score, right in zip(scores, rights, strict=True)]
    mean_score, mean_right = sum(scores) / 8, sum(rights) / 8
    both = sum((score - mean_score) * (right - mean_right) for score, right in zip(scores, rights, strict=True))
    squares = sum((score - mean_score) ** 2 for score in scores) * sum((right - mean_right) ** 2 for right in rights)

    assert judged(recorded).discrimination == pytest.approx(both / sqrt(squares))


def test_what_cannot_be_told_is_left_open() -> None:
    never, alike = judged([]), judged([Recorded(12, (("x", True),))] * 30)

    assert (never.asked, never.share, never.discrimination, never.warnings) == (0, None, None, ())
    assert (alike.share, alike.discrimination) == (1.0, None)


@pytest.mark.parametrize(
    ("shown", "begun", "often"), [(30, 100, False), (31, 100, True), (10, 19, False), (7, 20, True)]
)
def test_a_question_shown_in_more_than_three_attempts_of_ten_is_shown_too_often(
    shown: int, begun: int, often: bool
) -> None:
    health = judged([], shown, begun)

    assert health.exposure == shown / begun
    assert (Warning.SHOWN_TOO_OFTEN in health.warnings) is often


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_warning_has_words(language: str) -> None:
    words = Words(language, datetime(2026, 11, 22))

    said = {words.value("warnings", warning.value) for warning in Warning}

    assert len(said) == len(Warning)
    assert said.isdisjoint({warning.value for warning in Warning})
