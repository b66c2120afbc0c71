"""Failed tries, counted. Contract: ledr_core.testing.contracts.accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from attrs import frozen

from ledr_core.domain.access.throttling import Tries


@frozen
class Counted:
    """What is counted: its key, and the account it belongs to, when it is one's."""

    key: str
    account: str | None = None


class TryCounts(Protocol):
    """The failures in a row of accounts, addresses, and accounts at addresses."""

    def known(self, counted: Counted) -> Tries:
        """What has been counted so far, as last committed: no failures when nothing has been."""

    def hold(self, counted: Counted, at: datetime) -> Tries:
        """The same, kept from everybody else until the unit of work ends: tries at once are counted one by one."""

    def put(self, counted: Counted, tries: Tries) -> None:
        """Write down what is held; nothing is written of what is not."""

    def forget(self, counted: Counted) -> None:
        """Count from nothing again; nothing happens when nothing was counted."""

    def forget_account(self, account: str) -> None:
        """The same for all that belongs to an account, at whichever address."""

    def of_account(self, account: str) -> dict[str, Tries]:
        """What has been counted of an account, at whichever address, by key."""

    def sweep(self, before: datetime) -> int:
        """Drop what has been quiet since before that instant; gives how many."""
