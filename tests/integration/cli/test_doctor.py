"""The doctor, over schools in good order and over what can go wrong with one."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import stat
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ledr_adapters import Outside, diagnose, open_rehearsal, open_school
from ledr_adapters.doctor import Finding
from ledr_core.domain.settings import SETTINGS
from ledr_core.school import School
from ledr_core.testing import FixedClock
from tests.documents import a_picture
from tests.mailjet import FakeMailjet, certificate, fake_mailjet
from tests.twilio import TOKEN, fake_twilio
from tests.web import HANGING, LOST, Reply, page

MONDAY = "2026-11-23T09:00"
CATALOGUE = {
    "lessons": [{"reference": "l1", "title": "Bonjour", "video": "https://v.example/1", "seconds": 60}],
    "modules": [{"reference": "m1", "title": "Bases", "lessons": ["l1"]}],
    "themes": [{"reference": "t1", "title": "Culture", "colour": "#0b7285", "modules": ["m1"]}],
    "courses": [{"reference": "recruter", "title": "Recruter", "themes": ["t1"]}],
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ecole.db"


@contextmanager
def a_school(file: Path, at: str = MONDAY) -> Iterator[School]:
    school = open_rehearsal(f"sqlite:///{file}", clock=FixedClock(at))
    yield school
    school.close()


def with_a_session(file: Path) -> None:
    """A school where a session runs and somebody has just been given a slot."""
    with a_school(file) as school:
        school.catalogue.load(by="staff", data=CATALOGUE)
        school.companies.create(by="staff", name="Manpower")
        school.sessions.create(
            by="staff",
            reference="Lyon",
            company="Manpower",
            course="recruter",
            kind="slot",  # type: ignore[arg-type]  # read at the border
            start="2026-11-01",
            package=1,
            members=[{"email": "lea@manpower.example", "first_name": "Léa", "last_name": "Martin"}],  # type: ignore[list-item]
        )
        school.slots.assign(by="staff", session="Lyon", person="lea@manpower.example")


def examined(file: Path, at: str = MONDAY, mail: str | None = None, videos: str | None = None) -> dict[str, Finding]:
    """What the doctor finds, by name; of several with one name the first."""
    found = diagnose(Outside(f"sqlite:///{file}", clock=FixedClock(at), mail=mail, videos=videos))
    return {one.name: one for one in reversed(found)}


def states(found: dict[str, Finding]) -> dict[str, str]:
    return {name: one.state.value for name, one in found.items()}


def sql(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_fresh_school_is_in_good_order_but_for_its_identity_as_a_provider(file: Path) -> None:
    with a_school(file):
        pass

    found = examined(file)

    assert {name for name, state in states(found).items() if state != "ok"} == {"provider"}
    assert sorted(found) == [
        "contacts", "daily run", "database", "disk", "integrity", "journal", "libraries", "mail", "messages",
        "provider", "python", "rights", "settings", "sms", "time zone", "videos", "writing",
    ]  # fmt: skip
    assert found["time zone"].text_en == "Europe/Paris, where it is Monday 23 November 2026, 09:00"


def test_a_missing_database_is_told_with_the_command_that_makes_it_and_not_made(file: Path) -> None:
    found = examined(file)

    assert states(found)["database"] == "error"
    assert found["database"].text_en == f"{file} does not exist; to make it: ledr --db sqlite:///{file} init"
    assert not file.exists()


def test_a_missing_folder_is_told(file: Path) -> None:
    assert examined(file.parent / "absent" / "ecole.db")["database"].text_fr == (
        f"le dossier {file.parent / 'absent'} n'existe pas\u00a0: crée-le"
    )


@pytest.mark.parametrize("statement", ["create table x (y)", "create table alembic_version (version_num)"])
def test_another_program_s_database_is_told(file: Path, statement: str) -> None:
    sql(file, statement)

    found = examined(file)

    assert states(found)["database"] == "error"
    assert "another program's database" in found["database"].text_en
    assert "writing" not in found


def test_an_empty_file_is_told(file: Path) -> None:
    file.touch()

    assert "is empty; to prepare it: ledr --db" in examined(file)["database"].text_en


def test_a_file_that_is_no_database_is_told(file: Path) -> None:
    file.write_text("Bonjour, je ne suis pas une base de données. " * 100)

    found = examined(file)

    assert states(found)["database"] == "error"
    assert "file is not a database" in found["database"].text_fr


@pytest.mark.parametrize(("version", "remedy"), [("0000", "upgrade"), ("9999", "install the newest ledr")])
def test_a_schema_of_another_release_is_told_with_the_remedy(file: Path, version: str, remedy: str) -> None:
    with a_school(file):
        pass
    sql(file, f"update alembic_version set version_num = '{version}'")

    found = examined(file)

    assert states(found)["database"] == "error"
    assert found["database"].text_en.endswith(remedy)
    assert "daily run" not in found


def test_a_memory_school_keeps_nothing() -> None:
    found = {one.name: one.state.value for one in diagnose(Outside("memory:"))}

    assert (found["database"], found["mail"]) == ("warning", "ok")


@contextmanager
def without_rights() -> Iterator[None]:
    """As somebody who owns nothing: root may write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that other users reach, which those of pytest are not."""
    folder = Path(tempfile.mkdtemp(prefix="ledr-"))
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o555, 0o444), (0o555, 0o666), (0o777, 0o444)])
def test_a_database_that_may_only_be_read_is_told(shared_folder: Path, folder_mode: int, file_mode: int) -> None:
    file = shared_folder / "ecole.db"
    with a_school(file):
        pass
    examined(file)  # what it imports may be out of reach afterwards
    file.chmod(file_mode)
    shared_folder.chmod(folder_mode)

    with without_rights():
        found = examined(file)

    assert states(found)["writing"] == "error"
    assert f"the right to write to {shared_folder}" in found["writing"].text_en


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledr_adapters.doctor.findings.PATIENCE", 0.2)


@pytest.mark.usefixtures("impatient")
def test_a_writer_that_does_not_let_go_is_told(file: Path) -> None:
    with a_school(file):
        pass
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("begin immediate")
        found = examined(file)

    assert states(found)["writing"] == "warning"


def test_another_journal_is_told_with_the_command_that_changes_it(file: Path) -> None:
    with a_school(file):
        pass
    sql(file, "pragma journal_mode = delete")

    found = examined(file)

    assert states(found)["journal"] == "warning"
    assert f'sqlite3 {file} "pragma journal_mode=wal"' in found["journal"].text_fr


def test_a_damaged_file_is_told(file: Path) -> None:
    with_a_session(file)
    sql(file, "pragma wal_checkpoint(truncate)")
    content = bytearray(file.read_bytes())
    with closing(sqlite3.connect(file)) as connection:
        (page,) = connection.execute("select rootpage from sqlite_master where name = 'viewings'").fetchone()
        (octets,) = connection.execute("pragma page_size").fetchone()
    content[(page - 1) * octets : page * octets] = b"\xff" * octets
    file.write_bytes(content)

    assert states(examined(file))["integrity"] == "error"


def test_a_daily_run_that_stays_away_is_told_while_a_session_runs(file: Path) -> None:
    with_a_session(file)
    never = examined(file)
    with a_school(file) as school:
        school.jobs.daily(by="staff")
    done, late, over = examined(file), examined(file, "2026-11-24T12:00"), examined(file, "2028-01-01T12:00")

    assert [states(one)["daily run"] for one in (never, done, late, over)] == ["warning", "ok", "warning", "ok"]
    assert f"*/5 * * * * LEDR_DB=sqlite:///{file} ledr jobs due;" in never["daily run"].text_en
    assert "lundi 23 novembre 2026, 09:00" in late["daily run"].text_fr


def test_a_run_dated_after_now_is_told_for_each_job(file: Path) -> None:
    """A rehearsal on the school itself, or a clock that was wrong: nothing takes place until that day."""
    with_a_session(file)
    with a_school(file) as school:
        school.jobs.daily(by="staff")
        school.jobs.weekly(by="staff")
    early, right = examined(file, "2026-11-20T12:00"), examined(file)

    assert [states(early)[name] for name in ("daily run", "weekly run")] == ["warning", "warning"]
    assert "monthly run" not in early and "weekly run" not in right
    assert "2026-11-23" in early["weekly run"].text_fr


def test_messages_that_wait_failed_or_got_lost_are_told(file: Path) -> None:
    with_a_session(file)
    fresh, late = examined(file), examined(file, "2026-11-23T12:00")
    sql(file, "update messages set state = 'unknown'")
    lost = examined(file)
    sql(file, "update messages set state = 'failed'")
    failed, long_ago = examined(file), examined(file, "2027-03-01T12:00")

    found = [one["messages"] for one in (fresh, late, lost, failed, long_ago)]

    assert [one.state.value for one in found] == ["ok", "warning", "warning", "warning", "ok"]
    assert "ledr messages deliver" in found[1].text_fr
    assert [word for one, word in zip(found[2:4], ("unknown", "failed"), strict=True) if word in one.text_en] == [
        "unknown",
        "failed",
    ]


@pytest.mark.parametrize(("name", "value"), [("support_address", "au secours"), ("site", "leparcours")])
def test_settings_that_cannot_be_right_are_told(file: Path, name: str, value: str) -> None:
    """A former release took them."""
    with a_school(file):
        pass
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("insert into settings (name, value) values (?, ?)", (name, json.dumps(value)))

    found = examined(file)

    assert states(found)["settings"] == "warning"
    assert f"ledr settings set {name}" in found["settings"].text_fr


def test_files_that_anybody_can_read_are_told(file: Path) -> None:
    """The school's own are their owner's alone, whatever the umask."""
    former = os.umask(0)
    try:
        with a_school(file) as school:
            school.companies.create(by="staff", name="Randstad")
            made = sorted(file.parent.glob("ecole.db*"))
            assert {stat.S_IMODE(one.stat().st_mode) for one in made} == {0o600} and len(made) == 3
    finally:
        os.umask(former)
    assert states(examined(file))["rights"] == "ok"
    (file.parent / "mail").mkdir(mode=0o755)
    file.chmod(0o644)

    found = examined(file)

    assert (found["rights"].state, found["mail"].state) == ("warning", "warning")
    assert f"chmod -R o= {file}" in found["rights"].text_fr
    assert "mail" in found["mail"].text_en


def test_a_row_that_cannot_be_read_is_told(file: Path) -> None:
    with a_school(file) as school:
        school.companies.create(by="staff", name="Randstad")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("update companies set name = x'ff' where rowid = 1")
        (company,) = connection.execute("select id from companies where rowid = 1").fetchone()

    told = examined(file)["rows"]

    assert (told.state, told.text_en[: len("in the table companies")]) == ("error", "in the table companies")
    assert company in told.text_en and "column name" in told.text_en


def test_what_is_not_known_of_the_provider_is_told_until_it_is_set(file: Path) -> None:
    names = [name for name in SETTINGS if name.startswith("provider_")]
    with a_school(file) as school:
        fresh = examined(file)["provider"]
        stamp = file.with_name("cachet.png")
        stamp.write_bytes(a_picture(60, 30))
        for name in names:
            late = name == "provider_signatory_role"
            value = str(stamp) if name == "provider_stamp" else "x"
            school.settings.set(by="staff", name=name, value=value, since="2026-12-01" if late else None)
    nearly, later = examined(file)["provider"], examined(file, "2026-12-01T09:00")["provider"]

    assert [one.state.value for one in (fresh, nearly, later)] == ["warning", "warning", "ok"]
    assert all(name in fresh.text_fr and name in fresh.text_en for name in names)
    assert nearly.text_en == (
        "provider_signatory_role is missing, attestations leave it out: ledr settings set provider_signatory_role VALUE"
    )
    assert nearly.text_fr.startswith("provider_signatory_role manque, les attestations le taisent")


def test_mail_goes_beside_the_database_unless_told_otherwise(file: Path) -> None:
    assert str(file.parent / "mail") in examined(file)["mail"].text_fr
    assert states(examined(file, mail=f"folder:{file.parent / 'ailleurs'}"))["mail"] == "ok"


def test_a_mail_folder_that_is_a_file_is_told(file: Path) -> None:
    (file.parent / "mail").touch()

    assert states(examined(file))["mail"] == "error"


@contextmanager
def an_smtp_server(greeting: bytes) -> Iterator[int]:
    """Something that listens and says that, once; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(greeting)
                connection.recv(100)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(5)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(("greeting", "state"), [(b"220 bonjour\r\n", "ok"), (b"554 non\r\n", "error"), (b"", "error")])
