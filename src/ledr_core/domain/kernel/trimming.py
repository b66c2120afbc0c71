"""Text without what is around it and cannot be seen: white space, and signs that programs leave there (ACC-17)."""

from __future__ import annotations

from typing import Final

WHITE_SPACE: Final = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What Python takes for white space."""
INVISIBLE: Final = (
    "\u00ad\u034f\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\u3164\ufeff"
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f"
)
"""Signs without width, the byte order mark among them; then those that say in which direction text runs."""


def trimmed(text: str) -> str:
    """The text without the white space and the invisible signs before and after it; those inside stay."""
    return text.strip(WHITE_SPACE + INVISIBLE)
