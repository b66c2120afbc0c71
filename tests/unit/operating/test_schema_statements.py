"""What makes the tables of a new database is made of the tables themselves: it says what they are today."""

import pytest

from ledr_adapters.sql.schema import STATEMENTS
from tools.schema_statements import DIALECTS, script


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_statements_make_the_tables_of_today(dialect: str) -> None:
    assert (STATEMENTS / f"{dialect}.sql").read_text("utf-8") == script(dialect), "stale: run `make reference`"
