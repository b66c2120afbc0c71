"""What is judged when a message is handed over: what no longer holds is withdrawn, with its reason (NOTE-8)."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_core.domain.messages.grounds import Withdrawal
from ledr_core.ports.templates import MASK
from ledr_core.wording.catalogue import gathered
from tests.integration.certification.certifying import certifying, grade, handed_in, marks, on
from tests.integration.conftest import THURSDAY, address
from tests.integration.messages.delivering import Delivering, delivering

pytestmark = pytest.mark.rule("NOTE-8")


@pytest.fixture
def ledr() -> Iterator[Delivering]:
    """A school in memory."""
    with delivering("memory:") as school:
        yield school


def rotating(ledr: Delivering) -> None:
    """Léa holds the only slot, Max waits; turns of two weekdays."""
    ledr.a_session(members="lea max", package=1, holders="lea", waiting="max")
    ledr.school.rotations.set_policy(by="staff", session="Lyon", policy="paced", every=2)


def release(ledr: Delivering) -> None:
    ledr.school.slots.release(by="staff", session="Lyon", person=address("lea"))


def assign(ledr: Delivering, name: str = "lea") -> None:
    ledr.school.slots.assign(by="staff", session="Lyon", person=address(name))


def leave(ledr: Delivering) -> None:
    ledr.school.sessions.remove_member(by="staff", session="Lyon", person=address("lea"), package=1)


def leave_slot_session(ledr: Delivering) -> None:
    ledr.school.sessions.remove_member(by="staff", session="Lyon", person=address("lea"))


def move_end(ledr: Delivering) -> None:
    ledr.school.sessions.change_member_end(by="staff", session="Lyon", person=address("lea"), end="2026-12-20")


def finish(ledr: Delivering) -> None:
    ledr.watch("lea", "l1 l2")


def connect(ledr: Delivering) -> None:
    ledr.sign_in("lea")


def stop_turning(ledr: Delivering) -> None:
    ledr.school.rotations.set_policy(by="staff", session="Lyon", policy="manual")


def dequeue(ledr: Delivering) -> None:
    ledr.school.rotations.dequeue(by="staff", session="Lyon", person=address("max"))


def given(ledr: Delivering) -> None:
    """A slot of Léa's that is not told yet."""
    ledr.a_session(members="lea max", package=1, holders="lea")


def soon(ledr: Delivering) -> None:
    """Her turn ends on Monday 23."""
    rotating(ledr)
    ledr.run("2026-11-20")


def taken(ledr: Delivering) -> None:
    """A slot of hers that was released, which is not told yet."""
    given(ledr)
    ledr.deliver()
    release(ledr)


def end_near(ledr: Delivering) -> None:
    """A licence that ends in 30 days."""
    ledr.a_session(kind="licence", members="lea max", end="2026-12-19")
    ledr.run(THURSDAY)


def quiet(ledr: Delivering) -> None:
    """A licence on which she was not seen for 21 days."""
    ledr.a_session(kind="licence", members="lea max", start="2026-10-29")
    ledr.run(THURSDAY)


Step = Callable[[Delivering], None]


