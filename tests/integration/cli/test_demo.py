"""The demo: a school that plays itself, in a folder of its own."""

import json
import os
import shlex
import subprocess
import sys
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from ledr_adapters import open_rehearsal, open_school
from ledr_cli.demo.command import commands_to_try, demo
from ledr_cli.demo.playing import DemoResult, Opener, play
from ledr_cli.options import Settings
from ledr_core import Invalid
from ledr_core.testing import FixedClock
from tests.integration.cli.test_command_line import run

LYON = "Manpower - Lyon - Septembre 2021"
BORDEAUX = "Atelier Nova - Bordeaux - Septembre 2021"
CATALOGUE = Path(play.__code__.co_filename).with_name("catalogue.yaml")


def play_days(folder: Path, days: int | None, language: str = "fr") -> DemoResult:
    return play(open_rehearsal, folder, language, None, days)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    """The whole demo, played once."""
    return play_days(tmp_path_factory.mktemp("demo") / "ledr demo", None)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    """The first week of the demo, for those who only look."""
    return play_days(tmp_path_factory.mktemp("week") / "demo", 7)


@pytest.fixture
def short(tmp_path: Path) -> DemoResult:
    """A demo to do something to."""
    return play_days(tmp_path / "demo", 3)


def test_a_short_play_leaves_a_school_a_page_and_mail(week: DemoResult) -> None:
    school = open_school(week.database, clock=FixedClock(week.at))
    lyon = school.sessions.show(by="staff", session=LYON)
    school.close()

    assert [(holder.slot, holder.name) for holder in lyon.holders] == [(1, "Léa Martin"), (2, "Karim Benali")]
    assert lyon.waiting == ("zoe@manpower.example",)
    assert week.page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert len(list(week.mail_folder.glob("*.eml"))) == week.messages > 0


def test_mail_is_dated_by_the_clock_of_the_demo(week: DemoResult) -> None:
    letters = [
        BytesParser(policy=policy.default).parsebytes(one.read_bytes()) for one in week.mail_folder.glob("*.eml")
    ]

    assert {letter["Date"].datetime.date().isoformat() for letter in letters} <= {
        f"2021-09-0{number}" for number in range(1, 8)
    }


def test_two_plays_are_the_same(week: DemoResult, tmp_path: Path) -> None:
    again = play_days(tmp_path / "again", 7)

    assert (again.lessons, again.messages, again.changes) == (week.lessons, week.messages, week.changes)
    assert again.timeline.sessions == week.timeline.sessions


def test_it_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []

    play(open_rehearsal, tmp_path / "demo", "fr", lambda *progress: told.append(progress), 2)

    assert told == [(0, 2, "1er sept. 2021"), (1, 2, "2 sept. 2021"), (2, 2, "2 sept. 2021")]


def test_it_speaks_english_too(tmp_path: Path) -> None:
    played = play_days(tmp_path / "demo", 3, "en")

    assert '<html lang="en">' in played.page.read_text(encoding="utf-8")
    school = open_school(played.database, clock=FixedClock(played.at))
    subjects = [message.subject for message in school.messages.list(by="staff")]
    school.close()
    assert subjects
    assert all(subject.startswith(("Welcome", "Your", "A slot")) for subject in subjects), subjects


def test_a_second_demo_replaces_the_first(short: DemoResult) -> None:
    again = play_days(short.folder, 2)

    assert again.at == "2021-09-02T19:00"
    assert len(list(again.mail_folder.iterdir())) == again.messages


def test_a_demo_that_was_stopped_can_be_made_anew(tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, total: int, label: str) -> None:
        if done == 1:
            raise Stopped

    with pytest.raises(Stopped):
        play(open_rehearsal, tmp_path / "demo", "fr", stop, 7)

    assert play_days(tmp_path / "demo", 1).days == 1


