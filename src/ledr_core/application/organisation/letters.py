"""What an organisation writes: invitations, the code that shows whose their address is (INV-2), and to its members."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from attrs import frozen

from ledr_core.application.access.passwords import token_hash
from ledr_core.application.operating.made_up import MadeUp
from ledr_core.application.operating.message_kinds import Matter, MessageKind, Said
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.identifiers import CompanyId
from ledr_core.domain.kernel.moments import ONE_DAY, Moment
from ledr_core.domain.messages import grounds
from ledr_core.domain.messages.grounds import Withdrawal
from ledr_core.domain.organisation.key_figures import KeyFigure, Rhythm
from ledr_core.domain.organisation.periods import past_week


@frozen(kw_only=True)
class InvitationFacts:
    """Who invites to what, what opens the door, and until when."""

    company: str
    role: str
    team: str | None = None
    inviter: str
    token: str
    expires: datetime


@frozen(kw_only=True)
class InvitationCodeFacts:
    """What shows that the invited address is theirs who is signed in to another account, and until when."""

    token: str
    company: str
    account: str
    """The address of that account."""
    expires: datetime


@frozen(kw_only=True)
class ToMemberFacts:
    """The organisation of which whoever is written to is a member; None in older messages."""

    company_id: CompanyId | None = None


@frozen(kw_only=True)
class OrganisationMessageFacts(ToMemberFacts):
    """What somebody of an organisation writes to its members."""

    title: str
    text: str
    sender: str
    company: str


@frozen(kw_only=True)
class RecommendationFacts(ToMemberFacts):
    """The titles of the courses that somebody recommends to members."""

    courses: tuple[str, ...]
    sender: str
    company: str


@frozen(kw_only=True)
class GoalFacts(ToMemberFacts):
    """A goal, by when, and who has set it."""

    text: str
    due: date | None = None
    sender: str


@frozen(kw_only=True)
class CourseLine:
    """A course that members follow: its title, how many, and how far on average."""

    course: str
    people: int
    percent: int


@frozen(kw_only=True)
class FigureFacts:
    """The figures of an organisation over a period; certificates of all levels together, hours in whole ones."""

    people: int
    active: int
    courses: tuple[CourseLine, ...]
    percent: int
    certified: int
    hours: int


@frozen(kw_only=True)
class KeyFiguresFacts:
    """The figures of a period, and of the one before it; those named are followed."""

    company: str
    company_id: CompanyId
    every: Rhythm
    start: date
    end: date
    figures: tuple[KeyFigure, ...]
    now: FigureFacts
    before: FigureFacts


def _still_belongs(work: Work, matter: Matter[ToMemberFacts]) -> Withdrawal | None:
    me, company = matter.person, matter.facts.company_id
    if me is None or company is None:
        return None
    return grounds.to_member(me.id, work.unit.teams.members_among(company, [me.id], work.today))


def _still_follows(work: Work, matter: Matter[KeyFiguresFacts]) -> Withdrawal | None:
    me = matter.person
    if me is None:
        return None
    return grounds.key_figures(me, matter.facts.company_id, work.unit.key_figures.of([me.id]).get(me.id))


def _is_open(work: Work, matter: Matter[InvitationFacts]) -> Withdrawal | None:
    """Nobody has used or withdrawn it, and no newer link is in its place (INV-3)."""
    found = work.unit.invitations.with_hash(token_hash(matter.facts.token))
    used = found is None or found.ended is not None
    return grounds.link(matter.facts.expires, work.moment.instant, used=used)


def _is_timely(work: Work, matter: Matter[InvitationCodeFacts]) -> Withdrawal | None:
    return grounds.link(matter.facts.expires, work.moment.instant, used=False)


def _to_a_team(made_up: MadeUp, moment: Moment) -> Said:
    return {
        "company": made_up.company,
        "role": "member",
        "team": made_up.team,
        "inviter": made_up.people[0],
        "token": made_up.secret,
        "expires": moment.instant + 30 * ONE_DAY,
    }


def _to_another(made_up: MadeUp, moment: Moment) -> Said:
    return {
        "token": made_up.secret,
        "company": made_up.company,
        "account": "lea@exemple.fr",
        "expires": moment.instant + ONE_DAY / 24,
    }


def _announced(made_up: MadeUp, moment: Moment) -> Said:
    return {
        "title": made_up.title,
        "text": made_up.text,
        "sender": made_up.people[0],
        "company": made_up.company,
    }


def _recommended(made_up: MadeUp, moment: Moment) -> Said:
    return {"courses": [made_up.course], "sender": made_up.people[0], "company": made_up.company}


def _next_month(made_up: MadeUp, moment: Moment) -> Said:
    return {"text": made_up.text, "due": moment.day + 30 * ONE_DAY, "sender": made_up.people[0]}


def _a_week(made_up: MadeUp, moment: Moment) -> Said:
    week, (now, before) = (
        past_week(moment.day),
        (
            FigureFacts(
                people=24 + more,
                active=15 + more,
                courses=(CourseLine(course=made_up.course, people=20 + more, percent=42 + more),),
                percent=42 + more,
                certified=1 + more,
                hours=30 + more,
            )
            for more in (3, 0)
        ),
    )
    return {
        "company": made_up.company,
        "company_id": CompanyId("sample"),
        "every": Rhythm.WEEK,
        "start": week.first,
        "end": week.last,
        "figures": list(KeyFigure),
        "now": now,
        "before": before,
    }


INVITATION: Final = MessageKind(
    name="invitation",
    rule="INV-2",
    automatic=False,
    facts=InvitationFacts,
    sample=_to_a_team,
    ground=_is_open,
    secrets=("token",),
    page="invitation",
)

INVITATION_CODE: Final = MessageKind(
    name="invitation_code",
    rule="INV-2",
    automatic=False,
    facts=InvitationCodeFacts,
    sample=_to_another,
    ground=_is_timely,
    secrets=("token",),
    page="confirmation",
)

ORGANISATION_MESSAGE: Final = MessageKind(
    name="organisation_message",
    rule="TEAM-5",
    automatic=False,
    facts=OrganisationMessageFacts,
    sample=_announced,
    ground=_still_belongs,
    rings=True,
)

RECOMMENDATION: Final = MessageKind(
    name="recommendation",
    rule="TEAM-5",
    automatic=False,
    facts=RecommendationFacts,
    sample=_recommended,
    ground=_still_belongs,
    rings=True,
)

PERSONAL_GOAL: Final = MessageKind(
    name="personal_goal",
    rule="TEAM-5",
    automatic=False,
    facts=GoalFacts,
    sample=_next_month,
    ground=_still_belongs,
    rings=True,
)

KEY_FIGURES: Final = MessageKind(
    name="key_figures", rule="TEAM-8", facts=KeyFiguresFacts, sample=_a_week, ground=_still_follows
)

KINDS: Final[tuple[MessageKind[Any], ...]] = (
    INVITATION,
    INVITATION_CODE,
    ORGANISATION_MESSAGE,
    RECOMMENDATION,
    PERSONAL_GOAL,
    KEY_FIGURES,
)
