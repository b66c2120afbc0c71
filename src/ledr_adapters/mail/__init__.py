"""The ways a school can send mail, and the text that chooses one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from ledr_adapters.mail.folder import FolderMail
from ledr_core.domain.errors import Invalid
from ledr_core.ports.mail import Mail

if TYPE_CHECKING:
    from ledr_adapters.mail.smtp import SmtpMail, Tls

_FORMS: Final = ("folder:PATH", "smtp://[USER:PASSWORD@]HOST:PORT[?tls=starttls|implicit]")
_USUAL_PORTS: Final[Mapping[Tls | None, int]] = {None: 25, "starttls": 587, "implicit": 465}


def mail_from(text: str, *, now: Callable[[], datetime], secret_file: str | None = None) -> Mail:
    """The mail that a setting such as LEDR_MAIL chooses: `folder:PATH` or `smtp://…`; *now* dates the messages.

    User and password of an SMTP server are percent-decoded; the password may be in *secret_file* instead (white space
    around it is dropped). Nothing is opened yet. Raises Invalid, which never shows the text, as it may hold a secret.
    """
    scheme, colon, rest = text.strip().partition(":")
    match scheme.lower() if colon else "":
        case "folder" if rest:
            return FolderMail(rest, now=now)
        case "smtp":
            return _smtp(text.strip(), now, secret_file)
    raise Invalid("mail", "not a way of sending mail", _FORMS)


def _smtp(text: str, now: Callable[[], datetime], secret_file: str | None) -> SmtpMail:
    try:
        url = urlsplit(text)
        host, port = url.hostname, url.port
    except ValueError:  # its words repeat parts of the text
        raise Invalid("mail", "the port is no number, or the password is not percent-encoded", _FORMS) from None
    if not host or url.path.strip("/") or url.fragment:
        raise Invalid("mail", "no host after smtp://, or more than a port behind it", _FORMS)
    tls = _tls(url)
    user = unquote(url.username) if url.username else None
    password = unquote(url.password) if url.password else None
    if secret_file is not None:
        if password is not None:
            raise Invalid("mail_secret_file", "the password stands in the mail setting too: keep one of them")
        password = _secret(secret_file)
    if (user is None) != (password is None):
        raise Invalid("mail", "a user needs a password, and a password a user", _FORMS)

    from ledr_adapters.mail.smtp import SmtpMail

    return SmtpMail(host, port or _USUAL_PORTS[tls], user, password, tls, now=now)


def _tls(url: SplitResult) -> Tls | None:
    match parse_qs(url.query, keep_blank_values=True):
        case {"tls": ["starttls"], **others} if not others:
            return "starttls"
        case {"tls": ["implicit"], **others} if not others:
            return "implicit"
        case {**others} if not others:
            return None
    raise Invalid("mail", "the only option is tls", ("tls=starttls", "tls=implicit"))


def _secret(path: str) -> str:
    try:
        secret = Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        reason = getattr(fault, "strerror", None) or "not a text"
        raise Invalid("mail_secret_file", f"{path} cannot be read: {reason}") from None
    if not secret:
        raise Invalid("mail_secret_file", f"{path} is empty")
    return secret
