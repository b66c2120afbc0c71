"""The placement test: which questions, in which order, and what is kept of the answers."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledr_core import Invalid, Refused
from ledr_core.domain.catalogue.questions import Askable, Shown, Wording
from ledr_core.domain.kernel.identifiers import PlacementId, QuestionId
from ledr_core.domain.learning.placement import PlacementTest, ThemeScore, chosen

NOW = datetime(2026, 11, 19, 8, tzinfo=UTC)

BANK = [
    Askable(QuestionId(f"{theme}{level}{number}"), f"{theme}{level}{number}", 1, theme, level)
    for theme in ("a", "b")
    for level in (1, 2)
    for number in range(3)
]


def a_test() -> tuple[PlacementTest, dict[QuestionId, Shown]]:
    """One of three questions, two of theme a and one of b, whose first choice is right."""
    questions = chosen([BANK[0], BANK[3], BANK[6]], "seed")
    shown = {one.id: Shown(str(one.id), Wording("?", ("yes", "no"), (0,))) for one in questions}
    return PlacementTest(PlacementId("one"), questions, "seed", NOW), shown


@pytest.mark.rule("TEST-2")
@given(seed=some.text(max_size=8))
def test_all_questions_come_theme_by_theme_and_the_easy_ones_first(seed: str) -> None:
    asked = chosen(list(reversed(BANK)), seed)

    assert [one.id[:2] for one in asked] == [one.id[:2] for one in BANK]
    assert {one.id for one in asked} == {one.id for one in BANK}
    assert asked == chosen(BANK, seed)


@pytest.mark.rule("TEST-2")
def test_a_seed_decides_between_equals() -> None:
    assert len({chosen(BANK, str(seed)) for seed in range(20)}) > 10


@pytest.mark.rule("TEST-2")
def test_without_question_there_is_no_test() -> None:
    with pytest.raises(Refused) as refused:
        chosen([], "seed")

    assert (refused.value.rule, refused.value.reason) == ("TEST-2", "no question")


@pytest.mark.rule("TEST-3")
def test_the_result_is_by_theme_under_the_titles_of_that_day() -> None:
    test, shown = a_test()

    test.finish(shown, [[0], [1], []], {"a": "Sourcing"}, NOW)

    assert test.result == (ThemeScore("a", "Sourcing", 1, 2), ThemeScore("b", "b", 0, 1))
    assert test.finished == NOW


@pytest.mark.rule("TEST-3")
def test_a_test_is_finished_once() -> None:
    test, shown = a_test()
    test.finish(shown, [[0], [0], [0]], {}, NOW)

    with pytest.raises(Refused) as refused:
        test.finish(shown, [[1], [1], [1]], {}, NOW)

    assert refused.value.rule == "TEST-3"
    assert sum(one.right for one in test.result) == 3


@pytest.mark.parametrize("answers", [[], [[0], [0]], [[0], [0], [2]], [[0, 0], [0], [0]]])
def test_answers_that_do_not_fit_are_invalid_and_leave_the_test_open(answers: list[list[int]]) -> None:
    test, shown = a_test()

    with pytest.raises(Invalid):
        test.finish(shown, answers, {}, NOW)

    assert (test.finished, test.result) == (None, ())


@pytest.mark.rule("TEST-3")
def test_a_question_deleted_meanwhile_counts_for_nothing() -> None:
    test, shown = a_test()
    del shown[test.questions[2].id]

    test.finish(shown, [[0], [1], [7, 7]], {}, NOW)

    assert test.result == (ThemeScore("a", "a", 1, 2),)
