"""Signing in, passwords, and why somebody gets in or does not. See the rules ACC."""

from __future__ import annotations

from typing import Annotated

from ledr_core.application.access.demos import move_as_asked, visit_on
from ledr_core.application.access.gates import must_be_welcome, pause_of, request_gate
from ledr_core.application.access.hashing import choosing, resetting, signing_in
from ledr_core.application.access.passwords import MadePassword, give_password, owner_of_link
from ledr_core.application.access.reset_links import send_link
from ledr_core.application.access.standings import whole_standing
from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.paging import going_on
from ledr_core.application.operating.permissions import MANAGER, PILOT, PUBLIC, SELF
from ledr_core.application.operating.values import (
    Address,
    Day,
    Email,
    LastSeen,
    Limit,
    Login,
    NewPassword,
    Typed,
)
from ledr_core.domain.access.demo_days import must_be_offered
from ledr_core.domain.access.settings import DEMO_DAYS_AHEAD
from ledr_core.domain.access.standing import Access, accesses, must_sign_in, slowed
from ledr_core.domain.access.throttling import account_key
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.kernel.moments import read_day
from ledr_core.ports.paging import Page
from ledr_core.views.accounts import (
    AccessView,
    ConnectionItem,
    DemoDayView,
    PasswordView,
    PauseView,
    ReasonView,
    SentView,
    SignInView,
    SpaceView,
)
from ledr_core.views.nothing import Nothing


