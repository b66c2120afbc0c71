"""Attempts on banks of questions that are at hand, for the tests of the engine."""

from collections.abc import Iterable, Mapping

from ledr_core.domain.assessments.attempt import Attempt, Paper, begun, drawn
from ledr_core.domain.assessments.order import Bank, Encounter, Item
from ledr_core.domain.assessments.settings import AssessmentSettings


def start(
    items: Iterable[Item],
    settings: AssessmentSettings,
    seed: str,
    own: Mapping[str, Encounter] | None = None,
    exposure: Mapping[str, int] | None = None,
) -> Attempt:
    """A new attempt on these questions, shown to anyone so often, and to the person as *own* says."""
    found = {item.reference: item for item in items}
    levels = drawn(bank_of(found.values(), exposure or {}), settings, seed, own or {})
    return begun(Paper(settings, tuple(tuple(found[one] for one in level) for level in levels)))


def bank_of(items: Iterable[Item], exposure: Mapping[str, int]) -> Bank:
    """The questions by level and by how often they were shown."""
    bank: dict[int, dict[int, list[str]]] = {}
    for item in items:
        bank.setdefault(item.level, {}).setdefault(exposure.get(item.reference, 0), []).append(item.reference)
    return bank
