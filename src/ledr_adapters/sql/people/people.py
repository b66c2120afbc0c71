"""Companies, people and their accounts, as rows and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from ledr_core.ports.accounts import Connection
from ledr_core.ports.people import Card

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import insert_rows, update_rows
from ledr_adapters.sql.prepared import Prepared, in_one_text, one_of
from ledr_adapters.sql.statements import chunks, locked, upsert
from ledr_adapters.sql.unit import Layout, Mapper, Rows, Tracker
from ledr_core.domain.kernel.identifiers import CompanyId, PersonId
from ledr_core.domain.people.companies import Company, company_key
from ledr_core.domain.people.person import Person
from ledr_core.domain.people.roles import Role

GAP = timedelta(minutes=30)
"""After that long without activity another connection begins."""

COMPANY = Mapper[Company](
    Layout(t.companies, ("id",), ("name", "name_key")),
    lambda company: ((company.id,), (company.name, company_key(company.name))),
)


def _managers(person: Person) -> Rows:
    return {(person.id, manager): () for manager in person.managers}


PERSON = Mapper[Person](
    Layout(
        t.people,
        ("id",),
        (
            "email",
            "email_key",
            "first_name",
            "last_name",
            "role",
            "created",
            "company_id",
            "phone",
            "welcomed",
            "anonymous",
            "community_emails",
            "sms",
            "picture",
            "demo_day",
        ),
    ),
    lambda person: (
        (person.id,),
        (
            person.email,
            person.email.casefold(),
            person.first_name,
            person.last_name,
            person.role.value,
            person.created,
            person.company,
            person.phone,
            person.welcomed,
            person.anonymous,
            person.community_emails,
            person.sms,
            person.picture,
            person.demo_day,
        ),
    ),
    [(Layout(t.manager_links, ("person_id", "manager_id"), ()), _managers)],
)


class SqlCompanies:
    """The clients."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(COMPANY)

    def named(self, name: str) -> Company | None:
        """The company of that name."""
        return self._one(t.companies.c.name_key == company_key(name))

    def get(self, company: CompanyId) -> Company:
        """The company so identified."""
        found = self.tracker.known(company) or self._one(t.companies.c.id == company)
        if found is None:
            raise LookupError(company)
        return found

    def _one(self, where: sa.ColumnElement[bool]) -> Company | None:
        statement = locked(self._connection, sa.select(t.companies).where(where), reads=self._reads)
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else self.tracker.loaded(Company(CompanyId(row.id), row.name), row.version)

    def add(self, company: Company) -> None:
        """Keep a new company."""
        self.tracker.add(company)

    def remove(self, company: Company) -> None:
        """Forget a company; what was kept of who managed whom there goes too."""
        former, told = t.former_managers, t.endings
        self._connection.execute(sa.delete(former).where(former.c.company_id == company.id))
        self._connection.execute(sa.update(told).where(told.c.company_id == company.id).values(company_id=None))
        self.tracker.remove(company)


_links = t.manager_links.c
_managers_of = sa.select(in_one_text(_links.manager_id)).where(_links.person_id == t.people.c.id).scalar_subquery()
_people = sa.select(t.people).order_by(t.people.c.id)
BY_EMAIL = Prepared(_people.where(one_of(t.people.c.email_key, "emails")))
BY_ID = Prepared(_people.where(one_of(t.people.c.id, "people")))
TO_READ = Prepared(_people.add_columns(_managers_of.label("managers")).where(one_of(t.people.c.email_key, "emails")))
"""With their managers in the same statement; who locks a person must read the managers after that."""
LINKS = Prepared(sa.select(t.manager_links).where(one_of(t.manager_links.c.person_id, "people")))


