"""Texts as people and their programs write them: what is kept, and what two spellings of one thing share (ACC-18).

One text has several forms: an accent may stand in its letter or after it, white space and signs that nobody sees come
along when it is pasted, and a domain may be written in punycode or in wide letters. What is kept is `composed` and
`trimmed`; what is compared is a key.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Final
from unicodedata import category, combining, normalize

_SPACES: Final = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_SIGNS: Final = "\xad\u061c\u180e\ufeff" + "".join(
    map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)))
)
"""What takes no room: zero-width letters, byte order marks, marks of direction."""
_AROUND: Final = _SPACES + _SIGNS
_UNSEEN: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | set(map(chr, range(0xFE00, 0xFE10)))
"""Letters of other kinds that show nothing either."""
_STROKES: Final = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i"})
"""Letters that are one with what makes them differ from the plain one."""
_WIDE: Final = {0xFF01 + place: 0x21 + place for place in range(0x5E)}
"""Letters as wide as ideographs, as keyboards of the East write them, with the plain ones."""
_WORD: Final = re.compile(r"[^\W_]+")
_MOST_MARKS: Final = 1000
_MARKS_ON_A_LETTER: Final = 30
_LONGEST_LABEL: Final = 63
"""Of the parts of a domain: RFC 1035."""
_LONGEST_WORD: Final = 64
"""Letters of a word that are searched."""


class Spelled(str):
    """A text in its composed form that remembers how it was typed: what was kept in another form is found by that."""

    typed: str
    given: str
    """As it was typed, with the signs around it that nobody sees: names were kept with them once."""

    def __new__(cls, text: str, typed: str | None = None, given: str | None = None) -> Spelled:
        """The text, and how it was typed."""
        made = super().__new__(cls, text)
        made.typed = text if typed is None else typed
        made.given = made.typed if given is None else given
        return made


_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(data: bytes) -> str | None:
    """The text of a file, whoever saved it; None for no text."""
    encoding = encoding_of(data)
    return None if encoding is None else data.decode(encoding)


def encoding_of(data: bytes) -> str | None:
    """That of a text, whoever saved it: UTF-8, UTF-16 ("Unicode"), or Windows' encoding. None for no text."""
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    for encoding in marked or ("utf-8", "cp1252"):
        try:
            if not any("\0" in piece for piece in pieces(data, encoding)):
                return encoding
        except UnicodeDecodeError:
            continue
    return None


def pieces(data: bytes, encoding: str) -> Iterator[str]:
    """The text of a file, a piece at a time."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(data), _PIECE):
        yield decoder.decode(data[start : start + _PIECE])
    yield decoder.decode(b"", final=True)


_PIECE: Final = 65_536
"""Bytes that are decoded at a time."""


def composed(text: str) -> str:
    """The text in composed form (NFC), which knows how it was typed where that differs."""
    if text.isascii():
        return text
    whole = normalize("NFC", _orderly(text))
    return text if whole == text else Spelled(whole, text)


def trimmed(text: str) -> str:
    """The text without the white space around it, nor signs there that nobody sees (ACC-17)."""
    kept, given = text.strip(_AROUND), as_given(text)
    return kept if given == kept else Spelled(kept, given.strip(_AROUND), given)


def spellings(text: str) -> tuple[str, ...]:
    """A text and the way it was typed, the latter only where it differs."""
    typed = text.typed if isinstance(text, Spelled) else text
    return (str(text),) if typed == text else (str(text), typed)


def as_given(text: str) -> str:
    """A text letter by letter as it was typed, signs that nobody sees included, without white space around it."""
    return (text.given if isinstance(text, Spelled) else text).strip()


def password_spellings(password: str) -> tuple[str, ...]:
    """The ways in which a password may have been kept when it was chosen, each once, the likeliest first (ACC-18).

    As it is compared; as it was typed, which counted before; and each without the white space around it.
    """
    forms = [str(composed(password)), *spellings(password)]
    if not password.isascii():
        forms.append(normalize("NFD", _orderly(password)))
    return tuple(dict.fromkeys(one for form in forms for one in (form, trimmed(form))))


def folded(text: str) -> str:
    """What two spellings of one name share: neither case, accents nor form count, nor signs that nobody sees."""
    if text.isascii():
        return " ".join(text.casefold().split())
    letters = normalize("NFKD", _orderly(text).casefold())
    seen = "".join(letter for letter in letters if not combining(letter) and not _is_unseen(letter))
    return " ".join(seen.casefold().translate(_STROKES).split())


def words_of(text: str) -> frozenset[str]:
    """The words of a text as they are searched: letters and digits, folded, without what stands between them."""
    return frozenset(word[:_LONGEST_WORD] for word in _WORD.findall(folded(text)))


def after_all(beginning: str) -> str:
    """A text that comes after all that begin so, whatever follows; in the order of code points."""
    return beginning + "\U0010ffff"


def address(text: str) -> str:
    """An address as it is kept: composed, its domain in decoded form where it was written in another."""
    bare = trimmed(composed(text)).replace("\uff20", "@")
    local, at, domain = bare.rpartition("@")
    plain = domain.isascii() and "xn--" not in domain.lower()
    return str(composed(f"{local}{at}{domain if plain else _decoded(domain)}"))


def address_key(text: str) -> str:
    """What two spellings of one mailbox share: neither case, form nor how the domain is written count (ACC-1, 18).

    Letters that only look or sound alike stay apart, since they may be two people's: ß is not ss, ﬁ is not fi.
    """
    if text.isascii() and "xn--" not in text.lower():
        return text.strip().casefold()
    bare = "".join(letter for letter in normalize("NFC", _orderly(text)) if not _is_unseen(letter))
    local, at, domain = bare.strip(_AROUND).translate(_WIDE).rpartition("@")
    if not at:
        return normalize("NFC", _without_case(domain))
    return normalize("NFC", f"{_without_case(local)}@{_decoded(domain)}")


def _without_case(text: str) -> str:
    """By Unicode's simple folding: one letter stays one."""
    return "".join(one if len(one := letter.casefold()) == 1 else letter.lower() for letter in text)


def _decoded(domain: str) -> str:
    """A domain in small letters, its labels out of punycode; what IDNA takes for one, wide letters and dots, is one."""
    plain = _small(normalize("NFKC", domain).replace("\u3002", "."))
    return normalize("NFKC", ".".join(map(_label, plain.split("."))))


def _label(label: str) -> str:
    if not (label.startswith("xn--") and len(label) <= _LONGEST_LABEL and label.isascii()):
        return label
    try:
        meant = label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, OverflowError):
        return label
    whole = normalize("NFC", meant)
    return label if whole.isascii() or any(map(_is_unseen, whole)) else _small(whole)


def _small(text: str) -> str:
    """In small letters, each by itself: what a last sigma is does not depend on where it stands."""
    return "".join(map(str.lower, text))


def _is_unseen(letter: str) -> bool:
    return letter in _UNSEEN or category(letter) == "Cf"


def _orderly(text: str) -> str:
    """The text without the marks over thirty on one letter, which no script has: ordering them takes their square."""
    if sum(1 for letter in text if combining(letter)) <= _MOST_MARKS:
        return text
    return "".join(_readable(text))


def _readable(text: str) -> Iterator[str]:
    marks = 0
    for letter in text:
        marks = marks + 1 if combining(letter) else 0
        if marks <= _MARKS_ON_A_LETTER:
            yield letter
