"""What every place to keep the school promises. A subclass brings the fixture `store`: an empty, ready `Store`.

What is promised of the other repositories has contracts of its own beside this module.
"""

from __future__ import annotations

from ledr_core.testing.contracts.accounts import PasswordsContract
from ledr_core.testing.contracts.catalogue import CatalogueContract
from ledr_core.testing.contracts.companies import CompaniesContract
from ledr_core.testing.contracts.job_runs import JobRunsContract
from ledr_core.testing.contracts.people import PeopleContract
from ledr_core.testing.contracts.readings import ReadingsContract
from ledr_core.testing.contracts.records import RecordsContract
from ledr_core.testing.contracts.sessions import SessionsContract
from ledr_core.testing.contracts.settings import SettingsContract
from ledr_core.testing.contracts.unit import Transactions, UnitsOfWork


class StoreContract(
    CompaniesContract,
    PeopleContract,
    PasswordsContract,
    SessionsContract,
    CatalogueContract,
    RecordsContract,
    JobRunsContract,
    SettingsContract,
    ReadingsContract,
    UnitsOfWork,
    Transactions,
):
    """The contract of `ledr_core.ports.unit.Store`."""
