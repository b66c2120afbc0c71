"""Documents as operations: who may have which, where they are written, and what is told of them."""

import hashlib
from pathlib import Path

import pytest

from ledr_core import NotFound, Unavailable
from ledr_core.testing import FixedClock
from tests.documents import text_of
from tests.integration.conftest import Rehearsal, address, grounds, refusal


def noted(ledr: Rehearsal, name: str, module: str, text: str) -> None:
    """Have somebody note something on a module."""
    ledr.school.learning.note(by="staff", person=address(name), module=module, text=text)


@pytest.mark.rule("CERT-11", "LEARN-11")
def test_a_learner_takes_notes_away_as_pdf(stored: Rehearsal, tmp_path: Path) -> None:
    stored.a_session(members="lea")
    noted(stored, "lea", "m-t1", "Poser trois questions.")
    file = tmp_path / "notes.pdf"

    written = stored.school.documents.notes(by=address("lea"), module="m-t1", file=str(file))

    assert (written.file, written.code) == (str(file), None)
    assert written.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert "Léa" not in text_of(file.read_bytes())
    assert "Apprenant Lea Martin" in text_of(file.read_bytes())
    assert "Poser trois questions." in text_of(file.read_bytes())


@pytest.mark.rule("CERT-11", "LEARN-11")
def test_all_notes_go_into_one_file_in_course_order(stored: Rehearsal, tmp_path: Path) -> None:
    stored.a_course("recruter", {"t2": "l2", "t1": "l1"})
    stored.a_session(members="lea max")
    noted(stored, "lea", "m-t1", "Poser trois questions.")
    noted(stored, "lea", "m-t2", "Écrire court.")
    noted(stored, "max", "m-t1", "À moi.")
    file = tmp_path / "n.pdf"

    written = stored.school.documents.notes(by=address("lea"), file=str(file))

    assert written.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    text = text_of(file.read_bytes())
    assert "Apprenant Lea Martin" in text
    assert text.index("t2 Enregistrées") < text.index("Écrire court.") < text.index("t1 Enregistrées")
    assert text.index("t1 Enregistrées") < text.index("Poser trois questions.")
    assert "À moi" not in text


@pytest.mark.rule("CERT-11", "ACC-16")
def test_the_only_note_without_module_is_the_file_of_its_module(ledr: Rehearsal, tmp_path: Path) -> None:
    ledr.a_session(members="lea", end="2026-12-31")
    noted(ledr, "lea", "m-t1", "Poser trois questions.")
    ledr.at("2027-02-01")

    alone = ledr.school.documents.notes(by=address("lea"), module="m-t1", file=str(tmp_path / "1.pdf"))
    whole = ledr.school.documents.notes(by=address("lea"), file=str(tmp_path / "2.pdf"))

    assert alone.sha256 == whole.sha256


@pytest.mark.rule("CERT-9")
def test_the_same_notes_give_the_same_file_later(ledr: Rehearsal, tmp_path: Path) -> None:
    ledr.a_session(members="lea")
    noted(ledr, "lea", "m-t1", "Poser trois questions.")
    first = ledr.school.documents.notes(by="staff", person=address("lea"), module="m-t1", file=str(tmp_path / "1.pdf"))
    ledr.at("2027-03-01")

    second = ledr.school.documents.notes(by="staff", person=address("lea"), module="m-t1", file=str(tmp_path / "2.pdf"))

    assert first.sha256 == second.sha256


@pytest.mark.rule("ACC-16")
def test_notes_stay_open_after_the_end(ledr: Rehearsal, tmp_path: Path, clock: FixedClock) -> None:
    ledr.a_session(members="lea", end="2026-12-31")
    noted(ledr, "lea", "m-t1", "Poser trois questions.")
    clock.set("2027-02-01T09:00")

    assert ledr.school.documents.notes(by=address("lea"), module="m-t1", file=str(tmp_path / "notes.pdf")).sha256


@pytest.mark.rule("ROLE-11")
@pytest.mark.parametrize("other", ["max", "paul"])
def test_nobody_else_takes_notes_away(ledr: Rehearsal, tmp_path: Path, other: str) -> None:
    ledr.a_session(members="lea max paul:pilot")
    noted(ledr, "lea", "m-t1", "Poser trois questions.")
    file = tmp_path / "notes.pdf"

    refused = refusal(
        lambda: ledr.school.documents.notes(by=address(other), person=address("lea"), module="m-t1", file=str(file))
    )

    assert grounds(refused) == ("ROLE-11", "another person")
    assert not file.exists()


@pytest.mark.parametrize(("module", "kind"), [("nowhere", "module"), ("m-t1", "document"), (None, "document")])
def test_without_notes_there_is_no_document(ledr: Rehearsal, tmp_path: Path, module: str | None, kind: str) -> None:
    ledr.a_session(members="lea")

    with pytest.raises(NotFound) as error:
        ledr.school.documents.notes(by=address("lea"), module=module, file=str(tmp_path / "notes.pdf"))

    assert error.value.kind == kind
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_named(ledr: Rehearsal, tmp_path: Path) -> None:
    ledr.a_session(members="lea")
    noted(ledr, "lea", "m-t1", "Poser trois questions.")
    file = tmp_path / "missing" / "notes.pdf"

    with pytest.raises(Unavailable, match=r"notes\.pdf"):
        ledr.school.documents.notes(by=address("lea"), module="m-t1", file=str(file))
