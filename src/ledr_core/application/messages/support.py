"""Asking the school for help: who asks, from which page, and their state there. See the rule SUP-3."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from typing import Final

from ledr_core.application.access.standings import standing_of
from ledr_core.application.messages.page_state import PageState, page_state
from ledr_core.application.messages.requests import SUPPORT_REQUEST, SpaceLine, SupportRequestFacts, asking
from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.permissions import SELF
from ledr_core.application.operating.values import Line, Said
from ledr_core.domain.access.standing import Access, accesses, seat_of
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.school import LANGUAGE, SUPPORT_ADDRESS
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
    may = SELF

    @operation
    def ask(self, *, by: str, text: Said, page: Line | None = None, person: str | None = None) -> AskedForHelp:
        """Send a request for help to the school's address, with who asks, from which page, and their state there.

        It needs no open space; staff ask for others. The answer goes to the person. *page* is `lesson:l1`, or a path or
        address that ends in it (`/lesson/l1`); so for module, theme, workshop, course and case. On one of a lesson, the
        hosts of its video are named, which a firewall must allow (SUP-3).

        Example: ledr support ask "La vidéo ne démarre pas." --page lesson:l1 --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        request = _must_be_sayable(text)
        asked = f"{found.id}:{_digest(request, page or '')}:"
        instant = self.work.moment.instant
        known = self._sent(asked)
        if known is None:
            facts = self._facts(found, request, page or None)
            address = self.work.setting(SUPPORT_ADDRESS)
            key = f"{asked}{int(instant.timestamp()) // int(ONCE_IN.total_seconds())}"
            self.work.write([SUPPORT_REQUEST.message(self.work, None, None, key, facts, address)])
            known = self._sent(asked)
        assert known is not None
        return AskedForHelp(known)

    def _sent(self, asked: str) -> str | None:
        """The same request, when it has just been sent."""
        address, since = self.work.setting(SUPPORT_ADDRESS), self.work.moment.instant - ONCE_IN
        recent = self.work.unit.outbox.list(kind=SUPPORT_REQUEST.name, since=since, address=address)
        return next(
            (message.id for message in recent if message.key.startswith(f"{SUPPORT_REQUEST.name}:{asked}")), None
        )

    def _facts(self, person: Person, text: str, page: str | None) -> SupportRequestFacts:
        standing = standing_of(self.work, person)
        seat = seat_of(standing, self.work.today)
        there = page_state(self.work, person, seat, page) if page else PageState()
        return SupportRequestFacts(
            person=asking(self.work, person, seat.session if seat else None),
            page=page[:LONGEST_PAGE] if page else None,
            text=text,
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
    stripped = text.strip()
    if not stripped:
        raise Invalid("text", "empty")
    if len(stripped) > LONGEST:
        raise Invalid("text", "too long", {"length": len(stripped), "most": LONGEST})
    return stripped


def _digest(text: str, page: str) -> str:
    return sha256(f"{page}\n{text}".encode()).hexdigest()[:24]
