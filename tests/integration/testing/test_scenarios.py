"""Scenario files against the real operations: how they run, fail, name what is wrong with them, and leave no trace."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlalchemy import create_engine, inspect, make_url, text

from ledr_adapters import open_school
from ledr_core.domain.kernel.errors import Invalid, Unavailable
from ledr_core.testing import FixedClock
from ledr_core.testing.scenarios import Outcome, fresh_school, junit, read_scenario, run_files
from tests import programs
from tests.postgresql import PostgresServer
from tests.programs import ran

SMALL_SCHOOL = """\
steps:
  - do: catalogue.load
    with:
      data:
        lessons: [{reference: l1, title: Bonjour, video: "https://vimeo.com/1", seconds: 300}]
        modules: [{reference: m1, title: Bases, lessons: [l1]}]
        themes: [{reference: t1, title: Culture générale, colour: "#0b7285", modules: [m1]}]
        courses: [{reference: c1, title: Recruter, themes: [t1]}]
  - do: companies.create
    with: {name: Manpower}
  - do: people.create
    with: {email: pilote@manpower.example, first_name: Paule, last_name: Pilote, role: pilot, company: Manpower}
  - do: sessions.create
    with:
      reference: Lyon
      company: Manpower
      course: c1
      kind: slot
      start: 2026-11-01
      package: 1
      members:
        - {email: lea@manpower.example, first_name: Léa, last_name: Un}
        - {email: max@manpower.example, first_name: Max, last_name: Deux}
    returns: {reference: Lyon, free: 1}
"""

LAST_SLOT = """\
scenario: The last slot goes to one person only
rules: [SLOT-2, SLOT-9]
at: 2026-11-19T09:00
given: [school/small.yaml]
steps:
  - do: slots.assign
    by: pilote@manpower.example
    with: {session: Lyon, person: lea@manpower.example}
    returns: {slot: 1, since: "2026-11-19T08:00:00Z"}
    keep: {lea: person, number: slot}
  - do: slots.assign
    with: {session: Lyon, person: max@manpower.example}
    refused: SLOT-2
  - do: rotations.enqueue
    with: {session: Lyon, person: max@manpower.example}
    returns: {waiting: [max@manpower.example]}
  - at: 2026-11-23T05:00
  - do: jobs.daily
  - do: messages.list
    with: {person: $lea}
    has: [{kind: slot_given, person: $lea}, {kind: welcome}]
    lacks: [{kind: slot_taken}]
  - do: sessions.show
    with: {session: Lyon}
    returns: {package: 1, holders: [{slot: $number, person: $lea}]}
    has: {holders: [{person: lea@manpower.example}], members: [{email: max@manpower.example}]}
    lacks: {waiting: [lea@manpower.example], holders: [{person: max@manpower.example}]}
  - do: sessions.show
    with: {session: Paris}
    not_found: session
  - do: companies.create
    with: {name: "a\\nb"}
    invalid: name
