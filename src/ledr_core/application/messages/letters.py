"""What a message says: its own facts, and those of its person, session and school as they are now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ledr_core.application.operating.message_kinds import Matter, MessageKind, Said
from ledr_core.application.operating.stored_facts import in_json
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.school import LANGUAGE, SCHOOL_NAME, SITE, SUPPORT_ADDRESS, SUPPORT_CHAT
from ledr_core.domain.people.person import Person
from ledr_core.ports.outbox import StoredMessage
from ledr_core.ports.templates import Rendered, masked

Facts = dict[str, object]


@frozen
class Draft:
    """A message that waits, its kind, and what it is about."""

    message: StoredMessage
    kind: MessageKind[Any]
    matter: Matter[Any]


def draft_of(work: Work, message: StoredMessage) -> Draft:
    """What a message is about, as it is now. Raises Unreadable when its kind is none, or its facts are damaged."""
    kind = work.contexts.kept_kind(message.kind)
    person = work.unit.people.get(message.person) if message.person else None
    session = work.unit.sessions.get(message.session) if message.session else None
    return Draft(message, kind, Matter(kind.read(message.facts), person, session, message.created))


def rendered(work: Work, message: StoredMessage, *, secrets: bool) -> Rendered:
    """The message as it reads; its secrets are hidden unless asked for."""
    facts = facts_of(work, message)
    return read_out(work, message.kind, facts if secrets else hidden(work, message.kind, facts))


def read_out(work: Work, kind: str, facts: Said) -> Rendered:
    """The words of a message with these facts, in the school's language."""
    return work.ports.templates.render(work.contexts.kind(kind).name, facts, work.setting(LANGUAGE))


def hidden(work: Work, kind: str, facts: Said) -> dict[str, object]:
    """The facts without secrets; of a kind that is none those that are secrets in any."""
    known = work.contexts.kinds.get(kind)
    return masked(facts) if known is None else known.masked(facts)


def facts_of(work: Work, message: StoredMessage) -> Said:
    """All that the template needs. A message that was sent keeps the facts it was sent with."""
    return message.facts if message.resolved else facts_now(work, draft_of(work, message))


def facts_now(work: Work, draft: Draft) -> Said:
    """All that the template of a message that waits needs, as things are now."""
    message, matter = draft.message, draft.matter
    facts: Facts = {
        "person": _addressee(matter.person, message),
        "school": school_facts(work),
        **message.facts,
        **_door(work, draft),
    }
    if matter.session is not None:
        facts |= {"session": matter.session.reference, "course": work.course_title(matter.session.course)}
    return facts | in_json(draft.kind.adds(work, matter))


def school_facts(work: Work) -> Facts:
    """What messages say of the school (SUP-2)."""
    return {
        "name": work.setting(SCHOOL_NAME),
        "address": work.setting(SUPPORT_ADDRESS),
        "chat": work.setting(SUPPORT_CHAT),
        "site": work.setting(SITE),
    }


def _addressee(person: Person | None, message: StoredMessage) -> Facts:
    if person is None:
        return {"first_name": "", "last_name": "", "email": message.address}
    return {"first_name": person.first_name, "last_name": person.last_name, "email": person.email}


def _door(work: Work, draft: Draft) -> Mapping[str, object]:
    """The link of a kind whose secret opens a page by itself."""
    if not draft.kind.page:
        return {}
    site = work.setting(SITE).rstrip("/")
    return {"link": f"{site}/{draft.kind.page}?token={draft.message.facts['token']}"}