@pytest.mark.parametrize(
    ("before", "kind", "since", "reason"),
    [
        (given, "slot_given", release, Withdrawal.SLOT_NOT_HELD),
        (given, "slot_given", leave_slot_session, Withdrawal.SLOT_NOT_HELD),
        (soon, "slot_soon", release, Withdrawal.SLOT_NOT_HELD),
        (soon, "slot_soon", stop_turning, Withdrawal.TURN_GOES_ON),
        (soon, "slot_soon", dequeue, Withdrawal.TURN_GOES_ON),
        (taken, "slot_taken", assign, Withdrawal.SLOT_HELD_AGAIN),
        (end_near, "end_reminder", move_end, Withdrawal.END_MOVED),
        (end_near, "end_reminder", finish, Withdrawal.FINISHED),
        (end_near, "end_reminder", leave, Withdrawal.NOT_MEMBER),
        (quiet, "inactivity", connect, Withdrawal.CONNECTED),
        (quiet, "inactivity", finish, Withdrawal.FINISHED),
        (quiet, "inactivity", leave, Withdrawal.NOT_MEMBER),
        (end_near, "welcome", leave, Withdrawal.NOT_MEMBER),
    ],
)
def test_what_has_lost_its_ground_is_withdrawn_and_leaves_nobody_else_waiting(
    ledr: Delivering, before: Step, kind: str, since: Step, reason: Withdrawal
) -> None:
    before(ledr)
    since(ledr)

    done = ledr.deliver()

    (told,) = (one for one in ledr.messages("lea", kind) if one.state != "accepted")
    sheet = ledr.school.messages.show(by="staff", message=told.message)
    assert (sheet.state, sheet.reason, sheet.tokens) == ("withdrawn", reason.value, {})
    assert done.withdrawn >= 1
    assert (done.failed, done.later) == (0, 0)
    assert address("lea") not in [letter.address for letter in ledr.mail.letters if letter.message == told.message]
    assert ledr.deliver().withdrawn == 0


@pytest.mark.rule("ACC-15")
def test_a_withdrawn_welcome_names_no_password_that_its_person_would_have_already(ledr: Delivering) -> None:
    """They had none: one would have been made; it shows as what is hidden does."""
    end_near(ledr)
    leave(ledr)
    ledr.deliver()

    (told,) = ledr.messages("lea", "welcome")
    sheet = ledr.school.messages.show(by="staff", message=told.message)

    assert sheet.state == "withdrawn"
    assert MASK in sheet.text and "que tu as déjà" not in sheet.text


@pytest.mark.parametrize("before", [given, soon, taken, end_near, quiet])
def test_what_still_holds_is_sent(ledr: Delivering, before: Step) -> None:
    before(ledr)

    done = ledr.deliver()

    assert (done.withdrawn, done.failed) == (0, 0)
    assert done.sent > 0
    assert {state for _, state in ledr.states()} == {"accepted"}


@pytest.mark.rule("ACC-15", "NOTE-8")
@pytest.mark.parametrize("signed_in", [False, True])
def test_somebody_whose_welcome_was_withdrawn_has_a_password_in_the_next_one(ledr: Delivering, signed_in: bool) -> None:
    """Unless they know the one that was withdrawn: staff had read it to them."""
    end_near(ledr)
    password = ledr.shown("lea", "welcome").tokens["password"]
    if signed_in:
        ledr.school.accounts.sign_in(by="public", login=address("lea"), password=password)
    leave(ledr)
    ledr.deliver()
    ledr.a_session("Nice", kind="licence", members="lea")
    ledr.run(THURSDAY)

    (again,) = (one for one in ledr.messages("lea", "welcome") if one.state == "pending")
    tokens = ledr.school.messages.show(by="staff", message=again.message).tokens
    assert list(tokens) == ([] if signed_in else ["password"])
    known = password if signed_in else tokens["password"]
    assert ledr.school.accounts.sign_in(by="public", login=address("lea"), password=known).landing == "learner"


@pytest.mark.rule("ACC-2", "NOTE-8")
def test_a_welcome_whose_first_day_is_moved_before_it_leaves_waits_for_that_day(ledr: Delivering) -> None:
    """Until the daily run of that day, by the clock, and leaves then."""
    ledr.a_session(kind="licence", members="lea")
    ledr.run(THURSDAY)
    ledr.school.sessions.change_dates(by="staff", session="Lyon", start="2026-11-23", extend_to_members=True)

    done = ledr.deliver()

    (welcome,) = ledr.messages("lea")
    assert (done.sent, done.later, done.withdrawn) == (0, 1, 0)
    assert (welcome.state, welcome.due) == ("pending", datetime(2026, 11, 23, 4, tzinfo=UTC))
    (told,) = ledr.school.messages.explain(by="staff", person=address("lea"))
    assert [cause.ground for cause in told.causes] == ["not due yet"]
    ledr.run("2026-11-22")
    assert ledr.deliver().sent == 0
    ledr.run("2026-11-23")
    assert ledr.deliver().sent == 1
    assert ledr.messages("lea")[0].state == "accepted"
    assert "23 novembre" in ledr.mail.letters[-1].text


