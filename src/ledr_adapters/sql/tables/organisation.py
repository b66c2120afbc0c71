"""The tables of organisations: teams, and who is in them."""

from __future__ import annotations

import sqlalchemy as sa

from ledr_adapters.sql.tables.columns import KEY, identifier, link, metadata, version

teams = sa.Table(
    "teams",
    metadata,
    identifier(),
    link("company_id", "companies.id"),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("name_key", KEY, nullable=False),
    version(),
    sa.Index("uq_teams_company_id_name_key", "company_id", "name_key", unique=True),
)

team_members = sa.Table(
    "team_members",
    metadata,
    link("team_id", "teams.id", key=True),
    link("person_id", "people.id", key=True),
    sa.Index("ix_team_members_person_id", "person_id"),
)

team_supervisors = sa.Table(
    "team_supervisors",
    metadata,
    link("team_id", "teams.id", key=True),
    link("person_id", "people.id", key=True),
    sa.Index("ix_team_supervisors_person_id", "person_id"),
)
