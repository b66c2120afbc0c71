"""Pages: one file each, readable by anybody, from which no request leaves."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser
from itertools import count, islice, pairwise
from typing import Any
from xml.etree import ElementTree

import pytest

from ledr_adapters.pages import JinjaPages
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.views.rotations import WaitingView
from ledr_core.views.sessions import ExpectedView, PolicyView
from ledr_core.views.timelines import PeriodView, SessionTimeline, SlotTimeline, TimelineView

TODAY = date(2021, 11, 30)
UNTIL = TODAY + timedelta(days=30)
LANGUAGES = ("fr", "en")
VOID = {"meta", "link", "input", "br"}
LEFT_OPEN = {"li", "td", "tr"}
"""Elements whose end may be left out: https://html.spec.whatwg.org/multipage/syntax.html#optional-tags."""

HOSTILE = (
    "</text></svg><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    '" onload="alert(1)" x="',
    "' onclick='alert(1)",
    "<img src=https://evil.example/x>",
    "]]><!--",
    "{{ 7 * 7 }}{% raw %}",
    "url(https://evil.example) expression(alert(1))",
    "Robert\x00\x1b\u202eTables\ud800\uffff",
)


def day(text: str) -> date:
    return date.fromisoformat(text)


def held(name: str, since: str, until: str | None = None, forecast: bool = False) -> PeriodView:
    return PeriodView(f"{name[:3].lower()}@x.example", name, day(since), day(until) if until else None, forecast)


def a_session(reference: str = "Manpower - Lyon - Septembre 2021", **changes: Any) -> SessionTimeline:
    values: dict[str, Any] = {
        "session": reference,
        "company": "Manpower",
        "kind": "slot",
        "policy": PolicyView("paced", 10, False, True),
        "package": 3,
        "start": day("2021-09-01"),
        "end": day("2022-08-31"),
        "slots": (
            SlotTimeline(
                1,
                (
                    held("Léa Martin", "2021-09-01", "2021-09-20"),
                    held("Max Petit", "2021-09-20", "2021-12-06"),
                    held("Zoé Roux", "2021-12-06", forecast=True),
                ),
            ),
            SlotTimeline(2, (held("Karim Benali", "2021-09-08"),)),
            SlotTimeline(3, ()),
        ),
        "waiting": (
            ExpectedView("zoe@x.example", "Zoé Roux", 1, day("2021-12-06")),
            ExpectedView("ana@x.example", "Ana Costa", 2, None),
        ),
    }
    return SessionTimeline(**values | changes)


def page_of(*sessions: SessionTimeline, language: str = "fr", following: str | None = None) -> str:
    return JinjaPages().page(TimelineView(TODAY, UNTIL, sessions, None, following), language)


