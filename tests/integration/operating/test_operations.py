"""The operations as a whole: what they are called and take, what they give back, and in which order they refuse."""

import json
import shlex
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledr_adapters import open_rehearsal
from ledr_adapters.recording import RecordingMail
from ledr_cli.main import Root
from ledr_cli.options import Settings
from ledr_cli.values import is_needed
from ledr_core import Invalid, NotFound, Refused
from ledr_core.application.areas import AREAS
from ledr_core.application.operating.operation import Operation, operations_of
from ledr_core.application.operating.values import read_fields
from ledr_core.testing import FixedClock
from ledr_core.views import as_json
from ledr_core.wording.manual import entry
from tests.generated import generated
from tests.integration.conftest import (
    LEARNING_ROLES,
    THURSDAY,
    Rehearsal,
    a_member,
    address,
    furnished,
    grounds,
    refusal,
)

OPERATIONS: dict[str, Operation] = {
    operation.name: operation for area in AREAS.values() for operation in operations_of(area).values()
}

# What each operation takes, required parameters in the order in which they may be given by position; `?` optional.
PARAMETERS = {
    "companies.create": "name",
    "companies.rename": "company name",
    "companies.delete": "company",
    "companies.list": "",
    "people.create": "email first_name last_name role company? session? package?",
    "people.show": "person?",
    "people.list": "company? session? role? text?",
    "people.update": "person? first_name? last_name? phone?",
    "people.change_email": "person email",
    "people.change_role": "person role package?",
    "people.reset_account": "person",
    "people.erase": "person package?",
    "people.export_data": "file person?",
    "people.set_managers": "person managers",
    "people.set_managed": "manager people",
    "people.settings": "person?",
    "people.change_settings": "person? anonymous? community_emails? sms? phone? picture? remove_picture?",
    "people.picture": "file person?",
    "accounts.sign_in": "login password address?",
    "accounts.forgot_password": "email address?",
    "accounts.choose_password": "token password address?",
    "accounts.register_demo": "email day address?",
    "accounts.confirm_demo": "token",
    "accounts.lift_pause": "person",
    "accounts.active": "person?",
    "accounts.connections": "person?",
    "accounts.reset_password": "person",
    "accounts.explain_access": "person?",
    "catalogue.load": "file? data? check_only?",
    "catalogue.dump": "folder?",
    "catalogue.courses": "",
    "catalogue.sheet": "course",
    "catalogue.course": "course",
    "catalogue.themes": "course",
    "catalogue.modules": "text?",
    "catalogue.usage": "reference",
    "catalogue.check_videos": "course?",
    "catalogue.put_lesson": "reference title? video? seconds? demo?",
    "catalogue.put_module": "reference title? lessons? sheet?",
    "catalogue.put_theme": "reference title? colour? optional? modules?",
    "catalogue.put_workshop": "reference title? modules? introduction_question? questions?",
    "catalogue.put_question": "reference kind? lesson? theme? level? public? placement? text? choices?"
    " right? explanation? withdrawn?",
    "catalogue.put_course": "reference title? themes? certifying? assessments? workshops? workshops_required?"
    " workshops_locked? community? certificate? register? hours? about?",
    "catalogue.put_case": "reference course? public? questions?",
    "catalogue.delete_theme": "theme",
    "catalogue.detach_theme": "course theme",
    "catalogue.withdraw_question": "question",
    "catalogue.set_sheet": "module file",
    "catalogue.question_counts": "course",
    "catalogue.copy": "kind reference new_reference course?",
    "catalogue.import_questions": "file theme? level? mapping? check_only?",
    "catalogue.export_questions": "theme file language?",
    "sessions.create": "reference course kind start package company? end? members?",
    "sessions.compose": "reference company course start package end? new? moved? packages?",
    "sessions.add_members": "session members package?",
    "sessions.move_member": "person session package? former_package?",
    "sessions.remove_member": "session person package?",
    "sessions.change_dates": "session start? end? extend_to_members?",
    "sessions.change_member_end": "session person end",
    "sessions.change_kind": "session kind package holders?",
    "sessions.change_package": "session package",
    "sessions.change_course": "session course",
    "sessions.rename": "session reference",
    "sessions.delete": "session",
    "sessions.show": "session",
    "sessions.list": "company? expired?",
    "slots.assign": "session person",
    "slots.release": "session person",
    "slots.ledger": "session",
    "rotations.enqueue": "session person position?",
    "rotations.dequeue": "session person",
    "rotations.reorder": "session person position",
    "rotations.set_policy": "session policy every? weekends? holidays?",
    "rotations.preview": "session days?",
    "rotations.explain": "session",
    "rotations.timeline": "session? company? days? file?",
    "followup.table": "scope company? sessions? columns? text? sort? start? end? format? file? delimiter? bom?",
    "followup.person": "person",
    "followup.report_bpf": "year",
    "followup.evidence": "file person? session?",
    "learning.watch": "lesson person? ended? position?",
    "learning.home": "person?",
    "learning.outline": "person?",
    "learning.progress": "person? course?",
    "documents.notes": "file module? person?",
    "learning.lesson": "lesson person?",
    "learning.sheet": "module file person?",
    "workshops.list": "person?",
    "workshops.step": "workshop step question? answer? person?",
    "workshops.answers": "workshop question person?",
    "workshops.all_answers": "workshop question",
    "workshops.choose_answers": "workshop question answers",
    "cases.explain": "person course?",
    "cases.show": "person? course?",
    "cases.begin": "person?",
    "cases.write": "question text person?",
    "cases.hand_in": "person? complete?",
    "cases.request_rework": "person?",
    "cases.publish": "case",
    "cases.reword": "case question text",
    "cases.batch": "date? folder?",
    "cases.grade": "person marks? comments? course? file?",
    "cases.amend": "person marks reason comments? course?",
    "cases.delete_copy": "person course",
    "certifications.list": "person? company? since?",
    "certifications.edit": "person course date? level? company?",
    "certifications.delete": "person course",
    "learning.note": "module text person?",
    "learning.notes": "person?",
    "quizzes.due": "person?",
    "quizzes.start": "person?",
    "quizzes.finish": "quiz answers person?",
    "quizzes.postpone": "person?",
    "placement.start": "email? seed?",
    "placement.finish": "attempt answers email? address?",
    "placement.result": "token",
    **{
        f"documents.{kind}": "file person? course?"
        for kind in ("certificate", "badge", "attestation", "correction", "connections")
    },
    "documents.verify": "code",
    "documents.verify_file": "file",
    "assessments.start": "theme person? seed?",
    "assessments.answer": "attempt choices person? question?",
    "assessments.state": "theme person?",
    "assessments.simulate": "theme learners? seed? file? course?",
    "assessments.item_health": "theme",
    "jobs.daily": "date?",
    "jobs.preview": "date?",
    "jobs.log": "since?",
    "messages.list": "person? kind? state? since?",
    "messages.show": "message",
    "messages.preview": "kind person folder",
    "messages.deliver": "limit?",
    "messages.explain": "person",
    "support.ask": "text page? person?",
    "messages.record_event": "provider payload signature? url?",
    "messages.settle": "message sent",
    "messages.kinds": "",
    "messages.suppressed": "",
    "messages.unsuppress": "email",
    **{f"notifications.{verb}": "person?" for verb in ("bell", "history", "read")},
    "settings.list": "",
    "settings.set": "name value since? course?",
    "organisation.show": "company?",
    "organisation.set_role": "person role",
    "organisation.put_team": "company team",
    "organisation.rename_team": "company team new_name",
    "organisation.delete_team": "company team",
    **{
        f"organisation.{verb}": "company team person"
        for verb in ("set_supervisor", "unset_supervisor", "add_to_team", "remove_from_team")
    },
    "organisation.team_page": "company team",
    "organisation.set_team_page": "company team message? courses?",
    "organisation.message": "company title text team? people?",
    "organisation.recommend": "company courses team? people?",
    "organisation.goal": "person text due?",
    "organisation.goals": "person?",
    "organisation.analytics": "company teams? start? end?",
    "organisation.set_key_figures": "company figures every? person?",
    "organisation.leave": "person",
    "organisation.pack": "company folder logo?",
    "invitations.invite": "company addresses role team?",
    "invitations.show": "token",
    "invitations.accept": "token first_name? last_name? password? confirmation?",
    "invitations.list": "company state?",
    "invitations.announcement": "company",
    "invitations.resend": "invitation",
    "invitations.withdraw": "invitation",
}

