"""The catalogue in the form in which it is loaded (CAT-13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

import attrs
from attrs import field, frozen

from ledr_core.application.catalogue.attachments import written_names
from ledr_core.application.catalogue.files import ENDINGS, SECTIONS
from ledr_core.application.operating.files import folder_of
from ledr_core.application.operating.operation import Before
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.catalogue import Attached, Course, Lesson, Module, Theme, Workshop
from ledr_core.domain.catalogue.questions import Question
from ledr_core.domain.certification.final_case import Case
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.identifiers import Identifier
from ledr_core.ports.catalogue import Part
from ledr_core.ports.disk import TargetFolder, ends_with
from ledr_core.views.catalogue import CatalogueContent, WrittenCatalogue
from ledr_core.views.json_form import as_json
from ledr_core.wording.yaml12 import decoded, dump

WHOLE: Final = "catalogue.yaml"
"""What the catalogue is called in one file."""
_SIGNATURE: Final = "# ledr catalogue dump, sha256 {}\n"


@frozen
class There:
    """What stands already in the folder to which a dump goes."""

    documents: Mapping[str, bool] = field(factory=dict)
    """Its files of YAML, and whether each is as a dump has written it."""
    digests: Mapping[str, str] = field(factory=dict)
    """The SHA-256 of those files that have the name of one that the catalogue keeps."""


def there_already(before: Before, *, folder: object = None, split: bool = False, **_: object) -> There:
    """Looks into the folder before the transaction. Raises Invalid where it cannot be read."""
    before.must_be_allowed()
    if folder is None:
        if split:
            raise Invalid("folder", "missing to split")
        return There()
    target = folder_of(folder)
    kept = before.read(lambda work: {one.name for one in attached_files(work)})
    names = target.names()
    content = {name: target.read(name) or b"" for name in names if name in kept or ends_with(name, ENDINGS)}
    return There(
        {name: is_own(name, data) for name, data in content.items() if ends_with(name, ENDINGS)},
        {name: sha256(data).hexdigest() for name, data in content.items() if name in kept},
    )


def attached_files(work: Work) -> Iterator[Attached]:
    """The files that the catalogue keeps."""
    for module in work.unit.catalogue.modules().values():
        if module.sheet:
            yield module.sheet
    for course in work.unit.catalogue.courses().values():
        images = (course.certificate.gold, course.certificate.silver, course.certificate.bronze)
        yield from (image for image in images if image)


def signed(text: bytes) -> bytes:
    """The text of a file below a line that says that a dump wrote it so."""
    return _SIGNATURE.format(sha256(text).hexdigest()).encode() + text


def is_own(name: str, data: bytes) -> bool:
    """Whether a file of that name is as a dump has written it: nobody has changed it since.

    Releases before signed nothing: theirs is one file with all sections, as its content would be written.
    """
    line, _, text = data.partition(b"\n")
    if signed(text) == data:
        return True
    if name != WHOLE or line.startswith(b"#"):
        return False
    try:
        said = decoded(data, name).value
        return isinstance(said, Mapping) and list(said) == list(SECTIONS) and dump(said).encode() == data
    except (Invalid, TypeError):
        return False


class Dump:
    """The whole catalogue, read once."""

    def __init__(self, work: Work, there: There | None = None) -> None:
        self._work, self._there = work, there or There()
        self._parts: dict[str, list[Part]] = {
            section: list(getattr(work.unit.catalogue, section)().values()) for section in SECTIONS
        }
        self._names: dict[Identifier, str] = {part.id: part.reference for some in self._parts.values() for part in some}
        self._files = written_names(attached_files(work), self._there.digests)

    def content(self) -> CatalogueContent:
        """What a catalogue file would say."""
        entries = ((section, [as_json(self._entry(part)) for part in parts]) for section, parts in self._parts.items())
        return CatalogueContent(entries)

    def write(self, folder: TargetFolder, *, split: bool) -> WrittenCatalogue:
        """Put `catalogue.yaml`, or a file a section, and the files that they name into a folder; gives the content.

        Raises Invalid (folder) where a file of YAML is in it that no dump wrote, or that is not written over: loaded
        together they would say everything twice.
        """
        content = self.content()
        files = {f"{name}.yaml": {name: said} for name, said in content.items()} if split else {WHOLE: content}
        others = [name for name, own in self._there.documents.items() if not own or name not in files]
        if others:
            raise Invalid("folder", "holds other files", {"names": others})
        written = [name for name in files if not split or name in self._there.documents or any(files[name].values())]
        for kept, name in self._files.items():
            if self._there.digests.get(name) != kept.sha256:
                folder.put(name, self._work.unit.files.get(kept.sha256))
        for name in written:
            folder.put(name, signed(dump(files[name]).encode()))
        return WrittenCatalogue(content, written)

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
