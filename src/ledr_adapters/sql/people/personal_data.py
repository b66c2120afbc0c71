"""All that is kept of a person: a read model over every table that names people (NOTE-6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from attrs import frozen

from ledr_adapters.sql import tables as t
from ledr_core.domain.kernel.texts import address_key
from ledr_core.domain.people.person import Person
from ledr_core.ports.personal_data import Row


@frozen
class Source:
    """What a section is read from: a table, and the column that names the person."""

    section: str
    table: sa.Table
    person: str = "person_id"
    part_of: sa.Table | None = None
    """The table of which its rows are parts, where that names the person instead."""


SOURCES: Final = (
    Source("account", t.people, "id"),
    Source("managers", t.manager_links),
    Source("managed", t.manager_links, "manager_id"),
    Source("former_managers", t.former_managers),
    Source("formerly_managed", t.former_managers, "manager_id"),
    Source("teams", t.team_members),
    Source("supervised", t.team_supervisors),
    Source("goals", t.goals),
    Source("figures", t.key_figures),
    Source("memberships", t.memberships),
    Source("slots", t.holdings),
    Source("waiting", t.waiting),
    Source("connections", t.connections),
    Source("lessons", t.viewings),
    Source("badges", t.badges),
    Source("passes", t.passes),
    Source("finishes", t.finishes),
    Source("endings", t.endings),
    Source("workshops", t.workshop_work),
    Source("workshop_answers", t.workshop_answers),
    Source("notes", t.notes),
    Source("quizzes", t.quizzes),
    Source("quiz_answers", t.practice_answers),
    Source("assessments", t.attempts),
    Source("assessment_answers", t.attempt_answers, part_of=t.attempts),
    Source("placements", t.placements),
    Source("copies", t.copies),
    Source("copy_answers", t.copy_answers, part_of=t.copies),
    Source("certifications", t.certifications),
    Source("documents", t.documents),
    Source("reports", t.provider_events, part_of=t.messages),
    Source("notifications", t.notifications),
    Source("demo_days", t.demo_moves),
    Source("links", t.reset_links),
    Source("contacts", t.transferred_contacts),
)

INTERNAL, SECRET, CORRECTION, OF_OTHERS = "internal", "secret", "correction", "of others"
LEFT_OUT_TABLES: Final = {
    "messages": "by what they say, with the words of each",
    "passwords": SECRET,
    "practices": INTERNAL,
    "records": INTERNAL,
}
"""The tables that name people and of which no row is in it, and why."""
LEFT_OUT: Final[Mapping[str, str]] = {
    **dict.fromkeys(("id", "version", "key", "email_key", "list_key", "number"), INTERNAL),
    "token_hash": SECRET,
    "seed": CORRECTION,
    "people.picture": "a file of its own",
    "waiting.position": INTERNAL,
    "viewings.watched": INTERNAL,
    "holdings.number": INTERNAL,
    **dict.fromkeys(("holdings.opener", "holdings.closer"), OF_OTHERS),
    "workshop_answers.chosen": INTERNAL,
    "quizzes.questions": INTERNAL,
    "practice_answers.right": CORRECTION,
    "attempts.state": CORRECTION,
    "attempts.shown_id": CORRECTION,
    "attempts.score": CORRECTION,
    "attempt_answers.attempt_id": INTERNAL,
    "attempt_answers.question_id": CORRECTION,
    "attempt_answers.edition": INTERNAL,
    "attempt_answers.right": CORRECTION,
    "placements.questions": INTERNAL,
    "copy_answers.copy_id": INTERNAL,
    "message_events.message_id": INTERNAL,
    "message_events.fingerprint": INTERNAL,
    "message_events.reference": INTERNAL,
    "notifications.facts": INTERNAL,
    "transferred_contacts.fingerprint": INTERNAL,
    "documents.successor": INTERNAL,
}
"""The columns that are left out, of every table or of one, and why."""
_OTHERS: Final = frozenset({"by"})
"""What JSON says of other people: who corrected."""
_CALLED: Final[Mapping[str, Any]] = {
    "companies": t.companies.c.name,
    "sessions": t.sessions.c.reference,
    "teams": t.teams.c.name,
    "cases": t.cases.c.reference,
    "questions": t.questions.c.text,
    **{table.name: table.c.title for table in (t.courses, t.themes, t.modules, t.lessons, t.workshops)},
}
"""What people call that to which a row is linked."""

_m, _s = t.messages.c, t.suppressions.c
_c, _i, _t = t.companies.c, t.invitations.c, t.teams.c


class SqlPersonalData:
    """All that is kept of a person."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def of(self, person: Person, requests: str) -> dict[str, Sequence[Row]]:
        """Everything but messages, by what it is."""
        first = self.began_with(person)
        found: dict[str, Sequence[Row]] = {one.section: self._rows(statement_of(one, person, first)) for one in SOURCES}
        found["requests"] = self._requests(person, requests)
        reached = [address_key(one) for one in (person.email, person.phone) if one]
        found["invitations"] = self._rows(
            sa.select(_c.name.label("company"), _i.role, _t.name.label("team"), _i.created, _i.expires, _i.ended)
            .select_from(t.invitations.join(t.companies).outerjoin(t.teams, _t.id == _i.team_id))
            .where(sa.or_(_i.address_key == address_key(first), _written_to(person)))
            .order_by(_i.created, _i.id)
        )
        found["suppressions"] = self._rows(
            sa.select(_s.channel, _s.address, _s.cause, _s.detail, _s.since).where(_s.address_key.in_(reached))
        )
        return found

    def began_with(self, person: Person) -> str:
        """The address with which the account began."""
        handed = sa.select(_m.sent_to).where(_m.person_id == person.id, _m.channel == "email", _m.sent.is_not(None))
        first = self._connection.scalar(handed.order_by(_m.sent, _m.number).limit(1))
        return person.email if first is None else str(first)

    def _rows(self, statement: sa.Select[Any]) -> list[Row]:
        return [
            {name: _of_the_person(value) for name, value in row.items()}
            for row in self._connection.execute(statement).mappings()
        ]

    def _requests(self, person: Person, kind: str) -> list[Row]:
        asked = _m.key.startswith(f"{kind}:{person.id}:", autoescape=True)
        statement = sa.select(_m.created, _m.facts).where(_m.kind == kind, asked).order_by(_m.created, _m.number)
        return [
            {"asked": row.created, "page": row.facts.get("page"), "text": row.facts.get("text")}
            for row in self._connection.execute(statement)
        ]


