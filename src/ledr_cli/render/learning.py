"""Where a learner stands, a lesson on its page, and notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ledr_cli.render import workshops
from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders, renders_list_of
from ledr_cli.render.words import Words
from ledr_core.views.learning import (
    HomeView,
    LessonView,
    MissingView,
    NoteView,
    OutlineView,
    ProgressView,
    ThemeProgress,
)
from ledr_core.wording import video_advice

_BAR = 20


@renders(HomeView)
def home(page: Page, home: HomeView) -> None:
    """A learner's home: the course, how far, how long, and where to go on."""
    words = page.words
    page.heading(home.title or home.course, words.say("days left", days=words.count(home.remaining_days, "day")))
    page.line(_percent(words, home))
    if home.next_lesson:
        page.line(words.say("next lesson", lesson=home.next_lesson))
    if home.quiz_due:
        page.line(words.say("quiz due"))
    _themes(page, home.themes)
    _left(page, home.left)


@renders(OutlineView)
def outline(page: Page, outline: OutlineView) -> None:
    """The themes of a course with their modules and lessons, what is seen, and what is left."""
    words = page.words
    page.heading(outline.title or words.say("outline demo"))
    if not outline.themes:
        page.line(words.say("no theme" if outline.title else "no demo"))
    for theme in outline.themes:
        page.line()
        badge = "✓ " if theme.badge else ""
        note = " · " + words.say("optional") if theme.optional else ""
        page.heading(f"{badge}{theme.title}", words.percent(theme.percent) + note)
        for module in theme.modules:
            sheet = words.say("sheet to take" if module.sheet else "sheet to come")
            page.line(f"  {module.title} · {sheet}" if module.title else "")
            for lesson in module.lessons:
                page.line(f"    {'✓' if lesson.seen else '·'} {lesson.title}")
    _left(page, outline.left)


@renders(ProgressView)
def progress(page: Page, progress: ProgressView) -> None:
    """How far a person is with a course, and what is missing to finish it."""
    words = page.words
    page.heading(words.say("course", course=progress.course))
    seen = words.say("seen of", seen=progress.lessons_seen, all=progress.lessons)
    page.line(f"{_percent(words, progress)} · {seen} · {words.duration(progress.watch_seconds)}")
    _themes(page, progress.themes)
    if progress.workshops:
        page.line()
        page.heading(words.label("workshops"))
        workshops.table(page, progress.workshops)
    _left(page, progress.missing)


@renders(LessonView)
def lesson(page: Page, lesson: LessonView) -> None:
    """A lesson's page: where it stands, its video, and the summary sheet."""
    words = page.words
    page.heading(lesson.title, lesson.module_title or "")
    reached = words.say("lesson position", time=_clock(lesson.position)) if lesson.position else ""
    state = words.say("lesson seen") if lesson.seen else reached
    page.line(" · ".join(part for part in (_clock(lesson.seconds), state, lesson.video) if part))
    if lesson.sheet:
        page.line(words.say("sheet", sheet=lesson.sheet))
    elif lesson.sheet_being_written:
        page.line(words.say("sheet coming"))
    page.line()
    for sentence in video_advice(lesson.help, words.language):
        page.line(sentence)


@renders_list_of(NoteView)
def notes(page: Page, items: Sequence[NoteView]) -> None:
    """Each note under the title of its module, as it was typed."""
    if not items:
        page.line(page.words.say("no note"))
    for index, note in enumerate(items):
        if index:
            page.line()
        page.heading(note.title)
        for line in note.text.splitlines():
            page.line(f"  {line}")


def _left(page: Page, left: Sequence[MissingView]) -> None:
    if left:
        page.line()
        page.line(page.words.say("missing"))
        for one in left:
            page.line(f" ✗ {_missing(page.words, one)}   {one.rule}")


def _missing(words: Words, one: MissingView) -> str:
    sentence = _MISSING.get(one.rule)
    return words.say(sentence, what=one.what) if sentence else one.what


_MISSING: Final = {
    "LEARN-5": "missing assessment",
    "LEARN-6": "missing lessons",
    "LEARN-8": "missing themes",
    "LEARN-10": "missing copy",
    "TEST-4": "missing placement",
    "WORK-2": "missing workshops",
}
"""How what is missing is said, by its rule."""


def _themes(page: Page, themes: Sequence[ThemeProgress]) -> None:
    words = page.words
    rows = []
    for theme in themes:
        mark = "✓" if theme.validated else ""
        note = words.say("optional") if theme.optional else ""
        rows.append([mark, theme.title or theme.reference, words.percent(theme.percent), note])
    if rows:
        page.line()
        page.table(["", words.label("themes"), words.label("percent"), ""], rows, right=[2])


def _percent(words: Words, stand: HomeView | ProgressView) -> str:
    done = stand.percent * _BAR // 100
    finished = " · " + words.say("finished") if stand.finished else ""
    return f"{'▇' * done}{'░' * (_BAR - done)} {words.percent(stand.percent)}{finished}"


def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02}"
