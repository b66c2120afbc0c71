"""The questions of a theme as a file of another program, made while no transaction is open."""

from __future__ import annotations

from attrs import field, frozen

from ledr_core.application.operating.files import target_of
from ledr_core.application.operating.operation import Before
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.catalogue import Theme
from ledr_core.domain.catalogue.questions import Question
from ledr_core.ports.disk import Target
from ledr_core.ports.question_files import AS_FIELDS
from ledr_core.views.catalogue import ExportView


@frozen
class Export:
    """A file of questions, and where it goes."""

    _target: Target
    _questions: int
    _data: bytes = field(repr=False)

    def put(self) -> ExportView:
        """Put it there."""
        return ExportView(self._target.put(self._data), self._questions)


def export_made(before: Before, *, theme: str, file: object = None, language: str | None = None, **_: object) -> Export:
    """The file of the questions of a theme, in a language. Raises NotFound, and Invalid (`file`) for another format."""
    target, files = target_of(file, f"{theme}.csv"), before.ports.question_files

    def questions_of_theme(work: Work) -> tuple[Theme, list[Question]]:
        found = work.theme(theme)
        files.must_be_written(target.name)
        return found, work.unit.catalogue.questions_of(found.id)

    found, questions = before.read(questions_of_theme)
    data = files.write(target.name, found.reference, found.title, questions, language or AS_FIELDS)
    return Export(target, len(questions), data)
