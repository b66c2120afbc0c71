"""What comes before the work that changes a catalogue: its files are read, and its images made ready for print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from ledr_core.application.catalogue.attachments import IMAGE, print_ahead
from ledr_core.application.catalogue.files import BackgroundsEntry, Entries, read_data, read_files
from ledr_core.application.catalogue.places import Direct, Place
from ledr_core.application.operating.files import source_of
from ledr_core.application.operating.operation import Before
from ledr_core.application.operating.sources import ReadAhead
from ledr_core.domain.kernel.errors import Invalid


def entries_given(
    before: Before, *, file: object = None, data: object = None, check_only: bool = False, **_: object
) -> Entries:
    """What a catalogue file says, or data in its place, with all that is wrong with it, and the files that it names.

    Raises Invalid when nothing can be read at all.
    """
    before.must_be_allowed()
    if (file is None) == (data is None):
        raise Invalid("file", "file or data missing" if file is None else "file and data")
    given = file is not None
    entries = read_files(source_of(file), before.progress) if given else read_data(data, before.paths)
    entries.source.fetch(place.file(entry.sheet) for entry, place in entries.found["modules"] if entry.sheet)
    courses = {entry.reference: (entry.certificate, place) for entry, place in entries.found["courses"]}
    _make_ready(before, entries.source, courses)
    return entries


def backgrounds_given(
    before: Before, *, reference: str, certificate: BackgroundsEntry | None = None, **_: object
) -> ReadAhead:
    """The images that a course's certificates are printed on."""
    before.must_be_allowed()
    images = ReadAhead(before.paths)
    _make_ready(before, images, {reference: (certificate, Direct("courses", 0, images))})
    return images


def _make_ready(
    before: Before, images: ReadAhead, certificates: Mapping[str, tuple[BackgroundsEntry | None, Place]]
) -> None:
    """Read the images that courses name, and make of those that they do not have yet what documents print."""
    named = [one for course, (images_of, place) in certificates.items() for one in _named(course, images_of, place)]
    if not named:
        return
    images.fetch(dict.fromkeys(file for _, _, file in named))
    courses = {course for course, _, _ in named}
    former = before.read(lambda work: {one.reference: one for one in work.unit.catalogue.courses(courses).values()})
    for course, level, file in named:
        kept = getattr(former[course].certificate, level) if course in former else None
        print_ahead(before.ports.documents, images, file, kept, IMAGE)


def _named(course: str, certificate: BackgroundsEntry | None, place: Place) -> Iterator[tuple[str, str, str]]:
    """Course, level and file of each image that a course names."""
    for level, file in ({} if certificate is None else attrs.asdict(certificate)).items():
        if file:
            yield course, level, place.file(file)
