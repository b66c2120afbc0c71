"""The contact bases: files, Drip, and the setting that chooses them; what goes wrong is an outcome, never an error."""

import csv
import os
import stat
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from ledr_adapters.contacts import contacts_from
from ledr_adapters.contacts.drip import DripContacts
from ledr_adapters.contacts.files import CsvContacts
from ledr_adapters.recording import RecordingContacts
from ledr_core import Invalid
from ledr_core.ports.contacts import Base, Contacts
from ledr_core.ports.handover import Outcome
from ledr_core.testing.contracts.contacts import ContactsContract, Kept, a_contact, outcomes
from tests.drip import CARE, MARKETING, TOKEN, FakeDrip, Reply, drip_server, errors

LEA = "lea@manpower.example"


def as_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value).replace("\ud83d", "?")


class TestRecordingContacts(ContactsContract):
    @pytest.fixture
    def contacts(self) -> RecordingContacts:
        return RecordingContacts()

    @pytest.fixture
    def kept(self, contacts: RecordingContacts) -> Kept:
        return lambda base: {
            email: {name: as_text(value) for name, value in one.fields.items()}
            for email, one in contacts.kept[base].items()
        }


class TestCsvContacts(ContactsContract):
    @pytest.fixture
    def contacts(self, tmp_path: Path) -> CsvContacts:
        return CsvContacts(tmp_path / "contacts")

    @pytest.fixture
    def kept(self, contacts: CsvContacts) -> Kept:
        return lambda base: rows(contacts.path / f"{base.value}.csv")


class TestDripContacts(ContactsContract):
    @pytest.fixture
    def contacts(self, drip: FakeDrip) -> Iterator[Contacts]:
        yield from at(drip)

    @pytest.fixture
    def kept(self, drip: FakeDrip) -> Kept:
        accounts = {Base.MARKETING: MARKETING, Base.CARE: CARE}
        return lambda base: {email: subscriber(one) for email, one in drip.accounts[accounts[base]].items()}


class TestDripContactsInOneAccount(TestDripContacts):
    @pytest.fixture
    def contacts(self, drip: FakeDrip) -> Iterator[Contacts]:
        yield from at(drip, care="")

    @pytest.fixture
    def kept(self, drip: FakeDrip) -> Kept:
        return lambda base: {
            email: subscriber(one) for email, one in drip.accounts[MARKETING].items() if base.value in one["tags"]
        }


def subscriber(one: Mapping[str, Any]) -> dict[str, str]:
    names = {name: one[name] for name in ("first_name", "last_name")}
    return {name: as_text(value) for name, value in {**names, **one["custom_fields"]}.items()}


def rows(file: Path) -> dict[str, dict[str, str]]:
    if not file.exists():
        return {}
    with file.open(encoding="utf-8", newline="") as stream:
        return {row["email"].casefold(): row for row in csv.DictReader(stream)}


@pytest.fixture
def drip() -> Iterator[FakeDrip]:
    with drip_server() as server:
        yield server


def at(drip: FakeDrip, care: str = f"?care={CARE}", **options: float) -> Iterator[DripContacts]:
    chosen = contacts_from(f"drip+http://{TOKEN.replace('/', '%2F')}@{drip.address}/{MARKETING}{care}")
    assert isinstance(chosen, DripContacts)
    contacts = evolve(chosen, **options)
    yield contacts
    contacts.close()


@pytest.fixture
def contacts(drip: FakeDrip) -> Iterator[DripContacts]:
    yield from at(drip)


@pytest.mark.rule("ACC-18")
@pytest.mark.parametrize("recording", [True, False])
def test_two_spellings_of_an_address_are_one_contact(tmp_path: Path, recording: bool) -> None:
    """Also one that a file holds as it was written before."""
    bases: Contacts = RecordingContacts() if recording else CsvContacts(tmp_path)

    def count() -> int:
        return len(bases.kept[Base.CARE] if isinstance(bases, RecordingContacts) else rows(tmp_path / "care.csv"))

    bases.transfer(Base.CARE, [a_contact("zoe\u0301@xn--cole-9oa.example")])
    bases.transfer(Base.CARE, [a_contact("Zo\u00e9@\u00e9cole.example")])
    assert count() == 1
    bases.transfer(Base.CARE, [a_contact("lea@manpower.example", "ZO\u00c9@xn--cole-9oa.example")])
    assert count() == 1
    bases.remove(Base.CARE, ["LEA@manpower.example"])
    assert count() == 0


# Files


