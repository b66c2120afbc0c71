"""What fits in an SMS: 160 characters of the alphabet that every telephone knows (3GPP TS 23.038). See CAMP-5."""

from __future__ import annotations

import unicodedata
from typing import Final

from ledr_core.domain.kernel.errors import Refused

LONGEST: Final = 160
"""Characters of one SMS."""
LINK_LENGTH: Final = 32
"""Characters that a shortened link takes, the space before it included, whatever its own length."""

BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The characters that count 1."""
EXTENSION: Final = frozenset("\f^{}\\[~]|€")
"""The characters that count 2."""

_PLAIN: Final = (
    dict.fromkeys("’‘‚‛′", "'")
    | dict.fromkeys("“”„«»″", '"')
    | dict.fromkeys("–—‐‑‒―−•", "-")
    | dict.fromkeys("\u00a0\u202f\u2007\u2009\t", " ")
    | {"œ": "oe", "Œ": "OE", "…": "...", "°": "o", "‹": "<", "›": ">", "×": "x"}
)


def length(text: str) -> int:
    """How many characters of an SMS a text takes; characters outside its alphabet count 1."""
    return sum(2 if one in EXTENSION else 1 for one in _composed(text))


def plain(character: str) -> str | None:
    """What can stand for a character in an SMS: itself, its plain form, or None when it has none."""
    if character in BASIC or character in EXTENSION:
        return character
    if character in _PLAIN:
        return _PLAIN[character]
    letters = "".join(one for one in unicodedata.normalize("NFKD", character) if not unicodedata.combining(one))
    return letters if letters and all(one in BASIC or one in EXTENSION for one in letters) else None


def sms_text(text: str, link: str | None = None) -> str:
    """The text of an SMS as it is sent: composed, without white space around it, its shortened link behind it.

    Raises Refused: CAMP-5 for a character that no SMS holds, and for a text that is too long with its link, which
    counts `LINK_LENGTH` whatever it is.
    """
    composed = _composed(text).strip()
    must_be_fit(composed, with_link=link is not None)
    return composed if link is None else f"{composed} {link}"


def must_be_fit(text: str, *, with_link: bool = False) -> None:
    """Check that a text can be an SMS, a link behind it included. Raises Refused: CAMP-5, naming what is in the way."""
    composed = _composed(text)
    outside = next((one for one in composed if one not in BASIC and one not in EXTENSION), None)
    if outside is not None:
        raise Refused("CAMP-5", "not in an SMS", facts=_told(outside, composed))
    taken = length(composed) + (LINK_LENGTH if with_link else 0)
    if taken > LONGEST:
        raise Refused("CAMP-5", "too long", facts={"length": taken, "longest": LONGEST, "over": taken - LONGEST})


def _told(character: str, text: str) -> dict[str, str]:
    """The character that is in the way, its code when it cannot be seen, what can stand for it, and the text so."""
    facts = {"character": character}
    if character.isspace() or not character.isprintable():
        facts["code"] = f"U+{ord(character):04X}"
    instead = plain(character)
    if instead is not None:
        facts["plain"] = instead
    whole = [plain(one) for one in text]
    if all(one is not None for one in whole):
        facts["text"] = "".join(one for one in whole if one is not None)
    return facts


def _composed(text: str) -> str:
    """Accents joined to their letters: é is one character, however it was typed."""
    return unicodedata.normalize("NFC", text)
