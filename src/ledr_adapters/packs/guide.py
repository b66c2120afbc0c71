"""The managers' guide: what to do and what to say to a team, and when; what will be asked; the courses."""

from __future__ import annotations

from collections.abc import Iterator

from ledr_adapters.packs.scripts import Part, Script
from ledr_adapters.packs.words import PackWords
from ledr_core.ports.packs import PackCourse
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.speech import Ready, clean
from ledr_core.wording.typography import true_apostrophes_within


def guide(words: PackWords) -> Script:
    """It, in the words of a pack."""
    about = words.section("guide")
    return Script(
        title=words.said(about["title"]),
        under=words.said(about["for"]),
        lead=words.lines(about["lead"]),
        parts=(*_moments(words), _announcement(words), _answers(words), *_courses(words), _help(words)),
        said=words.said(about["said"]),
    )


def _moments(words: PackWords) -> Iterator[Part]:
    for moment in words.section("moments").values():
        yield Part(
            title=words.said(moment["title"]),
            points=words.lines(moment["do"]),
            said=words.quoted(words.said(moment["say"])),
        )


def _announcement(words: PackWords) -> Part:
    """What may be sent beside the invitations (INV-4)."""
    announcement = sentences("announcement")
    inviter = words.facts.contact or true_apostrophes_within(words.facts.school)
    text = tuple(words.said(announcement["text"], inviter=inviter).rstrip("\n").split("\n"))
    return Part(title=words.say("guide", "announcement"), entries=((words.said(announcement["subject"]), text),))


def _answers(words: PackWords) -> Part:
    answers = words.section("answers").values()
    return Part(
        title=words.say("guide", "questions"),
        entries=tuple((words.said(one["question"]), (words.said(one["answer"]),)) for one in answers),
    )


def _courses(words: PackWords) -> Iterator[Part]:
    """The courses with what their sheets say; nothing where there are none."""
    if words.courses:
        entries = tuple((course.title, tuple(_sheet(words, course))) for course in words.courses)
        yield Part(title=words.say("guide", "courses"), entries=entries)


def _sheet(words: PackWords, course: PackCourse) -> Iterator[str]:
    """What is known of a course."""
    if about := words.about(course):
        yield about
    for name, text in (("for whom", course.for_whom), ("aim", course.aim), ("skills", " · ".join(course.skills))):
        if text:
            yield words.say("guide", name, text=Ready(clean(text)))


def _help(words: PackWords) -> Part:
    about = words.section("guide")
    return Part(title=words.said(about["help"]), points=words.lines(about["whom to ask"]))
