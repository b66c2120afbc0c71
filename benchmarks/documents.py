"""Certificates a second against reportlab and weasyprint, as their manuals show them, in the same process and run.

Each makes the same certificate: an A4 landscape page on a JPEG background, the same lines in an embedded face, and a QR
code. The peers take the full face, as their manuals do. weasyprint cuts faces to the letters used with fontTools, as we
do, or with the system's libharfbuzz-subset where there is one, which is much faster: the limit is against the first,
the second is told beside it. So is reportlab with our prepared face; the memory that many certificates take; and a
month of 10,000 attestations on two cores.

Exits 1 when a ratio is outside its limit, or memory grows.
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import segno
from PIL import Image, ImageDraw
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from weasyprint import HTML
from weasyprint.pdf import fonts as weasyprint_fonts

import ledr_adapters.documents
from ledr_adapters.documents import FpdfDocuments
from ledr_core.ports.documents import CertificateFacts
from ledr_core.testing.contracts.documents import a_certificate, an_attestation

REPORTLAB, WEASYPRINT, PREPARED = 3.0, 10.0, 0.5
"""At least so many times as fast as each; than reportlab with our face and image, at least."""
GROWTH = 1.10
"""The most that memory may grow from a third of the certificates to all of them."""
FONTS = Path(ledr_adapters.documents.__file__).parent / "fonts"
FULL, SMALL = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"), ("LedrSans-Regular.ttf", "LedrSans-Bold.ttf")
HARFBUZZ = weasyprint_fonts.harfbuzz_subset
"""The system's library that cuts faces, None without it: then both figures of weasyprint are the same."""
DOCUMENTS = FpdfDocuments()


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--json", metavar="FILE", type=Path, help="write the figures to FILE too")
    options.add_argument("--small", action="store_true", help="a few of each: only to see that it works")
    chosen = options.parse_args()
    speeds = certificates(2 if chosen.small else 9)
    growth = memory(30 if chosen.small else 600)
    figures: dict[str, Any] = {"benchmark": "documents", **speeds, "memory_growth": growth}
    print(
        f"certificates a second: {speeds['ledr']:.1f}; reportlab {speeds['reportlab']:.1f}, "
        f"{speeds['to_reportlab']:.1f} times as fast (at least {REPORTLAB}); weasyprint {speeds['weasyprint']:.1f}, "
        f"{speeds['to_weasyprint']:.1f} times (at least {WEASYPRINT}); weasyprint with libharfbuzz-subset "
        f"{speeds['weasyprint_harfbuzz']:.1f}, {speeds['to_weasyprint_harfbuzz']:.1f} times; "
        f"reportlab with the prepared face {speeds['reportlab_prepared']:.1f}, "
        f"{speeds['to_prepared']:.2f} times (at least {PREPARED})"
    )
    print(f"memory from a third of the certificates to all: {growth:.3f} times (at most {GROWTH})")
    if not chosen.small:
        figures |= attestations(10_000)
        print(f"{figures['attestations']} attestations on two cores: {figures['attestations_s']:.0f} s")
    if chosen.json:
        chosen.json.write_text(json.dumps(figures) + "\n", encoding="utf-8")
    within = (
        speeds["to_reportlab"] >= REPORTLAB
        and speeds["to_weasyprint"] >= WEASYPRINT
        and speeds["to_prepared"] >= PREPARED
        and growth <= GROWTH
    )
    return 0 if within or chosen.small else 1


# Certificates


def certificates(rounds: int) -> dict[str, Any]:
    """Medians over interleaved rounds, each of a few certificates of other people."""
    background = jpeg()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "background.jpg"
        file.write_bytes(background)
        return compared(rounds, background, file)


def compared(rounds: int, background: bytes, file: Path) -> dict[str, Any]:
    makers: dict[str, Callable[[CertificateFacts], bytes]] = {
        "ledr": DOCUMENTS.certificate,
        "reportlab": lambda facts: with_reportlab(facts, file, FULL),
        "weasyprint": lambda facts: with_weasyprint(facts, file, None),
        "weasyprint_harfbuzz": lambda facts: with_weasyprint(facts, file, HARFBUZZ),
        "reportlab_prepared": lambda facts: with_reportlab(facts, file, SMALL),
    }
    times: dict[str, list[float]] = {name: [] for name in makers}
    for round_ in range(-1, rounds):  # the first fills the caches
        for name, make in makers.items():
            taken = seconds(make, [facts(4 * round_ + number, background) for number in range(4)])
            if round_ >= 0:
                times[name].append(taken)
    speed = {name: 4 / statistics.median(taken) for name, taken in times.items()}
    return speed | {
        "to_reportlab": speed["ledr"] / speed["reportlab"],
        "to_weasyprint": speed["ledr"] / speed["weasyprint"],
        "to_weasyprint_harfbuzz": speed["ledr"] / speed["weasyprint_harfbuzz"],
        "to_prepared": speed["ledr"] / speed["reportlab_prepared"],
    }


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


def with_reportlab(one: CertificateFacts, background: Path, faces: tuple[str, str]) -> bytes:
    """A certificate as reportlab's user guide writes one: canvas, TTFont, drawImage, and its QR widget."""
    written = BytesIO()
    width, height = landscape(A4)
    canvas = Canvas(written, pagesize=(width, height))
    for name, file in zip(("plain", "bold"), faces, strict=True):
        pdfmetrics.registerFont(TTFont(name, FONTS / file))
    canvas.setTitle(one.person)
    canvas.drawImage(str(background), 0, 0, width, height)
    y = height - 110
    for text, size, bold in lines(one):
        canvas.setFont("bold" if bold else "plain", size)
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


def memory(number: int) -> float:
    """How many times the peak of a process grows from a third of the certificates to all of them."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        first, last = pool.apply(peaks, (number,))
    return round(last / first, 3)


def peaks(number: int) -> tuple[int, int]:
    """The peak of this process after a third of the certificates, and after all."""
    background, first = jpeg(), 0
    for one in range(number):
        DOCUMENTS.certificate(facts(one, background))
        if one == number // 3:
            first = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return first, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


# Attestations


def attestations(number: int) -> dict[str, Any]:
    """A month of attestations, shared by two processes."""
    started, size = time.perf_counter(), 0
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        for done, length in enumerate(pool.imap_unordered(attestation, range(number), chunksize=50), 1):
            size += length
            progress(done, number)
    taken = time.perf_counter() - started
    return {"attestations": number, "attestations_s": round(taken, 1), "attestations_mb": round(size / 1e6, 1)}


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
