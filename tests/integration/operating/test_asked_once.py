"""A piece of work asks once what it needs to know, and sees what it changes itself."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from ledr_core import School
from ledr_core.application.operating.work import Work
from ledr_core.domain.assessments.settings import ASSESSMENT
from ledr_core.domain.catalogue.outline import Outline
from ledr_core.domain.kernel.identifiers import CourseId, PersonId
from ledr_core.ports.settings import SettingValue
from tests.integration.assessments.assessing import a_bank
from tests.integration.conftest import Rehearsal, address
from tests.statements import statements_of

LEA = address("lea")


@pytest.fixture
def school(empty: Rehearsal) -> Rehearsal:
    """Léa and Max have a licence for a course of one lesson."""
    empty.a_course(themes={"t1": "l1"})
    empty.school.companies.create(by="staff", name="Manpower")
    empty.a_session(kind="licence", members="lea max")
    return empty


@contextmanager
def a_work(ledr: Rehearsal, *, reads: bool = False) -> Iterator[tuple[Work, list[str]]]:
    """A piece of work, and the statements that it sends."""
    with ledr.school._desk.own_work(reads=reads) as work, statements_of(ledr.school) as sent:
        yield work, sent


def everything(work: Work, people: list[PersonId], course: CourseId) -> list[object]:
    """All that can be asked about these people and the course."""
    return [
        *(work.record(person) for person in people),
        *(list(work.seats(person)) for person in people),
        *(work.has_finished(person, course) for person in people),
        work.last_connections(people),
        work.outline(course),
    ]


@pytest.mark.parametrize("reads", [True, False])
def test_what_is_asked_again_takes_no_statement(school: Rehearsal, reads: bool) -> None:
    with a_work(school, reads=reads) as (work, sent):
        people, course = [work.person(LEA).id, work.person(address("max")).id], work.course("recruter").id
        first = everything(work, people, course)
        asked = len(sent)
        again = everything(work, people, course)

    assert len(sent) == asked > 0
    assert again == first


def test_what_was_asked_of_many_is_not_asked_of_each(school: Rehearsal) -> None:
    with a_work(school) as (work, sent):
        people = [work.person(LEA).id, work.person(address("max")).id]
        work.prefetch(people, records=True, seats=True, connections=True)
        asked = len(sent)
        courses = [seat.course_id for person in people for seat in work.seats(person)]

        assert [work.has_finished(person, course) for person, course in zip(people, courses, strict=True)] == [0, 0]
        assert work.last_connections(people) == {}
        assert len(sent) == asked


def test_who_finishes_within_the_work_has_finished(school: Rehearsal) -> None:
    with a_work(school) as (work, _):
        lea, course = work.person(LEA), work.course("recruter")
        session = work.session(work.seats(lea.id)[0].session)
        before = work.finished(session), work.has_finished(lea.id, course.id)
        work.record(lea.id).finished[course.id] = work.moment.instant

        assert before == (set(), False)
        assert (work.finished(session), work.has_finished(lea.id, course.id)) == ({lea.id}, True)


def test_a_membership_that_is_written_within_the_work_is_seen(school: Rehearsal) -> None:
    school.school.people.create(
        by="staff", email="zoe@manpower.example", first_name="Zoé", last_name="Roy", role="learner"
    )
    with a_work(school) as (work, _):
        zoe, session = work.person("zoe@manpower.example"), work.session(work.seats(work.person(LEA).id)[0].session)
        before = list(work.seats(zoe.id)), work.finished(session)
        session.enrol(zoe.id, zoe.role, (), work.moment)
        work.record(zoe.id).finished[session.course] = work.moment.instant
        work.flush()

        assert before == ([], set())
        assert [seat.session for seat in work.seats(zoe.id)] == [session.reference]
        assert work.finished(session) == {zoe.id}


def test_a_course_is_seen_as_the_settings_given_and_the_catalogue_written_make_it(school: Rehearsal) -> None:
    def assessed(outline: Outline) -> list[bool]:
        return [theme.assessed for theme in outline.themes]

    a_bank(school.school, per_level=1)
    school.school.catalogue.put_course(by="staff", reference="recruter", assessments=True)
    with a_work(school) as (work, _):
        course = work.course("recruter")
        before = assessed(work.outline(course.id))
        short = {"levels": 1, "right_to_pass": 1, "wrong_to_stop": 1, "points": [20], "stop_points": [0]}
        work.give(SettingValue(ASSESSMENT.name, short, None))
        given = assessed(work.outline(course.id))
        course.assessments = False
        unwritten = assessed(work.outline(course.id))
        work.flush()

        assert (before, given, unwritten, assessed(work.outline(course.id))) == ([False], [True], [True], [False])


@pytest.mark.parametrize(
    "ask",
    [
        lambda school: school.learning.watch(by=LEA, lesson="l1", ended=True),
        lambda school: school.learning.home(by=LEA),
        lambda school: school.sessions.show(by="staff", session="Lyon"),
        lambda school: school.jobs.daily(by="staff"),
    ],
    ids=["watch", "home", "show", "daily"],
)
def test_work_ends_with_nothing_left_for_the_garbage_collector(
    school: Rehearsal, ask: Callable[[School], object]
) -> None:
    """What refers to itself stays in memory, with all that was loaded, and every collection costs more."""
    ask(school.school)  # what is imported or prepared at the first time stays
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        ask(school.school)
        gc.collect()
        assert [type(one).__name__ for one in gc.garbage if isinstance(one, (Work, sa.Connection))] == []
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
