"""The tables of sessions."""

from __future__ import annotations

import sqlalchemy as sa

from ledr_adapters.sql.tables.columns import UtcInstant, identifier, link, metadata, only, version

sessions = sa.Table(
    "sessions",
    metadata,
    identifier(),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    link("company_id", "companies.id", optional=True),
    link("course_id", "courses.id"),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("start", sa.Date, nullable=False),
    sa.Column("end", sa.Date, nullable=False),
    sa.Column("package", sa.Integer, nullable=False),
    sa.Column("policy", sa.String(10), nullable=False),
    sa.Column("every", sa.Integer),
    sa.Column("weekends", sa.Boolean, nullable=False),
    sa.Column("holidays", sa.Boolean, nullable=False),
    sa.Column("paced_from", sa.Date),
    sa.Column("members_enrolled", sa.Integer, nullable=False),
    sa.Column("holdings_opened", sa.Integer, nullable=False),
    sa.Column("next_change_on", sa.Date),
    sa.Column("reference_key", sa.Text, nullable=False, server_default=sa.text("''")),
    version(),
    sa.Index("uq_sessions_reference_key", "reference_key", unique=True),
    sa.Index("ix_sessions_next_change_on", "next_change_on"),
    sa.Index("ix_sessions_start_reference", "start", "reference"),
    sa.Index("ix_sessions_end_reference", "end", "reference"),
    sa.Index("ix_sessions_company_id_start_reference", "company_id", "start", "reference"),
    sa.Index("ix_sessions_company_id_end_reference", "company_id", "end", "reference"),
    sa.Index("ix_sessions_course_id", "course_id"),
)

_current = sa.text("left_at is null")

_open = sa.text("until is null")

memberships = sa.Table(
    "memberships",
    metadata,
    link("session_id", "sessions.id", key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    link("person_id", "people.id"),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("start", sa.Date, nullable=False),
    sa.Column("end", sa.Date, nullable=False),
    sa.Column("enrolled", UtcInstant, nullable=False),
    sa.Column("welcomed", sa.Boolean, nullable=False),
    sa.Column("left_at", UtcInstant),
    sa.Index("uq_one_membership", "session_id", "person_id", unique=True, info=only(_current)),
    sa.Index("ix_memberships_person_id", "person_id"),
    sa.Index("ix_memberships_start", "start", "session_id", "number", info=only(_current)),
    sa.Index("ix_memberships_end", "end", "session_id", "number", info=only(_current)),
)

holdings = sa.Table(
    "holdings",
    metadata,
    link("session_id", "sessions.id", key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("slot", sa.Integer, nullable=False),
    link("person_id", "people.id"),
    sa.Column("since", UtcInstant, nullable=False),
    sa.Column("opened_by", sa.String(20), nullable=False),
    sa.Column("until", UtcInstant),
    sa.Column("closed_by", sa.String(20)),
    sa.Column("opener", sa.String(32)),
    sa.Column("closer", sa.String(32)),
    sa.Index("uq_one_holder", "session_id", "slot", unique=True, info=only(_open)),
    sa.Index("uq_one_slot", "session_id", "person_id", unique=True, info=only(_open)),
    sa.Index("ix_holdings_person_id", "person_id"),
)

waiting = sa.Table(
    "waiting",
    metadata,
    link("session_id", "sessions.id", key=True),
    link("person_id", "people.id", key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("queued_by_run", sa.Date),
    sa.Index("ix_waiting_person_id", "person_id"),
)
"""`position` puts the people of a list in order; there may be gaps, which whoever leaves it has made."""
