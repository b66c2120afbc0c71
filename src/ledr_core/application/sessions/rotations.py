"""Waiting lists and how slots turn. See the rules ROT."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from ledr_core.application.operating.files import PageOut, target_of
from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.permissions import PILOT
from ledr_core.application.operating.values import LastSeen, Limit, Positive, Range
from ledr_core.application.sessions.forecasts import DAYS_AHEAD, session_calendar, session_forecast
from ledr_core.application.sessions.sheets import cards_of, expected_views, policy_view, turn_numbers, waiting_view
from ledr_core.application.sessions.timelines import ON_A_PAGE, timeline, write_page
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.kernel.moments import ONE_DAY
from ledr_core.domain.sessions.forecast import Planned
from ledr_core.domain.sessions.queueing import dequeue, enqueue, reorder, set_policy
from ledr_core.domain.sessions.rotation import MOST_DAYS, Policy, PolicyKind, PolicyName, Why, must_be_a_pace
from ledr_core.domain.sessions.sessions import Session, SessionKind
from ledr_core.domain.sessions.slots import Closed, Holding, Opened
from ledr_core.ports.paging import Page
from ledr_core.ports.people import Card
from ledr_core.views.rotations import ChangeView, PreviewView, RotationExplanation, SlotExplanation, WaitingView
from ledr_core.views.sessions import PolicyView
from ledr_core.views.timelines import TimelineView

MOST_DAYS_AHEAD = 3660
Pace = Annotated[int, Range(1, MOST_DAYS)]
"""Every how many counted days."""


class Rotations(Area):
    """Waiting lists and how slots turn."""

    name = "rotations"
    may = PILOT

    @operation(rule="ROT-16")
    def enqueue(self, *, by: str, session: str, person: str, position: Positive | None = None) -> WaitingView:
        """Put a member who holds no slot in the waiting list, by default at its end (ROT-1).

        Example: ledr rotations enqueue "Manpower - Lyon" max@manpower.example --position 1
        """
        contract = self.work.session(session)
        found = self.work.person(person, contract)
        finished = found.id in self.work.finished(contract)
        enqueue(contract, found.id, position, finished, self.work.moment)
        return waiting_view(self.work, contract)

    @operation(rule="ROT-16")
    def dequeue(self, *, by: str, session: str, person: str) -> WaitingView:
        """Take somebody off the waiting list.

        Example: ledr rotations dequeue "Manpower - Lyon" max@manpower.example
        """
        contract = self.work.session(session)
        dequeue(contract, self.work.person(person, contract).id, self.work.moment)
        return waiting_view(self.work, contract)

    @operation(rule="ROT-16")
    def reorder(self, *, by: str, session: str, person: str, position: Positive) -> WaitingView:
        """Move somebody who waits to a position, from 1.

        Example: ledr rotations reorder "Manpower - Lyon" max@manpower.example 1
        """
        contract = self.work.session(session)
        reorder(contract, self.work.person(person, contract).id, position, self.work.moment)
        return waiting_view(self.work, contract)

    @operation(rule="ROT-16")
    def set_policy(
        self,
        *,
        by: str,
        session: str,
        policy: PolicyKind | PolicyName,
        every: Pace | None = None,
        weekends: bool = False,
        holidays: bool = True,
    ) -> PolicyView:
        """Choose how slots turn: by hand, when a holder finishes (natural), or every N counted days (paced).

        `weekends` and `holidays` say whether such days count; where they do not, no paced change falls on one (ROT-5).

        Example: ledr rotations set-policy "Manpower - Lyon" paced --every 10
        """
        kind = PolicyKind(policy)
        must_be_a_pace(kind, every)
        contract = self.work.session(session)
        chosen = Policy.chosen(kind, every, weekends, holidays, contract.policy, self.work.today)
        set_policy(contract, chosen, self.work.moment)
        return policy_view(contract.policy)

    @operation(reads=True)
    def preview(self, *, by: str, session: str, days: int | None = None) -> PreviewView:
        """What the coming daily runs will change, and when those who wait are expected to start (ROT-14).

        It covers the runs from today's, if that has not taken place, to `days` (30) later; nothing is changed.

        Example: ledr rotations preview "Manpower - Lyon" --days 60
        """
        contract = self.work.session(session)
        contract.must_share_slots("ROT-1")
        planned = session_forecast(self.work, contract, _days(days))
        cards = cards_of(self.work, contract)
        changes = tuple(_change(plan, cards) for plan in planned)
        return PreviewView(contract.reference, changes, expected_views(contract, planned, cards))

    @operation(reads=True)
    def explain(self, *, by: str, session: str) -> RotationExplanation:
        """For each slot: its holder, the days counted so far, when the turn is over, and what would move it.

        Example: ledr rotations explain "Manpower - Lyon"
        """
        contract = self.work.session(session)
        contract.must_share_slots("ROT-1")
        holdings: dict[int, Holding | None] = {holding.slot: holding for holding in contract.holdings}
        holdings |= dict.fromkeys(contract.free_slots())
        finished, cards = self.work.finished(contract), cards_of(self.work, contract)
        explanations = tuple(
            self._explain(contract, slot, holdings[slot], finished, cards) for slot in sorted(holdings)
        )
        return RotationExplanation(contract.reference, policy_view(contract.policy), explanations)

    def _explain(
        self,
        contract: Session,
        slot: int,
        holding: Holding | None,
        finished: set[PersonId],
        cards: Mapping[PersonId, Card],
    ) -> SlotExplanation:
        calendar = session_calendar(self.work, contract)
        counted, of, due = turn_numbers(contract, holding, calendar, self.work.today)
        waiting = len(contract.waiting)
        done = holding is not None and holding.person in finished
        on = calendar.next_from(self.work.today + self.work.daily_run_over * ONE_DAY)
        return SlotExplanation(
            slot=slot,
            holder=cards[holding.person].email if holding else None,
            name=cards[holding.person].name if holding else None,
            since=holding.since if holding else None,
            counted_days=counted,
            of=of,
            due=due,
            moves_by=_ground(contract, holding, self.work.today, done, due and max(due, on)),
            facts={"waiting": waiting, "finished": done, "end": contract.end, "due": due and max(due, on)},
        )

    @operation(reads=True)
    def timeline(
        self,
        *,
        by: str,
        session: str | None = None,
        company: str | None = None,
        days: int | None = None,
        file: PageOut | None = None,
        limit: Limit = ON_A_PAGE,
        after: Annotated[str, LastSeen("next")] | None = None,
    ) -> TimelineView:
        """Who held which slot when, and who will: for a session, a company, or all; a file ending in .html is a page.

        Of many sessions, by start, the first 50 come, or as many as `limit` says, and in `next` what `after` takes to
        go on.

        Example: ledr rotations timeline --company Manpower --file rotation.html
        """
        if session is not None and company is not None:
            raise Invalid("company", "company without a session")
        target = None if file is None else target_of(file, "")
        if target is not None and not target.name.endswith(".html"):
            raise Invalid("file", "not an HTML name", {"path": target.name})
        chosen = self._chosen(session, company, limit, after)
        shown = timeline(self.work, chosen[:limit], _days(days), more=len(chosen) > limit)
        return shown if target is None else write_page(self.work, shown, target)

    def _chosen(self, session: str | None, company: str | None, limit: int, after: str | None) -> list[Session]:
        """The sessions of a page, and the one that comes after it."""
        if session is not None:
            contract = self.work.session(session)
            contract.must_share_slots("ROT-1")
            return [contract]
        me = self.work.actor.person
        owner = self.work.company(company).id if company is not None else None
        if owner is None and not self.work.actor.is_staff:
            owner = me.company if me else None
            if owner is None:
                return []
        page = Page(None if after is None else self.work.session(after).id, limit + 1)
        rows = self.work.unit.readings.sessions(owner, kind=SessionKind.SLOT, page=page)
        return self.work.unit.sessions.many([row.id for row in rows])


REASONS = {
    Why.ENDED: Closed.ENDED.shown,
    Why.FREE: Opened.ROTATION.value,
    Why.FINISHED: Closed.FINISHED.value,
    Why.TURN: Closed.ROTATION.value,
}
"""The reason of a change, in the words of the ledger."""


def _change(plan: Planned, cards: Mapping[PersonId, Card]) -> ChangeView:
    leaving = cards[plan.change.leaving] if plan.change.leaving else None
    entering = cards[plan.change.entering] if plan.change.entering else None
    return ChangeView(
        date=plan.day,
        slot=plan.change.slot,
        leaving=leaving.email if leaving else None,
        leaving_name=leaving.name if leaving else None,
        entering=entering.email if entering else None,
        entering_name=entering.name if entering else None,
        reason=REASONS[plan.change.why],
    )


def _days(days: int | None) -> int:
    if days is None:
        return DAYS_AHEAD
    if not 0 <= days <= MOST_DAYS_AHEAD:
        raise Invalid("days", "out of range", {"value": days, "lowest": 0, "highest": MOST_DAYS_AHEAD})
    return days


def _ends(contract: Session, holding: Holding, today: date) -> bool:
    """Whether the next run takes the slot back because an end is passed (SLOT-10)."""
    member = contract.member(holding.person)
    return contract.expired(today) or (member is not None and member.ended(today))


def _ground(contract: Session, holding: Holding | None, today: date, finished: bool, due: date | None) -> str:
    """What would move a slot: a ground that the wording puts into a sentence."""
    if holding is not None and _ends(contract, holding, today):
        return "ended"
    if contract.expired(today):
        return "expired"
    if contract.policy.kind is PolicyKind.MANUAL:
        return "manual"
    if not len(contract.waiting):
        return "nobody waits"
    if holding is None:
        return "next run"
    if contract.policy.kind is PolicyKind.NATURAL:
        return "next run" if finished else "finishing"
    return "next run" if due is not None and due <= today + ONE_DAY else "turn"
