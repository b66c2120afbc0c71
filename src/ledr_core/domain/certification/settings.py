"""What an operator can change of corrections, and of the school as official documents name it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import read_day
from ledr_core.domain.kernel.settings import Again, Setting, listed, text

FRIDAY: Final = 4
"""The day of the week on which copies are corrected, Monday being 0 (CASE-7)."""


def _fridays(value: object) -> list[str]:
    value = listed(value, empty=True)
    if not isinstance(value, list | tuple):
        raise Invalid("value", "not a list of Fridays", {"value": value})
    days = {read_day(item, "value") for item in value}
    for day in sorted(days):
        if day.weekday() != FRIDAY:
            raise Invalid("value", "not a Friday", {"value": day})
    return [day.isoformat() for day in sorted(days)]


CLOSED_FRIDAYS: Final = Setting[list[str]](
    "closed_fridays",
    [],
    _fridays,
    "CASE-7",
    "Fridays on which no copy is corrected, beside public holidays.",
    "Vendredis où aucune copie n'est corrigée, outre les jours fériés.",
    days=True,
    again=Again.COPIES,
)
PROVIDER_ADDRESS: Final = Setting(
    "provider_address",
    "",
    text,
    "CERT-6",
    "The school's postal address, on attestations.",
    "L'adresse postale de l'école, sur les attestations.",
)
PROVIDER_ACTIVITY_NUMBER: Final = Setting(
    "provider_activity_number",
    "",
    text,
    "CERT-6",
    "The number under which the school is declared as a training provider.",
    "Le numéro de déclaration d'activité de l'école.",
)
PROVIDER_SIRET: Final = Setting(
    "provider_siret",
    "",
    text,
    "CERT-6",
    "The school's SIRET number.",
    "Le numéro SIRET de l'école.",
)
PROVIDER_PLACE: Final = Setting(
    "provider_place",
    "",
    text,
    "CERT-6",
    "Where attestations are signed.",
    "Le lieu où les attestations sont signées.",
)
PROVIDER_SIGNATORY: Final = Setting(
    "provider_signatory",
    "",
    text,
    "CERT-6",
    "Who signs attestations for the school.",
    "Qui signe les attestations pour l'école.",
)
PROVIDER_SIGNATORY_ROLE: Final = Setting(
    "provider_signatory_role",
    "",
    text,
    "CERT-6",
    "The function of who signs.",
    "La fonction de la personne qui signe.",
)
PROVIDER_STAMP: Final = Setting[str | Mapping[str, str]](
    "provider_stamp",
    "",
    text,
    "CERT-6",
    "The school's stamp, beside the signature: a PNG or JPEG file, of which the content is kept.",
    "Le cachet de l'école, à côté de la signature : un fichier PNG ou JPEG, dont le contenu est gardé.",
    image=True,
)
PROVIDER: Final = (
    PROVIDER_ADDRESS,
    PROVIDER_ACTIVITY_NUMBER,
    PROVIDER_SIRET,
    PROVIDER_PLACE,
    PROVIDER_SIGNATORY,
    PROVIDER_SIGNATORY_ROLE,
)
"""What attestations say of the school, beside its stamp."""
