"""What an author sees: courses, modules, where parts are used, how many questions there are, what a load did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.text import Text

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders, renders_list_of
from ledr_cli.render.words import Words
from ledr_core.domain.assessments.settings import COMFORTABLE
from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.views.catalogue import (
    CatalogueContent,
    CatalogueWarning,
    ChangeView,
    CourseSheet,
    ExportView,
    ImportView,
    LevelCount,
    LoadError,
    LoadView,
    ModuleItem,
    RefusedQuestion,
    ThemeCounts,
    ThemeItem,
    UsageView,
    WrittenCatalogue,
)
from ledr_core.wording import Place, told, yaml12


@renders(LoadView)
def load(page: Page, load: LoadView) -> None:
    """What a load did, on one line, then what its author should know."""
    counts = {"created": load.created, "updated": load.updated, "unchanged": load.unchanged}
    page.line(" · ".join(page.words.count(count, noun) for noun, count in counts.items()))
    for one in load.changes:
        _changed(page, one)
    warnings(page, load.warnings)
    for error in load.errors:
        page.line(Text("✗ ", "bold red") + Text(_wrong(page.words, error)))


def _changed(page: Page, one: ChangeView) -> None:
    """What differs in a part that is used in several places, and whom that concerns."""
    if len(one.used_in) > 1 and one.kind != "question":
        words = page.words
        part = f"{words.value('kind', one.kind)} {one.reference}"
        where = words.say("changed in", part=part, wholes=", ".join(one.used_in))
        page.line(f"{where} ({words.count(one.learners, 'learner concerned')})")


def _wrong(words: Words, error: LoadError) -> str:
    if error.rule is None:
        invalid = Invalid(error.field or "", error.ground, error.fact, file=error.file, line=error.line)
        return told(invalid, words.language).message
    place = "" if error.file is None else f"{error.file}:{error.line} · "
    return f"{place}{told(Refused(error.rule, error.ground, error.fact), words.language).message} ({error.rule})"


def warnings(page: Page, items: Sequence[CatalogueWarning]) -> None:
    """What an author should know, a line each."""
    for one in items:
        percent = None if one.percent is None else page.words.percent(one.percent)
        facts = {"course": one.course, "theme": one.theme, "workshop": one.workshop, "module": one.module}
        page.line(Text("! ", "bold") + Text(page.words.say(one.ground, **facts, percent=percent)))


@renders(ImportView)
def imported(page: Page, view: ImportView) -> None:
    """What became of the questions of a file; then where it shows, what their author should know, what is refused."""
    words = page.words
    counts = {"created": view.created, "updated": view.updated, "unchanged": view.unchanged}
    page.line(" · ".join(words.count(count, f"{what} questions") for what, count in counts.items()))
    if view.used_in:
        learners = words.count(view.learners, "learner concerned")
        page.line(f"{words.say('questions shown', courses=', '.join(view.used_in))} ({learners})")
    if view.not_public:
        questions = words.count(view.not_public, "questions not public")
        page.line(Text("! ", "bold") + Text(words.say("not drawn", questions=questions)))
    warnings(page, view.warnings)
    if view.refused:
        _refused(page, view.refused)


def _refused(page: Page, items: Sequence[RefusedQuestion]) -> None:
    """Each question that is not taken: where it stands, why, and what would do."""
    words = page.words
    page.line(words.count(len(items), "refused questions"))
    for one in items:
        said = told(Invalid(one.field, one.ground, one.fact), words.language, Place.COMMAND_LINE)
        reason = " → ".join(filter(None, (said.message, said.help)))
        where = ", ".join(filter(None, (words.say("on line", line=str(one.line)), one.reference)))
        page.line(Text("✗ ", "bold red") + Text(words.say("question refused", where=where, reason=reason)))


@renders(ExportView)
def exported(page: Page, view: ExportView) -> None:
    """How many questions went where."""
    questions = page.words.count(view.questions, "question")
    page.line(page.words.say("questions written", questions=questions, file=str(view.file)))


@renders(CatalogueContent)
def dump(page: Page, content: CatalogueContent) -> None:
    """The catalogue as a file says it, ready to be loaded."""
    for line in yaml12.dump(content).splitlines():
        page.line(line)


@renders(WrittenCatalogue)
def written(page: Page, content: WrittenCatalogue) -> None:
    """What a dump wrote into a folder: how much of everything."""
    words = page.words
    said = [words.count(len(content[section]), noun) for section, noun in _SECTIONS.items() if content[section]]
    page.line(words.say("catalogue written", parts=" · ".join(said) or words.say("nothing in it")))


_SECTIONS: Final = {
    "lessons": "lesson",
    "modules": "module",
    "themes": "theme",
    "workshops": "workshop",
    "questions": "question",
    "courses": "course",
    "cases": "case",
}


@renders(CourseSheet)
def course(page: Page, course: CourseSheet) -> None:
    """A course: its figures, its themes, its workshops, and the sheet of its certification."""
    words = page.words
    hours, minutes = divmod(course.seconds // 60, 60)
    length = f"{hours} h {minutes:02}" if hours else f"{minutes} min"
    page.heading(course.title, f"{words.count(course.lessons, 'lesson')} · {length}")
    page.line(" · ".join(_settings(words, course)))
    page.line()
    themes(page, course.themes)
    if course.workshops:
        page.line()
        page.pairs([(words.label("workshops"), ", ".join(course.workshops))])
    if facts := _facts(course):
        page.line()
        page.pairs([(words.label(key), words.value(key, fact)) for key, fact in facts.items()])


def _facts(course: CourseSheet) -> dict[str, object]:
    """What is known of its place in the register, and what the sheet of its certification says."""
    about = course.about
    facts = {
        "register": course.register,
        "hours": course.hours,
        "case": course.case,
        "for_whom": about.for_whom,
        "aim": about.aim,
        "skills": about.skills,
        "programme": about.programme,
    }
    return {key: fact for key, fact in facts.items() if fact}


def _settings(words: Words, course: CourseSheet) -> list[str]:
    said = [words.say("reference", reference=course.reference)]
    said += [words.say("certifying" if course.certifying else "not certifying")]
    said += [words.say("assessments")] if course.assessments else []
    if course.workshops_required:
        said.append(words.say("workshops required", workshops=words.count(course.workshops_required, "workshop")))
    said += [words.say("workshops locked")] if course.workshops_locked else []
    said += [words.say("community")] if course.community else []
    return said


@renders_list_of(ThemeItem)
def themes(page: Page, items: Sequence[ThemeItem]) -> None:
    """The themes of a course in order, each with a mark of its colour."""
    words = page.words
    if not items:
        page.line(words.say("no theme"))
        return
    titles = [words.label(key) for key in ("reference", "title", "colour", "modules")]
    page.table([*titles, ""], [_theme(words, one) for one in items])


def _theme(words: Words, one: ThemeItem) -> list[str | Text]:
    note = words.say("optional") if one.optional else ""
    colour = Text("■ ", one.colour) + Text(one.colour)
    return [one.reference, one.title, colour, ", ".join(one.modules), note]


@renders_list_of(ModuleItem)
def modules(page: Page, items: Sequence[ModuleItem]) -> None:
    """Modules, where each is used, and its summary sheet."""
    words = page.words
    if not items:
        page.line(words.say("no module"))
        return
    rows = [
        [
            one.reference,
            one.title,
            str(len(one.lessons)),
            ", ".join(one.used_in) or words.say("nowhere"),
            one.sheet or words.say("sheet being written"),
        ]
        for one in items
    ]
    page.table([words.label(key) for key in ("reference", "title", "lessons", "used_in", "sheet")], rows, right=[2])


@renders(ModuleItem)
def module(page: Page, module: ModuleItem) -> None:
    """One module."""
    modules(page, [module])


@renders(UsageView)
def usage(page: Page, usage: UsageView) -> None:
    """Where a part is used: a change shows in all of these."""
    words = page.words
    page.heading(f"{words.value('kind', usage.kind)} {usage.reference}")
    wholes = {
        "modules": usage.modules,
        "themes": usage.themes,
        "workshops": usage.workshops,
        "courses": usage.courses,
    }
    used = [(words.label(key), ", ".join(references)) for key, references in wholes.items() if references]
    if used:
        page.line(words.say("used in"))
        page.pairs(used)
    elif usage.kind != "course":
        page.line(words.say("used nowhere"))
    page.line(words.count(usage.learners, "learner concerned"))
    warnings(page, usage.warnings)


@renders_list_of(ThemeCounts)
def question_counts(page: Page, items: Sequence[ThemeCounts]) -> None:
    """Public questions by level: those short of the minimum with a sign and in red, comfortable ones with a sign."""
    words = page.words
    if not items:
        page.line(words.say("no theme"))
        return
    levels = [level.level for level in items[0].levels]
    rows: list[list[str | Text]] = [[one.theme, *map(_level, one.levels), _assessment(words, one)] for one in items]
    titles = [words.label("theme"), *(words.say("level", level=level) for level in levels), words.label("assessment")]
    page.table(titles, rows, right=range(1, len(levels) + 1))
    page.line()
    minimum = items[0].levels[0].minimum if levels else 0
    page.line(words.say("levels key", minimum=minimum, comfortable=COMFORTABLE))


def _level(level: LevelCount) -> Text:
    if not level.enough:
        return Text(f"✗ {level.count}", "bold red")
    return Text(f"✓ {level.count}" if level.count >= COMFORTABLE else str(level.count))


def _assessment(words: Words, one: ThemeCounts) -> str:
    if one.assessment:
        return words.value("", True)
    enough = all(level.enough for level in one.levels)
    return words.say("not wanted" if enough else "not enough")
