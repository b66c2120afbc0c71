"""Practice quizzes to answer, and how they went."""

from __future__ import annotations

from ledr_cli.render.asking import choices, how_to_answer
from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders
from ledr_core.views.quizzes import CorrectionView, QuizDueView, QuizResultView, QuizView


@renders(QuizDueView)
def due(page: Page, quiz: QuizDueView) -> None:
    """Whether a quiz is due, and when the next one comes."""
    words = page.words
    page.heading(
        words.say("quiz due" if quiz.due else "no quiz due"),
        words.say("seen so far", lessons=words.count(quiz.seen, "lesson seen")),
    )
    sentence = "following quiz" if quiz.due else "next quiz"
    page.line(words.say(sentence, number=quiz.next_at) if quiz.next_at else words.say("no more quiz"))


@renders(QuizView)
def quiz(page: Page, quiz: QuizView) -> None:
    """A quiz: its questions, and how to answer."""
    page.heading(page.words.say("quiz"), page.words.count(len(quiz.questions), "question"))
    for number, question in enumerate(quiz.questions, 1):
        choices(page, number, question.text, question.choices)
    how_to_answer(page, f"ledr quizzes finish {quiz.quiz}", len(quiz.questions))


@renders(QuizResultView)
def result(page: Page, result: QuizResultView) -> None:
    """How a quiz went: each question with the right choices and those taken."""
    words = page.words
    page.heading(words.say("quiz"), words.say("right of", right=result.right, of=result.of))
    page.line(words.say("shown once"))
    for number, one in enumerate(result.corrections, 1):
        page.line()
        _correction(page, number, one)


def _correction(page: Page, number: int, one: CorrectionView) -> None:
    words = page.words
    page.line(f"{'✓' if one.correct else '✗'} {number}. {one.text}")
    for index in one.right:
        page.line(f"     → {one.choices[index]}")
    if not one.correct:
        taken = ", ".join(one.choices[index] for index in one.chosen)
        page.line("     " + (words.say("your answer", choices=taken) if taken else words.say("left out")))
    if one.explanation:
        page.line(f"     {one.explanation}")
