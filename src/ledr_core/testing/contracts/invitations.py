"""What every keeping of invitations promises. A subclass brings the fixture `store`: an empty, ready `Store`."""

from __future__ import annotations

from datetime import datetime

import pytest

from ledr_core.domain.kernel.errors import Conflict
from ledr_core.domain.kernel.identifiers import CompanyId, InvitationId, TeamId
from ledr_core.domain.kernel.moments import ONE_DAY
from ledr_core.domain.organisation.invitations import Ended, Invitation, InvitationState
from ledr_core.domain.organisation.roles import OrganisationRole
from ledr_core.domain.organisation.teams import Team
from ledr_core.domain.people.companies import Company
from ledr_core.ports.paging import Page
from ledr_core.ports.unit import Store
from ledr_core.testing.contracts.ordinary_school import MANPOWER, PRECISE, furnished, reading

LYON, ADECCO = TeamId("lyon"), CompanyId("adecco")
EXPIRES = PRECISE + 30 * ONE_DAY


def an_invitation(
    name: str,
    company: CompanyId = MANPOWER,
    *,
    address: str = "",
    role: OrganisationRole = OrganisationRole.MEMBER,
    team: TeamId | None = None,
    created: datetime = PRECISE,
) -> Invitation:
    """One that is known by a short name."""
    address = address or f"{name}@x.fr"
    return Invitation(InvitationId(name), company, address, role, team, f"hash-{name}", created, EXPIRES)


def keep_invitations(store: Store, *invitations: Invitation) -> None:
    """Beside an ordinary school with a team, and another company."""
    with store.begin(reads=False) as unit:
        for invitation in invitations:
            unit.invitations.add(invitation)


def with_a_team(store: Store) -> None:
    """An ordinary school with a team, and another company."""
    furnished(store)
    with store.begin(reads=False) as unit:
        unit.companies.add(Company(ADECCO, "Adecco"))
        unit.teams.add(Team(LYON, MANPOWER, "Lyon"))


