"""A letter as a MIME message: text first, then HTML, in UTF-8."""

from __future__ import annotations

from datetime import datetime
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

from ledr_adapters.folders import plain_id
from ledr_core.ports.mail import Letter

_NEVER: Final = frozenset(' <>(),;:\\"[]')  # only quoted local parts and bare IP addresses would hold them
_NOT_IN_NAMES: Final = str.maketrans(dict.fromkeys('<>(),;:\\"[]@', " "))
"""Python 3.11 loses the quotes around them when it folds a long header: the name would become further addresses."""


class NotAnAddress(ValueError):
    """The recipient or the sender of a letter cannot be an e-mail address."""


def mime_message(letter: Letter, at: datetime, encoding: str = "quoted-printable") -> EmailMessage:
    """The letter as a message dated *at* (aware), its parts in that transfer encoding.

    Raises NotAnAddress for a recipient or a sender that cannot be one.
    """
    recipient, sender = _address(letter.name, letter.address), _address(letter.sender_name, letter.sender)
    international = not (recipient.addr_spec.isascii() and sender.addr_spec.isascii())
    message = EmailMessage(policy.SMTPUTF8 if international else policy.SMTP)
    message["From"] = sender
    message["To"] = recipient
    message["Subject"] = _literally(letter.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{plain_id(letter.message)}@{sender.domain}>"
    message["X-MJ-CustomID"] = plain_id(letter.message)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office replies to a machine
    message.set_content(letter.text, charset="utf-8", cte=encoding)
    message.add_alternative(letter.html, subtype="html", charset="utf-8", cte=encoding)
    for attachment in letter.attachments:
        kind, _, subtype = attachment.kind.partition("/")
        message.add_attachment(attachment.content, maintype=kind, subtype=subtype, filename=attachment.name)
    return message


def envelope_address(text: str) -> str:
    """The address as a server is told it, its domain in ASCII. Raises NotAnAddress."""
    return _address("", text).addr_spec


def _address(name: str, text: str) -> Address:
    user, at, domain = text.rpartition("@")
    if not (user and at and domain) or "@" in user or not _NEVER.isdisjoint(text):
        raise NotAnAddress(f"{text!r} cannot be an e-mail address")
    try:
        return Address(_shown_name(name), user, domain.encode("idna").decode("ascii"))
    except (UnicodeError, MessageError, ValueError):
        raise NotAnAddress(f"{text!r} cannot be an e-mail address") from None


def _shown_name(name: str) -> str:
    return _literally(" ".join(name.translate(_NOT_IN_NAMES).split()))


def _literally(text: str) -> str:
    """The text with nothing in it that a mail program would decode (RFC 2047)."""
    return text.replace("=?", "= ?")
