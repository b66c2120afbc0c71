"""Likely typing errors in e-mail addresses: proposed to people, never corrected (SUP-1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

KNOWN: Final = (
    "gmail.com",
    "orange.fr",
    "hotmail.fr",
    "hotmail.com",
    "wanadoo.fr",
    "free.fr",
    "yahoo.fr",
    "laposte.net",
    "sfr.fr",
    "outlook.fr",
    "outlook.com",
    "icloud.com",
    "live.fr",
    "yahoo.com",
    "neuf.fr",
    "bbox.fr",
    "numericable.fr",
    "msn.com",
    "aol.com",
    "me.com",
    "protonmail.com",
    "proton.me",
    "gmx.fr",
    "club-internet.fr",
    "live.com",
)
"""The domains of mailboxes most met in France, the most met first: what a mistyped one may have been meant to be."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_REAL: Final = _words(
    """
    9online.fr alice.fr aliceadsl.fr aol.fr bluewin.ch caramail.com cegetel.net cloud.com dbmail.com email.com
    fastmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net hey.com hotmail.be hotmail.ca hotmail.ch hotmail.co.uk
    hotmail.de hotmail.es hotmail.it infomaniak.com laposte.fr libero.it libertysurf.fr live.be live.ca live.co.uk
    live.it live.nl mac.com mail.com mail.fr mail.ru mailo.com mailfence.com netcourrier.com noos.fr nordnet.fr
    online.fr orange.com outlook.be outlook.ca outlook.de outlook.es outlook.it pm.me posteo.de posteo.net proton.ch
    protonmail.ch rocketmail.com sapo.pt seznam.cz sfr.com skynet.be t-online.de tele2.fr telenet.be tuta.com
    tutanota.com voila.fr web.de yahoo.be yahoo.ca yahoo.co.uk yahoo.de yahoo.es yahoo.it yandex.com yandex.ru
    ymail.com zoho.com zoho.eu
    """
)
"""Other domains that mailboxes have: as close as they may be to a known one, they are no typing error."""

_PUBLIC: Final = _REAL.union(KNOWN) - {"orange.com", "sfr.com", "laposte.fr"}

_ENDINGS: Final = _words(
    """
    at be bg ca ch cz de dk es eu fi fr gr hr hu ie it lt lu lv mc nl no pl pt re ro se si sk tn uk us biz com dev
    info io me net org pro
    """
)
"""Endings that companies really have: the same name under another of them is another domain."""

_ONE_ENDING: Final = frozenset({"gmail", "googlemail", "icloud", "wanadoo", "bbox", "club-internet", "numericable"})
"""Names whose mailboxes have one ending only: under another one nobody has an address."""

_MOST: Final = 2
"""Errors with which a domain can still be recognised."""


def is_public(domain: str) -> bool:
    """Whether anybody can have a mailbox there, so that no company stands behind it."""
    return domain.casefold() in _PUBLIC


def likely_meant(address: str, colleagues: Mapping[str, int]) -> str | None:
    """The address that was likely meant, when its domain looks mistyped; else None.

    *colleagues* are the domains that other people of the same company have, with their number. A domain that exists, or
    that one of them has too, is never held for an error.
    """
    user, at, domain = address.strip().rpartition("@")
    domain = domain.casefold().rstrip(".")
    own = {name.casefold(): number for name, number in colleagues.items()}
    if not (user and at and domain) or domain in own or domain in _REAL or domain in KNOWN:
        return None
    ranked = dict.fromkeys((*sorted(own, key=lambda name: (-own[name], name)), *KNOWN))
    near = [(errors, rank, known) for rank, known in enumerate(ranked) if (errors := _errors(domain, known)) <= _MOST]
    return f"{user}@{min(near)[2]}" if near else None


def _errors(domain: str, known: str) -> int:
    """How many errors lead from a known domain to that one; more than the most when it cannot have been meant."""
    name, _, ending = domain.rpartition(".")
    known_name, _, known_ending = known.rpartition(".")
    if not name:
        return 1 if domain == known.replace(".", "") else _MOST + 1  # the dot was forgotten
    errors = distance(name, known_name)
    if errors > _most(name, known_name):
        return _MOST + 1
    if ending == known_ending:
        return errors
    if errors == 0 and (ending not in _ENDINGS or name in _ONE_ENDING):
        return min(distance(ending, known_ending), _MOST)
    return _MOST + 1 if ending in _ENDINGS else errors + distance(ending, known_ending)


def _most(name: str, known: str) -> int:
    """The most errors with which a name can be a known one: short names resemble too many others."""
    if len(known) < 3:
        return 0
    if len(known) == 3:
        return 1 if set(name) == set(known) else 0
    begins_alike = name[:1] == known[:1]
    if len(known) == 4:
        return 1 if begins_alike or sorted(name) == sorted(known) else 0
    return 2 if len(known) > 5 and begins_alike else 1


def distance(one: str, other: str) -> int:
    """The fewest errors from a text to another: a letter more, less, or wrong, or two neighbours that changed places.

    No letter is touched twice (optimal string alignment).
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, known in enumerate(other, 1):
            least = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != known))
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == known
            current.append(min(least, before[column - 2] + 1) if swapped else least)
        before, last = last, current
    return last[-1]