"""


Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file below the test's folder, where `school/small.yaml` is."""

    def write(name: str, content: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return path

    write("school/small.yaml", SMALL_SCHOOL)
    return write


@pytest.fixture
def outcome_of(write: Write) -> Callable[[str], Outcome]:
    """Runs the text of a scenario file."""
    return lambda content: next(run_files([write("story.yaml", content)], open_school))


def story(*steps: str, given: str = "[school/small.yaml]") -> str:
    """A scenario file whose steps start at line 5, each on a line."""
    lines = [
        "scenario: A story",
        "at: 2026-11-19T09:00",
        f"given: {given}",
        "steps:",
        *(f"  - {step}" for step in steps),
    ]
    return "\n".join(lines) + "\n"


def test_a_story_that_is_so_passes(outcome_of: Callable[[str], Outcome]) -> None:
    outcome = outcome_of(LAST_SLOT)

    assert outcome.passed, outcome.message
    assert (outcome.scenario, outcome.rules) == ("The last slot goes to one person only", ("SLOT-2", "SLOT-9"))
    assert outcome.message.startswith("passed  The last slot goes to one person only (")
    assert outcome.seconds > 0


DISAGREEMENTS = [
    (
        "{do: sessions.show, with: {session: Lyon}, returns: {package: 2}}",
        "package: 2",
        "package: 1",
    ),
    (
        "{do: sessions.show, with: {session: Lyon}, returns: {package: 2, kind: licence}}",
        "package: 2\nkind: licence",
        "package: 1\nkind: slot",
    ),
    (
        "{do: sessions.show, with: {session: Lyon}, has: {members: [{email: eva@manpower.example}]}}",
        "members: an item {email: eva@manpower.example}",
        "members: 2 items: [{email: lea@manpower.example}, {email: max@manpower.example}]",
    ),
    (
        "{do: sessions.show, with: {session: Lyon}, lacks: {members: [{email: max@manpower.example}]}}",
        "members: not {email: max@manpower.example}",
        "members: 2 items: [{email: lea@manpower.example}, {email: max@manpower.example}]",
    ),
    (
        "{do: slots.assign, with: {session: Lyon, person: lea@manpower.example}, refused: SLOT-2}",
        "refused: SLOT-2",
        "no error, but {session: Lyon, slot: 1, person: lea@manpower.example,",
    ),
    (
        "{do: slots.release, with: {session: Lyon, person: lea@manpower.example}, refused: SLOT-9}",
        "refused: SLOT-9",
        "refused: SLOT-",
    ),
    (
        "{do: slots.release, with: {session: Lyon, person: lea@manpower.example}}",
        "no error",
        "refused: SLOT-",
    ),
    (
        "{do: sessions.show, with: {session: Paris}, returns: {package: 1}}",
        "returns: {package: 1}",
        "not_found: session (no session is called “Paris”.)",
    ),
    (
        "{do: sessions.show, with: {session: Paris}, refused: ROLE-6}",
        "refused: ROLE-6",
        "not_found: session (no session is called “Paris”.)",
    ),
    (
        "{do: sessions.show, with: {session: Paris}, not_found: person}",
        "not_found: person",
        "not_found: session (no session is called “Paris”.)",
    ),
    (
        "{do: sessions.show, with: {session: 3}, invalid: person}",
        "invalid: person",
        "invalid: session (session: 3 is not text.)",
    ),
    (
        "{do: sessions.show, with: {session: Lyon}, keep: {a: 'members[7].email'}}",
        "a key members[7].email to keep",
        "none such: [{email: lea@manpower.example,",
    ),
]


@pytest.mark.parametrize(("step", "expected", "got"), DISAGREEMENTS)
def test_the_first_step_that_disagrees_is_told(
    outcome_of: Callable[[str], Outcome], step: str, expected: str, got: str
) -> None:
    outcome = outcome_of(story("{do: companies.list}", step, "{do: companies.create, with: {name: Never}}"))

    assert not outcome.passed
    assert (outcome.line, outcome.expected) == (6, expected)
    assert outcome.got is not None
    assert outcome.got.startswith(got)


def test_the_message_says_where_what_and_what_came(outcome_of: Callable[[str], Outcome], tmp_path: Path) -> None:
    outcome = outcome_of(story("{do: sessions.show, with: {session: Lyon}, returns: {package: 2, kind: licence}}"))

    file = tmp_path / "story.yaml"
    assert outcome.message.splitlines() == [
        f"FAILED  A story ({file})",
        f"  {file}:5: sessions.show by staff with {{session: Lyon}}",
        "    expected: package: 2",
        "              kind: licence",
        "    got:      package: 1",
        "              kind: slot",
    ]


def test_a_step_of_a_given_file_is_told_with_that_file(outcome_of: Callable[[str], Outcome], write: Write) -> None:
    other = write("school/other.yaml", "steps:\n\n  - {do: companies.create, with: {name: Manpower}}\n")

    outcome = outcome_of(story("{do: companies.list}", given="[school/small.yaml, school/other.yaml]"))

    assert (outcome.passed, outcome.step_file, outcome.line) == (False, str(other), 3)
    assert f"{other}:3: companies.create" in outcome.message


def test_a_fault_of_the_library_fails_the_story_only(write: Write) -> None:
    class Broken:
        def perform(self, name: str, by: str, given: Mapping[str, object], *, vouched: bool, beside: str) -> object:
            raise ZeroDivisionError("by nought")

    def open_broken(url: str, *, clock: object, mail: object) -> Broken:
        return Broken()

    (outcome,) = run_files([write("story.yaml", story("{do: companies.list, refused: CO-1}"))], open_broken)

    assert outcome.expected == "no error"  # of the given file's first step
    assert "a fault of the library: ZeroDivisionError: by nought" in outcome.message


def test_what_is_kept_may_be_deep_in_a_result(outcome_of: Callable[[str], Outcome]) -> None:
    outcome = outcome_of(
        story(
            "{do: sessions.show, with: {session: Lyon}, keep: {second: 'members[1].email', kind: policy.kind}}",
            "{do: companies.list, keep: {company: '[0].name'}, has: [{name: Manpower}]}",
            "{do: people.show, with: {person: $second}, returns: {email: max@manpower.example, company: $company}}",
            "{do: companies.create, with: {name: Chez $company}, returns: {name: Chez Manpower}}",
            "{do: sessions.show, by: $second, with: {session: Lyon}, refused: ROLE-11}",
        )
    )

    assert outcome.passed, outcome.message


def test_the_clock_stands_still_until_moved(write: Write) -> None:
    clocks: list[FixedClock] = []
    seen: list[str] = []

    class Watching:
        def perform(self, name: str, by: str, given: Mapping[str, object], *, vouched: bool, beside: str) -> object:
            seen.append(f"{name} {clocks[-1].now().isoformat()}")
            return {}

    def open_watching(url: str, *, clock: Any, mail: Any) -> Watching:
        clocks.append(clock)
        return Watching()

    write("school/clients.yaml", "steps:\n  - do: companies.list\n")
    steps = ["{do: people.list}", "{at: 2026-11-19T09:00}", "{at: 2026-11-20T00:00Z}", "{do: jobs.log}"]
    steps += ["{at: 2026-12-01, do: sessions.list}"]
    (outcome,) = run_files([write("story.yaml", story(*steps, given="[school/clients.yaml]"))], open_watching)

    assert outcome.passed, outcome.message
    assert seen == [
        "companies.list 2026-11-19T08:00:00+00:00",
        "people.list 2026-11-19T08:00:00+00:00",
        "jobs.log 2026-11-20T00:00:00+00:00",
        "sessions.list 2026-11-30T23:00:00+00:00",
    ]


def test_every_file_has_a_school_of_its_own(write: Write) -> None:
    one = write("a.yaml", story("{do: companies.create, with: {name: Adecco}}"))
    two = write("b.yaml", story("{do: companies.create, with: {name: Adecco}}"))

    assert [outcome.passed for outcome in run_files([one, two], open_school)] == [True, True]


def test_files_are_relative_to_the_file_that_names_them(write: Write, outcome_of: Callable[[str], Outcome]) -> None:
    lesson = '{reference: l9, title: Neuf, video: "https://vimeo.com/9", seconds: 9}'
    write("school/own.yaml", f"lessons: [{lesson}]\n")
    write("beside.yaml", f"lessons: [{lesson.replace('l9', 'l8')}]\n")
    loads = "steps:\n" + "".join(
        f"  - {{do: catalogue.load, with: {{file: {name}}}}}\n" for name in ("own.yaml", "beside.yaml")
    )
    write("school/loads.yaml", loads)

    outcome = outcome_of(
        story("{do: catalogue.load, with: {file: school/../school/own.yaml}}", given="[school/loads.yaml]")
    )

    assert outcome.passed, outcome.message


HEAD = "scenario: A story\nat: 2026-11-19T09:00\n"
MISTAKES: list[tuple[str, int, str, str, str]] = [
    ("- a\n", 1, "file", "not a map", "scenario, rules, at, given, steps"),
    ("at: 2026-11-19\nsteps: []\n", 1, "scenario", "is missing", "scenario"),
    ("scenario: A\nsteps: []\n", 1, "at", "is missing", "scenario"),
    (HEAD, 1, "steps", "is missing", ""),
    (HEAD + "step: []\n", 3, "step", "not known here", "scenario, rules, at, given, steps"),
    (HEAD + "steps: {}\n", 3, "steps", "not a list", ""),
    (HEAD + "steps: []\n", 3, "steps", "is empty", ""),
    (HEAD + "steps:\n  - companies.list\n", 4, "steps[0]", "not a map", "do"),
    (HEAD + "rules: SLOT-2\nsteps:\n  - do: companies.list\n", 3, "rules", "not a list", ""),
    (HEAD + "rules: [SLOT-2, slot 2]\nsteps:\n  - do: companies.list\n", 3, "rules[1]", "'slot 2'", "SLOT-2"),
    ("scenario: A\nat: soon\nsteps:\n  - do: companies.list\n", 2, "at", "'soon' is not an instant", "2026"),
    ("scenario: A\nat: 2026-03-29T02:30\nsteps:\n  - do: companies.list\n", 2, "at", "does not exist", ""),
    ("scenario: 3\nat: 2026-11-19\nsteps:\n  - do: companies.list\n", 1, "scenario", "3 is not text", ""),
    (HEAD + "given: [none.yaml]\nsteps:\n  - do: companies.list\n", 3, "given[0]", "no file 'none.yaml'", ""),
    (story("{do: slots.asign}"), 5, "steps[0].do", "no operation 'slots.asign'", "slots.assign"),
    (story("{do: slot.assign}"), 5, "steps[0].do", "no operation 'slot.assign'", "slots.…"),
    (story("{do: [slots.assign]}"), 5, "steps[0].do", "not text", ""),
    (story("{do: slots.assign, whit: {}}"), 5, "steps[0].whit", "not known here", "at, do, by, with, returns"),
    (
        story("{do: slots.assign, with: {sesion: a}}"),
        5,
        "steps[0].with.sesion",
        "no parameter 'sesion'",
        "session, person",
    ),
    (story("{do: slots.assign, with: {by: staff}}"), 5, "steps[0].with.by", "no parameter 'by'", "session, person"),
    (story("{do: slots.assign, with: [a]}"), 5, "steps[0].with", "not a map", "session, person"),
    (story("{do: companies.list, by: 3}"), 5, "steps[0].by", "3 is not text", ""),
    (story("{do: companies.list, returns: {}, refused: CO-1}"), 5, "steps[0].refused", "comes with returns", ""),
    (story("{do: companies.list, invalid: a, not_found: b}"), 5, "steps[0].not_found", "comes with invalid", ""),
    (story("{do: companies.list, refused: CO-1, has: []}"), 5, "steps[0].has", "comes with refused", ""),
    (story("{do: companies.list, not_found: company, keep: {a: b}}"), 5, "steps[0].keep", "comes with not_found", ""),
    (story("{do: companies.list, refused: full}"), 5, "steps[0].refused", "'full'", "SLOT-2"),
    (story("{do: companies.list, refused: true}"), 5, "steps[0].refused", "not text", ""),
    (story("{do: companies.list, keep: [a]}"), 5, "steps[0].keep", "not a map", ""),
    (story("{do: companies.list, keep: {$a: b}}"), 5, "steps[0].keep.$a", "is no name", ""),
    (story("{do: companies.list, keep: {a: [b]}}"), 5, "steps[0].keep.a", "no key of a result", ""),
    (story("{by: staff}"), 5, "steps[0]", "does nothing", "do"),
    (story("{at: 2026-11-20, by: staff}"), 5, "steps[0]", "no operation", ""),
    (story("{at: 2026-11-19T08:59}"), 5, "steps[0].at", "moves the clock back", "2026-11-19T09:00 or later"),
    (story("{at: 2026-11-21}", "{at: 2026-11-20}"), 6, "steps[1].at", "moves the clock back", ""),
    (story("{do: companies.create, with: {name: $a}}"), 5, "steps[0].with.name", "no earlier step keeps $a", ""),
    (story("{do: companies.list, has: [{name: $a}], keep: {a: x}}"), 5, "steps[0].has[0].name", "keeps $a", ""),
    (story("{do: companies.list, do: people.list}"), 5, "steps[0].do", "is there twice", ""),
    (story("{do: companies.list}") + "---\na: 1\n", 6, "file", "second document", ""),
    (story("{do: companies.list"), 6, "file", "is not YAML", ""),
]


@pytest.mark.parametrize(("content", "line", "field", "reason", "allowed"), MISTAKES)
def test_a_mistake_in_a_file_is_found_by_reading_it(
    write: Write, content: str, line: int, field: str, reason: str, allowed: str
) -> None:
    bad = write("bad.yaml", content)

    with pytest.raises(Invalid) as caught:
        read_scenario(bad)

    error = caught.value
    assert (error.file, error.line, error.field) == (str(bad), line, field)
    assert reason in error.reason
    assert allowed in str(error)


@pytest.mark.parametrize(
    ("content", "line", "field"),
    [
        ("steps:\n  - {do: a.b}\n", 2, "steps[0].do"),
        ("at: 2026-11-19\nsteps:\n  - {do: companies.list}\n", 1, "at"),
        ("scenario: a\nat: 2026-11-19\nsteps:\n  - {do: companies.list}\n", 1, "scenario"),
        ("steps:\n  - {do: companies.list}\n  - {do: companies.list, wth: 1}\n", 3, "steps[1].wth"),
        ("[]", 1, "file"),
        ("a: b: c", 1, "file"),
    ],
)
def test_a_mistake_in_a_given_file_names_that_file(write: Write, content: str, line: int, field: str) -> None:
    given = write("school/given.yaml", content)

    with pytest.raises(Invalid) as caught:
        read_scenario(write("story.yaml", story("{do: companies.list}", given="[school/given.yaml]")))

    assert (caught.value.file, caught.value.line, caught.value.field) == (str(given), line, field)


def test_a_given_file_may_keep_names_and_move_the_clock(write: Write) -> None:
    write("school/given.yaml", 'steps:\n  - {at: 2026-12-01, do: companies.list, keep: {all: "[0].name"}}\n')
    kept = write("kept.yaml", story("{do: companies.create, with: {name: $all}}", given="[school/given.yaml]"))
    back = write("back.yaml", story("{at: 2026-11-30}", given="[school/given.yaml]"))

    assert [step.do for step in read_scenario(kept).steps] == ["companies.list", "companies.create"]
    with pytest.raises(Invalid, match="moves the clock back"):
        read_scenario(back)


def test_beside_a_sqlite_file_nothing_is_left_and_nothing_changed(write: Write, tmp_path: Path) -> None:
    folder = tmp_path / "école"
    folder.mkdir()
    named = folder / "ledr.db"
    named.write_bytes(b"not even a database")
    files = [write("a.yaml", LAST_SLOT), write("b.yaml", story("{do: companies.list, refused: CO-1}"))]

    first, second = run_files(files, open_school, f"sqlite:///{named}")

    assert (first.passed, second.passed) == (True, False)
    assert [path.name for path in folder.iterdir()] == ["ledr.db"]
    assert named.read_bytes() == b"not even a database"


def test_a_named_sqlite_file_need_not_exist_and_is_not_made(tmp_path: Path) -> None:
    with fresh_school(open_school, f"sqlite:///{tmp_path}/none.db", FixedClock("2026-11-19")) as school:
        school.perform("companies.create", "staff", {"name": "Adecco"})
        assert len(list(tmp_path.glob("*/*.db"))) == 1
        assert not (tmp_path / "none.db").exists()

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(Unavailable, match=r"nothing can be created beside .*/none/ecole\.db"),
        fresh_school(open_school, f"sqlite:///{tmp_path}/none/ecole.db", FixedClock("2026-11-19")),
    ):
        pass


