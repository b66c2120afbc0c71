"""What learners do, and where they stand: progress belongs to the person and never goes back."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from ledr_core import Invalid, NotFound
from ledr_core.wording import told
from tests.integration.conftest import Rehearsal, address, grounds, refusal

LEA, MAX = address("lea"), address("max")


def a_learner(ledr: Rehearsal, themes: dict[str, str], *, optional: str = "", seconds: int = 100) -> Rehearsal:
    """Léa has a licence for the course of these themes."""
    ledr.a_course(themes=themes, optional=optional.split(), seconds=seconds)
    ledr.school.companies.create(by="staff", name="Manpower")
    ledr.a_session(kind="licence", members="lea")
    return ledr


def percents(ledr: Rehearsal, course: str | None = None) -> tuple[int, dict[str, int]]:
    progress = ledr.school.learning.progress(by=LEA, course=course)
    return progress.percent, {theme.reference: theme.percent for theme in progress.themes}


# LEARN-1: seen


@pytest.mark.rule("LEARN-1")
@pytest.mark.parametrize(
    ("position", "ended", "seen"),
    [
        (None, False, False),
        (0, False, False),
        (94, False, False),
        (95, False, True),
        (94.9, False, False),
        (95.0, False, True),
        (100, False, True),
        (1e30, False, True),
        (None, True, True),
        (3, True, True),
    ],
)
def test_a_lesson_is_seen_at_its_end_or_in_its_last_5_seconds(
    empty: Rehearsal, position: float | None, ended: bool, seen: bool
) -> None:
    a_learner(empty, {"t1": "l1 l2"}, seconds=100)

    watched = empty.school.learning.watch(by=LEA, lesson="l1", position=position, ended=ended)

    assert (watched.lesson, watched.seen) == ("l1", seen)
    assert empty.school.learning.progress(by=LEA).lessons_seen == int(seen)


@pytest.mark.rule("LEARN-1")
@pytest.mark.parametrize(("position", "kept"), [(40.9, 40), (0.4, 0), (103, 100), (10**9, 100)])
def test_a_position_is_kept_in_whole_seconds_up_to_the_end(empty: Rehearsal, position: float, kept: int) -> None:
    a_learner(empty, {"t1": "l1 l2"}, seconds=100)

    empty.school.learning.watch(by=LEA, lesson="l1", position=position)

    assert empty.school.learning.lesson(by=LEA, lesson="l1").position == kept


@pytest.mark.rule("LEARN-1")
def test_a_video_shorter_than_what_may_be_missing_is_not_seen_before_it_plays(empty: Rehearsal) -> None:
    a_learner(empty, {"t1": "l1"}, seconds=4)

    assert not empty.school.learning.watch(by=LEA, lesson="l1", position=0).seen
    assert empty.school.learning.watch(by=LEA, lesson="l1", position=1).seen


@pytest.mark.rule("LEARN-1")
def test_the_time_watched_does_not_make_a_lesson_seen(empty: Rehearsal) -> None:
    a_learner(empty, {"t1": "l1 l2"}, seconds=100)

    for position in (10, 40, 90, 20, 60, 90, 94):
        assert not empty.school.learning.watch(by=LEA, lesson="l1", position=position).seen

    assert empty.school.learning.watch(by=LEA, lesson="l1", ended=True).seen


@pytest.mark.rule("LEARN-1")
def test_what_is_seen_stays_seen_when_it_is_played_again(empty: Rehearsal) -> None:
    a_learner(empty, {"t1": "l1 l2"})
    empty.watch("lea", "l1")

    assert empty.school.learning.watch(by=LEA, lesson="l1", position=2).seen
    assert empty.school.learning.progress(by=LEA).lessons_seen == 1


@pytest.mark.parametrize("position", [-1, -0.5, "dix", float("nan"), float("inf"), True])
def test_a_position_that_is_no_number_of_seconds_is_invalid(empty: Rehearsal, position: object) -> None:
    a_learner(empty, {"t1": "l1"})

    with pytest.raises(Invalid) as error:
        empty.school.learning.watch(by=LEA, lesson="l1", position=position)

    assert error.value.field == "position"


def test_nobody_but_staff_learns_for_another(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea max")
    paul = ledr.a_person("paul", "pilot")

    for by in (MAX, paul):
        refused = refusal(lambda by=by: ledr.school.learning.watch(by=by, person=LEA, lesson="l1"))
        assert refused.rule == "ROLE-11"
    assert ledr.school.learning.watch(by="staff", person=LEA, lesson="l1", ended=True).seen


def test_staff_must_say_who_learns(ledr: Rehearsal) -> None:
    for call in (
        lambda: ledr.school.learning.watch(by="staff", lesson="l1", ended=True),
        lambda: ledr.school.learning.home(by="staff"),
        lambda: ledr.school.learning.progress(by="staff"),
    ):
        with pytest.raises(Invalid) as error:
            call()
        assert error.value.field == "person"


# LEARN-2, SES-10: progress follows the person


@pytest.mark.rule("LEARN-2")
def test_a_lesson_seen_counts_in_every_course_that_has_it(stored: Rehearsal) -> None:
    stored.a_course("autre", {"t8": "l1", "t9": "l9"})
    stored.a_session(kind="licence", members="lea")

    stored.watch("lea", "l1")

    assert percents(stored) == (50, {"t1": 50})
    assert percents(stored, "autre")[0] == 50


@pytest.mark.rule("LEARN-2", "LEARN-7", "SES-10")
def test_a_move_to_another_course_recomputes_its_progress_from_what_was_done(stored: Rehearsal) -> None:
    stored.a_course("autre", {"t8": "l1 l2", "t9": "l9"})
    stored.a_session("Lyon", members="lea", holders="lea")
    stored.a_session("Autre", members="max", course="autre")
    stored.watch("lea", "l1 l2")

    stored.school.sessions.move_member(by="staff", person=LEA, session="Autre")

    progress = stored.school.learning.progress(by="staff", person=LEA)
    assert (progress.course, progress.percent, progress.finished) == ("autre", 66, False)
    assert [(theme.reference, theme.validated, theme.badge) for theme in progress.themes] == [
        ("t8", True, True),
        ("t9", False, False),
    ]


@pytest.mark.rule("LEARN-7")
def test_a_badge_is_of_a_course_and_another_course_judges_by_its_own_rules(stored: Rehearsal) -> None:
    stored.a_course("autre", {"t9": "l9"})
    stored.a_session("Lyon", members="lea", holders="lea")
    stored.a_session("Autre", members="max", course="autre")
    stored.watch("lea", "l1 l2")
    stored.school.catalogue.load(
        by="staff",
        data={
            "modules": [{"reference": "plus", "title": "Plus", "lessons": ["l9"]}],
            "themes": [{"reference": "t1", "modules": ["m-t1", "plus"]}],
            "courses": [{"reference": "autre", "themes": ["t1"]}],
        },
    )

    stored.school.sessions.move_member(by="staff", person=LEA, session="Autre")

    (here,) = stored.school.learning.progress(by="staff", person=LEA, course="autre").themes
    (there,) = stored.school.learning.progress(by="staff", person=LEA, course="recruter").themes
    assert (here.percent, here.validated, here.badge) == (66, False, False)
    assert (there.percent, there.validated, there.badge) == (100, True, True)


@pytest.mark.rule("LEARN-2")
def test_another_persons_progress_is_their_own(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea max")

    ledr.watch("max", "l1")

    assert percents(ledr) == (0, {"t1": 0})


# LEARN-3: time


@pytest.mark.rule("LEARN-3")
def test_watch_time_adds_each_lesson_once_however_often_it_is_watched(stored: Rehearsal) -> None:
    stored.school.catalogue.put_lesson(by="staff", reference="l1", seconds=70)
    stored.a_session(kind="licence", members="lea")

    stored.watch("lea", "l1 l1 l2 l1")
    assert stored.school.learning.progress(by=LEA).watch_seconds == 170

    stored.school.learning.watch(by=LEA, lesson="l1", position=50)
    assert stored.school.learning.progress(by=LEA).watch_seconds == 170


@pytest.mark.rule("LEARN-3")
def test_a_lesson_that_is_not_seen_adds_no_time(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea")

    ledr.school.learning.watch(by=LEA, lesson="l1", position=90)

    assert ledr.school.learning.progress(by=LEA).watch_seconds == 0


# LEARN-4: home


@pytest.mark.rule("LEARN-4")
@pytest.mark.parametrize(
    ("seen", "following"),
    [
        ("", "a"),
        ("a", "b"),
        ("c", "d"),
        ("a c", "d"),
        ("c a", "b"),
        ("d", "a"),
        ("b d", "a"),
        ("a b d", "c"),
        ("d c", "a"),
        ("c d b", "a"),
        ("a b c d", None),
    ],
)
def test_the_next_lesson_is_the_first_unseen_one_after_the_last_seen(
    empty: Rehearsal, seen: str, following: str | None
) -> None:
    a_learner(empty, {"t1": "a b", "t2": "c d"})

    empty.watch("lea", seen)

    assert empty.school.learning.home(by=LEA).next_lesson == following


@pytest.mark.rule("LEARN-4")
def test_home_shows_the_remaining_days_and_the_exact_end(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea", start="2026-11-01", end="2026-12-31")
    ledr.school.sessions.change_member_end(by="staff", session="Lyon", person=LEA, end="2026-12-20")

    shown = {}
    for day in ("2026-12-01", "2026-12-10", "2026-12-20"):
        ledr.at(day)
        home = ledr.school.learning.home(by=LEA)
        assert home.end.isoformat() == "2026-12-20"
        shown[day] = home.remaining_days
    assert shown == {"2026-12-01": 19, "2026-12-10": 10, "2026-12-20": 0}


@pytest.mark.rule("LEARN-4", "CAT-4")
def test_home_and_progress_show_the_same(ledr: Rehearsal) -> None:
    ledr.a_course("recruter", {"t1": "l1 l2", "t2": "l3"}, optional=["t2"])
    ledr.a_session(kind="licence", members="lea")
    ledr.watch("lea", "l1")

    home, progress = ledr.school.learning.home(by=LEA), ledr.school.learning.progress(by=LEA)

    assert (home.course, home.percent, home.finished, home.themes) == (
        progress.course,
        progress.percent,
        progress.finished,
        progress.themes,
    )
    assert [theme.optional for theme in home.themes] == [False, True]


# LEARN-6, LEARN-8: validated


@pytest.mark.rule("LEARN-6")
def test_a_theme_is_validated_when_all_its_lessons_are_seen_and_not_before(empty: Rehearsal) -> None:
    a_learner(empty, {"t1": "l1 l2 l3", "t2": "l4"})
    watch = empty.school.learning.watch

    validated = [watch(by=LEA, lesson=lesson, ended=True).newly_validated for lesson in ("l1", "l2", "l3", "l3")]

    assert validated == [(), (), ("t1",), ()]
    assert [theme.badge for theme in empty.school.learning.progress(by=LEA).themes] == [True, False]


@pytest.mark.rule("LEARN-6")
def test_one_lesson_may_validate_two_themes(empty: Rehearsal) -> None:
    a_learner(empty, {"t1": "l1 l2", "t2": "l2 l3"})
    empty.watch("lea", "l1 l3")

    assert empty.school.learning.watch(by=LEA, lesson="l2", ended=True).newly_validated == ("t1", "t2")


@pytest.mark.rule("LEARN-6", "LEARN-7")
def test_a_theme_validated_in_two_courses_at_once_is_told_once_in_the_order_of_ones_course(stored: Rehearsal) -> None:
    stored.a_course("recruter", {"t2": "l1", "t1": "l1 l2"})
    stored.school.catalogue.load(
        by="staff", data={"courses": [{"reference": "autre", "title": "Autre", "themes": ["t1", "t2"]}]}
    )
    stored.a_session(kind="licence", members="lea")
    stored.a_session("Autre", kind="licence", members="lea", course="autre", start="2027-11-01", end="2028-10-31")
    stored.watch("lea", "l2")

    assert stored.school.learning.watch(by=LEA, lesson="l1", ended=True).newly_validated == ("t2", "t1")


@pytest.mark.rule("LEARN-8")
def test_every_mandatory_theme_is_needed_and_no_optional_one(empty: Rehearsal) -> None:
    a_learner(empty, {"t1": "l1", "t2": "l2", "t3": "l3"}, optional="t2")

    empty.watch("lea", "l2 l1")
    progress = empty.school.learning.progress(by=LEA)
    assert (progress.finished, [missing.what for missing in progress.missing]) == (False, ["t3"])
    assert [missing.rule for missing in progress.missing] == ["LEARN-6"]

    empty.watch("lea", "l3")
    assert empty.school.learning.progress(by=LEA).finished
    assert empty.school.learning.progress(by=LEA).missing == ()


@pytest.mark.rule("LEARN-8")
def test_an_optional_theme_left_aside_does_not_hinder(empty: Rehearsal) -> None:
    a_learner(empty, {"t1": "l1", "t2": "l2"}, optional="t2")

    empty.watch("lea", "l1")

    assert empty.school.learning.home(by=LEA).finished
    assert percents(empty) == (100, {"t1": 100, "t2": 0})


# LEARN-9: percentages


@pytest.mark.rule("LEARN-9")
def test_percentages_are_lessons_seen_of_lessons_rounded_down(empty: Rehearsal) -> None:
    a_learner(empty, {"t1": "l1 l2 l3", "t2": "l4 l5 l6 l7"})

    expected = {"l1": (14, 33, 0), "l2": (28, 66, 0), "l4": (42, 66, 25), "l3": (57, 100, 25)}
    for lesson, (course, first, second) in expected.items():
        empty.watch("lea", lesson)
        assert percents(empty) == (course, {"t1": first, "t2": second})


@pytest.mark.rule("LEARN-9")
def test_a_lesson_in_two_themes_counts_once_in_the_course(empty: Rehearsal) -> None:
    a_learner(empty, {"t1": "l1 l2", "t2": "l2 l3"})

    empty.watch("lea", "l2")

    assert percents(empty) == (33, {"t1": 50, "t2": 50})
    assert empty.school.learning.progress(by=LEA).lessons == 3


@pytest.mark.rule("LEARN-9")
def test_optional_themes_do_not_count_in_the_course(empty: Rehearsal) -> None:
    a_learner(empty, {"t1": "l1 l2", "t2": "l2 l3 l4"}, optional="t2")

    empty.watch("lea", "l3 l4")
    assert percents(empty) == (0, {"t1": 0, "t2": 66})

    empty.watch("lea", "l2")
    assert percents(empty) == (50, {"t1": 50, "t2": 100})


@pytest.mark.rule("LEARN-9", "LEARN-7")
def test_a_validated_theme_counts_all_its_lessons_whatever_is_added_to_it(empty: Rehearsal) -> None:
    a_learner(empty, {"t1": "l1", "t2": "l2 l3"})
    empty.watch("lea", "l1")
    assert percents(empty)[0] == 33

    empty.school.catalogue.put_lesson(by="staff", reference="l9", title="Neuf", video="https://v/9", seconds=9)
    empty.school.catalogue.put_module(by="staff", reference="m-t1", lessons=["l1", "l9"])

    assert percents(empty) == (50, {"t1": 100, "t2": 0})
    assert empty.school.learning.progress(by=LEA).themes[0].badge


@pytest.mark.rule("LEARN-9")
def test_a_hundred_lessons_but_one_are_99_percent(empty: Rehearsal) -> None:
    lessons = [f"l{number}" for number in range(150)]
    a_learner(empty, {"t1": " ".join(lessons)})

    with empty.school.transaction() as inside:
        for lesson in lessons[:-1]:
            inside.learning.watch(by=LEA, lesson=lesson, ended=True)

    assert percents(empty) == (99, {"t1": 99})
    empty.watch("lea", lessons[-1])
    assert percents(empty) == (100, {"t1": 100})


# LEARN-10: finished for good


@pytest.mark.rule("LEARN-10")
def test_once_finished_somebody_stays_so_whatever_the_catalogue_becomes(stored: Rehearsal) -> None:
    stored.a_session(kind="licence", members="lea max")
    stored.watch("lea", "l1 l2")
    assert stored.school.learning.home(by=LEA).finished

    stored.a_course("recruter", {"t1": "l1 l2 l3", "t2": "l4"})

    home = stored.school.learning.home(by=LEA)
    assert (home.finished, home.percent, home.next_lesson) == (True, 100, "l3")
    assert not stored.school.learning.home(by=MAX).finished


@pytest.mark.rule("LEARN-10")
def test_finishing_in_the_former_course_is_not_finishing_in_the_new_one(ledr: Rehearsal) -> None:
    ledr.a_course("autre", {"t1": "l1 l2", "t9": "l9"})
    ledr.a_session(kind="licence", members="lea")
    ledr.watch("lea", "l1 l2")

    ledr.school.sessions.change_course(by="staff", session="Lyon", course="autre")

    assert not ledr.school.learning.home(by=LEA).finished
    assert ledr.school.learning.progress(by=LEA, course="recruter").finished


@pytest.mark.rule("LEARN-10", "LEARN-8")
def test_a_theme_that_becomes_optional_finishes_those_who_lack_only_that_one(ledr: Rehearsal) -> None:
    ledr.a_course("recruter", {"t1": "l1", "t2": "l2"})
    ledr.a_session(kind="licence", members="lea max")
    ledr.watch("lea", "l1")

    ledr.school.catalogue.put_theme(by="staff", reference="t2", optional=True)

    assert ledr.school.learning.home(by=LEA).finished
    assert not ledr.school.learning.home(by=MAX).finished


@pytest.mark.rule("LEARN-10", "ROT-2", "ROT-13")
def test_finishing_gives_the_slot_to_the_next_at_the_daily_run(stored: Rehearsal) -> None:
    stored.a_session(members="lea max", package=1, holders="lea", waiting="max")
    stored.school.rotations.set_policy(by="staff", session="Lyon", policy="natural")
    stored.watch("lea", "l1 l2")
    assert stored.school.people.show(by="staff", person=LEA).slot == 1

    stored.run("2026-11-20")

    assert stored.school.people.show(by="staff", person=MAX).slot == 1


@pytest.mark.rule("LEARN-10", "ROT-13")
def test_who_has_finished_has_finished_for_the_rotation_whatever_is_added(stored: Rehearsal) -> None:
    stored.a_session(members="lea max", package=1, holders="lea")
    stored.school.rotations.set_policy(by="staff", session="Lyon", policy="natural")
    stored.watch("lea", "l1 l2")
    stored.a_course("recruter", {"t1": "l1 l2 l3"})
    stored.school.rotations.enqueue(by="staff", session="Lyon", person=MAX)

    stored.run("2026-11-20")

    assert stored.school.people.show(by="staff", person=MAX).slot == 1
    refused = refusal(lambda: stored.school.rotations.enqueue(by="staff", session="Lyon", person=LEA))
    assert refused.rule == "ROT-11"


# Progress as others see it


def test_progress_of_another_course_is_told_by_name(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea")

    with pytest.raises(NotFound) as error:
        ledr.school.learning.progress(by=LEA, course="nulle-part")

    assert (error.value.what, error.value.reference) == ("course", "nulle-part")


def test_a_pilot_and_a_manager_read_progress_without_changing_it(ledr: Rehearsal) -> None:
    ledr.a_session(members="paul:pilot nora:manager lea", holders="lea")
    ledr.school.people.set_managed(by="staff", manager=address("nora"), people=[LEA])
    ledr.watch("lea", "l1")

    for by in (address("paul"), address("nora"), LEA, "staff"):
        assert ledr.school.learning.progress(by=by, person=LEA).percent == 50


@pytest.mark.rule("ACC-16", "SLOT-5")
def test_progress_stays_readable_where_learning_is_closed(ledr: Rehearsal) -> None:
    ledr.a_session(members="paul:pilot nora:manager lea", holders="lea")
    ledr.school.people.set_managed(by="staff", manager=address("nora"), people=[LEA])
    ledr.school.slots.release(by="staff", session="Lyon", person=LEA)

    assert refusal(lambda: ledr.school.learning.home(by=LEA)).rule == "ACC-6"
    for by in (LEA, address("paul"), address("nora"), "staff"):
        assert ledr.school.learning.progress(by=by, person=LEA).percent == 0


@pytest.mark.rule("ROLE-2", "ACC-16")
def test_whoever_does_not_learn_is_told_so_before_any_access(ledr: Rehearsal) -> None:
    tess = ledr.a_person("tess", "tester", company=None)
    paul = ledr.a_person("paul", "pilot")

    for by, ground in ((tess, ("ROLE-11", "demo lessons alone")), (paul, ("ROLE-11", "does not learn"))):
        for call in (ledr.school.learning.progress, ledr.school.learning.home):
            assert grounds(refusal(lambda call=call, by=by: call(by=by))) == ground
    for call in (
        lambda: ledr.school.learning.lesson(by=paul, lesson="l1"),
        lambda: ledr.school.learning.outline(by=paul),
    ):
        assert refusal(call).reason == "does not learn"


# What there is, and what is left


def outlined(view: Any) -> list[tuple[str | None, list[tuple[str | None, list[tuple[str, bool]]]]]]:
    """Themes, modules and lessons by title, and what is seen."""
    return [
        (
            theme.title,
            [(module.title, [(lesson.title, lesson.seen) for lesson in module.lessons]) for module in theme.modules],
        )
        for theme in view.themes
    ]


@pytest.mark.rule("LEARN-12")
def test_a_learner_finds_all_of_their_course_by_title_and_what_is_seen(stored: Rehearsal) -> None:
    catalogue = stored.school.catalogue
    catalogue.put_lesson(by="staff", reference="l1", title="Le besoin")
    catalogue.put_module(by="staff", reference="m-t1", title="Bases")
    catalogue.put_module(by="staff", reference="m-vide", title="À venir")
    catalogue.put_theme(by="staff", reference="t1", title="Culture", modules=["m-t1", "m-vide"])
    stored.a_session(kind="licence", members="lea")
    stored.watch("lea", "l1")

    view = stored.school.learning.outline(by=LEA)

    assert outlined(view) == [("Culture", [("Bases", [("Le besoin", True), ("l2", False)]), ("À venir", [])])]
    assert [(one.module, one.sheet) for one in view.themes[0].modules] == [("m-t1", None), ("m-vide", None)]
    assert (view.course, view.title, view.themes[0].percent, view.themes[0].badge) == (
        "recruter",
        "recruter",
        50,
        False,
    )
    assert [(one.rule, one.what) for one in view.left] == [("LEARN-6", "t1")]
    assert stored.school.learning.home(by=LEA).left == view.left
    assert refusal(lambda: stored.school.learning.outline(by=stored.a_person("max"))).rule == "ACC-5"


@pytest.mark.rule("LEARN-12", "ROLE-2")
def test_a_tester_finds_the_demo_lessons_wherever_they_stand_each_once(stored: Rehearsal) -> None:
    stored.a_course("autre", {"t8": "l8 l7", "t9": "l9 l8"}, demo=["l8", "l9"])
    catalogue = stored.school.catalogue
    catalogue.put_lesson(by="staff", reference="l0", title="Seule", video="https://v/l0", seconds=60, demo=True)
    tess = stored.a_person("tess", "tester", company=None)
    stored.school.learning.watch(by=tess, lesson="l9", ended=True)

    view = stored.school.learning.outline(by=tess)

    assert outlined(view) == [
        ("t8", [("t8", [("l8", False)])]),
        ("t9", [("t9", [("l9", True)])]),
        ("", [("", [("Seule", False)])]),
    ]
    assert (view.course, view.left) == (None, ())
    for lesson in (lesson.lesson for theme in view.themes for module in theme.modules for lesson in module.lessons):
        assert stored.school.learning.lesson(by=tess, lesson=lesson).lesson == lesson


# A lesson's page


@pytest.mark.rule("CAT-9")
def test_a_lesson_shows_its_video_and_the_sheet_of_its_module_or_that_it_is_being_written(
    ledr: Rehearsal, tmp_path: Path
) -> None:
    ledr.a_session(kind="licence", members="lea")
    without = ledr.school.learning.lesson(by=LEA, lesson="l1")
    (tmp_path / "bases.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    ledr.school.catalogue.set_sheet(by="staff", module="m-t1", file=str(tmp_path / "bases.pdf"))
    ledr.school.learning.watch(by=LEA, lesson="l1", position=40)
    with_sheet = ledr.school.learning.lesson(by=LEA, lesson="l1")
    ledr.watch("lea", "l1")

    assert (without.title, without.video, without.module) == ("l1", "https://v/l1", "m-t1")
    assert (without.sheet, without.sheet_being_written, without.seen, without.position) == (None, True, False, 0)
    assert (with_sheet.sheet, with_sheet.sheet_being_written, with_sheet.position) == ("bases.pdf", False, 40)
    assert ledr.school.learning.lesson(by=LEA, lesson="l1").seen


def with_sheet(ledr: Rehearsal, folder: Path, module: str = "m-t1") -> bytes:
    """The module has a summary sheet; gives its content."""
    content = f"%PDF-1.7\n% {module}\n%%EOF\n".encode()
    (folder / "bases.pdf").write_bytes(content)
    ledr.school.catalogue.set_sheet(by="staff", module=module, file=str(folder / "bases.pdf"))
    return content


@pytest.mark.rule("CAT-9")
def test_a_learner_takes_the_sheet_of_a_module_away_as_it_was_uploaded(stored: Rehearsal, tmp_path: Path) -> None:
    stored.a_session(kind="licence", members="lea")
    content = with_sheet(stored, tmp_path)
    (tmp_path / "bases.pdf").unlink()
    file = tmp_path / "fiche.pdf"

    written = stored.school.perform("learning.sheet", LEA, {"module": "m-t1", "file": str(file)}, vouched=True)

    assert file.read_bytes() == content
    assert (written.file, written.code, written.sha256) == (str(file), None, hashlib.sha256(content).hexdigest())
    assert stored.school.learning.sheet(by="staff", module="m-t1", file=str(file)).sha256 == written.sha256


@pytest.mark.rule("CAT-9")
def test_a_sheet_that_is_being_written_is_said_to_be(ledr: Rehearsal, tmp_path: Path) -> None:
    ledr.a_session(kind="licence", members="lea")

    refused = refusal(lambda: ledr.school.learning.sheet(by=LEA, module="m-t1"))

    assert (refused.rule, refused.reason, refused.facts) == ("CAT-9", "being written", {"module": "m-t1"})
    assert told(refused, "fr").message.endswith("est en cours de rédaction.")
    assert not (tmp_path / "fiche.pdf").exists()


@pytest.mark.rule("CAT-9", "ACC-16", "ROLE-3")
def test_sheets_are_gated_as_learning_is_and_staff_are_not(ledr: Rehearsal, tmp_path: Path) -> None:
    ledr.a_course("autre", {"t9": "l9"})
    ledr.a_session(members="lea paul:pilot", holders="lea")
    with_sheet(ledr, tmp_path)
    with_sheet(ledr, tmp_path, "m-t9")
    sheet = ledr.school.learning.sheet

    assert refusal(lambda: sheet(by=LEA, module="m-t9")).rule == "ROLE-3"
    assert refusal(lambda: sheet(by=address("paul"), person=LEA, module="m-t1")).rule == "ROLE-11"
    assert refusal(lambda: sheet(by=address("paul"), module="m-t1")).reason == "does not learn"
    with pytest.raises(NotFound) as error:
        sheet(by=LEA, module="m-t0")
    assert error.value.what == "module"
    ledr.school.slots.release(by="staff", session="Lyon", person=LEA)
    assert refusal(lambda: sheet(by=LEA, module="m-t1")).rule == "ACC-6"
    file = str(tmp_path / "fiche.pdf")
    assert sheet(by="staff", person=LEA, module="m-t9", file=file).file == file


@pytest.mark.rule("CAT-9", "CAT-1")
def test_a_lesson_of_several_modules_shows_the_first_one_of_ones_own_course(stored: Rehearsal) -> None:
    stored.a_course("autre", {"t9": "l9", "t8": "l1"})
    stored.a_session(kind="licence", members="lea", course="autre")

    assert stored.school.learning.lesson(by=LEA, lesson="l1").module == "m-t8"
    assert stored.school.learning.lesson(by="staff", person=LEA, lesson="l2").module == "m-t1"


@pytest.mark.rule("SUP-3")
def test_a_lesson_tells_whom_a_firewall_must_allow_and_where_to_ask(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea")
    ledr.school.settings.set(by="staff", name="support_address", value="aide@ecole.example")

    found = ledr.school.learning.lesson(by=LEA, lesson="l1").help

    assert (found.host, found.contact) == ("Vimeo", "aide@ecole.example")
    assert "vimeo.com" in found.domains
    assert "firewall" in found.advice


@pytest.mark.rule("ROLE-2", "ROLE-3")
def test_a_lesson_is_shown_to_whom_may_watch_it(ledr: Rehearsal) -> None:
    ledr.a_course("autre", {"t9": "l9 l8"}, demo=["l9"])
    ledr.a_session(kind="licence", members="lea")
    tess = ledr.a_person("tess", "tester", company=None)

    assert refusal(lambda: ledr.school.learning.lesson(by=LEA, lesson="l9")).rule == "ROLE-3"
    assert ledr.school.learning.lesson(by=tess, lesson="l9").video == "https://v/l9"
    assert refusal(lambda: ledr.school.learning.lesson(by=tess, lesson="l8")).rule == "ROLE-2"
    ledr.a_person("max")
    assert refusal(lambda: ledr.school.learning.lesson(by=MAX, person=LEA, lesson="l1")).rule == "ROLE-11"
    with pytest.raises(NotFound):
        ledr.school.learning.lesson(by=LEA, lesson="l0")


# What is missing


def with_assessment(ledr: Rehearsal, theme: str = "t1") -> None:
    """The course has assessments, and the theme enough questions at every level."""
    ledr.school.catalogue.load(
        by="staff",
        data={
            "questions": [
                {
                    "reference": f"{theme}-{level}-{number}",
                    "kind": "programme",
                    "theme": theme,
                    "level": level,
                    "public": True,
                    "text": "Laquelle ?",
                    "choices": ["a", "b"],
                    "right": [0],
                }
                for level in range(1, 6)
                for number in range(40)
            ],
            "courses": [{"reference": "recruter", "assessments": True}],
        },
    )


@pytest.mark.rule("LEARN-5")
def test_a_theme_with_an_assessment_is_not_validated_by_what_is_watched(stored: Rehearsal) -> None:
    stored.a_course("recruter", {"t1": "l1", "t2": "l2"})
    with_assessment(stored)
    stored.a_session(kind="licence", members="lea")
    assert [one.rule for one in stored.school.learning.progress(by=LEA).missing] == ["LEARN-5", "LEARN-6"]

    stored.watch("lea", "l1 l2")

    progress = stored.school.learning.progress(by=LEA)
    assert (progress.percent, progress.finished, progress.lessons_seen) == (99, False, 2)
    assert [(one.reference, one.percent, one.validated) for one in progress.themes] == [
        ("t1", 99, False),
        ("t2", 100, True),
    ]
    assert [(one.rule, one.what) for one in progress.missing] == [("LEARN-5", "t1")]


SEVEN_LEVELS = {"levels": 7, "points": [[3, 2]] * 6 + [[2, 1]], "stop_points": [[0, 1]]}
"""Settings by which a theme with questions of five levels has no assessment."""


def watched_with_assessment(ledr: Rehearsal) -> Rehearsal:
    """Léa has seen all lessons of a theme that has an assessment; Max has seen none."""
    with_assessment(ledr)
    ledr.a_session(kind="licence", members="lea max")
    ledr.watch("lea", "l1 l2")
    return ledr


def finished(ledr: Rehearsal) -> list[bool]:
    return [ledr.school.learning.progress(by="staff", person=person).finished for person in (LEA, MAX)]


@pytest.mark.rule("LEARN-6", "TA-1")
@pytest.mark.parametrize("course", [None, "recruter"])
@pytest.mark.parametrize("since", [None, "2026-11-19"])
def test_a_setting_that_takes_an_assessment_away_validates_the_theme_for_who_has_seen_it(
    stored: Rehearsal, course: str | None, since: str | None
) -> None:
    watched_with_assessment(stored)
    before = finished(stored)

    stored.school.settings.set(by="staff", name="assessment", value=SEVEN_LEVELS, course=course, since=since)

    assert (before, finished(stored)) == ([False, False], [True, False])
    assert stored.school.learning.progress(by=LEA).themes[0].badge


@pytest.mark.rule("LEARN-6", "TA-1", "JOB-4")
def test_a_setting_of_a_later_day_validates_themes_at_the_daily_run_of_that_day(stored: Rehearsal) -> None:
    watched_with_assessment(stored)
    stored.run("2026-11-19")
    stored.school.settings.set(by="staff", name="assessment", value=SEVEN_LEVELS, since="2026-11-21")

    stored.run("2026-11-20")
    early = finished(stored)
    stored.run("2026-11-22")  # the day itself had no run

    assert (early, finished(stored)) == ([False, False], [True, False])


@pytest.mark.rule("LEARN-10", "LEARN-6", "WORK-2")
def test_what_is_missing_is_told_by_rule_until_nothing_is(ledr: Rehearsal) -> None:
    ledr.a_course("recruter", {"t1": "l1", "t2": "l2", "t3": "l3"}, optional=["t3"])
    ledr.school.catalogue.load(
        by="staff",
        data={
            "workshops": [{"reference": "w1", "title": "W"}],
            "courses": [{"reference": "recruter", "workshops": ["w1"], "workshops_required": 1}],
        },
    )
    ledr.a_session(kind="licence", members="lea")
    told = [[(one.rule, one.what) for one in ledr.school.learning.progress(by=LEA).missing]]
    ledr.watch("lea", "l1 l2")
    told.append([(one.rule, one.what) for one in ledr.school.learning.progress(by=LEA).missing])
    for step in ("introduction_video", "main_video", "conclusion_video"):
        ledr.school.workshops.step(by=LEA, workshop="w1", step=step)

    assert told == [[("LEARN-6", "t1"), ("LEARN-6", "t2"), ("WORK-2", "0/1")], [("WORK-2", "0/1")]]
    progress = ledr.school.learning.progress(by=LEA)
    assert (progress.missing, progress.finished, progress.percent) == ((), True, 100)