@pytest.mark.rule("ACC-15", "ACC-7")
def test_a_pilot_made_before_the_first_session_of_the_company_gets_the_codes_once_there_is_one(
    ledr: Delivering,
) -> None:
    """The welcome waits from one daily run to the next, and leaves once, with a password."""
    ledr.school.companies.create(by="staff", name="Neuve")
    person = address("zoe")
    ledr.school.people.create(
        by="staff", email=person, first_name="Zoé", last_name="Neuf", role="pilot", company="Neuve"
    )
    ledr.run(THURSDAY)
    assert (ledr.deliver().later, [one.state for one in ledr.messages("zoe")]) == (1, ["pending"])
    ledr.run("2026-11-20")
    assert (ledr.deliver().later, ledr.messages("zoe")[0].due) == (1, datetime(2026, 11, 21, 4, tzinfo=UTC))

    ledr.school.sessions.create(
        by="staff",
        reference="Neuve-1",
        company="Neuve",
        course="recruter",
        kind="licence",
        package=1,
        start="2026-12-01",
        end="2026-12-31",
        members=[{"email": address("lou"), "first_name": "Lou", "last_name": "Neuf"}],
    )
    ledr.run("2026-11-21")

    assert (ledr.deliver().sent, [one.state for one in ledr.messages("zoe")]) == (1, ["accepted"])
    assert "espace pilote" in ledr.mail.letters[-1].text
    assert "Mot de passe : celui" not in ledr.mail.letters[-1].text
    ledr.run("2026-11-22")
    assert ledr.deliver().sent == 0


def test_a_slot_given_back_and_given_again_the_same_day_is_told_once(ledr: Delivering) -> None:
    given(ledr)
    release(ledr)
    assign(ledr)

    ledr.deliver()

    assert sorted(ledr.states("lea")) == [
        ("slot_given", "accepted"),
        ("slot_given", "withdrawn"),
        ("slot_taken", "withdrawn"),
    ]


def test_a_deleted_certificate_is_told_to_nobody(tmp_path: Path, ledr: Delivering) -> None:
    certified(ledr, tmp_path)
    ledr.school.certifications.delete(by="staff", person=address("lea"), course="recruter")

    ledr.deliver()

    assert withdrawn(ledr, "lea", "certified") == Withdrawal.CERTIFICATE_DELETED
    assert withdrawn(ledr, "nora", "manager_certified") == Withdrawal.CERTIFICATE_DELETED


def test_a_deleted_copy_takes_its_news_along(tmp_path: Path, ledr: Delivering) -> None:
    certified(ledr, tmp_path)
    ledr.school.cases.delete_copy(by="staff", person=address("lea"), course="recruter")

    ledr.deliver()

    assert withdrawn(ledr, "lea", "certified") == Withdrawal.COPY_DELETED


def test_a_former_manager_is_not_told(tmp_path: Path, ledr: Delivering) -> None:
    certified(ledr, tmp_path)
    ledr.school.people.set_managers(by="staff", person=address("lea"), managers=[])

    ledr.deliver()

    assert withdrawn(ledr, "nora", "manager_certified") == Withdrawal.NOT_MANAGED
    assert ledr.messages("lea", "certified")[0].state == "accepted"


@pytest.mark.rule("CASE-11", "CERT-3", "NOTE-8")
def test_of_a_grade_amended_before_it_was_told_only_the_last_one_is_told(tmp_path: Path, ledr: Delivering) -> None:
    certified(ledr, tmp_path)
    for points in (18, 15):
        amend(ledr, points)

    ledr.deliver()

    assert withdrawn(ledr, "lea", "certified") == Withdrawal.CORRECTION_REPLACED
    first, last = ledr.messages("lea", "correction_amended")
    assert (first.state, last.state) == ("withdrawn", "accepted")
    assert "15" in ledr.school.messages.show(by="staff", message=last.message).text
    told = ledr.shown("nora", "manager_certified")
    assert told.state == "accepted"
    assert "argent" in told.text