class SqlPeople:
    """The accounts."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(PERSON)

    def with_email(self, email: str) -> Person | None:
        """The person with that address."""
        return self.with_emails([email]).get(email.strip().casefold())

    def with_emails(self, emails: Iterable[str]) -> dict[str, Person]:
        """The people with those addresses."""
        keys = {email.strip().casefold() for email in emails}
        found = {person.email.casefold(): person for person in self.tracker.all() if person.email.casefold() in keys}
        missing = list(keys - found.keys())
        for person in self._with_keys(missing) if missing else ():
            found.setdefault(person.email.casefold(), person)
        return found

    def _with_keys(self, keys: list[str]) -> list[Person]:
        if not self._reads:
            return self._prepared(BY_EMAIL, emails=keys)
        return [
            self.tracker.loaded(_person(row, set(map(PersonId, (row.managers or "").split()))), row.version)
            for row in TO_READ.rows(self._connection, emails=keys)
        ]

    def get(self, person: PersonId) -> Person:
        """The person so identified."""
        return self.many([person])[0]

    def many(self, people: Iterable[PersonId]) -> list[Person]:
        """The people so identified."""
        wanted = list(dict.fromkeys(people))
        missing = [person for person in wanted if self.tracker.known(person) is None]
        if missing:
            self._prepared(BY_ID, people=missing)
        return [known for person in wanted if (known := self.tracker.known(person)) is not None]

    def managed_by(self, manager: PersonId) -> list[Person]:
        """The people whom somebody manages."""
        links = sa.select(t.manager_links.c.person_id).where(t.manager_links.c.manager_id == manager)
        return self._load(t.people.c.id.in_(links))

    def of_company(self, company: CompanyId) -> list[Person]:
        """The people of a company."""
        return self._load(t.people.c.company_id == company)

    def unwelcomed(self, limit: int) -> list[PersonId]:
        """People without membership who have a space from the enrolment day on."""
        member = sa.exists().where(t.memberships.c.person_id == t.people.c.id, t.memberships.c.left_at.is_(None))
        statement = sa.select(t.people.c.id).where(t.TO_WELCOME, ~member).order_by(t.people.c.id).limit(limit)
        return [PersonId(person) for person in self._connection.scalars(statement)]

    def demos_to_welcome(self, day: date, limit: int) -> list[PersonId]:
        """Testers whose demo day that is, not yet welcomed."""
        due = sa.select(t.people.c.id).where(t.DEMO_TO_WELCOME, t.people.c.demo_day == day)
        return [PersonId(person) for person in self._connection.scalars(due.order_by(t.people.c.id).limit(limit))]

    def _load(self, where: sa.ColumnElement[bool]) -> list[Person]:
        statement = sa.select(t.people).where(where).order_by(t.people.c.id)
        return self._tracked(self._connection.execute(locked(self._connection, statement, reads=self._reads)).all())

    def _prepared(self, statement: Prepared, **values: Any) -> list[Person]:
        return self._tracked(statement.rows(self._connection, locked=not self._reads, **values))

    def _tracked(self, rows: Sequence[Any]) -> list[Person]:
        managers = self._managers([row.id for row in rows])
        return [self.tracker.loaded(_person(row, managers.get(row.id, set())), row.version) for row in rows]

    def _managers(self, people: list[str]) -> dict[str, set[PersonId]]:
        found: dict[str, set[PersonId]] = {}
        for person, manager in zip(*LINKS.columns(self._connection, people=people), strict=True):
            found.setdefault(person, set()).add(PersonId(manager))
        return found

    def add(self, person: Person) -> None:
        """Keep a new person."""
        self.tracker.add(person)

    def cards(self, people: Iterable[PersonId]) -> dict[PersonId, Card]:
        """How people are called."""
        wanted = set(people)
        found = {
            person.id: Card(person.id, person.email, person.first_name, person.last_name)
            for person in self.tracker.all()
            if person.id in wanted
        }
        columns = (t.people.c.id, t.people.c.email, t.people.c.first_name, t.people.c.last_name)
        for some in chunks(wanted - found.keys()):
            for row in self._connection.execute(sa.select(*columns).where(t.people.c.id.in_(some))):
                person = PersonId(row.id)
                found[person] = Card(person, row.email, row.first_name, row.last_name)
        return found


def _person(row: Any, managers: set[PersonId]) -> Person:
    return Person(
        PersonId(row.id),
        row.email,
        row.first_name,
        row.last_name,
        Role(row.role),
        row.created,
        None if row.company_id is None else CompanyId(row.company_id),
        row.phone,
        row.welcomed,
        managers,
        row.anonymous,
        row.community_emails,
        row.sms,
        row.picture,
        row.demo_day,
    )


_a, _c = t.passwords.c, t.connections.c
WITH_PASSWORD = Prepared(sa.select(_a.person_id).where(one_of(_a.person_id, "people")))
LAST_CONNECTIONS = Prepared(
    sa.select(_c.person_id, sa.func.max(_c.last_active).label("latest"))
    .where(one_of(_c.person_id, "people"))
    .group_by(_c.person_id)
)


RUNNING = Prepared(
    sa.select(_c.number, _c.last_active)
    .where(_c.person_id == sa.bindparam("person"))
    .order_by(_c.last_active.desc())
    .limit(1)
)


class SqlAccounts:
    """Passwords and connections."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def password_hash(self, person: PersonId) -> str | None:
        """The hash of a person's password."""
        return self._connection.scalar(sa.select(t.passwords.c.hashed).where(t.passwords.c.person_id == person))

    def set_password(self, person: PersonId, hashed: str) -> None:
        """Give a person another password."""
        upsert(self._connection, t.passwords, {"person_id": person, "hashed": hashed}, ["person_id"])

    def forget_password(self, person: PersonId) -> None:
        """Leave a person without any."""
        self._connection.execute(sa.delete(t.passwords).where(t.passwords.c.person_id == person))

    def without_password(self, people: Collection[PersonId]) -> set[PersonId]:
        """Those who have no password yet."""
        (having,) = WITH_PASSWORD.columns(self._connection, people=list(people))
        return set(people).difference(having)

    def last_connections(self, people: Collection[PersonId]) -> dict[PersonId, datetime]:
        """The last activity of those who have ever connected."""
        found, latest = LAST_CONNECTIONS.columns(self._connection, people=list(people))
        return dict(zip(map(PersonId, found), latest, strict=True))

    def last_connection(self, person: PersonId) -> datetime | None:
        """The last activity of a person's connections."""
        latest = sa.select(t.connections.c.last_active).where(t.connections.c.person_id == person)
        return self._connection.scalar(latest.order_by(t.connections.c.last_active.desc()).limit(1))

    def connect(self, person: PersonId, at: datetime) -> None:
        """A new connection begins."""
        insert_rows(self._connection, t.connections, ("person_id", "started", "last_active"), [(person, at, at)])

    def active(self, person: PersonId, at: datetime) -> None:
        """The running connection goes on; without one, another begins."""
        rows = RUNNING.rows(self._connection, person=person)
        row = rows[0] if rows else None
        if row is None or at - row.last_active > GAP:
            self.connect(person, at)
        elif at > row.last_active:
            update_rows(self._connection, t.connections, ("number",), ("last_active",), [(row.number, at)])

    def connections(self, person: PersonId) -> list[Connection]:
        """The connections of a person, oldest first."""
        c = t.connections.c
        statement = sa.select(c.started, c.last_active).where(c.person_id == person).order_by(c.started, c.number)
        return [Connection(row.started, row.last_active) for row in self._connection.execute(statement)]
