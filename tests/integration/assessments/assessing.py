"""Banks of questions and learners who answer as a pattern says, for the tests of assessments."""

from typing import Any

from ledr_core import School
from tests.integration.conftest import Rehearsal, address

CHOICES = ["un", "deux", "trois", "quatre"]


def right_choice(reference: str) -> int:
    """The right choice of a question of `a_bank`."""
    return int(reference.rpartition("-")[2]) % len(CHOICES)


def questions(theme: str = "t1", per_level: int = 4, levels: int = 5) -> list[dict[str, Any]]:
    """The questions of a theme as a catalogue file has them; `t1-2-0` is the first of level 2."""
    return [
        {
            "reference": f"{theme}-{level}-{number}",
            "kind": "programme",
            "theme": theme,
            "level": level,
            "public": True,
            "text": f"Question {number} de niveau {level} ?",
            "choices": CHOICES,
            "right": [number % len(CHOICES)],
            "explanation": f"Parce que {theme}-{level}-{number}.",
        }
        for level in range(1, levels + 1)
        for number in range(per_level)
    ]


def a_bank(school: School, theme: str = "t1", per_level: int = 4, course: str = "recruter") -> None:
    """Have a theme of a course assessed."""
    school.catalogue.load(by="staff", data={"questions": questions(theme, per_level)})
    school.catalogue.put_course(by="staff", reference=course, assessments=True)


def answer(ledr: Rehearsal, name: str, view: Any, right: bool) -> Any:
    """Answer the question that waits; gives what comes next."""
    chosen = right_choice(view.question.reference)
    choice = chosen if right else (chosen + 1) % len(CHOICES)
    return ledr.school.assessments.answer(by=address(name), attempt=view.attempt, choices=[choice])


def take(ledr: Rehearsal, name: str, pattern: str, theme: str = "t1") -> Any:
    """Begin or go on, and answer rightly (R) or wrongly (w); gives what the last answer came to."""
    view = ledr.school.assessments.start(by=address(name), theme=theme)
    for letter in pattern:
        view = answer(ledr, name, view, letter == "R")
    return view
