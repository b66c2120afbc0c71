"""The `ledr` command against a real database: what it takes, what it writes where, and how it ends."""

import io
import json
import os
import pty
import re
import select
import shlex
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from attrs import frozen

from ledr_cli import main, running
from ledr_cli.render import write
from ledr_core.domain.kernel.moments import SCHOOL_ZONE
from ledr_core.views.jobs import RunItem
from tests import programs
from tests.documents import a_picture
from tests.programs import begun, ended, ran

LEDR = str(Path(sys.executable).with_name("ledr"))
LYON = "Manpower - Lyon"
LEA, MAX, ANA = "lea@manpower.example", "max@manpower.example", "ana@manpower.example"
MORNING = datetime(2026, 11, 19, 9, tzinfo=SCHOOL_ZONE)
CATALOGUE = """
lessons: [{reference: l1, title: Bonjour, video: "https://vimeo.com/1", seconds: 300}]
modules: [{reference: m1, title: Bases, lessons: [l1]}]
themes: [{reference: t1, title: Culture générale, colour: "#0b7285", modules: [m1]}]
courses: [{reference: recruter, title: Recruter, themes: [t1]}]
"""
PEOPLE = f"""Email;First name;Last name
{LEA};Léa;Martin
{MAX};Max;Petit
{ANA};Ana;Costa
"""


@frozen
class Ran:
    """What a run of the command wrote, and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        assert self.err.count("\n") == 1
        error: dict[str, Any] = json.loads(self.err)["error"]
        return error


Ledr = Callable[..., Ran]


_NOT_KEPT = ("LEDR_", "LC_", "LANG", "COLUMNS", "LINES")
"""What would change what a command shows."""


def environment_of(**environment: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_KEPT)}
    return kept | {"LEDR_AT": "2026-11-19T09:00", "PYTHONUTF8": "1"} | environment


def run(folder: Path, *arguments: str, **environment: str) -> Ran:
    """Run the command here, without a terminal, which is much faster than a process of its own."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(folder)
        patch.setattr(os, "environ", environment_of(**environment))
        status = main.run(arguments)
    written = []
    for stream in (out, err):
        stream.seek(0)
        written.append(stream.read())
    return Ran(status, *written)


def run_process(folder: Path, *arguments: str, **environment: str) -> Ran:
    """Run the command in a process of its own."""
    variables = environment_of(**environment)
    done = subprocess.run([LEDR, *arguments], cwd=folder, env=variables, capture_output=True, encoding="utf-8")
    return Ran(done.returncode, done.stdout, done.stderr)


