"""Mail through an SMTP server (RFC 5321), with care for what is known when something goes wrong."""

from __future__ import annotations

import re
import smtplib
import ssl
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final, Literal

from attrs import define, field

from ledr_adapters.mail.mime import NotAnAddress, envelope_address, mime_message
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.messages.delivery import Cause
from ledr_core.ports.handover import Handover, Outcome
from ledr_core.ports.mail import Letter
from ledr_core.ports.templates import MASK

Tls = Literal["starttls", "implicit"]

_GO_AHEAD: Final = 354
_CLOSING: Final = 421
_WANTS_LOGIN_OR_TLS: Final = frozenset({530, 534, 535, 538})  # about us, not about this letter

_LEADING_PERIOD: Final = re.compile(rb"^\.", re.MULTILINE)
_ENHANCED: Final = re.compile(r"\d{3} 5\.(\d+\.\d+)\b")
_CAUSES: Final = {
    **dict.fromkeys(("1.1", "1.3", "1.6", "2.1"), Cause.UNKNOWN_MAILBOX),
    **dict.fromkeys(("1.2", "1.10"), Cause.WRONG_DOMAIN),
    "2.2": Cause.MAILBOX_FULL,
}
"""What a refusal is due to, by its enhanced status code (RFC 3463, RFC 7505); most servers send one."""
_QUEUED_AS: Final = re.compile(r"queued as <?([^\s>]+)", re.IGNORECASE)


