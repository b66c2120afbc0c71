"""The guides in docs/, walked: from an empty folder every snippet is written, and every command and program is run, in
order, and what a guide says comes of them comes.

A fence says of itself what it is:

- ```` ```yaml title="a.yaml" ```` is written to that file, whatever its language;
- ```` ```sh ```` are commands, which must succeed; in ```` ```console ```` they begin with `$ `, and the lines between
  are found in what they print, in that order (`…` stands for anything); with `exit="1"` the last one ends so;
- ```` ```python ```` is run, all of a guide's in one session; `print(…)  # …` prints what its comment says;
- ```` ```yaml ```` without a title can be read; ```` ```text ```` is shown; other languages are not run.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import pytest
from attrs import frozen

from ledr_cli import main
from ledr_core.wording import yaml12
from tests import programs
from tests.programs import ran

DOCS: Final = Path(__file__).parents[2] / "docs"
WALKED: Final = ("scenarios", "catalogue", "embedding", "launching", "operating", "testing", "web-services")
ELSEWHERE: Final = {
    "contributing": "an operation, a message and a setting are made from it by tests of their own",
    "permissions": "it is made from the operations, and compared with them",
}
"""The guides that are not walked, and why."""
SAID_FIRST: Final = {"operating": {"LEDR_AT": "2026-11-20T12:00"}}
"""What a guide has its readers export."""
SHOWN: Final = ("text", "csv", "cron", "ini", "jinja")
"""Languages of snippets that nobody runs."""


@frozen
class Snippet:
    """A fenced part of a guide."""

    line: int
    language: str
    said: dict[str, str]
    """What stands behind the language: `title`, `exit`."""
    content: str


def snippets(text: str) -> list[Snippet]:
    found = re.finditer(r"^```(\w*)([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [
        Snippet(text.count("\n", 0, one.start()) + 1, one[1], dict(re.findall(r'(\w+)="([^"]*)"', one[2])), one[3])
        for one in found
    ]


class Walk:
    """One way through a guide, in a folder of its own."""

    def __init__(self, folder: Path, exported: Mapping[str, str] | None = None) -> None:
        self.folder, self.exported = folder, exported or {}
        self.session: dict[str, Any] = {}

    def take(self, snippet: Snippet) -> None:
        """Do what a snippet says."""
        if title := snippet.said.get("title"):
            file = self.folder / title
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(snippet.content, encoding="utf-8")
        elif snippet.language in ("sh", "bash"):
            self.run(snippet.content, "0")
        elif snippet.language == "console":
            self.talk(snippet)
        elif snippet.language == "python":
            self.execute(snippet)
        elif snippet.language == "yaml":
            yaml12.load(snippet.content, f"line {snippet.line}")
        else:
            assert snippet.language in SHOWN, f"line {snippet.line}: what is to be done with {snippet.language!r}?"

    def talk(self, snippet: Snippet) -> None:
        """Commands, each with lines that it prints."""
        exchanges = list(_exchanges(snippet.content))
        for number, (command, expected) in enumerate(exchanges, 1):
            status = snippet.said.get("exit", "0") if number == len(exchanges) else "0"
            printed = self.run(command, status)
            pattern = ".*?".join(_pattern(line) for line in expected)
            assert re.search(pattern, printed, re.DOTALL), f"{command} printed\n{printed}\nand not\n{expected}"

    def execute(self, snippet: Snippet) -> None:
        """Run a program in the session of its guide."""
        printed = StringIO()
        with redirect_stdout(printed):
            exec(compile(snippet.content, f"line {snippet.line}", "exec"), self.session)
        for line in re.findall(r"print\(.*\)  # (.*)$", snippet.content, re.MULTILINE):
            assert line in printed.getvalue(), f"line {snippet.line} printed\n{printed.getvalue()}and not\n{line}"

    def run(self, commands: str, status: str) -> str:
        """Run commands in a shell; gives what they print."""
        run = _in_this_process if _OURS.fullmatch(commands) else _warm if _TESTS.fullmatch(commands) else _in_a_shell
        ended, printed = run(commands, self.folder, self.exported)
        assert str(ended) == status, f"{commands} ended with {ended}:\n{printed}"
        return printed


_OURS: Final = re.compile(r"ledr [^|<>;&$`\n]*\n?")
"""One command of ours alone, which is much faster here than in a process of its own."""
_TESTS: Final = re.compile(r"pytest [^|<>;&$`\n]*\n?")
"""Pytest alone."""


def _in_this_process(command: str, folder: Path, exported: Mapping[str, str] = MappingProxyType({})) -> tuple[int, str]:
    stream = TextIOWrapper(BytesIO(), encoding="utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(stream), redirect_stderr(stream):
        patch.chdir(folder)
        patch.setattr(os, "environ", _environment() | dict(exported))
        status = main.run(shlex.split(command)[1:])
    stream.seek(0)
    return status, stream.read()


def _warm(command: str, folder: Path, exported: Mapping[str, str]) -> tuple[int, str]:
    environment = _environment() | dict(exported)
    done = ran(programs.our_pytest, *shlex.split(command)[1:], folder=folder, environment=environment)
    return done.returncode, done.stdout + done.stderr


def _in_a_shell(commands: str, folder: Path, exported: Mapping[str, str]) -> tuple[int, str]:
    whole = ["bash", "-ec", commands]
    environment = _environment() | dict(exported)
    done = subprocess.run(
        whole, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return done.returncode, done.stdout


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LEDR_", "PYTEST_"))}
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return kept | {"PATH": beside, "LEDR_LANG": "en", "COLUMNS": "100"}


def _exchanges(content: str) -> Iterator[tuple[str, list[str]]]:
    for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
        command, *expected = part.rstrip("\n").split("\n")
        while command.endswith("\\"):
            command += "\n" + expected.pop(0)
        yield command, expected


def _pattern(line: str) -> str:
    """A line as it is printed, with the spaces of a table as they come."""
    return ".*".join(re.sub(r"(\\ )+", r"\\s+", re.escape(part)) for part in line.strip().split("…"))


@pytest.mark.slow
@pytest.mark.parametrize("guide", WALKED)
def test_a_guide_is_walked_from_an_empty_folder(guide: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    walk = Walk(tmp_path, SAID_FIRST.get(guide))

    for snippet in snippets((DOCS / f"{guide}.md").read_text("utf-8")):
        walk.take(snippet)


PROSE: Final = re.compile(r"(?:`|^\$? ?)(ledr (?!&&)[^`\n]*?)(?:`|  |$| && )", re.MULTILINE)
"""A command that stands in a sentence, a table or a snippet, without what is said beside it."""


def said_in(text: str) -> Iterator[str]:
    """The commands of ours that a guide names, each without what its reader fills in or leaves out."""
    for command in PROSE.findall(text):
        yield re.sub(r"\s*(…|[|<>].*)$", "", command.replace(" … ", " ").replace("[", "").replace("]", ""))


def misread(command: str, folder: Path) -> str | None:
    """What is wrong with a command as it is typed, which is not run: its help is asked for."""
    left_out = " x" if re.search(r" --[\w-]+$", command) else ""  # the value, where the command ends in an option
    ended, printed = _in_this_process(f"{command}{left_out} --help", folder)
    return None if ended == 0 else f"{command}: {printed}"


@pytest.mark.parametrize("guide", sorted(file.stem for file in DOCS.glob("*.md")))
def test_the_commands_that_a_guide_names_can_be_typed(guide: str, tmp_path: Path) -> None:
    """Areas, verbs and options are there, also where a sentence or a table has them."""
    commands = list(said_in((DOCS / f"{guide}.md").read_text("utf-8")))

    assert [wrong for one in commands if (wrong := misread(one, tmp_path))] == []


def test_a_command_that_cannot_be_typed_is_noticed(tmp_path: Path) -> None:
    said = "`ledr catalogue lod a.yaml`, `ledr jobs due --slots 3`, `ledr job due`, `ledr rules --al`; `ledr jobs due`"

    assert [one for one in said_in(said) if misread(one, tmp_path)] == re.findall("`(.*?)`", said)[:4]


def test_the_guide_lists_what_the_log_says() -> None:
    guide = (DOCS / "embedding.md").read_text("utf-8")
    said = {
        one[1]
        for file in (DOCS.parent / "src" / "ledr_core").rglob("*.py")
        for one in re.finditer(r'_log\.(?:info|warning|error|exception)\("([^"%:]+)', file.read_text("utf-8"))
    }

    assert len(said) >= 4
    assert {one for one in said if one.strip() not in guide} == set()


def test_every_guide_is_walked_or_says_why_not() -> None:
    assert {file.stem for file in DOCS.glob("*.md")} == {*WALKED, *ELSEWHERE}


@pytest.mark.parametrize("guide", WALKED)
def test_the_links_of_a_guide_lead_somewhere(guide: str) -> None:
    text = (DOCS / f"{guide}.md").read_text("utf-8")

    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        assert "://" in target or (DOCS / target).exists(), target


def test_a_walk_notices_what_a_guide_says_wrongly(tmp_path: Path) -> None:
    walk = Walk(tmp_path)

    for wrong in ("```console\n$ echo one\ntwo\n```\n", '```console exit="1"\n$ true\n```\n', "```sh\nfalse\n```\n"):
        (snippet,) = snippets(wrong)
        with pytest.raises(AssertionError):
            walk.take(snippet)
