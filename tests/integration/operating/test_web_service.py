"""The example of a web service: what it answers to those who may, who may not, and to a mail provider."""

import json
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledr_adapters import open_rehearsal
from ledr_core import School
from ledr_core.testing import FixedClock, RecordingMail
from ledr_core.testing.builders import CATALOGUE, learners

testclient = pytest.importorskip("fastapi.testclient")
EXAMPLE = Path(__file__).parents[3] / "examples" / "fastapi_service.py"
PILOT, LEA = "pilote@manpower.example", "lea@manpower.example"
PASSWORD = "une phrase à retenir"


@pytest.fixture
def client(ledr_clock: FixedClock, ledr_mail: RecordingMail) -> Iterator[Any]:
    """A caller at one network address, of a service over a school with a pilot and a session of one slot for two."""
    service = runpy.run_path(str(EXAMPLE), run_name="service")
    app = service["create_app"](lambda: open_rehearsal("memory:", clock=ledr_clock, mail=ledr_mail))
    with testclient.TestClient(app, client=("203.0.113.7", 50000)) as client:
        furnish(app.state.school)
        yield client


def furnish(school: School) -> None:
    school.catalogue.load(by="staff", data=CATALOGUE)
    school.companies.create(by="staff", name="Manpower")
    school.sessions.create(
        by="staff", reference="Lyon", company="Manpower", course="recruter", kind="slot", start="2026-11-01", package=1,
        members=learners("lea max"),
    )  # fmt: skip
    school.people.create(
        by="staff", email=PILOT, first_name="Paul", last_name="Roux", role="pilot", company="Manpower"
    )  # fmt: skip
    choose_password(school, PILOT)


def choose_password(school: School, email: str) -> None:
    school.accounts.forgot_password(by="public", email=email)
    (message,) = school.messages.list(by="staff", person=email, kind="reset_password")
    token = school.messages.show(by="staff", message=message.message).tokens["token"]
    school.accounts.choose_password(by="public", token=token, password=PASSWORD)


def signed_in(client: Any, login: str = PILOT, password: str = PASSWORD) -> Any:
    return client.post("/sign-in", json={"login": login, "password": password})


def test_whoever_has_signed_in_does_what_they_may(client: Any) -> None:
    assert client.get("/sessions").status_code == 401
    assert signed_in(client).json()["person"] == PILOT

    assert [one["reference"] for one in client.get("/sessions").json()] == ["Lyon"]
    given = client.post("/sessions/Lyon/slots", json={"person": LEA})
    assert (given.status_code, given.json()["slot"]) == (201, 1)
    assert client.get("/sessions/Lyon").json()["free"] == 0


def test_what_is_said_no_to_has_its_status_and_words_without_commands(client: Any) -> None:
    signed_in(client)
    client.post("/sessions/Lyon/slots", json={"person": LEA})

    full = client.post(
        "/sessions/Lyon/slots", json={"person": "max@manpower.example"}, headers={"Accept-Language": "en"}
    )
    other = client.get("/sessions/Paris")
    unreadable = client.post("/sessions/Lyon/slots", json={"person": "x" * 300})

    assert [answer.status_code for answer in (full, other, unreadable)] == [409, 403, 422]
    assert full.json()["error"]["help"] == "release a slot, or put Max Martin in the waiting list"
    assert other.json()["error"]["kind"] == "refused"


def test_who_guesses_is_slowed_and_told_for_how_long(client: Any) -> None:
    answers = [signed_in(client, password="faux") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert int(answers[-1].headers["Retry-After"]) == 30


def test_a_caller_without_a_network_address_is_told_so(client: Any) -> None:
    answer = testclient.TestClient(client.app).post("/sign-in", json={"login": PILOT, "password": PASSWORD})

    assert (answer.status_code, answer.json()["error"]["kind"]) == (422, "invalid")


def test_a_mail_provider_reports_in_bytes_without_a_signature(client: Any, ledr_mail: RecordingMail) -> None:
    school = client.app.state.school
    school.accounts.forgot_password(by="public", email=PILOT)
    school.messages.deliver(by="staff")
    message = ledr_mail.letters[0].message
    body = json.dumps([{"event": "sent", "time": 1795075200, "MessageID": 1, "CustomID": message}]).encode()

    answers = [client.post("/webhooks/mailjet", content=body) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.json()["recorded"] for answer in answers] == [1, 0]
    assert school.messages.show(by="staff", message=message).delivery == "delivered"


def test_anybody_may_ask_whether_a_document_is_valid(client: Any) -> None:
    assert client.get("/verification/K7QF-2M9X-4TRP-8WZD").json()["state"] == "unknown"
    assert client.post("/verification", content=b"%PDF-1.7").json()["state"] == "unknown"


def test_the_school_is_closed_when_the_service_ends(ledr_clock: FixedClock) -> None:
    service = runpy.run_path(str(EXAMPLE), run_name="service")
    app = service["create_app"](lambda: open_rehearsal("memory:", clock=ledr_clock))
    with testclient.TestClient(app):
        school = app.state.school

    assert school._desk.closed
