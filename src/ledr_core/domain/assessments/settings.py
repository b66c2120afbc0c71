"""How a theme assessment runs: levels, answers that pass or stop one, points, pass mark, and limits (TA-3 to 6, 8)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, TypeAlias

from attrs import field, fields, frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.settings import Again, Setting

BEST: Final = 20
"""What all the best points add up to: the score is out of it (TA-5)."""
RESERVE: Final = 20
"""Questions of a level that may be withdrawn during an attempt before it looks at the bank again."""
COMFORTABLE: Final = 10
"""Public questions from which on statistics call a level comfortable (TA-2)."""

Points: TypeAlias = tuple[int, ...]


def _points(value: Any) -> tuple[Points, ...]:
    return _groups("points", value)


def _stop_points(value: Any) -> tuple[Points, ...]:
    return _groups("stop_points", value)


def _groups(name: str, value: Any) -> tuple[Points, ...]:
    """Groups of points; one group alone stands for all levels."""
    several = _is_list(value) and all(_is_list(group) for group in value)
    groups = value if several and value else (value,)
    for group in groups:
        if not _is_list(group) or not group or not all(_is_whole(one, 0, BEST) for one in group):
            raise Invalid("value", "no points", {"name": name})
    return tuple(tuple(group) for group in groups)


@frozen
class AssessmentSettings:
    """The settings of one assessment. `points` and `stop_points` are one group for all levels, or one group a level.

    Raises Invalid, saying what is allowed, for values that do not go together.
    """

    levels: int = 5
    """Levels of difficulty, 1 to 10."""
    right_to_pass: int = 2
    """Right answers that pass a level, 1 to 10."""
    wrong_to_stop: int = 2
    """Wrong answers at one level that end the attempt, 1 to 10 (TA-4)."""
    points: tuple[Points, ...] = field(default=((4, 3),), converter=_points)
    """For passing a level with no wrong answer, with one…; the best of all levels add up to 20."""
    stop_points: tuple[Points, ...] = field(default=((0, 1),), converter=_stop_points)
    """For stopping at a level with no right answer, with one…"""
    pass_mark: int = 12
    """The least score that validates the theme, 1 to 20."""
    attempts_a_day: int | None = None
    """Attempts that may be begun on one day, 1 to 100; no limit by default."""
    pause_minutes: int | None = None
    """Minutes between the end of an attempt and the next, up to a year; none by default."""
    minutes: int | None = None
    """The time limit of an attempt in minutes, 1 to 1,440; none by default (TA-8)."""

    def __attrs_post_init__(self) -> None:
        for name, highest in _HIGHEST.items():
            _must_be_number(name, getattr(self, name), highest, optional=name in _OPTIONAL)
        points = _each("points", self.points, self.levels, "wrong_to_stop", self.wrong_to_stop)
        stop_points = _each("stop_points", self.stop_points, self.levels, "right_to_pass", self.right_to_pass)
        _must_add_up(points)
        _must_reward(points, stop_points)
        object.__setattr__(self, "points", points)
        object.__setattr__(self, "stop_points", stop_points)

    @property
    def minimum(self) -> int:
        """Public questions that each level needs: the most that one attempt can ask there (TA-1)."""
        return self.right_to_pass + self.wrong_to_stop - 1

    @property
    def kept(self) -> int:
        """Questions of each level that an attempt keeps: the most that it can ask there, and a reserve."""
        return self.minimum + RESERVE

    def enough(self, sizes: Mapping[int, int]) -> bool:
        """Whether a bank with so many public questions by level has enough of each (TA-1)."""
        return all(sizes.get(level, 0) >= self.minimum for level in range(1, self.levels + 1))

    def changed_by(self, value: object) -> AssessmentSettings:
        """These settings with those that a map names, or its JSON text; a null limit takes the limit away.

        Raises Invalid for an unknown name and for values that do not go together.
        """
        return AssessmentSettings(**(self.to_plain() | _read(value)))

    def to_plain(self) -> dict[str, Any]:
        """The map that a setting, a file or an attempt holds; groups of points that are alike are given once."""
        plain: dict[str, Any] = {one.name: getattr(self, one.name) for one in fields(AssessmentSettings)}
        for name in ("points", "stop_points"):
            groups = [list(group) for group in plain[name]]
            plain[name] = groups[0] if all(group == groups[0] for group in groups) else groups
        return plain

    @staticmethod
    def from_plain(plain: Mapping[str, Any]) -> AssessmentSettings:
        """The settings that such a map holds; names left out have their default."""
        return DEFAULT.changed_by(plain)


def assessment_settings(school: object = None, course: object = None) -> AssessmentSettings:
    """The settings of a course: the defaults, changed by the school's value, changed by the course's value.

    Raises Invalid when they do not go together.
    """
    settings = DEFAULT
    for value in (school, course):
        if value is not None:
            settings = settings.changed_by(value)
    return settings


_OPTIONAL: Final = ("attempts_a_day", "pause_minutes", "minutes")
_HIGHEST: Final = {
    "levels": 10,
    "right_to_pass": 10,
    "wrong_to_stop": 10,
    "pass_mark": BEST,
    "attempts_a_day": 100,
    "pause_minutes": 525_600,
    "minutes": 1_440,
}


def _read(value: object) -> dict[str, Any]:
    if isinstance(value, str):
        with suppress(ValueError):
            value = json.loads(value)
    if not isinstance(value, Mapping):
        raise Invalid("value", "no map of settings")
    names = [one.name for one in fields(AssessmentSettings)]
    for name in value:
        if name not in names:
            raise Invalid("value", "not one of them", {"value": name, "choices": names})
    return {str(name): part for name, part in value.items()}


def _each(name: str, groups: tuple[Points, ...], levels: int, counted: str, length: int) -> tuple[Points, ...]:
    """One group a level, each of that length."""
    each = groups * levels if len(groups) == 1 else groups
    if len(each) != levels:
        raise Invalid("value", "groups and levels differ", {"name": name, "groups": len(each), "levels": levels})
    if any(len(group) != length for group in each):
        raise Invalid("value", "points do not go together", {"name": name, "counted": counted, "length": length})
    return each


def _must_add_up(points: tuple[Points, ...]) -> None:
    best = sum(group[0] for group in points)
    if best != BEST:
        raise Invalid("value", "other sum of points", {"sum": best})


def _must_reward(points: tuple[Points, ...], stop_points: tuple[Points, ...]) -> None:
    """A right answer instead of a wrong one never costs points, which also keeps every score within 20."""
    for passed, stopped in zip(points, stop_points, strict=True):
        steps = (*stopped, *reversed(passed))
        if list(steps) != sorted(steps):
            raise Invalid(
                "value",
                "a right answer costs points",
            )


def _must_be_number(name: str, value: object, highest: int, *, optional: bool) -> None:
    if (value is None and optional) or _is_whole(value, 1, highest):
        return
    raise Invalid("value", "part out of range", {"name": name, "value": value, "highest": highest})


def _is_whole(value: object, lowest: int, highest: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


DEFAULT: Final = AssessmentSettings()


def _map(value: object) -> dict[str, Any]:
    DEFAULT.changed_by(value)
    return _read(value)


ASSESSMENT: Final = Setting[dict[str, Any]](
    "assessment",
    {},
    _map,
    "TA-1",
    by_course=True,
    again=Again.THEMES,
)
