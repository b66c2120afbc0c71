"""Clients of the school. See the rules CO."""

from __future__ import annotations

from typing import Annotated

from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.values import LastSeen, Limit
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import CompanyId
from ledr_core.domain.people.companies import Company, company_name
from ledr_core.ports.paging import Page
from ledr_core.views.companies import CompanyItem, CompanyView
from ledr_core.views.nothing import Nothing


class Companies(Area):
    """Clients of the school."""

    name = "companies"

    @operation
    def create(self, *, by: str, name: str) -> CompanyView:
        """Make a company; documents print its name exactly as typed (CO-1).

        Refused CO-1 when another has that name, case and accents apart.

        Example: ledr companies create "Manpower"
        """
        name = company_name(name)
        self._must_be_new(name)
        self.work.unit.companies.add(Company(CompanyId(self.work.ports.chance.identifier()), name))
        return CompanyView(name)

    @operation
    def rename(self, *, by: str, company: str, name: str) -> CompanyView:
        """Give a company another name. Refused: CO-1 when another company has it, CO-3 once a document prints it.

        Example: ledr companies rename "Manpower" "Manpower France"
        """
        found = self.work.company(company)
        self._must_be_new(company_name(name), but=found)
        if company_name(name) != found.name and self.work.unit.documents.prints(found.name):
            raise Refused("CO-3", "name printed", {"company": found.name, "name": company_name(name)})
        found.rename(name)
        return CompanyView(found.name)

    @operation(destructive=True)
    def delete(self, *, by: str, company: str) -> Nothing:
        """Delete a company; its people stay, without company. Refused CO-2 while it has a session.

        Example: ledr --yes companies delete "Manpower"
        """
        found = self.work.company(company)
        found.must_be_deletable(self.work.unit.readings.sessions_of_company(found.id))
        for person in self.work.unit.people.of_company(found.id):
            person.leave_company()
        self.work.flush()
        self.work.unit.companies.remove(found)
        return Nothing()

    @operation(reads=True)
    def list(
        self, *, by: str, limit: Limit | None = None, after: Annotated[str, LastSeen("name")] | None = None
    ) -> tuple[CompanyItem, ...]:
        """Companies by name, with the numbers of their sessions and people.

        Example: ledr companies list
        """
        page = Page(None if after is None else self.work.company(after).id, limit)
        rows = self.work.unit.readings.companies(page)
        return tuple(CompanyItem(row.name, row.sessions, row.people) for row in rows)

    def _must_be_new(self, name: str, but: Company | None = None) -> None:
        other = self.work.unit.companies.named(name)
        if other is not None and other is not but:
            raise Refused("CO-1", "name taken", {"name": name, "company": other.name})
