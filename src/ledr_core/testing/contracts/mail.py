"""What every way of sending mail promises. A subclass brings two fixtures; `RecordingMail` passes them too.

`mail` is the adapter in good order, `received` a function that reads back what has arrived, in order, as letters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import attrs

from ledr_core.ports.handover import Handover, Outcome
from ledr_core.ports.mail import Attachment, Letter, Mail

Received = Callable[[], Sequence[Letter]]


def a_letter(message: str = "m-1", attachments: tuple[Attachment, ...] = (), **changes: str) -> Letter:
    """An ordinary French letter, with these changes."""
    ordinary = {
        "address": "lea@manpower.example",
        "name": "Léa Martin",
        "sender": "aide@ecole.example",
        "sender_name": "L’École du Recrutement",
        "subject": "Ton slot t’attend, Léa\u00a0!",
        "text": "Bonjour Léa,\n\nle slot 2 est à toi.\n",
        "html": "<p>Bonjour Léa,</p>\n<p>le slot 2 est à toi.</p>\n",
    }
    return Letter(message=message, **(ordinary | changes), attachments=attachments)


class MailContract:
    """The contract of `ledr_core.ports.mail.Mail`."""

    def test_it_has_a_name(self, mail: Mail) -> None:
        """People see which way a message goes."""
        assert mail.name

    def test_a_letter_arrives_as_it_was_written(self, mail: Mail, received: Received) -> None:
        """Address, names, subject and both contents, accents and no-break spaces included."""
        assert mail.send(a_letter()).outcome is Outcome.ACCEPTED

        assert list(map(_comparable, received())) == [_comparable(a_letter())]

    def test_attachments_arrive_to_the_byte_under_their_names(self, mail: Mail, received: Received) -> None:
        """Any bytes, and a name with accents; the words of the letter are as they were."""
        content = b"%PDF-1.7\r\n.\r\n\x00\xff" + bytes(range(256)) * 40
        files = (
            Attachment("Certificat de Léa.pdf", "application/pdf", content),
            Attachment("b.pdf", "application/pdf", b""),
        )

        assert mail.send(a_letter(attachments=files)).outcome is Outcome.ACCEPTED

        (letter,) = received()
        assert letter.attachments == files
        assert letter.text.rstrip() == a_letter().text.rstrip()

    def test_letters_arrive_in_order_each_at_its_own_address(self, mail: Mail, received: Received) -> None:
        """One recipient a message: nobody sees another's address."""
        addresses = [f"person{number}@manpower.example" for number in range(5)]

        handovers = [mail.send(a_letter(f"m-{at}", address=address)) for at, address in enumerate(addresses)]

        assert {handover.outcome for handover in handovers} == {Outcome.ACCEPTED}
        assert [letter.address for letter in received()] == addresses

    def test_lines_that_mail_treats_in_its_own_way_arrive_whole(self, mail: Mail, received: Received) -> None:
        """A single period, "From ", a line of 2,000 characters, signs beyond the basic plane."""
        text = f".\n..\nFrom here\n{'é' * 2000}\nfin 🎓 = ?\n"

        mail.send(a_letter(text=text, html=f"<pre>{text}</pre>\n"))

        (letter,) = received()
        assert (letter.text.rstrip(), letter.html.rstrip()) == (text.rstrip(), f"<pre>{text}</pre>")

    def test_no_name_or_subject_makes_a_header_or_a_recipient(self, mail: Mail, received: Received) -> None:
        """Line breaks, commas, brackets and encoded words stay text."""
        for number, trick in enumerate(_TRICKS):
            letter = a_letter(f"m-{number}", name=trick, sender_name=trick, subject=trick)
            assert mail.send(letter).outcome is Outcome.ACCEPTED

        letters = received()
        assert {letter.address for letter in letters} == {"lea@manpower.example"}
        assert {letter.sender for letter in letters} == {"aide@ecole.example"}
        assert not any("\n" in letter.subject + letter.name for letter in letters)

    def test_a_nameless_person_gets_their_letter(self, mail: Mail, received: Received) -> None:
        """The tester of a demo day gave no name."""
        assert mail.send(a_letter(name="")).outcome is Outcome.ACCEPTED

        assert received()[0].address == "lea@manpower.example"

    def test_what_cannot_be_an_address_raises_nothing(self, mail: Mail) -> None:
        """It is an outcome, and never UNKNOWN."""
        for address in ("", "lea", "@", "lea@", "a b@c.example", "a@b@c.example", "x@y.example\nRCPT TO:<z@y.example>"):
            assert mail.send(a_letter(address=address)).outcome is not Outcome.UNKNOWN

    def test_several_letters_go_at_once_each_with_its_own_answer(self, mail: Mail, received: Received) -> None:
        """As many as `at_once`, in their order."""
        letters = [a_letter(f"m-{at:02}", address=f"p{at}@manpower.example") for at in range(mail.at_once)]

        handovers = mail.send_all(letters)

        assert len(handovers) == len(letters)
        assert {handover.outcome for handover in handovers} == {Outcome.ACCEPTED}
        assert [letter.address for letter in received()] == [letter.address for letter in letters]
        assert [letter.message for letter in received()] == [letter.message for letter in letters]

    def test_no_letter_at_all_is_nothing(self, mail: Mail, received: Received) -> None:
        """Neither an answer nor an error."""
        assert mail.send_all([]) == ()
        assert list(received()) == []

    def test_one_that_cannot_go_keeps_none_of_the_others_back(self, mail: Mail, received: Received) -> None:
        """Each has its own answer."""
        addresses = ["a@manpower.example", "nobody", "b@manpower.example"][: mail.at_once]

        handovers = mail.send_all([a_letter(f"m-{at}", address=address) for at, address in enumerate(addresses)])

        assert len(handovers) == len(addresses)
        assert Outcome.UNKNOWN not in {handover.outcome for handover in handovers}
        accepted = [
            address
            for address, handover in zip(addresses, handovers, strict=True)
            if handover.outcome is Outcome.ACCEPTED
        ]
        assert [letter.address for letter in received()] == accepted
        assert accepted[:1] == addresses[:1]

    def test_a_letter_is_looked_up_by_its_message(self, mail: Mail) -> None:
        """ACCEPTED once it was taken; never for one that was not; UNKNOWN where nobody can be asked."""
        mail.send(a_letter("m-1"))

        assert mail.look_up("m-1").outcome in (Outcome.ACCEPTED, Outcome.UNKNOWN)
        assert mail.look_up("m-2").outcome in (Outcome.LATER, Outcome.UNKNOWN)
        assert (mail.look_up("m-1").outcome is Outcome.UNKNOWN) == (mail.look_up("m-2").outcome is Outcome.UNKNOWN)

    def test_it_may_be_closed_and_used_again(self, mail: Mail, received: Received) -> None:
        """A later letter opens what was given back."""
        mail.close()

        assert mail.send(a_letter()).outcome is Outcome.ACCEPTED
        mail.close()
        assert len(received()) == 1

    def test_threads_may_share_it(self, mail: Mail, received: Received) -> None:
        """Each letter arrives once."""
        letters = [a_letter(f"m-{number}", address=f"p{number}@manpower.example") for number in range(20)]

        with ThreadPoolExecutor(4) as pool:
            handovers: list[Handover] = list(pool.map(mail.send, letters))

        assert {handover.outcome for handover in handovers} == {Outcome.ACCEPTED}
        assert sorted(letter.address for letter in received()) == sorted(letter.address for letter in letters)


_TRICKS = (
    "x\r\nBcc: evil@x.example",
    "x\n\n<script>",
    'Dupont, "Léa" <evil@x.example>',
    "a, evil@x.example, " * 8,
    "=?utf-8?q?evil=40x=2Eexample=2C_a?=",
    "\\",
    '"',
    "team: x;",
    "half a character \ud83d",
)


def _comparable(letter: Letter) -> Letter:
    return attrs.evolve(letter, text=letter.text.rstrip(), html=letter.html.rstrip())
