"""Who may ask for which operation about whom: found by asking for every one as everybody, about everybody.

`python -m tests.permissions` writes `docs/permissions.md`; a test compares it with what is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import sqlalchemy as sa
from attrs import frozen

from ledr_adapters import open_rehearsal
from ledr_adapters.recording import RecordingMail
from ledr_core import Content, Invalid, LedrError, NotFound, Refused
from ledr_core.application.areas import AREAS
from ledr_core.application.operating.operation import Operation, operations_of
from ledr_core.testing import FixedClock
from tests.full_school import fill_catalogue
from tests.hostile import BANK
from tests.integration.conftest import THURSDAY, address
from tests.integration.messages.delivering import Delivering, over

PAGE: Final = Path(__file__).parents[1] / "docs" / "permissions.md"
PLATFORM: Final = ("tester", "learner", "manager", "learner_manager", "pilot", "learner_pilot", "student", "admin")
ORGANISATION: Final = ("administrator", "analyst", "supervisor", "member")
ACTORS: Final = {**{role: address(role) for role in (*PLATFORM, *ORGANISATION)}, "public": "public"}
"""One person of each role of the platform; those of the organisation are visitors on it; and anybody."""

ONESELF, TEAM, COMPANY, OTHER, UNKNOWN = "oneself", "own team", "own company", "other company", "unknown"
"""Whom or what it is about, as seen from the actor."""
PERSON: Final = {
    TEAM: address("tom"),
    COMPANY: address("eve"),
    OTHER: "zoe@adecco.example",
    UNKNOWN: "nobody@nowhere.example",
}
SESSION: Final = {COMPANY: "Lyon", OTHER: "Ailleurs", UNKNOWN: "Nulle part"}
OWNER: Final = {COMPANY: "Manpower", OTHER: "Adecco", UNKNOWN: "Nulle part"}
GROUP: Final = {TEAM: "Ventes", COMPANY: "Paris", OTHER: "Nord", UNKNOWN: "Nulle part"}
INVITED: Final = {COMPANY: "ines@x.fr", OTHER: "otto@x.fr"}
NEAR_AND_FAR: Final = {name for names in (PERSON, SESSION, OWNER, GROUP, INVITED) for name in names.values()}

OPERATIONS: Final[Mapping[str, Operation]] = {
    operation.name: operation for area in AREAS.values() for operation in operations_of(area).values()
}
VALUES: Final[Mapping[str, Any]] = {
    "addresses": "new@x.fr",
    "answers": [[0]],
    "attempt": "0" * 32,
    "case": "cas-1",
    "choices": [0],
    "code": "NOWH-ERE2-NOWH-ERE2",
    "course": "recruter",
    "courses": ["recruter"],
    "day": "2026-11-20",
    "email": "new@x.fr",
    "end": "2027-06-30",
    "figures": ["active"],
    "file": Content("a.pdf", b"%PDF-1.7\n"),
    "first_name": "Zoé",
    "folder": "here",
    "kind": "slot",
    "last_name": "Petit",
    "lesson": "l1",
    "login": "lea@manpower.example",
    "managers": [],
    "marks": [1] * 10,
    "members": [{"email": "new@x.fr", "first_name": "Zoé", "last_name": "Petit"}],
    "message": "0" * 32,
    "module": "m-t1",
    "name": "late_enrolment_days",
    "new_name": "Est",
    "new_reference": "autre",
    "package": 3,
    "password": "une phrase de passe",
    "payload": "[]",
    "people": [],
    "policy": "natural",
    "position": 1,
    "provider": "mailjet",
    "question": 1,
    "quiz": "0" * 32,
    "reason": "Un oubli",
    "reference": "nouveau",
    "role": "learner",
    "scope": "session",
    "sent": True,
    "start": "2026-12-01",
    "step": "introduction_video",
    "text": "Bonjour",
    "theme": "t1",
    "title": "Titre",
    "token": "8c1f4e0b52d97a6631e08f4b7c2d95a0f3e61b48",
    "value": 7,
    "workshop": "w1",
    "year": 2026,
}
"""Values of parameters that name nobody."""
PARTS: Final = {
    "lesson": "l1",
    "module": "m-t1",
    "theme": "t1",
    "workshop": "w1",
    "question": "t1-1-0",
    "course": "recruter",
    "case": "cas-1",
}
OWN_VALUES: Final[Mapping[str, Mapping[str, Any]]] = {
    "cases.batch": {"date": THURSDAY},
    "catalogue.withdraw_question": {"question": "t1-1-0"},
    **{f"catalogue.put_{kind}": {"reference": named} for kind, named in PARTS.items()},
    "catalogue.copy": {"kind": "module", "reference": "m-t1"},
    "catalogue.import_questions": {
        "file": BANK,
        "theme": "t1",
        "level": 1,
    },
    "catalogue.load": {"data": {"lessons": [{"reference": "l1", "title": "Bonjour"}]}},
    "catalogue.usage": {"reference": "l1"},
    "invitations.invite": {"role": "member"},
    "messages.preview": {"kind": "welcome"},
    "organisation.set_role": {"role": "analyst"},
    "sessions.change_dates": {"end": "2027-06-30"},
    "workshops.choose_answers": {"answers": []},
}
"""Those of an operation that are of another shape, or needed to ask for something."""
LEFT_OUT: Final[Mapping[str, frozenset[str]]] = {
    "certifications.edit": frozenset({"company"}),
    "certifications.list": frozenset({"company"}),
    "followup.table": frozenset({"company"}),
    "people.create": frozenset({"company"}),
    "rotations.timeline": frozenset({"company"}),
    "slots.ledger": frozenset({"person"}),
}
"""Optional parameters that say twice what it is about."""
ABOUT: Final = ("person", "manager", "invitation", "team", "session", "sessions", "company")
"""The parameters that say what an operation is about, the first of them alone how near it is."""
MAY_NOT: Final = frozenset(
    {"ACC-5", "ACC-6", "ACC-7", "ACC-8", "ACC-9", "ACC-16", "ROT-16", "SES-5", "SES-7", "SES-16", "SLOT-4", "TEAM-1"}
    | {"TEAM-6", *(f"ROLE-{number}" for number in range(1, 14))}
)
"""The rules about who may; what any other one refuses was asked for by somebody who may."""


@frozen
class Answer:
    """What somebody was answered."""

    cell: str
    """`yes`, or the rule that refuses."""
    said: str
    """The refusal, without what it was asked about."""
    statements: tuple[str, ...]


class Permissions:
    """The school in which it is tried: two companies, alike as far as can be."""

    def __init__(self, folder: Path) -> None:
        self._url = f"sqlite:///{folder / 'ecole.db'}"
        self.school = self._made(folder).school
        self._engine = sa.create_engine(self._url)
        self._statements: list[str] = []
        self._answers: dict[tuple[str, str, str], Answer] = {}
        sa.event.listen(self._engine, "before_cursor_execute", self._note)

    def close(self) -> None:
        self._engine.dispose()
        self.school.close()

    def _made(self, folder: Path) -> Delivering:
        clock, mail = FixedClock(f"{THURSDAY}T09:00"), RecordingMail()
        ledr = over(open_rehearsal(self._url, clock=clock, mail=mail), clock, mail)
        fill_catalogue(ledr, folder)
        for name in ("Manpower", "Adecco"):
            ledr.school.companies.create(by="staff", name=name)
        learning = ("learner", "learner_manager", "learner_pilot", "student")
        for role in (*PLATFORM, *ORGANISATION):
            own = "tester" if role in ("tester", *ORGANISATION) else role
            ledr.a_person(role, own, None if role in ("tester", "admin") else "Manpower")
        members = " ".join((*learning, "manager:manager", "pilot:pilot", "tom", "eve"))
        ledr.a_session(members=members, package=9, holders=" ".join((*learning, "tom", "eve")))
        ledr.a_session("Ailleurs", company="Adecco", members="zoe@adecco.example", holders="zoe@adecco.example")
        managers = [ACTORS[role] for role in ("manager", "learner_manager")]
        ledr.school.people.set_managers(by="staff", person=PERSON[TEAM], managers=managers)
        self._organised(ledr)
        return ledr

    def _organised(self, ledr: Delivering) -> None:
        organisation, invitations = ledr.school.organisation, ledr.school.invitations
        for company, team in (("Manpower", "Ventes"), ("Manpower", "Paris"), ("Adecco", "Nord")):
            organisation.put_team(by="staff", company=company, team=team)
        for role in ("administrator", "analyst"):
            organisation.set_role(by="staff", person=ACTORS[role], role=role)
        organisation.set_supervisor(by="staff", company="Manpower", team="Ventes", person=ACTORS["supervisor"])
        organisation.add_to_team(by="staff", company="Manpower", team="Ventes", person=PERSON[TEAM])
        self.invitations = {UNKNOWN: "0" * 32}
        for near, invited in INVITED.items():
            invitations.invite(by="staff", company=OWNER[near], addresses=invited, role="member")
            self.invitations[near] = invitations.list(by="staff", company=OWNER[near])[0].invitation

    # Asking

    def answer(self, operation: Operation, role: str, near: str) -> Answer:
        """What somebody of a role is answered who asks for an operation about what is so near; nothing is changed."""
        asked = (operation.name, role, near)
        if asked not in self._answers:
            self._answers[asked] = self._answered(operation, role, near)
        return self._answers[asked]

    def _answered(self, operation: Operation, role: str, near: str) -> Answer:
        actor = ACTORS[role]
        self._statements.clear()
        try:
            if operation.piecewise:
                self.school.perform(operation.name, actor, self.given(operation, role, near))
            else:
                with self._undone() as inside:
                    inside.perform(operation.name, actor, self.given(operation, role, near))
            return Answer("yes", "", tuple(self._statements))
        except LedrError as error:
            return Answer(_cell(operation, role, error), self._said(error, near), tuple(self._statements))

    @contextmanager
    def _undone(self) -> Iterator[Any]:
        with self._engine.connect() as connection:
            try:
                with self.school.transaction(connection) as inside:
                    self._statements.clear()
                    yield inside
            finally:
                connection.rollback()

    def given(self, operation: Operation, role: str, near: str) -> dict[str, Any]:
        """The values with which it is asked for."""
        own = OWN_VALUES.get(operation.name, {})
        about = {one: self._about(one, role, near) for one in subjects(operation)}
        needed = {one.name: VALUES[one.name] for one in operation.parameters if one.required and one.name in VALUES}
        return needed | about | own

    def _about(self, what: str, role: str, near: str) -> Any:
        of_all = OTHER if near is OTHER else UNKNOWN if near is UNKNOWN else COMPANY
        match what:
            case "person" | "manager":
                return ACTORS[role] if near is ONESELF else PERSON[near]
            case "team":
                return GROUP.get(near, GROUP[TEAM])
            case "session":
                return SESSION[of_all]
            case "sessions":
                return [SESSION[of_all]]
            case "invitation":
                return self.invitations[of_all]
            case _:
                return OWNER[of_all]

    def _said(self, error: LedrError, near: str) -> str:
        said = f"{type(error).__name__} {error}"
        for names in (PERSON, SESSION, OWNER, GROUP, self.invitations):
            said = said.replace(str(names.get(near)), "…")
        return said

    def _note(self, _c: object, _u: object, statement: str, *_rest: object) -> None:
        self._statements.append(statement)


def _cell(operation: Operation, role: str, error: LedrError) -> str:
    everybody = operation.permission.is_open_to(frozenset()) and not subjects(operation)
    if isinstance(error, Refused) and error.rule in MAY_NOT and not everybody:
        return error.rule
    if isinstance(error, NotFound) and role != "admin" and error.reference in NEAR_AND_FAR:
        return "not found"
    if isinstance(error, Invalid) and operation.permission.who:
        return f"invalid: {error.field}"
    return "yes"


def subjects(operation: Operation) -> list[str]:
    """The parameters that say what it is about."""
    left_out = LEFT_OUT.get(operation.name, frozenset())
    there = {one.name: one for one in operation.parameters}
    return [one for one in ABOUT if one in there and one not in left_out]


def distances(operation: Operation) -> tuple[str, ...]:
    """From how near to how far what it is about may be."""
    found = subjects(operation)
    if not found:
        return ("",)
    if found[0] in ("person", "manager"):
        return (ONESELF, TEAM, COMPANY, OTHER, UNKNOWN)
    return (TEAM, COMPANY, OTHER, UNKNOWN) if found[0] == "team" else (COMPANY, OTHER, UNKNOWN)


# The page

HEADER: Final = """# Who may ask for what

