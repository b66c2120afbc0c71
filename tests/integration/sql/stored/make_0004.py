"""How 0004.sql was made, by the code of that release: `python -m tests.integration.sql.stored.make_0004 > 0004.sql`.

A school on Tuesday 1 December 2026, half past eleven. Messages of every kind that an operation wrote wait to be
handed over; others were sent, refused, reported on, or suppressed; bells ring, documents are issued, and an assessment
is under way. It is kept for how it was made, and to make that of the next release: what a stored school is must not
follow the code.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ledr_adapters import open_rehearsal
from ledr_adapters.recording import RecordingMail
from ledr_adapters.sql import schema
from ledr_adapters.sql.tables import metadata
from ledr_core.domain.messages.delivery import Cause
from ledr_core.ports.handover import Handover, Outcome
from ledr_core.testing import FixedClock
from tests.integration.assessments.assessing import questions, take
from tests.integration.certification.certifying import certifying, grade, handed_in, marks
from tests.integration.conftest import a_member, address
from tests.integration.messages.delivering import Delivering, over

FIRST = "2026-11-02"
LAST = "2026-12-01"


def make(folder: Path) -> None:
    """A school in `ecole.db` of a folder."""
    clock, mail = FixedClock(f"{FIRST}T04:00"), RecordingMail()
    with closing(open_rehearsal(f"sqlite:///{folder / 'ecole.db'}", clock=clock, mail=mail)) as school:
        ledr = over(school, clock, mail)
        furnish(ledr, folder)
        enrol(ledr)
        first_weeks(ledr)
        last_days(ledr)


def furnish(ledr: Delivering, folder: Path) -> None:
    """A certifying course, one with assessments and a placement test, and two companies."""
    certifying(ledr, folder)
    ledr.a_course("sourcing", {"s1": "l3"})
    bank = [one | {"placement": one["level"] == 1} for one in questions("s1", per_level=3)]
    ledr.school.catalogue.load(by="staff", data={"questions": bank})
    ledr.school.catalogue.put_course(by="staff", reference="sourcing", assessments=True)
    ledr.school.settings.set(by="staff", name="care_address", value="care@ecole.example")
    for name in ("Manpower", "Adecco"):
        ledr.school.companies.create(by="staff", name=name)


def enrol(ledr: Delivering) -> None:
    """Who learns where, and who follows them."""
    ledr.a_session("Paris", kind="licence", members="lea max ida carl", start=FIRST)
    ledr.a_session("Nantes", kind="licence", members="zoe", start=FIRST, end="2026-12-31", course="sourcing")
    ledr.a_session("Metz", kind="licence", members="eva", start=FIRST, end="2026-11-30")
    ledr.a_session("Nice", kind="licence", members="hal jo", start=FIRST)
    ledr.a_session("Lyon", members="ana bob", package=1, start=FIRST, holders="ana")
    ledr.a_session("Lille", members="dan gil", package=1, start=FIRST, holders="dan")
    ledr.school.rotations.set_policy(by="staff", session="Lyon", policy="paced", every=20)
    ledr.school.rotations.set_policy(by="staff", session="Lille", policy="paced", every=22)
    ledr.a_person("paul", "pilot")
    ledr.a_person("nora", "manager")
    ledr.school.people.set_managed(by="staff", manager=address("nora"), people=[address("lea"), address("zoe")])


def first_weeks(ledr: Delivering) -> None:
    """Welcomes that were sent, some with trouble; Max is certified, and told so."""
    ledr.mail.at[address("ida")] = Handover(Outcome.REFUSED, "550 no such user", cause=Cause.UNKNOWN_MAILBOX)
    ledr.mail.at[address("carl")] = Handover(Outcome.UNKNOWN, "the line was cut")
    ledr.run(FIRST)
    ledr.school.rotations.enqueue(by="staff", session="Lyon", person=address("bob"))
    ledr.school.rotations.enqueue(by="staff", session="Lille", person=address("gil"))
    ledr.at(FIRST, "09:00")
    ledr.deliver()
    ledr.report(ledr.messages("max", "welcome")[0].message, "opened")
    ledr.report(ledr.messages("ana", "welcome")[0].message, "bounced", cause="mailbox_full")
    ledr.at("2026-11-10")
    ledr.password("zoe")
    handed_in(ledr, "max")
    ledr.at("2026-11-13")
    grade(ledr, 15, "max")
    ledr.run("2026-11-14")
    ledr.at("2026-11-14")
    ledr.deliver()
    ledr.school.notifications.read(by=address("max"))


def last_days(ledr: Delivering) -> None:
    """Nothing is handed over any more: what is written waits."""
    ledr.at("2026-11-23")
    handed_in(ledr)
    for day in (*(f"2026-11-{number}" for number in range(24, 31)), LAST):
        ledr.run(day)
        if day == "2026-11-27":
            ledr.at(day)
            grade(ledr, 18)
            ledr.school.cases.amend(
                by="staff", person=address("max"), course="recruter", marks=marks(16), reason="Un point oublié"
            )
    ledr.at(LAST, "05:30")
    ledr.school.jobs.monthly(by="staff")
    ledr.at(LAST, "10:00")
    ledr.watch("zoe", "l3")
    take(ledr, "zoe", "R", "s1")
    ledr.school.sessions.create(
        by="staff",
        reference="Brest",
        company="Adecco",
        course="recruter",
        kind="licence",
        start=LAST,
        package=1,
        members=[a_member("tom@adecco.example")],
    )
    ledr.school.sessions.change_kind(by="staff", session="Nice", kind="slot", package=1, holders=[address("hal")])
    ledr.school.accounts.register_demo(by="public", email="pat@maison.example", day=LAST)
    ledr.at(LAST, "11:00")
    ledr.school.jobs.weekly(by="staff")
    ledr.run(LAST, "11:10")
    ledr.at(LAST, "11:30")
    test = ledr.school.placement.start(by="public")
    ledr.school.placement.finish(
        by="public", attempt=test.attempt, answers=[[0]] * len(test.questions), email="ugo@maison.example"
    )
    ledr.school.accounts.forgot_password(by="public", email=address("zoe"))
    ledr.school.support.ask(by=address("zoe"), text="La vidéo ne démarre pas.\nQue faire ?", page="lesson:l3")


def statements(engine: sa.Engine) -> Iterator[str]:
    """The rows as statements; bytes are written as PostgreSQL reads them."""
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            plain = sa.select(*(sa.literal_column(f'"{column.name}"') for column in table.columns))
            for row in connection.execute(plain.select_from(sa.table(table.name))):
                values = ", ".join(literal(value, column) for value, column in zip(row, table.columns, strict=True))
                yield f'insert into "{table.name}" ({names}) values ({values});'


def literal(value: Any, column: sa.Column[Any]) -> str:
    """A value in SQL, for SQLite and PostgreSQL."""
    if value is None:
        return "null"
    if isinstance(column.type, sa.Boolean):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return f"'\\x{value.hex()}'"
    return str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        make(Path(name))
        engine = sa.create_engine(f"sqlite:///{name}/ecole.db")
        print(f"-- A school as the release of schema {schema.HEAD} kept it: made by make_{schema.HEAD}.py, in UTC.")
        sys.stdout.writelines(f"{one}\n" for one in statements(engine))
        engine.dispose()
