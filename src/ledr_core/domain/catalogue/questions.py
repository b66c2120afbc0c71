"""Questions with choices: those of the practice quiz, and those of assessments and the placement test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from hashlib import sha256
from string import ascii_uppercase
from typing import Literal, TypeAlias, TypeVar

from attrs import define, field, frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.identifiers import LessonId, QuestionId, ThemeId
from ledr_core.domain.kernel.texts import trimmed

T = TypeVar("T")

HIGHEST_LEVEL = 10
"""The highest level of difficulty that a bank can have; how many count is a setting."""


QuestionKindName: TypeAlias = Literal["practice", "programme"]
"""A `QuestionKind` by its value."""


class QuestionKind(StrEnum):
    """What a question serves: the practice quiz on a lesson, or the programme: assessments and the placement test."""

    _value_: QuestionKindName

    PRACTICE = "practice"
    PROGRAMME = "programme"


@frozen
class Wording:
    """What is asked: the text, the choices numbered from 0, and which of them are right."""

    text: str
    choices: tuple[str, ...]
    right: tuple[int, ...]
    explanation: str = ""

    @property
    def all_right(self) -> bool:
        """Whether every choice is right: there is nothing to choose, which an author hardly means."""
        return len(self.right) == len(self.choices)

    def is_right(self, chosen: Collection[int]) -> bool:
        """Whether exactly the right choices are chosen."""
        return set(chosen) == set(self.right)


@define
class Question:
    """A question of a lesson (practice) or of a theme and level (programme).

    Each change of its wording is a new *edition*; the former ones are kept for the attempts that began with them.
    """

    id: QuestionId
    reference: str
    kind: QuestionKind
    wording: Wording
    lesson: LessonId | None = None
    theme: ThemeId | None = None
    level: int | None = None
    public: bool = False
    placement: bool = False
    withdrawn: bool = False
    edition: int = 1
    superseded: dict[int, Wording] = field(factory=dict)
    """The editions that this piece of work replaced."""

    def reword(self, wording: Wording) -> None:
        """Ask it otherwise from now on."""
        if wording != self.wording:
            self.superseded[self.edition] = self.wording
            self.wording, self.edition = wording, self.edition + 1


@frozen
class Askable:
    """A question that may be asked, without its wording."""

    id: QuestionId
    reference: str
    edition: int
    theme: str = ""
    """The reference of the theme, of a question of the programme."""
    level: int = 0


@frozen
class Shown:
    """A question in the edition in which it was shown."""

    reference: str
    wording: Wording


def shuffled(questions: Iterable[Askable], seed: str) -> list[Askable]:
    """The questions in an order that a seed decides, the same on every machine."""
    return sorted(questions, key=lambda one: (sha256(f"{seed}:{one.reference}".encode()).digest(), one.reference))


def must_answer(asked: Sequence[Shown | None], answers: Sequence[Sequence[int]]) -> None:
    """Raises Invalid (answers): more or fewer answers than questions, a choice that there is not, or one given twice.

    An answer is the numbers of the choices taken, none for a question that is left out. What is answered to a question
    that exists no more (None) does not matter.
    """
    if len(answers) != len(asked):
        raise Invalid("answers", "other number of answers", {"given": len(answers), "asked": len(asked)})
    for index, (question, chosen) in enumerate(zip(asked, answers, strict=True)):
        if question is None:
            continue
        last = len(question.wording.choices) - 1
        for place, number in enumerate(chosen):
            if not 0 <= number <= last:
                raise Invalid(f"answers[{index}][{place}]", "not among the choices", {"value": number, "last": last})
        if len(set(chosen)) < len(chosen):
            raise Invalid(f"answers[{index}]", "a choice twice")


def faults_in_wording(wording: Wording) -> Iterator[Invalid]:
    """What keeps a question from being asked: Invalid (text, choices, right) for each thing that is wrong.

    Nothing asked, fewer than two choices, one twice or empty, none right, or a number of none.
    """
    if not trimmed(wording.text):
        yield Invalid("text", "empty")
    empty = [index for index, choice in enumerate(wording.choices) if not trimmed(choice)]
    for index in empty:
        yield Invalid(f"choices[{index}]", "empty")
    few = len(wording.choices) < 2
    if few:
        yield Invalid("choices", "too few choices")
    elif not empty and (twice := first_twice(wording.choices)) is not None:
        yield Invalid("choices", "there twice", {"value": twice})
    if not few:
        yield from _faults_in_right(wording.right, len(wording.choices) - 1)


def _faults_in_right(right: Sequence[int], last: int) -> Iterator[Invalid]:
    known = {"last": last, "last_letter": letter_of(last)}
    if not right:
        yield Invalid("right", "none right", known)
    elif (twice := first_twice(right)) is not None:
        yield Invalid("right", "there twice", {"value": twice})
    for index, number in enumerate(right):
        if not 0 <= number <= last:
            facts = {"value": number, "letter": letter_of(number), **known}
            yield Invalid(f"right[{index}]", "no such choice", facts)


def letter_of(number: int) -> str | None:
    """The letter by which authors may name a choice: A is the first, of number 0; None beyond Z."""
    return ascii_uppercase[number] if 0 <= number < len(ascii_uppercase) else None


def faults_in_place(question: Question) -> Iterator[Invalid]:
    """What is wrong with where a question stands, as Invalid: a practice question is on a lesson, one of the programme
    on a theme, at a level."""
    kind = question.kind
    given = {"lesson": question.lesson, "theme": question.theme, "level": question.level}
    needed = ("lesson",) if kind is QuestionKind.PRACTICE else ("theme", "level")
    facts = {"kind": kind, **dict(zip(("first", "second"), needed, strict=False))}
    for name, value in given.items():
        if name in needed and value is None:
            yield Invalid(name, "missing for its kind", facts)
        if name not in needed and value is not None:
            yield Invalid(name, "not for its kind", facts)


def first_twice(items: Sequence[T]) -> T | None:
    """The first of what is there more than once; None where each is there once."""
    if len(set(items)) == len(items):
        return None
    return next(one for one, times in Counter(items).items() if times > 1)
