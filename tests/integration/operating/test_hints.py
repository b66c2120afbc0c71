"""What is proposed to whoever is refused: each command is followed, as the actor who got it (SUP-4)."""

from __future__ import annotations

import pickle
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, product
from pathlib import Path
from typing import Any

import click
import pytest

from ledr_cli.areas import COMMANDS
from ledr_cli.commands import Verb
from ledr_cli.options import Settings
from ledr_core import Invalid, NotFound, Refused, School
from ledr_core.application.areas import every_operation
from ledr_core.domain.kernel.errors import Conflict, LedrError, Unavailable
from ledr_core.domain.kernel.hearing import OPERATOR, Hearer
from ledr_core.testing import FixedClock
from ledr_core.testing.builders import a_school, learners
from ledr_core.wording import LANGUAGES, Place
from ledr_core.wording import told as told_by
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.hints import Hearing
from ledr_core.wording.speech import speech
from tests.unit.wording.hearers import LEARNER, MANAGER, PILOT, PUBLIC
from tests.unit.wording.test_refusals_approved import FACTS

LYON = "Manpower - Lyon"
LISA = {"email": "lisa@manpower.example", "first_name": "Lisa", "last_name": "Roux"}
WHO = {"staff": OPERATOR, "pilote@manpower.example": PILOT, "manager@manpower.example": MANAGER}
"""Those who are told commands."""
OF_MESSAGES = dict.fromkeys(("address", "present", "proposal"), "lea@manpower.example") | {"message": "m1"}
"""Facts of messages that were missed."""
END = "\x1e"
"""Put behind every command of a hint, to find where it ends."""
GIVEN = {
    "E-MAIL": "lea@manpower.example", "ADRESSE": "lea@manpower.example", "ADDRESS": "lea@manpower.example",
    "NOUVELLE-ADRESSE": "lea.martin@manpower.example", "NEW-ADDRESS": "lea.martin@manpower.example",
    "SESSION": LYON, "ENTREPRISE": "Manpower", "COMPANY": "Manpower", "PARCOURS": "recruter", "COURSE": "recruter",
    "THÉMATIQUE": "t1", "THEME": "t1", "MODULE": "m1", "ATELIER": "w1", "WORKSHOP": "w1", "CAS": "k1", "CASE": "k1",
    "DATE": "2027-01-31", "JOUR": "2026-11-24", "DAY": "2026-11-24", "N": "1", "NUMÉRO": "+33612345678",
    "NUMBER": "+33612345678", "NOTE": "1", "MARK": "1", "COULEUR": "#123456", "COLOUR": "#123456",
}  # fmt: skip
"""What somebody types where a command has a word in capitals; other such words stand for text."""
CAPITALS = re.compile(r"(?<![\w-])[A-ZÉ]+(?:-[A-Z]+)*(?![\w-])")
FILE = re.compile(r"\b(?:FICHIER|FILE)(?:\.pdf)?\b")
FOLDER = re.compile(r"\b(?:DOSSIER|FOLDER)\b")
CONTENT = {
    "file refused",
    "not a PNG or JPEG file",
    "not suppressed",
    "no correction file",
    "needed at creation",
    "not a PDF",
    "not an image",
    "no file there",
    "no such message",
    "unknown outcome",
}
"""What is invalid of a file or a value that only stands for the one that somebody would give."""


def catalogue() -> Iterator[tuple[str, Any]]:
    """Every wording that has hints, with where it stands."""
    for rule, grounds in sentences("refusals").items():
        yield from ((f"{rule}, {ground}", wording) for ground, wording in grounds.items())
    errors = sentences("errors")
    yield from errors["not_found"].items()
    yield from ((name, errors[name]) for name in ("refused", "team"))
    yield from sentences("causes").items()


def hints() -> Iterator[tuple[str, str, str | Sequence[str]]]:
    """Each hint of a language: where it stands, in which language, and its ways out."""
    for (where, wording), language in product(catalogue(), LANGUAGES):
        if "do" in wording[language]:
            yield where, language, wording[language]["do"]
    for code, part, language in product(("invalid", "unavailable"), ("allowed", "do"), LANGUAGES):
        for where, parts in sentences(code).items():
            if (said := parts.get(part, {}).get(language)) is not None:
                yield where, language, said


