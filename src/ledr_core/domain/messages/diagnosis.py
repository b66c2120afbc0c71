"""Why somebody says "I did not get the e-mail": likely causes of one message, most likely first (SUP-1).

One engine for `messages.explain` and `accounts.explain_access`. What the provider reports comes before what is only
likely; a cause that excludes the others stands alone. Grounds have their words in `wording/causes.yaml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from attrs import field, frozen

from ledr_core.domain.kernel.texts import address_key
from ledr_core.domain.messages.delivery import Cause, DeliveryState, SendState
from ledr_core.domain.messages.spelling import is_public

ON_ITS_WAY: Final = timedelta(minutes=15)
"""How long a message may be on its way before its silence means anything."""
SENDERS_COME: Final = timedelta(hours=1)
"""How long a due message may wait for a sender before the senders are the cause."""
FOLDER: Final = "folder"
"""The provider that keeps what it is given: nothing of it leaves the school, unless another program sends it."""
UNWRITTEN: Final = "cannot be written"
"""How the reason of a message begins that failed before any provider saw it."""


class Remedy(StrEnum):
    """What to do about a cause."""

    WAIT = "wait"
    CORRECT_ADDRESS = "correct_address"
    LOOK_IN_SPAM = "look_in_spam"
    ASK_IT_DEPARTMENT = "ask_it_department"
    EMPTY_MAILBOX = "empty_mailbox"
    UNSUPPRESS = "unsuppress"
    ASK_PERSON = "ask_person"
    ASK_PROVIDER = "ask_provider"
    REPAIR = "repair"
    """The school's own account, settings, senders or software are to be mended."""
    DELIVER = "deliver"
    SETTLE = "settle"
    """A person says whether it arrived."""
    ENROL = "enrol"
    GIVE_SLOT = "give_slot"
    PASS_ON = "pass_on"
    """Give what it said by other means: a new password, to be read once (ACC-4)."""
    NOTHING = "nothing"


REMEDIES: Final[Mapping[str, Remedy]] = {
    "not due yet": Remedy.WAIT,
    "waits for a sender": Remedy.WAIT,
    "nobody sends": Remedy.DELIVER,
    "tried again": Remedy.WAIT,
    "nothing is taken": Remedy.WAIT,
    "being sent": Remedy.WAIT,
    "on its way": Remedy.WAIT,
    "suppressed": Remedy.UNSUPPRESS,
    "was suppressed": Remedy.PASS_ON,
    "withdrawn": Remedy.NOTHING,
    "mailbox full": Remedy.EMPTY_MAILBOX,
    "unknown mailbox": Remedy.CORRECT_ADDRESS,
    "wrong domain": Remedy.CORRECT_ADDRESS,
    "wrong number": Remedy.CORRECT_ADDRESS,
    "domain blocks us": Remedy.ASK_IT_DEPARTMENT,
    "domain may block us": Remedy.ASK_IT_DEPARTMENT,
    "taken for spam": Remedy.ASK_IT_DEPARTMENT,
    "complained": Remedy.ASK_PERSON,
    "opted out": Remedy.ASK_PERSON,
    "unsubscribed": Remedy.ASK_PERSON,
    "recent bounces": Remedy.CORRECT_ADDRESS,
    "temporary": Remedy.WAIT,
    "provider fault": Remedy.ASK_PROVIDER,
    "our fault": Remedy.REPAIR,
    "cannot be written": Remedy.REPAIR,
    "refused": Remedy.ASK_PROVIDER,
    "typing error": Remedy.CORRECT_ADDRESS,
    "former address": Remedy.ASK_PERSON,
    "refused at a former address": Remedy.PASS_ON,
    "spam folder": Remedy.LOOK_IN_SPAM,
    "phone out of reach": Remedy.WAIT,
    "opened": Remedy.ASK_PERSON,
    "kept in a folder": Remedy.REPAIR,
    "outcome unknown": Remedy.SETTLE,
    "first day ahead": Remedy.WAIT,
    "no slot yet": Remedy.GIVE_SLOT,
    "daily run to come": Remedy.WAIT,
    "never due": Remedy.ENROL,
    "not enrolled": Remedy.ENROL,
    "no demo day": Remedy.ENROL,
}
"""Each ground of a diagnosis, and what to do about it."""


@frozen
class Likely:
    """A likely cause: the ground that names it, and the facts behind it."""

    ground: str = field()
    facts: Mapping[str, object] = field(factory=dict)

    @ground.validator
    def _is_known(self, attribute: object, ground: str) -> None:
        if ground not in REMEDIES:
            raise ValueError(f"no remedy for {ground!r}")

    @property
    def remedy(self) -> Remedy:
        """What to do about it."""
        return REMEDIES[self.ground]


@frozen
class Suppressed:
    """An address to which nothing is handed over any more."""

    cause: Cause
    since: datetime
    detail: str = ""


