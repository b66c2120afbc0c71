"""What a badge says, as Open Badges 3.0 has it: the credential with the registered claims of a JWT beside it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.moments import SCHOOL_ZONE
from ledr_core.ports.badges import BadgeFacts

CONTEXT: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
_WORDS: Final = {
    "fr": {
        "name": "{course} : certification {level}",
        "description": "Certification du parcours « {course} » de {school}, niveau {level}.",
        "register": "Répertoire spécifique des certifications : {register}.",
        "hours": "Durée moyenne : {hours} h.",
        "criteria": "Avoir validé le parcours et obtenu au moins {lowest}/20 au cas pratique final.",
        "level": "Niveau",
        "gold": "or",
        "silver": "argent",
        "bronze": "bronze",
    },
    "en": {
        "name": "{course}: {level} certification",
        "description": "Certification of the course “{course}” of {school}, level {level}.",
        "register": "French register of specific certifications: {register}.",
        "hours": "Average length: {hours} h.",
        "criteria": "To have completed the course, with at least {lowest}/20 at the final case.",
        "level": "Level",
        "gold": "gold",
        "silver": "silver",
        "bronze": "bronze",
    },
}


def content_of(facts: BadgeFacts) -> dict[str, object]:
    """The credential and its claims `iss`, `jti` and `nbf`; the person is named, and has no identifier."""
    credential = _credential(facts)
    claims = {"iss": facts.site, "jti": facts.address, "nbf": int(facts.made.timestamp())}
    return credential | claims


def _credential(facts: BadgeFacts) -> dict[str, object]:
    words = _WORDS[facts.language]
    level = words[facts.level]
    return {
        "@context": list(CONTEXT),
        "id": facts.address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": facts.site, "type": ["Profile"], "name": facts.school, "url": facts.site},
        "validFrom": _instant(facts.made),
        "awardedDate": datetime.combine(facts.date, time(), SCHOOL_ZONE).isoformat(),
        "name": words["name"].format(course=facts.course, level=level),
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
    known = {
        "course": facts.course,
        "school": facts.school,
        "level": words[facts.level],
        "register": facts.register,
        "hours": facts.hours,
    }
    return {
        "id": _urn(facts, facts.level),
        "type": ["Achievement"],
        "achievementType": "Certification",
        "inLanguage": facts.language,
        "name": words["name"].format(course=facts.course, level=words[facts.level]),
        "description": " ".join(words[one].format(**known) for one in told),
        "criteria": {"narrative": words["criteria"].format(lowest=facts.lowest)},
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


def _level_of(facts: BadgeFacts) -> str:
    return _urn(facts, "level")


def _urn(facts: BadgeFacts, what: str) -> str:
    """An identifier that is the same for all badges of a course."""
    return uuid5(NAMESPACE_URL, f"{facts.site}/{facts.course_key}/{what}").urn


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
