"""What Moodle's answers are worth, as right and wrong: ledr knows nothing between the two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.wording.results import result_words

ALL: Final = 100.0
"""Percent that a right answer is worth, where it is the only one."""
MOST: Final = 10_000
"""Answers of a question: more are not even read."""
_TAKEN: Final = ("multichoice", "truefalse")


@frozen
class Answer:
    """One answer of a question: its text, what it is worth in percent, and what is said to who chooses it."""

    text: str
    percent: float
    feedback: str = ""


def must_be_few(count: int) -> None:
    """Raises Invalid (`choices`) for more answers than a question may have."""
    if count > MOST:
        raise Invalid("choices", "too many items", {"count": count, "most": MOST})


def fields_of(answers: Sequence[Answer], explanation: str, *, several: bool) -> dict[str, object]:
    """The choices, the right ones and the explanation of a question of which *several* answers may be chosen.

    Without a general feedback, that of the right answers explains. Raises Invalid (`right`) where nothing is right, or
    something half right.
    """
    right = [place for place, answer in enumerate(answers) if answer.percent > 0]
    if not right:
        raise Invalid("right", "nothing right")
    if not several:
        half = next((one for one in answers if 0 < one.percent < ALL), None)
        if half is not None:
            raise Invalid("right", "half right", {"value": half.text, "percent": half.percent})
    said = explanation or "\n".join(filter(None, (answers[place].feedback for place in right)))
    return {"choices": [answer.text for answer in answers], "right": right, "explanation": said}


def true_or_false(right: bool, feedback: tuple[str, str], language: str) -> list[Answer]:
    """The two answers of a statement that is true or false, with what is said to who chooses each."""
    words = result_words(language)
    texts = (words.value("truth", "true") or "true", words.value("truth", "false") or "false")
    worth = (ALL, 0.0) if right else (0.0, ALL)
    return [Answer(*one) for one in zip(texts, worth, feedback, strict=True)]


def not_taken(kind: str) -> Invalid:
    """The fault of a question of another kind: matching, numerical, essay…"""
    return Invalid("kind", "no kind of question here", {"value": kind, "choices": list(_TAKEN)})
