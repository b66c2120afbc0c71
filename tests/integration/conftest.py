"""A school for the tests of operations: its clock is moved by the test, and the verbs say what most of them need."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from attrs import define

from ledr_adapters import open_rehearsal
from ledr_adapters.recording import RecordingMail
from ledr_core import Refused, School
from ledr_core.testing import FixedClock
from tests.busy_school import Copies, copies_in_files, copies_on_a_server
from tests.kept_schools import kept
from tests.postgresql import PostgresServer

THURSDAY = "2026-11-19"
COLOURS = ("#0b7285", "#c92a2a", "#2b8a3e", "#5f3dc4", "#e67700", "#364fc7", "#a61e4d", "#087f5b")
LEARNING_ROLES = ("learner", "learner_manager", "learner_pilot", "student", "admin")
SESSIONS_OF_EACH_SORT = 3
OTHER_ROLES = ("tester", "manager", "pilot")


def address(name: str, company: str = "manpower") -> str:
    """The e-mail of somebody whom tests call by a first name."""
    return name if "@" in name else f"{name}@{company}.example"


def a_member(name: str, role: str | None = None) -> dict[str, Any]:
    """A person to enrol, as an operation takes them."""
    member = {"email": address(name), "first_name": name.partition("@")[0].title(), "last_name": "Martin"}
    return member if role is None else member | {"role": role}


def refusal(call: Callable[[], object]) -> Refused:
    """The refusal that a call must meet."""
    with pytest.raises(Refused) as refused:
        call()
    return refused.value


def grounds(refused: Refused) -> tuple[str, str]:
    """The rule of a refusal and its ground."""
    return refused.rule, refused.reason


@define
class Rehearsal:
    """A school, its clock and its mail; the verbs say only what matters to a test."""

    school: School
    clock: FixedClock
    mail: RecordingMail

    def at(self, day: str, hour: str = "09:00") -> None:
        """Let it be that hour of that day, on the school's clock."""
        self.clock.set(f"{day}T{hour}")

    def run(self, day: str, hour: str = "05:00") -> Any:
        """The daily run of a day."""
        self.at(day, hour)
        return self.school.jobs.daily(by="staff")

    def a_course(
        self,
        reference: str = "recruter",
        themes: Mapping[str, str] | None = None,
        *,
        optional: Sequence[str] = (),
        demo: Sequence[str] = (),
        seconds: int = 100,
    ) -> str:
        """A course whose themes have these lessons, one module a theme."""
        themes = {"t1": "l1 l2"} if themes is None else themes
        lessons = dict.fromkeys(lesson for names in themes.values() for lesson in names.split())
        self.school.catalogue.load(
            by="staff",
            data={
                "lessons": [
                    {
                        "reference": lesson,
                        "title": lesson,
                        "video": f"https://v/{lesson}",
                        "seconds": seconds,
                        "demo": lesson in demo,
                    }
                    for lesson in lessons
                ],
                "modules": [
                    {"reference": f"m-{theme}", "title": theme, "lessons": names.split()}
                    for theme, names in themes.items()
                ],
                "themes": [
                    {
                        "reference": theme,
                        "title": theme,
                        "colour": COLOURS[index],
                        "optional": theme in optional,
                        "modules": [f"m-{theme}"],
                    }
                    for index, theme in enumerate(themes)
                ],
                "courses": [{"reference": reference, "title": reference, "themes": list(themes)}],
            },
        )
        return reference

    def a_person(self, name: str, role: str = "learner", company: str | None = "Manpower") -> str:
        """An account without membership; gives its e-mail."""
        person = self.school.people.create(
            by="staff",
            email=address(name),
            first_name=name.partition("@")[0].title(),
            last_name="Martin",
            role=role,
            company=company,
        )
        return person.email

    def a_session(
        self,
        reference: str = "Lyon",
        *,
        members: str = "",
        kind: str = "slot",
        package: int | None = None,
        start: str = "2026-11-01",
        end: str | None = "2027-10-31",
        company: str | None = "Manpower",
        course: str = "recruter",
        holders: str = "",
        waiting: str = "",
    ) -> str:
        """A session with these members (`lea` or `nora:manager`), holders and waiting list; gives its reference."""
        people = [a_member(*name.split(":")) for name in members.split()]
        learners = sum(person.get("role", "learner") in LEARNING_ROLES for person in people)
        self.school.sessions.create(
            by="staff",
            reference=reference,
            company=company,
            course=course,
            kind=kind,
            start=start,
            end=end,
            package=package or (max(1, learners) if kind == "licence" else 2),
            members=people,
        )
        for name in holders.split():
            self.school.slots.assign(by="staff", session=reference, person=address(name))
        for name in waiting.split():
            self.school.rotations.enqueue(by="staff", session=reference, person=address(name))
        return reference

    def password(self, name: str) -> str:
        """A password that the person has from now on."""
        return self.school.accounts.reset_password(by="staff", person=address(name)).password

    def sign_in(self, name: str) -> tuple[str, ...]:
        """The spaces of their role that open to a person with the right credentials; the organisation's is apart."""
        password = self.password(name)
        entered = self.school.accounts.sign_in(by="public", login=address(name), password=password)
        return tuple(space for space in entered.spaces if space != "organisation")

    def watch(self, name: str, lessons: str) -> None:
        """Have a person see lessons to their end."""
        for lesson in lessons.split():
            self.school.learning.watch(by=address(name), lesson=lesson, ended=True)

    def messages(self, name: str | None = None, kind: str | None = None) -> list[Any]:
        """The messages to a person, or to everybody."""
        person = None if name is None else address(name)
        return list(self.school.messages.list(by="staff", person=person, kind=kind))

    def days(self, name: str, kind: str) -> list[str]:
        """The school's days on which messages of a kind to a person fell due, all of them in winter."""
        return [message.due.date().isoformat() for message in self.messages(name, kind)]


