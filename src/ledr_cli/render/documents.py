"""What a document is worth."""

from __future__ import annotations

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders
from ledr_core.views.documents import VerificationView


@renders(VerificationView)
def verification(page: Page, verified: VerificationView) -> None:
    """What a document is worth, in a sentence, and what may be told of it (CERT-8)."""
    words = page.words
    page.line(words.say(f"document {verified.state}", successor=verified.successor or "–"))
    facts = {"name": verified.name, "course": verified.course, "level": verified.level}
    known = {key: words.value(key, fact) for key, fact in facts.items() if fact is not None}
    known |= {"date": words.full_day(verified.date)} if verified.date else {}
    for key, value in known.items():
        page.line(words.say("labelled", label=words.label(key), value=value))
