"""The catalogue: parts used in several wholes, and files that load whole or not at all."""

from functools import partial
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
import yaml

from ledr_adapters import open_rehearsal
from ledr_adapters.documents import FpdfDocuments
from ledr_core import Content, Invalid, NotFound, Refused
from ledr_core.application.catalogue.files import SECTIONS
from ledr_core.views import as_json
from tests.documents import a_picture
from tests.integration.conftest import Rehearsal, address, refusal

LEA = address("lea")
FILE = """\
lessons:
  - {reference: l1, title: Bonjour, video: "https://vimeo.com/1", seconds: 300, demo: true}
  - {reference: l2, title: Le besoin, video: "https://vimeo.com/2", seconds: 240}
modules:
  - {reference: m1, title: Bases, lessons: [l1, l2], sheet: fiches/m1.pdf}
themes:
  - {reference: t1, title: Culture générale, colour: "#0b7285", optional: false, modules: [m1]}
courses:
  - {reference: c1, title: Recruter, themes: [t1]}
"""
EMPTY: dict[str, Any] = {section: [] for section in SECTIONS}
PDF = b"%PDF-1.7\n"


def written(folder: Path, text: str, name: str = "parcours.yaml") -> str:
    """A catalogue file, and beside it the summary sheet that FILE names."""
    (folder / "fiches").mkdir(exist_ok=True)
    (folder / "fiches" / "m1.pdf").write_bytes(PDF)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def load(ledr: Rehearsal, file: str) -> tuple[int, int, int]:
    done = ledr.school.catalogue.load(by="staff", file=file)
    return done.created, done.updated, done.unchanged


def dumped(ledr: Rehearsal) -> Any:
    return as_json(ledr.school.catalogue.dump(by="staff"))


# CAT-1 and CAT-2: parts and wholes


@pytest.mark.rule("CAT-1")
def test_a_theme_a_module_and_a_lesson_each_belong_to_several_wholes(stored: Rehearsal) -> None:
    stored.school.catalogue.load(
        by="staff",
        data={
            "lessons": [{"reference": "x", "title": "X", "video": "https://v/x", "seconds": 10}],
            "modules": [
                {"reference": "ma", "title": "A", "lessons": ["x", "l1"]},
                {"reference": "mb", "title": "B", "lessons": ["x"]},
            ],
            "themes": [
                {"reference": "ta", "title": "A", "colour": "#111111", "modules": ["ma", "mb"]},
                {"reference": "tb", "title": "B", "colour": "#222222", "modules": ["mb"]},
            ],
            "courses": [
                {"reference": "ca", "title": "A", "themes": ["ta", "tb"]},
                {"reference": "cb", "title": "B", "themes": ["tb", "t1"]},
            ],
        },
    )
    usage = stored.school.catalogue.usage

    lesson, module, theme = (usage(by="staff", reference=part) for part in ("x", "mb", "tb"))

    assert (lesson.modules, lesson.themes, lesson.courses) == (("ma", "mb"), ("ta", "tb"), ("ca", "cb"))
    assert (module.themes, module.courses) == (("ta", "tb"), ("ca", "cb"))
    assert theme.courses == ("ca", "cb")
    assert usage(by="staff", reference="ta").courses == ("ca",)


@pytest.mark.rule("CAT-1")
def test_a_course_shows_its_themes_in_order_and_each_lesson_once(empty: Rehearsal) -> None:
    empty.a_course("c1", {"t2": "l1 l2", "t1": "l2 l3"}, seconds=60)

    sheet = empty.school.catalogue.course(by="staff", course="c1")

    assert [theme.reference for theme in sheet.themes] == ["t2", "t1"]
    assert (sheet.lessons, sheet.seconds) == (3, 180)
    assert empty.school.catalogue.themes(by="staff", course="c1") == sheet.themes


@pytest.mark.rule("CAT-2")
def test_a_theme_and_a_module_have_a_title_and_a_reference_of_their_own(ledr: Rehearsal) -> None:
    ledr.school.catalogue.put_module(by="staff", reference="m-t1", title="Bases")
    ledr.school.catalogue.put_theme(by="staff", reference="t1", title="Culture générale")

    theme = ledr.school.catalogue.course(by="staff", course="recruter").themes[0]
    module = ledr.school.catalogue.modules(by="staff", text="bas")[0]

    assert (theme.reference, theme.title) == ("t1", "Culture générale")
    assert (module.reference, module.title, module.used_in) == ("m-t1", "Bases", ("t1",))


