"""Whatever a name or a text holds, it stays a name or a text: in the page, in the text and in the subject."""

import re
import unicodedata
from collections import Counter
from datetime import UTC, datetime
from email import message_from_bytes, policy
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledr_adapters.mail.eml import EmlFiles
from ledr_adapters.mail.jinja import JinjaTemplates
from ledr_core.ports.mail import Letter
from ledr_core.ports.templates import Rendered
from tests.generated import generated
from tests.unit.messages.letter_facts import FACTS, Facts, Page, each_language, facts_of

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 19, 11, tzinfo=UTC)
each_kind = pytest.mark.parametrize("kind", FACTS)

OF_A_SHAPE = {
    *("day", "due", "end", "start", "turn_ends", "expected", "expires", "booked", "since", "until", "month", "week_of"),
    *(
        "ended_on",
        "date",
        "demo_day",
        "rework_until",
        "grade",
        "level",
        "outcome",
        "state",
        "spaces",
        "every",
        "figures",
    ),
}
"""Facts that are days, marks or words of the school's own: nobody's text."""
CODES = {"role", "space", "rule", "ground"}
LINKS = {"link", "site", "chat"}

HOSTILE = {
    "html": "<script>alert(1)</script><img src=x onerror=y><a href='https://evil.example'>click</a>",
    "an attribute": '" onmouseover="x()" href="https://evil.example" x="',
    "the end of the page": "</td></tr></table></body></html>",
    "entities": "&lt;b&gt; &amp;quot; &#60;",
    "a template": "{{ 7*7 }} {% for x in y %} {# gone #} {{ school.__class__ }} ${x} %(x)s %s",
    "line breaks": "Léa\r\nBcc: victim@evil.example\r\n\r\nBody\n.\n",
    "other line breaks": "a\u2028b\u2029c\x85d\x0be\x0cf",
    "control characters": "a\x00b\x07c\x1b[2Jd\x7fe\x9ff",
    "overrides of direction": "\u202egnp.exe\u202c \u2066a\u2069 \u200fb\u061cc",
    "right to left": "ليلى بنعلي‎",
    "hebrew": "נועה לוי",
    "what cannot be seen": "a\u200bb\ufeffc\u2060d\u00ade",
    "emoji": "👩🏽‍💻 👨‍👩‍👧 🇫🇷 ☕️",
    "10,000 characters": "x" * 10_000,
    "10,000 characters in words": "ab " * 3_333,
    "half a character": "a\ud800b",
    "a script as a link": "javascript:alert(document.cookie)",
    "data as a link": "data:text/html;base64,PHNjcmlwdD4=",
    "an encoded word": "=?utf-8?q?=0d=0aBcc:_x@evil.example?=",
    "marks without end": "e" + "\u0301" * 500,
    "nothing": "",
    "spaces": "  \t \u00a0 ",
}


def with_text(facts: Any, text: str, name: str = "") -> Any:
    """The facts with that text in every fact that is somebody's text."""
    if isinstance(facts, dict):
        return {inner: with_text(value, text, inner) for inner, value in facts.items()}
    if isinstance(facts, list):
        return [with_text(value, text, name) for value in facts]
    if isinstance(facts, str) and name not in OF_A_SHAPE | CODES | LINKS:
        return text
    return facts


def rendered(kind: str, language: str, facts: Facts) -> Rendered:
    return JinjaTemplates().render(kind, facts, language)


class Shape(Page):
    """What a page is made of beside its words: each tag with its attributes, but for what a link leads to."""

    def __init__(self, source: str) -> None:
        self.made: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.schemes: Counter[str] = Counter()
        super().__init__(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        kept = tuple((name, value) for name, value in attrs if name != "href")
        self.made.append((tag, kept))
        self.schemes.update((value or "").partition(":")[0] for name, value in attrs if name == "href")


@cache
def ordinary(kind: str, language: str) -> tuple[Rendered, Shape]:
    """A message with a word in every fact."""
    usual = rendered(kind, language, with_text(facts_of(kind), "word"))
    return usual, Shape(usual.html)


def must_be_safe(kind: str, language: str, text: str) -> None:
    """A message with that text everywhere is made of the tags, attributes and links of an ordinary one."""
    usual, expected = ordinary(kind, language)
    hostile = rendered(kind, language, with_text(facts_of(kind), text))

    found = Shape(hostile.html)
    assert set(found.made) <= set(expected.made)
    assert found.schemes == expected.schemes
    if is_a_line(text):
        assert found.made == expected.made
    assert hostile.links == usual.links
    for words in (hostile.subject, hostile.text, found.words):
        assert not [one for one in words if unicodedata.category(one) in ("Cc", "Cs") and one != "\n"]
        assert not re.search("[\u202a-\u202e\u2066\u2067\u200e\u200f\u061c\u2028\u2029]", words)
        assert words.count("\u2068") == words.count("\u2069")
    assert "\n" not in hostile.subject
    assert len(hostile.subject) < 60
    (hostile.subject + hostile.text + hostile.html).encode("utf-8")


def is_a_line(text: str) -> bool:
    """Whether anything of it is seen, and all of it on one line."""
    return any(one.isalnum() for one in text) and not re.search("[\r\n\x0b\x0c\x85\u2028\u2029]", text)


@each_language
@each_kind
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_stay_texts(kind: str, language: str, text: str) -> None:
    must_be_safe(kind, language, text)


@each_language
@each_kind
@generated(15, 30)
@given(text=some.text() | some.lists(some.sampled_from(list(HOSTILE.values()))).map("".join))
def test_any_text_stays_a_text(kind: str, language: str, text: str) -> None:
    must_be_safe(kind, language, text)


@each_language
@each_kind
def test_nothing_in_a_fact_is_evaluated(kind: str, language: str) -> None:
    trick = "{{ 7*7 }}{% if 1 %}49{% endif %}"

    message = rendered(kind, language, with_text(facts_of(kind), trick))

    assert trick in Page(message.html).words
    assert "{{ 7*7 }}" in message.text
    assert not re.search(r"(?<!\d)49(?!\{)", message.subject)


@each_language
@each_kind
def test_no_header_can_be_added(kind: str, language: str) -> None:
    trick = "Léa\r\nBcc: victim@evil.example\r\nX-Evil: 1\r\n\r\nbody"
    message = rendered(kind, language, with_text(facts_of(kind), trick))
    letter = Letter(
        "m1", "lea@manpower.example", trick, "aide@ecole.example", trick, message.subject, message.text, message.html
    )

    read = message_from_bytes(EmlFiles().content(letter, NOON), policy=policy.default)

    assert read["Bcc"] is None
    assert read["X-Evil"] is None
    assert read["To"].addresses[0].addr_spec == "lea@manpower.example"
    assert len(read["To"].addresses) == 1


@each_language
@pytest.mark.parametrize("kind", ["right_answer", "campaign", "invitation", "reset_password"])
@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "JavaScript://https://x", "data:text/html,x", "//x.example", "https", " ", "mailto:x"],
)
def test_a_link_that_is_none_leads_to_the_platform(kind: str, language: str, link: str) -> None:
    message = rendered(kind, language, facts_of(kind, link=link))

    page = Page(message.html)
    site = facts_of(kind)["school"]["site"]
    assert page.links.count(site) == 2
    assert not [one for one in page.links if not one.startswith(("https://", "mailto:"))]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_address_never_makes_the_link_do_more(language: str) -> None:
    person = FACTS["support_request"]["person"] | {"email": "a?bcc=b@x.example&body=\u202ehello%0d"}

    page = Page(rendered("support_request", language, facts_of("support_request", person=person)).html)

    assert "mailto:a%3Fbcc%3Db@x.example%26body%3Dhello%250d" in page.links


