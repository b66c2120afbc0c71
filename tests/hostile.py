"""Values that nobody means well with, and plausible ones of a full school, for every parameter of every operation."""

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st

from ledr_core import Content
from ledr_core.application.operating.operation import Operation
from tests.full_school import ACTORS


def nested(depth: int) -> list[Any]:
    """A list within a list within a list."""
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


def within_itself() -> dict[str, Any]:
    """A map that holds itself."""
    value: dict[str, Any] = {}
    value["itself"] = value
    return value


TEXTS: Final = (
    *(
        "",
        " ",
        "\n",
        "\0",
        "a\0b",
        "\ud800",
        "a\udfffb",
        "\x1b[31m",
        "\u200b",
        "\ufeff",
        "\u202emoc.live",
        "\U0010ffff",
    ),
    *("e\u0301", "İ", "ß", "ﬁ", "x" * 201, "x" * 5_000, "é" * 100_000, "9" * 5_000, "-" + "9" * 400, "1e999999", "NaN"),
    *("{x}", "%s", "%", "_", "\\", "'", '"; drop table people', "<script>", "=1+1", "../..", ".", "~", "a/b", "staff"),
    *("0001-01-01", "9999-12-31", "2026-02-30", "9999-12-31T23:59:59-12:00", "2026-03-29T02:30", "[", "{", "null"),
    *("@", "a@b", "a@[127.0.0.1]", "a" * 64 + "@" + "b" * 200 + ".fr", "\u00e9@\u0435xample.fr", "::1", "1.2.3.4"),
)
OTHERS: Final = (
    *(None, True, False, 0, 1, -1, 2**31, 2**63, 10**30, 10**5_000, -(10**5_000), 0.5, -0.0, 1e308, float("nan")),
    *(float("inf"), Decimal("1E+999999"), Decimal("-1E-999999"), Decimal("NaN"), Decimal("sNaN"), 1j, b"", b"\xff\0"),
    *(date.min, date.max, datetime.min, datetime.max, datetime.max.replace(tzinfo=UTC), object(), object, len, ...),
    *([], {}, (), set(), frozenset({"a", 1}), [None], [[]], [{}], [""], {"": ""}, {1: 2}, {None: None}, range(3)),
    *(nested(3), nested(5_000), within_itself(), ["a"] * 20_000, [[0] * 101], {str(n): n for n in range(20_000)}),
    *(Content("a", b""), Content("", b"x"), Content("a\0", b""), Content("a", "b"), Content(None, b"")),  # type: ignore[arg-type]
    *(Content("a.pdf", b"%PDF-1.7\n" + bytes(99)), Content("a.png", b"\x89PNG\r\n\x1a\n" + bytes(99))),
    *(Content("a.zip", b"PK\x03\x04" + bytes(99)), Content("a.jpg", b"\xff\xd8\xff" + bytes(99)), io.StringIO("x")),
)
"""Neither texts nor, mostly, what any parameter takes."""
letters = st.text(st.characters(), max_size=12) | st.text(st.characters(categories=["C", "M", "Z", "P"]), max_size=12)
hostile = st.sampled_from(TEXTS) | st.sampled_from(OTHERS) | letters

BANK: Final = Content("a.csv", b"text,A,B,right\nQui ?,a,b,A\n")
PLAUSIBLE: Final[Mapping[str, tuple[Any, ...]]] = {
    "name": ("Manpower", "Adecco", "site", "assessment", "closed_fridays", "provider_stamp", "daily_at"),
    "value": ("https://ecole.fr", {"levels": 3}, ["2026-12-25"], 7, "05:00", "fr"),
    "company": ("Manpower", "Adecco"),
    "email": ("lea@manpower.example", "new@x.example"),
    "login": ("lea@manpower.example",),
    "first_name": ("Léa",),
    "last_name": ("Martin",),
    "role": ("learner", "pilot", "manager"),
    "person": ACTORS[2:],
    "manager": ("nora@manpower.example",),
    "managers": ([], ["nora@manpower.example"]),
    "people": ([], ["lea@manpower.example", "zoe@manpower.example"]),
    "course": ("recruter", "sourcing"),
    "reference": ("recruter", "l1", "t1", "k1", "Lyon", "w1"),
    "session": ("Lyon", "Paris", "Brest"),
    "sessions": (["Lyon"], ["Lyon", "Brest"]),
    "scope": ("mine", "company", "session", "all"),
    "format": ("table", "csv", "xlsx", "json", "pdf", "html"),
    "sort": ("name", "-percent", "session", "theme_percent:t1"),
    "columns": (["last_name", "percent"], ["themes"]),
    "kind": ("slot", "licence", "practice", "programme", "welcome"),
    "start": ("2026-12-01",),
    "end": ("2027-06-30",),
    "package": (1, 2),
    "policy": ("natural", "paced", "manual"),
    "every": (1, 20),
    "days": (1, 30),
    "position": (1, 2),
    "lesson": ("l1", "l3"),
    "theme": ("t1", "s1"),
    "themes": (["t1"], ["s1"]),
    "module": ("m-t1", "m-s1"),
    "modules": (["m-t1"], []),
    "lessons": (["l1"], []),
    "workshop": ("w1",),
    "workshops": (["w1"], []),
    "step": ("main_question", "conclusion_video"),
    "question": (1, 2, "R1"),
    "questions": (["Pourquoi ?"], []),
    "answers": ([[0]], ["Parce que"], [[0], [1]]),
    "choices": ([0], ["a", "b"]),
    "right": ([0], [0, 1]),
    "case": ("k1",),
    "marks": ([2] * 10,),
    "date": ("2026-12-02", "2026-12-03"),
    "day": ("2026-12-03",),
    "since": ("2026-12-01",),
    "members": ([{"email": "new@x.example", "first_name": "N", "last_name": "N"}],),
    "new": ([],),
    "moved": (["lea@manpower.example"],),
    "text": ("Bonjour", "lea"),
    "title": ("Titre",),
    "reason": ("Un point oublié",),
    "token": ("8c1f4e0b52d97a6631e08f4b7c2d95a0f3e61b48",),
    "password": ("phrase de passe",),
    "code": ("NOWH-ERE2-NOWH-ERE2",),
    "provider": ("mailjet",),
    "payload": ('[{"event": "open", "MessageID": 1, "time": 1764518400, "email": "\\u0000", "url": "\\ud800"}]',),
    "folder": ("here",),
    "file": ("out.pdf", "out.html", "out.csv", Content("a.pdf", b""), BANK),
    "mapping": (Content("a.yaml", b"tags: {a: {level: 1}}"),),
    "data": ({"lessons": [{"reference": "l1", "title": "Bonjour"}]},),
    "page": ("lesson:l1", "case"),
}
"""What parameters of these names may well be given."""


@st.composite
def asked(draw: st.DrawFn, operation: Operation) -> tuple[Any, dict[str, Any]]:
    """Who asks for an operation, and with what: most of it plausible, some of it not."""
    given: dict[str, Any] = {}
    for field in operation.parameters:
        if field.required or draw(st.integers(0, 2)) == 0:
            known = PLAUSIBLE.get(field.name, ())
            given[field.name] = draw(st.sampled_from(known) if known and draw(st.integers(0, 2)) else hostile)
    if draw(st.integers(0, 15)) == 0:
        given[draw(letters)] = 1
    by = draw(hostile if draw(st.integers(0, 15)) == 0 else st.sampled_from(ACTORS))
    return by, given
