"""Who holds which slot. See the rules SLOT."""

from __future__ import annotations

from typing import Annotated

from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.permissions import PILOT
from ledr_core.application.operating.values import LastSeen, Limit
from ledr_core.application.sessions.sheets import holding_view, release_view
from ledr_core.ports.paging import Page
from ledr_core.views.slots import HoldingView, LedgerRow, ReleaseView


class Slots(Area):
    """Who holds which slot."""

    name = "slots"
    may = PILOT

    @operation(rule="SLOT-4")
    def assign(self, *, by: str, session: str, person: str) -> HoldingView:
        """Give a free slot of a session to one of its members, who leaves the waiting list (SLOT-9).

        `passed` names those who waited before them. Before the session starts it opens nothing (SLOT-11).

        Refused SLOT-2 when the session has expired or no slot is free, SLOT-3 when the person cannot hold one.

        Example: ledr slots assign "Manpower - Lyon" lea@manpower.example
        """
        contract = self.work.session(session)
        found = self.work.person(person, contract)
        passed = contract.waiting.ahead_of(found.id)
        holding = contract.assign(found.id, self.work.moment)
        return holding_view(self.work, contract, holding, passed)

    @operation(rule="SLOT-4")
    def release(self, *, by: str, session: str, person: str) -> ReleaseView:
        """Free the slot that a person holds, at once; nothing they did is lost (SLOT-5).

        Example: ledr slots release "Manpower - Lyon" lea@manpower.example
        """
        contract = self.work.session(session)
        holding = contract.release(self.work.person(person, contract).id, self.work.moment)
        return release_view(self.work, contract, holding)

    @operation(reads=True)
    def ledger(
        self,
        *,
        by: str,
        session: str,
        limit: Limit | None = None,
        after: Annotated[int, LastSeen("number")] | None = None,
    ) -> tuple[LedgerRow, ...]:
        """Every period of holding, oldest first: who, from when to when, why it began and ended (SLOT-7).

        Example: ledr slots ledger "Manpower - Lyon"
        """
        contract = self.work.session(session)
        holdings = self.work.unit.sessions.ledger(contract.id, Page(after, limit))
        cards = self.work.unit.people.cards(holding.person for holding in holdings)
        return tuple(
            LedgerRow(
                holding.slot,
                cards[holding.person].email,
                cards[holding.person].name,
                holding.since,
                holding.until,
                holding.opened_by.value,
                holding.closed_by.shown if holding.closed_by else None,
                holding.number,
            )
            for holding in holdings
        )
