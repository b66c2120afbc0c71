"""Names that nobody takes for true, for samples of messages: what a preview says where a person has nothing."""

from __future__ import annotations

from typing import Final

from attrs import frozen


@frozen
class MadeUp:
    """Names that nobody takes for true."""

    session: str
    course: str
    company: str
    team: str
    people: tuple[str, str, str]
    question: str
    answer: str
    reason: str
    title: str
    text: str
    page: str
    secret: str = "sample"
    """Stands where a secret would; it is masked before anybody sees it."""


MADE_UP: Final = {
    "fr": MadeUp(
        session="Session d’exemple",
        course="Parcours d’exemple",
        company="Entreprise d’exemple",
        team="Équipe d’exemple",
        people=("Camille Exemple", "Dominique Exemple", "Sacha Exemple"),
        question="Question d’exemple",
        answer="Réponse d’exemple, sur une\nou plusieurs lignes.",
        reason="Raison d’exemple",
        title="Titre d’exemple",
        text="Premier paragraphe d’exemple.\n\nSecond paragraphe d’exemple.",
        page="Page d’exemple",
    ),
    "en": MadeUp(
        session="Sample session",
        course="Sample course",
        company="Sample company",
        team="Sample team",
        people=("Camille Sample", "Dominique Sample", "Sacha Sample"),
        question="Sample question",
        answer="A sample answer, on one\nor several lines.",
        reason="Sample reason",
        title="Sample title",
        text="First sample paragraph.\n\nSecond sample paragraph.",
        page="Sample page",
    ),
}
