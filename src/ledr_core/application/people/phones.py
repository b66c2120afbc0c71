"""Phone numbers: read into their international form, and whether SMS reach them (NOTE-2)."""

from __future__ import annotations

from typing import Any

from ledr_core.domain.kernel.errors import Invalid


def read_phone(text: str) -> str | None:
    """A phone number in the international form, None when empty. Raises Invalid."""
    import phonenumbers

    if not text.strip():
        return None
    number = _parsed(text)
    if number is None or not phonenumbers.is_valid_number(number):
        raise Invalid("phone", f"{text!r} is not a phone number", "a number such as 06 12 34 56 78 or +33612345678")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def takes_sms(phone: str | None) -> bool:
    """Whether SMS can reach a number: a mobile one, or of a country whose numbers do not tell."""
    import phonenumbers

    number = None if phone is None else _parsed(phone)
    if number is None:
        return False
    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    return phonenumbers.number_type(number) in kinds


def _parsed(text: str) -> Any:
    import phonenumbers

    try:
        return phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException:
        return None
