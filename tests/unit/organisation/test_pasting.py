"""Addresses as people paste them."""

import pytest

from ledr_core.domain.organisation.pasting import pasted_in


def addresses(text: str) -> list[str]:
    return [one.address for one in pasted_in(text)]


@pytest.mark.rule("INV-1")
@pytest.mark.parametrize("between", [",", ";", "\t", "\n", "\r\n", ", ", " ; ", ",\n", ";;", " ", "\u2028", "\uff0c"])
def test_whatever_parts_addresses(between: str) -> None:
    assert addresses(f"a@x.fr{between}b@x.fr{between}c@x.fr{between}") == ["a@x.fr", "b@x.fr", "c@x.fr"]


@pytest.mark.rule("INV-1")
@pytest.mark.parametrize(
    "typed",
    [
        "Léa Martin <lea@x.fr>",
        '"Martin, Léa" <lea@x.fr>',
        "“Martin; Léa” <lea@x.fr>",
        "<lea@x.fr>",
        "lea@x.fr.",
        "lea@x.fr...",
        "\u200blea@x.fr\ufeff",
        "lea\u200b@x.fr",
        "  lea@x.fr\u00a0",
        "'lea@x.fr'",
        "mailto:lea@x.fr",
        "(lea@x.fr)",
        '"lea@x.fr" <lea@x.fr>',
    ],
)
def test_a_form_in_which_addresses_are_written(typed: str) -> None:
    """Alone, and among others."""
    assert addresses(typed) == ["lea@x.fr"]
    assert addresses(f"a@x.fr, {typed}; b@x.fr") == ["a@x.fr", "lea@x.fr", "b@x.fr"]


@pytest.mark.rule("INV-1")
def test_an_address_in_brackets_ends_its_piece() -> None:
    assert addresses("Léa <lea@x.fr> Max <max@x.fr>") == ["lea@x.fr", "max@x.fr"]


@pytest.mark.rule("INV-1")
@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("pas une adresse", ["pas une adresse"]),
        ('"Martin, lea@x.fr', ['"Martin', "lea@x.fr"]),
        ('"Martin\nLéa" lea@x.fr', ['"Martin', 'Léa" lea@x.fr']),
        ("Léa Martin lea@x.fr", ["Léa Martin lea@x.fr"]),
        ("<lea@x.fr, max@x.fr", ["<lea@x.fr", "max@x.fr"]),
        (" , ;\n<>\t...", []),
        ("", []),
    ],
)
def test_what_is_no_address_is_given_as_it_was_typed(text: str, typed: list[str]) -> None:
    assert [one.typed for one in pasted_in(text)] == typed


@pytest.mark.parametrize("text", ['"', "<", ">", "a@x.fr ", '"a', "\u201c", ","])
def test_a_long_text_is_read_once(text: str) -> None:
    """Not once for each sign in it: ten times as much takes about ten times as long."""
    assert sum(1 for _ in pasted_in(text * 30_000)) <= 30_000
