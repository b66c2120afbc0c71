"""The figures of their organisation that people follow."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Nobody follows any yet."""
    op.create_table(
        "key_figures",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("company_id", sa.String(length=32), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("every", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_key_figures_company_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_key_figures_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_key_figures")),
    )
    op.create_index("ix_key_figures_company_id", "key_figures", ["company_id"], unique=False)
    op.create_index("ix_key_figures_every", "key_figures", ["every"], unique=False)
