"""The tables of copies, certifications and documents."""

from __future__ import annotations

import sqlalchemy as sa

from ledr_adapters.sql.tables.columns import UtcInstant, identifier, link, metadata, only, version

copies = sa.Table(
    "copies",
    metadata,
    identifier(),
    link("person_id", "people.id"),
    link("course_id", "courses.id"),
    link("case_id", "cases.id"),
    sa.Column("begun", UtcInstant, nullable=False),
    sa.Column("handed_in", UtcInstant),
    sa.Column("batch", sa.Date),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("planned", sa.Date),
    sa.Column("open_until", sa.Date),
    sa.Column("grading", sa.JSON(none_as_null=True)),
    sa.Column("rework", sa.JSON(none_as_null=True)),
    sa.Column("amendments", sa.JSON, nullable=False),
    version(),
    sa.UniqueConstraint("person_id", "course_id"),
    sa.Index("ix_copies_case_id", "case_id"),
    sa.Index("ix_copies_state_planned", "state", "planned"),
)

copy_answers = sa.Table(
    "copy_answers",
    metadata,
    link("copy_id", "copies.id", key=True),
    sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("question", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("text", sa.Text, nullable=False),
)

_not_revoked = sa.text("revoked is null")

certifications = sa.Table(
    "certifications",
    metadata,
    identifier(),
    link("person_id", "people.id"),
    link("course_id", "courses.id"),
    sa.Column("grade", sa.String(8), nullable=False),
    sa.Column("level", sa.String(10), nullable=False),
    sa.Column("awarded_on", sa.Date, nullable=False),
    sa.Column("company", sa.Text),
    sa.Column("revoked", UtcInstant),
    version(),
    sa.Index(
        "uq_one_certification",
        "person_id",
        "course_id",
        unique=True,
        info=only(_not_revoked),
    ),
    sa.Index("ix_certifications_awarded_on", "awarded_on"),
    sa.Index("ix_certifications_person_id", "person_id"),
)

_current_document = sa.text("successor is null and revoked is null")

documents = sa.Table(
    "documents",
    metadata,
    sa.Column("code", sa.String(32), primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    link("person_id", "people.id"),
    link("course_id", "courses.id"),
    sa.Column("company", sa.Text),
    sa.Column("facts", sa.JSON, nullable=False),
    sa.Column("issued", UtcInstant, nullable=False),
    sa.Column("successor", sa.String(32)),
    sa.Column("revoked", UtcInstant),
    version(),
    sa.Index(
        "uq_one_document",
        "person_id",
        "course_id",
        "kind",
        unique=True,
        info=only(_current_document),
    ),
    sa.Index("ix_documents_person_id", "person_id"),
    sa.Index("ix_documents_company", "company"),
)

document_files = sa.Table(
    "document_files",
    metadata,
    sa.Column("code", sa.String(32), sa.ForeignKey("documents.code"), primary_key=True),
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Index("ix_document_files_sha256", "sha256"),
)
