"""How often each question was shown in assessments is kept with it, instead of counted over all attempts."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0006"

IN_BANK = sa.text("kind = 'programme' and public and not withdrawn")


def upgrade() -> None:
    """Count what attempts have shown so far, answered or not; the index of the bank holds all that a draw reads."""
    op.add_column("questions", sa.Column("exposure", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.execute(
        "update questions set exposure = counted.times from (select question_id, count(*) as times from ("
        "select question_id from attempt_answers union all select shown_id from attempts where shown_id is not null"
        ") as shown group by question_id) as counted where counted.question_id = questions.id"
    )
    op.drop_index("ix_questions_bank", table_name="questions")
    op.create_index(
        "ix_questions_bank",
        "questions",
        ["theme_id", "level", "exposure", "reference"],
        unique=False,
        sqlite_where=IN_BANK,
        postgresql_where=IN_BANK,
    )
