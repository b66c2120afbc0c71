"""The messages with which somebody gets in: the access codes, and a link to choose another password."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from attrs import field, frozen

from ledr_core.application.access.passwords import token_hash
from ledr_core.application.access.standings import standing_to_welcome
from ledr_core.application.operating.made_up import MadeUp
from ledr_core.application.operating.message_kinds import About, Matter, MessageKind, Said
from ledr_core.application.operating.stored_facts import LEFT_OUT
from ledr_core.application.operating.work import Work
from ledr_core.domain.access.standing import Seat, accesses
from ledr_core.domain.jobs.schedule import on_the_clock
from ledr_core.domain.jobs.settings import DAILY_AT, daily_time
from ledr_core.domain.kernel.moments import ONE_DAY, Moment
from ledr_core.domain.messages import grounds
from ledr_core.domain.messages.diagnosis import Likely, Remedy
from ledr_core.domain.messages.grounds import Withdrawal
from ledr_core.domain.messages.welcoming import Place, no_welcome_yet
from ledr_core.domain.people.person import Person


@frozen(kw_only=True)
class WelcomeFacts:
    """What a welcome keeps: the day of a demo, which membership it is for, and the password while it is on its way."""

    password: str | None = None
    """Made when it leaves, for somebody who has none; wiped once it is known to be taken, or not."""
    demo_day: date | None = field(default=None, metadata=LEFT_OUT)
    member: int | None = None


@frozen(kw_only=True)
class ResetLinkFacts:
    """What opens the page on which a password is chosen, and until when."""

    token: str
    expires: datetime


# The welcome


def _welcomes_somebody(work: Work, matter: Matter[WelcomeFacts]) -> Withdrawal | None:
    person, facts = matter.person, matter.facts
    if person is None:
        return None
    standing, reference = standing_to_welcome(work, person), matter.session.reference if matter.session else None
    if facts.demo_day:
        return grounds.demo(facts.demo_day, person.demo_day, standing, work.today)
    return grounds.welcome(standing, facts.member, reference, work.today)


def _first_day(work: Work, matter: Matter[WelcomeFacts]) -> datetime | None:
    """When a welcome that was written too early is due, at the hour of the daily run (ACC-2, ACC-15).

    On the first day, where that was moved; on the next one, while whoever steers or manages has no open space yet.
    """
    if matter.person is None:
        return None
    standing = standing_to_welcome(work, matter.person)
    if matter.session is None:
        waits = matter.facts.demo_day is None and grounds.space_ahead(standing, work.today)
        day = work.today + ONE_DAY if waits else None
    else:
        day = grounds.first_day_ahead(standing, matter.facts.member, matter.session.reference, work.today)
    return None if day is None else on_the_clock(day, daily_time(work.setting(DAILY_AT)))


def _access(work: Work, matter: Matter[WelcomeFacts]) -> Said:
    """Login, spaces, and the membership, as they are now."""
    person, session = matter.person, matter.session
    if person is None:
        return {}
    member = session.member(person.id) if session else None
    holding = session.holding_of(person.id) if session else None
    learns = member if member and member.learns else None
    opened = [verdict.space for verdict in accesses(standing_to_welcome(work, person), work.today) if verdict.open]
    return {
        "login": person.email,
        "role": person.role,
        "spaces": opened or list(person.role.spaces),
        "session": session.reference if session else None,
        "course": work.course_title(session.course) if session and learns else None,
        "start": learns.start if learns else matter.facts.demo_day,
        "end": learns.end if learns else None,
        "slot": holding.slot if holding else None,
    }


def _memberships(work: Work, about: About) -> None:
    work.prefetch((message.person for message, _ in about if message.person), seats=True)


def _awaited(work: Work, person: Person, seats: Sequence[Seat], written: bool) -> Likely | None:
    """Why somebody has no welcome: its day has not come, or it never was due (ACC-2, ACC-15)."""
    unwelcomed = [seat for seat in seats if not seat.member.welcomed]
    if not unwelcomed and (seats or person.welcomed or written):
        return None
    why = no_welcome_yet(person, [_place(work, seat) for seat in unwelcomed], work.today)
    return None if why.remedy is Remedy.ENROL and written else why


def _place(work: Work, seat: Seat) -> Place:
    session = work.unit.sessions.named(seat.session)
    assert session is not None
    may_know = work.actor.is_staff or work.actor.steers
    holders = session.holders() if may_know else []
    cards = work.unit.people.cards(holders)
    return Place(session, seat.member, seat.expected, [cards[person].email for person in holders])


def _codes(made_up: MadeUp, moment: Moment) -> Said:
    return {"password": made_up.secret}


WELCOME: Final = MessageKind(
    name="welcome",
    rule="ACC-2",
    facts=WelcomeFacts,
    sample=_codes,
    ground=_welcomes_somebody,
    not_before=_first_day,
    adds=_access,
    reads_ahead=_memberships,
    carries_password=True,
    secrets=("password",),
    lets_in=True,
    awaited=_awaited,
    accompanies=True,
)
"""The message with the access codes."""


# A link to choose another password


def _link_is_good(work: Work, matter: Matter[ResetLinkFacts]) -> Withdrawal | None:
    expired = grounds.link(matter.facts.expires, work.moment.instant, used=False)
    if expired is not None or matter.person is None:
        return expired
    link = work.unit.reset_links.with_hash(token_hash(matter.facts.token))
    return None if link is None else grounds.link(link.expires, work.moment.instant, used=link.used is not None)


def _an_hour(made_up: MadeUp, moment: Moment) -> Said:
    return {"token": made_up.secret, "expires": moment.instant + ONE_DAY / 24}


RESET_PASSWORD: Final = MessageKind(
    name="reset_password",
    rule="ACC-3",
    automatic=False,
    facts=ResetLinkFacts,
    sample=_an_hour,
    ground=_link_is_good,
    secrets=("token",),
    page="password",
    lets_in=True,
    sent_again=True,
)

# Another demo day


@frozen(kw_only=True)
class DemoMoveFacts:
    """The demo day that was asked for in the place of the one booked, what confirms it, and until when."""

    token: str
    day: date
    expires: datetime


def _still_asked(work: Work, matter: Matter[DemoMoveFacts]) -> Withdrawal | None:
    """Nobody has moved the day meanwhile, and the link is good."""
    if grounds.link(matter.facts.expires, work.moment.instant, used=False):
        return Withdrawal.LINK_EXPIRED
    asked = work.unit.demo_moves.with_hash(token_hash(matter.facts.token))
    return None if asked is not None else Withdrawal.DAY_CHANGED


def _booked(work: Work, matter: Matter[DemoMoveFacts]) -> Said:
    return {"booked": matter.person.demo_day if matter.person else None}


def _tomorrow(made_up: MadeUp, moment: Moment) -> Said:
    expires = moment.instant + ONE_DAY / 24
    return {"token": made_up.secret, "day": moment.day + ONE_DAY, "expires": expires, "booked": moment.day}


DEMO_MOVE: Final = MessageKind(
    name="demo_move",
    rule="ACC-9",
    automatic=False,
    facts=DemoMoveFacts,
    sample=_tomorrow,
    ground=_still_asked,
    adds=_booked,
    secrets=("token",),
    page="demo",
)

KINDS: Final = (WELCOME, RESET_PASSWORD, DEMO_MOVE)
