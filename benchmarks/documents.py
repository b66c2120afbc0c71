"""Certificates a second against reportlab and weasyprint, as their manuals show them, in the same process and run.

Each makes the same certificate: an A4 landscape page on a JPEG background, the same lines in an embedded face, and a QR
code. The peers take the full face, as their manuals do; reportlab reads it once. weasyprint cuts faces to the letters
used with fontTools, or with the system's libharfbuzz-subset where there is one, which is much faster: the second limit
is judged where it is there. Also: reportlab at its best, with our prepared face and without the ASCII85 that it writes
unless told otherwise; the memory that many certificates take; and a month of 10,000 attestations on two cores.

Exits 1 when a ratio is outside its limit. The small size does without weasyprint where Pango is missing.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import segno
from PIL import Image, ImageDraw
from reportlab import rl_config
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

try:
    from weasyprint import HTML
    from weasyprint.pdf import fonts as weasyprint_fonts
except OSError as missing:  # Pango, which it loads from the system
    WITHOUT_WEASYPRINT: str | None = str(missing).partition("\n")[0]
else:
    WITHOUT_WEASYPRINT = None

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import ledr_adapters.documents
from benchmarks.figures import apart, options, told
from ledr_adapters.documents import FpdfDocuments
from ledr_core.ports.documents import CertificateFacts
from ledr_core.testing.contracts.documents import a_certificate, an_attestation

REPORTLAB, WEASYPRINT, HARFBUZZ_SUBSET, PREPARED = 5.0, 15.0, 4.0, 2.0
"""At least so many times as fast as each; than reportlab with our face and image, at least."""
GROWTH = 1.10
"""The most that memory may grow from a third of the certificates to all of them."""
FONTS = Path(ledr_adapters.documents.__file__).parent / "fonts"
AT_ITS_BEST = "reportlab with the prepared face and image, without ASCII85"
WITH_HARFBUZZ = "weasyprint with libharfbuzz-subset"
FULL, SMALL = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"), ("LedrSans-Regular.ttf", "LedrSans-Bold.ttf")
HARFBUZZ = None if WITHOUT_WEASYPRINT else weasyprint_fonts.harfbuzz_subset
"""The system's library that cuts faces, None without it: then both figures of weasyprint are the same."""
DOCUMENTS = FpdfDocuments()


def main() -> int:
    chosen = options(__doc__, "a few of each")
    if WITHOUT_WEASYPRINT and not chosen.small:
        install = "apt-get install libpango-1.0-0 libpangoft2-1.0-0, or --small, which leaves it out"
        sys.exit(f"weasyprint cannot be imported, Pango is missing: {WITHOUT_WEASYPRINT}\nTo do: {install}")
    if WITHOUT_WEASYPRINT:
        print(f"weasyprint is left out, Pango is missing: {WITHOUT_WEASYPRINT}")
    figures = certificates(1, 1) if chosen.small else certificates(9, 4)
    figures.append(memory(6 if chosen.small else 600))
    if not chosen.small:
        attestations(10_000)
    return told("documents", figures, chosen)


# Certificates


def certificates(rounds: int, each: int) -> list[dict[str, Any]]:
    """Medians over interleaved rounds, each of so many certificates of other people."""
    background = jpeg()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "background.jpg"
        file.write_bytes(background)
        speeds = compared(rounds, each, background, file)
    ours = speeds.pop("ledr")
    least = {"reportlab": REPORTLAB, "weasyprint": WEASYPRINT, AT_ITS_BEST: PREPARED}
    least |= {WITH_HARFBUZZ: HARFBUZZ_SUBSET} if HARFBUZZ else {}
    return [
        {
            "name": f"certificates against {peer}",
            "what": f"{ours:.1f} a second, {peer} {speed:.1f}",
            "ratio": ours / speed,
        }
        | ({"least": least[peer]} if peer in least else {})
        for peer, speed in speeds.items()
    ]


def compared(rounds: int, each: int, background: bytes, file: Path) -> dict[str, float]:
    """How many certificates a second each makes."""
    makers: dict[str, Callable[[CertificateFacts], bytes]] = {
        "ledr": DOCUMENTS.certificate,
        "reportlab": lambda facts: with_reportlab(facts, file, FULL, ascii85=True),
        AT_ITS_BEST: lambda facts: with_reportlab(facts, file, SMALL, ascii85=False),
    }
    if not WITHOUT_WEASYPRINT:
        makers["weasyprint"] = lambda facts: with_weasyprint(facts, file, None)
        makers[WITH_HARFBUZZ] = lambda facts: with_weasyprint(facts, file, HARFBUZZ)
    times: dict[str, list[float]] = {name: [] for name in makers}
    for round_ in range(-1 if rounds > 1 else 0, rounds):  # the first of many fills the caches
        for name, make in makers.items():
            taken = seconds(make, [facts(each * round_ + number, background) for number in range(each)])
            if round_ >= 0:
                times[name].append(taken)
    return {name: each / statistics.median(taken) for name, taken in times.items()}


def facts(number: int, background: bytes) -> CertificateFacts:
    """The certificate of one person among many."""
    return a_certificate(person=f"Léa Martin {number}", background=background)


