"""A server on this machine that answers as Twilio's interface for messages does, or as its test tells it to."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs

from attrs import define, field

from tests.web import Reply, Request, WebServer, serving, told

SID, TOKEN = "ACb1c2d3e4f5Hortensia", "7d6e-Tulipe-token"
SENDER = "+33700000000"
AUTHORIZATION = "Basic " + base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()
_ACCOUNT = f"/2010-04-01/Accounts/{SID}"


@define
class FakeTwilio:
    """Takes SMS and refuses those that Twilio refuses."""

    server: WebServer = field(init=False)
    taken: list[dict[str, str]] = field(factory=list)
    """The fields of the SMS taken, in order."""
    opted_out: set[str] = field(factory=set)

    def __attrs_post_init__(self) -> None:
        self.server = WebServer(self._reply)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def setting(self) -> str:
        """What LEDR_SMS is, to send to this server."""
        return f"twilio+http://{SID}:{TOKEN}@127.0.0.1:{self.server.port}?from={SENDER}"

    def received(self) -> list[tuple[str, str]]:
        """Number and text of each SMS taken."""
        return [(sms["To"], sms["Body"]) for sms in self.taken]

    def posts(self) -> list[Request]:
        """The requests to send something."""
        return [request for request in self.server.requests if request.method == "POST"]

    def _reply(self, request: Request) -> Reply:
        if request.headers.get("authorization") != AUTHORIZATION:
            return error(401, 20003, "Authenticate")
        if (request.method, request.path) == ("GET", f"{_ACCOUNT}.json"):
            return told(200, {"sid": SID, "status": "active", "friendly_name": "École"})
        if (request.method, request.path) == ("POST", f"{_ACCOUNT}/Messages.json"):
            fields = parse_qs(request.body.decode(), keep_blank_values=True, errors="strict")
            return self._sent({name: values[0] for name, values in fields.items()})
        return error(404, 20404, "The requested resource was not found")

    def _sent(self, sms: dict[str, str]) -> Reply:
        if sms["To"] in self.opted_out:
            return error(400, 21610, "Attempt to send to unsubscribed recipient")
        if not (sms["To"].startswith("+") and sms["To"][1:].isdigit() and len(sms["To"]) > 8):
            return error(400, 21211, f"Invalid 'To' Phone Number: {sms['To']}")
        self.taken.append(sms)
        sid = f"SM{len(self.taken):032x}"
        return told(201, {"sid": sid, "status": "queued", "to": sms["To"], "from": sms["From"], "body": sms["Body"]})


def error(status: int, code: int, message: str) -> Reply:
    """An error as Twilio tells it."""
    more = f"https://www.twilio.com/docs/errors/{code}"
    return told(status, {"code": code, "message": message, "more_info": more, "status": status})


@contextmanager
def fake_twilio() -> Iterator[FakeTwilio]:
    """The server while the block runs."""
    twilio = FakeTwilio()
    with serving(twilio.server):
        yield twilio
