"""Banks of questions from elsewhere are taken, each question whole or not at all, and written out again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from ledr_adapters import open_rehearsal
from ledr_adapters.question_files import FilesByName
from ledr_core import Content, Invalid, NotFound, School
from ledr_core.ports.question_files import FoundQuestion
from ledr_core.testing import FixedClock
from ledr_core.views import as_json
from tests.integration.conftest import Rehearsal, address, grounds, refusal

HEADER = "reference,kind,theme,level,text,A,B,C,right,explanation,public\n"
GOOD = 'q1,programme,t1,2,Qui décide ?,Le manager,Le hasard,,A,"Oui.",oui\n'


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    with closing(open_rehearsal("memory:", clock=FixedClock("2026-11-19T09:00"))) as school:
        school.catalogue.load(
            by="staff",
            data={
                "lessons": [{"reference": "l1", "title": "L", "video": "https://v/1", "seconds": 60}],
                "modules": [{"reference": "m1", "title": "M", "lessons": ["l1"]}],
                "themes": [
                    {"reference": "t1", "title": "Culture", "colour": "#0b7285", "modules": ["m1"]},
                    {"reference": "t2", "title": "Annonces", "colour": "#c92a2a", "modules": ["m1"]},
                ],
                "courses": [{"reference": "c1", "title": "C", "themes": ["t1", "t2"], "assessments": True}],
            },
        )
        yield school


def take(school: School, text: str, name: str = "banque.csv", **more: Any) -> Any:
    if "mapping" in more:
        more["mapping"] = Content("sens.yaml", more["mapping"].encode())
    return school.catalogue.import_questions(by="staff", file=Content(name, text.encode()), **more)


def questions(school: School) -> dict[str, dict[str, Any]]:
    """The questions of the catalogue, by reference."""
    return {one["reference"]: one for one in school.catalogue.dump(by="staff")["questions"]}


def refused(view: Any) -> list[tuple[int, str | None, str]]:
    return [(one.line, one.reference, one.reason) for one in view.refused]


@pytest.mark.rule("CAT-13")
def test_each_row_is_taken_whole_or_named_with_its_reason(school: School) -> None:
    wrong = "q2,programme,t1,9,Qui ?,a,b,,A,,\nq3,programme,t9,1,Qui ?,a,b,,A,,\nq4,programme,t1,1,,a,b,,A,,\n"
    more = "q5,programme,t1,1,Qui ?,a,,,A,,\nq1,programme,t1,1,Encore ?,a,b,,A,,\n"
    more += "q6,,t1,1,Où ?,a,b,,C,,\nq7,quiz,t1,1,?,a,b,,A,,\n"

    view = take(school, HEADER + GOOD + wrong + more)

    assert (view.created, view.updated, view.unchanged, view.all_well) == (1, 0, 0, False)
    assert refused(view) == [
        (3, "q2", "level: 9 is out of range (allowed: 1 to 5)"),
        (4, "q3", "theme: no theme 't9' (allowed: a theme of this load or of the catalogue)"),
        (5, "q4", "text: is missing (allowed: needed at creation)"),
        (6, "q5", "choices: are too few or one is there twice (allowed: two or more different choices)"),
        (7, "q1", "reference: 'q1' is on line 2 of the file already (allowed: each question once)"),
        (8, "q6", "right: 'C' names what is no choice of the row (allowed: A, B)"),
        (9, "q7", "kind: 'quiz' is not one of them (allowed: practice, programme)"),
    ]
    assert questions(school) == {
        "q1": {
            "reference": "q1",
            "kind": "programme",
            "theme": "t1",
            "level": 2,
            "public": True,
            "placement": False,
            "text": "Qui décide ?",
            "choices": ["Le manager", "Le hasard"],
            "right": [0],
            "explanation": "Oui.",
        }
    }


@pytest.mark.rule("CAT-13")
def test_a_second_import_changes_what_differs_and_a_refused_row_changes_nothing_of_its_question(school: School) -> None:
    take(school, HEADER + GOOD)
    before = questions(school)

    again = take(school, HEADER + GOOD)
    half = take(school, HEADER + "q1,,t2,3,Autrement ?,seul,,,A,,non\n")
    assert questions(school) == before
    changed = take(school, "reference,A,B,right\nq1,Le manager,Personne,A\n")

    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    assert [one.field for one in half.refused] == ["choices"]
    assert (changed.created, changed.updated) == (0, 1)
    assert questions(school)["q1"] == before["q1"] | {"choices": ["Le manager", "Personne"]}


@pytest.mark.rule("CAT-13")
def test_a_question_of_which_every_choice_is_right_is_told_where_it_is_taken(school: School) -> None:
    rows = "q2,,t1,1,Qui ?,a,b,,AB,,\nq2,,t1,1,Encore ?,a,b,,AB,,\nq3,,t9,1,Qui ?,a,b,,AB,,\n"

    (warning,) = take(school, HEADER + GOOD + rows).warnings

    assert (warning.ground, warning.question, warning.file, warning.line) == ("all right", "q2", "banque.csv", 3)


@pytest.mark.rule("CAT-13")
def test_a_check_says_the_same_and_keeps_nothing(school: School) -> None:
    table = HEADER + GOOD + "q2,programme,t1,9,Qui ?,a,b,,A,,\n,,t1,1,Sans nom ?,a,b,,B,,\n"

    checked = take(school, table, check_only=True)
    assert questions(school) == {}

    assert as_json(checked) == as_json(take(school, table))
    assert len(questions(school)) == 2


def test_references_are_made_where_they_are_missing_and_the_same_each_time(school: School) -> None:
    first = "text,A,B,right\nQui décide ?,a,b,A\nQui décide ?,a,c,A\n"
    take(school, first, theme="t1", level=1)
    made = questions(school)

    again = take(school, first.replace("Qui décide", "qui  DÉCIDE").replace(",b,A", ",b,B"), theme="t1", level=2)
    twice = take(school, "text,A,B,right\nQui ?,a,b,A\nQui ?,b,a,B\n", theme="t1", level=1)

    assert len(made) == 2
    assert all(reference.startswith("q-") for reference in made)
    assert (again.created, again.updated) == (0, 2)
    assert {one["level"] for name, one in questions(school).items() if name in made} == {2}
    assert (twice.created, [(one.line, one.ground) for one in twice.refused]) == (1, [(3, "question before")])
    assert twice.refused[0].reference is not None


def test_what_a_row_does_not_say_is_said_beside_the_file(school: School) -> None:
    table = "kind,lesson,theme,level,text,A,B,right\n,,,,Un ?,a,b,A\n,,t2,3,Deux ?,a,b,A\n,l1,,,Trois ?,a,b,A\n"

    nowhere = take(school, table, check_only=True)
    taken = take(school, table, theme="t1", level=1)

    assert refused(nowhere)[0][2] == (
        "theme: is said neither by the file nor beside it"
        " (allowed: in the file (a column theme; in Moodle and GIFT, a tag theme:…),"
        " as theme beside it, or by a mapping file)"
    )
    assert (nowhere.created, taken.created, taken.refused) == (2, 3, ())
    placed = {one["text"]: (one["kind"], one.get("theme"), one.get("level")) for one in questions(school).values()}
    assert placed == {
        "Un ?": ("programme", "t1", 1),
        "Deux ?": ("programme", "t2", 3),
        "Trois ?": ("practice", None, None),
    }


GIFT = """$CATEGORY: $course$/top/Annonces/Difficiles

