"""The tables of what learners do."""

from __future__ import annotations

import sqlalchemy as sa

from ledr_adapters.sql.tables.columns import UNDER_WAY, UtcInstant, identifier, link, metadata, only, version

records = sa.Table("records", metadata, link("person_id", "people.id", key=True), version())

viewings = sa.Table(
    "viewings",
    metadata,
    link("person_id", "people.id", key=True),
    link("lesson_id", "lessons.id", key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("seen", UtcInstant),
    sa.Column("watched", sa.Integer, nullable=False),
    sa.Index("ix_viewings_lesson_id", "lesson_id"),
)

badges = sa.Table(
    "badges",
    metadata,
    link("person_id", "people.id", key=True),
    link("course_id", "courses.id", key=True),
    link("theme_id", "themes.id", key=True),
    sa.Column("earned", UtcInstant, nullable=False),
)

finishes = sa.Table(
    "finishes",
    metadata,
    link("person_id", "people.id", key=True),
    link("course_id", "courses.id", key=True),
    sa.Column("finished", UtcInstant, nullable=False),
    sa.Index("ix_finishes_course_id", "course_id"),
)

passes = sa.Table(
    "passes",
    metadata,
    link("person_id", "people.id", key=True),
    link("theme_id", "themes.id", key=True),
    sa.Column("passed", UtcInstant, nullable=False),
    sa.Index("ix_passes_theme_id", "theme_id"),
)

workshop_work = sa.Table(
    "workshop_work",
    metadata,
    link("person_id", "people.id", key=True),
    link("workshop_id", "workshops.id", key=True),
    sa.Column("steps", sa.JSON, nullable=False),
    sa.Column("opened", UtcInstant),
    sa.Column("completed", UtcInstant),
    sa.Index("ix_workshop_work_workshop_id", "workshop_id"),
)

_CHOSEN = sa.text("chosen is not null")

workshop_answers = sa.Table(
    "workshop_answers",
    metadata,
    link("workshop_id", "workshops.id", key=True),
    sa.Column("question", sa.Integer, primary_key=True, autoincrement=False),
    link("person_id", "people.id", key=True),
    sa.Column("id", sa.String(32), nullable=False, unique=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("answered", UtcInstant, nullable=False),
    sa.Column("chosen", sa.Integer),
    sa.Index("ix_workshop_answers_latest", "workshop_id", "question", "number"),
    sa.Index("ix_workshop_answers_chosen", "workshop_id", "question", "chosen", info=only(_CHOSEN)),
    sa.Index("ix_workshop_answers_person_id", "person_id"),
)

notes = sa.Table(
    "notes",
    metadata,
    link("person_id", "people.id", key=True),
    link("module_id", "modules.id", key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("saved", UtcInstant, nullable=False),
)

practices = sa.Table(
    "practices",
    metadata,
    link("person_id", "people.id", key=True),
    sa.Column("counted", sa.JSON, nullable=False),
    version(),
)

quizzes = sa.Table(
    "quizzes",
    metadata,
    identifier(),
    link("person_id", "people.id"),
    sa.Column("number", sa.Integer, nullable=False),
    link("course_id", "courses.id"),
    sa.Column("questions", sa.JSON, nullable=False),
    sa.Column("started", UtcInstant, nullable=False),
    sa.Column("finished", UtcInstant),
    sa.UniqueConstraint("person_id", "number"),
    sa.Index("uq_one_quiz", "person_id", unique=True, info=only(UNDER_WAY)),
)

practice_answers = sa.Table(
    "practice_answers",
    metadata,
    link("person_id", "people.id", key=True),
    link("question_id", "questions.id", key=True),
    sa.Column("quiz", sa.Integer, nullable=False),
    sa.Column("right", sa.Boolean, nullable=False),
)

placements = sa.Table(
    "placements",
    metadata,
    identifier(),
    link("person_id", "people.id", optional=True),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("email_key", sa.Text, nullable=False),
    sa.Column("seed", sa.Text, nullable=False),
    sa.Column("questions", sa.JSON, nullable=False),
    sa.Column("started", UtcInstant, nullable=False),
    sa.Column("finished", UtcInstant),
    sa.Column("result", sa.JSON, nullable=False),
    sa.Column("token_hash", sa.String(64), unique=True),
    version(),
    sa.Index("ix_placements_email_key", "email_key"),
    sa.Index("ix_placements_person_id", "person_id"),
)
