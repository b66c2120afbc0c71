"""Companies, as rows and back."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.doubles import keys_of, meant
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_adapters.sql.rows import Mapper
from ledr_adapters.sql.statements import delete_wholes
from ledr_adapters.sql.unit import Tracker
from ledr_core.domain.kernel.identifiers import CompanyId
from ledr_core.domain.kernel.texts import folded
from ledr_core.domain.people.companies import Company

COMPANY = Mapper[Company](
    t.companies,
    {"id": "id"},
    {"name": "name", "name_key": lambda company: folded(company.name)},
    named=("name", "name_key"),
)
BY_KEY = Prepared(sa.select(t.companies).where(one_of(t.companies.c.name_key, "keys")).order_by(t.companies.c.id))
BY_ID = Prepared(sa.select(t.companies).where(t.companies.c.id == sa.bindparam("company", type_=sa.String)))


class SqlCompanies:
    """The clients."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(COMPANY)

    def named(self, name: str) -> Company | None:
        """The company of that name."""
        return meant(name, self._load(BY_KEY, keys=list(keys_of(folded(name), name))), attrgetter("name"))

    def get(self, company: CompanyId) -> Company:
        """The company so identified."""
        known = self.tracker.known(company)
        found = [known] if known else self._load(BY_ID, company=company)
        if not found:
            raise LookupError(company)
        return found[0]

    def _load(self, statement: Prepared, **values: Any) -> list[Company]:
        rows = statement.rows(self._connection, locked=not self._reads, **values)
        return [self.tracker.loaded(Company(id=CompanyId(row.id), name=row.name), row.version) for row in rows]

    def add(self, company: Company) -> None:
        """Keep a new company."""
        self.tracker.add(company)

    def remove(self, company: Company) -> None:
        """Forget a company; its teams, goals, invitations, figures followed, and who managed whom there, go too."""
        former, told = t.former_managers, t.endings
        self._connection.execute(sa.delete(former).where(former.c.company_id == company.id))
        self._connection.execute(sa.update(told).where(told.c.company_id == company.id).values(company_id=None))
        for of_it in (t.goals, t.invitations, t.key_figures):
            self._connection.execute(sa.delete(of_it).where(of_it.c.company_id == company.id))
        delete_wholes(self._connection, t.teams, t.teams.c.company_id == company.id)
        self.tracker.remove(company)