@frozen(kw_only=True)
class Trace:
    """What is known of one message."""

    message: str
    channel: str
    state: SendState
    due: datetime
    tries: int = 0
    reason: str = ""
    """The provider's words, or ours, on its present send state."""
    provider: str | None = None
    sent: datetime | None = None
    delivery: DeliveryState | None = None
    cause: Cause | None = None
    detail: str = ""
    """The provider's words on its delivery."""
    reported: datetime | None = None
    """When the provider last reported of it."""
    address: str
    """Where it went, or would go now."""
    person: str | None = None
    """The address by which its person is named now; None when it is nobody's."""
    present: str | None = None
    """The address that its person has now, of an e-mail."""
    meant: str | None = None
    """The address that was likely meant, when this one looks mistyped."""
    stopped_until: datetime | None = None
    """Until when nothing is handed to the provider of its channel, which was found out of service."""
    suppression: Suppressed | None = None
    """Whether that address is suppressed now."""
    unwritten: str = ""
    """Why it could not be put into words now, empty when it can be."""

    @property
    def is_mail(self) -> bool:
        """Whether it is an e-mail, rather than an SMS."""
        return self.channel == "email"

    @property
    def is_at_a_former_address(self) -> bool:
        """Whether it went to an address that its person has no more: nothing is left to correct there."""
        return self.is_mail and self.present is not None and address_key(self.present) != address_key(self.address)

    @property
    def standing(self) -> str:
        """Its state in one word, as people ask for it: queued, sent, delivered, opened, bounced, blocked, spam…"""
        if self.delivery is not None:
            return _REPORTED[self.delivery]
        return _HANDED[self.state]


_REPORTED: Final = {
    DeliveryState.DEFERRED: "deferred",
    DeliveryState.DELIVERED: "delivered",
    DeliveryState.OPENED: "opened",
    DeliveryState.CLICKED: "opened",
    DeliveryState.REJECTED: "blocked",
    DeliveryState.BOUNCED: "bounced",
    DeliveryState.UNSUBSCRIBED: "unsubscribed",
    DeliveryState.COMPLAINED: "spam",
}
_HANDED: Final = {state: state.value for state in SendState} | {SendState.PENDING: "queued", SendState.ACCEPTED: "sent"}


def likely_causes(message: Trace, now: datetime) -> tuple[Likely, ...]:
    """Why that message may be missed, most likely first; there is always one at least."""
    if message.delivery is not None:
        return tuple(_BY_DELIVERY[message.delivery](message, now))
    return tuple(_BY_STATE[message.state](message, now))


def _pending(message: Trace, now: datetime) -> Iterator[Likely]:
    if message.unwritten:
        yield Likely("cannot be written", {"message": message.message, "reason": message.unwritten})
    yield from _suppression(message)
    if message.tries and (message.reason or message.cause):
        yield from _failed_tries(message)
    elif message.stopped_until is not None and message.due <= message.stopped_until:
        yield Likely("nothing is taken", {"next": message.stopped_until})
    elif message.due > now:
        yield Likely("not due yet", {"due": message.due})
    elif now - message.due < SENDERS_COME:
        yield Likely("waits for a sender", {"due": message.due})
    else:
        yield Likely("nobody sends", {"due": message.due})
    yield from _typing_error(message)


def _failed_tries(message: Trace) -> Iterator[Likely]:
    """What a person is to mend comes first: no other try helps before."""
    again = Likely("tried again", {"tries": message.tries, "next": message.due, "reason": message.reason})
    causes = list(_reported(message))
    yield from (*causes, again) if message.cause is Cause.OURS else (again, *causes)


def _sending(message: Trace, now: datetime) -> Iterator[Likely]:
    yield Likely("being sent")


def _silent(message: Trace, now: datetime) -> Iterator[Likely]:
    """Taken by the provider, which has said nothing of it since."""
    if message.provider == FOLDER:
        yield Likely("kept in a folder")  # and is neither under way nor anywhere that a person could look
        return
    yield from _typing_error(message)
    yield from _former_address(message)
    if message.sent is not None and now - message.sent < ON_ITS_WAY:
        yield Likely("on its way", {"sent": message.sent})
    yield from _out_of_sight(message)


def _unknown(message: Trace, now: datetime) -> Iterator[Likely]:
    yield Likely("outcome unknown", {"message": message.message, "reason": message.reason, "channel": message.channel})
    yield from _typing_error(message)


def _failed(message: Trace, now: datetime) -> Iterator[Likely]:
    if message.reason.startswith(UNWRITTEN):
        yield Likely("cannot be written", {"message": message.message, "reason": message.reason})
        return
    yield from _refusal(message)


def _kept_back(message: Trace, now: datetime) -> Iterator[Likely]:
    """Suppressed when its turn came: the address may have been released since."""
    yield from _typing_error(message)
    if message.suppression is None:
        yield Likely("was suppressed", {"address": message.address, "reason": message.reason})
    yield from _suppression(message)


def _withdrawn(message: Trace, now: datetime) -> Iterator[Likely]:
    yield Likely("withdrawn", {"reason": message.reason})


def _deferred(message: Trace, now: datetime) -> Iterator[Likely]:
    yield from _typing_error(message)
    if message.cause is None:
        yield Likely("temporary", _said(message))
    yield from _reported(message)
    yield from _former_address(message)


