"""What refusals and errors say: each ground that the code raises has words in both languages, and no other has."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as some

from ledr_cli.values import is_flag
from ledr_core.application.areas import AREAS, every_operation
from ledr_core.application.catalogue.attachments import IMAGE, PDF
from ledr_core.application.operating.naming import Named
from ledr_core.application.operating.operation import operations_of
from ledr_core.application.operating.permissions import Who
from ledr_core.domain.access.standing import Belonging, Seat, Standing, accesses, slowed
from ledr_core.domain.access.throttling import Pause
from ledr_core.domain.kernel.errors import Conflict, Grounded, Invalid, LedrError, NotFound, Refused, Unavailable
from ledr_core.domain.kernel.identifiers import CourseId, PersonId
from ledr_core.domain.organisation.roles import OverallRole
from ledr_core.domain.people.roles import Role
from ledr_core.domain.sessions.members import Member
from ledr_core.wording import LANGUAGES, Place, because, condition, moves, told, why
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.grounds import _exactly
from ledr_core.wording.speech import speech
from ledr_core.wording.templates import parsed
from ledr_core.wording.typography import typeset
from ledr_core.wording.yaml12.reading import SYNTAX
from tests.unit.wording.written import put_together, written
from tests.words import UNHEARD_OF, facts_in

NO_BREAK = "\u00a0"
LEA, KARIM = Named("lea@manpower.example", "Léa Martin"), Named("karim@manpower.example", "Karim Benali")
ANA, MAX = Named("ana@manpower.example", "Ana Costa"), Named("max@manpower.example", "Max Petit")


CONDITIONS = sentences("conditions")["checks"]
TODAY, ENROLLED = date(2026, 11, 19), datetime(2026, 1, 1, tzinfo=UTC)


# Every ground has its words

REFUSALS: Mapping[str, Collection[tuple[str, ...]]] = {
    "permission.rule, 'role'": {
        (one.permission.rule, "role") for one in every_operation().values() if Who.PUBLIC not in one.permission.who
    },
    "rule, 'too many tries'": {
        (rule, "too many tries") for rule in ("ACC-3", "ACC-5", "ACC-9", "INV-2", "INV-3", "SUP-4", "TEST-3")
    },
    "'INV-3', str(state.value)": {("INV-3", state) for state in ("accepted", "expired", "withdrawn")},
    "'INV-3', self.ended.value": {("INV-3", state) for state in ("accepted", "expired", "withdrawn")},
    "rule, 'staff only'": {("SES-5", "staff only"), ("SES-7", "staff only")},
    "rule, 'another person'": {(rule, "another person") for rule in ("ROLE-10", "ROLE-11", "TEAM-1")},
    "rule, 'expired'": {("SES-14", "expired"), ("SLOT-2", "expired")},
    "rule, 'not a slot session'": {
        ("ROT-1", "not a slot session"),
        ("SLOT-2", "not a slot session"),
        ("SLOT-5", "not a slot session"),
    },
    "'ACC-5', ground": {("ACC-5", "ended"), ("ACC-5", "no slot"), ("ACC-5", "not enrolled"), ("ACC-5", "not started")},
    "refusal.rule, refusal.ground": {("ACC-5", "ended"), ("ACC-5", "not started"), ("ACC-6", "no slot")},
    "reason.rule, reason.ground": {("TA-6", "enough today"), ("TA-6", "no retake left"), ("TA-6", "pause")},
    "obstacle.rule, obstacle.ground": written("Obstacle", 0, 1),
    "one.rule, one.ground": set(),  # an obstacle told
    "error.rule, error.ground": set(),  # what is wrong with a catalogue, told
    "self.rule, self.ground": set(),  # what a result says of a refusal, told
    "error.rule, error.reason": set(),  # with the names of what is in it
}
"""Rules and grounds of refusals that the code puts together."""
GROUNDS: Mapping[str, set[str]] = {
    "IMAGE.otherwise": {IMAGE.otherwise},
    "wanted.otherwise": {PDF.otherwise, IMAGE.otherwise},
    "ground": {"no pace", "pace out of range", "password too long", "password too short", *SYNTAX.values()}
    | {"not YAML"},
    "error.ground": set(),  # with the place of what is in it
    "f'{key} left empty'": {"refused left empty", "invalid left empty", "not_found left empty"},
    "one.ground": set(),  # the same of several
    "self.ground": set(),  # what a result says of an error, told
    "item.ground": set(),  # the same of an address that was pasted
}
"""Grounds of other errors that do not stand in the call."""
MOVES = {"ended", "expired", "finishing", "manual", "next run", "nobody waits", "turn"}
"""What moves a slot: what `_ground` of application/sessions/rotations.py gives."""


def refusals() -> set[tuple[str, ...]]:
    """Rule and ground of every refusal."""
    return written("Refused", 0, 1).union(*REFUSALS.values())


def worded() -> set[tuple[str, ...]]:
    return {(rule, ground) for rule, grounds in sentences("refusals").items() for ground in grounds}


def checks() -> set[tuple[str, str, bool]]:
    """Rule and ground of every condition of access, and whether it is met."""
    days = [TODAY - timedelta(9), TODAY, TODAY + timedelta(9)]
    members = [Member(1, PersonId("lea"), Role.LEARNER, start, end, ENROLLED) for start in days for end in days]
    seats = [
        [Seat("Lyon", "recruter", CourseId("recruter"), member, True, slot)] for member in members for slot in (None, 1)
    ]
    every = product(Role, [[], *seats], [None, *days], [None, *days])
    standings = [Standing(role, seat, end, end, demo) for role, seat, end, demo in every]
    spaces = [space for standing in standings for space in accesses(standing, TODAY)]
    places = [Belonging(), Belonging(invited=True), Belonging(OverallRole.ANALYST)]
    belonging = [evolve(standing, organisation=place) for standing in standings for place in places]
    spaces += [space for standing in belonging for space in accesses(standing, TODAY)]
    spaces.append(slowed(spaces[0], Pause(ENROLLED, 5), ENROLLED))
    return {(check.rule, check.ground, check.met) for space in spaces for check in space.reasons}


def test_every_ground_of_a_refusal_has_words_and_every_wording_is_used() -> None:
    """Add what is missing to src/ledr_core/wording/refusals.yaml, take out what nothing raises any more."""
    assert (refusals() - worded(), worded() - refusals()) == (set(), set())
    assert put_together("Refused", 0, 1) == set(REFUSALS), "say in REFUSALS what it raises"


def test_every_condition_of_access_has_words_and_every_wording_is_used() -> None:
    """They are in conditions.yaml; those that can fail say why nobody enters."""
    known = {(rule, ground): both for rule, group in CONDITIONS.items() for ground, both in group.items()}

    assert set(known) == {(rule, ground) for rule, ground, _ in checks()}
    assert {pair for pair, both in known.items() if "because" in both["fr"] and "because" in both["en"]} == {
        (rule, ground) for rule, ground, met in checks() if not met
    }


def test_everything_that_moves_a_slot_has_words_and_every_wording_is_used() -> None:
    assert set(sentences("conditions")["moves"]) == MOVES


def test_every_line_on_the_state_of_a_page_has_words_and_every_wording_is_used() -> None:
    assert {(ground,) for ground in sentences("pages")} == written("_line", 0)
    assert all(set(both) == set(LANGUAGES) for both in sentences("pages").values())


def test_every_ground_of_an_error_has_words_and_every_wording_is_used() -> None:
    """They are in invalid.yaml and unavailable.yaml; conftest.py looks at what the suite raises, and at its facts."""
    calls = [("Invalid", 1), ("invalid", 1), ("_invalid_here", 1), ("_invalid_at", 2), ("Unavailable", 1)]
    calls += [("_no_moment", 2), ("unknown_name", 2)]
    raised = {ground for call in calls for (ground,) in written(*call)}.union(*GROUNDS.values())
    known = set(sentences("invalid")) | set(sentences("unavailable"))

    assert (raised - known, known - raised) == (set(), set())
    assert set().union(*(put_together(*call) for call in calls)) == set(GROUNDS), "say in GROUNDS what it raises"


# Every sentence is one


def all_sentences(language: str) -> Iterator[tuple[str, str]]:
    """Every sentence of a language, with the part it plays."""
    groups: list[Any] = [*sentences("refusals").values(), sentences("errors")["not_found"]]
    groups += [sentences("errors")["unavailable"], *CONDITIONS.values()]
    groups += [{name: one for name, one in sentences("errors").items() if name not in ("not_found", "unavailable")}]
    for group in groups:
        for wording in group.values():
            assert set(wording) == set(LANGUAGES)
            for part, sentence in wording[language].items():
                yield from ((part, one) for one in ([sentence] if isinstance(sentence, str) else sentence))
    yield from (("moves", wording[language]) for wording in sentences("conditions")["moves"].values())


GROUNDED: Mapping[str, type[Grounded]] = {"invalid": Invalid, "unavailable": Unavailable}


@pytest.mark.parametrize("code", GROUNDED)
def test_every_ground_of_an_error_has_its_sentences_in_both_languages(code: str) -> None:
    voice = _exactly("fr")
    for ground, parts in sentences(code).items():
        assert {"reason"} <= set(parts) <= {"reason", "allowed", "do"}, ground
        for wordings in parts.values():
            assert set(LANGUAGES) <= set(wordings) <= {"plain", *LANGUAGES}, ground
            assert all(wordings.values()), ground
            for fact in (fact for one in wordings.values() for fact in facts_in(parsed(one), optional=True)):
                assert fact.how in voice._hows, ground


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

    said = re.sub(r"None|\bnan\b", "x", words.message)  # given as a text, or kept as one where it is no number
    assert not UNWANTED.search(said), words
    assert words.message.endswith((".", "…"))
    assert "\n" not in words.message + words.help


GROUNDED_NAMES = {
    (code, ground): sorted(
        {fact.name for part in parts.values() for one in part.values() for fact in facts_in(parsed(one), optional=True)}
    )
    for code in GROUNDED
    for ground, parts in sentences(code).items()
}


@given(data=some.data(), pair=some.sampled_from(sorted(GROUNDED_NAMES)), language=some.sampled_from(LANGUAGES))
def test_no_fact_breaks_an_error(data: some.DataObject, pair: tuple[str, str], language: str) -> None:
    facts = {name: data.draw(some.sampled_from(HOSTILE), name) for name in GROUNDED_NAMES[pair]}
    error = GROUNDED[pair[0]]("name", pair[1], facts)
    words = told(error, language)

    assert str(error).startswith("name: ")
    assert not re.search(r"<|object at|Decimal\(|datetime\.|[\x00-\x1f\x7f\u202e\ud800]", words.message + words.help)
    assert words.message.endswith((".", "…"))


@given(
    pair=some.sampled_from(sorted({one[:2] for one in checks()})), facts=FACTS, language=some.sampled_from(LANGUAGES)
)
def test_no_fact_breaks_a_why(pair: tuple[str, str], facts: Mapping[str, object], language: str) -> None:
    for text in (why(*pair, facts, language), because(*pair, facts, language), condition(*pair, language)):
        assert text
        assert not UNWANTED.search(text.replace("None", ""))


@given(ground=some.sampled_from(sorted(MOVES)), facts=FACTS, language=some.sampled_from(LANGUAGES))
def test_no_fact_breaks_what_moves_a_slot(ground: str, facts: Mapping[str, object], language: str) -> None:
    assert not UNWANTED.search(moves(ground, facts, language).replace("None", ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_that_help_names_exists_with_its_options(language: str) -> None:
    operations = {area: operations_of(kind) for area, kind in AREAS.items()}
    for _, sentence in all_sentences(language):
        assert not re.search(r"(?<!<)ledr [a-z]", sentence), f"a command stands between < and >: {sentence}"
        for command in re.findall(r"<(ledr [^>]*)>", sentence):
            area, verb = [*command.replace("[", " [").split(), ""][1:3]
            if area in ("init", "rules", "upgrade"):
                continue
            operation = operations[area][verb.replace("-", "_")]
            names = {f"--{field.name.replace('_', '-')}" for field in operation.parameters} | {"--help"}
            names |= {
                f"--no-{field.name.replace('_', '-')}" for field in operation.parameters if is_flag(field.annotation)
            }
            assert set(re.findall(r"--[a-z-]+", command)) <= names, sentence


# How it reads


def said(error: LedrError, language: str = "fr") -> str:
    """Fact and help of an error, with plain spaces."""
    words = told(error, language, Place.COMMAND_LINE)
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


def test_a_reason_goes_on_after_the_name_of_the_field_where_its_words_say_so() -> None:
    empty, large = Invalid("title", "empty"), Invalid("picture", "too many pixels", {"most": 9})

    assert told(empty, "en").message == "title is empty."
    assert told(empty, "fr").message == f"title{NO_BREAK}: valeur vide."
    assert told(large, "en").message == "picture: too many pixels."
    assert (empty.reason, large.reason) == ("is empty", "has too many pixels")


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
            Invalid(
                "lessons[1].titel", "unknown here", {"choices": ["reference", "title"]}, file="e.yaml", line=12
            ),
            "e.yaml, ligne 12 : lessons[1].titel : inconnu ici. → peut-être title ? "
            "valeurs possibles : reference, title",
            "e.yaml, line 12: lessons[1].titel is not known here. → perhaps title? possible values: reference, title",
        ),
        (
            Invalid("start", "not a date", {"value": "2026-13-01"}),
            "start : « 2026-13-01 » n'est pas une date. → attendu : une date telle que 2026-11-19",
            "start: “2026-13-01” is not a date. → expected: a date such as 2026-11-19",
        ),
        (
            Invalid("x", "not text", {"value": None}),
            "x : rien n'est pas du texte. → attendu : du texte",
            "x: nothing is not text. → expected: text",
        ),
        (
            Invalid("x", "not a number", {"value": object()}),
            "x : cette valeur n'est pas un nombre. → attendu : un nombre tel que 1.5",
            "x: this value is not a number. → expected: a number such as 1.5",
        ),
        (
            Invalid("x", UNHEARD_OF, {"choices": 3}),
            "x : unheard of. → attendu : 3",
            "x: unheard of. → expected: 3",
        ),
        (
            Unavailable("database", "not made yet", {"path": "ecole.db"}),
            "la base de données n'est pas utilisable : il n'y a pas d'école dans ecole.db, ce fichier n'existe pas. → "
            'crée-la : ledr init --db "sqlite:///ecole.db"',
            "the database cannot be used: there is no school in ecole.db, that file does not exist. → "
            'make it: ledr init --db "sqlite:///ecole.db"',
        ),
        (
            Unavailable("file", "refused by the system", {"path": "page.html", "cause": "Permission denied"}),
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
            "aucun certificat en vigueur pour cette personne. → regarde ce qui manque : ledr cases explain E-MAIL",
            "this person has no certificate in force. → see what is missing: ledr cases explain E-MAIL",
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
            "la règle SLOT-99 ne le permet pas. → lis ce qu'elle dit : ledr rules SLOT-99",
            "rule SLOT-99 does not allow it. → read what it says: ledr rules SLOT-99",
        ),
        (LedrError(), "ce n'est pas possible. → ", "this is not possible. → "),
    ],
)  # fmt: skip
def test_errors_that_are_no_refusal_are_told_too(error: LedrError, french: str, english: str) -> None:
    assert (said(error), said(error, "en")) == (french, english)


def test_an_error_gives_its_reason_and_what_is_allowed_in_english_and_comes_through_a_pickle_whole() -> None:
    error = Invalid("start", "not a date", {"value": "d'hier"}, file="ecole.yaml", line=12)
    again = pickle.loads(pickle.dumps(error))

    for one in (error, again):
        assert (one.field, one.reason, one.allowed) == ("start", '"d\'hier" is not a date', "a date such as 2026-11-19")
        assert str(one) == 'ecole.yaml:12: start: "d\'hier" is not a date (allowed: a date such as 2026-11-19)'
    assert str(Unavailable("file", "refused by the system", {"path": "a", "cause": "b"})) == "file: a: b"


def test_an_error_keeps_the_beginning_of_a_long_text_that_was_refused() -> None:
    short, long = "é" * 200, "é" * 100_000

    assert Invalid("x", "not a date", {"value": short}).facts["value"] == short
    assert Invalid("x", "not a date", {"value": long}).facts["value"] == short + "…"


def test_what_is_possible_is_said_as_it_is_typed_in_french_with_the_value() -> None:
    error = Invalid("role", "not one of them", {"value": "fleuriste", "choices": ["learner", "manager", "pilot"]})
    kind = Invalid("kind", "no such kind of message", {"value": "lettre", "choices": ("slot_given", "welcome")})

    assert told(error, "fr").help == "valeurs possibles\u00a0: apprenant (learner), manager, pilote (pilot)"
    assert told(kind, "fr").help == "valeurs possibles\u00a0: slot reçu (slot_given), bienvenue (welcome)"
    assert told(error, "en").help == "possible values: learner, manager, pilot"
    assert error.allowed == ["learner", "manager", "pilot"]


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