def run_warm(folder: Path, *arguments: str, **environment: str) -> Ran:
    """Run the command in a process of its own that has the imports done."""
    done = ran(programs.ledr, *arguments, folder=folder, environment=environment_of(**environment))
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose database has a company, a course and a session with three members and two slots."""
    folder = tmp_path_factory.mktemp("ecole")
    (folder / "parcours.yaml").write_text(CATALOGUE, encoding="utf-8")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8-sig")
    session = ("recruter", "slot", "2026-11-01", "2", "--company", "Manpower", "--members", "people.csv")
    for arguments in (
        ("companies", "create", "Manpower"),
        ("catalogue", "load", "parcours.yaml"),
        ("sessions", "create", LYON, *session),
        ("slots", "assign", LYON, LEA),
    ):
        assert run(folder, *arguments).status == 0
    return folder


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    for file in ("ledr.db", "parcours.yaml", "people.csv"):
        (tmp_path / file).write_bytes((template / file).read_bytes())
    return tmp_path


@pytest.fixture
def ledr(folder: Path) -> Ledr:
    return lambda *arguments, **environment: run(folder, *arguments, **environment)


# What it takes


def test_a_database_is_made_where_none_is(tmp_path: Path) -> None:
    made = run(tmp_path, "init")

    assert (made.status, made.out) == (0, "")
    assert "sqlite:///ledr.db" in made.err
    assert (tmp_path / "ledr.db").exists()


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "→ crée-le, puis recommence\u00a0: mkdir -p"), ("en", "→ make it, then try again: mkdir -p")],
)
def test_a_database_in_a_folder_that_there_is_not_is_told_how_to_make_it(
    tmp_path: Path, language: str, said: str
) -> None:
    made = run(tmp_path, "--db", "sqlite:///nulle part/ledr.db", "init", LEDR_LANG=language)

    assert made.status == 5
    assert f'{said} "nulle part"' in made.err


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", f'Pour l\'y mettre\u00a0: ledr rotations enqueue "{LYON}" {LEA}'),
        ("en", f'To put them there: ledr rotations enqueue "{LYON}" {LEA}'),
    ],
)
def test_whoever_gave_a_slot_back_is_in_no_list_and_it_is_said_how_they_would_be(
    ledr: Ledr, language: str, said: str
) -> None:
    assert said in ledr("slots", "release", LYON, LEA, LEDR_LANG=language).out


def test_whoever_cannot_wait_is_not_sent_to_the_list(ledr: Ledr) -> None:
    ledr("sessions", "change-member-end", LYON, LEA, "2026-11-19")

    released = ledr("slots", "release", LYON, LEA, "--at", "2026-11-20T09:00")

    assert (released.status, "enqueue" in released.out) == (0, False)


@pytest.mark.parametrize("name", ["people.xlsx", "people.ods"])
def test_a_workbook_where_a_csv_file_is_taken_is_told_how_it_would_be(folder: Path, ledr: Ledr, name: str) -> None:
    (folder / name).write_bytes(b"PK")

    assert "→ enregistre-le en .csv" in ledr("sessions", "add-members", LYON, name, LEDR_LANG="fr").err
    assert "→ save it as .csv" in ledr("sessions", "add-members", LYON, name, LEDR_LANG="en").err


@pytest.mark.parametrize(
    "arguments",
    [
        (LYON, MAX),
        ("--session", LYON, "--person", MAX),
        (MAX, "--session", LYON),
        (LYON, f"--person={MAX}"),
    ],
)
def test_required_parameters_go_by_name_or_by_position(ledr: Ledr, arguments: tuple[str, ...]) -> None:
    assert ledr("slots", "assign", *arguments, "--json").json["slot"] == 2


def test_a_single_optional_parameter_may_stand_alone(ledr: Ledr) -> None:
    assert ledr("accounts", "explain-access", LEA, "--json").json["person"] == LEA


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_shared_options_stand_anywhere(folder: Path, ledr: Ledr, place: int) -> None:
    shared = ("--json", "--db", f"sqlite:///{folder}/ledr.db", "--as", "staff", "--at", "2026-11-20", "--lang", "en")
    arguments = ["sessions", "show", LYON]

    shown = ledr(*arguments[:place], *shared, *arguments[place:], LEDR_DB="sqlite:////nowhere/ledr.db")

    assert shown.json["reference"] == LYON


def test_the_environment_chooses_what_no_option_does(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    environment = {"LEDR_DB": f"sqlite:///{folder}/ledr.db", "LEDR_AS": LEA, "LEDR_LANG": "en"}
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    refused = run(elsewhere, "companies", "list", **environment)
    allowed = run(elsewhere, "companies", "list", "--as", "staff", "--lang", "fr", **environment)

    assert refused.status == 3
    assert refused.err.startswith("Refused (ROLE-11): ")
    assert allowed.out.splitlines()[0].split() == ["Nom", "Sessions", "Personnes"]
    assert not list(elsewhere.iterdir())


def test_a_writer_waits_as_long_as_it_is_told(tmp_path: Path) -> None:
    database = tmp_path / "ledr.db"
    run(tmp_path, "init")
    with closing(sqlite3.connect(database)) as other:
        other.execute("begin immediate")
        by_option = run(tmp_path, "companies", "create", "Manpower", "--lock-wait", "0", LEDR_LOCK_WAIT="3600")
        by_environment = run(tmp_path, "companies", "create", "Manpower", LEDR_LOCK_WAIT="0,01", LEDR_LANG="en")

    assert (by_option.status, by_environment.status) == (5, 5)
    assert run(tmp_path, "companies", "create", "Manpower", "--lock-wait", "0").status == 0


@pytest.mark.parametrize("wait", ["x", "-1", "3601", "nan", "1e400", ""])
def test_a_wait_that_is_none_is_named(tmp_path: Path, wait: str) -> None:
    wrong = run(tmp_path, "--json", "companies", "list", "--lock-wait", wait)

    assert (wrong.status, wrong.error["kind"], wrong.error["field"]) == (2, "invalid", "lock_wait")
    assert not (tmp_path / "ledr.db").exists()


@pytest.mark.parametrize(
    ("typed", "perhaps"), [("--slots", ""), ("--sessio", "--session"), ("--yess", "--yes"), ("--kind", "")]
)
def test_an_option_that_is_spelled_otherwise_is_not_proposed(tmp_path: Path, typed: str, perhaps: str) -> None:
    first = run(tmp_path, "people", "list", typed, "x", LEDR_LANG="en").err.splitlines()[0]

    assert typed in first
    assert first.rpartition("perhaps ")[2].rstrip("?") == (perhaps or first)


def test_a_catalogue_in_which_nothing_is_is_not_written(tmp_path: Path) -> None:
    run(tmp_path, "init")
    said = [run(tmp_path, "catalogue", "dump", "out", "--split", LEDR_LANG=language).out for language in ("fr", "en")]

    assert said == [
        "Le catalogue est vide\N{NO-BREAK SPACE}: rien n'est écrit.\n",
        "The catalogue is empty: nothing is written.\n",
    ]


@pytest.mark.parametrize(("locale", "said"), [("en_GB.UTF-8", "No company."), ("C.UTF-8", "Aucune entreprise.")])
def test_the_language_is_the_locales_and_else_french(tmp_path: Path, locale: str, said: str) -> None:
    assert run(tmp_path, "companies", "list", LANG=locale).out == said + "\n"


@pytest.mark.parametrize(
    "command",
    [
        ("sessions", "list"),
        ("accounts", "explain-access", LEA),
        ("jobs", "log"),
    ],
    ids=" ".join,
)
def test_what_only_reads_finds_no_school_in_a_file_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    """Nothing is made of a slip of the pen, which is told; what writes makes the school, as what is proposed does."""
    there, typed = tmp_path / "ecole.db", tmp_path / "ecol.db"
    assert main.run(["--db", f"sqlite:///{there}", "companies", "create", "Manpower"]) == 0
    capsys.readouterr()

    for language, close in (("fr", "peut-être ecole.db ?"), ("en", "perhaps ecole.db?")):
        main.run(["--db", f"sqlite:///{typed}", "--lang", language, *command])
        said = capsys.readouterr().err.replace("\u00a0", " ")
        assert str(typed) in said and close in said
    assert not typed.exists()

    proposed = said.partition("make it: ")[2].splitlines()[0]
    assert main.run(shlex.split(proposed)[1:]) == 0
    capsys.readouterr()
    main.run(["--db", f"sqlite:///{typed}", *command])
    assert str(typed) not in capsys.readouterr().err


def test_what_is_tried_out_where_there_is_no_school_is_tried_on_an_empty_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An author checks a course before there is a school: that is said, and nothing is made."""
    course, typed = tmp_path / "course.yaml", tmp_path / "ecole.db"
    course.write_text(CATALOGUE, encoding="utf-8")

    for language, said in (("fr", "école vide"), ("en", "empty school")):
        command = ("--db", f"sqlite:///{typed}", "--lang", language, "catalogue", "load", str(course), "--dry-run")
        assert main.run(command) == 0
        told = capsys.readouterr().err
        assert said in told and str(typed) in told and "ledr init" in told
    assert [one.name for one in tmp_path.iterdir()] == ["course.yaml"]


