"""Links to choose another password, sent to whoever has forgotten theirs (ACC-3)."""

from __future__ import annotations

from datetime import timedelta

from ledr_core.application.access.letters import RESET_PASSWORD, ResetLinkFacts
from ledr_core.application.access.passwords import token_hash
from ledr_core.application.operating.work import Work
from ledr_core.domain.access.settings import RESET_LINK_MINUTES
from ledr_core.ports.reset_links import ResetLink


def send_link(work: Work, email: str) -> None:
    """Write a link to choose another password, which ends the former ones; for nobody's address do as little.

    The token is made and hashed either way.
    """
    now = work.moment.instant
    token = work.ports.chance.token()
    hashed, expires = token_hash(token), now + timedelta(minutes=work.setting(RESET_LINK_MINUTES))
    person = work.unit.people.with_email(email)
    if person is None:
        return
    work.unit.reset_links.end(person.id, now)
    work.unit.reset_links.add(ResetLink(hashed, person.id, now, expires))
    facts = ResetLinkFacts(token=token, expires=expires)
    work.write([RESET_PASSWORD.message(work, person.id, None, hashed, facts)])