@pytest.mark.parametrize("url", ["ecole.db", "mysql://localhost/ecole", "nonsense+driver://x"])
def test_a_url_that_no_school_has_is_unavailable(url: str) -> None:
    with pytest.raises(Unavailable, match="database: "), fresh_school(open_school, url, FixedClock("2026-11-19")):
        pass


@pytest.mark.parametrize("url", [None, "memory:", "sqlite://", "sqlite:///:memory:"])
def test_memory_stays_memory(url: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    with fresh_school(open_school, url, FixedClock("2026-11-19")) as school:
        school.perform("companies.create", "staff", {"name": "Adecco"})
        assert list(tmp_path.iterdir()) == []


def databases(url: str) -> set[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = set(connection.execute(text("select datname from pg_database")).scalars())
    engine.dispose()
    return found


def test_beside_a_postgresql_database_nothing_is_left_and_nothing_changed(write: Write, postgresql_url: str) -> None:
    files = [write("a.yaml", LAST_SLOT), write("b.yaml", story("{do: companies.list, refused: CO-1}"))]
    before = databases(postgresql_url)

    first, second = run_files(files, open_school, postgresql_url)

    assert first.passed, first.message
    assert not second.passed
    assert databases(postgresql_url) == before
    engine = create_engine(postgresql_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_a_named_postgresql_database_need_not_exist(postgresql_url: str) -> None:
    named = make_url(postgresql_url).set(database='Écolé "1" 100%').render_as_string(hide_password=False)
    before = databases(postgresql_url)

    with fresh_school(open_school, named, FixedClock("2026-11-19")) as school:
        school.perform("companies.create", "staff", {"name": "Adecco"})
        (made,) = databases(postgresql_url) - before
        assert made.startswith('Écolé "1" 100%_scenario_')

    assert databases(postgresql_url) == before


def test_without_the_right_to_create_databases_it_is_named(
    postgresql_server: PostgresServer, postgresql_url: str
) -> None:
    postgresql_server.execute(
        "do $$ begin create role visitor login; exception when duplicate_object then null; end $$"
    )
    named = make_url(postgresql_url).set(username="visitor", password="secret").render_as_string(hide_password=False)

    with pytest.raises(Unavailable) as caught, fresh_school(open_school, named, FixedClock("2026-11-19")):
        pass

    assert caught.value.part == "database"
    assert str(make_url(postgresql_url).database) in caught.value.reason
    assert "permission denied to create database" in caught.value.reason
    assert "secret" not in str(caught.value)


def test_a_server_that_does_not_answer_is_unavailable(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://ledr@/ecole?host={tmp_path}"

    with (
        pytest.raises(Unavailable, match="cannot be created"),
        fresh_school(open_school, url, FixedClock("2026-11-19")),
    ):
        pass


def test_the_report_is_junit_xml() -> None:
    passed = Outcome("a.yaml", "One & only", True, seconds=0.25, rules=("SLOT-2",))
    failed = Outcome(
        "b.yaml", "Two\x00", False, 7, "slots.assign by staff", "slot: 1", "slot: \x1b<2>", 0.5, (), "b.yaml"
    )

    suite = ElementTree.fromstring(junit([passed, failed]).encode())[0]

    assert [suite.get(name) for name in ("tests", "failures", "time")] == ["2", "1", "0.750"]
    assert [case.get("name") for case in suite] == ["One & only", "Two"]
    assert [case.get("classname") for case in suite] == ["a.yaml", "b.yaml"]
    assert [one.attrib for one in suite[0].iter("property")] == [{"name": "rule", "value": "SLOT-2"}]
    (failure,) = suite[1]
    assert failure.get("message") == "expected slot: 1, got slot: <2>"
    assert failure.text is not None
    assert "b.yaml:7: slots.assign by staff" in failure.text


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        ("2026-11-19T06:00", "2026-11-19T05:00:00+00:00"),
        ("2026-07-14T06:00", "2026-07-14T04:00:00+00:00"),
        ("2026-10-25T02:30", "2026-10-25T00:30:00+00:00"),
        ("2026-11-19T06:00Z", "2026-11-19T06:00:00+00:00"),
        ("2026-11-19", "2026-11-18T23:00:00+00:00"),
    ],
)
def test_a_fixed_clock_shows_what_it_was_set_to(instant: str, shown: str) -> None:
    clock = FixedClock("2020-01-01")
    clock.set(instant)

    assert clock.now().isoformat() == shown


def test_a_fixed_clock_refuses_an_hour_that_does_not_exist() -> None:
    with pytest.raises(Invalid):
        FixedClock("2026-03-29T02:30")


def run_python(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command, variables = [sys.executable, *arguments], os.environ | environment
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)


def test_the_plugin_and_the_clock_load_little(tmp_path: Path) -> None:
    program = """if True:
        import sys
        import ledr_core.testing.pytest_plugin
        heavy = {"attr", "yaml", "sqlalchemy", "ledr_adapters", "ledr_core.application"}
        assert not heavy & set(sys.modules), heavy & set(sys.modules)
        del sys.modules["pytest"]
        from ledr_core.testing import FixedClock
        heavy = {"pytest", "yaml", "sqlalchemy", "ledr_adapters", "ledr_core.application"}
        assert not heavy & set(sys.modules), heavy & set(sys.modules)
        """
    done = run_python("-c", program, folder=tmp_path)

    assert done.returncode == 0, done.stderr


def run_pytest(folder: Path, *options: str, **environment: str) -> str:
    command = ("-m", "pytest", "-p", "no:cacheprovider", "--strict-markers", *options)
    done = run_python(*command, folder=folder, **environment)
    return done.stdout + done.stderr


def run_with_our_plugin_alone(folder: Path, *options: str) -> str:
    """Without those of the tools that are installed beside it, in a process that has the imports done."""
    command = ("-p", "no:cacheprovider", "--strict-markers", *options)
    done = ran(programs.our_pytest, *command, folder=folder, environment=os.environ)
    return done.stdout + done.stderr


def test_pytest_runs_scenario_files(write: Write, tmp_path: Path) -> None:
    write("pytest.ini", "[pytest]\n")
    write("tests/scenarios/slots/last.yaml", LAST_SLOT.replace("[school", "[../school"))
    write("tests/scenarios/school/small.yaml", SMALL_SCHOOL)
    write("tests/scenarios/other.yaml", "a: !custom b\n---\nc: d\n")
    write("tests/elsewhere/not.yaml", "scenario: Not in a folder of scenarios\n")
    write("tests/scenarios/wrong.yaml", "scenario: Wrong\nat: 2026-11-19\nsteps:\n  - {do: companies.lits}\n")
    write("tests/scenarios/odd.yaml", "scenario: b: c\n")
    step = "{do: sessions.show, with: {session: Lyon}, returns: {package: 2}}"
    write("tests/scenarios/fails.yaml", story(step, given="[school/small.yaml]").replace("A story", "Fails"))

    output = run_pytest(tmp_path, "-v")

    assert "tests/scenarios/slots/last.yaml::The last slot goes to one person only PASSED" in output
    assert "tests/scenarios/fails.yaml::Fails FAILED" in output
    assert "fails.yaml:5: sessions.show by staff with {session: Lyon}\n    expected: package: 2\n" in output
    assert "wrong.yaml, line 4: steps[0].do: no operation “companies.lits”." in output
    assert "→ perhaps companies.list?" in output
    assert "odd.yaml, line 1: is not YAML" in output
    assert "3 failed, 1 passed" in output
    assert "Traceback" not in output


def test_pytest_knows_the_rules_of_a_scenario(write: Write, tmp_path: Path) -> None:
    write("scenarios/last.yaml", LAST_SLOT.replace("[school", "[../school"))
    write("scenarios/plain.yaml", story("{do: companies.list}", given="[]"))
    write(
        "conftest.py",
        "def pytest_itemcollected(item):\n    print(item.name, *(mark.args for mark in item.iter_markers('rule')))\n",
    )

    output = run_with_our_plugin_alone(tmp_path, "-s", "-m", "rule")

    assert "The last slot goes to one person only ('SLOT-2', 'SLOT-9')" in output
    assert "1 passed, 1 deselected" in output


def test_pytest_chooses_the_scenarios_of_a_rule(write: Write, tmp_path: Path) -> None:
    write("scenarios/two.yaml", story("{do: companies.list}", given="[]") + "rules: [SLOT-2]\n")
    write("scenarios/twenty.yml", story("{do: companies.list}", given="[]") + "rules: [SES-2, SES-16]\n")
    write("test_rule.py", "import pytest\n@pytest.mark.rule('SLOT-2')\ndef test_it() -> None: ...\n")

    assert "2 passed, 1 deselected" in run_with_our_plugin_alone(tmp_path, "--ledr-rule", "slot-2")
    assert "1 passed, 2 deselected" in run_with_our_plugin_alone(tmp_path, "-k", "SES-2")
    assert "--ledr-rule: no rule SLOT-99 (there are SLOT-1, SLOT-2," in run_with_our_plugin_alone(
        tmp_path, "--ledr-rule", "SLOT-99"
    )


def test_pytest_runs_scenarios_beside_a_database(write: Write, tmp_path: Path) -> None:
    write("scenarios/last.yaml", LAST_SLOT.replace("[school", "[../school"))

    beside, nowhere = (f"sqlite:///{tmp_path}/{file}" for file in ("ecole.db", "none/ecole.db"))
    assert "1 passed" in run_with_our_plugin_alone(tmp_path, "--ledr-db", beside)
    assert "nothing can be created beside" in run_with_our_plugin_alone(tmp_path, "--ledr-db", nowhere)
    assert not list(tmp_path.glob("*.db"))


def test_what_a_name_was_meant_for_is_said_with_a_word_on_its_quotation_marks(
    outcome_of: Callable[[str], Outcome],
) -> None:
    marked = outcome_of(story("{do: sessions.show, with: {session: « Lyon »}}"))
    near = outcome_of(story("{do: catalogue.course, with: {course: c11}}", "{do: companies.list}"))
    to_a_pilot = outcome_of(story("{do: sessions.show, by: pilote@manpower.example, with: {session: Lion}}"))
    sure = outcome_of(story("{do: companies.create, with: {name: Adecco}, refused: CO-1}"))

    assert marked.got is not None and near.got is not None and to_a_pilot.got is not None and sure.got is not None
    assert marked.got.splitlines()[-2:] == [
        "→ the quotation marks are part of what is looked for: write Lyon without them",
        "→ perhaps Lyon?",
    ]
    assert near.got.splitlines()[-1].startswith("→ perhaps c1?")
    assert to_a_pilot.got.startswith("refused: ROLE-6 (")
    assert to_a_pilot.got.endswith("\n→ perhaps Lyon?")
    assert "perhaps" not in sure.got


def test_files_within_data_are_relative_to_the_file_that_names_them(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    (tmp_path / "school" / "sheets").mkdir(parents=True, exist_ok=True)
    (tmp_path / "school" / "sheets" / "m1.pdf").write_bytes(b"%PDF-1.4")
    step = "{do: catalogue.load, with: {data: {modules: [{reference: m1, sheet: sheets/m1.pdf}]}}}"
    write("school/sheet.yaml", f"steps: [{step}]\n")
    write("school/stamp.yaml", "steps: [{do: catalogue.set_sheet, with: {module: m1, file: sheets/m1.pdf}}]\n")
    given = "[school/small.yaml, school/sheet.yaml, school/stamp.yaml]"

    (outcome,) = run_files([write("story.yaml", story("{do: companies.list}", given=given))], open_school)

    assert outcome.passed, outcome.message


def test_a_given_school_with_a_history_begins_before_and_ends_at_the_scenario(write: Write) -> None:
    steps = "{at: $today-2T08:00, do: companies.create, with: {name: $today}}"
    write("school/history.yaml", f"steps: [{steps}]\n")
    first = write("first.yaml", story("{at: 2026-11-19T09:00}", given="[school/history.yaml, school/small.yaml]"))
    late = write("late.yaml", story("{do: companies.list}", given="[school/small.yaml, school/history.yaml]"))

    scenario = read_scenario(first)

    assert scenario.begins.isoformat() == "2026-11-17T07:00:00+00:00"
    assert scenario.steps[0].given == {"name": "2026-11-19"}
    assert [step.at for step in scenario.steps if step.at] == [scenario.begins, scenario.at, scenario.at]
    with pytest.raises(Invalid, match="moves the clock back"):
        read_scenario(late)


def test_what_a_step_expected_and_what_came_is_said_in_french(write: Write) -> None:
    steps = "{do: sessions.show, with: {session: Lyon}, has: {members: [{email: eva@manpower.example}]}}"
    file = write("story.yaml", story(steps))

    (outcome,) = run_files([file], open_school, language="fr")

    assert outcome.message.replace("\u00a0", " ").splitlines() == [
        f"ÉCHEC     A story ({file})",
        f"  {file}:5: sessions.show par staff avec {{session: Lyon}}",
        "    attendu : members: un élément {email: eva@manpower.example}",
        "    reçu :    members: 2 éléments : [{email: lea@manpower.example}, {email: max@manpower.example}]",
    ]