def test_a_mail_server_must_answer(file: Path, greeting: bytes, state: str) -> None:
    with an_smtp_server(greeting) as port:
        assert states(examined(file, mail=f"smtp://127.0.0.1:{port}"))["mail"] == state


def test_a_mail_server_that_is_not_there_is_told(file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    found = examined(file, mail=f"smtp://u:{SECRET}@127.0.0.1:{port}?tls=starttls")

    assert states(found)["mail"] == "error"
    assert f"127.0.0.1:{port}" in found["mail"].text_en


SECRET = "s3cr3t-Tulipe"


@pytest.mark.parametrize(
    ("url", "mail"),
    [
        ("memory:", f"mailjet://k:{SECRET}@127.0.0.1:1"),
        ("memory:", f"mailjet://k:{SECRET}@mail.example"),
        (f"postgresql://u:{SECRET}@127.0.0.1:1/ecole?sslpassword={SECRET}", None),
        (f"{SECRET}", f"smtp://u:{SECRET}@"),
        (f"mysql://u:{SECRET}@h/x", f"carrier-pigeon:{SECRET}"),
        ("memory:", f"smtp://u:{SECRET}@127.0.0.1:1"),
    ],
)
def test_no_secret_is_ever_told(url: str, mail: str | None) -> None:
    found = diagnose(Outside(url, mail=mail, sms=f"twilio://AC1:{SECRET}@127.0.0.1:1?from={SECRET}"))

    assert {"error"} <= {one.state.value for one in found}
    assert SECRET not in repr(found)


@pytest.fixture
def mailjet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeMailjet]:
    tls = certificate(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
    with fake_mailjet(tls) as mailjet:
        yield mailjet


def looked_at(**chosen: str | None) -> dict[str, Finding]:
    """What the doctor finds in a school in memory with these providers, by name."""
    return {one.name: one for one in diagnose(Outside("memory:", **chosen))}  # type: ignore[arg-type]


def test_the_key_of_mailjet_is_tried_and_nothing_is_sent(mailjet: FakeMailjet) -> None:
    right = looked_at(mail=mailjet.setting)["mail"]
    wrong = looked_at(mail=mailjet.setting.replace("@", "x@"))["mail"]

    assert (right.state.value, wrong.state.value) == ("ok", "error")
    assert right.text_en == f"127.0.0.1:{mailjet.server.port} answers and takes the key"
    assert "does not take the key" in wrong.text_en
    assert mailjet.posts() == []


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "reply", [HANGING, LOST, page(502), page(200)], ids=lambda reply: f"{reply.status}{reply.hangs}"
)
def test_a_mailjet_that_does_not_answer_as_it_should_is_told(mailjet: FakeMailjet, reply: Reply) -> None:
    mailjet.server.will_answer(reply)

    found = looked_at(mail=mailjet.setting)["mail"]

    assert (found.state.value, "check LEDR_MAIL" in found.text_en) == ("error", True)
    assert len(mailjet.server.requests) == 1


