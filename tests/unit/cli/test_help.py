"""What `--help` says: each parameter what it is and how it is given, in the language of the run."""

import pytest

from ledr_cli.commands import Verb
from ledr_core.application.areas import every_operation
from ledr_core.wording import LANGUAGES
from ledr_core.wording.choices import called, meant
from ledr_core.wording.results import result_words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_parameter_has_a_line_of_help(language: str) -> None:
    for operation in every_operation().values():
        for field in operation.parameters:
            assert result_words(language).label(field.name), (
                f"{operation.name} {field.name}: add it to results/asked.yaml"
            )


def test_help_is_in_the_language_of_the_run() -> None:
    options = {
        language: {option.name: option for option in Verb(every_operation()["people.create"], language).params}
        for language in LANGUAGES
    }

    french, english = options["fr"], options["en"]
    assert (french["email"].metavar, english["email"].metavar) == ("E-MAIL", "EMAIL")
    assert (french["first_name"].metavar, english["first_name"].metavar) == ("TEXTE", "TEXT")
    assert french["role"].help.startswith("Rôle\u00a0: testeur, apprenant, manager, apprenant-manager")


def test_the_first_word_of_what_a_value_is_called_is_taken_where_no_other_begins_so() -> None:
    roles = ("administrator", "analyst", "supervisor", "member")
    assert [meant(roles, word) for word in ("administrateur", "Superviseur", "de", "")] == [
        "administrator",
        "supervisor",
        None,
        None,
    ]
    assert meant(("learner", "learner_pilot", "learner_manager"), "apprenant") == "learner"
    assert meant(("learner_pilot", "learner_manager"), "apprenant") is None


def test_the_words_that_help_shows_are_taken() -> None:
    for values in (("manual", "natural", "paced"), ("gold", "silver", "bronze"), ("licence", "slot")):
        assert [word if word in values else meant(values, word) for word in called(values, "fr")] == list(values)
