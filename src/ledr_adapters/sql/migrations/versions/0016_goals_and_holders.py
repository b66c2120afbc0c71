"""Pages of teams, personal goals, who gave and took slots, and ways to all that is kept of a person."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """The page of a team that exists says nothing and suggests nothing; nobody has a goal yet.

    Who gave or took the slots of before is not known.
    """
    for column in ("opener", "closer"):
        op.add_column("holdings", sa.Column(column, sa.String(length=32), nullable=True))
    op.add_column("teams", sa.Column("message", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.create_table(
        "team_courses",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("course_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_team_courses_course_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_courses_team_id")),
        sa.PrimaryKeyConstraint("team_id", "position", name=op.f("pk_team_courses")),
    )
    op.create_table(
        "goals",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("company_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_goals_author_id")),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_goals_company_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_goals_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
    )
    op.create_index("ix_goals_author_id", "goals", ["author_id"], unique=False)
    op.create_index("ix_goals_company_id", "goals", ["company_id"], unique=False)
    op.create_index("ix_goals_person_id", "goals", ["person_id"], unique=False)
    op.create_index("ix_invitations_address_key", "invitations", ["address_key"])
    erased = sa.text("email = id")
    op.create_index("ix_people_erased", "people", ["id"], sqlite_where=erased, postgresql_where=erased)
    op.create_index("ix_transferred_contacts_person_id", "transferred_contacts", ["person_id"])
