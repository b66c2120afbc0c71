"""The words of a pack in one language, filled with its facts."""

from __future__ import annotations

from typing import Any

from ledr_adapters.documents.words import Words
from ledr_core.ports.packs import PackCourse, PackFacts
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.speech import Ready, speech
from ledr_core.wording.typography import quoted, true_apostrophes, true_apostrophes_within


class PackWords:
    """What the sections of pack.yaml say of a pack. Raises Invalid unless it is French (`fr`) or English (`en`)."""

    def __init__(self, facts: PackFacts, language: str) -> None:
        self.speech = speech(language)
        self.document = Words(language)
        self.facts, self.language = facts, language
        self.courses = tuple(_own(course) for course in facts.courses)
        self._sections = sentences("pack")
        self._facts: dict[str, object] = {
            "company": facts.company,
            "school": true_apostrophes_within(facts.school),
            "site": Ready(facts.site),
            "address": Ready(facts.address),
            "chat": Ready(facts.chat) if facts.chat else None,
            "test": Ready(facts.test) if facts.test else None,
            "contact": self.contact or None,
            "days": facts.days,
            "courses": [course.title for course in self.courses],
        }

    @property
    def company(self) -> str:
        """The company's name, cut where it is too long for a sentence."""
        return self.speech.value(self.facts.company) or ""

    @property
    def contact(self) -> str:
        """Whom to ask in the company, in a sentence: name and address, or the one that is known."""
        name, address = self.speech.value(self.facts.contact), self.facts.contact_address
        return Ready(f"{name} ({address})" if name and address else name or address)

    def say(self, section: str, name: str, /, **facts: object) -> str:
        """What stands there, with the facts of the pack and these."""
        return self.said(self._sections[section][name], **facts)

    def said(self, both: dict[str, str], /, **facts: object) -> str:
        """The same of words in both languages that are at hand."""
        return self.speech.say(true_apostrophes(both[self.language]), self._facts | facts)

    def lines(self, both: dict[str, str], /, **facts: object) -> tuple[str, ...]:
        """The same of a text of several lines: those that say something."""
        return tuple(line for line in self.said(both, **facts).split("\n") if line)

    def section(self, name: str) -> dict[str, Any]:
        """What stands in a section, in its order."""
        section: dict[str, Any] = self._sections[name]
        return section

    def file(self, name: str) -> str:
        """What a file is called."""
        return str(self._sections["files"][name][self.language])

    def quoted(self, text: str) -> str:
        """A text in the quotation marks of the language."""
        return quoted(text, self.language)

    def about(self, course: PackCourse) -> str:
        """What a course is beside its title: its length and its certification; nothing where nothing is known."""
        said = [self.say("leaflet", "length", hours=course.hours)] if course.hours else []
        if course.register:
            said.append(self.say("leaflet", "certification", register=course.register))
        elif course.certifying:
            said.append(self.say("leaflet", "certifying"))
        return " · ".join(said)


def _own(course: PackCourse) -> PackCourse:
    """A course in the school's words, with true apostrophes."""
    own = true_apostrophes_within
    return PackCourse(
        title=own(course.title),
        hours=course.hours,
        certifying=course.certifying,
        register=course.register,
        for_whom=own(course.for_whom),
        aim=own(course.aim),
        skills=tuple(map(own, course.skills)),
    )
