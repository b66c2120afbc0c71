"""Broken catalogues: an error names file, line, field and what is allowed, in both languages; its remedy works."""

from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen

from ledr_core import Invalid, Refused, School
from ledr_core.views import as_json
from ledr_core.wording import Place, told
from tests.documents import a_picture
from tests.integration.conftest import Rehearsal
from tests.kept_schools import kept

BASE = {
    "lessons": [
        {"reference": f"l{number}", "title": "Leçon", "video": "https://v/1", "seconds": 60} for number in (1, 2)
    ],
    "modules": [{"reference": f"m{number}", "title": "Module", "lessons": [f"l{number}"]} for number in (1, 2)],
    "themes": [
        {"reference": f"t{number}", "title": "Thème", "colour": colour, "modules": [f"m{number}"]}
        for number, colour in ((1, "#0b7285"), (2, "#c92a2a"))
    ],
    "workshops": [{"reference": "w1", "title": "Annonce", "questions": ["Quoi ?"]}],
    "questions": [
        {"reference": "p1", "kind": "practice", "lesson": "l1", "text": "Qui ?", "choices": ["a", "b"], "right": [0]}
    ],
    "courses": [
        {"reference": "c1", "title": "Recruter", "themes": ["t1"], "workshops": ["w1"]},
        {"reference": "c2", "title": "Chasser", "themes": ["t1"]},
    ],
    "cases": [
        {"reference": "k1", "course": "c1", "public": True, "questions": [{"text": "Quoi ?", "maximum": 2}] * 10}
    ],
}
"""What the school teaches already."""


@frozen
class Broken:
    """A file with one thing wrong: on which line, in which field; what is said to help; and the file mended."""

    text: str
    mended: str
    line: int
    field: str
    french: str
    english: str
    encoding: str = "utf-8"


LESSON = 'lessons:\n  - reference: l9\n    title: Neuf\n    video: "https://v/9"\n    seconds: 60\n'
QUESTION = (
    "questions:\n  - reference: q9\n    kind: practice\n    lesson: l1\n    text: Quoi ?\n"
    "    choices: [a, b, c, d]\n    right: [0]\n"
)
PROGRAMME = QUESTION.replace("kind: practice\n    lesson: l1", "kind: programme\n    theme: t1\n    level: 1")
LAST = "      - {text: Quoi ?, maximum: 2}\n"
CASE = "cases:\n  - reference: k9\n    course: c2\n    questions:\n" + LAST * 10


def changed(mended: str, right: str, wrong: str, line: int, field: str, french: str, english: str) -> Broken:
    """A text with a right thing replaced by a wrong one."""
    assert mended.count(right) == 1
    return Broken(mended.replace(right, wrong), mended, line, field, french, english)