def test_what_mailjet_must_show_when_it_reports_is_told(mailjet: FakeMailjet, tmp_path: Path) -> None:
    (tmp_path / "whole").write_text("mailjet:Tulipe\n")
    (tmp_path / "half").write_text("Tulipe\n")

    found = {
        name: looked_at(mail=mailjet.setting, mail_events_secret_file=name and str(tmp_path / name))["mail reports"]
        for name in (None, "whole", "half", "absent")
    }

    assert [one.state.value for one in found.values()] == ["warning", "ok", "error", "error"]
    assert "LEDR_MAIL_EVENTS_SECRET_FILE" in found[None].text_fr
    assert "Tulipe" not in repr(found)
    assert "mail reports" not in looked_at()


def test_the_token_of_twilio_is_tried_and_nothing_is_sent(tmp_path: Path) -> None:
    with fake_twilio() as twilio:
        right, wrong = looked_at(sms=twilio.setting), looked_at(sms=twilio.setting.replace("@", "x@"))
        heard = looked_at(sms=f"{twilio.setting}&callback=https://ecole.example/sms%3Fkey=Tulipe")
        clear = looked_at(sms=f"{twilio.setting}&callback=http://ecole.example/sms")
    gone = looked_at(sms=twilio.setting)

    assert [one["sms"].state.value for one in (right, wrong, gone)] == ["ok", "error", "error"]
    assert "check LEDR_SMS and LEDR_SMS_SECRET_FILE" in wrong["sms"].text_en
    assert "check LEDR_SMS and the firewall" in gone["sms"].text_en
    assert [one["sms reports"].state.value for one in (right, heard, clear)] == ["warning", "ok", "warning"]
    assert heard["sms reports"].text_en == "Twilio sends them to https://ecole.example/sms"
    assert twilio.posts() == []
    assert TOKEN not in f"{right}{wrong}{heard}{clear}{gone}"


