"""Why a message is missed: the likely causes in their order, each with a remedy and words for it (SUP-1)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledr_core import Invalid
from ledr_core.domain.kernel.hearing import OPERATOR
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.messages.delivery import Cause, DeliveryState, SendState
from ledr_core.domain.messages.diagnosis import REMEDIES, Likely, Remedy, Suppressed, Trace, likely_causes
from ledr_core.domain.messages.welcoming import Place as PlaceInLine
from ledr_core.domain.messages.welcoming import no_welcome_yet
from ledr_core.domain.people.person import Person
from ledr_core.domain.people.roles import Role
from ledr_core.domain.sessions.daily import first_day
from ledr_core.domain.sessions.members import Member
from ledr_core.domain.sessions.sessions import Session
from ledr_core.testing.builders import a_session
from ledr_core.views import as_json
from ledr_core.wording import LANGUAGES, Place, likely_cause
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.results import result_words
from tests.unit.wording.written import written

NOW = datetime(2026, 11, 19, 8, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SINCE = datetime(2026, 11, 2, 8, tzinfo=UTC)
DEAD = Suppressed(Cause.WRONG_DOMAIN, SINCE, "no mail host")


def a_message(state: str = "accepted", *, delivery: str | None = None, cause: str | None = None, **other: Any) -> Trace:
    """A message to Léa at Manpower, sent yesterday where it was sent."""
    facts = {"message": "k3v7q2", "channel": "email", "due": NOW - DAY, "address": "lea@manpower.fr", "sent": NOW - DAY}
    return Trace(
        state=SendState(state),
        delivery=None if delivery is None else DeliveryState(delivery),
        cause=None if cause is None else Cause(cause),
        **(facts | other),
    )


def grounds(message: Trace) -> list[str]:
    return [one.ground for one in likely_causes(message, NOW)]


@pytest.mark.rule("SUP-1")
@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (a_message("pending", due=NOW + DAY), ["not due yet"]),
        (a_message("pending", due=NOW - MINUTE), ["waits for a sender"]),
        (a_message("pending", due=NOW), ["waits for a sender"]),
        (a_message("pending", due=NOW - 61 * MINUTE), ["nobody sends"]),
        (a_message("pending", due=NOW + MINUTE, tries=2, reason="busy"), ["tried again"]),
        (a_message("pending", due=NOW + MINUTE, tries=2, cause="temporary"), ["tried again", "temporary"]),
        (
            a_message("pending", due=NOW + MINUTE, tries=2, cause="ours", reason="send-0008"),
            ["our fault", "tried again"],
        ),
        (a_message("pending", due=NOW + MINUTE, stopped_until=NOW + MINUTE), ["nothing is taken"]),
        (a_message("pending", due=NOW - MINUTE, stopped_until=NOW + MINUTE), ["nothing is taken"]),
        (a_message("pending", due=NOW + 9 * MINUTE, stopped_until=NOW + MINUTE), ["not due yet"]),
        (a_message("pending", due=NOW - DAY, suppression=DEAD), ["suppressed", "nobody sends"]),
        (
            a_message("pending", due=NOW + DAY, unwritten="cannot be written: KeyError"),
            ["cannot be written", "not due yet"],
        ),
        (a_message("sending"), ["being sent"]),
        (a_message("suppressed", suppression=DEAD), ["suppressed"]),
        (a_message("suppressed", reason="no mail host"), ["was suppressed"]),
        (a_message("withdrawn", reason="no consent"), ["withdrawn"]),
        (a_message("unknown", reason="time-out"), ["outcome unknown"]),
        (a_message("failed", cause="ours"), ["our fault"]),
        (a_message("failed", cause="unknown_mailbox"), ["unknown mailbox"]),
        (a_message("failed", reason="550 no"), ["refused"]),
        (a_message("failed", reason="cannot be written: KeyError: 'days'"), ["cannot be written"]),
        (a_message(), ["spam folder", "domain may block us"]),
        (a_message(address="lea@gmail.com"), ["spam folder"]),
        (a_message(sent=NOW - MINUTE), ["on its way", "spam folder", "domain may block us"]),
        (a_message(provider="folder", address="lea@free.fr"), ["kept in a folder"]),
        (a_message(provider="folder", sent=NOW - MINUTE, meant="lea@manpower.fr"), ["kept in a folder"]),
        (a_message(present="lea.martin@manpower.fr"), ["former address", "spam folder", "domain may block us"]),
        (a_message(present="LEA@manpower.fr"), ["spam folder", "domain may block us"]),
        (a_message(delivery="deferred"), ["temporary"]),
        (a_message(delivery="deferred", cause="mailbox_full"), ["mailbox full"]),
        (a_message(delivery="delivered"), ["spam folder", "domain may block us"]),
        (a_message("unknown", delivery="delivered"), ["spam folder", "domain may block us"]),
        (a_message(delivery="opened"), ["opened"]),
        (a_message(delivery="clicked", present="lea@home.fr"), ["opened", "former address"]),
        (a_message(delivery="bounced", cause="mailbox_full"), ["mailbox full"]),
        (a_message(delivery="bounced", cause="unknown_mailbox"), ["unknown mailbox"]),
        (a_message(delivery="bounced", cause="wrong_domain", suppression=DEAD), ["wrong domain", "suppressed"]),
        (a_message(delivery="bounced", cause="domain_blocks"), ["domain blocks us"]),
        (a_message(delivery="rejected", cause="taken_for_spam"), ["taken for spam"]),
        (a_message(delivery="rejected", cause="complained"), ["complained"]),
        (a_message(delivery="rejected", cause="recent_bounces"), ["recent bounces"]),
        (a_message(delivery="rejected", cause="provider"), ["provider fault"]),
        (a_message(delivery="bounced"), ["refused"]),
        (a_message(delivery="complained"), ["complained"]),
        (a_message(delivery="unsubscribed"), ["unsubscribed"]),
        (a_message(delivery="bounced", present="lea@home.fr"), ["refused at a former address"]),
        (
            a_message(delivery="bounced", cause="mailbox_full", present="lea@home.fr"),
            ["refused at a former address", "mailbox full"],
        ),
        (
            a_message(delivery="bounced", cause="wrong_domain", present="lea@home.fr", suppression=DEAD),
            ["refused at a former address", "suppressed"],
        ),
    ],
)
def test_each_state_of_a_message_has_its_causes(message: Trace, expected: list[str]) -> None:
    assert grounds(message) == expected


@pytest.mark.rule("SUP-1")
@pytest.mark.parametrize(
    ("state", "delivery", "cause", "place"),
    [
        ("pending", None, None, -1),
        ("accepted", None, None, 0),
        ("unknown", None, None, -1),
        ("suppressed", None, None, 0),
        ("failed", None, "wrong_domain", 0),
        ("accepted", "deferred", None, 0),
        ("accepted", "bounced", None, 0),
        ("accepted", "bounced", "wrong_domain", 0),
        ("accepted", "bounced", "unknown_mailbox", 0),
        ("accepted", "rejected", "recent_bounces", 0),
    ],
)
def test_an_address_that_looks_mistyped_is_named_with_the_one_that_was_meant(
    state: str, delivery: str | None, cause: str | None, place: int
) -> None:
    message = a_message(state, delivery=delivery, cause=cause, address="lea@gmial.com", meant="lea@gmail.com")

    likely = likely_causes(message, NOW)[place]

    assert likely == Likely("typing error", {"address": "lea@gmial.com", "proposal": "lea@gmail.com"})
    assert likely.remedy is Remedy.CORRECT_ADDRESS


@pytest.mark.rule("SUP-1")
@pytest.mark.parametrize(
    ("state", "delivery", "cause"),
    [
        ("accepted", None, None),
        ("unknown", None, None),
        ("failed", None, "unknown_mailbox"),
        ("accepted", "bounced", "wrong_domain"),
        ("accepted", "rejected", "recent_bounces"),
    ],
)
def test_an_address_that_was_corrected_since_is_not_to_be_corrected_again(
    state: str, delivery: str | None, cause: str | None
) -> None:
    message = a_message(
        state, delivery=delivery, cause=cause, address="lea@gmial.com", meant="lea@gmail.com", present="lea@gmail.com"
    )

    assert Remedy.CORRECT_ADDRESS not in {one.remedy for one in likely_causes(message, NOW)}


@pytest.mark.rule("SUP-1")
@pytest.mark.parametrize(
    ("delivery", "cause"),
    [("delivered", None), ("opened", None), ("bounced", "mailbox_full"), ("bounced", "domain_blocks")],
)
def test_an_address_that_takes_mail_is_not_said_to_be_mistyped(delivery: str, cause: str | None) -> None:
    message = a_message(delivery=delivery, cause=cause, address="lea@gmial.com", meant="lea@gmail.com")

    assert "typing error" not in grounds(message)


@pytest.mark.rule("SUP-1")
@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (a_message(), ["phone out of reach"]),
        (a_message(delivery="bounced", cause="unknown_mailbox"), ["wrong number"]),
        (a_message(delivery="rejected", cause="complained"), ["opted out"]),
        (a_message(delivery="unsubscribed"), ["opted out"]),
    ],
)
def test_an_sms_has_causes_of_its_own(message: Trace, expected: list[str]) -> None:
    assert grounds(attrs.evolve(message, channel="sms", address="+33612345678")) == expected


@pytest.mark.rule("SUP-1")
@pytest.mark.parametrize(
    ("message", "standing"),
    [
        (a_message("pending"), "queued"),
        (a_message(), "sent"),
        (a_message(delivery="delivered"), "delivered"),
        (a_message(delivery="opened"), "opened"),
        (a_message(delivery="clicked"), "opened"),
        (a_message(delivery="bounced"), "bounced"),
        (a_message(delivery="rejected"), "blocked"),
        (a_message(delivery="complained"), "spam"),
        (a_message("failed"), "failed"),
        (a_message("suppressed"), "suppressed"),
    ],
)
def test_the_state_is_said_in_the_words_of_the_rule(message: Trace, standing: str) -> None:
    assert message.standing == standing


traces = some.builds(
    a_message,
    some.sampled_from(list(SendState)),
    delivery=some.none() | some.sampled_from(list(DeliveryState)),
    cause=some.none() | some.sampled_from(list(Cause)),
    channel=some.sampled_from(["email", "sms"]),
    tries=some.integers(0, 9),
    due=some.datetimes(timezones=some.just(UTC)),
    sent=some.none() | some.datetimes(timezones=some.just(UTC)),
    reason=some.text(max_size=20),
    address=some.text(max_size=20),
    present=some.none() | some.text(max_size=20),
    meant=some.none() | some.text(max_size=20),
    provider=some.sampled_from([None, "folder", "mailjet"]),
    suppression=some.none() | some.just(DEAD),
)


@pytest.mark.rule("SUP-1")
@given(traces)
def test_every_message_has_a_cause_with_words_and_a_remedy(message: Trace) -> None:
    found = likely_causes(message, NOW)

    assert found
    assert len({one.ground for one in found}) == len(found)
    assert all(result_words(language).value("message state", message.standing) for language in LANGUAGES)
    for one, language in product(found, LANGUAGES):
        said = likely_cause(one.ground, as_json(one.facts), language)
        assert said.message.endswith((".", "?"))
        assert said.help


def test_a_ground_without_a_remedy_cannot_be_given() -> None:
    with pytest.raises(ValueError, match="no remedy"):
        Likely("the moon")


# Words


def test_every_ground_has_words_and_is_given_somewhere() -> None:
    """They are in causes.yaml; take out what nothing gives any more."""
    given_somewhere = {text for (text,) in written("Likely", 0)} | {text for node in GROUND_TABLES for text in node}

    assert set(sentences("causes")) == set(REMEDIES) == given_somewhere


GROUND_TABLES = [
    {likely_causes(a_message("failed", cause=cause, channel=channel), NOW)[0].ground}
    for cause, channel in product(Cause, ("email", "sms"))
]


@pytest.mark.parametrize("ground", REMEDIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cause_reads_well_with_its_facts_and_without(ground: str, language: str) -> None:
    facts = {
        **dict.fromkeys(("due", "next", "sent", "since", "at"), NOW),
        **{"address": "lea@gmial.com", "domain": "gmial.com", "proposal": "lea@gmail.com", "present": "lea@free.fr"},
        **{"tries": 2, "reason": "busy", "detail": "full", "cause": "mailbox_full", "message": "k3v7q2"},
        **{"day": date(2026, 11, 23), "session": "Lyon", "position": 2, "expected": date(2026, 11, 30), "end": NOW},
    }
    for known in (facts, as_json(facts), {}):
        told = likely_cause(ground, known, language)
        for text in (told.message, told.help):
            assert text
            assert not re.search(r"[{}\[\]|]|\bNone\b|\(\)|  |\d{4}-\d\d", text)
            assert language == "en" or not re.search(r" [:;?!»]|« |[^\u00a0\w][:;?!]", text)
    assert likely_cause(ground, facts, language) == likely_cause(ground, as_json(facts), language)


def test_a_command_can_be_typed_as_it_is_told() -> None:
    facts = {"address": "lea@gmial.com", "proposal": "lea@gmail.com"}
    told = likely_cause("typing error", facts, "en", OPERATOR, Place.COMMAND_LINE)

    assert told.help.endswith("ledr people change-email lea@gmial.com lea@gmail.com")


def test_a_language_that_is_not_spoken_is_refused() -> None:
    with pytest.raises(Invalid):
        likely_cause("opened", {}, "de")


# The welcome


TODAY = date(2026, 11, 19)


def a_person(role: str = "learner", **other: Any) -> Person:
    return Person(PersonId("lea"), "lea@manpower.fr", "Léa", "Martin", Role(role), NOW, **other)


def place(session: Session, expected: date | None = None) -> PlaceInLine:
    member = session.member(PersonId("lea"))
    assert isinstance(member, Member)
    return PlaceInLine(session, member, expected)


def why(session: Session, **other: Any) -> tuple[str, dict[str, object]]:
    likely = no_welcome_yet(a_person(), [place(session, **other)], TODAY)
    return likely.ground, dict(likely.facts)


@pytest.mark.rule("SUP-1", "ACC-2", "ACC-15")
def test_a_welcome_whose_first_day_is_to_come_is_told_with_that_day() -> None:
    session = a_session(kind="licence", members="lea", start=date(2026, 12, 1), end=date(2027, 11, 30))

    assert why(session) == ("first day ahead", {"session": session.reference, "day": date(2026, 12, 1)})


@pytest.mark.rule("SUP-1", "ACC-15")
def test_somebody_who_waits_for_a_slot_is_told_their_place_and_the_day_expected() -> None:
    session = a_session(package=1, members="ana lea", holders="ana", waiting="lea")

    ground, facts = why(session, expected=date(2026, 11, 30))

    assert (ground, facts["position"], facts["expected"]) == ("no slot yet", 1, date(2026, 11, 30))


@pytest.mark.rule("SUP-1", "ACC-15")
def test_somebody_who_holds_a_slot_and_waits_for_the_run_is_told_so() -> None:
    session = a_session(members="lea", holders="lea")
    member = session.member(PersonId("lea"))
    assert member is not None
    first = first_day(session, member)
    assert first is not None

    assert no_welcome_yet(a_person(), [place(session)], max(first, TODAY)).ground == "daily run to come"


@pytest.mark.rule("SUP-1", "ACC-15")
def test_a_membership_that_ended_without_a_first_day_never_had_a_welcome() -> None:
    session = a_session(package=1, members="lea", start=date(2025, 11, 1), end=date(2026, 10, 31))

    assert why(session)[0] == "never due"


@pytest.mark.rule("SUP-1", "ACC-15")
@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (a_person(), ("not enrolled", Remedy.ENROL)),
        (a_person("student"), ("not enrolled", Remedy.ENROL)),
        (a_person("pilot"), ("daily run to come", Remedy.WAIT)),
        (a_person("manager"), ("daily run to come", Remedy.WAIT)),
        (a_person("tester"), ("no demo day", Remedy.ENROL)),
        (a_person("tester", demo_day=date(2026, 11, 18)), ("no demo day", Remedy.ENROL)),
        (a_person("tester", demo_day=TODAY), ("daily run to come", Remedy.WAIT)),
        (a_person("tester", demo_day=date(2026, 11, 20)), ("first day ahead", Remedy.WAIT)),
    ],
)
def test_without_a_session_the_role_decides(person: Person, expected: tuple[str, Remedy]) -> None:
    likely = no_welcome_yet(person, [], TODAY)

    assert (likely.ground, likely.remedy) == expected


@pytest.mark.rule("SUP-1")
def test_of_several_memberships_the_one_whose_welcome_comes_first_is_told() -> None:
    over = a_session(reference="Ancienne", package=1, members="lea", start=date(2025, 11, 1), end=date(2026, 10, 31))
    ahead = a_session(
        reference="Future", kind="licence", members="lea", start=date(2026, 12, 1), end=date(2027, 11, 30)
    )

    likely = no_welcome_yet(a_person(), [place(over), place(ahead)], TODAY)

    assert (likely.ground, likely.facts["session"]) == ("first day ahead", ahead.reference)
