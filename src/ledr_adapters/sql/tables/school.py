"""The tables of settings."""

from __future__ import annotations

import sqlalchemy as sa

from ledr_adapters.sql.tables.columns import link, metadata

settings = sa.Table(
    "settings",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(60), nullable=False),
    sa.Column("since", sa.Date),
    link("course_id", "courses.id", optional=True),
    sa.Column("value", sa.JSON, nullable=False),
)