# Names that are written from right to left


def test_a_name_from_right_to_left_keeps_its_direction_to_itself() -> None:
    person = {"first_name": "ليلى", "last_name": "بنعلي", "email": "leila@manpower.example"}

    message = rendered("slot_given", "fr", facts_of("slot_given", person=person))

    for words in (message.text, Page(message.html).words):
        assert "Bonjour \u2068ليلى\u2069, le slot 2 est à toi" in words
    assert message.subject == "Ton slot t’attend, \u2068ليلى\u2069"


def test_other_names_have_nothing_added() -> None:
    message = rendered("slot_given", "fr", facts_of("slot_given"))

    assert not re.search("[\u2068\u2069]", message.subject + message.text + message.html)


def test_a_long_name_from_right_to_left_is_cut_inside_its_own_direction() -> None:
    person = {"first_name": "ليلى " * 30, "last_name": "", "email": "leila@manpower.example"}

    subject = rendered("slot_given", "fr", facts_of("slot_given", person=person)).subject

    assert len(subject) < 60
    assert subject.endswith("…\u2069")


def test_what_is_typed_or_followed_is_as_it_is() -> None:
    """An address that is copied, and a link, have nothing around them."""
    site, login = "https://école.example/الطالب", "ليلى@manpower.example"
    facts = facts_of("welcome", login=login, password="kX7-Tulipe-42")

    message = rendered("welcome", "fr", facts | {"school": facts["school"] | {"site": site}})

    assert re.search(rf"Identifiant +{login}$", message.text, re.MULTILINE)
    assert message.links[0] == site
    assert site in message.text.splitlines()


# What is kept


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Ma\u200brie", "Marie"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("می‌خواهم", "\u2068می‌خواهم\u2069"),
        ("L’Hôpital-d'Été", "L’Hôpital-d'Été"),
        ("Anne\u00a0Marie", "Anne\u00a0Marie"),
        ("Jean\nPaul", "Jean Paul"),
    ],
)
def test_what_a_name_is_made_of_is_kept(name: str, kept: str) -> None:
    person = {"first_name": name, "last_name": "", "email": "a@x.example"}

    assert rendered("slot_given", "fr", facts_of("slot_given", person=person)).text.startswith(f"Bonjour {kept}, ")


@pytest.mark.parametrize(("fact", "whole"), [("title", False), ("text", True)])
def test_a_name_is_shortened_and_a_text_is_not(fact: str, whole: bool) -> None:
    long = "mot " * 2_500

    message = rendered("campaign", "fr", facts_of("campaign", **{fact: long}))

    assert (message.text.count("mot") >= 2_500) == whole
    assert ("mot…" in message.text) != whole


def test_a_reason_is_whole_on_one_line() -> None:
    reason = "Question 2 mal lue,\n" * 20

    text = rendered("correction_amended", "fr", facts_of("correction_amended", reason=reason)).text

    assert " ".join(text.split()).count("Question 2 mal lue,") == 20


def test_the_paragraphs_of_a_text_are_kept() -> None:
    message = rendered("campaign", "fr", facts_of("campaign", text="Un.\r\n\r\n\r\nDeux,\rtrois.\u2028Quatre."))

    assert "Un.\n\nDeux,\n\ntrois.\n\nQuatre.\n" in message.text
    assert (
        Shape(message.html).tags.count("p")
        == Shape(rendered("campaign", "fr", facts_of("campaign", text="Un.")).html).tags.count("p") + 3
    )
