"""Roles in organisations, teams, goals, and invitations to them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"


def upgrade() -> None:
    """Everybody is a member of their company's organisation, which has no team yet."""
    role = sa.Column("organisation_role", sa.String(length=20), server_default=sa.text("'member'"), nullable=False)
    op.add_column("people", role)
    op.add_column("people", sa.Column("invited", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "teams",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("company_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("message", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_teams_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
    )
    op.create_index("uq_teams_company_id_name_key", "teams", ["company_id", "name_key"], unique=True)
    op.create_table(
        "team_courses",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("course_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_team_courses_course_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_courses_team_id")),
        sa.PrimaryKeyConstraint("team_id", "position", name=op.f("pk_team_courses")),
    )
    for table in ("team_members", "team_supervisors"):
        _make_links(table)
    _make_invitations()
    _make_goals()


def _make_links(table: str) -> None:
    op.create_table(
        table,
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f(f"fk_{table}_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f(f"fk_{table}_team_id")),
        sa.PrimaryKeyConstraint("team_id", "person_id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_person_id", table, ["person_id"], unique=False)


def _make_invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("company_id", sa.String(length=32), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("address_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.String(length=20), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_invitations_company_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_invitations_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    listed = ["company_id", "created", "address_key", "id"]
    op.create_index("ix_invitations_company_id_created", "invitations", listed)
    op.create_index("ix_invitations_team_id", "invitations", ["team_id"])
    only_open = sa.text("ended is null")
    op.create_index(
        "uq_one_invitation",
        "invitations",
        ["company_id", "address_key"],
        unique=True,
        sqlite_where=only_open,
        postgresql_where=only_open,
    )


def _make_goals() -> None:
    op.create_table(
        "goals",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("company_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_goals_author_id")),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_goals_company_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_goals_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
    )
    op.create_index("ix_goals_company_id", "goals", ["company_id"], unique=False)
    op.create_index("ix_goals_person_id", "goals", ["person_id"], unique=False)
