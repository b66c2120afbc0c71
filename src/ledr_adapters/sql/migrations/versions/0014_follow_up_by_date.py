"""The follow-up is read by the dates of memberships, a page at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


CURRENT = sa.text("left_at is null")


def upgrade() -> None:
    """Make the indexes."""
    for day in ("start", "end"):
        op.create_index(
            f"ix_memberships_{day}",
            "memberships",
            [day, "session_id", "number"],
            unique=False,
            sqlite_where=CURRENT,
            postgresql_where=CURRENT,
        )