def test_a_school_in_memory_is_always_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["--db", "memory:", "--json", "sessions", "list"]) == 0
    assert capsys.readouterr().out == "[]\n"


def test_the_clock_is_set_by_an_option(ledr: Ledr) -> None:
    assert ledr("--at", "2027-11-01", "sessions", "show", LYON, "--json").json["expired"] is True


def test_verbs_and_options_may_have_underscores(ledr: Ledr) -> None:
    assert ledr("sessions", "change_package", LYON, "--package", "3", "--json").json["package"] == 3


def test_people_are_given_as_fields_as_json_or_from_a_file(folder: Path, ledr: Ledr) -> None:
    (folder / "more.csv").write_text("email,first_name,last_name\nzoe@manpower.example,Zoé,Roux\n", encoding="utf-8")
    members = (
        "more.csv",
        'email=bob@manpower.example,first_name=Bob,last_name="Le Goff, fils"',
        '[{"email": "tom@manpower.example", "first_name": "Tom", "last_name": "Noir"}]',
    )

    added = ledr("sessions", "add-members", LYON, *members, "--json").json["members"]

    assert [member["name"] for member in added[3:]] == ["Zoé Roux", "Bob Le Goff, fils", "Tom Noir"]


def test_a_person_of_a_file_who_cannot_be_read_is_named_with_the_line(folder: Path, ledr: Ledr) -> None:
    (folder / "more.csv").write_text("email,first_name,last_name\nzoe@x.fr,Zoé,Roux\nnobody,Bob,Noir\n")

    error = ledr("sessions", "add-members", LYON, "--members", "more.csv", "--json").error

    assert (error["kind"], error["field"], error["file"], error["line"]) == (
        "invalid",
        "members[1].email",
        "more.csv",
        3,
    )
    assert error["column"] == "email"


def test_a_cell_of_a_file_is_named_by_line_and_column_as_they_stand_there(folder: Path, ledr: Ledr) -> None:
    """Also the line on which somebody stands already."""
    header = "E-mail;Prénom;Nom\n"
    (folder / "plus.csv").write_text(header + "zoe@x.fr;Zoé;Roux\nbob@x.fr;;Noir\n", encoding="utf-8")
    (folder / "deux.csv").write_text(header + "zoe@x.fr;Zoé;Roux\nZOE@x.fr;Zoé;Roux\n", encoding="utf-8")

    nameless = ledr("--lang", "fr", "sessions", "add-members", LYON, "--members", "plus.csv")
    twice = ledr("--lang", "fr", "sessions", "add-members", LYON, "--members", "deux.csv")

    assert (nameless.status, twice.status) == (2, 2)
    assert "plus.csv, ligne 3\xa0: Prénom\xa0:" in nameless.err
    assert "deux.csv, ligne 3\xa0: E-mail\xa0:" in twice.err and "ligne 2" in twice.err
    assert not [text for text in (nameless.err, twice.err) if "members" in text]


def test_maps_are_written_as_names_and_numbers(ledr: Ledr) -> None:
    one = ("recruter", "licence", "2026-11-19", "1", "--company", "Manpower")
    ledr("sessions", "create", "Paris", *one, "--members", "email=zoe@manpower.example,first_name=Zoé,last_name=Roux")

    made = ledr(
        "sessions", "compose", "Lille", "Manpower", "recruter", "2026-11-19", "1",
        "--moved", "zoe@manpower.example", "--packages", "Paris=0", "--json",
    )  # fmt: skip

    assert [member["email"] for member in made.json["members"]] == ["zoe@manpower.example"]


