"""The follow-up: rows, marks, pages, sorting, and who sees whose (TRACK)."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ledr_core import Invalid, Refused
from ledr_core.views import as_json
from tests.integration.certification.certifying import certifying, grade, handed_in
from tests.integration.conftest import Rehearsal, address, grounds, refusal
from tests.statements import statements_of

LEA, MAX, NORA, PAUL = map(address, ("lea", "max", "nora", "paul"))
OF_ADECCO = "eve@adecco.example"


@pytest.fixture
def followed(ledr: Rehearsal) -> Rehearsal:
    """Lyon and Brest of Manpower, with a manager and a pilot; Metz of Adecco."""
    ledr.a_course("sourcing", {"t2": "l2 l3", "t3": "l4"}, optional=["t3"])
    ledr.a_session("Lyon", members="lea max ana paul:pilot nora:manager", holders="lea", waiting="max")
    ledr.a_session("Brest", members="bob", kind="licence", course="sourcing", start="2026-12-01")
    ledr.a_session("Metz", members=OF_ADECCO, kind="licence", company="Adecco", start="2026-11-10", end="2026-12-31")
    ledr.school.people.set_managed(by="staff", manager=NORA, people=[LEA])
    return ledr


def table(ledr: Rehearsal, by: str = "staff", scope: str = "all", **asked: Any) -> Any:
    return ledr.school.followup.table(by=by, scope=scope, **asked)


def who(rows: Sequence[Any]) -> str:
    return " ".join(row.email.partition("@")[0] for row in rows)


@pytest.mark.rule("TRACK-1")
def test_a_row_has_all_that_the_follow_up_tells_of_a_learner(ledr: Rehearsal, tmp_path: Path) -> None:
    certifying(ledr, tmp_path)
    ledr.a_session("Lyon", kind="licence", members="lea nora:manager")
    ledr.school.people.set_managers(by="staff", person=LEA, managers=[NORA])
    ledr.watch("lea", "l1")
    ledr.at("2026-11-20", "23:30")
    ledr.watch("lea", "l2")
    handed_in(ledr)
    grade(ledr, "15.25")

    (row,) = as_json(table(ledr))["rows"]

    assert row == {
        "last_name": "Martin",
        "first_name": "Lea",
        "email": LEA,
        "company": "Manpower",
        "session": "Lyon",
        "managers": [NORA],
        "start": "2026-11-01",
        "end": "2027-10-31",
        "last_lesson_on": "2026-11-20",
        "certification": {"level": "silver", "grade": 15.25, "date": row["certification"]["date"]},
        "lessons_seen": 2,
        "themes": {"t1": 100},
        "percent": 100,
        "slot": None,
        "state": "finished",
        "inactive": False,
        "course": "recruter",
    }
    assert row["certification"]["date"] == as_json(ledr.school.certifications.list(by="staff"))[0]["date"]


@pytest.mark.rule("TRACK-2")
def test_all_learners_one_session_one_learner(followed: Rehearsal) -> None:
    """Managers and pilots do not learn."""
    assert who(table(followed).rows) == "ana bob eve lea max"
    assert who(table(followed, scope="session", sessions=["Lyon"]).rows) == "ana lea max"
    assert who(table(followed, scope="session", sessions=["Brest", "Metz"]).rows) == "bob eve"
    assert who(table(followed, scope="company", company="Manpower").rows) == "ana bob lea max"
    assert who(table(followed, text="LE").rows) == "lea"
    one = followed.school.followup.person(by="staff", person=LEA)
    assert (one.email, one.session, [lesson.seen_on for lesson in one.lessons]) == (LEA, "Lyon", [None, None])


@pytest.mark.rule("TRACK-2")
def test_the_sheet_of_one_learner_tells_what_the_row_is_made_of(followed: Rehearsal) -> None:
    followed.watch("lea", "l1")

    one = followed.school.followup.person(by=NORA, person=LEA)

    (row,) = table(followed, NORA, "mine").rows
    assert as_json(one) | as_json(row) == as_json(one)
    assert [(lesson.title, str(lesson.seen_on)) for lesson in one.lessons] == [("l1", "2026-11-19"), ("l2", "None")]
    assert (one.watch_seconds, one.percent, [missing.rule for missing in one.missing]) == (100, 50, ["LEARN-6"])
    assert grounds(refusal(lambda: followed.school.followup.person(by="staff", person=NORA))) == (
        "ACC-5",
        "not enrolled",
    )


@pytest.mark.rule("TRACK-3")
@pytest.mark.rule("ROLE-4")
def test_a_manager_sees_their_people_a_pilot_the_company_staff_anybody(followed: Rehearsal) -> None:
    assert who(table(followed, NORA, "mine").rows) == "lea"
    assert who(table(followed, NORA, "session", sessions=["Lyon"]).rows) == "lea"
    assert who(table(followed, PAUL, "mine").rows) == "ana bob lea max"
    assert who(table(followed, PAUL, "company").rows) == "ana bob lea max"
    assert who(table(followed, scope="mine").rows) == who(table(followed).rows)


REFUSED: Sequence[tuple[str, dict[str, Any], tuple[str, str]]] = [
    (LEA, {"scope": "mine"}, ("ROLE-11", "role")),
    (NORA, {"scope": "all"}, ("ROLE-4", "only their team")),
    (NORA, {"scope": "company"}, ("ROLE-4", "only their team")),
    (NORA, {"scope": "session", "sessions": ["Metz"]}, ("ROLE-6", "another company")),
    (NORA, {"scope": "session", "sessions": ["Nowhere"]}, ("ROLE-6", "another company")),
    (PAUL, {"scope": "all"}, ("ROLE-6", "another company")),
    (PAUL, {"scope": "company", "company": "Adecco"}, ("ROLE-6", "another company")),
    (PAUL, {"scope": "company", "company": "Nowhere"}, ("ROLE-6", "another company")),
    (PAUL, {"scope": "session", "sessions": ["Lyon", "Metz"]}, ("ROLE-6", "another company")),
]


@pytest.mark.rule("ROLE-11")
@pytest.mark.rule("ROLE-6")
def test_nobody_sees_more(followed: Rehearsal) -> None:
    found = [grounds(refusal(partial(table, followed, by, **asked))) for by, asked, _ in REFUSED]

    assert found == [ground for *_, ground in REFUSED]


STRANGERS = [
    (NORA, MAX, ("ROLE-4", "not managed")),
    (NORA, OF_ADECCO, ("ROLE-6", "another company")),
    (NORA, "nobody@adecco.example", ("ROLE-6", "another company")),
    (PAUL, OF_ADECCO, ("ROLE-6", "another company")),
    (PAUL, "nobody@adecco.example", ("ROLE-6", "another company")),
    (LEA, MAX, ("ROLE-11", "role")),
]


@pytest.mark.rule("ROLE-4")
def test_one_learner_is_shown_to_those_who_follow_them(followed: Rehearsal) -> None:
    show = followed.school.followup.person
    found = [grounds(refusal(partial(show, by=by, person=person))) for by, person, _ in STRANGERS]

    assert found == [ground for *_, ground in STRANGERS]


@pytest.mark.rule("ROLE-6")
@pytest.mark.parametrize("text", [None, "eve", "metz", "adecco"])
def test_a_page_and_a_search_tell_nothing_of_another_company(followed: Rehearsal, text: str | None) -> None:
    """Going on after a stranger is told as going on after nobody is."""
    rows = table(followed, PAUL, "mine", text=text).rows
    assert OF_ADECCO not in [row.email for row in rows]
    told = []
    for after in (OF_ADECCO, "nobody@adecco.example"):
        with pytest.raises(Invalid, match="after") as error:
            table(followed, PAUL, "mine", after=after, limit=1)
        told.append(str(error.value).replace(after, ""))
    assert told[0] == told[1]


@pytest.mark.rule("ROLE-12")
def test_who_moved_to_another_company_is_no_more_the_former_ones(followed: Rehearsal) -> None:
    """The managers of the new one are not shown with what is left of the former one."""
    followed.watch("lea", "l1")
    followed.at("2026-11-20")
    followed.school.sessions.move_member(by="staff", person=LEA, session="Metz", package=2)

    assert who(table(followed, PAUL, "mine").rows) == "ana bob max"
    assert table(followed, NORA, "mine").rows == ()
    (row,) = table(followed, scope="session", sessions=["Metz"], text="lea").rows
    assert (row.company, row.managers, row.percent) == ("Adecco", (), 50)


@pytest.mark.rule("TRACK-6")
@pytest.mark.parametrize(
    ("day", "states"),
    [
        ("2026-10-31", "coming coming coming"),
        ("2026-11-19", "learning waiting waiting"),
        ("2027-10-31", "learning waiting waiting"),
        ("2027-11-01", "ended ended ended"),
    ],
)
def test_a_learner_is_coming_learning_waiting_or_ended(ledr: Rehearsal, day: str, states: str) -> None:
    """Whoever holds no slot of a slot session waits, in the list or not."""
    ledr.a_session("Lyon", members="lea max zoe", holders="lea", waiting="max")
    ledr.at(day)

    assert " ".join(row.state for row in table(ledr).rows) == states


@pytest.mark.rule("TRACK-6")
def test_whoever_has_finished_is_told_apart_from_the_quiet(ledr: Rehearsal) -> None:
    """21 days without a connection, counted from the start too; the end date still to come."""
    ledr.a_session("Lyon", kind="licence", members="lea max zoe")
    ledr.watch("lea", "l1 l2")
    ledr.at("2026-11-20")
    ledr.sign_in("zoe")
    marks = {}
    for day in ("2026-11-21", "2026-11-22", "2026-12-10", "2026-12-11", "2027-10-31", "2027-11-01"):
        ledr.at(day)
        marks[day] = "".join("x" if row.inactive else "." for row in table(ledr).rows)

    assert marks == {
        "2026-11-21": "...",
        "2026-11-22": ".x.",
        "2026-12-10": "xx.",
        "2026-12-11": "xxx",
        "2027-10-31": "xxx",
        "2027-11-01": "...",
    }
    assert [row.state for row in table(ledr).rows] == ["finished", "ended", "ended"]


@pytest.mark.rule("TRACK-6")
def test_a_slot_given_later_puts_inactivity_off(ledr: Rehearsal) -> None:
    ledr.a_session("Lyon", members="lea max", holders="lea")
    ledr.at("2026-12-15")
    ledr.school.slots.assign(by="staff", session="Lyon", person=MAX)

    assert [(row.slot, row.inactive) for row in table(ledr).rows] == [(1, True), (2, False)]


@pytest.mark.rule("TRACK-4")
def test_the_caller_chooses_the_dates(followed: Rehearsal) -> None:
    """Of learners, both days inclusive; figures are today's."""
    assert who(table(followed, end="2026-11-09").rows) == "ana lea max"
    assert who(table(followed, start="2027-01-01").rows) == "ana bob lea max"
    assert who(table(followed, start="2026-12-31", end="2026-12-31").rows) == "ana bob eve lea max"
    with pytest.raises(Invalid, match="end"):
        table(followed, start="2026-12-31", end="2026-12-30")