class Reading(HTMLParser):
    """Reads a page as a browser would, and keeps its elements and its text; a wrong nesting is an error."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.pieces: list[str] = []
        self.scripts: list[str] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, attrs)
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        while self.open[-1] != tag:
            left = self.open.pop()
            assert left in LEFT_OPEN, f"</{tag}> closes <{left}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)
        elif self.open and self.open[-1] != "style":
            self.pieces.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.pieces).replace("\u00a0", " ").split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def charts(page: str) -> list[ElementTree.Element]:
    """The outermost SVG elements, read as XML."""
    found: list[ElementTree.Element] = []
    depth, start = 0, 0
    for tag in re.finditer(r"<svg\b|</svg>", page):
        if tag.group() == "</svg>":
            depth -= 1
            if depth == 0:
                found.append(ElementTree.fromstring(page[start : tag.end()]))
        else:
            start = tag.start() if depth == 0 else start
            depth += 1
    return found[1:]  # the first holds what all share


def blocks(chart: ElementTree.Element) -> Iterator[tuple[str, list[str]]]:
    for row in chart.findall("svg"):
        for block in row.findall("svg"):
            yield block.get("class", "held"), [text.text or "" for text in block.findall("text")]


def test_the_title_says_what_and_as_of_when() -> None:
    read = Reading(page_of(a_session()))

    assert "Qui tient quel slot au mardi 30 novembre 2021" in read.text
    assert "Manpower - Lyon - Septembre 2021 · prévision jusqu’au 30 déc. 2021" in read.text
    assert read.all("html") == [{"lang": "fr"}]


def test_it_is_complete_in_english_too() -> None:
    read = Reading(page_of(a_session(), language="en"))

    assert "Who holds which slot as of Tuesday 30 November 2021" in read.text
    assert "paced rotation, every 10 weekdays" in read.text
    assert "Zoé Roux, expected Mon 6 Dec" in read.text
    assert read.all("html") == [{"lang": "en"}]
    assert not re.search(r"prévu|depuis|attente|slots tenus", read.text, re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_gives_three_to_five_key_figures(language: str) -> None:
    one = Reading(page_of(a_session(), language=language))
    two = Reading(page_of(a_session(), a_session("Paris"), language=language))

    assert (len(one.all("dt")), len(two.all("dt"))) == (4, 5)


def test_the_figures_count_running_sessions() -> None:
    over = a_session("Passée", end=day("2021-11-29"))
    to_come = a_session("Future", start=day("2021-12-01"))

    read = Reading(page_of(a_session(), over, to_come))

    assert "Sessions en cours 1 Slots tenus 2 sur 3 En attente 2" in read.text
    assert "Prochain changement 6 déc." in read.text
    assert "Changements prévus 1 d’ici le 30 déc." in read.text


def test_a_chart_shows_who_held_what_and_marks_the_forecast_by_text_too() -> None:
    (chart,) = charts(page_of(a_session()))

    assert list(blocks(chart)) == [
        ("held", ["LM", "Léa Martin"]),
        ("held", ["Max Petit"]),
        ("f", ["MP"]),  # the rest of his turn
        ("f", ["ZR", "Zoé Roux, prévu"]),
        ("v", ["libre"]),
        ("held", ["Karim Benali"]),
        ("f", ["KB", "Karim Benali, prévu"]),
        ("v", ["libre"]),
    ]


def test_a_label_is_shown_only_where_it_fits() -> None:
    (chart,) = charts(page_of(a_session()))

    labels = {text.text: text.get("class") for text in chart.iter("text")}

    assert labels["LM"] == "xb"
    assert labels["Léa Martin"] == "b"
    assert labels["Karim Benali"] is None


def test_the_axis_names_the_months_and_today() -> None:
    shared = re.search(r"<defs>.*?</defs>", page_of(a_session()), re.DOTALL)
    assert shared is not None
    texts = [text.text for text in ElementTree.fromstring(shared.group()).iter("text")]

    assert texts == ["sept. 2021", "oct.", "nov.", "déc.", "30 nov.", "prévu →"]


@pytest.mark.parametrize(
    ("language", "part", "figures"),
    [
        ("fr", "Une partie des sessions à slots : 2, jusqu’à Nice", "Les chiffres clés sont ceux de cette page"),
        ("en", "A part of the slot sessions: 2, up to Nice", "The key figures are those of this page"),
    ],
)
def test_a_page_that_others_follow_says_so_under_its_title(language: str, part: str, figures: str) -> None:
    page = unescape(page_of(a_session("Lyon"), a_session("Nice"), language=language, following="Nice"))

    assert part in page.replace("\u00a0", " ")
    assert figures in page


def test_people_who_share_initials_get_letters_of_their_own() -> None:
    slots = tuple(
        SlotTimeline(number, (held(name, "2021-09-01"),))
        for number, name in enumerate(("Léa Martin", "Luc Morel", "Lou Mas", "Li Mo", "张 伟", "!"), 1)
    )

    read = Reading(page_of(a_session(slots=slots)))

    assert "LM Léa Martin · Lo Luc Morel · La Lou Mas · L2 Li Mo · 张伟 张 伟 · ?2 !" in read.text


def test_the_table_has_the_data_of_the_charts() -> None:
    page = page_of(a_session())
    rows = [[unescape(cell).strip() for cell in row.split("<td>")[1:]] for row in re.findall(r"<tr>(<td>.*)\n", page)]

    assert rows == [
        ["1", "Léa Martin", "mer. 1er sept.", "lun. 20 sept.", "passé"],
        ["1", "Max Petit", "lun. 20 sept.", "lun. 6 déc. (prévu)", "en cours"],
        ["1", "Zoé Roux", "lun. 6 déc.", "–", "prévu"],
        ["2", "Karim Benali", "mer. 8 sept.", "–", "en cours"],
    ]


def test_it_says_who_waits_and_when_they_are_expected() -> None:
    read = Reading(page_of(a_session()))

    assert "Zoé Roux, accès prévu lun. 6 déc. Ana Costa, pas avant le jeu. 30 déc." in read.text


@pytest.mark.parametrize(
    ("kind", "said"),
    [("natural", "dès qu’un titulaire aura terminé"), ("manual", "quand un slot lui sera attribué")],
)
def test_who_has_no_date_is_told_what_it_depends_on(kind: str, said: str) -> None:
    session = a_session(policy=PolicyView(kind, None, False, True))

    assert f"Ana Costa, {said}" in Reading(page_of(session)).text


def test_nobody_waiting_is_said() -> None:
    assert "Personne n’attend." in Reading(page_of(a_session(waiting=()))).text


@pytest.mark.parametrize(("language", "said"), [("fr", "Aucune session à slots"), ("en", "There is no slot session")])
def test_an_empty_timeline_says_so(language: str, said: str) -> None:
    read = Reading(page_of(language=language))

    assert said in read.text
    assert not read.all("table")


def test_a_session_whose_slots_nobody_held_says_so() -> None:
    read = Reading(page_of(a_session(slots=(SlotTimeline(1, ()),), waiting=())))

    assert "Personne n’a encore tenu de slot." in read.text


def test_a_slot_given_and_taken_the_same_day_is_still_seen() -> None:
    slots = (SlotTimeline(1, (held("Léa Martin", "2021-11-29", "2021-11-29"), held("Max Petit", "2021-11-29"))),)

    (chart,) = charts(page_of(a_session(slots=slots)))

    assert [kind for kind, _ in blocks(chart)] == ["held", "held", "f"]


def test_a_table_over_twenty_rows_has_a_search_field_that_needs_the_script() -> None:
    few = Reading(page_of(a_session()))
    many = Reading(page_of(*(a_session(f"Session {number}") for number in range(6))))

    assert not few.all("input")
    assert [field["data-table"] for field in many.all("input")] == ["t1"]
    assert {"class": "search", "hidden": None} in many.all("p")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_landmarks_captions_and_no_identifier_twice(language: str) -> None:
    read = Reading(page_of(a_session(), a_session("Paris"), language=language))

    for landmark in ("header", "main", "footer"):
        assert len(read.all(landmark)) == 1
    assert len(read.all("h1")) == 1
    assert len(read.all("caption")) == len(read.all("table")) == 2
    assert all(chart["aria-label"] for chart in read.all("svg") if chart.get("role") == "img")
    identifiers = [str(attributes["id"]) for _, attributes in read.elements if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    labelled = [
        str(attributes["aria-labelledby"]) for _, attributes in read.elements if "aria-labelledby" in attributes
    ]
    links = [str(link["href"]).removeprefix("#") for link in read.all("a") + read.all("use")]
    assert set(labelled + links) <= set(identifiers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_request_leaves_the_page(language: str) -> None:
    page = page_of(a_session(), language=language)
    read = Reading(page)

    assert "//" not in page
    assert not re.search(r"url\((?!#)|@import", page)
    loading = [
        str(attributes[name])
        for _, attributes in read.elements
        for name in ("src", "href", "action")
        if name in attributes
    ]
    assert all(address.startswith(("#", "data:")) for address in loading)
    policy = next(meta["content"] for meta in read.all("meta") if meta.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'")


def test_the_script_is_the_one_that_the_page_allows() -> None:
    import base64
    import hashlib

    read = Reading(page_of(a_session()))
    (script,) = read.scripts

    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = next(meta["content"] for meta in read.all("meta") if meta.get("http-equiv"))
    assert f"script-src 'sha256-{digest}'" in str(policy)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_name_is_only_text(name: str, language: str) -> None:
    def named(number: int) -> SessionTimeline:
        return a_session(
            f"{name} {number}",
            company=name,
            slots=(SlotTimeline(1, (held(name, "2021-09-01"),)),),
            waiting=(ExpectedView(name, name, 1, None),),
        )

    def shape(page: str) -> list[tuple[str, list[str]]]:
        return [(tag, sorted(attributes)) for tag, attributes in Reading(page).elements]

    harmless = page_of(*(evolved(named(number)) for number in range(2)), language=language)
    page = page_of(*(named(number) for number in range(2)), language=language)

    assert [tag for tag, _ in shape(page)].count("script") == 1
    assert {tag for tag, _ in shape(page)} == {tag for tag, _ in shape(harmless)}
    assert {name for _, names in shape(page) for name in names} == {
        name for _, names in shape(harmless) for name in names
    }
    assert len(charts(page)) == 2
    page.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", page)


def evolved(session: SessionTimeline) -> SessionTimeline:
    """The same session with names that nobody would fear."""
    return a_session(
        "Lyon",
        slots=(SlotTimeline(1, (held("Léa Martin", "2021-09-01"),)),),
        waiting=(ExpectedView("a@x.example", "Ana Costa", 1, None),),
    )


def test_a_person_without_a_name_is_shown_by_address() -> None:
    slots = (SlotTimeline(1, (PeriodView("lea@x.example", " ", day("2021-09-01"), None, False),)),)

    assert "lea@x.example" in Reading(page_of(a_session(slots=slots))).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_five_hundred_learners_over_three_months_stay_under_300_kb(language: str) -> None:
    page = page_of(*(a_busy_session(number) for number in range(50)), language=language)

    assert len(page.encode("utf-8")) < 300_000
    assert "Septembre 2021 49" in page
    assert len(charts(page)) == 50
    assert ("jeu. 2 sept." if language == "fr" else "Thu 2 Sept") in page


def test_a_page_that_would_grow_too_long_begins_later_and_says_so() -> None:
    page = page_of(*(a_busy_session(number, turn=5) for number in range(50)))

    assert len(page.encode("utf-8")) < 300_000
    assert "ce qui s’est terminé avant reste dans le registre" in Reading(page).text


def a_busy_session(number: int, turn: int = 14) -> SessionTimeline:
    names = [
        f"{first} {last}"
        for first in ("Amélie", "Maximilien")
        for last in ("Roux", "Petit", "Ng", "Lefebvre", "Dubois")
    ]
    return a_session(
        f"Manpower - Lyon - Septembre 2021 {number}",
        slots=tuple(SlotTimeline(slot, tuple(turns(names, slot + number % 7, turn))) for slot in (1, 2, 3)),
        waiting=tuple(
            ExpectedView(f"{place}@x.example", name, place, UNTIL if place < 4 else None)
            for place, name in enumerate(names[3:], 1)
        ),
    )


def turns(names: list[str], offset: int, turn: int) -> Iterator[PeriodView]:
    start = day("2021-09-01") + timedelta(days=offset % turn)
    for index in islice(count(), (UNTIL - start).days // turn + 1):
        since = start + timedelta(days=index * turn)
        until = since + timedelta(days=turn)
        name = names[(index + offset) % len(names)]
        yield PeriodView(f"{index}@x.example", name, since, until if until <= UNTIL else None, since > TODAY)


STYLE = re.search(r"<style>(.*?)</style>", page_of(a_session()), re.DOTALL)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("text", "ground", 4.5),
        ("quiet", "ground", 4.5),
        ("quiet", "soft", 4.5),
        ("text", "soft", 4.5),
        ("accent", "ground", 4.5),
        ("on-accent", "accent", 4.5),
        ("on-hatch", "hatch", 4.5),
        ("on-hatch", "hatch-line", 4.5),
        ("accent", "hatch", 3.0),
    ],
)
def test_colours_pass_wcag_aa(scheme: str, text: str, ground: str, least: float) -> None:
    assert STYLE is not None
    light, dark = re.findall(r":root \{(.*?)\}", STYLE.group(1), re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#\w+);", light if scheme == "light" else dark))

    assert contrast(colours[text], colours[ground]) >= least


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = ((part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4) for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("shown", "language", "field"),
    [(TimelineView(TODAY, UNTIL, (), None), "de", "language"), (WaitingView(()), "fr", "page")],
)
def test_an_unknown_page_or_language_is_invalid(shown: Any, language: str, field: str) -> None:
    with pytest.raises(Invalid) as invalid:
        JinjaPages().page(shown, language)

    assert invalid.value.field == field


def test_fifty_slots_are_charts_that_fit_on_a_sheet_of_paper() -> None:
    """Each with its axis; together they have every slot, once."""
    slots = tuple(SlotTimeline(number, (held(f"Personne {number}", "2021-09-01"),)) for number in range(1, 51))
    found = charts(page_of(a_session(slots=slots)))

    named = [[text.text for text in chart.iter("text") if (text.text or "").startswith("slot ")] for chart in found]
    assert [len(one) for one in named] == [24, 24, 2]
    assert [slot for one in named for slot in one] == [f"slot {number}" for number in range(1, 51)]
    assert all(int(chart.attrib["height"]) < 900 for chart in found)


def test_initials_are_never_cut() -> None:
    """Three of them need more room than two; on paper those that fit only on a wide screen are left out."""
    days = [day("2021-09-01") + timedelta(days=4 * turn) for turn in range(24)]
    periods = tuple(
        held(f"Max {turn % 11}", str(since), str(until)) for turn, (since, until) in enumerate(pairwise(days))
    )
    page = page_of(a_session(slots=(SlotTimeline(1, periods),)))

    (chart,) = charts(page)
    shown = {text.text: text.attrib.get("class", "") for text in chart.iter("text")}
    assert "<b>M10</b>" in page
    assert "M10" not in shown
    assert "p" in shown["M5"].split()
