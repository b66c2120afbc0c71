"""What every place to keep attempts at assessments promises. A subclass brings the fixture `store`, empty and ready."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import pytest
from attrs import astuple, evolve

from ledr_core.domain.assessments.attempt import Outcome, Paper, begun, drawn
from ledr_core.domain.assessments.item_health import Tally
from ledr_core.domain.assessments.order import Bank, Encounter
from ledr_core.domain.assessments.retakes import Past
from ledr_core.domain.assessments.settings import AssessmentSettings
from ledr_core.domain.assessments.sitting import Sitting, identified, waiting
from ledr_core.domain.catalogue.questions import Askable, Question, QuestionKind, Wording
from ledr_core.domain.kernel.errors import Conflict
from ledr_core.domain.kernel.identifiers import AttemptId, PersonId, QuestionId, ThemeId
from ledr_core.domain.kernel.moments import Moment
from ledr_core.ports.unit import Store
from ledr_core.testing.contracts.ordinary_school import RECRUTER, furnished
from ledr_core.testing.contracts.recorded_answers import Recorded, tallied

ANA, BOB, T1 = PersonId("ana"), PersonId("bob"), ThemeId("t1")
NOON: Final = Moment.at("2026-11-19T12:00")
SETTINGS: Final = AssessmentSettings(levels=1, points=((20, 12),), right_to_pass=2, minutes=30)
WORDING: Final = Wording("Pourquoi ?", ("a", "b", "c"), (1,))
RIGHT, WRONG = (1,), (0,)


def with_questions(store: Store, number: int = 4) -> None:
    """Have a theme with so many public questions, q1 first; the identifier of each is its reference in capitals."""
    furnished(store)
    with store.begin(reads=False) as unit:
        for one in range(1, number + 1):
            unit.catalogue.add(
                Question(
                    id=QuestionId(f"Q{one}"),
                    reference=f"q{one}",
                    kind=QuestionKind.PROGRAMME,
                    wording=WORDING,
                    theme=T1,
                    level=1,
                    public=True,
                )
            )


def begin(store: Store, person: PersonId = ANA, number: int = 1, at: Moment = NOON) -> Sitting:
    """Keep an attempt that begins then, with the seed "seed"; gives it."""
    with store.begin(reads=False) as unit:
        (references,) = drawn(unit.attempts.bank(T1), SETTINGS, "seed", unit.attempts.encounters(person, T1))
        attempt = begun(Paper(SETTINGS, (identified(references, 1, unit.attempts.askable(references)),)))
        sitting = Sitting(
            AttemptId(f"{person}{number}"), person, T1, RECRUTER, number, "seed", attempt, at.instant, None,
            waiting(attempt),
        )  # fmt: skip
        unit.attempts.add(sitting)
        unit.attempts.show(sitting.shown)
    return sitting


def give(store: Store, sitting: Sitting, *answers: tuple[int, ...], at: Moment = NOON) -> None:
    """Answer the questions that wait, each in a piece of work of its own."""
    for chosen in answers:
        with store.begin(reads=False) as unit:
            found = unit.attempts.get(sitting.id)
            assert found is not None
            found.answer(chosen, WORDING, at, frozenset())
            unit.attempts.show(found.shown)


def in_order(bank: Bank) -> dict[int, dict[int, list[str]]]:
    """A bank to compare: the questions that were shown as often come in no order."""
    return {level: {times: sorted(shown) for times, shown in exposed.items()} for level, exposed in bank.items()}


def sums(tallies: Mapping[str, Tally]) -> dict[str, tuple[float, ...]]:
    """The numbers of tallies, by question."""
    return {one: (*astuple(tally.score), *astuple(tally.rest)) for one, tally in tallies.items()}


def run_out(store: Store, sitting: Sitting) -> None:
    """End an attempt because its time is up."""
    with store.begin(reads=False) as unit:
        found = unit.attempts.get(sitting.id)
        assert found is not None
        found.run_out(Moment(NOON.instant + timedelta(hours=1)))


class AttemptsContract:
    """The promises of `ledr_core.ports.attempts`."""

    def test_an_attempt_is_loaded_as_it_was_saved(self, store: Store) -> None:
        """After it began and after each answer, with what it draws from; only the answers are not loaded."""
        with_questions(store)
        sitting = begin(store)
        with store.begin(reads=True) as unit:
            assert unit.attempts.get(sitting.id) == sitting
        for chosen in (RIGHT, WRONG, RIGHT):
            give(store, sitting, chosen)
            sitting.answer(chosen, WORDING, NOON, frozenset())
            with store.begin(reads=True) as unit:
                assert unit.attempts.get(sitting.id) == evolve(sitting, answers=[])

        assert sitting.attempt.outcome is Outcome.PASSED

    def test_an_attempt_that_does_not_exist_is_none(self, store: Store) -> None:
        """Nor does a question wait in it."""
        with store.begin(reads=True) as unit:
            assert unit.attempts.get(AttemptId("nowhere")) is None
            assert unit.attempts.waiting(AttemptId("nowhere")) is None
            assert unit.attempts.under_way(ANA, T1) is None

    def test_the_attempt_under_way_is_found_until_it_ends(self, store: Store) -> None:
        """And the question that waits in it."""
        with_questions(store)
        sitting = begin(store)
        with store.begin(reads=True) as unit:
            assert unit.attempts.under_way(BOB, T1) is None
            assert unit.attempts.under_way(ANA, T1) == sitting
            assert unit.attempts.waiting(sitting.id) == sitting.shown

        give(store, sitting, WRONG, WRONG)

        with store.begin(reads=True) as unit:
            assert unit.attempts.under_way(ANA, T1) is None
            assert unit.attempts.waiting(sitting.id) is None

    def test_a_person_has_one_attempt_under_way_at_a_theme(self, store: Store) -> None:
        """The second is a Conflict, and so is a number twice."""
        with_questions(store)
        first = begin(store)
        with pytest.raises(Conflict):
            begin(store, number=2)
        give(store, first, WRONG, WRONG)
        with pytest.raises(Conflict), store.begin(reads=False) as unit:
            unit.attempts.add(evolve(first, id=AttemptId("other"), answers=[]))

        begin(store, BOB)

    def test_past_attempts_are_listed_in_the_order_begun(self, store: Store) -> None:
        """Passed, failed, out of time, and under way."""
        with_questions(store)
        give(store, begin(store, number=1), RIGHT, RIGHT)
        give(store, begin(store, number=2), WRONG, WRONG)
        run_out(store, begin(store, number=3))
        begin(store, number=4)
        begin(store, BOB)

        with store.begin(reads=True) as unit:
            assert unit.attempts.past(ANA, T1) == [
                Past(NOON.instant, NOON.instant, Outcome.PASSED, 20),
                Past(NOON.instant, NOON.instant, Outcome.FAILED, 0),
                Past(NOON.instant, NOON.instant + timedelta(minutes=30), Outcome.FAILED, 0),
                Past(NOON.instant),
            ]

    def test_a_bank_has_the_questions_that_may_be_drawn(self, store: Store) -> None:
        """Public, not withdrawn, of the theme."""
        with_questions(store, 5)
        with store.begin(reads=False) as unit:
            questions = unit.catalogue.questions(["q1", "q2", "q3"])
            questions["q1"].public = False
            questions["q2"].withdrawn = True
            questions["q3"].reword(evolve(WORDING, text="Comment ?"))

        with store.begin(reads=True) as unit:
            assert in_order(unit.attempts.bank(T1)) == {1: {0: ["q3", "q4", "q5"]}}
            assert unit.attempts.bank(ThemeId("t2")) == {}
            assert unit.attempts.askable(["q3", "q4", "q9"]) == {
                "q3": Askable(id=QuestionId("Q3"), reference="q3", edition=2, level=1),
                "q4": Askable(id=QuestionId("Q4"), reference="q4", edition=1, level=1),
            }
            assert unit.attempts.withdrawn([QuestionId(f"Q{one}") for one in range(1, 7)]) == {"Q2", "Q6"}

    def test_what_was_shown_is_known_answered_or_not(self, store: Store) -> None:
        """In the order shown; the one that waited when the time was up is among it."""
        with_questions(store)
        first = begin(store)
        give(store, first, WRONG)
        run_out(store, first)
        second = begin(store, number=2)
        bob = begin(store, BOB)

        with store.begin(reads=True) as unit:
            own, bank, exposed = unit.attempts.encounters(ANA, T1), unit.attempts.bank(T1), unit.attempts.exposed(T1)
            assert unit.attempts.encounters(PersonId("nobody"), T1) == {}
        shown = [
            item.reference.lower() for item in (*first.attempt.paper.levels[0][:2], second.attempt.pending) if item
        ]
        assert own == {one: Encounter(1, place) for place, one in enumerate(shown, 1)}
        assert bob.attempt.pending is not None
        assert exposed.shown == dict.fromkeys([*shown, bob.attempt.pending.reference.lower()], 1)
        assert (exposed.attempts, len(exposed.shown)) == (3, 4)
        assert in_order(bank) == {1: {1: sorted(exposed.shown)}}

    def test_tallies_add_up_the_answers_of_attempts_that_ended_and_count(self, store: Store) -> None:
        """One under way is left out, as are answers to a question that may be drawn no more."""
        with_questions(store)
        recorded = []
        taken = ((12, (WRONG, RIGHT, RIGHT)), (0, (WRONG, WRONG)), (1, (RIGHT, WRONG, WRONG)))
        for number, (score, answers) in enumerate(taken, 1):
            sitting = begin(store, number=number)
            give(store, sitting, *answers)
            asked = [item.reference.lower() for item in sitting.attempt.paper.levels[0]]
            rights = [chosen == RIGHT for chosen in answers]
            recorded.append(Recorded(score, tuple(zip(asked, rights, strict=False))))
        give(store, begin(store, BOB), WRONG)
        with store.begin(reads=True) as unit:
            before = unit.attempts.tallies(T1)
        with store.begin(reads=False) as unit:
            unit.catalogue.questions(["q1"])["q1"].withdrawn = True

        with store.begin(reads=True) as unit:
            after, unknown = unit.attempts.tallies(T1), unit.attempts.tallies(ThemeId("t2"))
        levels = {f"q{one}": 1 for one in range(1, 5)}
        assert sums(before) == {one: pytest.approx(given) for one, given in sums(tallied(levels, recorded)).items()}
        del levels["q1"]
        assert sums(after) == {one: pytest.approx(given) for one, given in sums(tallied(levels, recorded)).items()}
        assert unknown == {}

    def test_a_paper_survives(self, store: Store) -> None:
        """The settings and the order of questions are those of the start, whatever the catalogue becomes."""
        with_questions(store)
        sitting = begin(store)
        with store.begin(reads=False) as unit:
            unit.catalogue.questions(["q1"])["q1"].withdrawn = True

        with store.begin(reads=True) as unit:
            found = unit.attempts.get(sitting.id)
        assert found is not None
        assert found.attempt.paper == Paper(SETTINGS, sitting.attempt.paper.levels)
