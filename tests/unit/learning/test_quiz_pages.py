"""Quizzes and notes as people read them in a terminal, in both languages."""

from datetime import datetime
from typing import Any

import pytest

from ledr_cli.render import write
from ledr_core.domain.kernel.moments import SCHOOL_ZONE

MORNING = datetime(2026, 11, 19, 9, tzinfo=SCHOOL_ZONE)
ASKED = {"reference": "p1", "text": "Où chercher ?", "choices": ["Partout", "Ici", "Nulle part"]}


def shown(capsys: pytest.CaptureFixture[str], name: str, data: Any, language: str = "fr") -> list[str]:
    write(name, data, language, MORNING)
    return [line.rstrip() for line in capsys.readouterr().out.replace("\u00a0", " ").splitlines()]


@pytest.mark.parametrize(
    ("data", "language", "expected"),
    [
        (
            {"due": True, "seen": 7, "next_at": 10},
            "fr",
            ["Un quiz t'attend.", "Le suivant vient à la 10e"],
        ),
        (
            {"due": False, "seen": 0, "next_at": 5},
            "fr",
            ["aucune leçon vue", "Le prochain vient à la 5e"],
        ),
        ({"due": False, "seen": 1, "next_at": None}, "fr", ["1 leçon vue du", "n'en a plus d'autre"]),
        (
            {"due": True, "seen": 7, "next_at": 10},
            "en",
            ["A quiz is due.", "when 10 lessons are seen"],
        ),
    ],
)
def test_whether_a_quiz_is_due(
    capsys: pytest.CaptureFixture[str], data: dict[str, Any], language: str, expected: list[str]
) -> None:
    text = "\n".join(shown(capsys, "quizzes.due", data, language))

    assert [part for part in expected if part not in text] == []


def test_a_quiz_shows_its_choices_by_number_and_how_to_answer(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, "quizzes.start", {"quiz": "z1", "questions": [ASKED, ASKED | {"text": "Et après ?"}]})

    assert lines[0].split("  ")[0] == "Quiz d'apprentissage"
    assert lines[2:6] == ["1. Où chercher ?", "   0  Partout", "   1  Ici", "   2  Nulle part"]
    assert "2. Et après ?" in lines
    assert lines[-1] == '   ledr quizzes finish z1 "[[0], [1, 2], …]"'


def test_a_result_shows_what_was_right_and_what_was_taken_not_by_colour_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    correction = ASKED | {"right": [0, 1], "chosen": [0, 1], "correct": True, "explanation": "Tout est bon."}
    wrong = correction | {"chosen": [2], "correct": False, "explanation": ""}
    data = {"right": 1, "of": 3, "corrections": [correction, wrong, wrong | {"chosen": []}]}

    lines = shown(capsys, "quizzes.finish", data)

    assert lines[0].endswith("1 sur 3")
    assert lines[1] == "Ce résultat se montre cette seule fois : lis-le tranquillement."
    assert lines[3:7] == ["✓ 1. Où chercher ?", "     → Partout", "     → Ici", "     Tout est bon."]
    assert lines[8:12] == ["✗ 2. Où chercher ?", "     → Partout", "     → Ici", "     ta réponse : Nulle part"]
    assert lines[-1] == "     sans réponse"


def test_a_placement_test_and_its_result_go_theme_by_theme(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ASKED | {"theme": "t1", "theme_title": "Sourcing"}
    lines = shown(capsys, "placement.start", {"attempt": "a1", "questions": [asked, asked]})
    themes = [{"theme": "t1", "title": "Sourcing", "right": 1, "of": 2}]
    result = shown(capsys, "placement.result", {"taken_on": "2026-11-19", "right": 1, "of": 2, "themes": themes})

    assert lines.count("Sourcing") == 1
    assert lines[-1] == '   ledr placement finish a1 "[[0], [1, 2], …]" --email E-MAIL'
    assert result[0].endswith("1 sur 2 · fait le 19 nov. 2026")
    assert result[-1].split() == ["Sourcing", "1", "sur", "2", "▇▇▇▇▇░░░░░"]


def test_notes_keep_their_lines(capsys: pytest.CaptureFixture[str]) -> None:
    note = {"module": "m1", "title": "Bases", "text": "un\n\n  deux"}

    lines = shown(capsys, "learning.notes", [note, note])

    assert [line.split("  ")[0] for line in lines[:1]] == ["Bases"]
    assert lines[1:4] == ["  un", "", "    deux"]
    assert shown(capsys, "learning.notes", []) == ["Aucune note."]
