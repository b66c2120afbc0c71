"""What the answers of attempts add up to, one after the other: what the sums that a database makes are held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from ledr_core.domain.assessments.item_health import Sums, Tally


@frozen
class Recorded:
    """An attempt that ended and counts: its score, and each answer given, by reference, right or not."""

    score: int
    answers: tuple[tuple[str, bool], ...]


def tallied(levels: Mapping[str, int], recorded: Sequence[Recorded]) -> dict[str, Tally]:
    """The tally of each question of *levels* (its level by reference) that was answered."""
    usual = _usual(levels, recorded)
    scores: dict[str, list[tuple[bool, float]]] = {}
    rests: dict[str, list[tuple[bool, float]]] = {}
    for attempt in recorded:
        counted = [(one, right, right - usual[levels[one]]) for one, right in attempt.answers if one in levels]
        for place, (one, right, _) in enumerate(counted):
            others = [beyond for _, _, beyond in (*counted[:place], *counted[place + 1 :])]
            scores.setdefault(one, []).append((right, attempt.score))
            if others:
                rests.setdefault(one, []).append((right, sum(others) / len(others)))
    return {one: Tally(_sums(given), _sums(rests.get(one, ()))) for one, given in scores.items()}


def _usual(levels: Mapping[str, int], recorded: Iterable[Recorded]) -> dict[int, float]:
    """The share of right answers by level."""
    given: dict[int, list[bool]] = {}
    for attempt in recorded:
        for one, right in attempt.answers:
            if one in levels:
                given.setdefault(levels[one], []).append(right)
    return {level: sum(rights) / len(rights) for level, rights in given.items()}


def _sums(given: Sequence[tuple[bool, float]]) -> Sums:
    return Sums(
        len(given),
        sum(right for right, _ in given),
        sum(number for _, number in given),
        sum(number * number for _, number in given),
        sum(number for right, number in given if right),
    )
