"""All settings of all contexts, in the order in which they are listed."""

from __future__ import annotations

from typing import Any, Final

from ledr_core.domain.access import settings as access
from ledr_core.domain.assessments import settings as assessments
from ledr_core.domain.certification import settings as certification
from ledr_core.domain.jobs import settings as jobs
from ledr_core.domain.kernel import school
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.settings import Setting
from ledr_core.domain.learning import settings as learning
from ledr_core.domain.messages import settings as messages
from ledr_core.domain.organisation import settings as organisation
from ledr_core.domain.people.erasure import EVIDENCE_YEARS
from ledr_core.domain.sessions import settings as sessions
from ledr_core.domain.sessions.offer import OFFER

SETTINGS: Final[dict[str, Setting[Any]]] = {
    setting.name: setting
    for setting in (
        sessions.SESSION_MONTHS,
        sessions.LATE_ENROLMENT_DAYS,
        access.RESET_LINK_MINUTES,
        access.FREE_TRIES,
        access.LONGEST_PAUSE_MINUTES,
        access.DEMO_DAYS_AHEAD,
        organisation.INVITATION_DAYS,
        sessions.INACTIVITY_DAYS,
        sessions.END_REMINDER_DAYS,
        assessments.ASSESSMENT,
        learning.PLACEMENT_REQUIRED,
        messages.SEND_AGAIN_UNKNOWN,
        certification.CLOSED_FRIDAYS,
        *certification.PROVIDER,
        certification.PROVIDER_STAMP,
        EVIDENCE_YEARS,
        school.SCHOOL_NAME,
        school.SUPPORT_ADDRESS,
        jobs.CARE_ADDRESS,
        jobs.MARKETING_ADDRESS,
        jobs.DAILY_AT,
        jobs.WEEKLY_AT,
        school.SUPPORT_CHAT,
        school.SITE,
        school.LANGUAGE,
        *OFFER,
    )
}


def setting_named(name: str) -> Setting[Any]:
    """The setting of that name. Raises Invalid, naming all of them."""
    if name not in SETTINGS:
        raise Invalid("name", "no such setting", {"value": name, "choices": sorted(SETTINGS)})
    return SETTINGS[name]
