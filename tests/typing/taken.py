"""What a service writes, and what type checkers know of it: checked by test_typing.py, never run."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, assert_type

import sqlalchemy as sa

from ledr_adapters import open_school
from ledr_core import Content, LedrError, Refused, School
from ledr_core.application.operating.subscribing import Subscription
from ledr_core.domain.events import Event
from ledr_core.testing import FixedClock, RecordingMail
from ledr_core.views import as_json
from ledr_core.views.companies import CompanyItem
from ledr_core.views.sessions import SessionSheet
from ledr_core.views.slots import HoldingView
from ledr_core.wording import Told, told


def opened() -> None:
    with open_school("memory:", clock=FixedClock("2026-11-19"), mail=RecordingMail(), lock_wait=2) as school:
        assert_type(school, School)


def asked(school: School, role: Literal["learner", "pilot"], row: dict[str, str]) -> None:
    sheet = school.sessions.create(
        by="staff",
        reference="Lyon",
        course="c1",
        kind="slot",
        start="2026-12-01",
        end=date(2027, 12, 1),
        package=1,
        members=[
            {
                "email": "a@b.example",
                "first_name": "A",
                "last_name": "B",
                "role": "learner",
                "managers": ["m@b.example"],
            }
        ],
    )
    assert_type(sheet, SessionSheet)
    assert_type(sheet.kind, Literal["licence", "slot"])
    school.sessions.add_members(by="staff", session="Lyon", members=[row])
    school.people.create(by="staff", email="a@b.example", first_name="A", last_name="B", role=role)
    school.rotations.set_policy(by="staff", session="Lyon", policy="paced", every=10)
    school.documents.verify_file(by="public", file=Content("a.pdf", b""))
    school.messages.record_event(by="staff", provider="mailjet", payload=b"[]", signature="")
    school.messages.record_event(by="staff", provider="mailjet", payload=[{"event": "open"}])


def by_name(school: School, given: Mapping[str, Any], name: str) -> None:
    assert_type(school.perform("slots.assign", "staff", given), HoldingView)
    assert_type(school.perform("companies.list", "staff", {}), tuple[CompanyItem, ...])
    assert_type(school.perform(name, "staff", given), Any)


def as_it_is_sent(sheet: SessionSheet, companies: tuple[CompanyItem, ...], facts: dict[str, Decimal]) -> None:
    assert_type(as_json(sheet), dict[str, Any])
    assert_type(as_json(companies), list[dict[str, Any]])
    assert_type(as_json(facts), dict[str, Any])
    assert_type(as_json(date(2026, 11, 19)), str)


def heard(school: School, engine: sa.Engine) -> None:
    def hear(event: Event) -> None:
        assert_type(event.at.year, int)

    end = school.subscribe(hear)
    assert_type(end, Subscription)
    end()
    with engine.begin() as connection, school.transaction(connection) as inside:
        assert_type(inside.slots.assign(by="staff", session="Lyon", person="a@b.example"), HoldingView)
    inside.committed()


def answered(error: LedrError) -> tuple[int, str]:
    assert_type(error.status, int)
    assert_type(told(error, "en", audience="web"), Told)
    return error.status, error.rule if isinstance(error, Refused) else error.code
