"""HTML as plain text: what a bank is marked up with goes, its paragraphs stay lines, and nothing of it is ever shown.

Text of a question is text: whoever shows it escapes it. So nothing has to be made harmless here, only readable.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from ledr_core.domain.kernel.errors import Invalid

_COMMENT: Final = "<!--"
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)[^<>]*>")
_BLOCKS: Final = frozenset(
    {"br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr"}
)
_SHOWN: Final = frozenset({"img", "audio", "video", "source", "iframe", "object", "embed", "svg", "canvas", "math"})
"""What a question cannot be understood without."""
_UNREAD: Final = frozenset({"script", "style"})
_SPACES: Final = re.compile(r"[ \t\r\n\f\xa0]+")


def plain(html: str, field: str) -> str:
    """The text that HTML shows, a line a paragraph. Raises Invalid (the field) for a picture, a sound or a film."""
    lines: list[list[str]] = [[]]
    unread = ""
    end = 0
    html = _without_comments(html)
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if not unread:
            lines[-1].append(html[end : tag.start()])
        end = tag.end()
        if name in _SHOWN:
            raise Invalid(field, "picture in a question", {"value": name})
        if name in _UNREAD:
            unread = "" if tag[1] else name
        elif name in _BLOCKS:
            lines.append([])
    if not unread:
        lines[-1].append(html[end:])
    said = (_SPACES.sub(" ", unescape("".join(line))).strip() for line in lines)
    return "\n".join(filter(None, said))


def _without_comments(html: str) -> str:
    """HTML without its comments, the last of which may never end."""
    kept, *commented = html.split(_COMMENT)
    return kept + "".join(one.partition("-->")[2] for one in commented)
