"""What every place to keep quizzes, placement tests and notes promises. A subclass brings the fixture `store`."""

from __future__ import annotations

import pytest

from ledr_core.domain.catalogue.catalogue import Course, Lesson, Module, Theme
from ledr_core.domain.catalogue.questions import Question, QuestionKind, Wording
from ledr_core.domain.kernel.errors import Conflict
from ledr_core.domain.kernel.identifiers import (
    CourseId,
    LessonId,
    ModuleId,
    PersonId,
    PlacementId,
    QuestionId,
    QuizId,
    ThemeId,
)
from ledr_core.domain.learning.placement import PlacementQuestion, PlacementTest, ThemeScore
from ledr_core.domain.learning.practice_quiz import Answered, Practice, PracticeQuiz
from ledr_core.ports.paging import Page
from ledr_core.ports.quizzes import Wanted
from ledr_core.ports.unit import Store, UnitOfWork
from ledr_core.testing.contracts.ordinary_school import NOW, PRECISE, RECRUTER, furnished, reading

ANA, BOB = PersonId("ana"), PersonId("bob")


def a_question(name: str, **changes: object) -> Question:
    """A question on the lesson l1, whose reference and identifier are the name."""
    ordinary: dict[str, object] = {"kind": QuestionKind.PRACTICE, "wording": Wording(name, ("a", "b"), (0,))}
    place: dict[str, object] = {} if "theme" in changes else {"lesson": LessonId("l1")}
    return Question(id=QuestionId(name), reference=name, **(ordinary | place | changes))  # type: ignore[arg-type]


def keep(store: Store, *questions: Question) -> None:
    """Save questions in a furnished school."""
    furnished(store)
    with store.begin(reads=False) as unit:
        for question in questions:
            unit.catalogue.add(question)


def a_test(name: str = "one", **changes: object) -> PlacementTest:
    """A placement test of one question, begun by nobody in particular."""
    ordinary: dict[str, object] = {
        "id": PlacementId(name),
        "questions": (PlacementQuestion(QuestionId("q1"), 2, "t1"),),
        "seed": "é7",
        "started": PRECISE,
    }
    return PlacementTest(**(ordinary | changes))  # type: ignore[arg-type]


class QuestionPromises:
    """What may be asked."""

    def test_practice_questions_of_lessons(self, store: Store) -> None:
        """Withdrawn ones and those of the programme apart, by reference, and how many there are."""
        keep(
            store,
            a_question("q2"),
            a_question("q1", edition=3),
            a_question("q3", withdrawn=True),
            a_question("q4", lesson=LessonId("l2")),
            a_question("q5", kind=QuestionKind.PROGRAMME, theme=ThemeId("t1"), level=1, public=True, placement=True),
        )

        with reading(store) as unit:
            found = unit.questions.practice([LessonId("l1")])
            counts = unit.questions.practice_counts([LessonId("l1"), LessonId("l2"), LessonId("l3")])
            reaches_late = unit.questions.practice_reaches(1, [LessonId("l3"), LessonId("l4"), LessonId("l1")])
            reaches = [
                unit.questions.practice_reaches(number, [LessonId("l1"), LessonId("l2")]) for number in (2, 3, 4)
            ]

        assert [(one.id, one.reference, one.edition) for one in found] == [("q1", "q1", 3), ("q2", "q2", 1)]
        assert counts == {LessonId("l1"): 2, LessonId("l2"): 1}
        assert reaches == [True, True, False]
        assert reaches_late

    def test_questions_in_a_list(self, store: Store) -> None:
        """By reference, those wanted, with where they stand; withdrawn ones too."""
        programme = {"kind": QuestionKind.PROGRAMME, "theme": ThemeId("t1"), "public": True}
        keep(
            store,
            a_question("q2", level=1, **programme),
            a_question("q1", level=2, wording=Wording("Écris l'annonce", ("a", "b"), (0,)), **programme),
            a_question("q3", withdrawn=True, wording=Wording("annoncer", ("a", "b"), (0,))),
        )

        with reading(store) as unit:
            listed = unit.questions.listed
            everything = listed(Wanted())
            found = [
                [one.reference for one in listed(*given)]
                for given in (
                    (Wanted(theme=ThemeId("t1")),),
                    (Wanted(kind=QuestionKind.PRACTICE),),
                    (Wanted(level=2),),
                    (Wanted(text="ANN"),),
                    (Wanted(text="annonce q1"),),
                    (Wanted(text="..."),),
                    (Wanted(text="ann"), Page("q1", 1)),
                    (Wanted(), Page("q1", 1)),
                )
            ]
            with pytest.raises(LookupError):
                listed(Wanted(), Page("q9"))

        assert [(one.reference, one.lesson, one.theme, one.level, one.withdrawn) for one in everything] == [
            ("q1", None, "t1", 2, False),
            ("q2", None, "t1", 1, False),
            ("q3", "l1", None, None, True),
        ]
        assert found == [["q1", "q2"], ["q3"], ["q1"], ["q1", "q3"], ["q1"], [], ["q3"], ["q2"]]

    def test_questions_of_the_placement_test(self, store: Store) -> None:
        """Public, marked, not withdrawn, on a theme that a course has."""
        programme = {"kind": QuestionKind.PROGRAMME, "theme": ThemeId("t1"), "level": 2}
        marked = programme | {"public": True, "placement": True}
        keep(
            store,
            a_question("q1", **marked),
            a_question("q2", **(marked | {"public": False})),
            a_question("q3", **(marked | {"placement": False})),
            a_question("q4", **(marked | {"withdrawn": True})),
        )
        with store.begin(reads=False) as unit:
            unit.catalogue.add(Theme(ThemeId("t2"), "t2", "Nowhere", "#ffffff"))
            unit.catalogue.add(a_question("q5", **(marked | {"theme": ThemeId("t2")})))

        with reading(store) as unit:
            found = unit.questions.placement()

        assert [(one.id, one.theme, one.level) for one in found] == [("q1", "t1", 2)]

    def test_a_question_is_shown_as_it_was_asked(self, store: Store) -> None:
        """In its edition, whatever became of it."""
        keep(store, a_question("q1"), a_question("q2"))
        with store.begin(reads=False) as unit:
            question = unit.catalogue.questions(["q1"])["q1"]
            question.reword(Wording("other", ("c", "d", "e"), (2,), "why"))
            question.withdrawn = True

        with reading(store) as unit:
            before = unit.questions.shown({QuestionId("q1"): 1, QuestionId("q2"): 1})
            after = unit.questions.shown({QuestionId("q1"): 2})

        assert {one: shown.wording.text for one, shown in before.items()} == {"q1": "q1", "q2": "q2"}
        assert after[QuestionId("q1")].wording == Wording("other", ("c", "d", "e"), (2,), "why")
        assert after[QuestionId("q1")].reference == "q1"


