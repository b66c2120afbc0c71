"""Assessments in the terminal: the question and what to type, the end, where somebody stands, questions to mend."""

from datetime import datetime
from typing import Any

import pytest

from ledr_cli.render import write
from ledr_core.domain.kernel.moments import SCHOOL_ZONE

MORNING = datetime(2026, 11, 19, 9, tzinfo=SCHOOL_ZONE)
QUESTION = {"reference": "c11", "text": "Que dit un besoin ?", "choices": ["un poste", "un prix"], "level": 2}
ATTEMPT: dict[str, Any] = {
    "attempt": "a1",
    "theme": "culture",
    "question": None,
    "finished": True,
    "score": 15,
    "passed": True,
    "validated": True,
    "counted": True,
    "time_up": False,
    "until": None,
}
WELL: dict[str, Any] = {
    "reference": "c11",
    "level": 1,
    "asked": 40,
    "right_share": 0.8,
    "discrimination": 0.21,
    "exposure": 0.25,
    "warnings": [],
}


def shown(capsys: pytest.CaptureFixture[str], name: str, data: Any, language: str = "fr") -> str:
    write(f"assessments.{name}", data, language, MORNING)
    return capsys.readouterr().out.replace("\u00a0", " ")


def test_a_question_is_shown_with_its_choices_and_what_to_type(capsys: pytest.CaptureFixture[str]) -> None:
    waits = ATTEMPT | {"question": QUESTION, "finished": False, "until": "2026-11-19T08:20:00Z"}

    assert shown(capsys, "start", waits).splitlines() == [
        "culture · question de niveau 2",
        "Que dit un besoin ?",
        " 0  un poste",
        " 1  un prix",
        "Jusqu'au jeu. 19 nov. 09:20.",
        "→ réponds par un numéro, de 0 à 1 : ledr assessments answer a1 NUMÉRO",
    ]


@pytest.mark.rule("TA-7")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "✓ 15 out of 20: culture is validated. This score will not be shown again."),
        (
            {"score": 8, "passed": False, "validated": False},
            "8 out of 20: not passed yet. This score will not be shown again.",
        ),
        (
            {"score": 8, "passed": False},
            "8 out of 20: your best score stays, and culture stays validated. This score will not be shown again.",
        ),
        (
            {"score": None, "passed": False, "counted": False},
            "No question is left to ask: this attempt does not count, and the school's team is told.",
        ),
    ],
)
def test_the_end_says_what_it_came_to_and_that_the_score_is_shown_once(
    capsys: pytest.CaptureFixture[str], changes: dict[str, Any], said: str
) -> None:
    assert shown(capsys, "answer", ATTEMPT | changes, "en") == said + "\n"
    assert shown(capsys, "answer", ATTEMPT | changes | {"time_up": True}, "en") == f"Time is up.\n{said}\n"


def test_where_somebody_stands_says_why_not_or_what_to_type(capsys: pytest.CaptureFixture[str]) -> None:
    state = {"theme": "culture", "available": True, "under_way": False, "passed": False, "retake": False, "reasons": []}
    spent = {"rule": "TA-6", "met": False, "ground": "no retake left", "fact": {}}

    assert [
        shown(capsys, "state", state | changes).splitlines()[-1]
        for changes in (
            {},
            {"under_way": True},
            {"passed": True, "retake": True},
            {"passed": True, "available": False, "reasons": [spent]},
        )
    ] == [
        "→ pour le passer : ledr assessments start culture",
        "→ une tentative est en cours : ledr assessments start culture",
        "→ une tentative de plus peut améliorer la note : ledr assessments start culture",
        " ✗ ce quiz est réussi, et il ne reste pas de tentative pour améliorer ta note.   TA-6",
    ]


def test_questions_to_mend_come_first_with_their_warnings_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    unwell = WELL | {"reference": "c55", "level": 5, "warnings": ["too_easy", "shown_too_often"]}
    unasked = WELL | {"reference": "c12", "asked": 0, "right_share": None, "discrimination": None, "exposure": 0.0}

    lines = shown(capsys, "item_health", [WELL, unasked, unwell]).splitlines()

    assert lines[0] == "3 questions · 1 à revoir"
    assert [line.split()[0] for line in lines[3:6]] == ["c55", "c11", "c12"]
    assert lines[3].endswith("trop facile pour son niveau, montrée trop souvent")
    assert lines[5].split() == ["c12", "1", "0", "0", "%"]
    assert "un seul niveau" in lines[-1]
    assert shown(capsys, "item_health", []) == "Aucune question publique.\n"
