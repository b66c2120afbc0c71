"""How scenario files compare results: subsets, lists whole or contained, absence, and what is said about it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledr_core.testing.scenarios.matching import Difference, differences, missing, shown, unwanted
from ledr_core.testing.scenarios.names import dated, filled, has_names, names_in
from ledr_core.testing.scenarios.saying import scenario_words
from ledr_core.wording import yaml12


def plain(text: str) -> Any:
    return yaml12.load(text, "test").value


def said_of(found: Difference, language: str = "en") -> tuple[str, str, str]:
    """A difference in words: where, what was expected, what came."""
    words = scenario_words(language)
    prefix = f"{found.name}: " if found.name else {"en": "result: ", "fr": "résultat\u00a0: "}[language]
    expected, got = words.differences([found])
    return found.name, expected.removeprefix(prefix), got.removeprefix(prefix)


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ("{slot: 1}", "{slot: 1, session: Lyon}"),
        ("{}", "{slot: 1}"),
        ("{grade: 12}", "{grade: 12.0}"),
        ("{grade: 12.50}", "{grade: 12.5}"),
        ("{since: 2026-11-19}", "{since: '2026-11-19'}"),
        ("{policy: {kind: paced}}", "{policy: {kind: paced, every: 10}}"),
        ("{since: 2026-11-19T09:00}", "{since: '2026-11-19T08:00:00Z'}"),
        ("{since: 2026-11-19T08:00Z}", "{since: '2026-11-19T08:00:00Z'}"),
        ("{since: 2026-11-19 10:00+02:00}", "{since: '2026-11-19T08:00:00Z'}"),
        ("{since: 2026-10-25T02:30}", "{since: '2026-10-25T00:30:00Z'}"),
        ("{since: 2026-10-25T02:30+01:00}", "{since: '2026-10-25T01:30:00Z'}"),
        ("{waiting: []}", "{waiting: []}"),
        ("{until: null}", "{until: null}"),
        ("{holders: [{person: a}, {person: b}]}", "{holders: [{person: a, slot: 1}, {person: b, slot: 2}]}"),
        ("[{kind: welcome}]", "[{kind: welcome, person: a}]"),
        ("{free: true}", "{free: true}"),
    ],
)
def test_what_returns_lists_came(expected: str, got: str) -> None:
    assert differences(plain(expected), plain(got)) == []
    assert missing(plain(expected), plain(got)) == []


@pytest.mark.parametrize(
    ("expected", "got", "said"),
    [
        ("{slot: 1}", "{slot: 2}", ("slot", "1", "2")),
        ("{slot: 1}", "{slot: '1'}", ("slot", "1", '"1"')),
        ("{slot: 1}", "{slot: true}", ("slot", "1", "true")),
        ("{free: false}", "{free: 0}", ("free", "false", "0")),
        ("{free: false}", "{free: null}", ("free", "false", "null")),
        ("{code: 010}", "{code: '010'}", ("code", "10", '"010"')),
        (
            "{at: 2026-11-19T08:00}",
            "{at: '2026-11-19T08:00:00Z'}",
            ("at", "2026-11-19T08:00", "2026-11-19T09:00"),
        ),
        ("{at: soon}", "{at: '2026-10-25T01:30:00Z'}", ("at", "soon", "2026-10-25T02:30+01:00")),
        ("{slott: 1}", "{slot: 1, person: a}", ("slott", "1", "no such key (there are slot, person)")),
        ("{slot: 1}", "{}", ("slot", "1", "no such key (there is none at all)")),
        ("{policy: {kind: paced}}", "{policy: {kind: manual}}", ("policy.kind", "paced", "manual")),
        ("{policy: {kind: paced}}", "{policy: null}", ("policy", "{kind: paced}", "null")),
        ("{a: [b]}", "{a: {b: 1}}", ("a", "[b]", "{b: 1}")),
        ("[{a: 1}]", "{a: 1}", ("", "[{a: 1}]", "{a: 1}")),
    ],
)
def test_what_differs_is_said_with_its_place(expected: str, got: str, said: tuple[str, str, str]) -> None:
    for compare in (differences, missing):
        (found,) = compare(plain(expected), plain(got))
        assert said_of(found) == said


def test_returns_takes_lists_whole() -> None:
    holders = plain("{holders: [{person: a, slot: 1, since: x}, {person: b, slot: 2, since: x}]}")

    (found,) = differences(plain("{holders: [{person: a}]}"), holders)

    name, wanted, got = said_of(found)
    assert (name, wanted) == ("holders", "1 item: [{person: a}]")
    assert got == "2 items: [{person: a}, {person: b}]"  # the keys that matter alone


def test_returns_takes_lists_in_order() -> None:
    found = differences(plain("{waiting: [a, b]}"), plain("{waiting: [b, a]}"))

    assert [said_of(one) for one in found] == [("waiting[0]", "a", "b"), ("waiting[1]", "b", "a")]


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ("[b, a]", "[a, b, c]"),
        ("[]", "[a]"),
        ("[{kind: welcome}]", "[{kind: slot_given}, {kind: welcome}]"),
        ("{members: [{email: a, teams: [y]}]}", "{members: [{email: b, teams: []}, {email: a, teams: [x, y]}]}"),
        ("[{kind: a}, {kind: a}]", "[{kind: a, n: 1}, {kind: b}, {kind: a, n: 2}]"),
        # The first item fits both, the second only the first of them: each finds one all the same.
        ("[{kind: a}, {kind: a, n: 1}]", "[{kind: a, n: 1}, {kind: a, n: 2}]"),
    ],
)
def test_has_wants_the_items_in_any_order(expected: str, got: str) -> None:
    assert missing(plain(expected), plain(got)) == []


@pytest.mark.parametrize(
    ("expected", "got", "said"),
    [
        ("[c]", "[a, b]", ("", "an item c", "2 items: [a, b]")),
        ("{waiting: [c]}", "{waiting: []}", ("waiting", "an item c", "no items")),
        ("[{kind: a}, {kind: a}]", "[{kind: a, n: 1}]", ("", "an item {kind: a}", "1 item: [{kind: a}]")),
        (
            "[{kind: a, n: 2}]",
            "[{kind: a, n: 1, m: 3}]",
            ("", "an item {kind: a, n: 2}", "1 item: [{kind: a, n: 1}]"),
        ),
        ("[{a: {b: 1}}]", "[{a: {b: 2, c: 3}, d: 4}]", ("", "an item {a: {b: 1}}", "1 item: [{a: {b: 2}}]")),
    ],
)
def test_has_says_which_item_is_missing(expected: str, got: str, said: tuple[str, str, str]) -> None:
    (found,) = missing(plain(expected), plain(got))

    assert said_of(found) == said


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ("{waiting: [c]}", "{waiting: [a, b]}"),
        ("{waiting: [c]}", "{waiting: []}"),
        ("{waiting: c}", "{waiting: [a]}"),
        ("[{kind: welcome}]", "[{kind: slot_given}]"),
        ("[{kind: welcome, person: a}]", "[{kind: welcome, person: b}]"),
        ("{score: 3}", "{available: true}"),
        ("[score]", "{available: true}"),
        ("{policy: {kind: paced}}", "{policy: {kind: manual}}"),
        ("{policy: {kind: paced}}", "{policy: null}"),
        ("{slot: 1}", "{slot: null}"),
        ("{waiting: [a]}", "{waiting: null}"),
    ],
)
def test_lacks_is_content_with_what_is_not_there(expected: str, got: str) -> None:
    assert unwanted(plain(expected), plain(got)) == []


@pytest.mark.parametrize(
    ("expected", "got", "said"),
    [
        ("{waiting: [c, a]}", "{waiting: [a, b]}", ("waiting", "not a", "2 items: [a, b]")),
        ("{waiting: a}", "{waiting: [a]}", ("waiting", "not a", "1 item: [a]")),
        ("[{kind: a}]", "[{kind: a, n: 1}]", ("", "not {kind: a}", "1 item: [{kind: a}]")),
        ("{kind: a}", "[{kind: a, n: 1}]", ("", "not {kind: a}", "1 item: [{kind: a}]")),
        ("[score]", "{score: 3}", ("score", "no such key", "3")),
        ("[{kind: a}]", "{kind: a}", ("", "a list without {kind: a}", "{kind: a}")),
        ("{policy: {kind: paced}}", "{policy: {kind: paced}}", ("policy.kind", "not paced", "paced")),
        ("{slot: [1, 2]}", "{slot: 1}", ("slot", "not 1", "1")),
        ("{slot: null}", "{slot: null}", ("slot", "not null", "null")),
    ],
)
def test_lacks_says_what_is_there(expected: str, got: str, said: tuple[str, str, str]) -> None:
    (found,) = unwanted(plain(expected), plain(got))

    assert said_of(found) == said


def test_what_differs_is_said_in_french_too() -> None:
    (key,) = differences(plain("{slott: 1}"), plain("{slot: 1, person: a}"))
    (item,) = missing(plain("[c]"), plain("[]"))

    assert said_of(key, "fr") == ("slott", "1", "clé absente (il y a slot, person)")
    assert said_of(item, "fr") == ("", "un élément c", "aucun élément")


RESULTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


@given(RESULTS)
def test_every_result_agrees_with_itself(result: Any) -> None:
    assert differences(result, result) == []
    assert missing(result, result) == []


@given(st.lists(RESULTS, min_size=1, max_size=5), st.data())
def test_what_a_list_has_it_does_not_lack(items: list[Any], data: st.DataObject) -> None:
    item = data.draw(st.sampled_from(items))

    assert missing([item], items) == []
    assert unwanted([item], items) != []
    assert missing([*items, item], items) != []  # one more than there are


def test_values_are_shown_short_and_clear() -> None:
    assert shown(plain("{a: l'été, b: '12', c: 'no', d: 'x: y', e: '', f: [1, 2.5, null, true], g: 'a:'}")) == (
        '{a: l\'été, b: "12", c: no, d: "x: y", e: "", f: [1, 2.5, null, true], g: "a:"}'
    )
    assert shown(list(range(100))) == "[0, 1, 2, 3, 4, 5, … +94]"
    assert len(shown({str(number): "x" * 50 for number in range(1000)})) == 400


def test_names_stand_for_what_was_kept() -> None:
    kept = {"question": 12, "who": {"email": "a@b.fr"}}
    given_ = plain("{message: $question, people: [$who], text: 'n° $question, $5 or $nobody', $question: x, plain: 3}")

    assert filled(given_, kept) == {
        "message": 12,
        "people": [{"email": "a@b.fr"}],
        "text": "n° 12, $5 or $nobody",
        "$question": "x",
        "plain": 3,
    }
    assert [name for _, name in names_in(given_)] == ["question", "who"]


def test_days_around_the_scenario_s_own_are_written_as_such() -> None:
    given_ = plain("{start: $today-17, end: '$today+1', at: '$today-400T09:00', by: $todays, text: 'le $today, $5'}")

    assert dated(given_, date(2026, 11, 19)) == {
        "start": "2026-11-02",
        "end": "2026-11-20",
        "at": "2025-10-15T09:00",
        "by": "$todays",
        "text": "le 2026-11-19, $5",
    }


@pytest.mark.parametrize(("value", "has"), [("[a, {b: c $d}]", True), ("[a, {b: '$5'}, 3]", False)])
def test_what_is_known_only_later_is_told_apart(value: str, has: bool) -> None:
    assert has_names(plain(value)) is has
