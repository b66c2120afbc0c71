"""Certificates as badges: made from the facts of the issue, as their PDF files are (CERT-9)."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from ledr_core.domain.certification.certification import Issued
from ledr_core.domain.certification.grading import LOWEST, Level
from ledr_core.ports.badges import BadgeFacts, Badges


def badge_of(badges: Badges, facts: BadgeFacts, *, alone: bool) -> bytes:
    """The file of a badge: the signed credential *alone*, or in an envelope, which is JSON.

    Raises Unavailable when the school has no usable key.
    """
    credential = badges.credential(facts)
    if alone:
        return credential.encode()
    envelope = {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "id": f"data:application/vc+jwt,{credential}",
        "type": "EnvelopedVerifiableCredential",
    }
    return (json.dumps(envelope, indent=2) + "\n").encode()


def badge_facts(certificate: Issued) -> BadgeFacts:
    """What the badge of a certificate says."""
    facts: dict[str, Any] = dict(certificate.facts)
    site = str(facts["site"]).rstrip("/")
    return BadgeFacts(
        language=facts["language"],
        school=facts["school"],
        site=site,
        person=facts["person"],
        course=facts["course"],
        course_key=hashlib.sha256(certificate.course.encode()).hexdigest(),
        level=facts["level"],
        lowest=str(LOWEST[Level(facts["level"])]),
        date=date.fromisoformat(facts["date"]),
        made=certificate.issued,
        address=f"{site}/verification/{certificate.code}",
        register=facts["register"],
        hours=facts["hours"],
    )
