"""The storyboard of the teaser: shot by shot, what is seen, heard and read, with a frame to draw each in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ledr_adapters.documents.sheet import ACCENT, BODY, LINE, MARGIN, SMALL, Sheet
from ledr_adapters.packs.scripts import Part, Script, new_sheet, write_part
from ledr_adapters.packs.words import PackWords

FRAME: Final = (64.0, 36.0)
"""A frame to draw a shot in, in the shape of a screen."""
SECONDS: Final = {"morning": 6, "lesson": 7, "progress": 7, "workshop": 7, "programme": 7, "people": 6, "end": 5}
"""How long each shot lasts; pack.yaml says how long they last together."""
_BESIDE: Final = 7.0
_APART: Final = 5.0


def storyboard(words: PackWords) -> Script:
    """It, in the words of a pack; its last part is no shot."""
    about = words.section("storyboard")
    checks = Part(title=words.said(about["afterwards"]), points=words.lines(about["checks"]))
    return Script(
        title=words.said(about["title"]),
        under=words.said(about["for"]),
        lead=words.lines(about["lead"]),
        parts=(*_shots(words), checks),
    )


def _shots(words: PackWords) -> Iterator[Part]:
    start = 0
    for number, (scene, shot) in enumerate(words.section("shots").items(), 1):
        end = start + SECONDS[scene]
        called = words.say("storyboard", "shot", number=number)
        lasts = words.say("storyboard", "from to", start=start, end=end)
        told = [(words.say("storyboard", name), words.said(shot[name])) for name in _TOLD if name in shot]
        yield Part(title=f"{called}, {lasts}", entries=tuple((name, (text,)) for name, text in told))
        start = end


_TOLD: Final = ("seen", "heard", "shown")


def storyboard_pdf(words: PackWords, script: Script) -> bytes:
    """It on A4."""
    sheet = new_sheet(words, script)
    sheet.gap(2)
    *shots, checks = script.parts
    for shot in shots:
        _shot(sheet, shot)
    write_part(sheet, script, checks)
    return sheet.content()


def _shot(sheet: Sheet, shot: Part) -> None:
    """A frame, and beside it what it shows."""
    pdf, (wide, high) = sheet.pdf, FRAME
    sheet.together(max(high, _height(sheet, shot)) + _APART)
    top, left = pdf.y, MARGIN + wide + _BESIDE
    pdf.set_draw_color(*ACCENT)
    pdf.set_line_width(0.5)
    pdf.rect(MARGIN, top, wide, high, round_corners=True, corner_radius=2)
    pdf.set_x(left)
    sheet.font(BODY, bold=True, colour=ACCENT)
    sheet.narrow_paragraph(shot.title, _beside(sheet), bold=True)
    for name, (text,) in shot.entries:
        pdf.set_x(left)
        sheet.font(SMALL, bold=True)
        pdf.cell(_beside(sheet), LINE, name)
        pdf.set_xy(left, pdf.y + LINE - 0.6)
        sheet.narrow_paragraph(text, _beside(sheet))
    pdf.set_y(max(top + high, pdf.y) + _APART)


def _height(sheet: Sheet, shot: Part) -> float:
    texts = sum(sheet.paragraph_height(text, _beside(sheet)) + LINE for _, (text,) in shot.entries)
    return LINE + texts


def _beside(sheet: Sheet) -> float:
    return sheet.pdf.epw - FRAME[0] - _BESIDE