def test_sms_go_beside_the_database_unless_told_otherwise(file: Path) -> None:
    found = {one.name: one for one in diagnose(Outside(f"sqlite:///{file}", sms="pigeon:x"))}

    assert str(file.parent / "sms") in examined(file)["sms"].text_fr
    assert found["sms"].state.value == "error"
    assert "twilio://" in found["sms"].text_fr
    (file.parent / "sms").touch()
    assert states(examined(file))["sms"] == "error"
    assert looked_at()["sms"].text_en == "kept in memory, nothing leaves"


def test_a_server_s_database_is_examined_too(postgresql_url: str) -> None:
    empty = {one.name: one.state.value for one in diagnose(Outside(postgresql_url))}
    open_school(postgresql_url).close()
    found = {one.name: one.state.value for one in diagnose(Outside(postgresql_url))}

    assert empty["database"] == "error"
    assert {
        name: found[name] for name in ("database", "writing", "daily run", "messages", "settings")
    } == dict.fromkeys(("database", "writing", "daily run", "messages", "settings"), "ok")
    assert "journal" not in found


def test_who_is_asked_about_videos_is_told(file: Path) -> None:
    found = {videos: examined(file, videos=videos)["videos"] for videos in (None, "offline", "vimeo+http://x:y")}

    assert [one.state.value for one in found.values()] == ["ok", "ok", "error"]
    assert found[None].text_en == "at Vimeo; to ask how they are: ledr catalogue check-videos"
    assert found["offline"].text_en == "nobody is asked (LEDR_VIDEOS)"
    assert {one.name: one.text_en for one in diagnose(Outside("memory:"))}["videos"] == found["offline"].text_en
