"""What the doctor says, French and English, by the name of what was found."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

NO_BREAK: Final = "\u00a0"


def in_both(name: str, **facts: object) -> tuple[str, str]:
    """A finding in French and in English, with its facts; a `count` of 1 takes the words of `name, one` if there are.

    An instant is said on the clock of its zone; a pair is a fact that is said differently in the two languages.
    """
    french, english = _TEXTS[f"{name}, one" if facts.get("count") == 1 and f"{name}, one" in _TEXTS else name]
    said = {fact: _said(value) for fact, value in facts.items()}
    in_french, in_english = ({fact: pair[column] for fact, pair in said.items()} for column in (0, 1))
    return _NARROW.sub(NO_BREAK, french).format(**in_french), english.format(**in_english)


def _said(value: object) -> tuple[str, str]:
    if isinstance(value, datetime):
        from babel.dates import format_datetime

        french, english = (str(format_datetime(value, "EEEE d MMMM y, HH:mm", locale=one)) for one in ("fr", "en_GB"))
        return french, english
    return value if isinstance(value, tuple) else (str(value), str(value))


def size(octets: int) -> tuple[str, str]:
    """A number of bytes in gigabytes, in French and in English."""
    number = f"{octets / 1_000_000_000:.1f}"
    return f"{number.replace('.', ',')}{NO_BREAK}Go", f"{number} GB"


_NARROW: Final = re.compile(" (?=[:;!?%»])|(?<=«) ")

_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "python": ("Python {python}, SQLite {sqlite}", "Python {python}, SQLite {sqlite}"),
    "libraries": ("ledr {version} et ses {count} bibliothèques", "ledr {version} and its {count} libraries"),
    "not installed": (
        "ledr tourne sans être installé : ses bibliothèques ne sont pas vérifiées",
        "ledr runs without being installed: its libraries are not checked",
    ),
    "unfit": (
        "à installer : {unfit} (pip install --upgrade ledr)",
        "to be installed: {unfit} (pip install --upgrade ledr)",
    ),
    "time zone": ("{zone}, où il est {local}", "{zone}, where it is {local}"),
    "no time zone": (
        "les données de {zone} manquent ou sont fausses : pip install --upgrade tzdata",
        "the data of {zone} are missing or wrong: pip install --upgrade tzdata",
    ),
    # The database
    "no address": (
        "ce n'est pas l'adresse d'une base de données : memory:, sqlite:///FICHIER ou postgresql+psycopg://HÔTE/NOM",
        "this is not the address of a database: memory:, sqlite:///FILE or postgresql+psycopg://HOST/NAME",
    ),
    "no driver": (
        "le pilote PostgreSQL manque : installe ledr[postgresql]",
        "the PostgreSQL driver is missing: install ledr[postgresql]",
    ),
    "memory": (
        "en mémoire : rien n'est gardé à la fin de la commande (LEDR_DB ou --db choisit une base)",
        "in memory: nothing is kept when the command ends (LEDR_DB or --db chooses a database)",
    ),
    "missing": (
        "{place} n'existe pas ; pour la créer : ledr --db {url} init",
        "{place} does not exist; to make it: ledr --db {url} init",
    ),
    "no folder": ("le dossier {folder} n'existe pas : crée-le", "the folder {folder} does not exist: make it"),
    "unreachable": ("{url} ne s'ouvre pas : {reason}", "{url} does not open: {reason}"),
    "empty": (
        "{url} est vide ; pour la préparer : ledr --db {url} init",
        "{url} is empty; to prepare it: ledr --db {url} init",
    ),
    "foreign": (
        "{url} est la base d'un autre programme : choisis-en une autre",
        "{url} is another program's database: choose another",
    ),
    "older": (
        "{url} est d'une version plus ancienne ({version}) ; sauvegarde-la, puis : ledr --db {url} upgrade",
        "{url} is of an older release ({version}); back it up, then: ledr --db {url} upgrade",
    ),
    "newer": (
        "{url} est d'une version plus récente ({version}) que ce programme : installe la dernière version de ledr",
        "{url} is of a newer release ({version}) than this program: install the newest ledr",
    ),
    "database": ("{url}, version {version}", "{url}, version {version}"),
    "writable": ("on peut y écrire", "it can be written to"),
    "read only": (
        "en lecture seule : donne à l'utilisateur {user} le droit d'écrire dans {place}",
        "read only: give the user {user} the right to write to {place}",
    ),
    "held": (
        "un autre programme y écrit depuis plus de {patience} secondes : trouve lequel",
        "another program has been writing for more than {patience} seconds: find out which",
    ),
    "journal": ("journal WAL : lire et écrire en même temps", "WAL journal: reading and writing at the same time"),
    "other journal": (
        'journal {mode} : lire peut bloquer écrire ; arrête ledr, puis : sqlite3 {place} "pragma journal_mode=wal"',
        'journal {mode}: readers can block writers; stop ledr, then: sqlite3 {place} "pragma journal_mode=wal"',
    ),
    "sound": ("le fichier est sain", "the file is sound"),
    "damaged": (
        "le fichier est abîmé ({reason}) : arrête ledr et reprends la dernière sauvegarde",
        "the file is damaged ({reason}): stop ledr and restore the last backup",
    ),
    "disk": ("{free} libres", "{free} free"),
    "little disk": (
        "plus que {free} libres à côté de la base : fais de la place",
        "only {free} free beside the database: make room",
    ),
    # Providers
    "kept in memory": ("gardés en mémoire, rien ne part", "kept in memory, nothing leaves"),
    "folder": ("écrits dans le dossier {folder}", "written to the folder {folder}"),
    "folder closed": (
        "le dossier {folder} ne peut pas être écrit : donne ce droit à l'utilisateur {user}, ou change {setting}",
        "the folder {folder} cannot be written to: give the user {user} that right, or change {setting}",
    ),
    "server": ("le serveur {server} répond", "the server {server} answers"),
    "no server": (
        "le serveur {server} ne répond pas comme il faut ({reason}) : vérifie {setting} et le pare-feu",
        "the server {server} does not answer as it should ({reason}): check {setting} and the firewall",
    ),
    "key taken": ("{server} répond et accepte la clé", "{server} answers and takes the key"),
    "key refused": (
        "{server} n'accepte pas la clé ({reason}) : vérifie {setting} et {setting}_SECRET_FILE",
        "{server} does not take the key ({reason}): check {setting} and {setting}_SECRET_FILE",
    ),
    "no way of mail": (
        "LEDR_MAIL ne se lit pas ; attendu : folder:DOSSIER, smtp://UTILISATEUR:MOT-DE-PASSE@HÔTE:PORT?tls=starttls"
        " ou mailjet://CLÉ:SECRET@HÔTE",
        "LEDR_MAIL cannot be read ({reason}); expected: folder:PATH, smtp://USER:PASSWORD@HOST:PORT?tls=starttls"
        " or mailjet://KEY:SECRET@HOST",
    ),
    "no way of sms": (
        "LEDR_SMS ne se lit pas ; attendu : folder:DOSSIER ou twilio://COMPTE:JETON@HÔTE?from=+33…",
        "LEDR_SMS cannot be read ({reason}); expected: folder:PATH or twilio://SID:TOKEN@HOST?from=+33…",
    ),
    "reports guarded": ("Mailjet doit montrer le secret convenu", "Mailjet must show the secret agreed on"),
    "reports of anybody": (
        "qui connaît l'adresse peut annoncer n'importe quoi : convenir d'un secret avec LEDR_MAIL_EVENTS_SECRET_FILE",
        "whoever knows the address can report anything: agree on a secret with LEDR_MAIL_EVENTS_SECRET_FILE",
    ),
    "no secret of reports": (
        "LEDR_MAIL_EVENTS_SECRET_FILE ne se lit pas : vérifie {file}",
        "LEDR_MAIL_EVENTS_SECRET_FILE cannot be read: {reason}",
    ),
    "half a secret of reports": (
        "{file} doit contenir UTILISATEUR:MOT-DE-PASSE, comme dans l'adresse donnée à Mailjet",
        "{file} must hold USER:PASSWORD, as in the address that Mailjet was given",
    ),
    "reports": ("Twilio les envoie à {place}", "Twilio sends them to {place}"),
    "reports in clear": (
        "Twilio les envoie à {place}, que tout le monde peut lire en route : prends une adresse https",
        "Twilio sends them to {place}, which anybody on the way can read: take an https address",
    ),
    "no reports": (
        "on ne saura pas ce que deviennent les SMS : ajoute callback=https://… à LEDR_SMS",
        "what becomes of SMS will not be known: add callback=https://… to LEDR_SMS",
    ),
    # What is in the database
    "settings": (
        "l'aide est à {address}, les e-mails mènent à {site}",
        "help is at {address}, mails lead to {site}",
    ),
    "no support address": (
        "« {address} » n'est pas une adresse e-mail : ledr settings set support_address ADRESSE",
        "“{address}” is not an e-mail address: ledr settings set support_address ADDRESS",
    ),
    "no site": (
        "« {site} » n'est pas l'adresse d'un site : ledr settings set site https://…",
        "“{site}” is not the address of a site: ledr settings set site https://…",
    ),
    "provider": ("l'école est dite en entier sur les attestations", "attestations say all that there is of the school"),
    "no provider": (
        "{missing} manquent, les attestations les taisent : ledr settings set NOM VALEUR (un fichier pour le cachet)",
        "{missing} are missing, attestations leave them out: ledr settings set NAME VALUE (a file for the stamp)",
    ),
    "no provider, one": (
        "{missing} manque, les attestations le taisent : ledr settings set {missing} VALEUR",
        "{missing} is missing, attestations leave it out: ledr settings set {missing} VALUE",
    ),
    "no session": ("aucune session en cours, rien ne presse", "no session is running, nothing is pressing"),
    "daily": ("le dernier a fini le {local}", "the last one ended on {local}"),
    "daily late": (
        "le dernier a fini le {local}, les slots ne tournent plus ; chaque jour : {cron}",
        "the last one ended on {local}, slots do not turn any more; every day: {cron}",
    ),
    "never daily": (
        "il n'a encore jamais tourné, les slots ne tournent pas ; chaque jour : {cron}",
        "it has never run, slots do not turn; every day: {cron}",
    ),
    "daily failures": (
        "le dernier, fini le {local}, a laissé {count} échecs : ledr jobs log",
        "the last one, ended on {local}, left {count} failures: ledr jobs log",
    ),
    "daily failures, one": (
        "le dernier, fini le {local}, a laissé 1 échec : ledr jobs log",
        "the last one, ended on {local}, left 1 failure: ledr jobs log",
    ),
    "messages": (
        "aucun en retard, en échec depuis 30 jours ou au sort incertain",
        "none is late, failed in 30 days or of unknown fate",
    ),
    "overdue": (
        "{count} attendent depuis plus d'une heure : ledr messages deliver",
        "{count} have been waiting for more than an hour: ledr messages deliver",
    ),
    "overdue, one": (
        "1 attend depuis plus d'une heure : ledr messages deliver",
        "1 has been waiting for more than an hour: ledr messages deliver",
    ),
    "failed": (
        "{count} refusés depuis 30 jours : ledr messages list --state failed",
        "{count} refused in 30 days: ledr messages list --state failed",
    ),
    "failed, one": (
        "1 refusé depuis 30 jours : ledr messages list --state failed",
        "1 refused in 30 days: ledr messages list --state failed",
    ),
    "unknown": (
        "{count} au sort incertain, jamais renvoyés d'eux-mêmes : ledr messages list --state unknown",
        "{count} of unknown fate, never sent again by themselves: ledr messages list --state unknown",
    ),
    "unknown, one": (
        "1 au sort incertain, jamais renvoyé de lui-même : ledr messages list --state unknown",
        "1 of unknown fate, never sent again by itself: ledr messages list --state unknown",
    ),
    # Videos
    "videos": (
        "chez {host} ; pour demander leur état : ledr catalogue check-videos",
        "at {host}; to ask how they are: ledr catalogue check-videos",
    ),
    "videos offline": ("personne n'est interrogé (LEDR_VIDEOS)", "nobody is asked (LEDR_VIDEOS)"),
    "no host of videos": ("LEDR_VIDEOS ne se lit pas : {reason}", "LEDR_VIDEOS cannot be read: {reason}"),
    "unreadable": ("cela ne se lit pas : {reason}", "this cannot be read: {reason}"),
}