VALUES: dict[str, Any] = {
    "name": "Nulle part",
    "company": "Nulle part",
    "email": "new@nowhere.example",
    "first_name": "N",
    "last_name": "N",
    "role": "learner",
    "person": "nobody@nowhere.example",
    "managers": ["nobody@nowhere.example"],
    "manager": "nobody@nowhere.example",
    "people": ["nobody@nowhere.example"],
    "login": "nobody@nowhere.example",
    "password": "long enough",
    "course": "nowhere",
    "reference": "nowhere",
    "session": "Nowhere",
    "scope": "session",
    "sessions": ["Nowhere"],
    "kind": "slot",
    "new_reference": "ailleurs",
    "start": "2026-12-01",
    "package": 1,
    "members": [{"email": "new@nowhere.example", "first_name": "N", "last_name": "N"}],
    "end": "2027-01-01",
    "position": 1,
    "policy": "natural",
    "lesson": "nowhere",
    "theme": "nowhere",
    "module": "nowhere",
    "question": "nowhere",
    "attempt": "nowhere",
    "choices": [0],
    "file": "nowhere.pdf",
    "folder": "nowhere",
    "workshop": "nowhere",
    "step": "introduction_video",
    "answers": [[0]],
    "text": "x",
    "case": "nowhere",
    "code": "NOWH-ERE2-NOWH-ERE2",
    "marks": [1],
    "reason": "x",
    "quiz": "nowhere",
    "token": "nowhere",
    "day": "2026-11-20",
    "message": "nowhere",
    "provider": "nowhere",
    "payload": "[]",
    "sent": True,
    "team": "Nulle part",
    "addresses": "new@nowhere.example",
    "title": "Titre",
    "courses": ["nowhere"],
    "invitation": "nowhere",
    "new_name": "Ailleurs",
    "figures": ["active"],
    "value": 1,
    "year": 2026,
}
"""Values of the right shape that name nothing there is."""

GIVEN = {
    "people.show": {"person"},
    "people.update": {"person", "first_name"},
    "people.list": {"session"},
    "people.create": {"session"},
    "accounts.explain_access": {"person"},
    "catalogue.load": {"file"},
    "sessions.change_dates": {"end"},
    "sessions.list": {"company"},
    "rotations.timeline": {"session"},
    "followup.table": {"sessions"},
    "followup.evidence": {"person"},
    "learning.watch": {"person"},
    "learning.home": {"person"},
    "learning.outline": {"person"},
    "learning.progress": {"person"},
    **{
        f"documents.{kind}": {"person"}
        for kind in ("notes", "certificate", "badge", "attestation", "correction", "connections")
    },
    "documents.notes": {"person"},
    "learning.lesson": {"person"},
    "learning.sheet": {"person"},
    "workshops.list": {"person"},
    "workshops.step": {"person"},
    "workshops.answers": {"person"},
    **{f"quizzes.{verb}": {"person"} for verb in ("due", "start", "finish", "postpone")},
    "learning.note": {"person"},
    "learning.notes": {"person"},
    "cases.show": {"person"},
    **{f"cases.{verb}": {"person"} for verb in ("begin", "write", "hand_in", "request_rework")},
    "cases.grade": {"marks"},
    "certifications.list": {"person"},
    **{f"people.{verb}": {"person"} for verb in ("settings", "change_settings", "picture", "export_data")},
    **{f"notifications.{verb}": {"person"} for verb in ("bell", "history", "read")},
    "accounts.active": {"person"},
    "accounts.connections": {"person"},
    "assessments.start": {"person"},
    "assessments.answer": {"person"},
    "assessments.state": {"person"},
    "messages.list": {"person"},
    "support.ask": {"person"},
    "settings.set": set(),
    "organisation.show": {"company"},
    "organisation.goals": {"person"},
}
"""Optional parameters that are given as well, so that the operation names something that is not there."""


@pytest.fixture(autouse=True)
def somewhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an operation writes is left in no folder of the project."""
    monkeypatch.chdir(tmp_path)


def value_of(name: str, part: str) -> Any:
    """A value for a parameter of an operation: what is called alike is not of one shape everywhere."""
    if name == "workshops.choose_answers" and part == "answers":
        return []
    if name == "messages.preview" and part == "kind":
        return "welcome"
    if name == "catalogue.copy" and part == "kind":
        return "module"
    if name.startswith(("organisation.", "invitations.")) and part == "role":
        return "analyst"
    return 1 if name.startswith(("workshops.", "cases.")) and part == "question" else VALUES[part]


def asked(name: str) -> dict[str, Any]:
    """An operation's required values, and those that make it name something."""
    required = {part for part in PARAMETERS[name].split() if not part.endswith("?")}
    values = {part: value_of(name, part) for part in required | (GIVEN.get(name, set()) - {"file"})}
    if name == "catalogue.load":
        values["file"] = "/nowhere/parcours.yaml"
    if name == "settings.set":
        values["name"] = "late_enrolment_days"
    return values


# Names, parameters, documentation


def test_the_operations_are_those_of_the_api() -> None:
    assert set(OPERATIONS) >= set(PARAMETERS)


