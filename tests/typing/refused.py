"""What type checkers must refuse: each line that ends with `# wrong`, and no other. Never run."""

import sqlalchemy as sa

from ledr_adapters import open_school
from ledr_core import LedrError, School
from ledr_core.views import as_json
from ledr_core.views.sessions import SessionSheet
from ledr_core.wording import told


def opened() -> None:
    open_school("memory:", lock_wait="2")  # wrong
    open_school(b"memory:")  # wrong


def asked(school: School) -> None:
    school.people.create(by="staff", email="a@b", first_name="A", last_name="B", role="teacher")  # wrong
    school.rotations.set_policy(by="staff", session="Lyon", policy="sometimes")  # wrong
    school.sessions.change_kind(by="staff", session="Lyon", kind="seat", package=1)  # wrong
    school.slots.assign("staff", "Lyon", "a@b.example")  # wrong
    school.slots.assign(by="staff", session="Lyon")  # wrong
    school.slots.assign(by="staff", session="Lyon", person=1)  # wrong
    school.workshops.step(by="staff", workshop="w1", step="first")  # wrong
    school.messages.record_event(by="staff", provider="mailjet", payload=3)  # wrong
    school.sessions.add_members(by="staff", session="Lyon", members=[{"email": 1}])  # wrong


def read(school: School, sheet: SessionSheet) -> None:
    print(sheet.seats)  # wrong
    sheet.package = 2  # wrong
    print(school.perform("slots.assign", "staff", {}).holder)  # wrong
    school.perform("slots.assign", 3, {})  # wrong
    print(as_json(sheet).reference)  # wrong
    school.classes.list(by="staff")  # wrong


def heard(school: School, engine: sa.Engine) -> None:
    school.subscribe(print, "all")  # wrong
    school.subscribe(lambda: None)  # wrong
    with school.transaction(engine):  # wrong
        pass


def answered(error: LedrError) -> None:
    told(error, "fr", audience="sms")  # wrong
    error.status = 500  # wrong