class InvitationsContract:
    """The contract of `ledr_core.ports.invitations`."""

    def test_an_invitation(self, store: Store) -> None:
        """Every field, and again after each that may has changed; by its identifier and by its token's hash."""
        with_a_team(store)
        keep_invitations(store, an_invitation("ines", role=OrganisationRole.SUPERVISOR, team=LYON))
        with store.begin(reads=False) as unit:
            loaded = unit.invitations.get(InvitationId("ines"))
            assert loaded == an_invitation("ines", role=OrganisationRole.SUPERVISOR, team=LYON)
            loaded.renew("other", EXPIRES + ONE_DAY)
            loaded.code_hash = "code"
        with store.begin(reads=False) as unit:
            renewed = unit.invitations.with_hash("other")
            assert renewed is not None and renewed is unit.invitations.get(InvitationId("ines"))
            assert (renewed.expires, renewed.code_hash) == (EXPIRES + ONE_DAY, "code")
            renewed.end(Ended.ACCEPTED, PRECISE + ONE_DAY)

        with reading(store) as unit:
            ended = unit.invitations.with_hash("other")
            assert ended is not None
            assert (ended.ended, ended.ended_at, ended.code_hash) == (Ended.ACCEPTED, PRECISE + ONE_DAY, None)
            assert unit.invitations.with_hash("hash-ines") is unit.invitations.get(InvitationId("none")) is None

    def test_one_open_invitation_an_address_and_a_company(self, store: Store) -> None:
        """However the address is spelt; one that has ended stands in nobody's way."""
        with_a_team(store)
        keep_invitations(store, an_invitation("ines"), an_invitation("other", ADECCO, address="ines@x.fr"))
        with pytest.raises(Conflict):
            keep_invitations(store, an_invitation("again", address="Ines@X.fr"))
        with store.begin(reads=False) as unit:
            found = unit.invitations.open_to(MANPOWER, ["INES@x.fr", "zoe@x.fr"])
            assert list(found) == ["ines@x.fr"]
            found["ines@x.fr"].end(Ended.EXPIRED, EXPIRES)
            unit.invitations.add(an_invitation("again", address="ines@x.fr"))

        with reading(store) as unit:
            assert unit.invitations.open_to(MANPOWER, ["ines@x.fr"])["ines@x.fr"].id == "again"

    def test_who_is_invited_anywhere(self, store: Store) -> None:
        """By an address however it is spelt: what has not ended, of any company."""
        with_a_team(store)
        ended = an_invitation("ended", address="ines@x.fr")
        ended.end(Ended.WITHDRAWN, PRECISE)
        other = an_invitation("other", ADECCO, address="ines@x.fr")
        keep_invitations(store, an_invitation("ines"), ended, other, an_invitation("zoe"))

        with reading(store) as unit:
            assert [one.id for one in unit.invitations.open_anywhere("INES@X.fr")] == ["ines", "other"]

    def test_whoever_comes_in_otherwise_has_no_open_invitation(self, store: Store) -> None:
        """Of that company; those whose time is over stay as they are."""
        with_a_team(store)
        late = an_invitation("late")
        late.expires = PRECISE
        keep_invitations(store, an_invitation("ines"), late, an_invitation("other", ADECCO, address="ines@x.fr"))
        with store.begin(reads=False) as unit:
            unit.invitations.joined(MANPOWER, ["Ines@x.fr", "late@x.fr", "nobody@x.fr"], PRECISE)

        with reading(store) as unit:
            found = {name: unit.invitations.get(InvitationId(name)) for name in ("ines", "late", "other")}
            assert {name: one and one.ended for name, one in found.items()} == {
                "ines": Ended.ACCEPTED,
                "late": None,
                "other": None,
            }

    def test_a_team_that_goes(self, store: Store) -> None:
        """Nothing names it any more; open invitations to supervise it are withdrawn."""
        with_a_team(store)
        keep_invitations(
            store,
            an_invitation("ines", team=LYON),
            an_invitation("sam", team=LYON, role=OrganisationRole.SUPERVISOR),
        )
        with store.begin(reads=False) as unit:
            unit.invitations.without_team(LYON, PRECISE)

        with reading(store) as unit:
            ines, sam = (unit.invitations.get(InvitationId(name)) for name in ("ines", "sam"))
            assert ines is not None and sam is not None
            assert (ines.team, ines.ended, sam.team, sam.ended) == (None, None, None, Ended.WITHDRAWN)

    def test_the_invitations_of_a_company(self, store: Store) -> None:
        """By state, the oldest first and by address, page by page."""
        with_a_team(store)
        withdrawn, late = an_invitation("zoe", created=PRECISE - ONE_DAY), an_invitation("late")
        withdrawn.end(Ended.WITHDRAWN, PRECISE)
        late.expires = PRECISE
        others = an_invitation("max"), an_invitation("ana", team=LYON), an_invitation("other", ADECCO)
        keep_invitations(store, withdrawn, late, *others)

        with reading(store) as unit:
            whole = unit.invitations.rows(MANPOWER, PRECISE)
            assert [(one.invitation, one.state.value) for one in whole] == [
                ("zoe", "withdrawn"),
                ("ana", "pending"),
                ("late", "expired"),
                ("max", "pending"),
            ]
            assert (whole[1].team, whole[1].role, whole[1].expires) == ("Lyon", OrganisationRole.MEMBER, EXPIRES)
            for state in InvitationState:
                rows = unit.invitations.rows(MANPOWER, PRECISE, state)
                assert rows == [one for one in whole if one.state is state]
            page = Page(InvitationId("ana"), 1)
            assert unit.invitations.rows(MANPOWER, PRECISE, page=page) == whole[2:3]
            for none in ("none", "other"):
                with pytest.raises(LookupError):
                    unit.invitations.rows(MANPOWER, PRECISE, page=Page(InvitationId(none)))
