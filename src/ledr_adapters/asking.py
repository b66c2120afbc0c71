"""One question to a server over HTTP, with little trust in what comes back."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from attrs import define, field, frozen
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    InvalidHeader,
    NameResolutionError,
    NewConnectionError,
)

from ledr_core.domain.kernel.errors import Unavailable

_MOST: Final = 200_000
"""Bytes of an answer that are taken."""
_AT_ONCE: Final = 16_384
_OK: Final = 200
_OURS: Final = {"accept": "application/json", "accept-encoding": "identity", "user-agent": "ledr"}


class NoAnswer(Exception):
    """No connection, or no whole answer in time."""


class NoConnection(NoAnswer):
    """No connection, so that nothing can have arrived."""


@frozen
class Answer:
    """What a server answered: the content, None when it is too much to take or was not wanted."""

    status: int
    content: bytes | None
    retry_after: float
    """Seconds for which the server asks to be left alone, else 0."""


@define(eq=False)
class Asker:
    """Asks one server, over connections that are kept between questions. May be shared by threads.

    `connecting` and `reading` are seconds: for a connection; and for the answer to begin, and then to be whole.
    Raises Unavailable, of the *part* that asks, when the environment names a proxy of a kind that cannot be used.
    """

    server: str
    connecting: float
    reading: float
    connections: int
    part: str = "videos"
    _pool: urllib3.PoolManager = field(init=False)

    def __attrs_post_init__(self) -> None:
        timeout = urllib3.Timeout(connect=self.connecting, read=self.reading)
        self._pool = _pool(self.server, self.connections, timeout, self.part)

    def get(self, path: str, headers: Mapping[str, str]) -> Answer:
        """The answer to a GET, redirects being answers too; the content of a 200 alone. Raises NoAnswer."""
        return self._ask("GET", path, headers, None, lambda status: status == _OK)

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        """The answer to something else, asked once; its content whatever the status. Raises NoAnswer, NoConnection."""
        return self._ask(method, path, headers, body, lambda status: True)

    def _ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None, wanted: Callable[[int], bool]
    ) -> Answer:
        try:
            response = self._pool.request(
                method,
                self.server + path,
                body=body,
                headers=_OURS | dict(headers),
                retries=False,
                preload_content=False,
                redirect=False,
            )
            try:
                content = _content(response, time.monotonic() + self.reading) if wanted(response.status) else None
            finally:
                response.close()
        except (NewConnectionError, ConnectTimeoutError, NameResolutionError) as fault:
            raise NoConnection(str(fault)) from None
        except (HTTPError, OSError, UnicodeError) as fault:
            raise NoAnswer(str(fault)) from None
        return Answer(response.status, content, _retry_after(response))

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()


def _content(response: urllib3.BaseHTTPResponse, until: float) -> bytes | None:
    content = bytearray()
    while part := response.read1(_AT_ONCE, decode_content=False):
        content += part
        if len(content) > _MOST:
            return None
        if time.monotonic() > until:
            raise NoAnswer("the answer comes too slowly")
    return bytes(content)


def _retry_after(response: urllib3.BaseHTTPResponse) -> float:
    said = response.headers.get("retry-after")
    try:
        return urllib3.Retry().parse_retry_after(said) if said else 0.0
    except InvalidHeader:
        return 0.0


def _pool(server: str, connections: int, timeout: urllib3.Timeout, part: str) -> urllib3.PoolManager:
    proxy = _proxy(server)
    if proxy is None:
        return urllib3.PoolManager(maxsize=connections, timeout=timeout)
    try:
        parts = urlsplit(proxy)
        login = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else None
        bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        headers = urllib3.make_headers(proxy_basic_auth=login)
        return urllib3.ProxyManager(bare, maxsize=connections, timeout=timeout, proxy_headers=headers)
    except (HTTPError, ValueError, AssertionError):  # the address is not told, as it may hold a password
        raise Unavailable(part, "the proxy that the environment names is no http:// or https:// address") from None


def _proxy(server: str) -> str | None:
    """The proxy that the environment names for a server, if any."""
    parts = urlsplit(server)
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(parts.netloc):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"
