"""Flyer (A5) and poster (A3): the same picture above, what each has room for beneath it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from fpdf.enums import Align

from ledr_adapters.packs.board import (
    ACCENT,
    BLEED,
    GREY,
    INK,
    MIST,
    RINGS,
    SUN,
    WHITE,
    Block,
    Board,
    fitted,
)
from ledr_adapters.packs.words import PackWords

MARGIN: Final = 11.0
"""From the cut of a flyer to what is written; a poster is twice as large."""
_COLUMN: Final = 46.0
"""The right column of a flyer."""
_RADII: Final = (86.0, 66.0, 47.0)
_SUN: Final = 29.0
_STEPS: Final = ("first", "second", "third")
_PROMISES: Final = ("lessons", "quizzes", "workshops")


def flyer(words: PackWords) -> bytes:
    """The flyer: the invitation, the programme, three steps to begin, and the address as a QR code."""
    board = Board(words, words.say("titles", "flyer"), 148, 210)
    hero = 84.0
    _picture(board, words, hero, 1)
    headline = board.block(
        words.say("leaflet", "headline"), 126, (33, 29, 25), most=2, bold=True, colour=WHITE, leading=1.12
    )
    board.write(headline, MARGIN, hero - 10 - headline.height)
    invitation = board.block(words.say("leaflet", "invitation"), 126, (10.5, 9.5, 8.5, 7.5), most=5)
    below = board.write(invitation, MARGIN, hero + 8) + 7
    right = board.width - MARGIN - _COLUMN
    _steps(board, words, right, below)
    _programme(board, words, MARGIN, below, right - 2 * MARGIN + 4, _question(board, words, right - MARGIN - 8, 1))
    return board.content()


def poster(words: PackWords) -> bytes:
    """The poster: to be read from afar, and scanned from near."""
    board = Board(words, words.say("titles", "poster"), 297, 420)
    hero, side = 262.0, 2 * MARGIN
    width = board.width - 2 * side
    _picture(board, words, hero, 2)
    call = board.block(words.say("leaflet", "call"), width - 20, (27, 24, 21, 18), most=4, colour=WHITE, leading=1.3)
    headline = board.block(
        words.say("leaflet", "headline"), width, (92, 84, 70), most=2, bold=True, colour=WHITE, leading=1.08
    )
    top = hero - 18 - call.height
    board.write(call, side, top)
    board.write(headline, side, top - 10 - headline.height)
    square = 84.0
    left = board.width - side - square
    _scan(board, words, left, hero + 16, square)
    bottom = _question(board, words, left - side - 12, 2)
    _titles(board, words, side, hero + 16, left - side - 14, bottom)
    return board.content()


def _picture(board: Board, words: PackWords, height: float, scale: float) -> None:
    """The ground with a rising sun, and whose it is."""
    board.fill(ACCENT, -BLEED, -BLEED, board.width + 2 * BLEED, height + BLEED)
    for colour, radius in zip(RINGS, _RADII, strict=True):
        board.disc(colour, board.width - 8 * scale, 2 * scale, radius * scale * min(1.0, height / 84 / scale * 0.92))
    board.disc(SUN, board.width - 8 * scale, 2 * scale, _SUN * scale)
    board.fill(WHITE, -BLEED, height, board.width + 2 * BLEED, board.height - height + BLEED)
    _brand(board, words, scale)


def _brand(board: Board, words: PackWords, scale: float) -> None:
    x, y, width = MARGIN * scale, MARGIN * scale, 78 * scale
    if words.facts.logo is not None:
        y = _logo(board, words, x, y, scale) + 3.5 * scale
    else:
        sizes = [size * scale for size in (15, 13, 11, 9)]
        name = board.block(words.company, width, sizes, most=3, bold=True, colour=WHITE, leading=1.2)
        y = board.write(name, x, y) + 1 * scale
    together = board.block(words.say("leaflet", "together"), width, [9 * scale, 8 * scale], most=2, colour=WHITE)
    board.write(together, x, y)


def _logo(board: Board, words: PackWords, x: float, y: float, scale: float) -> float:
    """The logo on a white plate, whatever its own ground; gives where the plate ends."""
    assert words.facts.logo is not None
    edge = 3.0 * scale
    width, height = fitted(words.facts.logo, 44 * scale, 17 * scale)
    board.fill(WHITE, x, y, width + 2 * edge, height + 2 * edge, 2 * scale)
    board.picture(words.facts.logo, x + edge, y + edge, width, height, said=words.say("leaflet", "logo"))
    return y + height + 2 * edge


def _steps(board: Board, words: PackWords, x: float, y: float) -> None:
    """The right column of a flyer: how one begins, down to the address."""
    bottom = board.height - MARGIN
    board.fill(MIST, x - 5, y - 2, _COLUMN + 10, bottom - y + 4, 3)
    y = board.write(_title(board, words.say("leaflet", "joining"), _COLUMN, 9), x, y + 2) + 2.5
    for number, step in enumerate(_STEPS, 1):
        board.disc(ACCENT, x + 2.6, y + 2.1, 2.6)
        board.write(board.block(str(number), 5.2, (8,), bold=True, colour=WHITE), x, y + 0.3, 5.2, Align.C)
        said = board.block(words.say("leaflet", step), _COLUMN - 8, (8.5, 7.5), most=4)
        y = board.write(said, x + 8, y) + 2.2
    _scan(board, words, x, y + 2, min(31.0, bottom - y - 15))


def _scan(board: Board, words: PackWords, x: float, y: float, square: float) -> None:
    """The address of the site, to scan and to type."""
    scale = 2 if square > _COLUMN else 1
    quiet = 2.0 * scale
    width = max(square, _COLUMN) - quiet
    board.fill(WHITE, x, y, square, square, 1.5 * scale)
    board.qr(words.facts.site, x + quiet, y + quiet, square - 2 * quiet)
    sizes = [size * scale for size in (8.5, 7.5, 6.5)]
    scan = board.block(words.say("leaflet", "scan"), width, sizes, most=2, bold=True, colour=ACCENT)
    y = board.write(scan, x + quiet, y + square + 1.5 * scale)
    address = board.block(_plain(words.facts.site), width, [*sizes, 5.5 * scale], most=2, colour=INK)
    board.write(address, x + quiet, y)


def _question(board: Board, words: PackWords, width: float, scale: float) -> float:
    """Whom to ask, at the foot; gives where it begins."""
    facts, sizes = words.facts, [size * scale for size in (8.5, 7.5, 6.5)]
    lines = [words.say("leaflet", "question", name=facts.contact), facts.contact_address or facts.address]
    blocks = [board.block(line, width, sizes, most=2, colour=GREY) for line in lines]
    top = y = board.height - MARGIN * scale - sum(block.height for block in blocks)
    for block in blocks:
        y = board.write(block, MARGIN * scale, y)
    return top - 4 * scale


def _programme(board: Board, words: PackWords, x: float, y: float, width: float, bottom: float) -> None:
    """The courses with what their sheets say, as many as there is room for; without any, what awaits everybody."""
    title = "programme" if words.courses else "promises"
    y = board.write(_title(board, words.say("leaflet", title), width, 9), x, y) + 2.5
    for entries in _versions(board, words, width):
        if _height(entries) <= bottom - y:
            break
    for entry in entries:
        for block in entry:
            y = board.write(block, x, y)
        y += _GAP


_GAP: Final = 3.2
_APART: Final = 5.5
"""Between the entries of a flyer's programme, and of a poster's."""
_TITLES: Final = (30.0, 26.0, 23.0, 20.0)
_FEWER: Final = 23.0
"""The sizes of all titles of a poster, and of as many as there is room for."""
Entry = Sequence[Block]


def _versions(board: Board, words: PackWords, width: float) -> list[list[Entry]]:
    """The entries of a programme, from the fullest version to the shortest."""
    if not words.courses:
        said = [(words.say("leaflet", name), words.say("leaflet", f"about {name}")) for name in _PROMISES]
        return [[_entry(board, width, title, "", about) for title, about in said]]
    courses = words.courses
    whole = [_entry(board, width, one.title, words.about(one), one.aim) for one in courses]
    short = [_entry(board, width, one.title, words.about(one), "") for one in courses]
    fewer = [
        [*short[:count], _others(board, words, width, len(courses) - count)] for count in range(len(short) - 1, 0, -1)
    ]
    return [whole, short, *fewer]


def _entry(board: Board, width: float, title: str, about: str, text: str) -> Entry:
    blocks = [board.block(title, width, (10.5, 9.5, 8.5), most=2, bold=True)]
    if about:
        blocks.append(board.block(about, width, (8.5, 7.5), most=2, colour=ACCENT))
    if text:
        blocks.append(board.block(text, width, (8.5,), most=3, colour=GREY))
    return blocks


def _others(board: Board, words: PackWords, width: float, count: int) -> Entry:
    return [board.block(words.say("leaflet", "others", count=count), width, (8.5,), colour=GREY)]


def _height(entries: Sequence[Entry]) -> float:
    return sum(block.height for entry in entries for block in entry) + _GAP * (len(entries) - 1)


def _titles(board: Board, words: PackWords, x: float, y: float, width: float, bottom: float) -> None:
    """The programme of a poster: titles alone, that are read from afar, as large as they may be."""
    name = "programme" if words.courses else "promises"
    y = board.write(_title(board, words.say("leaflet", name), width, 18), x, y) + 6
    for entries in _lists(board, words, width):
        if sum(block.height for entry in entries for block in entry) + _APART * (len(entries) - 1) <= bottom - y:
            break
    for entry in entries:
        for block in entry:
            y = board.write(block, x, y)
        y += _APART


def _lists(board: Board, words: PackWords, width: float) -> Iterator[list[Entry]]:
    """The titles of a poster from the largest to the smallest, then fewer of them."""
    said = [(one.title, words.about(one)) for one in words.courses]
    said = said or [(words.say("leaflet", name), "") for name in _PROMISES]
    for size in _TITLES:
        yield [_poster_entry(board, width, *one, size) for one in said]
    large = [_poster_entry(board, width, *one, _FEWER) for one in said]
    for count in range(len(large) - 1, 0, -1):
        others = words.say("leaflet", "others", count=len(large) - count)
        yield [*large[:count], [board.block(others, width, (16,), colour=GREY)]]


def _poster_entry(board: Board, width: float, title: str, about: str, size: float) -> Entry:
    sizes = [size, *(smaller for smaller in _TITLES if smaller < size)]
    blocks = [board.block(title, width, sizes, most=2, bold=True, leading=1.2)]
    return [*blocks, *([board.block(about, width, (max(size * 0.62, 14), 12), colour=ACCENT)] if about else [])]


def _title(board: Board, text: str, width: float, size: float) -> Block:
    return board.block(text, width, (size, size * 0.85), most=2, bold=True, colour=ACCENT)


def _plain(address: str) -> str:
    """An address as it is typed."""
    return address.partition("://")[2].rstrip("/") or address
