"""Where parts are used, told before they change; and parts copied, to change in one place alone."""

from functools import partial
from typing import Any

import pytest

from ledr_core import Invalid, NotFound
from ledr_core.views import as_json
from tests.integration.assessments.assessing import questions
from tests.integration.conftest import Rehearsal, address, grounds, refusal

LEA, MAX = address("lea"), address("max")


def shared(ledr: Rehearsal) -> Rehearsal:
    """Module m-t1, in theme t1 of two courses, of which Léa and Max learn one each; Ana's access is over."""
    ledr.school.catalogue.load(
        by="staff",
        data={
            "lessons": [{"reference": "l3", "title": "l3", "video": "https://v/l3", "seconds": 100}],
            "modules": [{"reference": "m-t2", "title": "Suite", "lessons": ["l3"]}],
            "themes": [{"reference": "t2", "title": "Suite", "colour": "#123456", "modules": ["m-t1", "m-t2"]}],
            "courses": [{"reference": "chasser", "title": "Chasser", "themes": ["t1"]}],
        },
    )
    ledr.a_session("Lyon", kind="licence", members="lea")
    ledr.a_session("Nice", kind="licence", members="max", course="chasser")
    ledr.a_session("Metz", kind="licence", members="ana", end="2026-11-19")
    ledr.at("2026-11-20")
    return ledr


def themes_of(ledr: Rehearsal, course: str) -> dict[str, tuple[str, ...]]:
    """The themes of a course, each with its modules."""
    return {one.reference: one.modules for one in ledr.school.catalogue.themes(by="staff", course=course)}


@pytest.mark.rule("CAT-7")
@pytest.mark.parametrize(
    ("reference", "used_in", "learners"),
    [
        ("m-t1", {"t1", "t2", "recruter", "chasser"}, 2),
        ("l1", {"m-t1", "t1", "t2", "recruter", "chasser"}, 2),
        ("m-t2", {"t2"}, 0),
        ("recruter", set(), 1),
    ],
)
def test_where_a_part_is_used_and_how_many_learners_that_concerns(
    stored: Rehearsal, reference: str, used_in: set[str], learners: int
) -> None:
    shared(stored)
    stored.a_session("Dijon", kind="licence", members="lea", start="2027-11-01", end="2028-10-31", course="chasser")

    usage = stored.school.catalogue.usage(by="staff", reference=reference)

    assert (set(usage.used_in), usage.learners) == (used_in, learners)


@pytest.mark.rule("CAT-7")
@pytest.mark.parametrize(
    ("name", "given", "asks"),
    [
        ("catalogue.put_module", {"reference": "m-t1", "title": "Bases"}, True),
        ("catalogue.put_lesson", {"reference": "l1", "title": "Le besoin"}, True),
        ("catalogue.set_sheet", {"module": "m-t1", "file": "fiche.pdf"}, True),
        ("catalogue.put_module", {"reference": "m-t2", "title": "Suite"}, False),
        ("catalogue.put_module", {"reference": "m-new", "title": "Autre"}, False),
        ("catalogue.put_course", {"reference": "recruter", "hours": 30}, False),
    ],
)
def test_what_is_at_stake_is_known_before_a_change_is_saved(
    ledr: Rehearsal, name: str, given: dict[str, Any], asks: bool
) -> None:
    shared(ledr)

    stake = ledr.school.at_stake(name, "staff", given)

    assert (stake is not None) is asks
    assert refusal(lambda: ledr.school.at_stake(name, LEA, given)).rule == "ROLE-11" if asks else True


@pytest.mark.rule("CAT-7", "CAT-13")
def test_a_load_is_checked_without_keeping_anything_and_says_whom_it_concerns(stored: Rehearsal) -> None:
    shared(stored)
    before = as_json(stored.school.catalogue.dump(by="staff"))
    data = {
        "lessons": [{"reference": "l1", "title": "Le besoin"}, {"reference": "l2", "title": "l2"}],
        "modules": [{"reference": "m-t1", "lessons": ["l2", "l1"]}, {"reference": "m-new", "title": "Autre"}],
    }

    checked = stored.school.catalogue.load(by="staff", data=data, check_only=True)

    assert (checked.created, checked.updated, checked.unchanged, checked.errors) == (1, 2, 1, ())
    assert [(one.kind, one.reference, one.fields, one.learners) for one in checked.changes] == [
        ("lesson", "l1", ("title",), 2),
        ("module", "m-t1", ("lessons",), 2),
    ]
    assert set(checked.changes[1].used_in) == {"t1", "t2", "recruter", "chasser"}
    assert as_json(stored.school.catalogue.dump(by="staff")) == before
    loaded = stored.school.catalogue.load(by="staff", data=data)
    assert loaded == checked
    assert as_json(stored.school.catalogue.dump(by="staff")) != before


@pytest.mark.rule("CAT-13")
def test_a_check_gives_all_errors_and_blames_nobody_for_those_of_others(ledr: Rehearsal) -> None:
    shared(ledr)
    data = {
        "lessons": [
            {"reference": "l7", "title": "Sans vidéo"},
            {"reference": "l8", "title": "Trop courte", "video": "https://v", "seconds": -1},
        ],
        "modules": [
            {"reference": "m7", "title": "Sept", "lessons": ["l7", "l8", "nowhere"]},
            {"reference": "m8", "title": "Huit", "lessons": ["l1"]},
            {"reference": "m8", "title": "Encore"},
        ],
        "themes": [{"reference": "t7", "title": "T", "colour": "rouge", "modules": ["m7"]}],
    }

    checked = ledr.school.catalogue.load(by="staff", data=data, check_only=True)

    assert [one.field for one in checked.errors] == [
        "lessons[1].seconds",
        "modules[2].reference",
        "lessons[0].video",
        "lessons[0].seconds",
        "modules[0].lessons[2]",
        "themes[0].colour",
    ]
    with pytest.raises(Invalid) as first:
        ledr.school.catalogue.load(by="staff", data=data)
    assert first.value.field == "lessons[1].seconds"


