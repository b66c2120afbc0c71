"""Questions as authors look for them, and as they name the right choices."""

from typing import Any

import pytest

from ledr_core import NotFound
from tests.integration.conftest import Rehearsal

COURSE = {
    "questions": [
        {"reference": reference, "kind": "programme", "theme": theme, "level": level, "text": text}
        | {"choices": ["a", "b", "c"], "right": [0]}
        for reference, theme, level, text in (
            ("q1", "t1", 1, "Rédiger l'annonce ?"),
            ("q2", "t2", 1, "Une annonce vide ?"),
            ("q3", "t1", 2, "Écrire l'accroche ?"),
        )
    ]
    + [
        {
            "reference": "p1",
            "kind": "practice",
            "lesson": "l1",
            "text": "Pourquoi ?",
            "choices": ["a", "b"],
            "right": [0],
        }
    ]
}


def furnished(ledr: Rehearsal) -> Any:
    ledr.a_course("autre", {"t2": "l3"})
    ledr.school.catalogue.load(by="staff", data=COURSE)
    return ledr.school.catalogue.questions


@pytest.mark.rule("CAT-8")
def test_questions_are_found_by_where_they_stand_and_by_their_words_page_by_page(stored: Rehearsal) -> None:
    questions = furnished(stored)

    def found(**given: Any) -> list[str]:
        return [one.reference for one in questions(by="staff", **given)]

    assert found() == ["p1", "q1", "q2", "q3"]
    assert (found(theme="t1"), found(kind="practice"), found(level=1)) == (["q1", "q3"], ["p1"], ["q1", "q2"])
    assert (found(theme="t1", level=2), found(theme="t2", level=2)) == (["q3"], [])
    assert (found(text="ANNONCE"), found(text="ann q1"), found(text="nonce"), found(text="?")) == (
        ["q1", "q2"],
        ["q1"],
        [],
        [],
    )
    assert (found(limit=2), found(limit=2, after="q1"), found(after="q3")) == (["p1", "q1"], ["q2", "q3"], [])
    assert (found(theme="t1", limit=1, after="q1"), found(text="annonce", limit=1, after="q1")) == (["q3"], ["q2"])
    stored.school.catalogue.put_question(by="staff", reference="q2", text="Autrement ?", withdrawn=True)
    assert (found(text="annonce"), found(text="autrement")) == (["q1"], ["q2"])
    for unknown in ({"theme": "t9"}, {"after": "q9"}):
        with pytest.raises(NotFound):
            found(**unknown)


def test_a_question_in_a_list_says_where_it_stands(ledr: Rehearsal) -> None:
    questions = furnished(ledr)

    programme, practice = questions(by="staff", text="q1")[0], questions(by="staff", kind="practice")[0]

    assert (programme.theme, programme.level, programme.lesson, programme.text) == (
        "t1",
        1,
        None,
        "Rédiger l'annonce ?",
    )
    assert (programme.kind, programme.public, programme.placement, programme.withdrawn) == ("programme",) + (False,) * 3
    assert (practice.theme, practice.level, practice.lesson) == (None, None, "l1")


@pytest.mark.rule("CAT-8")
def test_a_theme_that_is_deleted_takes_the_words_of_its_questions_along(stored: Rehearsal) -> None:
    questions = furnished(stored)

    stored.school.catalogue.delete_theme(by="staff", theme="t2")

    assert [one.reference for one in questions(by="staff", text="annonce")] == ["q1"]


@pytest.mark.parametrize("right", [["A", "C"], [0, 2], ["c", 0]])
def test_right_choices_are_named_by_letter_or_by_number(ledr: Rehearsal, right: list[Any]) -> None:
    catalogue = ledr.school.catalogue
    furnished(ledr)

    catalogue.load(by="staff", data={"questions": [{"reference": "q1", "right": right}]})
    catalogue.put_question(by="staff", reference="q2", right=right)

    dumped = {one["reference"]: one["right"] for one in catalogue.dump(by="staff")["questions"]}
    assert (dumped["q1"], dumped["q2"]) == ([0, 2], [0, 2])


def test_a_question_of_which_every_choice_is_right_is_told(ledr: Rehearsal) -> None:
    catalogue = ledr.school.catalogue
    furnished(ledr)
    wrong = {"reference": "q1", "right": ["A", "B", "C"]}

    loaded = catalogue.load(by="staff", data={"questions": [wrong, {"reference": "q2", "right": ["A", "B"]}]})
    put = catalogue.put_question(by="staff", reference="p1", right=[0, 1])

    assert [(one.ground, one.question) for one in loaded.warnings] == [("all right", "q1")]
    assert [(one.ground, one.question) for one in put.warnings] == [("all right", "p1")]


@pytest.mark.rule("CAT-7")
def test_a_check_says_of_every_part_what_would_change_and_whom_it_concerns(ledr: Rehearsal) -> None:
    furnished(ledr)
    ledr.a_session(kind="licence", members="lea max")
    ledr.clock.set("2026-11-20T09:00")
    data = {"lessons": [{"reference": "l1", "title": "Autre"}], "questions": [{"reference": "q1", "text": "Quoi ?"}]}

    checked = ledr.school.catalogue.load(by="staff", data=data, check_only=True)

    assert (checked.check_only, checked.updated, checked.errors) == (True, 2, ())
    assert [(one.kind, one.reference, one.fields, one.used_in, one.learners) for one in checked.changes] == [
        ("lesson", "l1", ("title",), ("m-t1", "t1", "recruter"), 2),
        ("question", "q1", ("text",), ("t1", "recruter"), 2),
    ]
    assert ledr.school.catalogue.questions(by="staff", text="q1")[0].text == "Rédiger l'annonce ?"
