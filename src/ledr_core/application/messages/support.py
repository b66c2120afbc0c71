"""Asking the school for help: who asks, from which page, and their state there. See the rules SUP-3 and SUP-4."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from typing import Final

from ledr_core.application.access.gates import must_be_heard
from ledr_core.application.access.standings import standing_of
from ledr_core.application.messages.page_state import PageState, must_be_there, page_state
from ledr_core.application.messages.requests import SUPPORT_REQUEST, SpaceLine, SupportRequestFacts, asking, visiting
from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.permissions import PUBLIC
from ledr_core.application.operating.values import Address, Email, Line, Said
from ledr_core.domain.access.standing import Access, accesses, seat_of
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.school import LANGUAGE, SUPPORT_ADDRESS
from ledr_core.domain.kernel.texts import address_key, trimmed
from ledr_core.domain.people.person import Person
from ledr_core.views import as_json
from ledr_core.views.support import AskedForHelp
from ledr_core.wording import because, why

LONGEST: Final = 5_000
"""Characters of a request: beyond them it is a document, for an e-mail of one's own."""
LONGEST_PAGE: Final = 300
"""Characters of a page's address that are kept."""
ONCE_IN: Final = timedelta(minutes=1)
"""The same request sent again within that time is the same one: a button that was pressed twice."""


class Support(Area):
    """Asking the school for help."""

    name = "support"
    may = PUBLIC

    @operation
    def ask(
        self,
        *,
        by: str,
        text: Said,
        page: Line | None = None,
        person: str | None = None,
        email: Email | None = None,
        address: Address | None = None,
    ) -> AskedForHelp:
        """Send a request for help to the school's address, with who asks, from which page, and their state there.

        It needs no open space and no account; staff ask for others. The answer goes to the person, or to *email*: the
        address of a visitor, who is told apart from somebody who has signed in (SUP-4). *page* is `lesson:l1`, or a
        path or address that ends in it (`/lesson/l1`); so for module, theme, workshop, course and case. On one of a
        lesson, the hosts of its video are named, which a firewall must allow (SUP-3). A part that staff name
        by its reference must be there: NotFound.

        Several requests of visitors in a row, from one *email* or from one network *address*, have to wait (SUP-4).

        Example: ledr support ask "La vidéo ne démarre pas." --page lesson:l1 --person lea@manpower.example
        ledr --as public support ask "Je ne reçois pas mes codes." --email lea@manpower.example
        """
        found = self._who_asks(person, email)
        request = _must_be_sayable(text)
        if page and self.work.actor.is_staff:
            must_be_there(self.work, page)
        school, instant = self.work.setting(SUPPORT_ADDRESS), self.work.moment.instant
        asked = f"{found.id if found else 'public'}:{_digest(school, request, page or '', email or '')}:"
        known = self._sent(asked)
        if known is None:
            must_be_heard(self.work, email, address, "SUP-4")
            facts = self._facts(found, request, page or None, email)
            key = f"{asked}{int(instant.timestamp()) // int(ONCE_IN.total_seconds())}"
            self.work.write([SUPPORT_REQUEST.message(self.work, None, None, key, facts, school)])
            known = self._sent(asked)
        assert known is not None
        return AskedForHelp(known, answerable=found is not None or email is not None)

    def _sent(self, asked: str) -> str | None:
        """The same request, when it has just been sent."""
        address, since = self.work.setting(SUPPORT_ADDRESS), self.work.moment.instant - ONCE_IN
        recent = self.work.unit.outbox.list(kind=SUPPORT_REQUEST.name, since=since, address=address)
        return next(
            (message.id for message in recent if message.key.startswith(f"{SUPPORT_REQUEST.name}:{asked}")), None
        )

    def _who_asks(self, person: str | None, email: str | None) -> Person | None:
        """The person that is asked for; of a visitor whoever has the address they give, if somebody has."""
        if not self.work.actor.is_visitor or person is not None:
            return self.work.own_subject(person)
        return None if email is None else self.work.unit.people.with_email(email)

    def _facts(self, person: Person | None, text: str, page: str | None, email: str | None) -> SupportRequestFacts:
        signed_in = not self.work.actor.is_visitor
        page = page[:LONGEST_PAGE] if page else None
        if person is None:
            visitor = visiting(email, self.work.setting(LANGUAGE))
            return SupportRequestFacts(
                person=visitor, page=page, text=text, signed_in=signed_in, answerable=email is not None
            )
        standing = standing_of(self.work, person)
        seat = seat_of(standing, self.work.today)
        there = page_state(self.work, person, seat, page) if page else PageState()
        return SupportRequestFacts(
            person=asking(self.work, person, seat.session if seat else None),
            page=page,
            text=text,
            signed_in=signed_in,
            answer_to=email,
            state=tuple(_spaces(accesses(standing, self.work.today), self.work.setting(LANGUAGE))),
            page_state=there.lines,
            video_hosts=there.video_hosts,
        )


def _spaces(verdicts: Iterable[Access], language: str) -> Iterable[SpaceLine]:
    """A line a space: open, with the facts behind it; closed, with what keeps it so."""
    for verdict in verdicts:
        deciding = verdict.refusal or verdict.reasons[-1]
        facts = [
            why(one.rule, one.ground, one.facts, language) for one in verdict.reasons if verdict.open or not one.met
        ]
        reason = "" if verdict.open else because(deciding.rule, deciding.ground, deciding.facts, language)
        yield SpaceLine(
            space=verdict.space.value,
            open=verdict.open,
            rule=deciding.rule,
            ground=deciding.ground,
            facts=as_json(deciding.facts),
            said=f"{reason} ({', '.join(facts)})" if reason else ", ".join(facts),
        )


def _must_be_sayable(text: str) -> str:
    """The text without white space around it. Raises Invalid when nothing is left, or too much."""
    said = trimmed(text)
    if not said:
        raise Invalid("text", "empty")
    if len(said) > LONGEST:
        raise Invalid("text", "too long", {"length": len(said), "most": LONGEST})
    return said


def _digest(school: str, text: str, page: str, email: str) -> str:
    return sha256(f"{school}\n{page}\n{address_key(email)}\n{text}".encode()).hexdigest()[:24]