class QuizPromises:
    """The practice quizzes of people."""

    def test_a_practice(self, store: Store) -> None:
        """Every field, again after each has changed; and of others nothing."""
        keep(store, a_question("q1"), a_question("q2"))
        quiz = PracticeQuiz(QuizId("z1"), 1, RECRUTER, {QuestionId("q2"): 1, QuestionId("q1"): 4}, PRECISE)
        with store.begin(reads=False) as unit:
            practice = unit.quizzes.of(ANA)
            practice.quizzes[quiz.id] = quiz

        with reading(store) as unit:
            assert unit.quizzes.of(ANA) == Practice(ANA, quizzes={quiz.id: quiz})
            assert list(unit.quizzes.of(ANA).quizzes[quiz.id].questions) == ["q2", "q1"]
            assert unit.quizzes.counted(ANA) == frozenset()
        with store.begin(reads=False) as unit:
            practice = unit.quizzes.of(ANA)
            practice.quizzes[quiz.id].finished = PRECISE
            practice.quizzes[QuizId("z2")] = PracticeQuiz(QuizId("z2"), 2, RECRUTER, {QuestionId("q1"): 4}, PRECISE)
            practice.counted = frozenset([LessonId("l2"), LessonId("l1")])
            practice.answered[QuestionId("q1")] = Answered(1, right=False)

        with reading(store) as unit:
            assert unit.quizzes.of(ANA) == practice
            assert unit.quizzes.counted(ANA) == practice.counted
            assert (unit.quizzes.of(BOB), unit.quizzes.counted(BOB)) == (Practice(BOB), frozenset())

    def test_two_units_that_change_a_practice_are_a_conflict(self, store: Store) -> None:
        """The second one to write."""
        keep(store)
        with store.begin(reads=False) as unit:
            unit.quizzes.of(ANA).counted = frozenset([LessonId("l1")])

        with store.join(None) as joined, joined.begin(reads=True) as first, joined.begin(reads=True) as second:
            first.quizzes.of(ANA).counted = frozenset()
            second.quizzes.of(ANA).counted = frozenset([LessonId("l2")])
            first.flush()
            with pytest.raises(Conflict):
                second.flush()

    def test_two_quizzes_under_way_are_impossible(self, store: Store) -> None:
        """Of one person."""
        keep(store)

        with pytest.raises(Conflict), store.begin(reads=False) as unit:
            quizzes = unit.quizzes.of(ANA).quizzes
            for number in (1, 2):
                quizzes[QuizId(f"z{number}")] = PracticeQuiz(QuizId(f"z{number}"), number, RECRUTER, {}, PRECISE)


