"""What the rules say of a catalogue that changes: what is kept, what is earned, what is refused."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ledr_core import Invalid, NotFound
from ledr_core.views import as_json
from tests.documents import a_picture
from tests.integration.conftest import Rehearsal, address, refusal

LEA, MAX = address("lea"), address("max")
NO_IMAGE = b"\x89PNG\r\n\x1a\n..."
"""It begins as a PNG does, and is no whole one."""


def a_case(
    reference: str = "k1", course: str = "recruter", *, public: bool = True, maximum: float = 2
) -> dict[str, Any]:
    """A case of ten questions."""
    questions = [{"text": f"Question {number}", "maximum": maximum, "rubric": "Tout."} for number in range(10)]
    return {"reference": reference, "course": course, "public": public, "questions": questions}


def questions(
    theme: str = "t1", levels: str = "111222333444555", choices: str = "a b c d", **fields: Any
) -> list[dict[str, Any]]:
    """Programme questions of a theme, one a digit."""
    return [
        {
            "reference": f"{theme}-{number}",
            "kind": "programme",
            "theme": theme,
            "level": int(level),
            "public": True,
            "text": f"Question {number} ?",
            "choices": choices.split(),
            "right": [0],
        }
        | fields
        for number, level in enumerate(levels)
    ]


def load(ledr: Rehearsal, **sections: list[dict[str, Any]]) -> Any:
    return ledr.school.catalogue.load(by="staff", data=sections)


@pytest.fixture
def images(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The three backgrounds of a certificate, in the current folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("or", "argent", "bronze"):
        (tmp_path / f"{name}.png").write_bytes(a_picture(60, 40, file="JPEG" if name == "or" else "PNG"))
    return {"gold": "or.png", "silver": "argent.png", "bronze": "bronze.png"}


# CAT-5: deleting and detaching


@pytest.mark.rule("CAT-5")
def test_a_theme_that_nobody_used_goes_with_its_questions_and_leaves_its_courses(stored: Rehearsal) -> None:
    stored.a_course("autre", {"t1": "l1 l2", "t2": "l3"})
    load(stored, questions=questions("t2"))
    stored.school.catalogue.put_question(by="staff", reference="t2-0", text="Autrement ?")

    stored.school.catalogue.delete_theme(by="staff", theme="t2")

    content = as_json(stored.school.catalogue.dump(by="staff"))
    assert [theme["reference"] for theme in content["themes"]] == ["t1"]
    assert content["questions"] == []
    assert next(one for one in content["courses"] if one["reference"] == "autre")["themes"] == ["t1"]
    assert {module["reference"] for module in content["modules"]} == {"m-t1", "m-t2"}


@pytest.mark.rule("CAT-5")
def test_a_theme_whose_lesson_was_seen_is_not_deleted_and_the_learners_are_counted(stored: Rehearsal) -> None:
    stored.a_session(kind="licence", members="lea max ana")
    stored.watch("lea", "l1 l2")
    stored.watch("max", "l1")

    refused = refusal(lambda: stored.school.catalogue.delete_theme(by="staff", theme="t1"))

    assert (refused.rule, refused.reason, refused.facts) == ("CAT-5", "used", {"theme": "t1", "learners": 2})
    assert [theme.reference for theme in stored.school.catalogue.themes(by="staff", course="recruter")] == ["t1"]


@pytest.mark.rule("CAT-5", "LEARN-7")
def test_a_detached_theme_leaves_the_course_and_badges_stay(stored: Rehearsal) -> None:
    stored.a_course("recruter", {"t1": "l1 l2", "t2": "l3"})
    stored.a_session(kind="licence", members="lea")
    stored.watch("lea", "l1 l2")

    stored.school.catalogue.detach_theme(by="staff", course="recruter", theme="t1")

    assert [theme.reference for theme in stored.school.catalogue.themes(by="staff", course="recruter")] == ["t2"]
    assert refusal(lambda: stored.school.catalogue.delete_theme(by="staff", theme="t1")).rule == "CAT-5"
    stored.school.catalogue.put_course(by="staff", reference="recruter", themes=["t1", "t2"])
    stored.school.catalogue.put_module(by="staff", reference="m-t1", lessons=["l1", "l2", "l3"])
    assert stored.school.learning.home(by=LEA).themes[0].badge


@pytest.mark.rule("CAT-5")
def test_a_theme_that_is_not_in_the_course_is_not_detached(ledr: Rehearsal) -> None:
    ledr.a_course("autre", {"t2": "l3"})

    with pytest.raises(NotFound) as error:
        ledr.school.catalogue.detach_theme(by="staff", course="recruter", theme="t2")

    assert error.value.what == "theme"


@pytest.mark.rule("WORK-3", "WORK-8", "CAT-5")
@pytest.mark.parametrize("taken", ["delete_theme", "detach_theme"])
def test_a_theme_leaves_a_course_with_its_modules_which_lock_no_workshop_any_more(
    stored: Rehearsal, taken: str
) -> None:
    stored.a_course("recruter", {"t1": "l1", "t2": "l2"})
    catalogue = stored.school.catalogue
    catalogue.put_workshop(by="staff", reference="w1", title="Annonce", modules=["m-t1", "m-t2"])
    catalogue.put_workshop(by="staff", reference="w2", title="Accroche", modules=["m-t2"])
    catalogue.put_course(by="staff", reference="recruter", workshops=["w1", "w2"], workshops_locked=True)
    stored.a_session(kind="licence", members="lea")
    given = {"theme": "t2"} | ({"course": "recruter"} if taken == "detach_theme" else {})

    getattr(catalogue, taken)(by="staff", **given)

    assert [theme.reference for theme in catalogue.themes(by="staff", course="recruter")] == ["t1"]
    assert (missing_modules(stored, LEA), missing_modules(stored, LEA, "w2")) == (["m-t1"], [])
    stored.school.workshops.step(by=LEA, workshop="w2", step="introduction_video")
    catalogue.put_module(by="staff", reference="m-t1", title="Autre titre")
    catalogue.put_course(by="staff", reference="recruter", title="Autre titre")


@pytest.mark.rule("WORK-8")
def test_a_module_that_left_with_its_theme_locks_again_when_it_comes_back_but_what_was_open_stays_so(
    stored: Rehearsal,
) -> None:
    stored.a_course("recruter", {"t1": "l1", "t2": "l2"})
    catalogue = stored.school.catalogue
    catalogue.put_workshop(by="staff", reference="w1", title="Annonce", modules=["m-t2"])
    catalogue.put_course(by="staff", reference="recruter", workshops=["w1"], workshops_locked=True)
    stored.a_session(kind="licence", members="lea")
    catalogue.detach_theme(by="staff", course="recruter", theme="t2")

    catalogue.put_course(by="staff", reference="recruter", themes=["t1", "t2"])

    assert missing_modules(stored, LEA) == []
    stored.a_session("Après", kind="licence", members="zoe")
    assert missing_modules(stored, address("zoe")) == ["m-t2"]


# LEARN-9: a theme that joins


def assessed_only(ledr: Rehearsal) -> None:
    """A course with a theme that has an assessment and no lesson."""
    load(
        ledr,
        themes=[{"reference": "vide", "title": "Vide", "colour": "#123456"}],
        questions=[question | {"theme": "vide"} for question in questions(levels="111222333444555")],
        courses=[{"reference": "recruter", "assessments": True, "themes": ["t1", "vide"]}],
    )


@pytest.mark.rule("LEARN-9")
def test_a_question_is_withdrawn_from_a_theme_that_has_nothing_else_which_then_joins_no_other_course(
    stored: Rehearsal,
) -> None:
    assessed_only(stored)
    catalogue = stored.school.catalogue
    first, second = sorted(one["reference"] for one in as_json(catalogue.dump(by="staff"))["questions"])[:2]

    catalogue.withdraw_question(by="staff", question=first)
    catalogue.put_question(by="staff", reference=second, public=False)
    catalogue.put_course(by="staff", reference="recruter", title="Autre titre")

    vide = catalogue.question_counts(by="staff", course="recruter")[1]
    assert (vide.theme, vide.assessment) == ("vide", False)
    joins = refusal(
        lambda: catalogue.put_course(by="staff", reference="neuf", title="Neuf", assessments=True, themes=["vide"])
    )
    assert (joins.rule, joins.facts["theme"]) == ("LEARN-9", "vide")


@pytest.mark.rule("LEARN-9")
def test_a_theme_without_assessment_does_not_lose_its_lessons(stored: Rehearsal) -> None:
    refused = refusal(lambda: stored.school.catalogue.put_module(by="staff", reference="m-t1", lessons=[]))

    assert (refused.rule, refused.facts["theme"]) == ("LEARN-9", "t1")


@pytest.mark.rule("TA-2")
def test_a_question_is_withdrawn_and_taken_back_among_its_fields(stored: Rehearsal) -> None:
    assessed_only(stored)
    catalogue = stored.school.catalogue
    reference = as_json(catalogue.dump(by="staff"))["questions"][0]["reference"]

    def counted() -> int:
        return sum(level.count for level in catalogue.question_counts(by="staff", course="recruter")[1].levels)

    catalogue.put_question(by="staff", reference=reference, withdrawn=True)
    withdrawn = counted()
    catalogue.put_question(by="staff", reference=reference, withdrawn=False)

    assert (withdrawn, counted()) == (14, 15)


# CAT-6: everyone enrolled


@pytest.mark.rule("CAT-6", "LEARN-10")
def test_who_has_finished_stays_so_and_new_badges_are_given_when_the_course_changes(stored: Rehearsal) -> None:
    stored.a_course("recruter", {"t1": "l1 l2", "t2": "l3"})
    stored.a_session(kind="licence", members="lea max")
    stored.watch("lea", "l1 l2 l3")
    stored.watch("max", "l1 l3")

    stored.a_course("recruter", {"t1": "l1", "t2": "l3", "t3": "l4"})

    lea, max_ = (stored.school.learning.progress(by=person) for person in (LEA, MAX))
    assert (lea.finished, lea.percent) == (True, 100)
    assert [theme.validated for theme in lea.themes] == [True, True, False]
    assert (max_.finished, [theme.validated for theme in max_.themes]) == (False, [True, True, False])


@pytest.mark.rule("CAT-6", "LEARN-6", "TA-1")
def test_a_theme_that_loses_its_assessment_is_validated_for_those_who_saw_its_lessons(stored: Rehearsal) -> None:
    load(stored, questions=questions(), courses=[{"reference": "recruter", "assessments": True}])
    stored.a_session(kind="licence", members="lea max")
    stored.watch("lea", "l1 l2")
    stored.watch("max", "l1")
    assert not stored.school.learning.progress(by=LEA).finished

    stored.school.catalogue.withdraw_question(by="staff", question="t1-0")

    assert stored.school.learning.progress(by=LEA).finished
    assert not stored.school.learning.progress(by=MAX).finished


@pytest.mark.rule("CAT-6", "LEARN-6")
def test_a_question_that_moves_to_another_theme_changes_both(ledr: Rehearsal) -> None:
    ledr.a_course("recruter", {"t1": "l1 l2", "t2": "l3"})
    load(ledr, questions=questions(), courses=[{"reference": "recruter", "assessments": True}])
    ledr.a_session(kind="licence", members="lea")
    ledr.watch("lea", "l1 l2")
    assert not ledr.school.learning.home(by=LEA).themes[0].validated

    ledr.school.catalogue.put_question(by="staff", reference="t1-0", theme="t2")

    assert ledr.school.learning.home(by=LEA).themes[0].validated


# CAT-7 and CAT-9


@pytest.mark.rule("CAT-7")
def test_usage_names_every_kind_of_part(ledr: Rehearsal) -> None:
    ledr.school.catalogue.put_workshop(by="staff", reference="w1", title="Annonce", modules=["m-t1"])
    load(
        ledr,
        questions=[
            *questions(levels="1"),
            {
                "reference": "p1",
                "kind": "practice",
                "lesson": "l1",
                "text": "Qui ?",
                "choices": ["a", "b"],
                "right": [0],
            },
        ],
        courses=[{"reference": "recruter", "workshops": ["w1"]}],
        cases=[a_case()],
    )

    def used(reference: str) -> tuple[object, ...]:
        shown = ledr.school.catalogue.usage(by="staff", reference=reference)
        return shown.kind, shown.modules, shown.themes, shown.workshops, shown.courses

    assert used("l1") == ("lesson", ("m-t1",), ("t1",), (), ("recruter",))
    assert used("m-t1") == ("module", (), ("t1",), ("w1",), ("recruter",))
    assert used("t1") == ("theme", (), (), (), ("recruter",))
    assert used("w1") == ("workshop", (), (), (), ("recruter",))
    assert used("p1") == ("question", ("m-t1",), ("t1",), (), ("recruter",))
    assert used("t1-0") == ("question", (), ("t1",), (), ("recruter",))
    assert used("k1") == ("case", (), (), (), ("recruter",))
    assert used("recruter") == ("course", (), (), (), ())


@pytest.mark.rule("CAT-9")
def test_a_module_gets_its_sheet_another_one_and_none(stored: Rehearsal, tmp_path: Path) -> None:
    for name in ("un", "deux"):
        (tmp_path / f"{name}.pdf").write_bytes(b"%PDF-1.7 " + name.encode())
    assert stored.school.catalogue.modules(by="staff")[0].sheet is None

    for name in ("un", "deux"):
        given = stored.school.catalogue.set_sheet(by="staff", module="m-t1", file=str(tmp_path / f"{name}.pdf"))
        assert given.sheet == f"{name}.pdf"
    (tmp_path / "copie").mkdir()
    stored.school.catalogue.dump(by="staff", folder=str(tmp_path / "copie"))
    stored.school.catalogue.put_module(by="staff", reference="m-t1", sheet="")

    assert (tmp_path / "copie" / "deux.pdf").read_bytes() == b"%PDF-1.7 deux"
    assert stored.school.catalogue.modules(by="staff")[0].sheet is None


@pytest.mark.rule("CAT-9")
@pytest.mark.parametrize("content", [None, b"", b"<html>", NO_IMAGE, b" %PDF-1.7"])
def test_what_is_no_pdf_is_no_sheet(ledr: Rehearsal, tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "fiche.pdf").write_bytes(content)

    with pytest.raises(Invalid) as error:
        ledr.school.catalogue.set_sheet(by="staff", module="m-t1", file=str(tmp_path / "fiche.pdf"))

    assert error.value.field == "file"
    assert "fiche.pdf" in error.value.reason
    assert ledr.school.catalogue.modules(by="staff")[0].sheet is None


@pytest.mark.rule("CAT-9")
def test_a_sheet_whose_file_is_gone_stays_as_it_was_kept_and_another_name_is_an_error(
    ledr: Rehearsal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m1.pdf").write_bytes(b"%PDF-1.7")
    load(ledr, modules=[{"reference": "m-t1", "sheet": "m1.pdf"}])
    (tmp_path / "m1.pdf").unlink()

    assert load(ledr, modules=[{"reference": "m-t1", "sheet": "m1.pdf"}]).unchanged == 1
    with pytest.raises(Invalid) as error:
        load(ledr, modules=[{"reference": "m-t1", "sheet": "m2.pdf"}])

    assert error.value.field == "modules[0].sheet"


# CAT-10, CERT-4, CASE-6


@pytest.mark.rule("CERT-4")
@pytest.mark.parametrize("missing", ["gold", "silver", "bronze", "case"])
def test_a_course_becomes_certifying_only_with_three_backgrounds_and_a_public_case(
    stored: Rehearsal, images: dict[str, str], missing: str
) -> None:
    certificate = {level: image for level, image in images.items() if level != missing}
    load(
        stored,
        courses=[{"reference": "recruter", "certificate": certificate}],
        cases=[a_case(public=missing != "case")],
    )

    refused = refusal(lambda: stored.school.catalogue.put_course(by="staff", reference="recruter", certifying=True))

    assert (refused.rule, refused.facts["course"], refused.facts["missing"]) == ("CERT-4", "recruter", [missing])
    assert not stored.school.catalogue.course(by="staff", course="recruter").certifying


@pytest.mark.rule("CERT-4")
def test_certification_is_checked_at_the_end_of_a_load(stored: Rehearsal, images: dict[str, str]) -> None:
    course = {"reference": "recruter", "certifying": True, "certificate": images}

    assert refusal(lambda: load(stored, courses=[course])).rule == "CERT-4"
    load(stored, courses=[course], cases=[a_case()])

    shown = stored.school.catalogue.course(by="staff", course="recruter")
    assert (shown.certifying, shown.case) == (True, "k1")


@pytest.mark.rule("CERT-4")
def test_a_case_or_a_background_may_be_withdrawn_later(ledr: Rehearsal, images: dict[str, str]) -> None:
    load(
        ledr,
        courses=[{"reference": "recruter", "certifying": True, "certificate": images}],
        cases=[a_case()],
    )

    ledr.school.catalogue.put_case(by="staff", reference="k1", public=False)
    ledr.school.catalogue.put_course(by="staff", reference="recruter", certificate={"gold": ""})

    course = as_json(ledr.school.catalogue.dump(by="staff"))["courses"][0]
    assert course["certifying"]
    assert set(course["certificate"]) == {"silver", "bronze"}
    assert ledr.school.catalogue.course(by="staff", course="recruter").case is None


@pytest.mark.rule("CERT-4")
@pytest.mark.parametrize(
    ("content", "reason"), [(b"%PDF-1.7", "of another format"), (NO_IMAGE, "not a whole PNG or JPEG image")]
)
def test_a_background_is_a_whole_image(
    ledr: Rehearsal, images: dict[str, str], tmp_path: Path, content: bytes, reason: str
) -> None:
    (tmp_path / "or.png").write_bytes(content)

    with pytest.raises(Invalid) as error:
        ledr.school.catalogue.put_course(by="staff", reference="recruter", certificate=images)

    assert error.value.field == "certificate.gold"
    assert error.value.reason.startswith("or.png")
    assert reason in error.value.reason


@pytest.mark.rule("CASE-6")
def test_one_case_of_a_course_is_public(ledr: Rehearsal) -> None:
    load(ledr, cases=[a_case("k1"), a_case("k2", public=False)])

    refused = refusal(lambda: ledr.school.catalogue.put_case(by="staff", reference="k2", public=True))

    assert (refused.rule, refused.facts["case"], refused.facts["other"]) == ("CASE-6", "k2", "k1")
    load(ledr, cases=[{"reference": "k1", "public": False}, {"reference": "k2", "public": True}])
    assert ledr.school.catalogue.course(by="staff", course="recruter").case == "k2"


@pytest.mark.rule("CASE-2", "CASE-8")
@pytest.mark.parametrize(
    ("maxima", "field"),
    [
        ([2] * 9, "questions"),
        ([Decimal(20) / 21] * 21, "questions"),
        ([1] * 21, "questions"),
        ([2] * 9 + [1.75], "questions"),
        ([2] * 9 + [2.1], "questions[9].maximum"),
        ([2] * 8 + [0, 4], "questions[8].maximum"),
        ([2] * 9 + [-2], "questions[9].maximum"),
        ([2] * 9 + [1e300], "questions[9].maximum"),
        ([2] * 9 + ["deux"], "questions[9].maximum"),
    ],
)
def test_a_case_has_ten_to_twenty_questions_whose_maxima_add_up_to_twenty(
    ledr: Rehearsal, maxima: list[Any], field: str
) -> None:
    asked = [{"text": "Quoi ?", "maximum": maximum} for maximum in maxima]

    with pytest.raises(Invalid) as error:
        ledr.school.catalogue.put_case(by="staff", reference="k1", course="recruter", questions=asked)

    assert error.value.field == field


# WORK-8


@pytest.mark.rule("WORK-8")
def test_no_more_workshops_are_required_than_attached(stored: Rehearsal) -> None:
    stored.school.catalogue.put_workshop(by="staff", reference="w1", title="Annonce")
    put = stored.school.catalogue.put_course

    refused = refusal(lambda: put(by="staff", reference="recruter", workshops=["w1"], workshops_required=2))

    assert (refused.rule, refused.reason) == ("WORK-8", "too few")
    assert (refused.facts["required"], refused.facts["attached"]) == (2, 1)
    put(by="staff", reference="recruter", workshops=["w1"], workshops_required=1)
    assert refusal(lambda: put(by="staff", reference="recruter", workshops=[])).rule == "WORK-8"


@pytest.mark.rule("WORK-8")
def test_a_module_that_is_not_in_the_course_locks_nothing_there_and_the_load_warns(stored: Rehearsal) -> None:
    stored.a_course("autre", {"t2": "l3"})
    stored.a_session(kind="licence", members="lea")
    load(stored, workshops=[{"reference": "w1", "title": "Annonce", "modules": ["m-t1", "m-t2"]}])

    done = load(stored, courses=[{"reference": "recruter", "workshops": ["w1"], "workshops_locked": True}])

    (warning,) = done.warnings
    assert (warning.ground, warning.course, warning.workshop, warning.module) == (
        "locks nothing",
        "recruter",
        "w1",
        "m-t2",
    )
    assert missing_modules(stored, LEA) == ["m-t1"]
    stored.watch("lea", "l1 l2")
    assert missing_modules(stored, LEA) == []


def missing_modules(ledr: Rehearsal, person: str, workshop: str = "w1") -> list[str]:
    """The modules that lock a workshop to somebody."""
    with ledr.school._desk.own_work(reads=True) as work:
        outline = work.outline(work.course("recruter").id)
        record = work.record(work.person(person).id)
        found = next(one for one in outline.workshops if one.reference == workshop)
        return [module.reference for module in record.missing_modules(outline, found)]


def put(kind: str, **fields: Any) -> Callable[[Rehearsal], object]:
    """A change to the catalogue."""
    return lambda ledr: getattr(ledr.school.catalogue, f"put_{kind}")(by="staff", **fields)


CHANGES = {
    "the course locks its workshops": (
        put("course", reference="recruter", workshops_locked=True),
        {"workshops_locked": False, "modules": ["m-t1"]},
        {LEA: True, MAX: True},
    ),
    "a workshop without modules gets some": (
        put("workshop", reference="w1", modules=["m-t1"]),
        {"workshops_locked": True, "modules": []},
        {LEA: True, MAX: True},
    ),
    "a workshop gets another module": (
        put("workshop", reference="w1", modules=["m-t1", "m-t2"]),
        {"workshops_locked": True, "modules": ["m-t1"]},
        {LEA: True, MAX: False},
    ),
    "a module gets another lesson": (
        put("module", reference="m-t1", lessons=["l1", "l2", "l3"]),
        {"workshops_locked": True, "modules": ["m-t1"]},
        {LEA: True, MAX: False},
    ),
}
"""A change, the settings before it, and to whom the workshop is open before and so after it."""


@pytest.mark.rule("WORK-8", "CAT-6")
@pytest.mark.parametrize("change", CHANGES)
def test_a_workshop_once_open_stays_open_when_the_catalogue_changes(stored: Rehearsal, change: str) -> None:
    do, before, expected = CHANGES[change]
    stored.a_course("recruter", {"t1": "l1 l2", "t2": "l3"})
    catalogue = stored.school.catalogue
    catalogue.put_workshop(by="staff", reference="w1", title="Annonce", modules=before["modules"])
    catalogue.put_course(
        by="staff", reference="recruter", workshops=["w1"], workshops_locked=before["workshops_locked"]
    )
    stored.a_session(kind="licence", members="lea max")
    stored.watch("lea", "l1 l2")  # Max has no record at all

    do(stored)

    assert {person: not missing_modules(stored, person) for person in expected} == expected
    stored.a_session("Après", kind="licence", members="zoe")
    assert missing_modules(stored, address("zoe")), "a learner of later finds it locked"


@pytest.mark.rule("WORK-8")
def test_a_workshop_that_joins_the_course_locked_was_never_open(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea")
    ledr.school.catalogue.put_workshop(by="staff", reference="w1", title="Annonce", modules=["m-t1"])

    ledr.school.catalogue.put_course(by="staff", reference="recruter", workshops=["w1"], workshops_locked=True)

    assert missing_modules(ledr, LEA) == ["m-t1"]


# TA-2, and what authors are warned of


@pytest.mark.rule("TA-2", "TA-1")
def test_questions_are_counted_by_level_against_the_minimum(stored: Rehearsal) -> None:
    load(
        stored, questions=questions(levels="1112223334445555"), courses=[{"reference": "recruter", "assessments": True}]
    )
    catalogue = stored.school.catalogue

    def shown() -> tuple[list[tuple[int, int, int, bool]], bool]:
        (counts,) = catalogue.question_counts(by="staff", course="recruter")
        return [(one.level, one.count, one.minimum, one.enough) for one in counts.levels], counts.assessment

    full = [(1, 3, 3, True), (2, 3, 3, True), (3, 3, 3, True), (4, 3, 3, True), (5, 4, 3, True)]
    assert shown() == (full, True)
    catalogue.put_question(by="staff", reference="t1-0", public=False)
    assert shown() == ([(1, 2, 3, False), *full[1:]], False)
    catalogue.put_question(by="staff", reference="t1-0", public=True)
    catalogue.put_course(by="staff", reference="recruter", assessments=False)
    assert shown() == (full, False)


def test_the_level_of_a_question_is_one_that_an_assessment_has(ledr: Rehearsal) -> None:
    for level, allowed in ((0, None), (11, None), (6, "1 to 5")):
        with pytest.raises(Invalid) as error:
            load(ledr, questions=questions(levels="1", level=level))
        assert error.value.field == "questions[0].level"
        assert allowed in (None, error.value.allowed)
    seven = {"levels": 7, "points": [[3, 2]] * 6 + [[2, 1]], "stop_points": [[0, 1]]}
    ledr.school.settings.set(by="staff", name="assessment", value=seven, course="recruter")

    load(ledr, questions=questions(levels="67"))


def test_authors_are_warned_of_an_assessment_that_guessing_passes(stored: Rehearsal) -> None:
    course = {"reference": "recruter", "assessments": True}

    done = load(stored, questions=questions(choices="a b"), courses=[course])

    (warning,) = done.warnings
    assert (warning.course, warning.theme) == ("recruter", "t1")
    assert 8 < warning.percent < 8.5
    assert load(stored, courses=[course]).warnings == done.warnings
    assert (
        stored.school.catalogue.put_question(by="staff", reference="t1-0", explanation="Si.").warnings == done.warnings
    )
    assert load(stored, questions=questions(choices="a b c d")).warnings == ()
    assert stored.school.catalogue.put_course(by="staff", reference="recruter", hours=30).warnings == ()