BROKEN = {
    "an unknown section": changed(LESSON, "lessons:", "lesons:", 1, "lesons", "lessons, modules", "lessons, modules"),
    "an unknown field": changed(
        LESSON, "title: Neuf", "titel: Neuf", 3, "lessons[0].titel", "reference, title", "reference, title"
    ),
    "no title": changed(
        LESSON, "    title: Neuf\n", "", 2, "lessons[0].title", "nécessaire à la création", "needed at creation"
    ),
    "no reference": changed(LESSON, "reference: l9\n    title", "title", 2, "lessons[0].reference", "", ""),
    "a number in words": changed(
        LESSON, "seconds: 60", "seconds: soixante", 5, "lessons[0].seconds", "un nombre entier", "a whole number"
    ),
    "a video of no length": changed(
        LESSON, "seconds: 60", "seconds: 0", 5, "lessons[0].seconds", "de 1 à 1000000", "1 to 1000000"
    ),
    "oui for true": changed(LESSON + "    demo: true\n", "true", "oui", 6, "lessons[0].demo", "écris true", "true"),
    "a number as a title": changed(
        LESSON, "title: Neuf", "title: 2026", 3, "lessons[0].title", "attendu : du texte", "expected: text"
    ),
    "a colon in a text": changed(
        LESSON, "title: Neuf", "title: Neuf : dix", 3, "", "guillemets droits", "quotes around text"
    ),
    "a tab": changed(LESSON, "    seconds", "\tseconds", 5, "", "des espaces", "spaces"),
    "an open quote": changed(LESSON, '"https://v/9"', '"https://v/9', 4, "", "le guillemet fermé", "the quote closed"),
    "a field twice": changed(
        LESSON, "title: Neuf\n", "title: Neuf\n    title: Dix\n", 4, "lessons[0].title", "chaque clé une fois", "once"
    ),
    "no list": changed(LESSON, "  - reference: l9\n  ", "    reference: l9\n  ", 1, "lessons", "une liste", "a list"),
    "no UTF-8": evolve(
        changed(LESSON, "Neuf", "Neuvième", 3, "", "enregistré en UTF-8", "saved as UTF-8"), encoding="cp1252"
    ),
    "an unknown lesson": changed(
        "modules:\n  - reference: m9\n    title: Neuf\n    lessons: [l1, l2]\n",
        "l2",
        "l8",
        4,
        "modules[0].lessons[1]",
        "une référence de ce chargement",
        "of this load or of the catalogue",
    ),
    "a lesson twice": changed(
        "modules:\n  - reference: m9\n    title: Neuf\n    lessons: [l1, l2]\n",
        "l2",
        "l1 ",
        4,
        "modules[0].lessons[1]",
        "chacun une fois",
        "each once",
    ),
    "a reference twice": changed(
        LESSON + LESSON.partition("\n")[2].replace("l9", "l10"),
        "l10",
        "l9 ",
        6,
        "lessons[1].reference",
        "chaque référence une fois",
        "each reference once",
    ),
    "a colour in words": changed(
        'themes:\n  - reference: t1\n    colour: "#123456"\n',
        '"#123456"',
        "rouge",
        3,
        "themes[0].colour",
        "#rrggbb",
        "#rrggbb",
    ),
    "a colour twice in a course (CAT-3)": changed(
        'themes:\n  - reference: t2\n    colour: "#123456"\ncourses:\n  - {reference: c1, themes: [t1, t2]}\n',
        "#123456",
        "#0B7285",
        3,
        "themes[0].colour",
        "dans son champ `colour`",
        "in its field `colour`",
    ),
    "an empty theme (LEARN-9)": changed(
        'themes:\n  - reference: t9\n    title: Neuf\n    colour: "#123456"\n    modules: [m2]\n'
        "courses:\n  - {reference: c1, themes: [t1, t9]}\n",
        "modules: [m2]",
        "modules: []",
        5,
        "themes[0].modules",
        "ajoute à ses `modules`",
        "to its `modules`",
    ),
    "too many workshops required (WORK-8)": changed(
        "courses:\n  - reference: c1\n    hours: 30\n    workshops_required: 1\n",
        "required: 1",
        "required: 4",
        4,
        "courses[0].workshops_required",
        "baisse `workshops_required` à 1",
        "lower `workshops_required` to 1",
    ),
    "two public cases (CASE-6)": changed(
        CASE.replace("course: c2", "course: c1\n    public: false"),
        "false",
        "true",
        4,
        "cases[0].public",
        "écris `public: false`",
        "write `public: false`",
    ),
    "a course that is not ready to certify (CERT-4)": changed(
        "courses:\n  - reference: c1\n    certifying: false\n",
        "false",
        "true",
        3,
        "courses[0].certifying",
        "écris `certifying: false`",
        "write `certifying: false`",
    ),
    "an unknown kind": changed(
        QUESTION, "practice", "quiz", 3, "questions[0].kind", "apprentissage (practice)", "practice, programme"
    ),
    "a practice question without lesson": changed(
        QUESTION, "    lesson: l1\n", "", 2, "questions[0].lesson", "a lesson", "has lesson"
    ),
    "a practice question with a level": changed(
        QUESTION,
        "lesson: l1\n",
        "lesson: l1\n    level: 1\n",
        5,
        "questions[0].level",
        "practice a lesson",
        "has lesson",
    ),
    "a level too high": changed(PROGRAMME, "level: 1", "level: 6", 5, "questions[0].level", "de 1 à 5", "1 to 5"),
    "another kind for a question that is there": changed(
        "questions:\n  - reference: p1\n    kind: practice\n",
        "practice",
        "programme",
        3,
        "questions[0].kind",
        "une autre référence",
        "another reference",
    ),
    "a right number of no choice": changed(
        QUESTION, "right: [0]", "right: [4]", 7, "questions[0].right[0]", "de 0 à 3", "0 to 3, or a letter from A to D"
    ),
    "a right letter of no choice": changed(
        QUESTION, "right: [0]", "right: [E]", 7, "questions[0].right[0]", "une lettre de A à D", "from A to D"
    ),
    "a right answer in words": changed(
        QUESTION, "right: [0]", "right: [le a]", 7, "questions[0].right[0]", "à partir de A", "its letter from A"
    ),
    "a right letter that is no list": changed(
        QUESTION, "right: [0]", "right: A", 7, "questions[0].right", "une liste", "a list"
    ),
    "no right answer": changed(
        QUESTION, "right: [0]", "right: []", 7, "questions[0].right", "de 0 à 3, ou lettres", "letters from A to D"
    ),
    "a single choice": changed(
        QUESTION, "[a, b, c, d]", "[a]", 6, "questions[0].choices", "deux choix différents", "two or more"
    ),
    "a workshop question that asks nothing": changed(
        "workshops:\n  - reference: w1\n    questions:\n      - Quoi ?\n",
        "Quoi ?",
        '" "',
        4,
        "workshops[0].questions[0]",
        "du texte",
        "some text",
    ),
    "a sheet that is not there": changed(
        "modules:\n  - reference: m1\n    sheet: fiche.pdf\n", "fiche", "fiches", 3, "modules[0].sheet", "", ""
    ),
    "a sheet that is no PDF": changed(
        "modules:\n  - reference: m1\n    sheet: fiche.pdf\n",
        "fiche.pdf",
        "or.png",
        3,
        "modules[0].sheet",
        "PDF",
        "PDF",
    ),
    "an unknown background": changed(
        "courses:\n  - reference: c1\n    certificate:\n      gold: or.png\n",
        "gold",
        "platinum",
        4,
        "courses[0].certificate.platinum",
        "gold, silver, bronze",
        "gold, silver, bronze",
    ),
    "a case of nine questions": changed(
        CASE.removesuffix(LAST) + LAST.replace("Quoi ?", "Fin"),
        LAST.replace("Quoi ?", "Fin"),
        "",
        4,
        "cases[0].questions",
        "de 10 à 20 questions",
        "10 to 20 questions",
    ),
    "maxima that do not make 20": changed(
        CASE.replace("maximum: 2}", "maximum: 2.00}", 1),
        "2.00",
        "1.75",
        4,
        "cases[0].questions",
        "20 en tout",
        "20 in all",
    ),
    "a maximum of a third": changed(
        CASE.replace("maximum: 2}", "maximum: 2.00}", 1),
        "2.00",
        "0.33",
        5,
        "cases[0].questions[0].maximum",
        "par 0.25",
        "by 0.25",
    ),
}