def said(ways: str | Sequence[str], facts: Mapping[str, Any], language: str, hearer: Hearer, place: Place) -> str:
    marked = [way.replace(">", f"{END}>") for way in ([ways] if isinstance(ways, str) else ways)]
    return Hearing(hearer, place).hint(marked, facts, speech(language))


def told(hearer: Hearer, place: Place) -> set[tuple[str, str]]:
    """Where each hint stands, and what this person is told, with all facts and with none."""
    return {
        (where, text)
        for where, language, ways in hints()
        if where != "cell without a name"
        for facts in (FACTS | OF_MESSAGES, {}, {"left": True}, {"nobody": True})
        if (text := said(ways, facts, language, hearer, place))
    }


@cache
def commands(by: str) -> frozenset[str]:
    """Every command that somebody is told to type."""
    texts = (text for _, text in told(WHO[by], Place.COMMAND_LINE))
    return frozenset(chain.from_iterable(re.findall(f"(?:ledr|--|LEDR_)[^{END}]*(?={END})", text) for text in texts))


@pytest.fixture(scope="module")
def school() -> Iterator[School]:
    """A school with those that hints name."""
    opened = a_school("memory:", clock=FixedClock("2026-11-19T09:00"))
    try:
        for reference, kind in ((LYON, "slot"), ("Manpower - Paris", "licence")):
            prefix = "" if kind == "slot" else "paris-"
            people = learners([prefix + name for name in ("lea", "karim", "ana")])
            opened.sessions.create(
                by="staff", reference=reference, company="Manpower", course="recruter", kind=kind,
                start="2026-11-01", end="2027-09-30", package=3, members=people,
            )  # fmt: skip
        for role in ("pilote", "manager"):
            opened.people.create(
                by="staff", email=f"{role}@manpower.example", first_name=role.title(), last_name="Roux",
                role=role.replace("pilote", "pilot"), company="Manpower",
            )  # fmt: skip
        opened.people.set_managed(by="staff", manager="manager@manpower.example", people=["lea@manpower.example"])
        yield opened
    finally:
        opened.close()


class _NotKept(Exception):
    """Takes back what a command did."""


def follow(school: School, by: str, words: Sequence[str]) -> LedrError | click.UsageError | None:
    """Type a command; gives what it is refused by."""
    area, verb, *rest = words
    operation = every_operation()[f"{area}.{verb.replace('-', '_')}"]
    if "--help" in rest:
        return None
    try:
        command = Verb(operation, "en")
        with command.make_context(verb, list(rest), obj=Settings("en")) as context:
            values = {name: one.value for name, one in command.values(context).items()}
        if operation.piecewise:
            return None
        with school.transaction() as inside:
            inside.perform(operation.name, by, values, vouched=True)
            raise _NotKept
    except _NotKept:
        return None
    except (LedrError, click.UsageError) as error:
        return error


def filled_in(command: str, folder: Path) -> tuple[str, ...]:
    """The words of a command after `ledr`, as somebody would type them."""
    file = folder / "given.pdf"
    file.write_bytes(b"%PDF-1.4\n%%EOF\n")
    words = shlex.split(FILE.sub(str(file), FOLDER.sub(str(folder), command)))[1:]
    return tuple(CAPITALS.sub(lambda found: GIVEN.get(found[0], "mot"), word) for word in words)


def is_wrong(error: LedrError | click.UsageError | None) -> bool:
    """Whether a command is refused by role or by usage, not by what it finds."""
    if isinstance(error, Refused):
        return error.reason == "role" or (error.rule.startswith("ROLE-") and error.reason != "another company")
    if isinstance(error, Invalid):
        return error.ground not in CONTENT
    return error is not None and not isinstance(error, NotFound | Conflict | Unavailable)


@pytest.mark.rule("SUP-4")
@pytest.mark.parametrize("by", WHO)
def test_every_command_that_is_proposed_can_be_given_by_whoever_got_it(by: str, school: School, tmp_path: Path) -> None:
    proposed = [command for command in commands(by) if command.startswith("ledr ") and "…" not in command]
    typed = {words for command in proposed if (words := filled_in(command, tmp_path))[0] not in COMMANDS}
    wrong = {words: error for words in typed if is_wrong(error := follow(school, by, words))}

    assert not wrong, "\n".join(f"{shlex.join(words)}: {error!r}" for words, error in wrong.items())
    assert len(typed) > 10


