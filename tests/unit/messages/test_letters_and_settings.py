"""The school's address, chat, site and name are settings: every kind of message shows those of now (SUP-2)."""

import html
from typing import Any

import pytest

from ledr_adapters.mail.jinja import JinjaTemplates
from ledr_core.domain.settings import SETTINGS
from ledr_core.school import what_contexts_bring
from tests.unit.messages.letter_facts import FACTS, facts_of

KINDS = tuple(sorted(what_contexts_bring().kinds))
TO_STAFF = ("support_request",)
"""Who reads them is the help: they name who asked instead of the chat."""
SCHOOL: dict[str, Any] = {
    "name": "Académie des Talents",
    "address": "aide@academie.example",
    "chat": "https://chat.academie.example/aide",
    "site": "https://parcours.academie.example",
}


def both(kind: str, language: str, **school: Any) -> tuple[str, str]:
    message = JinjaTemplates().render(kind, facts_of(kind, school=SCHOOL | school), language)
    return message.text, html.unescape(message.html)


def test_every_kind_is_looked_at() -> None:
    assert set(KINDS) == set(FACTS)


@pytest.mark.rule("SUP-2")
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_message_names_the_address_and_the_name_that_are_set(kind: str, language: str) -> None:
    for form in both(kind, language):
        assert SCHOOL["address"] in form
        assert SCHOOL["name"] in form.replace("’", "'")


@pytest.mark.rule("SUP-2")
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in TO_STAFF])
def test_a_message_leads_to_the_chat_that_is_set_and_to_none_without(kind: str, language: str) -> None:
    for form in both(kind, language):
        assert SCHOOL["chat"] in form
    for form in both(kind, language, chat=""):
        assert "chat" not in form.casefold().replace("achat", "")


@pytest.mark.rule("SUP-2")
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_message_knows_a_default_by_heart(kind: str, language: str) -> None:
    for form in both(kind, language):
        for name in ("support_address", "site", "school_name"):
            assert str(SETTINGS[name].default) not in form.replace("’", "'")
