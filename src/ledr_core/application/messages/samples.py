"""Made-up facts for every kind of message: what a preview says where the person has none of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from attrs import frozen

from ledr_core.domain.kernel.moments import ONE_DAY, Moment

Facts = dict[str, object]


@frozen
class _Names:
    """Names that nobody takes for true."""

    session: str
    course: str
    company: str
    team: str
    people: tuple[str, str, str]
    question: str
    answer: str
    reason: str
    title: str
    text: str
    page: str


_NAMES: Final = {
    "fr": _Names(
        session="Session d’exemple",
        course="Parcours d’exemple",
        company="Entreprise d’exemple",
        team="Équipe d’exemple",
        people=("Camille Exemple", "Dominique Exemple", "Sacha Exemple"),
        question="Question d’exemple",
        answer="Réponse d’exemple, sur une\nou plusieurs lignes.",
        reason="Raison d’exemple",
        title="Titre d’exemple",
        text="Premier paragraphe d’exemple.\n\nSecond paragraphe d’exemple.",
        page="Page d’exemple",
    ),
    "en": _Names(
        session="Sample session",
        course="Sample course",
        company="Sample company",
        team="Sample team",
        people=("Camille Sample", "Dominique Sample", "Sacha Sample"),
        question="Sample question",
        answer="A sample answer, on one\nor several lines.",
        reason="Sample reason",
        title="Sample title",
        text="First sample paragraph.\n\nSecond sample paragraph.",
        page="Sample page",
    ),
}

TUESDAY: Final = 1
"""The day of team reports, Monday being 0 (JOB-2)."""
_SECRET: Final = "sample"
"""Stands where a secret would; it is masked before anybody sees it."""


def sample(kind: str, language: str, moment: Moment) -> Facts:
    """Facts with which every message of that kind is whole, about days near *moment*; secrets open nothing."""
    return _SAMPLES[kind](_NAMES[language], moment)


def _followed(names: _Names, moment: Moment) -> Facts:
    return {"session": names.session, "course": names.course, "end": _day(moment, 30), "percent": 42}


def _turn(names: _Names, moment: Moment) -> Facts:
    days = {"day": _day(moment), "due": _day(moment, 1), "turn_ends": _day(moment, 10), "expected": _day(moment, 10)}
    return _followed(names, moment) | days | {"slot": 1, "position": 1, "reason": "rotation"}


def _welcome(names: _Names, moment: Moment) -> Facts:
    return {"password": _SECRET}


def _reminded(names: _Names, moment: Moment) -> Facts:
    return _followed(names, moment) | {"days": 30}


def _inactive(names: _Names, moment: Moment) -> Facts:
    return _followed(names, moment) | {"days": 21}


def _graded(names: _Names, moment: Moment) -> Facts:
    return {"course": names.course, "grade": "15.50", "level": "silver", "rework_until": None, "documents": []}


def _amended(names: _Names, moment: Moment) -> Facts:
    return _graded(names, moment) | {"reason": names.reason}


def _told(names: _Names, moment: Moment) -> Facts:
    return {"learner": names.people[0], "course": names.course, "grade": "15.50", "level": "silver"}


def _tested(names: _Names, moment: Moment) -> Facts:
    return {"day": _day(moment), "token": _SECRET}


def _reset(names: _Names, moment: Moment) -> Facts:
    return {"token": _SECRET, "expires": _instant(moment, 0, hours=1)}


def _team(names: _Names, moment: Moment) -> Facts:
    moved, still, finished = (
        {
            "name": name,
            "email": "",
            "course": names.course,
            "percent": percent,
            "lessons": lessons,
            "since_last": {"lessons": recent, "percent": points},
            "finished": state == "finished",
            "inactive_days": quiet,
            "state": state,
            "certification": certification,
            "end": _day(moment, 90),
        }
        for name, state, percent, lessons, recent, points, quiet, certification in (
            (names.people[0], "moved", 42, 21, 3, 6, None, None),
            (names.people[1], "still", 12, 6, 0, 0, 23, None),
            (names.people[2], "finished", 100, 50, 2, 4, None, {"level": "gold", "grade": "18.50"}),
        )
    )
    totals = {"learning": 2, "moved": 1, "still": 1, "finished": 1}
    return {
        "week_of": _day(moment, -((moment.day.weekday() - TUESDAY) % 7)),
        "learners": [moved, still, finished],
        "totals": totals,
    }


def _list(names: _Names, moment: Moment) -> Facts:
    certified = {
        "name": names.people[0],
        "email": "camille@entreprise.example",
        "company": names.company,
        "course": names.course,
        "level": "silver",
        "grade": "15.50",
        "date": _day(moment, -2),
    }
    return {"since": _day(moment, -7), "until": _day(moment), "certified": [certified]}


def _attested(names: _Names, moment: Moment) -> Facts:
    month = moment.day.replace(day=1) - ONE_DAY
    people = [
        {"name": name, "email": "", "course": names.course, "ended_on": month.isoformat(), "finished": finished}
        for name, finished in ((names.people[0], True), (names.people[1], False))
    ]
    return {"month": month.replace(day=1).isoformat(), "people": people, "documents": []}


def _report(names: _Names, moment: Moment) -> Facts:
    said: Facts = {"title": names.question, "excerpt": names.answer, "reason": names.reason}
    return said | {"outcome": "hide", "role": "author"}


def _answered(names: _Names, moment: Moment) -> Facts:
    return {"role": "asker", "title": names.question, "excerpt": names.answer, "link": None}


def _invited(names: _Names, moment: Moment) -> Facts:
    inviter: Facts = {"company": names.company, "role": "member", "team": names.team, "inviter": names.people[0]}
    return inviter | {"token": _SECRET, "expires": _instant(moment, 30)}


def _campaign(names: _Names, moment: Moment) -> Facts:
    return {"title": names.title, "text": names.text, "link": None}


def _help(names: _Names, moment: Moment) -> Facts:
    return {"page": names.page, "text": names.text, "state": [], "video_hosts": None}


_SAMPLES: Final[dict[str, Callable[[_Names, Moment], Facts]]] = {
    "welcome": _welcome,
    "reset_password": _reset,
    "slot_given": _turn,
    "slot_taken": _turn,
    "slot_soon": _turn,
    "waiting": _turn,
    "end_reminder": _reminded,
    "inactivity": _inactive,
    "team_report": _team,
    "certified_list": _list,
    "attestations": _attested,
    "certified": _graded,
    "manager_certified": _told,
    "correction_amended": _amended,
    "placement_result": _tested,
    "report_closed": _report,
    "right_answer": _answered,
    "invitation": _invited,
    "campaign": _campaign,
    "support_request": _help,
}


def _day(moment: Moment, days: int = 0) -> str:
    return (moment.day + days * ONE_DAY).isoformat()


def _instant(moment: Moment, days: int, hours: int = 0) -> str:
    later: datetime = moment.instant + days * ONE_DAY + hours * ONE_DAY / 24
    return later.isoformat()