@pytest.mark.rule("CAT-2")
@pytest.mark.parametrize("section", ["lessons", "modules", "themes", "courses"])
def test_a_reference_defined_twice_in_a_load_is_refused(empty: Rehearsal, tmp_path: Path, section: str) -> None:
    content = yaml.safe_load(FILE)
    content[section].append(dict(content[section][0], title="Encore"))

    with pytest.raises(Invalid) as error:
        load(empty, written(tmp_path, yaml.safe_dump(content)))

    assert error.value.field == f"{section}[{len(content[section]) - 1}].reference"
    assert dumped(empty) == EMPTY


@pytest.mark.rule("CAT-2")
def test_a_reference_is_unique_within_its_kind(empty: Rehearsal) -> None:
    empty.a_course("c1")

    empty.school.catalogue.put_module(by="staff", reference="m-t1", title="Le même")

    assert [module.title for module in empty.school.catalogue.modules(by="staff")] == ["Le même"]


@pytest.mark.rule("CAT-2")
def test_a_title_is_needed_at_creation_and_kept_when_left_out_later(empty: Rehearsal) -> None:
    with pytest.raises(Invalid) as error:
        empty.school.catalogue.put_module(by="staff", reference="m1")
    assert error.value.field == "title"

    empty.school.catalogue.put_module(by="staff", reference="m1", title="Bases")
    empty.school.catalogue.put_module(by="staff", reference="m1", lessons=[])

    assert empty.school.catalogue.modules(by="staff")[0].title == "Bases"


def test_what_is_not_in_the_catalogue_is_not_found(ledr: Rehearsal) -> None:
    for call, kind in (
        (lambda: ledr.school.catalogue.course(by="staff", course="x"), "course"),
        (lambda: ledr.school.catalogue.themes(by="staff", course="x"), "course"),
    ):
        with pytest.raises(NotFound) as error:
            call()
        assert (error.value.what, error.value.reference) == (kind, "x")
    with pytest.raises(NotFound):
        ledr.school.catalogue.usage(by="staff", reference="x")


# CAT-3: colours


@pytest.mark.rule("CAT-3")
@pytest.mark.parametrize("colour", ["#0b7285", "#0B7285"])
def test_a_colour_comes_once_in_a_course(empty: Rehearsal, colour: str) -> None:
    empty.a_course("c1", {"t1": "l1", "t2": "l2"})

    refused = refusal(lambda: empty.school.catalogue.put_theme(by="staff", reference="t2", colour=colour))

    assert refused.rule == "CAT-3"
    assert refused.facts["course"] == "c1"
    assert {refused.facts["theme"], refused.facts["other"]} == {"t1", "t2"}
    assert empty.school.catalogue.course(by="staff", course="c1").themes[1].colour == "#c92a2a"


@pytest.mark.rule("CAT-3")
def test_a_theme_joins_no_course_that_has_its_colour(stored: Rehearsal) -> None:
    stored.school.catalogue.load(
        by="staff",
        data={"themes": [{"reference": "t9", "title": "Neuf", "colour": "#0b7285", "modules": ["m-t1"]}]},
    )

    refused = refusal(lambda: stored.school.catalogue.put_course(by="staff", reference="recruter", themes=["t1", "t9"]))

    assert (refused.rule, refused.facts["course"]) == ("CAT-3", "recruter")
    assert [theme.reference for theme in stored.school.catalogue.themes(by="staff", course="recruter")] == ["t1"]


@pytest.mark.rule("CAT-3")
def test_two_courses_may_each_have_the_colour(ledr: Rehearsal) -> None:
    ledr.school.catalogue.load(
        by="staff",
        data={
            "themes": [{"reference": "t9", "title": "Neuf", "colour": "#0b7285", "modules": ["m-t1"]}],
            "courses": [{"reference": "c9", "title": "Neuf", "themes": ["t9"]}],
        },
    )

    assert ledr.school.catalogue.course(by="staff", course="c9").themes[0].colour == "#0b7285"


@pytest.mark.rule("CAT-3")
def test_two_themes_may_swap_their_colours_in_one_load(empty: Rehearsal) -> None:
    empty.a_course("c1", {"t1": "l1", "t2": "l2"})

    empty.school.catalogue.load(
        by="staff",
        data={"themes": [{"reference": "t1", "colour": "#c92a2a"}, {"reference": "t2", "colour": "#0b7285"}]},
    )

    assert [theme.colour for theme in empty.school.catalogue.themes(by="staff", course="c1")] == ["#c92a2a", "#0b7285"]


