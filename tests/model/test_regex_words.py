import pytest

from branchline.model.regex import regex


def test_has_no_magic_of_its_own() -> None:
    with pytest.raises(AttributeError):
        _ = regex("a").__nothing__  # type: ignore[attr-defined]