@pytest.mark.parametrize("name", PARAMETERS)
def test_parameters_are_named_and_ordered_as_promised(name: str) -> None:
    promised = PARAMETERS[name].split()
    fields = OPERATIONS[name].parameters

    needed = [field.name for field in fields if field.required or is_needed(field.annotation)]
    assert needed == [part for part in promised if not part.endswith("?")]
    optional = {field.name for field in fields if not field.required}
    assert optional >= {part.removesuffix("?") for part in promised if part.endswith("?")}


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_takes_keywords_only(ledr: Rehearsal, name: str) -> None:
    area, _, verb = name.partition(".")
    with pytest.raises(TypeError):
        getattr(getattr(ledr.school, area), verb)("staff")


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_without_an_actor_is_invalid(ledr: Rehearsal, name: str) -> None:
    for by in (None, "", "  ", 3, ["staff"]):
        with pytest.raises(Invalid) as error:
            ledr.school.perform(name, by, asked(name) if name in PARAMETERS else {})
        assert error.value.field == "by"


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_unknown_parameter_is_invalid_and_told_what_there_is(ledr: Rehearsal, name: str) -> None:
    with pytest.raises(Invalid) as error:
        ledr.school.perform(name, "staff", {"persona": "x"})

    assert error.value.field == "persona"
    assert set(error.value.allowed) == {field.name for field in OPERATIONS[name].parameters}


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_missing_parameter_is_invalid_and_named(ledr: Rehearsal, name: str) -> None:
    required = [field.name for field in OPERATIONS[name].parameters if field.required]
    for missing in required:
        with pytest.raises(Invalid) as error:
            ledr.school.perform(name, "staff", {part: value for part, value in asked(name).items() if part != missing})
        assert error.value.field == missing


@pytest.mark.parametrize("name", ["slots.give", "slots", "", "slot.assign", "slots.assign.now", "_slots.assign"])
def test_an_operation_that_does_not_exist_is_invalid(ledr: Rehearsal, name: str) -> None:
    with pytest.raises(Invalid) as error:
        ledr.school.perform(name, "staff", {})

    assert error.value.field == "operation"


@pytest.mark.rule("ROLE-11")
@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_says_who_may_ask(name: str) -> None:
    assert OPERATIONS[name].permission.rule in RULES_OF_ROLES


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_is_documented_with_a_command_that_parses(name: str) -> None:
    operation = OPERATIONS[name]
    documented = " ".join((operation.method.__doc__ or "").split())
    examples = entry(name, "en").examples

    assert documented.endswith(" ".join(("Example:", *examples))) and not documented.startswith("Example:")
    for example in examples:
        words = shlex.split(example)
        assert words[0] == "ledr"
        command, values = parsed(words[1:])
        assert command == name.replace("_", "-").split(".")
        read_fields(operation.parameters, values)


def parsed(words: list[str]) -> tuple[list[str], Mapping[str, Any]]:
    """Area and verb of a command as typed, and the values it gives to the operation."""
    context = Root("en").make_context("ledr", words, obj=Settings("en"))
    path: list[str] = []
    while isinstance(context.command, click.Group):
        left = [*context._protected_args, *context.args]
        word, command, left = context.command.resolve_command(context, left)
        assert command is not None and word is not None
        path.append(word)
        context = command.make_context(word, left, parent=context)
    values = context.command.values(context)
    return path, {field: given.value for field, given in values.items()}


# Results

RESULTS = {
    "people.show": "email first_name last_name role company session start end managers managed slot"
    " organisation_role teams premium certifications history last_connection percent codes pause",
    "sessions.show": "reference company course kind start end package free expired policy members holders waiting",
    "slots.assign": "session slot person since passed",
    "slots.release": "session slot person since until",
    "rotations.enqueue": "waiting",
    "rotations.dequeue": "waiting",
    "rotations.reorder": "waiting",
    "rotations.preview": "changes expected",
    "jobs.preview": "date changes messages failures",
    "learning.watch": "lesson seen newly_validated",
    "learning.home": "course remaining_days next_lesson percent finished quiz_due left themes",
    "learning.outline": "themes left",
    "learning.lesson": "title video module sheet seen help",
    "workshops.list": "required done workshops",
    "learning.progress": "percent finished lessons_seen lessons watch_seconds themes workshops missing",
    "followup.table": "as_of rows",
    "followup.person": "last_name first_name email company session managers start end last_lesson_on certification"
    " lessons_seen themes percent slot state inactive lessons watch_seconds workshops missing",
    "followup.report_bpf": "year trainees hours by_client by_course",
    "accounts.sign_in": "person spaces",
    "accounts.reset_password": "password",
    "accounts.explain_access": "spaces pause",
    "catalogue.load": "created updated unchanged changes warnings errors",
    "messages.deliver": "sent failed later unknown withdrawn suppressed settled stopped failures",
    "messages.show": "subject text html links tokens",
    "messages.preview": "file subject",
    "organisation.pack": "flyer poster newsletter banner storyboard guide files",
    "companies.create": "name",
}
ITEMS = {
    "companies.list": "name sessions people",
    "slots.ledger": "slot person since until opened_by closed_by",
    "jobs.log": "job date started finished done skipped failures",
    "messages.list": "message person kind channel subject state due sent_at events",
    "settings.list": "name value since meaning",
    "catalogue.modules": "reference title used_in",
    "catalogue.check_videos": "lesson state",
}
NESTED = {
    ("sessions.show", "policy"): "kind every weekends holidays",
    ("sessions.show", "members"): "email role start end slot",
    ("sessions.show", "holders"): "slot person since",
    ("rotations.preview", "changes"): "date slot leaving entering reason",
    ("jobs.preview", "changes"): "session slot leaving entering reason",
    ("jobs.preview", "messages"): "kind count people",
    ("rotations.preview", "expected"): "person position date",
    ("followup.table", "rows"): "last_name first_name email company session managers start end last_lesson_on"
    " certification lessons_seen themes percent slot state inactive",
    ("followup.person", "lessons"): "title seen_on",
    ("followup.report_bpf", "by_client"): "company trainees hours",
    ("followup.report_bpf", "by_course"): "course trainees hours",
    ("learning.home", "themes"): "reference title percent validated badge optional",
    ("learning.outline", "themes"): "title percent validated badge optional modules",
}


