"""What an operator can change of what runs by itself."""

from __future__ import annotations

from typing import Final

from ledr_core.domain.kernel.settings import Setting, address, clock_time

CARE_ADDRESS: Final = Setting(
    "care_address",
    "",
    address,
    "JOB-2",
    "The address of Care, to which the week's certified go; to nobody when empty.",
    "L'adresse de Care, qui reçoit les certifiés de la semaine ; personne si vide.",
)
MARKETING_ADDRESS: Final = Setting(
    "marketing_address",
    "",
    address,
    "JOB-2",
    "The address of marketing, to which the week's certified go; to nobody when empty.",
    "L'adresse du marketing, qui reçoit les certifiés de la semaine ; personne si vide.",
)
DAILY_AT: Final = Setting(
    "daily_at",
    "05:00",
    clock_time,
    "JOB-1",
    "The time from which `jobs due` does the day's run, on the school's clock.",
    "L'heure à partir de laquelle `jobs due` fait le travail du jour, à l'horloge de l'école.",
)
WEEKLY_AT: Final = Setting(
    "weekly_at",
    "11:00",
    clock_time,
    "JOB-2",
    "The time on Tuesday from which `jobs due` does the week's run, on the school's clock.",
    "L'heure du mardi à partir de laquelle `jobs due` fait le travail de la semaine, à l'horloge de l'école.",
)