@pytest.mark.rule("CAT-3", "WORK-8")
def test_a_check_gives_what_is_refused_of_each_course(ledr: Rehearsal) -> None:
    shared(ledr)
    themes = [{"reference": "t3", "title": "T", "colour": "#123456", "modules": ["m-t1"]}]
    courses = [
        {"reference": "recruter", "themes": ["t2", "t3"]},
        {"reference": "chasser", "workshops_required": 2},
    ]

    checked = ledr.school.catalogue.load(by="staff", data={"themes": themes, "courses": courses}, check_only=True)

    assert {(one.rule, one.fact["course"]) for one in checked.errors} == {("CAT-3", "recruter"), ("WORK-8", "chasser")}
    assert not checked.all_well


@pytest.mark.rule("CAT-15")
def test_a_module_is_copied_for_one_course_and_changes_there_alone(stored: Rehearsal) -> None:
    shared(stored)
    catalogue = stored.school.catalogue
    catalogue.copy(by="staff", kind="theme", reference="t1", new_reference="t1-lyon", course="recruter")
    copied = catalogue.copy(by="staff", kind="module", reference="m-t1", new_reference="m-lyon", course="recruter")

    catalogue.put_module(by="staff", reference="m-lyon", title="Pour Lyon", lessons=["l1"])

    assert (copied.kind, copied.themes, copied.courses, copied.learners) == ("module", ("t1-lyon",), ("recruter",), 1)
    assert themes_of(stored, "recruter") == {"t1-lyon": ("m-lyon",)}
    assert themes_of(stored, "chasser") == {"t1": ("m-t1",)}
    assert [one.title for one in catalogue.modules(by="staff", text="m-t1")] == ["t1"]


@pytest.mark.rule("CAT-15")
def test_a_module_of_a_theme_that_other_courses_use_is_copied_once_the_theme_is(ledr: Rehearsal) -> None:
    shared(ledr)

    refused = refusal(
        lambda: ledr.school.catalogue.copy(
            by="staff", kind="module", reference="m-t1", new_reference="m-lyon", course="recruter"
        )
    )

    assert (grounds(refused), refused.facts["courses"]) == (("CAT-15", "theme shared"), ["chasser"])
    alone = ledr.school.catalogue.copy(by="staff", kind="module", reference="m-t1", new_reference="m-lyon")
    assert alone.used_in == ()


@pytest.mark.rule("CAT-15", "LEARN-2")
def test_a_copied_theme_has_its_questions_and_what_was_seen_and_earned_stays(stored: Rehearsal) -> None:
    shared(stored)
    stored.watch("lea", "l1 l2")
    stored.school.catalogue.load(by="staff", data={"questions": questions("t1", per_level=1)})

    stored.school.catalogue.copy(by="staff", kind="theme", reference="t1", new_reference="t1-lyon", course="recruter")

    (theme,) = stored.school.learning.outline(by=LEA).themes
    assert (theme.reference, theme.percent, theme.badge) == ("t1-lyon", 100, True)
    assert stored.school.learning.progress(by=LEA).finished
    counts = stored.school.catalogue.question_counts(by="staff", course="recruter")
    assert [level.count for level in counts[0].levels] == [1] * 5
    assert not stored.school.learning.progress(by=MAX).finished


@pytest.mark.rule("CAT-2", "CAT-15")
def test_a_copy_takes_no_reference_that_is_taken_and_needs_something_to_copy(ledr: Rehearsal) -> None:
    shared(ledr)
    copy = ledr.school.catalogue.copy

    for kind, reference, taken in (("module", "m-t1", "m-t2"), ("theme", "t1", "t2")):
        refused = refusal(partial(copy, by="staff", kind=kind, reference=reference, new_reference=taken))
        assert grounds(refused) == ("CAT-2", "reference taken")
        with pytest.raises(NotFound) as missing:
            copy(by="staff", kind=kind, reference="nowhere", new_reference="new")
        assert missing.value.what == kind
    for kind, elsewhere in (("theme", "t2"), ("module", "m-t2")):
        with pytest.raises(NotFound):
            copy(by="staff", kind=kind, reference=elsewhere, new_reference="new", course="recruter")


@pytest.mark.rule("CAT-2", "CAT-15")
def test_a_copied_theme_gives_its_questions_no_reference_that_is_taken_or_too_long(stored: Rehearsal) -> None:
    shared(stored)
    asked = questions("t1", per_level=1)
    taken = {**asked[0], "reference": f"t9-{asked[0]['reference']}", "theme": "t2"}
    stored.school.catalogue.load(by="staff", data={"questions": [*asked, taken]})
    copy = partial(stored.school.catalogue.copy, by="staff", kind="theme", reference="t1")
    before = stored.school.catalogue.dump(by="staff")

    refused = refusal(partial(copy, new_reference="t9"))
    with pytest.raises(Invalid, match="at most, with that of the question") as long:
        copy(new_reference="t" * 200)

    assert (grounds(refused), refused.facts) == (
        ("CAT-2", "reference taken"),
        {"kind": "question", "reference": taken["reference"]},
    )
    assert (long.value.field, long.value.facts["most"]) == ("new_reference", 200)
    assert stored.school.catalogue.dump(by="staff") == before
