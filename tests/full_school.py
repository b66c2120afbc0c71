"""A school in which every table has rows, and every table that names a person has some of Léa's: what erasures meet."""

import json
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from ledr_adapters import open_rehearsal
from ledr_adapters.recording import RecordingMail
from ledr_core import School
from ledr_core.testing import FixedClock
from tests.integration.assessments.assessing import answer, questions, right_choice
from tests.integration.certification.certifying import certifying, grade, marks
from tests.integration.conftest import a_member, address
from tests.integration.learning.test_quizzes import questions_on
from tests.integration.messages.delivering import Delivering, over

LEA: Final = address("lea")
TODAY: Final = "2026-12-01"
LESSONS: Final = "l1 l2 l3 l4 l5"
AT: Final = "2026-12-02T11:30"
"""When it is opened again."""
ROLES: Final = ("tester", "learner", "manager", "learner_manager", "pilot", "learner_pilot", "student", "admin")
ACTORS: Final = (
    "staff",
    "public",
    *map(address, ROLES),
    *map(address, ("lea", "bob", "nora", "ida", "tom", "eve", "jo", "max")),
    "pat@maison.example",
)
"""Whoever may act in it."""


def make(url: str) -> None:
    """Make it in an empty database; whatever is asked of a school, or done to its rows, is tried on it."""
    with TemporaryDirectory() as folder, closing(a_full_school(url, Path(folder)).school):
        pass


def opened(url: str) -> School:
    """It, on the day after the last on which somebody did something."""
    return open_rehearsal(url, clock=FixedClock(AT))


def a_full_school(url: str, folder: Path) -> Delivering:
    """Made by operations in an empty database; it is 1 December 2026, and Léa has been there for more than a year."""
    clock, mail = FixedClock("2025-10-01T09:00"), RecordingMail()
    ledr = over(open_rehearsal(url, clock=clock, mail=mail), clock, mail)
    fill_catalogue(ledr, folder)
    _former_company(ledr)
    _present_company(ledr)
    _learning(ledr)
    _certified(ledr)
    _messages(ledr)
    _one_of_each_role(ledr)
    _what_nobody_has_used(ledr)
    return ledr


def fill_catalogue(ledr: Delivering, folder: Path) -> None:
    """A certifying course with an assessment, practice questions, a placement test and a workshop; and another one."""
    certifying(ledr, folder, lessons=LESSONS)
    bank = [one | {"placement": one["level"] == 1} for one in questions("t1", per_level=4)]
    practice = [question for lesson in LESSONS.split() for question in questions_on(lesson)]
    workshop = {"reference": "w1", "title": "Annonce", "modules": ["m-t1"], "questions": ["Quoi ?"]}
    course = {"reference": "recruter", "assessments": True, "workshops": ["w1"], "workshops_locked": True}
    (folder / "m1.pdf").write_bytes(b"%PDF-1.7")
    data = {"questions": [*bank, *practice], "workshops": [workshop], "courses": [course]}
    ledr.school.catalogue.load(by="staff", data=data)
    ledr.school.catalogue.set_sheet(by="staff", module="m-t1", file=str(folder / "m1.pdf"))
    ledr.a_course("sourcing", {"s1": "l8"})
    ledr.a_course("chasser", {"c1": "l7"})
    ledr.school.settings.set(by="staff", name="placement_required", value=True, course="recruter")


def _former_company(ledr: Delivering) -> None:
    """Léa came as a visitor, then was Adecco's, managed there by Ida, held a slot and finished another course."""
    for day in ("2025-10-02", "2025-10-03"):  # the second waits for the address to confirm it
        ledr.school.accounts.register_demo(by="public", email=LEA, day=day)
    ledr.school.people.update(by="staff", person=LEA, first_name="Lea", last_name="Martin")
    for name in ("Adecco", "Manpower", "Ancienne"):
        ledr.school.companies.create(by="staff", name=name)
    ledr.a_session("Metz", members="lea", start="2025-11-01", end="2026-10-31", company="Adecco", course="sourcing")
    ledr.a_person("ida", "manager", "Adecco")
    ledr.school.people.set_managers(by="staff", person=LEA, managers=[address("ida")])
    ledr.at("2026-10-30")
    ledr.school.slots.assign(by="staff", session="Metz", person=LEA)
    ledr.watch("lea", "l8")
    ledr.run("2026-11-01")
    ledr.at("2026-11-01", "06:00")
    ledr.school.jobs.monthly(by="staff")