@pytest.mark.parametrize("strange", ["photo.jpg", "mail/letter.txt", "LEDR-DEMO.txt/x"])
def test_a_folder_that_holds_something_else_stays_as_it_is(tmp_path: Path, strange: str) -> None:
    found = tmp_path / "mine" / strange
    found.parent.mkdir(parents=True)
    found.write_text("mine")

    with pytest.raises(Invalid) as invalid:
        play_days(tmp_path / "mine", 1)

    assert invalid.value.field == "folder"
    assert [path for path in (tmp_path / "mine").rglob("*") if path.is_file()] == [found]
    assert found.read_text() == "mine"


def test_what_somebody_put_into_a_demo_is_not_thrown_away(short: DemoResult) -> None:
    (short.folder / "notes.txt").write_text("mine")

    with pytest.raises(Invalid):
        play_days(short.folder, 1)

    assert (short.folder / "ecole.db").exists()


def test_a_school_that_no_demo_made_is_not_replaced(tmp_path: Path) -> None:
    open_school(f"sqlite:///{tmp_path / 'ecole.db'}").close()

    with pytest.raises(Invalid):
        play_days(tmp_path, 1)

    assert (tmp_path / "ecole.db").exists()


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "one.eml").write_text("mine")
    demo = play_days(tmp_path / "demo", 1)
    for letter in demo.mail_folder.iterdir():
        letter.unlink()
    demo.mail_folder.rmdir()
    demo.mail_folder.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(Invalid):
        play_days(tmp_path / "demo", 1)

    assert (tmp_path / "elsewhere" / "one.eml").read_text() == "mine"


@pytest.mark.parametrize("days", [0, 92])
def test_days_that_the_plan_does_not_have_are_invalid(tmp_path: Path, days: int) -> None:
    with pytest.raises(Invalid) as invalid:
        play_days(tmp_path / "demo", days)

    assert invalid.value.field == "days"
    assert not list(tmp_path.iterdir())


def test_the_catalogue_has_the_themes_of_the_school() -> None:
    catalogue = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))

    assert [theme["title"].replace("’", "'") for theme in catalogue["themes"]] == [
        "Culture générale du recrutement",
        "L'art de l'écriture",
        "Imprenable sur le sourcing",
        "Sciences humaines, marketing et vente",
        "Les bonnes pratiques de l'entretien",
        "Avoir le bon état d'esprit",
        "Piloter un recrutement seul ou en équipe",
    ]
    assert {len(theme["modules"]) for theme in catalogue["themes"]} == {2}
    assert {len(module["lessons"]) for module in catalogue["modules"]} == {3, 4}


