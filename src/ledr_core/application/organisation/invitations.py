"""Invitations to the organisation of a company. See the rules INV."""

from __future__ import annotations

from typing import Annotated

from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.paging import going_on
from ledr_core.application.operating.permissions import ADMINISTRATOR, PUBLIC
from ledr_core.application.operating.values import Address, LastSeen, Limit, NewPassword, Said, Typed
from ledr_core.application.organisation.accepting import (
    Opened,
    accepting,
    good_invitation,
    join_organisation,
    showing,
    whoever_accepts,
)
from ledr_core.application.organisation.announcing import announcement_of
from ledr_core.application.organisation.inviting import invite_again, invite_all
from ledr_core.application.organisation.naming import followed_team, no_team_named
from ledr_core.domain.kernel.errors import NotFound, Refused
from ledr_core.domain.kernel.identifiers import InvitationId, TeamId
from ledr_core.domain.organisation.invitations import Invitation, InvitationState, InvitationStateName
from ledr_core.domain.organisation.roles import OrganisationRole, OrganisationRoleName
from ledr_core.ports.paging import Page
from ledr_core.views.invitations import AcceptedView, AnnouncementView, InvitationItem, InvitationView, InvitedItem
from ledr_core.views.nothing import Done, Nothing


class Invitations(Area):
    """Invitations to the organisation of a company."""

    name = "invitations"
    rule = "TEAM-1"
    may = ADMINISTRATOR

    @operation
    def invite(
        self,
        *,
        by: str,
        company: str,
        addresses: Said,
        role: OrganisationRole | OrganisationRoleName,
        team: str | None = None,
    ) -> tuple[InvitedItem, ...]:
        """Invite pasted addresses to a role, and to a team; gives what became of each, in order (INV-1).

        Commas, semicolons, tabs and line ends part them; `Name <address>` is read too. A supervisor needs a team.

        Example: ledr invitations invite "Manpower" "lea@manpower.example; Max <max@manpower.example>" member
        """
        owner, role = self.work.company(company), OrganisationRole(role)
        if role is OrganisationRole.SUPERVISOR and team is None:
            raise no_team_named(self.work, owner)
        chosen = None if team is None else followed_team(self.work, owner, team)
        return invite_all(self.work, owner, addresses, role, chosen)

    @operation(may=PUBLIC, reads=True, first=showing)
    def show(self, kept: str, /, *, by: str, token: Typed, address: Address | None = None) -> InvitationView:
        """What a link invites to; looking at it uses nothing up (INV-2).

        `address` is the network address that the caller comes from. Refused INV-3 for a link that is unknown, accepted,
        withdrawn or expired.

        Example: ledr --as public invitations show 8c1f4e0b52d97a6631e08f4b7c2d95a0f3e61b48
        """
        found = good_invitation(self.work, kept)
        return InvitationView(
            company=self.work.unit.companies.get(found.company).name,
            team=self._team(found.team),
            role=found.role.value,
            address=found.address,
            account=self.work.unit.people.with_email(found.address) is not None,
            expires=found.expires,
        )

    @operation(may=PUBLIC, first=accepting)
    def accept(
        self,
        opened: Opened,
        /,
        *,
        by: str,
        token: Typed,
        first_name: str | None = None,
        last_name: str | None = None,
        password: NewPassword | None = None,
        confirmation: Typed | None = None,
        address: Address | None = None,
    ) -> AcceptedView:
        """Join the organisation that a link invites to, in its role and its team, once (INV-2, INV-3).

        Somebody who is signed in joins with their account; under another address than the invited one, with the code
        that the first try mails there (`confirmation`). A visitor gives the password of the account of that address,
        or names and a password for a new one. Refused INV-2 for somebody of another organisation; the link stays good.

        Example: ledr --as lea@manpower.example invitations accept 8c1f4e0b52d97a6631e08f4b7c2d95a0f3e61b48
        """
        invitation = good_invitation(self.work, opened.kept)
        person = whoever_accepts(self.work, invitation, opened, (first_name, last_name), confirmation)
        join_organisation(self.work, person, invitation)
        company = self.work.unit.companies.get(invitation.company).name
        return AcceptedView(person.email, company, invitation.role.value, self._team(invitation.team))

    @operation(reads=True)
    def list(
        self,
        *,
        by: str,
        company: str,
        state: InvitationState | InvitationStateName | None = None,
        limit: Limit | None = None,
        after: Annotated[str, LastSeen("invitation")] | None = None,
    ) -> tuple[InvitationItem, ...]:
        """The invitations of an organisation, those of one state or all, the oldest first.

        Example: ledr invitations list "Manpower" --state pending
        """
        owner = self.work.company(company)
        page = Page(None if after is None else InvitationId(after), limit)
        wanted = None if state is None else InvitationState(state)
        with going_on(after):
            rows = self.work.unit.invitations.rows(owner.id, self.work.moment.instant, wanted, page)
        return tuple(
            InvitationItem(row.invitation, row.address, row.role.value, row.team, row.state.value, row.expires)
            for row in rows
        )

    @operation(reads=True)
    def announcement(self, *, by: str, company: str) -> AnnouncementView:
        """A ready text to send beside invitations, so that none is taken for spam, in the school's language (INV-4).

        Example: ledr invitations announcement "Manpower"
        """
        return announcement_of(self.work, self.work.company(company))

    @operation
    def resend(self, *, by: str, invitation: str) -> Nothing:
        """Send an invitation again, good from now on as long as a new one; the former link ends (INV-3).

        Refused INV-3 once it was accepted, withdrawn, or another has taken its place.

        Example: ledr invitations resend 3f2a81c09b7d4e65a1f0
        """
        found = self._named(invitation)
        invite_again(self.work, found)
        return Done(address=found.address, expires=found.expires)

    @operation
    def withdraw(self, *, by: str, invitation: str) -> Nothing:
        """Withdraw an invitation: its link opens nothing any more. Refused INV-3 once it was accepted.

        Example: ledr invitations withdraw 3f2a81c09b7d4e65a1f0
        """
        found = self._named(invitation)
        found.withdraw(self.work.moment.instant)
        return Done(address=found.address)

    def _named(self, identifier: str) -> Invitation:
        """The invitation of that identifier. Raises NotFound to staff; ROLE-6 to others, of another company too."""
        found = self.work.unit.invitations.get(InvitationId(identifier))
        if not self.work.actor.is_staff and (found is None or found.company != self.work.actor.company):
            raise Refused("ROLE-6", "another company", {"invitation": identifier})
        if found is None:
            raise NotFound("invitation", identifier)
        return found

    def _team(self, team: TeamId | None) -> str | None:
        return None if team is None else self.work.unit.teams.get(team).name
