"""Questions are listed by theme, a page at a time, and searched by the words of their text."""

from itertools import islice

import sqlalchemy as sa
from alembic import op

from ledr_core.domain.kernel.texts import words_of

revision = "0013"
down_revision = "0012"

AT_ONCE = 5_000


def upgrade() -> None:
    """Make the index, and give the questions that there are their words."""
    op.create_index("ix_questions_theme_id_reference", "questions", ["theme_id", "reference"], unique=False)
    _words(op.get_bind())


def _words(connection: sa.Connection) -> None:
    questions = sa.table("questions", *map(sa.column, ("id", "reference", "text")))
    key = questions.c.id
    some = sa.select(questions).order_by(key).limit(AT_ONCE)
    table = sa.table("search_words", *map(sa.column, ("kind", "owner_id", "word")))
    rows = connection.execute(some).all()
    while rows:
        words = ((row.id, word) for row in rows for word in sorted(words_of(f"{row.reference} {row.text}")))
        while batch := list(islice(words, AT_ONCE)):
            values = [{"kind": "question", "owner_id": owner, "word": word} for owner, word in batch]
            connection.execute(sa.insert(table), values)
        rows = connection.execute(some.where(key > rows[-1].id)).all()
