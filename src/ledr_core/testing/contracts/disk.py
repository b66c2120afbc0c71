"""What the `Disk` promises: files are read where they stand, and written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from ledr_core.domain.kernel.errors import Invalid, Unavailable
from ledr_core.ports.disk import LARGEST, Disk, Making


class DiskContract:
    """A subclass has a fixture `disk`: the `Disk`, which reaches the folder `tmp_path`."""

    def test_a_file_is_read_with_the_path_as_its_name(self, disk: Disk, tmp_path: Path) -> None:
        """Its bytes are those that stand there."""
        path = tmp_path / "a.bin"
        path.write_bytes(b"\x00\xff")

        found = disk.content(str(path), "file")

        assert (found.name, found.data) == (str(path), b"\x00\xff")

    @pytest.mark.parametrize("name", ["absent", ".", "x" * 300, "x" * 5_000, "pipe", "link-to-pipe"])
    def test_what_cannot_be_read_is_invalid(self, disk: Disk, tmp_path: Path, name: str) -> None:
        """The field that named it, and the file; what never ends, or waits for somebody, is not even opened."""
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "link-to-pipe").symlink_to("pipe")

        with pytest.raises(Invalid) as error:
            disk.content(str(tmp_path / name), "picture")

        assert (error.value.field, error.value.file) == ("picture", str(tmp_path / name))

    def test_a_device_is_no_file(self, disk: Disk) -> None:
        """Nothing is read of what never ends."""
        with pytest.raises(Invalid, match="regular"):
            disk.content("/dev/zero", "file")
        with pytest.raises(OSError, match="regular"):
            disk.source("/dev").read("zero", 5)

    def test_a_file_that_is_too_large_is_refused(self, disk: Disk, tmp_path: Path) -> None:
        """However little of the disk it takes; of one that is named by a document the beginning is given."""
        path = tmp_path / "large.yaml"
        with path.open("wb") as stream:
            stream.truncate(LARGEST + 1)

        with pytest.raises(Invalid, match="large"):
            disk.content(str(path), "file")
        with pytest.raises(Invalid, match="large"):
            disk.source(str(path)).document(path.name)
        assert disk.source(str(tmp_path)).read("large.yaml", 3) == bytes(3)

    @pytest.mark.parametrize("name", ["x" * 300, "x" * 5_000])
    def test_a_name_that_no_file_can_have_has_no_documents(self, disk: Disk, tmp_path: Path, name: str) -> None:
        """It is told when it is read."""
        source = disk.source(str(tmp_path / name))

        with pytest.raises(OSError):
            [source.document(one) for one in source.documents((".yaml",))]
        with pytest.raises(OSError):
            source.read("sheet.pdf", 5)

    def test_a_folder_gives_its_documents_in_order_and_what_they_name(self, disk: Disk, tmp_path: Path) -> None:
        """Those of its folders too, hidden ones left out; of a file it is the file itself, and names are beside it."""
        for name in ("b.yaml", "a.yml", "c.txt", "sheet.pdf", "in/A.YAML", "in/d.csv", ".git/x.yaml", ".y.yaml"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(name.encode())
        (tmp_path / "in" / "back").symlink_to(tmp_path)

        folder, alone = disk.source(str(tmp_path)), disk.source(str(tmp_path / "c.txt"))

        endings = (".yaml", ".yml")
        assert list(folder.documents(endings)) == ["a.yml", "b.yaml", "in/A.YAML"]
        assert list(folder.others(endings)) == ["c.txt", "in/back/", "in/d.csv", "sheet.pdf"]
        assert (folder.called("in/A.YAML"), folder.document("b.yaml")) == (str(tmp_path / "in" / "A.YAML"), b"b.yaml")
        assert (folder.read("sheet.pdf", 5), alone.read("sheet.pdf", 100)) == (b"sheet", b"sheet.pdf")
        assert (list(alone.documents(endings)), list(alone.others(endings))) == (["c.txt"], [])
        assert alone.called("c.txt") == str(tmp_path / "c.txt")
        with pytest.raises(FileNotFoundError):
            folder.read("absent.pdf", 5)

    def test_a_target_is_written_when_it_is_delivered(self, disk: Disk, tmp_path: Path) -> None:
        """Not before, and nothing else stays beside it."""
        path = tmp_path / "out.pdf"
        target = disk.target(str(path))

        assert target.put(b"content") == str(path) and not path.exists()
        target.deliver()

        assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("out.pdf", b"content")]

    @pytest.mark.parametrize("name", ["absent/out.pdf", "file/out.pdf", "folder", "pipe", "x" * 300])
    def test_a_target_that_cannot_be_written_is_named_before_anything_is_made(
        self, disk: Disk, tmp_path: Path, name: str
    ) -> None:
        """Unavailable, with its path."""
        (tmp_path / "file").touch()
        (tmp_path / "folder").mkdir()
        os.mkfifo(tmp_path / "pipe")

        with pytest.raises(Unavailable, match=name[:100]):
            disk.target(str(tmp_path / name))

        assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)

    def test_what_is_written_is_its_owners_alone(self, disk: Disk, tmp_path: Path) -> None:
        """Files, and the folders that are made for them."""
        alone = disk.target(str(tmp_path / "out.pdf"))
        alone.put(b"content")
        folder = disk.folder(str(tmp_path / "a" / "b"), Making.ALL)
        folder.put("x.md", b"x")
        alone.deliver()
        folder.deliver()

        modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.rglob("*")}
        assert modes == {"out.pdf": 0o600, "a": 0o700, "b": 0o700, "x.md": 0o600}

    def test_a_link_is_replaced_and_what_it_leads_to_is_left_alone(self, disk: Disk, tmp_path: Path) -> None:
        """Whoever may write into the folder has no other file written to."""
        (tmp_path / "secret").write_bytes(b"secret")
        for name in ("out.pdf", "out.pdf.part", ".out.pdf.part"):
            (tmp_path / name).symlink_to("secret")
        target = disk.target(str(tmp_path / "out.pdf"))
        target.put(b"content")
        target.deliver()

        assert (tmp_path / "secret").read_bytes() == b"secret"
        assert ((tmp_path / "out.pdf").is_symlink(), (tmp_path / "out.pdf").read_bytes()) == (False, b"content")

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
            assert (list(folder.names()), folder.read("x.md")) == ([], None)
            folder.put("x.md", b"x")
            folder.deliver()
            found = disk.folder(str(path), Making.NEVER)
            assert (list(found.names()), found.read("x.md")) == (["x.md"], b"x")

    @pytest.mark.parametrize("making", Making)
    def test_a_folder_gets_all_of_its_files_or_none(self, disk: Disk, tmp_path: Path, making: Making) -> None:
        """What is there stays as it was when another file cannot be written, and no draft is left."""
        (tmp_path / "a.md").write_bytes(b"mine")
        (tmp_path / "b.md").mkdir()
        folder = disk.folder(str(tmp_path), making)
        for name in ("a.md", "b.md", "c.md"):
            folder.put(name, b"new")

        with pytest.raises((Invalid, Unavailable)):
            folder.deliver()

        assert sorted(one.name for one in tmp_path.iterdir()) == ["a.md", "b.md"]
        assert (tmp_path / "a.md").read_bytes() == b"mine"
