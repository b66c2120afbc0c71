"""What the `Disk` promises: files are read where they stand, and written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledr_core.domain.kernel.errors import Invalid, Unavailable
from ledr_core.ports.disk import Disk, Making


class DiskContract:
    """A subclass has a fixture `disk`: the `Disk`, which reaches the folder `tmp_path`."""

    def test_a_file_is_read_with_the_path_as_its_name(self, disk: Disk, tmp_path: Path) -> None:
        """Its bytes are those that stand there."""
        path = tmp_path / "a.bin"
        path.write_bytes(b"\x00\xff")

        found = disk.content(str(path), "file")

        assert (found.name, found.data) == (str(path), b"\x00\xff")

    @pytest.mark.parametrize("name", ["absent", "."])
    def test_what_cannot_be_read_is_invalid(self, disk: Disk, tmp_path: Path, name: str) -> None:
        """The field that named it, and the file."""
        with pytest.raises(Invalid) as error:
            disk.content(str(tmp_path / name), "picture")

        assert (error.value.field, error.value.file) == ("picture", str(tmp_path / name))

    def test_a_folder_gives_its_documents_in_order_and_what_they_name(self, disk: Disk, tmp_path: Path) -> None:
        """Of a file it is the file itself, and names are beside it."""
        for name in ("b.yaml", "a.yml", "c.txt", "sheet.pdf"):
            (tmp_path / name).write_bytes(name.encode())

        folder, alone = disk.source(str(tmp_path)), disk.source(str(tmp_path / "c.txt"))

        endings = (".yaml", ".yml")
        assert list(folder.documents(endings)) == [str(tmp_path / "a.yml"), str(tmp_path / "b.yaml")]
        assert folder.document(str(tmp_path / "b.yaml")) == b"b.yaml"
        assert (folder.read("sheet.pdf", 5), alone.read("sheet.pdf", 100)) == (b"sheet", b"sheet.pdf")
        assert list(alone.documents(endings)) == [str(tmp_path / "c.txt")]
        with pytest.raises(FileNotFoundError):
            folder.read("absent.pdf", 5)

    def test_a_target_is_written_when_it_is_delivered(self, disk: Disk, tmp_path: Path) -> None:
        """Not before, and nothing else stays beside it."""
        path = tmp_path / "out.pdf"
        target = disk.target(str(path))

        assert target.put(b"content") == str(path) and not path.exists()
        target.deliver()

        assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("out.pdf", b"content")]

    def test_a_target_that_cannot_be_written_is_named(self, disk: Disk, tmp_path: Path) -> None:
        """Unavailable, with its path."""
        target = disk.target(str(tmp_path / "absent" / "out.pdf"))
        target.put(b"content")

        with pytest.raises(Unavailable, match="absent"):
            target.deliver()

    def test_a_folder_is_made_as_it_is_said(self, disk: Disk, tmp_path: Path) -> None:
        """It must exist, or is made itself, or with those around it."""
        one, deep = tmp_path / "one", tmp_path / "two" / "three"
        with pytest.raises(Invalid) as error:
            disk.folder(str(one), Making.NEVER)
        assert error.value.field == "folder"
        with pytest.raises(Invalid):
            disk.folder(str(deep), Making.ITSELF)

        for path, making in ((one, Making.ITSELF), (deep, Making.ALL)):
            folder = disk.folder(str(path), making)
            assert folder.read("x.md") is None
            folder.put("x.md", b"x")
            folder.deliver()
            assert disk.folder(str(path), Making.NEVER).read("x.md") == b"x"
