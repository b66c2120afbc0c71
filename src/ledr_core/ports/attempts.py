"""The attempts at assessments, as the rules need them kept. Contract: ledr_core.testing.contracts.attempts."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from attrs import frozen

from ledr_core.domain.assessments.item_health import Tally
from ledr_core.domain.assessments.order import Bank, Encounter
from ledr_core.domain.assessments.retakes import Past
from ledr_core.domain.assessments.sitting import Sitting
from ledr_core.domain.catalogue.questions import Askable
from ledr_core.domain.kernel.identifiers import AttemptId, PersonId, QuestionId, ThemeId


@frozen
class Exposed:
    """How many attempts at a theme were begun, and in how many each question was shown, by reference."""

    attempts: int
    shown: dict[str, int]


class Attempts(Protocol):
    """The attempts, each with what it draws from; the answers given are only added to."""

    def get(self, attempt: AttemptId) -> Sitting | None:
        """The attempt so identified, None when there is none."""

    def under_way(self, person: PersonId, theme: ThemeId) -> Sitting | None:
        """The attempt at a theme that a person has begun and not ended: one at most, None without any."""

    def waiting(self, attempt: AttemptId) -> QuestionId | None:
        """The question that waits in an attempt, read alone; None when it is over or there is no such attempt."""

    def past(self, person: PersonId, theme: ThemeId) -> list[Past]:
        """All the attempts of a person at a theme in the order begun, one under way too; none if either is unknown."""

    def bank(self, theme: ThemeId) -> Bank:
        """The questions of a theme that may be drawn (programme, public, not withdrawn), in no order.

        No level for an unknown theme.
        """

    def askable(self, references: Collection[str]) -> dict[str, Askable]:
        """Questions as they are now, by reference, without their themes; unknown ones are left out."""

    def encounters(self, person: PersonId, theme: ThemeId) -> dict[str, Encounter]:
        """What the person was shown in attempts at the theme, by reference; nothing for an unknown person or theme."""

    def show(self, question: QuestionId | None) -> None:
        """Count a question as shown once more, in the banks that are read after; nothing when there is none."""

    def exposed(self, theme: ThemeId) -> Exposed:
        """What attempts at a theme have shown, answered or not; void ones and those under way too.

        Nothing for an unknown theme.
        """

    def tallies(self, theme: ThemeId) -> dict[str, Tally]:
        """What the answers of the attempts at a theme that ended and count add up to, by question of its bank.

        Questions without answers are left out; nothing for an unknown theme.
        """

    def withdrawn(self, questions: Collection[QuestionId]) -> set[str]:
        """Those of the questions that are withdrawn now, or deleted, or never were."""

    def add(self, attempt: Sitting) -> None:
        """Keep a new attempt; another under way at the theme is a Conflict when the unit is flushed."""
