"""Thousands of operations in any order on a small school: SQLite and PostgreSQL say the same, and keep every rule."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
import sqlalchemy as sa
from attrs import frozen
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from ledr_adapters.sql.tables import metadata
from ledr_core import LedrError
from ledr_core.domain.kernel.moments import day_of
from ledr_core.views import as_json
from tests import small_school as small
from tests.generated import SOAKING, examples
from tests.integration.assessments.assessing import right_choice
from tests.integration.conftest import LEARNING_ROLES
from tests.integration.messages.delivering import Delivering
from tests.postgresql import PostgresServer

pytestmark = [pytest.mark.slow, pytest.mark.generated]

SCHOOLS, OPERATIONS = (100, 100) if SOAKING else (2, 40)
"""How many schools are made, and what happens in each: 10,000 operations in a soak."""


@frozen
class Originals:
    """The small school on both databases, nobody connected to either."""

    file: Path
    server: PostgresServer
    database: str


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory, postgresql_server: PostgresServer) -> Iterator[Originals]:
    file = tmp_path_factory.mktemp("small") / "original.db"
    small.make(f"sqlite:///{file}")
    with postgresql_server.database() as database:
        small.make(database)
        yield Originals(file, postgresql_server, database)


class BothDatabases(RuleBasedStateMachine):
    """A copy of the small school on each database, in which the same happens."""

    originals: Originals

    def __init__(self) -> None:
        super().__init__()
        self.opened = ExitStack()
        file = self.originals.file.with_name("copy.db")
        shutil.copy(self.originals.file, file)
        server = self.originals.server.database(template=self.originals.database)
        urls = f"sqlite:///{file}", self.opened.enter_context(server)
        self.schools = [small.opened(url, "copied") for url in urls]
        for ledr in self.schools:
            self.opened.enter_context(closing(ledr.school))

    def both(self, name: str, by: str, /, **values: Any) -> Any:
        """What an operation comes to, or the error that it ends with, on either database."""
        on_sqlite, on_postgresql = (outcome(ledr, name, by, values) for ledr in self.schools)
        assert on_sqlite == on_postgresql
        return on_sqlite

    def perform(self, wanted: small.Wanted) -> None:
        self.both(wanted.name, wanted.by, **wanted.values)

    change_members = rule(wanted=small.members)(perform)
    change_a_session = rule(wanted=small.sessions)(perform)
    give_and_take_slots = rule(wanted=small.slots_by_hand)(perform)
    change_a_rotation = rule(wanted=small.rotation)(perform)
    change_a_person = rule(wanted=small.people)(perform)
    use_an_account = rule(wanted=small.accounts)(perform)
    learn = rule(wanted=small.learning)(perform)
    work_on_a_case = rule(wanted=small.cases)(perform)
    run_the_school = rule(wanted=small.of_the_school)(perform)
    look_and_edit = rule(wanted=small.catalogue_and_lists)(perform)

    @rule(learner=small.learner, right=st.lists(st.booleans(), max_size=4))
    def go_on_with_an_assessment(self, learner: str, right: list[bool]) -> None:
        """Some answers; another call goes on."""
        view = self.both("assessments.start", learner, theme="t1")
        for rightly in right:
            if not isinstance(view, dict) or not view.get("question"):
                return
            choice = (right_choice(view["question"]["reference"]) + (not rightly)) % 4
            view = self.both("assessments.answer", learner, attempt=view["attempt"], choices=[choice])

    @rule(learner=small.learner, choice=st.integers(0, 1))
    def take_a_quiz(self, learner: str, choice: int) -> None:
        quiz = self.both("quizzes.start", learner)
        if isinstance(quiz, dict):
            answers = [[choice]] * len(quiz["questions"])
            self.both("quizzes.finish", learner, quiz=quiz["quiz"], answers=answers)

    @rule(learner=small.learner)
    def finish_the_course(self, learner: str) -> None:
        """All that a certificate asks for before the case, unless it is refused."""
        for lesson in ("l1", "l2", "l3", "l4", "l5"):
            if isinstance(self.both("learning.watch", learner, lesson=lesson, ended=True), tuple):
                return
        self.go_on_with_an_assessment(learner, [True] * 30)
        test = self.both("placement.start", learner)
        if isinstance(test, dict):
            answers = [[0]] * len(test["questions"])
            self.both("placement.finish", learner, attempt=test["attempt"], answers=answers)

    @rule(learner=small.learner, mark=st.sampled_from([None, 0.5, 1.5, 2]))
    def hand_the_case_in(self, learner: str, mark: float | None) -> None:
        """And have it graded, if there is a mark."""
        self.both("cases.begin", learner)
        for question in range(1, 11):
            if isinstance(self.both("cases.write", learner, question=question, text="Une réponse"), tuple):
                return
        self.both("cases.hand_in", learner)
        if mark is not None:
            self.both("cases.grade", "staff", person=learner, marks=[mark] * 10)

    @rule(days=st.sampled_from([1, 1, 1, 2, 7, 30]))
    def some_days_pass(self, days: int) -> None:
        """The morning of a day: its run."""
        for ledr in self.schools:
            ledr.at((ledr.clock.now().date() + timedelta(days)).isoformat(), "05:00")
        self.both("jobs.daily", "staff")

    @rule(minutes=st.integers(1, 600))
    def some_time_passes(self, minutes: int) -> None:
        for ledr in self.schools:
            ledr.clock.set(ledr.clock.now() + timedelta(minutes=minutes))

    @invariant()
    def every_rule_holds(self) -> None:
        for ledr in self.schools:
            with engine(ledr).connect() as connection:
                must_keep_the_rules(connection)

    def teardown(self) -> None:
        with self.opened:
            if sys.exc_info()[0] is None:  # else it has failed already
                on_sqlite, on_postgresql = map(content, self.schools)
                assert {name for name in on_sqlite if on_sqlite[name] != on_postgresql[name]} == set()
                assert on_sqlite == on_postgresql


def test_both_databases_say_the_same_keep_the_rules_and_end_alike(originals: Originals) -> None:
    class Here(BothDatabases):
        pass

    Here.originals = originals
    run_state_machine_as_test(Here, settings=settings(examples(SCHOOLS, SCHOOLS), stateful_step_count=OPERATIONS))


# What is compared


def outcome(ledr: Delivering, name: str, by: str, values: dict[str, Any]) -> Any:
    """The JSON form of a result, or all that an error says."""
    try:
        return as_json(ledr.school.perform(name, by, values))
    except LedrError as error:
        return type(error), error.args


def engine(ledr: Delivering) -> sa.Engine:
    """The database of a school."""
    found: sa.Engine = ledr.school._desk.ports.store.engine  # type: ignore[attr-defined]
    return found


CHANCE: Final = {"passwords": {"hashed"}, "catalogue_edition": {"edition"}}
"""Columns of which no two schools have the same."""


def content(ledr: Delivering) -> dict[str, list[Any]]:
    """Every row of every table; of numbers that the database gives, the order alone."""
    with engine(ledr).connect() as connection:
        return {table.name: _rows(connection, table) for table in metadata.sorted_tables}


def _rows(connection: sa.Connection, table: sa.Table) -> list[Any]:
    numbered = table.autoincrement_column
    left_out = CHANCE.get(table.name, set()) | ({numbered.name} if numbered is not None else set())
    found = list(connection.execute(table.select()).mappings())
    if numbered is None:
        found.sort(key=lambda row: [str(row[column.name]) for column in table.primary_key])
    else:
        found.sort(key=lambda row: int(row[numbered.name]))
    return [{name: value for name, value in row.items() if name not in left_out} for row in found]


# What always holds

_learns = "role in ({})".format(", ".join(f"'{role}'" for role in LEARNING_ROLES))
_learner = f"m.session_id = x.session_id and m.person_id = x.person_id and m.left_at is null and m.{_learns}"
BROKEN: Final = {
    "SLOT-1, no more holders than the package": """
        select s.reference from sessions s
        where (select count(*) from holdings h where h.session_id = s.id and h.until is null) > s.package""",
    "SLOT-1, one holder a slot": """
        select session_id, slot from holdings where until is null group by session_id, slot having count(*) > 1""",
    "SLOT-3, one slot a holder": """
        select session_id, person_id from holdings where until is null
        group by session_id, person_id having count(*) > 1""",
    "SLOT-3 and SLOT-10, who holds is a member who learns": f"""
        select x.session_id, x.person_id from holdings x
        where x.until is null and not exists (select 1 from memberships m where {_learner})""",
    "SLOT-7, a holding that has ended says why": """
        select session_id, number from holdings where (until is null) <> (closed_by is null) or until < since""",
    "SLOT-10 and ROT-1, who waits is a member who learns": f"""
        select x.session_id, x.person_id from waiting x
        where not exists (select 1 from memberships m where {_learner})""",
    "ROT-1, who waits holds no slot": """
        select w.session_id, w.person_id from waiting w, holdings h
        where h.session_id = w.session_id and h.person_id = w.person_id and h.until is null""",
    "ROT-1, the list is in order": """
        select session_id, position from waiting group by session_id, position having count(*) > 1""",
    "ROT-4, a paced rotation has its pace": """
        select reference from sessions where policy = 'paced' and (every is null or every < 1 or paced_from is null)""",
    "SES-1, a session ends after it starts": 'select reference from sessions where start > "end"',
    "SES-2, one session a reference": "select reference_key from sessions group by reference_key having count(*) > 1",
    "SES-3, the package of a licence is the number of its learners": f"""
        select s.reference from sessions s where s.kind = 'licence' and s.package <>
        (select count(*) from memberships m where m.session_id = s.id and m.left_at is null and m.{_learns})""",
    "SES-12, a licence has neither holders nor list": """
        select s.reference from sessions s where s.kind = 'licence' and (s.policy <> 'manual'
        or exists (select 1 from waiting w where w.session_id = s.id)
        or exists (select 1 from holdings h where h.session_id = s.id and h.until is null))""",
    "SES-15, one membership a person and session": """
        select session_id, person_id from memberships where left_at is null
        group by session_id, person_id having count(*) > 1""",
    "ACC-11, a personal end is in its slot session": """
        select s.reference, m.person_id from sessions s, memberships m
        where m.session_id = s.id and m.left_at is null and s.kind = 'slot' and m."end" > s."end" """,
    "ACC-12, one account an address": "select lower(email) from people group by lower(email) having count(*) > 1",
    "ACC-18, the key of an account is that of its address": """
        select email from people where lower(email) <> lower(email_key)""",
    "CO-1, one company a name": "select name_key from companies group by name_key having count(*) > 1",
    "ROLE-12, managers are managers of the same company": """
        select l.person_id, l.manager_id from manager_links l, people p, people m
        where p.id = l.person_id and m.id = l.manager_id and (m.company_id is null or p.company_id is null
        or p.company_id <> m.company_id or m.role not in ('manager', 'learner_manager') or p.id = m.id)""",
    "ROLE-1, one role a person": """
        select p.email, m.session_id from people p, memberships m
        where m.person_id = p.id and m.left_at is null and m.role <> p.role""",
    "SES-1, members are of the company": """
        select p.email, s.reference from people p, memberships m, sessions s
        where m.person_id = p.id and m.left_at is null and s.id = m.session_id and p.company_id <> s.company_id""",
    "one message a key": "select key from messages group by key having count(*) > 1",
    "a message that a provider has was sent": """
        select number from messages where (state = 'accepted') <> (sent is not null)""",
    "one certification a person and course": """
        select person_id, course_id from certifications where revoked is null
        group by person_id, course_id having count(*) > 1""",
    "a copy that is graded has its marks": """
        select id from copies where state = 'graded' and grading is null""",
    "one attempt at a time": """
        select person_id, theme_id from attempts where finished is null
        group by person_id, theme_id having count(*) > 1""",
}
"""By rule, what finds the rows that break it."""


_ALL_BROKEN: Final = " union ".join(f"select '{name}' from ({query}) as found" for name, query in BROKEN.items())


def must_keep_the_rules(connection: sa.Connection) -> None:
    """Fails with the rules that are broken, and where."""
    names = connection.exec_driver_sql(_ALL_BROKEN).scalars().all()
    broken = {name: connection.exec_driver_sql(BROKEN[name]).all() for name in names}
    broken["SES-15, on any day one session to learn in"] = _learning_twice(connection)
    if connection.dialect.name == "sqlite":
        broken["every row is there that another names"] = connection.exec_driver_sql("pragma foreign_key_check").all()
    assert {name: rows for name, rows in broken.items() if rows} == {}


def _learning_twice(connection: sa.Connection) -> list[Any]:
    """People with the two days of memberships that overlap."""
    table = metadata.tables["memberships"]
    current = table.select().where(table.c.left_at.is_(None), table.c.role.in_(LEARNING_ROLES))
    last: dict[str, date] = {}
    found: list[Any] = []
    for row in sorted(connection.execute(current).mappings(), key=lambda row: (row["start"], row["end"])):
        first = max(row["start"], day_of(row["enrolled"]))
        if first <= row["end"] and first <= last.get(row["person_id"], date.min):
            found.append((row["person_id"], first))
        last[row["person_id"]] = max(row["end"], last.get(row["person_id"], date.min))
    return found
