"""Whom the school hands messages to, and who is asked about videos. Nothing is sent."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from attrs import evolve

from ledr_adapters.doctor import findings
from ledr_adapters.doctor.database import folder_beside
from ledr_adapters.doctor.findings import Finding, State, could_be_written, found, user
from ledr_adapters.mail import mail_from
from ledr_adapters.mail.mailjet import MailjetMail
from ledr_adapters.mail.smtp import SmtpMail
from ledr_adapters.servers import secret_in
from ledr_adapters.sms import sms_from
from ledr_adapters.sms.twilio import TwilioSms
from ledr_adapters.video import videos_from
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.messages.delivery import Cause
from ledr_core.ports.handover import Handover, Outcome


def mail(url: str, chosen: str | None, secret_file: str | None, events: str | None, now: Moment) -> Iterator[Finding]:
    """Where mail goes, and whether that would work; then what Mailjet must show when it reports."""
    way = None
    if (folder := _folder("mail", chosen, url)) is not None:
        yield folder
    else:
        try:
            way = mail_from(chosen or "", now=lambda: now.instant, secret_file=secret_file)
        except Invalid as error:
            yield found("mail", State.ERROR, "no way of mail", reason=error.reason)
    if isinstance(way, SmtpMail):
        yield _mail_server(way)
    if isinstance(way, MailjetMail):
        yield _mailjet(way)
    if isinstance(way, MailjetMail) or events is not None:
        yield _mailjet_reports(events)


def sms(url: str, chosen: str | None, secret_file: str | None, now: Moment) -> Iterator[Finding]:
    """Where SMS go, and whether that would work; then where Twilio reports to."""
    if (folder := _folder("sms", chosen, url)) is not None:
        yield folder
        return
    try:
        way = sms_from(chosen or "", now=lambda: now.instant, secret_file=secret_file)
    except Invalid as error:
        yield found("sms", State.ERROR, "no way of sms", reason=error.reason)
        return
    if isinstance(way, TwilioSms):
        yield _twilio(way)
        yield _twilio_reports(way.callback)


def videos(url: str, chosen: str | None) -> Finding:
    """Who is asked about videos; nobody is asked now."""
    try:
        host = videos_from(chosen or ("offline" if url == "memory:" else "vimeo"))
    except Invalid as error:
        return found("videos", State.ERROR, "no host of videos", reason=error.reason)
    return found("videos", State.OK, "videos offline" if host.name == "offline" else "videos", host=host.host.name)


def _folder(name: str, chosen: str | None, url: str) -> Finding | None:
    """The folder that messages go to, when they go to one: the one that is chosen, or `open_school`'s own."""
    scheme, _, rest = (chosen or "").strip().partition(":")
    if chosen is not None:
        return _writable(name, Path(rest)) if scheme.lower() == "folder" and rest else None
    beside = folder_beside(url)
    return found(name, State.OK, "kept in memory") if beside is None else _writable(name, beside / name)


def _writable(name: str, folder: Path) -> Finding:
    if could_be_written(folder):
        return found(name, State.OK, "folder", folder=folder)
    return found(name, State.ERROR, "folder closed", folder=folder, user=user(), setting=_setting(name))


def _setting(name: str) -> str:
    return f"LEDR_{name.upper()}"


def _mail_server(way: SmtpMail) -> Finding:
    """Whether the server answers; no login is tried and nothing is sent."""
    server = f"{way.host}:{way.port}"
    try:
        secure = ssl.create_default_context()
        if way.tls == "implicit":
            with smtplib.SMTP_SSL(way.host, way.port, timeout=findings.PATIENCE, context=secure):
                return found("mail", State.OK, "server", server=server)
        with smtplib.SMTP(way.host, way.port, timeout=findings.PATIENCE) as connection:
            if way.tls == "starttls":
                connection.starttls(context=secure)
            return found("mail", State.OK, "server", server=server)
    except (OSError, UnicodeError, smtplib.SMTPException) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return found("mail", State.ERROR, "no server", server=server, reason=reason, setting="LEDR_MAIL")


def _mailjet(way: MailjetMail) -> Finding:
    impatient = evolve(way, connecting=findings.PATIENCE, reading=findings.PATIENCE)
    try:
        return _tried("mail", way.host if way.port is None else f"{way.host}:{way.port}", impatient.try_key())
    finally:
        impatient.close()


def _twilio(way: TwilioSms) -> Finding:
    impatient = evolve(way, timeout=findings.PATIENCE)
    try:
        return _tried("sms", urlsplit(way.server).netloc, impatient.try_key())
    finally:
        impatient.close()


def _tried(name: str, server: str, answer: Handover) -> Finding:
    """What an attempt with the key says of a provider."""
    if answer.outcome is Outcome.ACCEPTED:
        return found(name, State.OK, "key taken", server=server)
    words = "key refused" if answer.cause is Cause.OURS else "no server"
    return found(name, State.ERROR, words, server=server, reason=answer.reason, setting=_setting(name))


def _mailjet_reports(secret_file: str | None) -> Finding:
    if secret_file is None:
        return found("mail reports", State.WARNING, "reports of anybody")
    try:
        secret = secret_in(secret_file, "mail_events_secret_file")
    except Invalid as error:
        return found("mail reports", State.ERROR, "no secret of reports", file=secret_file, reason=error.reason)
    if ":" not in secret:
        return found("mail reports", State.ERROR, "half a secret of reports", file=secret_file)
    return found("mail reports", State.OK, "reports guarded")


def _twilio_reports(callback: str | None) -> Finding:
    if callback is None:
        return found("sms reports", State.WARNING, "no reports")
    parts = urlsplit(callback)
    place = f"{parts.scheme}://{parts.hostname}{parts.path}"  # its options may hold a secret
    if parts.scheme != "https":
        return found("sms reports", State.WARNING, "reports in clear", place=place)
    return found("sms reports", State.OK, "reports", place=place)
