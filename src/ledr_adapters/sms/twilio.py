"""SMS through Twilio's Programmable Messaging (twilio.com/docs/messaging), one request an SMS.

There is no way to tell Twilio that a request is a repetition, so one whose answer was lost may have been carried out.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from attrs import define, field

from ledr_core.domain.messages.delivery import Cause
from ledr_core.ports.handover import Handover, Outcome
from ledr_core.ports.sms import TextMessage
from ledr_core.ports.templates import MASK

if TYPE_CHECKING:
    from requests import Response
    from twilio.rest import Client

HOST: Final = "api.twilio.com"
_BUSY: Final = frozenset({429, 503})
_NO_ACCESS: Final = frozenset({401, 403})
_NO_SUCH_INTERFACE: Final = frozenset({404, 405})
_CAUSES: Final = {
    **dict.fromkeys((21211, 21217, 21401, 21421, 21614, 21635), Cause.UNKNOWN_MAILBOX),
    21610: Cause.COMPLAINED,
    21612: Cause.DOMAIN_BLOCKS,
}
"""What a refusal is due to, by Twilio's error code; any other is ours."""


@define(eq=False)
class TwilioSms:
    """An `Sms` that hands SMS to Twilio, over connections that are kept.

    `sender` is the number (or name) that people see. With a `callback`, an https address of the school, Twilio reports
    there what becomes of each SMS, with the outbox identifier as the option `id`. `server` is another that speaks as
    Twilio does. `timeout` is in seconds, for a connection and for each wait for the answer.

    What an outcome means: LATER for no connection, 429, 503 and a wrong token; UNKNOWN for an answer that did not come,
    any other 5xx, and an answer that is not Twilio's; REFUSED for any other 4xx, with its cause.
    """

    _sid: str = field(repr=False)
    _token: str = field(repr=False)
    sender: str
    callback: str | None = None
    server: str = f"https://{HOST}"
    timeout: float = field(default=30.0, kw_only=True)
    _client: Client | None = field(default=None, init=False, repr=False)
    _last: threading.local = field(factory=threading.local, init=False, repr=False)
    _lock: threading.Lock = field(factory=threading.Lock, init=False, repr=False)

    @property
    def name(self) -> str:
        """`twilio`."""
        return "twilio"

    @property
    def token(self) -> str:
        """The secret with which Twilio signs its reports."""
        return self._token

    def send(self, text: TextMessage) -> Handover:
        """Hand one SMS over. See `Sms.send`."""
        options = {} if self.callback is None else {"status_callback": _with_identifier(self.callback, text.message)}
        made = self._asked(
            lambda client: client.messages.create(to=text.number, from_=self.sender, body=text.text, **options)
        )
        if isinstance(made, Handover):
            return made
        if not made.sid:
            return Handover(Outcome.UNKNOWN, "not an answer of Twilio", cause=Cause.PROVIDER)
        return Handover(Outcome.ACCEPTED, reference=str(made.sid))

    def try_key(self) -> Handover:
        """Whether Twilio answers and takes the token, without sending anything: ACCEPTED, or what is wrong."""
        account = self._asked(lambda client: client.api.v2010.accounts(self._sid).fetch())
        return account if isinstance(account, Handover) else Handover(Outcome.ACCEPTED)

    def close(self) -> None:
        """Close the connections. A later SMS opens one again."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.http_client.session.close()

    def _asked(self, ask: Callable[[Client], Any]) -> Any | Handover:
        """What Twilio's client gives for a request, or what it means that it gives nothing."""
        import requests
        from twilio.base.exceptions import TwilioException

        from ledr_adapters.exchange import never_sent, told

        self._last.pause = None
        try:
            return ask(self._opened())
        except TwilioException as fault:
            return self._judged(fault)
        except requests.RequestException as fault:
            outcome = Outcome.LATER if never_sent(fault) else Outcome.UNKNOWN
            return Handover(outcome, self._shown(f"{self.server}: {told(fault)}"), cause=Cause.PROVIDER)
        except UnicodeEncodeError:  # half a character (a lone surrogate): nothing has been sent
            return Handover(Outcome.REFUSED, "number or text cannot be sent", cause=Cause.OURS)
        except OSError as fault:  # before a connection: certificates
            return Handover(Outcome.LATER, self._shown(told(fault)), cause=Cause.OURS)
        except (ValueError, TypeError, AttributeError, RecursionError):  # from reading the answer
            return Handover(Outcome.UNKNOWN, f"{self.server}: not an answer of Twilio", cause=Cause.PROVIDER)

    def _opened(self) -> Client:
        from twilio.http.http_client import TwilioHttpClient
        from twilio.rest import Client

        with self._lock:
            if self._client is None:
                web = TwilioHttpClient(timeout=self.timeout, max_retries=0, request_hooks={"response": self._note})
                client = Client(self._sid, self._token, http_client=web)
                client.api.base_url = self.server
                self._client = client
            return self._client

    def _note(self, answer: Response, *_: object, **__: object) -> None:
        """Remember how long an answer asks to wait: the client's error does not tell."""
        from ledr_adapters.exchange import pause_asked_for

        self._last.pause = pause_asked_for(answer.headers)

    def _judged(self, fault: Exception) -> Handover:
        """What an error that Twilio answers with means."""
        status, code = _number(getattr(fault, "status", None)), _number(getattr(fault, "code", None))
        said = getattr(fault, "msg", None) or getattr(fault, "detail", None) or getattr(fault, "title", None) or fault
        reason = self._shown(f"{code or status}: {said}")
        if status in _BUSY:
            pause: timedelta | None = self._last.pause
            return Handover(Outcome.LATER, reason, retry_after=pause, cause=Cause.PROVIDER)
        if status in _NO_ACCESS:
            return Handover(Outcome.LATER, f"{reason}: the account or its token is wrong", cause=Cause.OURS)
        if status < 400 or status in _NO_SUCH_INTERFACE:
            return Handover(Outcome.LATER, f"{reason}: this is not that account's interface", cause=Cause.OURS)
        if status < 500:
            return Handover(Outcome.REFUSED, reason, cause=_CAUSES.get(code, Cause.OURS))
        return Handover(Outcome.UNKNOWN, reason, cause=Cause.PROVIDER)

    def _shown(self, text: str) -> str:
        """The text on one line, without the token, cropped."""
        return " ".join(text.replace(self._token, MASK).replace(self._sid, MASK).split())[:500]


def _with_identifier(callback: str, message: str) -> str:
    return f"{callback}{'&' if '?' in callback else '?'}id={quote(message, safe='')}"


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