def _written_to(person: Person) -> sa.ColumnElement[bool]:
    """Whether an invitation to the address was written to the person, who had it then."""
    mine = (_m.person_id == person.id, _m.kind == "invitation", _m.created == _i.created)
    return sa.and_(_i.address_key == address_key(person.email), sa.exists().where(*mine))


def statement_of(source: Source, person: Person, first: str) -> sa.Select[Any]:
    """What reads a section of somebody whose account began with that address, oldest first."""
    table = source.table
    instants = [column for column in table.c if isinstance(column.type, t.UtcInstant | sa.Date)]
    order = [*(one.nulls_last() for one in instants[:1]), *table.primary_key.columns]
    return sa.select(*_shown(source)).where(_whose(source, person, first)).order_by(*order)


def _whose(source: Source, person: Person, first: str) -> sa.ColumnElement[bool]:
    if source.table is t.placements:  # one that was taken before there was an account is told by its address
        return sa.or_(t.placements.c.person_id == person.id, t.placements.c.email_key == address_key(first))
    if source.part_of is None:
        return source.table.c[source.person] == person.id
    (link,) = (one for one in source.table.foreign_keys if one.column.table is source.part_of)
    return link.parent.in_(sa.select(link.column).where(source.part_of.c.person_id == person.id))


def _shown(source: Source) -> Iterator[sa.ColumnElement[Any]]:
    for column in source.table.c:
        if column.name == source.person or why_left_out(column):
            continue
        targets = [link.column.table for link in column.foreign_keys]
        if targets:
            yield _named(column, targets[0]).label(column.name.removesuffix("_id"))
        else:
            yield column


def why_left_out(column: sa.Column[Any]) -> str | None:
    """Why a column is not in it, None when it is."""
    return LEFT_OUT.get(column.name) or LEFT_OUT.get(f"{column.table.name}.{column.name}")


def _named(column: sa.Column[Any], target: sa.Table) -> sa.ScalarSelect[Any]:
    """What people call that to which a column is linked."""
    other = target.alias()
    if target is t.people:
        called = sa.func.trim(other.c.first_name + " " + other.c.last_name)
    else:
        called = other.c[_CALLED[target.name].name]
    return sa.select(called).where(other.c.id == column).scalar_subquery()


def _of_the_person(value: object) -> object:
    """A value without what JSON says of others."""
    if isinstance(value, Mapping):
        return {name: _of_the_person(part) for name, part in value.items() if name not in _OTHERS}
    if isinstance(value, list):
        return [_of_the_person(part) for part in value]
    return value
