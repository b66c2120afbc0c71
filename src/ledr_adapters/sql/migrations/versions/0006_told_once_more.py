"""How often a message was sent again by itself, and demo days that wait for the word of their address."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the column and the table; of messages that there are it is not known, and counts as never."""
    op.add_column("messages", sa.Column("sent_again", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_table(
        "demo_moves",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_demo_moves_person_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_demo_moves")),
    )
    op.create_index("ix_demo_moves_person_id", "demo_moves", ["person_id"], unique=False)
