"""The providers of a school, as `open_school` and the command line are told of them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator

from ledr_adapters import open_rehearsal, open_school
from ledr_adapters.recording import RecordingSms
from ledr_adapters.sms.folder import FolderSms
from ledr_adapters.sms.twilio import TwilioSms
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.ports.outside import Ports
from ledr_core.school import School
from ledr_core.testing import FixedClock
from tests import programs
from tests.mailjet import KEY, SECRET, FakeMailjet, certificate, fake_mailjet
from tests.programs import ran
from tests.twilio import SENDER, SID, TOKEN, fake_twilio

TWILIO = f"twilio://{SID}:{TOKEN}@?from={SENDER}"
LEA, MAX = "lea@manpower.example", "max@manpower.example"
CATALOGUE = {
    "lessons": [{"reference": "l1", "title": "Bonjour", "video": "https://v.example/1", "seconds": 60}],
    "modules": [{"reference": "m1", "title": "Bases", "lessons": ["l1"]}],
    "themes": [{"reference": "t1", "title": "Culture", "colour": "#0b7285", "modules": ["m1"]}],
    "courses": [{"reference": "recruter", "title": "Recruter", "themes": ["t1"]}],
}


@pytest.fixture
def mailjet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeMailjet]:
    tls = certificate(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
    with fake_mailjet(tls) as mailjet:
        yield mailjet


def ports(school: School) -> Ports:
    with closing(school):
        return school._desk.ports


def test_sms_go_beside_the_database_are_recorded_in_memory_and_go_where_they_are_told(sqlite_url: str) -> None:
    beside, memory = ports(open_school(sqlite_url)).sms, ports(open_school("memory:")).sms
    told, own = ports(open_school("memory:", sms="folder:là")).sms, RecordingSms()

    assert isinstance(beside, FolderSms)
    assert beside.path == Path(sqlite_url.removeprefix("sqlite:///")).with_name("sms")
    assert isinstance(memory, RecordingSms)
    assert isinstance(told, FolderSms)
    assert ports(open_school("memory:", sms=own)).sms is own
    assert isinstance(ports(open_rehearsal(sqlite_url)).sms, RecordingSms)


def test_mailjet_s_reports_can_always_be_read_and_twilio_s_with_its_token() -> None:
    event = json.dumps({"event": "sent", "time": 1795417200, "MessageID": 1, "CustomID": "m-1"})
    alone, both = ports(open_school("memory:")), ports(open_school("memory:", sms=TWILIO))
    given = ports(open_school("memory:", sms=TwilioSms(SID, TOKEN, SENDER)))

    assert [sorted(one.webhooks) for one in (alone, both, given)] == [["mailjet"], *[["mailjet", "twilio"]] * 2]
    assert [one.message for one in alone.webhooks["mailjet"].read(event, None, None)] == ["m-1"]

    fields, url = {"MessageSid": "SM1", "MessageStatus": "delivered"}, "https://ecole.example/sms?id=m-1"
    signature = RequestValidator(TOKEN).compute_signature(url, fields)
    assert [one.message for one in both.webhooks["twilio"].read(urlencode(fields), signature, url)] == ["m-1"]


def test_the_secret_of_mailjet_s_reports_is_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("mailjet:Tulipe\n")

    guarded = ports(open_school("memory:", mail_events_secret_file=str(tmp_path / "secret"))).webhooks["mailjet"]

    assert guarded.read("[]", "Basic bWFpbGpldDpUdWxpcGU=", None) == ()
    with pytest.raises(Invalid, match="signature"):
        guarded.read("[]", None, None)
    with pytest.raises(Invalid, match=r"mail_events_secret_file: .*No such file"):
        open_school("memory:", mail_events_secret_file=str(tmp_path / "absent"))


def test_twilio_s_token_is_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")

    school = open_school("memory:", sms=TWILIO.replace(f":{TOKEN}", ""), sms_secret_file=str(tmp_path / "token"))

    assert "twilio" in ports(school).webhooks


def with_two_holders(school: School) -> None:
    """A session whose two members have each just been given a slot."""
    school.catalogue.load(by="staff", data=CATALOGUE)
    school.companies.create(by="staff", name="Manpower")
    school.sessions.create(
        by="staff",
        reference="Lyon",
        company="Manpower",
        course="recruter",
        kind="slot",  # type: ignore[arg-type]  # read at the border
        start="2026-11-01",
        package=2,
        members=[{"email": one, "first_name": one[:3], "last_name": "Martin"} for one in (LEA, MAX)],  # type: ignore[misc]
    )
    for person in (LEA, MAX):
        school.slots.assign(by="staff", session="Lyon", person=person)


def test_letters_of_a_school_go_through_mailjet(mailjet: FakeMailjet) -> None:
    with closing(open_school("memory:", clock=FixedClock("2026-11-23T09:00"), mail=mailjet.setting)) as school:
        with_two_holders(school)
        mailjet.bad_addresses = {MAX}

        done = school.messages.deliver(by="staff")

        assert {letter.address for letter in mailjet.letters()} == {LEA}
        assert done.sent == len(mailjet.taken) > 0
        states = {(one.person, one.state) for one in school.messages.list(by="staff")}
        assert states == {(LEA, "accepted"), (MAX, "failed")}


def test_the_command_line_reads_providers_and_their_secrets_from_the_environment(
    mailjet: FakeMailjet, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text(SECRET)
    (tmp_path / "token").write_text(TOKEN)
    (tmp_path / "events").write_text("mailjet:Tulipe")
    with fake_twilio() as twilio:
        environment = os.environ | {
            "LEDR_LANG": "en",
            "LEDR_DB": f"sqlite:///{tmp_path / 'ecole.db'}",
            "LEDR_MAIL": f"mailjet://{KEY}@127.0.0.1:{mailjet.server.port}",
            "LEDR_MAIL_SECRET_FILE": str(tmp_path / "secret"),
            "LEDR_MAIL_EVENTS_SECRET_FILE": str(tmp_path / "events"),
            "LEDR_SMS": twilio.setting.replace(f":{TOKEN}@", "@"),
            "LEDR_SMS_SECRET_FILE": str(tmp_path / "token"),
        }
        for arguments in (["init"], ["doctor", "--json"]):
            done = ran(programs.ledr, *arguments, folder=tmp_path, environment=environment)
            assert (done.returncode, "rror" in done.stderr) == (0, False), done.stderr
        found = {one["name"]: one["state"] for one in json.loads(done.stdout)}

    names = ("mail", "mail reports", "sms", "sms reports")
    assert [found[name] for name in names] == ["ok", "ok", "ok", "warning"]
