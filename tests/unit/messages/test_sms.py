"""What fits in an SMS, against the codec of an independent library."""

from __future__ import annotations

import gsm0338
import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.messages.sms import BASIC, EXTENSION, LINK_LENGTH, LONGEST, length, must_be_fit, plain, sms_text
from ledr_core.wording import told

CODEC = gsm0338.Codec()
ALPHABET = "".join(sorted(BASIC | EXTENSION))


def in_the_codec(text: str) -> bytes | None:
    """The text as the library encodes it, None when it cannot."""
    try:
        return bytes(CODEC.encode(text)[0])
    except UnicodeEncodeError:
        return None


@pytest.mark.rule("CAMP-5")
def test_the_alphabet_is_that_of_the_codec_to_the_character() -> None:
    encoded = {chr(code): in_the_codec(chr(code)) for code in range(0xD800)}
    known = {one: octets for one, octets in encoded.items() if octets is not None and one != "\x1b"}

    assert {one for one, octets in known.items() if len(octets) == 1} == BASIC
    assert {one for one, octets in known.items() if len(octets) == 2} == EXTENSION
    assert len(BASIC) == 127


@pytest.mark.rule("CAMP-5")
@given(some.text(ALPHABET, max_size=200))
def test_a_text_of_the_alphabet_is_as_long_as_the_codec_makes_it(text: str) -> None:
    octets = in_the_codec(text)

    assert octets is not None
    assert length(text) == len(octets)
    if len(octets) <= LONGEST:
        must_be_fit(text)
    else:
        with pytest.raises(Refused) as refusal:
            must_be_fit(text)
        assert (refusal.value.rule, refusal.value.reason, refusal.value.facts["over"]) == (
            *("CAMP-5", "too long"),
            len(octets) - LONGEST,
        )


@pytest.mark.rule("CAMP-5")
@given(some.text(max_size=60))
def test_what_is_offered_in_place_of_a_text_is_one_that_an_sms_holds(text: str) -> None:
    try:
        must_be_fit(text)
    except Refused as refusal:
        if refusal.reason == "too long":
            return
        assert refusal.facts["character"] not in BASIC | EXTENSION
        if "plain" in refusal.facts:
            assert in_the_codec(refusal.facts["plain"]) is not None
        if "text" in refusal.facts:
            assert in_the_codec(refusal.facts["text"]) is not None


@pytest.mark.rule("CAMP-5")
@pytest.mark.parametrize(
    ("character", "offered"),
    [
        *(("ç", "c"), ("À", "A"), ("È", "E"), ("Ù", "U"), ("ê", "e"), ("î", "i"), ("ô", "o"), ("û", "u"), ("ë", "e")),
        *(("ï", "i"), ("ÿ", "y"), ("œ", "oe"), ("Œ", "OE"), ("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"')),
        *(("«", '"'), ("»", '"'), ("…", "..."), ("–", "-"), ("—", "-"), ("•", "-"), ("°", "o"), ("\u00a0", " ")),
        *(("\u202f", " "), ("\t", " "), ("½", None), ("🎓", None), ("\x1b", None), ("ж", None), ("\u200b", None)),
    ],
)
def test_a_character_outside_is_refused_by_name_with_the_plain_one(character: str, offered: str | None) -> None:
    with pytest.raises(Refused) as refusal:
        must_be_fit(f"Bonjour{character}!")

    assert (refusal.value.rule, refusal.value.reason) == ("CAMP-5", "not in an SMS")
    assert refusal.value.facts["character"] == character
    assert refusal.value.facts.get("plain") == offered == plain(character)
    assert refusal.value.facts.get("text") == (None if offered is None else f"Bonjour{offered}!")


@pytest.mark.rule("CAMP-5")
def test_the_characters_that_count_twice() -> None:
    must_be_fit("€" * 80)

    with pytest.raises(Refused) as refusal:
        must_be_fit("€" * 80 + "a")

    assert refusal.value.facts == {"length": 161, "longest": 160, "over": 1}


@pytest.mark.rule("CAMP-5")
@pytest.mark.parametrize("link", ["https://l.example/a", "https://leparcours.example/ateliers/" + "x" * 300])
def test_a_link_counts_the_same_whatever_its_length(link: str) -> None:
    longest = "a" * (LONGEST - LINK_LENGTH)

    assert sms_text(longest, link) == f"{longest} {link}"
    with pytest.raises(Refused) as refusal:
        sms_text(longest + "a", link)
    assert refusal.value.facts["over"] == 1


def test_an_accent_typed_apart_is_joined_to_its_letter() -> None:
    assert sms_text(" Le\u0301a \n") == "Léa"
    assert length("e\u0301") == 1


@pytest.mark.parametrize(
    ("text", "message", "help"),
    [
        ("Garçon", "an SMS cannot hold “ç”.", "write “c” in its place"),
        ("a\u00a0b", "an SMS cannot hold the character U+00A0.", "put an ordinary space in its place, or nothing"),
        ("🎓", "an SMS cannot hold “🎓”.", "take it out"),
        (
            "a" * 171,
            "an SMS holds 160 characters, its link included; this one has 171.",
            "shorten it by 11 characters (€, brackets and braces count twice)",
        ),
    ],
)
def test_the_refusal_is_told(text: str, message: str, help: str) -> None:
    with pytest.raises(Refused) as refusal:
        must_be_fit(text)

    assert (told(refusal.value, "en").message, told(refusal.value, "en").help) == (message, help)
    assert told(refusal.value, "fr").message.startswith("un SMS ")
