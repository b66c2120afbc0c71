"""What the catalogue is called as it is now, so that outlines of courses are remembered while it stays so."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """The catalogue that is there has an edition too."""
    edition = op.create_table(
        "catalogue_edition",
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("edition", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_catalogue_edition")),
    )
    op.bulk_insert(edition, [{"place": 1, "edition": secrets.token_hex(16)}])
