"""The words of pages, French and English: sentences, days, plurals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from ledr_core.views.sessions import PolicyView

NO_BREAK: Final = "\u00a0"
NOTHING: Final = "–"
"""What stands in a table where there is no value."""

_FRENCH_SPACES: Final = re.compile(" (?=[:;!?%»])|(?<=«) ")
_FIRST: Final = re.compile(r"\b1(?= )")


class Words:
    """How one language says things on a page that is as of one day."""

    def __init__(self, language: str, as_of: date) -> None:
        self.language = language
        self._as_of = as_of
        self._locale = Locale.parse("fr_FR" if language == "fr" else "en_GB")
        self._column = 0 if language == "fr" else 1

    def say(self, name: str, /, **facts: object) -> str:
        """The sentence of that name with these facts."""
        sentence = _SENTENCES[name][self._column]
        if self.language == "fr":
            sentence = _FRENCH_SPACES.sub(NO_BREAK, sentence)
        return sentence.format(**facts)

    def number(self, value: int) -> str:
        """A number with the separators of the language."""
        return format_decimal(value, locale=self._locale)

    def decimal(self, value: float) -> str:
        """A number to one place: "8,7"."""
        return format_decimal(value, format="0.0", locale=self._locale)

    def percent(self, share: float) -> str:
        """A share from 0 to 1: "46,5 %", with two places where it is under one in a hundred."""
        space = NO_BREAK if self.language == "fr" else ""
        return format_percent(share, format=f"0.0{'0' * (0 < share < 0.01)}{space}%", locale=self._locale)

    def ability(self, ability: float) -> str:
        """An ability on its scale: "−2", "0", "+1"."""
        return f"{ability:+g}".replace("-", "−") if ability else "0"

    def count(self, number: int, noun: str) -> str:
        """A number of things: "aucune personne", "1 personne", "3 personnes"."""
        none, one, other = _NOUNS[noun][self._column]
        if number == 0:
            return none
        return f"{self.number(number)}{NO_BREAK}{one if self._locale.plural_form(number) == 'one' else other}"

    def day(self, day: date) -> str:
        """A day in a table: "lun. 6 sept.", with the year when it is another than that of the page."""
        return self._formatted(day, "EEE d MMM")

    def short_day(self, day: date) -> str:
        """The same without the day of the week: "6 sept."."""
        return self._formatted(day, "d MMM")

    def full_day(self, day: date) -> str:
        """A day with its year: "6 sept. 2021"."""
        return format_date(day, "d MMM y", locale=self._locale)

    def long_day(self, day: date) -> str:
        """A day in a sentence: "lundi 6 septembre 2021", "mercredi 1er décembre 2021"."""
        said = format_date(day, "EEEE d MMMM y", locale=self._locale)
        return _FIRST.sub("1er", said, count=1) if self.language == "fr" else said

    def month(self, day: date, *, year: bool) -> str:
        """A month on an axis: "sept. 2021", or "sept."."""
        return format_date(day, "MMM y" if year else "MMM", locale=self._locale)

    def rotation(self, policy: PolicyView) -> str:
        """How a session rotates: "rotation rythmée, tous les 10 jours ouvrés"."""
        if policy.kind != "paced":
            return self.say(policy.kind)
        noun = "day" if policy.weekends else "working day"
        every = policy.every or 1
        pace = self.say(f"every {noun}") if every == 1 else self.say("every", days=self.count(every, noun))
        left_out = "" if policy.holidays else self.say("no holidays")
        return self.say("paced", pace=pace) + left_out

    def _formatted(self, day: date, pattern: str) -> str:
        return format_date(day, pattern if day.year == self._as_of.year else f"{pattern} y", locale=self._locale)


_NOUNS: Final[Mapping[str, tuple[tuple[str, str, str], tuple[str, str, str]]]] = {
    "day": (("aucun jour", "jour", "jours"), ("no day", "day", "days")),
    "working day": (
        ("aucun jour ouvré", "jour ouvré", "jours ouvrés"),
        ("no working day", "working day", "working days"),
    ),
}

_SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "skip": ("Aller au contenu", "Skip to the content"),
    "figures": ("Chiffres clés", "Key figures"),
    "notes": ("Comment ces chiffres sont comptés", "How these figures are counted"),
    "self-contained": (
        "Page autonome : elle ne charge rien d’ailleurs et se garde, s’imprime ou s’envoie telle quelle.",
        "A page by itself: it loads nothing from elsewhere, and can be kept, printed or sent as it is.",
    ),
    "search": ("Chercher", "Search"),
    "search sessions": ("Chercher une session", "Search a session"),
    "search periods": ("Chercher une personne ou une session", "Search a person or a session"),
    "sort": ("Trier : {{column}}", "Sort: {{column}}"),
    "found": ("{{found}} sur {{all}}", "{{found}} of {{all}}"),
    "title": ("Qui tient quel slot au {day}", "Who holds which slot as of {day}"),
    "one session": ("{session} · prévision jusqu’au {until}", "{session} · forecast until {until}"),
    "one company": (
        "Les sessions à slots de {company} · prévision jusqu’au {until}",
        "The slot sessions of {company} · forecast until {until}",
    ),
    "every session": (
        "Toutes les sessions à slots · prévision jusqu’au {until}",
        "All slot sessions · forecast until {until}",
    ),
    "empty": ("Aucune session à slots à montrer.", "There is no slot session to show."),
    "never held": ("Personne n’a encore tenu de slot.", "Nobody has held a slot yet."),
    "running": ("Sessions en cours", "Running sessions"),
    "held": ("Slots tenus", "Slots held"),
    "of": ("{part} sur {all}", "{part} of {all}"),
    "waiting": ("En attente", "Waiting"),
    "next change": ("Prochain changement", "Next change"),
    "column change": ("Change le", "Changes on"),
    "changes": ("Changements prévus", "Changes forecast"),
    "until": ("d’ici le {day}", "until {day}"),
    "none": ("aucun", "none"),
    "sessions": ("Sessions", "Sessions"),
    "sessions caption": ("Les sessions, et où en sont leurs slots", "The sessions, and where their slots stand"),
    "session": ("Session", "Session"),
    "manual": ("rotation manuelle", "manual rotation"),
    "natural": ("rotation naturelle, quand un titulaire a terminé", "natural rotation, when a holder has finished"),
    "paced": ("rotation rythmée, {pace}", "paced rotation, {pace}"),
    "every": ("tous les {days}", "every {days}"),
    "every day": ("chaque jour", "every day"),
    "every working day": ("chaque jour ouvré", "every working day"),
    "no holidays": (", jours fériés non comptés", ", public holidays not counted"),
    "dates": ("du {start} au {end}", "from {start} to {end}"),
    "ended": ("terminée", "over"),
    "not started": ("pas encore commencée", "not started yet"),
    "chart": (
        "Frise de {session} ; les mêmes données sont dans le tableau des périodes",
        "Timeline of {session}; the same data is in the table of periods",
    ),
    "slot": ("slot {number}", "slot {number}"),
    "legend held": ("tenu", "held"),
    "legend forecast": ("prévu (hachuré)", "forecast (hatched)"),
    "legend free": ("libre", "free"),
    "forecast": ("prévu", "forecast"),
    "free": ("libre", "free"),
    "who": ("Qui est qui", "Who is who"),
    "waiting title": ("En attente", "Waiting"),
    "nobody waits": ("Personne n’attend.", "Nobody is waiting."),
    "expected": ("accès prévu {day}", "expected {day}"),
    "expected later": ("pas avant le {day}", "not before {day}"),
    "expected natural": ("dès qu’un titulaire aura terminé", "as soon as a holder has finished"),
    "expected manual": ("quand un slot lui sera attribué", "when a slot is assigned to them"),
    "expected never": ("la session est terminée", "the session is over"),
    "periods": ("Toutes les périodes", "All periods"),
    "periods caption": (
        "Qui a tenu, tient ou tiendra quel slot : les données des frises",
        "Who held, holds or will hold which slot: the data of the timelines",
    ),
    "column slot": ("Slot", "Slot"),
    "column who": ("Qui", "Who"),
    "column since": ("Depuis", "Since"),
    "column until": ("Rendu le", "Given back"),
    "column state": ("État", "State"),
    "past": ("passé", "past"),
    "now": ("en cours", "now"),
    "foreseen": ("{day} (prévu)", "{day} (forecast)"),
    "simulation title": ("Simulation du quiz de programme : {theme}", "Simulation of the assessment: {theme}"),
    "simulation scope": ("banque de questions au {day}", "bank of questions as of {day}"),
    "simulation score": ("réussi à partir de {mark} sur 20", "passed from {mark} out of 20"),
    "guesser": ("au hasard", "guessing"),
    "level": ("niveau {level}", "level {level}"),
    "shown between": (
        "montrées {least} à {most} fois ({count} questions)",
        "shown {least} to {most} times ({count} questions)",
    ),
    "of learners": ("sur {count}", "of {count}"),
    "pass": ("Réussissent", "Pass"),
    "guessers pass": ("Réussissent au hasard", "Pass by guessing"),
    "asked": ("Questions posées", "Questions asked"),
    "on average": ("en moyenne", "on average"),
    "mean score": ("Note moyenne", "Mean score"),
    "of 20": ("sur 20", "out of 20"),
    "overlap": ("Questions communes", "Questions in common"),
    "between two": ("à deux", "between two"),
    "chart passes": ("Réussissent, selon l’aptitude", "Pass, by ability"),
    "chart questions": ("Questions posées, selon l’aptitude", "Questions asked, by ability"),
    "chart exposure": ("Combien de fois une question est montrée", "How often a question is shown"),
    "chart marks": (
        "Pointillés : quelqu’un qui répond au hasard. Les traits en bas : la question la moins et la plus montrée du "
        "niveau.",
        "Dashed: somebody who guesses. The lines at the bottom: the question least and most shown at the level.",
    ),
    "at a glance": ("En un coup d’œil", "At a glance"),
    "by ability": ("Selon l’aptitude", "By ability"),
    "by ability caption": ("Qui réussit, en combien de questions", "Who passes, and in how many questions"),
    "ability": ("Aptitude", "Ability"),
    "by level": ("Selon le niveau", "By level"),
    "by level caption": (
        "Les questions de chaque niveau, et combien de fois elles sont montrées",
        "The questions of each level, and how often they are shown",
    ),
    "level name": ("Niveau", "Level"),
    "questions": ("Questions", "Questions"),
    "most": ("La plus montrée", "Most shown"),
    "least": ("La moins montrée", "Least shown"),
    "mean": ("En moyenne", "On average"),
    "by question": ("Question par question", "Question by question"),
    "by question caption": ("Combien de fois chaque question est montrée", "How often each question is shown"),
    "question": ("Question", "Question"),
    "shown": ("Montrée", "Shown"),
    "share": ("Part des apprenants", "Share of learners"),
    "search questions": ("Chercher une question", "Search a question"),
    "note exact": (
        "Selon l’aptitude, les chiffres sont calculés exactement, en suivant tous les chemins possibles, avec le "
        "nombre de choix des questions de la banque.",
        "By ability, figures are computed exactly by following every possible path, with the number of choices of the "
        "questions of the bank.",
    ),
    "note ability": (
        "L’aptitude est en écarts-types autour de la moyenne : 0 est un apprenant moyen. La difficulté des niveaux va "
        "de −2 à +2 ; à aptitude égale, on sait une fois sur deux, sinon on devine.",
        "Ability is in standard deviations around the mean: 0 is an average learner. The levels’ difficulty goes from "
        "−2 to +2; at equal ability one knows half of the time, and else guesses.",
    ),
    "note drawn": (
        "Les autres chiffres sont ceux de {count} apprenants tirés au sort, chacun à sa première tentative.",
        "The other figures are those of {count} learners drawn by chance, each at their first attempt.",
    ),
    "note overlap": (
        "Questions communes : la part des questions d’un apprenant qu’un autre a reçues aussi, en moyenne.",
        "Questions in common: the share of a learner’s questions that another was asked too, on average.",
    ),
    "note listed": (
        "La table montre {count} questions : les plus et les moins montrées.",
        "The table shows {count} questions: those shown most and least.",
    ),
    "note held": (
        "Un slot est tenu du jour où il est attribué jusqu’au jour où il est rendu ; le passage se fait au travail "
        "quotidien du matin, si bien que deux personnes peuvent porter la même date.",
        "A slot is held from the day it is assigned to the day it is given back; it changes hands at the morning’s "
        "daily run, so that two people may show the same date.",
    ),
    "note running": (
        "Les chiffres clés comptent les sessions en cours ce jour-là ; une session terminée ou pas encore commencée "
        "n’y entre pas.",
        "The key figures count the sessions that run on that day; one that is over or has not started is left out.",
    ),
    "note forecast": (
        "La prévision va jusqu’au {until}. Elle applique les règles du travail quotidien en supposant que rien d’autre "
        "n’arrive : personne ne termine entre-temps, aucun slot n’est attribué ni libéré à la main. « {nothing} » : "
        "aucun changement prévu d’ici là.",
        "The forecast goes until {until}. It applies the rules of the daily run, supposing that nothing else happens: "
        "nobody finishes meanwhile, no slot is assigned or released by hand. “{nothing}”: no change by then.",
    ),
    "note waiting": (
        "Les personnes en attente sont dans l’ordre de la liste ; leur date est celle où un slot doit leur revenir.",
        "Those who wait are in the order of the list; their date is the day on which a slot should be theirs.",
    ),
    "note window": (
        "La page commence le {start} ; ce qui s’est terminé avant reste dans le registre des slots.",
        "The page begins on {start}; what ended earlier is kept in the ledger of slots.",
    ),
}
