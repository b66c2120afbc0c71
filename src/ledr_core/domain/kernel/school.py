"""The school itself, as everything that it writes names it."""

from __future__ import annotations

from typing import Final

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.settings import Setting, link, needed_link, needed_text


def _language(value: object) -> str:
    if value not in ("fr", "en"):
        raise Invalid("value", "not a language", {"value": value, "choices": ["fr", "en"]})
    return str(value)


SCHOOL_NAME: Final = Setting(
    "school_name",
    "L'École du Recrutement",
    needed_text,
    "SUP-2",
    "The school's name, in mails and on documents.",
    "Le nom de l'école, dans les mails et sur les documents.",
)
SUPPORT_ADDRESS: Final = Setting(
    "support_address",
    "ausecours@lecoledurecrutement.fr",
    needed_text,
    "SUP-2",
    "The address that people write to for help, and that mails come from.",
    "L'adresse à laquelle on demande de l'aide, et d'où partent les mails.",
)
SUPPORT_CHAT: Final = Setting(
    "support_chat", "", link, "SUP-2", "Link to the chat, none when empty.", "Lien du chat, aucun si vide."
)
SITE: Final = Setting(
    "site",
    "https://leparcours.co",
    needed_link,
    "SUP-2",
    "The address of the platform, where mails lead.",
    "L'adresse de la plateforme, où mènent les mails.",
)
LANGUAGE: Final = Setting(
    "language",
    "fr",
    _language,
    "SUP-2",
    "The language of mails: fr or en.",
    "La langue des mails : fr ou en.",
)
