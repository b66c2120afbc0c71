"""Settings are declared by their contexts, and all of them are listed."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

import ledr_core.domain
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.settings import Setting
from ledr_core.domain.settings import SETTINGS
from ledr_core.wording import LANGUAGES
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.settings import meaning


def declared() -> Iterator[Setting[Any]]:
    for module in pkgutil.walk_packages(ledr_core.domain.__path__, "ledr_core.domain."):
        if module.name.endswith((".settings", ".school", ".offer")):
            found = vars(import_module(module.name)).values()
            yield from (one for one in found if isinstance(one, Setting))


def test_all_that_the_contexts_declare_is_listed() -> None:
    assert {one.name for one in declared()} == set(SETTINGS)


def test_what_each_means_is_said_in_both_languages_and_of_nothing_else() -> None:
    words = sentences("settings")

    assert set(words) == set(SETTINGS)
    assert all(set(both) == set(LANGUAGES) and all(both.values()) for both in words.values())
    assert meaning("demo_days_ahead", "en") == "How many days ahead a demo day can be chosen."
    assert "minutes\u00a0; la" in meaning("longest_pause_minutes", "fr")


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_a_number_says_what_it_counts(setting: Setting[Any]) -> None:
    number = isinstance(setting.default, int) and not isinstance(setting.default, bool)
    assert number <= bool(setting.unit)


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_the_default_is_one_of_the_values_that_can_be_given(setting: Setting[Any]) -> None:
    assert setting.check(setting.default) == setting.default


@pytest.mark.parametrize("name", ["site", "support_chat"])
@pytest.mark.parametrize(
    "value",
    [
        *(
            "leparcours",
            "javascript:alert(1)",
            "ftp://ecole.fr",
            "https://",
            "http:ecole.fr",
            "https://a b",
            "//ecole.fr",
        ),
        *(
            "https://ecole.fr\nX: y",
            "data:text/html,x",
            "https://ecole.fr:port",
            "mailto:lea@ecole.fr",
            "https://x@y.fr",
        ),
    ],
)
def test_an_address_that_mails_lead_to_is_one_of_the_web(name: str, value: str) -> None:
    with pytest.raises(Invalid) as error:
        SETTINGS[name].check(value)
    assert error.value.field == "value"


@pytest.mark.parametrize(
    "value",
    [
        "https://ecole.fr",
        "http://localhost:8000/",
        "HTTPS://école.fr/é?a=b#c",
        "https://[::1]:80/x",
        " https://ecole.fr ",
    ],
)
def test_an_address_of_the_web_is_kept(value: str) -> None:
    assert SETTINGS["site"].check(value) == value.strip()


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize(
    "value",
    ["x" * 100_000, "9" * 100_000, 10**5_000, ["x"] * 3_000, [[]] * 3],
    ids=["text", "digits", "number", "list", "lists"],
)
def test_a_value_has_a_length(setting: Setting[Any], value: Any) -> None:
    with pytest.raises(Invalid):
        setting.check(value)
