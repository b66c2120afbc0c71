"""Messages looked at before they are sent: every kind, for anybody, in a file; and kinds that go to no account."""

from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ledr_adapters import open_rehearsal
from ledr_adapters.mail.eml import EmlFiles
from ledr_adapters.recording import RecordingMail
from ledr_cli.render import write
from ledr_core import Invalid, NotFound
from ledr_core.application.messages.letters import facts_of, rendered
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.ports.letter_files import LetterFiles
from ledr_core.ports.mail import Letter
from ledr_core.ports.outbox import StoredMessage
from ledr_core.ports.templates import MASK
from ledr_core.school import what_contexts_bring
from ledr_core.testing import FixedClock
from ledr_core.testing.contracts.letter_files import LetterFilesContract, Read
from ledr_core.views.messages import MessageFile
from tests.integration.conftest import THURSDAY, Rehearsal, address, furnished, grounds, refusal
from tests.integration.messages.test_mail_adapters import content_of, letter_of, parsed
from tests.kept_schools import kept
from tests.unit.messages.letter_facts import FACTS, Page

KINDS = tuple(sorted(what_contexts_bring().kinds))
SECRET_KINDS = ("welcome", "reset_password", "demo_move", "invitation", "invitation_code", "placement_result")
WITH_SESSION = ("slot_given", "slot_soon", "slot_taken", "waiting", "end_reminder", "inactivity")


class TestEmlFiles(LetterFilesContract):
    """Files of mail programs."""

    @pytest.fixture
    def letter_files(self) -> LetterFiles:
        return EmlFiles()

    @pytest.fixture
    def read(self) -> Read:
        def read(content: bytes) -> Letter:
            return letter_of(parsed(content))

        return read


def preview(ledr: Rehearsal, kind: str, name: str, folder: Path) -> MessageFile:
    shown: MessageFile = ledr.school.messages.preview(by="staff", kind=kind, person=address(name), folder=str(folder))
    return shown


def opened(shown: MessageFile) -> EmailMessage:
    return parsed(Path(shown.file).read_bytes())


def text_of(shown: MessageFile) -> str:
    return " ".join(content_of(opened(shown), "plain").split())


def set_language(ledr: Rehearsal, language: str) -> None:
    ledr.school.settings.set(by="staff", name="language", value=language)


def a_busy_session(ledr: Rehearsal) -> None:
    """Léa holds the one slot, Max waits, Nora manages, Bob steers."""
    ledr.a_session(members="lea max bob:pilot", package=1, holders="lea", waiting="max")
    ledr.a_person("nora", "manager")
    ledr.school.rotations.set_policy(by="staff", session="Lyon", policy="paced", every=5)


# Every kind, for anybody


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_can_be_looked_at_for_anybody(ledr: Rehearsal, tmp_path: Path, kind: str, language: str) -> None:
    kept(ledr, a_busy_session)
    set_language(ledr, language)
    for name in ("lea", "max", "nora", "bob"):
        shown = preview(ledr, kind, name, tmp_path)

        message = opened(shown)
        assert message["Subject"] == shown.subject
        assert Path(shown.file) == tmp_path / f"{kind}-{address(name)}.eml"
        page = content_of(message, "html")
        assert f'<html lang="{language}">' in page
        Page(page)
        text = content_of(message, "plain")
        assert "None" not in text
        if kind in SECRET_KINDS:
            assert MASK in text
        if kind not in ("support_request", "certified_list"):  # these go to the school
            assert message["To"].addresses[0].addr_spec == address(name)


def test_the_kinds_are_those_that_the_school_writes() -> None:
    assert set(KINDS) == {
        *("welcome", "reset_password", "demo_move", "slot_given", "slot_taken", "slot_soon", "waiting", "end_reminder"),
        *("inactivity", "team_report", "certified_list", "attestations", "certified", "manager_certified"),
        *(
            "correction_amended",
            "report_closed",
            "right_answer",
            "invitation",
            "invitation_code",
            "organisation_message",
            "recommendation",
            "personal_goal",
            "key_figures",
            "campaign",
            "placement_result",
        ),
        "support_request",
    }


@pytest.mark.parametrize("kind", WITH_SESSION)
def test_what_the_person_has_is_said_and_nothing_in_its_place(ledr: Rehearsal, tmp_path: Path, kind: str) -> None:
    kept(ledr, a_busy_session)

    text = text_of(preview(ledr, kind, "lea", tmp_path))

    assert "Lyon" in text
    assert "exemple" not in text


