"""The plan of the demo, read from the files beside this module."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from ledr_core.domain.kernel.moments import ONE_DAY, Moment, read_day

_FOLDER: Final = Path(__file__).parent
SEED: Final = "Manpower - Lyon - Septembre 2021"
_FRIDAY: Final = 4


@frozen
class Step:
    """An operation that somebody asks for at an instant."""

    at: Moment
    by: str
    operation: str
    values: Mapping[str, object]


@frozen
class Studied:
    """What a learner of the demo may know of a question: how many choices it has, and which are right."""

    choices: int
    right: tuple[int, ...]


@frozen
class Plan:
    """What happens in the school, and how eager its learners are."""

    start: date
    days: int
    pace: Mapping[str, float]
    steps: tuple[Step, ...]
    lessons: Mapping[str, int]
    """The lessons of the course, in its order, and how many seconds each lasts."""
    questions: Mapping[str, Studied]
    workshops: Mapping[str, int]
    """How many main questions each workshop has."""

    def before(self) -> Iterator[Step]:
        """The steps that come before the first day."""
        return (step for step in self.steps if step.at.day < self.start)

    def on(self, day: date) -> Iterator[Step]:
        """The steps of a day."""
        return (step for step in self.steps if step.at.day == day)

    def last_day(self, days: int) -> date:
        """The last of so many days."""
        return self.start + (days - 1) * ONE_DAY

    def lessons_watched(self, person: str, day: date) -> int:
        """How many lessons a person watches on a day on which they have access: the same in every demo."""
        if day.weekday() > _FRIDAY:
            return 0
        chance = random.Random(f"{SEED} {person} {day}")  # from text: the same on every machine and Python version
        pace = self.pace.get(person, 0)
        return int(pace) + (chance.random() < pace % 1)


def the_plan() -> Plan:
    """The plan of the demo."""
    data, catalogue = _read("plan.yaml"), _read("catalogue.yaml")
    return Plan(
        start=read_day(data["from"], "from"),
        days=data["days"],
        pace=data["pace"],
        steps=tuple(_steps(data["steps"])),
        lessons=dict(_lessons(catalogue)),
        questions={
            one["reference"]: Studied(len(one["choices"]), tuple(one["right"])) for one in catalogue["questions"]
        },
        workshops={one["reference"]: len(one["questions"]) for one in catalogue["workshops"]},
    )


def _steps(data: list[Mapping[str, Any]]) -> Iterator[Step]:
    at: Moment | None = None
    steps = []
    for one in data:
        at = Moment.at(one["at"]) if "at" in one else at
        assert at is not None, "the first step says when"
        values = dict(one["with"])
        if "file" in values:
            values["file"] = str(_FOLDER / values["file"])
        steps.append(Step(at, one.get("by", "staff"), one["do"], values))
    return iter(sorted(steps, key=lambda step: step.at.instant))


def _lessons(catalogue: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    seconds = {lesson["reference"]: lesson["seconds"] for lesson in catalogue["lessons"]}
    modules = {module["reference"]: module["lessons"] for module in catalogue["modules"]}
    themes = {theme["reference"]: theme["modules"] for theme in catalogue["themes"]}
    for theme in catalogue["courses"][0]["themes"]:
        for module in themes[theme]:
            yield from ((lesson, seconds[lesson]) for lesson in modules[module])


def _read(name: str) -> Any:
    from ledr_core.wording import yaml12

    return yaml12.read(_FOLDER / name).value
