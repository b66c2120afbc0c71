"""Phone numbers: read into their international form, and whether SMS reach them (NOTE-2)."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, Final

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.texts import trimmed


def read_phone(text: str) -> str | None:
    """A phone number in the international form, None when empty. Raises Invalid."""
    import phonenumbers

    if not trimmed(text):
        return None
    number = _parsed(text)
    if number is None or not phonenumbers.is_valid_number(number):
        raise Invalid("phone", "not a phone number", {"value": text})
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def takes_sms(phone: str | None) -> bool:
    """Whether SMS can reach a number: a mobile one, or of a country whose numbers do not tell."""
    import phonenumbers

    number = None if phone is None else _parsed(phone)
    if number is None:
        return False
    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    return phonenumbers.number_type(number) in kinds


_OVERSEAS: Final = ("GP", "BL", "MF", "MQ", "GF", "RE", "YT")
"""Where a number in national form may be at home beside France: its prefix tells, 0590 Guadeloupe, 0692 La Réunion…"""
_SAINT_PIERRE: Final = re.compile(r"\A[^\d+]*0[^\w+]*5[^\w+]*0[^\w+]*8")
"""Its prefix 0508, however it is spaced, before six figures, which are dialled alone there."""


def _parsed(text: str) -> Any:
    """The number of the place overseas whose plan has it, else one of France or in the international form."""
    import phonenumbers

    text = _SAINT_PIERRE.sub("+508", trimmed(text))
    with suppress(phonenumbers.NumberParseException):
        for region in _OVERSEAS:
            number = phonenumbers.parse(text, region)
            if phonenumbers.is_valid_number_for_region(number, region):
                return number
        return phonenumbers.parse(text, "FR")
    return None
