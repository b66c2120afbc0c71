"""Tries that fail are slowed: a few are free, then each next one has to wait longer, up to a limit (ACC-3, ACC-5).

A try is counted for an account at an address, for the address alone, and for the account alone. Addresses and accounts
alone have a far larger allowance and a short pause: a whole company may sit behind one address, and whoever guesses at
one address must not keep the owner out at another.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final

from attrs import evolve, frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.texts import address_key

QUIET: Final = timedelta(days=1)
"""After that long without a failure the former ones are forgotten."""
FIRST_PAUSE: Final = timedelta(seconds=30)
SHORT_PAUSE: Final = timedelta(minutes=1)
"""The longest pause of an address or an account alone."""
LETTER_PAUSE: Final = timedelta(minutes=15)
"""The first pause between letters to an address that nobody has confirmed."""
WIDER: Final = 20
"""How many times the allowance of an account at an address is that of an address, or of an account, alone."""
ONE_NETWORK: Final = 64
"""The bits of an IPv6 address that are a subscriber's; the rest they choose as they please."""


@frozen
class Pace:
    """How failures slow the next try: so many are free, then pauses double from a first one up to a longest."""

    free: int
    first: timedelta
    longest: timedelta

    def pause(self, failures: int) -> timedelta:
        """How long the next try has to wait after so many failures in a row."""
        if failures < self.free:
            return timedelta(0)
        pause, doublings = self.first, failures - self.free
        while doublings and pause < self.longest:
            pause, doublings = pause * 2, doublings - 1
        return min(pause, self.longest)


@frozen
class Paces:
    """The three paces at which one kind of try is slowed."""

    pair: Pace
    """An account at an address."""
    address: Pace
    account: Pace


def sign_in_paces(free: int, longest: timedelta) -> Paces:
    """How wrong passwords are slowed, given the free tries and the longest pause of an account at an address."""
    alone = Pace(WIDER * free, min(FIRST_PAUSE, longest), min(SHORT_PAUSE, longest))
    return Paces(Pace(free, min(FIRST_PAUSE, longest), longest), alone, alone)


def request_paces(free: int, longest: timedelta) -> Paces:
    """The same of requests for a new password: each is a mail to the same mailbox, wherever it is asked for."""
    pair = Pace(free, min(FIRST_PAUSE, longest), longest)
    alone = Pace(WIDER * free, min(FIRST_PAUSE, longest), min(SHORT_PAUSE, longest))
    return Paces(pair, alone, evolve(pair, free=2 * free))


def letter_paces(free: int) -> Paces:
    """The same of letters to an address that nobody has confirmed: a few, then one a day at most in the long run.

    Who sends them to many addresses has to wait as well.
    """
    own = Pace(free, LETTER_PAUSE, QUIET - LETTER_PAUSE)
    return Paces(own, Pace(WIDER * free, LETTER_PAUSE, LETTER_PAUSE), own)


def help_paces(free: int) -> Paces:
    """The same of visitors' requests for help, which reach the school: nobody is kept from asking for long."""
    own = Pace(free, LETTER_PAUSE, LETTER_PAUSE)
    alone = evolve(own, free=WIDER * free)
    return Paces(own, alone, alone)


@frozen
class Tries:
    """The failures in a row of one account, address or pair of them, and until when the next try has to wait."""

    failures: int = 0
    last: datetime | None = None
    closed_until: datetime | None = None

    def waits_until(self, at: datetime) -> datetime | None:
        """When the next try is possible, None when it is now."""
        return self.closed_until if self.closed_until is not None and at < self.closed_until else None

    def failed(self, at: datetime, pace: Pace) -> Tries:
        """With one more failure."""
        quiet = self.last is None or at - self.last >= QUIET
        failures = 1 if quiet else self.failures + 1
        pause = pace.pause(failures)
        return Tries(failures, at, at + pause if pause else None)

    def passed(self) -> Tries:
        """Without one that was counted and was no failure: the next one need not wait for it."""
        return Tries(max(self.failures - 1, 0), self.last, None)

    def still_free(self, at: datetime, pace: Pace) -> bool:
        """Whether the next failure is one of the free ones."""
        return self.last is None or at - self.last >= QUIET or self.failures < pace.free


@frozen
class Pause:
    """Until when the next try of an account waits, after how many failures, at which networks if not at all."""

    until: datetime
    failures: int
    networks: tuple[str, ...] = ()


def network_of(address: str) -> str:
    """The network that a caller is at: an IPv4 address, or the subscriber's part of an IPv6 one. Raises Invalid."""
    try:
        found = ip_address(address.strip())
    except ValueError:
        raise Invalid("address", "not a network address", {"value": address}) from None
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Network((int(found), ONE_NETWORK), strict=False))


def account_key(login: str) -> str:
    """What stands for an account in the counts: of a login that nobody has too, and never the login itself, for people
    type passwords into the wrong field."""
    return sha256(address_key(login).encode("utf-8", "surrogatepass")).hexdigest()
