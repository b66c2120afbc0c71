"""The tables of accounts."""

from __future__ import annotations

import sqlalchemy as sa

from ledr_adapters.sql.tables.columns import UtcInstant, link, metadata

passwords = sa.Table(
    "passwords",
    metadata,
    link("person_id", "people.id", key=True),
    sa.Column("hashed", sa.Text, nullable=False),
)

connections = sa.Table(
    "connections",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    link("person_id", "people.id"),
    sa.Column("started", UtcInstant, nullable=False),
    sa.Column("last_active", UtcInstant, nullable=False),
    sa.Index("ix_connections_person_id_last_active", "person_id", "last_active"),
)

reset_links = sa.Table(
    "reset_links",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    link("person_id", "people.id"),
    sa.Column("created", UtcInstant, nullable=False),
    sa.Column("expires", UtcInstant, nullable=False),
    sa.Column("used", UtcInstant),
    sa.Index("ix_reset_links_person_id", "person_id"),
)

demo_moves = sa.Table(
    "demo_moves",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    link("person_id", "people.id"),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("expires", UtcInstant, nullable=False),
    sa.Index("ix_demo_moves_person_id", "person_id"),
)

tries = sa.Table(
    "tries",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("account", sa.String(64)),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last", UtcInstant, nullable=False),
    sa.Column("closed_until", UtcInstant),
    sa.Index("ix_tries_account", "account"),
    sa.Index("ix_tries_last", "last"),
)