def test_results_have_the_keys_that_are_promised(ledr: Rehearsal) -> None:
    school, lea, max_ = ledr.school, address("lea"), address("max")
    ledr.a_session(members="lea max", package=1, holders="lea")
    results: dict[str, Any] = {
        "rotations.enqueue": school.rotations.enqueue(by="staff", session="Lyon", person=max_),
        "rotations.reorder": school.rotations.reorder(by="staff", session="Lyon", person=max_, position=1),
    }
    school.rotations.set_policy(by="staff", session="Lyon", policy="paced", every=1)
    results["rotations.preview"] = school.rotations.preview(by="staff", session="Lyon")
    results["jobs.preview"] = school.jobs.preview(by="staff")
    results["sessions.show"] = school.sessions.show(by="staff", session="Lyon")
    results["rotations.dequeue"] = school.rotations.dequeue(by="staff", session="Lyon", person=max_)
    ledr.run(THURSDAY)
    password = school.accounts.reset_password(by="staff", person=lea)
    results |= {
        "people.show": school.people.show(by="staff", person=lea),
        "followup.table": school.followup.table(by="staff", scope="all"),
        "followup.person": school.followup.person(by="staff", person=lea),
        "followup.report_bpf": school.followup.report_bpf(by="staff", year=2026),
        "accounts.reset_password": password,
        "accounts.sign_in": school.accounts.sign_in(by="public", login=lea, password=password.password),
        "accounts.explain_access": school.accounts.explain_access(by=lea),
        "learning.watch": school.learning.watch(by=lea, lesson="l1", ended=True),
        "learning.home": school.learning.home(by=lea),
        "learning.outline": school.learning.outline(by=lea),
        "learning.lesson": school.learning.lesson(by=lea, lesson="l1"),
        "workshops.list": school.workshops.list(by=lea),
        "learning.progress": school.learning.progress(by=lea),
        "slots.release": school.slots.release(by="staff", session="Lyon", person=lea),
        "slots.assign": school.slots.assign(by="staff", session="Lyon", person=max_),
        "catalogue.load": school.catalogue.load(by="staff", data={}),
        "messages.show": school.messages.show(by="staff", message=ledr.messages()[0].message),
        "messages.preview": school.messages.preview(by="staff", kind="welcome", person=lea, folder="previews"),
        "messages.deliver": school.messages.deliver(by="staff"),
        "organisation.pack": school.organisation.pack(by="staff", company="Manpower", folder="pack"),
        "companies.create": school.companies.create(by="staff", name="Randstad"),
    }
    items: dict[str, Any] = {
        "companies.list": school.companies.list(by="staff"),
        "slots.ledger": school.slots.ledger(by="staff", session="Lyon"),
        "jobs.log": school.jobs.log(by="staff"),
        "messages.list": school.messages.list(by="staff"),
        "settings.list": school.settings.list(by="staff"),
        "catalogue.modules": school.catalogue.modules(by="staff"),
        "catalogue.check_videos": school.catalogue.check_videos(by="staff"),
    }

    assert {name: set(RESULTS[name].split()) - set(as_json(result)) for name, result in results.items()} == {
        name: set() for name in RESULTS
    }
    assert {name: set(ITEMS[name].split()) - set(as_json(rows)[0]) for name, rows in items.items()} == {
        name: set() for name in ITEMS
    }
    for (name, key), keys in NESTED.items():
        part = as_json(results[name])[key]
        assert set(keys.split()) <= set(part[0] if isinstance(part, list) else part)
    (reason, *_) = as_json(results["accounts.explain_access"])["spaces"]["learner"]["reasons"]
    assert {"rule", "met", "fact"} <= set(reason)


def test_an_operation_that_promises_nothing_gives_an_empty_result(ledr: Rehearsal) -> None:
    assert as_json(ledr.school.companies.delete(by="staff", company="Adecco")) == {}


def test_results_are_frozen(ledr: Rehearsal) -> None:
    sheet = ledr.school.companies.create(by="staff", name="Randstad")

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        sheet.name = "Autre"


# The order of refusals: the role, before anything is looked up

ROLES = ("public", "tester", "learner", "manager", "pilot", "foreign pilot", "staff", "admin")
RULES_OF_ROLES = {"ROLE-10", "ROLE-11", "ROLE-13", "SLOT-4", "ROT-16", "SES-5", "SES-7", "ACC-5", "TEAM-1"}
PILOTS = {"pilot", "foreign pilot", "staff", "admin"}
STAFF = {"staff", "admin"}
EVERYBODY = set(ROLES)

ALLOWED: dict[str, tuple[str, set[str]]] = {
    **dict.fromkeys(PARAMETERS, ("ROLE-11", STAFF)),
    **{name: ("ROLE-13", STAFF) for name in PARAMETERS if name.startswith("sessions.")},
    **dict.fromkeys(("people.create", "sessions.add_members", "sessions.move_member"), ("ROLE-13", PILOTS)),
    "sessions.remove_member": ("ROLE-13", PILOTS),
    "people.change_role": ("ROLE-13", STAFF),
    "people.set_managers": ("ROLE-11", PILOTS),
    "people.set_managed": ("ROLE-11", PILOTS),
    "people.update": ("ROLE-10", STAFF),
    "people.change_email": ("ROLE-10", STAFF),
    "people.show": ("ROLE-11", PILOTS | {"manager"}),
    "people.list": ("ROLE-11", PILOTS | {"manager"}),
    "accounts.explain_access": ("ROLE-11", PILOTS | {"manager"}),
    "accounts.sign_in": ("ACC-5", EVERYBODY),
    **{
        f"accounts.{verb}": ("ROLE-11", EVERYBODY)
        for verb in ("forgot_password", "choose_password", "register_demo", "confirm_demo")
    },
    "sessions.show": ("ROLE-11", PILOTS),
    "sessions.list": ("ROLE-11", PILOTS),
    "slots.assign": ("SLOT-4", PILOTS),
    "slots.release": ("SLOT-4", PILOTS),
    "slots.ledger": ("ROLE-11", PILOTS),
    **{f"rotations.{verb}": ("ROT-16", PILOTS) for verb in ("enqueue", "dequeue", "reorder", "set_policy")},
    **{f"rotations.{verb}": ("ROLE-11", PILOTS) for verb in ("preview", "explain", "timeline")},
    **{f"catalogue.{verb}": ("ROLE-11", PILOTS | {"manager"}) for verb in ("courses", "sheet")},
    "learning.progress": ("ROLE-11", PILOTS | {"manager"}),
    **{f"followup.{verb}": ("ROLE-11", PILOTS | {"manager"}) for verb in ("table", "person")},
    "cases.explain": ("ROLE-11", PILOTS | {"manager"}),
    "certifications.list": ("ROLE-11", PILOTS | {"manager"}),
    **{f"documents.{kind}": ("ROLE-11", PILOTS | {"manager"}) for kind in ("certificate", "badge", "attestation")},
    "documents.connections": ("ROLE-11", PILOTS),
    **{f"documents.{verb}": ("ROLE-11", EVERYBODY) for verb in ("verify", "verify_file")},
    **{f"placement.{verb}": ("ROLE-11", EVERYBODY) for verb in ("start", "finish", "result")},
    **{name: ("TEAM-1", STAFF) for name in PARAMETERS if name.startswith(("organisation.", "invitations."))},
    **{f"organisation.{verb}": ("TEAM-1", EVERYBODY - {"public"}) for verb in ("show", "team_page")},
    **{f"invitations.{verb}": ("TEAM-1", EVERYBODY) for verb in ("show", "accept")},
}
"""Who may ask for an operation about somebody or something else, and the rule that refuses all the others."""


