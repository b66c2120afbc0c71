"""Asking for help: what reaches the school, with the page and the state there, and where answers go (SUP-3)."""

from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ledr_adapters import open_rehearsal
from ledr_adapters.recording import RecordingMail, RecordingVideos
from ledr_adapters.sql import tables as t
from ledr_core import Invalid, NotFound, Refused
from ledr_core.ports.videos import VideoHost
from ledr_core.testing import FixedClock
from tests.integration.conftest import THURSDAY, Rehearsal, address, furnished, grounds, refusal

LEA, MAX = address("lea"), address("max")
SCHOOL = "ausecours@lecoledurecrutement.fr"


def facts(ledr: Rehearsal, message: str) -> dict[str, Any]:
    """What a request says, as it is kept."""
    with ledr.school._desk.ports.store.begin(reads=True) as unit:
        stored = unit.outbox.get(message)
    assert stored is not None
    assert (stored.kind, stored.address, stored.person) == ("support_request", SCHOOL, None)
    return dict(stored.facts)


def asked(ledr: Rehearsal, by: str, text: str = "Aidez-moi", page: str | None = None) -> dict[str, Any]:
    return facts(ledr, ledr.school.support.ask(by=by, text=text, page=page).message)


def said(request: dict[str, Any]) -> list[str]:
    return [line["said"].replace("\u00a0", " ") for line in request["page_state"]]


@pytest.mark.rule("SUP-3")
def test_a_request_carries_the_person_the_page_and_their_state_there(stored: Rehearsal) -> None:
    stored.a_session(members="ana lea", package=1, holders="ana", waiting="lea")

    request = asked(stored, LEA, "La vidéo ne démarre pas.\nMerci", "/lesson/l1")

    assert request["person"] == {
        "name": "Lea Martin",
        "email": LEA,
        "company": "Manpower",
        "session": "Lyon",
        "role": "learner",
    }
    assert (request["page"], request["text"]) == ("/lesson/l1", "La vidéo ne démarre pas.\nMerci")
    (learner,) = request["state"]
    assert (learner["space"], learner["open"], learner["rule"], learner["ground"]) == (
        "learner",
        False,
        "ACC-6",
        "no slot",
    )
    assert (learner["facts"]["position"], learner["said"].startswith("en attente d'un slot (")) == (1, True)
    assert said(request) == [
        "Leçon « l1 », module « t1 » : pas encore vue.",
        "La fiche de synthèse du module « t1 » est en cours de rédaction.",
    ]


@pytest.mark.rule("SUP-3")
def test_whoever_does_not_get_in_can_ask_for_help(ledr: Rehearsal) -> None:
    lone = ledr.a_person("lone")
    tester = ledr.a_person("tess", "tester", company=None)

    assert [line["ground"] for line in asked(ledr, lone, page="lesson:l1")["state"]] == ["not enrolled"]
    assert asked(ledr, tester)["person"]["company"] is None


@pytest.mark.rule("SUP-3")
def test_the_request_reaches_the_school_and_answers_go_to_the_person(tmp_path: Path) -> None:
    school = open_rehearsal(
        "memory:", clock=FixedClock(f"{THURSDAY}T09:00"), mail=f"folder:{tmp_path}", videos=AtVimeo()
    )
    ledr = furnished(Rehearsal(school, FixedClock(f"{THURSDAY}T09:00"), RecordingMail()))
    ledr.school.settings.set(by="staff", name="support_address", value="aide@ecole.example")
    person = ledr.a_person("lea")
    ledr.school.support.ask(by=person, text="La vidéo ne démarre pas.", page="lesson:l1")

    assert ledr.school.messages.deliver(by="staff").sent == 1
    ledr.school.close()
    (letter,) = (message_from_bytes(file.read_bytes(), policy=policy.default) for file in tmp_path.rglob("*.eml"))

    assert (letter["To"], letter["Reply-To"]) == ("aide@ecole.example", LEA)
    assert letter["From"].addresses[0].addr_spec == "aide@ecole.example"
    text = letter.get_body(("plain",)).get_content()
    assert "La vidéo ne démarre pas." in text
    assert "vimeo.com et vimeocdn.com" in " ".join(text.split())


class AtVimeo(RecordingVideos):
    @property
    def host(self) -> VideoHost:
        return VideoHost("Vimeo", ("vimeo.com", "vimeocdn.com"))

    def holds(self, address: str) -> bool:
        return True


