"""The command line's own sentences, French and English, and French typography."""

from __future__ import annotations

import re
from typing import Final

NO_BREAK: Final = "\u00a0"


def text(name: str, language: str, /, **facts: object) -> str:
    """The sentence of that name with these facts filled in."""
    french, english = TEXTS[name]
    if language == "en":
        return english.format(**facts)
    return typeset(french).format(**facts)


def heading(name: str, language: str) -> str:
    """The title of a section of help, which click ends with a colon."""
    return text(name, language) + (NO_BREAK if language == "fr" else "")


def typeset(french: str) -> str:
    """Put the no-break spaces of French: before `: ; ! ? %` and inside guillemets."""
    return _BEFORE.sub(NO_BREAK, french)


_BEFORE: Final = re.compile(" (?=[:;!?%»])|(?<=«) ")

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "colon": (" : ", ": "),
    "about": (
        "La plateforme de formation de l'école : contrats, slots, rotations, progression.",
        "The school's training platform: contracts, slots, rotations, progress.",
    ),
    "usage": ("Usage :", "Usage:"),
    "example": ("Exemple", "Example"),
    "areas": ("Domaines", "Areas"),
    "commands": ("Autres commandes", "Other commands"),
    "verbs": ("Verbes", "Verbs"),
    "parameters": ("Paramètres", "Parameters"),
    "shared": (
        "Options communes (avant le domaine ou après le verbe)",
        "Shared options (before the area or after the verb)",
    ),
    "completion": ("Complétion", "Completion"),
    "completion how": (
        'bash : eval "$(_LEDR_COMPLETE=bash_source ledr)" ; zsh_source et fish_source de même.',
        'bash: eval "$(_LEDR_COMPLETE=bash_source ledr)"; zsh_source and fish_source likewise.',
    ),
    "metavar root": ("DOMAINE VERBE [OPTIONS]", "AREA VERB [OPTIONS]"),
    "metavar area": ("VERBE [OPTIONS]", "VERB [OPTIONS]"),
    "by position": (
        "Sans crochets : obligatoire, aussi par position, dans cet ordre.",
        "Without brackets: required, also by position, in this order.",
    ),
    "option db": (
        "La base de données (sinon LEDR_DB, sinon sqlite:///ledr.db).",
        "The database (else LEDR_DB, else sqlite:///ledr.db).",
    ),
    "option as": (
        "Qui agit : une adresse, staff ou public (sinon LEDR_AS, sinon staff).",
        "Who acts: an address, staff or public (else LEDR_AS, else staff).",
    ),
    "option at": (
        "Faire comme s'il était cet instant (sinon LEDR_AT, sinon maintenant).",
        "As if it were this instant (else LEDR_AT, else now).",
    ),
    "option lang": (
        "La langue (sinon LEDR_LANG, sinon celle du système).",
        "The language (else LEDR_LANG, else the system's).",
    ),
    "option json": (
        "Le résultat en JSON, seul sur la sortie standard.",
        "The result as JSON, alone on standard output.",
    ),
    "option yes": ("Ne rien demander avant de supprimer.", "Do not ask before deleting."),
    "option help": ("Afficher cette aide.", "Show this help."),
    "option version": ("Afficher la version.", "Show the version."),
    "structure": ("{fields} ; ou du JSON, ou un fichier .csv", "{fields}; or JSON, or a .csv file"),
    "list": ("à répéter, ou du JSON", "repeat it, or JSON"),
    "map": ("NOM=NOMBRE, à répéter", "NAME=NUMBER, repeat it"),
    "try": ("→ {command} --help", "→ {command} --help"),
    "wrong": ("Erreur : {message}", "Error: {message}"),
    "no such option": ("l'option {name} n'existe pas", "there is no option {name}"),
    "no such command": ("« {name} » n'existe pas", "there is no “{name}”"),
    "did you mean": (" ; peut-être {names} ?", "; perhaps {names}?"),
    "missing command": ("il manque la suite de la commande", "the rest of the command is missing"),
    "missing": ("il manque {name}", "{name} is missing"),
    "too many": ("« {value} » est en trop", "“{value}” is one too many"),
    "too many hint": (" : peut-être {option} « {value} » ?", ": perhaps {option} “{value}”?"),
    "bad value": ("{option} : {message}", "{option}: {message}"),
    "needs value": ("{option} attend une valeur", "{option} needs a value"),
    "no value": ("{option} ne prend pas de valeur", "{option} takes no value"),
    "allowed": ("valeurs possibles : {allowed}", "possible values: {allowed}"),
    "unexpected": (
        "Erreur imprévue : {what}. Rien d'autre n'a été fait.",
        "Unexpected error: {what}. Nothing more was done.",
    ),
    "unexpected help": (
        "→ relance la commande avec LEDR_DEBUG=1 pour voir d'où elle vient",
        "→ run it again with LEDR_DEBUG=1 to see where it comes from",
    ),
    "interrupted": ("Interrompu.", "Interrupted."),
    "refused": ("Refusé ({rule}) : {message}", "Refused ({rule}): {message}"),
    "needs yes": (
        "{command} ne se défait pas : ajoute --yes pour confirmer",
        "{command} cannot be undone: add --yes to confirm",
    ),
    "confirm": (
        "{command} {values} ne se défait pas. Continuer ? [oui/non] ",
        "{command} {values} cannot be undone. Go on? [yes/no] ",
    ),
    "kept": ("Rien n'a été fait.", "Nothing was done."),
    "working reading": ("Lecture", "Reading"),
    "working lessons": ("Leçons", "Lessons"),
    "working modules": ("Modules", "Modules"),
    "working themes": ("Thématiques", "Themes"),
    "working workshops": ("Ateliers", "Workshops"),
    "working questions": ("Questions", "Questions"),
    "working courses": ("Parcours", "Courses"),
    "working cases": ("Cas pratiques", "Final cases"),
    "time left": ("reste", "left"),
    "working daily": ("Travail quotidien", "Daily run"),
    "working weekly": ("Travail hebdomadaire", "Weekly run"),
    "working monthly": ("Travail mensuel", "Monthly run"),
    "working deliver": ("Envoi des messages", "Sending messages"),
    "working simulate": ("Apprenants simulés", "Simulated learners"),
    "working videos": ("Vidéos", "Videos"),
    "database ready": ("La base de données est prête : {url}", "The database is ready: {url}"),
    "database upgraded": ("La base de données est à jour : {url}", "The database is up to date: {url}"),
    "database current": ("La base de données était déjà à jour.", "The database was up to date already."),
    "warning": ("à voir", "look at it"),
    "error": ("à corriger", "to be fixed"),
    "rule decided": ("Décision prise ici, la source n'en dit rien.", "Decided here: the source is silent."),
    "rule hint": (
        "Un domaine (SLOT) ou une règle (SLOT-2).",
        "An area (SLOT) or one rule (SLOT-2).",
    ),
    "scenario run": (
        "Jouer chaque fichier dans une école neuve, en mémoire, ou avec --db dans une base voisine de celle nommée.",
        "Play each file in a fresh school, in memory, or with --db in a temporary sibling of the database named.",
    ),
    "scenario report": ("Écrire aussi un rapport JUnit XML.", "Write a JUnit XML report too."),
    "scenario passed": ("réussi  {title} ({file})", "passed  {title} ({file})"),
    "scenario failed": ("ÉCHEC   {title} ({file})", "FAILED  {title} ({file})"),
    "scenario expected": ("attendu : {what}", "expected: {what}"),
    "scenario got": ("reçu :    {what}", "got:      {what}"),
    "scenario files": ("Des fichiers, ou un dossier qui en contient.", "Files, or a folder of them."),
    "no scenario": ("aucun scénario dans {path}", "no scenario in {path}"),
    "demo folder": (
        "Où mettre l'école, ses mails et sa page (sinon ./ledr-demo).",
        "Where to put the school, its mails and its page (else ./ledr-demo).",
    ),
}