SORTED = {
    None: "ana bob eve lea max",
    "name": "ana bob eve lea max",
    "-last_name": "max lea eve bob ana",
    "email": "ana bob eve lea max",
    "session": "bob ana lea max eve",
    "-start": "bob",
    "end": "eve",
    "-percent": "max lea ana bob eve",
    "-lessons_seen": "max lea ana bob eve",
    "last_lesson_on": "lea max ana bob eve",
    "-last_lesson_on": "max lea ana bob eve",
    "-theme_percent:t1": "max lea ana eve bob",
    "theme_percent:t2": "bob ana eve lea max",
    "company": "eve ana bob lea max",
    "state": "bob eve lea ana max",
    "slot": "lea ana bob eve max",
}


@pytest.mark.rule("TRACK-2")
def test_the_table_is_sorted(followed: Rehearsal) -> None:
    """Those of one value by name; who has none comes last, whichever way round."""
    followed.watch("lea", "l1")
    followed.at("2026-11-20")
    for lesson in ("l1", "l2"):
        followed.school.learning.watch(by="staff", person=MAX, lesson=lesson, ended=True)

    found = {sort: who(table(followed, sort=sort).rows) for sort in SORTED}

    assert {sort: rows for sort, rows in found.items() if not rows.startswith(SORTED[sort])} == {}


