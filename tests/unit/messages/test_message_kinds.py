"""Each kind of message says all of itself: its facts, its templates, its sample; and older facts can still be read."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

import ledr_adapters.mail
from ledr_core import rules
from ledr_core.application.access.letters import RESET_PASSWORD, WELCOME, ResetLinkFacts, WelcomeFacts
from ledr_core.application.certification.letters import CERTIFIED, MANAGER_CERTIFIED, CertifiedFacts
from ledr_core.application.jobs.daily_run import DailyRun
from ledr_core.application.jobs.jobs import _RUNS
from ledr_core.application.jobs.letters import ATTESTATIONS, CERTIFIED_LIST, TEAM_REPORT
from ledr_core.application.operating.made_up import made_up
from ledr_core.application.operating.message_kinds import MessageKind, Unreadable, by_name
from ledr_core.application.operating.stored_facts import in_json
from ledr_core.application.sessions.letters import END_REMINDER, SLOT_GIVEN, EndReminderFacts, SlotGivenFacts
from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.settings import SETTINGS
from ledr_core.ports.templates import SECRETS
from ledr_core.school import what_contexts_bring
from ledr_core.wording.catalogue import sentences
from tests.busy_school import KINDS as OF_A_BUSY_DAY
from tests.unit.messages.letter_facts import FACTS, each_language

KINDS = what_contexts_bring().kinds
NOW = Moment(datetime(2026, 11, 19, 8, tzinfo=UTC))
TEMPLATES = Path(ledr_adapters.mail.__file__).parent / "templates"

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)


def names(kind: MessageKind[Any]) -> list[str]:
    """Its own facts."""
    return [fact.name for fact in attrs.fields(kind.facts)]


# What a kind says of itself


@each_language
def test_every_kind_has_its_template_and_no_template_is_without_a_kind(language: str) -> None:
    assert sorted(KINDS) == sorted(path.stem for path in (TEMPLATES / language).glob("[!_]*.j2"))


@each_language
@each_kind
def test_a_sample_holds_all_facts_of_its_kind_that_must_be_there(kind: MessageKind[Any], language: str) -> None:
    sample = in_json(kind.sample(made_up(language), NOW))

    assert kind.read(json.loads(json.dumps(sample))) is not None


@each_kind
def test_a_kind_comes_from_a_rule(kind: MessageKind[Any]) -> None:
    assert rules.find(kind.rule).identifier == kind.rule


@each_kind
def test_what_lets_in_is_said_to_be_secret_and_rings_no_bell(kind: MessageKind[Any]) -> None:
    assert set(kind.secrets) == SECRETS.intersection(names(kind))
    assert not (kind.secrets and kind.rings)
    assert not kind.page or "token" in kind.secrets


@each_kind
def test_a_kind_is_called_something_on_the_command_line(kind: MessageKind[Any]) -> None:
    assert kind.name in sentences("results/messages")["values"]["message kind"]


def test_those_that_are_sent_again_by_themselves_are_the_settings_default() -> None:
    assert SETTINGS["send_again_unknown"].default == [kind.name for kind in KINDS.values() if kind.sent_again]


def test_no_two_kinds_have_one_name() -> None:
    with pytest.raises(ValueError, match="'welcome'"):
        by_name([WELCOME, WELCOME])


@pytest.mark.rule("JOB-1", "JOB-2", "JOB-3")
def test_jobs_say_which_kinds_they_write() -> None:
    assert {kind.name for kind in DailyRun.writes} == OF_A_BUSY_DAY
    assert {job: {kind.name for kind in run.writes} for job, run in _RUNS.items()} == {
        "daily": OF_A_BUSY_DAY,
        "weekly": {"team_report", "certified_list", "key_figures"},
        "monthly": {"attestations", "key_figures"},
    }


# The border


@each_kind
def test_facts_are_kept_as_they_were_read(kind: MessageKind[Any]) -> None:
    known = {name: value for name, value in FACTS[kind.name].items() if name in names(kind)}

    kept = in_json(kind.read(FACTS[kind.name]))

    assert json.loads(json.dumps(kept)).items() >= known.items()
    assert kind.read(kept) == kind.read(known)


@pytest.mark.parametrize(
    ("facts", "stored"),
    [
        (WelcomeFacts(password=None, member=3), {"password": None, "member": 3}),
        (
            WelcomeFacts(password="kX7", demo_day=date(2026, 11, 23)),
            {"password": "kX7", "demo_day": "2026-11-23", "member": None},
        ),
        (
            ResetLinkFacts(token="t", expires=datetime(2026, 11, 19, 9, tzinfo=UTC)),
            {"token": "t", "expires": "2026-11-19T09:00:00+00:00"},
        ),
        (
            SlotGivenFacts(slot=2, day=date(2026, 11, 23), holding=7),
            {"slot": 2, "day": "2026-11-23", "holding": 7},
        ),
        (
            CertifiedFacts(course="Recruter", grade=Decimal("15.50"), level=Level.SILVER, documents=("K7QF",)),
            {
                **{"course": "Recruter", "grade": "15.50", "level": "silver", "rework_until": None},
                **{"documents": ["K7QF"], "copy": None, "course_id": None, "round": None, "amendments": None},
            },
        ),
    ],
)
def test_the_outbox_keeps_json(facts: Any, stored: dict[str, Any]) -> None:
    assert json.loads(json.dumps(in_json(facts))) == stored


@pytest.mark.parametrize(
    ("kind", "stored", "unsaid"),
    [
        (WELCOME, {"password": "kX7"}, {"member": None, "demo_day": None}),
        (SLOT_GIVEN, {"slot": 2, "day": "2026-11-23"}, {"holding": None}),
        (END_REMINDER, {"end": "2026-12-19"}, {"member": None}),
        (CERTIFIED, {"course": "C", "grade": "18", "level": "gold"}, {"copy": None, "round": None, "documents": ()}),
        (MANAGER_CERTIFIED, {"learner": "K", "course": "C", "grade": "18", "level": "gold"}, {"learner_id": None}),
        (TEAM_REPORT, {"week_of": "2026-11-24", "learners": [], "totals": {}}, {"people_ids": ()}),
        (CERTIFIED_LIST, {"since": "2026-11-17", "until": "2026-11-24", "certified": []}, {"certifications": None}),
        (ATTESTATIONS, {"month": "2026-10-01", "people": [], "documents": []}, {"people_ids": (), "company_id": None}),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_what_former_releases_do_not_say_is_unknown(
    kind: MessageKind[Any], stored: dict[str, Any], unsaid: dict[str, Any]
) -> None:
    facts = attrs.asdict(kind.read(stored), recurse=False)

    assert {name: facts[name] for name in unsaid} == unsaid


def test_facts_that_came_later_are_passed_over() -> None:
    assert END_REMINDER.read({"end": "2026-12-19", "colour": "blue"}) == EndReminderFacts(end=date(2026, 12, 19))


@pytest.mark.parametrize(
    ("kind", "stored"),
    [
        (END_REMINDER, {}),
        (END_REMINDER, {"end": "soon"}),
        (END_REMINDER, {"end": None}),
        (SLOT_GIVEN, {"slot": [], "day": "2026-11-23"}),
        (RESET_PASSWORD, {"token": None, "expires": "2026-11-19T09:00:00+00:00"}),
        (CERTIFIED, {"course": "C", "grade": "many", "level": None}),
        (CERTIFIED, {"course": "C", "grade": "18", "level": "platinum"}),
        (TEAM_REPORT, {"week_of": "2026-11-24", "learners": [7], "totals": {}}),
        (TEAM_REPORT, "nothing"),
    ],
)
def test_damaged_facts_are_not_read_and_their_kind_is_named(kind: MessageKind[Any], stored: Any) -> None:
    with pytest.raises(Unreadable, match=kind.name):
        kind.read(stored)
