"""What an author sees: courses, modules, where parts are used, how many questions there are, what a load did."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import attrs
from rich.text import Text

from ledr_cli.render import tables
from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders, renders_list_of
from ledr_cli.render.words import Words
from ledr_core.domain.assessments.settings import COMFORTABLE
from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.views.catalogue import (
    AboutView,
    CatalogueContent,
    CatalogueWarning,
    CertificationSheet,
    ChangeView,
    CourseItem,
    CourseSheet,
    ExportView,
    ImportView,
    LevelCount,
    LoadError,
    LoadView,
    ModuleItem,
    QuestionItem,
    RefusedQuestion,
    ThemeCounts,
    ThemeItem,
    UsageView,
    WrittenCatalogue,
)
from ledr_core.wording import Place, told, yaml12
from ledr_core.wording.speech import clean, cropped


@renders(LoadView)
def load(page: Page, load: LoadView) -> None:
    """What a load did, or would do, on one line, then what its author should know."""
    words = page.words
    counts = {"created": load.created, "updated": load.updated, "unchanged": load.unchanged}
    said = " · ".join(words.count(count, noun) for noun, count in counts.items())
    if load.errors:
        page.line(words.say("errors found", errors=words.count(len(load.errors), "error")))
    else:
        page.line(words.say("checked", counts=said) if load.check_only else said)
    for one in load.changes:
        if load.check_only or _shows_elsewhere(one):
            page.line(_changed(words, one, in_full=load.check_only))
    warnings(page, load.warnings)
    for error in load.errors:
        _wrong(page, error)


def _shows_elsewhere(one: ChangeView) -> bool:
    return len(one.used_in) > 1 and one.kind != "question"


def _changed(words: Words, one: ChangeView, *, in_full: bool) -> str:
    """What differs in a part, where that shows, and whom it concerns."""
    part = f"{words.value('kind', one.kind)} {one.reference}"
    fields, wholes = ", ".join(one.fields), ", ".join(one.used_in)
    alone = "changed course" if one.kind == "course" else "changed nowhere"
    name = "changed in" if not in_full else "changed fields" if wholes else alone
    said = words.say(name, part=part, fields=fields, wholes=wholes)
    return f"{said} ({words.count(one.learners, 'learner concerned')})"


def _wrong(page: Page, error: LoadError) -> None:
    """What is wrong, and what to do next."""
    wrong: Invalid | Refused = Invalid(error.field or "", error.ground, error.fact, file=error.file, line=error.line)
    if error.rule is not None:
        where = {"file": error.file, "line": error.line, "field": error.field}
        wrong = Refused(error.rule, error.ground, {**error.fact} | {name: one for name, one in where.items() if one})
    words = told(wrong, page.words.language, Place.COMMAND_LINE)
    rule = f" ({error.rule})" if error.rule else ""
    page.line(Text("✗ ", "bold red") + Text(f"{words.message}{rule}"))
    if words.help:
        page.line(f"  → {words.help}")


def warnings(page: Page, items: Sequence[CatalogueWarning]) -> None:
    """What an author should know, a line each."""
    for one in items:
        percent = None if one.percent is None else page.words.percent(one.percent)
        place = "" if one.line is None else f"{one.file}:{one.line} · "
        facts = attrs.asdict(one) | {"percent": percent, "place": place}
        page.line(Text("! ", "bold") + Text(page.words.say(one.ground, **facts)))


@renders(ImportView)
def imported(page: Page, view: ImportView) -> None:
    """What became of the questions of a file; then where it shows, what their author should know, what is refused."""
    words = page.words
    counts = {"created": view.created, "updated": view.updated, "unchanged": view.unchanged}
    said = " · ".join(words.count(count, f"{what} questions") for what, count in counts.items())
    page.line(words.say("checked", counts=said) if view.check_only else said)
    if view.used_in:
        learners = words.count(view.learners, "learner concerned")
        page.line(f"{words.say('questions shown', courses=', '.join(view.used_in))} ({learners})")
    if view.not_public:
        questions = words.count(view.not_public, "questions not public")
        page.line(Text("! ", "bold") + Text(words.say("not drawn", questions=questions)))
    for one in view.changes:
        page.line(_changed(words, one, in_full=True))
    warnings(page, view.warnings)
    if view.refused:
        _refused(page, view.refused)


def _refused(page: Page, items: Sequence[RefusedQuestion]) -> None:
    """Why questions are not taken, and what would do, each reason once: where those stand that it holds of."""
    words = page.words
    page.line(words.count(len(items), "refused questions"))
    reasons: dict[str, list[RefusedQuestion]] = {}
    for one in items:
        said = told(Invalid(one.field, one.ground, one.fact), words.language, Place.COMMAND_LINE)
        reasons.setdefault(" → ".join(filter(None, (said.message, said.help))), []).append(one)
    for reason, some in reasons.items():
        told_of = words.say("question refused", where=_places(words, some), reason=reason)
        page.line(Text("✗ ", "bold red") + Text(told_of))


def _places(words: Words, some: Sequence[RefusedQuestion]) -> str:
    """Where questions stand that are refused for one reason; how many they are, where a column is missing."""
    if some[0].ground == "no column for it":
        return words.count(len(some), "question")
    where = " · ".join(map(partial(_where, words), some[:_NAMED]))
    return where + (f" · {words.say('and more', count=len(some) - _NAMED)}" if len(some) > _NAMED else "")


_NAMED: Final = 10
"""Questions that are named with a reason that many are refused for; `--json` names all."""


def _where(words: Words, one: RefusedQuestion) -> str:
    return ", ".join(filter(None, (words.say("on line", line=str(one.line)), one.reference)))


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
    parts = " · ".join(said) or words.say("nothing in it")
    if not content.files:
        page.line(words.say("nothing to write"))
        return
    page.line(words.say("catalogue written", files=", ".join(content.files), parts=parts))


_SECTIONS: Final = {
    "lessons": "lesson",
    "modules": "module",
    "themes": "theme",
    "workshops": "workshop",
    "questions": "question",
    "courses": "course",
    "cases": "case",
}


@renders_list_of(CourseItem)
def courses(page: Page, items: Sequence[CourseItem]) -> None:
    """Courses to talk about, by title."""
    columns: tables.Columns[CourseItem] = {
        "title": lambda one: one.title,
        "reference": lambda one: one.reference,
        "aim": lambda one: one.about.aim,
    }
    tables.listing(page, items, "no course", columns)


@renders(CertificationSheet)
def sheet(page: Page, sheet: CertificationSheet) -> None:
    """What a certification is."""
    page.heading(sheet.title)
    facts = _certification(sheet.about, sheet.register, sheet.hours)
    if not facts:
        page.line(page.words.say("no sheet"))
    page.pairs([(page.words.label(key), page.words.value(key, fact)) for key, fact in facts.items()])


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
    return _certification(course.about, course.register, course.hours, course.case)


def _certification(
    about: AboutView, register: str | None, hours: int | None, case: str | None = None
) -> dict[str, object]:
    facts = {
        "register": register,
        "hours": hours,
        "case": case,
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


@renders_list_of(QuestionItem)
def questions(page: Page, items: Sequence[QuestionItem]) -> None:
    """Questions: what each is about, and whether it is drawn."""
    words = page.words
    if not items:
        page.line(words.say("no question listed"))
        return
    titles = [words.label("reference"), words.label("theme"), words.label("level"), words.label("text"), ""]
    page.table(titles, [_question(words, one) for one in items], right=[2])


def _question(words: Words, one: QuestionItem) -> list[str | Text]:
    said = {"public": one.public, "placement": one.placement, "withdrawn": one.withdrawn}
    notes = ", ".join(words.say(f"question {name}") for name, holds in said.items() if holds)
    return [
        one.reference,
        one.theme or one.lesson or "",
        words.value("level", one.level),
        cropped(clean(one.text)),
        notes,
    ]


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
