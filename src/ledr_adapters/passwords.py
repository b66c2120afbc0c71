"""Passwords kept by argon2id."""

from __future__ import annotations

from functools import cached_property

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher


class Argon2Passwords:
    """Hashes by argon2id, with the library's recommended costs unless told otherwise.

    `time_cost` in passes, `memory_cost` in KiB: lower ones are for rehearsals and tests only.
    """

    def __init__(self, time_cost: int | None = None, memory_cost: int | None = None) -> None:
        hasher = Argon2Hasher()
        if time_cost is not None and memory_cost is not None:
            hasher = Argon2Hasher(time_cost=time_cost, memory_cost=memory_cost, parallelism=1)
        self._hasher = PasswordHash((hasher,))

    def hash(self, password: str) -> str:
        """The hash of a password."""
        return self._hasher.hash(password)

    def verify(self, password: str, hashed: str | None) -> bool:
        """Whether the password is the one hashed; a missing hash costs as much time as a wrong password."""
        right = self._hasher.verify(password, self._decoy if hashed is None else hashed)
        return right and hashed is not None

    @cached_property
    def _decoy(self) -> str:
        return self._hasher.hash("nobody has this password")
