"""Pauses before a next try: random, longer with each try, up to the last of their lengths."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledr_adapters.chance import SystemChance
from ledr_core.domain.messages.pauses import MESSAGE, PROVIDER, SHORTEST, pause
from ledr_core.ports.chance import Chance
from ledr_core.testing.chance import SeededChance

pytestmark = pytest.mark.rule("JOB-4")


@pytest.mark.parametrize("longest", [MESSAGE, PROVIDER])
def test_the_longest_pause_grows_with_the_tries(longest: tuple[timedelta, ...]) -> None:
    pauses = [pause(tries, longest, 1) for tries in range(len(longest) + 3)]

    assert pauses == [*longest, *[longest[-1]] * 3]
    assert pauses == sorted(pauses)


@given(tries=some.integers(0, 50), fraction=some.floats(0, 1, exclude_max=True))
def test_a_pause_is_any_up_to_the_longest(tries: int, fraction: float) -> None:
    longest = MESSAGE[min(tries, len(MESSAGE) - 1)]

    assert SHORTEST <= pause(tries, MESSAGE, fraction) <= longest
    assert pause(tries, MESSAGE, 0.5) == longest / 2


@pytest.mark.parametrize("chance", [SystemChance(), SeededChance("x")])
def test_chance_draws_fractions_all_over_and_never_the_same_identifier(chance: Chance) -> None:
    drawn = [chance.fraction() for _ in range(1000)]
    made = [make() for make in (chance.identifier, chance.password, chance.token) for _ in range(100)]

    assert all(0 <= one < 1 for one in drawn)
    assert min(drawn) < 0.02 and max(drawn) > 0.98
    assert len(set(made)) == 300


def test_a_seed_makes_the_same_draws() -> None:
    def drawn(seed: str) -> list[object]:
        chance = SeededChance(seed)
        return [chance.fraction(), chance.identifier(), chance.password(), chance.token()]

    assert drawn("a") == drawn("a") != drawn("b")
