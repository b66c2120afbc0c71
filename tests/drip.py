"""A server on this machine that answers as Drip's REST interface does, or as its test tells it to.

It checks what Drip checks: the token, the account, the media type, the shape of a batch, addresses; it keeps
subscribers by account.
"""

import base64
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from attrs import define, field, frozen

TOKEN, MARKETING, CARE = "s3cret/t0ken", "9999999", "7777777"
NONE = b""


@frozen
class Reply:
    """What the server answers out of turn; a `status` of 0 hangs up without a word, what `hangs` never answers."""

    status: int = 500
    content: bytes = b"<h1>500</h1>"
    headers: Mapping[str, str] = field(factory=dict)
    hangs: bool = False


@define
class FakeDrip:
    """The server at work."""

    address: str = ""
    requests: list[tuple[str, str]] = field(factory=list)
    """Method and path of each, in order."""
    sizes: list[int] = field(factory=list)
    """How many subscribers each batch had."""
    accounts: dict[str, dict[str, dict[str, Any]]] = field(factory=lambda: {MARKETING: {}, CARE: {}})
    replies: list[Reply] = field(factory=list)
    """What is answered out of turn, one a request."""
    kept_before_reply: bool = False
    """Whether what is asked is done before an answer out of turn."""
    _lock: threading.Lock = field(factory=threading.Lock)
    _stopped: threading.Event = field(factory=threading.Event)

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        with self._lock:
            self.requests.append((method, path))
            out_of_turn = self.replies.pop(0) if self.replies else None
            if out_of_turn is not None and not self.kept_before_reply:
                reply = out_of_turn
            else:
                reply = self._done(method, path, headers, body)
                reply = out_of_turn or reply
        if reply.hangs:
            self._stopped.wait()
        return reply

    def _done(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        expected = "Basic " + base64.b64encode(f"{TOKEN}:".encode()).decode()
        if headers.get("authorization") != expected:
            return errors(401, "authentication_error", "Authentication failed, check your credentials")
        version, account, *rest = path.strip("/").split("/")
        if version != "v2" or account not in self.accounts:
            return errors(404, "not_found_error", "The resource you requested was not found")
        kept = self.accounts[account]
        if (method, rest) == ("POST", ["subscribers", "batches"]):
            return self._batch(kept, headers, body)
        if method == "DELETE" and rest[:1] == ["subscribers"]:
            return _deleted(kept, unquote(rest[1]), [unquote(part) for part in rest[2:]])
        return errors(404, "not_found_error", "The resource you requested was not found")

    def _batch(self, kept: dict[str, dict[str, Any]], headers: Mapping[str, str], body: bytes) -> Reply:
        if headers.get("content-type") != "application/json":
            return errors(415, "media_type_error", "application/json is wanted")
        (batch,) = json.loads(body)["batches"]
        subscribers = batch["subscribers"]
        self.sizes.append(len(subscribers))
        if not 1 <= len(subscribers) <= 1000:
            return errors(422, "length_error", "A batch has 1 to 1000 subscribers")
        for one in subscribers:
            if "@" not in one.get("email", "") or one["email"].startswith("@"):
                return errors(422, "email_error", "Email is invalid")
        for one in subscribers:
            former = kept.pop(one["email"].casefold(), {})
            email = one.get("new_email", one["email"])
            tags = {*former.get("tags", ()), *one["tags"]}
            known = kept.pop(email.casefold(), former)
            fields = {**known.get("custom_fields", {}), **one["custom_fields"]}
            kept[email.casefold()] = {**known, **one, "email": email, "tags": tags, "custom_fields": fields}
        return Reply(201, b"{}", {"content-type": "application/json"})

    def stop(self) -> None:
        """Let go of the requests that hang."""
        self._stopped.set()


def _deleted(kept: dict[str, dict[str, Any]], email: str, rest: list[str]) -> Reply:
    found = kept.get(email.casefold())
    if found is None:
        return errors(404, "not_found_error", "The resource you requested was not found")
    if rest[:1] == ["tags"]:
        found["tags"].discard(rest[1])
    else:
        del kept[email.casefold()]
    return Reply(204, NONE)


def errors(status: int, code: str, message: str) -> Reply:
    """An error in Drip's words."""
    content = json.dumps({"errors": [{"code": code, "message": message}]}).encode()
    return Reply(status, content, {"content-type": "application/json"})


@contextmanager
def drip_server() -> Iterator[FakeDrip]:
    """Such a server, until the block ends."""
    drip = FakeDrip()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = drip.answer(self.command, self.path, headers, body)
            if not reply.status or reply.hangs:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.status != 204:
                self.send_header("content-length", str(len(reply.content)))
            self.end_headers()
            self.wfile.write(reply.content)

        do_POST = do_DELETE = do_GET = _answer

        def log_message(self, format: str, *args: Any) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    drip.address = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield drip
    finally:
        drip.stop()
        server.shutdown()
        server.server_close()
        thread.join()
