"""The correction of a copy: the grade, then each question with the answer, its mark, comment and rubric."""

from __future__ import annotations

from typing import Final

from ledr_adapters.documents.sheet import GREY, LINE, SMALL_LINE, Sheet
from ledr_adapters.documents.words import Words
from ledr_core.domain.kernel.texts import trimmed
from ledr_core.ports.documents import CorrectedAnswer, CorrectionFacts

OUT_OF: Final = 20


def correction(facts: CorrectionFacts) -> bytes:
    """The correction, its grade first."""
    words = Words(facts.language)
    school, course = words.own(facts.school), words.own(facts.course)
    title = words.say("correction of", person=facts.person, course=course)
    sheet = Sheet(facts, words, title=title, author=school, made=facts.made, seal=facts.seal)
    sheet.heading(school, words.say("correction"))
    _grade(sheet, facts)
    if facts.comment:
        sheet.subtitle(words.say("overall comment"))
        sheet.paragraph(facts.comment)
    for number, answer in enumerate(facts.answers, 1):
        _answer(sheet, number, answer)
    return sheet.content()


def _grade(sheet: Sheet, facts: CorrectionFacts) -> None:
    words = sheet.words
    grade = words.say("out of", mark=words.number(facts.grade), maximum=OUT_OF)
    sheet.facts(
        [
            (words.say("grade"), grade),
            (words.say("certification"), words.say(facts.level) if facts.level else words.say("no level")),
            (words.say("person"), facts.person),
            (words.say("company"), facts.company),
            (words.say("course"), words.own(facts.course)),
            (words.say("handed in"), words.day(facts.handed_in)),
            (words.say("graded"), words.day(facts.graded)),
            (words.say("rework"), words.say("second") if facts.reworked else None),
            (words.say("amended"), words.day(facts.amended) if facts.amended else None),
            (words.say("reason"), facts.reason),
        ]
    )


def _answer(sheet: Sheet, number: int, answer: CorrectedAnswer) -> None:
    words = sheet.words
    mark = words.say("out of", mark=words.number(answer.mark), maximum=words.number(answer.maximum))
    sheet.subtitle(words.say("question", number=number, mark=mark))
    sheet.paragraph(answer.question, bold=True)
    sheet.gap(1.5)
    if trimmed(answer.answer):
        sheet.paragraph(answer.answer)
    else:
        sheet.paragraph(words.say("no answer"), colour=GREY)
    for name, text in (("comment", answer.comment), ("rubric", answer.rubric)):
        if text and trimmed(text):
            sheet.gap(1.5)
            sheet.together(SMALL_LINE + LINE)
            sheet.paragraph(words.say(name), small=True, bold=True, colour=GREY)
            sheet.paragraph(text, small=name == "rubric")