// [tag:public-oui]
Un ? {=a ~b}

// [tag:facile] [tag:theme:t1]
Deux ? {=a ~b}

$CATEGORY: Ailleurs

Trois ? {=a ~b}
"""
MAPPING = """categories:
  Annonces: {theme: t2, level: 1}
  Annonces/Difficiles: {level: 4}
tags:
  facile: {level: 2}
  public-oui: {public: true}
"""


def test_a_mapping_says_what_categories_and_tags_mean(school: School) -> None:
    view = take(school, GIFT, "banque.gift", mapping=MAPPING)

    placed = {one["text"]: (one["theme"], one["level"], one["public"]) for one in questions(school).values()}
    assert placed == {"Un ?": ("t2", 4, True), "Deux ?": ("t1", 2, False)}
    assert refused(view) == [
        (
            11,
            view.refused[0].reference,
            "theme: is said neither by the file, category “Ailleurs”, nor beside it"
            " (allowed: in the file (a column theme; in Moodle and GIFT, a tag theme:…),"
            " as theme beside it, or by a mapping file)",
        )
    ]
    assert take(school, GIFT, "banque.gift", mapping=MAPPING, theme="t1", level=1).created == 1


@pytest.mark.parametrize(
    ("mapping", "field", "line"),
    [
        ("categories:\n  A: {niveau: 1}\n", "categories.A.niveau", 2),
        ("categories:\n  A.B: {level: trois}\n", "categories.A.B.level", 2),
        ("tags:\n  a: 3\n", "tags.a", 2),
        ("tags: [a]\n", "tags", 1),
        ("etiquettes:\n  a: {level: 1}\n", "etiquettes", 1),
        ("- a\n", "file", 1),
        ("a: [\n", "file", 2),
    ],
)
def test_a_mapping_that_cannot_be_read(school: School, mapping: str, field: str, line: int) -> None:
    with pytest.raises(Invalid) as error:
        take(school, GIFT, "banque.gift", mapping=mapping)

    assert (error.value.field, error.value.file, error.value.line) == (field, "sens.yaml", line)


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [
        ("banque.pdf", "", "file"),
        ("banque.csv", HEADER + GOOD + '"jamais refermé', "file"),
        ("banque.xml", "<quiz><question type='essay'/>", "file"),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(school: School, name: str, text: str, field: str) -> None:
    with pytest.raises(Invalid) as error:
        take(school, text, name)

    assert error.value.field == field
    assert questions(school) == {}


def test_a_theme_or_a_level_that_there_is_not(school: School) -> None:
    with pytest.raises(NotFound):
        take(school, HEADER + GOOD, theme="t9")
    with pytest.raises(Invalid) as error:
        take(school, HEADER + GOOD, level=6)

    assert error.value.field == "level"


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "xml"])
def test_what_is_exported_is_imported_again(school: School, suffix: str) -> None:
    take(school, HEADER + GOOD + "q2,,t1,1,=1+1 ?,2,'=3,,AB,,\n")
    before = questions(school)

    exported = school.catalogue.export_questions(by="staff", theme="t1", file=Content(f"banque.{suffix}", b""))
    again = school.catalogue.import_questions(by="staff", file=exported.file)

    assert (exported.questions, exported.file.name) == (2, f"banque.{suffix}")
    assert (again.created, again.updated, again.unchanged, again.refused) == (0, 0, 2, ())
    assert questions(school) == before


def test_the_columns_of_an_export(school: School) -> None:
    take(school, HEADER + GOOD + 'q2,,t1,1,Qui ?,"=cmd()",-1,,"A,B",,\n')

    exported = school.catalogue.export_questions(by="staff", theme="t1")

    assert exported.file.data.decode().splitlines() == [
        "reference,kind,theme,level,text,A,B,C,D,right,explanation,public,placement,withdrawn",
        "q1,programme,t1,2,Qui décide ?,Le manager,Le hasard,,,A,Oui.,yes,no,no",
        "q2,programme,t1,1,Qui ?,'=cmd(),'-1,,,\"A,B\",,no,no,no",
    ]


def test_where_an_export_goes(school: School, tmp_path: Path) -> None:
    into = tmp_path / "banque.xlsx"
    stream = io.BytesIO()
    stream.name = "banque.xml"

    assert school.catalogue.export_questions(by="staff", theme="t1", file=into).file == str(into)
    school.catalogue.export_questions(by="staff", theme="t1", file=stream)

    assert into.read_bytes().startswith(b"PK")
    assert stream.getvalue().startswith(b"<?xml")
    with pytest.raises(Invalid):
        school.catalogue.export_questions(by="staff", theme="t1", file=tmp_path / "banque.pdf")
    assert not (tmp_path / "banque.pdf").exists()


@pytest.mark.rule("ROLE-11")
def test_banks_are_for_staff(school: School) -> None:
    school.companies.create(by="staff", name="Manpower")
    pilot = school.people.create(
        by="staff", email=address("pat"), first_name="P", last_name="P", role="pilot", company="Manpower"
    ).email

    for ask in (
        lambda: school.catalogue.import_questions(by=pilot, file=Content("b.csv", b"x")),
        lambda: school.catalogue.export_questions(by=pilot, theme="t1"),
    ):
        assert grounds(refusal(ask)) == ("ROLE-11", "role")


@pytest.mark.rule("CAT-6", "CAT-7", "TA-1")
def test_a_bank_gives_a_theme_its_assessment_and_learners_what_they_have_earned(stored: Rehearsal) -> None:
    """On both databases; with the warnings of a load."""
    stored.school.catalogue.put_course(by="staff", reference="recruter", assessments=True)
    table = "text,level,A,B,right,public\n" + "".join(
        f"Question {number} du niveau {level} ?,{level},a,b,A,oui\n" for level in range(1, 6) for number in range(5)
    )

    stored.a_session(members="lea max", holders="lea")

    view = take(stored.school, table, theme="t1")

    assert (view.created, view.refused) == (25, ())
    assert (view.used_in, view.learners, view.not_public) == (("recruter",), 2, 0)
    assert [(one.ground, one.theme) for one in view.warnings] == [("guess", "t1")]
    (counts,) = stored.school.catalogue.question_counts(by="staff", course="recruter")
    assert counts.assessment
    again = take(stored.school, table.replace(",a,b,A,oui", ",a,c,A,non"), theme="t1")
    assert (again.created, again.updated, again.not_public) == (0, 25, 25)
    same = take(stored.school, table.replace(",a,b,A,oui", ",a,c,A,non"), theme="t1")
    assert (same.unchanged, same.used_in, same.learners) == (25, (), 0)


@pytest.mark.rule("CAT-7")
def test_questions_for_practice_show_where_their_lesson_does(stored: Rehearsal) -> None:
    stored.a_session(members="lea max", holders="lea")
    table = "reference,kind,lesson,text,A,B,right\np1,practice,l1,Qui ?,a,b,A\n"

    view = take(stored.school, table)
    same = take(stored.school, table)

    assert (view.created, view.used_in, view.learners) == (1, ("recruter",), 2)
    assert (same.unchanged, same.used_in, same.learners) == (1, (), 0)


def test_a_bank_longer_than_what_is_in_the_memory_together(school: School) -> None:
    told: list[tuple[int, int, str]] = []
    school.progress = lambda *one: told.append(one)
    rows = [f"q{number},,t1,1,Question {number} ?,a,b,,A,,\n" for number in range(1_100)]
    rows[700] = rows[10]

    view = take(school, HEADER + "".join(rows))

    assert (view.created, refused(view)[0][:2]) == (1_099, (702, "q10"))
    assert told == [(500, 1_100, "questions"), (1_000, 1_100, "questions"), (1_100, 1_100, "questions")]


class ReadSlowly(FilesByName):
    """Reads a file while somebody else writes, and gives a question that they write about."""

    def __init__(self, other: School) -> None:
        self.other = other

    def read(self, file: Content, language: str) -> Iterator[FoundQuestion]:
        for one in super().read(file, language):
            self.other.companies.create(by="staff", name=f"Entreprise {one.line}")
            yield one


def test_others_write_while_a_bank_is_read(tmp_path: Path) -> None:
    """The file is read before the transaction: a lock that is not waited for would end the other's writing."""
    with closing(open_rehearsal(f"sqlite:///{tmp_path}/ecole.db", lock_wait=0)) as other:
        school = School.over(evolve(other._desk.ports, question_files=ReadSlowly(other)))
        other.catalogue.load(by="staff", data={"themes": [{"reference": "t1", "title": "T", "colour": "#0b7285"}]})

        assert take(school, HEADER + GOOD).created == 1

        assert [one.name for one in other.companies.list(by="staff")] == ["Entreprise 2"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("b.csv", ""), ("b.csv", HEADER), ("b.xml", "<quiz></quiz>"), ("b.gift", "// rien\n"), ("b.tsv", "\n\n")],
)
def test_a_file_in_which_no_question_stands_is_told(school: School, name: str, text: str) -> None:
    view = take(school, text, name)

    assert (view.created, [(one.ground, one.file) for one in view.warnings]) == (0, [("no question in it", name)])


@pytest.mark.parametrize("level", [0, 6, -1, 11])
def test_a_level_that_the_school_does_not_have_is_told_those_that_it_has(school: School, level: int) -> None:
    with pytest.raises(Invalid) as error:
        take(school, HEADER + GOOD, level=level)

    assert (error.value.field, error.value.facts["lowest"], error.value.facts["highest"]) == ("level", 1, 5)


@pytest.mark.rule("CAT-7")
def test_a_check_says_what_would_change(school: School) -> None:
    take(school, HEADER + GOOD)
    table = HEADER + GOOD.replace("Qui décide ?", "Qui choisit ?") + GOOD.replace("q1", "q2")

    checked, done = take(school, table, check_only=True), take(school, table)

    assert [as_json(one) for one in checked.changes] == [
        {"kind": "question", "reference": "q1", "fields": ["text"], "used_in": ["t1", "c1"], "learners": 0}
    ]
    assert (checked.updated, done.updated, done.changes) == (1, 1, ())