# How it ends


def test_a_result_is_alone_on_standard_output(ledr: Ledr) -> None:
    shown = ledr("companies", "list", "--json")

    assert shown == Ran(0, '[{"name": "Manpower", "sessions": 1, "people": 3}]\n', "")


def test_a_refusal_is_one_line_of_fact_and_one_of_help(ledr: Ledr) -> None:
    ledr("slots", "assign", LYON, MAX)

    refused = ledr("slots", "assign", LYON, ANA)

    assert (refused.status, refused.out) == (3, "")
    fact, help = refused.err.splitlines()
    assert fact.startswith("Refusé (SLOT-2)\u00a0: ")
    assert "Léa Martin" in fact
    assert help.startswith("→ ")


def test_a_refusal_in_json_has_its_rule_and_facts(ledr: Ledr) -> None:
    ledr("slots", "assign", LYON, MAX)

    error = ledr("--json", "slots", "assign", LYON, ANA).error

    assert {name: error[name] for name in ("kind", "rule", "reason")} == {
        "kind": "refused",
        "rule": "SLOT-2",
        "reason": "none free",
    }
    assert error["facts"]["holders"] == [LEA, MAX]
    assert error["message"]


@pytest.mark.parametrize(
    ("arguments", "status", "error"),
    [
        (("sessions", "show", "Nowhere"), 4, {"kind": "not_found", "what": "session", "reference": "Nowhere"}),
        (("sessions", "change-package", LYON, "many"), 2, {"kind": "invalid", "field": "package"}),
        (("--at", "soon", "sessions", "list"), 2, {"kind": "invalid", "field": "at"}),
        (("--db", "sqlite:////nowhere/x.db", "sessions", "list"), 5, {"kind": "unavailable", "part": "database"}),
        (("sessions", "show"), 2, {"kind": "usage"}),
        (("sessions", "show", LYON, "more"), 2, {"kind": "usage"}),
        (("sessions", "show", LYON, "--colour", "red"), 2, {"kind": "usage"}),
        (("sessions", "show", LYON, "--lang", "de"), 2, {"kind": "usage"}),
        (("sessions", "show", LYON, "--db"), 2, {"kind": "usage"}),
        (("sessions",), 2, {"kind": "usage"}),
        (("sessions", "sing"), 2, {"kind": "usage"}),
        (("garden", "show"), 2, {"kind": "usage"}),
        (("sessions", "delete", LYON), 2, {"kind": "usage"}),
        (("rules", "NONE-1"), 2, {"kind": "invalid", "field": "rule"}),
    ],
)
def test_every_error_has_its_status_and_its_json(
    ledr: Ledr, arguments: tuple[str, ...], status: int, error: dict[str, object]
) -> None:
    # before the last argument, since an option that wants a value takes whatever follows it
    failed = ledr(*arguments[:-1], "--json", arguments[-1])

    assert (failed.status, failed.out) == (status, "")
    assert error.items() <= failed.error.items()
    assert failed.error["message"]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("arguments", [("slots", "asign"), ("slots", "assign", "--sesion", LYON), ("slot",)])
def test_a_typing_error_is_told_with_what_comes_near(ledr: Ledr, arguments: tuple[str, ...], language: str) -> None:
    failed = ledr(*arguments, LEDR_LANG=language)

    fact, help = failed.err.splitlines()
    assert fact.startswith({"fr": "Erreur\u00a0: ", "en": "Error: "}[language])
    assert any(name in fact for name in ("assign", "--session", "slots"))
    assert help.endswith("--help")


class Refusing:
    """A mail server that knows nobody."""

    async def handle_RCPT(self, *_: object) -> str:
        return "550 5.1.1 nobody of that name"


def test_a_run_with_failures_lists_them_and_ends_with_status_1(folder: Path, ledr: Ledr) -> None:
    ledr("jobs", "daily")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(Refusing(), hostname="127.0.0.1", port=port)
    server.start()
    try:
        sent = run_warm(folder, "messages", "deliver", LEDR_MAIL=f"smtp://127.0.0.1:{port}")
    finally:
        server.stop()

    assert (sent.status, sent.err) == (1, "")
    assert "1 échec · 1 retenu : on n'écrit plus à l'adresse" in sent.out  # the second one to the same nobody
    assert f"✗ {LEA}\u00a0: " in sent.out


@pytest.mark.parametrize("arguments", [("sessions", "delete", LYON), ("sessions", "remove-member", LYON, ANA)])
def test_what_cannot_be_undone_wants_yes_where_nobody_can_be_asked(ledr: Ledr, arguments: tuple[str, ...]) -> None:
    refused = ledr(*arguments)

    assert (refused.status, refused.out) == (2, "")
    assert "--yes" in refused.err
    assert ledr("sessions", "show", LYON, "--json").json["members"][2]["email"] == ANA


