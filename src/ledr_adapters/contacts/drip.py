"""The contact bases at Drip, over its REST interface (developer.drip.com): subscribers of one or two accounts.

A batch of at most 1,000 subscribers is answered with 201 and worked on later. 422 says that something in it is wrong,
401 and 403 that the token may not, 404 that there is no such account, 429 that too much was asked within the hour.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from attrs import define, field

from ledr_adapters.kept_asker import KeptAsker
from ledr_core.domain.kernel.errors import Unavailable
from ledr_core.ports.contacts import Base, Contact
from ledr_core.ports.handover import Handover, Outcome

if TYPE_CHECKING:
    from ledr_adapters.asking import Answer

ACCEPTED: Final = Handover(Outcome.ACCEPTED)
_AN_HOUR: Final = timedelta(hours=1)
"""How long to leave Drip alone that does not say how long: its limits are by the hour."""


@define(eq=False)
class DripContacts:
    """A `Contacts` that keeps each base in an account of Drip's; two in the same account are told apart by a tag.

    `connecting` and `reading` are the seconds that the server has to take a connection and to answer. A batch is
    asked for once: what went wrong on the way is the outcome. Where something in a batch is wrong it is halved until
    that is found, so that the others are taken. Proxies are those of the environment; certificates are verified.
    """

    server: str
    _token: str = field(repr=False)
    accounts: Mapping[Base, str]
    connecting: float = field(default=5.0, kw_only=True)
    reading: float = field(default=30.0, kw_only=True)
    _kept: KeptAsker = field(init=False, repr=False)

    @_kept.default
    def _not_opened_yet(self) -> KeptAsker:
        return KeptAsker(self.server, self.connecting, self.reading, 1, "contacts")

    @property
    def name(self) -> str:
        """`drip`."""
        return "drip"

    @property
    def bases(self) -> tuple[Base, ...]:
        """All of them."""
        return tuple(Base)

    @property
    def at_once(self) -> int:
        """As many subscribers as a batch may have."""
        return 1000

    def transfer(self, base: Base, contacts: Sequence[Contact]) -> tuple[Handover, ...]:
        """Add or change subscribers. See `Contacts.transfer`."""
        if not contacts:
            return ()
        body = {"batches": [{"subscribers": [_subscriber(base, contact) for contact in contacts]}]}
        outcome = self._sent("POST", f"/v2/{self._account(base)}/subscribers/batches", body)
        if outcome.outcome is Outcome.REFUSED and len(contacts) > 1:
            half = len(contacts) // 2
            return self.transfer(base, contacts[:half]) + self.transfer(base, contacts[half:])
        return (outcome,) * len(contacts)

    def remove(self, base: Base, emails: Sequence[str]) -> tuple[Handover, ...]:
        """Delete subscribers. Where the bases share an account, who leaves Care alone loses its tag alone.

        See `Contacts.remove`.
        """
        shared = base is Base.CARE and self.accounts[Base.CARE] == self.accounts[Base.MARKETING]
        tag = f"/tags/{base.value}" if shared else ""
        handovers: list[Handover] = []
        for email in emails:
            path = f"/v2/{self._account(base)}/subscribers/{quote(email, safe='')}{tag}"
            handovers.append(self._sent("DELETE", path, None))
            if handovers[-1].outcome not in (Outcome.ACCEPTED, Outcome.REFUSED):
                return (*handovers, *(Handover(Outcome.LATER, handovers[-1].reason),) * (len(emails) - len(handovers)))
        return tuple(handovers)

    def close(self) -> None:
        """Close the connections."""
        self._kept.close()

    def _account(self, base: Base) -> str:
        return quote(self.accounts[base], safe="")

    def _sent(self, method: str, path: str, body: Mapping[str, Any] | None) -> Handover:
        from ledr_adapters.asking import NoAnswer, NoConnection

        content = None if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        try:
            answer = self._kept.opened().send(method, path, self._headers(), content)
        except NoConnection:
            return Handover(Outcome.LATER, "Drip takes no connection")
        except NoAnswer:
            return Handover(Outcome.UNKNOWN, "Drip's answer was lost")
        except Unavailable as fault:
            return Handover(Outcome.LATER, fault.reason)
        return _outcome(method, answer)

    def _headers(self) -> dict[str, str]:
        from urllib3 import make_headers

        login = make_headers(basic_auth=f"{self._token}:")
        return {**login, "content-type": "application/json"}


def _subscriber(base: Base, contact: Contact) -> dict[str, Any]:
    """A contact in Drip's words: the names have fields of their own, all else is a custom field.

    A field without a value is sent empty, which clears what was there.
    """
    fields = {name: "" if value is None else value for name, value in contact.fields.items()}
    own: dict[str, Any] = {name: fields.pop(name) for name in ("first_name", "last_name") if name in fields}
    if contact.former_email is not None:
        own["new_email"] = contact.email
    return {"email": contact.former_email or contact.email, **own, "custom_fields": fields, "tags": [base.value]}


def _outcome(method: str, answer: Answer) -> Handover:
    status = answer.status
    if 200 <= status < 300 or (method == "DELETE" and status == 404):
        return ACCEPTED
    if status == 429:
        pause = timedelta(seconds=answer.retry_after) if answer.retry_after else _AN_HOUR
        return Handover(Outcome.LATER, "Drip has been asked too much (429)", retry_after=pause)
    if status in (401, 403):
        return Handover(Outcome.LATER, f"Drip does not accept the token ({status})")
    if status == 404:
        return Handover(Outcome.LATER, "Drip knows no such account (404)")
    if status == 503:
        return Handover(Outcome.LATER, "Drip is out of service (503)")
    if 400 <= status < 500:
        return Handover(Outcome.REFUSED, f"Drip refuses it ({status}): {_words(answer.content)}")
    return Handover(Outcome.UNKNOWN, f"Drip has a fault ({status})")


def _words(content: bytes | None) -> str:
    """What Drip says is wrong, on one line."""
    try:
        errors = json.loads(content or b"")["errors"]
        said = "; ".join(str(one["message"]) for one in errors)
    except (ValueError, KeyError, TypeError):
        said = "no reason given"
    return " ".join(said.split())[:300]
