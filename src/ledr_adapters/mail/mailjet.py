"""Mail through Mailjet's Send API v3.1 (dev.mailjet.com), with care for what is known when something goes wrong.

Mailjet answers for each message of a request by itself. When it takes some and refuses others the answer is 400, which
the client library raises: those that were taken are told only in its body.
"""

from __future__ import annotations

import hashlib
import re
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from attrs import define, evolve, field

from ledr_adapters.folders import plain_id
from ledr_adapters.mail.mime import NotAnAddress, answers_to, envelope_address
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.messages.delivery import Cause
from ledr_core.ports.handover import Handover, Outcome
from ledr_core.ports.mail import Letter
from ledr_core.ports.templates import MASK

if TYPE_CHECKING:
    from mailjet_rest import Client
    from requests import Response

HOST: Final = "api.mailjet.com"
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_KEY: Final = re.compile("[!-~]+")
_MOST: Final = 50
"""Messages that one request takes."""
_BAD_ADDRESS, _FOREIGN_SENDER = "mj-0013", "send-0008"
_BUSY: Final = frozenset({429, 503})
_NO_ACCESS: Final = frozenset({401, 403})


@define(eq=False)
class MailjetMail:
    """A `Mail` that hands letters to Mailjet, several at once, over connections that are kept.

    The library's own repeats are off: over HTTPS it would post a message up to four times when answers get lost. So one
    call is one request, and what is known after it is the outcome:

    - LATER: no connection, 429 and 503, a wrong key or a sender whom Mailjet does not know, which say nothing about the
      letter;
    - UNKNOWN: an answer that did not come, any other 5xx, and an answer that is not Mailjet's;
    - REFUSED: this letter, for good.

    `connecting` and `reading` are seconds: for a connection, and for each wait for the answer. Certificates are
    verified against the system's, or those that REQUESTS_CA_BUNDLE names. Raises Invalid for a host that the library
    does not call, and for a key that no header can carry.
    """

    _key: str = field(repr=False)
    _secret: str = field(repr=False)
    host: str = HOST
    port: int | None = None
    connecting: float = field(default=10.0, kw_only=True)
    reading: float = field(default=60.0, kw_only=True)
    _clients: dict[str, Client] = field(factory=dict, init=False, repr=False)
    _lock: threading.Lock = field(factory=threading.Lock, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if self.host not in _LOCAL and not f".{self.host}".endswith(".mailjet.com"):
            raise Invalid("mail", "the host is not Mailjet's", (HOST, "*.mailjet.com", *sorted(_LOCAL)))
        if not all(_KEY.fullmatch(one) for one in (self._key, self._secret)):
            raise Invalid("mail", "the key or the secret of Mailjet holds letters that no such key has")

    @property
    def name(self) -> str:
        """`mailjet`."""
        return "mailjet"

    @property
    def at_once(self) -> int:
        """50: as many as one request takes."""
        return _MOST

    def send(self, letter: Letter) -> Handover:
        """Hand one letter over. See `Mail.send`."""
        (handover,) = self.send_all([letter])
        return handover

    def send_all(self, letters: Sequence[Letter]) -> tuple[Handover, ...]:
        """Hand several letters over in one request. See `Mail.send_all`."""
        unfit = [_unfit(letter) for letter in letters]
        fit = [letter for letter, fault in zip(letters, unfit, strict=True) if fault is None]
        taken = iter(self._posted(fit) if fit else ())
        return tuple(next(taken) if fault is None else fault for fault in unfit)

    def look_up(self, message: str) -> Handover:
        """Ask for the message that has this CustomID. See `Mail.look_up`."""
        answer = self._asked_for({"CustomID": message, "ShowCustomID": "true"})
        if isinstance(answer, Handover):
            return Handover(Outcome.UNKNOWN, answer.reason, retry_after=answer.retry_after, cause=answer.cause)
        found = [one for one in answer if one.get("CustomID") in (message, None, "")]
        if not found:
            return Handover(Outcome.LATER, "Mailjet knows of no such message")
        return Handover(Outcome.ACCEPTED, reference=_identifier(found[0].get("ID")))

    def try_key(self) -> Handover:
        """Whether Mailjet answers and takes the key, without sending anything: ACCEPTED, or what is wrong."""
        answer = self._asked_for({"Limit": "1"})
        return answer if isinstance(answer, Handover) else Handover(Outcome.ACCEPTED)

    def close(self) -> None:
        """Close the connections. A later letter opens one again."""
        with self._lock:
            clients, self._clients = self._clients, {}
        for client in clients.values():
            client.close()

    def _posted(self, letters: Sequence[Letter]) -> Sequence[Handover]:
        body = {"Messages": [_message(letter) for letter in letters]}
        headers = {"Idempotency-Key": _request_key(letters)}
        answer = self._answer(
            lambda: self._client("v3.1").send.create(data=body, headers=headers, allow_redirects=False)
        )
        if isinstance(answer, Handover):
            return [answer] * len(letters)
        content = _content(answer)
        if answer.status_code in (200, 201, 400) and isinstance(content.get("Messages"), list):
            return list(self._each(content["Messages"], letters))
        handover = self._whole(answer, content)
        if handover.outcome is Outcome.REFUSED and len(letters) > 1:  # one of them made it refuse them all
            return self._posted_one_by_one(letters)
        return [handover] * len(letters)

    def _posted_one_by_one(self, letters: Sequence[Letter]) -> Sequence[Handover]:
        """Until there is a fault that is not a letter's: the rest would wait for the same."""
        handovers: list[Handover] = []
        for letter in letters:
            handovers += self._posted([letter])
            if handovers[-1].outcome in (Outcome.LATER, Outcome.UNKNOWN):
                break
        return handovers + [evolve(handovers[-1], outcome=Outcome.LATER)] * (len(letters) - len(handovers))

    def _asked_for(self, filters: dict[str, str]) -> Sequence[Mapping[str, Any]] | Handover:
        """The messages that Mailjet knows of, or why it does not tell."""
        answer = self._answer(lambda: self._client("v3").message.get(filters=filters, allow_redirects=False))
        if isinstance(answer, Handover):
            return answer
        content = _content(answer)
        rows = content.get("Data")
        if answer.status_code == 200 and isinstance(rows, list) and all(isinstance(one, dict) for one in rows):
            return rows
        return self._whole(answer, content)

    def _answer(self, ask: Callable[[], Response]) -> Response | Handover:
        """The answer to a request, whatever its status; without one, what that means."""
        from mailjet_rest.errors import ApiError

        from ledr_adapters.exchange import never_sent, told

        try:
            return ask()
        except ApiError as error:
            fault: BaseException = error.__cause__ or error
            response: Response | None = getattr(fault, "response", None)
            if response is not None:
                return response
            outcome = Outcome.LATER if never_sent(fault) else Outcome.UNKNOWN
            return Handover(outcome, self._shown(f"{self.host}: {told(fault)}"), cause=Cause.PROVIDER)
        except (OSError, ValueError, TypeError) as fault:  # before a connection: certificates, or what it cannot carry
            return Handover(Outcome.LATER, self._shown(told(fault)), cause=Cause.OURS)

    def _client(self, version: str) -> Client:
        from mailjet_rest import Client
        from mailjet_rest.utils.guardrails import SecureHTTPAdapter

        with self._lock:
            if version not in self._clients:
                host = f"[{self.host}]" if ":" in self.host else self.host
                client = Client(
                    auth=(self._key, self._secret),
                    version=version,
                    api_url=f"https://{host}" + ("" if self.port is None else f":{self.port}"),
                    timeout=(self.connecting, self.reading),
                )
                client.session.mount("https://", SecureHTTPAdapter(max_retries=0))
                self._clients[version] = client
            return self._clients[version]

    def _each(self, told: Sequence[object], letters: Sequence[Letter]) -> Iterator[Handover]:
        """What became of each letter: told under its CustomID, or else in its place."""
        results = [one if isinstance(one, dict) else {} for one in told]
        named = {one["CustomID"]: one for one in results if isinstance(one.get("CustomID"), str)}
        for at, letter in enumerate(letters):
            in_place = results[at] if len(results) == len(letters) and not results[at].get("CustomID") else {}
            yield self._result(named.get(letter.message, in_place), letter)

    def _result(self, told: Mapping[str, Any], letter: Letter) -> Handover:
        if told.get("Status") == "success":
            return Handover(Outcome.ACCEPTED, reference=_reference(told))
        if told.get("Status") == "error":
            errors = [one for one in told.get("Errors") or () if isinstance(one, dict)]
            faults = [self._fault(one, letter) for one in errors] or [Handover(Outcome.REFUSED, "no reason given")]
            return next((one for one in faults if one.outcome is Outcome.REFUSED), faults[0])
        return Handover(Outcome.UNKNOWN, "Mailjet does not say what became of it", cause=Cause.PROVIDER)

    def _fault(self, error: Mapping[str, Any], letter: Letter) -> Handover:
        """What one error of a message means: is it the address, the sender, or the message?"""
        code, status = str(error.get("ErrorCode", "")), _number(error.get("StatusCode"))
        reason = self._shown(f"{code}: {error.get('ErrorMessage', '')}")
        about = [str(one) for one in error.get("ErrorRelatedTo") or ()]
        if code == _FOREIGN_SENDER or status in _NO_ACCESS or (about and all(one.startswith("From") for one in about)):
            return Handover(Outcome.LATER, reason, cause=Cause.OURS)
        if status in _BUSY:
            return Handover(Outcome.LATER, reason, cause=Cause.PROVIDER)
        if status >= 500:
            return Handover(Outcome.UNKNOWN, reason, cause=Cause.PROVIDER)
        of_the_address = code == _BAD_ADDRESS or any(one.startswith("To") and one.endswith("Email") for one in about)
        return Handover(Outcome.REFUSED, reason, cause=_wrong_part(letter.address) if of_the_address else Cause.OURS)

    def _whole(self, answer: Response, content: Mapping[str, Any]) -> Handover:
        """What an answer means that is about the request and not about each of its messages."""
        from ledr_adapters.exchange import pause_asked_for

        status = answer.status_code
        said = content.get("ErrorMessage")
        reason = self._shown(f"{self.host}: {status} {said or answer.reason or ''}")
        if status in _NO_ACCESS:
            return Handover(Outcome.LATER, f"{reason}: the key or the secret is wrong", cause=Cause.OURS)
        if status in _BUSY:
            return Handover(Outcome.LATER, reason, retry_after=pause_asked_for(answer.headers), cause=Cause.PROVIDER)
        if 300 <= status < 400 or status in (404, 405):
            return Handover(Outcome.LATER, f"{reason}: this is not Mailjet's interface", cause=Cause.OURS)
        if status == 413 or (400 <= status < 500 and isinstance(said, str)):
            return Handover(Outcome.REFUSED, reason, cause=Cause.OURS)
        if status < 500:
            return Handover(Outcome.UNKNOWN, f"{reason}: not an answer of Mailjet", cause=Cause.PROVIDER)
        return Handover(Outcome.UNKNOWN, reason, cause=Cause.PROVIDER)

    def _shown(self, text: str) -> str:
        """The text on one line, without key and secret, cropped."""
        return " ".join(text.replace(self._secret, MASK).replace(self._key, MASK).split())[:500]


def _unfit(letter: Letter) -> Handover | None:
    """Why a letter need not be put to Mailjet: it could not be sent to that address, or from it."""
    try:
        envelope_address(letter.sender)
    except NotAnAddress as fault:
        return Handover(Outcome.LATER, f"the sender: {fault}", cause=Cause.OURS)
    try:
        envelope_address(letter.address)
    except NotAnAddress as fault:
        return Handover(Outcome.REFUSED, str(fault), cause=Cause.UNKNOWN_MAILBOX)
    return None


def _message(letter: Letter) -> dict[str, object]:
    message: dict[str, object] = {
        "From": _named(letter.sender, letter.sender_name),
        "To": [_named(letter.address, letter.name)],
        "Subject": letter.subject,
        "TextPart": letter.text,
        "HTMLPart": letter.html,
        "CustomID": letter.message,
        "Headers": {"Auto-Submitted": "auto-generated"},  # RFC 3834: no out-of-office replies to a machine
    }
    if (answers := answers_to(letter)) is not None:
        message["ReplyTo"] = {"Email": answers}
    if letter.attachments:
        message["Attachments"] = [
            {"ContentType": one.kind, "Filename": one.name, "Base64Content": b64encode(one.content).decode("ascii")}
            for one in letter.attachments
        ]
    return message


def _named(address: str, name: str) -> dict[str, str]:
    return {"Email": envelope_address(address)} | ({"Name": name} if name else {})


def _request_key(letters: Sequence[Letter]) -> str:
    """A key of this request alone: the library's is made of the texts, so that two like letters would share it."""
    if len(letters) == 1:
        return plain_id(letters[0].message)
    return hashlib.sha256("\n".join(letter.message for letter in letters).encode()).hexdigest()


def _content(answer: Response) -> Mapping[str, Any]:
    """The JSON object of an answer; empty when it is none."""
    try:
        content = answer.json()
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _reference(told: Mapping[str, Any]) -> str | None:
    recipients = told.get("To")
    first = recipients[0] if isinstance(recipients, list) and recipients else None
    return _identifier(first.get("MessageID")) if isinstance(first, dict) else None


def _identifier(value: object) -> str | None:
    return str(value) if isinstance(value, int | str) and value else None


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _wrong_part(address: str) -> Cause:
    """What is wrong with an address that cannot be one: its domain, when that is no name of the internet."""
    return Cause.UNKNOWN_MAILBOX if "." in address.rpartition("@")[2].strip(".") else Cause.WRONG_DOMAIN
