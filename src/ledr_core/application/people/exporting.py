"""All that is kept of a person as one archive: for machines in JSON, for people as a page (NOTE-6)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from attrs import frozen

from ledr_core.application.messages.letters import rendered
from ledr_core.application.messages.requests import SUPPORT_REQUEST
from ledr_core.application.operating.files import archived
from ledr_core.application.operating.operation import Before
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.school import LANGUAGE
from ledr_core.domain.people.person import Person
from ledr_core.ports.outbox import StoredMessage
from ledr_core.ports.personal_data import Row
from ledr_core.views import as_json
from ledr_core.views.people import DataSection, PersonalDataView
from ledr_core.wording.catalogue import sentences, spoken


@frozen
class Gathered:
    """What is read of a person before the archive is made of it."""

    data: PersonalDataView
    picture: bytes | None
    language: str


@frozen
class Packed:
    """The archive, and what it is called where nobody says."""

    name: str
    content: bytes


def data_packed(before: Before, *, person: str | None = None, **_: object) -> Packed:
    """Everything of oneself, or of whom staff name: read in one step, made into files when that is over."""
    found = before.read(lambda work: _gathered(work, work.own_subject(person)))
    names = spoken(sentences("personal_data")["files"], found.language)
    page = before.ports.pages.page(found.data, found.language)
    files = {names["json"]: _in_json(found.data), names["page"]: page.encode()}
    if found.picture is not None:
        files[names["picture"]] = found.picture
    return Packed(names["archive"], archived(files))


def _in_json(data: PersonalDataView) -> bytes:
    said = {"person": data.person, "as_of": data.as_of, **{one.name: one.rows for one in data.sections}}
    return (json.dumps(as_json(said), ensure_ascii=False, indent=2) + "\n").encode()


def _gathered(work: Work, person: Person) -> Gathered:
    sections = work.unit.personal_data.of(person, SUPPORT_REQUEST.name)
    sections["messages"] = tuple(_messages(work, person))
    order = sentences("personal_data")["sections"]
    data = PersonalDataView(
        person=person.email,
        name=person.name,
        as_of=work.today,
        sections=tuple(DataSection(name, tuple(sections[name])) for name in order if sections[name]),
    )
    picture = None if person.picture is None else work.unit.files.get(person.picture)
    return Gathered(data, picture, work.setting(LANGUAGE))


def _messages(work: Work, person: Person) -> Iterator[Row]:
    """What was written to the person, and to their address before it was theirs; secrets are hidden."""
    outbox, first = work.unit.outbox, work.unit.personal_data.began_with(person)
    to_school = work.contexts.kinds_to_the_school
    to_address = (one for one in outbox.list(address=first) if one.kind not in to_school)
    for message in [*outbox.list(person=person.id), *to_address]:
        yield {
            "kind": message.kind,
            "channel": message.channel,
            "due": message.due,
            "sent": message.sent,
            "sent_to": message.sent_to or message.address,
            "state": message.state,
            "delivery": message.delivery,
            **_said(work, message),
        }


def _said(work: Work, message: StoredMessage) -> Row:
    """What it says; one that cannot be written any more hides no other."""
    try:
        words = rendered(work, message, secrets=False)
    except (ValueError, LookupError):
        return {}
    return {"subject": words.subject, "text": words.text}
