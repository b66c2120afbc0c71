"""The messages in words: every kind, in both languages, with any facts."""

import html
import re
from collections.abc import Mapping

import pytest

from ledr_adapters.mail.jinja import JinjaTemplates
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.ports.templates import MASK, Rendered, masked
from ledr_core.school import what_contexts_bring
from tests.unit.messages.letter_facts import (
    ADDRESS,
    ALL,
    CHAT,
    EVERYBODY,
    FACTS,
    SITE,
    Facts,
    Page,
    each_language,
    each_message,
    facts_of,
    rendered,
    words_of,
)

WITHOUT_FIRST_NAME = ("team_report", "certified_list", "campaign", "organisation_message", "support_request")
"""Their subjects say how many, what somebody wrote, or who asks."""
TO_STAFF = ("support_request",)


def test_the_kinds_are_the_ones_tested_here() -> None:
    assert sorted(what_contexts_bring().kinds) == sorted(FACTS)


@each_language
@each_message
def test_a_message_is_whole(kind: str, facts: Facts, language: str) -> None:
    message = JinjaTemplates().render(kind, facts, language)

    page = Page(message.html)
    for words in (message.subject, message.text, page.words):
        assert not re.search(r"\bNone\b|Undefined|\{\{|\{%|&amp;|\(\)|  [.,]", words)
    assert re.match(words_of(kind), message.text)
    assert "\n\n\n" not in message.text
    assert not re.search(r"[a-zé][.:!?][A-ZÉ]", message.text)
    assert all(len(line) <= 76 or " " not in line.strip() for line in message.text.splitlines())
    target = facts.get("link") or SITE
    assert target in message.text.splitlines()
    assert page.links.count(target) == 2  # the button, and in clear
    assert f">{target}</a>" in message.html


@each_language
@each_message
def test_a_subject_is_one_line_under_60_characters(kind: str, facts: Facts, language: str) -> None:
    subject = JinjaTemplates().render(kind, facts, language).subject

    assert 10 < len(subject) < 60
    assert subject == subject.strip()
    assert "\n" not in subject
    assert "…" not in subject
    if kind not in WITHOUT_FIRST_NAME:
        assert ("Léa" in subject) == bool(facts["person"]["first_name"])


@pytest.mark.rule("SUP-2")
@each_language
@pytest.mark.parametrize(("kind", "facts"), [one for one in ALL if one.values[0] not in TO_STAFF])
def test_every_message_says_who_writes_and_how_to_get_help(kind: str, facts: Facts, language: str) -> None:
    message = JinjaTemplates().render(kind, facts, language)

    page = Page(message.html)
    for words in (message.text, page.words):
        assert "L’École du Recrutement" in words
        assert ADDRESS in words
        assert ("chat" in words) == bool(facts["school"]["chat"])
    assert f"mailto:{ADDRESS}" in page.links
    chat = (CHAT,) if facts["school"]["chat"] else ()
    assert message.links == (facts.get("link") or SITE, *chat)
    assert all(f"<{link}>" in message.text for link in chat)


@each_message
def test_french_looks_right(kind: str, facts: Facts) -> None:
    message = JinjaTemplates().render(kind, facts, "fr")

    for words in (message.subject, message.text, Page(message.html).words):
        own = re.sub(r"https?://\S+", "", words)
        assert not re.search(r"[ \n][:;!?%»]|«[ \n]|[^\s\u00a0\u202f][!?;»%]|«[^\u00a0]", own)
        assert "'" not in own
        assert not re.search(r"\b1 (?:janvier|septembre|décembre)\b", own)


@each_message
def test_english_has_true_apostrophes_and_no_french(kind: str, facts: Facts) -> None:
    message = JinjaTemplates().render(kind, facts, "en")

    for words in (message.subject, message.text, Page(message.html).words):
        assert "'" not in words
        assert not re.search(r"\b(?:ton|parcours|slot est|Bonjour)\b", re.sub(r"https?://\S+", "", words))


@each_language
@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "//x.example", "", None])
def test_only_web_addresses_become_links(language: str, link: str | None) -> None:
    message = rendered("waiting", language, school=EVERYBODY["school"] | {"site": link, "chat": link})

    assert message.links == ()
    assert Page(message.html).links == [f"mailto:{ADDRESS}"]


def test_a_long_subject_is_cut_between_words() -> None:
    person = EVERYBODY["person"] | {"first_name": "Marie-Charlotte Éléonore de la Tour du Pin"}

    subject = rendered("slot_given", person=person).subject

    assert subject == "Ton slot t’attend, Marie-Charlotte Éléonore de la Tour du…"


# What each message says


def has(message: Rendered, *words: str) -> None:
    """Both forms say so."""
    for source in (message.text, Page(message.html).words):
        plain = re.sub(r"\s+", " ", source)
        for each in words:
            assert each in plain, each


def lacks(message: Rendered, *words: str) -> None:
    for each in words:
        assert each not in re.sub(r"\s+", " ", message.text)