@pytest.mark.rule("JOB-1")
@pytest.mark.parametrize("begins", ["=1+1", "+33", "-1", "@x", "\tx", "\rx"])
def test_a_cell_that_begins_like_a_formula_is_neutralised_and_stays_so(tmp_path: Path, begins: str) -> None:
    base = CsvContacts(tmp_path)
    base.transfer(Base.CARE, [a_contact(company=begins), a_contact("+x@y.example")])

    base.transfer(Base.CARE, [a_contact("zoe@y.example")])

    assert rows(tmp_path / "care.csv")[LEA]["company"] == f"'{begins}"
    assert "'+x@y.example" in rows(tmp_path / "care.csv")
    assert outcomes(base.remove(Base.CARE, ["+x@y.example"])) == [Outcome.ACCEPTED]
    assert list(rows(tmp_path / "care.csv")) == [LEA, "zoe@y.example"]


def test_numbers_below_zero_stay_numbers(tmp_path: Path) -> None:
    CsvContacts(tmp_path).transfer(Base.CARE, [a_contact(percent=-1)])

    assert rows(tmp_path / "care.csv")[LEA]["percent"] == "-1"


def test_the_files_are_their_owners_alone_and_replaced_in_one_step(tmp_path: Path) -> None:
    base = CsvContacts(tmp_path / "contacts")
    base.transfer(Base.CARE, [a_contact()])
    before = (tmp_path / "contacts" / "care.csv").open(encoding="utf-8")
    base.transfer(Base.CARE, [a_contact("max@manpower.example")])

    with before:
        assert len(before.readlines()) == 2  # who reads meanwhile has the file as it was
    assert stat.S_IMODE((tmp_path / "contacts").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "contacts" / "care.csv").stat().st_mode) == 0o600
    assert sorted(path.name for path in (tmp_path / "contacts").iterdir()) == [".lock", "care.csv"]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"name;mail\r\nx;y\r\n", b'"'])
def test_a_file_that_is_none_of_ours_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "care.csv").write_bytes(content)

    (handover,) = CsvContacts(tmp_path).transfer(Base.CARE, [a_contact()])

    assert handover.outcome is Outcome.LATER
    assert "care.csv" in handover.reason
    assert (tmp_path / "care.csv").read_bytes() == content


def test_a_file_saved_by_a_spreadsheet_is_read_again(tmp_path: Path) -> None:
    """With a byte order mark, other columns, and another order."""
    (tmp_path / "care.csv").write_text("\ufeffnote,email\r\nami,zoe@x.example\r\n", encoding="utf-8")

    CsvContacts(tmp_path).transfer(Base.CARE, [a_contact()])

    found = rows(tmp_path / "care.csv")
    assert found["zoe@x.example"]["note"] == "ami"
    assert list(found) == [LEA, "zoe@x.example"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "contacts").write_text("a file")

    (handover,) = CsvContacts(tmp_path / "contacts").transfer(Base.CARE, [a_contact()])

    assert handover.outcome is Outcome.LATER


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = CsvContacts(tmp_path)
    base.transfer(Base.CARE, [a_contact()])
    before = (tmp_path / "care.csv").read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    (handover,) = base.transfer(Base.CARE, [a_contact("max@x.example")])

    assert (handover.outcome, handover.reason) == (Outcome.LATER, f"{tmp_path}/care.csv: No space left on device")
    assert (tmp_path / "care.csv").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "care.csv"]


# Drip


def test_a_batch_is_one_request_of_a_thousand_at_most(drip: FakeDrip, contacts: DripContacts) -> None:
    contacts.transfer(Base.CARE, [a_contact(f"p{number}@x.example") for number in range(contacts.at_once)])

    assert drip.requests == [("POST", f"/v2/{CARE}/subscribers/batches")]
    assert drip.sizes == [1000]


def test_one_address_that_drip_refuses_keeps_none_of_the_others_back(drip: FakeDrip, contacts: DripContacts) -> None:
    people = [a_contact("@nowhere" if number == 37 else f"p{number}@x.example") for number in range(100)]

    handovers = contacts.transfer(Base.CARE, people)

    assert [at for at, one in enumerate(handovers) if one.outcome is not Outcome.ACCEPTED] == [37]
    assert (handovers[37].outcome, handovers[37].reason) == (Outcome.REFUSED, "Drip refuses it (422): Email is invalid")
    assert len(drip.accounts[CARE]) == 99
    assert len(drip.requests) < 20


