"""Figures of an organisation and its teams: what they count, over which period, and who is shown whose (TEAM-4)."""

import random
from contextlib import suppress
from datetime import date
from functools import partial
from itertools import product
from typing import Any, Final

import pytest

from benchmarks.growth import Statements
from ledr_cli.render.organisation import analytics
from ledr_cli.render.page import Page
from ledr_core import Invalid, LedrError, NotFound
from ledr_core.views import as_json
from tests.integration.conftest import Rehearsal, address, grounds, refusal
from tests.integration.organisation.test_roles_and_teams import ADA, ALAN, BOB, LEA, PAUL, SAM, organised
from tests.kept_schools import kept

Seen = dict[str, set[str]]
"""The lessons that people saw, by their address."""


@pytest.fixture
def org(empty: Rehearsal) -> Rehearsal:
    """Manpower's organisation in November, with what its people did in October and since."""
    return kept(empty, at_work)


def at_work(ledr: Rehearsal) -> Rehearsal:
    """Léa and Bob learn to recruit, an hour a lesson; then Léa and Kim to find people."""
    ledr.at("2026-10-01")
    organised(ledr)
    ledr.a_course("recruter", {"t1": "l1 l2"}, seconds=3600)
    ledr.a_course("chasser", {"t2": "l2 l3"}, seconds=3600)
    ledr.a_session("Lyon", kind="licence", members="lea", start="2026-10-01", end="2026-10-31")
    ledr.a_session("Brest", kind="licence", members="bob", start="2026-10-01", end=None)
    ledr.at("2026-10-05")
    ledr.watch("lea", "l1")
    ledr.sign_in("lea")
    ledr.at("2026-11-02")
    ledr.a_session("Nice", kind="licence", course="chasser", members="lea kim", start="2026-11-02", end=None)
    ledr.at("2026-11-10")
    ledr.watch("lea", "l2")
    ledr.sign_in("bob")
    ledr.at("2026-11-19")
    return ledr


def told(org: Rehearsal, by: str = "staff", **asked: Any) -> dict[str | None, Any]:
    """The figures of each group, in their JSON form."""
    shown = as_json(org.school.organisation.analytics(by=by, company="Manpower", **asked))
    return {group.pop("team"): group for group in shown["groups"]}


def course(reference: str, people: int, percent: int) -> dict[str, object]:
    return {"course": reference, "people": people, "percent": percent}


NONE: Final = {"gold": 0, "silver": 0, "bronze": 0}
NOTHING: Final = {"people": 0, "active": 0, "courses": [], "percent": 0, "certified": NONE, "hours": 0}


@pytest.mark.rule("TEAM-4", "TRACK-6", "LEARN-3")
def test_the_figures_so_far_are_those_of_the_follow_up_side_by_side(org: Rehearsal) -> None:
    """A lesson of two courses lasts once; who belongs by a session alone counts while it lasts."""
    found = told(org)

    assert list(found) == [None, "Lyon", "Paris"]
    whole = {"people": 7, "active": 3, "percent": 37, "certified": NONE, "hours": 2}
    courses = [course("chasser", 2, 25), course("recruter", 2, 50)]
    assert found[None] == whole | {"courses": courses, "before": NOTHING}
    lyon = {"people": 1, "active": 1, "percent": 75, "certified": NONE, "hours": 2}
    assert found["Lyon"] == lyon | {
        "courses": [course("chasser", 1, 50), course("recruter", 1, 100)],
        "before": NOTHING,
    }
    assert found["Paris"] == NOTHING | {"before": NOTHING}


@pytest.mark.rule("TEAM-4")
def test_a_period_is_told_beside_the_one_before_it(org: Rehearsal) -> None:
    """What was done by its end, and in it; of a whole month, beside the month before."""
    october = {"people": 1, "active": 0, "percent": 50, "certified": NONE, "hours": 1}
    recruter = [course("recruter", 1, 50)]
    shown = org.school.organisation.analytics(
        by=ADA, company="Manpower", teams=["LYON", "lyon"], start="2026-11-01", end="2026-11-30"
    )

    assert [group.team for group in shown.groups] == ["Lyon"]
    assert (str(shown.as_of), str(shown.start)) == ("2026-11-19", "2026-11-01")
    lyon = told(org, ADA, teams=["Lyon"], start="2026-11-01", end="2026-11-30")["Lyon"]
    assert (lyon["hours"], lyon["before"]) == (1, october | {"courses": recruter})
    lyon = told(org, ADA, teams=["Lyon"], start="2026-11-01")["Lyon"]
    assert (lyon["hours"], lyon["before"]) == (1, october | {"courses": recruter, "hours": 0})  # 19 days of it
    month = told(org, ADA, teams=["Lyon"], start="2026-10-01", end="2026-10-31")["Lyon"]
    assert month == october | {"courses": recruter, "before": NOTHING}
    assert told(org, ADA, teams=["Lyon"], start="2026-10-05", end="2026-10-05")["Lyon"]["active"] == 1


@pytest.mark.rule("TEAM-1", "TEAM-4")
def test_administrators_analysts_and_staff_follow_all_and_supervisors_their_team(org: Rehearsal) -> None:
    assert told(org) == told(org, ADA) == told(org, ALAN)
    assert told(org, SAM) == told(org, SAM, teams=["Lyon"]) == {"Lyon": told(org)["Lyon"]}
    for by in (LEA, BOB, PAUL, "public"):
        assert grounds(refusal(partial(told, org, by))) == ("TEAM-1", "role")