@pytest.mark.rule("SUP-3")
@pytest.mark.parametrize(
    ("page", "hosts"),
    [("lesson:l1", ["v"]), ("module:m-t1", ["v"]), ("theme:t1", None), ("/profile", None), (None, None)],
)
def test_on_a_page_with_videos_the_hosts_that_a_firewall_must_allow_are_named(
    page: str | None, hosts: list[str] | None
) -> None:
    clock = FixedClock(f"{THURSDAY}T09:00")
    school = open_rehearsal("memory:", clock=clock, videos=Elsewhere())
    ledr = furnished(Rehearsal(school, clock, RecordingMail()))
    ledr.a_session(members="lea", holders="lea")

    assert asked(ledr, LEA, page=page)["video_hosts"] == hosts
    ledr.school.close()


class Elsewhere(RecordingVideos):
    def holds(self, address: str) -> bool:
        return False


@pytest.mark.rule("SUP-3")
@pytest.mark.parametrize(
    "page",
    [
        "lesson:l1",
        "/lesson:l1",
        "lesson/l1",
        "/lessons/l1/",
        "https://leparcours.co/fr/lesson/l1?from=home#bas",
        "LESSON:l1",
        "/lesson/%6C1",
    ],
)
def test_a_page_is_named_by_its_kind_and_reference_or_an_address_that_ends_in_it(ledr: Rehearsal, page: str) -> None:
    ledr.a_session(members="lea", holders="lea")

    assert asked(ledr, LEA, page=page)["page_state"][0]["ground"] == "lesson not seen"


@pytest.mark.rule("SUP-3")
@pytest.mark.parametrize(
    "page",
    ["", "   ", "/", "lesson:", "lesson:nowhere", "module/nowhere", "theme:x", "workshop:x", "course:x", "case:x"],
)
def test_a_page_that_shows_nothing_is_no_reason_to_refuse_help(ledr: Rehearsal, page: str) -> None:
    ledr.a_session(members="lea", holders="lea")

    request = asked(ledr, LEA, page=page)

    assert (request["page_state"], request["video_hosts"]) == ([], None)
    assert request["page"] == (page.strip() or None)


@pytest.mark.rule("SUP-3")
@pytest.mark.parametrize("page", ["lesson:zzz", "Modules:zzz", "theme:zzz", "workshop:zzz", "course:zzz", "case:zzz"])
def test_staff_who_name_a_part_that_is_not_there_are_told(ledr: Rehearsal, page: str) -> None:
    """They typed it; whoever asks for help from a page of their own is heard whatever it is (SUP-4)."""
    ledr.a_session(members="lea", kind="licence")
    ask = ledr.school.support.ask

    with pytest.raises(NotFound, match="zzz"):
        ask(by="staff", person=LEA, text="Aidez-moi", page=page)
    assert ask(by="public", text="Aidez-moi", page=page, email=LEA).answerable
    assert ask(by="staff", person=LEA, text="Aidez-moi", page="case:recruter").answerable


@pytest.mark.rule("SUP-3")
def test_each_kind_of_page_says_where_the_person_stands(ledr: Rehearsal) -> None:
    ledr.school.catalogue.load(
        by="staff",
        data={
            "modules": [{"reference": "m-t1", "lessons": ["l1", "l2"]}],
            "workshops": [
                {"reference": "w1", "title": "L'annonce", "modules": ["m-t1"], "questions": ["?"]},
                {"reference": "w2", "title": "Le mail", "questions": ["?"]},
            ],
            "courses": [
                {"reference": "recruter", "title": "Recruter", "workshops": ["w1", "w2"], "workshops_locked": True}
            ],
        },
    )
    ledr.a_session(members="lea", holders="lea")
    ledr.watch("lea", "l1")

    pages = ("lesson:l1", "module:m-t1", "theme:t1", "workshop:w1", "workshop:w2", "course:recruter", "case")
    shown = [said(asked(ledr, LEA, page=page))[0] for page in pages]

    assert shown == [
        "Leçon « l1 », module « t1 » : vue le jeudi 19 novembre 2026 à 09:00.",
        "Module « t1 » : 1 sur 2 leçons vues.",
        "Thématique « t1 » : 50 % des leçons vues, elle se valide en les voyant toutes.",
        "Atelier « L'annonce » : verrouillé, il manque le module t1.",
        "Atelier « Le mail » : fait à 0 %, ouvert.",
        "Parcours « Recruter » : fait à 50 %.",
        "« recruter » n'est pas un parcours certifiant : il n'a pas de cas pratique.",
    ]
    ledr.watch("lea", "l2")
    ledr.at(THURSDAY, "09:05")
    assert said(asked(ledr, LEA, page="theme:t1")) == ["Thématique « t1 » : validée."]


