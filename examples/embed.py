"""A service that embeds ledr: its own table and the school change together, or neither does.

Run it with a database that may be made, a file that does not exist yet for example:

    python examples/embed.py sqlite:///service.db
"""

from __future__ import annotations

import sys

import sqlalchemy as sa

from ledr_adapters import open_school
from ledr_core import LedrError, School
from ledr_core.domain.events import Event, SlotAssigned
from ledr_core.wording import told

tables = sa.MetaData()
seats = sa.Table("seats", tables, sa.Column("person", sa.String(200), primary_key=True))


class Service:
    """A host with an engine and a table of its own, in the school's database."""

    def __init__(self, url: str) -> None:
        self.school = open_school(url)
        self.school.subscribe(self.hear)
        self.engine = sa.create_engine(url)
        tables.create_all(self.engine)

    def take_seat(self, by: str, session: str, person: str) -> tuple[int, str]:
        """The answer to a request: a status as in HTTP, and words for whoever asked."""
        try:
            with self.engine.begin() as connection:
                connection.execute(seats.insert().values(person=person))
                with self.school.transaction(connection) as inside:
                    holding = inside.slots.assign(by=by, session=session, person=person)
            inside.committed()  # only now do subscribers hear of it
        except LedrError as error:
            said = told(error, "fr", audience="web")
            return error.status, f"{said.message} → {said.help}" if said.help else said.message
        return 201, f"Slot {holding.slot} attribué."

    def hear(self, event: Event) -> None:
        """What a subscriber does; an error here would be logged, and undo nothing."""
        if isinstance(event, SlotAssigned):
            print(f"événement : {event.person} a le slot {event.slot} de {event.session}")

    def seats(self) -> list[str]:
        """Who has a seat according to the host's own table."""
        with self.engine.connect() as connection:
            return list(connection.scalars(sa.select(seats.c.person).order_by(seats.c.person)))


def fill(school: School) -> None:
    """A course of one lesson, and a session of one slot for two people."""
    school.catalogue.load(
        by="staff",
        data={
            "lessons": [{"reference": "l1", "title": "Bonjour", "video": "https://video.example/1", "seconds": 300}],
            "modules": [{"reference": "m1", "title": "Bases", "lessons": ["l1"]}],
            "themes": [{"reference": "t1", "title": "Sourcing", "colour": "#0b7285", "modules": ["m1"]}],
            "courses": [{"reference": "recruter", "title": "Recruter", "themes": ["t1"]}],
        },
    )
    school.companies.create(by="staff", name="Manpower")
    people = [("lea@manpower.example", "Léa", "Martin"), ("max@manpower.example", "Max", "Petit")]
    members = [{"email": email, "first_name": first, "last_name": last} for email, first, last in people]
    school.sessions.create(
        by="staff",
        reference="Lyon",
        company="Manpower",
        course="recruter",
        kind="slot",
        start="2021-09-01",
        end="2099-08-31",
        package=1,
        members=members,
    )


def main(url: str) -> None:
    """One seat for two people: the second request is refused, and leaves no trace in either table."""
    service = Service(url)
    fill(service.school)
    for person in ("lea@manpower.example", "max@manpower.example", "personne@manpower.example"):
        status, words = service.take_seat("staff", "Lyon", person)
        print(f"{status} {words}")
    print("table du service :", ", ".join(service.seats()))
    service.school.close()
    service.engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:2] or ["sqlite:///service.db"])
