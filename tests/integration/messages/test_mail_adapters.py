"""Mail by SMTP and into a folder, against a real SMTP server and a real disk."""

import asyncio
import resource
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from ledr_adapters.recording import RecordingMail

from ledr_adapters.mail import mail_from
from ledr_adapters.mail.folder import FolderMail
from ledr_adapters.mail.smtp import SmtpMail
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.messages.delivery import Cause
from ledr_core.ports.handover import Handover, Outcome
from ledr_core.ports.mail import Attachment, Letter
from ledr_core.testing.contracts.mail import MailContract, Received, a_letter

MORNING = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
PASSWORD = "s3cr3t-Tulipe"


def morning() -> datetime:
    return MORNING


def letter_of(message: EmailMessage) -> Letter:
    """The letter that a message was made of."""
    ((recipient,), (sender,)) = message["To"].addresses, message["From"].addresses
    return Letter(
        message=message["X-MJ-CustomID"],
        address=recipient.addr_spec,
        name=recipient.display_name,
        sender=sender.addr_spec,
        sender_name=sender.display_name,
        subject=message["Subject"],
        text=content_of(message, "plain"),
        html=content_of(message, "html"),
        reply_to=message["Reply-To"] or "",
        attachments=tuple(
            Attachment(part.get_filename() or "", part.get_content_type(), part.get_payload(decode=True))
            for part in message.iter_attachments()
        ),
    )


