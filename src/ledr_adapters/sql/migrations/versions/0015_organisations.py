"""Roles in organisations, teams, and invitations to them."""

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
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_teams_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
    )
    op.create_index("uq_teams_company_id_name_key", "teams", ["company_id", "name_key"], unique=True)
    for table in ("team_members", "team_supervisors"):
        _make_links(table)


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
