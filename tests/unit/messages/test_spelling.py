"""Likely typing errors in addresses: what is proposed, and what is left alone because it exists (SUP-1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from rapidfuzz.distance import OSA

from ledr_core.domain.messages.spelling import KNOWN, distance, likely_meant

COLLEAGUES = {"manpower.fr": 40, "manpowergroup.com": 3, "adecco.example": 2}


@pytest.mark.rule("SUP-1")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gamil.com", "gmail.com"),
        ("gmal.com", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("ggmail.com", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.cmo", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmail.comm", "gmail.com"),
        ("gmail.fr", "gmail.com"),
        ("gmial.con", "gmail.com"),
        ("gmailcom", "gmail.com"),
        ("GMIAL.COM", "gmail.com"),
        ("ornage.fr", "orange.fr"),
        ("orang.fr", "orange.fr"),
        ("orange.rf", "orange.fr"),
        ("orange.con", "orange.fr"),
        ("orangefr", "orange.fr"),
        ("wanado.fr", "wanadoo.fr"),
        ("wannadoo.fr", "wanadoo.fr"),
        ("wanadoo.com", "wanadoo.fr"),
        ("hotmial.fr", "hotmail.fr"),
        ("hotmial.com", "hotmail.com"),
        ("hotmail.con", "hotmail.com"),
        ("homtail.fr", "hotmail.fr"),
        ("hotmmial.com", "hotmail.com"),
        ("laposte.nte", "laposte.net"),
        ("lapost.net", "laposte.net"),
        ("yaho.fr", "yahoo.fr"),
        ("yahooo.com", "yahoo.com"),
        ("outlok.fr", "outlook.fr"),
        ("oultook.com", "outlook.com"),
        ("iclould.com", "icloud.com"),
        ("icloud.fr", "icloud.com"),
        ("fre.fr", "free.fr"),
        ("frree.fr", "free.fr"),
        ("srf.fr", "sfr.fr"),
        ("sffr.fr", "sfr.fr"),
        ("manpwoer.fr", "manpower.fr"),
        ("manpower.ft", "manpower.fr"),
        ("manpowergoup.com", "manpowergroup.com"),
        ("addeco.example", "adecco.example"),
    ],
)
def test_a_mistyped_domain_is_recognised(typed: str, meant: str) -> None:
    assert likely_meant(f"lea.martin@{typed}", COLLEAGUES) == f"lea.martin@{meant}"


@pytest.mark.rule("SUP-1")
@pytest.mark.parametrize(
    "domain",
    [
        *KNOWN,
        "mail.com",
        "mail.fr",
        "email.com",
        "email.de",
        "ymail.com",
        "gmx.de",
        "gmx.net",
        "gmx.com",
        "laposte.fr",
        "orange.com",
        "sfr.com",
        "hotmail.be",
        "hotmail.co.uk",
        "yahoo.be",
        "outlook.de",
        "mac.com",
        "pm.me",
        "aliceadsl.fr",
        "t-online.de",
        "manpower.de",  # the same name in another country
        "manpower.com",
        "tree.fr",
        "olive.fr",
        "em.com",
        "afr.fr",
        "ecole.fr",
        "lecoledurecrutement.fr",
        "home.example",
        "adecco.fr",
        "randstad.fr",
        "a.b.c.d",
        "xn--caf-dma.fr",
    ],
)
def test_a_domain_that_exists_is_left_alone(domain: str) -> None:
    assert likely_meant(f"lea.martin@{domain}", COLLEAGUES) is None


@pytest.mark.rule("SUP-1")
def test_what_colleagues_have_too_is_no_typing_error() -> None:
    assert likely_meant("lea@gmail.co", {}) == "lea@gmail.com"
    assert likely_meant("lea@Gmail.co", {"GMAIL.co": 1}) is None


@pytest.mark.rule("SUP-1")
def test_of_domains_equally_near_the_one_that_colleagues_have_is_proposed() -> None:
    assert likely_meant("lea@hotmail.rcom", {}) == "lea@hotmail.com"
    assert likely_meant("lea@adeco.fr", {"adecto.fr": 1, "adecco.fr": 2}) == "lea@adecco.fr"
    assert likely_meant("lea@gmil.com", {"gmila.com": 1}) == "lea@gmila.com"


@pytest.mark.parametrize("typed", ["", "lea", "@gmial.com", "lea@", "gmial.com", "lea@.", "lea@..", "lea@.com"])
def test_what_is_no_address_gets_no_proposal(typed: str) -> None:
    assert likely_meant(typed, COLLEAGUES) is None


def test_the_part_before_the_at_sign_is_never_touched() -> None:
    assert likely_meant(" L.É+1@x@gmial.com ", {}) == "L.É+1@x@gmail.com"


@given(some.text(max_size=12), some.text(max_size=12))
def test_the_distance_is_that_of_optimal_string_alignment(one: str, other: str) -> None:
    assert distance(one, other) == OSA.distance(one, other)


@given(some.text("abc", max_size=8), some.text("abc", max_size=8))
def test_the_distance_is_right_where_letters_repeat(one: str, other: str) -> None:
    assert distance(one, other) == OSA.distance(one, other)


@given(some.text(max_size=40))
def test_whatever_is_typed_a_proposal_is_another_address_of_a_known_domain(typed: str) -> None:
    meant = likely_meant(f"lea@{typed}", COLLEAGUES)

    assert meant is None or meant.rpartition("@")[2] in {*KNOWN, *COLLEAGUES}
