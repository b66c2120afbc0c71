"""Where mail goes, and whether that would work (`ledr doctor`). Nothing is sent."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator

from attrs import evolve

from ledr_adapters.doctor import findings as looking
from ledr_adapters.doctor.findings import Finding, State, found, message_folder, tried
from ledr_adapters.mail import mail_from
from ledr_adapters.mail.mailjet import MailjetMail
from ledr_adapters.mail.smtp import SmtpMail
from ledr_adapters.outside import Outside
from ledr_adapters.servers import secret_in
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import Moment
from ledr_core.ports.mail import Mail


def findings(outside: Outside, now: Moment) -> Iterator[Finding]:
    """Where mail goes, and whether that would work; then what Mailjet must show when it reports."""
    way: Mail | None = None
    if (folder := message_folder("mail", outside.mail, outside)) is not None:
        yield folder
    else:
        try:
            way = _way(outside, now)
        except Invalid as error:
            yield found("mail", State.ERROR, "no way of mail", reason=error.reason)
    if isinstance(way, SmtpMail):
        yield _server(way)
    if isinstance(way, MailjetMail):
        yield _mailjet(way)
    if isinstance(way, MailjetMail) or outside.mail_events_secret_file is not None:
        yield _reports(outside.mail_events_secret_file)


def _way(outside: Outside, now: Moment) -> Mail | None:
    if not isinstance(outside.mail, str):
        return outside.mail
    return mail_from(outside.mail, now=lambda: now.instant, secret_file=outside.mail_secret_file)


def _server(way: SmtpMail) -> Finding:
    """Whether the server answers; no login is tried and nothing is sent."""
    server = f"{way.host}:{way.port}"
    try:
        secure = ssl.create_default_context()
        if way.tls == "implicit":
            with smtplib.SMTP_SSL(way.host, way.port, timeout=looking.PATIENCE, context=secure):
                return found("mail", State.OK, "server", server=server)
        with smtplib.SMTP(way.host, way.port, timeout=looking.PATIENCE) as connection:
            if way.tls == "starttls":
                connection.starttls(context=secure)
            return found("mail", State.OK, "server", server=server)
    except (OSError, UnicodeError, smtplib.SMTPException) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return found("mail", State.ERROR, "no server", server=server, reason=reason, setting="LEDR_MAIL")


def _mailjet(way: MailjetMail) -> Finding:
    impatient = evolve(way, connecting=looking.PATIENCE, reading=looking.PATIENCE)
    try:
        return tried("mail", way.host if way.port is None else f"{way.host}:{way.port}", impatient.try_key())
    finally:
        impatient.close()


def _reports(secret_file: str | None) -> Finding:
    if secret_file is None:
        return found("mail reports", State.WARNING, "reports of anybody")
    try:
        secret = secret_in(secret_file, "mail_events_secret_file")
    except Invalid as error:
        return found("mail reports", State.ERROR, "no secret of reports", file=secret_file, reason=error.reason)
    if ":" not in secret:
        return found("mail reports", State.ERROR, "half a secret of reports", file=secret_file)
    return found("mail reports", State.OK, "reports guarded")
