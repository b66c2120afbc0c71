"""Invitations to organisations, as rows and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.paging import paged
from ledr_adapters.sql.prepared import Prepared, PreparedChange, one_of
from ledr_adapters.sql.rows import Mapper
from ledr_adapters.sql.unit import Tracker
from ledr_core.domain.kernel.identifiers import CompanyId, InvitationId, TeamId
from ledr_core.domain.kernel.texts import address_key
from ledr_core.domain.organisation.invitations import Ended, Invitation, InvitationState
from ledr_core.domain.organisation.roles import OrganisationRole
from ledr_core.ports.invitations import InvitationRow
from ledr_core.ports.paging import WHOLE, Page

INVITATION = Mapper[Invitation](
    t.invitations,
    {"id": "id"},
    {
        "company_id": "company",
        "address": "address",
        "address_key": lambda invitation: address_key(invitation.address),
        "role": "role.value",
        "team_id": "team",
        "token_hash": "token_hash",
        "created": "created",
        "expires": "expires",
        "ended": lambda invitation: None if invitation.ended is None else invitation.ended.value,
        "ended_at": "ended_at",
        "code_hash": "code_hash",
    },
)

_i = t.invitations.c
_all = sa.select(t.invitations)
BY_ID = Prepared(_all.where(_i.id == sa.bindparam("invitation", type_=sa.String)))
BY_HASH = Prepared(_all.where(_i.token_hash == sa.bindparam("hash", type_=sa.String)))
OPEN = Prepared(
    _all.where(
        _i.company_id == sa.bindparam("company", type_=sa.String), one_of(_i.address_key, "keys"), _i.ended.is_(None)
    ).order_by(_i.id)
)

OPEN_ANYWHERE = Prepared(
    _all.where(_i.address_key == sa.bindparam("key", type_=sa.Text), _i.ended.is_(None)).order_by(_i.id)
)
_ended = sa.update(t.invitations).values(
    ended=sa.bindparam("how"), ended_at=sa.bindparam("at"), code_hash=None, version=_i.version + 1
)
JOINED = PreparedChange(
    _ended.where(
        _i.company_id == sa.bindparam("company"),
        one_of(_i.address_key, "keys"),
        _i.ended.is_(None),
        _i.expires > sa.bindparam("at"),
    )
)
LEFT_WITHOUT_TEAM = PreparedChange(
    _ended.where(_i.team_id == sa.bindparam("team"), _i.ended.is_(None), _i.role == OrganisationRole.SUPERVISOR.value)
)
WITHOUT_TEAM = PreparedChange(
    sa.update(t.invitations).where(_i.team_id == sa.bindparam("team")).values(team_id=None, version=_i.version + 1)
)


class SqlInvitations:
    """The invitations to organisations."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(INVITATION)

    def add(self, invitation: Invitation) -> None:
        """Keep a new invitation."""
        self.tracker.add(invitation)

    def get(self, invitation: InvitationId) -> Invitation | None:
        """The invitation so identified."""
        return self.tracker.known(invitation) or next(iter(self._loaded(BY_ID, invitation=invitation)), None)

    def with_hash(self, token_hash: str) -> Invitation | None:
        """The invitation whose token has that hash."""
        return next(iter(self._loaded(BY_HASH, hash=token_hash)), None)

    def open_to(self, company: CompanyId, addresses: Iterable[str]) -> dict[str, Invitation]:
        """The company's invitations to these addresses that have not ended."""
        keys = sorted(set(map(address_key, addresses)))
        return {address_key(one.address): one for one in self._loaded(OPEN, company=company, keys=keys)}

    def open_anywhere(self, address: str) -> list[Invitation]:
        """The invitations of any company to that address that have not ended."""
        return self._loaded(OPEN_ANYWHERE, key=address_key(address))

    def _loaded(self, statement: Prepared, **values: Any) -> list[Invitation]:
        rows = statement.rows(self._connection, locked=not self._reads, **values)
        return [self.tracker.loaded(_invitation(row), row.version) for row in rows]

    def joined(self, company: CompanyId, addresses: Collection[str], at: datetime) -> None:
        """End as accepted what is open and good of the company's to these addresses."""
        keys = sorted(set(map(address_key, addresses)))
        JOINED.run(self._connection, company=company, keys=keys, how=Ended.ACCEPTED.value, at=at)

    def without_team(self, team: TeamId, at: datetime) -> None:
        """Have no invitation name a team that is going."""
        LEFT_WITHOUT_TEAM.run(self._connection, team=team, how=Ended.WITHDRAWN.value, at=at)
        WITHOUT_TEAM.run(self._connection, team=team)

    def rows(
        self,
        company: CompanyId,
        now: datetime,
        state: InvitationState | None = None,
        page: Page[InvitationId] = WHOLE,
    ) -> list[InvitationRow]:
        """The invitations of a company, the oldest first, those of one instant by address."""
        columns = (_i.id, _i.address, _i.role, _i.ended, _i.expires, t.teams.c.name.label("team"))
        statement = sa.select(*columns).outerjoin(t.teams, t.teams.c.id == _i.team_id)
        if state is not None:
            statement = statement.where(_is(state, now))
        order = [_i.created, _i.address_key, _i.id]
        listed = paged(self._connection, statement, page, order, _i.id, whose=_i.company_id == company)
        rows = self._connection.execute(listed)
        return [
            InvitationRow(
                InvitationId(row.id), row.address, OrganisationRole(row.role), row.team, _state(row, now), row.expires
            )
            for row in rows
        ]


def _is(state: InvitationState, now: datetime) -> sa.ColumnElement[bool]:
    """Whether an invitation is that at this instant, as `Invitation.state` says."""
    if state is InvitationState.PENDING:
        return sa.and_(_i.ended.is_(None), _i.expires > now)
    ended = _i.ended == state.value
    if state is InvitationState.EXPIRED:
        return sa.or_(ended, sa.and_(_i.ended.is_(None), _i.expires <= now))
    return ended


def _state(row: Any, now: datetime) -> InvitationState:
    if row.ended is not None:
        return InvitationState(row.ended)
    return InvitationState.EXPIRED if row.expires <= now else InvitationState.PENDING


def _invitation(row: Any) -> Invitation:
    return Invitation(
        id=InvitationId(row.id),
        company=CompanyId(row.company_id),
        address=row.address,
        role=OrganisationRole(row.role),
        team=None if row.team_id is None else TeamId(row.team_id),
        token_hash=row.token_hash,
        created=row.created,
        expires=row.expires,
        ended=None if row.ended is None else Ended(row.ended),
        ended_at=row.ended_at,
        code_hash=row.code_hash,
    )