def test_what_cannot_be_undone_is_done_with_yes(ledr: Ledr) -> None:
    left = ledr("sessions", "remove-member", LYON, ANA, "--yes", "--json")

    assert [member["email"] for member in left.json["members"]] == [LEA, MAX]


def test_a_reader_who_leaves_early_ends_it_quietly(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    done = subprocess.run([LEDR, "sessions", "--help"], cwd=folder, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)

    assert (done.returncode, done.stderr) == (141, b"")


def test_an_unforeseen_error_is_one_line_that_tells_how_to_see_more(folder: Path) -> None:
    (folder / "ledr_core.py").write_text("raise RuntimeError('a broken installation')")

    failed = run_process(folder, "sessions", "list", PYTHONPATH=str(folder))

    assert failed.status == 70
    assert "RuntimeError: a broken installation" in failed.err.splitlines()[0]
    assert "LEDR_DEBUG=1" in failed.err.splitlines()[1]


# On a terminal


@frozen
class Terminal:
    """What a run on a terminal showed, and how it ended."""

    status: int
    screen: str


@contextmanager
def terminal(columns: int = 80) -> Iterator[tuple[int, int]]:
    """A terminal of so many columns and 24 lines: where somebody types and reads, and where a program does."""
    keyboard, screen = pty.openpty()
    subprocess.run(["stty", "cols", str(columns), "rows", "24", "-echo"], stdin=screen, check=True)
    try:
        yield keyboard, screen
    finally:
        os.close(keyboard)


def on_terminal(folder: Path, *arguments: str, answer: str = "", columns: int = 80, **environment: str) -> Terminal:
    """Run the command on a terminal and type an answer."""
    with terminal(columns) as (keyboard, screen):
        variables = on_a_terminal(**environment)
        process = begun(
            programs.ledr, *arguments, folder=folder, environment=variables, streams=(screen, screen, screen)
        )
        os.close(screen)
        os.write(keyboard, answer.encode())
        shown = b""
        while part := _read(keyboard):
            shown += part
        return Terminal(ended(process), shown.decode().replace("\r\n", "\n"))


def on_a_terminal(**environment: str) -> dict[str, str]:
    """What a program on a terminal is told."""
    known = {"LEDR_AT": "2026-11-19T09:00", "LEDR_LANG": "fr", "TERM": "xterm", "PATH": os.environ["PATH"]}
    return known | {"PYTHONUTF8": "1"} | environment


def _read(keyboard: int) -> bytes:
    select.select([keyboard], [], [])
    try:
        return os.read(keyboard, 65536)
    except OSError:  # Linux, once the other side is closed
        return b""


@pytest.mark.parametrize(("answer", "members"), [("oui\n", 2), ("non\n", 3), ("\n", 3)])
def test_what_cannot_be_undone_asks_on_a_terminal(folder: Path, ledr: Ledr, answer: str, members: int) -> None:
    asked = on_terminal(folder, "sessions", "remove-member", LYON, ANA, answer=answer)

    assert asked.status == (0 if members == 2 else 1)
    assert ANA in asked.screen
    assert len(ledr("sessions", "show", LYON, "--json").json["members"]) == members


def test_control_c_ends_it_with_a_word_and_no_traceback(folder: Path) -> None:
    command = [LEDR, "sessions", "remove-member", LYON, ANA]
    with terminal() as (keyboard, screen):
        process = subprocess.Popen(command, cwd=folder, env=on_a_terminal(), stdin=screen, stdout=screen, stderr=screen)
        os.close(screen)
        shown = b""
        while b"[oui/non]" not in shown:
            shown += _read(keyboard)
        process.send_signal(signal.SIGINT)
        while part := _read(keyboard):
            shown += part

        assert process.wait() == 130
    assert b"Interrompu." in shown
    assert b"Traceback" not in shown


def test_a_long_page_goes_through_the_pager(folder: Path) -> None:
    shown = on_terminal(folder, "rules", PAGER="sed s/^/paged:/")

    assert "paged:" in shown.screen


@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_colours_are_for_terminals_that_want_them(folder: Path, environment: dict[str, str], coloured: bool) -> None:
    assert ("\x1b[" in on_terminal(folder, "sessions", "show", LYON, **environment).screen) is coloured


def test_a_page_fits_80_columns(folder: Path, ledr: Ledr) -> None:
    ledr("rotations", "set-policy", LYON, "paced", "--every", "10")
    ledr("rotations", "enqueue", LYON, MAX)
    pages = [
        ("sessions", "show", LYON),
        ("rotations", "timeline"),
        ("rotations", "preview", LYON),
        ("sessions", "list"),
    ]

    for page in pages:
        lines = on_terminal(folder, *page, NO_COLOR="1").screen.splitlines()
        assert max(map(len, lines)) <= 80, page


def test_json_is_indented_for_somebody_who_reads_it(folder: Path) -> None:
    shown = on_terminal(folder, "companies", "list", "--json").screen

    assert shown.startswith("[\n  {\n")


# Pages


def test_a_session_sheet_shows_slots_turns_and_who_waits(ledr: Ledr) -> None:
    ledr("rotations", "set-policy", LYON, "paced", "--every", "10")
    ledr("slots", "assign", LYON, MAX)
    ledr("rotations", "enqueue", LYON, ANA)

    shown = ledr("sessions", "show", LYON).out

    assert shown.splitlines()[:7] == [
        f"{LYON}               slots\u00a0: 2 sur 2 occupés · 1er nov. 2026 → 31 oct. 2027",
        "Parcours Recruter · Manpower · rotation rythmée, tous les 10 jours du lundi au vendredi",
        "",
        " Slot  Qui         Depuis        Tour  Ensuite",
        " 1     Léa Martin  jeu. 19 nov.  0/10  Ana Costa, jeu. 3 déc.",
        " 2     Max Petit   jeu. 19 nov.  0/10  Léa Martin, ven. 4 déc.",
        "En attente\u00a0: 1 Ana Costa (3 déc.)",
    ]


def test_a_timeline_shows_who_held_what_and_what_is_foreseen(ledr: Ledr) -> None:
    ledr("rotations", "set-policy", LYON, "natural")
    ledr("rotations", "enqueue", LYON, MAX)

    shown = ledr("rotations", "timeline", LYON, LEDR_AT="2026-12-03", COLUMNS="80").out

    rows = [line for line in shown.splitlines() if line.startswith("slot ")]
    assert re.fullmatch("slot 1   LM▇+░+", rows[0])
    assert re.fullmatch("slot 2   ·+MP░+", rows[1])
    assert "LM Léa Martin · MP Max Petit" in shown


def test_a_timeline_that_begins_on_the_last_day_of_a_month_names_the_next(ledr: Ledr) -> None:
    made = ("sessions", "create", "Nice", "recruter", "slot", "2026-11-30", "1", "--company", "Manpower")
    assert ledr(*made).status == 0

    shown = ledr("rotations", "timeline", "Nice", LEDR_AT="2026-11-30", COLUMNS="80").out

    assert "déc. 2026" in shown
    assert "nov. 2026" not in shown.splitlines()[1]


def test_a_why_gives_each_condition_with_its_fact(ledr: Ledr) -> None:
    ledr("rotations", "enqueue", LYON, MAX)

    shown = ledr("accounts", "explain-access", MAX).out

    assert shown.splitlines()[0] == "Max Petit n'entre pas aujourd'hui\u00a0: en attente d'un slot."
    assert f" ✓ inscrit       session {LYON}" in shown
    assert shown.split("\n\n")[0].splitlines()[-1].startswith(" ✗ slot ")
    assert shown.split("\n\n")[0].endswith("ACC-6")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("messages", "list", "--kind", "certified"), "Aucun message."),
        (("jobs", "log"), "Aucune tournée n'a encore eu lieu."),
        (("rotations", "preview", LYON), "Personne n'attend."),
        (("sessions", "list", "--expired"), "Aucune session."),
    ],
)
def test_what_is_empty_says_so(ledr: Ledr, arguments: tuple[str, ...], said: str) -> None:
    assert said in ledr(*arguments).out