def test_a_holder_reads_of_their_own_slot_and_days(ledr: Rehearsal, tmp_path: Path) -> None:
    kept(ledr, a_busy_session)
    ledr.at("2026-11-20")

    given = text_of(preview(ledr, "slot_given", "lea", tmp_path))
    soon = text_of(preview(ledr, "slot_soon", "lea", tmp_path))
    end = text_of(preview(ledr, "end_reminder", "lea", tmp_path))

    assert "le slot 1 est à toi à partir du jeudi 19 novembre 2026" in given
    assert "Ton tour dure jusqu’au jeudi 26 novembre 2026" in given
    assert "le jeudi 26 novembre 2026" in soon
    assert "se termine le dimanche 31 octobre 2027" in end


def test_somebody_without_a_session_reads_made_up_facts(ledr: Rehearsal, tmp_path: Path) -> None:
    ledr.a_person("zoe")

    text = text_of(preview(ledr, "slot_given", "zoe", tmp_path))

    assert "Parcours d’exemple" in text
    assert "Session d’exemple" in text


def test_who_waits_reads_of_their_own_place(ledr: Rehearsal, tmp_path: Path) -> None:
    kept(ledr, a_busy_session)

    text = text_of(preview(ledr, "waiting", "max", tmp_path))

    assert "tu es en 1re place" in text
    assert "prévu le jeudi 26 novembre 2026" in text


def test_a_message_that_was_written_is_shown_with_its_own_facts(ledr: Rehearsal, tmp_path: Path) -> None:
    kept(ledr, a_busy_session)
    ledr.school.slots.release(by="staff", session="Lyon", person=address("lea"))

    shown = preview(ledr, "slot_taken", "lea", tmp_path)

    assert shown.subject == "Ton slot a été libéré, Lea"
    assert "released" not in text_of(shown)


def test_a_request_for_help_tells_where_somebody_enters(ledr: Rehearsal, tmp_path: Path) -> None:
    kept(ledr, a_busy_session)

    shown = preview(ledr, "support_request", "max", tmp_path)

    assert opened(shown)["To"].addresses[0].addr_spec == "ausecours@lecoledurecrutement.fr"
    assert "espace apprenant fermé : en attente d’un slot (ACC-6)" in text_of(shown).replace("\u00a0", " ")


# Nothing is sent, nothing is kept, no secret is shown


def test_a_preview_sends_nothing_and_writes_nothing_down(tmp_path: Path, clock: FixedClock) -> None:
    mail, url = RecordingMail(), f"sqlite:///{tmp_path / 'ecole.db'}"
    school = open_rehearsal(url, clock=clock, mail=mail)
    ledr = furnished(Rehearsal(school, clock, mail))
    kept(ledr, a_busy_session)
    ledr.run(THURSDAY)
    engine = sa.create_engine(url)

    def everything() -> dict[str, Any]:
        with engine.connect() as connection:
            tables = sa.inspect(connection).get_table_names()
            return {name: connection.execute(sa.text(f'select * from "{name}"')).all() for name in tables}

    before = everything()
    for kind in KINDS:
        preview(ledr, kind, "lea", tmp_path / "previews")

    assert everything() == before
    assert mail.letters == []
    engine.dispose()
    school.close()


def test_the_password_of_a_waiting_welcome_is_not_shown(ledr: Rehearsal, tmp_path: Path) -> None:
    ledr.a_session(kind="licence", members="lea")
    ledr.run(THURSDAY)
    (welcome,) = ledr.messages("lea", "welcome")
    password = ledr.school.messages.show(by="staff", message=welcome.message).tokens["password"]

    content = Path(preview(ledr, "welcome", "lea", tmp_path).file).read_text("utf-8")

    assert password not in content
    assert MASK in content


def test_only_staff_look_at_messages(ledr: Rehearsal, tmp_path: Path) -> None:
    kept(ledr, a_busy_session)
    for by in ("lea", "nora", "bob"):
        refused = refusal(
            lambda by=by: ledr.school.messages.preview(  # type: ignore[misc]
                by=address(by), kind="welcome", person=address("lea")
            )
        )
        assert refused.rule == "ROLE-11", grounds(refused)
    assert list(tmp_path.iterdir()) == []


# What is wrong is said


def test_a_kind_that_there_is_not_names_those_that_there_are(ledr: Rehearsal, tmp_path: Path) -> None:
    ledr.a_person("lea")

    with pytest.raises(Invalid) as error:
        preview(ledr, "birthday", "lea", tmp_path)

    assert (error.value.field, error.value.allowed) == ("kind", KINDS)


def test_nobody_of_that_address_is_not_found(ledr: Rehearsal, tmp_path: Path) -> None:
    with pytest.raises(NotFound) as error:
        preview(ledr, "welcome", "zoe", tmp_path)

    assert (error.value.kind, error.value.reference) == ("person", address("zoe"))


