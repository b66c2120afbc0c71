"""The guide for authors, followed from an empty folder: its files and commands, as they stand and in their order."""

import re
import shlex
import subprocess
from pathlib import Path

import attrs
import pytest

from ledr_core.application.catalogue.files import SECTIONS
from tests.integration.cli.test_command_line import Ran, run

GUIDE = Path(__file__).parents[3] / "docs" / "catalogue.md"
TEXT = GUIDE.read_text(encoding="utf-8")


@pytest.mark.rule("CAT-13")
def test_the_guide_of_authors_is_followed_to_the_end(tmp_path: Path) -> None:
    """What it says that a command answers is what the command answers."""
    said = ""
    for kind, block in re.findall(r"```(\w+)\n(.*?)```", TEXT, re.DOTALL):
        if kind == "yaml":
            name = block.partition("\n")[0].removeprefix("# ")
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(block, encoding="utf-8")
        elif kind == "sh":
            said = "".join(typed(tmp_path, line) for line in block.splitlines())
        else:
            assert block in said

    assert (tmp_path / "saved" / "catalogue.yaml").read_text("utf-8").partition("\n")[2] == (
        tmp_path / "all.yaml"
    ).read_text("utf-8")


def typed(folder: Path, line: str) -> str:
    """What a line of the guide writes; it must succeed unless it says otherwise."""
    if not line.startswith("ledr "):
        return subprocess.run(
            ["bash", "-c", line], cwd=folder, check=True, capture_output=True, encoding="utf-8"
        ).stdout
    command, _, otherwise = line.partition(" || ")
    command, _, file = command.partition(" > ")
    done: Ran = run(folder, *shlex.split(command)[1:], LEDR_LANG="en")
    assert (done.status == 0) == (otherwise == ""), f"{line}: {done.out}{done.err}"
    if file:
        (folder / file).write_text(done.out, encoding="utf-8")
    return done.out + done.err


def test_the_guide_explains_every_field() -> None:
    explained = set(re.findall(r"`(\w+)`", TEXT))
    for kind in SECTIONS.values():
        assert {field.name for field in attrs.fields(kind)} <= explained