@pytest.mark.parametrize("ground", ["#ffffff", "#14191c"])
def test_the_colours_of_themes_are_seen_on_a_light_and_a_dark_page(ground: str) -> None:
    """3 to 1, as WCAG asks of graphics that carry a meaning (1.4.11)."""
    colours = [theme["colour"] for theme in yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))["themes"]]

    assert len(set(colours)) == 7
    for colour in colours:
        brighter, darker = sorted((luminance(colour), luminance(ground)), reverse=True)
        assert (brighter + 0.05) / (darker + 0.05) >= 3, colour


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = ((part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4) for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_three_months_show_every_rotation_at_work(played: DemoResult) -> None:
    assert (played.days, played.at) == (91, "2021-11-30T19:00")
    school = open_school(played.database, clock=FixedClock(played.at))
    closed = {
        session: {period.closed_by for period in school.slots.ledger(by="staff", session=session)}
        for session in played.sessions
        if "Sillon" not in session
    }
    sessions = school.sessions.list(by="staff")
    kinds = {message.kind for message in school.messages.list(by="staff")}
    failures = [failure for run in school.jobs.log(by="staff") for failure in run.failures]
    school.close()

    assert closed[LYON] == {None, "rotation"}
    assert closed[BORDEAUX] == {None, "finished"}
    assert closed["Hôtels du Lac - Annecy - Septembre 2021"] == {None, "released"}
    assert sorted(session.kind for session in sessions) == ["licence", "slot", "slot", "slot"]
    assert all(session.waiting for session in sessions if session.kind == "slot")
    assert {"welcome", "slot_given", "slot_taken", "slot_soon", "inactivity"} <= kinds
    assert min(played.quizzes, played.workshops, played.passes) >= 10
    assert not failures


def test_those_who_wait_under_a_pace_know_when(played: DemoResult) -> None:
    (lyon,) = (session for session in played.timeline.sessions if session.session == LYON)

    assert [(waiter.name, str(waiter.date)) for waiter in lyon.waiting] == [
        ("Max Petit", "2021-12-01"),
        ("Ana Costa", "2021-12-08"),
        ("Sofiane Haddad", "2021-12-10"),
    ]


def test_the_commands_to_try_can_be_pasted_and_work(played: DemoResult) -> None:
    first, *others = [command for _, command in commands_to_try(played, "fr")]

    said = [ran(first), *map(ran_here, others)]

    assert len(said) == 8
    assert all(said)
    assert "Léa Martin" in said[0]
    assert "Louis Perrin" in said[6]


@pytest.fixture
def three_days(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The command plays three days instead of three months, in an empty folder."""

    def play_three_days(opener: Opener, folder: Path, language: str, progress: Any) -> DemoResult:
        return play(opener, folder, language, progress, 3)

    monkeypatch.setattr("ledr_cli.demo.playing.play", play_three_days)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("three_days")
def test_the_command_shows_the_slots_where_things_are_and_what_to_try(tmp_path: Path, capsys: Any) -> None:
    assert demo(Settings("fr"), None) == 0

    out = capsys.readouterr().out.replace("\u00a0", " ")
    assert "3 jours joués : " in out
    assert "slot 1   LM▇" in out
    assert str(Path("ledr-demo", "rotation.html")) in out
    assert out.count("\n# ") == out.count("--db sqlite:///ledr-demo/ecole.db --at 2021-") == 8
    assert (tmp_path / "ledr-demo" / "mail").is_dir()


@pytest.mark.usefixtures("three_days")
def test_the_command_gives_json_alone(capsys: Any) -> None:
    settings = Settings("en")
    settings.json = True

    assert demo(settings, "here") == 0

    written = json.loads(capsys.readouterr().out)
    assert (written["folder"], written["days"], written["at"]) == ("here", 3, "2021-09-03T19:00")
    assert written["timeline"]["as_of"] == "2021-09-03"


def ran(command: str) -> str:
    """What a command writes in a shell whose PATH has the program."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LEDR_", "LC_", "LANG"))}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = kept | {"PATH": path, "PYTHONUTF8": "1"}
    done = subprocess.run(command, shell=True, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, (command, done.stderr)
    return done.stdout


def ran_here(command: str) -> str:
    """The same in this process, of the words that a shell makes of the command."""
    program, *words = shlex.split(command)
    assert Path(program).name == "ledr"
    done = run(Path.cwd(), *words)
    assert done.status == 0, (command, done.err)
    return done.out


def test_the_commands_to_try_speak_the_language_of_the_demo(
    played: DemoResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDR_LANG", "fr")

    assert not any("--lang" in command for _, command in commands_to_try(played, "fr"))
    assert all("--lang en " in command for _, command in commands_to_try(played, "en"))


def test_who_learns_is_connected_for_as_long_as_their_lessons_last(week: DemoResult) -> None:
    school = open_school(week.database, clock=FixedClock(week.at))
    learners = school.followup.table(by="staff", scope="all").rows
    for one in learners:
        watched = school.learning.progress(by="staff", person=one.email).watch_seconds
        connections = school.accounts.connections(by="staff", person=one.email)
        assert sum(connection.seconds for connection in connections) == watched, one.email
    assert any(one.lessons_seen for one in learners)
    school.close()
