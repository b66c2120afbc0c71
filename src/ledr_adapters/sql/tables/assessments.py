"""The tables of attempts."""

from __future__ import annotations

import sqlalchemy as sa

from ledr_adapters.sql.tables.columns import UNDER_WAY, UtcInstant, identifier, link, metadata, only, version

attempts = sa.Table(
    "attempts",
    metadata,
    identifier(),
    link("person_id", "people.id"),
    link("theme_id", "themes.id"),
    link("course_id", "courses.id"),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("seed", sa.Text, nullable=False),
    sa.Column("state", sa.JSON, nullable=False),
    link("shown_id", "questions.id", optional=True),
    sa.Column("started", UtcInstant, nullable=False),
    sa.Column("finished", UtcInstant),
    sa.Column("outcome", sa.String(10)),
    sa.Column("score", sa.Integer),
    version(),
    sa.UniqueConstraint("person_id", "theme_id", "number"),
    sa.Index("uq_one_attempt", "person_id", "theme_id", unique=True, info=only(UNDER_WAY)),
    sa.Index("ix_attempts_theme_id", "theme_id"),
)

attempt_papers = sa.Table(
    "attempt_papers",
    metadata,
    link("attempt_id", "attempts.id", key=True),
    sa.Column("settings", sa.JSON, nullable=False),
    sa.Column("levels", sa.JSON, nullable=False),
)

attempt_answers = sa.Table(
    "attempt_answers",
    metadata,
    link("attempt_id", "attempts.id", key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    link("question_id", "questions.id"),
    sa.Column("edition", sa.Integer, nullable=False),
    sa.Column("level", sa.Integer, nullable=False),
    sa.Column("chosen", sa.JSON, nullable=False),
    sa.Column("right", sa.Boolean, nullable=False),
    sa.Column("answered", UtcInstant, nullable=False),
    sa.Index("ix_attempt_answers_question_id", "question_id"),
)
