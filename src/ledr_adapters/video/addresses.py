"""Addresses of videos, read with distrust: they come from catalogue files and end up in a request."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final
from urllib.parse import SplitResult, urlsplit

_ONE_WORD: Final = re.compile(r"[!-~]{1,2000}")
"""Letters that an address is written in: ASCII, neither white space nor control characters."""
_CHANGED_BY_BROWSERS: Final = frozenset('\\<>"`{}|^')


def https_address(text: str) -> SplitResult | None:
    """The parts of a plain https address: a host, no user, the usual port. None for anything else."""
    if not _ONE_WORD.fullmatch(text) or _CHANGED_BY_BROWSERS & set(text):
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc or port not in (None, 443):
        return None
    return parts


def leads_to(text: str, hosts: Container[str]) -> bool:
    """Whether a text is a plain https address of something at one of these hosts."""
    parts = https_address(text)
    return parts is not None and parts.hostname in hosts and parts.path.strip("/") != ""
