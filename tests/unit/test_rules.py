"""The rules as the school reads them: complete in both languages, and every rule that the code names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.rules import AREAS, Rule, chosen, find, rules, words
from ledr_core.wording import yaml12

SOURCE = Path(__file__).parents[2] / "src"
DATA = SOURCE / "ledr_core" / "rules"
NO_BREAK = "\u00a0"


def test_each_rule_is_there_once_and_those_of_an_area_are_numbered_without_gaps() -> None:
    identifiers = [rule.identifier for rule in rules("fr")]
    numbers: dict[str, list[int]] = {}
    for identifier in identifiers:
        prefix, _, number = identifier.partition("-")
        numbers.setdefault(prefix, []).append(int(number))

    assert len(set(identifiers)) == len(identifiers)
    assert {prefix: found == list(range(1, len(found) + 1)) for prefix, found in numbers.items()} == dict.fromkeys(
        numbers, True
    )


def test_each_area_has_its_file_and_each_file_its_area() -> None:
    assert sorted(f"{area.lower()}.yaml" for area in AREAS) == sorted(path.name for path in DATA.glob("areas/*"))


def test_both_languages_have_the_same_rules_each_in_its_own_words() -> None:
    french, english = rules("fr"), rules("en")

    assert [(rule.identifier, rule.area, rule.decided) for rule in french] == [
        (rule.identifier, rule.area, rule.decided) for rule in english
    ]
    assert [one.identifier for one, other in zip(french, english, strict=True) if one.text == other.text] == []
    assert len({rule.title for rule in french}) == len({rule.title for rule in english}) == len(AREAS)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_rule_is_a_text_that_ends(language: str) -> None:
    for rule in rules(language):
        assert rule.text.endswith((".", ".)")), rule
        assert "  " not in rule.text, rule
        assert len(rule.text) > 20, rule


def test_the_files_hold_nothing_but_what_is_read() -> None:
    """A field of another name would be left out without a word."""
    for path in DATA.glob("areas/*"):
        data = yaml12.read(path).value
        assert set(data) == {"title", "rules"} and set(data["title"]) == {"fr", "en"}
        for identifier, rule in data["rules"].items():
            assert set(rule) - {"decided"} == {"fr", "en"} and rule.get("decided") in (None, True), identifier


def test_every_rule_that_the_code_names_exists() -> None:
    known = {rule.identifier for rule in rules("en")}
    prefixes = "|".join(sorted({identifier.partition("-")[0] for identifier in known}))
    named = re.compile(rf"\b(?:{prefixes})-\d+\b")
    files = [path for path in SOURCE.rglob("*") if path.suffix in (".py", ".yaml", ".jinja", ".html", ".txt", ".j2")]

    unknown = {(path.name, one) for path in files for one in named.findall(path.read_text("utf-8")) if one not in known}

    assert unknown == set()


def test_no_text_points_to_where_the_rules_come_from() -> None:
    """Neither lines of sources, nor files, nor marks of emphasis."""
    source = re.compile(r"\b[FO]\d|\.md\b|\.txt\b|\*\*|\bAPI\b")
    texts = [rule.text for language in ("fr", "en") for rule in rules(language)]

    assert [text for text in texts if source.search(text)] == []


def test_a_rule_is_found_by_its_identifier_in_any_case() -> None:
    assert find(" slot-2 ", "en") == Rule(
        "SLOT-2",
        "SLOT",
        "Slot allocation",
        "To assign: a slot is free in that session, and the session has not expired.",
        False,
    )
    assert (
        find("SLOT-2").text
        == f"Pour attribuer{NO_BREAK}: un slot est libre dans cette session, et la session n'a pas expiré."
    )
    assert (find("AUD-1").area, find("INV-1").area, find("SLOT-3").decided) == ("CAMP", "TEAM", True)


@pytest.mark.parametrize(
    ("asked", "language", "first", "last"),
    [
        ("team", "fr", "TEAM-1", "INV"),
        ("INV", "fr", "INV-1", "INV"),
        ("Liste d'attente", "fr", "ROT-1", "ROT"),
        ("waiting list", "en", "ROT-1", "ROT"),
        (" slot-2", "fr", "SLOT-2", "SLOT"),
        ("", "fr", "ROLE-1", "PASS"),
    ],
)
def test_rules_are_chosen_by_area_title_or_identifier(asked: str, language: str, first: str, last: str) -> None:
    found = [rule.identifier for rule in chosen(asked, language)]

    assert (found[0], found[-1].partition("-")[0]) == (first, last)
    assert len(found) == 1 or asked in ("", "team") or {one.partition("-")[0] for one in found} == {last}


@pytest.mark.parametrize(
    ("name", "first"), [("SLOT-99", "SLOT-1"), ("aud", "AUD-1"), ("CAMP-0", "CAMP-1"), ("X-1", "ROLE")]
)
def test_a_rule_that_is_not_there_is_refused_with_its_neighbours_or_the_areas(name: str, first: str) -> None:
    with pytest.raises(Invalid) as error:
        find(name)

    assert isinstance(error.value.allowed, list)
    assert (error.value.field, error.value.allowed[0]) == ("rule", first)


def test_the_words_of_the_school_have_a_name_in_code_and_a_meaning() -> None:
    french, english = words("fr"), words("en")

    assert [(word.french, word.code) for word in french] == [(word.french, word.code) for word in english]
    assert all(word.meaning and word.code for word in (*french, *english))
    assert next(word.code for word in french if word.french == "cible") == "Audience"


def test_another_language_is_refused() -> None:
    for ask in (rules, words, lambda language: find("SLOT-2", language)):
        with pytest.raises(Invalid):
            ask("de")
