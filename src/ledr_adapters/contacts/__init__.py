"""Where the contact bases can be, and the text that chooses one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, unquote, urlsplit

from ledr_adapters.servers import secret_in
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.ports.contacts import Base, Contacts

if TYPE_CHECKING:
    from ledr_adapters.contacts.drip import DripContacts

_FORMS: Final = ("csv:PATH", "drip://TOKEN@HOST/ACCOUNT[?care=ACCOUNT]", "drip+http://TOKEN@HOST:PORT/ACCOUNT", "off")


def contacts_from(text: str, *, secret_file: str | None = None) -> Contacts:
    """The contact bases that a setting such as LEDR_CONTACTS chooses: `csv:PATH`, `drip://…`, or `off` for none.

    A token is percent-decoded; it may be in *secret_file* instead (white space around it is dropped). Nothing is opened
    yet. Raises Invalid, which never shows the text, as it may hold the token.
    """
    scheme, colon, rest = text.strip().partition(":")
    match scheme.lower():
        case "off" if not colon:
            from ledr_adapters.contacts.off import NoContacts

            return NoContacts()
        case "csv" if rest:
            from ledr_adapters.contacts.files import CsvContacts

            return CsvContacts(rest)
        case "drip" | "drip+http" if colon:
            return _drip(text.strip(), secret_file)
    raise Invalid("contacts", "not a place for contacts", _FORMS)


def _drip(text: str, secret_file: str | None) -> DripContacts:
    try:
        url = urlsplit(text)
        host, port = url.hostname, url.port
        options = parse_qs(url.query, keep_blank_values=True, strict_parsing=bool(url.query))
    except ValueError:  # its words repeat parts of the text
        raise Invalid("contacts", "the port is no number, or the token is not percent-encoded", _FORMS) from None
    account, care = unquote(url.path.strip("/")), options.pop("care", [""])
    if not host or not account or "/" in account or url.password or url.fragment or options or len(care) != 1:
        raise Invalid("contacts", "not TOKEN@HOST/ACCOUNT, with care=ACCOUNT at most behind it", _FORMS)
    token = unquote(url.username or "")
    if secret_file is not None:
        if token:
            raise Invalid("contacts_secret_file", "the token stands in the contacts setting too: keep one of them")
        token = secret_in(secret_file, "contacts_secret_file")
    if not token:
        raise Invalid("contacts", "the token is missing", _FORMS)

    from ledr_adapters.contacts.drip import DripContacts

    name = f"[{host}]" if ":" in host else host
    scheme = "http" if url.scheme == "drip+http" else "https"
    server = f"{scheme}://{name}" + ("" if port is None else f":{port}")
    return DripContacts(server, token, {Base.MARKETING: account, Base.CARE: care[0] or account})
