"""Where the files are that a step names: beside the file that holds the step, or else beside the scenario."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ledr_core.testing.scenarios.reading import school_operations
from ledr_core.testing.scenarios.steps import Step


def located(step: Step, given: Mapping[str, Any], beside_scenario: Path) -> dict[str, Any]:
    """The values of a step of a given file, in which a path leads to what is beside the scenario alone."""
    return {name: _located(step, name, value, beside_scenario) for name, value in given.items()}


def _located(step: Step, name: str, value: Any, beside_scenario: Path) -> Any:
    if step.folder == beside_scenario or not isinstance(value, str) or not value.strip():
        return value
    other = (beside_scenario / value).absolute()
    found = other.exists() and not (step.folder / value).exists()
    return str(other) if found and name in _paths_of(str(step.do)) else value


def _paths_of(operation: str) -> list[str]:
    """The parameters of an operation that take a file or folder."""
    from ledr_core.application.operating.values import file_mark

    known = school_operations().get(operation)
    return [one.name for one in known.parameters if file_mark(one.annotation)] if known else []
