"""Results about what learners do."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from ledr_core.views.workshops import WorkshopItem


@frozen
class WatchView:
    """Whether a lesson is seen now, and the themes that became validated by it."""

    lesson: str
    seen: bool
    newly_validated: tuple[str, ...]


@frozen
class ThemeProgress:
    """How far a person is with a theme."""

    reference: str
    title: str
    percent: int
    validated: bool
    badge: bool
    optional: bool


@frozen
class HomeView:
    """A learner's home: what is left, and where to go on."""

    course: str
    title: str
    remaining_days: int
    end: date
    next_lesson: str | None
    percent: int
    finished: bool
    quiz_due: bool
    left: tuple[MissingView, ...]
    themes: tuple[ThemeProgress, ...]


@frozen
class MissingView:
    """What is missing to finish: its rule and what it is, by reference or number."""

    rule: str
    what: str


@frozen
class OutlineLesson:
    """A lesson of a course, and whether it is seen."""

    lesson: str
    title: str
    seen: bool


@frozen
class OutlineModule:
    """A module with its lessons; without a `sheet` its summary is being written (CAT-9)."""

    module: str | None
    title: str
    sheet: str | None
    lessons: tuple[OutlineLesson, ...]


@frozen
class OutlineTheme:
    """A theme with its modules, and how far a person is with it."""

    reference: str | None
    title: str
    percent: int
    validated: bool
    badge: bool
    optional: bool
    modules: tuple[OutlineModule, ...]


@frozen
class OutlineView:
    """All that a learner finds in their course and what is left before its end; a tester the demo lessons (LEARN-12).

    A tester follows no course; a demo lesson that is in no theme, or in no module, stands under one without reference.
    """

    course: str | None
    title: str | None
    themes: tuple[OutlineTheme, ...]
    left: tuple[MissingView, ...]


@frozen
class LessonView:
    """A lesson on its page: its video, and the summary sheet of its module, else that it is being written (CAT-9)."""

    lesson: str
    title: str
    video: str
    seconds: int
    module: str | None
    module_title: str | None
    sheet: str | None
    sheet_being_written: bool
    seen: bool
    position: int
    help: VideoHelp


@frozen
class ProgressView:
    """How far a person is with a course."""

    course: str
    percent: int
    finished: bool
    lessons_seen: int
    lessons: int
    watch_seconds: int
    themes: tuple[ThemeProgress, ...]
    workshops: tuple[WorkshopItem, ...]
    missing: tuple[MissingView, ...]


@frozen
class VideoHelp:
    """What helps when a lesson's video does not play (SUP-3): `ledr_core.wording.video_advice` says it in words."""

    host: str | None
    """Who keeps the video: "Vimeo"; None when its link says nothing of it."""
    domains: tuple[str, ...]
    """What a firewall must allow, each with all under it."""
    contact: str
    """Where to ask for help."""
    advice: tuple[str, ...]
    """The grounds of `wording/videos.yaml` that apply, in the order in which to try them."""


@frozen
class NoteView:
    """What somebody noted on a module, as they typed it."""

    module: str
    title: str
    text: str
