"""The files of the machine keep the contract of the disk."""

import pytest

from ledr_adapters.disk import LocalDisk
from ledr_core.testing.contracts.disk import DiskContract


@pytest.fixture
def disk() -> LocalDisk:
    return LocalDisk()


class TestLocalDisk(DiskContract):
    """The contract."""