@pytest.mark.rule("SES-3")
@pytest.mark.rule("SUP-4")
def test_what_is_proposed_for_a_package_does_it(school: School) -> None:
    move = {"person": "paris-ana@manpower.example", "session": LYON}
    with pytest.raises(Refused) as refusal:
        school.sessions.move_member(by="staff", **move)

    assert told_by(refusal.value, "fr", Place.COMMAND_LINE).help.endswith(
        " : --former-package 2".replace(" :", "\u00a0:")
    )
    assert told_by(refusal.value, "en", Place.PYTHON).help.endswith(": former_package=2")
    with pytest.raises(_NotKept), school.transaction() as inside:
        assert inside.sessions.move_member(by="staff", former_package=2, **move).reference == LYON
        raise _NotKept


@pytest.mark.rule("SUP-4")
@pytest.mark.parametrize("by", ["pilote@manpower.example", "lea@manpower.example", "public"])
def test_whoever_is_sent_to_the_team_is_told_where_it_is(by: str, school: School) -> None:
    with pytest.raises(_NotKept), school.transaction() as inside:
        inside.settings.set(by="staff", name="support_chat", value="https://chat.example")
        with pytest.raises(Refused) as refusal:
            inside.sessions.change_dates(by=by, session=LYON, end="2027-12-31")
        raise _NotKept

    assert told_by(pickle.loads(pickle.dumps(refusal.value)), "en").help == (
        "ask the school's team (ausecours@lecoledurecrutement.fr or by chat: https://chat.example)"
    )


@pytest.mark.rule("SUP-4")
def test_an_option_that_is_proposed_is_one_of_what_was_refused() -> None:
    options = {command.split()[0] for command in commands("staff") if command.startswith("--")}
    names = {field.name for operation in every_operation().values() for field in operation.parameters}

    assert options
    assert {option.removeprefix("--").replace("-", "_") for option in options} <= names


@pytest.mark.rule("SUP-4")
@pytest.mark.parametrize("hearer", [LEARNER, PUBLIC], ids=["learner", "public"])
@pytest.mark.parametrize("place", Place)
def test_a_learner_and_a_visitor_are_told_words_alone(hearer: Hearer, place: Place) -> None:
    with_command = {
        (where, text) for where, text in told(hearer, place) if re.search(r"\bledr |--|LEDR_|[a-z]\.[a-z]+_", text)
    }

    assert with_command == set()


@pytest.mark.rule("SUP-4")
@pytest.mark.parametrize("hearer", [OPERATOR, PILOT, MANAGER, LEARNER], ids=["staff", "pilot", "manager", "learner"])
@pytest.mark.parametrize("place", [Place.PAGE, Place.MAIL])
def test_a_page_and_a_mail_propose_nothing_to_type(hearer: Hearer, place: Place) -> None:
    typed = re.compile(r"\bledr |--|LEDR_|\b[a-z]+\.[a-z]+_[a-z]|[,;:]\s*$")

    assert {text for _, text in told(hearer, place) if typed.search(text)} == set()


@pytest.mark.rule("SUP-4")
def test_python_proposes_operations_by_their_names() -> None:
    texts = [text for _, text in told(OPERATOR, Place.PYTHON)]

    named = {name for text in texts for name in re.findall(r"\b[a-z]+\.[a-z_]+\b", text) if name in every_operation()}
    assert "slots.release" in named
    assert not [text for text in texts if re.search(r"ledr (?!init|upgrade|doctor|rules)[a-z]+ |--(?!db )", text)]


@pytest.mark.rule("SES-3")
@pytest.mark.rule("SUP-4")
@pytest.mark.parametrize(
    ("verb", "people"), [("create", {"kind": "licence", "members": [LISA]}), ("compose", {"new": [LISA]})]
)
def test_the_package_of_a_new_session_is_no_other_than_a_former_one(
    school: School, verb: str, people: dict[str, object]
) -> None:
    made = {"reference": "Metz", "company": "Manpower", "course": "recruter", "start": "2026-12-01", "package": 3}
    with pytest.raises(Refused) as refusal:
        school.perform(f"sessions.{verb}", "staff", made | people)

    french, english = (told_by(refusal.value, language, Place.COMMAND_LINE).help for language in ("fr", "en"))
    assert french == "donne un forfait égal au nombre d'apprenants\u00a0: --package 1"
    assert "new package" not in english and english.endswith("--package 1")
