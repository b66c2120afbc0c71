"""The watch over open units of work sees what it is there for."""

import pytest

from ledr_adapters import open_rehearsal
from ledr_core.testing import FixedClock
from tests.documents import a_picture


def test_a_hash_or_a_picture_within_a_transaction_fails_the_test() -> None:
    school = open_rehearsal("memory:", clock=FixedClock("2026-11-19T09:00"))
    ports = school._desk.ports
    asked = (
        lambda: ports.passwords.hash("secret"),
        lambda: ports.passwords.hash_all(["secret", "another"]),
        lambda: ports.passwords.verify("secret", None),
        lambda: ports.documents.image(a_picture(8, 8)),
        lambda: ports.documents.portrait(a_picture(8, 8)),
    )

    for ask in asked:
        ask()
        with pytest.raises(pytest.fail.Exception), school._desk.own_work(reads=True):
            ask()
    school.close()
