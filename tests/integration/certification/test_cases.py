"""The final case: what keeps it closed, writing and handing in, grades and what they lead to, the rework."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ledr_cli.render import write
from ledr_core import Content, Invalid, NotFound
from tests.integration.certification.certifying import a_case, certifying, grade, handed_in, marks, on, placed, reasons
from tests.integration.conftest import Rehearsal, address, grounds, refusal
from tests.kept_schools import kept

LEA, MAX, NORA = address("lea"), address("max"), address("nora")


@pytest.fixture
def school(empty: Rehearsal, tmp_path: Path) -> Rehearsal:
    return kept(empty, a_licence, tmp_path)


def a_licence(ledr: Rehearsal, folder: Path) -> None:
    """Léa has one for a certifying course, until 31 October 2027."""
    ledr.school.companies.create(by="staff", name="Manpower")
    certifying(ledr, folder)
    ledr.a_session(kind="licence", members="lea")


@pytest.fixture
def shared(empty: Rehearsal, tmp_path: Path) -> Rehearsal:
    return kept(empty, a_slot, tmp_path)


def a_slot(ledr: Rehearsal, folder: Path) -> None:
    """Léa holds the only one of a session on a certifying course, and Max waits; the rotation is natural."""
    ledr.school.companies.create(by="staff", name="Manpower")
    certifying(ledr, folder)
    ledr.a_session("Lyon", members="lea max ana", package=1, holders="lea", waiting="max")
    ledr.school.rotations.set_policy(by="staff", session="Lyon", policy="natural")


def show(ledr: Rehearsal, name: str = "lea") -> Any:
    return ledr.school.cases.show(by=address(name))


# CASE-1, CASE-3, CASE-4: what keeps a case closed


@pytest.mark.rule("CASE-1")
def test_a_course_that_does_not_certify_has_no_case(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea")

    opening = ledr.school.cases.explain(by=LEA, person=LEA)

    assert (opening.open, reasons(opening)) == (False, [("CASE-1", "recruter")])
    assert grounds(refusal(lambda: ledr.school.cases.begin(by=LEA))) == ("CASE-1", "not certifying")


@pytest.mark.rule("CASE-3", "CASE-4", "TEST-4")
def test_the_case_opens_once_the_badges_are_earned_and_the_test_is_taken(school: Rehearsal) -> None:
    assert reasons(school.school.cases.explain(by=LEA, person=LEA)) == [("LEARN-6", "t1"), ("TEST-4", "recruter")]
    assert grounds(refusal(lambda: school.school.cases.begin(by=LEA))) == ("LEARN-6", "lessons to see")

    school.watch("lea", "l1 l2")
    assert reasons(school.school.cases.explain(by=LEA, person=LEA)) == [("TEST-4", "recruter")]
    assert refusal(lambda: school.school.cases.begin(by=LEA)).rule == "TEST-4"

    placed(school, "lea")
    opening = school.school.cases.explain(by="staff", person=LEA, course="recruter")
    assert (opening.open, opening.missing) == (True, ())
    assert school.school.cases.begin(by=LEA).case == "k1"


@pytest.mark.rule("TEST-4")
def test_a_placement_test_taken_earlier_with_the_same_address_counts_whatever_its_case(school: Rehearsal) -> None:
    school.watch("lea", "l1 l2")
    placed(school, "LEA")

    assert school.school.cases.explain(by=LEA, person=LEA).open


@pytest.mark.rule("TEST-4")
@pytest.mark.parametrize(
    "change",
    [
        lambda catalogue: catalogue.withdraw_question(by="staff", question="t1-placement-0"),
        lambda catalogue: catalogue.put_question(by="staff", reference="t1-placement-0", public=False),
        lambda catalogue: catalogue.put_question(by="staff", reference="t1-placement-0", placement=False),
    ],
)
def test_a_course_about_which_the_test_asks_nothing_asks_for_none_and_loading_it_warns(
    school: Rehearsal, change: Any
) -> None:
    school.watch("lea", "l1 l2")
    course = {"courses": [{"reference": "recruter"}]}
    before = school.school.catalogue.load(by="staff", data=course).warnings

    change(school.school.catalogue)

    warned = school.school.catalogue.load(by="staff", data=course).warnings
    assert (before, [(one.ground, one.course) for one in warned]) == ((), [("no placement", "recruter")])
    assert school.school.cases.explain(by=LEA, person=LEA).open
    assert [one.rule for one in school.school.learning.home(by=LEA).left] == ["LEARN-10"]
    assert school.school.cases.begin(by=LEA).case == "k1"


@pytest.mark.rule("TEST-4", "LEARN-12")
def test_a_course_may_leave_the_test_to_its_learners(school: Rehearsal, tmp_path: Path) -> None:
    school.watch("lea", "l1 l2")
    certifying(school, tmp_path, "chasser", lessons="l3", case="k9")
    school.a_session("Brest", kind="licence", members="max", course="chasser")
    school.watch("max", "l3")
    left = [one.rule for one in school.school.learning.outline(by=LEA).left]

    school.school.settings.set(by="staff", name="placement_required", value=False, course="recruter")

    assert left == ["TEST-4", "LEARN-10"]
    assert [one.rule for one in school.school.learning.outline(by=LEA).left] == ["LEARN-10"]
    assert school.school.cases.explain(by=LEA, person=LEA).open
    assert reasons(school.school.cases.explain(by=MAX, person=MAX)) == [("TEST-4", "chasser")]
    school.school.settings.set(by="staff", name="placement_required", value="non")
    assert school.school.cases.explain(by=MAX, person=MAX).open


# CASE-12: what is left blank


@pytest.mark.rule("CASE-12")
def test_a_copy_with_blank_answers_is_handed_in_only_by_who_says_that_it_is_complete(school: Rehearsal) -> None:
    school.watch("lea", "l1 l2")
    placed(school, "lea")
    school.school.cases.begin(by=LEA)
    for number in (1, 3, 4, 6, 7, 8, 9, 10):
        school.school.cases.write(by=LEA, question=number, text="Réponse")
    school.school.cases.write(by=LEA, question=5, text=" \n\u200b\ufeff ")

    refused = refusal(lambda: school.school.cases.hand_in(by=LEA))

    assert (grounds(refused), refused.facts["blank"]) == (("CASE-12", "blank answers"), [2, 5])
    assert show(school).state == "begun"
    assert school.school.cases.hand_in(by=LEA, complete=True).course == "recruter"
    assert show(school).state == "handed_in"
    assert grounds(refusal(lambda: school.school.cases.hand_in(by=LEA))) == ("CASE-9", "handed in")


@pytest.mark.rule("CASE-12")
def test_a_copy_under_rework_is_looked_at_as_the_first_one_was(school: Rehearsal) -> None:
    handed_in(school)
    grade(school, "11")
    school.school.cases.request_rework(by=LEA)
    school.school.cases.write(by=LEA, question=7, text="")

    assert refusal(lambda: school.school.cases.hand_in(by=LEA)).facts["blank"] == [7]


@pytest.mark.rule("CASE-4")
def test_an_assessment_forgotten_though_all_lessons_are_seen_is_named(school: Rehearsal) -> None:
    questions = [
        {
            "reference": f"a{number}",
            "kind": "programme",
            "theme": "t1",
            "level": level,
            "public": True,
            "text": "?",
            "choices": ["a", "b"],
            "right": [0],
        }
        for level in range(1, 6)
        for number in range(30 * level, 30 * level + 30)
    ]
    school.school.catalogue.load(
        by="staff", data={"questions": questions, "courses": [{"reference": "recruter", "assessments": True}]}
    )
    placed(school, "lea")
    school.watch("lea", "l1")

    (before,) = school.school.cases.explain(by=LEA, person=LEA).missing
    school.watch("lea", "l2")
    (after,) = school.school.cases.explain(by=LEA, person=LEA).missing

    assert (before.rule, before.ground) == ("LEARN-5", "assessment to pass")
    assert (after.rule, after.what, after.ground) == ("LEARN-5", "t1", "assessment forgotten")


@pytest.mark.rule("CASE-4")
def test_too_few_workshops_and_one_blocked_by_a_module_of_an_optional_theme_are_named(school: Rehearsal) -> None:
    school.school.catalogue.load(
        by="staff",
        data={
            "lessons": [{"reference": "l9", "title": "Bonus", "video": "https://v/9", "seconds": 100}],
            "modules": [{"reference": "m-bonus", "title": "Bonus", "lessons": ["l9"]}],
            "themes": [
                {"reference": "plus", "title": "Plus", "colour": "#c92a2a", "optional": True, "modules": ["m-bonus"]}
            ],
            "workshops": [
                {"reference": "w1", "title": "Annonce", "modules": ["m-bonus"], "questions": ["?"]},
                {"reference": "w2", "title": "Accueil", "modules": ["m-t1"], "questions": ["?"]},
            ],
            "courses": [
                {
                    "reference": "recruter",
                    "themes": ["t1", "plus"],
                    "workshops": ["w1", "w2"],
                    "workshops_required": 1,
                    "workshops_locked": True,
                }
            ],
        },
    )
    placed(school, "lea")
    school.watch("lea", "l1 l2")

    missing = school.school.cases.explain(by=LEA, person=LEA).missing

    assert [(one.rule, one.what) for one in missing] == [("WORK-2", "0/1"), ("WORK-3", "w1: m-bonus")]
    assert missing[1].ground == "locked by an optional theme"
    assert missing[1].fact["themes"] == ["plus"]


@pytest.mark.rule("CASE-4")
def test_a_module_that_a_mandatory_theme_has_too_is_no_matter_of_the_optional_one(school: Rehearsal) -> None:
    school.school.catalogue.load(
        by="staff",
        data={
            "themes": [
                {"reference": "plus", "title": "Plus", "colour": "#c92a2a", "optional": True, "modules": ["m-t1"]}
            ],
            "workshops": [{"reference": "w1", "title": "Annonce", "modules": ["m-t1"], "questions": ["?"]}],
            "courses": [
                {
                    "reference": "recruter",
                    "themes": ["t1", "plus"],
                    "workshops": ["w1"],
                    "workshops_required": 1,
                    "workshops_locked": True,
                }
            ],
        },
    )

    missing = school.school.cases.explain(by=LEA, person=LEA).missing

    assert [one.ground for one in missing if one.rule == "WORK-3"] == ["workshop locked"]


@pytest.mark.rule("CASE-9", "CASE-4")
def test_a_copy_that_exists_is_named_and_there_is_no_second_try(school: Rehearsal) -> None:
    handed_in(school)

    assert reasons(school.school.cases.explain(by=LEA, person=LEA)) == [("CASE-9", "recruter")]
    assert grounds(refusal(lambda: school.school.cases.begin(by=LEA))) == ("CASE-9", "copy exists")


@pytest.mark.rule("CERT-4", "CASE-4")
def test_a_certification_no_longer_prepared_closes_new_copies_and_leaves_those_begun(school: Rehearsal) -> None:
    school.a_session("Paris", kind="licence", members="max")
    for name in ("lea", "max"):
        school.watch(name, "l1 l2")
        placed(school, name)
    school.school.cases.begin(by=LEA)
    course = school.school.catalogue.course(by="staff", course="recruter")
    assert course.certifying
    with on(school) as connection:
        connection.exec_driver_sql("update cases set public = false")

    assert reasons(school.school.cases.explain(by=MAX, person=MAX)) == [("CERT-4", "case")]
    assert refusal(lambda: school.school.cases.begin(by=MAX)).rule == "CERT-4"
    school.school.cases.write(by=LEA, question=1, text="La suite")
    assert school.school.cases.hand_in(by=LEA, complete=True).batch.isoformat() == "2026-11-20"


def test_explaining_is_for_the_person_their_pilot_and_their_managers(school: Rehearsal) -> None:
    paul = school.a_person("paul", "pilot")
    nora = school.a_person("nora", "manager")
    school.school.people.set_managed(by="staff", manager=nora, people=[LEA])

    for by in (LEA, paul, nora, "staff"):
        assert not school.school.cases.explain(by=by, person=LEA).open
    for by in (paul, nora):
        assert refusal(lambda by=by: school.school.cases.show(by=by, person=LEA)).rule == "ROLE-11"


# CASE-2, CASE-5 to CASE-7: writing, versions, handing in


@pytest.mark.rule("CASE-2")
def test_a_copy_can_be_left_and_resumed_and_shows_what_was_written(school: Rehearsal) -> None:
    school.watch("lea", "l1 l2")
    placed(school, "lea")
    begun = school.school.cases.begin(by=LEA)
    school.school.cases.write(by=LEA, question=2, text="  Première\n version  ")
    school.at("2027-10-30")
    school.school.cases.write(by=LEA, question=2, text="Deuxième")
    school.school.cases.write(by=LEA, question=3, text="Trois")
    school.school.cases.write(by=LEA, question=3, text="")

    copy = show(school)

    assert (begun.case, begun.version, len(begun.questions)) == ("k1", 1, 10)
    assert (copy.state, copy.case, copy.version, copy.grade) == ("begun", "k1", 1, None)
    assert [(one.question, one.text, one.mark) for one in copy.answers[:3]] == [
        (1, "", None),
        (2, "Deuxième", None),
        (3, "", None),
    ]


def test_rubrics_are_not_shown_before_the_correction(school: Rehearsal) -> None:
    school.watch("lea", "l1 l2")
    placed(school, "lea")

    begun = school.school.cases.begin(by=LEA)

    assert "Barème" not in repr(begun) + repr(show(school))


@pytest.mark.parametrize("question", [0, 11, "1", None])
def test_a_question_that_the_case_does_not_have_is_invalid(school: Rehearsal, question: object) -> None:
    school.watch("lea", "l1 l2")
    placed(school, "lea")
    school.school.cases.begin(by=LEA)

    with pytest.raises(Invalid) as error:
        school.school.cases.write(by=LEA, question=question, text="x")

    assert error.value.field == "question"


def test_nothing_is_written_before_the_case_is_begun_nor_after_it_is_handed_in(school: Rehearsal) -> None:
    assert refusal(lambda: school.school.cases.write(by=LEA, question=1, text="x")).rule == "CASE-3"
    assert show(school).state == "none"
    handed_in(school)

    for call in (
        lambda: school.school.cases.write(by=LEA, question=1, text="x"),
        lambda: school.school.cases.hand_in(by=LEA),
    ):
        assert grounds(refusal(call)) == ("CASE-9", "handed in")


@pytest.mark.rule("CASE-5")
def test_a_copy_stays_on_its_version_and_new_ones_are_on_the_public_one(school: Rehearsal) -> None:
    school.a_session("Paris", kind="licence", members="max")
    for name in ("lea", "max"):
        school.watch(name, "l1 l2")
        placed(school, name)
    school.school.cases.begin(by=LEA)
    school.school.catalogue.load(by="staff", data={"cases": [a_case("k2", public=False)]})

    published = school.school.cases.publish(by="staff", case="k2")
    with pytest.raises(Invalid) as error:
        school.school.cases.reword(by="staff", case="k1", question=1, text="\u200b")
    assert error.value.field == "text"
    school.school.cases.reword(by="staff", case="k1", question=1, text="Énoncé corrigé")

    assert (published.public, published.version) == (True, 2)
    assert (show(school).case, show(school).version, show(school).answers[0].subject) == ("k1", 1, "Énoncé corrigé")
    begun = school.school.cases.begin(by=MAX)
    assert (begun.case, begun.version) == ("k2", 2)


@pytest.mark.rule("CASE-5")
def test_only_the_wording_of_a_case_with_copies_is_corrected(school: Rehearsal) -> None:
    handed_in(school)
    other = a_case("k1")
    other["questions"] = [*other["questions"][:-2], {"text": "?", "maximum": 1}, {"text": "?", "maximum": 3}]
    reworded = a_case("k1")
    reworded["questions"][0]["text"] = "Mieux dit"

    assert grounds(refusal(lambda: school.school.catalogue.load(by="staff", data={"cases": [other]}))) == (
        "CASE-5",
        "copies exist",
    )
    school.school.catalogue.load(by="staff", data={"cases": [reworded]})
    assert show(school).answers[0].subject == "Mieux dit"


@pytest.mark.rule("CASE-6")
def test_publishing_a_case_makes_it_the_only_public_one(school: Rehearsal) -> None:
    school.school.catalogue.load(by="staff", data={"cases": [a_case("k2", public=False)]})

    school.school.cases.publish(by="staff", case="k2")

    assert school.school.catalogue.course(by="staff", course="recruter").case == "k2"
    back = school.school.cases.publish(by="staff", case="k1")
    assert (back.public, back.version) == (True, 1)
    with pytest.raises(NotFound):
        school.school.cases.publish(by="staff", case="k9")


@pytest.mark.rule("CASE-7")
@pytest.mark.parametrize(
    ("day", "batch"),
    [
        ("2026-11-19", "2026-11-20"),
        ("2026-11-20", "2026-11-20"),
        ("2026-11-21", "2026-12-04"),  # the 27th is set as closed
        ("2026-12-24", "2027-01-08"),  # Christmas and New Year's Day are Fridays
    ],
)
def test_a_copy_is_planned_for_the_next_open_friday(school: Rehearsal, day: str, batch: str) -> None:
    school.school.settings.set(by="staff", name="closed_fridays", value=["2026-11-27"])
    school.at(day, "23:30")

    handed_in(school)

    assert show(school).batch.isoformat() == batch


@pytest.mark.rule("CASE-7")
def test_a_batch_in_a_folder_is_shown_with_its_files_and_without_the_answers(
    school: Rehearsal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    handed_in(school)
    copies = school.school.cases.batch(by="staff", folder=str(tmp_path))

    write(copies, "fr", school.clock.now(), paged=False)

    shown = capsys.readouterr().out
    assert f"{LEA}-recruter.md" in shown
    assert "Question 1" not in shown


@pytest.mark.rule("CASE-7")
def test_the_batch_of_a_friday_has_what_is_planned_up_to_it(school: Rehearsal) -> None:
    handed_in(school)

    assert school.school.cases.batch(by="staff", date="2026-11-13") == ()
    (copy,) = school.school.cases.batch(by="staff")
    assert (copy.person, copy.case, copy.batch.isoformat(), copy.round) == (LEA, "k1", "2026-11-20", 1)
    assert len(school.school.cases.batch(by="staff", date="2026-12-01")) == 1
    grade(school, 15)
    assert school.school.cases.batch(by="staff", date="2026-12-01") == ()


@pytest.mark.rule("CASE-7")
def test_copies_that_wait_move_with_the_fridays_on_which_the_team_is_away(school: Rehearsal) -> None:
    handed_in(school)
    closing = school.school.settings.set
    closing(by="staff", name="closed_fridays", value=["2026-11-20", "2026-11-27"])

    (waiting,) = school.school.cases.batch(by="staff")
    assert (show(school).batch.isoformat(), waiting.batch.isoformat()) == ("2026-12-04", "2026-12-04")
    closing(by="staff", name="closed_fridays", value=["2026-11-20"])
    assert show(school).batch.isoformat() == "2026-11-27"
    grade(school, 15)
    closing(by="staff", name="closed_fridays", value=[])
    assert show(school).batch.isoformat() == "2026-11-27"


@pytest.mark.parametrize("value", [["2026-11-26"], "lundi", [5], 3])
def test_only_fridays_are_closed_fridays(school: Rehearsal, value: object) -> None:
    with pytest.raises(Invalid) as error:
        school.school.settings.set(by="staff", name="closed_fridays", value=value)

    assert error.value.field == "value"


# CASE-8, CERT-1: grades


BOUNDARIES = [
    ("0", None, False),
    ("10.75", None, False),
    ("11", None, True),
    ("11.75", None, True),
    ("12", "bronze", False),
    ("14.75", "bronze", False),
    ("15", "silver", False),
    ("17.75", "silver", False),
    ("18", "gold", False),
    ("20", "gold", False),
]


@pytest.mark.rule("CASE-8", "CERT-1", "CASE-9")
@pytest.mark.parametrize(("points", "level", "rework"), BOUNDARIES)
def test_a_grade_gives_the_level_and_the_right_to_rework(
    school: Rehearsal, points: str, level: str | None, rework: bool
) -> None:
    handed_in(school)

    given = grade(school, points)

    assert (given.grade, given.level, given.rework_allowed) == (Decimal(points), level, rework)
    assert [one.level for one in school.school.people.show(by=LEA).certifications] == ([level] if level else [])
    copy = show(school)
    assert (copy.state, copy.grade, copy.level, copy.rework_allowed) == ("graded", Decimal(points), level, rework)
    certificates = school.school.certifications.list(by="staff")
    assert [(one.person, one.level, one.grade) for one in certificates] == (
        [(LEA, level, Decimal(points))] if level else []
    )
    assert len(school.messages("lea", "certified")) == 1


@pytest.mark.rule("CASE-9", "CERT-1")
@pytest.mark.parametrize(("points", "level", "_"), BOUNDARIES)
def test_the_grade_of_a_rework_is_final_and_shown_everywhere(
    school: Rehearsal, points: str, level: str | None, _: bool
) -> None:
    handed_in(school)
    grade(school, "11.5")
    school.school.cases.request_rework(by=LEA)
    school.school.cases.write(by=LEA, question=1, text="Mieux")
    school.school.cases.hand_in(by=LEA)

    given = grade(school, points)

    assert (given.grade, given.level, given.rework_allowed) == (Decimal(points), level, False)
    assert (show(school).grade, show(school).answers[0].text) == (Decimal(points), "Mieux")
    assert [one.grade for one in school.school.certifications.list(by="staff")] == ([Decimal(points)] if level else [])
    assert refusal(lambda: school.school.cases.request_rework(by=LEA)).rule == "CASE-9"
    assert len(school.messages("lea", "certified")) == 2


@pytest.mark.rule("CASE-8")
@pytest.mark.parametrize(
    "wrong",
    [
        [],
        marks(12)[:-1],
        [*marks(12), 0],
        [2.25, *marks(12)[1:]],
        [0.1, *marks(12)[1:]],
        [-0.25, *marks(12)[1:]],
        [1000, *marks(12)[1:]],
    ],
)
def test_marks_that_the_case_does_not_allow_are_invalid(school: Rehearsal, wrong: list[Any]) -> None:
    handed_in(school)

    with pytest.raises(Invalid) as error:
        school.school.cases.grade(by="staff", person=LEA, marks=wrong)

    assert error.value.field == "marks"
    assert (show(school).state, school.messages("lea", "certified")) == ("handed_in", [])


def test_more_comments_than_questions_are_invalid_and_too_few_are_empty(school: Rehearsal) -> None:
    handed_in(school)

    with pytest.raises(Invalid) as error:
        school.school.cases.grade(by="staff", person=LEA, marks=marks(12), comments=["x"] * 11)
    school.school.cases.grade(by="staff", person=LEA, marks=marks(12), comments=["Bien", "😀 مرحبا"])

    assert error.value.field == "comments"
    assert [one.comment for one in show(school).answers[:3]] == ["Bien", "😀 مرحبا", ""]


def test_a_copy_is_graded_once_and_only_when_it_is_handed_in(school: Rehearsal) -> None:
    assert grounds(refusal(lambda: grade(school, 12))) == ("CASE-7", "no copy")
    school.watch("lea", "l1 l2")
    placed(school, "lea")
    school.school.cases.begin(by=LEA)
    assert grounds(refusal(lambda: grade(school, 12))) == ("CASE-7", "not handed in")
    school.school.cases.hand_in(by=LEA, complete=True)
    grade(school, 12)

    assert grounds(refusal(lambda: grade(school, 18))) == ("CASE-11", "graded already")
    assert show(school).grade == 12


# The correction desk


@pytest.mark.rule("CASE-7")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_copy_is_graded_by_the_file_that_the_batch_wrote(school: Rehearsal, tmp_path: Path, encoding: str) -> None:
    """Whatever it was saved with."""
    handed_in(school)
    (copy,) = school.school.cases.batch(by="staff", folder=str(tmp_path))
    text = Path(copy.file).read_text("utf-8")
    assert "> Réponse 10" in text and "> Barème 3" in text

    form = filled(text, ["1,5"] * 10, ["## pas un titre\n### Note\n> cité", *["Bien"] * 9])
    Path(copy.file).write_bytes(form.replace("\n", "\r\n").encode(encoding, "replace"))
    given = school.school.cases.grade(by="staff", person=LEA, file=copy.file)

    assert (given.grade, given.level) == (15, "silver")
    assert [one.comment for one in show(school).answers[:2]] == ["## pas un titre\n### Note\n> cité", "Bien"]


def filled(text: str, given: list[str], comments: list[str]) -> str:
    """The form with a mark and a comment a question."""
    parts = text.split("### Note")
    filled_in = [parts[0]]
    for part, mark, comment in zip(parts[1:], given, comments, strict=True):
        title, rest = part.split("\n\n\n", 1)
        before, after = rest.split("\n\n\n", 1) if "\n\n\n" in rest else (rest.rstrip("\n"), "")
        filled_in.append(f"{title}\n\n{mark}\n\n{before}\n\n{comment}\n\n{after}")
    return "### Note".join(filled_in)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (["1,5"] * 9 + [""], "question 10 has none"),
        (["1,5"] * 9 + ["2,5"], "question 10: 2.5 is not allowed"),
        (["1,5"] * 9 + ["deux"], "question 10: 'deux' is not a number"),
        (["1,5"] * 9 + ["1\n2"], "question 10 has several"),
    ],
)
def test_a_wrong_mark_in_a_file_is_named_with_file_and_line(
    school: Rehearsal, tmp_path: Path, given: list[str], reason: str
) -> None:
    handed_in(school)
    (copy,) = school.school.cases.batch(by="staff", folder=str(tmp_path))
    file = Path(copy.file)
    file.write_text(filled(file.read_text("utf-8"), given, [""] * 10), "utf-8")

    with pytest.raises(Invalid) as error:
        school.school.cases.grade(by="staff", person=LEA, file=copy.file)

    lines = file.read_text("utf-8").splitlines()
    assert (error.value.field, error.value.reason, error.value.file) == ("marks", reason, copy.file)
    assert error.value.line is not None and error.value.line > lines.index("## Question 10/10 (sur 2)")


def test_a_file_that_is_not_this_copys_is_invalid(school: Rehearsal, tmp_path: Path) -> None:
    handed_in(school)
    (copy,) = school.school.cases.batch(by="staff", folder=str(tmp_path))
    text = Path(copy.file).read_text("utf-8")
    wrong = {
        "another.md": text.replace("<!-- ledr ", "<!-- ledr x", 1),
        "cut.md": text[: text.index("## Question 4")],
        "empty.md": "",
    }
    for name, content in wrong.items():
        (tmp_path / name).write_text(content, "utf-8")
        with pytest.raises(Invalid) as error:
            school.school.cases.grade(by="staff", person=LEA, file=str(tmp_path / name))
        assert (error.value.field, error.value.file) == ("file", str(tmp_path / name))
    with pytest.raises(Invalid):
        school.school.cases.grade(by="staff", person=LEA, file=str(tmp_path / "none.md"))
    with pytest.raises(Invalid):
        school.school.cases.batch(by="staff", folder=str(tmp_path / "nowhere"))
    assert show(school).state == "handed_in"


def test_a_file_keeps_to_what_a_comment_may_be(school: Rehearsal, tmp_path: Path) -> None:
    handed_in(school)
    (copy,) = school.school.cases.batch(by="staff", folder=str(tmp_path))
    file, form = Path(copy.file), Path(copy.file).read_text("utf-8")
    for comment in ("a\x1b[31mb", "x" * 100_001):
        file.write_text(filled(form, ["1,5"] * 10, ["", comment, *[""] * 8]), "utf-8")
        with pytest.raises(Invalid) as error:
            school.school.cases.grade(by="staff", person=LEA, file=copy.file)
        assert (error.value.field, error.value.file) == ("comments[1]", copy.file)
        assert error.value.line
    file.write_text(filled(form, ["1,5"] * 10, ["", "a\x00b", *[""] * 8]), "utf-8")
    with pytest.raises(Invalid, match="is not text"):
        school.school.cases.grade(by="staff", person=LEA, file=copy.file)

    file.write_bytes(b"\xef\xbb\xbf" + filled(form, ["1,5"] * 10, ["مرحبا 😀 é"] * 10).replace("\n", "\r\n").encode())
    assert school.school.cases.grade(by="staff", person=LEA, file=copy.file).grade == 15
    assert show(school).answers[9].comment == "مرحبا 😀 é"


@pytest.mark.rule("CASE-10")
def test_a_file_of_a_copy_deleted_since_does_not_stand_in_the_way(school: Rehearsal, tmp_path: Path) -> None:
    handed_in(school)
    (former,) = school.school.cases.batch(by="staff", folder=str(tmp_path))
    kept = Path(former.file).read_text("utf-8")
    school.school.cases.delete_copy(by="staff", person=LEA, course="recruter")
    school.school.cases.begin(by=LEA)
    school.school.cases.hand_in(by=LEA, complete=True)

    (copy,) = school.school.cases.batch(by="staff", folder=str(tmp_path))

    assert (copy.file != former.file, Path(former.file).read_text("utf-8")) == (True, kept)
    form = Path(copy.file).read_text("utf-8")
    assert "rendue pour le vendredi 20 novembre 2026" in form
    assert school.school.cases.batch(by="staff", folder=str(tmp_path)) == (copy,)
    Path(copy.file).write_text(filled(form, ["1,5"] * 10, [""] * 10), "utf-8")
    assert school.school.cases.grade(by="staff", person=LEA, file=copy.file).grade == 15


def test_what_a_file_does_not_go_with_is_told_before_the_person_is_looked_up(school: Rehearsal) -> None:
    file = Content("x.md", b"")
    for given, field in (
        ({}, "marks"),
        ({"marks": marks(12), "file": file}, "file"),
        ({"file": file, "comments": ["Bien"]}, "comments"),
    ):
        with pytest.raises(Invalid) as error:
            school.school.cases.grade(by="staff", person=address("nobody"), **given)
        assert error.value.field == field


def test_marks_and_file_do_not_go_together(school: Rehearsal, tmp_path: Path) -> None:
    handed_in(school)
    for given in ({}, {"marks": marks(12), "file": Content("x.md", b"")}):
        with pytest.raises(Invalid) as error:
            school.school.cases.grade(by="staff", person=LEA, **given)
        assert error.value.field in ("marks", "file")


# CASE-9, ROT-11, ROT-13, LEARN-10: the rework


@pytest.mark.rule("CASE-9")
def test_a_rework_is_asked_for_until_the_end_date_or_fourteen_days_after_the_grade(school: Rehearsal) -> None:
    handed_in(school)
    grade(school, 11)
    school.at("2027-10-31")
    asked = school.school.cases.request_rework(by=LEA)

    assert asked.until.isoformat() == "2027-11-14"
    school.at("2027-11-14")
    school.school.cases.write(by=LEA, question=1, text="Dernier jour")
    school.at("2027-11-15")
    assert grounds(refusal(lambda: school.school.cases.write(by=LEA, question=1, text="x"))) == (
        "CASE-9",
        "rework over",
    )


@pytest.mark.rule("CASE-9", "ACC-16")
def test_past_the_end_date_only_the_copy_is_open_and_asking_is_not_gated(school: Rehearsal) -> None:
    handed_in(school)
    school.at("2027-10-29")
    grade(school, 11.75)
    school.at("2027-11-12")
    assert show(school).rework_allowed
    school.school.cases.request_rework(by=LEA)

    school.school.cases.write(by=LEA, question=1, text="Mieux")
    assert refusal(lambda: school.school.learning.watch(by=LEA, lesson="l1")).rule == "ACC-5"
    school.school.cases.hand_in(by=LEA)


@pytest.mark.rule("CASE-9")
def test_a_rework_is_asked_for_too_late(school: Rehearsal) -> None:
    handed_in(school)
    school.at("2027-10-29")
    grade(school, 11.75)
    school.at("2027-11-13")

    assert not show(school).rework_allowed
    assert grounds(refusal(lambda: school.school.cases.request_rework(by=LEA))) == ("CASE-9", "asked too late")


@pytest.mark.rule("CASE-9", "LEARN-10")
def test_a_rework_leaves_the_learner_unfinished_until_it_is_handed_in(school: Rehearsal) -> None:
    handed_in(school)
    assert school.school.learning.progress(by=LEA).finished
    grade(school, 11)

    school.school.cases.request_rework(by=LEA)
    assert not school.school.learning.progress(by=LEA).finished
    school.school.cases.hand_in(by=LEA)

    assert school.school.learning.progress(by=LEA).finished


@pytest.mark.rule("CASE-9", "LEARN-10")
def test_a_rework_that_is_not_handed_in_lapses_and_the_first_grade_stands(school: Rehearsal) -> None:
    handed_in(school)
    grade(school, 11)
    school.at("2027-10-20")
    school.school.cases.request_rework(by=LEA)
    school.school.cases.write(by=LEA, question=1, text="Jamais rendue")

    assert school.run("2027-11-03").done.get("reworks_ended", 0) == 0
    assert show(school).state == "reworking"
    assert school.run("2027-11-04").done["reworks_ended"] == 1

    copy = show(school)
    assert (copy.state, copy.grade, copy.answers[0].text) == ("graded", 11, "Réponse 1")
    assert school.school.learning.progress(by=LEA).finished
    assert school.run("2027-11-05").done.get("reworks_ended", 0) == 0
    assert refusal(lambda: school.school.cases.request_rework(by=LEA)).rule == "CASE-9"


@pytest.mark.rule("CASE-9")
def test_a_rework_lasts_as_long_as_an_end_date_that_moves_away(school: Rehearsal) -> None:
    handed_in(school)
    grade(school, 11)
    school.at("2027-10-20")
    school.school.cases.request_rework(by=LEA)
    school.school.sessions.change_dates(by="staff", session="Lyon", end="2027-12-31")

    school.run("2027-11-04")

    school.school.cases.write(by=LEA, question=1, text="Encore")
    school.run("2028-01-01")
    assert show(school).state == "graded"


@pytest.mark.rule("CASE-9", "LEARN-10")
def test_who_had_finished_has_so_again_after_a_rework_whatever_the_course_became(school: Rehearsal) -> None:
    handed_in(school)
    grade(school, 11)
    school.school.cases.request_rework(by=LEA)
    school.a_course("recruter", {"t1": "l1 l2", "t2": "l3"})

    school.school.cases.hand_in(by=LEA)

    assert school.school.learning.progress(by=LEA).finished


def moved_to_another_course(ledr: Rehearsal, folder: Path, former: int = 0) -> None:
    """Léa goes on with the course `chasser`, whose lessons she has seen."""
    certifying(ledr, folder, "chasser", case="k9")
    ledr.a_session("Chasse", members="max", course="chasser", kind="licence", start="2026-11-19")
    ledr.school.sessions.move_member(by="staff", person=LEA, session="Chasse", package=2, former_package=former)


@pytest.mark.rule("CASE-9")
def test_after_a_move_a_rework_is_open_for_14_days_beside_the_case_of_the_new_course(
    stored: Rehearsal, tmp_path: Path
) -> None:
    certifying(stored, tmp_path)
    stored.a_session(kind="licence", members="lea ana")
    handed_in(stored)
    grade(stored, 11)
    moved_to_another_course(stored, tmp_path, former=1)
    stored.school.cases.begin(by=LEA)

    assert stored.school.cases.request_rework(by=LEA).until.isoformat() == "2026-12-03"
    stored.school.cases.write(by=LEA, question=1, text="Chasser")
    stored.school.cases.hand_in(by=LEA, complete=True)
    stored.school.cases.write(by=LEA, question=1, text="Recruter")

    texts = [stored.school.cases.show(by=LEA, course=one).answers[0].text for one in ("chasser", "recruter")]
    assert texts == ["Chasser", "Recruter"]
    assert stored.run("2026-12-03").done.get("reworks_ended", 0) == 0
    assert stored.run("2026-12-04").done["reworks_ended"] == 1


@pytest.mark.rule("CASE-9")
def test_a_rework_is_over_14_days_after_asking_when_the_end_date_moves_near(school: Rehearsal) -> None:
    handed_in(school)
    grade(school, 11)
    school.school.cases.request_rework(by=LEA)
    school.school.sessions.change_dates(by="staff", session="Lyon", end="2026-11-25")
    assert show(school).rework_until.isoformat() == "2026-12-03"

    school.at("2026-12-04")
    assert grounds(refusal(lambda: school.school.cases.hand_in(by=LEA))) == ("CASE-9", "rework over")
    assert school.run("2026-12-05").done["reworks_ended"] == 1


@pytest.mark.rule("CASE-3")
def test_a_copy_begun_in_a_course_that_is_left_is_not_open(school: Rehearsal, tmp_path: Path) -> None:
    school.watch("lea", "l1 l2")
    placed(school, "lea")
    school.school.cases.begin(by=LEA)
    moved_to_another_course(school, tmp_path)

    assert grounds(refusal(lambda: school.school.cases.hand_in(by=LEA, complete=True))) == ("CASE-3", "not begun")
    school.school.cases.begin(by=LEA)
    assert school.school.cases.hand_in(by=LEA, complete=True).course == "chasser"


@pytest.mark.rule("ROT-13", "ROT-11", "CASE-9")
def test_a_reopened_copy_puts_its_learner_first_in_the_list_when_the_slot_has_gone(shared: Rehearsal) -> None:
    handed_in(shared)
    shared.run("2026-11-20")
    shared.school.rotations.enqueue(by="staff", session="Lyon", person=address("ana"))
    assert refusal(lambda: shared.school.rotations.enqueue(by="staff", session="Lyon", person=LEA)).rule == "ROT-11"
    grade(shared, 11)

    shared.school.cases.request_rework(by=LEA)

    session = shared.school.sessions.show(by="staff", session="Lyon")
    assert ([one.person for one in session.holders], list(session.waiting)) == ([MAX], [LEA, address("ana")])
    assert refusal(lambda: shared.school.cases.write(by=LEA, question=1, text="x")).rule == "ACC-6"
    shared.school.slots.release(by="staff", session="Lyon", person=MAX)
    shared.run("2026-11-21")
    shared.school.cases.hand_in(by=LEA)


@pytest.mark.rule("ROT-13")
def test_a_learner_who_is_still_in_the_list_moves_to_its_head(shared: Rehearsal) -> None:
    handed_in(shared)
    grade(shared, 11)
    shared.school.cases.delete_copy(by="staff", person=LEA, course="recruter")
    shared.school.slots.release(by="staff", session="Lyon", person=LEA)
    shared.school.slots.assign(by="staff", session="Lyon", person=address("ana"))
    shared.school.rotations.enqueue(by="staff", session="Lyon", person=LEA)
    shared.school.cases.begin(by="staff", person=LEA)
    shared.school.cases.hand_in(by="staff", person=LEA, complete=True)
    grade(shared, 11)

    shared.school.cases.request_rework(by=LEA)

    assert list(shared.school.sessions.show(by="staff", session="Lyon").waiting) == [LEA, MAX]


@pytest.mark.rule("ROT-13", "CASE-9")
def test_past_their_end_date_nobody_is_put_in_the_list_for_a_rework(shared: Rehearsal) -> None:
    handed_in(shared)
    grade(shared, 11)
    shared.school.sessions.change_member_end(by="staff", session="Lyon", person=LEA, end="2026-11-20")
    shared.run("2026-11-21")

    shared.school.cases.request_rework(by=LEA)

    session = shared.school.sessions.show(by="staff", session="Lyon")
    assert ([one.person for one in session.holders], list(session.waiting)) == ([MAX], [])
    shared.school.cases.write(by=LEA, question=1, text="Sans slot")
    assert shared.school.cases.hand_in(by=LEA).batch.isoformat() == "2026-11-27"


@pytest.mark.rule("ROT-13")
def test_a_learner_who_still_holds_a_slot_keeps_it_through_the_rework(shared: Rehearsal) -> None:
    shared.school.rotations.dequeue(by="staff", session="Lyon", person=MAX)
    handed_in(shared)
    grade(shared, 11)
    shared.school.cases.request_rework(by=LEA)
    shared.school.rotations.enqueue(by="staff", session="Lyon", person=MAX)

    shared.run("2026-11-20")
    assert [one.person for one in shared.school.sessions.show(by="staff", session="Lyon").holders] == [LEA]
    shared.at("2026-11-20")
    shared.school.cases.hand_in(by=LEA)
    shared.run("2026-11-21")
    assert [one.person for one in shared.school.sessions.show(by="staff", session="Lyon").holders] == [MAX]


@pytest.mark.rule("CASE-9")
def test_only_eleven_to_twelve_is_reworked_and_only_once_graded(school: Rehearsal) -> None:
    assert grounds(refusal(lambda: school.school.cases.request_rework(by=LEA))) == ("CASE-9", "no copy")
    handed_in(school)
    assert grounds(refusal(lambda: school.school.cases.request_rework(by=LEA))) == ("CASE-9", "not graded")
    grade(school, 12)

    assert grounds(refusal(lambda: school.school.cases.request_rework(by=LEA))) == ("CASE-9", "grade")


# CASE-10, ACC-13: starting again


@pytest.mark.rule("CASE-10", "CERT-7", "ACC-13")
def test_to_start_again_the_certification_and_the_copy_are_deleted(school: Rehearsal) -> None:
    handed_in(school)
    grade(school, 12)
    school.school.cases.delete_copy(by="staff", person=LEA, course="recruter")
    assert not school.school.learning.progress(by=LEA).finished
    assert reasons(school.school.cases.explain(by=LEA, person=LEA)) == [("ACC-13", "recruter")]
    assert refusal(lambda: school.school.cases.begin(by=LEA)).rule == "ACC-13"

    school.school.certifications.delete(by="staff", person=LEA, course="recruter")

    school.school.cases.begin(by=LEA)
    school.school.cases.hand_in(by=LEA, complete=True)
    assert grade(school, 18).level == "gold"
    certificates = school.school.certifications.list(by="staff")
    assert sorted((one.level, one.state) for one in certificates) == [("bronze", "revoked"), ("gold", "valid")]
    assert len(school.messages("lea", "certified")) == 2


@pytest.mark.rule("ACC-13")
def test_resetting_an_account_erases_progress_and_copies_and_leaves_certificates_and_membership(
    school: Rehearsal,
) -> None:
    handed_in(school)
    grade(school, 15)

    school.school.people.reset_account(by="staff", person=LEA)

    progress = school.school.learning.progress(by=LEA)
    assert (progress.percent, progress.lessons_seen, progress.finished) == (0, 0, False)
    assert show(school).state == "none"
    assert [(one.level, one.state) for one in school.school.certifications.list(by=LEA)] == [("silver", "valid")]
    assert school.school.people.show(by=LEA).session == "Lyon"
    assert ("ACC-13", "recruter") in reasons(school.school.cases.explain(by=LEA, person=LEA))
    assert refusal(lambda: school.school.people.reset_account(by=LEA, person=LEA)).rule == "ROLE-11"


# CASE-11: a correction that was sent


@pytest.mark.rule("CASE-11", "CERT-3")
def test_an_amended_correction_is_logged_sent_and_the_level_follows(school: Rehearsal) -> None:
    nora = school.a_person("nora", "manager")
    school.school.people.set_managed(by="staff", manager=nora, people=[LEA])
    handed_in(school)
    grade(school, 11.5)
    assert school.messages("nora", "manager_certified") == []

    amended = school.school.cases.amend(by="staff", person=LEA, marks=marks(12), reason="Question 6 mal lue")
    assert (amended.grade, amended.level) == (12, "bronze")
    assert [one.state for one in school.school.certifications.list(by="staff")] == ["valid"]
    assert len(school.messages("nora", "manager_certified")) == 1
    school.school.cases.amend(by="staff", person=LEA, marks=marks(15), reason="Encore")
    assert [(one.level, one.state) for one in school.school.certifications.list(by="staff")] == [("silver", "valid")]
    school.school.cases.amend(by="staff", person=LEA, marks=marks(11), reason="Erreur")

    assert [(one.level, one.state) for one in school.school.certifications.list(by="staff")] == [("silver", "revoked")]
    assert (show(school).grade, show(school).level, show(school).rework_allowed) == (11, None, True)
    assert len(school.messages("lea", "correction_amended")) == 3
    assert len(school.messages("nora", "manager_certified")) == 1
    assert len(school.messages("lea", "certified")) == 1


@pytest.mark.rule("CASE-11")
@pytest.mark.parametrize(("points", "state"), [("11.25", "reworking"), ("12", "graded"), ("10.75", "graded")])
def test_an_amended_grade_ends_a_rework_under_way_unless_it_still_allows_one(
    school: Rehearsal, points: str, state: str
) -> None:
    handed_in(school)
    grade(school, 11.5)
    school.school.cases.request_rework(by=LEA)

    school.school.cases.amend(by="staff", person=LEA, marks=marks(points), reason="Erreur")

    assert (show(school).state, show(school).grade) == (state, Decimal(points))
    assert school.school.learning.progress(by=LEA).finished == (state == "graded")


@pytest.mark.rule("CASE-11")
def test_comments_left_out_of_an_amended_correction_stay(school: Rehearsal) -> None:
    handed_in(school)
    school.school.cases.grade(by="staff", person=LEA, marks=marks(15), comments=["Bien"])
    amend = school.school.cases.amend

    amend(by="staff", person=LEA, marks=marks(16), reason="Erreur")
    assert [one.comment for one in show(school).answers[:2]] == ["Bien", ""]
    amend(by="staff", person=LEA, marks=marks(16), comments=["", "Mieux"], reason="Erreur")
    assert [one.comment for one in show(school).answers[:2]] == ["", "Mieux"]


@pytest.mark.rule("CASE-11")
def test_a_correction_needs_a_grade_and_a_reason(school: Rehearsal) -> None:
    handed_in(school)
    for reason in ("", "  ", "\u200b"):
        with pytest.raises(Invalid) as error:
            school.school.cases.amend(by="staff", person=LEA, marks=marks(12), reason=reason)
        assert error.value.field == "reason"
    refused = refusal(lambda: school.school.cases.amend(by="staff", person=LEA, marks=marks(12), reason="x"))
    assert grounds(refused) == ("CASE-11", "not graded")


# Several courses


def test_the_copy_of_another_course_is_named_by_its_course(stored: Rehearsal, tmp_path: Path) -> None:
    certifying(stored, tmp_path)
    certifying(stored, tmp_path, "chasser", case="k9")
    stored.a_session("Lyon", members="lea", holders="lea")
    handed_in(stored)
    grade(stored, 15)
    stored.a_session("Chasse", members="max", course="chasser")
    stored.school.sessions.move_member(by="staff", person=LEA, session="Chasse")
    stored.school.slots.assign(by="staff", session="Chasse", person=LEA)
    stored.school.cases.begin(by=LEA)
    stored.school.cases.hand_in(by=LEA, complete=True)

    assert (show(stored).course, show(stored).state) == ("chasser", "handed_in")
    assert stored.school.cases.show(by=LEA, course="recruter").grade == 15
    assert grade(stored, 12).course == "chasser"
    with pytest.raises(Invalid) as error:
        stored.school.cases.amend(by="staff", person=LEA, marks=marks(12), reason="x")
    assert (error.value.field, error.value.allowed) == ("course", ["chasser", "recruter"])
