"""The tables of people and their companies."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from ledr_adapters.sql.tables.columns import UtcInstant, identifier, link, metadata, only, version

companies = sa.Table(
    "companies",
    metadata,
    identifier(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("name_key", sa.Text, nullable=False, unique=True),
    version(),
)

TO_WELCOME: Final = sa.text(
    "not welcomed and role in ('manager', 'learner_manager', 'pilot', 'learner_pilot', 'admin')"
)
"""The people who have a space from their enrolment day on and have not been welcomed (ACC-15): a small index."""

DEMO_TO_WELCOME: Final = sa.text("not welcomed and role = 'tester' and demo_day is not null")
"""The testers whose demo day has not been announced (ACC-9): a small index."""

people = sa.Table(
    "people",
    metadata,
    identifier(),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("email_key", sa.Text, nullable=False, unique=True),
    sa.Column("first_name", sa.Text, nullable=False),
    sa.Column("last_name", sa.Text, nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("created", UtcInstant, nullable=False),
    link("company_id", "companies.id", optional=True),
    sa.Column("phone", sa.Text),
    sa.Column("welcomed", sa.Boolean, nullable=False),
    sa.Column("anonymous", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("community_emails", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("sms", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("picture", sa.String(64)),
    sa.Column("demo_day", sa.Date),
    version(),
    sa.Index("ix_people_company_id", "company_id"),
    sa.Index("ix_people_to_welcome", "id", info=only(TO_WELCOME)),
    sa.Index("ix_people_demo_day", "demo_day", info=only(DEMO_TO_WELCOME)),
)

manager_links = sa.Table(
    "manager_links",
    metadata,
    link("person_id", "people.id", key=True),
    link("manager_id", "people.id", key=True),
    sa.Index("ix_manager_links_manager_id", "manager_id"),
)