@pytest.mark.rule("TRACK-2")
def test_the_table_is_read_by_page(stored: Rehearsal) -> None:
    """After what `next` says, or after the address of the last row."""
    stored.a_session("Lyon", members="lea max ana zoe", holders="max")
    stored.a_session("Brest", members="bob eve", kind="licence", start="2026-12-01")

    for sort in ("name", "-email", "session", "start", "-end", "percent", "-slot", "state"):
        whole = list(table(stored, sort=sort).rows)
        assert len(whole) == 6
        assert by_page(stored, sort, by_address=True) == by_page(stored, sort, by_address=False) == whole


def by_page(ledr: Rehearsal, sort: str, *, by_address: bool) -> list[Any]:
    """The table, two rows at a time."""
    page = table(ledr, sort=sort, limit=2)
    found = list(page.rows)
    while page.next is not None:
        page = table(ledr, sort=sort, limit=2, after=found[-1].email if by_address else page.next)
        found.extend(page.rows)
    return found


@pytest.mark.rule("TRACK-2")
def test_somebody_of_two_sessions_has_a_row_in_each(ledr: Rehearsal) -> None:
    """A page that ends between them goes on with the other; the sheet is that of the session that counts today."""
    ledr.a_session("Lyon", kind="licence", members="lea max")
    ledr.a_session("Après", kind="licence", members="lea", start="2027-11-01", end="2028-10-31")

    first = table(ledr, limit=1)
    rest = table(ledr, limit=5, after=first.next)

    assert [(row.email, row.session) for row in (*first.rows, *rest.rows)] == [
        (LEA, "Lyon"),
        (LEA, "Après"),
        (MAX, "Lyon"),
    ]
    assert who(table(ledr, after=LEA).rows) == "max"
    assert who(table(ledr, start="2028-01-01").rows) == "lea"
    assert ledr.school.followup.person(by="staff", person=LEA).session == "Lyon"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"scope": "session"}, "sessions"),
        ({"scope": "company"}, "company"),
        ({"scope": "everybody"}, "scope"),
        ({"sort": "phone"}, "sort"),
        ({"columns": ["last_name", "phone"]}, r"columns\[1\]"),
        ({"columns": []}, "columns"),
        ({"format": "csv", "delimiter": "|"}, "delimiter"),
        ({"after": "nobody@manpower.example"}, "after"),
    ],
)
@pytest.mark.rule("TRACK-4")
def test_what_cannot_be_meant_is_invalid(followed: Rehearsal, asked: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid, match=field):
        table(followed, **asked)


