"""Tables as spreadsheets write them are read the same whatever saved them; what is doubtful is refused in words."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from ledr_adapters.contacts.files import CsvContacts
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.tables import read_table
from ledr_core.ports.contacts import Base, Contact
from ledr_core.wording import LANGUAGES, told

ROWS = [{"email": "léa@x.fr", "Nom": "Roux, épouse Œil"}, {"email": "max@x.fr", "Nom": "Petit\nfils"}]
TEXT = 'email,Nom\r\nléa@x.fr,"Roux, épouse Œil"\r\nmax@x.fr,"Petit\nfils"\r\n'


def rows(content: bytes) -> list[dict[str, str]]:
    return [dict(row.cells) for row in read_table(content, "members", "membres.csv").rows]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("cp1252"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF16_LE + TEXT.replace(",", "\t").replace("Roux\t", "Roux,").encode("utf-16-le"),
        ("sep=;\r\n" + TEXT.replace("email,", "email;").replace(".fr,", ".fr;")).encode(),
        (codecs.BOM_UTF8 + b'"SEP=,"\n' + TEXT.encode()),
        TEXT.replace("\r\n", "\n").encode(),
        TEXT.replace("\r\n", "\r").encode(),
        ("\r\n,,\r\n" + TEXT.replace("Nom\r\n", "Nom,,\r\n").replace('"\r\n', '",,\r\n') + ",,,\r\n\r\n").encode(),
        (",email,,Nom\r\n" + ',léa@x.fr, ,"Roux, épouse Œil"\r\n,,,\r\n,max@x.fr,,"Petit\nfils"\r\n').encode(),
    ],
)
def test_a_table_is_the_same_whatever_program_saved_it(content: bytes) -> None:
    assert rows(content) == ROWS


def test_a_row_is_told_by_the_line_it_begins_on() -> None:
    table = read_table(b'sep=;\n\nemail;note\na@x.fr;"two\nlines"\n;\nb@x.fr;\n', "members")

    assert (table.line, [row.line for row in table.rows]) == (3, [4, 7])
    assert read_table(b"", "members").rows == ()


REFUSED = [
    (b"email,Nom,E-Mail\na@x.fr,Roux,b@x.fr\n", "column twice", 1, ("« email » (A)", "« E-Mail » (C)")),
    (b"email,\na@x.fr,\nb@x.fr,Roux\n", "cell without a name", 3, ("« Roux »", "colonne B")),
    (b"email\na@x.fr\nb@x.fr,Roux\n", "more cells than columns", 3, ("« Roux »", "colonne B")),
    (b'email,Nom\na@x.fr,"Roux\nb@x.fr,Petit\n', "quote out of place", 2, ("guillemet",)),
    (b"PK\x03\x04\x14\x00\x06\x00", "table not text", None, ("UTF-8", "cp1252")),
    (b"email\n\x81\xff\n", "table not text", None, ("UTF-8", "cp1252")),
    (codecs.BOM_UTF16_LE + b"a", "table not text", None, ("UTF-8",)),
]


@pytest.mark.parametrize(("content", "ground", "line", "named"), REFUSED)
def test_what_could_be_read_two_ways_is_refused_with_its_place(
    content: bytes, ground: str, line: int | None, named: tuple[str, ...]
) -> None:
    with pytest.raises(Invalid) as refusal:
        rows(content)

    error = refusal.value
    assert (error.ground, error.file, error.line) == (ground, "membres.csv", line)
    french, english = (told(error, language) for language in LANGUAGES)
    said = f"{french.message} {french.help}".replace("\u00a0", " ")
    assert all(name in said for name in named), said
    assert french.message != english.message
    assert french.help != english.help


def test_contacts_that_a_spreadsheet_saved_again_are_read(tmp_path: Path) -> None:
    contacts = CsvContacts(tmp_path)
    (tmp_path / "marketing.csv").write_bytes("sep=;\r\nemail;city;\r\nlea@x.fr;Besançon;\r\n;;\r\n".encode("cp1252"))

    (done,) = contacts.transfer(Base.MARKETING, [Contact(email="max@x.fr", fields={"city": "Nîmes"})])

    assert done.outcome == "accepted", done
    assert (tmp_path / "marketing.csv").read_text("utf-8") == "email,city\nlea@x.fr,Besançon\nmax@x.fr,Nîmes\n"


def test_contacts_with_two_columns_of_one_name_stay_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "care.csv"
    file.write_text("email,city,City\nlea@x.fr,a,b\n")

    (done,) = CsvContacts(tmp_path).transfer(Base.CARE, [Contact(email="max@x.fr", fields={})])

    assert done.outcome == "later"
    assert file.read_text() == "email,city,City\nlea@x.fr,a,b\n"
