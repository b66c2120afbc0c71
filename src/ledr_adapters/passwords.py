"""Passwords kept by argon2id."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pwdlib import PasswordHash

MOST_AT_ONCE: Final = 8
"""How many hashes are computed at once at most, whatever the machine: each takes 64 MiB."""


class Argon2Passwords:
    """Hashes by argon2id, with the library's recommended costs unless told otherwise.

    `time_cost` in passes, `memory_cost` in KiB: lower ones are for rehearsals and tests only.
    """

    def __init__(self, time_cost: int | None = None, memory_cost: int | None = None) -> None:
        self._costs = None if time_cost is None or memory_cost is None else (time_cost, memory_cost)

    def hash(self, password: str) -> str:
        """The hash of a password."""
        return self._hasher.hash(password)

    def hash_all(self, passwords: Sequence[str]) -> list[str]:
        """The hashes of many passwords; the library lets go of the interpreter while it computes one."""
        if len(passwords) < 2:
            return [self.hash(one) for one in passwords]
        with ThreadPoolExecutor(min(len(passwords), os.cpu_count() or 1, MOST_AT_ONCE)) as pool:
            return list(pool.map(self._hasher.hash, passwords))

    def verify(self, password: str, hashed: str | None) -> bool:
        """Whether the password is the one hashed; a missing hash costs as much time as a wrong password."""
        right = self._hasher.verify(password, self._decoy if hashed is None else hashed)
        return right and hashed is not None

    @cached_property
    def _hasher(self) -> PasswordHash:
        from pwdlib import PasswordHash  # most commands open a school and hash nothing: they need not load it
        from pwdlib.hashers.argon2 import Argon2Hasher

        if self._costs is None:
            return PasswordHash((Argon2Hasher(),))
        time_cost, memory_cost = self._costs
        return PasswordHash((Argon2Hasher(time_cost=time_cost, memory_cost=memory_cost, parallelism=1),))

    @cached_property
    def _decoy(self) -> str:
        return self._hasher.hash("nobody has this password")
