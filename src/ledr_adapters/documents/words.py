"""The words of documents, French and English: titles, labels, days, numbers, lengths of time."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import SCHOOL_ZONE, day_of

NO_BREAK: Final = "\u00a0"

_FRENCH_SPACES: Final = re.compile(" (?=[:;!?%»])|(?<=«) ")
_APOSTROPHE: Final = re.compile(r"(?<=\w)'(?=\w)")
_FIRST: Final = re.compile(r"^1(?= )")
_LOCALES: Final = {"fr": ("fr_FR", "fr-FR"), "en": ("en_GB", "en-GB")}


class Words:
    """How one language says things on a document. Raises Invalid (`language`) for another than `fr` and `en`."""

    def __init__(self, language: str) -> None:
        if language not in _LOCALES:
            raise Invalid("language", f"no documents in {language!r}", list(_LOCALES))
        name, self.tag = _LOCALES[language]
        self._language = language
        self._locale = Locale.parse(name)

    def say(self, name: str, /, **facts: object) -> str:
        """The words of that name with these facts."""
        french, english = _WORDS[name]
        if self._language == "en":
            return english.format(**facts)
        return _FRENCH_SPACES.sub(NO_BREAK, french).format(**facts)

    def own(self, text: str) -> str:
        """Words of the school itself, such as its name or a course's title: with true apostrophes.

        Names of people and companies stay as they were typed (CO-1).
        """
        return _APOSTROPHE.sub("’", text)

    def hours(self, name: str, hours: int) -> str:
        """The words of that name about so many hours, in the singular where there is one."""
        return self.say(f"{name}, one" if hours == 1 else name, hours=self.number(hours))

    def day(self, day: date) -> str:
        """A day: "6 septembre 2021", "1er décembre 2021"."""
        said = format_date(day, "d MMMM y", locale=self._locale)
        return _FIRST.sub("1er", said) if self._language == "fr" else said

    def short_day(self, day: date) -> str:
        """A day in a table: "06/09/2021"."""
        return format_date(day, "dd/MM/y", locale=self._locale)

    def day_and_hour(self, instant: datetime) -> str:
        """An instant on the school's clock, in a table: "06/09/2021 09:30"."""
        return f"{self.short_day(day_of(instant))} {self.hour(instant)}"

    def hour(self, instant: datetime) -> str:
        """The hour of an instant on the school's clock: "09:30"."""
        return instant.astimezone(SCHOOL_ZONE).strftime("%H:%M")

    def number(self, value: int | Decimal) -> str:
        """A number with the separators of the language, and no zeros behind: "12,5"."""
        return format_decimal(value, format="#,##0.##", locale=self._locale)

    def duration(self, duration: timedelta) -> str:
        """A length of time in hours and minutes: "2 h 05", "45 min"."""
        hours, minutes = divmod(round(duration.total_seconds()) // 60, 60)
        if not hours:
            return f"{minutes}{NO_BREAK}min"
        return f"{self.number(hours)}{NO_BREAK}h" + (f"{NO_BREAK}{minutes:02}" if minutes else "")


_WORDS: Final[dict[str, tuple[str, str]]] = {
    "page": ("page {page} / {pages}", "page {page} / {pages}"),
    "code": ("Code de vérification : {code}", "Verification code: {code}"),
    "verify": ("Vérifier ce document : {address}", "Verify this document: {address}"),
    "person": ("Apprenant", "Learner"),
    "company": ("Entreprise", "Company"),
    "course": ("Parcours", "Course"),
    "module": ("Module", "Module"),
    "saved": ("Enregistrées le", "Saved on"),
    "notes": ("Notes", "Notes"),
    "certificate": ("Certificat", "Certificate"),
    "certificate of": ("Certificat de {person} : {course}", "Certificate of {person}: {course}"),
    "has obtained": ("a obtenu la certification", "has obtained the certification"),
    "certified": ("Niveau {level}", "{level} level"),
    "certified on": ("Délivré le {day}", "Awarded on {day}"),
    "register number": ("Répertoire spécifique : {number}", "National register: {number}"),
    "training of": ("Formation de {hours} heures", "Training of {hours} hours"),
    "training of, one": ("Formation de {hours} heure", "Training of {hours} hour"),
    "gold": ("or", "Gold"),
    "silver": ("argent", "Silver"),
    "bronze": ("bronze", "Bronze"),
    "attestation": ("Attestation de formation", "Training attestation"),
    "attestation of": (
        "Attestation de formation de {person} : {course}",
        "Training attestation of {person}: {course}",
    ),
    "attests": (
        "{school} atteste que {person} a suivi la formation décrite ci-dessous.",
        "{school} certifies that {person} has followed the training described below.",
    ),
    "training": ("Formation", "Training"),
    "nature": ("Nature de l’action", "Nature of the action"),
    "training action": ("action de formation", "training action"),
    "certifying training": ("action de formation certifiante", "training action leading to a certification"),
    "manner": ("Modalité", "Manner"),
    "at a distance": ("formation à distance", "distance learning"),
    "dates": ("Dates", "Dates"),
    "from to": ("du {start} au {end}", "from {start} to {end}"),
    "planned": ("Durée prévue", "Planned duration"),
    "hours": ("{hours} heures", "{hours} hours"),
    "hours, one": ("{hours} heure", "{hours} hour"),
    "watched": ("Durée des leçons vues", "Time of lessons seen"),
    "register": ("Répertoire spécifique", "National register"),
    "aim": ("Objectif", "Aim"),
    "skills": ("Compétences visées", "Skills aimed at"),
    "result": ("Résultat", "Result"),
    "progress": ("Avancement", "Progress"),
    "finished": ("parcours terminé", "course finished"),
    "under way": ("{percent} % du parcours", "{percent}% of the course"),
    "lessons seen": ("Leçons vues", "Lessons seen"),
    "of": ("{done} sur {all}", "{done} of {all}"),
    "workshops done": ("Ateliers réalisés", "Workshops done"),
    "themes validated": ("Thématiques validées", "Themes validated"),
    "certification": ("Certification", "Certification"),
    "provider": ("Organisme de formation", "Training provider"),
    "school": ("Nom", "Name"),
    "address": ("Adresse", "Address"),
    "activity number": ("Déclaration d’activité", "Activity declaration"),
    "siret": ("SIRET", "SIRET"),
    "made at": ("Fait à {place}, le {day}.", "Made in {place} on {day}."),
    "made on": ("Fait le {day}.", "Made on {day}."),
    "stamp": ("Cachet de l’organisme", "Stamp of the provider"),
    "correction": ("Correction du cas pratique", "Correction of the final case"),
    "correction of": (
        "Correction du cas pratique de {person} : {course}",
        "Correction of {person}’s final case: {course}",
    ),
    "grade": ("Note", "Grade"),
    "out of": ("{mark} / {maximum}", "{mark} / {maximum}"),
    "no level": ("non obtenue", "not obtained"),
    "handed in": ("Copie rendue le", "Handed in on"),
    "graded": ("Corrigée le", "Graded on"),
    "rework": ("Reprise", "Rework"),
    "second": ("note de la copie reprise, définitive", "grade of the reworked copy, final"),
    "amended": ("Correction modifiée le", "Amended on"),
    "reason": ("Motif", "Reason"),
    "overall comment": ("Commentaire général", "Overall comment"),
    "question": ("Question {number} : {mark}", "Question {number}: {mark}"),
    "no answer": ("Pas de réponse.", "No answer."),
    "comment": ("Commentaire", "Comment"),
    "rubric": ("Grille de correction", "Rubric"),
    "connections": ("Relevé des temps de connexion", "Connection-time report"),
    "connections of": (
        "Relevé des temps de connexion de {person} : {course}",
        "Connection-time report of {person}: {course}",
    ),
    "session": ("Session", "Session"),
    "as of": ("État au", "As of"),
    "connection count": ("Connexions", "Connections"),
    "total time": ("Temps de connexion", "Connection time"),
    "assessments passed": ("Évaluations réussies", "Assessments passed"),
    "each connection": ("Connexions", "Connections"),
    "no connection": ("Aucune connexion.", "No connection."),
    "day": ("Jour", "Day"),
    "start": ("Début", "Start"),
    "last activity": ("Dernière activité", "Last activity"),
    "duration": ("Durée", "Duration"),
    "when": ("Quand", "When"),
    "lesson": ("Leçon", "Lesson"),
    "theme": ("Thématique", "Theme"),
    "workshop": ("Atelier", "Workshop"),
    "how connections are counted": (
        "Une connexion va de l’identification à la dernière activité. Les heures sont celles de Paris. Ce relevé est "
        "l’un des éléments de preuve de l’assiduité, avec les leçons vues, les évaluations et les ateliers.",
        "A connection goes from sign-in to the last activity. Hours are those of Paris. This report is one piece of "
        "evidence of attendance, with the lessons seen, the assessments and the workshops.",
    ),
    "notes of": ("Notes de {person} : {module}", "Notes of {person}: {module}"),
    "all notes of": ("Notes de {person}", "Notes of {person}"),
}