@pytest.mark.rule("CASE-11", "CERT-3", "NOTE-8")
def test_a_certificate_taken_back_by_an_amendment_is_announced_to_nobody(tmp_path: Path, ledr: Delivering) -> None:
    certified(ledr, tmp_path)
    amend(ledr, 11)

    ledr.deliver()

    assert withdrawn(ledr, "lea", "certified") == Withdrawal.CORRECTION_REPLACED
    assert withdrawn(ledr, "nora", "manager_certified") == Withdrawal.CERTIFICATE_DELETED
    assert ledr.shown("lea", "correction_amended").state == "accepted"


@pytest.mark.rule("CASE-11", "CERT-3", "NOTE-8")
def test_a_certificate_taken_back_and_awarded_again_is_told_to_a_manager_once(tmp_path: Path, ledr: Delivering) -> None:
    certified(ledr, tmp_path)
    amend(ledr, 11)
    amend(ledr, 12)

    ledr.deliver()

    assert sorted(state for _, state in ledr.states("nora")) == ["accepted", "withdrawn"]


def amend(ledr: Delivering, points: int) -> None:
    ledr.school.cases.amend(by="staff", person=address("lea"), marks=marks(points), reason="Erreur")


def certified(ledr: Delivering, folder: Path) -> None:
    """Léa, whom Nora manages, has just been awarded a certificate."""
    certifying(ledr, folder)
    ledr.a_session(members="lea nora:manager", holders="lea")
    ledr.school.people.set_managers(by="staff", person=address("lea"), managers=[address("nora")])
    handed_in(ledr)
    ledr.deliver()
    grade(ledr, 16)


def withdrawn(ledr: Delivering, name: str, kind: str) -> str:
    sheet = ledr.shown(name, kind)
    assert sheet.state == "withdrawn"
    return str(sheet.reason)


@pytest.mark.rule("ACC-3", "NOTE-8")
def test_of_several_links_asked_for_only_the_last_is_sent(ledr: Delivering) -> None:
    ledr.a_session(kind="licence", members="lea")
    ledr.deliver()
    ask = ledr.school.accounts.forgot_password
    ask(by="public", email=address("lea"))
    ledr.at(THURSDAY, "09:30")
    ask(by="public", email=address("lea"))

    ledr.deliver()

    first, last = ledr.messages("lea", "reset_password")
    assert (first.state, last.state) == ("withdrawn", "accepted")
    assert [letter.message for letter in ledr.mail.letters if letter.address == address("lea")][-1] == last.message


@pytest.mark.rule("ACC-3", "NOTE-8")
@pytest.mark.parametrize("how", ["used", "expired", "good"])
def test_a_link_for_a_password_is_sent_while_it_is_good(ledr: Delivering, how: str) -> None:
    ledr.a_session(kind="licence", members="lea")
    now = ledr.clock.now()
    expires = now + timedelta(hours=1)
    message = ledr.write("lea", "reset_password", token="s3cret", expires=expires)
    with on(ledr) as connection:
        link = {
            "token_hash": sha256(b"s3cret").hexdigest(),
            "person_id": connection.scalar(sa.select(t.people.c.id)),
            "created": now,
            "expires": expires,
            "used": now if how == "used" else None,
        }
        connection.execute(sa.insert(t.reset_links), link)
    if how == "expired":
        ledr.clock.set(expires)

    ledr.deliver()

    with ledr.school._desk.ports.store.begin(reads=True) as unit:
        found: Any = unit.outbox.get(message)
    if how == "good":
        assert found.state == "accepted"
    else:
        reasons = {"used": Withdrawal.LINK_USED, "expired": Withdrawal.LINK_EXPIRED}
        assert (found.state, found.reason) == ("withdrawn", reasons[how].value)
        assert "s3cret" not in str(found.facts)


