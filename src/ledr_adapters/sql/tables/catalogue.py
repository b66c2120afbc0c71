"""The tables of the catalogue."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from ledr_adapters.sql.tables.columns import identifier, link, metadata, only, version

lessons = sa.Table(
    "lessons",
    metadata,
    identifier(),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("video", sa.Text, nullable=False),
    sa.Column("seconds", sa.Integer, nullable=False),
    sa.Column("demo", sa.Boolean, nullable=False),
    version(),
)

modules = sa.Table(
    "modules",
    metadata,
    identifier(),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("sheet", sa.Text),
    sa.Column("sheet_sha256", sa.String(64)),
    version(),
)

module_lessons = sa.Table(
    "module_lessons",
    metadata,
    link("module_id", "modules.id", key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    link("lesson_id", "lessons.id"),
    sa.Index("ix_module_lessons_lesson_id", "lesson_id"),
)

themes = sa.Table(
    "themes",
    metadata,
    identifier(),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("colour", sa.String(7), nullable=False),
    sa.Column("optional", sa.Boolean, nullable=False),
    version(),
)

theme_modules = sa.Table(
    "theme_modules",
    metadata,
    link("theme_id", "themes.id", key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    link("module_id", "modules.id"),
    sa.Index("ix_theme_modules_module_id", "module_id"),
)

courses = sa.Table(
    "courses",
    metadata,
    identifier(),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    version(),
    sa.Column("certifying", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("assessments", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("workshops_required", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("workshops_locked", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("community", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("certificate", sa.JSON(none_as_null=True)),
    sa.Column("register", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("hours", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("about", sa.JSON(none_as_null=True)),
)

course_themes = sa.Table(
    "course_themes",
    metadata,
    link("course_id", "courses.id", key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    link("theme_id", "themes.id"),
    sa.Index("ix_course_themes_theme_id", "theme_id"),
)

catalogue_edition = sa.Table(
    "catalogue_edition",
    metadata,
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("edition", sa.String(32), nullable=False),
)
"""One row: what the catalogue is called as it is now; no other state of it ever has the same name."""

files = sa.Table(
    "files",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("printed", sa.String(64)),
)

workshops = sa.Table(
    "workshops",
    metadata,
    identifier(),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("introduction_question", sa.Text, nullable=False),
    sa.Column("questions", sa.JSON, nullable=False),
    version(),
)

workshop_modules = sa.Table(
    "workshop_modules",
    metadata,
    link("workshop_id", "workshops.id", key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    link("module_id", "modules.id"),
    sa.Index("ix_workshop_modules_module_id", "module_id"),
)

course_workshops = sa.Table(
    "course_workshops",
    metadata,
    link("course_id", "courses.id", key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    link("workshop_id", "workshops.id"),
    sa.Index("ix_course_workshops_workshop_id", "workshop_id"),
)

IN_BANK: Final = sa.text("kind = 'programme' and public and not withdrawn")
"""The questions that assessments and the placement test may draw."""

questions = sa.Table(
    "questions",
    metadata,
    identifier(),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.String(10), nullable=False),
    link("lesson_id", "lessons.id", optional=True),
    link("theme_id", "themes.id", optional=True),
    sa.Column("level", sa.Integer),
    sa.Column("public", sa.Boolean, nullable=False),
    sa.Column("placement", sa.Boolean, nullable=False),
    sa.Column("withdrawn", sa.Boolean, nullable=False),
    sa.Column("edition", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("choices", sa.JSON, nullable=False),
    sa.Column("right", sa.JSON, nullable=False),
    sa.Column("explanation", sa.Text, nullable=False),
    version(),
    sa.Column("exposure", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Index("ix_questions_lesson_id", "lesson_id"),
    sa.Index("ix_questions_theme_id_reference", "theme_id", "reference"),
    sa.Index("ix_questions_bank", "theme_id", "level", "exposure", "reference", info=only(IN_BANK)),
)

question_editions = sa.Table(
    "question_editions",
    metadata,
    link("question_id", "questions.id", key=True),
    sa.Column("edition", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("choices", sa.JSON, nullable=False),
    sa.Column("right", sa.JSON, nullable=False),
    sa.Column("explanation", sa.Text, nullable=False),
)

cases = sa.Table(
    "cases",
    metadata,
    identifier(),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    link("course_id", "courses.id"),
    sa.Column("public", sa.Boolean, nullable=False),
    sa.Column("questions", sa.JSON, nullable=False),
    version(),
    sa.Column("edition", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Index("ix_cases_course_id", "course_id"),
)
