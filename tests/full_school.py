"""One school in which every table has rows: what the release of schema 0004 left, and what people have done since.

It is made once and copied; whatever is asked of a school, or done to its rows, is tried on it.
"""

from contextlib import closing
from typing import Final

import sqlalchemy as sa

from ledr_adapters import open_rehearsal, upgrade
from ledr_core import School
from ledr_core.testing import FixedClock
from tests.integration.assessments.assessing import right_choice
from tests.integration.sql.restored import restore

AT: Final = "2026-12-02T11:30"
ROLES: Final = ("tester", "learner", "manager", "learner_manager", "pilot", "learner_pilot", "student", "admin")
ACTORS: Final = (
    "staff",
    "public",
    *(f"{role}@manpower.example" for role in ROLES),
    *(f"{name}@manpower.example" for name in ("lea", "max", "ana", "bob", "zoe", "paul", "nora")),
    "tom@adecco.example",
)


def make(url: str) -> None:
    """Make it in an empty database."""
    engine = sa.create_engine(url)
    restore(engine, "0004")
    engine.dispose()
    upgrade(url)
    with closing(opened(url)) as school:
        _go_on(school)


def opened(url: str) -> School:
    """It, on the day after the last that was stored."""
    return open_rehearsal(url, clock=FixedClock(AT))


def _go_on(school: School) -> None:
    """What fills the tables that the stored school has nothing in."""
    _more_people(school)
    _more_to_learn(school)
    _lea_writes(school)
    _zoe_practises(school)
    _kim_passes_and_begins_again(school)


def _more_people(school: School) -> None:
    for role in ROLES:
        company = {} if role in ("tester", "admin") else {"company": "Manpower"}
        names = {"first_name": role.title(), "last_name": "Roux"}
        school.people.create(by="staff", email=address(role), **names, role=role, **company)
    _a_session(school, "Dijon", "Manpower", "sourcing", "kim", "lou")
    school.people.set_managed(by="staff", manager=address("nora"), people=[address("lea"), address("learner")])
    _a_session(school, "Autun", "Adecco", "recruter", "learner")


def _a_session(school: School, reference: str, company: str, course: str, *names: str) -> None:
    members = [{"email": address(name), "first_name": name.title(), "last_name": "Roux"} for name in names]
    school.sessions.create(
        by="staff",
        reference=reference,
        company=company,
        course=course,
        kind="licence",
        start=AT[:10],
        package=len(names),
        members=members,
    )


def _more_to_learn(school: School) -> None:
    """A workshop, and enough practice questions for a quiz."""
    lessons = [
        {"reference": f"p{number}", "title": f"Leçon {number}", "video": "https://v/p", "seconds": 60}
        for number in range(16)
    ]
    practice = [
        {
            "reference": f"q{number}",
            "kind": "practice",
            "lesson": f"p{number}",
            "text": "?",
            "choices": ["a", "b"],
            "right": [0],
        }
        for number in range(16)
    ]
    module = {"reference": "m-s1", "lessons": ["l3", *(one["reference"] for one in lessons)]}
    school.catalogue.load(by="staff", data={"lessons": lessons, "modules": [module], "questions": practice})
    school.catalogue.put_workshop(
        by="staff",
        reference="w1",
        title="Rédiger",
        modules=["m-t1"],
        introduction_question="Vous ?",
        questions=["Quoi ?"],
    )
    school.catalogue.put_course(by="staff", reference="recruter", workshops=["w1"], workshops_required=0)


def _lea_writes(school: School) -> None:
    """A workshop and a note."""
    lea = address("lea")
    school.workshops.step(by=lea, workshop="w1", step="introduction_video")
    school.workshops.step(by=lea, workshop="w1", step="introduction_question", answer="Léa")
    school.workshops.step(by=lea, workshop="w1", step="main_video")
    school.workshops.step(by=lea, workshop="w1", step="main_question", question=1, answer="Une annonce")
    school.learning.note(by=lea, module="m-t1", text="À revoir")


def _zoe_practises(school: School) -> None:
    """A quiz that is over."""
    zoe = address("zoe")
    for number in range(16):
        school.learning.watch(by=zoe, lesson=f"p{number}", ended=True)
    quiz = school.quizzes.start(by=zoe)
    school.quizzes.finish(by=zoe, quiz=quiz.quiz, answers=[[0]] * len(quiz.questions))


def _kim_passes_and_begins_again(school: School) -> None:
    """An assessment that is passed; of another a question is worded anew while it waits."""
    kim = address("kim")
    for lesson in ("l3", *(f"p{number}" for number in range(16))):
        school.learning.watch(by=kim, lesson=lesson, ended=True)
        school.learning.watch(by=address("lou"), lesson=lesson, ended=True)
    view = school.assessments.start(by=kim, theme="s1")
    while view.question is not None:
        chosen = right_choice(view.question.reference)
        view = school.assessments.answer(by=kim, attempt=view.attempt, choices=[chosen])
    waiting = school.assessments.start(by=address("lou"), theme="s1").question
    school.catalogue.put_question(by="staff", reference=waiting.reference, text="Autrement ?")


def address(name: str) -> str:
    return f"{name}@manpower.example"
