"""YAML 1.2 (core schema) with the line of every value: how scenario and catalogue files are read and written.

`no`, `on` and `2026-11-19` are text, `010` is ten. Whatever is wrong with a file raises Invalid with its name, the line
and the field.
"""

from __future__ import annotations

from ledr_core.wording.yaml12.documents import Document, Place, field_name
from ledr_core.wording.yaml12.reading import decoded, load, read
from ledr_core.wording.yaml12.scalars import reads_as_text
from ledr_core.wording.yaml12.writing import dump

__all__ = ["Document", "Place", "decoded", "dump", "field_name", "load", "read", "reads_as_text"]
