"""What every way of sending SMS promises. A subclass brings two fixtures; `RecordingSms` passes them too.

`sms` is the adapter in good order, `received` a function that reads back what has arrived, in order, each with its
number and its text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from ledr_core.ports.handover import Outcome
from ledr_core.ports.sms import Sms, TextMessage

Received = Callable[[], Sequence[tuple[str, str]]]


def an_sms(message: str = "s-1", number: str = "+33612345678", text: str = "Ton slot t'attend, Léa !") -> TextMessage:
    """An ordinary French SMS, with these changes."""
    return TextMessage(message, number, text)


class SmsContract:
    """The contract of `ledr_core.ports.sms.Sms`."""

    def test_it_has_a_name(self, sms: Sms) -> None:
        """People see which way a message goes."""
        assert sms.name

    def test_an_sms_arrives_as_it_was_written(self, sms: Sms, received: Received) -> None:
        """Accents, line breaks and what counts twice included."""
        text = "Ton slot t'attend, Léa !\nÀ 9 h [lien] {x} ~ 10 € & 100 % = +1 https://l.example/a?b=c"

        assert sms.send(an_sms(text=text)).outcome is Outcome.ACCEPTED

        assert list(received()) == [("+33612345678", text)]

    def test_sms_arrive_in_order_each_at_its_own_number(self, sms: Sms, received: Received) -> None:
        """One number a message."""
        numbers = [f"+3361234567{number}" for number in range(5)]

        outcomes = {sms.send(an_sms(f"s-{at}", number)).outcome for at, number in enumerate(numbers)}

        assert outcomes == {Outcome.ACCEPTED}
        assert [number for number, _ in received()] == numbers

    def test_what_cannot_be_a_number_raises_nothing(self, sms: Sms) -> None:
        """It is an outcome, and never UNKNOWN."""
        for at, number in enumerate(("", "lea", "+", "0612", "+33 6\nTo: +33612345678", "\u0000", "\ud83d")):
            assert sms.send(an_sms(f"s-{at}", number)).outcome is not Outcome.UNKNOWN

    def test_threads_may_share_it(self, sms: Sms, received: Received) -> None:
        """Each SMS arrives once."""
        texts = [an_sms(f"s-{number}", f"+336123456{number:02}") for number in range(20)]

        with ThreadPoolExecutor(4) as pool:
            outcomes = {one.outcome for one in pool.map(sms.send, texts)}

        assert outcomes == {Outcome.ACCEPTED}
        assert sorted(number for number, _ in received()) == sorted(text.number for text in texts)

    def test_it_may_be_closed_and_used_again(self, sms: Sms, received: Received) -> None:
        """A later SMS opens what was given back."""
        sms.close()

        assert sms.send(an_sms()).outcome is Outcome.ACCEPTED
        sms.close()
        assert len(received()) == 1