def test_why_a_file_cannot_be_read_is_told_in_french(folder: Path, ledr: Ledr) -> None:
    told = ledr("--as", "public", "documents", "verify-file", str(folder), "--lang", "fr")

    assert (told.status, told.err.splitlines()[0]) == (2, f"Erreur\u00a0: {folder}\u00a0: c'est un dossier.")


@pytest.mark.rule("CERT-6")
def test_settings_say_what_they_mean_in_the_language_asked_for(folder: Path, ledr: Ledr) -> None:
    (folder / "cachet.png").write_bytes(a_picture(60, 30))

    given = ledr("settings", "set", "provider_stamp", str(folder / "cachet.png"), "--lang", "fr")
    french, english = (ledr("settings", "list", "--lang", language).out for language in ("fr", "en"))

    assert "cachet.png" in given.out and "Le cachet de l'école" in given.out
    assert "Le numéro SIRET de l'école." in french and "The school's SIRET number." not in french
    assert "The school's SIRET number." in english and "cachet.png" in english


def test_every_reading_has_a_page_in_both_languages(ledr: Ledr) -> None:
    ledr("rotations", "set-policy", LYON, "paced", "--every", "2")
    ledr("rotations", "enqueue", LYON, MAX)
    ledr("jobs", "daily")
    message = ledr("messages", "list", "--json").json[0]["message"]

    for arguments in (
        *(("companies", "list"), ("people", "list"), ("people", "show", LEA), ("sessions", "list")),
        *(("rotations", "explain", LYON), ("rotations", "preview", LYON), ("slots", "ledger", LYON)),
        *(("learning", "home", LEA), ("learning", "progress", LEA), ("settings", "list"), ("jobs", "log")),
        *(("catalogue", "course", "recruter"), ("catalogue", "themes", "recruter"), ("catalogue", "modules")),
        *(("catalogue", "usage", "l1"), ("messages", "list"), ("messages", "show", message)),
    ):
        french, english = (ledr(*arguments, "--lang", language) for language in ("fr", "en"))
        assert (french.status, english.status, french.err, english.err) == (0, 0, "", ""), arguments
        assert french.out.strip(), arguments


