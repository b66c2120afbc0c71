"""Builders for tests: each makes an ordinary thing of the domain, and a test says only what matters to it.

People are named by short names, which are their identifiers too; several stand in one text, separated by spaces:
`a_session(package=1, members="ana bob", holders="ana", waiting="bob", policy=paced(2))`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, PersonId, SessionId
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.people.person import Person
from ledr_core.domain.people.roles import Role
from ledr_core.domain.sessions.members import Member
from ledr_core.domain.sessions.rotation import Policy, PolicyKind
from ledr_core.domain.sessions.sessions import Session, SessionKind
from ledr_core.domain.sessions.slots import Holding, Opened
from ledr_core.domain.sessions.waiting import Waiter, WaitingList

if TYPE_CHECKING:
    from ledr_core.ports.clock import Clock
    from ledr_core.ports.mail import Mail
    from ledr_core.school import School

Names = str | Iterable[str]
"""Several people: one text with spaces between the names, or the names."""

START: Final = date(2026, 1, 1)
END: Final = date(2026, 12, 31)


def names(people: Names) -> list[PersonId]:
    """The people of a text such as "ana bob", in that order."""
    return [PersonId(name) for name in (people.split() if isinstance(people, str) else people)]


def manual() -> Policy:
    """Nothing moves by itself (ROT-8)."""
    return Policy(PolicyKind.MANUAL)


def natural() -> Policy:
    """A slot goes on when its holder has finished (ROT-2)."""
    return Policy(PolicyKind.NATURAL)


def paced(every: int, *, weekends: bool = False, holidays: bool = True, since: date = START) -> Policy:
    """A slot goes on every so many counted days (ROT-4); *since* is the day on which that pace was chosen."""
    return a_policy(PolicyKind.PACED, every, weekends=weekends, holidays=holidays, since=since)


def a_policy(
    kind: PolicyKind | str = PolicyKind.MANUAL,
    every: int | None = None,
    *,
    weekends: bool = False,
    holidays: bool = True,
    since: date | None = None,
) -> Policy:
    """A policy of any kind, as it is kept."""
    return Policy(PolicyKind(kind), every, weekends, holidays, since)


def a_person(
    name: str = "ana", role: Role | str = Role.LEARNER, company: str | None = None, managers: Names = ""
) -> Person:
    """A person whose identifier is the name and whose address is made of it."""
    return Person(
        id=PersonId(name),
        email=f"{name}@manpower.example",
        first_name=name.title(),
        last_name="Martin",
        role=Role(role),
        created=Moment.on(START).instant,
        company=None if company is None else CompanyId(company),
        managers=set(names(managers)),
    )


def a_session(
    *,
    package: int = 1,
    members: Names = "",
    holders: Names = "",
    waiting: Names = "",
    policy: Policy | None = None,
    kind: SessionKind | str = SessionKind.SLOT,
    reference: str = "Lyon",
    company: str | None = "manpower",
    course: str = "recruter",
    start: date = START,
    end: date = END,
    starts: Mapping[str, date] | None = None,
    ends: Mapping[str, date] | None = None,
    roles: Mapping[str, Role | str] | None = None,
    since: Mapping[str, date | datetime] | date | datetime | None = None,
    welcomed: Names | None = None,
) -> Session:
    """A session as it would be loaded: no event, nothing closed.

    *holders* hold slots 1, 2, 3… in that order, *since* the start's run or the days or instants given; *waiting* is the
    list in its order; whoever holds or waits is a member as well. *starts*, *ends* and *roles* give some members dates
    or roles of their own. Everybody has been welcomed unless *welcomed* says who has.
    """
    people = list(dict.fromkeys([*names(members), *names(holders), *names(waiting)]))
    greeted = people if welcomed is None else names(welcomed)
    return Session(
        id=SessionId(reference.lower()),
        reference=reference,
        company=None if company is None else CompanyId(company),
        course=CourseId(course),
        kind=SessionKind(kind),
        start=start,
        end=end,
        package=package,
        policy=policy or manual(),
        members={
            person: Member(
                number=number,
                person=person,
                role=Role((roles or {}).get(person, Role.LEARNER)),
                start=(starts or {}).get(person, start),
                end=(ends or {}).get(person, end),
                enrolled=Moment.on(start).instant,
                welcomed=person in greeted,
            )
            for number, person in enumerate(people, 1)
        },
        holdings=[
            Holding(slot, slot, person, _instant(since, person, start), Opened.MANUAL)
            for slot, person in enumerate(names(holders), 1)
        ],
        waiting=WaitingList([Waiter(person) for person in names(waiting)]),
        members_enrolled=len(people),
        holdings_opened=len(names(holders)),
    )


def _instant(since: Mapping[str, date | datetime] | date | datetime | None, person: str, start: date) -> datetime:
    chosen = since.get(person) if isinstance(since, Mapping) else since
    if isinstance(chosen, datetime):
        return Moment.at(chosen).instant
    return Moment.on(chosen or start).instant


CATALOGUE: Final[Mapping[str, object]] = {
    "lessons": [
        {"reference": "l1", "title": "Bonjour", "video": "https://vimeo.com/1", "seconds": 300},
        {"reference": "l2", "title": "Le besoin", "video": "https://vimeo.com/2", "seconds": 240},
    ],
    "modules": [{"reference": "m1", "title": "Bases", "lessons": ["l1", "l2"]}],
    "themes": [{"reference": "t1", "title": "Culture générale", "colour": "#0b7285", "modules": ["m1"]}],
    "courses": [{"reference": "recruter", "title": "Recruter", "themes": ["t1"]}],
}
"""The smallest catalogue in which somebody can finish: the course `recruter`, lessons `l1` and `l2`."""


def a_school(
    url: str = "memory:", *, clock: Clock, mail: Mail | None = None, furnished: bool = True, lock_wait: float = 30
) -> School:
    """A school for tests over that database: its passwords are cheap, its mail is only recorded unless *mail* is given.

    A furnished one gets the company `Manpower` and the course of `CATALOGUE`; a database that has them is opened with
    `furnished=False`. Needs ledr_adapters, which is imported only here.
    """
    from ledr_adapters import open_rehearsal
    from ledr_adapters.recording import RecordingMail

    school = open_rehearsal(url, clock=clock, mail=RecordingMail() if mail is None else mail, lock_wait=lock_wait)
    if furnished:
        school.catalogue.load(by="staff", data=CATALOGUE)
        school.companies.create(by="staff", name="Manpower")
    return school


def learners(people: Names) -> list[dict[str, str]]:
    """What `sessions.create` and `sessions.add_members` take for these people, as learners."""
    return [
        {"email": f"{name}@manpower.example", "first_name": name.title(), "last_name": "Martin"}
        for name in names(people)
    ]
