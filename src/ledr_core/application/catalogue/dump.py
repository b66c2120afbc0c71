"""The catalogue in the form in which it is loaded (CAT-13)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs

from ledr_core.application.catalogue.attachments import written_names
from ledr_core.application.catalogue.files import SECTIONS
from ledr_core.application.operating.files import write_bytes, write_text
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.catalogue import Attached, Course, Lesson, Module, Theme, Workshop
from ledr_core.domain.catalogue.questions import Question
from ledr_core.domain.certification.final_case import Case
from ledr_core.domain.kernel.identifiers import Identifier
from ledr_core.ports.catalogue import Part
from ledr_core.views.json_form import as_json
from ledr_core.wording.yaml12 import dump


class Dump:
    """The whole catalogue, read once."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._parts: dict[str, list[Part]] = {
            section: list(getattr(work.unit.catalogue, section)().values()) for section in SECTIONS
        }
        self._names: dict[Identifier, str] = {part.id: part.reference for some in self._parts.values() for part in some}
        self._files = written_names(self._attached())

    def content(self) -> dict[str, Any]:
        """What a catalogue file would say."""
        return {section: [as_json(self._entry(part)) for part in parts] for section, parts in self._parts.items()}

    def write(self, folder: Path) -> dict[str, Any]:
        """Write `catalogue.yaml` and the files that it names into a folder; gives the content."""
        content = self.content()
        for kept, name in self._files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            write_bytes(folder / name, self._work.unit.files.get(kept.sha256))
        write_text(folder / "catalogue.yaml", dump(content))
        return content

    def _attached(self) -> Iterable[Attached]:
        for part in (*self._parts["modules"], *self._parts["courses"]):
            if isinstance(part, Module) and part.sheet:
                yield part.sheet
            if isinstance(part, Course):
                images = (part.certificate.gold, part.certificate.silver, part.certificate.bronze)
                yield from (image for image in images if image)

    def _entry(self, part: Part) -> dict[str, Any]:
        plain: dict[str, Any] = {"reference": part.reference}
        if not isinstance(part, Question | Case):
            plain["title"] = part.title
        match part:
            case Lesson():
                plain |= {"video": part.video, "seconds": part.seconds, "demo": part.demo}
            case Module():
                plain |= {"lessons": self._references(part.lessons)}
                plain |= {"sheet": self._files[part.sheet]} if part.sheet else {}
            case Theme():
                plain |= {"colour": part.colour, "optional": part.optional, "modules": self._references(part.modules)}
            case Workshop():
                plain |= {
                    "modules": self._references(part.modules),
                    "introduction_question": part.introduction_question,
                    "questions": part.questions,
                }
            case Question():
                plain |= self._question(part)
            case Course():
                plain |= self._course(part)
            case Case():
                questions = [attrs.asdict(question) for question in part.questions]
                plain |= {"course": self._names[part.course], "public": part.public, "questions": questions}
        return plain

    def _question(self, question: Question) -> dict[str, Any]:
        place: dict[str, Any] = {"lesson": question.lesson, "theme": question.theme, "level": question.level}
        return (
            {"kind": question.kind}
            | {name: self._names.get(value, value) for name, value in place.items() if value is not None}
            | {"public": question.public, "placement": question.placement}
            | ({"withdrawn": True} if question.withdrawn else {})
            | attrs.asdict(question.wording)
        )

    def _course(self, course: Course) -> dict[str, Any]:
        images: Mapping[str, Attached | None] = attrs.asdict(course.certificate, recurse=False)
        return {
            "certifying": course.certifying,
            "assessments": course.assessments,
            "workshops_required": course.workshops_required,
            "workshops_locked": course.workshops_locked,
            "community": course.community,
            "themes": self._references(course.themes),
            "workshops": self._references(course.workshops),
            "certificate": {level: self._files[image] for level, image in images.items() if image},
            "hours": course.hours,
            "about": {name: value for name, value in attrs.asdict(course.about).items() if value},
        } | ({"register": course.register} if course.register else {})

    def _references(self, parts: Iterable[Identifier]) -> list[str]:
        return [self._names[part] for part in parts]
