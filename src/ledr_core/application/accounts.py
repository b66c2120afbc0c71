"""Signing in, passwords, and why somebody gets in or does not. See the rules ACC."""

from __future__ import annotations

from ledr_core.application.explaining import explained_to_get_in
from ledr_core.application.operations import Area, operation, reading
from ledr_core.application.reading import Text
from ledr_core.application.standings import standing_of
from ledr_core.domain.access import Access, accesses, must_sign_in
from ledr_core.domain.errors import Refused
from ledr_core.domain.events import SignedIn
from ledr_core.domain.people import Person
from ledr_core.views import AccessView, ConnectionItem, Nothing, PasswordView, ReasonView, SignInView, SpaceView


class Accounts(Area):
    """Signing in, passwords, and why somebody gets in or does not."""

    name = "accounts"

    @operation
    def sign_in(self, *, by: str, login: Text, password: Text) -> SignInView:
        """Check login and password, and give the spaces that are open; white space around them never matters (ACC-1).

        Refused ACC-5: with wrong credentials always the same way; with right ones, the first reason that holds.

        Example: ledr --as public accounts sign-in lea@manpower.example "mot de passe"
        """
        person = self._known(login, password)
        spaces = must_sign_in(standing_of(self.work, person), self.work.today)
        first = self.work.unit.accounts.last_connection(person.id) is None
        self.work.unit.accounts.connect(person.id, self.work.moment.instant)
        person.events.append(SignedIn(at=self.work.moment.instant, person=person.id, first=first))
        return SignInView(person.email, tuple(space.value for space in spaces))

    def _known(self, login: str, password: str) -> Person:
        person = self.work.unit.people.with_email(login)
        hashed = self.work.unit.accounts.password_hash(person.id) if person else None
        verify = self.work.ports.passwords.verify
        right = verify(password, hashed) or (password != password.strip() and verify(password.strip(), hashed))
        if person is None or not right:
            raise Refused("ACC-5", "credentials")
        return person

    @operation
    def active(self, *, by: str, person: str | None = None) -> Nothing:
        """Take note that somebody is active: their running connection goes on (TRACK-7).

        Example: ledr --as lea@manpower.example accounts active
        """
        self.work.unit.accounts.active(self.work.own_subject(person).id, self.work.moment.instant)
        return Nothing()

    @reading
    def connections(self, *, by: str, person: str | None = None) -> tuple[ConnectionItem, ...]:
        """The connections of a person, from signing in to the last activity, oldest first (TRACK-7).

        Example: ledr accounts connections --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        return tuple(
            ConnectionItem(one.started, one.last_active, int((one.last_active - one.started).total_seconds()))
            for one in self.work.unit.accounts.connections(found.id)
        )

    @operation
    def reset_password(self, *, by: str, person: str) -> PasswordView:
        """Give a person a new password, to be read once and passed on by other means (ACC-4).

        Example: ledr accounts reset-password lea@manpower.example
        """
        found = self.work.person(person)
        password = self.work.ports.chance.password()
        self.work.unit.accounts.set_password(found.id, self.work.ports.passwords.hash(password))
        return PasswordView(password)

    @reading
    def explain_access(self, *, by: str, person: str | None = None) -> AccessView:
        """For each space of a person's role: open or not, and each condition with the fact behind it (ACC-14).

        And what became of the e-mails with which one gets in: why the welcome, or the link for a new password, may be
        missed (SUP-1; `messages explain` has all of them).

        Example: ledr accounts explain-access max@manpower.example
        """
        found = self.work.subject(person)
        standing = standing_of(self.work, found)
        spaces = {verdict.space.value: _space(verdict) for verdict in accesses(standing, self.work.today)}
        return AccessView(found.email, found.name, spaces, explained_to_get_in(self.work, found, standing.seats))


def _space(verdict: Access) -> SpaceView:
    reasons = (ReasonView(check.rule, check.met, check.ground, check.facts) for check in verdict.reasons)
    return SpaceView(verdict.open, tuple(reasons))
