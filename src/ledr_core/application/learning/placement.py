"""The placement test: public and free, its result sent as a link. See the rules TEST."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_core.application.access.gates import must_be_welcome
from ledr_core.application.access.passwords import token_hash
from ledr_core.application.learning.letters import PLACEMENT_RESULT, PlacementResultFacts
from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.permissions import PUBLIC
from ledr_core.application.operating.values import Address, Email, Seed
from ledr_core.domain.catalogue.questions import Shown
from ledr_core.domain.kernel.errors import Invalid, NotFound
from ledr_core.domain.kernel.identifiers import PlacementId, QuestionId
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.learning.placement import PlacementTest, chosen
from ledr_core.views.nothing import Nothing
from ledr_core.views.placement import PlacementAsked, PlacementResult, PlacementTheme, PlacementView


class Placement(Area):
    """The placement test: public and free, its result sent as a link."""

    name = "placement"
    may = PUBLIC

    @operation
    def start(self, *, by: str, email: Email | None = None, seed: Seed | None = None) -> PlacementView:
        """Begin the test: all the questions marked for it, theme by theme, the easy ones first (TEST-2).

        `seed`, a number or a text, decides the order between equals; the same seed gives the same order.

        Example: ledr --as public placement start
        """
        me = self.work.actor.person
        named = seed if seed is not None else self.work.ports.chance.identifier()
        test = PlacementTest(
            id=PlacementId(self.work.ports.chance.identifier()),
            questions=chosen(self.work.unit.questions.placement(), named),
            seed=named,
            started=self.work.moment.instant,
            email=email or "",
            person=me.id if me else None,
        )
        self.work.unit.placements.add(test)
        shown, titles = self._shown(test), self._titles(test)
        return PlacementView(
            test.id,
            tuple(_asked(shown[one.id], one.theme, titles[one.theme]) for one in test.questions),
        )

    @operation
    def finish(
        self,
        *,
        by: str,
        attempt: str,
        answers: Sequence[Sequence[int]],
        email: Email | None = None,
        address: Address | None = None,
    ) -> Nothing:
        """Answer the test; a link to the result goes to `email`, else to that of the start, else to the account's.

        `answers` has, for each question in its order, the numbers of the choices taken; none leaves it out (TEST-3).
        Several results in a row to one address, or from one network `address`, have to wait.

        Example: ledr --as public placement finish 3f2a81c09b7d4e65a1f0 "[[0], [2], []]" --email lea@manpower.example
        """
        test = self._own(attempt)
        recipient = self._recipient(email, test)
        test.finish(self._shown(test), answers, self._titles(test), self.work.moment.instant)
        must_be_welcome(self.work, recipient, address, "TEST-3")
        token = self.work.ports.chance.token()
        test.lock(token_hash(token), recipient)
        self._send(test, token)
        return Nothing()

    def _own(self, attempt: str) -> PlacementTest:
        """The test of that identifier; one begun by somebody signed in is theirs alone. Raises NotFound."""
        test = self.work.unit.placements.get(PlacementId(attempt))
        me = self.work.actor.person
        if test is None or not (test.person is None or self.work.actor.is_staff or (me and me.id == test.person)):
            raise NotFound("attempt", attempt)
        if test.person is None and me is not None:
            test.belong_to(me.id)
        return test

    def _recipient(self, email: str | None, test: PlacementTest) -> str:
        me = self.work.unit.people.get(test.person) if test.person else None
        recipient = email or test.email or (me.email if me else "")
        if not recipient:
            raise Invalid("email", "no address for the result")
        return recipient

    def _send(self, test: PlacementTest, token: str) -> None:
        """Put the link in the outbox, under the account of that address when there is one."""
        known = self.work.unit.people.with_email(test.email)
        facts = PlacementResultFacts(token=token, day=self.work.today)
        person, address = (known.id, None) if known else (None, test.email)
        self.work.write([PLACEMENT_RESULT.message(self.work, person, None, test.id, facts, address)])

    @operation(reads=True)
    def result(self, *, by: str, token: str) -> PlacementResult:
        """The result that a link opens: for each theme, how many answers were right.

        Example: ledr --as public placement result 8c1f4e0b52d97a6631e08f4b7c2d95a0f3e61b48
        """
        test = self.work.unit.placements.with_token(token_hash(token))
        if test is None or test.finished is None:
            raise NotFound("attempt", token)
        themes = tuple(PlacementTheme(one.theme, one.title, one.right, one.of) for one in test.result)
        return PlacementResult(
            taken_on=Moment(test.finished).day,
            right=sum(one.right for one in themes),
            of=sum(one.of for one in themes),
            themes=themes,
        )

    def _shown(self, test: PlacementTest) -> dict[QuestionId, Shown]:
        return self.work.unit.questions.shown({question.id: question.edition for question in test.questions})

    def _titles(self, test: PlacementTest) -> dict[str, str]:
        """The titles of its themes by reference, as they are now."""
        themes = self.work.unit.catalogue.themes({question.theme for question in test.questions})
        return {reference: theme.title for reference, theme in themes.items()}


def _asked(shown: Shown, theme: str, title: str) -> PlacementAsked:
    return PlacementAsked(shown.reference, theme, title, shown.wording.text, shown.wording.choices)
