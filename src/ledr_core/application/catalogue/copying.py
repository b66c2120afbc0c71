"""Copying a module or a theme, so that it changes in one place and not in the others (CAT-15)."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, TypeAlias

from attrs import evolve

from ledr_core.application.catalogue.files import CourseEntry, Entry, ThemeEntry
from ledr_core.application.operating.texts import LONGEST, Mark
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.catalogue import Course, Module, Theme, must_be_its_own
from ledr_core.domain.catalogue.questions import Question
from ledr_core.domain.kernel.errors import Invalid, NotFound, Refused
from ledr_core.domain.kernel.identifiers import ModuleId, QuestionId, ThemeId

CopiedKindName: TypeAlias = Literal["module", "theme"]
"""A `CopiedKind` by its value."""


class CopiedKind(StrEnum):
    """What can be copied."""

    _value_: CopiedKindName

    MODULE = "module"
    THEME = "theme"


def copied_module(work: Work, reference: str, new_reference: str, course: Course | None) -> list[Entry]:
    """Keep a copy of a module; gives the themes of the course that are to have it in the place of the module.

    Raises NotFound, Refused CAT-2 (the reference is taken) and CAT-15: a theme of the course is used in others too.
    """
    catalogue = work.unit.catalogue
    module = catalogue.modules([reference]).get(reference)
    if module is None:
        raise NotFound("module", reference)
    _must_be_free("module", *catalogue.modules([new_reference]))
    copy = evolve(module, id=ModuleId(work.ports.chance.identifier()), reference=new_reference)
    catalogue.add(copy)
    changed = [] if course is None else _themes_with(work, course, module)
    references = catalogue.references([part for theme in changed for part in theme.modules])
    names = references | {module.id: new_reference}
    return [ThemeEntry(theme.reference, modules=[names[part] for part in theme.modules]) for theme in changed]


def copied_theme(work: Work, reference: str, new_reference: str, course: Course | None) -> list[Entry]:
    """Keep a copy of a theme with its questions; gives the course, which is to have it in the place of the theme.

    Raises NotFound, also when the course does not have the theme, Refused CAT-2 when its reference or that of a
    question is taken, and Invalid (`new_reference`) when that of a question would be too long.
    """
    catalogue = work.unit.catalogue
    theme = catalogue.themes([reference]).get(reference)
    if theme is None or (course is not None and theme.id not in course.themes):
        raise NotFound("theme", reference)
    _must_be_free("theme", *catalogue.themes([new_reference]))
    questions = {_new_name(one, new_reference): one for one in catalogue.questions_of(theme.id)}
    _must_be_free("question", *catalogue.questions(questions))
    copy = evolve(theme, id=ThemeId(work.ports.chance.identifier()), reference=new_reference)
    catalogue.add(copy)
    for name, question in questions.items():
        identifier = QuestionId(work.ports.chance.identifier())
        catalogue.add(evolve(question, id=identifier, reference=name, theme=copy.id, edition=1))
    if course is None:
        return []
    names = catalogue.references(course.themes) | {theme.id: new_reference}
    return [CourseEntry(course.reference, themes=[names[part] for part in course.themes])]


def _must_be_free(kind: str, *taken: str) -> None:
    if taken:
        raise Refused("CAT-2", "reference taken", {"kind": kind, "reference": min(taken)})


def _new_name(question: Question, new_reference: str) -> str:
    name = f"{new_reference}-{question.reference}"
    if len(name) > LONGEST[Mark.NAME]:
        facts = {"question": question.reference, "length": len(name), "most": LONGEST[Mark.NAME]}
        raise Invalid("new_reference", "too long with a question", facts)
    return name


def _themes_with(work: Work, course: Course, module: Module) -> list[Theme]:
    """The themes of a course that have the module, each of that course alone. Raises NotFound, Refused CAT-15."""
    catalogue = work.unit.catalogue
    having = [one for one in catalogue.wholes([module.id])[module.id] if one in course.themes]
    found = list(catalogue.themes(catalogue.references(having).values()).values())
    if not found:
        raise NotFound("module", module.reference)
    for theme in found:
        using = catalogue.references(catalogue.courses_using(themes=[theme.id])).values()
        must_be_its_own(theme, course, list(catalogue.courses(using).values()))
    return found