@pytest.mark.rule("CAT-3")
@pytest.mark.parametrize("colour", ["red", "#12345", "#1234567", "0b7285", "#gggggg", ""])
def test_what_is_no_colour_is_invalid(ledr: Rehearsal, colour: str) -> None:
    with pytest.raises(Invalid) as error:
        ledr.school.catalogue.put_theme(by="staff", reference="t1", colour=colour)

    assert error.value.field == "colour"


# CAT-4, CAT-6, CAT-11


@pytest.mark.rule("CAT-4")
def test_an_optional_theme_is_optional_in_all_its_courses_and_the_learner_is_told(ledr: Rehearsal) -> None:
    ledr.a_course("autre", {"t1": "l1 l2", "t2": "l3"})
    ledr.a_session(kind="licence", members="lea")

    ledr.school.catalogue.put_theme(by="staff", reference="t1", optional=True)

    for course in ("recruter", "autre"):
        assert ledr.school.catalogue.themes(by="staff", course=course)[0].optional
    assert ledr.school.learning.home(by=LEA).themes[0].optional


@pytest.mark.rule("CAT-6")
def test_a_change_to_a_course_applies_to_everyone_enrolled(stored: Rehearsal) -> None:
    stored.a_session(kind="licence", members="lea max")
    stored.watch("lea", "l1")

    stored.school.catalogue.load(
        by="staff",
        data={
            "lessons": [{"reference": "l3", "title": "Trois", "video": "https://v/3", "seconds": 10}],
            "modules": [{"reference": "m-t1", "lessons": ["l3", "l1", "l2"]}],
        },
    )

    for person, percent, following in ((LEA, 33, "l2"), (address("max"), 0, "l3")):
        home = stored.school.learning.home(by=person)
        assert (home.percent, home.next_lesson) == (percent, following)


