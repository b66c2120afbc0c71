"""What every keeping of the catalogue and of files promises; a subclass brings the fixture `store`, empty and ready."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

import pytest
from attrs import evolve

from ledr_core.domain.assessments.settings import AssessmentSettings
from ledr_core.domain.catalogue.catalogue import Attached, Backgrounds, Course, Lesson, Module
from ledr_core.domain.catalogue.outline import Outline
from ledr_core.domain.catalogue.questions import Question, QuestionKind, Wording
from ledr_core.domain.kernel.identifiers import CaseId, CourseId, LessonId, ModuleId, QuestionId, ThemeId
from ledr_core.ports.catalogue import Catalogue
from ledr_core.ports.unit import Store, UnitOfWork
from ledr_core.testing.builders import a_person
from ledr_core.testing.contracts.ordinary_school import RECRUTER, SHEET, furnished, must_conflict, reading

ONE_LEVEL: Final = AssessmentSettings(levels=1, points=((20, 12),))
"""An assessment of which three questions are enough."""
CHANGES: Final[Mapping[str, Callable[[Catalogue], None]]] = {
    "course": lambda catalogue: setattr(catalogue.courses()["recruter"], "title", "Recruter mieux"),
    "themes": lambda catalogue: setattr(catalogue.courses()["recruter"], "themes", ()),
    "theme": lambda catalogue: setattr(catalogue.themes()["t1"], "optional", True),
    "lessons": lambda catalogue: setattr(catalogue.modules()["m1"], "lessons", (LessonId("l2"),)),
    "lesson": lambda catalogue: setattr(catalogue.lessons()["l1"], "seconds", 77),
    "bank": lambda catalogue: setattr(catalogue.questions()["q1"], "withdrawn", True),
    "one question less": lambda catalogue: catalogue.remove(catalogue.questions()["q1"]),
}
"""What changes the outline of a course."""


class _GivenUp(Exception):
    """A unit that leaves nothing."""


def _question(reference: str) -> Question:
    wording = Wording("Pourquoi ?", ("a", "b"), (0,))
    return Question(
        QuestionId(reference), reference, QuestionKind.PROGRAMME, wording, theme=ThemeId("t1"), level=1, public=True
    )


def _outline(store: Store) -> tuple[Outline, Mapping[LessonId, int]]:
    with reading(store) as unit:
        return _seen(unit)


def _seen(unit: UnitOfWork) -> tuple[Outline, Mapping[LessonId, int]]:
    outline = unit.catalogue.outline(RECRUTER, ONE_LEVEL)
    return outline, outline.seconds


class CatalogueContract:
    """The contract of `ledr_core.ports.catalogue`."""

    def test_the_catalogue(self, store: Store) -> None:
        """Parts by reference, wholes with their parts in order, and a course as progress sees it."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.catalogue.add(Lesson(LessonId("l3"), "l3", "Suite", "https://v/3", 60, True))
            module = unit.catalogue.modules(["m1"])["m1"]
            module.lessons, module.sheet, module.title = (LessonId("l3"), LessonId("l2")), SHEET, "Basés"

        with reading(store) as unit:
            assert unit.catalogue.modules() == {
                "m1": Module(ModuleId("m1"), "m1", "Basés", (LessonId("l3"), LessonId("l2")), SHEET)
            }
            assert list(unit.catalogue.lessons()) == ["l1", "l2", "l3"]
            assert unit.catalogue.lessons(["l3", "l9"]) == {
                "l3": Lesson(LessonId("l3"), "l3", "Suite", "https://v/3", 60, True)
            }
            outline = unit.catalogue.outline(RECRUTER, AssessmentSettings())
            assert (outline.reference, outline.lessons, outline.seconds) == (
                "recruter",
                ("l3", "l2"),
                {"l3": 60, "l2": 100},
            )
            first = unit.catalogue.places(RECRUTER)[0]
            assert (first.theme, first.module, first.module_title, first.sheet) == ("t1", "m1", "Basés", SHEET.name)
            assert [one.lesson for one in unit.catalogue.places(RECRUTER)] == ["l3", "l2"]
            assert [(one.reference, one.title) for one in unit.catalogue.demo_places()] == [("l3", "Suite")]
            assert unit.catalogue.titles([LessonId("l3"), RECRUTER, QuestionId("x")])[LessonId("l3")] == ("l3", "Suite")
            assert unit.catalogue.courses_using([LessonId("l3")], [], []) == [RECRUTER]
            assert unit.catalogue.courses_using([LessonId("l1")], [], []) == []
            assert unit.catalogue.courses_using([], [ModuleId("m1")], [ThemeId("t1")]) == [RECRUTER]
            assert unit.catalogue.references([LessonId("l3")]) == {"l3": "l3"}
            assert unit.catalogue.wholes([LessonId("l3"), LessonId("l1"), ModuleId("m1"), ThemeId("t1"), RECRUTER]) == {
                "l3": ["m1"],
                "l1": [],
                "m1": ["t1"],
                "t1": [RECRUTER],
                RECRUTER: [],
            }

    def test_parts_that_do_not_exist(self, store: Store) -> None:
        """One asked for by itself is missed; among many, it is left out, or has nothing."""
        furnished(store)
        with store.begin(reads=False) as unit:
            catalogue, nothing = unit.catalogue, CourseId("x")
            for missed in (
                lambda: catalogue.lesson(LessonId("x")),
                lambda: catalogue.course(nothing),
                lambda: catalogue.case(CaseId("x")),
                lambda: catalogue.outline(nothing, AssessmentSettings()),
                lambda: catalogue.edition(QuestionId("x"), 1),
                lambda: catalogue.remove(Lesson(LessonId("x"), "x", "X", "https://v/x", 1)),
                lambda: unit.files.get("0" * 64),
                lambda: unit.files.printed("0" * 64),
            ):
                with pytest.raises(LookupError):
                    missed()
            assert (catalogue.lesson_named("x"), catalogue.module_of(LessonId("x"), RECRUTER)) == (None, None)
            assert catalogue.module_of(LessonId("l1"), nothing) == catalogue.module_of(LessonId("l1"), None)
            assert (catalogue.places(nothing), catalogue.titles([nothing])) == ([], {})
            assert (catalogue.has_lesson(RECRUTER, LessonId("x")), catalogue.cases_of(nothing)) == (False, [])
            assert catalogue.references([LessonId("x"), LessonId("l1")]) == {"l1": "l1"}
            assert catalogue.bank(ThemeId("x")) == catalogue.questions_of(ThemeId("x")) == []
            assert catalogue.bank_sizes([ThemeId("x")]) == {"x": {}}
            assert catalogue.bank_choices([ThemeId("x")]) == {"x": []}
            unit.files.drop_picture("0" * 64)

    @pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
    def test_an_outline_is_of_the_catalogue_as_last_flushed(
        self, store: Store, change: Callable[[Catalogue], None]
    ) -> None:
        """However often it was read before; what a unit gave up is in none."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.catalogue.courses()["recruter"].assessments = True
            for number in range(3):
                unit.catalogue.add(_question(f"q{number}"))
        before = _outline(store)
        with suppress(_GivenUp), store.begin(reads=False) as unit:
            change(unit.catalogue)
            unit.flush()
            changed = _seen(unit)
            raise _GivenUp
        given_up = _outline(store)

        with store.begin(reads=False) as unit:
            change(unit.catalogue)

        assert before == given_up != changed == _outline(store)

    def test_a_question_in_an_edition_that_is_not_a_former_one(self, store: Store) -> None:
        """Asks what it asks now."""
        furnished(store)
        question = Question(
            QuestionId("q1"), "q1", QuestionKind.PRACTICE, Wording("Pourquoi ?", ("a", "b"), (0,)), LessonId("l1")
        )
        with store.begin(reads=False) as unit:
            unit.catalogue.add(question)
        with store.begin(reads=False) as unit:
            unit.catalogue.questions(["q1"])["q1"].reword(Wording("Comment ?", ("a", "b"), (0,)))

        with reading(store) as unit:
            texts = [unit.catalogue.edition(QuestionId("q1"), edition).text for edition in (1, 2, 9)]
            assert texts == ["Pourquoi ?", "Comment ?", "Comment ?"]

    def test_questions_that_are_let_go(self, store: Store) -> None:
        """Are kept as they were flushed; asked for again they come from the database."""
        furnished(store)
        wording = Wording("Pourquoi ?", ("a", "b"), (0,))
        question = Question(QuestionId("q1"), "q1", QuestionKind.PRACTICE, wording, LessonId("l1"))
        with store.begin(reads=False) as unit:
            unit.catalogue.add(question)
            unit.flush()
            unit.catalogue.let_go([question])
            question.withdrawn = True
            again = unit.catalogue.questions(["q1"])["q1"]
            assert again is not question
            again.public = True

        with reading(store) as unit:
            kept = unit.catalogue.questions(["q1"])["q1"]
            assert (kept.withdrawn, kept.public, kept.wording) == (False, True, wording)

    def test_two_lessons_of_one_reference(self, store: Store) -> None:
        """CAT-2, in the database."""
        must_conflict(store, lambda unit: unit.catalogue.add(Lesson(LessonId("l9"), "l1", "T", "https://v", 1)))

    def test_a_picture_is_dropped_unless_it_serves_anywhere(self, store: Store) -> None:
        """As somebody's picture, a module's sheet, the printed form of another file, or a background."""
        with store.begin(reads=False) as unit:
            kept = {name: unit.files.put(name.encode()) for name in ("picture", "sheet", "background", "nothing")}
            unit.files.put(b"image", b"printed")
            kept["printed"] = hashlib.sha256(b"printed").hexdigest()
            unit.people.add(evolve(a_person(), picture=kept["picture"]))
            unit.catalogue.add(Module(ModuleId("m"), "m", "M", (), Attached("m.pdf", kept["sheet"])))
            backgrounds = Backgrounds(gold=Attached("or.png", kept["background"]))
            unit.catalogue.add(Course(CourseId("c"), "c", "C", (), certificate=backgrounds))

        with store.begin(reads=False) as unit:
            for sha256 in kept.values():
                unit.files.drop_picture(sha256)

        with reading(store) as unit:
            for name in ("picture", "sheet", "background", "printed"):
                assert unit.files.get(kept[name]) == name.encode()
            with pytest.raises(LookupError):
                unit.files.get(kept["nothing"])