class PlacementPromises:
    """The placement tests."""

    def test_a_placement_test(self, store: Store) -> None:
        """Every field, again after each has changed."""
        furnished(store)
        test = a_test()
        with store.begin(reads=False) as unit:
            unit.placements.add(test)

        with reading(store) as unit:
            assert unit.placements.get(test.id) == test
            assert unit.placements.get(PlacementId("other")) is None
        with store.begin(reads=False) as unit:
            changed = unit.placements.get(test.id)
            assert changed is not None
            changed.email, changed.person, changed.finished = "Zoë@Manpower.example", ANA, PRECISE
            changed.result = (ThemeScore("t1", "Culture", 3, 4),)
            changed.token_hash = "0" * 64

        with reading(store) as unit:
            assert unit.placements.get(test.id) == changed
            assert unit.placements.with_token("0" * 64) == changed
            assert unit.placements.with_token("1" * 64) is None

    def test_whether_one_was_taken(self, store: Store) -> None:
        """Finished, with that address whatever its case, or by that person."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.placements.add(a_test("begun", email="max@manpower.example"))
            unit.placements.add(a_test("done", email="Zoë@Manpower.example", finished=PRECISE))
            unit.placements.add(a_test("theirs", email="other@home.example", person=BOB, finished=PRECISE))

        with reading(store) as unit:
            taken = unit.placements.taken
            assert taken("ZOË@manpower.EXAMPLE")
            assert taken("bob@manpower.example", BOB)
            assert not taken("bob@manpower.example", ANA)
            assert not taken("bob@manpower.example")
            assert not taken("max@manpower.example")


class NotePromises:
    """What learners note down."""

    def test_notes(self, store: Store) -> None:
        """As typed, one a module, the last one written; none when it is empty."""
        furnished(store)
        text = "  1er jour :\r\n\tdemander « combien » 🎓\n"
        with store.begin(reads=False) as unit:
            unit.notes.put(ANA, ModuleId("m1"), "first", NOW.instant)
            unit.notes.put(ANA, ModuleId("m1"), text, PRECISE)
            unit.notes.put(BOB, ModuleId("m1"), "Bob's", PRECISE)

        with reading(store) as unit:
            (note,) = unit.notes.of(ANA, RECRUTER)
            assert (note.module, note.title, note.text, note.saved) == ("m1", "Bases", text, PRECISE)
        with store.begin(reads=False) as unit:
            unit.notes.put(ANA, ModuleId("m1"), "", PRECISE)

        with reading(store) as unit:
            assert unit.notes.of(ANA, RECRUTER) == []
            assert [note.text for note in unit.notes.of(BOB, None)] == ["Bob's"]

    def test_notes_stand_in_the_order_of_the_course(self, store: Store) -> None:
        """Its themes, and their modules; then those of other courses, by reference."""
        furnished(store)
        with store.begin(reads=False) as unit:
            a_course_of(unit, "a", "z", "m")
            for name in ("b", "m", "z", "a"):
                unit.notes.put(ANA, ModuleId(name), name, NOW.instant)

        with reading(store) as unit:
            assert [note.module for note in unit.notes.of(ANA, CourseId("other"))] == ["z", "m", "a", "b"]
            assert [note.module for note in unit.notes.of(ANA, None)] == ["a", "b", "m", "z"]


def a_course_of(unit: UnitOfWork, *modules: str) -> None:
    """The course `other` of the modules after the first, one a theme; the first and `b` are in none."""
    for name in (*modules, "b"):
        unit.catalogue.add(Module(ModuleId(name), name, name))
    for name in modules[1:]:
        unit.catalogue.add(Theme(ThemeId(f"t-{name}"), f"t-{name}", name, "#ffffff", modules=(ModuleId(name),)))
    unit.catalogue.add(Lesson(LessonId("l9"), "l9", "l9", "https://v/9", 1))
    themes = tuple(ThemeId(f"t-{name}") for name in modules[1:])
    unit.catalogue.add(Course(CourseId("other"), "other", "Other", themes))
    unit.flush()


class QuizzesContract(QuestionPromises, QuizPromises, PlacementPromises, NotePromises):
    """All of it."""
