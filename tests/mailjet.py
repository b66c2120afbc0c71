"""A server on this machine that answers over TLS as Mailjet's interfaces v3.1 and v3 do, or as its test tells it to."""

import base64
import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import trustme
from attrs import define, field

from ledr_core.ports.mail import Attachment, Letter
from tests.web import Reply, Request, WebServer, serving, told

KEY, SECRET = "1f4a-Hortensia-key", "9c2b-Tulipe-secret"
AUTHORIZATION = "Basic " + base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()


@define
class FakeMailjet:
    """Takes messages, refuses what Mailjet refuses, and is asked for them by CustomID."""

    server: WebServer = field(init=False)
    taken: list[dict[str, Any]] = field(factory=list)
    """The messages taken, in order."""
    bad_addresses: set[str] = field(factory=set)
    foreign_senders: set[str] = field(factory=set)

    def __attrs_post_init__(self) -> None:
        self.server = WebServer(self._reply)

    @property
    def setting(self) -> str:
        """What LEDR_MAIL is, to send to this server."""
        return f"mailjet://{KEY}:{SECRET}@127.0.0.1:{self.server.port}"

    def letters(self) -> list[Letter]:
        """The messages taken, as letters."""
        return [_letter(message) for message in self.taken]

    def posts(self) -> list[Request]:
        """The requests to send something."""
        return [request for request in self.server.requests if request.method == "POST"]

    def _reply(self, request: Request) -> Reply:
        if request.headers.get("authorization") != AUTHORIZATION:
            return told(401, {"ErrorMessage": "API key authentication/authorization failure", "StatusCode": 401})
        if (request.method, request.path) == ("POST", "/v3.1/send"):
            return self._sent(json.loads(request.body)["Messages"])
        if (request.method, request.path) == ("GET", "/v3/REST/message"):
            return self._found(request.options)
        return told(404, {"ErrorMessage": "Not found", "StatusCode": 404})

    def _sent(self, messages: list[dict[str, Any]]) -> Reply:
        if len(messages) > 50:
            return told(400, {"ErrorCode": "mj-0021", "StatusCode": 400, "ErrorMessage": "Too many messages"})
        results = [self._taken(message) for message in messages]
        return told(200 if all(one["Status"] == "success" for one in results) else 400, {"Messages": results})

    def _taken(self, message: dict[str, Any]) -> dict[str, Any]:
        (recipient,) = message["To"]
        if message["From"]["Email"] in self.foreign_senders:
            return _error("send-0008", 403, "is not an authorized sender email address for your account", "From.Email")
        if recipient["Email"] in self.bad_addresses:
            return _error("mj-0013", 400, f'"{recipient["Email"]}" is an invalid email address.', "To[0].Email")
        self.taken.append(message)
        number = 1152921500000000000 + len(self.taken)
        answer = {"Email": recipient["Email"], "MessageUUID": f"uuid-{number}", "MessageID": number}
        return {"Status": "success", "CustomID": message["CustomID"], "To": [answer], "Cc": [], "Bcc": []}

    def _found(self, options: dict[str, str]) -> Reply:
        rows = [
            {"ID": 1152921500000000001 + at, "Status": "sent", "CustomID": message["CustomID"]}
            for at, message in enumerate(self.taken)
            if options.get("CustomID") in (None, message["CustomID"])
        ]
        rows = rows[: int(options.get("Limit", 10))]
        return told(200, {"Count": len(rows), "Data": rows, "Total": len(rows)})


def _error(code: str, status: int, message: str, about: str) -> dict[str, Any]:
    error = {"ErrorIdentifier": "f987", "ErrorCode": code, "StatusCode": status, "ErrorMessage": message}
    return {"Status": "error", "Errors": [error | {"ErrorRelatedTo": [about]}]}


def _letter(message: dict[str, Any]) -> Letter:
    (recipient,) = message["To"]
    return Letter(
        message=message["CustomID"],
        address=recipient["Email"],
        name=recipient.get("Name", ""),
        sender=message["From"]["Email"],
        sender_name=message["From"].get("Name", ""),
        subject=message["Subject"],
        text=message["TextPart"],
        html=message["HTMLPart"],
        attachments=tuple(
            Attachment(one["Filename"], one["ContentType"], base64.b64decode(one["Base64Content"]))
            for one in message.get("Attachments", ())
        ),
    )


def certificate(folder: Path) -> ssl.SSLContext:
    """What a server on 127.0.0.1 needs for TLS; who shall trust it reads `authority.pem` in that folder."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    return context


@contextmanager
def fake_mailjet(tls: ssl.SSLContext) -> Iterator[FakeMailjet]:
    """The server while the block runs."""
    mailjet = FakeMailjet()
    with serving(mailjet.server, tls):
        yield mailjet
