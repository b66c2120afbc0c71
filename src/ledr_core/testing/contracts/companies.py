"""What every keeping of companies promises. A subclass brings the fixture `store`: an empty, ready `Store`."""

from __future__ import annotations

import pytest

from ledr_core.domain.kernel.identifiers import CompanyId
from ledr_core.domain.people.companies import Company
from ledr_core.ports.unit import Store
from ledr_core.testing.contracts.ordinary_school import furnished, must_conflict, reading


class CompaniesContract:
    """The contract of `ledr_core.ports.companies`."""

    def test_a_company(self, store: Store) -> None:
        """Its name as typed; found whatever the case and the accents."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.companies.add(Company(CompanyId("e1"), "Écoles Réunies"))

        with reading(store) as unit:
            assert unit.companies.get(CompanyId("e1")) == Company(CompanyId("e1"), "Écoles Réunies")
            assert unit.companies.named("  ecoles  RÉUNIES ") == Company(CompanyId("e1"), "Écoles Réunies")
            assert unit.companies.named("Nulle part") is None

    def test_two_companies_of_one_name(self, store: Store) -> None:
        """CO-1, in the database; neither case nor accents make another name."""
        must_conflict(store, lambda unit: unit.companies.add(Company(CompanyId("c2"), "MÀNPOWER")))

    def test_a_company_that_does_not_exist(self, store: Store) -> None:
        """It is no company to give, nor to remove."""
        with store.begin(reads=False) as unit:
            with pytest.raises(LookupError):
                unit.companies.get(CompanyId("x"))
            with pytest.raises(LookupError):
                unit.companies.remove(Company(CompanyId("x"), "X"))
