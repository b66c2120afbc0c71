"""`jobs.preview` says what the jobs of a day then do, with the very code of the runs, and leaves no trace (JOB-8)."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_core import Invalid, School
from ledr_core.application.jobs import daily_run
from ledr_core.testing import FixedClock
from ledr_core.testing.builders import a_school
from tests.busy_school import EVE, KINDS, MORNING, TODAY, Copies
from tests.integration.certification.certifying import certifying, grade, handed_in
from tests.integration.conftest import THURSDAY, Rehearsal, address, refusal
from tests.processes import PATIENCE

Messages = dict[str, tuple[int, tuple[str, ...]]]
Changes = set[tuple[str, int, str | None, str | None]]


def engine_of(school: School) -> sa.Engine:
    engine: sa.Engine = school._desk.ports.store.engine  # type: ignore[attr-defined]
    return engine


def everything(school: School) -> dict[str, list[str]]:
    """Every row of every table."""
    with engine_of(school).connect() as connection:
        return {one.name: sorted(map(repr, connection.execute(one.select()))) for one in t.metadata.sorted_tables}


def foretold(said: Any) -> tuple[Messages, Changes]:
    """What a preview says: messages by kind, and who hands which slot to whom."""
    changes = dict[tuple[str, int], list[str | None]]()
    for one in said.changes:  # a slot whose holder has ended is free before somebody else enters
        for place, person in enumerate((one.leaving, one.entering)):
            found = changes.setdefault((one.session, one.slot), [None, None])
            assert person is None or found[place] is None
            found[place] = person or found[place]
    return {one.kind: (one.count, one.people) for one in said.messages}, by_slot(changes)


def by_slot(changes: Mapping[tuple[str, int], Sequence[str | None]]) -> Changes:
    return {(session, slot, leaving, entering) for (session, slot), (leaving, entering) in changes.items()}


def previewed(school: School, **given: Any) -> tuple[Messages, Changes]:
    """The same of a preview that leaves everything as it was."""
    before = everything(school)
    said = school.jobs.preview(by="staff", **given)
    assert everything(school) == before
    assert said.failures == ()
    return foretold(said)


def done(school: School, clock: FixedClock, *instants: str) -> tuple[Messages, Changes]:
    """What the jobs do that are due at these instants of a day."""
    known = {message.message for message in school.messages.list(by="staff")}
    for instant in instants:
        clock.set(instant)
        assert school.jobs.due(by="staff").failures == ()
    to: dict[str, list[str]] = {}
    for message in school.messages.list(by="staff"):
        if message.message not in known:
            to.setdefault(message.kind, []).append(message.person)
    messages = {kind: (len(people), tuple(sorted(set(people)))) for kind, people in to.items()}
    return messages, handed_over(school, FixedClock(instants[0]))


def handed_over(school: School, at: FixedClock) -> Changes:
    """The slots that changed hands at an instant."""
    h, changes = t.holdings.c, dict[tuple[str, int], list[str | None]]()
    rows = sa.select(t.sessions.c.reference, h.slot, t.people.c.email, h.since, h.until)
    rows = rows.select_from(t.holdings.join(t.sessions).join(t.people, t.people.c.id == h.person_id))
    with engine_of(school).connect() as connection:
        for row in connection.execute(rows):
            for place, instant in enumerate((row.until, row.since)):
                if instant == at.now():
                    changes.setdefault((row.reference, row.slot), [None, None])[place] = row.email
    return by_slot(changes)


@pytest.fixture
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """A preview goes on after many pieces."""
    monkeypatch.setattr(daily_run, "SESSIONS_IN_A_PREVIEW", 4)
    monkeypatch.setattr(daily_run, "PEOPLE_AT_ONCE", 2)


@pytest.mark.rule("JOB-8")
@pytest.mark.usefixtures("_small_pieces")
def test_what_is_due_tomorrow_is_what_the_run_of_tomorrow_does(busy: Copies) -> None:
    clock = FixedClock(f"{EVE}T23:00")
    with busy.copy() as url, closing(a_school(url, clock=clock, furnished=False)) as school:
        messages, changes = previewed(school)

        assert set(messages) == KINDS
        assert changes
        assert (messages, changes) == done(school, clock, MORNING, f"{TODAY}T11:00")


def seven_levels(ledr: Rehearsal) -> None:
    """From the first of December a theme whose questions have five levels has no assessment."""
    value = {"levels": 7, "points": [[3, 2]] * 6 + [[2, 1]], "stop_points": [[0, 1]]}
    ledr.school.settings.set(by="staff", name="assessment", value=value, since="2026-12-01")


def with_assessment(ledr: Rehearsal, course: str, theme: str) -> None:
    ledr.a_course(course, {theme: f"{theme}-l1"})
    question = {"kind": "programme", "theme": theme, "public": True, "text": "?", "choices": ["a", "b"], "right": [0]}
    questions = [
        question | {"reference": f"{theme}-{level}-{number}", "level": level}
        for level in range(1, 6)
        for number in range(40)
    ]
    courses = [{"reference": course, "assessments": True}]
    ledr.school.catalogue.load(by="staff", data={"questions": questions, "courses": courses})


def a_day_on_which_all_jobs_run(ledr: Rehearsal, folder: Path) -> None:
    """The first of December, a Tuesday, on which what the daily run does decides what the others tell.

    Léa's rework lapses, so that she has finished; Ana finishes by a setting of that day, so that Bob gets her slot.
    """
    ledr.at("2026-11-02")
    certifying(ledr, folder)
    with_assessment(ledr, "chasser", "c1")
    for base in ("care", "marketing"):
        ledr.school.settings.set(by="staff", name=f"{base}_address", value=f"{base}@ecole.example")
    seven_levels(ledr)
    ledr.a_session("Lyon", kind="licence", members="lea max", end="2026-11-30")
    ledr.a_session("Nice", members="ana bob", package=1, holders="ana", waiting="bob", course="chasser")
    ledr.school.rotations.set_policy(by="staff", session="Nice", policy="natural")
    for manager, managed in (("nora", "lea"), ("mia", "bob")):
        ledr.a_person(manager, "manager")
        ledr.school.people.set_managed(by="staff", manager=address(manager), people=[address(managed)])
    ledr.at("2026-11-03", "11:00")
    assert ledr.school.jobs.weekly(by="staff").failures == ()
    ledr.watch("ana", "c1-l1")
    ledr.at("2026-11-10")
    for name in ("lea", "max"):
        handed_in(ledr, name)
    ledr.at("2026-11-12")
    grade(ledr, 11)
    grade(ledr, 16, "max")
    ledr.at("2026-11-16")
    ledr.school.cases.request_rework(by=address("lea"))
    ledr.run("2026-11-30")
    ledr.at("2026-11-30", "22:00")


@pytest.mark.rule("JOB-8")
def test_the_weekly_and_monthly_runs_are_in_it_as_they_will_be_after_the_daily_one(
    stored: Rehearsal, tmp_path: Path
) -> None:
    a_day_on_which_all_jobs_run(stored, tmp_path)

    messages, changes = previewed(stored.school)

    assert messages["team_report"] == (2, (address("mia"), address("nora")))
    assert {"attestations", "certified_list", "slot_given", "slot_taken"} <= set(messages)
    assert messages["certified_list"][1] == ("care@ecole.example", "marketing@ecole.example")
    assert changes == {("Nice", 1, address("ana"), address("bob"))}
    assert (messages, changes) == done(stored.school, stored.clock, "2026-12-01T05:00", "2026-12-01T11:00")


@pytest.fixture
def turning(ledr: Rehearsal) -> Rehearsal:
    """Léa holds the only slot, Max and Inès wait for it, two counted days each."""
    ledr.a_session(members="lea max ines", package=1, holders="lea", waiting="max ines")
    ledr.school.rotations.set_policy(by="staff", session="Lyon", policy="paced", every=2)
    return ledr


@pytest.mark.rule("JOB-8")
def test_a_change_is_told_by_its_session_with_names_and_a_reason(turning: Rehearsal) -> None:
    turning.run("2026-11-20")

    assert turning.school.jobs.preview(by="staff").changes == ()
    (change,) = turning.school.jobs.preview(by="staff", date="2026-11-23").changes

    assert (change.session, change.slot, change.reason) == ("Lyon", 1, "rotation")
    assert (change.leaving, change.leaving_name) == (address("lea"), "Lea Martin")
    assert (change.entering, change.entering_name) == (address("max"), "Max Martin")


@pytest.mark.rule("JOB-8")
@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-23", "2026-12-31", "2027-11-02"])
def test_of_a_later_date_it_says_what_its_run_does_when_none_takes_place_before(turning: Rehearsal, day: str) -> None:
    foreseen = previewed(turning.school, date=day)

    assert foreseen == done(turning.school, turning.clock, f"{day}T05:00", f"{day}T11:00")


@pytest.mark.rule("JOB-8")
def test_of_today_it_says_what_is_left_to_do(turning: Rehearsal) -> None:
    assert set(previewed(turning.school, date=THURSDAY)[0]) == {"welcome"}

    turning.school.jobs.due(by="staff")

    assert previewed(turning.school, date=THURSDAY) == ({}, set())


@pytest.mark.rule("JOB-8")
def test_the_times_and_settings_of_that_day_count(turning: Rehearsal) -> None:
    turning.a_session("Paris", kind="licence", members="zoe", end="2026-12-31")
    turning.run(THURSDAY)
    turning.school.settings.set(by="staff", name="end_reminder_days", value=[41], since="2026-11-20")

    assert previewed(turning.school)[0]["end_reminder"] == (1, (address("zoe"),))


@pytest.mark.rule("JOB-8", "JOB-6")
def test_what_will_fail_is_told_and_the_others_are_in_it(turning: Rehearsal, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing of it is in the log of the runs."""
    turning.a_session("Damaged", members="zoe tom", package=1, holders="zoe", waiting="tom")
    with engine_of(turning.school).begin() as connection:
        connection.exec_driver_sql("update sessions set kind = 'nonsense' where reference = 'Damaged'")

    with caplog.at_level(logging.INFO, "ledr.jobs"):
        said = turning.school.jobs.preview(by="staff", date="2026-11-23")

    assert [failure.what for failure in said.failures] == ["Damaged"]
    assert [change.session for change in said.changes] == ["Lyon"]
    assert caplog.records == []