@pytest.mark.rule("CAT-6", "LEARN-6")
def test_a_lesson_taken_away_can_validate_a_theme_for_those_who_saw_the_rest(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea max")
    ledr.watch("lea", "l1")

    ledr.school.catalogue.put_module(by="staff", reference="m-t1", lessons=["l1"])

    assert ledr.school.learning.progress(by=LEA).finished
    assert not ledr.school.learning.progress(by=address("max")).finished


@pytest.mark.rule("CAT-11")
@pytest.mark.parametrize("order", ["l1 l2 l3 l4", "l4 l3 l2 l1", "l3 l1 l4 l2"])
def test_lessons_are_taken_in_any_order(empty: Rehearsal, order: str) -> None:
    empty.a_course(themes={"t1": "l1 l2", "t2": "l3 l4"})
    empty.school.companies.create(by="staff", name="Manpower")
    empty.a_session(kind="licence", members="lea")

    empty.watch("lea", order)

    assert empty.school.learning.progress(by=LEA).finished


# CAT-7: what is used where


@pytest.mark.rule("CAT-7")
def test_changing_a_part_gives_back_where_it_is_used(ledr: Rehearsal) -> None:
    ledr.a_course("autre", {"t1": "l1 l2"})
    catalogue = ledr.school.catalogue

    assert catalogue.put_lesson(by="staff", reference="l1", title="Un").courses == ("autre", "recruter")
    assert catalogue.put_module(by="staff", reference="m-t1", title="Un").themes == ("t1",)
    assert catalogue.put_theme(by="staff", reference="t1", title="Un").courses == ("autre", "recruter")
    assert catalogue.put_lesson(by="staff", reference="neuf", title="N", video="https://v/n", seconds=1).courses == ()


@pytest.mark.rule("CAT-7")
def test_a_module_changed_once_is_changed_in_every_course(ledr: Rehearsal) -> None:
    ledr.a_course("autre", {"t8": "l1", "t9": "l2"})
    ledr.school.catalogue.put_theme(by="staff", reference="t8", modules=["m-t1"])

    ledr.school.catalogue.put_module(by="staff", reference="m-t1", lessons=["l1"])

    assert ledr.school.catalogue.course(by="staff", course="recruter").lessons == 1
    assert ledr.school.catalogue.course(by="staff", course="autre").lessons == 2


@pytest.mark.rule("CAT-8")
def test_modules_are_searched_by_title_and_reference(ledr: Rehearsal) -> None:
    for reference, title in (("m2", "Le Sourcing"), ("sourcing-3", "Trois"), ("m4", "Quatre")):
        ledr.school.catalogue.put_module(by="staff", reference=reference, title=title)

    found = ledr.school.catalogue.modules(by="staff", text="SOURCING")

    assert [module.reference for module in found] == ["m2", "sourcing-3"]
    assert ledr.school.catalogue.modules(by="staff", text="???") == ()
    assert len(ledr.school.catalogue.modules(by="staff")) == 4


# CAT-13: files


@pytest.mark.rule("CAT-13")
def test_a_file_loads_and_loads_again_unchanged(stored: Rehearsal, tmp_path: Path) -> None:
    file = written(tmp_path, FILE)

    assert load(stored, file) == (2, 3, 0)  # l1, l2 and t1 were there: see the fixture
    assert load(stored, file) == (0, 0, 5)


@pytest.mark.rule("CAT-13")
def test_a_second_load_updates_what_it_names_and_keeps_the_rest(empty: Rehearsal, tmp_path: Path) -> None:
    load(empty, written(tmp_path, FILE))

    counts = load(
        empty, written(tmp_path, 'lessons: [{reference: l1, title: "Bonsoir"}, {reference: l2, seconds: 240}]')
    )

    assert counts == (0, 1, 1)
    assert dumped(empty)["lessons"][0] == {
        "reference": "l1",
        "title": "Bonsoir",
        "video": "https://vimeo.com/1",
        "seconds": 300,
        "demo": True,
    }


@pytest.mark.rule("CAT-13")
def test_what_is_dumped_loads_into_a_fresh_school_as_the_same(empty: Rehearsal, tmp_path: Path) -> None:
    load(empty, written(tmp_path, FILE))
    empty.a_course("c2", {"t9": "l1 l9"}, optional=["t9"], demo=["l9"])
    (tmp_path / "sauvegarde").mkdir()

    returned = empty.school.catalogue.dump(by="staff", folder=str(tmp_path / "sauvegarde"))
    fresh = open_rehearsal("memory:", clock=empty.clock)
    fresh.catalogue.load(by="staff", file=str(tmp_path / "sauvegarde"))
    again = fresh.catalogue.dump(by="staff")
    fresh.close()

    assert as_json(again) == as_json(returned)
    assert len(as_json(returned)["lessons"]) == 3


@pytest.mark.rule("CAT-13")
def test_data_and_file_are_the_same(empty: Rehearsal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, FILE)
    monkeypatch.chdir(tmp_path)

    empty.school.catalogue.load(by="staff", data=yaml.safe_load(FILE))

    assert load(empty, file) == (0, 0, 5)


@pytest.mark.rule("CAT-13")
def test_a_folder_loads_as_one_whatever_the_order_of_its_files(empty: Rehearsal, tmp_path: Path) -> None:
    content = yaml.safe_load(FILE)
    for number, section in enumerate(("courses", "themes", "modules", "lessons")):
        written(tmp_path, yaml.safe_dump({section: content[section]}), f"{number}.yaml")
    written(tmp_path, "no catalogue at all: [", "notes.txt")

    assert load(empty, str(tmp_path)) == (5, 0, 0)


@pytest.mark.rule("CAT-13")
def test_a_reference_defined_in_two_files_of_a_folder_names_the_second(empty: Rehearsal, tmp_path: Path) -> None:
    written(tmp_path, FILE, "a.yaml")
    second = written(tmp_path, "lessons:\n  - {reference: l1, title: Autre, video: x, seconds: 1}\n", "b.yaml")

    with pytest.raises(Invalid) as error:
        load(empty, str(tmp_path))

    assert (error.value.file, error.value.line, error.value.field) == (second, 2, "lessons[0].reference")
    assert dumped(empty) == EMPTY


@pytest.mark.rule("CAT-13")
def test_yaml_is_read_as_version_1_2(empty: Rehearsal, tmp_path: Path) -> None:
    load(empty, written(tmp_path, "lessons: [{reference: no, title: 2026-11-19, video: 'on', seconds: 010}]"))

    (lesson,) = dumped(empty)["lessons"]
    assert (lesson["reference"], lesson["title"], lesson["video"], lesson["seconds"]) == ("no", "2026-11-19", "on", 10)


WRONG = {
    "a YAML error": ("lessons:\n  - {reference: l1\n  - oops\n", None, None),
    "a tab for an indent": ("lessons:\n\t- {reference: l1}\n", 2, None),
    "an unknown section": ("lessons: []\nlesson: []\n", 2, "lesson"),
    "an unknown field": ("lessons:\n  - reference: l1\n    titel: Bonjour\n", 3, "lessons[0].titel"),
    "a section that is no list": ("lessons:\n  reference: l1\n", None, "lessons"),
    "an entry that is no map": ("lessons:\n  - l1\n", 2, "lessons[0]"),
    "a document that is no map": ("- lessons\n", 1, None),
    "a missing reference": (
        "lessons:\n  - title: Bonjour\n    video: x\n    seconds: 1\n",
        None,
        "lessons[0].reference",
    ),
    "a missing title": (
        "lessons:\n  - {reference: a, title: A, video: x, seconds: 1}\n  - {reference: b, video: x, seconds: 1}\n",
        3,
        "lessons[1].title",
    ),
    "a missing video": ("lessons:\n  - {reference: a, title: A, seconds: 1}\n", 2, "lessons[0].video"),
    "text for a number": (
        "lessons:\n  - reference: l1\n    title: A\n    video: x\n    seconds: long\n",
        5,
        "lessons[0].seconds",
    ),
    "a flag for a number": (
        "lessons:\n  - reference: l1\n    title: A\n    video: x\n    seconds: true\n",
        5,
        "lessons[0].seconds",
    ),
    "no seconds at all": (
        "lessons:\n  - reference: l1\n    title: A\n    video: x\n    seconds: 0\n",
        5,
        "lessons[0].seconds",
    ),
    "a number for a flag": (
        "lessons:\n  - reference: l1\n    title: A\n    video: x\n    seconds: 1\n    demo: 1\n",
        6,
        "lessons[0].demo",
    ),
    "a number for a title": ("modules:\n  - reference: m1\n    title: 3\n", 3, "modules[0].title"),
    "a list that is text": ("modules:\n  - reference: m1\n    title: M\n    lessons: l1\n", 4, "modules[0].lessons"),
    "a dangling lesson": (
        "modules:\n  - reference: m1\n    title: M\n    lessons:\n      - l1\n      - l9\n",
        6,
        "modules[0].lessons[1]",
    ),
    "a dangling module": (
        'themes:\n  - {reference: t1, title: T, colour: "#111111", modules: [m9]}\n',
        2,
        "themes[0].modules[0]",
    ),
    "a dangling theme": ("courses:\n  - {reference: c1, title: C, themes: [t9]}\n", 2, "courses[0].themes[0]"),
    "a lesson twice in a module": (
        "modules:\n  - {reference: m1, title: M, lessons: [l1, l1]}\n",
        2,
        "modules[0].lessons[1]",
    ),
    "a colour that is none": (
        "themes:\n  - {reference: t1, title: T, colour: rouge, modules: []}\n",
        2,
        "themes[0].colour",
    ),
    "a duplicate key": ("lessons:\n  - reference: l1\n    reference: l2\n", 3, "lessons[0].reference"),
}


@pytest.mark.rule("CAT-13")
@pytest.mark.parametrize("wrong", WRONG)
def test_an_error_names_file_line_and_field_and_nothing_is_loaded(empty: Rehearsal, tmp_path: Path, wrong: str) -> None:
    text, line, field = WRONG[wrong]
    empty.school.catalogue.put_lesson(by="staff", reference="l1", title="Là", video="https://v/1", seconds=5)
    before = dumped(empty)
    file = written(tmp_path, "# un commentaire\n" + text)
    good = "lessons:\n  - {reference: bon, title: Bon, video: x, seconds: 1}\n"
    written(tmp_path, good, "a.yaml")

    for path in (file, str(tmp_path)):
        with pytest.raises(Invalid) as error:
            load(empty, path)
        assert error.value.file == file
        assert error.value.line is not None
        assert error.value.line > 1
        if line is not None:
            assert error.value.line == line + 1
        if field is not None:
            assert error.value.field == field
        assert f"{file}:{error.value.line}" in str(error.value)
    assert dumped(empty) == before


BROKEN_COURSES = {
    "CAT-3": """\
themes:
  - {reference: ta, title: A, colour: "#111111", modules: [m1]}
  - {reference: tb, title: B, colour: "#111111", modules: [m1]}
courses:
  - {reference: ca, title: A, themes: [ta, tb]}
""",
    "LEARN-9": """\
modules:
  - {reference: vide, title: Vide, lessons: []}
themes:
  - {reference: ta, title: A, colour: "#111111", modules: [vide]}
courses:
  - {reference: ca, title: A, themes: [ta]}
""",
}


@pytest.mark.rule("CAT-13", "CAT-3", "LEARN-9")
@pytest.mark.parametrize("rule", BROKEN_COURSES)
def test_a_rule_that_a_file_breaks_names_the_file_and_the_line(empty: Rehearsal, tmp_path: Path, rule: str) -> None:
    load(empty, written(tmp_path, FILE))
    before = dumped(empty)
    file = written(tmp_path, BROKEN_COURSES[rule], "cassé.yaml")

    refused = refusal(lambda: load(empty, file))

    assert refused.rule == rule
    assert refused.facts["course"] == "ca"
    assert dumped(empty) == before
    assert refused.facts.get("file") == file
    assert refused.facts.get("line") in (3, 4, 5, 6)


@pytest.mark.rule("CAT-13")
def test_nothing_of_a_load_stays_when_its_last_entry_is_wrong(stored: Rehearsal) -> None:
    before = dumped(stored)

    with pytest.raises(Invalid):
        stored.school.catalogue.load(
            by="staff",
            data={
                "lessons": [
                    {"reference": "l1", "title": "Autre"},
                    {"reference": "n", "title": "N", "video": "x", "seconds": 1},
                ],
                "courses": [{"reference": "recruter", "themes": ["t1", "t9"]}],
            },
        )

    assert dumped(stored) == before


@pytest.mark.rule("CAT-13")
def test_errors_in_data_name_the_field(empty: Rehearsal) -> None:
    for data, field in (
        ({"lessons": [{"reference": "l1", "titel": "x"}]}, "lessons[0].titel"),
        ({"lessons": "l1"}, "lessons"),
        ({"lesson": []}, "lesson"),
        ({"modules": [{"reference": "m", "title": "M", "lessons": ["l9"]}]}, "modules[0].lessons[0]"),
    ):
        with pytest.raises(Invalid) as error:
            empty.school.catalogue.load(by="staff", data=data)
        assert error.value.field == field


@pytest.mark.rule("CAT-13")
@pytest.mark.parametrize("name", ["missing.yaml", "", "x\x00y"])
def test_a_file_that_cannot_be_read_is_invalid(empty: Rehearsal, tmp_path: Path, name: str) -> None:
    with pytest.raises(Invalid):
        load(empty, str(tmp_path / name) if name else "")


def test_an_empty_folder_or_a_binary_file_is_invalid(empty: Rehearsal, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        load(empty, str(tmp_path))
    (tmp_path / "image.yaml").write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    with pytest.raises(Invalid) as error:
        load(empty, str(tmp_path / "image.yaml"))
    assert error.value.file == str(tmp_path / "image.yaml")


def test_neither_file_nor_data_and_both_are_invalid(empty: Rehearsal, tmp_path: Path) -> None:
    for given in ({}, {"file": written(tmp_path, FILE), "data": {}}):
        with pytest.raises(Invalid):
            empty.school.catalogue.load(by="staff", **given)


@pytest.mark.rule("CAT-13")
def test_a_dump_makes_its_folder_in_one_that_exists(empty: Rehearsal, tmp_path: Path) -> None:
    empty.a_course("c1", {"t1": "l1"})

    for _ in range(2):
        empty.school.catalogue.dump(by="staff", folder=str(tmp_path / "neuf"))

    loaded = yaml.safe_load((tmp_path / "neuf" / "catalogue.yaml").read_text("utf-8"))
    assert [course["reference"] for course in loaded["courses"]] == ["c1"]


@pytest.mark.parametrize("folder", ["nulle-part/neuf", "fichier", "fichier/neuf", "a\0b"])
def test_a_dump_makes_no_folder_elsewhere(empty: Rehearsal, tmp_path: Path, folder: str) -> None:
    (tmp_path / "fichier").write_text("mien")

    with pytest.raises(Invalid) as error:
        empty.school.catalogue.dump(by="staff", folder=f"{tmp_path}/{folder}")

    assert error.value.field == "folder"
    assert [path.name for path in tmp_path.iterdir()] == ["fichier"]


# LEARN-9: a theme has something to learn


@pytest.mark.rule("LEARN-9")
def test_a_theme_without_lessons_joins_no_course(stored: Rehearsal) -> None:
    stored.school.catalogue.put_theme(by="staff", reference="vide", title="Vide", colour="#123456")

    refused = refusal(
        lambda: stored.school.catalogue.put_course(by="staff", reference="recruter", themes=["t1", "vide"])
    )

    assert (refused.rule, refused.facts["course"], refused.facts["theme"]) == ("LEARN-9", "recruter", "vide")
    stored.school.catalogue.put_theme(by="staff", reference="vide", modules=["m-t1"])
    stored.school.catalogue.put_course(by="staff", reference="recruter", themes=["t1", "vide"])


@pytest.mark.rule("LEARN-9")
def test_the_check_comes_at_the_end_of_a_load(empty: Rehearsal) -> None:
    empty.a_course("c1", {"t1": "l1", "t2": "l2"})

    # The theme's only module is emptied and another one given to it in the same load.
    empty.school.catalogue.load(
        by="staff",
        data={
            "modules": [
                {"reference": "m-t1", "lessons": []},
                {"reference": "neuf", "title": "Neuf", "lessons": ["l1"]},
            ],
            "themes": [{"reference": "t1", "modules": ["m-t1", "neuf"]}],
        },
    )

    assert empty.school.catalogue.course(by="staff", course="c1").lessons == 2


PUT: dict[str, dict[str, Any]] = {
    "lesson": {"title": "N", "video": "https://v/n", "seconds": 7, "demo": True},
    "module": {"title": "N", "lessons": ["l2", "l1"], "sheet": "fiches/m1.pdf"},
    "theme": {"title": "N", "colour": "#abcdef", "optional": True, "modules": ["m-t1"]},
    "workshop": {
        "title": "N",
        "modules": ["m-t1"],
        "introduction_question": "Pourquoi ?",
        "questions": ["Où ?", "Qui ?"],
    },
    "question": {
        "kind": "programme",
        "theme": "t1",
        "level": 2,
        "public": True,
        "placement": True,
        "text": "Qui ?",
        "choices": ["a", "b"],
        "right": [1],
        "explanation": "b, voyons.",
    },
    "course": {
        "title": "N",
        "certifying": False,
        "assessments": True,
        "workshops_required": 1,
        "workshops_locked": True,
        "community": True,
        "themes": ["t1"],
        "workshops": ["w1"],
        "certificate": {"gold": "or.png"},
        "register": "RS3428",
        "hours": 30,
        "about": {"for_whom": "Tous", "aim": "Recruter", "skills": ["Écouter", "Choisir"], "programme": "Un\nDeux"},
    },
    "case": {
        "course": "c1",
        "public": False,
        "questions": [{"text": f"Question {number}", "maximum": 2.0, "rubric": "Tout."} for number in range(10)],
    },
}
"""A part of each kind with all its fields."""


@pytest.mark.rule("CAT-2", "CAT-10")
@pytest.mark.parametrize("part", PUT)
def test_put_operations_make_one_part_and_change_what_is_given(
    empty: Rehearsal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    written(tmp_path, "")
    (tmp_path / "or.png").write_bytes(a_picture(60, 40))
    monkeypatch.chdir(tmp_path)
    empty.a_course("c1")
    empty.school.catalogue.put_workshop(by="staff", reference="w1", title="Annonce", modules=["m-t1"])
    put = getattr(empty.school.catalogue, f"put_{part}")
    change = (
        {"explanation": "Eh oui."} if part == "question" else {"public": True} if part == "case" else {"title": "M"}
    )

    put(by="staff", reference="neuf", **PUT[part])
    put(by="staff", reference="neuf", **change)

    made = next(one for one in dumped(empty)[f"{part}s"] if one["reference"] == "neuf")
    assert made == {"reference": "neuf", **PUT[part], **change}


@pytest.mark.rule("OFFER-4")
def test_a_certification_has_a_sheet_and_a_course_without_one_says_so(empty: Rehearsal) -> None:
    about = {"for_whom": "Recruteurs", "aim": "Recruter", "skills": ["Écouter", "Choisir"], "programme": "Un\nDeux"}
    catalogue = empty.school.catalogue
    empty.a_course("c1")
    empty.a_course("c2")
    catalogue.put_course(by="staff", reference="c1", register="RS 3428", hours=30, about=about)

    with_one, without = (as_json(catalogue.course(by="staff", course=reference)) for reference in ("c1", "c2"))

    assert {name: with_one[name] for name in ("register", "hours", "about")} == {
        "register": "RS 3428",
        "hours": 30,
        "about": about,
    }
    assert (without["register"], without["hours"]) == (None, None)
    assert without["about"] == {"for_whom": "", "aim": "", "skills": [], "programme": ""}


@pytest.mark.rule("CAT-16", "OFFER-4")
def test_who_follows_learners_or_an_organisation_sees_titles_and_sheets_to_recommend_them(ledr: Rehearsal) -> None:
    about = {"for_whom": "Recruteurs", "aim": "Recruter", "skills": ["Écouter"], "programme": "Sur demande"}
    catalogue = ledr.school.catalogue
    ledr.a_course("autre")
    catalogue.put_course(by="staff", reference="autre", title="Autre", register="RS 3428", hours=30, about=about)
    ledr.a_session(members="paul:pilot lou:manager lea")
    for role in ("administrator", "analyst"):
        ledr.a_person(role, "tester", "Manpower")
        ledr.school.organisation.set_role(by="staff", person=address(role), role=role)

    for by in ("staff", address("paul"), address("lou"), address("administrator"), address("analyst")):
        assert [(one.reference, one.title) for one in catalogue.courses(by=by)] == [
            ("autre", "Autre"),
            ("recruter", catalogue.course(by="staff", course="recruter").title),
        ]
        assert as_json(catalogue.sheet(by=by, course="autre")) == {
            "title": "Autre",
            "about": about,
            "register": "RS 3428",
            "hours": 30,
        }
    for by in (LEA, "public"):
        for call in (partial(catalogue.courses, by=by), partial(catalogue.sheet, by=by, course="autre")):
            assert refusal(call).rule == "ROLE-11"


def test_staff_alone_see_and_change_the_catalogue(ledr: Rehearsal) -> None:
    ledr.a_session(members="paul:pilot lea")

    for by in (LEA, address("paul"), "public"):
        for call in (
            lambda by=by: ledr.school.catalogue.put_lesson(by=by, reference="l1", title="x"),
            lambda by=by: ledr.school.catalogue.load(by=by, file=Content("missing.yaml", b"")),
            lambda by=by: ledr.school.catalogue.dump(by=by),
        ):
            with pytest.raises(Refused) as refused:
                call()
            assert refused.value.rule == "ROLE-11"


@pytest.mark.rule("CERT-4")
def test_a_background_is_kept_as_given_and_as_it_is_printed(stored: Rehearsal, tmp_path: Path) -> None:
    given = a_picture(400, 300)
    (tmp_path / "or.png").write_bytes(given)
    file = written(tmp_path, "courses: [{reference: c1, title: R, certificate: {gold: or.png}}]")

    stored.school.catalogue.load(by="staff", file=file)
    again = stored.school.catalogue.load(by="staff", file=file)
    (tmp_path / "dump").mkdir()
    stored.school.catalogue.dump(by="staff", folder=str(tmp_path / "dump"))

    assert (tmp_path / "dump" / "or.png").read_bytes() == given
    assert again.updated == 0
    with stored.school._desk.ports.store.begin(reads=True) as unit:
        gold = unit.catalogue.courses(["c1"])["c1"].certificate.gold
        assert gold is not None
        kept = unit.files.printed(gold.sha256)
    assert kept == FpdfDocuments().image(given)


@pytest.mark.rule("CAT-10", "CERT-4")
def test_a_background_is_made_ready_for_print_before_anybody_waits_whoever_has_it_already(
    ledr: Rehearsal, tmp_path: Path
) -> None:
    """Of another course, under another name, and where the file is called in decomposed letters."""
    for name in ("or.png", "argent.png", normalize("NFD", "doré.png")):
        (tmp_path / name).write_bytes(a_picture(40, 30))
    for text in ("c1, title: R, certificate: {gold: or.png}", "c2, title: S, certificate: {gold: or.png}"):
        ledr.school.catalogue.load(by="staff", file=written(tmp_path, f"courses: [{{reference: {text}}}]"))
    put = partial(ledr.school.perform, "catalogue.put_course", "staff", vouched=True)

    put({"reference": "c1", "certificate": {"gold": str(tmp_path / "argent.png")}})
    put({"reference": "c2", "certificate": {"silver": str(tmp_path / normalize("NFD", "doré.png"))}})

    with ledr.school._desk.ports.store.begin(reads=True) as unit:
        courses = unit.catalogue.courses(["c1", "c2"])
    kept = courses["c1"].certificate.gold, courses["c2"].certificate.gold, courses["c2"].certificate.silver
    assert [one.name for one in kept if one] == ["argent.png", "or.png", "doré.png"]


@pytest.mark.rule("CERT-4")
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n...", "or.png: is not a whole PNG or JPEG image"),
        (a_picture(300, 200)[:300], "or.png: is not a whole PNG or JPEG image"),
        (a_picture(20_000, 10), "or.png: has too many pixels"),
        (b"Bonjour", "or.png is of another format"),
    ],
)
def test_a_background_that_cannot_be_printed_is_refused(
    empty: Rehearsal, tmp_path: Path, content: bytes, reason: str
) -> None:
    (tmp_path / "or.png").write_bytes(content)
    file = written(tmp_path, "courses: [{reference: c1, title: R, certificate: {gold: or.png}}]")

    with pytest.raises(Invalid) as error:
        empty.school.catalogue.load(by="staff", file=file)

    assert (error.value.field.rpartition("certificate")[1:], error.value.reason) == (("certificate", ".gold"), reason)
