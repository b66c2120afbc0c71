"""Finding out what became of messages whose answer was lost: asked for, reported, or sent again where that is allowed.

Nothing is sent a second time by itself unless the provider, asked twice, knows nothing of it, or the setting
`send_again_unknown` allows it for that kind; and then twice at most: what is unknown after that, a person settles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from attrs import define

from ledr_core.application.messages.channels import Channel
from ledr_core.application.messages.letters import facts_of, hidden
from ledr_core.application.operating.desk import Desk
from ledr_core.application.operating.work import Work
from ledr_core.domain.messages.delivery import SendState
from ledr_core.domain.messages.settings import SEND_AGAIN_UNKNOWN
from ledr_core.ports.handover import Handover, Outcome
from ledr_core.ports.outbox import Conclusion, StoredMessage
from ledr_core.ports.templates import SECRETS

APART: Final = timedelta(hours=1)
"""How long after the provider knew nothing of a message it is asked again: it may be slow to know."""
AT_ONCE: Final = 100
"""How many messages one run asks for at most."""
MOST_AGAIN: Final = 2
"""How often a message is sent again by itself at most, whoever says that it is not there: then a person decides."""


@define
class Uncertainty:
    """What is done in one run about messages of unknown outcome."""

    desk: Desk
    channels: Mapping[str, Channel]

    def find_out(self) -> int:
        """Have stopped senders' messages unknown, then ask for those that are worth it; gives how many were settled."""
        settled, silent = 0, set[str]()
        for message in self.desk.repeat(self._worth_asking_for):
            answer = self._asked(message, silent)
            settled += self.desk.repeat(partial(self._conclude, message, answer))
        return settled

    def _worth_asking_for(self) -> Sequence[StoredMessage]:
        with self.desk.own_work() as work:
            work.unit.outbox.expire(work.moment.instant)
            return work.unit.outbox.uncertain(work.moment.instant, AT_ONCE)

    def _asked(self, message: StoredMessage, silent: set[str]) -> Handover:
        """What its provider knows; one that cannot tell is not asked for the others of this run."""
        channel = self.channels.get(message.channel)
        if message.delivery is not None:
            return Handover(Outcome.ACCEPTED, reference=message.reference)
        if channel is None or channel.name in silent or message.provider not in (None, channel.provider):
            return Handover(Outcome.UNKNOWN)
        try:
            answer = channel.look_up(message.id)
        except Exception as error:
            answer = Handover(Outcome.UNKNOWN, f"{type(error).__name__}: {error}")
        if answer.outcome not in (Outcome.ACCEPTED, Outcome.LATER):
            silent.add(channel.name)
        return answer

    def _conclude(self, message: StoredMessage, answer: Handover) -> bool:
        """Write down what was found out; gives whether it settles the message."""
        with self.desk.own_work() as work:
            now = work.moment.instant
            if answer.outcome is Outcome.ACCEPTED:
                return work.unit.outbox.conclude(taken(work, message, now, answer.reference))
            if _may_be_sent_again(work, message, answer):
                return work.unit.outbox.conclude(to_send(message, now, again=True))
            missed = message.not_found + (answer.outcome is Outcome.LATER)
            work.unit.outbox.conclude(
                Conclusion(
                    message=message.id,
                    state=SendState.UNKNOWN,
                    reason=message.reason or answer.reason,
                    not_found=missed,
                    look_again=now + APART,
                )
            )
            return False


def taken(work: Work, message: StoredMessage, at: datetime, reference: str | None = None) -> Conclusion:
    """The provider has it after all; its secrets are wiped as of any that was sent."""
    facts, resolved = sent_facts(work, message)
    return Conclusion(
        message=message.id, state=SendState.ACCEPTED, sent=at, reference=reference, facts=facts, resolved=resolved
    )


def to_send(message: StoredMessage, now: datetime, *, again: bool = False) -> Conclusion:
    """The provider has not got it: it is due again."""
    return Conclusion(message=message.id, state=SendState.PENDING, due=now, again=again)


def sent_facts(work: Work, message: StoredMessage) -> tuple[Mapping[str, object], bool]:
    """The facts to keep of a message found to be sent, without secrets, and whether they are all there is to it."""
    work.wiped |= any(message.facts.get(name) for name in SECRETS)
    try:
        return hidden(work, message.kind, facts_of(work, message)), True
    except Exception:  # one that cannot be written any more keeps what it has
        return hidden(work, message.kind, message.facts), False


def _may_be_sent_again(work: Work, message: StoredMessage, answer: Handover) -> bool:
    """Whether its provider knows nothing of it twice, or nobody can be asked and its kind may be sent again."""
    if message.sent_again >= MOST_AGAIN:
        return False
    if answer.outcome is Outcome.LATER:
        return message.not_found > 0
    return message.kind in work.setting(SEND_AGAIN_UNKNOWN)
