"""Texts as people and their programs write them: one text has many spellings."""

import time
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledr_core.domain.kernel.texts import (
    address,
    address_key,
    as_given,
    composed,
    folded,
    password_spellings,
    spellings,
    trimmed,
    words_of,
)

FORMS = st.sampled_from(["NFC", "NFD"])
LOADED = "a" + "\u0301" * 50_000 + "\u0316" * 50_000
"""Marks that are out of order: to sort them one by one takes the square of their number."""


@pytest.mark.rule("ACC-18")
@given(st.text(), FORMS)
def test_the_form_of_a_text_makes_no_difference(text: str, form: str) -> None:
    other = normalize(form, text)  # type: ignore[arg-type]

    assert composed(other) == composed(text)
    assert folded(other) == folded(text)
    assert address_key(other) == address_key(text)
    assert words_of(other) == words_of(text)


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert address_key(address_key(text)) == address_key(text)
    assert composed(composed(text)) == composed(text)
    assert trimmed(trimmed(text)) == trimmed(text)


@pytest.mark.rule("SES-2")
@pytest.mark.parametrize("signs", ["", "\u200b", "\ufeff "])
@pytest.mark.parametrize("name", ["Lyon", "Évry", "E\u0301vry"])
def test_a_trimmed_text_remembers_the_signs_that_were_around_it(name: str, signs: str) -> None:
    read = trimmed(trimmed(composed(f" {name}{signs}")))

    assert read == normalize("NFC", name)
    assert spellings(read)[-1] == name
    assert as_given(read) == f"{name}{signs}".strip()


@pytest.mark.rule("SES-2")
@pytest.mark.rule("CO-1")
@pytest.mark.parametrize(
    ("spelt", "key"),
    [
        ("Manpower - Lyon", "manpower - lyon"),
        ("  Manpower -\u00a0Lyon ", "manpower - lyon"),
        ("Été à Évry", "ete a evry"),
        ("E\u0301te\u0301 a\u0300 E\u0301vry", "ete a evry"),
        ("Évry\ufeff", "evry"),
        ("Év\u200bry\u200e", "evry"),
        ("SŒUR ŁÓDŹ Ødegård", "soeur lodz odegard"),
        ("Straße", "strasse"),
        ("ＬＹＯＮ", "lyon"),
        ("İzmir", "izmir"),
    ],
)
def test_neither_case_accents_form_nor_what_nobody_sees_make_a_name(spelt: str, key: str) -> None:
    assert folded(spelt) == key


@pytest.mark.rule("ACC-18")
@pytest.mark.parametrize(
    "spelt",
    [
        "Zoé@café.example",
        "zoe\u0301@CAFE\u0301.example",
        "zoé@xn--caf-dma.example",
        "zoé@XN--CAF-DMA.Example",
        "zoé@ｃａｆé．ｅｘａｍｐｌｅ",
        "zoé@café。example",
        "zoé＠café.example",
        " \ufeffzoé@café.example\u200b\n",
        "zo\u200bé@café.example",
    ],
)
def test_spellings_of_one_mailbox_have_one_key(spelt: str) -> None:
    assert address_key(spelt) == "zoé@café.example"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Lea@Manpower.Example", "Lea@Manpower.Example"),
        ("\u200bLea@Manpower.Example ", "Lea@Manpower.Example"),
        ("lea@xn--caf-dma.example", "lea@café.example"),
        ("lea＠ｍａｎｐｏｗｅｒ。example", "lea@manpower.example"),
        ("le\u0301a@manpower.example", "léa@manpower.example"),
        ("lea@xn--\u00fc.example", "lea@xn--ü.example"),
        ("lea@xn--abc-.example", "lea@xn--abc-.example"),
        ("no address", "no address"),
    ],
)
def test_an_address_is_kept_with_its_domain_in_decoded_form(typed: str, kept: str) -> None:
    assert address(typed) == kept


@pytest.mark.rule("ACC-18")
@pytest.mark.parametrize(
    ("spelt", "also"),
    [
        ("ÉLODIE@x.example", "élodie@X.example"),
        ("STRAẞE@x.example", "straße@x.example"),
        ("ΟΔΟΣ@x.example", "οδος@x.example"),
        ("ｌｅａ．ｍ@x.example", "lea.m@x.example"),
        ("lea@xn--strae-oqa.example", "lea@STRAßE.example"),
    ],
)
def test_case_and_width_make_no_other_mailbox(spelt: str, also: str) -> None:
    assert address_key(spelt) == address_key(also)


@pytest.mark.rule("ACC-18")
@pytest.mark.parametrize(
    "addresses",
    [
        ["lea@manpower.example", "léa@manpower.example", "lea@xn--manpower-9za.example", "lea@manpówer.example"],
        ["strasse@x.example", "straße@x.example"],
        ["ﬁnn@x.example", "finn@x.example"],
        ["lea²@x.example", "lea2@x.example", "lea①@x.example"],
        ["lea@strasse.example", "lea@straße.example"],
        ["œil@x.example", "oeil@x.example"],
    ],
)
def test_other_mailboxes_have_other_keys(addresses: list[str]) -> None:
    """Two people's may look or sound alike."""
    assert len({address_key(one) for one in addresses}) == len(addresses)


@pytest.mark.rule("CAT-8")
def test_words_are_what_stands_between_signs() -> None:
    assert words_of("Léa d'Élan-Martin <lea_2@manpower.example>") == {
        "lea",
        "d",
        "elan",
        "martin",
        "2",
        "manpower",
        "example",
    }
    assert words_of(" - / … ") == frozenset()


def test_what_was_typed_is_remembered_where_it_differs() -> None:
    assert spellings(composed("e\u0301")) == ("é", "e\u0301")
    assert spellings(trimmed(composed(" e\u0301 "))) == ("é", "e\u0301")
    assert spellings(composed("é")) == ("é",)


@pytest.mark.rule("ACC-17")
@pytest.mark.rule("ACC-18")
def test_a_password_is_tried_in_the_forms_in_which_it_may_have_been_chosen() -> None:
    assert password_spellings("secret") == ("secret",)
    assert password_spellings("\ufeffsecret ") == ("\ufeffsecret ", "secret")
    assert password_spellings(composed("e\u0301t")) == ("ét", "e\u0301t")
    assert password_spellings("ét") == ("ét", "e\u0301t")


@pytest.mark.parametrize("read", [composed, folded, words_of, address, address_key, password_spellings, trimmed])
@pytest.mark.parametrize("text", [LOADED, "@xn--" + "a" * 100_000, "xn--a." * 20_000, "\u200b" * 100_000 + "a"])
def test_no_text_takes_long_to_read(read: object, text: str) -> None:
    started = time.thread_time()
    read(text)  # type: ignore[operator]
    assert time.thread_time() - started < 1
