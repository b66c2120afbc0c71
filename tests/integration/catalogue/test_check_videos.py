"""Asking about the videos of a catalogue: what the operation asks and gives, and what the operator sees (CAT-12)."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from ledr_adapters import open_rehearsal
from ledr_adapters.recording import RecordingVideos
from ledr_core import Invalid, NotFound, School
from ledr_core.ports.videos import Checked, VideoCheck, VideoFault
from ledr_core.testing import FixedClock
from ledr_core.views import as_json
from tests.integration.cli.test_command_line import Ran, run
from tests.vimeo import AS_VIMEO_TELLS, FakeVimeo, Reply, fake_vimeo

LESSONS = ("l1", "l2", "l3", "l4", "l5")
CATALOGUE = {
    "lessons": [
        {"reference": one, "title": f"Leçon {one[1]}", "video": f"https://vimeo.com/{one[1]}", "seconds": 60}
        for one in LESSONS
    ],
    "modules": [
        {"reference": "m1", "title": "Un", "lessons": ["l3", "l1"]},
        {"reference": "m2", "title": "Deux", "lessons": ["l1", "l4"]},
    ],
    "themes": [
        {"reference": "t1", "title": "T1", "colour": "#0b7285", "modules": ["m1"]},
        {"reference": "t2", "title": "T2", "colour": "#c92a2a", "modules": ["m2"]},
    ],
    "courses": [{"reference": "recruter", "title": "Recruter", "themes": ["t1", "t2"]}],
}


@pytest.fixture
def videos() -> RecordingVideos:
    return RecordingVideos()


@pytest.fixture
def school(database_url: str, videos: RecordingVideos) -> Iterator[School]:
    with_videos = open_rehearsal(database_url, clock=FixedClock("2026-11-19T09:00"), videos=videos)
    with_videos.catalogue.load(by="staff", data=CATALOGUE)
    yield with_videos
    with_videos.close()


def states(school: School, **given: Any) -> dict[str, str]:
    return {one.lesson: one.state for one in school.catalogue.check_videos(by="staff", **given)}


# The operation


@pytest.mark.rule("CAT-12")
def test_each_lesson_has_its_state_and_its_reason(school: School, videos: RecordingVideos) -> None:
    videos.will_say("https://vimeo.com/2", VideoFault.NOT_FOUND)
    videos.will_say("https://vimeo.com/3", VideoFault.OTHER_SITES_ONLY)
    videos.will_say("https://vimeo.com/4", VideoFault.NO_ANSWER)

    checks = school.catalogue.check_videos(by="staff")

    assert [(one.lesson, one.state, one.reason) for one in checks] == [
        ("l1", "ok", None),
        ("l2", "broken", "not_found"),
        ("l3", "private", "other_sites_only"),
        ("l4", "host_down", "no_answer"),
        ("l5", "ok", None),
    ]
    assert as_json(checks[1]) == {
        "lesson": "l2",
        "state": "broken",
        "reason": "not_found",
        "title": "Leçon 2",
        "video": "https://vimeo.com/2",
    }


@pytest.mark.rule("CAT-12")
def test_of_a_course_its_lessons_are_asked_about_each_once_in_order(school: School, videos: RecordingVideos) -> None:
    assert list(states(school, course="recruter")) == ["l3", "l1", "l4"]
    assert videos.asked == ["https://vimeo.com/3", "https://vimeo.com/1", "https://vimeo.com/4"]


def test_lessons_that_share_a_video_share_its_state(school: School, videos: RecordingVideos) -> None:
    school.catalogue.put_lesson(by="staff", reference="l2", video="https://vimeo.com/1")
    videos.will_say("https://vimeo.com/1", VideoFault.HIDDEN)

    assert states(school) == {"l1": "private", "l2": "private", "l3": "ok", "l4": "ok", "l5": "ok"}
    assert len(videos.asked) == 4


def test_a_course_that_does_not_exist_is_not_found(school: School, videos: RecordingVideos) -> None:
    with pytest.raises(NotFound) as missing:
        school.catalogue.check_videos(by="staff", course="vendre")

    assert (missing.value.kind, missing.value.reference) == ("course", "vendre")
    assert videos.sites == []


@pytest.mark.rule("CAT-12")
def test_privacy_is_judged_for_the_site_of_the_school(school: School, videos: RecordingVideos) -> None:
    school.settings.set(by="staff", name="site", value="https://parcours.example")

    school.catalogue.check_videos(by="staff")

    assert videos.sites == ["https://parcours.example"]


def test_an_empty_catalogue_has_nothing_to_ask_about() -> None:
    with_nothing = open_rehearsal("memory:")

    assert with_nothing.catalogue.check_videos(by="staff") == ()
    with_nothing.close()


def test_progress_is_told_up_to_the_number_of_videos(school: School) -> None:
    told: list[tuple[int, int, str]] = []
    school.progress = lambda *heard: told.append(heard)

    school.catalogue.check_videos(by="staff", course="recruter")

    assert told == [(1, 3, "videos"), (2, 3, "videos"), (3, 3, "videos")]


class Meanwhile(RecordingVideos):
    """Has something done while the host is being asked."""

    def do(self, what: Callable[[], object]) -> None:
        self.what = what

    def check(
        self, addresses: Sequence[str], *, site: str | None = None, checked: Checked | None = None
    ) -> tuple[VideoCheck, ...]:
        self.what()
        return super().check(addresses, site=site, checked=checked)


def test_no_connection_is_held_while_the_host_is_asked(database_url: str) -> None:
    videos, held = Meanwhile(), list[int]()
    school = open_rehearsal(database_url, videos=videos)
    school.catalogue.load(by="staff", data=CATALOGUE)
    videos.do(lambda: held.append(school._desk.ports.store.engine.pool.checkedout()))  # type: ignore[attr-defined]

    school.catalogue.check_videos(by="staff")

    assert held == [0]
    school.close()


def test_the_catalogue_may_change_while_the_host_is_asked(database_url: str) -> None:
    videos = Meanwhile()
    school = open_rehearsal(database_url, videos=videos)
    school.catalogue.load(by="staff", data=CATALOGUE)
    videos.do(lambda: school.catalogue.put_lesson(by="staff", reference="l1", title="Autre"))

    assert school.catalogue.check_videos(by="staff")[0].title == "Leçon 1"
    school.close()


def test_it_is_refused_inside_a_transaction(school: School, videos: RecordingVideos) -> None:
    with school.transaction() as inside, pytest.raises(Invalid) as invalid:
        inside.catalogue.check_videos(by="staff")

    assert (invalid.value.field, videos.sites) == ("transaction", [])


# The command


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ecole")
    (folder / "parcours.yaml").write_text(json.dumps(CATALOGUE), encoding="utf-8")
    assert run(folder, "catalogue", "load", "parcours.yaml").status == 0
    return folder


@pytest.fixture
def vimeo() -> Iterator[FakeVimeo]:
    with fake_vimeo() as running:
        yield running


def checked(folder: Path, vimeo: FakeVimeo, *arguments: str) -> Ran:
    environment = {"LEDR_VIDEOS": f"vimeo+{vimeo.address}", "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    return run(folder, "catalogue", "check-videos", *arguments, **environment)


@pytest.mark.rule("CAT-12")
def test_all_videos_in_order_are_one_line(template: Path, vimeo: FakeVimeo) -> None:
    shown = checked(template, vimeo)

    assert (shown.status, shown.out, shown.err) == (0, "5 vidéos en ordre\n", "")
    assert {request.headers["referer"] for request in vimeo.requests} == {"https://leparcours.co"}


@pytest.mark.rule("CAT-12")
def test_what_is_wrong_comes_first_with_what_to_do(template: Path, vimeo: FakeVimeo) -> None:
    vimeo.will_answer("https://vimeo.com/2", AS_VIMEO_TELLS[VideoFault.OTHER_SITES_ONLY])
    vimeo.will_answer("https://vimeo.com/4", Reply(404))

    french, english = (checked(template, vimeo, "--lang", language) for language in ("fr", "en"))

    assert (french.status, english.status) == (1, 1)
    counts, _, titles, broken, private, _, *help_ = french.out.splitlines()
    assert counts == "1 lien cassé · 1 vidéo à la confidentialité mal réglée · 3 vidéos en ordre"
    assert titles.split() == ["État", "Leçon", "Titre", "Raison", "Vidéo"]
    assert broken.split("  ")[0].strip() == "lien cassé"
    assert "l4" in broken and "https://vimeo.com/4" in broken
    assert "confidentialité" in private and "réservée à d'autres sites" in private
    assert [line.split("\u00a0")[0] for line in help_] == ["→ Lien cassé", "→ Confidentialité"]
    assert "ledr catalogue put-lesson l4 --video" in help_[0]
    assert english.out.startswith("1 broken link · 1 video with wrong privacy · 3 videos in order\n")


@pytest.mark.rule("CAT-12")
def test_a_host_that_is_down_is_said_to_be_down(template: Path, vimeo: FakeVimeo) -> None:
    vimeo.usual = Reply(200, b"<html>blocked</html>")

    shown = checked(template, vimeo)

    assert shown.status == 1
    assert shown.out.startswith("5 vidéos sans réponse\n")
    assert "ce qui répond n'est pas l'hébergeur" in shown.out
    assert "Lien cassé" not in shown.out


def test_json_is_the_result_alone(template: Path, vimeo: FakeVimeo) -> None:
    vimeo.will_answer("https://vimeo.com/1", Reply(403))

    shown = checked(template, vimeo, "recruter", "--json")

    assert (shown.status, shown.err) == (1, "")
    assert [(one["lesson"], one["state"]) for one in shown.json] == [("l3", "ok"), ("l1", "private"), ("l4", "ok")]


def test_every_state_and_fault_has_words() -> None:
    from ledr_core.ports.videos import VideoState
    from ledr_core.wording.catalogue import gathered

    words = gathered("results")

    assert set(words["values"]["video fault"]) == set(VideoFault)
    assert set(words["values"]["video state"]) == set(VideoState)
    assert {f"{state} videos" for state in VideoState} <= set(words["nouns"])
    assert {f"mend {state}" for state in VideoState if state != "ok"} <= set(words["sentences"])


def test_an_empty_catalogue_says_so(tmp_path: Path) -> None:
    assert run(tmp_path, "init").status == 0
    shown = run(tmp_path, "catalogue", "check-videos")

    assert (shown.status, shown.out) == (0, "Aucune leçon.\n")


def test_a_setting_that_names_no_host_is_wrong_usage(template: Path) -> None:
    shown = run(template, "catalogue", "check-videos", LEDR_VIDEOS="youtube")

    assert shown.status == 2
    assert "ce n'est pas un hébergeur de vidéos" in shown.err


def test_a_proxy_that_cannot_be_used_is_a_part_out_of_service(template: Path) -> None:
    shown = run(
        template, "catalogue", "check-videos", HTTPS_PROXY="socks5://u:s3cret@h", https_proxy="socks5://u:s3cret@h"
    )

    assert shown.status == 5
    assert "l'hébergeur des vidéos ne peut pas être interrogé" in shown.err
    assert "s3cret" not in shown.err
