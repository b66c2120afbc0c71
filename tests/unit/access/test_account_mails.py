"""What the command line shows of settings of one's own, of the bell, and of asking for a link."""

from datetime import datetime
from typing import Any

import pytest

from ledr_cli.render import write
from ledr_core.domain.kernel.moments import SCHOOL_ZONE

MORNING = datetime(2026, 11, 19, 9, tzinfo=SCHOOL_ZONE)
SETTINGS: dict[str, Any] = {
    "person": "lea@manpower.example",
    "anonymous": False,
    "community_emails": True,
    "sms": False,
    "phone": None,
    "picture": None,
    "initials": "LM",
    "end": "2027-10-31",
}
TOLD: dict[str, Any] = {
    "notification": "n1",
    "title": "Ton slot t’attend, Léa",
    "kind": "slot_given",
    "at": "2026-11-19T08:00:00Z",
    "read": False,
    "session": "Lyon",
    "link": "https://leparcours.co",
}


def shown(capsys: pytest.CaptureFixture[str], name: str, data: Any, language: str = "fr") -> str:
    write(name, data, language, MORNING)
    return capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("operation", ["people.settings", "people.change_settings"])
def test_settings_are_a_line_each(capsys: pytest.CaptureFixture[str], operation: str) -> None:
    page = shown(capsys, operation, SETTINGS)

    lines = {line.split("  ")[0].strip(): line.split("  ")[-1].strip() for line in page.splitlines()}
    assert lines["Téléphone"] == "aucun numéro"
    assert lines["SMS"] == "non"
    assert lines["E-mails de la communauté"] == "oui"
    assert lines["Dans la communauté"] == "avec son nom"
    assert lines["Photo"] == "aucune : les initiales LM"
    assert lines["Accès jusqu'au"] == "dimanche 31 octobre 2027"


def test_settings_that_were_changed_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    changed = SETTINGS | {"anonymous": True, "sms": True, "phone": "+33612345678", "picture": "f" * 64, "end": None}

    page = shown(capsys, "people.settings", changed, "en")

    for words in ("+33612345678", "yes, SMS may be sent", "without the name", "a picture", "no date"):
        assert words in page
    assert "f" * 64 not in page


@pytest.mark.parametrize(("language", "count"), [("fr", "1 notification à lire"), ("en", "1 unread notification")])
def test_the_bell_says_how_many_are_unread_and_marks_them(
    capsys: pytest.CaptureFixture[str], language: str, count: str
) -> None:
    read = TOLD | {"read": True, "title": "Ton tour s’achève le 20 novembre, Léa", "kind": "slot_soon"}

    page = shown(capsys, "notifications.bell", {"latest": [TOLD, read], "unread": 1}, language)

    (unread,) = [line for line in page.splitlines() if TOLD["title"] in line]
    (seen,) = [line for line in page.splitlines() if read["title"] in line]
    assert page.startswith(count)
    assert ("●" in unread, "●" in seen) == (True, False)


def test_an_empty_bell_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Aucune notification." in shown(capsys, "notifications.history", [])
    page = shown(capsys, "notifications.bell", {"latest": [], "unread": 0})
    assert page.splitlines()[0] == "aucune notification à lire"


def test_asking_for_a_link_promises_nothing_of_an_account(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, "accounts.forgot_password", {"sent": True}).startswith("Si un compte a cette adresse")
