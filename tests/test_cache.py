from pathlib import Path

from branchline.cache import recall, remember


def test_a_note_is_recalled(tmp_path: Path) -> None:
    environ = {"XDG_CACHE_HOME": str(tmp_path / "new")}

    remember("note", b"\0\xff", environ)

    assert recall("note", environ) == b"\0\xff"
    assert [path.name for path in (tmp_path / "new/branchline").iterdir()] == ["note"]


def test_a_later_note_replaces_the_first(tmp_path: Path) -> None:
    environ = {"XDG_CACHE_HOME": str(tmp_path)}

    remember("note", b"one", environ)
    remember("note", b"two", environ)

    assert recall("note", environ) == b"two"


def test_what_was_never_kept_is_not_there(tmp_path: Path) -> None:
    assert recall("note", {"XDG_CACHE_HOME": str(tmp_path)}) is None


def test_a_cache_that_cannot_be_written_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "branchline").write_text("a file where the folder should be")
    environ = {"XDG_CACHE_HOME": str(tmp_path)}

    remember("note", b"one", environ)

    assert recall("note", environ) is None


def test_a_relative_cache_folder_is_not_one(tmp_path: Path) -> None:
    environ = {"XDG_CACHE_HOME": "here"}

    assert recall("no-such-note-anywhere", environ) is None
    assert not (tmp_path / "here").exists()