@pytest.mark.rule("LEARN-9")
def test_the_figures_are_those_of_progress(followed: Rehearsal) -> None:
    followed.watch("lea", "l1")
    followed.at("2026-12-02")
    followed.watch("bob", "l2 l4")
    followed.watch("eve@adecco.example", "l1 l2")
    for row in table(followed).rows:
        progress = followed.school.learning.progress(by="staff", person=row.email)
        themes = {theme.reference: theme.percent for theme in progress.themes}
        assert (row.percent, row.lessons_seen, row.themes) == (progress.percent, progress.lessons_seen, themes)
        assert (row.state == "finished") is progress.finished


@pytest.fixture
def statements(stored: Rehearsal) -> Iterator[list[str]]:
    """What is asked of the database."""
    with statements_of(stored.school) as said:
        yield said


@pytest.mark.rule("TRACK-1")
def test_the_number_of_statements_does_not_depend_on_the_number_of_learners(
    stored: Rehearsal, statements: list[str]
) -> None:
    counts = []
    for number, members in enumerate(("lea max", "ana bob cleo dan eve fay gus")):
        stored.a_session(f"S{number}", kind="licence", members=members)
        stored.watch(members.split()[0], "l1")
        statements.clear()
        table(stored)
        counts.append(len(statements))

    assert counts[0] == counts[1]


@pytest.mark.rule("ROLE-11")
def test_an_unknown_session_and_a_foreign_one_are_asked_alike(stored: Rehearsal, statements: list[str]) -> None:
    stored.a_session("Metz", company="Adecco", members="eve@adecco.example", kind="licence")
    stored.a_person("paul", "pilot")
    asked = []
    for session in ("Metz", "Nowhere"):
        statements.clear()
        with pytest.raises(Refused):
            table(stored, PAUL, "session", sessions=[session])
        asked.append(list(statements))

    assert asked[0][:2] == asked[1][:2]
