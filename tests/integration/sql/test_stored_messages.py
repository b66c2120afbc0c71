"""What a release stored still reads: the messages, bells and documents of a school of schema 0004, as they were."""

import json
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ledr_adapters import open_rehearsal, upgrade
from ledr_adapters.recording import RecordingMail
from ledr_core import School
from ledr_core.ports.mail import Letter
from ledr_core.testing import FixedClock
from ledr_core.views import as_json
from tests.integration.sql.restored import STORED, restore

APPROVED = STORED / "0004.json"
CODES = re.findall(
    r"insert into \"documents\" .* values \('([0-9A-Z-]+)'", (STORED / "0004.sql").read_text(encoding="utf-8")
)
"""Of the documents that were issued."""
LATER = "2026-12-01T11:45"
"""A quarter of an hour after the last message was written: links to choose a password are still good."""


@pytest.fixture
def stored_url(new_database_url: str) -> str:
    """A database of schema 0004, brought up to date."""
    engine = sa.create_engine(new_database_url)
    restore(engine, "0004")
    engine.dispose()
    upgrade(new_database_url)
    return new_database_url


def test_nothing_that_a_release_stored_is_taken_for_damaged(stored_url: str) -> None:
    """Facts of messages neither, as their kinds read them today."""
    with closing(open_rehearsal(stored_url, clock=FixedClock(LATER))) as school:
        desk = school._desk
        assert desk.ports.store.damage(desk.bring().read_facts) is None


def test_what_a_release_stored_reads_and_leaves_as_it_would_have_then(stored_url: str, tmp_path: Path) -> None:
    """Where this fails and the new words are wanted, the file that is named takes the place of the approved one."""
    mail = RecordingMail()
    with closing(open_rehearsal(stored_url, clock=FixedClock(LATER), mail=mail)) as school:
        before = shown(school)
        found: dict[str, Any] = {
            "before": before,
            "bells": bells(school),
            "delivered": as_json(school.messages.deliver(by="staff")),
            "letters": [letter(one) for one in mail.letters],
            "changed": changed(before, shown(school)),
            "documents": {code: as_json(school.documents.verify(by="public", code=code)) for code in CODES},
            "under way": as_json(school.assessments.start(by="zoe@manpower.example", theme="s1")),
        }
    seen = tmp_path / APPROVED.name
    seen.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    assert found == json.loads(APPROVED.read_text(encoding="utf-8")), f"differs from what was approved: {seen}"


def shown(school: School) -> list[Any]:
    """Every message, as a list and its sheet have it; its page of HTML is that of the letter."""
    sheets = [
        (as_json(item), as_json(school.messages.show(by="staff", message=item.message)))
        for item in school.messages.list(by="staff")
    ]
    return [item | {name: value for name, value in sheet.items() if name != "html"} for item, sheet in sheets]


def changed(before: list[Any], after: list[Any]) -> list[Any]:
    """What is no longer as it was, of each message that is not."""
    pairs = zip(sorted(before, key=_named), sorted(after, key=_named), strict=True)
    differences = [
        {"message": now["message"]} | {name: value for name, value in now.items() if value != was[name]}
        for was, now in pairs
    ]
    return [one for one in differences if len(one) > 1]


def _named(message: Any) -> str:
    return str(message["message"])


def bells(school: School) -> dict[str, Any]:
    """The notifications of each person who has some."""
    emails = [one.email for one in school.people.list(by="staff")]
    histories = {email: as_json(school.notifications.history(by="staff", person=email)) for email in emails}
    return {email: history for email, history in histories.items() if history}


def letter(one: Letter) -> dict[str, Any]:
    """A letter as it left, of its HTML the words."""
    return {
        "message": one.message,
        "to": [one.address, one.name],
        "from": [one.sender, one.sender_name, one.reply_to],
        "subject": one.subject,
        "text": one.text,
        "html": " ".join(re.sub(r"<style.*?</style>|<[^>]*>|&#847;|&zwnj;", " ", one.html, flags=re.DOTALL).split()),
        "attachments": [[file.name, file.kind] for file in one.attachments],
    }