def content_of(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    assert part is not None
    text: str = part.get_content()
    return text.replace("\r\n", "\n")


def parsed(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


class Server(Controller):
    """An SMTP server on a free port, which does to each command what `on` says: answer so, "hang" or "drop"."""

    def __init__(self, port: int | None = None, **settings: Any) -> None:
        self.on: dict[str, str] = {}
        self.envelopes: list[Envelope] = []
        self.greetings = 0
        self.last_reply = "250 2.0.0 OK: queued as 4X7"
        super().__init__(self, hostname="127.0.0.1", port=port or free_port(), **settings)
        self._released = asyncio.Event()

    def factory(self) -> SMTP:
        return Conversation(self.handler, **self.SMTP_kwargs)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.greetings += 1
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return await self.reply("MAIL", server, "250 OK")

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return await self.reply("RCPT", server, "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = await self.reply("content", server, self.last_reply)
        if answer.startswith("250"):
            self.envelopes.append(envelope)
        return answer

    async def reply(self, command: str, server: SMTP, usual: str) -> str:
        answer = self.on.get(command, usual)
        if answer == "hang":
            await self._released.wait()
        if answer in ("drop", "hang"):
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer

    def letters(self) -> list[Letter]:
        return [letter_of(parsed(content)) for content in self.contents()]

    def contents(self) -> list[bytes]:
        return [envelope.content for envelope in self.envelopes if isinstance(envelope.content, bytes)]

    def stop(self, no_assert: bool = True) -> None:
        self.loop.call_soon_threadsafe(self._released.set)
        super().stop(no_assert=no_assert)


class Conversation(SMTP):
    """An SMTP conversation that can also go wrong at the command DATA, before any content."""

    async def smtp_DATA(self, arg: str) -> None:
        assert isinstance(self.event_handler, Server)
        trouble = self.event_handler.on.get("DATA")
        if trouble is None:
            await super().smtp_DATA(arg)
        else:
            await self.push(await self.event_handler.reply("DATA", self, trouble))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def server() -> Iterator[Server]:
    with running(Server()) as server:
        yield server


@pytest.fixture
def smtp(server: Server) -> Iterator[SmtpMail]:
    mail = SmtpMail("127.0.0.1", server.port, now=morning)
    yield mail
    mail.close()


class TestSmtpMail(MailContract):
    @pytest.fixture
    def mail(self, smtp: SmtpMail) -> SmtpMail:
        return smtp

    @pytest.fixture
    def received(self, server: Server) -> Received:
        return server.letters


class TestFolderMail(MailContract):
    @pytest.fixture
    def mail(self, tmp_path: Path) -> FolderMail:
        return FolderMail(tmp_path / "mail", now=morning)

    @pytest.fixture
    def received(self, tmp_path: Path) -> Received:
        return lambda: [letter_of(message) for message in messages_in(tmp_path / "mail")]


class TestRecordingMail(MailContract):
    @pytest.fixture
    def mail(self) -> RecordingMail:
        return RecordingMail()

    @pytest.fixture
    def received(self, mail: RecordingMail) -> Received:
        return lambda: mail.letters


def messages_in(folder: Path) -> list[EmailMessage]:
    return [parsed(file.read_bytes()) for file in sorted(folder.glob("*.eml"))]


def test_a_recording_gives_the_answers_it_was_told_then_accepts_again() -> None:
    busy = Handover(Outcome.LATER, "busy")
    mail = RecordingMail().will_answer(busy)

    assert [mail.send(a_letter("m-1")), mail.send(a_letter("m-2")).outcome] == [busy, Outcome.ACCEPTED]

    assert [letter.message for letter in mail.letters] == ["m-1", "m-2"]
    assert [letter.message for letter in mail.accepted] == ["m-2"]


# SMTP: what the server says


@pytest.mark.parametrize(
    ("command", "answer", "outcome"),
    [
        ("MAIL", "451 try later", Outcome.LATER),
        ("MAIL", "530 log in first", Outcome.LATER),
        ("MAIL", "550 sender unknown", Outcome.REFUSED),
        ("RCPT", "421 closing", Outcome.LATER),
        ("RCPT", "450 mailbox busy", Outcome.LATER),
        ("RCPT", "452 too many", Outcome.LATER),
        ("RCPT", "550 no such user", Outcome.REFUSED),
        ("RCPT", "554 no", Outcome.REFUSED),
        ("DATA", "451 not now", Outcome.LATER),
        ("DATA", "554 no valid recipients", Outcome.REFUSED),
        ("content", "450 greylisted", Outcome.LATER),
        ("content", "452 disk full", Outcome.LATER),
        ("content", "550 spam", Outcome.REFUSED),
        ("content", "554 too long", Outcome.REFUSED),
    ],
)
def test_a_reply_of_the_server_is_the_outcome(
    server: Server, smtp: SmtpMail, command: str, answer: str, outcome: Outcome
) -> None:
    server.on[command] = answer

    handover = smtp.send(a_letter())

    assert (handover.outcome, handover.reason) == (outcome, answer)
    assert server.envelopes == []


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        ("550 5.1.1 no such user", Cause.UNKNOWN_MAILBOX),
        ("550 5.1.2 no such domain", Cause.WRONG_DOMAIN),
        ("556 5.1.10 takes no mail", Cause.WRONG_DOMAIN),
        ("552 5.2.2 over quota", Cause.MAILBOX_FULL),
        ("554 5.7.1 not from you", None),
        ("550 no such user", None),
        ("450 4.2.0 greylisted", Cause.TEMPORARY),
        ("530 5.7.0 log in first", Cause.OURS),
    ],
)
def test_the_status_code_of_a_refusal_tells_its_cause(
    server: Server, smtp: SmtpMail, answer: str, cause: Cause | None
) -> None:
    server.on["RCPT"] = answer

    handover = smtp.send(a_letter())

    assert (handover.reason, handover.cause) == (answer, cause)


@pytest.mark.parametrize(
    ("command", "trouble", "outcome"),
    [
        ("MAIL", "drop", Outcome.LATER),
        ("RCPT", "drop", Outcome.LATER),
        ("RCPT", "hang", Outcome.LATER),
        ("RCPT", "no SMTP", Outcome.LATER),
        ("DATA", "drop", Outcome.LATER),
        ("DATA", "hang", Outcome.LATER),
        ("content", "drop", Outcome.UNKNOWN),
        ("content", "hang", Outcome.UNKNOWN),
        ("content", "no SMTP", Outcome.UNKNOWN),
    ],
)
def test_a_fault_is_unknown_only_once_the_content_is_on_its_way(
    server: Server, command: str, trouble: str, outcome: Outcome
) -> None:
    server.on[command] = trouble
    mail = SmtpMail("127.0.0.1", server.port, timeout=0.3 if trouble == "hang" else 30, now=morning)

    handover = mail.send(a_letter())
    mail.close()

    assert handover.outcome is outcome
    assert handover.reason


@pytest.mark.parametrize("trouble", ["421 closing", "450 busy", "550 no", "drop", "no SMTP"])
@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA", "content"])
def test_the_letter_after_a_fault_goes_through_alone(
    server: Server, smtp: SmtpMail, command: str, trouble: str
) -> None:
    server.on[command] = trouble
    smtp.send(a_letter("m-1", address="first@manpower.example"))
    server.on.clear()

    assert smtp.send(a_letter("m-2", address="second@manpower.example")).outcome is Outcome.ACCEPTED

    assert [envelope.rcpt_tos for envelope in server.envelopes] == [["second@manpower.example"]]


def test_the_connection_is_kept_between_letters(server: Server, smtp: SmtpMail) -> None:
    server.on["RCPT"] = "550 no such user"
    smtp.send(a_letter("m-0"))
    server.on.clear()

    for number in range(1, 4):
        smtp.send(a_letter(f"m-{number}"))

    assert (len(server.envelopes), server.greetings) == (3, 1)


def test_the_connection_is_opened_again_when_the_server_comes_back() -> None:
    with running(Server()) as server:
        mail = SmtpMail("127.0.0.1", server.port, now=morning)
        mail.send(a_letter("m-1"))

    gone = mail.send(a_letter("m-2"))
    with running(Server(server.port)) as again:
        back = mail.send(a_letter("m-3"))
        mail.close()

    assert (gone.outcome, back.outcome, len(again.envelopes)) == (Outcome.LATER, Outcome.ACCEPTED, 1)
    assert gone.reason == f"127.0.0.1:{server.port}: Connection refused"


def test_the_queue_identifier_of_the_server_is_the_reference(server: Server, smtp: SmtpMail) -> None:
    assert smtp.send(a_letter()).reference == "4X7"

    server.last_reply = "250 thank you"
    assert smtp.send(a_letter()).reference is None


def test_a_message_carries_the_outbox_identifier_and_the_time(server: Server, smtp: SmtpMail) -> None:
    smtp.send(a_letter("6f1c-9"))

    (message,) = map(parsed, server.contents())
    assert message["X-MJ-CustomID"] == "6f1c-9"
    assert message["Message-ID"] == "<6f1c-9@ecole.example>"
    assert message["Date"].datetime == MORNING
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert (server.envelopes[0].mail_from, server.envelopes[0].rcpt_tos) == (
        "aide@ecole.example",
        ["lea@manpower.example"],
    )


@pytest.mark.parametrize(
    ("asked", "header"),
    [
        ("lea@manpower.example", "lea@manpower.example"),
        ("léa@manpower.example", None),
        ("lea@hôtel.example", "lea@xn--htel-vqa.example"),
        ("", None),
        ("nobody", None),
        ("lea@manpower.example, eve@evil.example", None),
        ("lea@manpower.example\r\nBcc: eve@evil.example", None),
    ],
)
def test_an_answer_goes_where_the_letter_says_and_no_header_is_smuggled_in(
    server: Server, smtp: SmtpMail, asked: str, header: str | None
) -> None:
    assert smtp.send(a_letter(reply_to=asked)).outcome is Outcome.ACCEPTED

    (message,) = map(parsed, server.contents())
    assert (message["Reply-To"], message["Bcc"]) == (header, None)
    assert message["From"].addresses[0].addr_spec == "aide@ecole.example"


def test_a_message_is_plain_ascii_in_short_lines(server: Server, smtp: SmtpMail) -> None:
    smtp.send(a_letter(text="é" * 3000, html="<p>" + "à" * 3000))

    (content,) = server.contents()
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 78


def test_what_cannot_be_an_address_is_refused_without_asking_the_server(server: Server, smtp: SmtpMail) -> None:
    assert smtp.send(a_letter(address="lea@@manpower")).outcome is Outcome.REFUSED
    assert server.greetings == 0


def test_a_domain_with_accents_is_told_in_ascii(server: Server, smtp: SmtpMail) -> None:
    smtp.send(a_letter(address="lea@société.example"))

    assert server.envelopes[0].rcpt_tos == ["lea@xn--socit-esab.example"]


def test_an_address_with_accents_goes_where_the_server_takes_it(server: Server, smtp: SmtpMail) -> None:
    assert smtp.send(a_letter(address="léa@manpower.example")).outcome is Outcome.ACCEPTED
    assert server.envelopes[0].rcpt_tos == ["léa@manpower.example"]

    with running(Server(enable_SMTPUTF8=False)) as old:
        mail = SmtpMail("127.0.0.1", old.port, now=morning)
        assert mail.send(a_letter(address="léa@manpower.example")).outcome is Outcome.REFUSED
        assert mail.send(a_letter()).outcome is Outcome.ACCEPTED
        mail.close()


def test_nobody_at_the_port_is_later() -> None:
    mail = SmtpMail("127.0.0.1", free_port(), now=morning)

    assert mail.send(a_letter()).outcome is Outcome.LATER


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a..b"])
def test_an_impossible_host_is_later(host: str) -> None:
    assert SmtpMail(host, 25, now=morning).send(a_letter()).outcome is Outcome.LATER


def test_a_server_that_never_greets_is_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mail = SmtpMail("127.0.0.1", silent.getsockname()[1], timeout=0.2, now=morning)

        assert mail.send(a_letter()).outcome is Outcome.LATER


# SMTP: TLS and login


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


def knows_the_password(server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: Any) -> AuthResult:
    if (login.login, login.password) == (b"ecole", PASSWORD.encode()):
        return AuthResult(success=True)
    return AuthResult(success=False, handled=False, message=f"535 no such login: {login.password.decode()}")


def needs_login(tls: ssl.SSLContext) -> Server:
    return Server(tls_context=tls, require_starttls=True, authenticator=knows_the_password, auth_required=True)


@pytest.mark.usefixtures("trusted")
def test_starttls_and_login(tls: ssl.SSLContext) -> None:
    with running(needs_login(tls)) as server:
        mail = mail_from(f"smtp://ecole:{PASSWORD}@127.0.0.1:{server.port}?tls=starttls", now=morning)
        assert isinstance(mail, SmtpMail)

        assert mail.send(a_letter()).outcome is Outcome.ACCEPTED
        mail.close()


@pytest.mark.usefixtures("trusted")
def test_implicit_tls(tls: ssl.SSLContext) -> None:
    with running(Server(ssl_context=tls)) as server:
        mail = SmtpMail("127.0.0.1", server.port, tls="implicit", now=morning)

        assert mail.send(a_letter()).outcome is Outcome.ACCEPTED
        mail.close()


@pytest.mark.parametrize("kind", ["starttls", "implicit"])
def test_a_certificate_of_nobody_we_trust_is_later(tls: ssl.SSLContext, kind: str) -> None:
    with running(Server(tls_context=tls) if kind == "starttls" else Server(ssl_context=tls)) as server:
        mail = mail_from(f"smtp://127.0.0.1:{server.port}?tls={kind}", now=morning)
        handover = mail.send(a_letter())

    assert handover.outcome is Outcome.LATER
    assert "certificate" in handover.reason
    assert server.envelopes == []


def test_without_starttls_at_the_server_nothing_goes_in_clear(server: Server) -> None:
    mail = SmtpMail("127.0.0.1", server.port, "ecole", PASSWORD, "starttls", now=morning)

    assert mail.send(a_letter()).outcome is Outcome.LATER
    assert server.envelopes == []


@pytest.mark.usefixtures("trusted")
def test_a_wrong_login_is_later_as_it_says_nothing_about_the_letter(tls: ssl.SSLContext) -> None:
    with running(needs_login(tls)) as server:
        mail = SmtpMail("127.0.0.1", server.port, "ecole", "wr0ng-Tulipe", "starttls", now=morning)
        handover = mail.send(a_letter())

    assert (handover.outcome, handover.cause) == (Outcome.LATER, Cause.OURS)
    assert "535" in handover.reason
    assert "wr0ng-Tulipe" not in handover.reason
    assert "wr0ng-Tulipe" not in repr(mail)


# Folder


def test_the_file_names_are_in_order_of_time(tmp_path: Path) -> None:
    for hour, message in ((9, "m-b"), (10, "m-a")):
        FolderMail(tmp_path, now=lambda at=hour: MORNING.replace(hour=at)).send(a_letter(message))  # type: ignore[misc]

    assert [file.name for file in sorted(tmp_path.iterdir())] == [
        "20261123T090000.000000Z-m-b.eml",
        "20261123T100000.000000Z-m-a.eml",
    ]


def test_the_same_message_replaces_its_own_file_whoever_wrote_it(tmp_path: Path) -> None:
    first, second = FolderMail(tmp_path, now=morning), FolderMail(tmp_path, now=lambda: MORNING.replace(hour=9))
    first.send(a_letter("m-1", subject="before"))
    second.send(a_letter("m-2"))

    handover = second.send(a_letter("m-1", subject="after"))

    assert handover == Handover(Outcome.ACCEPTED, reference="20261123T050000.000000Z-m-1.eml")
    assert [(message["X-MJ-CustomID"], message["Subject"]) for message in messages_in(tmp_path)] == [
        ("m-1", "after"),
        ("m-2", a_letter().subject),
    ]


def test_a_file_reads_as_text(tmp_path: Path) -> None:
    FolderMail(tmp_path, now=morning).send(a_letter())

    (file,) = tmp_path.iterdir()
    assert "le slot 2 est à toi." in file.read_text("utf-8")
    assert "Date: Mon, 23 Nov 2026 05:00:00 +0000" in file.read_text("utf-8")


def test_the_folder_and_its_passwords_are_for_its_owner_only(tmp_path: Path) -> None:
    FolderMail(tmp_path / "deep" / "mail", now=morning).send(a_letter())

    (file,) = (tmp_path / "deep" / "mail").iterdir()
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_strange_identifier_stays_in_the_folder(tmp_path: Path) -> None:
    handover = FolderMail(tmp_path / "mail", now=morning).send(a_letter("../../etc/x"))

    assert handover.outcome is Outcome.ACCEPTED
    assert [path.name for path in tmp_path.iterdir()] == ["mail"]


def test_a_folder_that_is_a_file_is_later(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("")

    for path in (tmp_path / "mail", tmp_path / "mail" / "deeper"):
        handover = FolderMail(path, now=morning).send(a_letter())
        assert handover.outcome is Outcome.LATER
        assert str(path) in handover.reason


def test_a_full_disk_is_later_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    mail = FolderMail(tmp_path, now=morning)
    mail.send(a_letter("m-1", subject="before"))

    with files_of_at_most(100):
        handover = mail.send(a_letter("m-1", subject="after"))

    assert (handover.outcome, "too large" in handover.reason) == (Outcome.LATER, True)
    assert [message["Subject"] for message in messages_in(tmp_path)] == ["before"]
    assert len(list(tmp_path.iterdir())) == 1


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Writing more fails, as it does on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


# The setting


def chosen(text: str, **settings: str) -> SmtpMail:
    mail = mail_from(text, now=morning, **settings)
    assert isinstance(mail, SmtpMail)
    return mail


def test_a_folder_is_chosen_by_its_path_as_it_stands() -> None:
    mail = mail_from("folder:courrier à envoyer/100%25", now=morning)

    assert isinstance(mail, FolderMail)
    assert mail.path == Path("courrier à envoyer/100%25")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("smtp://mail.example:2525", ("mail.example", 2525, None, None)),
        ("smtp://mail.example", ("mail.example", 25, None, None)),
        ("smtp://mail.example?tls=starttls", ("mail.example", 587, None, "starttls")),
        ("SMTP://mail.example/?tls=implicit", ("mail.example", 465, None, "implicit")),
        ("smtp://ecole%40mail.example:p%3Aw%2F%40@mail.example:25", ("mail.example", 25, "ecole@mail.example", None)),
        ("smtp://[::1]:2525", ("::1", 2525, None, None)),
    ],
)
def test_a_server_is_chosen_by_its_address(text: str, parts: tuple[object, ...]) -> None:
    mail = chosen(text)

    assert (mail.host, mail.port, mail.user, mail.tls) == parts


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("given", ["in the address", "in a file"])
def test_a_password_of_any_signs_reaches_the_server(tls: ssl.SSLContext, tmp_path: Path, given: str) -> None:
    (tmp_path / "secret").write_text("a:b/c@d %\n")
    seen: list[bytes] = []

    def remember(server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: Any) -> AuthResult:
        seen.append(login.password)
        return AuthResult(success=True)

    with running(Server(tls_context=tls, authenticator=remember, auth_required=True)) as server:
        place = f"127.0.0.1:{server.port}?tls=starttls"
        if given == "in a file":
            mail = chosen(f"smtp://ecole@{place}", secret_file=str(tmp_path / "secret"))
        else:
            mail = chosen(f"smtp://ecole:a%3Ab%2Fc%40d%20%25@{place}")
        assert mail.send(a_letter()).outcome is Outcome.ACCEPTED
        mail.close()

    assert seen == [b"a:b/c@d %"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "folder",
        "folder:",
        f"ftp://ecole:{PASSWORD}@mail.example",
        f"smtp:ecole:{PASSWORD}",
        f"smtp://ecole:{PASSWORD}@",
        f"smtp://ecole:{PASSWORD}@mail.example:x",
        f"smtp://ecole:{PASSWORD}@mail.example:99999",
        f"smtp://ecole:a/{PASSWORD}@mail.example:25",
        f"smtp://ecole:a#{PASSWORD}@mail.example:25",
        f"smtp://[ecole:{PASSWORD}@mail.example:25",
        f"smtp://ecole:{PASSWORD}@mail.example:25?tls=",
        f"smtp://ecole:{PASSWORD}@mail.example:25?tls=yes",
        f"smtp://ecole:{PASSWORD}@mail.example:25?tls=implicit&tls=starttls",
        f"smtp://ecole:{PASSWORD}@mail.example:25?ssl=yes",
        f"smtp://ecole:é{PASSWORD}@mail.example:25",
        f"smtp://:{PASSWORD}@mail.example:25",
        "smtp://ecole@mail.example:25",
    ],
)
def test_any_other_setting_is_invalid_and_its_secret_is_not_shown(text: str) -> None:
    with pytest.raises(Invalid) as error:
        mail_from(text, now=morning)

    assert "Tulipe" not in f"{error.value}{error.value!r}{error.value.__cause__}"
    assert error.value.__suppress_context__ or error.value.__context__ is None


def test_a_secret_file_is_read_once_and_must_be_there(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    with pytest.raises(Invalid, match="No such file"):
        mail_from("smtp://ecole@mail.example:25", now=morning, secret_file=str(secret))

    secret.write_text("\n")
    with pytest.raises(Invalid, match="empty"):
        mail_from("smtp://ecole@mail.example:25", now=morning, secret_file=str(secret))

    secret.write_text(PASSWORD)
    with pytest.raises(Invalid, match="keep one"):
        mail_from("smtp://ecole:x@mail.example:25", now=morning, secret_file=str(secret))


def test_no_text_of_the_adapter_shows_the_password() -> None:
    mail = chosen(f"smtp://ecole:{PASSWORD}@mail.example:25")

    assert PASSWORD not in f"{mail!r} {mail} {mail.name}"
