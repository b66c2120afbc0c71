"""The tables of people and their companies."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from ledr_adapters.sql.tables.columns import KEY, UtcInstant, identifier, link, metadata, only, version

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
    sa.Column("list_key", KEY, nullable=False, server_default=sa.text("''")),
    sa.Column("organisation_role", sa.String(20), nullable=False, server_default=sa.text("'member'")),
    sa.Column("invited", sa.Boolean, nullable=False, server_default=sa.false()),
    version(),
    sa.Index("ix_people_list_key", "list_key"),
    sa.Index("ix_people_company_id_list_key", "company_id", "list_key"),
    sa.Index("ix_people_role_list_key", "role", "list_key"),
    sa.Index("ix_people_company_id_role_list_key", "company_id", "role", "list_key"),
    sa.Index("ix_people_to_welcome", "id", info=only(TO_WELCOME)),
    sa.Index("ix_people_erased", "id", info=only(sa.text("email = id"))),
    sa.Index("ix_people_demo_day", "demo_day", info=only(DEMO_TO_WELCOME)),
)

search_words = sa.Table(
    "search_words",
    metadata,
    sa.Column("kind", sa.String(10), primary_key=True),
    sa.Column("owner_id", sa.String(32), primary_key=True),
    sa.Column("word", KEY, primary_key=True),
    sa.Index("ix_search_words_kind_word_owner_id", "kind", "word", "owner_id"),
)
"""The words by which people and parts of the catalogue are searched, folded (CAT-8, ACC-18)."""

manager_links = sa.Table(
    "manager_links",
    metadata,
    link("person_id", "people.id", key=True),
    link("manager_id", "people.id", key=True),
    sa.Index("ix_manager_links_manager_id", "manager_id"),
)