Made from the operations by `make reference`: each was asked for by somebody of every role, about themselves, about
somebody or something of their own team (those whom they manage; the team that they supervise), of their company, of
another company, and about what does not exist. `yes` is what they may ask for; else the rule that refuses it stands
there. What other rules refuse, such as a slot when none is free, counts as `yes`: it was theirs to ask. The last four
before `public` are roles in the organisation of those who are visitors (`tester`) on the platform. An `admin` is staff,
and alone is told what does not exist: to all others it looks like what is another company's.
"""


def rows(found: Permissions, area: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """For each operation of an area and each distance what every actor is answered."""
    mine = [one for one in OPERATIONS.values() if one.name.startswith(f"{area}.")]
    return [
        (one.name, near, tuple("" if _nobody(role, near) else found.answer(one, role, near).cell for role in ACTORS))
        for one in mine
        for near in distances(one)
    ]


def _nobody(role: str, near: str) -> bool:
    return role == "public" and near is ONESELF


def section(area: str, answers: list[tuple[str, str, tuple[str, ...]]]) -> str:
    """An area of the page: a line an operation, distances of one answer together."""
    lines = [f"## {area}", "", f"| Operation | About | {' | '.join(ACTORS)} |", "|---" * (len(ACTORS) + 2) + "|"]
    for (name, cells), same in groupby(answers, key=lambda row: (row[0], row[2])):
        about = ", ".join(near for _, near, _ in same)
        lines.append(f"| `{name.partition('.')[2]}` | {about} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page."""
    with TemporaryDirectory() as folder, closing(Permissions(Path(folder))) as found:
        parts = [section(area, rows(found, area)) for area in sorted(AREAS)]
    PAGE.write_text("\n".join((HEADER, *parts)), encoding="utf-8")


if __name__ == "__main__":
    main()