@pytest.fixture(scope="module")
def cast() -> Iterator[tuple[Rehearsal, dict[str, str]]]:
    """A school with one person of each role; what is asked in these tests changes nothing."""
    clock, mail = FixedClock(f"{THURSDAY}T09:00"), RecordingMail()
    school = open_rehearsal("memory:", clock=clock, mail=mail)
    ledr = furnished(Rehearsal(school, clock, mail))
    ledr.a_session(members="lea nora:manager paul:pilot", holders="lea")
    ledr.a_session("Licences", kind="licence", members="max")
    ledr.a_session("Ailleurs", company="Adecco", members="pia@adecco.example:pilot zoe@adecco.example")
    ledr.a_session("Ailleurs - licences", company="Adecco", kind="licence", members="yan@adecco.example")
    ledr.a_person("tom", "tester", company=None)
    ledr.a_person("alex", "admin", company=None)
    names = {"learner": "lea", "manager": "nora", "pilot": "paul", "tester": "tom", "admin": "alex"}
    actors = {role: address(name) for role, name in names.items()}
    yield ledr, actors | {"foreign pilot": "pia@adecco.example", "public": "public", "staff": "staff"}
    school.close()


@pytest.mark.rule("ROLE-11", "ROLE-13", "ROLE-10", "SLOT-4", "ROT-16")
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", PARAMETERS)
def test_a_role_that_may_not_ask_is_refused_before_anything_is_looked_up(
    cast: tuple[Rehearsal, dict[str, str]], name: str, role: str
) -> None:
    ledr, actors = cast
    rule, allowed = ALLOWED[name]

    met = outcome(lambda: undone(ledr, name, actors[role], asked(name)))

    if role in allowed:
        assert not (isinstance(met, Refused) and met.reason == "role")
        assert not isinstance(met, Refused) or met.rule in ("ROLE-6", "ACC-3", "ACC-5", "ACC-9", "INV-3", "TEST-2")
    else:
        assert isinstance(met, Refused)
        assert met.rule == rule


@pytest.mark.rule("ROLE-6")
@pytest.mark.parametrize("role", ["pilot", "foreign pilot"])
@pytest.mark.parametrize("name", [name for name, (_, allowed) in ALLOWED.items() if allowed == PILOTS])
def test_a_pilot_who_names_what_does_not_exist_is_refused_with_role_6(
    cast: tuple[Rehearsal, dict[str, str]], name: str, role: str
) -> None:
    ledr, actors = cast
    values = asked(name)
    values.pop("file", None)  # a path is staff's to name

    refused = refusal(lambda: ledr.school.perform(name, actors[role], values))

    assert refused.rule == "ROLE-6"


@pytest.mark.parametrize("role", ["staff", "admin"])
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("companies.rename", "company"),
        ("companies.delete", "company"),
        ("people.create", "session"),
        ("people.show", "person"),
        ("people.update", "person"),
        ("people.change_email", "person"),
        ("people.change_role", "person"),
        ("people.set_managers", "person"),
        ("people.set_managed", "person"),
        ("accounts.reset_password", "person"),
        ("accounts.explain_access", "person"),
        ("catalogue.course", "course"),
        ("catalogue.sheet", "course"),
        ("catalogue.themes", "course"),
        ("catalogue.question_counts", "course"),
        ("catalogue.delete_theme", "theme"),
        ("catalogue.detach_theme", "course"),
        ("catalogue.withdraw_question", "question"),
        ("catalogue.set_sheet", "module"),
        ("sessions.create", "course"),
        ("sessions.compose", "company"),
        ("sessions.add_members", "session"),
        ("sessions.remove_member", "session"),
        ("sessions.change_dates", "session"),
        ("sessions.change_member_end", "session"),
        ("sessions.change_kind", "session"),
        ("sessions.change_package", "session"),
        ("sessions.change_course", "session"),
        ("sessions.rename", "session"),
        ("sessions.delete", "session"),
        ("sessions.show", "session"),
        ("sessions.list", "company"),
        ("slots.assign", "session"),
        ("slots.release", "session"),
        ("slots.ledger", "session"),
        ("rotations.enqueue", "session"),
        ("rotations.dequeue", "session"),
        ("rotations.reorder", "session"),
        ("rotations.set_policy", "session"),
        ("rotations.preview", "session"),
        ("rotations.explain", "session"),
        ("rotations.timeline", "session"),
        ("learning.watch", "person"),
        ("learning.home", "person"),
        ("learning.outline", "person"),
        ("learning.progress", "person"),
        ("cases.explain", "person"),
        ("cases.show", "person"),
        ("cases.grade", "person"),
        ("cases.amend", "person"),
        ("cases.delete_copy", "person"),
        ("cases.publish", "case"),
        ("cases.reword", "case"),
        ("certifications.list", "person"),
        ("certifications.edit", "person"),
        ("certifications.delete", "person"),
        ("people.reset_account", "person"),
        ("people.erase", "person"),
        ("accounts.connections", "person"),
        ("assessments.start", "person"),
        ("assessments.answer", "person"),
        ("assessments.state", "person"),
        ("assessments.simulate", "theme"),
        ("assessments.item_health", "theme"),
        ("messages.list", "person"),
        ("messages.show", "message"),
        ("messages.preview", "person"),
    ],
)
def test_staff_are_told_what_does_not_exist(
    cast: tuple[Rehearsal, dict[str, str]], name: str, kind: str, role: str
) -> None:
    ledr, actors = cast

    with pytest.raises(NotFound) as error:
        ledr.school.perform(name, actors[role], asked(name), vouched=True)

    named = asked(name)["manager" if name == "people.set_managed" else kind]
    assert (error.value.what, error.value.reference) == (kind, named)


@pytest.mark.rule("ROLE-6")
@pytest.mark.parametrize(
    "name", [name for name, (_, allowed) in ALLOWED.items() if allowed == PILOTS and "session" in PARAMETERS[name]]
)
@pytest.mark.parametrize("person", [address("lea"), "pia@adecco.example", "nobody@nowhere.example"])
def test_another_companys_session_and_one_that_does_not_exist_are_the_same_to_a_pilot(
    cast: tuple[Rehearsal, dict[str, str]], name: str, person: str
) -> None:
    ledr, actors = cast
    values = asked(name) | ({"person": person} if "person" in asked(name) else {})

    met = [
        refusal(
            lambda session=session: ledr.school.perform(name, actors["foreign pilot"], values | {"session": session})
        )
        for session in ("Lyon", "Licences", "Nowhere")
    ]

    assert {grounds(one) for one in met} == {grounds(met[0])}
    assert met[0].rule == "ROLE-6"
    assert {tuple({**one.facts, "session": "…"}.items()) for one in met} == {
        tuple({**met[0].facts, "session": "…"}.items())
    }


