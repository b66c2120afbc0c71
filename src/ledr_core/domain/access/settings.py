"""What an operator can change of how people get in."""

from __future__ import annotations

from typing import Final

from ledr_core.domain.kernel.settings import Setting, number

RESET_LINK_MINUTES: Final = Setting(
    "reset_link_minutes",
    60,
    number(5, 1440),
    "ACC-3",
    "Minutes during which a link to choose a password is good.",
    "Minutes pendant lesquelles un lien pour choisir un mot de passe est bon.",
    unit="minutes",
)
FREE_TRIES: Final = Setting(
    "free_tries",
    5,
    number(1, 100),
    "ACC-5",
    "Wrong passwords, or requests for a new one, of an account before the next try has to wait.",
    "Mots de passe faux, ou demandes d'un nouveau, d'un compte avant que l'essai suivant doive attendre.",
    unit="tries",
)
LONGEST_PAUSE_MINUTES: Final = Setting(
    "longest_pause_minutes",
    15,
    number(1, 120),
    "ACC-5",
    "The longest that the next try has to wait, in minutes; pauses begin with half a minute and double.",
    "L'attente la plus longue avant l'essai suivant, en minutes ; la première est d'une demi-minute et double.",
    unit="minutes",
)
DEMO_DAYS_AHEAD: Final = Setting(
    "demo_days_ahead",
    90,
    number(0, 365),
    "ACC-9",
    "How many days ahead a demo day can be chosen.",
    "Combien de jours à l'avance on peut choisir sa journée de découverte.",
    unit="days",
)
