"""What refusals and errors say: each ground that the code raises has words in both languages, and no other has."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledr_cli.values import is_flag
from ledr_core.application.areas import AREAS
from ledr_core.application.catalogue.attachments import IMAGE, PDF
from ledr_core.application.operating.naming import Named
from ledr_core.application.operating.operation import operations_of
from ledr_core.domain.kernel.errors import Conflict, Invalid, LedrError, NotFound, Refused, Unavailable
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.people.roles import Role
from ledr_core.wording import LANGUAGES, because, condition, moves, told, why, yaml12
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.speech import speech
from ledr_core.wording.templates import Either, Fact, Template, parsed
from ledr_core.wording.typography import typeset
from tests.unit.wording.raised import checks, move_grounds, page_grounds, reasons, refusals, unmet

NO_BREAK = "\u00a0"
LEA, KARIM = Named("lea@manpower.example", "Léa Martin"), Named("karim@manpower.example", "Karim Benali")
ANA, MAX = Named("ana@manpower.example", "Ana Costa"), Named("max@manpower.example", "Max Petit")


FORMATS = {PDF.name, IMAGE.name}
CONDITIONS = sentences("conditions")["checks"]


# Every ground has its words


def worded() -> set[tuple[str, str]]:
    return {(rule, ground) for rule, grounds in sentences("refusals").items() for ground in grounds}


def test_every_ground_of_a_refusal_has_words_and_every_wording_is_used() -> None:
    """Add what is missing to src/ledr_core/wording/refusals.yaml, take out what nothing raises any more."""
    assert (refusals() - worded(), worded() - refusals()) == (set(), set())


def test_every_condition_of_access_has_words_and_every_wording_is_used() -> None:
    """They are in conditions.yaml; those that can fail say why nobody enters."""
    known = {(rule, ground): both for rule, group in CONDITIONS.items() for ground, both in group.items()}

    assert set(known) == checks()
    assert {pair for pair, both in known.items() if "because" in both["fr"] and "because" in both["en"]} == unmet()


def test_everything_that_moves_a_slot_has_words_and_every_wording_is_used() -> None:
    assert set(sentences("conditions")["moves"]) == move_grounds()


def test_every_line_on_the_state_of_a_page_has_words_and_every_wording_is_used() -> None:
    assert set(sentences("pages")) == page_grounds()
    assert all(set(both) == set(LANGUAGES) for both in sentences("pages").values())


@pytest.mark.parametrize(("section", "offset"), [("reasons", 0), ("allowed", 1)])
def test_every_reason_of_an_error_of_the_core_has_french_words_and_every_wording_is_used(
    section: str, offset: int
) -> None:
    """They are in reasons.yaml, which may know those of the adapters and the command line too."""
    not_seen = {"reasons": {"is a number of {0} characters"}, "allowed": FORMATS | set(yaml12._REMEDIES.values())}[
        section
    ]
    needed, raised = reasons("ledr_core", offset) | not_seen, reasons("", offset) | not_seen
    known = set(sentences("reasons")[section])

    assert (needed - known, known - raised) == (set(), set())


# Every sentence is one


def all_sentences(language: str) -> Iterator[tuple[str, str]]:
    """Every sentence of a language, with the part it plays."""
    groups: list[Any] = [*sentences("refusals").values(), sentences("errors")["not_found"]]
    groups += [sentences("errors")["unavailable"], *CONDITIONS.values()]
    groups += [{name: one for name, one in sentences("errors").items() if name not in ("not_found", "unavailable")}]
    for group in groups:
        for wording in group.values():
            assert set(wording) == set(LANGUAGES)
            yield from wording[language].items()
    yield from (("moves", wording[language]) for wording in sentences("conditions")["moves"].values())


def facts_in(template: Template, *, optional: bool) -> Iterator[Fact]:
    """The facts that a sentence names outside of brackets, or also those inside."""
    for part in template:
        if isinstance(part, Fact):
            yield part
            for way in part.ways:
                yield from facts_in(way, optional=optional)
        elif isinstance(part, Either) and optional:
            for alternative in part.alternatives:
                yield from facts_in(alternative, optional=optional)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fact_that_may_be_missing_stands_in_brackets_or_has_a_word_of_its_own(language: str) -> None:
    words = sentences("words")[language]

    for _, sentence in all_sentences(language):
        for fact in facts_in(parsed(sentence), optional=False):
            known = words["arguments" if fact.how == "arg" else "unnamed"]
            assert fact.name in known or fact.name in ("reason", "rule"), sentence
        for fact in facts_in(parsed(sentence), optional=True):
            assert fact.how in speech(language)._hows or (fact.how == "plural" and len(fact.ways) in (2, 3)), sentence


HOSTILE: list[object] = [
    None, "", " ", "None", "{person}", "[a|b]", "« »", "\x1b[31mrouge\x07", "deux\nlignes\r", "\u202egauche", "\ud800",
    "é" * 5000, "`id` $(id) \"'", "-v", 0, -1, 10**5000, 1.5, float("nan"), float("inf"), Decimal("sNaN"), True, [],
    [None], [[1]], {}, {"a": 1}, object(), date.min, date.max, datetime.min, datetime.max.replace(tzinfo=UTC),
    PersonId("x7f3"), [PersonId("x7f3")], Named("lea@manpower.example", ""), Named("", "Léa"), Role.PILOT, list(Role),
    (LEA,) * 50, {LEA, KARIM}, b"octets",
]  # fmt: skip
SENTENCES = [parsed(sentence) for language in LANGUAGES for _, sentence in all_sentences(language)]
NAMES = sorted({fact.name for sentence in SENTENCES for fact in facts_in(sentence, optional=True)})
UNWANTED = re.compile(
    r"None|True|False|\bnan\b|<|object|Decimal|datetime|PersonId|x7f3|[\x00-\x1f\x7f\u202e\ud800]|  | [.,]|\.\.$"
)


def must_be_a_sentence(part: str, text: str) -> None:
    assert not UNWANTED.search(text.replace("« None »", "")), text
    assert text.endswith(".") == (part == "says"), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_stays_one_when_all_facts_are_missing(language: str) -> None:
    for part, sentence in all_sentences(language):
        text = speech(language).say(sentence.replace("{reason}", "cela").replace("{rule}", "SLOT-2"), {})
        assert not re.search(r"[{}\[\]…]", text.replace("{rule:arg}", "")) or "ledr rules" in text, sentence
        if text or part == "says":
            must_be_a_sentence(part, text)


FACTS = some.dictionaries(some.sampled_from(NAMES), some.sampled_from(HOSTILE))


@given(pair=some.sampled_from(sorted(worded())), facts=FACTS, language=some.sampled_from(LANGUAGES))
def test_no_fact_breaks_a_refusal(pair: tuple[str, str], facts: Mapping[str, object], language: str) -> None:
    words = told(Refused(*pair, facts), language)

    assert not UNWANTED.search(words.message.replace("None", "")), words
    assert words.message.endswith((".", "…"))
    assert "\n" not in words.message + words.help


@given(pair=some.sampled_from(sorted(checks())), facts=FACTS, language=some.sampled_from(LANGUAGES))
def test_no_fact_breaks_a_why(pair: tuple[str, str], facts: Mapping[str, object], language: str) -> None:
    for text in (why(*pair, facts, language), because(*pair, facts, language), condition(*pair, language)):
        assert text
        assert not UNWANTED.search(text.replace("None", ""))


@given(ground=some.sampled_from(sorted(move_grounds())), facts=FACTS, language=some.sampled_from(LANGUAGES))
def test_no_fact_breaks_what_moves_a_slot(ground: str, facts: Mapping[str, object], language: str) -> None:
    assert not UNWANTED.search(moves(ground, facts, language).replace("None", ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_that_help_names_exists_with_its_options(language: str) -> None:
    operations = {area: operations_of(kind) for area, kind in AREAS.items()}
    for _, sentence in all_sentences(language):
        for command in re.findall(r"ledr [a-z][^\]|(]*", sentence):
            area, verb = [*command.split(), ""][1:3]
            if area in ("init", "rules", "upgrade"):
                continue
            operation = operations[area][verb.replace("-", "_")]
            names = {f"--{field.name.replace('_', '-')}" for field in operation.parameters} | {"--help"}
            names |= {
                f"--no-{field.name.replace('_', '-')}" for field in operation.parameters if is_flag(field.annotation)
            }
            assert set(re.findall(r"--[a-z-]+", command.partition(", ")[0])) <= names, sentence


# How it reads


def said(error: LedrError, language: str = "fr") -> str:
    """Fact and help of an error, with plain spaces."""
    words = told(error, language)
    return f"{words.message} → {words.help}".replace(NO_BREAK, " ")


def test_a_refusal_says_who_and_what_to_type() -> None:
    facts = {"session": "Manpower - Lyon", "package": 3, "holders": [LEA, KARIM, ANA], "person": MAX}

    assert said(Refused("SLOT-2", "none free", facts)) == (
        "les 3 slots de « Manpower - Lyon » sont occupés par Léa Martin, Karim Benali et Ana Costa. → libère un slot : "
        'ledr slots release "Manpower - Lyon" lea@manpower.example, '
        'ou mets Max Petit en attente : ledr rotations enqueue "Manpower - Lyon" max@manpower.example'
    )
    assert told(Refused("SLOT-2", "none free", facts), "en").message == (
        "the 3 slots of “Manpower - Lyon” are taken by Léa Martin, Karim Benali and Ana Costa."
    )


def test_one_slot_is_not_slots_and_a_long_list_is_cut() -> None:
    alone = Refused("SLOT-2", "none free", {"session": "Lyon", "package": 1, "holders": [LEA]})
    many = Refused("SLOT-2", "none free", {"session": "Lyon", "package": 1200, "holders": [LEA] * 1200})

    assert told(alone, "fr").message == f"le slot de «{NO_BREAK}Lyon{NO_BREAK}» est occupé par Léa Martin."
    assert told(many, "fr").message.endswith("Léa Martin et 1\u202f195 autres.")


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"start": date(2026, 11, 23)}, "ton accès commence le lundi 23 novembre 2026."),
        ({"start": "2026-12-01"}, "ton accès commence le mardi 1er décembre 2026."),
        ({"start": "demain"}, "ton accès n'a pas encore commencé."),
    ],
)
def test_days_are_said_in_full(facts: Mapping[str, object], text: str) -> None:
    assert told(Refused("ACC-5", "not started", facts), "fr").message == text


def test_what_is_typed_in_a_command_is_quoted_as_a_shell_needs_it() -> None:
    arguments = {
        name: speech("fr").say("{session:arg}", {"session": name}) for name in ("Lyon", "L'an 1", 'a "b" $(c)')
    }

    assert arguments == {"Lyon": "Lyon", "L'an 1": '"L\'an 1"', 'a "b" $(c)': "'a \"b\" $(c)'"}


def test_french_has_its_spaces_and_leaves_those_of_names_alone() -> None:
    assert (
        typeset("quoi ? « cela » : 12 %", "fr")
        == f"quoi{NO_BREAK}? «{NO_BREAK}cela{NO_BREAK}»{NO_BREAK}: 12{NO_BREAK}%"
    )
    assert speech("fr").say("{session}", {"session": "a : b"}) == "a : b"


def test_the_role_that_is_not_enough_is_said_with_those_that_are() -> None:
    error = Refused("SLOT-4", "role", {"role": Role.LEARNER_MANAGER, "allowed": ["staff", "pilot"]})

    assert told(error, "en").message == (
        "the learner-manager role is not enough: it takes being of the school's team or a pilot of the company."
    )


@pytest.mark.parametrize(
    ("error", "french", "english"),
    [
        (
            Invalid("lessons[1].titel", "is not known here", ["reference", "title"], file="ecole.yaml", line=12),
            "ecole.yaml, ligne 12 : lessons[1].titel : inconnu ici. → valeurs possibles : reference, title",
            "ecole.yaml, line 12: lessons[1].titel is not known here. → possible values: reference, title",
        ),
        (
            Invalid("start", "'2026-13-01' is not a date", "a date such as 2026-11-19"),
            "start : « 2026-13-01 » n'est pas une date. → attendu : une date telle que 2026-11-19",
            "start: “2026-13-01” is not a date. → expected: a date such as 2026-11-19",
        ),
        (Invalid("x", "None is not text"), "x : rien n'est pas du texte. → ", "x: nothing is not text. → "),
        (
            Invalid("x", "<ledr.Thing object at 0x7f> is not a number"),
            "x : cette valeur n'est pas un nombre. → ",
            "x: this value is not a number. → ",
        ),
        (Invalid("x", "unheard of", 3), "x : unheard of. → attendu : 3", "x: unheard of. → expected: 3"),
        (
            Unavailable("database", "ecole.db does not exist: make it with `ledr init`"),
            "la base de données n'est pas utilisable : ecole.db n'existe pas. → pour la créer : ledr init",
            "the database cannot be used: ecole.db does not exist. → to make it: ledr init",
        ),
        (
            Unavailable("file", "page.html: Permission denied"),
            "le fichier n'a pas pu être écrit : page.html : droit refusé. → ",
            "the file could not be written: page.html: Permission denied. → ",
        ),
        (
            NotFound("person", "lea@x.example"),
            "personne n'a l'adresse « lea@x.example ». → cherche par nom : ledr people list --text NOM",
            "nobody has the address “lea@x.example”. → look by name: ledr people list --text NAME",
        ),
        (
            NotFound("document", "certificate"),
            "aucun certificat en vigueur pour cette personne. → ce qui manque : ledr cases explain ADRESSE",
            "this person has no certificate in force. → what is missing: ledr cases explain ADDRESS",
        ),
        (NotFound("document", "x"), "ce document n'existe pas. → ", "there is no such document. → "),
        (NotFound("unicorn", "x"), "rien ne s'appelle « x ». → ", "nothing is called “x”. → "),
        (
            Conflict("UNIQUE constraint failed: people.email_key"),
            "quelqu'un d'autre a changé la même chose au même moment ; rien n'a été fait. → recommence",
            "somebody else changed the same thing at the same moment; nothing was done. → try again",
        ),
        (
            Refused("SLOT-99", "unheard of", {"x": 1}),
            "la règle SLOT-99 ne le permet pas. → ce qu'elle dit : ledr rules SLOT-99",
            "rule SLOT-99 does not allow it. → what it says: ledr rules SLOT-99",
        ),
        (LedrError(), "ce n'est pas possible. → ", "this is not possible. → "),
    ],
)  # fmt: skip
def test_errors_that_are_no_refusal_are_told_too(error: LedrError, french: str, english: str) -> None:
    assert (said(error), said(error, "en")) == (french, english)


def test_every_kind_of_thing_that_can_be_missing_has_words() -> None:
    """The kinds that the API lists, and rules."""
    kinds = (
        "person company session course theme module lesson workshop question case attempt quiz message report category "
    )
    kinds += "campaign audience team invitation document rule other"

    documents = {f"document {kind}" for kind in ("certificate", "correction", "notes")}
    assert set(sentences("errors")["not_found"]) == set(kinds.split()) | documents


def test_a_why_reads_from_values_and_from_json_alike() -> None:
    facts: dict[str, object] = {"position": 2, "expected": date(2021, 9, 20)}
    plain: dict[str, object] = {"position": 2, "expected": "2021-09-20"}

    assert why("ACC-6", "no slot", facts, "fr") == "2e sur la liste, accès prévu le 20 sept. 2021"
    assert why("ACC-6", "no slot", plain, "fr") == why("ACC-6", "no slot", facts, "fr")
    assert because("ACC-6", "no slot", facts, "fr") == "en attente d'un slot"
    assert (condition("ACC-5", "started", "fr"), condition("X-1", "new", "fr")) == ("commencé", "X-1")
    assert moves("turn", {"due": "2021-09-20"}, "fr") == "la fin du tour, le lundi 20 septembre 2021"
    assert moves("new", {}, "fr") == ""


def test_another_language_is_refused() -> None:
    with pytest.raises(Invalid):
        told(Conflict(), "de")


@pytest.mark.parametrize("sentence", ["{x", "[x", "{x:plural|a", "x]", "x}", "[a|b"])
def test_brackets_that_do_not_match_are_an_error(sentence: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parsed(sentence)


def test_importing_the_words_loads_neither_babel_nor_yaml() -> None:
    code = "import sys, ledr_core.wording, ledr_core.rules; sys.exit(bool({'babel', 'yaml'} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
