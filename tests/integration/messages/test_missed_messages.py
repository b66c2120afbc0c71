"""'I did not get the e-mail': what became of each message to somebody, why it may be missed, and what to do (SUP-1)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from attrs import define

from ledr_adapters.sql import tables as t
from ledr_cli.render import draw
from ledr_cli.render.page import Page
from ledr_core import Invalid, NotFound, Refused
from ledr_core.domain.kernel.hearing import OPERATOR
from ledr_core.domain.kernel.moments import SCHOOL_ZONE
from ledr_core.domain.messages.delivery import Cause
from ledr_core.domain.messages.diagnosis import REMEDIES
from ledr_core.ports.handover import Handover, Outcome
from ledr_core.views import as_json
from ledr_core.views.support import ExplainedMessage
from ledr_core.wording import Place, likely_cause
from ledr_core.wording.conditions import why
from tests.integration.conftest import THURSDAY, Rehearsal, a_member, address, refusal

LEA, MAX = address("lea"), address("max")


@define
class Provider:
    """What a provider reports, written down as its reports are."""

    engine: sa.Engine
    reports: int = 0

    def reports_of(self, message: str, state: str, cause: str | None = None, detail: str = "", hour: int = 9) -> None:
        self.reports += 1
        row: dict[str, Any] = {
            "provider": "mailjet",
            "fingerprint": str(self.reports),
            "message_id": message,
            "state": state,
        }
        at = datetime(2026, 11, 19, hour, tzinfo=UTC)
        row |= {"state": state, "at": at, "cause": cause, "permanent": False, "detail": detail, "recorded": at}
        with self.engine.begin() as connection:
            connection.execute(sa.insert(t.provider_events).values(row))
            self._change(connection, message, {"delivery": state, "cause": cause, "provider": "mailjet"})

    def sent_to(self, message: str, where: str) -> None:
        with self.engine.begin() as connection:
            self._change(connection, message, {"sent_to": where})

    def leaves(self, message: str, **values: Any) -> None:
        with self.engine.begin() as connection:
            self._change(connection, message, values)

    def suppressed(self, where: str, cause: str, channel: str = "email") -> None:
        row: dict[str, Any] = {"channel": channel, "address_key": where.casefold(), "address": where, "cause": cause}
        row |= {"detail": "no host", "since": datetime(2026, 11, 2, 8, tzinfo=UTC)}
        with self.engine.begin() as connection:
            connection.execute(sa.insert(t.suppressions).values(row))

    def repeated(self, message: str, times: int) -> None:
        """The same message several times more, as in somebody who had many."""
        with self.engine.begin() as connection:
            row = connection.execute(sa.select(t.messages).where(t.messages.c.id == message)).one()._asdict()
            del row["number"]
            for number in range(times):
                again = row | {"id": f"copy{number}", "key": f"copy{number}", "due": row["due"] + timedelta(number + 1)}
                connection.execute(sa.insert(t.messages).values(again))

    def _change(self, connection: sa.Connection, message: str, values: dict[str, Any]) -> None:
        connection.execute(sa.update(t.messages).where(t.messages.c.id == message).values(values))


@pytest.fixture
def provider(database_url: str, stored: Rehearsal) -> Iterator[Provider]:
    engine = sa.create_engine(database_url)
    yield Provider(engine)
    engine.dispose()


def welcomed(ledr: Rehearsal, *names: str, deliver: bool = True) -> dict[str, str]:
    """A licence session of these people, whose welcome has left; gives its messages by address."""
    ledr.a_session("Paris", kind="licence", members=" ".join(names))
    ledr.run(THURSDAY)
    if deliver:
        ledr.school.messages.deliver(by="staff")
    ledr.at(THURSDAY, "14:00")
    return {one.person: one.message for one in ledr.messages(kind="welcome")}


def explained(ledr: Rehearsal, person: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = as_json(ledr.school.messages.explain(by="staff", person=person))
    return found


def grounds(item: dict[str, Any]) -> list[str]:
    return [one["ground"] for one in item["causes"]]


@pytest.mark.rule("SUP-1")
@pytest.mark.parametrize(
    ("state", "cause", "standing", "ground", "remedy"),
    [
        ("delivered", None, "delivered", "spam folder", "look_in_spam"),
        ("opened", None, "opened", "opened", "ask_person"),
        ("bounced", "mailbox_full", "bounced", "mailbox full", "empty_mailbox"),
        ("bounced", "unknown_mailbox", "bounced", "unknown mailbox", "correct_address"),
        ("bounced", "domain_blocks", "bounced", "domain blocks us", "ask_it_department"),
        ("rejected", "recent_bounces", "blocked", "recent bounces", "correct_address"),
        ("rejected", "provider", "blocked", "provider fault", "ask_provider"),
        ("complained", "complained", "spam", "complained", "ask_person"),
        ("deferred", "temporary", "deferred", "temporary", "wait"),
    ],
)
def test_what_the_provider_reports_gives_state_cause_and_remedy(
    stored: Rehearsal, provider: Provider, state: str, cause: str | None, standing: str, ground: str, remedy: str
) -> None:
    message = welcomed(stored, "lea")[LEA]
    provider.reports_of(message, state, cause, "said by the provider")

    (welcome,) = explained(stored, LEA)

    assert (welcome["message"], welcome["kind"], welcome["channel"]) == (message, "welcome", "email")
    assert (welcome["state"], welcome["send_state"], welcome["delivery"]) == (standing, "accepted", state)
    assert (grounds(welcome)[0], welcome["remedy"], welcome["address"]) == (ground, remedy, LEA)
    assert (welcome["due"], welcome["sent_at"]) == ("2026-11-19T04:00:00Z", "2026-11-19T04:00:00Z")
    assert welcome["subject"]
    assert welcome["events"] == [
        {"at": "2026-11-19T09:00:00Z", "state": state, "cause": cause, "detail": "said by the provider"}
    ]


@pytest.mark.rule("SUP-1")
def test_a_bounce_of_a_mistyped_address_proposes_the_one_that_was_meant(stored: Rehearsal, provider: Provider) -> None:
    message = welcomed(stored, "lea@gmial.com", "max")["lea@gmial.com"]
    provider.reports_of(message, "bounced", "wrong_domain", "no mail host")
    provider.suppressed("Lea@gmial.com", "wrong_domain")

    (welcome,) = explained(stored, "lea@gmial.com")

    assert grounds(welcome) == ["typing error", "wrong domain", "suppressed"]
    assert welcome["causes"][0]["fact"] == {"address": "lea@gmial.com", "proposal": "lea@gmail.com"}
    assert welcome["causes"][2]["fact"]["since"] == "2026-11-02T08:00:00Z"
    assert (
        stored.school.people.show(by="staff", person="lea@gmial.com").email == "lea@gmial.com"
    )  # nothing is corrected


@pytest.mark.rule("SUP-1")
def test_the_domain_of_colleagues_is_proposed_and_never_doubted(stored: Rehearsal, provider: Provider) -> None:
    people = ("ana@manpower-rh.fr", "bob@manpower-rh.fr", "lea@manpwoer-rh.fr", "zoe@gmial.com", "tom@GMIAL.com")
    welcomed(stored, *people)
    stored.a_session("Ailleurs", kind="licence", company="Adecco", members="eve@adecco-rh.fr ivy@manpwoer-rh.fr")
    stored.run("2026-11-20")

    (lea,), (zoe,), (ivy,) = (
        explained(stored, who) for who in ("lea@manpwoer-rh.fr", "zoe@gmial.com", "ivy@manpwoer-rh.fr")
    )

    assert lea["causes"][0]["fact"]["proposal"] == "lea@manpower-rh.fr"
    assert "typing error" not in grounds(zoe)  # Tom has it too
    assert "typing error" not in grounds(ivy)  # nobody of her company is near


@pytest.mark.rule("SUP-1")
def test_a_sender_that_the_provider_does_not_know_is_our_fault_and_the_others_wait_for_it(stored: Rehearsal) -> None:
    welcomed(stored, "lea", "max", deliver=False)
    stored.mail.at_once = 1
    stored.mail.will_answer(Handover(Outcome.LATER, "send-0008: not authorised", cause=Cause.OURS))

    (stopped,) = stored.school.messages.deliver(by="staff").stopped
    found = [explained(stored, person)[0] for person in (LEA, MAX)]
    (tried,), (waits,) = ([one for one in found if one["tries"] == tries] for tries in (1, 0))

    assert (grounds(tried), tried["remedy"]) == (["our fault", "tried again"], "repair")
    assert tried["causes"][0]["fact"]["detail"] == "send-0008: not authorised"
    assert (grounds(waits), waits["remedy"]) == (["nothing is taken"], "wait")
    assert waits["due"] == as_json(stopped)["until"]

    stored.clock.set(stopped.until)
    stored.school.messages.deliver(by="staff")
    assert [grounds(explained(stored, person)[0]) for person in (LEA, MAX)] == 2 * [
        ["on its way", "spam folder", "domain may block us"]
    ]


@pytest.mark.rule("SUP-1")
def test_a_message_on_its_way_says_when_it_leaves_or_why_it_does_not(stored: Rehearsal, provider: Provider) -> None:
    message = welcomed(stored, "lea", deliver=False)[LEA]

    assert [(one["state"], grounds(one)) for one in explained(stored, LEA)] == [("queued", ["nobody sends"])]

    stored.mail.will_answer(Handover(Outcome.LATER, "450 busy"))
    stored.school.messages.deliver(by="staff")
    (again,) = explained(stored, LEA)
    assert (again["tries"], grounds(again)) == (1, ["tried again"])
    assert again["causes"][0]["fact"] == {"tries": 1, "next": again["due"], "reason": "450 busy"}

    stored.at("2026-11-20")
    stored.mail.will_answer(Handover(Outcome.UNKNOWN, "time-out"))
    stored.school.messages.deliver(by="staff")
    (lost,) = explained(stored, LEA)
    assert (lost["state"], grounds(lost), lost["remedy"]) == ("unknown", ["outcome unknown"], "settle")

    provider.leaves(message, state="suppressed", reason="")
    provider.suppressed(LEA, "complained")
    (kept,) = explained(stored, LEA)
    assert (kept["state"], grounds(kept), kept["remedy"]) == ("suppressed", ["suppressed"], "unsuppress")

    provider.leaves(message, state="withdrawn", reason="no consent")
    (withdrawn,) = explained(stored, LEA)
    assert withdrawn["causes"] == [{"ground": "withdrawn", "fact": {"reason": "no consent"}, "remedy": "nothing"}]


@pytest.mark.rule("SUP-1")
def test_a_refusal_at_once_and_a_message_that_cannot_be_written_differ(stored: Rehearsal, provider: Provider) -> None:
    messages = welcomed(stored, "lea", "max", deliver=False)
    provider.leaves(messages[MAX], kind="no_such_kind")
    stored.mail.will_answer(Handover(Outcome.REFUSED, "550 5.1.1 user unknown"))

    assert grounds(explained(stored, MAX)[0]) == ["cannot be written", "nobody sends"]

    stored.school.messages.deliver(by="staff")
    (lea,), (ours, *_) = explained(stored, LEA), explained(stored, MAX)

    assert (lea["state"], grounds(lea), lea["remedy"]) == ("failed", ["refused"], "ask_provider")
    assert (ours["state"], grounds(ours), ours["remedy"]) == ("failed", ["cannot be written"], "repair")
    assert ours["subject"] == ""


@pytest.mark.rule("SUP-1")
def test_a_message_that_went_to_a_former_address_says_so(stored: Rehearsal, provider: Provider) -> None:
    message = welcomed(stored, "lea")[LEA]
    provider.sent_to(message, LEA)
    stored.school.people.change_email(by="staff", person=LEA, email="lea@home.example")

    (welcome,) = explained(stored, "lea@home.example")

    assert grounds(welcome)[0] == "former address"
    assert (welcome["address"], welcome["person"]) == (LEA, "lea@home.example")


@pytest.mark.rule("SUP-1")
def test_a_refused_message_whose_address_was_corrected_since_is_to_be_passed_on(
    stored: Rehearsal, provider: Provider
) -> None:
    message = welcomed(stored, "lea")[LEA]
    provider.sent_to(message, LEA)
    provider.reports_of(message, "bounced", "unknown_mailbox")
    stored.school.people.change_email(by="staff", person=LEA, email="lea@home.example")

    (welcome,) = explained(stored, "lea@home.example")

    assert (grounds(welcome), welcome["remedy"]) == (["refused at a former address"], "pass_on")


@pytest.mark.rule("SUP-1")
def test_the_list_and_the_sheet_tell_what_the_provider_reports(stored: Rehearsal, provider: Provider) -> None:
    message = welcomed(stored, "lea")[LEA]
    provider.leaves(message, state="accepted")
    messages = stored.school.messages
    assert messages.show(by="staff", message=message).delivery is None

    provider.reports_of(message, "bounced", "unknown_mailbox")

    assert messages.show(by="staff", message=message).delivery == "bounced"
    assert [one.delivery for one in messages.list(by="staff", state="bounced")] == ["bounced"]
    assert [one.message for one in messages.list(by="staff", state="accepted")] == [message]
    assert [one.message for one in messages.list(by="staff", state="sent")] == [message]
    assert messages.list(by="staff", state="opened") == ()


@pytest.mark.parametrize(("field", "known"), [("kind", "welcome"), ("state", "bounced"), ("state", "accepted")])
def test_a_kind_or_state_that_no_message_has_is_answered_with_those_that_exist(
    ledr: Rehearsal, field: str, known: str
) -> None:
    with pytest.raises(Invalid) as raised:
        ledr.school.messages.list(by="staff", **{field: "bienvenu"})

    assert raised.value.field == field
    assert known in raised.value.allowed


@pytest.mark.rule("SUP-1", "ACC-2")
def test_a_welcome_that_is_not_due_yet_is_told_with_its_day(stored: Rehearsal) -> None:
    stored.a_session("Noël", kind="licence", members="lea", start="2026-12-01")

    (welcome,) = explained(stored, LEA)

    assert (welcome["message"], welcome["kind"], welcome["state"]) == (None, "welcome", "not_due")
    assert welcome["causes"] == [
        {"ground": "first day ahead", "fact": {"session": "Noël", "day": "2026-12-01"}, "remedy": "wait"}
    ]
    stored.run("2026-12-01")
    assert [one["state"] for one in explained(stored, LEA)] == ["queued"]


@pytest.mark.rule("SUP-1", "ACC-15")
def test_without_a_slot_the_day_of_the_welcome_is_the_one_expected(stored: Rehearsal) -> None:
    stored.a_session(members="ana lea max", package=1, holders="ana", waiting="lea")
    stored.school.rotations.set_policy(by="staff", session="Lyon", policy="paced", every=2)

    (lea,), (nobody,) = explained(stored, LEA), explained(stored, MAX)

    assert grounds(lea) == grounds(nobody) == ["no slot yet"]
    assert (lea["causes"][0]["fact"]["position"], lea["causes"][0]["fact"]["expected"]) == (1, "2026-11-23")
    assert (nobody["causes"][0]["fact"]["position"], nobody["remedy"]) == (None, "give_slot")
    assert f"ledr rotations enqueue Lyon {MAX}" in helped(nobody)


@pytest.mark.rule("SUP-1", "ACC-15", "ROT-8")
@pytest.mark.parametrize("waiting", ["", "lea"])
@pytest.mark.parametrize("holders", ["", "ana", "ana max"])
def test_what_is_proposed_to_whoever_has_no_slot_works(stored: Rehearsal, holders: str, waiting: str) -> None:
    """Slots that are taken are not given, and who waits is not put in the list again."""
    package = max(1, len(holders.split()))
    stored.a_session(members="ana lea max", package=package, holders=holders, waiting=waiting)
    (lea,) = explained(stored, LEA)

    commands = re.findall(r"ledr (\w+) ([\w-]+) Lyon (\S+@[\w.]+)", helped(lea))
    for area, verb, person in commands:
        stored.school.perform(f"{area}.{verb}", "staff", {"session": "Lyon", "person": person})
    assert commands
    sheet = as_json(stored.school.sessions.show(by="staff", session="Lyon"))
    assert LEA in [*(one["person"] for one in sheet["holders"]), *sheet["waiting"]]


@pytest.mark.rule("SUP-1", "ROLE-4")
def test_a_learner_is_not_told_who_holds_the_slots(stored: Rehearsal) -> None:
    stored.a_session(members="ana lea", package=1, holders="ana", waiting="lea")

    told = as_json(stored.school.accounts.explain_access(by=LEA))

    assert told["emails"] and address("ana") not in str(told)


@pytest.mark.rule("SUP-1", "ROT-8")
def test_who_waits_where_nothing_moves_by_itself_is_told_so(stored: Rehearsal) -> None:
    stored.a_session(members="ana lea", package=1, holders="ana", waiting="lea")
    (lea,) = explained(stored, LEA)
    (cause, *_) = lea["causes"]
    access = as_json(stored.school.accounts.explain_access(by="staff", person=LEA))
    (slot,) = [one for one in access["spaces"]["learner"]["reasons"] if one["rule"] == "ACC-6"]

    for language, said in (("fr", "rien n'y bouge tout seul"), ("en", "nothing moves by itself")):
        assert said in likely_cause(cause["ground"], cause["fact"], language, OPERATOR, Place.COMMAND_LINE).message
        assert said in why("ACC-6", slot["ground"], slot["fact"], language)


def helped(message: dict[str, Any]) -> str:
    """What is to be done about the first cause, as staff read it on the command line."""
    (cause, *_) = message["causes"]
    return likely_cause(cause["ground"], cause["fact"], "fr", OPERATOR, Place.COMMAND_LINE).help


@pytest.mark.rule("SUP-1")
def test_no_command_for_a_missed_message_leaves_out_the_person_who_is_known() -> None:
    """Of whatever cause: where the facts name somebody, so does what is to be typed."""
    facts = {"person": LEA, "session": "Lyon", "address": "+33612345678"}
    for ground in REMEDIES:
        for language in ("fr", "en"):
            told = likely_cause(ground, facts, language, OPERATOR, Place.COMMAND_LINE)
            assert "E-MAIL" not in told.help, ground


@pytest.mark.rule("SUP-1")
def test_somebody_who_never_was_due_a_message_is_told_why(stored: Rehearsal) -> None:
    lone = stored.a_person("lone")
    stored.a_person("paul", "pilot")

    assert grounds(explained(stored, lone)[0]) == ["not enrolled"]
    assert f"email={lone}" in helped(explained(stored, lone)[0])
    assert grounds(explained(stored, address("paul"))[0]) == ["daily run to come"]

    stored.run(THURSDAY)
    assert [one["state"] for one in explained(stored, address("paul"))] == ["queued"]


@pytest.mark.rule("SUP-1")
def test_messages_are_told_newest_first_and_a_new_membership_has_a_welcome_to_come(stored: Rehearsal) -> None:
    stored.a_session("Paris", kind="licence", members="lea", end="2026-12-20")
    stored.run(THURSDAY)
    stored.run("2026-11-20")
    stored.school.sessions.create(
        by="staff",
        reference="Suite",
        company="Manpower",
        course="recruter",
        kind="licence",
        start="2027-01-01",
        package=1,
        members=[a_member("lea")],
    )

    told = explained(stored, LEA)

    assert [one["kind"] for one in told] == ["welcome", "end_reminder", "welcome"]
    assert (told[0]["state"], told[0]["causes"][0]["fact"]["day"]) == ("not_due", "2027-01-01")


@pytest.mark.rule("SUP-1")
def test_an_address_without_account_has_its_messages_explained(stored: Rehearsal, provider: Provider) -> None:
    asked = stored.school.support.ask(by="staff", person=stored.a_person("lea"), text="Bonjour")
    provider.reports_of(asked.message, "bounced", "mailbox_full")

    (request,) = explained(stored, "AuSecours@lecoledurecrutement.fr")

    assert (request["message"], request["person"]) == (asked.message, "ausecours@lecoledurecrutement.fr")
    assert grounds(request) == ["mailbox full"]
    with pytest.raises(NotFound):
        explained(stored, "nobody@nowhere.example")


@pytest.mark.rule("SUP-1")
def test_only_staff_ask_why_a_message_did_not_arrive(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea")
    paul = ledr.a_person("paul", "pilot")

    for by in (LEA, paul, "public"):
        with pytest.raises(Refused) as refused:
            ledr.school.messages.explain(by=by, person=LEA)
        assert refused.value.rule == "ROLE-11"


@pytest.mark.rule("SUP-1")
def test_no_secret_is_told(stored: Rehearsal, provider: Provider) -> None:
    message = welcomed(stored, "lea", deliver=False)[LEA]
    (password,) = stored.school.messages.show(by="staff", message=message).tokens.values()
    provider.reports_of(message, "clicked", detail="")

    assert password not in str(explained(stored, LEA))


@pytest.mark.rule("ACC-14", "SUP-1")
def test_the_explanation_of_access_gives_the_causes_of_a_lost_e_mail(stored: Rehearsal, provider: Provider) -> None:
    message = welcomed(stored, "lea@gmial.com", "max")["lea@gmial.com"]
    provider.reports_of(message, "bounced", "wrong_domain")
    stored.school.support.ask(by="lea@gmial.com", text="Bonjour")

    access = as_json(stored.school.accounts.explain_access(by="staff", person="lea@gmial.com"))

    (welcome,) = access["emails"]
    assert [welcome] == explained(stored, "lea@gmial.com")
    assert grounds(welcome) == ["typing error", "wrong domain"]
    assert access["spaces"]["learner"]["open"]


@pytest.mark.rule("ACC-14", "SUP-1")
def test_of_the_e_mails_to_get_in_only_the_latest_of_each_kind_is_told(ledr: Rehearsal) -> None:
    ledr.a_session("Paris", kind="licence", members="lea", end="2026-11-25")
    ledr.run(THURSDAY)
    ledr.a_session("Suite", kind="licence", members="lea", start="2026-11-26")
    ledr.run("2026-11-26")

    access = ledr.school.accounts.explain_access(by=LEA)

    latest = max(ledr.messages("lea", "welcome"), key=lambda one: one.due)
    assert [one.message for one in access.emails] == [latest.message]


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    statements: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", count)
    yield statements
    sa.event.remove(sa.Engine, "before_cursor_execute", count)


def test_messages_are_explained_in_statements_that_do_not_grow(stored: Rehearsal, provider: Provider) -> None:
    messages = welcomed(stored, "lea", "max")
    provider.repeated(messages[MAX], times=6)
    for message in messages.values():
        provider.reports_of(message, "delivered", hour=10)
        provider.reports_of(message, "opened", hour=11)

    def asked(person: str) -> tuple[int, int]:
        with counted_statements() as statements:
            found = explained(stored, person)
        assert [one["state"] for one in found[-1]["events"]] == ["delivered", "opened"]
        return len(found), len(statements)

    (one, few), (many, statements) = asked(LEA), asked(MAX)

    assert (one, many) == (1, 7)
    assert statements == few


# As people read it


def page(
    ledr: Rehearsal, data: object, language: str, capsys: pytest.CaptureFixture[str], declared: object = None
) -> str:
    made = Page(language, datetime(2026, 11, 19, 14, tzinfo=SCHOOL_ZONE))
    draw(made, data, declared)
    made.show(paged=False)
    return capsys.readouterr().out.replace("\u00a0", " ")


@pytest.mark.rule("SUP-1")
def test_a_why_shows_how_far_a_message_came_and_what_to_do(
    stored: Rehearsal, provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    message = welcomed(stored, "lea@gmial.com", "max")["lea@gmial.com"]
    provider.reports_of(message, "bounced", "wrong_domain", "no mail host")
    data = stored.school.messages.explain(by="staff", person="lea@gmial.com")

    french = page(stored, data, "fr", capsys)
    english = page(stored, data, "en", capsys)

    assert french.splitlines()[0].endswith("Martin : 1 message")
    assert " ✓ parti    jeu. 19 nov. 05:00, vers lea@gmial.com" in french
    assert " ✗ arrivé   refusé par l'autre serveur" in french
    assert " 1. L'adresse lea@gmial.com a l'air mal saisie : lea@gmail.com ?" in french
    assert "ledr people change-email lea@gmial.com lea@gmail.com" in french
    assert " 2. Le domaine gmial.com n'existe pas, ou ne reçoit pas de courrier (no mail host)." in french
    assert " ✗ arrived   refused by the other server" in english
    assert " 1. The address lea@gmial.com looks mistyped: lea@gmail.com?" in english


@pytest.mark.rule("ACC-14")
def test_the_sheet_of_access_ends_with_the_e_mails_to_get_in(
    ledr: Rehearsal, capsys: pytest.CaptureFixture[str]
) -> None:
    ledr.a_session("Noël", kind="licence", members="lea", start="2026-12-01")
    data = ledr.school.accounts.explain_access(by="staff", person=LEA)

    shown = page(ledr, data, "fr", capsys)

    assert "Les e-mails pour entrer\nBienvenue\n ✗ parti   pas encore écrit\n" in shown
    assert " 1. Les codes d'accès partent le premier jour, très tôt : le mardi 1er décembre 2026." in shown


def test_nothing_to_explain_is_said(ledr: Rehearsal, capsys: pytest.CaptureFixture[str]) -> None:
    assert page(ledr, (), "fr", capsys, tuple[ExplainedMessage, ...]) == "Aucun message.\n"


def test_a_refusal_names_the_rule(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea")

    assert refusal(lambda: ledr.school.messages.explain(by=LEA, person=LEA)).facts["allowed"] == ["staff"]
