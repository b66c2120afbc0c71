"""The tables. What must never happen is impossible here too: see the unique indexes."""

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


metadata: Final = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _identifier(name: str = "id", *, key: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(32), primary_key=key)


def _link(name: str, target: str, *, key: bool = False, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(32), sa.ForeignKey(target), primary_key=key, nullable=optional)


def _version() -> sa.Column[int]:
    return sa.Column("version", sa.Integer, nullable=False)


companies = sa.Table(
    "companies",
    metadata,
    _identifier(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("name_key", sa.Text, nullable=False, unique=True),
    _version(),
)

TO_WELCOME: Final = sa.text(
    "not welcomed and role in ('manager', 'learner_manager', 'pilot', 'learner_pilot', 'admin')"
)
"""The people who have a space from their enrolment day on and have not been welcomed (ACC-15): a small index."""

DEMO_TO_WELCOME: Final = sa.text("not welcomed and role = 'tester' and demo_day is not null")
"""The testers whose demo day has not been announced (ACC-9): a small index."""

people = sa.Table(
    "people",
    metadata,
    _identifier(),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("email_key", sa.Text, nullable=False, unique=True),
    sa.Column("first_name", sa.Text, nullable=False),
    sa.Column("last_name", sa.Text, nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("created", UtcInstant, nullable=False),
    _link("company_id", "companies.id", optional=True),
    sa.Column("phone", sa.Text),
    sa.Column("welcomed", sa.Boolean, nullable=False),
    sa.Column("anonymous", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("community_emails", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("sms", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("picture", sa.String(64)),
    sa.Column("demo_day", sa.Date),
    _version(),
    sa.Index("ix_people_company_id", "company_id"),
    sa.Index("ix_people_to_welcome", "id", sqlite_where=TO_WELCOME, postgresql_where=TO_WELCOME),
    sa.Index("ix_people_demo_day", "demo_day", sqlite_where=DEMO_TO_WELCOME, postgresql_where=DEMO_TO_WELCOME),
)

manager_links = sa.Table(
    "manager_links",
    metadata,
    _link("person_id", "people.id", key=True),
    _link("manager_id", "people.id", key=True),
    sa.Index("ix_manager_links_manager_id", "manager_id"),
)

passwords = sa.Table(
    "passwords",
    metadata,
    _link("person_id", "people.id", key=True),
    sa.Column("hashed", sa.Text, nullable=False),
)

connections = sa.Table(
    "connections",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    _link("person_id", "people.id"),
    sa.Column("started", UtcInstant, nullable=False),
    sa.Column("last_active", UtcInstant, nullable=False),
    sa.Index("ix_connections_person_id_last_active", "person_id", "last_active"),
)

lessons = sa.Table(
    "lessons",
    metadata,
    _identifier(),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("video", sa.Text, nullable=False),
    sa.Column("seconds", sa.Integer, nullable=False),
    sa.Column("demo", sa.Boolean, nullable=False),
    _version(),
)

modules = sa.Table(
    "modules",
    metadata,
    _identifier(),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("sheet", sa.Text),
    sa.Column("sheet_sha256", sa.String(64)),
    _version(),
)

module_lessons = sa.Table(
    "module_lessons",
    metadata,
    _link("module_id", "modules.id", key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    _link("lesson_id", "lessons.id"),
    sa.Index("ix_module_lessons_lesson_id", "lesson_id"),
)

themes = sa.Table(
    "themes",
    metadata,
    _identifier(),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("colour", sa.String(7), nullable=False),
    sa.Column("optional", sa.Boolean, nullable=False),
    _version(),
)

theme_modules = sa.Table(
    "theme_modules",
    metadata,
    _link("theme_id", "themes.id", key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    _link("module_id", "modules.id"),
    sa.Index("ix_theme_modules_module_id", "module_id"),
)

courses = sa.Table(
    "courses",
    metadata,
    _identifier(),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    _version(),
    sa.Column("certifying", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("assessments", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("workshops_required", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("workshops_locked", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("community", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("certificate", sa.JSON(none_as_null=True)),
    sa.Column("register", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("hours", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("about", sa.JSON(none_as_null=True)),
)

course_themes = sa.Table(
    "course_themes",
    metadata,
    _link("course_id", "courses.id", key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    _link("theme_id", "themes.id"),
    sa.Index("ix_course_themes_theme_id", "theme_id"),
)

files = sa.Table(
    "files",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("printed", sa.String(64)),
)

workshops = sa.Table(
    "workshops",
    metadata,
    _identifier(),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("introduction_question", sa.Text, nullable=False),
    sa.Column("questions", sa.JSON, nullable=False),
    _version(),
)

workshop_modules = sa.Table(
    "workshop_modules",
    metadata,
    _link("workshop_id", "workshops.id", key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    _link("module_id", "modules.id"),
    sa.Index("ix_workshop_modules_module_id", "module_id"),
)

course_workshops = sa.Table(
    "course_workshops",
    metadata,
    _link("course_id", "courses.id", key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    _link("workshop_id", "workshops.id"),
    sa.Index("ix_course_workshops_workshop_id", "workshop_id"),
)

IN_BANK: Final = sa.text("kind = 'programme' and public and not withdrawn")
"""The questions that assessments and the placement test may draw."""

questions = sa.Table(
    "questions",
    metadata,
    _identifier(),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.String(10), nullable=False),
    _link("lesson_id", "lessons.id", optional=True),
    _link("theme_id", "themes.id", optional=True),
    sa.Column("level", sa.Integer),
    sa.Column("public", sa.Boolean, nullable=False),
    sa.Column("placement", sa.Boolean, nullable=False),
    sa.Column("withdrawn", sa.Boolean, nullable=False),
    sa.Column("edition", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("choices", sa.JSON, nullable=False),
    sa.Column("right", sa.JSON, nullable=False),
    sa.Column("explanation", sa.Text, nullable=False),
    _version(),
    sa.Index("ix_questions_lesson_id", "lesson_id"),
    sa.Index("ix_questions_bank", "theme_id", "level", sqlite_where=IN_BANK, postgresql_where=IN_BANK),
)

question_editions = sa.Table(
    "question_editions",
    metadata,
    _link("question_id", "questions.id", key=True),
    sa.Column("edition", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("choices", sa.JSON, nullable=False),
    sa.Column("right", sa.JSON, nullable=False),
    sa.Column("explanation", sa.Text, nullable=False),
)

cases = sa.Table(
    "cases",
    metadata,
    _identifier(),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    _link("course_id", "courses.id"),
    sa.Column("public", sa.Boolean, nullable=False),
    sa.Column("questions", sa.JSON, nullable=False),
    _version(),
    sa.Column("edition", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Index("ix_cases_course_id", "course_id"),
)

sessions = sa.Table(
    "sessions",
    metadata,
    _identifier(),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    _link("company_id", "companies.id", optional=True),
    _link("course_id", "courses.id"),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("start", sa.Date, nullable=False),
    sa.Column("end", sa.Date, nullable=False),
    sa.Column("package", sa.Integer, nullable=False),
    sa.Column("policy", sa.String(10), nullable=False),
    sa.Column("every", sa.Integer),
    sa.Column("weekends", sa.Boolean, nullable=False),
    sa.Column("holidays", sa.Boolean, nullable=False),
    sa.Column("paced_from", sa.Date),
    sa.Column("members_enrolled", sa.Integer, nullable=False),
    sa.Column("holdings_opened", sa.Integer, nullable=False),
    sa.Column("next_change_on", sa.Date),
    _version(),
    sa.Index("ix_sessions_next_change_on", "next_change_on"),
    sa.Index("ix_sessions_company_id", "company_id"),
    sa.Index("ix_sessions_course_id", "course_id"),
)

_current = sa.text("left_at is null")
_open = sa.text("until is null")

memberships = sa.Table(
    "memberships",
    metadata,
    _link("session_id", "sessions.id", key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    _link("person_id", "people.id"),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("start", sa.Date, nullable=False),
    sa.Column("end", sa.Date, nullable=False),
    sa.Column("enrolled", UtcInstant, nullable=False),
    sa.Column("welcomed", sa.Boolean, nullable=False),
    sa.Column("left_at", UtcInstant),
    sa.Index(
        "uq_one_membership", "session_id", "person_id", unique=True, sqlite_where=_current, postgresql_where=_current
    ),
    sa.Index("ix_memberships_person_id", "person_id"),
)

holdings = sa.Table(
    "holdings",
    metadata,
    _link("session_id", "sessions.id", key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("slot", sa.Integer, nullable=False),
    _link("person_id", "people.id"),
    sa.Column("since", UtcInstant, nullable=False),
    sa.Column("opened_by", sa.String(20), nullable=False),
    sa.Column("until", UtcInstant),
    sa.Column("closed_by", sa.String(20)),
    sa.Index("uq_one_holder", "session_id", "slot", unique=True, sqlite_where=_open, postgresql_where=_open),
    sa.Index("uq_one_slot", "session_id", "person_id", unique=True, sqlite_where=_open, postgresql_where=_open),
    sa.Index("ix_holdings_person_id", "person_id"),
)

waiting = sa.Table(
    "waiting",
    metadata,
    _link("session_id", "sessions.id", key=True),
    _link("person_id", "people.id", key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("queued_by_run", sa.Date),
    sa.Index("ix_waiting_person_id", "person_id"),
)
"""`position` puts the people of a list in order; there may be gaps, which whoever leaves it has made."""

records = sa.Table("records", metadata, _link("person_id", "people.id", key=True), _version())

viewings = sa.Table(
    "viewings",
    metadata,
    _link("person_id", "people.id", key=True),
    _link("lesson_id", "lessons.id", key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("seen", UtcInstant),
    sa.Column("watched", sa.Integer, nullable=False),
    sa.Index("ix_viewings_lesson_id", "lesson_id"),
)

badges = sa.Table(
    "badges",
    metadata,
    _link("person_id", "people.id", key=True),
    _link("course_id", "courses.id", key=True),
    _link("theme_id", "themes.id", key=True),
    sa.Column("earned", UtcInstant, nullable=False),
)

finishes = sa.Table(
    "finishes",
    metadata,
    _link("person_id", "people.id", key=True),
    _link("course_id", "courses.id", key=True),
    sa.Column("finished", UtcInstant, nullable=False),
    sa.Index("ix_finishes_course_id", "course_id"),
)

passes = sa.Table(
    "passes",
    metadata,
    _link("person_id", "people.id", key=True),
    _link("theme_id", "themes.id", key=True),
    sa.Column("passed", UtcInstant, nullable=False),
    sa.Index("ix_passes_theme_id", "theme_id"),
)

workshop_work = sa.Table(
    "workshop_work",
    metadata,
    _link("person_id", "people.id", key=True),
    _link("workshop_id", "workshops.id", key=True),
    sa.Column("steps", sa.JSON, nullable=False),
    sa.Column("opened", UtcInstant),
    sa.Column("completed", UtcInstant),
    sa.Index("ix_workshop_work_workshop_id", "workshop_id"),
)

workshop_answers = sa.Table(
    "workshop_answers",
    metadata,
    _link("workshop_id", "workshops.id", key=True),
    sa.Column("question", sa.Integer, primary_key=True, autoincrement=False),
    _link("person_id", "people.id", key=True),
    sa.Column("id", sa.String(32), nullable=False, unique=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("answered", UtcInstant, nullable=False),
    sa.Column("chosen", sa.Integer),
    sa.Index("ix_workshop_answers_latest", "workshop_id", "question", "number"),
    sa.Index("ix_workshop_answers_person_id", "person_id"),
)

notes = sa.Table(
    "notes",
    metadata,
    _link("person_id", "people.id", key=True),
    _link("module_id", "modules.id", key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("saved", UtcInstant, nullable=False),
)

_under_way = sa.text("finished is null")

practices = sa.Table(
    "practices",
    metadata,
    _link("person_id", "people.id", key=True),
    sa.Column("counted", sa.JSON, nullable=False),
    _version(),
)

quizzes = sa.Table(
    "quizzes",
    metadata,
    _identifier(),
    _link("person_id", "people.id"),
    sa.Column("number", sa.Integer, nullable=False),
    _link("course_id", "courses.id"),
    sa.Column("questions", sa.JSON, nullable=False),
    sa.Column("started", UtcInstant, nullable=False),
    sa.Column("finished", UtcInstant),
    sa.UniqueConstraint("person_id", "number"),
    sa.Index("uq_one_quiz", "person_id", unique=True, sqlite_where=_under_way, postgresql_where=_under_way),
)

practice_answers = sa.Table(
    "practice_answers",
    metadata,
    _link("person_id", "people.id", key=True),
    _link("question_id", "questions.id", key=True),
    sa.Column("quiz", sa.Integer, nullable=False),
    sa.Column("right", sa.Boolean, nullable=False),
)

attempts = sa.Table(
    "attempts",
    metadata,
    _identifier(),
    _link("person_id", "people.id"),
    _link("theme_id", "themes.id"),
    _link("course_id", "courses.id"),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("seed", sa.Text, nullable=False),
    sa.Column("state", sa.JSON, nullable=False),
    _link("shown_id", "questions.id", optional=True),
    sa.Column("started", UtcInstant, nullable=False),
    sa.Column("finished", UtcInstant),
    sa.Column("outcome", sa.String(10)),
    sa.Column("score", sa.Integer),
    _version(),
    sa.UniqueConstraint("person_id", "theme_id", "number"),
    sa.Index(
        "uq_one_attempt", "person_id", "theme_id", unique=True, sqlite_where=_under_way, postgresql_where=_under_way
    ),
    sa.Index("ix_attempts_theme_id", "theme_id"),
)

attempt_papers = sa.Table(
    "attempt_papers",
    metadata,
    _link("attempt_id", "attempts.id", key=True),
    sa.Column("settings", sa.JSON, nullable=False),
    sa.Column("levels", sa.JSON, nullable=False),
)

attempt_answers = sa.Table(
    "attempt_answers",
    metadata,
    _link("attempt_id", "attempts.id", key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    _link("question_id", "questions.id"),
    sa.Column("edition", sa.Integer, nullable=False),
    sa.Column("level", sa.Integer, nullable=False),
    sa.Column("chosen", sa.JSON, nullable=False),
    sa.Column("right", sa.Boolean, nullable=False),
    sa.Column("answered", UtcInstant, nullable=False),
    sa.Index("ix_attempt_answers_question_id", "question_id"),
)

placements = sa.Table(
    "placements",
    metadata,
    _identifier(),
    _link("person_id", "people.id", optional=True),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("email_key", sa.Text, nullable=False),
    sa.Column("seed", sa.Text, nullable=False),
    sa.Column("questions", sa.JSON, nullable=False),
    sa.Column("started", UtcInstant, nullable=False),
    sa.Column("finished", UtcInstant),
    sa.Column("result", sa.JSON, nullable=False),
    sa.Column("token_hash", sa.String(64), unique=True),
    _version(),
    sa.Index("ix_placements_email_key", "email_key"),
    sa.Index("ix_placements_person_id", "person_id"),
)

copies = sa.Table(
    "copies",
    metadata,
    _identifier(),
    _link("person_id", "people.id"),
    _link("course_id", "courses.id"),
    _link("case_id", "cases.id"),
    sa.Column("begun", UtcInstant, nullable=False),
    sa.Column("handed_in", UtcInstant),
    sa.Column("batch", sa.Date),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("planned", sa.Date),
    sa.Column("open_until", sa.Date),
    sa.Column("grading", sa.JSON(none_as_null=True)),
    sa.Column("rework", sa.JSON(none_as_null=True)),
    sa.Column("amendments", sa.JSON, nullable=False),
    _version(),
    sa.UniqueConstraint("person_id", "course_id"),
    sa.Index("ix_copies_case_id", "case_id"),
    sa.Index("ix_copies_state_planned", "state", "planned"),
)

copy_answers = sa.Table(
    "copy_answers",
    metadata,
    _link("copy_id", "copies.id", key=True),
    sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("question", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("text", sa.Text, nullable=False),
)

_not_revoked = sa.text("revoked is null")

certifications = sa.Table(
    "certifications",
    metadata,
    _identifier(),
    _link("person_id", "people.id"),
    _link("course_id", "courses.id"),
    sa.Column("grade", sa.String(8), nullable=False),
    sa.Column("level", sa.String(10), nullable=False),
    sa.Column("awarded_on", sa.Date, nullable=False),
    sa.Column("company", sa.Text),
    sa.Column("revoked", UtcInstant),
    _version(),
    sa.Index(
        "uq_one_certification",
        "person_id",
        "course_id",
        unique=True,
        sqlite_where=_not_revoked,
        postgresql_where=_not_revoked,
    ),
    sa.Index("ix_certifications_awarded_on", "awarded_on"),
)

_current_document = sa.text("successor is null and revoked is null")

documents = sa.Table(
    "documents",
    metadata,
    sa.Column("code", sa.String(32), primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    _link("person_id", "people.id"),
    _link("course_id", "courses.id"),
    sa.Column("company", sa.Text),
    sa.Column("facts", sa.JSON, nullable=False),
    sa.Column("issued", UtcInstant, nullable=False),
    sa.Column("successor", sa.String(32)),
    sa.Column("revoked", UtcInstant),
    _version(),
    sa.Index(
        "uq_one_document",
        "person_id",
        "course_id",
        "kind",
        unique=True,
        sqlite_where=_current_document,
        postgresql_where=_current_document,
    ),
    sa.Index("ix_documents_person_id", "person_id"),
    sa.Index("ix_documents_company", "company"),
)

document_files = sa.Table(
    "document_files",
    metadata,
    sa.Column("code", sa.String(32), sa.ForeignKey("documents.code"), primary_key=True),
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Index("ix_document_files_sha256", "sha256"),
)

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", sa.String(32), nullable=False, unique=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    _link("person_id", "people.id", optional=True),
    sa.Column("address", sa.Text),
    sa.Column("address_key", sa.Text),
    _link("session_id", "sessions.id", optional=True),
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
    sa.Column("delivery", sa.String(12)),
    sa.Column("cause", sa.String(20)),
    sa.Index("ix_messages_next", "state", "channel", "due", "tries", "number"),
    sa.Index("ix_messages_reference", "reference"),
    sa.Index("ix_messages_person_id", "person_id"),
    sa.Index("ix_messages_address_key", "address_key"),
    sa.Index("ix_messages_session_id", "session_id"),
)

message_events = sa.Table(
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
    _link("person_id", "people.id"),
    _link("session_id", "sessions.id", optional=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("facts", sa.JSON, nullable=False),
    sa.Column("created", UtcInstant, nullable=False),
    sa.Column("read", UtcInstant),
    sa.Index("ix_notifications_person_id_number", "person_id", "number"),
    sa.Index("ix_notifications_session_id", "session_id"),
)

reset_links = sa.Table(
    "reset_links",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    _link("person_id", "people.id"),
    sa.Column("created", UtcInstant, nullable=False),
    sa.Column("expires", UtcInstant, nullable=False),
    sa.Column("used", UtcInstant),
    sa.Index("ix_reset_links_person_id", "person_id"),
)

tries = sa.Table(
    "tries",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("account", sa.String(64)),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last", UtcInstant, nullable=False),
    sa.Column("closed_until", UtcInstant),
    sa.Index("ix_tries_account", "account"),
    sa.Index("ix_tries_last", "last"),
)

transferred_contacts = sa.Table(
    "transferred_contacts",
    metadata,
    sa.Column("base", sa.String(20), primary_key=True),
    sa.Column("person_id", sa.String(32), primary_key=True),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("at", UtcInstant, nullable=False),
)

endings = sa.Table(
    "endings",
    metadata,
    _link("person_id", "people.id", key=True),
    _link("course_id", "courses.id", key=True),
    sa.Column("ended_on", sa.Date, nullable=False),
    sa.Column("finished", sa.Boolean, nullable=False),
    _link("company_id", "companies.id", optional=True),
    sa.Column("told", UtcInstant, nullable=False),
    sa.Index("ix_endings_course_id", "course_id"),
    sa.Index("ix_endings_company_id", "company_id"),
)
"""The ends of courses of which pilots and managers were told: once a person and course (JOB-3)."""

former_managers = sa.Table(
    "former_managers",
    metadata,
    _link("person_id", "people.id", key=True),
    _link("company_id", "companies.id", key=True),
    _link("manager_id", "people.id", key=True),
    sa.Column("kept", UtcInstant, nullable=False),
    sa.Index("ix_former_managers_company_id", "company_id"),
    sa.Index("ix_former_managers_manager_id", "manager_id"),
)
"""Who managed somebody in a company on the day they left it (ROLE-12)."""

runs = sa.Table(
    "runs",
    metadata,
    sa.Column("job", sa.String(20), primary_key=True),
    sa.Column("date", sa.Date, primary_key=True),
    sa.Column("started", UtcInstant, primary_key=True),
    sa.Column("finished", UtcInstant),
    sa.Column("done", sa.JSON, nullable=False),
    sa.Column("skipped", sa.JSON, nullable=False),
    sa.Column("failures", sa.JSON, nullable=False),
)

settings = sa.Table(
    "settings",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(60), nullable=False),
    sa.Column("since", sa.Date),
    _link("course_id", "courses.id", optional=True),
    sa.Column("value", sa.JSON, nullable=False),
)
