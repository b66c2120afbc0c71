"""What the tables share: their metadata, and columns that recur."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator


class UtcInstant(TypeDecorator[datetime]):
    """An aware instant in UTC, on every database."""

    impl = sa.DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        """PostgreSQL keeps the zone; SQLite keeps UTC without saying so."""
        return dialect.type_descriptor(sa.DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """To the database."""
        if value is None:
            return None
        return value.astimezone(UTC) if dialect.name == "postgresql" else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """From the database."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Any:
        """The same, in one step from the text that SQLite keeps."""
        return _instant if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text + "+00:00")


KEY: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""A text that is put in order and searched by how it begins: by code points, in every database alike."""

metadata: Final = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def identifier(name: str = "id", *, key: bool = True) -> sa.Column[str]:
    """An opaque identifier."""
    return sa.Column(name, sa.String(32), primary_key=key)


def link(name: str, target: str, *, key: bool = False, optional: bool = False) -> sa.Column[str]:
    """A reference to a row of another table, such as `people.id`."""
    return sa.Column(name, sa.String(32), sa.ForeignKey(target), primary_key=key, nullable=optional)


def version() -> sa.Column[int]:
    """The version of an aggregate: a save with an older one is a Conflict."""
    return sa.Column("version", sa.Integer, nullable=False)


def only(where: sa.ColumnElement[bool] | sa.TextClause) -> dict[str, object]:
    """The condition of an index that has some of the rows alone: `info=only(...)`."""
    return {"only where": where}


@sa.event.listens_for(metadata, "before_create")
def _say_the_conditions(_: object, connection: sa.Connection, **__: object) -> None:
    """In the words of the database at hand: to name all that there may be would load their dialects at each start."""
    for table in metadata.tables.values():
        for index in table.indexes:
            if "only where" in index.info:
                index.dialect_options[connection.dialect.name]["where"] = index.info["only where"]


UNDER_WAY: Final = sa.text("finished is null")
"""What has begun and not ended: one at a time."""
