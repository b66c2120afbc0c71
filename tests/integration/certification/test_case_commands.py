"""The correction desk on the command line, on a terminal of 80 columns: nothing is cut that somebody has to copy."""

from pathlib import Path

import pytest
from ledr_adapters.recording import RecordingMail

from ledr_adapters import open_rehearsal
from ledr_core.testing import FixedClock
from tests.integration.certification.certifying import certifying, grade, handed_in
from tests.integration.cli.test_command_line import on_terminal
from tests.integration.conftest import Rehearsal, address

LONG = "Une réponse assez longue pour dépasser la largeur du terminal, et voir où ses mots se séparent."


@pytest.fixture
def folder(tmp_path: Path, clock: FixedClock) -> Path:
    """A database in which Léa's copy waits for its grade, and a folder for corrections."""
    mail = RecordingMail()
    school = open_rehearsal(f"sqlite:///{tmp_path / 'ledr.db'}", clock=clock, mail=mail)
    ledr = Rehearsal(school, clock, mail)
    school.companies.create(by="staff", name="Manpower")
    certifying(ledr, tmp_path)
    ledr.a_session(kind="licence", members="lea")
    ledr.watch("lea", "l1 l2")
    handed_in(ledr)
    school.close()
    (tmp_path / "corrections").mkdir()
    return tmp_path


@pytest.mark.rule("CASE-7")
def test_the_files_of_a_batch_stand_whole_under_the_table(folder: Path) -> None:
    shown = on_terminal(folder, "cases", "batch", "--folder", "corrections", NO_COLOR="1").screen.splitlines()

    assert " corrections/lea@manpower.example-recruter.md" in shown
    assert max(map(len, shown)) <= 80


def test_codes_of_certificates_stand_whole(folder: Path, clock: FixedClock) -> None:
    assert on_terminal(folder, "certifications", "list").screen == "Aucun certificat.\n"
    school = open_rehearsal(f"sqlite:///{folder / 'ledr.db'}", clock=clock, mail=RecordingMail())
    grade(Rehearsal(school, clock, RecordingMail()), 15)
    (certificate,) = school.certifications.list(by="staff")
    school.close()

    shown = on_terminal(folder, "certifications", "list", NO_COLOR="1").screen.splitlines()

    assert f"   {certificate.code}" in [line.rstrip() for line in shown]
    assert max(map(len, shown)) <= 80


def test_answers_and_comments_hang_under_their_question(folder: Path, clock: FixedClock) -> None:
    school = open_rehearsal(f"sqlite:///{folder / 'ledr.db'}", clock=clock, mail=RecordingMail())
    school.cases.grade(by="staff", person=address("lea"), marks=[1] * 10, comments=[f"{LONG}\n\nÀ revoir."])
    school.close()

    shown = on_terminal(
        folder, "cases", "show", "--person", address("lea"), NO_COLOR="1", PAGER="cat"
    ).screen.splitlines()

    begin = next(index for index, line in enumerate(shown) if "»" in line)
    comment = [line.rstrip() for line in shown[begin : begin + 4]]
    assert [line[:5] for line in comment] == ["   » ", "     ", "", "     "]
    assert " ".join(line[5:] for line in comment[:2]) == LONG
    assert comment[3] == "     À revoir."
    assert max(map(len, shown)) <= 80