def test_a_welcome_gives_the_codes_as_they_are_typed() -> None:
    message = rendered("welcome", password="a  b<c>&'d'")

    has(rendered("welcome"), "Identifiant", "lea@manpower.example", "Mot de passe", "kX7-Tulipe-42")
    assert "a  b<c>&'d'" in message.text
    assert "a  b<c>&'d'" in html.unescape(message.html)


def test_a_welcome_without_a_password_points_to_the_one_they_have() -> None:
    message = rendered("welcome", password=None)

    has(message, "celui que tu as déjà", "Mot de passe oublié ?")
    lacks(message, "Garde ce message")


@pytest.mark.parametrize(
    ("spaces", "opened"),
    [
        ("learner", "ton parcours « Recruter » est ouvert."),
        ("student", "ton parcours « Recruter » et ton espace étudiant sont ouverts."),
        ("learner student", "ton parcours « Recruter » et ton espace étudiant sont ouverts."),
        ("pilot", "ton espace pilote est ouvert."),
        ("manager pilot", "ton espace pilote et ton espace manager sont ouverts."),
        ("staff", "ton espace d’administration est ouvert."),
        ("demo", "ta journée de découverte, c’est le mardi 1er septembre 2026."),
        ("", "ton compte est ouvert."),
    ],
)
def test_a_welcome_says_what_is_open(spaces: str, opened: str) -> None:
    has(rendered("welcome", spaces=spaces.split()), f"Bonjour Léa, {opened}")


def test_the_course_of_a_pilot_who_learns_may_begin_later() -> None:
    message = rendered("welcome", spaces=["learner", "pilot"])

    has(
        message,
        "ton espace pilote est ouvert.",
        "tu suis toi-même le parcours",
        "du 1er septembre 2026 au 31 août 2027",
    )


@pytest.mark.parametrize(
    ("start", "end", "dates"),
    [
        ("2026-09-01", "2027-08-31", "du 1er septembre 2026 au 31 août 2027"),
        ("2026-09-02", None, "à partir du 2 septembre 2026"),
        (None, "2027-08-31", "jusqu’au 31 août 2027"),
    ],
)
def test_a_welcome_gives_the_dates(start: str | None, end: str | None, dates: str) -> None:
    has(rendered("welcome", start=start, end=end), "Dates", dates)


def test_a_given_slot_says_from_when_to_when() -> None:
    has(
        rendered("slot_given"),
        "Bonjour Léa, le slot 2 est à toi à partir du lundi 23 novembre 2026.",
        "Ton tour dure jusqu’au vendredi 4 décembre 2026.",
    )
    has(rendered("slot_given", "en"), "slot 2 is yours from Monday 23 November 2026")
    has(rendered("slot_given", turn_ends=None), "au plus tard jusqu’au 31 août 2027")
    lacks(rendered("slot_given", turn_ends=None), "tour")


@pytest.mark.rule("SLOT-11")
def test_a_slot_given_before_the_start_says_the_day_it_opens() -> None:
    to_come = {"opens": "2026-12-01", "turn_ends": None}
    has(rendered("slot_given", **to_come), "le slot 2 est à toi ; ton accès ouvre le mardi 1er décembre 2026")
    has(rendered("slot_given", "en", **to_come), "slot 2 is yours; your access opens on Tuesday 1 December 2026")
    for language, said in (("fr", ("est ouvert", "t’est ouvert", "Ouvrir mon parcours")), ("en", ("is open",))):
        lacks(rendered("slot_given", language, **to_come), *said)


@pytest.mark.parametrize(
    ("reason", "subject"),
    [
        ("released", "Ton slot a été libéré, Léa"),
        ("rotation", "Ton slot est passé à quelqu’un d’autre, Léa"),
        ("finished", "Bravo, tu as terminé ton parcours, Léa"),
    ],
)
def test_a_taken_slot_says_why_and_that_nothing_is_lost(reason: str, subject: str) -> None:
    message = rendered("slot_taken", reason=reason)

    assert message.subject == subject
    has(message, "Rien de ce que tu as fait n’est perdu", "le lundi 23 novembre 2026")


def test_a_taken_slot_gives_the_place_in_the_list() -> None:
    has(rendered("slot_taken"), "Tu es en 3e place", "prévu le lundi 21 décembre 2026")
    lacks(rendered("slot_taken", expected=None), "prévu")
    has(rendered("slot_taken", position=None, expected=None), "parles-en à ton pilote de formation")
    lacks(rendered("slot_taken", reason="finished", position=None), "parles-en", "liste")


@pytest.mark.parametrize(
    ("position", "french", "english"),
    [
        (1, "1re place", "1st"),
        (2, "2e place", "2nd"),
        (3, "3e place", "3rd"),
        (11, "11e place", "11th"),
        (22, "22e place", "22nd"),
        (112, "112e place", "112th"),
    ],
)
def test_a_place_in_the_list_is_an_ordinal(position: int, french: str, english: str) -> None:
    has(rendered("waiting", position=position), f"tu es en {french} sur la liste d’attente.")
    has(rendered("waiting", "en", position=position), f"you are {english} on the waiting list.")


