"""A school with a certifying course, for the tests of final cases and what they lead to."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from tests.integration.conftest import Rehearsal, address

LEVELS: Final = ("gold", "silver", "bronze")
MAXIMA: Final = (2, 2, 2, 2, 2, 2, 2, 2, 2, 2)


def an_image(level: str, width: int = 297, height: int = 210) -> bytes:
    """A PNG of one colour, another for each level."""
    colour = bytes((40 * len(level), 120, 200 - 10 * len(level)))
    rows = (b"\x00" + colour * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


def a_case(reference: str = "k1", course: str = "recruter", *, public: bool = True) -> dict[str, Any]:
    """A case of ten questions of two marks each, as a catalogue has it."""
    questions = [
        {"text": f"Question {number} de {reference}", "maximum": most, "rubric": f"Barème {number}"}
        for number, most in enumerate(MAXIMA, 1)
    ]
    return {"reference": reference, "course": course, "public": public, "questions": questions}


def placement_question(theme: str) -> dict[str, Any]:
    """A question of the placement test about a theme, as a catalogue has it."""
    kind = {"reference": f"{theme}-placement-0", "kind": "programme", "theme": theme, "level": 1}
    wording = {"text": "Qui recrute ?", "choices": ["le manager", "personne"], "right": [0]}
    return kind | wording | {"public": True, "placement": True}


def certifying(
    ledr: Rehearsal,
    folder: Path,
    reference: str = "recruter",
    *,
    lessons: str = "l1 l2",
    workshops_required: int = 0,
    case: str = "k1",
) -> None:
    """Make the course certifying: backgrounds, a public case; its theme has these lessons, the test one question."""
    files = {level: str(folder / f"{level}.png") for level in LEVELS}
    for level, file in files.items():
        Path(file).write_bytes(an_image(level))
    theme = f"{reference}-t1" if reference != "recruter" else "t1"
    ledr.a_course(reference, {theme: lessons})
    ledr.school.catalogue.load(
        by="staff",
        data={
            "courses": [
                {
                    "reference": reference,
                    "title": reference.title(),
                    "certifying": True,
                    "certificate": files,
                    "register": "RS3428",
                    "hours": 30,
                    "workshops_required": workshops_required,
                }
            ],
            "cases": [a_case(case, reference)],
            "questions": [placement_question(theme)],
        },
    )


def placed(ledr: Rehearsal, *names: str) -> None:
    """People who have taken the placement test."""
    for name in names:
        with on(ledr) as connection:
            row = {
                "id": f"placement-{name}",
                "email": address(name),
                "email_key": address(name).casefold(),
                "seed": "1",
                "questions": [],
                "started": ledr.clock.now(),
                "finished": ledr.clock.now(),
                "result": [],
                "version": 1,
            }
            connection.execute(sa.insert(t.placements), row)


@contextmanager
def on(ledr: Rehearsal) -> Iterator[sa.Connection]:
    """The database of the school, for what no operation does."""
    store: Any = ledr.school._desk.ports.store
    with store.engine.begin() as connection:
        yield connection


def marks(grade: str | float | Decimal) -> list[Decimal]:
    """Marks that add up to a grade, each by 0.25."""
    left, given = Decimal(str(grade)), list[Decimal]()
    for most in MAXIMA:
        given.append(min(left, Decimal(most)))
        left -= given[-1]
    return given


def handed_in(ledr: Rehearsal, name: str = "lea") -> None:
    """Somebody who has a seat sees the lessons, takes the test, and hands the copy in."""
    ledr.watch(name, "l1 l2")
    placed(ledr, name)
    ledr.school.cases.begin(by=address(name))
    for number in range(1, len(MAXIMA) + 1):
        ledr.school.cases.write(by=address(name), question=number, text=f"Réponse {number}")
    ledr.school.cases.hand_in(by=address(name))


def grade(ledr: Rehearsal, points: str | float, name: str = "lea") -> Any:
    """Grade somebody's copy."""
    return ledr.school.cases.grade(by="staff", person=address(name), marks=marks(points))


def reasons(opening: Any) -> list[tuple[str, str]]:
    """What an explanation gives, by rule and what it is."""
    return [(one.rule, one.what) for one in opening.missing]
