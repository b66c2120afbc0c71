"""What a reading operation asks of the database grows with what it gives back, not with the school."""

from collections.abc import Iterator

import pytest

from benchmarks.growth import Call, Statements, calls
from benchmarks.growth_data import build
from ledr_core import School

GROWING = {
    "people", "search_words", "manager_links", "companies", "sessions", "memberships", "holdings", "waiting",
    "messages", "message_events", "notifications", "connections", "passwords", "reset_links", "tries", "records",
    "viewings", "badges", "finishes", "passes", "workshop_work", "workshop_answers", "notes", "practices", "quizzes",
    "practice_answers", "placements", "attempts", "attempt_papers", "attempt_answers", "copies", "copy_answers",
    "certifications", "documents", "document_files", "runs", "endings", "former_managers", "transferred_contacts",
    "teams", "team_members", "team_supervisors", "invitations", "goals",
    "key_figures",
}  # fmt: skip
"""The tables whose rows people and their days make."""


CATALOGUE = {
    "lessons", "modules", "module_lessons", "themes", "theme_modules", "workshops", "workshop_modules", "courses",
    "course_themes", "course_workshops", "questions", "cases",
}  # fmt: skip
"""The tables of the catalogue."""
OF_ONE_PART = [
    call for call in calls() if call.operation.name in ("catalogue.usage", "catalogue.course", "catalogue.themes")
]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    made = build(f"sqlite:///{tmp_path_factory.mktemp('growth') / 'ecole.db'}", 200)
    yield made
    made.close()


@pytest.mark.parametrize("call", [call for call in calls() if not call.operation.counts], ids=lambda call: call.name)
def test_no_operation_that_reads_goes_through_a_table_that_grows(school: School, call: Call) -> None:
    """SQLite says how it means to find what is asked for: by an index, or, of a page, in the order of one."""
    statements = Statements.of(school, call.of(school))

    assert list(scans(statements, GROWING)) == []


@pytest.mark.parametrize("call", OF_ONE_PART, ids=lambda call: call.name)
def test_what_is_asked_of_a_part_of_the_catalogue_reads_no_other(school: School, call: Call) -> None:
    assert list(scans(Statements.of(school, call.of(school)), CATALOGUE)) == []


def scans(statements: Statements, tables: set[str]) -> Iterator[str]:
    """The tables, of these, that a statement goes through from end to end."""
    with statements.engine.connect() as connection:
        cursor = connection.connection.cursor()
        for statement, values in statements.said:
            for *_, step in cursor.execute(f"explain query plan {statement}", values):
                what, _, how = step.partition(" USING ")
                kind, _, table = what.partition(" ")
                by_page = "INDEX" in how and "LIMIT" in statement.upper()
                if kind == "SCAN" and table in tables and not by_page:
                    yield f"{step}: {statement}"
