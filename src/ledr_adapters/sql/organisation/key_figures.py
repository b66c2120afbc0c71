"""What people follow of their organisations, as rows and back."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_adapters.sql.statements import insert_into
from ledr_core.domain.kernel.identifiers import CompanyId, PersonId
from ledr_core.domain.organisation.key_figures import KeyFigure, KeyFigures, Rhythm
from ledr_core.domain.organisation.roles import OverallRole

_k, _p = t.key_figures.c, t.people.c
OF_PEOPLE = Prepared(sa.select(t.key_figures).where(one_of(_k.person_id, "people")))
MAILED = Prepared(
    sa.select(_k.company_id, _k.person_id)
    .join(t.people, sa.and_(_p.id == _k.person_id, _p.company_id == _k.company_id))
    .where(
        _k.every == sa.bindparam("every", type_=sa.String),
        one_of(_p.organisation_role, "roles", [role.value for role in OverallRole if role.follows_all]),
    )
    .order_by(_k.company_id, _k.person_id)
)


class SqlKeyFigures:
    """The figures that people follow."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def keep(self, chosen: KeyFigures) -> None:
        """Keep what somebody has chosen."""
        values = {
            "company_id": chosen.company,
            "figures": [figure.value for figure in chosen.figures],
            "every": None if chosen.every is None else chosen.every.value,
        }
        insert = insert_into(self._connection, t.key_figures).values(person_id=chosen.person, **values)
        self._connection.execute(insert.on_conflict_do_update(index_elements=["person_id"], set_=values))

    def of(self, people: Collection[PersonId]) -> dict[PersonId, KeyFigures]:
        """What these people have chosen."""
        return {
            PersonId(row.person_id): KeyFigures(
                PersonId(row.person_id),
                CompanyId(row.company_id),
                tuple(map(KeyFigure, row.figures)),
                None if row.every is None else Rhythm(row.every),
            )
            for row in OF_PEOPLE.rows(self._connection, people=list(people))
        }

    def end(self, person: PersonId) -> None:
        """Forget what somebody follows."""
        self._connection.execute(sa.delete(t.key_figures).where(_k.person_id == person))

    def mailed(self, every: Rhythm) -> dict[CompanyId, list[PersonId]]:
        """Who is mailed the figures of their organisation so often, by company."""
        found: dict[CompanyId, list[PersonId]] = {}
        for row in MAILED.rows(self._connection, every=every.value):
            found.setdefault(CompanyId(row.company_id), []).append(PersonId(row.person_id))
        return found