@pytest.fixture
def school(empty: Rehearsal) -> School:
    return kept(empty, _taught).school


def _taught(rehearsal: Rehearsal) -> Rehearsal:
    rehearsal.school.catalogue.load(by="staff", data=BASE)
    return rehearsal


def in_words(error: Invalid | Refused, language: str) -> str:
    """Fact and help of an error, without no-break spaces."""
    words = told(error, language, Place.COMMAND_LINE)
    return f"{words.message} → {words.help}".replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.rule("CAT-13", "CAT-3", "LEARN-9", "WORK-8", "CASE-6", "CERT-4")
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_catalogue_says_where_it_is_broken_and_how_to_mend_it(
    school: School, tmp_path: Path, name: str
) -> None:
    broken = BROKEN[name]
    (tmp_path / "fiche.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "or.png").write_bytes(a_picture(60, 40))
    file = tmp_path / "cours.yaml"
    file.write_bytes(broken.text.encode(broken.encoding))
    load = school.catalogue.load

    with pytest.raises((Invalid, Refused)) as raised:
        load(by="staff", file=str(file))
    error: Any = raised.value
    (checked,) = load(by="staff", file=str(file), check_only=True).errors

    where = (
        (error.file, error.line, error.field)
        if isinstance(error, Invalid)
        else tuple(error.facts[fact] for fact in ("file", "line", "field"))
    )
    assert where == (str(file), broken.line, broken.field or "file") == (checked.file, checked.line, checked.field)
    french, english = in_words(error, "fr"), in_words(error, "en")
    assert f"cours.yaml, ligne {broken.line} : {broken.field}" in french
    assert f"cours.yaml, line {broken.line}: {broken.field}" in english
    assert broken.french in french and broken.english in english
    assert "ledr catalogue put" not in french + english
    file.write_text(broken.mended, "utf-8")
    assert load(by="staff", file=str(file)).errors == ()


ALL_AT_ONCE = """\
lessons:
  - {reference: l3, title: Trois, video: "https://v/3", seconds: beaucoup}
  - {reference: l4, titel: Quatre, video: "https://v/4", seconds: 60}
modules:
  - {reference: m3, title: Trois, lessons: [l3, l4, l5]}
themes:
  - {reference: t1, colour: "#123456"}
  - {reference: t2, colour: "#123456"}
  - {reference: t3, title: Trois, colour: rouge, modules: [m3]}
questions:
  - {reference: p2, kind: practice, lesson: l3, text: " ", choices: [a, b], right: [C]}
courses:
  - {reference: c1, themes: [t1, t2, t3], workshops_required: 2, hours: beaucoup}
  - {reference: c2, workshops_required: 1}
"""


@pytest.mark.rule("CAT-13", "CAT-3", "WORK-8")
def test_all_that_is_wrong_is_said_in_one_go_and_nobody_is_blamed_for_what_they_name(
    school: School, tmp_path: Path
) -> None:
    """Line by line, whole courses too; `l3` and `l4` are wrong themselves, `m3` and `p2` only name them."""
    file, broken = tmp_path / "cours.yaml", tmp_path / "suite.yaml"
    file.write_text(ALL_AT_ONCE, encoding="utf-8")
    before = as_json(school.catalogue.dump(by="staff"))

    checked = school.catalogue.load(by="staff", file=str(file), check_only=True)
    with pytest.raises(Invalid) as raised:
        school.catalogue.load(by="staff", file=str(file))
    broken.write_text("lessons: [\n", encoding="utf-8")
    unread = school.catalogue.load(by="staff", file=str(tmp_path), check_only=True)

    said = [(error.rule, error.line, error.field) for error in checked.errors]
    assert said == [
        (None, 2, "lessons[0].seconds"),
        (None, 3, "lessons[1].titel"),
        (None, 5, "modules[0].lessons[2]"),
        ("CAT-3", 8, "themes[1].colour"),
        (None, 9, "themes[2].colour"),
        (None, 11, "questions[0].text"),
        (None, 11, "questions[0].right[0]"),
        (None, 13, "courses[0].hours"),
        ("WORK-8", 13, "courses[0].workshops_required"),
        ("WORK-8", 14, "courses[1].workshops_required"),
    ]
    everything: list[Any] = [raised.value, *raised.value.also]
    assert [getattr(one, "field", None) or one.facts["field"] for one in everything] == [one[2] for one in said]
    assert as_json(school.catalogue.dump(by="staff")) == before
    assert "modules[0].lessons[2]" not in {error.field for error in unread.errors}, "it may be in the other file"
    assert [error.file for error in unread.errors][-1] == str(broken)
