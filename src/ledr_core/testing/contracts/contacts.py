"""What every place for contacts promises. A subclass brings two fixtures; `RecordingContacts` passes them too.

`contacts` is the adapter in good order with both bases empty, `kept` a function that reads back what a base holds: the
fields of each contact as text, by address, "" where there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

from ledr_core.ports.contacts import Base, Contact, Contacts
from ledr_core.ports.handover import Outcome

Kept = Callable[[Base], Mapping[str, Mapping[str, str]]]


def a_contact(
    email: str = "lea@manpower.example", former: str | None = None, **changes: str | int | bool | None
) -> Contact:
    """An ordinary French contact, with these changes."""
    ordinary: dict[str, str | int | bool | None] = {
        "first_name": "Léa",
        "last_name": "Martin",
        "company": "Manpower, « Lyon »",
        "percent": 42,
        "finished": False,
        "end": "2027-10-31",
        "slot": None,
    }
    return Contact(email, ordinary | changes, former)


def outcomes(handovers: tuple[object, ...]) -> list[Outcome]:
    """What came of each."""
    return [handover.outcome for handover in handovers]  # type: ignore[attr-defined]


class ContactsContract:
    """The contract of `ledr_core.ports.contacts.Contacts`."""

    def test_it_has_a_name_bases_and_a_measure(self, contacts: Contacts) -> None:
        """People see where contacts go; the school knows how many at a time."""
        assert contacts.name
        assert contacts.bases == tuple(Base)
        assert contacts.at_once >= 1

    def test_a_contact_arrives_as_it_is_in_that_base_alone(self, contacts: Contacts, kept: Kept) -> None:
        """Accents, commas and quotes; numbers and truths as text; nothing where there is no value."""
        assert outcomes(contacts.transfer(Base.CARE, [a_contact()])) == [Outcome.ACCEPTED]

        (fields,) = kept(Base.CARE).values()
        assert fields["first_name"] == "Léa"
        assert fields["company"] == "Manpower, « Lyon »"
        assert (fields["percent"], fields["finished"], fields["slot"]) == ("42", "false", "")
        assert kept(Base.MARKETING) == {}

    def test_transferred_again_it_is_there_once_with_what_is_new(self, contacts: Contacts, kept: Kept) -> None:
        """A value that is no more is gone there too; case does not make another address."""
        contacts.transfer(Base.CARE, [a_contact(slot=2)])
        contacts.transfer(Base.CARE, [a_contact("LEA@manpower.example", percent=50)])

        (fields,) = kept(Base.CARE).values()
        assert (fields["percent"], fields["slot"]) == ("50", "")

    def test_another_address_takes_the_place_of_the_former_one(self, contacts: Contacts, kept: Kept) -> None:
        """The same contact, under its new address."""
        contacts.transfer(Base.CARE, [a_contact()])

        contacts.transfer(Base.CARE, [a_contact("lea.roux@manpower.example", "lea@manpower.example")])

        assert list(kept(Base.CARE)) == ["lea.roux@manpower.example"]

    def test_many_at_once_arrive_all(self, contacts: Contacts, kept: Kept) -> None:
        """An outcome for each, in their order."""
        many = [a_contact(f"p{number}@manpower.example") for number in range(min(contacts.at_once, 50))]

        assert outcomes(contacts.transfer(Base.MARKETING, many)) == [Outcome.ACCEPTED] * len(many)

        assert sorted(kept(Base.MARKETING)) == sorted(contact.email for contact in many)

    def test_none_is_none(self, contacts: Contacts) -> None:
        """Nothing is asked."""
        assert contacts.transfer(Base.CARE, []) == contacts.remove(Base.CARE, []) == ()

    def test_who_is_taken_out_is_there_no_more(self, contacts: Contacts, kept: Kept) -> None:
        """The others stay."""
        contacts.transfer(Base.MARKETING, [a_contact(), a_contact("max@manpower.example")])

        assert outcomes(contacts.remove(Base.MARKETING, ["lea@manpower.example"])) == [Outcome.ACCEPTED]

        assert list(kept(Base.MARKETING)) == ["max@manpower.example"]

    def test_who_is_not_there_is_taken_out_all_the_same(self, contacts: Contacts) -> None:
        """So that it may be asked again."""
        assert outcomes(contacts.remove(Base.CARE, ["nobody@manpower.example"])) == [Outcome.ACCEPTED]

    @pytest.mark.parametrize("trick", ["x\r\ny,z", '"', "<b>&amp;", "a/b?c#d", "🎓", "half \ud83d"])
    def test_any_text_arrives_as_text(self, contacts: Contacts, kept: Kept, trick: str) -> None:
        """It makes no other row, field or address; half a character may be replaced."""
        assert (
            outcomes(contacts.transfer(Base.CARE, [a_contact(company=trick), a_contact("b@x.example")]))
            == [Outcome.ACCEPTED] * 2
        )

        found = kept(Base.CARE)
        assert sorted(found) == ["b@x.example", "lea@manpower.example"]
        assert found["lea@manpower.example"]["company"] == trick.replace("\ud83d", "?")

    def test_threads_may_share_it(self, contacts: Contacts, kept: Kept) -> None:
        """None is lost."""
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda number: contacts.transfer(Base.CARE, [a_contact(f"p{number}@x.example")]), range(12)))

        assert len(kept(Base.CARE)) == 12