@pytest.mark.parametrize(
    ("reply", "outcome", "reason", "pause"),
    [
        (errors(401, "authentication_error", "no"), Outcome.LATER, "Drip does not accept the token (401)", None),
        (errors(403, "authorization_error", "no"), Outcome.LATER, "Drip does not accept the token (403)", None),
        (errors(404, "not_found_error", "no"), Outcome.LATER, "Drip knows no such account (404)", None),
        (Reply(429, b"", {"retry-after": "90"}), Outcome.LATER, "Drip has been asked too much (429)", 90),
        (Reply(429, b"{}"), Outcome.LATER, "Drip has been asked too much (429)", 3600),
        (Reply(503, b""), Outcome.LATER, "Drip is out of service (503)", None),
        (Reply(500), Outcome.UNKNOWN, "Drip has a fault (500)", None),
        (Reply(302, b"", {"location": "http://127.0.0.1:9/"}), Outcome.UNKNOWN, "Drip has a fault (302)", None),
        (Reply(0), Outcome.UNKNOWN, "Drip's answer was lost", None),
        (Reply(422, b"<h1>no JSON</h1>"), Outcome.REFUSED, "Drip refuses it (422): no reason given", None),
    ],
)
def test_what_drip_answers_is_an_outcome(
    drip: FakeDrip, contacts: DripContacts, reply: Reply, outcome: Outcome, reason: str, pause: int | None
) -> None:
    drip.replies = [reply]

    (handover,) = contacts.transfer(Base.CARE, [a_contact()])

    assert (handover.outcome, handover.reason) == (outcome, reason)
    assert handover.retry_after == (None if pause is None else timedelta(seconds=pause))
    assert len(drip.requests) == 1
    assert TOKEN not in f"{handover} {contacts}"
    assert outcomes(contacts.transfer(Base.CARE, [a_contact()])) == [Outcome.ACCEPTED]


def test_an_answer_that_does_not_come_in_time_leaves_it_open_whether_it_was_taken(drip: FakeDrip) -> None:
    (slow,) = at(drip, reading=0.2)
    drip.replies, drip.kept_before_reply = [Reply(hangs=True)], True

    assert outcomes(slow.transfer(Base.CARE, [a_contact()])) == [Outcome.UNKNOWN]

    assert list(drip.accounts[CARE]) == [LEA]


def test_a_server_that_takes_no_connection_has_taken_nothing(drip: FakeDrip) -> None:
    drip.address = "127.0.0.1:9"
    (nowhere,) = at(drip)

    assert outcomes(nowhere.transfer(Base.CARE, [a_contact()])) == [Outcome.LATER]


def test_a_removal_that_is_put_off_puts_off_the_rest(drip: FakeDrip, contacts: DripContacts) -> None:
    contacts.transfer(Base.CARE, [a_contact(f"p{number}@x.example") for number in range(3)])
    drip.requests.clear()
    drip.replies = [Reply(204, b""), Reply(429, b"")]

    handovers = contacts.remove(Base.CARE, [f"p{number}@x.example" for number in range(3)])

    assert outcomes(handovers) == [Outcome.ACCEPTED, Outcome.LATER, Outcome.LATER]
    assert len(drip.requests) == 2


def test_in_one_account_who_leaves_marketing_is_deleted_and_who_leaves_care_is_not(drip: FakeDrip) -> None:
    (shared,) = at(drip, care="")
    for base in Base:
        shared.transfer(base, [a_contact(), a_contact("max@x.example")])

    shared.remove(Base.CARE, [LEA])
    shared.remove(Base.MARKETING, ["max@x.example"])

    assert {email: one["tags"] for email, one in drip.accounts[MARKETING].items()} == {LEA: {"marketing"}}


# The setting


@pytest.mark.parametrize(
    "text",
    [
        "", "csv", "csv:", "elsewhere:x", "drip:", "drip://", "drip://s3cret@", "drip://s3cret@host", "drip://host/1",
        "drip://s3cret:x@host/1", "drip://s3cret@host/1/2", "drip://s3cret@host:port/1", "drip://s3cret@host/1?care=2&x=3",
        "drip://s3cret@host/1?care=2&care=3", "drip://s3cret@host/1#x", "off:x",
    ],
)  # fmt: skip
def test_what_is_no_place_for_contacts_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(Invalid) as invalid:
        contacts_from(text)

    assert invalid.value.field == "contacts"
    assert "s3cret" not in str(invalid.value)


def test_the_token_may_be_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text(f" {TOKEN}\n")

    chosen = contacts_from("drip://api.getdrip.com/123?care=456", secret_file=str(secret))

    assert isinstance(chosen, DripContacts)
    assert (chosen.server, chosen._token) == ("https://api.getdrip.com", TOKEN)
    assert chosen.accounts == {Base.MARKETING: "123", Base.CARE: "456"}
    for text, file in (("drip://x@host/1", secret), ("drip://host/1", tmp_path / "none")):
        with pytest.raises(Invalid) as invalid:
            contacts_from(text, secret_file=str(file))
        assert invalid.value.field == "contacts_secret_file"
    secret.write_text("\n")
    with pytest.raises(Invalid):
        contacts_from("drip://host/1", secret_file=str(secret))


def test_off_is_no_base_at_all() -> None:
    nothing = contacts_from("off")

    assert (nothing.name, nothing.bases) == ("off", ())
    assert outcomes(nothing.transfer(Base.CARE, [a_contact()])) == [Outcome.REFUSED]
    assert outcomes(nothing.remove(Base.CARE, [LEA])) == [Outcome.ACCEPTED]
