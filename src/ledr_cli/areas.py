"""What `ledr --help` lists, each with a line by language, from its words: the areas themselves take long to import."""

from typing import Final

from ledr_cli.texts import WORDS

AREAS: Final = WORDS["areas"]
"""The areas of the school."""

COMMANDS: Final = WORDS["commands"]
"""The commands beside the areas."""
