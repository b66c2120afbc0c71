"""Certification: copies of final cases, certificates awarded, documents issued."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables; a case that is public already is the first of its course."""
    op.create_table(
        "certifications",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("course_id", sa.String(length=32), nullable=False),
        sa.Column("grade", sa.String(length=8), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("awarded_on", sa.Date(), nullable=False),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("revoked", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_certifications_course_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_certifications_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certifications")),
    )
    op.create_index("ix_certifications_awarded_on", "certifications", ["awarded_on"], unique=False)
    op.create_index(
        "uq_one_certification",
        "certifications",
        ["person_id", "course_id"],
        unique=True,
        sqlite_where=sa.text("revoked is null"),
        postgresql_where=sa.text("revoked is null"),
    )
    op.create_table(
        "copies",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("course_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("begun", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in", sa.DateTime(timezone=True), nullable=True),
        sa.Column("batch", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("planned", sa.Date(), nullable=True),
        sa.Column("open_until", sa.Date(), nullable=True),
        sa.Column("grading", sa.JSON(), nullable=True),
        sa.Column("rework", sa.JSON(), nullable=True),
        sa.Column("amendments", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_copies_case_id")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_copies_course_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_copies_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copies")),
        sa.UniqueConstraint("person_id", "course_id", name=op.f("uq_copies_person_id_course_id")),
    )
    op.create_index("ix_copies_case_id", "copies", ["case_id"], unique=False)
    op.create_index("ix_copies_state_planned", "copies", ["state", "planned"], unique=False)
    op.create_table(
        "documents",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("course_id", sa.String(length=32), nullable=False),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("issued", sa.DateTime(timezone=True), nullable=False),
        sa.Column("successor", sa.String(length=32), nullable=True),
        sa.Column("revoked", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_documents_course_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_documents_person_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_documents")),
    )
    op.create_index("ix_documents_company", "documents", ["company"], unique=False)
    op.create_index("ix_documents_person_id", "documents", ["person_id"], unique=False)
    op.create_index(
        "uq_one_document",
        "documents",
        ["person_id", "course_id", "kind"],
        unique=True,
        sqlite_where=sa.text("successor is null and revoked is null"),
        postgresql_where=sa.text("successor is null and revoked is null"),
    )
    op.create_table(
        "copy_answers",
        sa.Column("copy_id", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["copy_id"], ["copies.id"], name=op.f("fk_copy_answers_copy_id")),
        sa.PrimaryKeyConstraint("copy_id", "round", "question", name=op.f("pk_copy_answers")),
    )
    op.create_table(
        "document_files",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["documents.code"], name=op.f("fk_document_files_code")),
        sa.PrimaryKeyConstraint("code", "sha256", name=op.f("pk_document_files")),
    )
    op.create_index("ix_document_files_sha256", "document_files", ["sha256"], unique=False)
    op.add_column("cases", sa.Column("edition", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.execute("update cases set edition = 1 where public")
