"""What learners, managers and pilots read names parts of the catalogue by title; programs read references (CAT-14)."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledr_cli.render import write
from ledr_core import Refused
from ledr_core.views import as_json
from ledr_core.wording import told
from tests.integration.assessments.assessing import questions
from tests.integration.certification.certifying import a_case, an_image, grade, placed
from tests.integration.conftest import Rehearsal, address, refusal

LEA, PAUL, NORA = address("lea"), address("paul"), address("nora")
NO_BREAK = str.maketrans("\u00a0\u202f", "  ")


@pytest.fixture
def school(empty: Rehearsal, tmp_path: Path) -> Rehearsal:
    """Every part has a reference that begins with `ref-`, and a title that does not."""
    images = {level: str(tmp_path / f"{level}.png") for level in ("gold", "silver", "bronze")}
    for level, file in images.items():
        Path(file).write_bytes(an_image(level))
    lessons = [{"reference": f"ref-l{n}", "title": f"Leçon {n}", "video": "https://v/l", "seconds": 60} for n in "123"]
    course = {"reference": "ref-c1", "title": "Recruter", "themes": ["ref-t1", "ref-t2"], "workshops": ["ref-w1"]}
    empty.school.catalogue.load(
        by="staff",
        data={
            "lessons": lessons,
            "modules": [
                {"reference": "ref-m1", "title": "Le besoin", "lessons": ["ref-l1"]},
                {"reference": "ref-m2", "title": "Les outils", "lessons": ["ref-l2"]},
                {"reference": "ref-m3", "title": "Ailleurs", "lessons": ["ref-l3"]},
            ],
            "themes": [
                {"reference": "ref-t1", "title": "Culture", "colour": "#0b7285", "modules": ["ref-m1"]},
                {
                    "reference": "ref-t2",
                    "title": "Sourcing",
                    "colour": "#c92a2a",
                    "optional": True,
                    "modules": ["ref-m2"],
                },
                {"reference": "ref-t3", "title": "Négocier", "colour": "#2b8a3e", "modules": ["ref-m3"]},
            ],
            "workshops": [
                {"reference": "ref-w1", "title": "Annonce", "modules": ["ref-m1", "ref-m2"], "questions": ["Quoi ?"]},
                {"reference": "ref-w3", "title": "Entretien", "questions": ["Quoi ?"]},
            ],
            "questions": questions("ref-t1"),
            "courses": [
                course
                | {"certifying": True, "assessments": True, "workshops_required": 1, "workshops_locked": True}
                | {"certificate": images},
                {"reference": "ref-c3", "title": "Chasser", "themes": ["ref-t3"], "workshops": ["ref-w3"]},
            ],
            "cases": [a_case("k1", "ref-c1")],
        },
    )
    empty.school.companies.create(by="staff", name="Manpower")
    empty.a_session(kind="licence", members="lea", course="ref-c1")
    for name, role in (("paul", "pilot"), ("nora", "manager")):
        empty.a_person(name, role)
    empty.school.people.set_managers(by="staff", person=LEA, managers=[NORA])
    return empty


REFUSED: dict[str, tuple[Callable[[Any], Any], dict[str, Any], tuple[str, ...]]] = {
    "a lesson of another course": (
        lambda school: school.learning.lesson(by=LEA, lesson="ref-l3"),
        {"lesson": "ref-l3", "course": "ref-c1"},
        ("Leçon 3", "Recruter"),
    ),
    "the sheet of another module": (
        lambda school: school.learning.sheet(by=LEA, module="ref-m3"),
        {"module": "ref-m3", "course": "ref-c1"},
        ("Ailleurs", "Recruter"),
    ),
    "a sheet that is being written": (
        lambda school: school.learning.sheet(by=LEA, module="ref-m1"),
        {"module": "ref-m1"},
        ("Le besoin",),
    ),
    "a workshop of another course": (
        lambda school: school.workshops.step(by=LEA, workshop="ref-w3", step="main_video"),
        {"workshop": "ref-w3", "course": "ref-c1"},
        ("Entretien", "Recruter"),
    ),
    "a workshop that is locked": (
        lambda school: school.workshops.step(by=LEA, workshop="ref-w1", step="main_video"),
        {"workshop": "ref-w1", "missing_modules": ["ref-m1", "ref-m2"]},
        ("Annonce", "Le besoin", "Les outils"),
    ),
    "an assessment of another theme": (
        lambda school: school.assessments.start(by=LEA, theme="ref-t3"),
        {"theme": "ref-t3", "course": "ref-c1"},
        ("Négocier", "Recruter"),
    ),
    "an assessment without questions": (
        lambda school: school.assessments.start(by=LEA, theme="ref-t2"),
        {"theme": "ref-t2", "course": "ref-c1"},
        ("Sourcing",),
    ),
    "a case that is closed": (
        lambda school: school.cases.begin(by=LEA),
        {"theme": "ref-t1"},
        ("Culture",),
    ),
}


@pytest.mark.rule("CAT-14")
@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_refusal_names_titles_and_its_facts_references(school: Rehearsal, what: str, language: str) -> None:
    call, facts, titles = REFUSED[what]

    refused = refusal(lambda: call(school.school))

    assert as_json(refused.facts) | facts == as_json(refused.facts)
    message = told(refused, language).message.translate(NO_BREAK)
    assert all(title in message for title in titles)
    assert "ref-" not in message


@pytest.mark.rule("CAT-14")
def test_staff_are_told_references_which_they_type(school: Rehearsal) -> None:
    with pytest.raises(Refused) as refused:
        school.school.catalogue.put_course(by="staff", reference="ref-c1", workshops_required=9)

    assert "ref-c1" in told(refused.value, "fr").message


def shown(view: object, capsys: pytest.CaptureFixture[str], ledr: Rehearsal) -> str:
    """What the terminal shows of a result, but for commands to type."""
    write(view, "fr", ledr.clock.now())
    lines = capsys.readouterr().out.translate(NO_BREAK).splitlines()
    return "\n".join(line for line in lines if not re.match(r"\s*→", line))


@pytest.mark.rule("CAT-14", "CASE-4")
def test_what_people_who_are_no_staff_read_on_the_terminal_has_no_reference(
    school: Rehearsal, capsys: pytest.CaptureFixture[str]
) -> None:
    learning, workshops, cases = school.school.learning, school.school.workshops, school.school.cases
    views: list[Any] = [
        learning.home(by=LEA),
        learning.outline(by=LEA),
        learning.progress(by=LEA),
        learning.progress(by=NORA, person=LEA),
        workshops.list(by=LEA),
        cases.explain(by=PAUL, person=LEA),
        cases.explain(by=LEA, person=LEA),
        school.school.assessments.state(by=LEA, theme="ref-t2"),
        school.school.assessments.start(by=LEA, theme="ref-t1"),
        learning.watch(by=LEA, lesson="ref-l1", ended=True),
        learning.lesson(by=LEA, lesson="ref-l1"),
        learning.watch(by=LEA, lesson="ref-l2", ended=True),
        workshops.step(by=LEA, workshop="ref-w1", step="main_video"),
        school.school.sessions.list(by=PAUL),
        school.school.sessions.show(by=PAUL, session="Lyon"),
    ]
    learning.note(by=LEA, module="ref-m1", text="À retenir")
    views += [learning.notes(by=LEA), *certified(school)]

    pages = [shown(view, capsys, school) for view in views]

    assert [page for page in pages if "ref-" in page] == []
    assert all("ref-" in str(as_json(view)) for view in views[:-1] if view is not views[13])


def certified(school: Rehearsal) -> list[Any]:
    """What Léa and her pilot read of the case, once all is done."""
    school.school.catalogue.put_course(by="staff", reference="ref-c1", assessments=False)
    for step in ("introduction_video", "correction", "conclusion_video"):
        school.school.workshops.step(by=LEA, workshop="ref-w1", step=step)
    school.school.workshops.step(by=LEA, workshop="ref-w1", step="main_question", answer="Moi")
    placed(school, "lea")
    views: list[Any] = [school.school.cases.begin(by=LEA), school.school.cases.show(by=LEA)]
    views.append(school.school.cases.hand_in(by=LEA, complete=True))
    grade(school, 15)
    views += [school.school.cases.show(by=LEA), school.school.certifications.list(by=PAUL)]
    return [*views, school.school.people.show(by=PAUL, person=LEA)]
