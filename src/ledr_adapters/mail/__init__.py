"""The ways a school can send mail, and the text that chooses one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from ledr_adapters.mail.folder import FolderMail
from ledr_adapters.servers import Server, server_named
from ledr_core.domain.kernel.errors import Invalid

if TYPE_CHECKING:
    from ledr_adapters.mail.mailjet import MailjetMail
    from ledr_adapters.mail.smtp import SmtpMail, Tls
    from ledr_core.ports.mail import Mail

_FORMS: Final = (
    "folder:PATH",
    "smtp://[USER:PASSWORD@]HOST:PORT[?tls=starttls|implicit]",
    "mailjet://KEY:SECRET@[HOST[:PORT]]",
)
_USUAL_PORTS: Final[Mapping[Tls | None, int]] = {None: 25, "starttls": 587, "implicit": 465}


def mail_from(text: str, *, now: Callable[[], datetime], secret_file: str | None = None) -> Mail:
    """The mail that a setting such as LEDR_MAIL chooses: `folder:PATH`, `smtp://…` or `mailjet://…`.

    *now* dates the messages. User and password of a server, key and secret of Mailjet, are percent-decoded; the
    password or secret may be in *secret_file* instead (white space around it is dropped). Nothing is opened yet. Raises
    Invalid, which never shows the text, as it may hold a secret.
    """
    scheme, colon, rest = text.strip().partition(":")
    match scheme.lower() if colon else "":
        case "folder" if rest:
            return FolderMail(rest, now=now)
        case "smtp":
            return _smtp(server_named(text.strip(), "mail", _FORMS, secret_file), now)
        case "mailjet":
            return _mailjet(server_named(text.strip(), "mail", _FORMS, secret_file))
    raise Invalid("mail", "no way of sending mail", {"choices": _FORMS})


def _smtp(server: Server, now: Callable[[], datetime]) -> SmtpMail:
    from ledr_adapters.mail.smtp import SmtpMail

    if not server.host:
        raise Invalid("mail", "no SMTP host", {"choices": _FORMS})
    tls = _tls(server)
    return SmtpMail(server.host, server.port or _USUAL_PORTS[tls], server.user, server.secret, tls, now=now)


def _tls(server: Server) -> Tls | None:
    match server.options:
        case {"tls": ["starttls"], **others} if not others:
            return "starttls"
        case {"tls": ["implicit"], **others} if not others:
            return "implicit"
        case {**others} if not others:
            return None
    raise Invalid("mail", "other SMTP options", {"choices": ("tls=starttls", "tls=implicit")})


def _mailjet(server: Server) -> MailjetMail:
    from ledr_adapters.mail.mailjet import HOST, MailjetMail

    if server.user is None or server.secret is None:
        raise Invalid("mail", "no Mailjet key", {"choices": _FORMS})
    if server.options:
        raise Invalid("mail", "Mailjet options", {"choices": _FORMS})
    return MailjetMail(server.user, server.secret, server.host or HOST, server.port)
