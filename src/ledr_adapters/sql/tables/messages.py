"""The tables of messages."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from ledr_adapters.sql.tables.columns import UtcInstant, link, metadata, only

_REPORTED = sa.text("delivery is not null")

NOT_ACCEPTED: Final = sa.text("state <> 'accepted'")
"""The messages that no provider has, few beside the others: a small index."""

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", sa.String(32), nullable=False, unique=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    link("person_id", "people.id", optional=True),
    sa.Column("address", sa.Text),
    sa.Column("address_key", sa.Text),
    link("session_id", "sessions.id", optional=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("channel", sa.String(10), nullable=False),
    sa.Column("due", UtcInstant, nullable=False),
    sa.Column("created", UtcInstant, nullable=False),
    sa.Column("facts", sa.JSON, nullable=False),
    sa.Column("resolved", sa.Boolean, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("sent", UtcInstant),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("reference", sa.Text),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("holder", sa.String(32)),
    sa.Column("lease", UtcInstant),
    sa.Column("provider", sa.String(20)),
    sa.Column("sent_to", sa.Text),
    sa.Column("not_found", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("sent_again", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("delivery", sa.String(12)),
    sa.Column("cause", sa.String(20)),
    sa.Index("ix_messages_next", "state", "channel", "due", "tries", "number"),
    sa.Index("ix_messages_reference", "reference"),
    sa.Index("ix_messages_due_number", "due", "number"),
    sa.Index("ix_messages_person_id_due_number", "person_id", "due", "number"),
    sa.Index("ix_messages_kind_due_number", "kind", "due", "number"),
    sa.Index("ix_messages_not_accepted", "state", "due", "number", info=only(NOT_ACCEPTED)),
    sa.Index("ix_messages_delivery", "delivery", "due", "number", info=only(_REPORTED)),
    sa.Index("ix_messages_address_key", "address_key"),
    sa.Index("ix_messages_session_id", "session_id"),
)

provider_events = sa.Table(
    "message_events",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("provider", sa.String(20), nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("message_id", sa.String(32), sa.ForeignKey("messages.id")),
    sa.Column("reference", sa.Text),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("at", UtcInstant, nullable=False),
    sa.Column("cause", sa.String(20)),
    sa.Column("permanent", sa.Boolean, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("address", sa.Text),
    sa.Column("url", sa.Text),
    sa.Column("recorded", UtcInstant, nullable=False),
    sa.UniqueConstraint("provider", "fingerprint"),
    sa.Index("ix_message_events_message_id", "message_id"),
    sa.Index("ix_message_events_reference", "reference"),
)

suppressions = sa.Table(
    "suppressions",
    metadata,
    sa.Column("channel", sa.String(10), primary_key=True),
    sa.Column("address_key", sa.Text, primary_key=True),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("cause", sa.String(20), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("since", UtcInstant, nullable=False),
)

notifications = sa.Table(
    "notifications",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", sa.String(32), nullable=False, unique=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    link("person_id", "people.id"),
    link("session_id", "sessions.id", optional=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("facts", sa.JSON, nullable=False),
    sa.Column("created", UtcInstant, nullable=False),
    sa.Column("read", UtcInstant),
    sa.Index("ix_notifications_person_id_number", "person_id", "number"),
    sa.Index("ix_notifications_session_id", "session_id"),
)
