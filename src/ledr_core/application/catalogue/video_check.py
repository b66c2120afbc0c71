"""Asking the host about the videos of lessons (CAT-12): what to ask is read first, then nothing is held open."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from ledr_core.application.operating.desk import Desk, Progress
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.catalogue import Lesson
from ledr_core.domain.kernel.school import SITE
from ledr_core.ports.videos import Checked
from ledr_core.views.videos import VideoView


def check_videos(desk: Desk, course: str | None) -> tuple[VideoView, ...]:
    """The state of each lesson's video, in the order of the course, or of the catalogue. Raises NotFound."""
    with desk.own_work(reads=True) as work:
        questions = _Questions.of(work, course)
    addresses = [lesson.video for lesson in questions.lessons]
    telling = _telling(desk.progress, len(set(addresses)))
    checks = desk.ports.videos.check(addresses, site=questions.site, checked=telling)
    return tuple(
        VideoView(
            lesson=lesson.reference,
            state=check.state.value,
            reason=None if check.fault is None else check.fault.value,
            title=lesson.title,
            video=lesson.video,
        )
        for lesson, check in zip(questions.lessons, checks, strict=True)
    )


@frozen
class _Questions:
    """The lessons to ask about, and the site whose pages show them."""

    lessons: Sequence[Lesson]
    site: str

    @staticmethod
    def of(work: Work, course: str | None) -> _Questions:
        lessons = list(work.unit.catalogue.lessons().values())
        if course is not None:
            order = work.outline(work.course(course).id).lessons
            by_id = {lesson.id: lesson for lesson in lessons}
            lessons = [by_id[lesson] for lesson in order]
        return _Questions(lessons, work.setting(SITE))


def _telling(progress: Progress | None, total: int) -> Checked | None:
    return None if progress is None else lambda done: progress(done, total, "videos")
