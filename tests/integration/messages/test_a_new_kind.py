"""A kind of message that only this test knows, as docs/contributing.md says to write one: nothing else is needed."""

import re
from collections.abc import Iterator
from contextlib import closing
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from ledr_adapters import open_rehearsal
from ledr_adapters.mail.jinja import JinjaTemplates
from ledr_adapters.recording import RecordingMail
from ledr_core import Invalid, School
from ledr_core.application.areas import operation_named
from ledr_core.application.operating.desk import Desk
from ledr_core.school import what_contexts_bring
from ledr_core.testing import FixedClock
from ledr_core.views import as_json
from tests.integration.conftest import Rehearsal, address, furnished

GUIDE = Path(__file__).parents[3] / "docs" / "contributing.md"
LEA = address("lea")


def block(name: str) -> str:
    """What the guide shows under that mark."""
    found = re.search(rf"<!-- {re.escape(name)} -->\n```\w+\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None, name
    return found[1]


@pytest.fixture(scope="module")
def guide() -> dict[str, Any]:
    """The module that the guide shows."""
    module: dict[str, Any] = {"__name__": "birthday"}
    exec(compile(block("birthday"), str(GUIDE), "exec"), module)
    return module


@pytest.fixture
def ledr(guide: dict[str, Any], tmp_path: Path, clock: FixedClock) -> Iterator[Rehearsal]:
    """A school that has the kind, with Léa."""
    for language in ("fr", "en"):
        (tmp_path / "templates" / language).mkdir(parents=True)
        (tmp_path / "templates" / language / "birthday.j2").write_text(block("birthday.j2"), encoding="utf-8")
    usual, mail, kind = what_contexts_bring(), RecordingMail(), guide["BIRTHDAY"]
    brought = evolve(usual, kinds={**usual.kinds, kind.name: kind})
    with closing(open_rehearsal("memory:", clock=clock, mail=mail)) as opened:
        ports = evolve(opened._desk.ports, templates=JinjaTemplates((tmp_path / "templates",)))
        ledr = furnished(Rehearsal(School(Desk(ports, lambda: brought, operation_named)), clock, mail))
        ledr.a_person("lea")
        yield ledr


def write(ledr: Rehearsal, guide: dict[str, Any]) -> None:
    """Write it as the guide does."""
    with ledr.school._desk.own_work() as work:
        exec(block("writing"), guide | {"work": work, "person": work.person(LEA)})


def test_it_is_delivered_in_its_words_with_what_it_adds(ledr: Rehearsal, guide: dict[str, Any]) -> None:
    write(ledr, guide)
    write(ledr, guide)

    assert ledr.school.messages.deliver(by="staff").sent == 1
    (letter,) = ledr.mail.letters
    assert (letter.address, letter.subject) == (LEA, "You are 40 today, Lea")
    assert "Manpower" in letter.text
    assert "jeudi 19 novembre 2026" in letter.text.replace("\u00a0", " ")


def test_it_rings_the_bell(ledr: Rehearsal, guide: dict[str, Any]) -> None:
    write(ledr, guide)

    (item,) = ledr.school.notifications.bell(by=LEA).latest
    assert (item.kind, item.title) == ("birthday", "You are 40 today, Lea")


def test_it_is_withdrawn_when_its_ground_is_gone(ledr: Rehearsal, guide: dict[str, Any]) -> None:
    write(ledr, guide)
    ledr.at("2026-11-20")

    assert ledr.school.messages.deliver(by="staff").withdrawn == 1
    (message,) = ledr.messages("lea", "birthday")
    assert message.state == "withdrawn"


def test_it_is_listed_and_explained(ledr: Rehearsal, guide: dict[str, Any]) -> None:
    write(ledr, guide)

    (message,) = ledr.messages("lea", "birthday")
    explained = [as_json(one) for one in ledr.school.messages.explain(by="staff", person=LEA)]
    assert message.subject == "You are 40 today, Lea"
    assert [(one["kind"], one["subject"], one["state"]) for one in explained if one["message"]] == [
        ("birthday", "You are 40 today, Lea", "queued")
    ]


def test_it_can_be_looked_at_before_it_is_written(ledr: Rehearsal, tmp_path: Path) -> None:
    shown = ledr.school.messages.preview(by="staff", kind="birthday", person=LEA, folder=str(tmp_path))

    letter = message_from_bytes(Path(shown.file).read_bytes(), policy=policy.default)
    assert letter["Subject"] == "You are 40 today, Lea"


def test_a_school_without_it_knows_no_such_kind(stored: Rehearsal) -> None:
    with pytest.raises(Invalid, match="birthday"):
        stored.messages(None, "birthday")
