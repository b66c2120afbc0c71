"""What `ledr --help` lists, each with a line by language, from its words: the areas themselves take long to import."""

from typing import Final

from ledr_core.wording.catalogue import sentences

AREAS: Final[dict[str, dict[str, str]]] = sentences("command_line")["areas"]
"""The areas of the school."""

COMMANDS: Final[dict[str, dict[str, str]]] = sentences("command_line")["commands"]
"""The commands beside the areas."""
