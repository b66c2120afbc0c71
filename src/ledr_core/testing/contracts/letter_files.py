"""What every form of letters as files promises. A subclass brings two fixtures.

`letter_files` is the adapter, `read` a function that reads a letter back from the content of its file.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import attrs
import pytest

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.ports.letter_files import LetterFiles
from ledr_core.ports.mail import Attachment, Letter
from ledr_core.testing.contracts.mail import a_letter

Read = Callable[[bytes], Letter]
NOON: Final = datetime(2026, 11, 19, 11, tzinfo=UTC)


class LetterFilesContract:
    """The contract of `ledr_core.ports.letter_files.LetterFiles`."""

    def test_their_names_have_an_ending(self, letter_files: LetterFiles) -> None:
        """By which a mail program knows them."""
        assert letter_files.ending.startswith(".")

    def test_a_letter_is_in_its_file_as_it_was_written(self, letter_files: LetterFiles, read: Read) -> None:
        """Address, names, subject, both contents and what is attached."""
        letter = a_letter(attachments=(Attachment("Certificat de Léa.pdf", "application/pdf", b"%PDF\r\n.\r\n\x00"),))

        found = read(letter_files.content(letter, NOON))

        assert (found.subject, found.address, found.name) == (letter.subject, letter.address, letter.name)
        assert (found.text.rstrip(), found.html.rstrip()) == (letter.text.rstrip(), letter.html.rstrip())
        assert found.attachments == letter.attachments

    @pytest.mark.parametrize("name", ["Léa\r\nBcc: x@evil.example", "=?utf-8?q?evil?=", "a <b@evil.example>", "\ud800"])
    def test_no_name_or_subject_becomes_a_header(self, letter_files: LetterFiles, read: Read, name: str) -> None:
        """Whatever they hold."""
        content = letter_files.content(a_letter(name=name, subject=name, sender_name=name), NOON)

        assert read(content).address == a_letter().address
        assert not [line for line in content.splitlines() if line.lower().startswith(b"bcc")]

    @pytest.mark.parametrize("address", ["", "nobody", "@x.example", "a b@x.example", "a@x.example, b@x.example"])
    def test_what_is_no_address_is_invalid(self, letter_files: LetterFiles, address: str) -> None:
        """Of the recipient or the sender."""
        for letter in (attrs.evolve(a_letter(), address=address), attrs.evolve(a_letter(), sender=address)):
            with pytest.raises(Invalid) as error:
                letter_files.content(letter, NOON)
            assert error.value.field == "address"
