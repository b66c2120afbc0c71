"""Catalogue files: mistakes are named by file, line and field, what is dumped loads the same, large ones load whole."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ledr_adapters import open_rehearsal
from ledr_core import Invalid, School
from ledr_core.domain.kernel.texts import trimmed
from ledr_core.testing import FixedClock
from ledr_core.views import as_json
from ledr_core.wording import yaml12
from tests.documents import a_picture
from tests.generated import generated
from tests.integration.conftest import Rehearsal, refusal

GOOD = """\
lessons:
  - {reference: l1, title: Bonjour, video: "https://vimeo.com/1", seconds: 300}
modules:
  - {reference: m1, title: Bases, lessons: [l1]}
  - {reference: m2, title: Ailleurs, lessons: [l1]}
themes:
  - {reference: t1, title: Culture générale, colour: "#0b7285", modules: [m1]}
courses:
  - {reference: c1, title: Recruter, themes: [t1]}
"""
CASE = "cases:\n  - reference: k1\n    course: c1\n    questions:\n"
TWO = "      - {text: Quoi ?, maximum: 2}\n"

WRONG = {
    "a question of no kind": ("questions:\n  - {reference: q, text: Q, choices: [a, b], right: [0]}\n", 2, "kind"),
    "an unknown kind": ("questions:\n  - reference: q\n    kind: quiz\n", 3, "kind"),
    "an unknown lesson": (
        "questions:\n  - reference: q\n    kind: practice\n    lesson: l9\n    text: Q\n"
        "    choices: [a, b]\n    right: [0]\n",
        4,
        "lesson",
    ),
    "an unknown theme": (
        "questions:\n  - {reference: q, kind: programme, theme: t9, level: 1, text: Q, choices: [a, b], right: [0]}\n",
        2,
        "theme",
    ),
    "a practice question without lesson": (
        "questions:\n  - {reference: q, kind: practice, text: Q, choices: [a, b], right: [0]}\n",
        2,
        "lesson",
    ),
    "a practice question with a theme": (
        "questions:\n  - {reference: q, kind: practice, lesson: l1, theme: t1, text: Q, choices: [a, b], right: [0]}\n",
        2,
        "theme",
    ),
    "a programme question without level": (
        "questions:\n  - {reference: q, kind: programme, theme: t1, text: Q, choices: [a, b], right: [0]}\n",
        2,
        "level",
    ),
    "a level out of range": (
        "questions:\n  - reference: q\n    kind: programme\n    theme: t1\n    level: 6\n    text: Q\n"
        "    choices: [a, b]\n    right: [0]\n",
        5,
        "level",
    ),
    "a right choice that is none": (
        "questions:\n  - reference: q\n    kind: practice\n    lesson: l1\n    text: Q\n    choices: [a, b]\n"
        "    right:\n      - 2\n      - 0\n",
        8,
        "right[0]",
    ),
    "no right choice": (
        "questions:\n  - {reference: q, kind: practice, lesson: l1, text: Q, choices: [a, b], right: []}\n",
        2,
        "right",
    ),
    "one choice": (
        "questions:\n  - {reference: q, kind: practice, lesson: l1, text: Q, choices: [a], right: [0]}\n",
        2,
        "choices",
    ),
    "a choice twice": (
        "questions:\n  - {reference: q, kind: practice, lesson: l1, text: Q, choices: [a, b, a], right: [0]}\n",
        2,
        "choices",
    ),
    "an empty choice": (
        'questions:\n  - {reference: q, kind: practice, lesson: l1, text: Q, choices: [a, "\\u200b "], right: [0]}\n',
        2,
        "choices[1]",
    ),
    "nothing asked": (
        'questions:\n  - {reference: q, kind: practice, lesson: l1, text: "\\ufeff", choices: [a, b], right: [0]}\n',
        2,
        "text",
    ),
    "a workshop question that asks nothing": (
        'workshops:\n  - reference: w\n    title: W\n    questions:\n      - Quoi ?\n      - "\\u200b"\n',
        6,
        "questions[1]",
    ),
    "an unknown module of a workshop": ("workshops:\n  - {reference: w, title: W, modules: [m9]}\n", 2, "modules[0]"),
    "an unknown workshop": ("courses:\n  - reference: c1\n    workshops:\n      - w9\n", 4, "workshops[0]"),
    "a missing background": (
        "courses:\n  - reference: c1\n    certificate:\n      gold: or.png\n",
        4,
        "certificate.gold",
    ),
    "a background that is no image": (
        "courses:\n  - reference: c1\n    certificate:\n      silver: faux.png\n",
        4,
        "certificate.silver",
    ),
    "an unknown background": (
        "courses:\n  - reference: c1\n    certificate:\n      platinum: x\n",
        4,
        "certificate.platinum",
    ),
    "an unknown line of the sheet": ("courses:\n  - reference: c1\n    about:\n      goal: x\n", 4, "about.goal"),
    "a missing sheet": ("modules:\n  - reference: m1\n    sheet: fiches/m1.pdf\n", 3, "sheet"),
    "a sheet that is no PDF": ("modules:\n  - reference: m1\n    sheet: faux.png\n", 3, "sheet"),
    "a sheet that is a folder": ("modules:\n  - reference: m1\n    sheet: dossier\n", 3, "sheet"),
    "a case of no course": ("cases:\n  - {reference: k1, questions: []}\n", 2, "course"),
    "a case of an unknown course": ("cases:\n  - reference: k1\n    course: c9\n    questions: []\n", 3, "course"),
    "nine questions": (CASE + TWO * 9, 4, "questions"),
    "maxima of 19.75": (CASE + TWO * 9 + "      - {text: Quoi ?, maximum: 1.75}\n", 4, "questions"),
    "a maximum of a third": (
        CASE + TWO * 9 + "      - text: Quoi ?\n        maximum: 0.33\n",
        15,
        "questions[9].maximum",
    ),
    "a question without maximum": (CASE + TWO * 9 + "      - text: Quoi ?\n", 14, "questions[9].maximum"),
    "a case question that asks nothing": (
        CASE + TWO * 9 + '      - maximum: 2\n        text: ""\n',
        15,
        "questions[9].text",
    ),
}
REFUSED = {
    "CAT-3": (
        'themes:\n  - {reference: t2, title: T, colour: "#0B7285", modules: [m2]}\ncourses:\n'
        "  - {reference: c1, themes: [t1, t2]}\n",
        (2, 4),
    ),
    "LEARN-9": (
        'themes:\n  - {reference: t2, title: T, colour: "#111111"}\ncourses:\n  - {reference: c1, themes: [t1, t2]}\n',
        (2,),
    ),
    "WORK-8": ("# rien\ncourses:\n  - {reference: c1, workshops_required: 1}\n", (3,)),
    "CERT-4": ("# rien\ncourses:\n  - {reference: c1, certifying: true}\n", (3,)),
    "CASE-6": (
        "cases:\n"
        + "".join(
            f"  - reference: k{number}\n    course: c1\n    public: true\n    questions:\n" + TWO * 10
            for number in (1, 2)
        ),
        (18,),
    ),
}


def school(clock: FixedClock | None = None) -> School:
    return open_rehearsal("memory:", clock=clock or FixedClock("2026-11-19"))


def content(of: School) -> Any:
    return as_json(of.catalogue.dump(by="staff"))


def in_folder(folder: Path, text: str) -> str:
    """A file in a folder that also holds things that are not what they seem."""
    (folder / "faux.png").write_bytes(b"GIF89a")
    (folder / "dossier").mkdir(exist_ok=True)
    file = folder / "catalogue.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


@pytest.mark.rule("CAT-13")
@pytest.mark.parametrize("wrong", WRONG)
def test_a_mistake_is_named_by_file_line_and_field_and_changes_nothing(
    empty: Rehearsal, tmp_path: Path, wrong: str
) -> None:
    text, line, field = WRONG[wrong]
    empty.school.catalogue.load(by="staff", data=yaml.safe_load(GOOD))
    before = content(empty.school)
    section = text.partition(":")[0]
    change = 'lessons:\n  - {reference: l1, title: "Changé"}\n'
    file = in_folder(tmp_path, text + change)

    with pytest.raises(Invalid) as error:
        empty.school.catalogue.load(by="staff", file=file)

    assert (error.value.file, error.value.line) == (file, line)
    assert error.value.field == f"{section}[0].{field}"
    assert content(empty.school) == before


@pytest.mark.rule("CAT-13", "CAT-3", "LEARN-9", "WORK-8", "CERT-4", "CASE-6")
@pytest.mark.parametrize("rule", REFUSED)
def test_what_a_rule_refuses_at_the_end_of_a_load_names_file_and_line_and_changes_nothing(
    stored: Rehearsal, tmp_path: Path, rule: str
) -> None:
    text, lines = REFUSED[rule]
    stored.school.catalogue.load(by="staff", data=yaml.safe_load(GOOD))
    before = content(stored.school)
    file = in_folder(tmp_path, text)

    refused = refusal(lambda: stored.school.catalogue.load(by="staff", file=file))

    assert (refused.rule, refused.facts["file"]) == (rule, file)
    assert refused.facts["line"] in lines
    assert content(stored.school) == before


# What is dumped loads the same

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=12
).filter(lambda text: trimmed(text) == text != "")  # signs that nobody sees are not kept around it
LONG = st.lists(TEXT, min_size=1, max_size=2).map("\n".join)
FLAG = st.booleans()


@st.composite
def catalogues(draw: st.DrawFn) -> dict[str, Any]:
    """A small catalogue with all kinds of parts, all of them shared as chance will have it."""
    seconds, flags = st.integers(1, 5000), draw(st.lists(FLAG, min_size=12, max_size=12))
    lessons = [
        {
            "reference": f"l{n}",
            "title": draw(TEXT),
            "video": f"https://v/{n}",
            "seconds": draw(seconds),
            "demo": flags[n],
        }
        for n in range(draw(st.integers(1, 4)))
    ]
    names = [one["reference"] for one in lessons]
    modules: list[dict[str, Any]] = [
        {"reference": f"m{n}", "title": draw(TEXT), "lessons": draw(st.permutations(names)), "sheet": f"f/{n % 2}.pdf"}
        for n in range(draw(st.integers(1, 3)))
    ]
    of_modules = [one["reference"] for one in modules]
    some_modules = st.lists(st.sampled_from(of_modules), min_size=1, unique=True)
    themes = [
        {
            "reference": f"t{n}",
            "title": draw(TEXT),
            "colour": f"#{n:06x}",
            "optional": flags[n + 4],
            "modules": draw(some_modules),
        }
        for n in range(draw(st.integers(1, 3)))
    ]
    workshops = [
        {
            "reference": f"w{n}",
            "title": draw(TEXT),
            "modules": draw(st.lists(st.sampled_from(of_modules), unique=True)),
            "introduction_question": draw(st.just("") | LONG),
            "questions": draw(st.lists(LONG, max_size=2)),
        }
        for n in range(draw(st.integers(0, 2)))
    ]
    attached = draw(st.permutations([one["reference"] for one in workshops]))
    course = {
        "reference": "c0",
        "title": draw(TEXT),
        "themes": draw(st.permutations([one["reference"] for one in themes])),
        "workshops": attached,
        "workshops_required": draw(st.integers(0, len(attached))),
        "certifying": True,
        "assessments": flags[8],
        "community": flags[9],
        "certificate": {"gold": "a/image.png", "silver": "b/image.png", "bronze": "a/image.png"},
        "register": draw(st.just("") | TEXT),
        "hours": draw(st.integers(0, 99)),
        "about": {"for_whom": draw(st.just("") | LONG), "skills": draw(st.lists(TEXT, max_size=2))},
    }
    return {
        "lessons": lessons,
        "modules": modules,
        "themes": themes,
        "workshops": workshops,
        "questions": [draw(a_question(n, names, len(themes))) for n in range(draw(st.integers(0, 4)))],
        "courses": [course, {"reference": "c1", "title": "Deux", "themes": ["t0"]}],
        "cases": [draw(a_case(n)) for n in range(draw(st.integers(1, 2)))],
    }


@st.composite
def a_question(draw: st.DrawFn, number: int, lessons: list[str], themes: int) -> dict[str, Any]:
    """A question of either kind, withdrawn or not."""
    choices = draw(st.lists(LONG, min_size=2, max_size=4, unique=True))
    right = draw(st.lists(st.integers(0, len(choices) - 1), min_size=1, unique=True))
    place = draw(
        st.fixed_dictionaries({"kind": st.just("practice"), "lesson": st.sampled_from(lessons)})
        | st.fixed_dictionaries(
            {
                "kind": st.just("programme"),
                "theme": st.integers(0, themes - 1).map("t{}".format),
                "level": st.integers(1, 5),
                "public": FLAG,
                "placement": FLAG,
            }
        )
    )
    wording = {"text": draw(LONG), "choices": choices, "right": right, "explanation": draw(st.just("") | LONG)}
    return {"reference": f"q{number}", **place, **wording, "withdrawn": draw(FLAG)}


@st.composite
def a_case(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """A case whose maxima are any quarters that add up to 20; the first one is public."""
    maxima = [2.0] * 10
    for _ in range(3):
        one, other = draw(st.integers(0, 4)), draw(st.integers(5, 9))
        step = draw(st.sampled_from([0.25, -0.25, 0.5]))
        maxima[one], maxima[other] = maxima[one] + step, maxima[other] - step
    questions = [{"text": draw(LONG), "maximum": maximum, "rubric": draw(LONG)} for maximum in maxima]
    return {"reference": f"k{number}", "course": "c0", "public": number == 0, "questions": questions}


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that generated catalogues name: two contents under one name among them."""
    folder = tmp_path_factory.mktemp("catalogue")
    for name, written in {
        "f/0.pdf": b"%PDF-0",
        "f/1.pdf": b"%PDF-1",
        "a/image.png": a_picture(60, 40),
        "b/image.png": a_picture(40, 60),
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(written)
    return folder


@pytest.mark.rule("CAT-13")
@generated(8, 25)
@given(catalogue=catalogues())
def test_whatever_is_dumped_loads_as_the_same(around: Path, catalogue: dict[str, Any]) -> None:
    """From a folder into a fresh school, and as data into the same one, where nothing changes."""
    file, folder = around / "catalogue.yaml", around / "dump"
    file.write_text(yaml12.dump(catalogue), encoding="utf-8")
    folder.mkdir(exist_ok=True)
    one, other = school(), school()
    try:
        one.catalogue.load(by="staff", file=str(file))
        dumped = as_json(one.catalogue.dump(by="staff", folder=str(folder)))
        loaded = other.catalogue.load(by="staff", file=str(folder))
        again = one.catalogue.load(by="staff", data=dumped)

        assert content(other) == dumped == content(one)
        assert (loaded.updated, loaded.unchanged) == (0, 0)
        assert (again.created, again.updated) == (0, 0)
    finally:
        one.close()
        other.close()


@pytest.mark.rule("CAT-13")
def test_two_files_of_one_name_are_dumped_apart(stored: Rehearsal, tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}").mkdir()
        (tmp_path / f"{number}" / "fiche.pdf").write_bytes(b"%PDF-" + str(number).encode())
        stored.school.catalogue.put_module(
            by="staff", reference=f"m{number}", title="M", sheet=str(tmp_path / f"{number}" / "fiche.pdf")
        )
    (tmp_path / "dump").mkdir()

    stored.school.catalogue.dump(by="staff", folder=str(tmp_path / "dump"))
    fresh = school()
    fresh.catalogue.load(by="staff", file=str(tmp_path / "dump"))
    modules = {one["reference"]: one["sheet"] for one in content(fresh)["modules"] if "sheet" in one}
    fresh.close()

    assert {name: (tmp_path / "dump" / file).read_bytes() for name, file in modules.items()} == {
        "m1": b"%PDF-1",
        "m2": b"%PDF-2",
    }


# Large catalogues


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """The statements that reach any database."""
    statements: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        statements.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield statements
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


def large(lessons: int, questions: int) -> dict[str, list[dict[str, Any]]]:
    """A catalogue of so many lessons and questions in one course."""
    count = lessons // 5
    return {
        "lessons": [
            {"reference": f"l{n}", "title": f"Leçon {n}", "video": f"https://v/{n}", "seconds": 60}
            for n in range(lessons)
        ],
        "modules": [
            {"reference": f"m{n}", "title": f"M {n}", "lessons": [f"l{5 * n + part}" for part in range(5)]}
            for n in range(count)
        ],
        "themes": [
            {"reference": "t0", "title": "T", "colour": "#000000", "modules": [f"m{n}" for n in range(count)]},
        ],
        "questions": [
            {
                "reference": f"q{n}",
                "kind": "programme",
                "theme": "t0",
                "level": n % 5 + 1,
                "public": True,
                "text": f"Question {n} ?",
                "choices": ["a", "b", "c", "d"],
                "right": [n % 4],
            }
            for n in range(questions)
        ],
        "courses": [{"reference": "c0", "title": "C", "assessments": True, "themes": ["t0"]}],
    }


def in_files(folder: Path, catalogue: dict[str, list[dict[str, Any]]], files: int = 4) -> str:
    """The catalogue in a folder, its questions in several files, a line each."""
    folder.mkdir()
    parts = {section: entries for section, entries in catalogue.items() if section != "questions"}
    (folder / "catalogue.yaml").write_text(yaml.safe_dump(parts), encoding="utf-8")
    for number in range(files):
        lines = [f"  - {json.dumps(one)}\n" for one in catalogue["questions"][number::files]]
        (folder / f"questions-{number}.yaml").write_text("questions:\n" + "".join(lines), encoding="utf-8")
    return str(folder)


@pytest.mark.rule("CAT-13")
def test_the_statements_of_a_load_grow_by_chunks_and_not_by_rows(database_url: str) -> None:
    ledr = open_rehearsal(database_url, clock=FixedClock("2026-11-19"))
    counts = []
    for data in (large(20, 40), large(80, 160), large(80, 160)):
        with counted_statements() as statements:
            ledr.catalogue.load(by="staff", data=data)
        counts.append(len(statements))
    ledr.close()

    assert counts[1] <= counts[0] + 20  # where what changes is used is read too, once
    assert counts[2] <= counts[1]


@pytest.mark.rule("CAT-13")
@pytest.mark.parametrize(("lessons", "questions"), [(300, 3_000), pytest.param(2_000, 20_000, marks=pytest.mark.soak)])
def test_thousands_of_lessons_and_questions_load_as_one(
    database_url: str, tmp_path: Path, lessons: int, questions: int
) -> None:
    """All of them or none; a wrong line is named; a second load changes nothing; somebody who watches is told."""
    ledr = open_rehearsal(database_url, clock=FixedClock("2026-11-19"))
    folder = in_files(tmp_path / "grand", large(lessons, questions))
    everything = lessons + lessons // 5 + questions + 2  # modules, one theme and one course
    wrong = tmp_path / "grand" / "questions-2.yaml"
    right = wrong.read_text(encoding="utf-8")
    wrong.write_text(right.replace('"q1502",', '"q1502", "titel": "x",'), encoding="utf-8")
    told: list[tuple[int, int, str]] = []

    with pytest.raises(Invalid) as error:
        ledr.catalogue.load(by="staff", file=folder)
    assert (error.value.file, error.value.line) == (str(wrong), 2 + 1502 // 4)
    assert not any(content(ledr).values())

    wrong.write_text(right, encoding="utf-8")
    ledr.progress = lambda done, total, label: told.append((done, total, label))
    first = ledr.catalogue.load(by="staff", file=folder)
    second = ledr.catalogue.load(by="staff", file=folder)
    (counts,) = ledr.catalogue.question_counts(by="staff", course="c0")
    ledr.close()

    assert (first.created, first.updated, first.unchanged) == (everything, 0, 0)
    assert (second.created, second.updated, second.unchanged) == (0, 0, everything)
    assert ([level.count for level in counts.levels], counts.assessment) == ([questions // 5] * 5, True)
    assert {(5, 5, "reading"), (lessons, lessons, "lessons"), (questions, questions, "questions")} <= set(told)
