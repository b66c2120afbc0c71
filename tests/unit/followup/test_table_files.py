"""The writer of tables that is shipped keeps its contract."""

import pytest

from ledr_adapters.table_files import SpreadsheetFiles
from ledr_core.testing.contracts.table_files import TableFilesContract


class TestSpreadsheetFiles(TableFilesContract):
    @pytest.fixture
    def table_files(self) -> SpreadsheetFiles:
        return SpreadsheetFiles()
