"""What learners of the demo do beside watching: practice quizzes, workshops, the assessment of a theme."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Protocol

from attrs import frozen

from ledr_cli.demo.plan import SEED, Plan, Studied

SURE = 0.8
"""The share of questions that a learner of the demo answers rightly."""


class Performing(Protocol):
    """Does operations by name."""

    def perform(self, name: str, by: str, given: Mapping[str, Any]) -> Any:
        """Do the operation of that name."""


@frozen
class Studying:
    """A learner on an evening: the same in every demo."""

    school: Performing
    plan: Plan
    person: str
    day: date

    def study(self, progress: Any) -> Counter[str]:
        """Do what waits, given how far they were before the day's lessons; gives what was done."""
        done: Counter[str] = Counter()
        done["workshops"] += sum(self._workshop(one) for one in progress.workshops)
        done["quizzes"] += self._quiz()
        for missing in progress.missing:
            if missing.rule == "LEARN-5" and self._has_seen(progress, missing.what):
                done["passes"] += self._assessment(missing.what)
        return done

    def _workshop(self, workshop: Any) -> bool:
        """Go through a workshop that is open, from its introduction to its conclusion."""
        if workshop.locked or workshop.percent == 100:
            return False
        for step in _steps(self.plan.workshops[workshop.reference]):
            self._do("workshops.step", workshop=workshop.reference, **step)
        return True

    def _quiz(self) -> bool:
        """Take the practice quiz that is due."""
        if not self._do("quizzes.due").due:
            return False
        quiz = self._do("quizzes.start")
        self._do("quizzes.finish", quiz=quiz.quiz, answers=[self._answer(one.reference) for one in quiz.questions])
        return True

    def _has_seen(self, progress: Any, theme: str) -> bool:
        (percent,) = (one.percent for one in progress.themes if one.reference == theme)
        return bool(percent == 99)

    def _assessment(self, theme: str) -> bool:
        """Take an assessment once all lessons of its theme are seen; whoever fails tries again on another day."""
        view = self._do("assessments.start", theme=theme)
        while not view.finished:
            asked = view.question.reference
            view = self._do("assessments.answer", attempt=view.attempt, choices=self._answer(asked), question=asked)
        return bool(view.passed)

    def _answer(self, question: str) -> list[int]:
        """The right choices, or most often: what somebody knows on a day is the same in every demo."""
        known: Studied = self.plan.questions[question]
        chance = random.Random(f"{SEED} {self.person} {question} {self.day}")  # from text: the same on every machine
        return list(known.right) if chance.random() < SURE else [(known.right[0] + 1) % known.choices]

    def _do(self, operation: str, **given: object) -> Any:
        return self.school.perform(operation, self.person, given)


def _steps(questions: int) -> Iterator[dict[str, object]]:
    """The steps of a workshop with so many main questions, in their order (WORK-1)."""
    yield {"step": "introduction_video"}
    yield {"step": "introduction_question", "answer": "Celle qui disait à quoi ressemblent les journées."}
    yield {"step": "main_video"}
    for number in range(1, questions + 1):
        yield {"step": "main_question", "question": number, "answer": "Je suis parti du besoin, avec le manager."}
    for number in range(1, questions + 1):
        yield {"step": "correction", "question": number}
    yield {"step": "conclusion_video"}