def _delivered(message: Trace, now: datetime) -> Iterator[Likely]:
    yield from _former_address(message)
    yield from _out_of_sight(message)


def _opened(message: Trace, now: datetime) -> Iterator[Likely]:
    yield Likely("opened", {"at": message.reported, "address": message.address})
    yield from _former_address(message)


def _refused(message: Trace, now: datetime) -> Iterator[Likely]:
    yield from _refusal(message)


def _unsubscribed(message: Trace, now: datetime) -> Iterator[Likely]:
    yield Likely("unsubscribed" if message.is_mail else "opted out", _said(message))
    yield from _suppression(message)


def _complained(message: Trace, now: datetime) -> Iterator[Likely]:
    yield Likely("complained" if message.is_mail else "opted out", _said(message))
    yield from _suppression(message)


_Diagnosis = Callable[[Trace, datetime], Iterator[Likely]]

_BY_STATE: Final[Mapping[SendState, _Diagnosis]] = {
    SendState.PENDING: _pending,
    SendState.SENDING: _sending,
    SendState.ACCEPTED: _silent,
    SendState.UNKNOWN: _unknown,
    SendState.FAILED: _failed,
    SendState.SUPPRESSED: _kept_back,
    SendState.WITHDRAWN: _withdrawn,
}
_BY_DELIVERY: Final[Mapping[DeliveryState, _Diagnosis]] = {
    DeliveryState.DEFERRED: _deferred,
    DeliveryState.DELIVERED: _delivered,
    DeliveryState.OPENED: _opened,
    DeliveryState.CLICKED: _opened,
    DeliveryState.REJECTED: _refused,
    DeliveryState.BOUNCED: _refused,
    DeliveryState.UNSUBSCRIBED: _unsubscribed,
    DeliveryState.COMPLAINED: _complained,
}

_ABOUT_THE_ADDRESS: Final = frozenset({None, Cause.WRONG_DOMAIN, Cause.UNKNOWN_MAILBOX, Cause.RECENT_BOUNCES})
"""What a refusal may say where a typing error is behind it."""
_GROUNDS: Final[Mapping[Cause, str]] = {
    Cause.MAILBOX_FULL: "mailbox full",
    Cause.UNKNOWN_MAILBOX: "unknown mailbox",
    Cause.WRONG_DOMAIN: "wrong domain",
    Cause.DOMAIN_BLOCKS: "domain blocks us",
    Cause.TAKEN_FOR_SPAM: "taken for spam",
    Cause.COMPLAINED: "complained",
    Cause.RECENT_BOUNCES: "recent bounces",
    Cause.TEMPORARY: "temporary",
    Cause.PROVIDER: "provider fault",
    Cause.OURS: "our fault",
}
_GROUNDS_OF_SMS: Final = {**_GROUNDS, Cause.UNKNOWN_MAILBOX: "wrong number", Cause.COMPLAINED: "opted out"}


def _refusal(message: Trace) -> Iterator[Likely]:
    if message.is_at_a_former_address:
        yield Likely("refused at a former address", {**_said(message), "present": message.present})
    elif message.cause in _ABOUT_THE_ADDRESS:
        yield from _typing_error(message)
    if message.cause is None and not message.is_at_a_former_address:
        yield Likely("refused", _said(message))
    yield from _reported(message)
    yield from _suppression(message)


def _reported(message: Trace) -> Iterator[Likely]:
    """The cause that the provider named, unless it asks to correct an address that was left since."""
    if message.cause is not None:
        ground = (_GROUNDS if message.is_mail else _GROUNDS_OF_SMS)[message.cause]
        if not (message.is_at_a_former_address and REMEDIES[ground] is Remedy.CORRECT_ADDRESS):
            yield Likely(ground, _said(message))


def _said(message: Trace) -> dict[str, object]:
    facts: dict[str, object] = {"address": message.address, "domain": message.address.rpartition("@")[2]}
    facts |= {} if message.is_mail or message.person is None else {"person": message.person}
    return facts | {"detail": message.detail or message.reason}


def _suppression(message: Trace) -> Iterator[Likely]:
    found = message.suppression
    if found is not None:
        facts = {"address": message.address, "since": found.since, "cause": found.cause.value, "detail": found.detail}
        yield Likely("suppressed", facts)


def _typing_error(message: Trace) -> Iterator[Likely]:
    if message.meant is not None and not message.is_at_a_former_address:
        yield Likely("typing error", {"address": message.address, "proposal": message.meant})


def _former_address(message: Trace) -> Iterator[Likely]:
    if message.is_at_a_former_address:
        yield Likely("former address", {"address": message.address, "present": message.present})


def _out_of_sight(message: Trace) -> Iterator[Likely]:
    """Where to look for a message that nobody refused."""
    if message.is_mail:
        domain = message.address.rpartition("@")[2]
        yield Likely("spam folder", {"address": message.address})
        if message.meant is None and not is_public(domain):
            yield Likely("domain may block us", {"domain": domain})
    else:
        yield Likely("phone out of reach", {"address": message.address})
