"""Help on videos: whom a firewall must allow, what to try, in both languages (SUP-3)."""

import re

import pytest

from ledr_adapters.recording import RecordingVideos
from ledr_core import Invalid
from ledr_core.application.learning import video_help
from ledr_core.application.learning.video_help import help_on_video
from ledr_core.ports.videos import VideoFault, VideoHost
from ledr_core.views.learning import VideoHelp
from ledr_core.wording import LANGUAGES, video_advice
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.typography import NO_BREAK

CONTACT = "aide@ecole.example"


class AtVimeo(RecordingVideos):
    @property
    def host(self) -> VideoHost:
        return VideoHost("Vimeo", ("vimeo.com", "vimeocdn.com"))

    def holds(self, address: str) -> bool:
        return address.startswith("https://vimeo.com/")


def said(video: str, language: str) -> tuple[str, ...]:
    return video_advice(help_on_video(video, AtVimeo(), CONTACT), language)


@pytest.mark.rule("SUP-3")
def test_the_host_that_a_firewall_must_allow_is_named() -> None:
    found = help_on_video("https://vimeo.com/1", AtVimeo(), CONTACT)

    assert (found.host, found.domains, found.contact) == ("Vimeo", ("vimeo.com", "vimeocdn.com"), CONTACT)
    french, english = (said("https://vimeo.com/1", language)[0] for language in LANGUAGES)
    assert "Vimeo" in french
    assert "autoriser vimeo.com et vimeocdn.com" in french
    assert "allow vimeo.com and vimeocdn.com" in english


@pytest.mark.rule("SUP-3")
def test_a_video_elsewhere_names_its_own_host() -> None:
    for video in ("https://videos.client.example/1", "http://lea@videos.client.example:8080/1"):
        found = help_on_video(video, AtVimeo(), CONTACT)
        assert (found.host, found.domains) == ("videos.client.example", ("videos.client.example",))


@pytest.mark.parametrize("video", ["", "l1", "https://", "https://[x/1", "file:///etc/passwd", "javascript:alert(1)"])
def test_a_link_that_is_none_names_no_host_and_asks_to_write(video: str) -> None:
    found = help_on_video(video, AtVimeo(), CONTACT)

    assert (found.host, found.domains, found.advice[0]) == (None, (), "this video")
    assert CONTACT in said(video, "fr")[0]


@pytest.mark.rule("CAT-12", "SUP-3")
def test_one_video_is_told_apart_from_all_of_them() -> None:
    advice = said("https://vimeo.com/1", "en")

    assert any(one.startswith("No video starts") and "out of order" in one for one in advice)
    assert any("the only one that does not start" in one and CONTACT in one for one in advice)


@pytest.mark.rule("LEARN-1")
def test_learners_are_told_to_let_the_video_end() -> None:
    assert any("jusqu'au bout" in one for one in said("https://vimeo.com/1", "fr"))


def test_nobody_is_asked_for_help_on_a_video() -> None:
    videos = RecordingVideos().will_say("https://vimeo.com/1", VideoFault.NOT_FOUND)

    help_on_video("https://vimeo.com/1", videos, CONTACT)

    assert videos.asked == []


def test_every_advice_has_words_in_both_languages_and_every_wording_is_used() -> None:
    wording = sentences("videos")["advice"]

    assert set(wording) == {*video_help._OF_A_HOST, *video_help._OF_ANY}
    assert all(set(both) == set(LANGUAGES) for both in wording.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_advice_says_its_facts(language: str) -> None:
    for one in said("https://vimeo.com/1", language):
        assert not set("{}[]…") & set(one)
        if language == "fr":
            assert not re.search(rf"[^{NO_BREAK}][:;!?%](?!/)", one)


def test_a_name_of_a_host_cannot_order_a_terminal_about() -> None:
    (firewall, *_) = video_advice(VideoHelp("x\x1b[2J", ("x\r\ny",), CONTACT, ("firewall",)), "en")

    assert firewall.isprintable()


def test_advice_is_french_or_english() -> None:
    with pytest.raises(Invalid):
        video_advice(help_on_video("https://vimeo.com/1", AtVimeo(), CONTACT), "de")
