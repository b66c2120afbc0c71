"""Results about the catalogue."""

from __future__ import annotations

from attrs import frozen


@frozen
class LoadView:
    """What a load of the catalogue did."""

    created: int
    updated: int
    unchanged: int


@frozen
class ThemeItem:
    """A theme of a course."""

    reference: str
    title: str
    colour: str
    optional: bool
    modules: tuple[str, ...]


@frozen
class CourseSheet:
    """A course and its themes."""

    reference: str
    title: str
    themes: tuple[ThemeItem, ...]
    lessons: int
    seconds: int


@frozen
class ModuleItem:
    """A module, and the themes in which it is used."""

    reference: str
    title: str
    lessons: tuple[str, ...]
    used_in: tuple[str, ...]


@frozen
class UsageView:
    """Where a part of the catalogue is used; a change shows in all of these."""

    reference: str
    kind: str
    modules: tuple[str, ...]
    themes: tuple[str, ...]
    courses: tuple[str, ...]