def _present_company(ledr: Delivering) -> None:
    """Manpower has her hold a slot now and wait for one in a session to come; she manages Bob, and Nora manages her.

    She supervises a team there, is in it, and an analyst who follows figures; Nora administers the organisation.
    """
    ledr.at("2026-11-02")
    ledr.a_session("Lyon", members="lea", start="2026-11-02", end="2027-10-31", holders="lea")
    ledr.a_session(
        "Nice", members="lea bob", start="2027-11-01", end="2028-10-31", waiting="lea", package=1, course="chasser"
    )
    ledr.a_person("nora", "manager")
    ledr.school.people.change_role(by="staff", person=LEA, role="learner_manager")
    ledr.school.people.set_managers(by="staff", person=LEA, managers=[address("nora")])
    ledr.school.people.set_managers(by="staff", person=address("bob"), managers=[LEA])
    for team in ("Lyon", "Paris"):
        ledr.school.organisation.put_team(by="staff", company="Manpower", team=team)
    ledr.school.organisation.set_supervisor(by="staff", company="Manpower", team="Lyon", person=LEA)
    ledr.school.organisation.set_team_page(
        by=LEA, company="Manpower", team="Lyon", message="Bienvenue", courses=["chasser", "recruter"]
    )
    ledr.school.organisation.add_to_team(by=LEA, company="Manpower", team="Lyon", person=LEA)
    ledr.school.organisation.goal(by=LEA, person=LEA, text="Finir", due="2026-12-31")
    for addresses, team in (("ines@x.fr", "Lyon"), ("hugo@x.fr, rita@x.fr", None)):
        ledr.school.invitations.invite(by="staff", company="Manpower", addresses=addresses, role="analyst", team=team)
    last = ledr.school.invitations.list(by="staff", company="Manpower")[-1]
    ledr.school.invitations.withdraw(by="staff", invitation=last.invitation)
    ledr.school.organisation.set_role(by="staff", person=address("nora"), role="administrator")
    ledr.school.organisation.set_role(by="staff", person=LEA, role="analyst")
    ledr.school.organisation.set_key_figures(by=LEA, company="Manpower", figures=["people", "active"], every="week")
    ledr.sign_in("lea")
    ledr.school.accounts.forgot_password(by="public", email=LEA)
    ledr.school.accounts.register_demo(by="public", email="pat@maison.example", day=TODAY)


def _learning(ledr: Delivering) -> None:
    """Lessons, a note, a quiz that is finished, an assessment passed and a retake under way, a workshop."""
    ledr.watch("lea", LESSONS)
    ledr.school.learning.note(by=LEA, module="m-t1", text="À retenir")
    quiz = ledr.school.quizzes.start(by=LEA)
    ledr.school.quizzes.finish(by=LEA, quiz=quiz.quiz, answers=[[1]] * len(quiz.questions))
    view = ledr.school.assessments.start(by=LEA, theme="t1")
    wrong = (right_choice(view.question.reference) + 1) % 4
    view = ledr.school.assessments.answer(by=LEA, attempt=view.attempt, choices=[wrong])
    while not getattr(view, "finished", False):
        view = answer(ledr, "lea", view, True)
    view = ledr.school.assessments.start(by=LEA, theme="t1")
    answer(ledr, "lea", view, True)
    for step in ({"step": "introduction_video"}, {"step": "main_video"}, {"step": "main_question", "answer": "Moi"}):
        ledr.school.workshops.step(by=LEA, workshop="w1", **step)


