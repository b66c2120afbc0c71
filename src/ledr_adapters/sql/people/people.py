"""People and who manages them, as rows and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.doubles import keys_of, meant
from ledr_adapters.sql.prepared import Prepared, in_one_text, one_of
from ledr_adapters.sql.rows import Mapper, PartRows, SearchRows
from ledr_adapters.sql.statements import chunks, locked
from ledr_adapters.sql.unit import Tracker
from ledr_core.domain.kernel.identifiers import CompanyId, PersonId
from ledr_core.domain.kernel.texts import address_key, as_given
from ledr_core.domain.organisation.roles import OverallRole
from ledr_core.domain.people.person import Person
from ledr_core.domain.people.roles import Role
from ledr_core.ports.people import Card

MANAGERS = PartRows[Person, PersonId](
    t.manager_links,
    ("person_id", "manager_id"),
    lambda person: {(person.id, manager): manager for manager in person.managers},
    {},
)
PERSON = Mapper[Person](
    t.people,
    {"id": "id"},
    {
        "email": "email",
        "email_key": lambda person: address_key(person.email),
        "list_key": "place_in_lists",
        "first_name": "first_name",
        "last_name": "last_name",
        "role": "role.value",
        "created": "created",
        "company_id": "company",
        "phone": "phone",
        "welcomed": "welcomed",
        "anonymous": "anonymous",
        "community_emails": "community_emails",
        "sms": "sms",
        "picture": "picture",
        "demo_day": "demo_day",
        "organisation_role": "organisation_role.value",
        "invited": "invited",
    },
    (MANAGERS,),
    named=("email", "email_key"),
    searched=SearchRows("person", ("first_name", "last_name", "email")),
)

_links = t.manager_links.c
_managers_of = sa.select(in_one_text(_links.manager_id)).where(_links.person_id == t.people.c.id).scalar_subquery()
_people = sa.select(t.people).order_by(t.people.c.id)
BY_EMAIL = Prepared(_people.where(one_of(t.people.c.email_key, "emails")))
BY_ID = Prepared(_people.where(one_of(t.people.c.id, "people")))
TO_READ = Prepared(_people.add_columns(_managers_of.label("managers")).where(one_of(t.people.c.email_key, "emails")))
"""With their managers in the same statement; who locks a person must read the managers after that."""
LINKS = Prepared(sa.select(t.manager_links).where(one_of(t.manager_links.c.person_id, "people")))
_first = sa.select(t.people.c.id).order_by(t.people.c.id).limit(sa.bindparam("limit"))
_member = sa.exists().where(t.memberships.c.person_id == t.people.c.id, t.memberships.c.left_at.is_(None))
UNWELCOMED = Prepared(_first.where(t.TO_WELCOME, ~_member))
DEMOS_TO_WELCOME = Prepared(_first.where(t.DEMO_TO_WELCOME, t.people.c.demo_day == sa.bindparam("day")))

CARDS = Prepared(
    sa.select(t.people.c.id, t.people.c.email, t.people.c.first_name, t.people.c.last_name).where(
        one_of(t.people.c.id, "people")
    )
)


class SqlPeople:
    """The accounts."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(PERSON)

    def with_email(self, email: str) -> Person | None:
        """The person with that address."""
        return self.with_emails([email]).get(address_key(email))

    def with_emails(self, emails: Iterable[str]) -> dict[str, Person]:
        """The people with those addresses."""
        wanted = {address_key(email): email for email in emails}
        known = _by_key(self.tracker.all())
        found = {key: _typed(email, known[key]) for key, email in wanted.items() if key in known}
        missing = {key: email for key, email in wanted.items() if not found.get(key)}
        kept = _by_key(self._with_keys([one for key, email in missing.items() for one in keys_of(key, email)]))
        for key in missing:
            found[key] = [*kept.get(key, ()), *filter(self.tracker.is_named_anew, known.get(key, ()))]
        chosen = {key: meant(email, found[key], attrgetter("email")) for key, email in wanted.items()}
        return {key: person for key, person in chosen.items() if person is not None and not person.erased}

    def _with_keys(self, keys: list[str]) -> list[Person]:
        if not keys:
            return []
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
        return self.managed_by_any([manager])

    def managed_by_any(self, managers: Collection[PersonId]) -> list[Person]:
        """The people whom any of these manages."""
        links = sa.select(t.manager_links.c.person_id)
        found = {
            person.id: person
            for some in chunks(managers)
            for person in self._load(t.people.c.id.in_(links.where(t.manager_links.c.manager_id.in_(some))))
        }
        return list(found.values())

    def of_company(self, company: CompanyId) -> list[Person]:
        """The people of a company."""
        return self._load(t.people.c.company_id == company)

    def changed(self) -> list[Person]:
        """The people who differ from what was loaded."""
        return self.tracker.changed(())

    def unwelcomed(self, limit: int) -> list[PersonId]:
        """People without membership who have a space from the enrolment day on."""
        (found,) = UNWELCOMED.columns(self._connection, limit=limit)
        return list(map(PersonId, found))

    def demos_to_welcome(self, day: date, limit: int) -> list[PersonId]:
        """Testers whose demo day that is, not yet welcomed."""
        (found,) = DEMOS_TO_WELCOME.columns(self._connection, day=day, limit=limit)
        return list(map(PersonId, found))

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
            person.id: Card(id=person.id, email=person.email, first_name=person.first_name, last_name=person.last_name)
            for person in self.tracker.all()
            if person.id in wanted
        }
        missing = list(wanted - found.keys())
        for row in CARDS.rows(self._connection, people=missing) if missing else ():
            person = PersonId(row.id)
            found[person] = Card(id=person, email=row.email, first_name=row.first_name, last_name=row.last_name)
        return found


def _by_key(people: Iterable[Person]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {}
    for person in people:
        found.setdefault(address_key(person.email), []).append(person)
    return found


def _typed(email: str, known: list[Person]) -> list[Person]:
    """Those of that address letter by letter; of any other spelling the database may have another account."""
    typed = as_given(email)
    return [person for person in known if person.email == typed]


def _person(row: Any, managers: set[PersonId]) -> Person:
    return Person(
        id=PersonId(row.id),
        email=row.email,
        first_name=row.first_name,
        last_name=row.last_name,
        role=Role(row.role),
        created=row.created,
        company=None if row.company_id is None else CompanyId(row.company_id),
        phone=row.phone,
        welcomed=row.welcomed,
        managers=managers,
        anonymous=row.anonymous,
        community_emails=row.community_emails,
        sms=row.sms,
        picture=row.picture,
        demo_day=row.demo_day,
        organisation_role=OverallRole(row.organisation_role),
        invited=row.invited,
    )