def jpeg() -> bytes:
    """A background of A4 at 300 dots an inch: a frame on shaded paper."""
    shade = Image.radial_gradient("L").resize((3508, 2480)).point(lambda value: 255 - value // 8)
    picture = Image.merge("RGB", (shade, shade, shade.point(lambda value: value - 10)))
    ImageDraw.Draw(picture).rectangle((120, 120, 3388, 2360), outline="#b8860b", width=30)
    written = BytesIO()
    picture.save(written, "JPEG", quality=85)
    return DOCUMENTS.image(written.getvalue())


def lines(one: CertificateFacts) -> list[tuple[str, int, bool]]:
    """What the peers write: the same lines, each with its size and whether it is bold."""
    return [
        (one.school, 12, True),
        ("Certificat", 12, False),
        (one.person, 34, True),
        ("a obtenu la certification", 12, False),
        (one.course, 19, True),
        ("Niveau or", 15, False),
        (one.company or "", 12, False),
        ("Délivré le 20 novembre 2026 · Répertoire spécifique : RS3428 · Formation de 30 heures", 12, False),
        (f"Code de vérification : {one.seal.code}", 8, False),
        (f"Vérifier ce document : {one.seal.address}", 8, False),
    ]


@cache
def registered(faces: tuple[str, str]) -> tuple[str, str]:
    """Give reportlab these faces, once in a process, as its user guide does; gives their names."""
    for file in faces:
        pdfmetrics.registerFont(TTFont(file, FONTS / file))
    return faces


def with_reportlab(one: CertificateFacts, background: Path, faces: tuple[str, str], *, ascii85: bool) -> bytes:
    """A certificate as reportlab's user guide writes one: canvas, TTFont, drawImage, and its QR widget."""
    rl_config.useA85 = ascii85
    written = BytesIO()
    width, height = landscape(A4)
    canvas = Canvas(written, pagesize=(width, height))
    plain, strong = registered(faces)
    canvas.setTitle(one.person)
    canvas.drawImage(str(background), 0, 0, width, height)
    y = height - 110
    for text, size, bold in lines(one):
        canvas.setFont(strong if bold else plain, size)
        canvas.drawCentredString(width / 2, y, text)
        y -= size * 1.8
    code = Drawing(57, 57)
    code.add(QrCodeWidget(one.seal.address, barWidth=57, barHeight=57, barLevel="M"))
    renderPDF.draw(code, canvas, 90, 60)
    canvas.save()
    return written.getvalue()


def with_weasyprint(one: CertificateFacts, background: Path, harfbuzz: object) -> bytes:
    """A certificate as weasyprint's guide writes one: a page of HTML with faces and images."""
    weasyprint_fonts.harfbuzz_subset = harfbuzz
    said = "".join(
        f"<p style='font-size:{size}pt;font-weight:{700 if bold else 400}'>{text}</p>"
        for text, size, bold in lines(one)
    )
    code = segno.make_qr(one.seal.address, error="m").svg_data_uri()
    faces = "".join(
        f"@font-face{{font-family:D;font-weight:{weight};src:url({(FONTS / file).as_uri()})}}"
        for weight, file in zip((400, 700), FULL, strict=True)
    )
    page = (
        f"<style>{faces}@page{{size:A4 landscape;margin:0;background:url({background.as_uri()}) 0/cover}}"
        f"body{{font-family:D;text-align:center;margin-top:3cm}}p{{margin:2mm}}img{{width:2cm}}</style>"
        f"{said}<img src='{code}'>"
    )
    return bytes(HTML(string=page).write_pdf())


def seconds(make: Callable[[CertificateFacts], bytes], given: list[CertificateFacts]) -> float:
    gc.collect()
    started = time.perf_counter()
    for one in given:
        assert make(one).startswith(b"%PDF")
    return time.perf_counter() - started


# Memory


def memory(number: int) -> dict[str, Any]:
    """How many times the peak of a process grows from a third of the certificates to all of them."""
    first, last = apart(peaks, number)
    what = f"the peak of a process from a third of {number} certificates to all"
    return {"name": "memory", "what": what, "ratio": last / first, "limit": GROWTH}


def peaks(number: int) -> tuple[int, int]:
    """The peak of this process after a third of the certificates, and after all."""
    background, first = jpeg(), 0
    for one in range(number):
        DOCUMENTS.certificate(facts(one, background))
        if one == number // 3:
            first = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return first, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


# Attestations


def attestations(number: int) -> None:
    """A month of attestations, shared by two processes: told, without a peer to compare it with."""
    started, size = time.perf_counter(), 0
    with multiprocessing.Pool(2) as pool:
        for done, length in enumerate(pool.imap_unordered(attestation, range(number), chunksize=50), 1):
            size += length
            progress(done, number)
    taken = time.perf_counter() - started
    print(f"{number} attestations on two cores: {taken:.0f} s, {size / 1e6:.0f} MB")


def attestation(number: int) -> int:
    """The length of one attestation."""
    return len(DOCUMENTS.attestation(an_attestation(person=f"Léa Martin {number}")))


def progress(done: int, number: int) -> None:
    """A bar on a terminal, nothing when piped."""
    if sys.stderr.isatty() and (done % 50 == 0 or done == number):
        width = 40 * done // number
        sys.stderr.write(f"\r{'█' * width}{'░' * (40 - width)} {done}/{number}" + ("\n" if done == number else ""))


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.exit(main())
