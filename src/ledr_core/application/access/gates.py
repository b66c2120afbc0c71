"""Slowing tries that fail: how wrong passwords, wrong links and repeated requests are counted (ACC-3, ACC-5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from typing import Final

from ledr_core.application.operating.work import Work
from ledr_core.domain.access.settings import FREE_TRIES, LONGEST_PAUSE_MINUTES
from ledr_core.domain.access.throttling import (
    Pace,
    Paces,
    Pause,
    account_key,
    help_paces,
    letter_paces,
    request_paces,
    sign_in_paces,
)
from ledr_core.domain.kernel.errors import Refused
from ledr_core.ports.tries import Counted

_NOWHERE: Final = "nowhere"


class Gate:
    """One kind of try, of an account or of none, at the network that the caller comes from, when it is known."""

    def __init__(self, work: Work, kind: str, paces: Paces, login: str | None, network: str | None) -> None:
        self._work = work
        self._now = work.moment.instant
        account = None if login is None else account_key(login)
        self._pair = None if account is None else (Counted(f"{kind}:{account}:{network or ''}", account), paces.pair)
        self._account = None if account is None else (Counted(f"{kind}:{account}", account), paces.account)
        self._address = None if network is None else (Counted(f"{kind}@{network}"), paces.address)

    def closed_until(self) -> datetime | None:
        """When the next try is possible, None when it is now.

        The account at that address is kept from others until the work ends, so that tries at once come one by one.
        """
        waits = [] if self._pair is None else [self._work.unit.tries.hold(self._pair[0], self._now)]
        waits += [self._work.unit.tries.known(one[0]) for one in (self._account, self._address) if one is not None]
        return max((until for one in waits if (until := one.waits_until(self._now))), default=None)

    def must_be_open(self, rule: str) -> None:
        """Raises Refused while the next try has to wait."""
        until = self.closed_until()
        if until is not None:
            seconds = ceil((until - self._now).total_seconds())
            raise Refused(rule, "too many tries", {"again_at": until, "wait_seconds": seconds})

    def counted(self, rule: str) -> None:
        """Count this try as a failure before it is made. Raises Refused while it has to wait."""
        self.must_be_open(rule)
        self.failed()

    def failed(self) -> None:
        """Count a failure. The account alone counts those that were free at their address.

        One address can so never use up more of it than its own free tries.
        """
        free = True
        if self._pair is not None:
            counted, pace = self._pair
            free = self._work.unit.tries.hold(counted, self._now).still_free(self._now, pace)
            self._count(counted, pace)
        for one in (self._account if free else None, self._address):
            if one is not None:
                self._count(*one)

    def _count(self, counted: Counted, pace: Pace) -> None:
        tries = self._work.unit.tries.hold(counted, self._now).failed(self._now, pace)
        self._work.unit.tries.put(counted, tries)

    def passed(self) -> None:
        """What was counted as a failure was none: those of the account are forgotten, here and alone.

        Those of the address stay, but for this one.
        """
        for one in (self._pair, self._account):
            if one is not None:
                self._work.unit.tries.forget(one[0])
        if self._address is not None:
            counted = self._address[0]
            left = self._work.unit.tries.hold(counted, self._now).passed()
            if left.failures:
                self._work.unit.tries.put(counted, left)
            else:
                self._work.unit.tries.forget(counted)


def sign_in_gate(work: Work, login: str, network: str | None) -> Gate:
    """The gate of signing in."""
    return Gate(work, "sign_in", sign_in_paces(*_settings(work)), login, network)


def pause_of(work: Work, login: str) -> Pause | None:
    """The longest pause of an account before its next try to sign in, None while there is none (ACC-17)."""
    now, prefix = work.moment.instant, f"sign_in:{account_key(login)}"
    counted = work.unit.tries.of_account(account_key(login)).items()
    waiting = {key: one for key, one in counted if key.startswith(prefix) and one.waits_until(now) is not None}
    if not waiting:
        return None
    networks = tuple(key.removeprefix(prefix).removeprefix(":") for key in waiting)
    until = max(one.closed_until for one in waiting.values() if one.closed_until is not None)
    failures = max(one.failures for one in waiting.values())
    return Pause(until, failures, networks if all(networks) else ())


def request_gate(work: Work, login: str, network: str | None) -> Gate:
    """The gate of asking for a new password: each request counts."""
    return Gate(work, "request", request_paces(*_settings(work)), login, network)


def must_be_welcome(work: Work, email: str, network: str | None, rule: str) -> None:
    """Count a letter to an address that nobody has confirmed; raises Refused while its next one has to wait.

    By address and by caller, whatever the letter says. Staff, and people who have it sent to themselves, are not
    counted.
    """
    me = work.actor.person
    if work.actor.is_staff or (me is not None and account_key(me.email) == account_key(email)):
        return
    Gate(work, "letter", letter_paces(work.setting(FREE_TRIES)), email, network).counted(rule)


def must_be_heard(work: Work, email: str | None, network: str | None, rule: str) -> None:
    """Count a visitor's request for help; raises Refused while their next one has to wait.

    By caller and by the address that they give; those who come from nowhere and give none count as one caller.
    """
    if not work.actor.is_visitor:
        return
    caller = _NOWHERE if email is None and network is None else network
    Gate(work, "help", help_paces(work.setting(FREE_TRIES)), email, caller).counted(rule)


def link_gate(work: Work, network: str | None) -> Gate:
    """The gate of links that nobody was given, counted where they come from."""
    return Gate(work, "link", sign_in_paces(*_settings(work)), None, network)


def _settings(work: Work) -> tuple[int, timedelta]:
    return work.setting(FREE_TRIES), timedelta(minutes=work.setting(LONGEST_PAUSE_MINUTES))
