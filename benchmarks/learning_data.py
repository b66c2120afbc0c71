"""A school with one realistic course, written through its own operations: what the benchmarks of learners work on.

120 lessons of 24 modules in 12 themes, two practice questions a lesson, assessments on with 600 questions, 8 workshops
locked by modules, 40 learners of whom one has seen 60 lessons and done half of the workshops.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ledr_adapters import open_rehearsal
from ledr_adapters.recording import RecordingMail
from ledr_core import School
from ledr_core.testing import FixedClock

AT = "2026-11-19T09:00"
LEARNER = "p0@manpower.example"
THEMES, MODULES, LESSONS, QUESTIONS, WORKSHOPS, LEARNERS = 12, 2, 5, 50, 8, 40
SEEN = 60
STEPS: tuple[dict[str, Any], ...] = (
    {"step": "introduction_video"},
    {"step": "introduction_question", "answer": "Je recrute depuis trois ans."},
    {"step": "main_video"},
    {"step": "main_question", "question": 1, "answer": "Par le besoin."},
)


def build(folder: Path, clock: FixedClock | None = None) -> School:
    """The school in a file of that folder."""
    school = open_rehearsal(f"sqlite:///{folder / 'ecole.db'}", clock=clock or FixedClock(AT), mail=RecordingMail())
    school.catalogue.load(by="staff", data=catalogue())
    enrol(school, LEARNERS)
    with school.transaction() as inside:
        for number in range(SEEN):
            inside.learning.watch(by=LEARNER, lesson=f"l{number}", ended=True)
        for number in range(WORKSHOPS // 2):
            for step in STEPS:
                inside.workshops.step(by=LEARNER, workshop=f"w{number}", **step)
    return school


def enrol(school: School, learners: int) -> None:
    """So many people on the course `recruter`, in a licence session of Manpower."""
    school.companies.create(by="staff", name="Manpower")
    members = [
        {"email": learner(number), "first_name": "Léa", "last_name": f"Martin {number}"} for number in range(learners)
    ]
    school.sessions.create(
        by="staff",
        reference="Lyon",
        company="Manpower",
        course="recruter",
        kind="licence",
        start="2026-11-01",
        end="2027-10-31",
        package=learners,
        members=members,
    )


def learner(number: int) -> str:
    """The address of one of them."""
    return f"p{number}@manpower.example"


def catalogue() -> dict[str, Any]:
    """The course `recruter` as a catalogue file would give it."""
    lessons, modules, themes, questions = [], [], [], []
    for theme in range(THEMES):
        for module in range(theme * MODULES, (theme + 1) * MODULES):
            numbers = range(module * LESSONS, (module + 1) * LESSONS)
            lessons += [
                {"reference": f"l{number}", "title": f"Leçon {number}", "video": f"https://v/{number}", "seconds": 300}
                for number in numbers
            ]
            modules.append(
                {"reference": f"m{module}", "title": f"Module {module}", "lessons": [f"l{one}" for one in numbers]}
            )
        themes.append(
            {
                "reference": f"t{theme}",
                "title": f"Thématique {theme}",
                "colour": f"#{theme * 20:06x}",
                "optional": theme == THEMES - 1,
                "modules": [f"m{theme * MODULES + module}" for module in range(MODULES)],
            }
        )
        questions += [
            {
                "reference": f"a{theme}-{number}",
                "kind": "programme",
                "theme": f"t{theme}",
                "level": 1 + number % 5,
                "public": True,
                "text": "Laquelle ?",
                "choices": ["a", "b", "c", "d"],
                "right": [0],
            }
            for number in range(QUESTIONS)
        ]
    questions += [
        {
            "reference": f"p{number}-{one}",
            "kind": "practice",
            "lesson": f"l{number}",
            "text": "Laquelle ?",
            "choices": ["a", "b", "c", "d"],
            "right": [0],
        }
        for number in range(THEMES * MODULES * LESSONS)
        for one in range(2)
    ]
    workshops = [
        {
            "reference": f"w{number}",
            "title": f"Atelier {number}",
            "modules": [f"m{number}"],
            "introduction_question": "Qui es-tu ?",
            "questions": ["Une ?", "Deux ?", "Trois ?"],
        }
        for number in range(WORKSHOPS)
    ]
    return {
        "lessons": lessons,
        "modules": modules,
        "themes": themes,
        "questions": questions,
        "workshops": workshops,
        "courses": [
            {
                "reference": "recruter",
                "title": "Recruter",
                "themes": [f"t{theme}" for theme in range(THEMES)],
                "assessments": True,
                "workshops": [f"w{number}" for number in range(WORKSHOPS)],
                "workshops_required": 4,
                "workshops_locked": True,
            }
        ],
    }
