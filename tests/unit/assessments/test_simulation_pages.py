"""The chart of a simulation: on a page, as a picture, and in the terminal."""

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from ledr_adapters.disk import LocalTarget
from ledr_adapters.pages import JinjaPages
from ledr_cli.render.simulations import lines
from ledr_cli.render.words import Words
from ledr_core import Invalid
from ledr_core.application.assessments.simulations import simulation_view, write_chart
from ledr_core.domain.assessments.order import Item
from ledr_core.domain.assessments.settings import DEFAULT
from ledr_core.domain.assessments.simulation import Question, guess_chance, simulated
from ledr_core.views.simulations import SimulationView
from ledr_core.views.timelines import TimelineView

LANGUAGES = ("fr", "en")
HOSTILE = "</text></svg><script>alert(1)</script>{{ 7 * 7 }}"


def a_view(theme: str = "Recruter", per_level: int = 10, choices: int = 4) -> SimulationView:
    bank = [
        Question(Item(f"q{level}-{number}", 1, level), guess_chance(choices, 1))
        for level in range(1, 6)
        for number in range(per_level)
    ]
    return simulation_view(theme, date(2026, 11, 22), DEFAULT, simulated(bank, DEFAULT, learners=200, seed="a"))


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_is_well_formed_and_says_all_its_figures_in_words(language: str) -> None:
    root = ElementTree.fromstring(JinjaPages().picture(a_view(), language))
    said = [plain("".join(text.itertext())) for text in root.iter("{http://www.w3.org/2000/svg}text")]

    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    for figure in ("46,5 %", "8,8") if language == "fr" else ("46.5%", "8.8"):
        assert figure in said
    assert len(list(root.iter("{http://www.w3.org/2000/svg}rect"))) == 1 + 8 + 8 + 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_the_picture_leaves_its_frame(language: str) -> None:
    root = ElementTree.fromstring(JinjaPages().picture(a_view(per_level=200), language))
    texts = [one for one in root.iter("{http://www.w3.org/2000/svg}g") if "translate(96 " in one.get("transform", "")]

    for row in texts:
        text = row.findall("{http://www.w3.org/2000/svg}text")[-1]
        assert 96 + float(text.get("x", "0")) + 7 * len(text.text or "") <= 680


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_the_chart_and_a_table_of_the_same_data(language: str) -> None:
    page = JinjaPages().page(a_view(), language)

    assert page.count("<table") == 3
    assert page.count('<tr><th scope="row">') == 8 + 5 + 50
    assert 'class="sim"' in page
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", page)


def test_a_large_bank_keeps_the_page_small() -> None:
    page = JinjaPages().page(a_view(per_level=1000), "fr")

    assert len(page.encode()) < 300_000
    assert "les plus et les moins montrées" in page


@pytest.mark.parametrize("make", ["page", "picture"])
def test_a_theme_is_text_whatever_it_is_called(make: str) -> None:
    made = getattr(JinjaPages(), make)(a_view(HOSTILE), "fr")

    assert "<script>alert" not in made
    assert "{{ 7 * 7 }}" in made


def a_timeline() -> TimelineView:
    return TimelineView(date(2026, 11, 22), date(2026, 11, 22), (), None)


@pytest.mark.parametrize(("make", "language"), [(a_timeline, "fr"), (a_view, "de")])
def test_another_picture_or_language_is_refused(make: Callable[[], Any], language: str) -> None:
    shown = make()

    with pytest.raises(Invalid):
        JinjaPages().picture(shown, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_terminal_shows_the_same_in_80_columns(language: str) -> None:
    shown = list(lines(a_view(), Words(language, datetime(2026, 11, 22))))
    text = plain("\n".join(shown))

    assert max(len(line) for line in shown) <= 80
    assert re.search(r"0,11 % 2,8 1,0" if language == "fr" else r"0\.11% 2\.8 1\.0", text)
    assert sum(line.count("▇") + line.count("·") == 24 for line in shown) == 8 + 5


def test_the_terminal_warns_when_guessers_pass() -> None:
    words = Words("fr", datetime(2026, 11, 22))

    assert not any("Attention" in line for line in lines(a_view(), words))
    assert any("Attention : au hasard, 8,2 %" in plain(line) for line in lines(a_view(choices=2), words))


@pytest.mark.parametrize(("name", "begins"), [("chart.svg", "<svg"), ("chart.html", "<!DOCTYPE html>")])
def test_the_name_of_the_file_says_whether_it_is_a_picture_or_a_page(tmp_path: Path, name: str, begins: str) -> None:
    file = tmp_path / name

    target = LocalTarget(str(file))
    written = write_chart(JinjaPages(), a_view(), target, "fr")
    target.deliver()

    assert written.file == str(file)
    assert file.read_text("utf-8").startswith(begins)


def test_another_kind_of_file_is_refused_with_what_is_allowed(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as error:
        write_chart(JinjaPages(), a_view(), LocalTarget(str(tmp_path / "chart.png")), "fr")

    assert (error.value.field, error.value.allowed) == ("file", "a name ending in .svg or .html")
    assert list(tmp_path.iterdir()) == []
