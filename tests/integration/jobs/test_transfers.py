"""The transfer to the contact bases, a part of the daily run: whom, what, and only what changed (JOB-1)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from attrs import define

from ledr_adapters import open_rehearsal, open_school
from ledr_adapters.recording import RecordingContacts, RecordingMail
from ledr_core.application.jobs import transferring
from ledr_core.ports.contacts import Base, Contact
from ledr_core.ports.handover import Handover, Outcome
from ledr_core.testing import FixedClock
from tests.integration.conftest import THURSDAY, Rehearsal, address, furnished
from tests.statements import statements_of

LEA, NORA = address("lea"), address("nora")


@define
class School(Rehearsal):
    """With its contact bases."""

    contacts: RecordingContacts

    def transfer(self, day: str = THURSDAY, hour: str = "05:00") -> list[tuple[str, str]]:
        """What the daily run hands over, by base and address."""
        self.contacts.transferred.clear()
        self.run(day, hour)
        return sorted((base.value, email) for base, email in self.contacts.transferred)

    def in_base(self, base: Base) -> list[str]:
        return sorted(self.contacts.kept[base])

    def contact(self, base: Base, email: str) -> Contact:
        return self.contacts.kept[base][email]


@pytest.fixture
def school(database_url: str, clock: FixedClock) -> Iterator[School]:
    """Lea learns, Nora manages, Paul steers, Tom tests, Ada is staff."""
    mail, contacts = RecordingMail(), RecordingContacts()
    opened = open_rehearsal(database_url, clock=clock, mail=mail, contacts=contacts)
    made = School(opened, clock, mail, contacts)
    furnished(made)
    made.a_session(kind="licence", members="lea")
    for name, role in (("nora", "manager"), ("paul", "pilot")):
        made.a_person(name, role)
    made.a_person("tom@home.example", "tester", None)
    made.a_person("ada@ecole.example", "admin", None)
    yield made
    opened.close()


@pytest.mark.rule("JOB-1")
def test_care_gets_learners_managers_and_pilots_and_marketing_testers_too(school: School) -> None:
    run = school.run(THURSDAY)

    assert school.in_base(Base.CARE) == sorted([LEA, NORA, address("paul")])
    assert school.in_base(Base.MARKETING) == sorted([LEA, NORA, address("paul"), "tom@home.example"])
    assert run.done["contacts"] == 7
    assert (run.done["contacts_care"], run.done["contacts_marketing"]) == (3, 4)


@pytest.mark.rule("JOB-1")
def test_a_contact_says_how_somebody_is_getting_on_and_marketing_has_no_phone(school: School) -> None:
    school.school.people.update(by="staff", person=LEA, phone="06 12 34 56 78")
    school.at("2026-11-19", "09:00")
    school.sign_in("lea")
    school.watch("lea", "l1")

    school.run("2026-11-20")

    both = {
        "first_name": "Lea", "last_name": "Martin", "role": "learner", "company": "Manpower", "session": "Lyon",
        "course": "recruter", "start": "2026-11-01", "end": "2027-10-31", "slot": None, "finished": False,
        "certification": None, "certified_on": None, "last_connection": "2026-11-19", "sms": False,
        "community_emails": True, "percent": 50,
    }  # fmt: skip
    assert school.contact(Base.CARE, LEA).fields == both | {"phone": "+33612345678"}
    assert school.contact(Base.MARKETING, LEA).fields == both | {"demo_day": None}


@pytest.mark.rule("JOB-1")
def test_only_who_changed_is_transferred_again(school: School) -> None:
    assert len(school.transfer()) == 7
    assert school.transfer() == []
    assert school.transfer("2026-11-20") == []

    school.watch("lea", "l1")
    assert school.transfer("2026-11-21") == [("care", LEA), ("marketing", LEA)]
    school.school.people.update(by="staff", person=NORA, phone="06 12 34 56 78")
    assert school.transfer("2026-11-22") == [("care", NORA)]
    school.school.sessions.change_dates(by="staff", session="Lyon", end="2027-11-30")
    assert school.transfer("2026-11-23") == [("care", LEA), ("marketing", LEA)]
    assert school.transfer("2026-11-24") == []


@pytest.mark.rule("JOB-1")
def test_a_course_that_changes_changes_its_learners(school: School) -> None:
    school.watch("lea", "l1")
    school.transfer()
    assert school.contact(Base.CARE, LEA).fields["percent"] == 50

    school.a_course(themes={"t1": "l1 l2 l3 l4"})

    assert school.transfer("2026-11-20") == [("care", LEA), ("marketing", LEA)]
    assert school.contact(Base.CARE, LEA).fields["percent"] == 25


@pytest.mark.rule("JOB-1")
def test_who_leaves_is_taken_out_and_comes_back(school: School) -> None:
    school.transfer()
    school.school.sessions.remove_member(by="staff", session="Lyon", person=LEA, package=0)

    run = school.run("2026-11-20")

    assert [run.done[f"contacts_removed{base}"] for base in ("", "_care", "_marketing")] == [2, 1, 1]
    assert LEA not in school.in_base(Base.CARE) + school.in_base(Base.MARKETING)
    school.a_session("Nantes", members="lea", start="2026-11-20")
    school.run("2026-11-21")
    assert LEA in school.in_base(Base.CARE)


@pytest.mark.rule("JOB-1", "NOTE-6")
def test_an_account_that_is_no_more_is_taken_out(school: School) -> None:
    school.transfer()
    engine: sa.Engine = school.school._desk.ports.store.engine  # type: ignore[attr-defined]
    with engine.begin() as connection:
        connection.exec_driver_sql("delete from people where email_key = 'tom@home.example'")

    assert school.transfer("2026-11-20") == [("marketing", "tom@home.example")]
    assert "tom@home.example" not in school.in_base(Base.MARKETING)
    assert school.transfer("2026-11-21") == []


@pytest.mark.rule("JOB-1", "ACC-12")
def test_another_address_takes_the_former_ones_place_even_when_two_are_swapped(school: School) -> None:
    school.transfer()
    for person, email in ((LEA, "x@x.example"), (NORA, LEA), ("x@x.example", NORA)):
        school.school.people.change_email(by="staff", person=person, email=email)

    school.transfer("2026-11-20")

    assert school.in_base(Base.CARE) == sorted([LEA, NORA, address("paul")])
    assert school.contact(Base.CARE, NORA).fields["first_name"] == "Lea"
    school.school.people.change_email(by="staff", person=NORA, email="lea@home.example")
    school.transfer("2026-11-21")
    assert school.in_base(Base.CARE) == sorted([LEA, "lea@home.example", address("paul")])


# What goes wrong


@pytest.mark.rule("JOB-6")
def test_what_a_base_refuses_is_listed_and_tried_again(school: School) -> None:
    school.contacts.will_answer(Handover(Outcome.REFUSED, "no such address"))

    run = school.run(THURSDAY)

    (failure,) = run.failures
    assert (failure.what.split()[:2], failure.why) == (["contacts", "marketing"], "no such address")
    (email,) = [failure.what.split()[2]]
    assert run.done["contacts"] == 6
    assert school.transfer("2026-11-20") == [("marketing", email)]


@pytest.mark.rule("JOB-6")
@pytest.mark.parametrize("outcome", [Outcome.LATER, Outcome.UNKNOWN])
def test_a_base_that_does_not_answer_is_listed_once_and_stops_nothing(school: School, outcome: Outcome) -> None:
    school.contacts.will_answer(*[Handover(outcome, "out of service")] * 4)

    run = school.run(THURSDAY)

    assert [(one.what, one.why) for one in run.failures] == [("contacts marketing", "out of service")]
    assert school.in_base(Base.CARE) == sorted([LEA, NORA, address("paul")])
    assert school.messages("lea", "welcome")
    assert len(school.transfer("2026-11-20")) == 4


@pytest.mark.rule("JOB-6")
def test_somebody_who_cannot_be_read_is_listed_and_stops_no_other(school: School) -> None:
    engine: sa.Engine = school.school._desk.ports.store.engine  # type: ignore[attr-defined]
    with engine.begin() as connection:
        connection.exec_driver_sql("update people set role = 'nonsense' where email_key = 'nora@manpower.example'")

    run = school.run(THURSDAY)

    assert (f"contacts {NORA}", True) in [(one.what, "(column role)" in one.why) for one in run.failures]
    assert school.in_base(Base.CARE) == sorted([LEA, address("paul")])
    with engine.begin() as connection:
        connection.exec_driver_sql("update people set role = 'manager' where email_key = 'nora@manpower.example'")
    assert school.transfer("2026-11-20") == [("care", NORA), ("marketing", NORA)]


@pytest.mark.rule("JOB-6")
def test_an_adapter_that_raises_stops_no_slot_and_no_message(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Any:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(RecordingContacts, "transfer", broken)

    run = school.run(THURSDAY)

    assert [(one.what, one.why) for one in run.failures] == [("contacts", "ZeroDivisionError: a fault")]
    assert school.messages("lea", "welcome")


# How


def test_people_are_looked_at_chunk_by_chunk(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transferring, "PEOPLE_AT_ONCE", 2)

    assert len(school.transfer()) == 7
    assert school.transfer("2026-11-20") == []


def test_the_statements_are_as_many_whatever_the_number_of_people(school: School) -> None:
    school.transfer()
    few = statements(school, "2026-11-20")
    school.a_session("Nantes", kind="licence", members=" ".join(f"p{number}" for number in range(80)))
    for day in ("2026-11-21", "2026-11-22"):  # on the second one everybody is reminded of their silence
        school.transfer(day)

    assert statements(school, "2026-11-23") == few


def statements(school: School, day: str) -> int:
    """How many a daily run takes in which nothing has changed."""
    with statements_of(school.school) as counted:
        assert school.transfer(day) == []
    return len(counted)


def test_by_default_the_bases_are_files_beside_the_database(tmp_path: Path, clock: FixedClock) -> None:
    school = open_school(f"sqlite:///{tmp_path / 'ecole.db'}", clock=clock)
    school.companies.create(by="staff", name="Manpower")
    school.people.create(
        by="staff", email=NORA, first_name="Nora", last_name="=1+1", role="manager", company="Manpower"
    )

    run = school.jobs.daily(by="staff")
    school.close()

    assert run.done["contacts"] == 2
    assert f"{NORA},Nora,'=1+1,manager,Manpower" in (tmp_path / "contacts" / "care.csv").read_text("utf-8")
