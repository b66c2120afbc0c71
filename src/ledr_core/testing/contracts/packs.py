"""What every maker of communication packs promises. A subclass brings the fixture `packs`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import attrs
import pytest

from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.ports.packs import PackCourse, PackFacts, Packs, Piece
from ledr_core.testing.contracts.documents import HOSTILE

RECRUITING: Final = PackCourse(
    title="Recruter sans se tromper",
    hours=30,
    certifying=True,
    register="RS3428",
    for_whom="Qui recrute, souvent ou de temps en temps",
    aim="Mener un recrutement de bout en bout, du besoin à l'intégration.",
    skills=("Définir le besoin", "Rédiger une annonce", "Mener un entretien"),
)


def pack_facts(**changes: Any) -> PackFacts:
    """The facts of a pack, with these changes."""
    facts = PackFacts(
        company="Manpower",
        school="L'École du Recrutement",
        site="https://leparcours.co",
        address="ausecours@lecoledurecrutement.fr",
        test="https://leparcours.co/test",
        days=30,
        contact="Ada Roux",
        contact_address="ada@manpower.example",
        courses=(RECRUITING,),
        made=date(2026, 11, 19),
    )
    return attrs.evolve(facts, **changes)


def contents(pack: Mapping[Piece, Sequence[Content]]) -> dict[str, bytes]:
    """The files of a pack by name."""
    return {file.name: file.data for files in pack.values() for file in files}


class PacksContract:
    """A subclass has a fixture `packs`: the `Packs`."""

    @pytest.mark.rule("INV-5")
    def test_each_piece_comes_in_its_forms(self, packs: Packs) -> None:
        """The one to look at first before others; those of both languages may lie in one folder."""
        french, english = (packs.pack(pack_facts(), language) for language in ("fr", "en"))

        for pack in (french, english):
            ends = {
                piece.value: " ".join(one.name.rpartition(".")[2] for one in files) for piece, files in pack.items()
            }
            assert ends == {
                "flyer": "pdf",
                "poster": "pdf",
                "newsletter": "html txt",
                "banner": "svg png",
                "storyboard": "pdf txt",
                "guide": "pdf txt",
            }
        assert len(contents(french) | contents(english)) == 20
        begins = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n", "svg": b"<?xml", "html": b"<!DOCTYPE html>"}
        for name, data in (contents(french) | contents(english)).items():
            assert data.startswith(begins.get(name.rpartition(".")[2], b"")), name
            assert len(data) > 500, name

    def test_the_same_facts_give_the_same_bytes(self, packs: Packs) -> None:
        """Whenever they are made."""
        assert contents(packs.pack(pack_facts(), "fr")) == contents(packs.pack(pack_facts(), "fr"))

    @pytest.mark.parametrize("shift", range(0, len(HOSTILE), 4))
    def test_whatever_people_type_gives_sound_files(self, packs: Packs, shift: int) -> None:
        """Each text is in some fact, in one of the packs."""
        texts = [*HOSTILE[shift:], *HOSTILE[:shift]]
        course = PackCourse(title=texts[1], register=texts[2], for_whom=texts[0], aim=texts[2], skills=tuple(texts[:3]))
        facts = pack_facts(company=texts[0], school=texts[1], contact=texts[2], courses=(course, course))

        for name, data in contents(packs.pack(facts, "en")).items():
            assert data, name
            if name.endswith(("html", "txt", "svg")):
                assert not set(data.decode()) & {chr(code) for code in (*range(9), *range(14, 32), 127)}, name

    def test_another_language_is_invalid(self, packs: Packs) -> None:
        """There are French and English."""
        with pytest.raises(Invalid) as error:
            packs.pack(pack_facts(), "de")

        assert error.value.field == "language"
