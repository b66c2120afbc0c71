"""The tables of organisations: teams with their pages, who is in them, goals, invitations, and figures followed."""

from __future__ import annotations

import sqlalchemy as sa

from ledr_adapters.sql.tables.columns import KEY, UtcInstant, identifier, link, metadata, only, version

teams = sa.Table(
    "teams",
    metadata,
    identifier(),
    link("company_id", "companies.id"),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("name_key", KEY, nullable=False),
    sa.Column("message", sa.Text, nullable=False, server_default=sa.text("''")),
    version(),
    sa.Index("uq_teams_company_id_name_key", "company_id", "name_key", unique=True),
)

team_courses = sa.Table(
    "team_courses",
    metadata,
    link("team_id", "teams.id", key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    link("course_id", "courses.id"),
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

goals = sa.Table(
    "goals",
    metadata,
    identifier(),
    link("company_id", "companies.id"),
    link("person_id", "people.id"),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("due", sa.Date),
    link("author_id", "people.id", optional=True),
    sa.Column("created", UtcInstant, nullable=False),
    sa.Index("ix_goals_person_id", "person_id"),
    sa.Index("ix_goals_company_id", "company_id"),
    sa.Index("ix_goals_author_id", "author_id"),
)

_open = sa.text("ended is null")

invitations = sa.Table(
    "invitations",
    metadata,
    identifier(),
    link("company_id", "companies.id"),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("address_key", KEY, nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    link("team_id", "teams.id", optional=True),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("created", UtcInstant, nullable=False),
    sa.Column("expires", UtcInstant, nullable=False),
    sa.Column("ended", sa.String(20)),
    sa.Column("ended_at", UtcInstant),
    sa.Column("code_hash", sa.String(64)),
    version(),
    sa.Index("uq_one_invitation", "company_id", "address_key", unique=True, info=only(_open)),
    sa.Index("ix_invitations_company_id_created", "company_id", "created", "address_key", "id"),
    sa.Index("ix_invitations_team_id", "team_id"),
    sa.Index("ix_invitations_address_key", "address_key"),
)
"""Open ones are those that have not `ended`; whose time is over is known by the hour alone."""

key_figures = sa.Table(
    "key_figures",
    metadata,
    link("person_id", "people.id", key=True),
    link("company_id", "companies.id"),
    sa.Column("figures", sa.JSON, nullable=False),
    sa.Column("every", sa.String(10)),
    sa.Index("ix_key_figures_company_id", "company_id"),
    sa.Index("ix_key_figures_every", "every"),
)
"""What each person follows of their organisation; without `every` it is never mailed."""