@pytest.mark.parametrize(
    ("days", "french", "english"),
    [
        (30, "Plus que 30 jours pour ton parcours, Léa", "30 days left for your course, Léa"),
        (1, "Ton parcours se termine demain, Léa", "Your course ends tomorrow, Léa"),
        (0, "Ton parcours se termine aujourd’hui, Léa", "Your course ends today, Léa"),
    ],
)
def test_an_end_reminder_counts_the_days(days: int, french: str, english: str) -> None:
    in_french, in_english = rendered("end_reminder", days=days), rendered("end_reminder", "en", days=days)

    assert (in_french.subject.replace("\u00a0", " "), in_english.subject.replace("\u00a0", " ")) == (french, english)
    has(in_french, "se termine le mardi 31 août 2027", "Tu as fait 42 % de ton parcours.")


def test_nobody_is_told_that_they_did_nothing() -> None:
    for kind in ("end_reminder", "inactivity"):
        message = rendered(kind, percent=0)
        lacks(message, "0 %")
        has(message, "Commencer mon parcours")


def test_an_inactive_learner_is_told_for_how_long() -> None:
    has(rendered("inactivity"), "t’attend depuis 21 jours", "jusqu’au 31 août 2027")


# What cannot be rendered


@pytest.mark.parametrize("kind", ["nope", "_frame", "layout", "parts", "../html/layout", ""])
def test_an_unknown_kind_is_invalid(kind: str) -> None:
    with pytest.raises(Invalid) as error:
        JinjaTemplates().render(kind, EVERYBODY, "fr")

    assert (error.value.field, error.value.allowed) == ("kind", tuple(sorted(FACTS)))


@pytest.mark.parametrize("language", ["de", "", "../en", "fr_FR"])
def test_an_unknown_language_is_invalid(language: str) -> None:
    with pytest.raises(Invalid, match="language"):
        rendered("welcome", language)


@pytest.mark.parametrize(
    ("kind", "fact"),
    [
        ("welcome", "login"),
        ("welcome", "spaces"),
        ("welcome", "person"),
        ("slot_given", "slot"),
        ("slot_given", "day"),
        ("slot_taken", "day"),
        ("slot_soon", "due"),
        ("waiting", "position"),
        ("end_reminder", "end"),
        ("end_reminder", "days"),
        ("inactivity", "percent"),
        ("inactivity", "school"),
    ],
)
def test_a_missing_fact_is_invalid_and_named(kind: str, fact: str) -> None:
    facts = {name: value for name, value in facts_of(kind).items() if name != fact}

    with pytest.raises(Invalid, match=fact) as error:
        JinjaTemplates().render(kind, facts, "fr")

    assert error.value.field == "facts"


@pytest.mark.parametrize("day", ["soon", "2026-13-01", 7, {}])
def test_a_day_that_is_none_is_invalid(day: object) -> None:
    with pytest.raises(Invalid, match="slot_given"):
        rendered("slot_given", day=day)


# Secrets


def test_the_secrets_of_a_message_can_be_masked() -> None:
    facts = facts_of("welcome")

    hidden = what_contexts_bring().kind("welcome").masked(facts)

    assert hidden == facts | {"password": MASK}
    assert facts["password"] == "kX7-Tulipe-42"
    assert "kX7" not in str(JinjaTemplates().render("welcome", hidden, "fr"))


def test_an_absent_secret_stays_absent() -> None:
    assert masked({"password": None, "token": None}) == {"password": None, "token": None}


@pytest.mark.parametrize(
    ("kind", "facts", "hidden"),
    [
        ("other", {"token": "abc123"}, {"token": MASK}),
        ("other", {"a": [{"password": "x"}, {"b": 1}]}, {"a": [{"password": MASK}, {"b": 1}]}),
        ("other", {"link": "https://e.example/a?x=1&token=abc#t"}, {"link": f"https://e.example/a?x=1&token={MASK}#t"}),
        (
            "other",
            {"token": "abc", "url": "https://e.example/in/abc/"},
            {"token": MASK, "url": f"https://e.example/in/{MASK}/"},
        ),
        ("reset_password", {"link": "https://e.example/r/abc?x=1"}, {"link": f"https://e.example/{MASK}"}),
        ("other", {"link": "https://e.example/r/abc"}, {"link": "https://e.example/r/abc"}),
        ("other", {"name": "password", "percent": 42}, {"name": "password", "percent": 42}),
    ],
)
def test_tokens_are_masked_wherever_they_are(
    kind: str, facts: Mapping[str, object], hidden: Mapping[str, object]
) -> None:
    found = what_contexts_bring().kinds.get(kind)
    assert (masked(facts) if found is None else found.masked(facts)) == hidden