@pytest.mark.rule("ROLE-6")
@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("slots.assign", "person"),
        ("slots.release", "person"),
        ("rotations.enqueue", "person"),
        ("rotations.dequeue", "person"),
        ("rotations.reorder", "person"),
        ("sessions.remove_member", "person"),
        ("sessions.move_member", "person"),
        ("people.show", "person"),
        ("people.set_managers", "person"),
        ("people.set_managed", "manager"),
        ("accounts.explain_access", "person"),
        ("learning.progress", "person"),
        ("cases.explain", "person"),
        ("certifications.list", "person"),
    ],
)
def test_another_companys_person_and_one_who_does_not_exist_are_the_same_to_a_pilot(
    cast: tuple[Rehearsal, dict[str, str]], name: str, key: str
) -> None:
    ledr, actors = cast
    values = asked(name) | ({"session": "Lyon"} if "session" in asked(name) else {})

    met = [
        refusal(lambda person=person: ledr.school.perform(name, actors["pilot"], values | {key: person}))
        for person in ("zoe@adecco.example", "nobody@nowhere.example", actors["admin"], actors["tester"])
    ]

    assert {grounds(one) for one in met} == {grounds(met[0])}
    assert met[0].rule == "ROLE-6"
    assert all(one.facts.keys() == met[0].facts.keys() for one in met)


@pytest.mark.rule("ROLE-6")
def test_another_companys_company_and_one_that_does_not_exist_are_the_same_to_a_pilot(
    cast: tuple[Rehearsal, dict[str, str]],
) -> None:
    ledr, actors = cast
    school = ledr.school
    asking: tuple[Callable[[str], object], ...] = (
        lambda company: school.sessions.list(by=actors["pilot"], company=company),
        lambda company: school.people.list(by=actors["pilot"], company=company),
        lambda company: school.rotations.timeline(by=actors["pilot"], company=company),
        lambda company: school.people.create(
            by=actors["pilot"],
            email="n@n.example",
            first_name="N",
            last_name="N",
            role="learner",
            company=company,
            session="Lyon",
        ),
    )
    for ask in asking:
        foreign, missing = (refusal(partial(ask, company)) for company in ("Adecco", "Nowhere"))
        assert grounds(foreign) == grounds(missing)
        assert foreign.rule == "ROLE-6"
        assert foreign.facts.keys() == missing.facts.keys()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("slots.assign", {"session": 3}),
        ("slots.assign", {"person": None}),
        ("sessions.create", {"kind": "both"}),
        ("sessions.create", {"start": "2026-02-30"}),
        ("sessions.create", {"package": 0}),
        ("rotations.enqueue", {"position": 0}),
        ("people.create", {"role": "teacher"}),
        ("companies.create", {"name": ""}),
        ("messages.deliver", {"limit": 0}),
        ("jobs.daily", {"date": "soon"}),
        ("catalogue.put_lesson", {"seconds": "long"}),
    ],
)
@pytest.mark.parametrize("role", ["public", "learner", "foreign pilot", "staff"])
def test_unreadable_input_comes_before_the_role(
    cast: tuple[Rehearsal, dict[str, str]], name: str, wrong: dict[str, Any], role: str
) -> None:
    ledr, actors = cast

    with pytest.raises(Invalid) as error:
        ledr.school.perform(name, actors[role], asked(name) | wrong)

    assert error.value.field in wrong


