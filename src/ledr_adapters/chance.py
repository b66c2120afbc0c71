"""Identifiers and secrets from the operating system's own chance."""

from __future__ import annotations

import secrets
from typing import Final

_READABLE: Final = "abcdefghjkmnpqrstuvwxyz23456789"


class SystemChance:
    """Chance that cannot be guessed."""

    def identifier(self) -> str:
        """20 hexadecimal digits: 80 bits."""
        return secrets.token_hex(10)

    def password(self) -> str:
        """Three groups of four readable letters and digits: about 59 bits."""
        return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(3))

    def fraction(self) -> float:
        """One of 2**53 numbers from 0 on, below 1."""
        return secrets.randbits(53) / (1 << 53)

    def token(self) -> str:
        """40 hexadecimal digits: 160 bits."""
        return secrets.token_hex(20)
