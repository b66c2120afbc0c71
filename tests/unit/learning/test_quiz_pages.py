"""Quizzes and notes as people read them in a terminal, in both languages."""

from datetime import date, datetime

import pytest
from attrs import evolve

from ledr_cli.render import write
from ledr_core.domain.kernel.moments import SCHOOL_ZONE
from ledr_core.views.learning import NoteView
from ledr_core.views.placement import PlacementAsked, PlacementResult, PlacementTheme, PlacementView
from ledr_core.views.quizzes import CorrectionView, QuizDueView, QuizQuestion, QuizResultView, QuizView

MORNING = datetime(2026, 11, 19, 9, tzinfo=SCHOOL_ZONE)
ASKED = QuizQuestion("p1", "Où chercher ?", ("Partout", "Ici", "Nulle part"))


def shown(
    capsys: pytest.CaptureFixture[str], result: object, language: str = "fr", declared: object = None
) -> list[str]:
    write(result, language, MORNING, declared=declared)
    return [line.rstrip() for line in capsys.readouterr().out.replace("\u00a0", " ").splitlines()]


@pytest.mark.parametrize(
    ("quiz", "language", "expected"),
    [
        (
            QuizDueView(due=True, seen=7, next_at=10),
            "fr",
            ["Un quiz t'attend.", "Le suivant vient à la 10e"],
        ),
        (
            QuizDueView(due=False, seen=0, next_at=5),
            "fr",
            ["aucune leçon vue", "Le prochain vient à la 5e"],
        ),
        (QuizDueView(due=False, seen=1, next_at=None), "fr", ["1 leçon vue du", "n'en a plus d'autre"]),
        (
            QuizDueView(due=True, seen=7, next_at=10),
            "en",
            ["A quiz is due.", "when 10 lessons are seen"],
        ),
    ],
)
def test_whether_a_quiz_is_due(
    capsys: pytest.CaptureFixture[str], quiz: QuizDueView, language: str, expected: list[str]
) -> None:
    text = "\n".join(shown(capsys, quiz, language))

    assert [part for part in expected if part not in text] == []


def test_a_quiz_shows_its_choices_by_number_and_how_to_answer(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, QuizView("z1", (ASKED, evolve(ASKED, text="Et après ?"))))

    assert lines[0].split("  ")[0] == "Quiz d'apprentissage"
    assert lines[2:6] == ["1. Où chercher ?", "   0  Partout", "   1  Ici", "   2  Nulle part"]
    assert "2. Et après ?" in lines
    assert lines[-1] == '   ledr quizzes finish z1 "[[0], [1, 2], …]"'


def test_a_result_shows_what_was_right_and_what_was_taken_not_by_colour_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    correction = CorrectionView(ASKED.reference, ASKED.text, ASKED.choices, (0, 1), (0, 1), True, "Tout est bon.")
    wrong = evolve(correction, chosen=(2,), correct=False, explanation="")

    lines = shown(capsys, QuizResultView(1, 3, (correction, wrong, evolve(wrong, chosen=()))))

    assert lines[0].endswith("1 sur 3")
    assert lines[1] == "Ce résultat se montre cette seule fois : lis-le tranquillement."
    assert lines[3:7] == ["✓ 1. Où chercher ?", "     → Partout", "     → Ici", "     Tout est bon."]
    assert lines[8:12] == ["✗ 2. Où chercher ?", "     → Partout", "     → Ici", "     ta réponse : Nulle part"]
    assert lines[-1] == "     sans réponse"


def test_a_placement_test_and_its_result_go_theme_by_theme(capsys: pytest.CaptureFixture[str]) -> None:
    asked = PlacementAsked("p1", "t1", "Sourcing", ASKED.text, ASKED.choices)
    lines = shown(capsys, PlacementView("a1", (asked, asked)))
    themes = (PlacementTheme("t1", "Sourcing", right=1, of=2),)
    result = shown(capsys, PlacementResult(date(2026, 11, 19), right=1, of=2, themes=themes))

    assert lines.count("Sourcing") == 1
    assert lines[-1] == '   ledr placement finish a1 "[[0], [1, 2], …]" --email E-MAIL'
    assert result[0].endswith("1 sur 2 · fait le 19 nov. 2026")
    assert result[-1].split() == ["Sourcing", "1", "sur", "2", "▇▇▇▇▇░░░░░"]


def test_notes_keep_their_lines(capsys: pytest.CaptureFixture[str]) -> None:
    note = NoteView("m1", "Bases", "un\n\n  deux")

    lines = shown(capsys, (note, note))

    assert [line.split("  ")[0] for line in lines[:1]] == ["Bases"]
    assert lines[1:4] == ["  un", "", "    deux"]
    assert shown(capsys, (), declared=tuple[NoteView, ...]) == ["Aucune note."]
