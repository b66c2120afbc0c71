"""The faces of a document in its file: HarfBuzz cuts them to the letters used, in a hundredth of fontTools' time."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import uharfbuzz
from fpdf.fonts import Glyph, TTFFont
from fpdf.output import (
    CIDSystemInfo,
    OutputProducer,
    PDFFont,
    PDFFontStream,
    PDFType3Font,
    _build_cmap_blocks,
    _tt_font_widths,
)
from fpdf.syntax import Name, PDFArray, PDFContentStream

_LAYOUT: Final = ("GDEF", "GPOS", "GSUB", "MATH", "kern", "FFTM")
"""Tables that serve to lay text out, which is done."""
_LETTERS: Final = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<</Registry (Adobe)
/Ordering (UCS)
/Supplement 0
>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{blocks}endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


class Producer(OutputProducer):
    """Writes a document whose faces are all TrueType, as `fpdf.FPDF.output` takes one."""

    def _add_fonts(self, *others: Any) -> dict[int, PDFFont | PDFType3Font]:
        faces = sorted(self.fpdf.fonts.values(), key=lambda face: face.i)
        return {face.i: self._embedded(face) for face in faces if isinstance(face, TTFFont)}

    def _embedded(self, face: TTFFont) -> PDFFont:
        """A face as the standard wants it (ISO 32000, 9.7): composite font, its descendant, letters, places, file."""
        used = {code: glyph for glyph, code in face.subset.items() if glyph is not None}
        numbers = {code: _number(face, glyph) for code, glyph in used.items()}
        content, places = _cut(str(face.ttffile), set(numbers.values()))
        name = f"MPDFAA+{face.name}"
        font = PDFFont(subtype="Type0", base_font=name, encoding="Identity-H")
        drawn = PDFFont(subtype="CIDFontType2", base_font=name, d_w=face.desc.missing_width, w=_tt_font_widths(face))
        font.to_unicode = _letters(used)
        drawn.c_i_d_system_info = CIDSystemInfo()
        drawn.font_descriptor = face.desc
        drawn.c_i_d_to_g_i_d_map = _places({code: places[number] for code, number in numbers.items()})
        face.desc.font_name = Name(name)
        face.desc.font_file2 = file = PDFFontStream(content)  # type: ignore[attr-defined]  # as fpdf2 itself does
        for part in (font, drawn, font.to_unicode, drawn.c_i_d_system_info, face.desc, drawn.c_i_d_to_g_i_d_map):
            self._add_pdf_obj(part, "fonts")
        self._add_pdf_obj(file, "fonts")
        font.descendant_fonts = PDFArray([drawn])
        face.subset.pick.cache_clear()
        face.subset.get_glyph.cache_clear()
        return font


def _number(face: TTFFont, glyph: Glyph) -> int:
    """The number of a glyph in the whole face; of the first one, drawn for nothing, fpdf2 knows the name alone."""
    return int(face.ttfont.getGlyphID(glyph.glyph_name))


def _letters(used: dict[int, Glyph]) -> PDFContentStream:
    """Which text each code stands for, for readers that search and copy."""
    texts = {code: "".join(map(chr, glyph.unicode)) for code, glyph in used.items() if isinstance(glyph.unicode, tuple)}
    entries = [f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>\n" for code, text in texts.items() if text]
    return PDFContentStream(_LETTERS.format(blocks=_build_cmap_blocks(entries, "bfchar")).encode("ascii"))


def _places(places: dict[int, int]) -> PDFContentStream:
    """Where the glyph of each code is, two bytes a code up to the last."""
    content = bytearray(2 * (max(places) + 1))
    for code, place in places.items():
        content[2 * code : 2 * code + 2] = place.to_bytes(2, "big")
    return PDFContentStream(bytes(content), compress=True)


def _cut(file: str, glyphs: set[int]) -> tuple[bytes, dict[int, int]]:
    """A face with these glyphs alone and those that they are made of, and where each is now."""
    wanted = uharfbuzz.SubsetInput()
    wanted.sets(uharfbuzz.SubsetInputSets.GLYPH_INDEX).update(glyphs)
    wanted.sets(uharfbuzz.SubsetInputSets.DROP_TABLE_TAG).update(_tag(name) for name in _LAYOUT)
    wanted.flags = uharfbuzz.SubsetFlags.NOTDEF_OUTLINE | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
    plan = uharfbuzz.SubsetPlan(_whole(file), wanted)
    return bytes(plan.execute().blob.data), dict(plan.old_to_new_glyph_mapping)


@cache
def _whole(file: str) -> Any:
    """A face as HarfBuzz reads it, once."""
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(file))


def _tag(name: str) -> int:
    return int.from_bytes(name.ljust(4).encode("ascii"), "big")