def test_a_missing_folder_is_made_with_those_above_it(ledr: Rehearsal, tmp_path: Path) -> None:
    ledr.a_person("lea")

    shown = preview(ledr, "welcome", "lea", tmp_path / "to" / "look at")

    assert Path(shown.file).parent == tmp_path / "to" / "look at"
    assert opened(shown)["Subject"] == shown.subject


@pytest.mark.parametrize("folder", ["a file", "a file/below", "x" * 300])
def test_a_folder_that_cannot_be_written_to_is_invalid(ledr: Rehearsal, tmp_path: Path, folder: str) -> None:
    ledr.a_person("lea")
    (tmp_path / "a file").write_text("")

    with pytest.raises(Invalid, match=r"cannot be written|is not a folder") as error:
        preview(ledr, "welcome", "lea", tmp_path / folder)

    assert error.value.field == "folder"


def test_a_file_that_cannot_be_replaced_is_invalid(ledr: Rehearsal, tmp_path: Path) -> None:
    ledr.a_person("lea")
    (tmp_path / f"welcome-{address('lea')}.eml").mkdir()

    with pytest.raises(Invalid, match="cannot be written") as error:
        preview(ledr, "welcome", "lea", tmp_path)

    assert error.value.field == "folder"
    assert [path.name for path in tmp_path.iterdir()] == [f"welcome-{address('lea')}.eml"]


# Messages to an address that is nobody's, and to anybody


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("to", "kind"),
    [("somebody", kind) for kind in KINDS if kind not in WITH_SESSION] + [("nobody", kind) for kind in KINDS],
)
def test_the_facts_a_message_was_written_with_are_enough(ledr: Rehearsal, to: str, kind: str, language: str) -> None:
    kept(ledr, a_busy_session)
    set_language(ledr, language)
    facts = {name: value for name, value in FACTS[kind].items() if name != "link" or "token" not in FACTS[kind]}

    with ledr.school.slots.desk.own_work(reads=True) as work:
        lea = work.unit.people.with_email(address("lea"))
        assert lea is not None
        person, mail = (lea.id, None) if to == "somebody" else (None, "care@ecole.example")
        message = stored(work, person, kind, facts, mail)
        words = rendered(work, message, secrets=True)

        assert facts_of(work, message)["school"] == {
            "name": "L'École du Recrutement",
            "address": "ausecours@lecoledurecrutement.fr",
            "chat": "",
            "site": "https://leparcours.co",
        }
    Page(words.html)
    if "token" in facts:
        pages = {
            "reset_password": "password",
            "placement_result": "placement",
            "demo_move": "demo",
            "invitation_code": "confirmation",
        }
        page = pages.get(kind, kind)
        assert words.links == (f"https://leparcours.co/{page}?token={facts['token']}",)


def stored(
    work: Any, person: PersonId | None, kind: str, facts: dict[str, Any], mail: str | None = None
) -> StoredMessage:
    """A message as the outbox gives it back."""
    return StoredMessage(
        id=work.ports.chance.identifier(),
        key=kind,
        person=person,
        session=None,
        kind=kind,
        channel="email",
        due=work.moment.instant,
        created=work.moment.instant,
        facts={name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()},
        address=mail,
        state="pending",
        sent=None,
        reason="",
        tries=0,
        number=1,
    )


@pytest.mark.rule("ACC-9")
def test_the_welcome_of_a_demo_names_its_day(ledr: Rehearsal) -> None:
    ledr.a_person("zoe", "tester", company=None)
    with ledr.school.slots.desk.own_work(reads=True) as work:
        zoe = work.unit.people.with_email(address("zoe"))
        assert zoe is not None
        words = rendered(
            work,
            stored(work, zoe.id, "welcome", {"password": "kX7-Tulipe-42", "demo_day": date(2026, 11, 23)}),
            secrets=True,
        )

    assert words.subject == "Ta journée de découverte commence, Zoe"
    assert "ta journée de découverte, c’est le lundi 23 novembre 2026" in " ".join(words.text.split())
    assert "kX7-Tulipe-42" in words.text


# On the command line


@pytest.mark.parametrize(
    ("language", "subject", "written"),
    [
        ("fr", "Ton slot t’attend, Lea", "Message écrit : "),
        ("en", "Your slot is waiting for you, Lea", "Message written: "),
    ],
)
def test_a_preview_is_told_by_its_subject_and_its_file(
    ledr: Rehearsal, tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, subject: str, written: str
) -> None:
    kept(ledr, a_busy_session)
    set_language(ledr, language)
    shown = preview(ledr, "slot_given", "lea", tmp_path)

    write(shown, language, ledr.clock.now(), paged=False)

    told = "".join(capsys.readouterr().out.replace("\u00a0", " ").split("\n"))
    assert told.startswith(f"{subject}{written}")
    assert told.endswith(".eml")