def _certified(ledr: Delivering) -> None:
    """The placement test, the case handed in, reworked and graded twice: a certificate, and its papers."""
    test = ledr.school.placement.start(by=LEA)
    ledr.school.placement.finish(by=LEA, attempt=test.attempt, answers=[[0]] * len(test.questions))
    for points in (11, 15):
        if points == 11:
            ledr.school.cases.begin(by=LEA)
        else:
            ledr.school.cases.request_rework(by=LEA)
        for number in range(1, 11):
            ledr.school.cases.write(by=LEA, question=number, text=f"Réponse {number}, {points}")
        ledr.school.cases.hand_in(by=LEA)
        grade(ledr, points)
    ledr.school.cases.amend(by="staff", person=LEA, course="recruter", marks=marks(16), reason="Un point oublié")


def _messages(ledr: Delivering) -> None:
    """Sent, reported on, suppressed; the runs of jobs, and failed tries."""
    ledr.run(TODAY)
    ledr.at(TODAY, "09:00")
    ledr.deliver()
    sent = [message.message for message in ledr.messages("lea") if message.state == "accepted"]
    ledr.report(sent[0], "opened")
    ledr.report(sent[1], "bounced", cause="unknown_mailbox", permanent=True)
    for _ in range(7):
        try:
            ledr.school.accounts.sign_in(by="public", login=LEA, password="faux")
        except Exception as refused:
            assert type(refused).__name__ == "Refused"


def _one_of_each_role(ledr: Delivering) -> None:
    for role in ROLES:
        ledr.a_person(role, role, None if role in ("tester", "admin") else "Manpower")


def _what_nobody_has_used(ledr: Delivering) -> None:
    """A session, a theme and a company that can be deleted, each with all that may name it."""
    ledr.a_session("Brest", kind="licence", members="tom eve", start="2027-03-01", end="2028-02-28")
    ledr.school.sessions.change_kind(by="staff", session="Brest", kind="slot", package=1, holders=[])
    ledr.a_person("jo", "learner", "Ancienne")
    ledr.a_person("max", "manager", "Ancienne")
    ledr.school.people.set_managers(by="staff", person=address("jo"), managers=[address("max")])
    ledr.school.organisation.put_team(by="staff", company="Ancienne", team="Siège")
    ledr.school.organisation.goal(by="staff", person=address("max"), text="Commencer")
    ledr.school.organisation.set_role(by="staff", person=address("max"), role="analyst")
    ledr.school.organisation.set_key_figures(
        by="staff", company="Ancienne", figures=["hours"], every="month", person=address("max")
    )
    ledr.school.organisation.set_team_page(by="staff", company="Ancienne", team="Siège", courses=["recruter"])
    ledr.school.organisation.set_supervisor(by="staff", company="Ancienne", team="Siège", person=address("max"))
    ledr.school.organisation.add_to_team(by="staff", company="Ancienne", team="Siège", person=address("max"))
    ledr.school.invitations.invite(
        by="staff", company="Ancienne", addresses="ana@x.fr, eve@x.fr", role="supervisor", team="Siège"
    )
    ledr.school.sessions.add_members(by="staff", session="Lyon", members=[a_member("jo")])
    theme = {"reference": "t9", "title": "Facultative", "colour": "#123456", "optional": True, "modules": ["m-t9"]}
    lesson = {"reference": "l9", "title": "l9", "video": "https://v/l9", "seconds": 100}
    data: dict[str, Any] = {
        "lessons": [lesson],
        "modules": [{"reference": "m-t9", "title": "m-t9", "lessons": ["l9"]}],
        "themes": [theme],
        "questions": questions("t9", per_level=1, levels=1),
        "courses": [{"reference": "recruter", "themes": ["t1", "t9"]}],
    }
    ledr.school.catalogue.load(by="staff", data=data)
    ledr.school.catalogue.put_question(by="staff", reference="t9-1-0", text=json.dumps("Autrement ?"))
