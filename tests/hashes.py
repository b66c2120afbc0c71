"""No hash is computed while a transaction is open: whatever a test brings about that does fails it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest

from ledr_adapters.passwords import Argon2Passwords
from ledr_adapters.sql.store import SqlStore

_open: Final = threading.local()


@contextmanager
def watched() -> Iterator[None]:
    """Within the block, a password hashed or checked inside a unit of work fails the test, whoever catches errors.

    Within a transaction of the host's own there is nothing that could be done about it.
    """
    begin = SqlStore.begin

    @contextmanager
    def begun(store: SqlStore, *, reads: bool) -> Iterator[Any]:
        with begin(store, reads=reads) as unit:
            _open.units = getattr(_open, "units", 0) + 1
            try:
                yield unit
            finally:
                _open.units -= 1

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SqlStore, "begin", begun)
        for name in ("hash", "hash_all", "verify"):
            patch.setattr(Argon2Passwords, name, _outside(getattr(Argon2Passwords, name)))
        yield


def _outside(slow: Callable[..., Any]) -> Callable[..., Any]:
    def asked(*given: Any) -> Any:
        if getattr(_open, "units", 0):
            pytest.fail("a password was hashed or checked while a transaction was open")
        return slow(*given)

    return asked
