"""Files that once went wrong, files that are too much, and a few that are new every day."""

from pathlib import Path
from random import Random

import pytest

from tests.fuzz.__main__ import FINDS
from tests.fuzz.judging import DIALECTS, faults
from tests.fuzz.mutations import LARGE, mutant


@pytest.mark.parametrize("path", sorted(FINDS.iterdir()), ids=lambda path: path.name)
def test_what_once_went_wrong_does_not_again(path: Path) -> None:
    assert not [*faults(path.read_bytes(), path.suffix[1:])]


@pytest.mark.parametrize("dialect", ["postgres", "sqlite", "mysql"])
@pytest.mark.parametrize("name", LARGE)
def test_what_is_too_much_is_judged_all_the_same(name: str, dialect: str) -> None:
    text, times = LARGE[name]

    assert not [*faults((text * (times // 10 or 1)).encode(), dialect)]


def test_whatever_is_in_a_file_is_judged() -> None:
    random = Random(0)  # noqa: S311 - no secret

    wrong = [[*faults(mutant(random), random.choice(DIALECTS))] for _ in range(300)]

    assert not any(wrong)
