"""What a campaign says to one person (CAMP-4, CAMP-5)."""

from __future__ import annotations

from typing import Final

from attrs import field, frozen

from ledr_core.application.operating.made_up import MadeUp
from ledr_core.application.operating.message_kinds import MessageKind, Said
from ledr_core.application.operating.stored_facts import LEFT_OUT
from ledr_core.domain.kernel.moments import Moment


@frozen(kw_only=True)
class CampaignFacts:
    """Title, text and link of a campaign, and whether it is about the community (NOTE-3)."""

    title: str
    text: str
    link: str | None = None
    community: bool | None = field(default=None, metadata=LEFT_OUT)


def _about_community(facts: CampaignFacts) -> bool:
    return bool(facts.community)


def _an_announcement(made_up: MadeUp, moment: Moment) -> Said:
    return {"title": made_up.title, "text": made_up.text, "link": None}


CAMPAIGN: Final = MessageKind(
    name="campaign",
    rule="CAMP-4",
    facts=CampaignFacts,
    sample=_an_announcement,
    channels=frozenset({"email", "sms"}),
    about_community=_about_community,
    waits_while_suppressed=False,
)

KINDS: Final = (CAMPAIGN,)
