"""What an operator sees of messages: fates in words, a provider out of service, suppressed addresses, reports."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from ledr_cli.main import run as command
from ledr_cli.render import draw
from ledr_cli.render.page import Page
from ledr_core.domain.messages.delivery import Cause
from ledr_core.ports.handover import Handover, Outcome
from ledr_core.views.accounts import ConnectionItem
from ledr_core.views.messages import SuppressedView
from tests.integration.conftest import THURSDAY, address
from tests.integration.messages.delivering import Delivering, delivering


@pytest.fixture
def ledr() -> Iterator[Delivering]:
    """A school in memory, three people of which are welcomed today."""
    with delivering("memory:") as school:
        school.a_session(kind="licence", members="lea max ana")
        school.run(THURSDAY)
        yield school


def shown(
    ledr: Delivering, result: object, language: str, capsys: pytest.CaptureFixture[str], declared: object = None
) -> str:
    """A result as people read it."""
    page = Page(language, ledr.clock.now())
    draw(page, result, declared)
    page.show(False)
    return capsys.readouterr().out.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "fates", "stopped"),
    [
        ("fr", "aucun message parti · 3 à reprendre plus tard", "recording est en panne (connexion refusée)"),
        ("en", "no message sent · 3 to try later", "recording is out of service (connexion refusée)"),
    ],
)
def test_a_provider_out_of_service_is_told(
    ledr: Delivering, capsys: pytest.CaptureFixture[str], language: str, fates: str, stopped: str
) -> None:
    ledr.mail.usual = Handover(Outcome.LATER, "connexion refusée", cause=Cause.PROVIDER)

    text = shown(ledr, ledr.deliver(), language, capsys)

    assert fates in text
    assert stopped in text


def test_every_fate_is_counted_in_words(ledr: Delivering, capsys: pytest.CaptureFixture[str]) -> None:
    ledr.mail.will_answer(
        Handover(Outcome.REFUSED, "550", cause=Cause.UNKNOWN_MAILBOX), Handover(Outcome.UNKNOWN, "coupé")
    )

    text = shown(ledr, ledr.deliver(), "fr", capsys)

    assert "1 message parti · 1 échec · 1 au sort incertain" in text
    assert "550" in text and "coupé" in text


def test_suppressed_addresses_are_listed_and_lifted(ledr: Delivering, capsys: pytest.CaptureFixture[str]) -> None:
    messages = ledr.school.messages
    assert "On écrit à toutes les adresses." in shown(
        ledr, messages.suppressed(by="staff"), "fr", capsys, tuple[SuppressedView, ...]
    )
    ledr.mail.at[address("max")] = Handover(Outcome.REFUSED, "550 no such user", cause=Cause.UNKNOWN_MAILBOX)
    ledr.deliver()

    listed = shown(ledr, messages.suppressed(by="staff"), "fr", capsys)
    lifted = shown(ledr, messages.unsuppress(by="staff", email=address("max")), "fr", capsys)

    assert all(word in listed for word in (address("max"), "adresse inconnue", "550 no such user"))
    assert f"On écrit de nouveau à {address('max')} (e-mail)." in lifted


def test_what_was_reported_is_counted_and_shown_with_its_message(
    ledr: Delivering, capsys: pytest.CaptureFixture[str]
) -> None:
    ledr.deliver()
    (message,) = ledr.messages("lea")
    ledr.clock.set(ledr.clock.now() + timedelta(minutes=1))

    counted = shown(ledr, ledr.report(message.message, "bounced", cause="mailbox_full"), "fr", capsys)
    sheet = shown(ledr, ledr.shown("lea", "welcome"), "fr", capsys)

    listed = shown(ledr, ledr.school.messages.list(by="staff"), "fr", capsys)

    assert "1 fait noté" in counted
    assert listed.count("rejeté") == 1 and listed.count("parti") == 2
    assert "rejeté" in sheet and "boîte pleine" in sheet


@pytest.mark.parametrize(
    ("language", "title"),
    [("fr", "Tournée quotidienne du mardi 1er décembre 2026"), ("en", "Daily run of Tuesday 1 Dec")],
)
def test_the_first_of_a_month_is_told_as_people_say_it(
    ledr: Delivering, capsys: pytest.CaptureFixture[str], language: str, title: str
) -> None:
    ledr.clock.set("2026-12-01T05:00")

    assert title in shown(ledr, ledr.school.jobs.daily(by="staff"), language, capsys)


def test_somebody_who_never_connected_has_no_connection(ledr: Delivering, capsys: pytest.CaptureFixture[str]) -> None:
    connections = ledr.school.accounts.connections(by="staff", person=address("lea"))

    assert shown(ledr, connections, "fr", capsys, tuple[ConnectionItem, ...]) == "Aucune connexion.\n"


def test_a_withdrawn_message_says_why_in_words(ledr: Delivering, capsys: pytest.CaptureFixture[str]) -> None:
    ledr.school.sessions.remove_member(by="staff", session="Lyon", person=address("lea"), package=2)
    ledr.deliver()

    assert "ne fait plus partie de la session" in shown(ledr, ledr.shown("lea", "welcome"), "fr", capsys)


def test_a_settled_message_is_told(ledr: Delivering, capsys: pytest.CaptureFixture[str]) -> None:
    ledr.mail.usual = Handover(Outcome.UNKNOWN, "coupé")
    ledr.deliver()
    (message,) = ledr.messages("lea")

    done = ledr.school.messages.settle(by="staff", message=message.message, sent=False)

    assert f"{message.message} · à envoyer" in shown(ledr, done, "fr", capsys)


def test_the_commands_of_messages_speak_json(sqlite_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """And a report that cannot be read is wrong usage."""
    assert command(["--db", sqlite_url, "--json", "messages", "suppressed"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert command(["--db", sqlite_url, "--json", "messages", "record-event", "nowhere", "[]"]) == 2
    error = json.loads(capsys.readouterr().err)["error"]
    assert (error["kind"], error["field"]) == ("invalid", "provider")
    assert "mailjet" in error["allowed"]
    assert command(["--db", sqlite_url, "--json", "messages", "unsuppress", "lea@manpower.example"]) == 2
    assert command(["--db", sqlite_url, "--json", "messages", "settle", "nowhere", "--sent"]) == 4
