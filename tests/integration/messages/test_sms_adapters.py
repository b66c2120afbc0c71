"""SMS into a folder and into a recording, against a real disk."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from ledr_adapters.recording import RecordingSms

from ledr_adapters.sms.folder import FolderSms
from ledr_core.ports.handover import Handover, Outcome
from ledr_core.testing.contracts.sms import Received, SmsContract, an_sms

MORNING = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def morning() -> datetime:
    return MORNING


def kept_in(folder: Path) -> list[tuple[str, str]]:
    """Number and text of each SMS in a folder, by name of its file."""
    contents = [file.read_bytes().decode() for file in sorted(folder.glob("*.txt"))]
    return [
        (content.partition("\n")[0].removeprefix("To: "), content.partition("\n\n")[2].removesuffix("\n"))
        for content in contents
    ]


class TestFolderSms(SmsContract):
    @pytest.fixture
    def sms(self, tmp_path: Path) -> FolderSms:
        return FolderSms(tmp_path / "sms", now=morning)

    @pytest.fixture
    def received(self, tmp_path: Path) -> Received:
        return lambda: kept_in(tmp_path / "sms")


class TestRecordingSms(SmsContract):
    @pytest.fixture
    def sms(self) -> RecordingSms:
        return RecordingSms()

    @pytest.fixture
    def received(self, sms: RecordingSms) -> Received:
        return lambda: [(text.number, text.text) for text in sms.texts]


def test_the_same_sms_replaces_its_own_file_whoever_wrote_it(tmp_path: Path) -> None:
    first, second = FolderSms(tmp_path, now=morning), FolderSms(tmp_path, now=lambda: MORNING.replace(hour=9))
    first.send(an_sms("s-1", text="before"))
    second.send(an_sms("s-2", text="another"))

    handover = second.send(an_sms("s-1", text="after"))

    assert handover == Handover(Outcome.ACCEPTED, reference="20261123T050000.000000Z-s-1.txt")
    assert [text for _, text in kept_in(tmp_path)] == ["after", "another"]


def test_the_folder_and_its_sms_are_for_its_owner_only(tmp_path: Path) -> None:
    FolderSms(tmp_path / "deep" / "sms", now=morning).send(an_sms())

    (file,) = (tmp_path / "deep" / "sms").iterdir()
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_no_number_writes_a_line_of_its_own(tmp_path: Path) -> None:
    FolderSms(tmp_path, now=morning).send(an_sms(number="+33612345678\nTo: +33698765432", text="Bonjour"))

    assert kept_in(tmp_path) == [("+33612345678 To: +33698765432", "Bonjour")]


def test_a_strange_identifier_stays_in_the_folder(tmp_path: Path) -> None:
    assert FolderSms(tmp_path / "sms", now=morning).send(an_sms("../../etc/x")).outcome is Outcome.ACCEPTED
    assert [path.name for path in tmp_path.iterdir()] == ["sms"]


def test_a_folder_that_is_a_file_is_later(tmp_path: Path) -> None:
    (tmp_path / "sms").write_text("")

    handover = FolderSms(tmp_path / "sms", now=morning).send(an_sms())

    assert (handover.outcome, str(tmp_path / "sms") in handover.reason) == (Outcome.LATER, True)
