"""The school itself, as everything that it writes names it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Literal, TypeAlias

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.settings import Setting, link, needed_link, needed_text

LanguageName: TypeAlias = Literal["fr", "en"]
"""A `Language` by its value."""


class Language(StrEnum):
    """A language that the school speaks."""

    _value_: LanguageName

    FRENCH = "fr"
    ENGLISH = "en"


def _language(value: object) -> str:
    if value not in ("fr", "en"):
        raise Invalid("value", "not a language", {"value": value, "choices": ["fr", "en"]})
    return str(value)


SCHOOL_NAME: Final = Setting(
    "school_name",
    "L'École du Recrutement",
    needed_text,
    "SUP-2",
)
SUPPORT_ADDRESS: Final = Setting(
    "support_address",
    "ausecours@lecoledurecrutement.fr",
    needed_text,
    "SUP-2",
)
SUPPORT_CHAT: Final = Setting(
    "support_chat",
    "",
    link,
    "SUP-2",
)
SITE: Final = Setting(
    "site",
    "https://leparcours.co",
    needed_link,
    "SUP-2",
)
LANGUAGE: Final = Setting(
    "language",
    "fr",
    _language,
    "SUP-2",
)
