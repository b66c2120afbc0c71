"""Phone numbers: read into their international form, and whether SMS reach them (NOTE-2)."""

from __future__ import annotations

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
    if number is None or not (phonenumbers.is_valid_number(number) or _is_overseas(number)):
        raise Invalid("phone", "not a phone number", {"value": text})
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def takes_sms(phone: str | None) -> bool:
    """Whether SMS can reach a number: a mobile one, or of a country whose numbers do not tell."""
    import phonenumbers

    number = None if phone is None else _parsed(phone)
    if number is None:
        return False
    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    return phonenumbers.number_type(number) in kinds or (_is_overseas(number) and number.national_number // 10**8 == 6)


_OVERSEAS: Final = {
    **dict.fromkeys(("590", "690", "691"), 590),
    **dict.fromkeys(("596", "696", "697"), 596),
    **dict.fromkeys(("594", "694"), 594),
    **dict.fromkeys(("262", "692", "693", "269", "639"), 262),
}
"""The prefixes of Guadeloupe, Martinique, Guyane, La Réunion and Mayotte, with their country code: any six figures
follow, for which ones are allocated changes faster than a library."""
_PLANS: Final = ("GP", "BL", "MF", "MQ", "GF", "RE", "YT")
"""The places whose plans know other numbers in national form."""
_PLUS: Final = frozenset("+\uff0b")
_SAINT_PIERRE: Final = "0508"
"""Its prefix, before six figures, which are dialled alone there."""


def _is_overseas(number: Any) -> bool:
    national = str(number.national_number)
    return len(national) == 9 and _OVERSEAS.get(national[:3]) == number.country_code


def _parsed(text: str) -> Any:
    """The number of the place overseas whose prefix or plan it has, else one of France or in the international form.

    None for what has neither a leading 0 nor a country code: it may be of any place.
    """
    import phonenumbers

    text = trimmed(text)
    figures = phonenumbers.normalize_digits_only(text)
    with suppress(phonenumbers.NumberParseException):
        if _PLUS.intersection(text):
            return phonenumbers.parse(text)
        if not figures.startswith("0"):
            number = phonenumbers.parse(text, "FR")
            return number if figures == f"{number.country_code}{number.national_number}" else None
        if figures.startswith(_SAINT_PIERRE):
            return phonenumbers.parse(f"+{figures[1:]}")
        if len(figures) == 10 and (code := _OVERSEAS.get(figures[1:4])):
            return phonenumbers.parse(f"+{code}{figures[1:]}")
        return _planned(text)
    return None


def _planned(text: str) -> Any:
    """A number with a leading 0 in the first plan that knows it. Raises NumberParseException."""
    import phonenumbers

    for region in _PLANS:
        number = phonenumbers.parse(text, region)
        if phonenumbers.is_valid_number_for_region(number, region):
            return number
    return phonenumbers.parse(text, "FR")