class Accounts(Area):
    """Signing in, passwords, and why somebody gets in or does not."""

    name = "accounts"

    @operation(rule="ACC-5", may=PUBLIC, first=signing_in)
    def sign_in(
        self, owner: PersonId | None, /, *, by: str, login: Login, password: Typed, address: Address | None = None
    ) -> SignInView:
        """Check login and password, and give the spaces that are open; white space around them never matters (ACC-1).

        Refused ACC-5: with wrong credentials always the same way; with right ones, the first reason that holds. After
        a few failures the next try has to wait; `address` is the network address that the caller comes from, so that
        who fails at one address does not keep out the owner at another. `landing` is the space to open first: the
        lessons of whoever learns, the team of a manager (TRACK-8).

        Example: ledr --as public accounts sign-in lea@manpower.example "mot de passe"
        """
        if owner is None:
            raise Refused("ACC-5", "credentials")
        person = self.work.unit.people.get(owner)
        spaces = must_sign_in(whole_standing(self.work, person), self.work.today)
        first = self.work.unit.accounts.last_connection(person.id) is None
        self.work.unit.accounts.connect(person.id, self.work.moment.instant)
        person.sign_in(self.work.moment, first=first)
        return SignInView(person.email, tuple(space.value for space in spaces), spaces[0].value)

    @operation(may=PUBLIC)
    def forgot_password(self, *, by: str, email: Login, address: Address | None = None) -> SentView:
        """Send a one-time link to choose a password, if the address has an account; the answer never tells (ACC-3).

        A newer link ends the former ones. Several requests in a row are answered the same, and send nothing for a
        while; `address` is the network address that the caller comes from.

        Example: ledr --as public accounts forgot-password lea@manpower.example
        """
        gate = request_gate(self.work, email, address)
        if gate.closed_until() is None:
            gate.failed()
            send_link(self.work, email)
        return SentView(True)

    @operation(may=PUBLIC, first=choosing)
    def choose_password(
        self, kept: tuple[str, str], /, *, by: str, token: Typed, password: NewPassword, address: Address | None = None
    ) -> Nothing:
        """Choose a password with the token of a link, once: 8 to 200 characters, the white space around apart (ACC-3).

        The person's other links end. Refused ACC-3 for a link that is unknown, used or expired.

        Example: ledr --as public accounts choose-password 8c1f4e0b52d97a6631e08f4b7c2d95a0f3e61b48 "phrase de passe"
        """
        link, hashed = kept
        give_password(self.work, owner_of_link(self.work, link), hashed)
        return Nothing()

    @operation(may=PUBLIC)
    def register_demo(self, *, by: str, email: Email, day: Day, address: Address | None = None) -> Nothing:
        """Register for a demo day, today or later: a tester on that day only; its welcome leaves that day (ACC-9).

        Another day than the one booked waits until its address confirms it (`accounts.confirm_demo`); staff and the
        visitor move it at once. For an address that has another account nothing changes, and the answer is the same.
        Several requests for one address, or from one network `address`, have to wait.

        Example: ledr --as public accounts register-demo prospect@client.example 2026-11-24
        """
        chosen = read_day(day, "day")
        must_be_offered(chosen, self.work.today, self.work.setting(DEMO_DAYS_AHEAD))
        must_be_welcome(self.work, email, address, "ACC-9")
        visit_on(self.work, email, chosen)
        return Nothing()

    @operation(may=PUBLIC)
    def confirm_demo(self, *, by: str, token: Typed) -> DemoDayView:
        """Move a demo day to the one asked for, with the token that was mailed to its address, once (ACC-9).

        Refused ACC-9 for a token that is unknown, used, replaced or expired, or when that day is over.

        Example: ledr --as public accounts confirm-demo 8c1f4e0b52d97a6631e08f4b7c2d95a0f3e61b48
        """
        return DemoDayView(move_as_asked(self.work, token))

    @operation(may=SELF)
    def active(self, *, by: str, person: str | None = None) -> Nothing:
        """Take note that somebody is active: their running connection goes on (TRACK-7).

        Example: ledr --as lea@manpower.example accounts active
        """
        self.work.unit.accounts.active(self.work.own_subject(person).id, self.work.moment.instant)
        return Nothing()

    @operation(may=SELF, reads=True)
    def connections(
        self,
        *,
        by: str,
        person: str | None = None,
        limit: Limit | None = None,
        after: Annotated[int, LastSeen("connection")] | None = None,
    ) -> tuple[ConnectionItem, ...]:
        """The connections of a person, from signing in to the last activity, oldest first (TRACK-7).

        Example: ledr accounts connections --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        with going_on(after):
            connections = self.work.unit.accounts.connections(found.id, Page(after, limit))
        return tuple(
            ConnectionItem(
                one.started, one.last_active, int((one.last_active - one.started).total_seconds()), one.number
            )
            for one in connections
        )

    @operation(first=resetting)
    def reset_password(self, made: MadePassword, /, *, by: str, person: str) -> PasswordView:
        """Give a person a new password, to be read once and passed on by other means (ACC-4).

        Example: ledr accounts reset-password lea@manpower.example
        """
        give_password(self.work, self.work.person(person), made.hashed)
        return PasswordView(made.password)

    @operation(may=(PILOT, MANAGER, SELF), reads=True)
    def explain_access(self, *, by: str, person: str | None = None) -> AccessView:
        """For each space of a person's role: open or not, and each condition with the fact behind it (ACC-14).

        Oneself; a manager the people managed, a pilot those of the company. Somebody who is slowed down after failed
        tries enters nowhere before the pause is over (ACC-17).

        And what became of the e-mails with which one gets in: why the welcome, or the link for a new password, may be
        missed (SUP-1; `messages explain` has all of them).

        Example: ledr accounts explain-access max@manpower.example
        """
        found = self.work.subject(person)
        standing, pause = whole_standing(self.work, found), pause_of(self.work, found.email)
        verdicts = accesses(standing, self.work.today)
        if pause is not None:
            verdicts = tuple(slowed(verdict, pause, self.work.moment.instant) for verdict in verdicts)
        spaces = {verdict.space.value: _space(verdict) for verdict in verdicts}
        emails = self.work.contexts.explained_to_get_in(self.work, found, standing.seats)
        shown = None if pause is None else PauseView(pause.until, pause.failures, pause.networks)
        return AccessView(found.email, found.name, spaces, emails, shown)

    @operation
    def lift_pause(self, *, by: str, person: str) -> Nothing:
        """Let somebody who failed too often try again at once, at every address; staff only (ACC-17).

        Example: ledr accounts lift-pause lea@manpower.example
        """
        self.work.unit.tries.forget_account(account_key(self.work.person(person).email))
        return Nothing()


def _space(verdict: Access) -> SpaceView:
    reasons = (ReasonView(check.rule, check.met, check.ground, check.facts) for check in verdict.reasons)
    return SpaceView(verdict.open, tuple(reasons))
