"""The text of a setting that names a server and a login there: `scheme://USER:SECRET@HOST:PORT?option=value`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from attrs import field, frozen

from ledr_core.domain.kernel.errors import Invalid


@frozen(kw_only=True)
class Server:
    """A server as a setting names it: host ("" when left out), port, login and options."""

    host: str
    port: int | None
    user: str | None = field(repr=False)
    secret: str | None = field(repr=False)
    options: Mapping[str, Sequence[str]] = field(repr=False)

    @property
    def authority(self) -> str:
        """Host and port as an address has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port is None else f"{host}:{self.port}"


def server_named(text: str, setting: str, forms: object, secret_file: str | None) -> Server:
    """The server that the text of a setting names; user, secret and options are percent-decoded, a plus stays a plus.

    The secret may be in *secret_file* instead (white space around it is dropped). Raises Invalid for *setting*, whose
    *forms* are allowed, and never shows the text, as it may hold a secret.
    """
    try:
        url = urlsplit(text)
        host, port = url.hostname, url.port
    except ValueError:  # its words repeat parts of the text
        raise Invalid(setting, "the port is no number, or the password is not percent-encoded", forms) from None
    if url.path.strip("/") or url.fragment:
        raise Invalid(setting, f"no host after {url.scheme}://, or more than a port behind it", forms)
    user = unquote(url.username) if url.username else None
    secret = unquote(url.password) if url.password else None
    if secret_file is not None:
        if secret is not None:
            raise Invalid(
                f"{setting}_secret_file", f"the password stands in the {setting} setting too: keep one of them"
            )
        secret = secret_in(secret_file, f"{setting}_secret_file")
    if (user is None) != (secret is None):
        raise Invalid(setting, "a user needs a password, and a password a user", forms)
    options = parse_qs(url.query.replace("+", "%2B"), keep_blank_values=True)
    return Server(host=host or "", port=port, user=user, secret=secret, options=options)


def secret_in(path: str, setting: str) -> str:
    """What a file holds, without the white space around it. Raises Invalid for *setting* when there is nothing."""
    try:
        secret = Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        reason = getattr(fault, "strerror", None) or "not a text"
        raise Invalid(setting, f"{path} cannot be read: {reason}") from None
    if not secret:
        raise Invalid(setting, f"{path} is empty")
    return secret