@pytest.mark.rule("NOTE-2", "NOTE-8")
@pytest.mark.parametrize(
    ("phone", "consent", "reason"),
    [
        (None, True, Withdrawal.NO_NUMBER),
        ("+33612345678", False, Withdrawal.NO_SMS),
        ("+33612345678", True, None),
    ],
)
def test_an_sms_leaves_with_number_and_consent(
    ledr: Delivering, phone: str | None, consent: bool, reason: Withdrawal | None
) -> None:
    ledr.a_session(kind="licence", members="lea")
    message = ledr.write("lea", "campaign", channel="sms", title="T", text="Bonjour", link=None)
    ledr.change("lea", phone=phone, sms=consent)

    done = ledr.deliver()

    assert (done.sent, done.withdrawn) == ((1, 0) if reason is None else (0, 1))
    assert [text.message for text in ledr.sms.texts] == ([message] if reason is None else [])
    with ledr.school._desk.ports.store.begin(reads=True) as unit:
        found: Any = unit.outbox.get(message)
    assert (found.reason, found.sent_to) == (reason or "", phone if reason is None else None)


@pytest.mark.rule("CAMP-5")
@pytest.mark.parametrize(
    ("text", "link", "why"),
    [
        ("a" * 128, "https://l.example/" + "b" * 13, ""),
        ("a" * 129, "https://l.example/b", "too long (length: 161"),
        ("a" * 128, "https://l.example/" + "b" * 14, "too long (length: 161"),
        ("€" * 81, None, "too long (length: 162"),
        ("Ça va, Léa ?", None, ""),
        ("Ça, c'est reçu", None, "not in an SMS (character: ç"),
    ],
)
def test_an_sms_leaves_when_it_is_one(ledr: Delivering, text: str, link: str | None, why: str) -> None:
    """160 characters of its alphabet as it is handed over, the link included; and stops no other."""
    ledr.a_session(kind="licence", members="lea max")
    for name in ("lea", "max"):
        ledr.change(name, phone="+33612345678", sms=True)
    message = ledr.write("lea", "campaign", channel="sms", title="T", text=text, link=link)
    other = ledr.write("max", "campaign", channel="sms", title="T", text="Bonjour", link=None)

    done = ledr.deliver()

    sent = [one.message for one in ledr.sms.texts]
    assert sent == ([other] if why else [message, other])
    assert all(len(one.text) <= 160 for one in ledr.sms.texts)
    assert [why in failure.why for failure in done.failures] == ([True] if why else [])


def test_what_is_no_sms_is_not_sent_as_one(ledr: Delivering) -> None:
    ledr.a_session(kind="licence", members="lea")
    ledr.change("lea", phone="+33612345678", sms=True)
    ledr.write("lea", "placement_result", channel="sms", token="t", day=THURSDAY)

    done = ledr.deliver()

    assert (done.failed, ledr.sms.texts) == (1, [])


@pytest.mark.rule("NOTE-3", "NOTE-8")
def test_emails_about_the_community_are_withdrawn_when_they_are_off_but_for_what_a_moderation_decided(
    ledr: Delivering,
) -> None:
    ledr.a_session(kind="licence", members="lea")
    ledr.change("lea", community_emails=False)
    about = {"title": "T", "excerpt": "…", "link": "https://x.example"}
    ids = {
        "right_answer": ledr.write("lea", "right_answer", role="asker", **about),
        "campaign": ledr.write("lea", "campaign", community=True, text="t", **about),
        "report_closed": ledr.write("lea", "report_closed", outcome="nothing", role="author", reason="r", **about),
    }

    ledr.deliver()

    with ledr.school._desk.ports.store.begin(reads=True) as unit:
        found: Any = {kind: unit.outbox.get(message) for kind, message in ids.items()}
    off = Withdrawal.NO_COMMUNITY_EMAILS.value
    assert [(found[kind].state, found[kind].reason) for kind in ("right_answer", "campaign")] == 2 * [
        ("withdrawn", off)
    ]
    assert found["report_closed"].state != "withdrawn"


def test_every_reason_has_words_for_people() -> None:
    """In French and in English."""
    said = gathered("results")["values"]["message reason"]

    assert {reason.value for reason in Withdrawal} <= said.keys()
    assert all(words["fr"] and words["en"] for words in said.values())