def test_a_long_list_is_read_page_by_page(ledr: Ledr, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes out is what came at once, but for the titles above each page of a table."""
    ledr("slots", "assign", LYON, MAX)
    lists = (("people", "list"), ("slots", "ledger", LYON), ("people", "list", "--limit", "2"))
    whole = {arguments: (ledr(*arguments), ledr(*arguments, "--json")) for arguments in lists}
    monkeypatch.setattr(running, "ROWS_AT_ONCE", 1)

    for arguments, (table, form) in whole.items():
        paged = ledr(*arguments)
        titles, *rows = (line.split() for line in table.out.splitlines())
        again = [words for line in paged.out.splitlines() if (words := line.split()) != titles]
        assert (paged.status, paged.err, again) == (0, "", rows)
        assert len(rows) > 1
        assert ledr(*arguments, "--json").out == form.out


def test_a_run_that_did_not_finish_is_shown_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    run = RunItem("daily", date(2026, 11, 19), datetime(2026, 11, 19, 5, tzinfo=UTC), None, {}, {}, ())

    write((run,), "fr", MORNING)

    assert "06:00 → pas fini" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [("sessions", "show", LYON), ("rules", "SLOT-10")])
def test_a_terminal_without_accents_gets_plain_letters(folder: Path, arguments: tuple[str, ...]) -> None:
    shown = run_process(folder, *arguments, PYTHONUTF8="0", PYTHONIOENCODING="ascii")

    assert (shown.status, shown.err) == (0, "")
    assert shown.out.isascii()


def test_no_instant_is_shown_in_utc(ledr: Ledr) -> None:
    assert "jeu. 19 nov. 09:00" in ledr("slots", "ledger", LYON).out


# Help and completion


def test_help_starts_without_the_school() -> None:
    script = "import sys; from ledr_cli.main import run; run(['--help']); print(*sys.modules, file=sys.stderr)"

    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8").stderr.split()

    assert not {"attrs", "attr", "ledr_core", "ledr_adapters", "rich", "babel", "sqlalchemy"} & set(loaded)


def test_every_command_has_help_with_an_example(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from ledr_cli.main import Root

    for language, title in (("fr", "Exemple\u00a0:"), ("en", "Example:")):
        root = Root(language)
        for command in _commands(root):
            shown = CliRunner().invoke(root, [*command, "--help"], prog_name="ledr", catch_exceptions=False).output
            assert f"{title}\n  ledr " in shown, command


def test_every_area_shows_its_verbs_with_a_line_and_an_example(tmp_path: Path) -> None:
    from ledr_core.application.areas import AREAS
    from ledr_core.application.operating.operation import operations_of

    for name, area in AREAS.items():
        shown = run(tmp_path, name, "--help").out
        for verb in operations_of(area):
            dashed = verb.replace("_", "-")
            assert f"\n  {dashed} " in shown
            assert f" {name} {dashed}" in shown.replace("ledr --yes", "ledr").replace("--as public ", "")


def _commands(root: Any) -> list[list[str]]:
    import click

    found = []
    context = click.Context(root)
    for name in root.list_commands(context):
        command = root.get_command(context, name)
        verbs = command.list_commands(context) if isinstance(command, click.Group) else None
        found += [[name]] if verbs is None else [[name, verb] for verb in verbs]
    return found


def test_the_version_is_told(tmp_path: Path) -> None:
    assert run(tmp_path, "--version").out.startswith("ledr 0.")


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("ledr se", ["plain,sessions", "plain,settings"]),
        ("ledr slots a", ["plain,assign"]),
        ("ledr slots assign --se", ["plain,--session"]),
        ("ledr --lang ", ["plain,fr", "plain,en"]),
        ("ledr sessions create --kind l", ["plain,licence"]),
        ("ledr scenario r", ["plain,run"]),
        ("ledr people change-settings --picture le", ["file,le"]),
        ("ledr catalogue load --file ca", ["file,ca"]),
        ("ledr catalogue dump --folder ca", ["dir,ca"]),
        ("ledr sessions add-members --members li", ["file,li"]),
    ],
)
def test_the_shell_completes_areas_verbs_options_choices_and_files(
    tmp_path: Path, typed: str, completed: list[str]
) -> None:
    words = typed.split(" ")

    shown = run(
        tmp_path, _LEDR_COMPLETE="bash_complete", COMP_WORDS=typed, COMP_CWORD=str(len(words) - 1)
    )  # fmt: skip

    assert shown.out.split() == completed


def test_the_script_for_completion_is_written(tmp_path: Path) -> None:
    assert "_ledr_completion" in run(tmp_path, _LEDR_COMPLETE="bash_source").out


# Beside the areas

SCENARIO = """
scenario: {title}
rules: [CO-1]
at: 2026-11-19T09:00
steps:
  - do: companies.create
    with: {{name: Manpower}}
    returns: {{name: {name}}}
"""


def test_scenarios_are_told_one_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SCENARIO.format(title="A company", name="Manpower"))
    (tmp_path / "b.yaml").write_text(SCENARIO.format(title="Another", name="Adecco"))

    passed = run(tmp_path, "scenario", "run", "a.yaml", LEDR_LANG="en")
    failed = run(tmp_path, "scenario", "run", "a.yaml", "b.yaml", "--report", "report.xml", LEDR_LANG="en")

    assert (passed.status, passed.out) == (0, "passed  A company (a.yaml)\n1 scenario: 1 passed\n")
    assert failed.status == 1
    assert failed.out.endswith("2 scenarios: 1 passed, 1 failed\n")
    assert "FAILED  Another (b.yaml)" in failed.out
    assert "Adecco" in failed.out
    assert 'failures="1"' in (tmp_path / "report.xml").read_text()
    assert not (tmp_path / "ledr.db").exists()


def test_scenarios_of_a_folder_are_told_as_json(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SCENARIO.format(title="A company", name="Manpower"))

    told = run(tmp_path, "scenario", "run", ".", "--json")

    assert [(one["scenario"], one["passed"]) for one in told.json] == [("A company", True)]


def test_a_file_that_is_no_scenario_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("scenario: nothing more")

    assert run(tmp_path, "scenario", "run", "a.yaml", "--json").error["kind"] == "invalid"


def test_a_rule_is_read_by_its_name_and_an_area_by_its(tmp_path: Path) -> None:
    one = run(tmp_path, "rules", "slot-2")
    area = run(tmp_path, "rules", "SLOT", "--json").json

    assert "SLOT-2" in one.out
    assert "SLOT-3" not in one.out
    assert {"SLOT-1", "SLOT-2"} <= {rule["identifier"] for rule in area}
    assert all(rule["identifier"].startswith("SLOT-") for rule in area)


def test_the_doctor_finds_a_sound_school_sound(ledr: Ledr) -> None:
    found = ledr("doctor")

    assert found.status == 0, found.out
    assert "✓" in found.out


def test_an_up_to_date_database_stays_as_it_is(ledr: Ledr) -> None:
    assert ledr("upgrade").status == 0
    assert ledr("sessions", "show", LYON, "--json").json["package"] == 2


@pytest.mark.rule("TRACK-5")
def test_a_file_that_nobody_names_goes_to_standard_output_as_it_is(ledr: Ledr, folder: Path) -> None:
    """What is piped on is what `--file` writes, alone; the JSON form says what it is instead."""
    named = folder / "suivi.csv"
    written = ledr("followup", "table", "all", "--format", "csv", "--file", str(named))
    piped = ledr("followup", "table", "all", "--format", "csv")

    assert (written.status, piped.status, piped.err) == (0, 0, "")
    assert piped.out.encode() == named.read_bytes()
    assert piped.out.startswith("\ufeffNom;Prénom;E-mail;")
    assert ledr("--json", "followup", "table", "all", "--format", "csv").json["file"]["name"] == "followup.csv"
    assert ledr("followup", "table", "all", "--format", "html").out.startswith("<!DOCTYPE html>")
    assert len(ledr("followup", "table", "all", "--format", "json").json["rows"]) == 3


@pytest.mark.rule("TEAM-3", "INV-3")
def test_what_was_done_is_told_as_it_is_kept(ledr: Ledr) -> None:
    """A team by the name it has, a role by its French word, an invitation with its address and its day."""
    assert "«\u00a0Lyon\u00a0» existe chez" in ledr("organisation", "put-team", "Manpower", "Lyon").err
    assert "«\u00a0Lyon\u00a0» existe déjà chez" in ledr("organisation", "put-team", "Manpower", "lyon").err
    assert ledr("organisation", "put-team", "Manpower", "lyon", "--json").json == {}
    renamed = ledr("organisation", "rename-team", "Manpower", "LYON", "Nord").err
    assert "«\u00a0Lyon\u00a0» s'appelle maintenant «\u00a0Nord\u00a0»" in renamed
    assert "administrateur de l'organisation" in ledr("organisation", "set-role", LEA, "administrateur").err
    ledr("invitations", "invite", "Manpower", "bob@x.fr", "membre")
    (one,) = ledr("invitations", "list", "Manpower", "--json").json
    assert "à bob@x.fr\u00a0; elle est bonne jusqu'au" in ledr("invitations", "resend", one["invitation"]).err
    assert ledr("organisation", "goal", LEA, "Finir").out == "Objectif donné à Léa Martin, sans date\u00a0: Finir\n"
    sent = ledr("organisation", "message", "Manpower", "Atelier", "Jeudi.", "--people", LEA)
    assert sent.out == "Écrit à 1 membre\u00a0: Léa Martin.\n"


def test_a_table_that_a_narrow_terminal_has_no_room_for_is_told_row_by_row(folder: Path) -> None:
    """Nothing of it is cut off."""
    shown = on_terminal(folder, "people", "list", columns=50, NO_COLOR="1", PAGER="cat").screen

    rows = shown.split("\n\n")
    assert len(rows) == 3 and all(len(line) <= 50 for line in shown.splitlines())
    assert [one.split()[-1] for one in rows[0].splitlines()] == ["Costa", "Ana", ANA, "apprenant", "Manpower", "Lyon"]
