"""The follow-up as files: what they hold, and that any number of learners can be in one (TRACK-4, TRACK-5)."""

import csv
import io
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ledr_core import Content, Invalid
from ledr_core.application.followup import reading
from ledr_core.views import as_json
from ledr_core.wording import Place, told
from tests.documents import text_of
from tests.integration.certification.certifying import certifying, grade, handed_in
from tests.integration.conftest import Rehearsal, address

LEA = address("lea")


@pytest.fixture
def followed(ledr: Rehearsal, tmp_path: Path) -> Rehearsal:
    """Léa has a certificate, Max has seen one lesson; two themes of two courses are called the same."""
    certifying(ledr, tmp_path)
    ledr.a_course("sourcing", {"t2": "l2 l3"})
    ledr.school.catalogue.put_theme(by="staff", reference="t2", title="t1")
    ledr.a_session("Lyon", kind="licence", members="lea max nora:manager")
    ledr.a_session("Brest", kind="licence", members="bob", course="sourcing")
    ledr.school.people.update(by="staff", person=LEA, first_name="=Léa", last_name="+Martin")
    ledr.watch("lea", "l1 l2")
    ledr.watch("max", "l1")
    handed_in(ledr)
    grade(ledr, "15.25")
    return ledr


def exported(ledr: Rehearsal, kind: str, **asked: Any) -> bytes:
    made = ledr.school.followup.table(by="staff", scope="all", format=kind, **asked)
    assert isinstance(made.file, Content)
    assert (made.rows, made.sha256) == ((), made.file.sha256)
    return made.file.data


def rows_of(data: bytes, delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


@pytest.mark.rule("TRACK-5")
def test_csv_has_all_columns_by_their_titles(followed: Rehearsal) -> None:
    """A certification is three of them, each theme one, by its title, and its reference where two share it."""
    titles, lea, bob, _ = rows_of(exported(followed, "csv"))

    row = dict(zip(titles, lea, strict=True))
    assert (row["Nom"], row["Prénom"], row["E-mail"]) == ("'+Martin", "'=Léa", LEA)
    assert (row["Début"], row["Fin"], row["Dernière leçon vue"]) == ("2026-11-01", "2027-10-31", "2026-11-19")
    assert [row[f"{what} de certification"] for what in ("Niveau", "Note")] == ["argent", "15,25"]
    assert (row["Progression (%)"], row["t1 (t1)"], row["t1 (t2)"]) == ("100", "100", "")
    assert dict(zip(titles, bob, strict=True))["t1 (t2)"] == "0"


@pytest.mark.rule("TRACK-4")
def test_the_caller_chooses_the_columns_of_a_file(followed: Rehearsal) -> None:
    """In their order; a single theme is one."""
    chosen = ["percent", "last_name", "theme_percent:t2", "percent"]

    data = exported(followed, "csv", columns=chosen, sort="-percent", delimiter=",", bom=False, text="martin")

    assert data.decode() == ("Progression (%),Nom,t1 (t2)\r\n100,'+Martin,\r\n50,Martin,\r\n0,Martin,0\r\n")


@pytest.mark.rule("TRACK-4")
def test_columns_are_named_by_what_stands_above_them_too_and_between_commas(followed: Rehearsal) -> None:
    first, *_ = exported(followed, "csv", columns=["Prénom, last_name", "theme_percent:t2"], bom=False).decode().split()

    assert first == "Prénom;Nom;t1"


@pytest.mark.rule("TRACK-5")
def test_a_workbook_and_json_hold_the_same_as_the_table(followed: Rehearsal) -> None:
    """Real days and shares; a sheet says how it is counted, as of when."""
    table = as_json(followed.school.followup.table(by="staff", scope="all"))
    book = load_workbook(io.BytesIO(exported(followed, "xlsx")))
    titles, *rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]

    assert len(rows) == len(table["rows"]) == 3
    for row, expected in zip(rows, table["rows"], strict=True):
        found = dict(zip(titles, row, strict=True))
        assert (found["E-mail"], found["Leçons vues"]) == (expected["email"], expected["lessons_seen"])
        assert found["Progression (%)"] == expected["percent"] / 100
        assert found["Début"] == datetime.fromisoformat(expected["start"])
    assert "jeudi 19 novembre 2026" in book.worksheets[1]["A1"].value
    assert json.loads(exported(followed, "json")) == {"as_of": "2026-11-19", "rows": table["rows"]}


