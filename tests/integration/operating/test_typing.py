"""What type checkers know of the school: the examples pass, and a file of mistakes is refused line by line."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args

import pytest

from ledr_adapters import open_rehearsal, open_school
from ledr_core import School
from ledr_core.application.areas import every_operation
from ledr_core.application.catalogue.copying import CopiedKind, CopiedKindName
from ledr_core.application.operating.subscribing import Subscription
from ledr_core.domain.catalogue.names import VideoFaultName, VideoStateName
from ledr_core.domain.catalogue.questions import QuestionKind, QuestionKindName
from ledr_core.domain.certification.certification import Kind, Validity
from ledr_core.domain.certification.copies import State
from ledr_core.domain.certification.grading import Level
from ledr_core.domain.certification.names import KindName, LevelName, StateName, ValidityName
from ledr_core.domain.learning.workshops import Step, StepName
from ledr_core.domain.people.roles import Role, RoleName, Space, SpaceName
from ledr_core.domain.sessions.names import ClosedName, OpenedName, PolicyName, SessionKindName
from ledr_core.domain.sessions.rotation import PolicyKind
from ledr_core.domain.sessions.sessions import SessionKind
from ledr_core.domain.sessions.slots import Closed, Opened
from ledr_core.ports.videos import VideoFault, VideoState
from ledr_core.school import InsideSchool
from ledr_core.wording import likely_cause, told
from tools.performing import FILE, source

ROOT = Path(__file__).parents[3]
TAKEN = sorted([*(ROOT / "examples").glob("*.py"), ROOT / "tests" / "typing" / "taken.py"])
REFUSED = ROOT / "tests" / "typing" / "refused.py"
Mistakes = set[tuple[str, int]]
"""The files and lines of what a type checker says."""


def by_mypy(*files: Path) -> Mistakes:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", *map(str, files)],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    said = re.findall(r"^(\S+\.py):(\d+): error: ", done.stdout, re.MULTILINE)
    assert done.returncode == bool(said), done.stdout + done.stderr
    return {(Path(file).name, int(line)) for file, line in said}


def by_pyright(*files: Path) -> Mistakes:
    program = next((one for name in ("basedpyright", "pyright") if (one := _beside(name)).exists()), None)
    assert program is not None, "the tools of the project have a pyright"
    done = subprocess.run(
        [str(program), "--outputjson", "--level", "error", "--pythonpath", sys.executable, *map(str, files)],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    told: list[dict[str, Any]] = json.loads(done.stdout)["generalDiagnostics"]
    return {(Path(one["file"]).name, one["range"]["start"]["line"] + 1) for one in told}


def _beside(name: str) -> Path:
    import mypy

    return Path(mypy.__file__).parents[4] / "bin" / name


def marked(file: Path) -> Iterator[tuple[str, int]]:
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if line.endswith("# wrong"):
            yield file.name, number


@pytest.mark.slow
@pytest.mark.parametrize("checked", [by_mypy, by_pyright])
def test_examples_are_taken_and_each_mistake_is_refused(checked: Any) -> None:
    said: Mistakes = checked(*TAKEN, REFUSED)

    assert {one for one in said if one[0] != REFUSED.name} == set()
    assert {line for name, line in said if name == REFUSED.name} == {line for _, line in marked(REFUSED)}


def test_operations_by_name_are_typed_as_they_are() -> None:
    assert FILE.read_text("utf-8") == source(), "stale: run `make reference`"


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (Role, RoleName),
        (SessionKind, SessionKindName),
        (PolicyKind, PolicyName),
        (QuestionKind, QuestionKindName),
        (Level, LevelName),
        (Step, StepName),
        (CopiedKind, CopiedKindName),
        (Kind, KindName),
        (Validity, ValidityName),
        (State, StateName),
        (Opened, OpenedName),
        (Closed, ClosedName),
        (Space, SpaceName),
        (VideoState, VideoStateName),
        (VideoFault, VideoFaultName),
    ],
)
def test_a_closed_list_has_one_set_of_values(kind: type[StrEnum], names: Any) -> None:
    assert get_args(names) == tuple(kind)


def test_no_operation_takes_or_gives_an_object() -> None:
    written = {
        f"{name}: {parameter}"
        for name, operation in every_operation().items()
        for parameter, annotation in operation.method.__annotations__.items()
        if re.search(r"\b(object|Any)\b", annotation.replace("Mapping[str, Any]", ""))
    }

    assert written == set()


def test_what_a_service_calls_takes_and_gives_no_object() -> None:
    surface = [open_school, open_rehearsal, told, likely_cause]
    surface += [
        vars(kind)[name] for kind in (School, InsideSchool, Subscription) for name in vars(kind) if name[0] != "_"
    ]
    annotations = [
        annotation
        for one in surface
        for annotation in getattr(getattr(one, "fget", one), "__annotations__", {}).values()
    ]

    assert len(annotations) > 40
    assert [one for one in annotations if re.search(r"\bobject\b", str(one))] == []