@pytest.mark.rule("JOB-8")
def test_nobody_hears_of_it(turning: Rehearsal) -> None:
    heard: list[Any] = []
    with turning.school.subscribe(heard.append):
        turning.school.jobs.preview(by="staff", date="2026-11-23")

    assert heard == []
    assert turning.school.jobs.log(by="staff") == ()


@pytest.fixture
def held(postgresql_school_url: str) -> Iterator[tuple[School, sa.Connection]]:
    """A school on a server, where somebody is at work on the only session that is due."""
    with closing(a_school(postgresql_school_url, clock=FixedClock("2026-11-02T09:00"))) as school:
        members = [{"email": address(name), "first_name": name, "last_name": "Martin"} for name in ("lea", "max")]
        session = {"reference": "Lyon", "company": "Manpower", "course": "recruter", "kind": "slot", "package": 1}
        school.sessions.create(by="staff", **session, start="2026-11-02", members=members)
        school.slots.assign(by="staff", session="Lyon", person=address("lea"))
        with engine_of(school).connect() as other:
            other.execute(sa.select(t.sessions.c.id).with_for_update())
            yield school, other


@pytest.mark.rule("JOB-8")
def test_what_somebody_else_keeps_at_that_moment_is_waited_for(held: tuple[School, sa.Connection]) -> None:
    school, other = held
    waits = Event()

    def look(_: object, __: object, statement: str, *___: object) -> None:
        if statement.lower().rstrip().endswith("for update"):
            waits.set()

    sa.event.listen(engine_of(school), "before_cursor_execute", look)
    with ThreadPoolExecutor(1) as pool:
        said = pool.submit(school.jobs.preview, by="staff")
        assert waits.wait(PATIENCE)
        other.rollback()

        assert [(one.kind, one.people) for one in said.result(PATIENCE).messages] == [("welcome", (address("lea"),))]


@pytest.mark.rule("JOB-8")
def test_a_date_that_is_over_is_not_taken(ledr: Rehearsal) -> None:
    with pytest.raises(Invalid) as invalid:
        ledr.school.jobs.preview(by="staff", date="2026-11-18")

    assert (invalid.value.field, invalid.value.allowed) == ("date", "2026-11-19 at the earliest")


@pytest.mark.rule("JOB-8", "ROLE-11")
def test_it_is_the_operators(ledr: Rehearsal) -> None:
    ledr.a_session(members="paul:pilot lea")

    for by in ("paul@manpower.example", "lea@manpower.example", "public"):
        assert refusal(lambda by=by: ledr.school.jobs.preview(by=by)).rule == "ROLE-11"
    with ledr.school.transaction() as inside, pytest.raises(Invalid) as invalid:
        inside.jobs.preview(by="staff")
    assert invalid.value.field == "transaction"
