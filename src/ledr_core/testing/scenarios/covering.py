"""Which rules have a scenario."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from ledr_core.rules import Rule
from ledr_core.testing.scenarios.reading import Reading


@frozen
class Covered:
    """A rule, and the files of the scenarios that show it."""

    rule: str
    area: str
    title: str
    """What the area is about."""
    scenarios: tuple[str, ...]


def coverage(readings: Iterable[Reading], every: Iterable[Rule]) -> tuple[Covered, ...]:
    """For each of these rules, the scenarios that name it."""
    scenarios = [reading.scenario for reading in readings if reading.scenario is not None]
    return tuple(
        Covered(
            rule.identifier,
            rule.area,
            rule.title,
            tuple(one.file for one in scenarios if rule.identifier in one.rules),
        )
        for rule in every
    )
