"""Providers that only remember what they were given: for `memory:` schools and for tests."""

from __future__ import annotations

from collections import deque

from attrs import define, field

from ledr_core.ports.mail import Handover, Letter, Outcome

ACCEPTED = Handover(Outcome.ACCEPTED)


@define
class RecordingMail:
    """A `Mail` that keeps every letter it is handed, in order, and accepts it unless told otherwise.

    Example: `RecordingMail().will_answer(Handover(Outcome.LATER, "busy"))` puts off the first letter, accepts the rest.
    """

    letters: list[Letter] = field(factory=list)
    """Every letter handed over, whatever the answer was."""
    accepted: list[Letter] = field(factory=list)
    """Those that were answered with ACCEPTED."""
    usual: Handover = ACCEPTED
    """The answer when no other is due."""
    _due: deque[Handover] = field(factory=deque, init=False)

    @property
    def name(self) -> str:
        """`recording`."""
        return "recording"

    def will_answer(self, *handovers: Handover) -> RecordingMail:
        """Give these answers to the next letters, one each, before the usual one again. Returns itself."""
        self._due.extend(handovers)
        return self

    def close(self) -> None:
        """Nothing is held open."""

    def send(self, letter: Letter) -> Handover:
        """Remember the letter and give the answer that is due."""
        self.letters.append(letter)
        try:
            handover = self._due.popleft()
        except IndexError:
            handover = self.usual
        if handover.outcome is Outcome.ACCEPTED:
            self.accepted.append(letter)
        return handover
