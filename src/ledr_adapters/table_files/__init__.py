"""Tables as files: CSV and XLSX for spreadsheets, PDF for paper."""

from __future__ import annotations

from attrs import frozen

from ledr_core.ports.table_files import TableFile


@frozen
class SpreadsheetFiles:
    """The `TableFiles` that are shipped with the library. What they need is imported when the first file is made."""

    def csv(self, table: TableFile, *, delimiter: str, bom: bool) -> bytes:
        """In UTF-8, with titles."""
        from ledr_adapters.table_files.csv_file import written

        return written(table, delimiter, bom=bom)

    def pdf(self, table: TableFile) -> bytes:
        """A document on A4, landscape."""
        from ledr_adapters.table_files.paper import written

        return written(table)

    def xlsx(self, table: TableFile) -> bytes:
        """A workbook of two sheets, the table and the notes."""
        from ledr_adapters.table_files.workbook import written

        return written(table)
