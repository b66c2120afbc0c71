"""What refusals say, word by word in both languages, is what was approved: with all facts, none, and each alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ledr_core.application.operating.naming import Named
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.hearing import OPERATOR, Hearer
from ledr_core.domain.people.roles import Role
from ledr_core.wording import LANGUAGES, Place, told
from ledr_core.wording.catalogue import sentences
from tests.unit.wording.hearers import LEARNER, PILOT

APPROVED = Path(__file__).with_name("approved") / "refusals.json"
LEA, KARIM, ANA = (
    Named(f"{name}@manpower.example", said)
    for name, said in (("lea", "Léa Martin"), ("karim", "Karim Benali"), ("ana", "Ana Costa"))
)
FACTS: Mapping[str, Any] = {
    "address": "ines@manpower.example",
    "allowed": ["staff", "pilot"],
    "attached": ["r1", "r2"],
    "attempts": 3,
    "batch": date(2026, 12, 1),
    "blank": [2, 5],
    "case": "Négociation",
    "character": "‰",
    "code": "0204-7",
    "colour": "#0b7285",
    "company": "Manpower",
    "copies": 2,
    "courses": ["recruter", "chasser"],
    "count": 4,
    "course": "recruter",
    "date": date(2026, 11, 19),
    "day": date(2026, 11, 20),
    "done": 1,
    "email": "lea@manpower.example",
    "end": date(2027, 10, 31),
    "expected": date(2026, 12, 14),
    "grade": "71.5",
    "held": 5,
    "holders": [LEA, KARIM, ANA],
    "invitation": "3f2a81c09b7d4e65a1f0",
    "kind": "slot",
    "last": date(2027, 1, 1),
    "latest": date(2027, 1, 31),
    "learners": [KARIM, ANA],
    "length": 161,
    "lesson": "l1",
    "lessons": 12,
    "level": 2,
    "levels": 3,
    "longest": 160,
    "manager": ANA,
    "minimum": 10,
    "minutes": 15,
    "missing": ["gold", "case"],
    "missing_modules": ["m1", "m2"],
    "module": "m3",
    "modules": ["m4", "m5", "m6", "m7", "m8", "m9", "m10"],
    "name": "Adecco",
    "needed": 8,
    "next_at": 20,
    "other": "Sourcing",
    "over": 6,
    "package": 3,
    "person": LEA,
    "phone": "+33612345678",
    "plain": "ecole",
    "organisation_role": "member",
    "position": 2,
    "questions": 40,
    "reference": "m1",
    "required": 7,
    "right": "gold",
    "role": Role.LEARNER_MANAGER,
    "seen": 9,
    "session": "Manpower - Lyon",
    "session_end": date(2027, 9, 30),
    "sessions": 1,
    "slot": 11,
    "start": date(2026, 11, 23),
    "theme": "Entretien",
    "themes": ["t1", "t2"],
    "title": "Recruter sans discriminer",
    "today": date(2026, 11, 18),
    "until": date(2026, 11, 30),
    "wait_seconds": 90,
    "waiting": [LEA],
    "wanted": Role.PILOT,
    "workshop": "Annonce",
}
"""A fact of every name that sentences of refusals use, as operations give them."""


IN_A_FILE = {"file": "cours/parcours.yaml", "line": 1203, "field": "courses[0].themes"}
"""Where a file says what is refused."""
OTHERS = {"to a pilot": PILOT, "to a learner": LEARNER}
"""Whom a refusal is told to beside staff."""


def said(
    rule: str, ground: str, facts: Mapping[str, Any], hearer: Hearer = OPERATOR, place: Place = Place.COMMAND_LINE
) -> dict[str, str]:
    """Fact and help of a refusal, by language."""
    error = Refused(rule, ground, facts)
    error.hearer = hearer
    words = {language: told(error, language, place) for language in LANGUAGES}
    return {language: f"{one.message} → {one.help}" for language, one in words.items()}


def helps(rule: str, ground: str) -> dict[str, dict[str, str]]:
    """What is proposed to others and elsewhere, where there is anything."""
    others = {name: said(rule, ground, FACTS, hearer) for name, hearer in OTHERS.items()}
    others |= {place.name.lower(): said(rule, ground, FACTS, place=place) for place in (Place.PYTHON, Place.PAGE)}
    return {
        name: {language: text.partition(" → ")[2] for language, text in one.items()} for name, one in others.items()
    }


def of_each_fact(rule: str, ground: str) -> dict[str, dict[str, str]]:
    """What a refusal says with all facts, with none, and with one alone where that changes anything."""
    without = said(rule, ground, {})
    alone = {f"{name} alone": said(rule, ground, {name: FACTS[name]}) for name in sorted(names_in(rule, ground))}
    changed = {name: words for name, words in alone.items() if words != without}
    of_a_file = {"of a file": said(rule, ground, FACTS | IN_A_FILE)} if is_of_files(rule, ground) else {}
    return {"all facts": said(rule, ground, FACTS), "no facts": without, **changed, **of_a_file, **helps(rule, ground)}


def is_of_files(rule: str, ground: str) -> bool:
    """Whether a refusal proposes something else where a file says what is refused."""
    return "{field:" in json.dumps(sentences("refusals")[rule][ground])


def names_in(rule: str, ground: str) -> set[str]:
    """The names of facts that the sentences of a refusal may use."""
    written = json.dumps(sentences("refusals")[rule][ground])
    return {name for name in FACTS if any(f"{{{name}{end}" in written for end in ":|}")}


def test_every_refusal_says_what_was_approved(tmp_path: Path) -> None:
    """Where this fails and the new words are wanted, the file that is named takes the place of the approved one."""
    found = {
        rule: {ground: of_each_fact(rule, ground) for ground in grounds}
        for rule, grounds in sorted(sentences("refusals").items())
    }
    seen = tmp_path / APPROVED.name
    seen.write_text(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")

    assert found == json.loads(APPROVED.read_text(encoding="utf-8")), f"differs from the approved words: {seen}"
