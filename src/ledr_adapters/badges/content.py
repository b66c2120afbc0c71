"""What a badge says, as Open Badges 3.0 has it: the credential with the registered claims of a JWT beside it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Final
from uuid import NAMESPACE_URL, uuid5

import attrs

from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.moments import SCHOOL_ZONE
from ledr_core.ports.badges import BadgeFacts
from ledr_core.wording.catalogue import sentences, spoken
from ledr_core.wording.speech import speech

CONTEXT: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)


def content_of(facts: BadgeFacts) -> dict[str, object]:
    """The credential and its claims `iss`, `jti` and `nbf`; the person is named, and has no identifier."""
    credential = _credential(facts)
    claims = {"iss": facts.site, "jti": facts.address, "nbf": int(facts.made.timestamp())}
    return credential | claims


def _credential(facts: BadgeFacts) -> dict[str, object]:
    words = _said(facts)
    return {
        "@context": list(CONTEXT),
        "id": facts.address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": facts.site, "type": ["Profile"], "name": facts.school, "url": facts.site},
        "validFrom": _instant(facts.made),
        "awardedDate": datetime.combine(facts.date, time(), SCHOOL_ZONE).isoformat(),
        "name": words["name"],
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityHash": facts.person, "identityType": "name"}
            ],
            "achievement": _achievement(facts, words),
            "result": [{"type": ["Result"], "resultDescription": _level_of(facts), "value": facts.level}],
        },
    }


def _achievement(facts: BadgeFacts, words: dict[str, str]) -> dict[str, object]:
    told = ["description"] + ["register"] * bool(facts.register) + ["hours"] * bool(facts.hours)
    return {
        "id": _urn(facts, facts.level),
        "type": ["Achievement"],
        "achievementType": "Certification",
        "inLanguage": facts.language,
        "name": words["name"],
        "description": " ".join(words[one] for one in told),
        "criteria": {"narrative": words["criteria"]},
        "resultDescription": [
            {
                "id": _level_of(facts),
                "type": ["ResultDescription"],
                "name": words["level"],
                "resultType": "PerformanceLevel",
                "allowedValue": [str(level) for level in reversed(Level)],
            }
        ],
    }


def _said(facts: BadgeFacts) -> dict[str, str]:
    """The words of badges.yaml in the language of the badge, with its facts."""
    known = attrs.asdict(facts) | {"level": speech(facts.language).named("levels", facts.level)}
    return {name: words.format(**known) for name, words in spoken(sentences("badges"), facts.language).items()}


def _level_of(facts: BadgeFacts) -> str:
    return _urn(facts, "level")


def _urn(facts: BadgeFacts, what: str) -> str:
    """An identifier that is the same for all badges of a course."""
    return uuid5(NAMESPACE_URL, f"{facts.site}/{facts.course_key}/{what}").urn


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
