"""The folder of a demo: what is in it, and making it anew without touching anything else."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from attrs import frozen

from ledr_core.domain.kernel.errors import Invalid, Unavailable

_NOTE: Final = "Made by `ledr demo`, which replaces it when it is run again. Nothing here is real.\n"


@frozen
class DemoFolder:
    """A folder that holds a demo and nothing else."""

    path: Path

    @property
    def database(self) -> Path:
        """The school."""
        return self.path / "ecole.db"

    @property
    def mail(self) -> Path:
        """The messages, one file each."""
        return self.path / "mail"

    @property
    def page(self) -> Path:
        """The timeline as a page."""
        return self.path / "rotation.html"

    @property
    def note(self) -> Path:
        """What tells a demo's folder from any other."""
        return self.path / "LEDR-DEMO.txt"

    def make_anew(self) -> None:
        """Make the folder, or empty that of an earlier demo. Raises Invalid when it holds anything else."""
        try:
            self._must_be_free()
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._clear()
            self.note.write_text(_NOTE, encoding="utf-8")
        except OSError as error:
            raise Unavailable(
                "folder",
                "refused by the system",
                {"path": error.filename or self.path, "cause": error.strerror or str(error)},
            ) from None

    def _must_be_free(self) -> None:
        if not self.path.exists() and not self.path.is_symlink():
            return
        if not self.path.is_dir():
            raise Invalid("folder", "no folder for a demo", {"path": self.path})
        found = sorted(self.path.iterdir())
        strange = [one for one in found if not (self.note.is_file() and self._is_ours(one))]
        if strange:
            raise Invalid("folder", "not a demo's folder", {"path": self.path, "name": strange[0].name})

    def _is_ours(self, found: Path) -> bool:
        if found == self.mail:
            return not found.is_symlink() and found.is_dir() and all(_is_letter(one) for one in found.iterdir())
        ours = (self.page, self.note, self.database)
        return not found.is_symlink() and found.is_file() and any(_belongs_to(found, one) for one in ours)

    def _clear(self) -> None:
        for letter in [*self.mail.iterdir()] if self.mail.is_dir() else []:
            letter.unlink()
        for found in self.path.iterdir():
            if found == self.mail:
                found.rmdir()
            elif found != self.note:
                found.unlink()


def _belongs_to(found: Path, one: Path) -> bool:
    """Whether it is that file, or one that its writer puts beside it for a while."""
    return _is_draft(found) or found.name in (one.name, f"{one.name}-wal", f"{one.name}-shm", f"{one.name}-journal")


def _is_draft(found: Path) -> bool:
    """Whether it is what a writer that was killed has left of a file."""
    return found.name.startswith(".") and found.suffix == ".part"


def _is_letter(found: Path) -> bool:
    return found.is_file() and not found.is_symlink() and (".eml" in found.suffixes or _is_draft(found))
