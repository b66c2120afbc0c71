"""What every writer of tables promises; a subclass brings the fixture `table_files`, of any adapter."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from ledr_core.ports.table_files import Cell, CellKind, TableColumn, TableFile, TableFiles

KINDS = (CellKind.TEXT, CellKind.DAY, CellKind.WHOLE, CellKind.GRADE, CellKind.PERCENT)
HARMFUL = ('=HYPERLINK("https://x")', "+1", "-1", "@x", "\t=1", "\r=1", "'=1", "=1+1;2")
"""What a spreadsheet takes for a formula, or would once an apostrophe is taken away."""
HARMLESS = (
    *("Élan", 'Dit "Léo"', "a;b,c", "deux\nlignes", "0612", "1/2", "\u202egnp.exe"),
    *("https://x.example", "<r>gras</r>", "<r>", ""),
)


def a_table(*rows: Sequence[Cell], titles: Sequence[str] = ("Nom", "Début", "Leçons", "Note", "Fait")) -> TableFile:
    """A table of a column of each kind."""
    columns = [TableColumn(title, kind, 12) for title, kind in zip(titles, KINDS, strict=True)]
    return TableFile(
        title="Suivi",
        columns=columns,
        rows=iter(rows),
        language="fr",
        school="L'École",
        made=datetime(2026, 11, 19, 8, tzinfo=UTC),
        notes_title="Notes",
        notes=("Au 19 nov.", "=1"),
    )


class TableFilesContract:
    """The contract of `ledr_core.ports.table_files`."""

    def test_csv_opens_right_in_a_french_excel(self, table_files: TableFiles) -> None:
        """Lines end in CR LF; the places of a grade stand after a comma; nothing stands where there is none."""
        table = a_table(("Élan", date(2026, 11, 3), -2, Decimal("15.5"), 99), ("", None, None, None, 0))

        written = table_files.csv(table, delimiter=";", bom=True)

        assert written.decode("utf-8") == (
            "\ufeffNom;Début;Leçons;Note;Fait\r\nÉlan;2026-11-03;-2;15,50;99\r\n;;;;0\r\n"
        )

    def test_csv_for_another_reader(self, table_files: TableFiles) -> None:
        """With a point, and no mark in front."""
        written = table_files.csv(a_table(("a,b", None, 1, Decimal("8"), 0)), delimiter=",", bom=False)

        assert written.decode("utf-8") == 'Nom,Début,Leçons,Note,Fait\r\n"a,b",,1,8.00,0\r\n'

    @pytest.mark.rule("TRACK-5")
    @pytest.mark.parametrize("text", [*HARMFUL, *HARMLESS])
    def test_no_text_of_a_csv_is_a_formula(self, table_files: TableFiles, text: str) -> None:
        """One that would be has an apostrophe in front, titles too; the others stay."""
        table = a_table((text, None, None, None, None), titles=(text or "Nom", "b", "c", "d", "e"))

        written = table_files.csv(table, delimiter=";", bom=False).decode("utf-8")

        titles, row = csv.reader(io.StringIO(written, newline=""), delimiter=";")
        expected = f"'{text}" if text in HARMFUL else text
        assert (row[0], titles[0]) == (expected, expected or "Nom")

    @pytest.mark.rule("TRACK-5")
    def test_a_workbook_holds_real_days_numbers_and_percentages_and_texts_that_stay_texts(
        self, table_files: TableFiles
    ) -> None:
        """Read by another library; the titles stay in sight, and a second sheet says how it is counted."""
        texts = [text for text in (*HARMFUL, *HARMLESS) if text and "\r" not in text]
        rows = [(text, date(2026, 3, 29), -2, Decimal("15.5"), 99) for text in texts]

        book = _opened(table_files.xlsx(a_table(*rows, (None, None, None, None, None))))

        sheet = book["Suivi"]
        assert sheet.freeze_panes == "A2"
        assert [cell.value for cell in sheet[1]] == ["Nom", "Début", "Leçons", "Note", "Fait"]
        for text, row in zip(texts, sheet.iter_rows(min_row=2), strict=False):
            name, start, lessons, grade, percent = row
            assert (name.value, name.data_type, name.quotePrefix) == (text, "s", True)
            assert (start.value, start.is_date) == (datetime(2026, 3, 29), True)
            assert (lessons.value, grade.value, grade.number_format) == (-2, 15.5, "0.00")
            assert (percent.value, percent.number_format) == (0.99, "0%")
        assert [cell.value for cell in book["Notes"]["A"]] == ["Au 19 nov.", "=1"]
        assert book["Notes"]["A2"].data_type == "s"

    @pytest.mark.rule("TRACK-5")
    def test_a_document_repeats_the_titles_and_says_what_has_no_room(self, table_files: TableFiles) -> None:
        """On A4, landscape; the same table gives the same bytes."""
        rows: list[tuple[Cell, ...]] = [
            (f"Élan {number}", date(2026, 11, 3), -2, Decimal("15.5"), 99) for number in range(60)
        ]
        wide = [TableColumn(f"Thématique {number}", CellKind.PERCENT, 14) for number in range(20)]

        def made() -> bytes:
            wider: list[tuple[Cell, ...]] = [(*row, *([7] * 20)) for row in rows]
            table = a_table(*wider)
            return table_files.pdf(evolve(table, columns=[*table.columns, *wide]))

        pages = _pages(made())
        assert made() == made()
        assert len(pages) > 1
        assert all("Nom" in page and "Thématique 0" in page for page in pages if "Élan" in page)
        whole = " ".join(pages)
        assert all(f"Élan {number} " in whole for number in range(60))
        assert "03/11/2026" in whole and "15,5" in whole and "Au 19 nov." in whole
        left_out = whole.partition("Colonnes qui ne tiennent pas")[2]
        assert "Thématique 19" in left_out and "Thématique 0," not in left_out

    def test_a_table_of_nobody_has_its_titles(self, table_files: TableFiles) -> None:
        """In each format."""
        assert table_files.csv(a_table(), delimiter=";", bom=False) == "Nom;Début;Leçons;Note;Fait\r\n".encode()
        assert _opened(table_files.xlsx(a_table()))["Suivi"].max_row == 1
        assert "Leçons" in _pages(table_files.pdf(a_table()))[0]


def _pages(document: bytes) -> list[str]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(document))
    assert all(page.mediabox.width > page.mediabox.height for page in reader.pages)
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def _opened(workbook: bytes) -> Any:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(workbook))
