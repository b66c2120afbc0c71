"""A school of few people whom the benchmark asks about, and any number of others around them.

The few are made by operations, and are the same in a school of any size: the slot session "Témoin" of the company
"Grande", its pilot and its manager, a learner who has done something of everything. The others are written straight
into the tables, from a list of numbers that the database makes itself (`growth_rows.sql`): sessions of 20 people, half
of them of "Grande", each other one of a company of its own; what people do leaves rows in every table that grows.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import sqlalchemy as sa

from benchmarks.learning_data import STEPS, catalogue
from ledr_adapters import open_rehearsal
from ledr_adapters.recording import RecordingMail
from ledr_core import School
from ledr_core.testing import FixedClock

AT = "2026-11-19T10:00"
BIG, WITNESS, PILOT, MANAGER = "Grande", "zebulon@grande.example", "pilote@grande.example", "chef@grande.example"
SESSION = "Témoin"
A_SESSION = 20
"""People in a session."""


def build(url: str, people: int) -> School:
    """The school, open, with so many people around."""
    furnish(url)
    return surrounded(url, people)


def furnish(url: str) -> None:
    """The school of the few."""
    school = open_rehearsal(url, clock=FixedClock("2026-11-01T09:00"), mail=RecordingMail())
    _few(school)
    school.close()


def surrounded(url: str, people: int) -> School:
    """That school, open, with so many people around."""
    school = open_rehearsal(url, clock=FixedClock(AT), mail=RecordingMail())
    engine = school._desk.ports.store.engine  # type: ignore[attr-defined]
    with engine.begin() as connection:
        _others(connection, people)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("vacuum analyze")
    return school


def _few(school: School) -> None:
    school.catalogue.load(by="staff", data=catalogue())
    school.companies.create(by="staff", name=BIG)
    names = ["zebulon", *(f"temoin{number}" for number in range(A_SESSION - 1))]
    people = [{"email": f"{name}@grande.example", "first_name": "Zoé", "last_name": name.title()} for name in names]
    dates = {"start": "2026-11-01", "end": "2027-10-31"}
    school.sessions.create(
        by="staff", reference=SESSION, company=BIG, course="recruter", kind="slot", package=3, members=people, **dates
    )
    for place, one in enumerate(people):
        if place < 3:
            school.slots.assign(by="staff", session=SESSION, person=one["email"])
        else:
            school.rotations.enqueue(by="staff", session=SESSION, person=one["email"])
    school.rotations.set_policy(by="staff", session=SESSION, policy="paced", every=10)
    for email, role in ((PILOT, "pilot"), (MANAGER, "manager")):
        school.people.create(by="staff", email=email, first_name="Ève", last_name="Rare", role=role, company=BIG)
    school.people.set_managed(by="staff", manager=MANAGER, people=[one["email"] for one in people[:10]])
    for lesson in range(20):
        school.learning.watch(by=WITNESS, lesson=f"l{lesson}", ended=True)
    for step in STEPS:
        school.workshops.step(by=WITNESS, workshop="w0", **step)
    school.learning.note(by=WITNESS, module="m0", text="À relire.")
    school.assessments.start(by=WITNESS, theme="t0", seed="1")
    password = school.accounts.reset_password(by="staff", person=WITNESS).password
    school.accounts.sign_in(by="public", login=WITNESS, password=password)


def _others(connection: sa.Connection, people: int) -> None:
    """The rows of `growth_rows.sql`, in the words of the database at hand."""
    _, insert, rest = ROWS.read_text(encoding="utf-8").partition("insert")
    text = insert + rest
    for word, meaning in WORDS[connection.dialect.name].items():
        text = text.replace(f"[{word}]", meaning.replace("{people}", str(people)))
    for statement in text.split(";\n"):
        if statement.strip():
            connection.execute(sa.text(statement.replace(":", "\\:")))


ROWS: Final = Path(__file__).with_name("growth_rows.sql")
WORDS: Final = {
    "sqlite": {
        "numbers": "(with recursive n(i) as (select 0 union all select i + 1 from n where i < {people} - 1)"
        " select i from n)",
        "one": "char(1)",
        "begun": "'2026-11-01 08:00:00.000000'",
        "later": "'2026-11-10 08:00:00.000000'",
        "instant": "strftime('%Y-%m-%d %H:%M:%S', '2026-01-01', '+' || i || ' seconds') || '.000000'",
        "day": "date('2020-01-01', '+' || (i / 10 % 2000) || ' days')",
        "json": "text",
    },
    "postgresql": {
        "numbers": "generate_series(0, {people} - 1) as numbers(i)",
        "one": "chr(1)",
        "begun": "'2026-11-01 08:00:00+00'",
        "later": "'2026-11-10 08:00:00+00'",
        "instant": "timestamptz '2026-01-01 00:00:00+00' + i * interval '1 second'",
        "day": "date '2020-01-01' + i / 10 % 2000",
        "json": "json",
    },
}
"""What databases write differently."""
