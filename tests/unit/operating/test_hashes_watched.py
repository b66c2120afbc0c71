"""The watch over hashes sees what it is there for."""

import pytest

from ledr_adapters import open_rehearsal
from ledr_core.testing import FixedClock


def test_a_hash_within_a_transaction_fails_the_test() -> None:
    school = open_rehearsal("memory:", clock=FixedClock("2026-11-19T09:00"))
    ports = school._desk.ports
    asked = (
        lambda: ports.passwords.hash("secret"),
        lambda: ports.passwords.hash_all(["secret", "another"]),
        lambda: ports.passwords.verify("secret", None),
    )

    for ask in asked:
        ask()
        with pytest.raises(pytest.fail.Exception), school._desk.own_work(reads=True):
            ask()
    school.close()