@pytest.fixture(scope="session")
def busy_files(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """SQLite databases in which a daily run has much to do."""
    return copies_in_files(tmp_path_factory.mktemp("busy"), SESSIONS_OF_EACH_SORT)


@pytest.fixture(scope="session")
def busy_server(durable_postgresql_server: PostgresServer) -> Iterator[Copies]:
    """The same on a server that keeps what is committed."""
    with copies_on_a_server(durable_postgresql_server, SESSIONS_OF_EACH_SORT) as copies:
        yield copies


@pytest.fixture(scope="session", params=["files", "server"])
def busy(request: pytest.FixtureRequest) -> Copies:
    """Either."""
    found: Copies = request.getfixturevalue(f"busy_{request.param}")
    return found


@pytest.fixture(scope="session")
def full_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with a school in which every table has rows, to be copied."""
    from tests import full_school  # which stands on this

    file = tmp_path_factory.mktemp("full") / "ecole.db"
    full_school.make(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def full_database(postgresql_server: PostgresServer) -> Iterator[str]:
    """The same on the server, a template that nobody is connected to."""
    from tests import full_school

    with postgresql_server.database() as url:
        full_school.make(url)
        yield url


@pytest.fixture
def clock() -> FixedClock:
    """The clock of the test's school: Thursday 19 November 2026, 9 in the morning in Paris."""
    return FixedClock(f"{THURSDAY}T09:00")


@pytest.fixture
def empty(clock: FixedClock) -> Iterator[Rehearsal]:
    """A school with nothing in it."""
    mail = RecordingMail()
    school = open_rehearsal("memory:", clock=clock, mail=mail)
    yield Rehearsal(school, clock, mail)
    school.close()


@pytest.fixture
def ledr(empty: Rehearsal) -> Rehearsal:
    """A school with the course `recruter` (theme t1 of lessons l1 and l2) and the companies Manpower and Adecco."""
    return kept(empty, furnished)


@pytest.fixture
def stored(database_url: str, clock: FixedClock) -> Iterator[Rehearsal]:
    """The same in a database of each kind: for what SQL decides."""
    mail = RecordingMail()
    school = open_rehearsal(database_url, clock=clock, mail=mail)
    yield kept(Rehearsal(school, clock, mail), furnished)
    school.close()


def furnished(rehearsal: Rehearsal) -> Rehearsal:
    """With a course and two companies."""
    rehearsal.a_course()
    for name in ("Manpower", "Adecco"):
        rehearsal.school.companies.create(by="staff", name=name)
    return rehearsal