@pytest.mark.rule("SLOT-4")
def test_a_learner_who_assigns_in_a_session_that_does_not_exist_meets_slot_4(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea max")

    for session, person in (("Nowhere", address("max")), ("Lyon", "nobody@x.example"), ("Lyon", address("max"))):
        refused = refusal(
            lambda session=session, person=person: ledr.school.slots.assign(
                by=address("lea"), session=session, person=person
            )
        )
        assert refused.rule == "SLOT-4"


@pytest.mark.rule("ROLE-11")
def test_the_actor_is_somebody_the_school_knows(ledr: Rehearsal) -> None:
    for by in ("nobody@manpower.example", "Staff", "STAFF", "public ", "admin"):
        try:
            ledr.school.companies.create(by=by, name="Randstad")
        except (NotFound, Refused, Invalid):
            continue
        pytest.fail(f"{by} created a company")
    assert len(ledr.school.companies.list(by="staff")) == 2


@pytest.mark.rule("ACC-5", "ACC-6")
@pytest.mark.parametrize(
    ("day", "holds", "rule"),
    [("2026-11-20", True, None), ("2026-11-20", False, "ACC-6"), ("2028-01-01", True, "ACC-5")],
)
def test_access_comes_before_the_object(ledr: Rehearsal, day: str, holds: bool, rule: str | None) -> None:
    ledr.a_session(members="lea", holders="lea" if holds else "")
    ledr.at(day)

    met = outcome(lambda: ledr.school.learning.watch(by=address("lea"), lesson="nowhere"))

    if rule is None:
        assert isinstance(met, NotFound)
    else:
        assert isinstance(met, Refused)
        assert met.rule == rule


@pytest.mark.rule("ROLE-11")
def test_the_role_comes_before_access(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea max")
    ledr.at("2028-01-01")

    refused = refusal(lambda: ledr.school.learning.watch(by=address("lea"), person=address("max"), lesson="l1"))

    assert refused.rule == "ROLE-11"


@pytest.mark.rule("ROLE-6")
def test_another_company_comes_before_what_its_session_refuses(ledr: Rehearsal) -> None:
    ledr.a_session("Lyon", members="lea max", package=1, holders="lea", end="2026-12-31")
    pia = ledr.a_person("pia@adecco.example", "pilot", company="Adecco")

    for day in (THURSDAY, "2027-06-01"):
        ledr.at(day)
        refused = refusal(lambda: ledr.school.slots.assign(by=pia, session="Lyon", person=address("max")))
        assert refused.rule == "ROLE-6"


@pytest.mark.rule("SLOT-2", "SLOT-3")
def test_for_a_slot_an_expired_session_comes_first_then_the_person_then_none_free(stored: Rehearsal) -> None:
    stored.a_session(members="lea max nora:manager", package=1, holders="lea", end="2026-12-31")
    assign = stored.school.slots.assign

    def met(person: str) -> str:
        return refusal(lambda: assign(by="staff", session="Lyon", person=address(person))).rule

    assert [met(person) for person in ("lea", "nora", "max")] == ["SLOT-3", "SLOT-3", "SLOT-2"]
    stored.at("2027-01-01")
    assert [met(person) for person in ("lea", "nora", "max")] == ["SLOT-2", "SLOT-2", "SLOT-2"]


@pytest.mark.rule("SES-14")
def test_an_expired_session_refuses_members_and_rotation_with_ses_14(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea max", package=1, holders="lea", waiting="max", end="2026-12-31")
    paul = ledr.a_person("paul", "pilot")
    ledr.at("2027-01-01")
    school = ledr.school

    for by in (paul, "staff"):
        for ask in (
            lambda by=by: school.sessions.add_members(by=by, session="Lyon", members=[a_member("zoe")]),
            lambda by=by: school.rotations.enqueue(by=by, session="Lyon", person=address("lea")),
            lambda by=by: school.rotations.set_policy(by=by, session="Lyon", policy="natural"),
        ):
            assert refusal(ask).rule == "SES-14"


# All or nothing


@pytest.mark.parametrize("field", ["members[1].email", "members[1].role", "members[1].nickname", "members[1]"])
def test_a_value_deep_inside_is_named(ledr: Rehearsal, field: str) -> None:
    wrong: dict[str, object] = {
        "members[1].email": a_member("max") | {"email": "max"},
        "members[1].role": a_member("max", "teacher"),
        "members[1].nickname": a_member("max") | {"nickname": "M"},
        "members[1]": "max@manpower.example",
    }

    with pytest.raises(Invalid) as error:
        ledr.school.sessions.create(
            by="staff",
            reference="Lyon",
            company="Manpower",
            course="recruter",
            kind="slot",
            start="2026-12-01",
            package=1,
            members=[a_member("lea"), wrong[field]],
        )

    assert error.value.field == field
    assert ledr.school.sessions.list(by="staff") == ()
    assert ledr.school.people.list(by="staff") == ()


def test_an_operation_does_everything_or_nothing(stored: Rehearsal) -> None:
    stored.a_session("Lyon", members="lea", holders="lea")
    stored.a_session("Paris", kind="licence", members="max", start="2026-12-01")

    refused = refusal(
        lambda: stored.school.sessions.compose(
            by="staff",
            reference="Neuve",
            company="Manpower",
            course="recruter",
            start="2026-12-01",
            package=3,
            new=[a_member("zoe")],
            moved=[address("lea"), address("max")],
        )
    )

    assert refused.rule == "SES-3"
    assert [session.reference for session in stored.school.sessions.list(by="staff")] == ["Lyon", "Paris"]
    assert stored.school.people.show(by="staff", person=address("lea")).slot == 1
    assert outcome(lambda: stored.school.people.show(by="staff", person=address("zoe"))).__class__ is NotFound


# Settings


@pytest.mark.rule("SES-5")
def test_a_setting_holds_from_its_day_on(stored: Rehearsal) -> None:
    stored.school.settings.set(by="staff", name="late_enrolment_days", value=3)
    stored.school.settings.set(by="staff", name="late_enrolment_days", value=30, since="2026-12-01")

    def value() -> object:
        return next(
            one.value
            for one in stored.school.settings.list(by="staff")
            if one.name == "late_enrolment_days" and (one.since is None or one.since.isoformat() <= today)
        )

    today = THURSDAY
    assert value() == 3
    stored.a_session(kind="licence", members="lea", start="2026-11-15")
    assert (
        refusal(
            lambda: stored.school.sessions.add_members(by="staff", session="Lyon", members=[a_member("max")], package=2)
        ).rule
        == "SES-5"
    )
    stored.at("2026-12-01")
    stored.school.sessions.add_members(by="staff", session="Lyon", members=[a_member("max")], package=2)
    assert stored.school.sessions.show(by="staff", session="Lyon").package == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("nothing", 1),
        ("late_enrolment_days", -1),
        ("late_enrolment_days", "soon"),
        ("late_enrolment_days", True),
        ("late_enrolment_days", None),
        ("end_reminder_days", []),
        ("end_reminder_days", [7, 7]),
        ("inactivity_days", 0),
        ("support_address", ""),
    ],
)
def test_a_setting_that_does_not_exist_or_a_value_that_is_none_is_invalid(
    ledr: Rehearsal, name: str, value: object
) -> None:
    with pytest.raises(Invalid) as error:
        ledr.school.settings.set(by="staff", name=name, value=value)

    assert error.value.field == ("name" if name == "nothing" else "value")


@pytest.mark.rule("CERT-6")
def test_a_number_without_spaces_is_a_name_too(ledr: Rehearsal) -> None:
    """As the command line gives a SIRET."""
    assert ledr.school.settings.set(by="staff", name="provider_siret", value=73282932000074).value == "73282932000074"
    with pytest.raises(Invalid):
        ledr.school.settings.set(by="staff", name="provider_siret", value=True)


def test_every_setting_says_what_it_means(ledr: Rehearsal) -> None:
    listed = ledr.school.settings.list(by="staff")

    assert {setting.name for setting in listed} >= {"late_enrolment_days", "inactivity_days", "end_reminder_days"}
    assert all(setting.meaning for setting in listed)


# Whatever is asked, an answer or an error of ours

EXTREMES: dict[str, tuple[str, dict[str, Any]]] = {
    "a start without an end on the last day there is": (
        "sessions.create",
        {"start": "9999-12-31", "company": "Manpower", "course": "recruter"},
    ),
    "a start without an end in the last year there is": (
        "sessions.create",
        {"start": "9999-06-01", "company": "Manpower", "course": "recruter"},
    ),
    "an end on the last day there is": ("sessions.change_dates", {"session": "Lyon", "end": "9999-12-31"}),
    "a start on the first day there is": ("sessions.change_dates", {"session": "Lyon", "start": "0001-01-01"}),
    "a personal end on the last day there is": (
        "sessions.change_member_end",
        {"session": "Licences", "person": address("bob"), "end": "9999-12-31"},
    ),
    "messages since the first day there is": ("messages.list", {"since": "0001-01-01"}),
    "messages since the last instant there is": ("messages.list", {"since": "9999-12-31T23:59:59-12:00"}),
    "runs since the first day there is": ("jobs.log", {"since": "0001-01-01"}),
    "a run on the first day there is": ("jobs.daily", {"date": "0001-01-01"}),
    "a preview of the first day there is": ("jobs.preview", {"date": "0001-01-01"}),
    "a preview of the last day there is": ("jobs.preview", {"date": "9999-12-31"}),
    "a setting from the first day there is": ("settings.set", {"since": "0001-01-01", "name": "inactivity_days"}),
    "a preview of a thousand years": ("rotations.preview", {"session": "Lyon", "days": 365_000}),
    "a timeline of no day": ("rotations.timeline", {"session": "Lyon", "days": -1}),
    "a pace of a thousand years": (
        "rotations.set_policy",
        {"session": "Lyon", "policy": "paced", "every": 365_000},
    ),
    "a pace of a number that no database takes": (
        "rotations.set_policy",
        {"session": "Lyon", "policy": "paced", "every": 10**30},
    ),
}


@pytest.mark.parametrize("extreme", EXTREMES)
def test_at_the_ends_of_the_calendar_there_is_an_answer_or_an_error_of_ours(stored: Rehearsal, extreme: str) -> None:
    stored.a_session(members="lea max", package=1, holders="lea", waiting="max")
    stored.a_session("Licences", kind="licence", members="bob")
    name, values = EXTREMES[extreme]

    outcome(lambda: stored.school.perform(name, "staff", asked(name) | values))
    stored.school.sessions.show(by="staff", session="Lyon")
    assert stored.run("2026-11-20").failures == ()


PEOPLE = [*(address(name) for name in ("lea", "max", "ana", "nora", "paul")), "tom@x.example", "pia@adecco.example"]
WORDS: dict[str, list[Any]] = {
    "name": ["Manpower", "Randstad"],
    "company": ["Manpower", "Adecco", "Nowhere"],
    "email": [address("lea"), "new@x.example"],
    "role": ["tester", "learner", "manager", "learner_manager", "pilot", "learner_pilot", "student", "admin"],
    "person": [*PEOPLE, "nobody@x.example"],
    "managers": [[], [address("nora")], [address("paul"), address("nora")]],
    "people": [[], [address("lea"), address("max"), address("lea")]],
    "manager": PEOPLE,
    "course": ["recruter", "autre", "nowhere"],
    "reference": ["Lyon", "Neuve", "l1", "t1", "m-t1", "recruter"],
    "session": ["Lyon", "Lyon", "Licences", "Ailleurs", "Neuve", "Nowhere"],
    "kind": ["slot", "licence"],
    "start": ["2026-11-01", "2026-11-19", "2026-12-01", "2028-02-29"],
    "end": ["2026-11-18", "2026-11-19", "2026-12-31", "2027-10-31"],
    "package": [1, 2, 3],
    "former_package": [0, 1],
    "packages": [{}, {"Licences": 0}, {"Licences": 1}],
    "position": [1, 2, 99],
    "policy": ["natural", "manual", "paced"],
    "every": [1, 2, 30],
    "days": [0, 1, 40],
    "lesson": ["l1", "l2", "l9"],
    "members": [
        [a_member("new@x.example")],
        [{"email": address("lea")}],
        [a_member("tom@x.example", "student"), a_member("zoe", "manager") | {"managers": [address("nora")]}],
    ],
    "holders": [[], [address("lea")], [address("max"), address("bob")]],
    "new": [[], [a_member("new@x.example")]],
    "moved": [[], [address("lea")], [address("bob"), address("ana")]],
    "modules": [["m-t1"], ["m-t2", "m-t1"], []],
    "themes": [["t1"], ["t2", "t1"], []],
    "lessons": [["l1"], ["l9", "l1"], []],
    "colour": ["#0b7285", "#123456"],
    "text": ["a", "%"],
    "phone": ["", "0612345678", "1"],
    "data": [{}],
}
UNASKED = {"catalogue.dump", "messages.show", "messages.preview", "accounts.sign_in"}


@st.composite
def steps(draw: st.DrawFn) -> tuple[str, str, dict[str, Any], int]:
    """An operation, who asks, its values, and the hours that pass before it."""
    name = draw(st.sampled_from(sorted(set(OPERATIONS) - UNASKED)))
    values: dict[str, Any] = {}
    for field in OPERATIONS[name].parameters:
        if field.required or draw(st.booleans()):
            if field.name in WORDS:
                values[field.name] = draw(st.sampled_from(WORDS[field.name]))
            elif field.annotation in (bool, bool | None):
                values[field.name] = draw(st.booleans())
            elif field.required:
                values[field.name] = value_of(name, field.name)
    by = draw(st.sampled_from(["staff", "staff", "staff", "public", *PEOPLE]))
    return name, by, values, draw(st.sampled_from([0, 0, 1, 20, 24, 24 * 40]))


@pytest.mark.rule("SLOT-1", "SLOT-3", "SES-3", "ROT-1")
@generated(12, 40)
@given(st.lists(steps(), min_size=10, max_size=30))
def test_whatever_is_asked_sessions_stay_sound_and_errors_are_ours(
    asked_for: list[tuple[str, str, dict[str, Any], int]],
) -> None:
    clock, mail = FixedClock(f"{THURSDAY}T04:00"), RecordingMail()
    school = open_rehearsal("memory:", clock=clock, mail=mail)
    ledr = furnished(Rehearsal(school, clock, mail))
    ledr.a_course("autre", {"t2": "l2 l9"})
    ledr.a_session(members="paul:pilot nora:manager lea max ana", holders="lea", waiting="max ana")
    ledr.a_session("Licences", kind="licence", members="bob kim")
    ledr.a_session("Ailleurs", company="Adecco", members="pia@adecco.example:pilot")
    ledr.a_person("tom@x.example", "tester", company=None)

    for name, by, values, hours in asked_for:
        clock.set(clock.now() + timedelta(hours=hours))
        answer = outcome(partial(school.perform, name, by, values))
        json.dumps(as_json(told(answer)), allow_nan=False)

    assert [run.failures for run in school.jobs.log(by="staff") if run.failures] == []
    for session in school.sessions.list(by="staff"):
        sheet = school.sessions.show(by="staff", session=session.reference)
        learners = {member.email for member in sheet.members if member.role in LEARNING_ROLES}
        holders = [holder.person for holder in sheet.holders]
        assert len(holders) == len(set(holders)) <= sheet.package
        assert len({holder.slot for holder in sheet.holders}) == len(holders)
        assert len(sheet.waiting) == len(set(sheet.waiting))
        assert not set(holders) & set(sheet.waiting)
        assert learners >= {*holders, *sheet.waiting}
        if sheet.kind == "licence":
            assert (len(learners), holders, sheet.waiting) == (sheet.package, [], ())
    school.close()


def told(answer: object) -> object:
    """What is told of an answer: a result, the facts of a refusal, what a value may be."""
    if isinstance(answer, Refused):
        return answer.facts
    if isinstance(answer, Invalid):
        return answer.field, answer.reason, answer.allowed
    return str(answer) if isinstance(answer, NotFound) else answer


def outcome(call: Callable[[], object]) -> object:
    """What a call gives or raises."""
    try:
        return call()
    except (Refused, NotFound, Invalid) as error:
        return error


class TakenBackError(Exception):
    """Ends a transaction that must leave nothing."""


def undone(ledr: Rehearsal, name: str, by: str, values: Mapping[str, Any]) -> None:
    """Do an operation and take it back; those that commit piece by piece are done for good."""
    if OPERATIONS[name].piecewise:
        ledr.school.perform(name, by, values, vouched=True)
        return
    try:
        with ledr.school.transaction() as inside:
            inside.perform(name, by, values, vouched=True)
            raise TakenBackError
    except TakenBackError:
        pass
