"""The schools that come with the library: there whenever a scenario begins, with what the guide says of them."""

import re
from pathlib import Path
from typing import Final

import pytest
import sqlalchemy as sa

from ledr_adapters import open_rehearsal
from ledr_adapters.sql import tables
from ledr_core.testing.scenarios import Outcome, examine, played
from ledr_core.testing.scenarios.schools import shipped

GUIDE: Final = Path(__file__).parents[3] / "docs" / "scenarios.md"
INSTANTS: Final = ("2026-11-19T09:00", "2027-03-29T00:00", "2028-02-29T23:59")


def play(folder: Path, given: str, at: str, *steps: str) -> Outcome:
    file = folder / "story.yaml"
    lines = ["scenario: A story", f"at: {at}", f"given: [{given}]", "steps:", *(f"  - {step}" for step in steps)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return played(examine(file), open_rehearsal)


@pytest.mark.parametrize("at", INSTANTS)
@pytest.mark.parametrize("school", ["ledr:small", "ledr:certifying"])
def test_a_school_is_there_whenever_a_scenario_begins(tmp_path: Path, school: str, at: str) -> None:
    outcome = play(tmp_path, school, at, "{do: companies.list, has: [{name: Manpower}]}")

    assert outcome.passed, outcome.message


@pytest.mark.parametrize("at", INSTANTS[:2])
def test_the_school_with_a_history_ends_at_the_scenario_s_instant(tmp_path: Path, at: str) -> None:
    outcome = play(
        tmp_path,
        "ledr:full",
        at,
        "{do: people.show, with: {person: lea@manpower.example}, returns: {session: Lyon, slot: 1}}",
        "{do: certifications.list, has: [{person: lea@manpower.example, level: gold, grade: 18}]}",
        "{do: jobs.daily}",
        "{do: jobs.log, has: [{job: daily, date: $today}, {job: monthly}]}",
        "{do: companies.create, with: {name: Adecco}, refused: CO-1}",
    )

    assert outcome.passed, outcome.message


NOT_FILLED: Final[dict[str, str]] = {}
"""The tables without rows in `ledr:full`, and why."""


def test_every_table_of_the_full_school_has_rows(tmp_path: Path) -> None:
    file, database = tmp_path / "story.yaml", f"sqlite:///{tmp_path}/full.db"
    file.write_text(
        "scenario: All\nat: 2026-11-19T09:00\ngiven: [ledr:full]\nsteps: [{do: companies.list}]\n", encoding="utf-8"
    )

    outcome = played(examine(file), lambda _, **said: open_rehearsal(database, **said))

    assert outcome.passed, outcome.message
    engine = sa.create_engine(database)
    with engine.connect() as connection:
        rows = {table.name: connection.execute(sa.select(table).limit(1)).first() for table in _TABLES}
    engine.dispose()
    assert {name for name, row in rows.items() if row is None} == set(NOT_FILLED)


_TABLES: Final = tables.metadata.sorted_tables


def test_the_guide_names_every_school_and_nobody_else() -> None:
    guide = GUIDE.read_text("utf-8")

    named = set(re.findall(r"`(ledr:[a-z-]+)`", guide)) | set(re.findall(r"given: \[(ledr:[a-z-]+)\]", guide))
    assert named == set(shipped())


PROMISED: Final = {
    "ledr:small": [
        "{do: sessions.show, with: {session: Lyon}, returns: {kind: slot, course: recruter, package: 1, free: 1,"
        " waiting: [max@manpower.example], policy: {kind: paced, every: 2, weekends: false},"
        " members: [{email: lea@manpower.example}, {email: max@manpower.example}, {email: ines@manpower.example}]}}",
        "{do: sessions.show, with: {session: Paris}, returns: {kind: licence, package: 2,"
        " members: [{email: hugo@manpower.example}, {email: jade@manpower.example}]}}",
        "{do: people.show, with: {person: lea@manpower.example}, returns: {managers: [nora@manpower.example]}}",
        "{do: people.show, with: {person: pilote@manpower.example}, returns: {role: pilot, company: Manpower}}",
        "{do: people.show, with: {person: pierre@adecco.example}, returns: {role: pilot, company: Adecco}}",
        "{do: learning.outline, with: {person: hugo@manpower.example}, has: {themes: [{title: Culture générale du"
        " recrutement}]}}",
        "{do: catalogue.course, with: {course: chasser}}",
        "{do: catalogue.course, with: {course: accueillir}}",
    ],
    "ledr:certifying": [
        "{do: cases.explain, with: {person: lea@manpower.example}, returns: {open: true, missing: []}}",
        "{do: cases.show, with: {person: max@manpower.example}, returns: {case: cas-1, state: handed_in}}",
        "{do: certifications.list, returns: [{person: ines@manpower.example, level: silver, grade: 15}]}",
        "{do: learning.progress, with: {person: noe@manpower.example}, returns: {percent: 0, lessons_seen: 0}}",
        "{do: people.show, with: {person: nora@manpower.example}, has: {managed: [lea@manpower.example,"
        " max@manpower.example, ines@manpower.example, noe@manpower.example]}}",
    ],
}


@pytest.mark.parametrize("school", PROMISED)
def test_a_school_holds_what_the_guide_says(tmp_path: Path, school: str) -> None:
    outcome = play(tmp_path, school, "2026-11-19T09:00", *PROMISED[school])

    assert outcome.passed, outcome.message
