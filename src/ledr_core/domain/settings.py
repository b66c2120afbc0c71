"""Settings: what an operator can change, with its default and its meaning (the decisions of the rules)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Final

from attrs import frozen

from ledr_core.domain.assessments.settings import AssessmentSettings
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import read_day

_ADDRESS: Final = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+")
_TIME: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")

FRIDAY: Final = 4
"""The day of the week on which copies are corrected, Monday being 0 (CASE-7)."""


@frozen
class Setting:
    """One setting: its default, how a value is checked, the rule it comes from, and what it means."""

    name: str
    default: object
    check: Callable[[object], object]
    rule: str
    meaning: str
    french: str
    by_course: bool = False
    """Whether a course can have a value of its own."""
    image: bool = False
    """Whether it is given as the name of an image file, of which the content is kept."""


def _number(lowest: int, highest: int) -> Callable[[object], object]:
    allowed = f"a whole number from {lowest} to {highest}"

    def check(value: object) -> object:
        if isinstance(value, str) and value.strip().isdecimal():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise Invalid("value", f"{value!r} is out of range", allowed)
        return value

    return check


def _days(value: object) -> object:
    allowed = "one or more different numbers of days from 1 to 365, such as [30, 7]"
    if isinstance(value, str):
        value = [part.strip() for part in value.strip("[] ").split(",")]
    if not isinstance(value, list | tuple) or not value:
        raise Invalid("value", f"{value!r} is not a list of days", allowed)
    days: list[int] = []
    for item in value:
        if isinstance(item, str) and item.isdecimal():
            item = int(item)
        if isinstance(item, bool) or not isinstance(item, int) or not 1 <= item <= 365 or item in days:
            raise Invalid("value", f"{item!r} is not one of the days", allowed)
        days.append(item)
    return sorted(days, reverse=True)


def _fridays(value: object) -> object:
    allowed = "Fridays, such as [2026-12-25, 2027-01-01]"
    if isinstance(value, str):
        value = [part.strip() for part in value.strip("[] ").split(",") if part.strip()]
    if not isinstance(value, list | tuple):
        raise Invalid("value", f"{value!r} is not a list of days", allowed)
    days = {read_day(item, "value") for item in value}
    for day in sorted(days):
        if day.weekday() != FRIDAY:
            raise Invalid("value", f"{day} is not a Friday", allowed)
    return [day.isoformat() for day in sorted(days)]


def _text(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # a number that is a name, such as a SIRET
    if not isinstance(value, str) or "\n" in value or "\r" in value:
        raise Invalid("value", f"{value!r} is not one line of text", "one line of text")
    return value.strip()


def _needed_text(value: object) -> object:
    text = _text(value)
    if not text:
        raise Invalid("value", "is empty", "one line of text")
    return text


def _address(value: object) -> object:
    text = str(_text(value))
    if text and not _ADDRESS.fullmatch(text):
        raise Invalid("value", f"{text!r} is not an e-mail address", "an address such as care@ecole.fr, or nothing")
    return text


def _clock_time(value: object) -> object:
    """A time of the day as `05:00`: YAML and people write `5:00` as well."""
    found = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise Invalid("value", f"{value!r} is not a time of the day", "a time such as 05:00")
    return f"{int(found[1]):02}:{found[2]}"


def _assessment(value: object) -> object:
    AssessmentSettings().changed_by(value)
    return json.loads(value) if isinstance(value, str) else value


def _kinds(value: object) -> object:
    allowed = "kinds of message, such as [reset_password]"
    if isinstance(value, str):
        value = [part.strip() for part in value.strip("[] ").split(",") if part.strip()]
    if not isinstance(value, list | tuple):
        raise Invalid("value", f"{value!r} is not a list of kinds of message", allowed)
    for kind in value:
        if not isinstance(kind, str) or not _KIND.fullmatch(kind):
            raise Invalid("value", f"{kind!r} is not a kind of message", allowed)
    return sorted(set(value))


_KIND: Final = re.compile(r"[a-z_]+")


def _language(value: object) -> object:
    if value not in ("fr", "en"):
        raise Invalid("value", f"{value!r} is not a language", ["fr", "en"])
    return value


SETTINGS: Final = {
    setting.name: setting
    for setting in (
        Setting(
            "session_months",
            12,
            _number(1, 120),
            "SES-1",
            "Length in months of a session created without an end date.",
            "Durée en mois d'une session créée sans date de fin.",
        ),
        Setting(
            "late_enrolment_days",
            14,
            _number(0, 365),
            "SES-5",
            "Days after its start during which a licence session still takes learners.",
            "Jours après son début pendant lesquels une session de licences accepte encore des apprenants.",
        ),
        Setting(
            "reset_link_minutes",
            60,
            _number(5, 1440),
            "ACC-3",
            "Minutes during which a link to choose a password is good.",
            "Minutes pendant lesquelles un lien pour choisir un mot de passe est bon.",
        ),
        Setting(
            "free_tries",
            5,
            _number(1, 100),
            "ACC-5",
            "Wrong passwords, or requests for a new one, of an account before the next try has to wait.",
            "Mots de passe faux, ou demandes d'un nouveau, d'un compte avant que l'essai suivant doive attendre.",
        ),
        Setting(
            "longest_pause_minutes",
            15,
            _number(1, 120),
            "ACC-5",
            "The longest that the next try has to wait, in minutes; pauses begin with half a minute and double.",
            "L'attente la plus longue avant l'essai suivant, en minutes ; la première est d'une demi-minute et double.",
        ),
        Setting(
            "demo_days_ahead",
            90,
            _number(0, 365),
            "ACC-9",
            "How many days ahead a demo day can be chosen.",
            "Combien de jours à l'avance on peut choisir sa journée de découverte.",
        ),
        Setting(
            "inactivity_days",
            21,
            _number(1, 365),
            "TRACK-6",
            "Days without connection after which a learner is inactive, and between two reminders.",
            "Jours sans connexion après lesquels un apprenant est inactif, et entre deux relances.",
        ),
        Setting(
            "end_reminder_days",
            [30, 7],
            _days,
            "JOB-5",
            "Days before the end date at which a learner is reminded of it.",
            "Jours avant la date de fin auxquels elle est rappelée à l'apprenant.",
        ),
        Setting(
            "assessment",
            {},
            _assessment,
            "TA-1",
            "How theme assessments run: levels, right_to_pass, wrong_to_stop, points, stop_points, pass_mark, and the "
            "limits attempts_a_day, pause_minutes and minutes; what the map leaves out keeps its default.",
            "Le déroulement des quiz de programme : levels, right_to_pass, wrong_to_stop, points, stop_points, "
            "pass_mark, et les limites attempts_a_day, pause_minutes et minutes ; le reste garde sa valeur.",
            by_course=True,
        ),
        Setting(
            "send_again_unknown",
            ["reset_password"],
            _kinds,
            "JOB-4",
            "Kinds of message that are sent again by themselves when nobody can tell whether they were taken.",
            "Messages renvoyés d'eux-mêmes quand personne ne peut dire s'ils ont été pris.",
        ),
        Setting(
            "closed_fridays",
            [],
            _fridays,
            "CASE-7",
            "Fridays on which no copy is corrected, beside public holidays.",
            "Vendredis où aucune copie n'est corrigée, outre les jours fériés.",
        ),
        Setting(
            "provider_address",
            "",
            _text,
            "CERT-6",
            "The school's postal address, on attestations.",
            "L'adresse postale de l'école, sur les attestations.",
        ),
        Setting(
            "provider_activity_number",
            "",
            _text,
            "CERT-6",
            "The number under which the school is declared as a training provider.",
            "Le numéro de déclaration d'activité de l'école.",
        ),
        Setting(
            "provider_siret",
            "",
            _text,
            "CERT-6",
            "The school's SIRET number.",
            "Le numéro SIRET de l'école.",
        ),
        Setting(
            "provider_place",
            "",
            _text,
            "CERT-6",
            "Where attestations are signed.",
            "Le lieu où les attestations sont signées.",
        ),
        Setting(
            "provider_signatory",
            "",
            _text,
            "CERT-6",
            "Who signs attestations for the school.",
            "Qui signe les attestations pour l'école.",
        ),
        Setting(
            "provider_signatory_role",
            "",
            _text,
            "CERT-6",
            "The function of who signs.",
            "La fonction de la personne qui signe.",
        ),
        Setting(
            "provider_stamp",
            "",
            _text,
            "CERT-6",
            "The school's stamp, beside the signature: a PNG or JPEG file, of which the content is kept.",
            "Le cachet de l'école, à côté de la signature : un fichier PNG ou JPEG, dont le contenu est gardé.",
            image=True,
        ),
        Setting(
            "school_name",
            "L'École du Recrutement",
            _needed_text,
            "SUP-2",
            "The school's name, in mails and on documents.",
            "Le nom de l'école, dans les mails et sur les documents.",
        ),
        Setting(
            "support_address",
            "ausecours@lecoledurecrutement.fr",
            _needed_text,
            "SUP-2",
            "The address that people write to for help, and that mails come from.",
            "L'adresse à laquelle on demande de l'aide, et d'où partent les mails.",
        ),
        Setting(
            "care_address",
            "",
            _address,
            "JOB-2",
            "The address of Care, to which the week's certified go; to nobody when empty.",
            "L'adresse de Care, qui reçoit les certifiés de la semaine ; personne si vide.",
        ),
        Setting(
            "marketing_address",
            "",
            _address,
            "JOB-2",
            "The address of marketing, to which the week's certified go; to nobody when empty.",
            "L'adresse du marketing, qui reçoit les certifiés de la semaine ; personne si vide.",
        ),
        Setting(
            "daily_at",
            "05:00",
            _clock_time,
            "JOB-1",
            "The time from which `jobs due` does the day's run, on the school's clock.",
            "L'heure à partir de laquelle `jobs due` fait le travail du jour, à l'horloge de l'école.",
        ),
        Setting(
            "weekly_at",
            "11:00",
            _clock_time,
            "JOB-2",
            "The time on Tuesday from which `jobs due` does the week's run, on the school's clock.",
            "L'heure du mardi à partir de laquelle `jobs due` fait le travail de la semaine, à l'horloge de l'école.",
        ),
        Setting(
            "support_chat", "", _text, "SUP-2", "Link to the chat, none when empty.", "Lien du chat, aucun si vide."
        ),
        Setting(
            "site",
            "https://leparcours.co",
            _needed_text,
            "SUP-2",
            "The address of the platform, where mails lead.",
            "L'adresse de la plateforme, où mènent les mails.",
        ),
        Setting(
            "language",
            "fr",
            _language,
            "SUP-2",
            "The language of mails: fr or en.",
            "La langue des mails : fr ou en.",
        ),
    )
}


def setting_named(name: str) -> Setting:
    """The setting of that name. Raises Invalid, naming all of them."""
    if name not in SETTINGS:
        raise Invalid("name", f"no setting {name!r}", sorted(SETTINGS))
    return SETTINGS[name]