@define(eq=False)
class SmtpMail:
    """A `Mail` over one connection, kept between letters and opened again when the server has closed it.

    `tls` is None (in clear), "starttls" (never goes on in clear when the server has none) or "implicit"; certificates
    are verified against the system's, or those that SSL_CERT_FILE names. `timeout` is in seconds, for each single wait
    for the server: a first letter makes about ten, any other five. Letters from several threads go one after another.

    What an outcome means here: a reply 4xx is LATER and 5xx REFUSED; whatever keeps the letter from being put to the
    server (no connection, certificate, login) is LATER, as it says nothing about the letter; a connection lost once
    the content was on its way is UNKNOWN. Raises Invalid for a login that SMTP cannot carry.
    """

    host: str
    port: int
    user: str | None = None
    _password: str | None = field(default=None, repr=False)
    tls: Tls | None = None
    timeout: float = 30.0
    _now: Callable[[], datetime] = field(kw_only=True, repr=False)
    _connection: smtplib.SMTP | None = field(default=None, init=False, repr=False)
    _lock: threading.Lock = field(factory=threading.Lock, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if not ((self.user or "").isascii() and (self._password or "").isascii()):
            raise Invalid("mail", "the SMTP login holds letters other than ASCII")

    @property
    def name(self) -> str:
        """`smtp`."""
        return "smtp"

    @property
    def at_once(self) -> int:
        """One: a server takes them one after another."""
        return 1

    def send_all(self, letters: Sequence[Letter]) -> tuple[Handover, ...]:
        """One after another. See `Mail.send_all`."""
        return tuple(map(self.send, letters))

    def look_up(self, message: str) -> Handover:
        """A server cannot be asked."""
        return Handover(Outcome.UNKNOWN, "a mail server cannot be asked what it has taken")

    def send(self, letter: Letter) -> Handover:
        """Hand the letter to the server, as the only recipient of a message of its own. See `Mail.send`."""
        try:
            recipient, sender = envelope_address(letter.address), envelope_address(letter.sender)
            content = mime_message(letter, self._now()).as_bytes()
        except NotAnAddress as fault:
            return Handover(Outcome.REFUSED, str(fault), cause=Cause.UNKNOWN_MAILBOX)
        with self._lock:
            try:
                return self._exchange(sender, recipient, content)
            except BaseException:
                self._drop()  # interrupted: a late reply on this connection would be taken for another letter's
                raise

    def close(self) -> None:
        """Take leave of the server. A later letter opens a connection again."""
        with self._lock:
            if self._connection is not None:
                with suppress(OSError, smtplib.SMTPException):
                    self._connection.quit()
            self._drop()

    def _exchange(self, sender: str, recipient: str, content: bytes) -> Handover:
        may_be_taken = False
        try:
            connection = self._ready_connection()
            options = _options(connection, sender, recipient)
            code, reply = connection.mail(sender, options)
            if _is_fine(code):
                code, reply = connection.rcpt(recipient)
            if _is_fine(code):
                code, reply = connection.docmd("DATA")
            if code == _GO_AHEAD:
                may_be_taken = True
                connection.send(_LEADING_PERIOD.sub(b"..", content) + b".\r\n")
                code, reply = connection.getreply()
        except _AddressNotCarried as fault:
            return Handover(Outcome.REFUSED, str(fault), cause=Cause.PROVIDER)
        except (OSError, UnicodeError, smtplib.SMTPException) as fault:  # UnicodeError: an impossible name of a host
            self._drop()
            ours = isinstance(fault, smtplib.SMTPAuthenticationError)
            outcome = Outcome.UNKNOWN if may_be_taken else Outcome.LATER
            return Handover(outcome, self._told(fault), cause=Cause.OURS if ours else Cause.PROVIDER)
        return self._judged(code, reply, may_be_taken=may_be_taken)

    def _ready_connection(self) -> smtplib.SMTP:
        """The open connection if the server still answers on it, else a new one, logged in."""
        if self._connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                if self._connection.rset()[0] == 250:
                    return self._connection
            self._drop()
        self._connection = self._new_connection()
        if self.tls == "starttls":
            self._connection.starttls(context=ssl.create_default_context())
        self._connection.ehlo_or_helo_if_needed()
        if self.user is not None:
            self._connection.login(self.user, self._password or "")
        return self._connection

    def _new_connection(self) -> smtplib.SMTP:
        if self.tls == "implicit":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=ssl.create_default_context())
        return smtplib.SMTP(self.host, self.port, timeout=self.timeout)

    def _judged(self, code: int, reply: bytes, *, may_be_taken: bool) -> Handover:
        if may_be_taken and _is_fine(code):
            return Handover(Outcome.ACCEPTED, reference=_queue_id(reply))
        if code == _CLOSING or not 400 <= code < 600:
            self._drop()
        said = self._without_password(_reply_text(code, reply))
        if not 400 <= code < 600:  # no SMTP
            return Handover(Outcome.UNKNOWN if may_be_taken else Outcome.LATER, said, cause=Cause.PROVIDER)
        if code in _WANTS_LOGIN_OR_TLS:
            return Handover(Outcome.LATER, said, cause=Cause.OURS)
        if code < 500:
            return Handover(Outcome.LATER, said, cause=Cause.TEMPORARY)
        return Handover(Outcome.REFUSED, said, cause=_cause(said))

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _told(self, fault: Exception) -> str:
        if isinstance(fault, smtplib.SMTPResponseException):
            return self._without_password(_reply_text(fault.smtp_code, fault.smtp_error))
        said = getattr(fault, "strerror", None) or fault  # without the number of the error, which tells nobody anything
        return self._without_password(f"{self.host}:{self.port}: {said}")

    def _without_password(self, text: str) -> str:
        return text.replace(self._password, MASK) if self._password else text


class _AddressNotCarried(Exception):
    """An address with letters other than ASCII, and a server that takes none."""


def _options(connection: smtplib.SMTP, sender: str, recipient: str) -> list[str]:
    if sender.isascii() and recipient.isascii():
        return []
    if not connection.has_extn("smtputf8"):
        raise _AddressNotCarried(f"the mail server takes no address with accents: {recipient}")
    return ["SMTPUTF8", "BODY=8BITMIME"]


def _is_fine(code: int) -> bool:
    return 200 <= code < 300


def _cause(reply: str) -> Cause | None:
    found = _ENHANCED.match(reply)
    return _CAUSES.get(found[1]) if found else None


def _queue_id(reply: bytes) -> str | None:
    found = _QUEUED_AS.search(reply.decode("utf-8", "replace"))
    return found[1] if found else None


def _reply_text(code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(f"{code} {text}".split())
