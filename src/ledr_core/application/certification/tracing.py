"""Which codes of verification a file carries, however another program wrote it again (CERT-8)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import chain, islice
from typing import Final

from ledr_core.domain.certification.certification import codes_in

MOST_CODES: Final = 100
MOST_STREAMS: Final = 2_000
"""Compressed parts of a file that are looked into."""
MOST_INFLATED: Final = 10_000_000
"""Bytes that they may come to: a file may be anybody's, and made to take long."""

_STREAM: Final = re.compile(rb"stream\r?\n")
_OCTAL: Final = re.compile(rb"\\([0-3][0-7]{2})")
_HEX: Final = re.compile(rb"<([0-9A-Fa-f\s]{32,4096})>")


def codes_of(content: bytes) -> tuple[str, ...]:
    """What looks like a code in the properties and links of a PDF file, each once and at most `MOST_CODES`.

    They stand there plainly as issued; programs that save a PDF again escape signs, write strings in hexadecimal, or
    put them in compressed parts.
    """
    found: dict[str, None] = {}
    for code in _codes(content):
        found[code] = None
        if len(found) == MOST_CODES:
            break
    return tuple(found)


def _codes(content: bytes) -> Iterator[str]:
    for text in chain([content], _inflated(content)):
        yield from codes_in(text)
        yield from codes_in(_OCTAL.sub(lambda found: bytes([int(found[1], 8)]), text))
        for found in _HEX.finditer(text):
            yield from codes_in(_from_hex(found[1]))


def _inflated(content: bytes) -> Iterator[bytes]:
    """What compressed parts hold, as far as they are looked into."""
    whole, left = memoryview(content), MOST_INFLATED
    for found in islice(_STREAM.finditer(content), MOST_STREAMS):
        try:
            inflated = zlib.decompressobj().decompress(whole[found.end() : found.end() + left], left)
        except zlib.error:
            continue
        yield inflated
        left -= len(inflated)
        if left <= 0:
            return


def _from_hex(digits: bytes) -> bytes:
    plain = b"".join(digits.split())
    return bytes.fromhex(plain[: len(plain) // 2 * 2].decode())
