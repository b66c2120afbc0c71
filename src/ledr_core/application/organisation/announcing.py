"""The text that whoever invites can send beside the invitations (INV-4)."""

from __future__ import annotations

from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.school import LANGUAGE, SCHOOL_NAME, SITE, SUPPORT_ADDRESS
from ledr_core.domain.organisation.settings import INVITATION_DAYS
from ledr_core.domain.people.companies import Company
from ledr_core.views.invitations import AnnouncementView
from ledr_core.wording.catalogue import sentences, spoken
from ledr_core.wording.speech import speech


def announcement_of(work: Work, company: Company) -> AnnouncementView:
    """It, in the school's language, in the name of whoever asks for it; staff write in that of the school."""
    language, me = work.setting(LANGUAGE), work.actor.person
    school = work.setting(SCHOOL_NAME)
    facts: dict[str, object] = {
        "company": company.name,
        "school": school,
        "site": work.setting(SITE),
        "address": work.setting(SUPPORT_ADDRESS),
        "days": work.setting(INVITATION_DAYS),
        "inviter": school if me is None else me.name or me.email,
    }
    words, says = spoken(sentences("announcement"), language), speech(language).say
    return AnnouncementView(says(words["subject"], facts), says(words["text"], facts))
