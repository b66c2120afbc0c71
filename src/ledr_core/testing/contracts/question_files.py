"""What every reader and writer of files of questions promises; a subclass brings the fixture `question_files`."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from attrs import evolve

from ledr_core.domain.catalogue.questions import Question, QuestionKind, Wording
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.identifiers import QuestionId, ThemeId
from ledr_core.ports.question_files import QuestionFiles


def a_question(reference: str, wording: Wording) -> Question:
    """A question of level 2 of a theme."""
    return Question(QuestionId(reference), reference, QuestionKind.PROGRAMME, wording, theme=ThemeId("t"), level=2)


QUESTIONS = (
    a_question("q1", Wording("Qui décide ?", ("Le manager", "Personne"), (0,), "Toujours.")),
    evolve(a_question("q2", Wording("Vrai ?\nOu faux ?", ("=1+1", "-2", "a, b;\tc", "« d »"), (0, 3))), public=True),
    evolve(
        a_question("q3", Wording("<b>&amp; ' \"", (" a ", "'=b", "é" * 200, "<r>c</r>"), (1,), "@x")),
        placement=True,
        withdrawn=True,
    ),
)


def must_say_the_same(files: QuestionFiles, name: str, questions: Sequence[Question], language: str = "en") -> None:
    """Fails unless a file of these questions, in a language, says all of them when it is read again."""
    written = files.write(name, "t1", "Culture / générale", questions, language)
    found = list(files.read(Content(name, written), "fr"))

    assert [one.fault for one in found] == [None] * len(questions)
    for one, question in zip(found, questions, strict=True):
        wording = question.wording
        said = dict(one.said)
        flags = {name: said.pop(name, False) for name in ("public", "placement", "withdrawn")}
        assert said == {
            "reference": question.reference,
            "kind": "programme",
            "theme": "t1",
            "level": question.level,
            "text": wording.text,
            "choices": list(wording.choices),
            "right": list(wording.right),
            "explanation": wording.explanation,
        }
        assert flags == {name: getattr(question, name) for name in flags}


class QuestionFilesContract:
    """The contract of `ledr_core.ports.question_files`."""

    @pytest.mark.parametrize("name", ["banque.csv", "banque.xlsx", "banque.xml", "BANQUE.CSV"])
    def test_what_is_written_is_read_again(self, question_files: QuestionFiles, name: str) -> None:
        """Every field, letter by letter; the same questions give the same bytes."""
        for language in ("fr", "en"):
            must_say_the_same(question_files, name, QUESTIONS, language)
            must_say_the_same(question_files, name, (), language)
        once, again = (question_files.write(name, "t1", "Titre", QUESTIONS) for _ in range(2))
        assert once == again

    @pytest.mark.parametrize("name", ["banque", "banque.pdf", "banque.xls", "", ".csv"])
    def test_another_format(self, question_files: QuestionFiles, name: str) -> None:
        """Is refused by its name, whatever it holds."""
        for asked in (
            lambda: question_files.read(Content(name, b"text,A\n"), "fr"),
            lambda: question_files.must_be_written(name),
            lambda: question_files.write(name, "t1", "Titre", ()),
        ):
            with pytest.raises(Invalid) as error:
                asked()
            assert (error.value.field, error.value.ground) == ("file", "no format of questions")

    @pytest.mark.parametrize("name", ["banque.csv", "banque.xlsx", "banque.xml", "banque.gift"])
    def test_bytes_that_are_none_of_it(self, question_files: QuestionFiles, name: str) -> None:
        """Are Invalid when they are read, whatever they are."""
        for data in (b"\0\xff\xfe", b"PK\x03\x04" + bytes(99), b"\x81\0"):
            with pytest.raises(Invalid) as error:
                list(question_files.read(Content(name, data), "fr"))
            assert (error.value.field, error.value.file) == ("file", name)
