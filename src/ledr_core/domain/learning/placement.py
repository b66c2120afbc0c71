"""The placement test: public, of questions marked for it, with a result by theme for whoever took it (TEST)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from attrs import define, frozen

from ledr_core.domain.catalogue.questions import Askable, Shown, must_answer, shuffled
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import PersonId, PlacementId, QuestionId


@frozen
class PlacementQuestion:
    """A question of the test: the edition in which it is asked, and the reference of its theme."""

    id: QuestionId
    edition: int
    theme: str


@frozen
class ThemeScore:
    """How many questions of a theme were answered right, under the title that it had then."""

    theme: str
    title: str
    right: int
    of: int


@define
class PlacementTest:
    """One go at the test. The hash of a secret opens its result; the secret itself is only in the mail (TEST-3)."""

    id: PlacementId
    questions: tuple[PlacementQuestion, ...]
    seed: str
    started: datetime
    email: str = ""
    person: PersonId | None = None
    """Who took it, when they were signed in."""
    finished: datetime | None = None
    result: tuple[ThemeScore, ...] = ()
    token_hash: str | None = None

    def belong_to(self, person: PersonId) -> None:
        """Be that of somebody who signed in meanwhile, and of nobody else."""
        self.person = person

    def lock(self, token_hash: str, email: str) -> None:
        """Have the result opened by a secret of that hash, which goes to that address (TEST-3)."""
        self.token_hash, self.email = token_hash, email

    def finish(
        self,
        shown: Mapping[QuestionId, Shown],
        answers: Sequence[Sequence[int]],
        titles: Mapping[str, str],
        at: datetime,
    ) -> None:
        """Take the answers, in the order of the questions, and keep how many are right in each theme.

        A question deleted meanwhile, with its theme, counts for nothing.

        Raises Refused TEST-3 when it is finished already; Invalid when the answers do not fit the questions.
        """
        if self.finished is not None:
            raise Refused("TEST-3", "finished", {})
        asked = [shown.get(question.id) for question in self.questions]
        must_answer(asked, answers)
        right: dict[str, list[bool]] = {}
        for question, one, chosen in zip(self.questions, asked, answers, strict=True):
            if one is not None:
                right.setdefault(question.theme, []).append(one.wording.is_right(chosen))
        self.result = tuple(
            ThemeScore(theme, titles.get(theme, theme), sum(marks), len(marks)) for theme, marks in right.items()
        )
        self.finished = at


def chosen(questions: Collection[Askable], seed: str) -> tuple[PlacementQuestion, ...]:
    """All the questions marked for the test, theme by theme, the easy ones first; a seed decides between equals.

    Raises Refused TEST-2 when there is none.
    """
    if not questions:
        raise Refused("TEST-2", "no question", {})
    ordered = sorted(shuffled(questions, seed), key=lambda one: (one.theme, one.level))
    return tuple(PlacementQuestion(one.id, one.edition, one.theme) for one in ordered)