@pytest.mark.rule("SUP-3", "CASE-4")
def test_on_the_page_of_the_case_all_that_keeps_it_closed_is_told(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea", holders="lea")
    ledr.school.catalogue.put_course(by="staff", reference="recruter", certifying=False)

    missing = ledr.school.cases.explain(by="staff", person=LEA).missing
    for page in ("case", "/cases", "case:recruter"):
        request = asked(ledr, LEA, page=page)
        assert [(line["rule"], line["ground"]) for line in request["page_state"]] == [
            (one.rule, one.ground) for one in missing
        ]


@pytest.mark.rule("SUP-3")
def test_a_lesson_of_another_course_is_told_as_such(ledr: Rehearsal) -> None:
    ledr.a_course("autre", {"t2": "l3"})
    ledr.a_session(members="lea", holders="lea")

    assert said(asked(ledr, LEA, page="lesson:l3"))[1] == "Cette leçon n'est pas dans le parcours suivi, recruter."


@pytest.mark.rule("SUP-3")
def test_the_state_is_told_in_the_language_of_the_school(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea", holders="lea")
    ledr.school.settings.set(by="staff", name="language", value="en")

    request = asked(ledr, LEA, page="lesson:l1")

    assert said(request)[0] == "Lesson “l1”, module “t1”: not seen yet."
    assert "holds slot 1" in request["state"][0]["said"]


# Who, what, how often


@pytest.mark.rule("SUP-3", "ROLE-11")
def test_people_ask_for_themselves_and_staff_for_others(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea max")
    paul = ledr.a_person("paul", "pilot")
    ask = ledr.school.support.ask

    assert facts(ledr, ask(by="staff", person=MAX, text="Pour Max").message)["person"]["email"] == MAX
    assert facts(ledr, ask(by=paul, text="Pour moi").message)["person"]["role"] == "pilot"
    assert refusal(lambda: ask(by=paul, person=LEA, text="x")).rule == "ROLE-11"
    assert refusal(lambda: ask(by=LEA, person=MAX, text="x")).rule == "ROLE-11"
    assert refusal(lambda: ask(by="public", person=MAX, text="x")).rule == "ROLE-11"
    with pytest.raises(Invalid) as error:
        ask(by="staff", text="x")
    assert error.value.field == "person"


@pytest.mark.rule("SUP-3")
@pytest.mark.parametrize("text", ["", "  \n ", "\u200b\ufeff", "\x00\x07", "x" * 5_001])
def test_a_request_that_says_nothing_or_too_much_is_invalid(ledr: Rehearsal, text: str) -> None:
    person = ledr.a_person("lea")

    with pytest.raises(Invalid) as error:
        ledr.school.support.ask(by=person, text=text)

    assert error.value.field == "text"


@pytest.mark.rule("SUP-3")
def test_control_characters_are_dropped_and_lines_kept(ledr: Rehearsal) -> None:
    person = ledr.a_person("lea")

    assert asked(ledr, person, "a\x00b\x1b[31m\nc\td\x85\ud800e ")["text"] == "ab[31m\nc\tde"
    assert len(asked(ledr, person, "x" * 5_000)["text"]) == 5_000
    assert len(asked(ledr, person, page="/" + "x" * 1_000)["page"]) == 300


@pytest.mark.rule("SUP-3")
def test_the_same_request_within_a_minute_is_sent_once(stored: Rehearsal) -> None:
    person, other = stored.a_person("lea"), stored.a_person("max")
    ask = stored.school.support.ask
    stored.clock.set(f"{THURSDAY}T09:00:50")
    first = ask(by=person, text="Aidez-moi", page="case").message

    stored.clock.set(f"{THURSDAY}T09:01:20")  # another minute of the clock, the same minute of time
    again = ask(by=person, text=" Aidez-moi\n", page="case").message
    elsewhere = ask(by=person, text="Aidez-moi", page="lesson:l1").message
    theirs = ask(by=other, text="Aidez-moi", page="case").message
    stored.clock.set(f"{THURSDAY}T09:01:51")
    later = ask(by=person, text="Aidez-moi", page="case").message

    assert again == first
    assert len({first, elsewhere, theirs, later}) == 4
    assert len(stored.messages(kind="support_request")) == 4


@pytest.mark.rule("SUP-3")
def test_the_same_request_goes_again_where_the_school_has_another_address(ledr: Rehearsal) -> None:
    first = ledr.school.support.ask(by="public", text="Mes codes ?").message
    ledr.school.settings.set(by="staff", name="support_address", value="aide@ecole.fr")

    assert ledr.school.support.ask(by="public", text="Mes codes ?").message != first


@pytest.mark.rule("SUP-3")
def test_two_presses_of_the_button_at_once_are_one_request(database_url: str, stored: Rehearsal) -> None:
    person = stored.a_person("lea")
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: stored.school.support.ask(by=person, text="Aidez-moi").message, range(4)))

    engine = sa.create_engine(database_url)
    with engine.begin() as connection:
        count = connection.scalar(sa.select(sa.func.count()).select_from(t.messages))
    engine.dispose()
    assert (len(found), count) == (1, 1)


@pytest.mark.rule("SUP-4")
def test_a_visitor_can_ask_for_help_and_the_school_is_told_that_nobody_signed_in(ledr: Rehearsal) -> None:
    lone = ledr.a_person("lone")
    ask = ledr.school.support.ask

    visitor = facts(ledr, ask(by="public", text="Je n'arrive pas à entrer", email="nobody@x.example").message)
    nameless = facts(ledr, ask(by="public", text="Vos tarifs ?").message)
    known = facts(ledr, ask(by="public", text="Mes codes ?", email=lone).message)

    assert (visitor["person"]["email"], visitor["person"]["role"], visitor["signed_in"]) == (
        "nobody@x.example",
        "public",
        False,
    )
    assert (nameless["person"]["name"], nameless["person"]["email"]) == ("Visiteur", "")
    assert (known["person"]["name"], known["signed_in"], len(known["state"])) == ("Lone Martin", False, 1)
    assert asked(ledr, lone)["signed_in"]
    with pytest.raises(Refused) as no:
        ask(by="public", text="Pour Léa", person=lone)
    assert no.value.rule == "ROLE-11"


@pytest.mark.rule("SUP-4")
def test_the_answer_to_a_visitor_goes_to_the_address_they_give(tmp_path: Path) -> None:
    school = open_rehearsal("memory:", clock=FixedClock(f"{THURSDAY}T09:00"), mail=f"folder:{tmp_path}")
    assert school.support.ask(by="public", text="Bonjour", email="nobody@x.example").answerable
    assert not school.support.ask(by="public", text="Bonsoir").answerable

    assert school.messages.deliver(by="staff").sent == 2

    letters = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(tmp_path.rglob("*.eml"))]
    bodies = [str(letter.get_body(("plain",)).get_content()) for letter in letters]
    assert {letter["Reply-To"] for letter in letters} == {"nobody@x.example", None}
    assert all("sans se connecter" in body for body in bodies)
    assert any("Aucune adresse n’a été donnée" in body for body in bodies)
    school.close()


