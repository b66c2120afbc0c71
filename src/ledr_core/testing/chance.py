"""Chance that comes out the same each time: for tests of what is drawn."""

from __future__ import annotations

import hashlib


class SeededChance:
    """A `Chance` whose identifiers, secrets and draws follow from a seed: the same on every machine."""

    def __init__(self, seed: str = "") -> None:
        self._seed = seed
        self._drawn = 0

    def identifier(self) -> str:
        """20 hexadecimal digits, never twice."""
        return self._next()[:20]

    def password(self) -> str:
        """12 hexadecimal digits in groups of four."""
        drawn = self._next()
        return "-".join(drawn[first : first + 4] for first in (0, 4, 8))

    def fraction(self) -> float:
        """A number from 0 on, below 1."""
        return int(self._next()[:13], 16) / 16**13

    def token(self) -> str:
        """40 hexadecimal digits."""
        return self._next()[:40]

    def _next(self) -> str:
        self._drawn += 1
        return hashlib.sha256(f"{self._seed}:{self._drawn}".encode()).hexdigest()