@pytest.mark.rule("TEAM-1", "ROLE-6")
def test_what_is_of_others_and_what_there_is_not_look_the_same(org: Rehearsal) -> None:
    for by in (ADA, ALAN, SAM):
        for company in ("Adecco", "Personne"):
            refused = refusal(partial(org.school.organisation.analytics, by=by, company=company))
            assert grounds(refused) == ("ROLE-6", "another company")
    for team in ("Paris", "Nulle part"):
        assert grounds(refusal(partial(told, org, SAM, teams=["Lyon", team]))) == ("TEAM-1", "another team")
    for by in ("staff", ADA, ALAN):
        with pytest.raises(NotFound):
            told(org, by, teams=["Nulle part"])


@pytest.mark.rule("TEAM-4")
def test_a_period_has_begun_and_ends_after_its_start(org: Rehearsal) -> None:
    for asked in ({"start": "2026-11-20"}, {"start": "2026-11-02", "end": "2026-11-01"}):
        with pytest.raises(Invalid):
            told(org, **asked)


@pytest.mark.rule("TEAM-4", "LEARN-9")
@pytest.mark.parametrize("seed", [1, 2])
def test_the_figures_are_those_of_the_table_whatever_happened(stored: Rehearsal, seed: int) -> None:
    """In a school made by chance, with moves between sessions and companies, on each kind of database."""
    seen = somehow(stored, random.Random(seed))

    for name in ("Manpower", "Adecco"):
        groups = {one.team: one for one in stored.school.organisation.analytics(by="staff", company=name).groups}
        rows = stored.school.followup.table(by="staff", scope="all", company=name).rows
        members = {one.person: one.teams for one in stored.school.organisation.show(by="staff", company=name).members}
        for team, group in groups.items():
            belongs = {person for person, teams in members.items() if team is None or team in teams}
            agree(group, belongs, [row for row in rows if row.email in belongs], seen)


AFTERWARDS: Final = date(2026, 12, 1)
COURSES: Final = {"recruter": {"l1", "l2", "l4"}, "chasser": {"l2", "l3"}}


def somehow(ledr: Rehearsal, chance: random.Random) -> Seen:
    """Two courses that share a lesson, eight people in sessions of two companies; gives the lessons that each saw."""
    ledr.a_course("recruter", {"t1": "l1 l2", "t3": "l4"}, optional=["t3"])
    ledr.a_course("chasser", {"t2": "l2 l3"})
    ledr.school.organisation.put_team(by="staff", company="Manpower", team="Lyon")
    names, seen = [f"p{number}" for number in range(8)], Seen()
    for first, last in (("2026-10-01", "2026-10-31"), ("2026-11-02", "2027-10-31")):
        ledr.at(first)
        chance.shuffle(names)
        for place, (company, course) in enumerate(product(("Manpower", "Adecco"), COURSES)):
            members = " ".join(names[2 * place : 2 * place + 2])
            ledr.a_session(f"{company} {course} {first}", company=company, course=course, kind="licence",
                           members=members, start=first, end=last)  # fmt: skip
        for name in names:
            lessons = chance.sample(["l1", "l2", "l3", "l4"], 2)
            with suppress(LedrError):  # those of their course
                for lesson in lessons:
                    ledr.watch(name, lesson)
                    seen.setdefault(address(name), set()).add(lesson)
    for name in chance.sample(names, 4):
        with suppress(LedrError):
            ledr.school.organisation.add_to_team(by="staff", company="Manpower", team="Lyon", person=address(name))
            ledr.sign_in(name)
    ledr.at(AFTERWARDS.isoformat())
    return seen


def agree(group: Any, belongs: set[str], rows: list[Any], seen: Seen) -> None:
    """What is told of a group is what the table says of its people."""
    percents = {(row.course, row.email): row.percent for row in rows}
    by_course = {course: [percents[one] for one in percents if one[0] == course] for course, _ in percents}
    lessons = [seen.get(person, set()) & COURSES[course] for course, person in percents]

    assert group.people == len(belongs)
    assert group.active == len({row.email for row in rows if row.end >= AFTERWARDS and not row.inactive})
    assert {one.course: (one.people, one.percent) for one in group.courses} == {
        course: (len(some), sum(some) // len(some)) for course, some in by_course.items()
    }
    assert group.percent == (sum(percents.values()) // len(percents) if percents else 0)
    spent = {(person, one) for (_, person), some in zip(percents, lessons, strict=True) for one in some}
    assert float(group.hours) == pytest.approx(len(spent) * 100 / 3600, abs=0.005)


@pytest.mark.rule("TEAM-4")
def test_as_many_statements_whatever_the_number_of_teams_and_people(org: Rehearsal) -> None:
    def statements(company: str) -> int:
        return len(
            Statements.of(org.school, lambda: org.school.organisation.analytics(by="staff", company=company)).said
        )

    statements("Manpower")  # outlines are read once
    before = statements("Manpower")
    for number in range(5):
        org.school.organisation.put_team(by="staff", company="Manpower", team=f"T{number}")
        org.school.organisation.add_to_team(by="staff", company="Manpower", team=f"T{number}", person=LEA)
    org.a_session("Dax", kind="licence", members=" ".join(f"n{number}" for number in range(5)))

    assert statements("Manpower") == before


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "fr",
            ["Statistiques\u00a0: Manpower", "(écart", "Toute l'organisation", "▇▇▇▇▇░░░░░ 50", "Lyon", "1,0 (+1,0)"],
        ),
        ("en", ["Analytics: Manpower", "(change", "The whole organisation", "▇▇▇▇▇░░░░░ 50%", "Lyon", "1.0 (+1.0)"]),
    ],
)
def test_a_table_shows_groups_and_what_changed(
    org: Rehearsal, language: str, said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    shown = org.school.organisation.analytics(by="staff", company="Manpower", start="2026-11-01")
    page = Page(language, org.clock.now())
    analytics(page, shown)
    page.show(paged=False)
    text = capsys.readouterr().out

    assert [part for part in said if part not in text] == [], text