@pytest.mark.rule("TRACK-5")
def test_a_document_for_paper_has_first_what_matters_most(followed: Rehearsal) -> None:
    """Unless columns are chosen; what has no room is named."""
    whole = text_of(exported(followed, "pdf"))
    chosen = text_of(exported(followed, "pdf", columns=["email", "percent"]))

    assert "Suivi des apprenants" in whole and "+Martin" in whole and "15,25" in whole
    assert "Colonnes qui ne tiennent pas sur la feuille" in whole and LEA not in whole
    assert LEA in chosen and "qui ne tiennent pas" not in chosen
    assert "Niveau de certification" in whole and "Date de certification" in whole  # no title breaks within a word
    assert "Suivi des apprenants" in text_of(exported(followed, "pdf", columns=["theme_percent:none"]))


@pytest.mark.rule("TRACK-5")
def test_a_page_holds_the_table_and_its_charts_and_asks_for_nothing_from_elsewhere(followed: Rehearsal) -> None:
    """What people are called is text, whatever it looks like."""
    followed.school.people.update(by="staff", person=LEA, first_name="<b>Léa</b>")
    page = exported(followed, "html").decode()

    assert "Suivi des apprenants au jeudi 19 novembre 2026" in page
    assert "+Martin &lt;b&gt;Léa&lt;/b&gt;" in page and "<b>Léa</b>" not in page
    assert page.count('<svg class="bars"') == 3 and page.count("<tr>") == 3 + 1 + (6 + 1) + (5 + 1) + (2 + 1)
    assert "terminé" in page and "argent 15,25" in page.replace("\u00a0", " ")
    assert not re.search(r"(src|href)=\"(?!data:|#)", page)


@pytest.mark.rule("TRACK-5")
def test_a_page_of_nobody_says_so(ledr: Rehearsal) -> None:
    page = exported(ledr, "html").decode()
    assert "Personne à suivre ici." in page and "<svg" not in page


@pytest.mark.rule("TRACK-5")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_file_that_would_not_be_written_is_refused(ledr: Rehearsal, tmp_path: Path, language: str) -> None:
    with pytest.raises(Invalid) as refused:
        ledr.school.followup.table(by="staff", scope="all", file=tmp_path / "suivi.pdf")

    said = told(refused.value, language, Place.COMMAND_LINE)
    assert refused.value.field == "file" and "csv, xlsx, json, pdf" in f"{said.message} {said.help}"
    assert not (tmp_path / "suivi.pdf").exists()


@pytest.mark.rule("TRACK-5")
def test_a_file_may_be_a_page_of_the_table(followed: Rehearsal) -> None:
    first = json.loads(exported(followed, "json", limit=1))["rows"]
    rest = json.loads(exported(followed, "json", after=first[0]["email"], columns=["email"]))["rows"]

    assert [row["email"] for row in (*first, *rest)] == [LEA, address("bob"), address("max")]


@pytest.mark.rule("TRACK-5")
def test_a_file_of_nobody_has_its_titles(ledr: Rehearsal) -> None:
    (titles,) = rows_of(exported(ledr, "csv"))
    assert titles[:2] == ["Nom", "Prénom"]
    assert json.loads(exported(ledr, "json"))["rows"] == []


@pytest.mark.rule("TRACK-5")
def test_what_is_read_at_once_is_put_together(followed: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is left out or told twice where one reading ends and the next begins."""
    whole = {kind: exported(followed, kind) for kind in ("csv", "json")}
    for at_once in (1, 2, 3):
        monkeypatch.setattr(reading, "AT_ONCE", at_once)
        assert {kind: exported(followed, kind) for kind in whole} == whole
