"""The newsletter: laid out as the mails of the school are, to be sent by the company."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ledr_adapters.mail.jinja import JinjaTemplates
from ledr_adapters.packs.words import PackWords
from ledr_core.ports.packs import PackCourse
from ledr_core.ports.templates import Rendered

_TEMPLATES: Final = JinjaTemplates((Path(__file__).with_name("templates"),))


def newsletter(words: PackWords) -> Rendered:
    """It, as a page and as text."""
    facts = words.facts
    both = f"{words.company} {words.say('leaflet', 'together')}"
    said = {
        "company": facts.company,
        "platform": facts.school,
        "school": {"name": both, "site": facts.site, "address": facts.address, "chat": facts.chat},
        "contact": facts.contact,
        "contact_address": facts.contact_address,
        "test": facts.test,
        "days": facts.days,
        "courses": [_said(words, course) for course in words.courses],
    }
    return _TEMPLATES.render("newsletter", said, words.language)


def _said(words: PackWords, course: PackCourse) -> dict[str, str]:
    return {"title": course.title, "about": words.about(course), "aim": course.aim}
