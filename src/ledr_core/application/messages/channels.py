"""The two ways out of the school: what of a message is handed to which provider, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import evolve, field, frozen

from ledr_core.application.messages.enclosures import enclosed_documents
from ledr_core.application.messages.letters import Draft, facts_now, read_out
from ledr_core.application.operating.message_kinds import Enclosure
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.school import SCHOOL_NAME, SUPPORT_ADDRESS
from ledr_core.domain.messages.sms import must_be_fit, sms_text
from ledr_core.ports.handover import Handover, Outcome
from ledr_core.ports.mail import Attachment, Letter
from ledr_core.ports.outbox import StoredMessage
from ledr_core.ports.outside import Ports
from ledr_core.ports.sms import TextMessage


@frozen
class Written:
    """A message ready to be handed over, and what it says."""

    message: StoredMessage
    address: str
    """Where it goes: an address, or a number."""
    facts: Mapping[str, object]
    content: Letter | TextMessage
    to_print: Mapping[str, Enclosure] = field(factory=dict)
    """What goes with it, while it is not made: documents by code, other files by name."""
    enclosed: Mapping[str, Attachment] = field(factory=dict)
    """Their files."""

    def printed(self) -> Written:
        """The same with what goes with it, which takes long: once no transaction is open."""
        if not isinstance(self.content, Letter) or not self.to_print:
            return self
        enclosed = {code: one.attachment() for code, one in self.to_print.items()}
        letter = evolve(self.content, attachments=tuple(enclosed.values()))
        return evolve(self, content=letter, to_print={}, enclosed=enclosed)


@frozen
class Channel:
    """A way out: who takes it, how many at once, and how one message of it is addressed, written, handed over."""

    name: str
    provider: str
    at_once: int
    address: Callable[[Work, StoredMessage], str]
    write: Callable[[Work, Draft, str], Written]
    hand_over: Callable[[Sequence[Written]], Sequence[Handover]]
    look_up: Callable[[str], Handover]


def channels(ports: Ports) -> tuple[Channel, ...]:
    """The channels of a school."""
    mail, sms = ports.mail, ports.sms

    def letters(written: Sequence[Written]) -> Sequence[Handover]:
        return mail.send_all([one.content for one in written if isinstance(one.content, Letter)])

    def texts(written: Sequence[Written]) -> Sequence[Handover]:
        return [sms.send(one.content) for one in written if isinstance(one.content, TextMessage)]

    return (
        Channel("email", mail.name, mail.at_once, _address, _letter, letters, mail.look_up),
        Channel("sms", sms.name, 1, _number, _text, texts, _not_to_be_asked),
    )


def _not_to_be_asked(message: str) -> Handover:
    return Handover(Outcome.UNKNOWN, "nobody can be asked which SMS were taken")


def _address(work: Work, message: StoredMessage) -> str:
    """The address of a person as it is now (NOTE-8)."""
    return work.unit.people.get(message.person).email if message.person else str(message.address)


def _number(work: Work, message: StoredMessage) -> str:
    """The number of a person as it is now; none is judged apart (NOTE-2)."""
    return (work.unit.people.get(message.person).phone or "") if message.person else str(message.address)


def _letter(work: Work, draft: Draft, address: str) -> Written:
    message, person, facts = draft.message, draft.matter.person, facts_now(work, draft)
    codes = facts.get("documents")
    documents = enclosed_documents(work, codes) if isinstance(codes, Sequence) and not isinstance(codes, str) else {}
    others = {one.name: one for one in draft.kind.encloses(work, draft.matter)}
    facts = {**facts, "enclosed": list(others)} if others else facts
    text = read_out(work, message.kind, facts)
    letter = Letter(
        message=message.id,
        address=address,
        name=person.name if person else "",
        sender=work.setting(SUPPORT_ADDRESS),
        sender_name=work.setting(SCHOOL_NAME),
        subject=text.subject,
        text=text.text,
        html=text.html,
        reply_to=draft.kind.answers_to(draft.matter.facts),
    )
    return Written(message, address, facts, letter, {**documents, **others})


def _text(work: Work, draft: Draft, address: str) -> Written:
    message = draft.message
    if "sms" not in draft.kind.channels:
        fit = sorted(kind.name for kind in work.contexts.kinds.values() if "sms" in kind.channels)
        raise Invalid("kind", "no SMS", {"value": message.kind, "choices": fit})
    facts = facts_now(work, draft)
    link = facts.get("link")
    text = sms_text(str(facts["text"]), None if link is None else str(link))
    must_be_fit(text)  # a link that nobody has shortened would make it two
    return Written(message, address, facts, TextMessage(message.id, address, text))