@pytest.mark.rule("SUP-4")
@pytest.mark.parametrize(
    ("given", "free"),
    [
        ({"email": "nobody@x.example"}, 5),
        ({"email": "nobody@x.example", "address": "192.0.2.1"}, 5),
        ({"address": "192.0.2.1"}, 100),
        ({}, 100),
    ],
)
def test_requests_of_visitors_are_slowed_by_the_address_they_give_and_by_caller(
    ledr: Rehearsal, given: dict[str, str], free: int
) -> None:
    """The same request pressed twice is counted once; who waits is heard again after a while."""
    ask = partial(ledr.school.support.ask, by="public", **given)
    for number in range(free):
        ask(text=f"Bonjour {number}")
    last = ask(text=f"Bonjour {free - 1}").message

    refused = refusal(lambda: ask(text="Bonjour encore"))

    assert (grounds(refused), refused.facts["wait_seconds"]) == (("SUP-4", "too many tries"), 900)
    assert ask(text=f"Bonjour {free - 1}").message == last
    assert len(ledr.messages(kind="support_request")) == free
    ledr.at(THURSDAY, "09:15")
    ask(text="Bonjour encore")


@pytest.mark.rule("SUP-4")
def test_who_is_slowed_keeps_nobody_else_from_asking(ledr: Rehearsal) -> None:
    """Neither others at the same network, nor the owner of the address at another, nor whoever has signed in."""
    lone = ledr.a_person("lone")
    ask = ledr.school.support.ask
    for number in range(5):
        ask(by="public", text=f"Bonjour {number}", email=lone, address="192.0.2.1")
    assert refusal(lambda: ask(by="public", text="x", email=lone.upper(), address="192.0.2.1")).rule == "SUP-4"

    ask(by="public", text="x", email="nobody@x.example", address="192.0.2.1")
    ask(by="public", text="x", email=lone, address="198.51.100.7")
    ask(by="public", text="x")
    for number in range(6):
        ask(by=lone, text=f"Bonjour {number}", address="192.0.2.1")
        ask(by="staff", person=lone, text=f"Pour elle {number}")


@pytest.mark.rule("SUP-3", "ACC-18")
def test_two_spellings_of_a_visitors_address_are_one_request(ledr: Rehearsal) -> None:
    ask = partial(ledr.school.support.ask, by="public", text="Aidez-moi")

    assert ask(email="zoé@xn--cole-9oa.example").message == ask(email="ZOE\u0301@école.example").message
