"""The tables of jobs."""

from __future__ import annotations

import sqlalchemy as sa

from ledr_adapters.sql.tables.columns import UtcInstant, link, metadata

transferred_contacts = sa.Table(
    "transferred_contacts",
    metadata,
    sa.Column("base", sa.String(20), primary_key=True),
    sa.Column("person_id", sa.String(32), primary_key=True),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("at", UtcInstant, nullable=False),
    sa.Index("ix_transferred_contacts_person_id", "person_id"),
)

endings = sa.Table(
    "endings",
    metadata,
    link("person_id", "people.id", key=True),
    link("course_id", "courses.id", key=True),
    sa.Column("ended_on", sa.Date, nullable=False),
    sa.Column("finished", sa.Boolean, nullable=False),
    link("company_id", "companies.id", optional=True),
    sa.Column("told", UtcInstant, nullable=False),
    sa.Index("ix_endings_course_id", "course_id"),
    sa.Index("ix_endings_company_id", "company_id"),
)
"""The ends of courses of which pilots and managers were told: once a person and course (JOB-3)."""

former_managers = sa.Table(
    "former_managers",
    metadata,
    link("person_id", "people.id", key=True),
    link("company_id", "companies.id", key=True),
    link("manager_id", "people.id", key=True),
    sa.Column("kept", UtcInstant, nullable=False),
    sa.Index("ix_former_managers_company_id", "company_id"),
    sa.Index("ix_former_managers_manager_id", "manager_id"),
)
"""Who managed somebody in a company on the day they left it (ROLE-12)."""

job_runs = sa.Table(
    "runs",
    metadata,
    sa.Column("job", sa.String(20), primary_key=True),
    sa.Column("date", sa.Date, primary_key=True),
    sa.Column("started", UtcInstant, primary_key=True),
    sa.Column("finished", UtcInstant),
    sa.Column("done", sa.JSON, nullable=False),
    sa.Column("skipped", sa.JSON, nullable=False),
    sa.Column("failures", sa.JSON, nullable=False),
    sa.Index("ix_runs_started_job_date", "started", "job", "date"),
)
