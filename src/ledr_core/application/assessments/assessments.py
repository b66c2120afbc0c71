"""Theme assessments: taking them, and what their authors need. See the rules TA."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from attrs import evolve

from ledr_core.application.access.standings import learning_seat, must_learn, standing_of
from ledr_core.application.assessments.simulations import health_views, simulated_theme, write_chart
from ledr_core.application.learning.reviewing import review_everywhere
from ledr_core.application.operating.files import PageOut, target_of
from ledr_core.application.operating.naming import by_title, titled, with_titles
from ledr_core.application.operating.operation import Area, Before, operation
from ledr_core.application.operating.permissions import SELF
from ledr_core.application.operating.values import Count, Positive, Seed
from ledr_core.domain.assessments.attempt import Paper, begun, drawn, must_suffice
from ledr_core.domain.assessments.order import default_seed, first_drawn, sizes
from ledr_core.domain.assessments.retakes import Available, availability, must_be_available
from ledr_core.domain.assessments.settings import AssessmentSettings
from ledr_core.domain.assessments.sitting import Sitting, identified, must_be_chosen, waiting
from ledr_core.domain.catalogue.catalogue import Course, Theme
from ledr_core.domain.kernel.errors import NotFound, Refused
from ledr_core.domain.kernel.identifiers import AttemptId, QuestionId
from ledr_core.domain.kernel.school import LANGUAGE
from ledr_core.domain.people.person import Person
from ledr_core.views.accounts import ReasonView
from ledr_core.views.assessments import AskedView, AssessmentView, AttemptView, ItemHealthView
from ledr_core.views.simulations import SimulationView

LEARNERS = 1_000
"""Learners of a simulation unless told otherwise."""

_log = logging.getLogger("ledr")


def _question_that_waits(before: Before, *, attempt: str, **_: object) -> QuestionId | None:
    return before.read(lambda work: work.unit.attempts.waiting(AttemptId(attempt)))


class Assessments(Area):
    """Adaptive quizzes that validate a theme."""

    name = "assessments"

    @operation(may=SELF)
    def start(self, *, by: str, theme: str, person: str | None = None, seed: Seed | None = None) -> AttemptView:
        """Begin the assessment of a theme, or go on with the attempt under way: with the same question (TA-10).

        A retake after a pass is spent by beginning it (TA-6). With the same history, the same `seed` draws the same
        questions (TA-9). An attempt whose time is up ends here, with its score (TA-8).

        Example: ledr assessments start culture --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        seat = learning_seat(self.work, found)
        wanted, course = self.work.theme(theme), self.work.unit.catalogue.course(seat.course_id)
        course.must_have(wanted, found.id)
        sitting = self.work.unit.attempts.under_way(found.id, wanted.id)
        if sitting is None:
            sitting = self._begun(found, wanted, course, seed)
        return self._gone_on(found, sitting)

    def _begun(self, person: Person, theme: Theme, course: Course, seed: str | None) -> Sitting:
        """A new attempt. Raises Refused TA-1 when there is no assessment, TA-6 when none may begin."""
        attempts, settings, at = self.work.unit.attempts, self.work.assessment(course.id), self.work.moment
        bank = attempts.bank(theme.id)
        _must_exist(course, theme, sizes(bank), settings)
        past = attempts.past(person.id, theme.id)
        must_be_available(past, settings, at)
        number = len(past) + 1
        chosen = seed or default_seed(person.email.casefold(), theme.reference, number)
        levels = drawn(bank, settings, chosen, attempts.encounters(person.id, theme.id))
        questions = attempts.askable([one for references in levels for one in references])
        papers = tuple(identified(references, level, questions) for level, references in enumerate(levels, start=1))
        attempt = begun(Paper(settings, papers))
        identity = AttemptId(self.work.ports.chance.identifier())
        sitting = Sitting(
            identity, person.id, theme.id, course.id, number, chosen, attempt, at.instant, None, waiting(attempt)
        )
        attempts.add(sitting)
        attempts.show(sitting.shown)
        return sitting

    @operation(may=SELF, first=_question_that_waits)
    def answer(
        self,
        waited: QuestionId | None,
        /,
        *,
        by: str,
        attempt: str,
        choices: Sequence[Count],
        person: str | None = None,
        question: str | None = None,
    ) -> AttemptView:
        """Answer the question that waits, by the numbers of its choices from 0; gives the next one, or the result.

        A question takes one answer: the second is refused TA-10, also when two windows send it at once. `question` says
        which one was on the page; without it, the one that waits when the answer arrives. The score is shown once, here
        (TA-7).

        Example: ledr assessments answer 3f09c1d5a7e24b6f8a10 2 --person lea@manpower.example
        """
        must_be_chosen(choices)
        found = self.work.own_subject(person)
        must_learn(self.work, found)
        sitting = self.work.unit.attempts.get(AttemptId(attempt))
        if sitting is None or sitting.person != found.id:
            raise NotFound("attempt", attempt)
        item = sitting.must_wait_for(waited if question is None else self._named(sitting, question))
        if not sitting.has_run_out(self.work.moment):
            wording = self.work.unit.catalogue.edition(QuestionId(item.reference), item.version)
            sitting.answer(choices, wording, self.work.moment, self._withdrawn(sitting))
            self.work.unit.attempts.show(sitting.shown)
        return self._gone_on(found, sitting)

    def _named(self, sitting: Sitting, question: str) -> QuestionId | None:
        """The question of that reference, if it was asked."""
        met = [QuestionId(item.reference) for item in sitting.attempt.asked]
        names = self.work.unit.catalogue.references(met)
        return next((one for one in met if names[one] == question), None)

    def _withdrawn(self, sitting: Sitting) -> set[str]:
        """What may not be drawn next, of the levels that the next question can come from.

        A level that has lost all its questions is filled up from the bank first: an attempt holds the first ones alone.
        """
        attempts, attempt = self.work.unit.attempts, sitting.attempt
        near = [QuestionId(item.reference) for items in attempt.near.values() for item in items]
        withdrawn = attempts.withdrawn(near)
        for level in attempt.used_up(withdrawn):
            exposed = attempts.bank(sitting.theme).get(level, {})
            own = attempts.encounters(sitting.person, sitting.theme)
            more = first_drawn(level, exposed, sitting.seed, own, attempt.paper.settings.kept)
            sitting.fill_up(level, identified(more, level, attempts.askable(more)))
        return withdrawn

    def _gone_on(self, person: Person, sitting: Sitting) -> AttemptView:
        """The attempt as it is now; what it comes to, when it ends here (TA-5, TA-11)."""
        work, time_up = self.work, sitting.has_run_out(self.work.moment)
        if time_up:
            sitting.run_out(work.moment)
        if person is work.actor.person:
            work.unit.accounts.active(person.id, work.moment.instant)
        record = work.record(person.id) if sitting.ended else None
        if record is not None and sitting.passed:
            record.pass_theme(sitting.theme, work.moment)
            review_everywhere(work, standing_of(work, person), record)
        theme = titled(work.unit, [sitting.theme])[sitting.theme]
        if not sitting.counts:
            _log.warning("no question was left to draw: an attempt at the assessment of theme %s is void", theme)
        over = record is not None
        return AttemptView(
            attempt=sitting.id,
            theme=theme,
            question=self._question(sitting),
            finished=over,
            score=sitting.attempt.score if over and sitting.counts else None,
            passed=sitting.passed if over else None,
            validated=sitting.theme in record.passes if record is not None else None,
            counted=sitting.counts,
            time_up=time_up,
            until=sitting.until,
        )

    def _question(self, sitting: Sitting) -> AskedView | None:
        """The question that waits, as it was worded when the attempt began."""
        item = sitting.attempt.pending
        if item is None:
            return None
        question = QuestionId(item.reference)
        wording = self.work.unit.catalogue.edition(question, item.version)
        reference = self.work.unit.catalogue.references([question])[question]
        return AskedView(reference, wording.text, wording.choices, item.level)

    @operation(may=SELF, reads=True)
    def state(self, *, by: str, theme: str, person: str | None = None) -> AssessmentView:
        """Whether an attempt may be begun or gone on with, whether the theme is passed, and a retake left (TA-6).

        `reasons` says why not. A theme passed in another course is passed here too (TA-11). Never a score (TA-7).

        Example: ledr assessments state culture --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        seat = learning_seat(self.work, found)
        wanted, course = self.work.theme(theme), self.work.unit.catalogue.course(seat.course_id)
        course.must_have(wanted, found.id)
        settings, past = self.work.assessment(course.id), self.work.unit.attempts.past(found.id, wanted.id)
        under_way = any(one.ended is None for one in past)
        counts = {} if under_way else self.work.unit.catalogue.bank_sizes([wanted.id])[wanted.id]
        lacking = None if under_way else _lacking(course, wanted, counts, settings)
        left = _left(availability(past, settings, self.work.moment), lacking)
        return AssessmentView(
            theme=by_title(wanted),
            available=not left,
            under_way=under_way,
            passed=wanted.id in self.work.record(found.id).passes,
            retake=lacking is None and availability(past, settings, self.work.moment).retake,
            reasons=tuple(evolve(one, fact=with_titles(self.work.unit, one.fact)) for one in left),
        )

    @operation(reads=True)
    def simulate(
        self,
        *,
        by: str,
        theme: str,
        learners: Positive | None = None,
        seed: Seed | None = None,
        file: PageOut | None = None,
        course: str | None = None,
    ) -> SimulationView:
        """What a theme's questions do before anybody meets them: who passes, in how many, which are shown most.

        Pass rate, length and score by ability are exact; what is shown is drawn for so many `learners` (1,000) from
        the `seed`. `course` says whose settings hold, by default the first course that assesses the theme. A `file`
        ending in .svg or .html is a chart.

        Example: ledr assessments simulate culture --file culture.html
        """
        shown = simulated_theme(
            self.work, self.work.theme(theme), course, learners or LEARNERS, seed or "", self.desk.progress
        )
        if file is None:
            return shown
        return write_chart(self.work.ports.pages, shown, target_of(file, ""), self.work.setting(LANGUAGE))

    @operation(reads=True, counts=True)
    def item_health(self, *, by: str, theme: str) -> tuple[ItemHealthView, ...]:
        """What recorded answers say of each question of a theme: too easy, too hard, misleading, shown too often.

        A question is judged from 20 answers on. Questions two levels off their place are mostly found, those one level
        off mostly missed, and so are wrong keys at the last level.

        Example: ledr assessments item-health culture
        """
        return health_views(self.work, self.work.theme(theme))


def _must_exist(course: Course, theme: Theme, counts: Mapping[int, int], settings: AssessmentSettings) -> None:
    """Raises Refused TA-1 when the course wants no assessments, or a level has too few questions."""
    facts = {"theme": theme.reference, "course": course.reference}
    if not course.assessments:
        raise Refused("TA-1", "not wanted", facts)
    must_suffice(counts, settings, facts)


def _lacking(course: Course, theme: Theme, counts: Mapping[int, int], settings: AssessmentSettings) -> Refused | None:
    """Why there is no assessment, when there is none."""
    try:
        _must_exist(course, theme, counts, settings)
    except Refused as refused:
        return refused
    return None


def _left(available: Available, lacking: Refused | None) -> tuple[ReasonView, ...]:
    """Why no attempt may begin: the same reasons, in the same order, that starting one is refused for."""
    found = () if lacking is None else (ReasonView(lacking.rule, False, lacking.reason, lacking.facts),)
    return found + tuple(ReasonView(one.rule, False, one.ground, one.facts) for one in available.reasons)
