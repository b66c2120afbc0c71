"""While a transaction is open no hash is computed, picture decoded or folder read: a test that does it fails."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest

from ledr_adapters.badges import SignedBadges
from ledr_adapters.disk import LocalFolder
from ledr_adapters.documents import FpdfDocuments
from ledr_adapters.packs import LaunchPacks
from ledr_adapters.passwords import Argon2Passwords
from ledr_adapters.sql.store import SqlStore

SLOW: Final = (
    (Argon2Passwords, "hash"),
    (Argon2Passwords, "hash_all"),
    (Argon2Passwords, "verify"),
    (FpdfDocuments, "image"),
    (FpdfDocuments, "portrait"),
    (LocalFolder, "names"),
    *((FpdfDocuments, document) for document in ("notes", "certificate", "attestation", "correction", "connections")),
    (SignedBadges, "credential"),
    (LaunchPacks, "pack"),
    (LocalFolder, "read"),
)
"""What takes long."""
_open: Final = threading.local()


@contextmanager
def watched() -> Iterator[None]:
    """Within the block, what takes long inside a unit of work fails the test, whoever catches errors.

    That is a password hashed or checked, a picture decoded, and a folder looked at.

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
        for kind, name in SLOW:
            patch.setattr(kind, name, _outside(getattr(kind, name)))
        yield


def _outside(slow: Callable[..., Any]) -> Callable[..., Any]:
    def asked(*given: Any) -> Any:
        if getattr(_open, "units", 0):
            pytest.fail(f"{slow.__qualname__} was asked while a transaction was open")
        return slow(*given)

    return asked
