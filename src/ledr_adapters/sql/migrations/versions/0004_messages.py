"""Messages: what providers report, suppressed addresses, the bell, reset links, and what people set for themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables and columns."""
    op.create_table(
        "suppressions",
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "address_key", name=op.f("pk_suppressions")),
    )
    op.create_table(
        "transferred_contacts",
        sa.Column("base", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("base", "person_id", name=op.f("pk_transferred_contacts")),
    )
    op.create_table(
        "endings",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("course_id", sa.String(length=32), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.Column("company_id", sa.String(length=32), nullable=True),
        sa.Column("told", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_endings_company_id")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_endings_course_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_endings_person_id")),
        sa.PrimaryKeyConstraint("person_id", "course_id", name=op.f("pk_endings")),
    )
    op.create_index("ix_endings_company_id", "endings", ["company_id"], unique=False)
    op.create_index("ix_endings_course_id", "endings", ["course_id"], unique=False)
    op.create_table(
        "former_managers",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("company_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("kept", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_former_managers_company_id")),
        sa.ForeignKeyConstraint(["manager_id"], ["people.id"], name=op.f("fk_former_managers_manager_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_former_managers_person_id")),
        sa.PrimaryKeyConstraint("person_id", "company_id", "manager_id", name=op.f("pk_former_managers")),
    )
    op.create_index("ix_former_managers_company_id", "former_managers", ["company_id"], unique=False)
    op.create_index("ix_former_managers_manager_id", "former_managers", ["manager_id"], unique=False)
    op.create_table(
        "tries",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_tries")),
    )
    op.create_index("ix_tries_account", "tries", ["account"], unique=False)
    op.create_index("ix_tries_last", "tries", ["last"], unique=False)
    op.create_table(
        "notifications",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notifications_person_id")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_notifications_session_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_notifications")),
        sa.UniqueConstraint("id", name=op.f("uq_notifications_id")),
        sa.UniqueConstraint("key", name=op.f("uq_notifications_key")),
    )
    op.create_index("ix_notifications_person_id_number", "notifications", ["person_id", "number"], unique=False)
    op.create_index("ix_notifications_session_id", "notifications", ["session_id"], unique=False)
    op.create_table(
        "reset_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reset_links_person_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_reset_links")),
    )
    op.create_index("ix_reset_links_person_id", "reset_links", ["person_id"], unique=False)
    op.create_table(
        "message_events",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=20), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.String(length=32), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=True),
        sa.Column("permanent", sa.Boolean(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_message_events_message_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_message_events")),
        sa.UniqueConstraint("provider", "fingerprint", name=op.f("uq_message_events_provider_fingerprint")),
    )
    op.create_index("ix_message_events_message_id", "message_events", ["message_id"], unique=False)
    op.create_index("ix_message_events_reference", "message_events", ["reference"], unique=False)
    op.add_column("messages", sa.Column("provider", sa.String(length=20), nullable=True))
    op.add_column("messages", sa.Column("sent_to", sa.Text(), nullable=True))
    op.add_column("messages", sa.Column("not_found", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("messages", sa.Column("delivery", sa.String(length=12), nullable=True))
    op.add_column("messages", sa.Column("cause", sa.String(length=20), nullable=True))
    op.drop_index("ix_messages_state_due", "messages")
    op.create_index("ix_messages_next", "messages", ["state", "channel", "due", "tries", "number"], unique=False)
    op.create_index("ix_messages_reference", "messages", ["reference"], unique=False)
    op.add_column("people", sa.Column("anonymous", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("people", sa.Column("community_emails", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("people", sa.Column("sms", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("people", sa.Column("picture", sa.String(length=64), nullable=True))
    op.add_column("people", sa.Column("demo_day", sa.Date(), nullable=True))
    unannounced = sa.text("not welcomed and role = 'tester' and demo_day is not null")
    op.create_index(
        "ix_people_demo_day",
        "people",
        ["demo_day"],
        unique=False,
        sqlite_where=unannounced,
        postgresql_where=unannounced,
    )
