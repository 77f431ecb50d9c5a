"""What vouches for other files, and does not fit them."""

import pytest

from branchline.model.changelog import ChangelogDiff, Oddity, Stray
from branchline.model.finding import Place
from branchline.rules.changelog.integrity_file_stale import integrity_file_stale
from branchline.rules.changelog.stray_file import stray_file

STALE = Stray(Place("db/atlas.sum", 3), Oddity.STALE, "is out of date: 2_b.sql is not in it")


@pytest.mark.parametrize(
    ("format_", "way_out"),
    [("atlas", "atlas migrate hash"), ("graphile-migrate", "branchline fix")],
)
def test_says_where_and_how_to_mend_it(format_: str, way_out: str) -> None:
    diff = ChangelogDiff(format=format_, strays=(STALE,))

    [problem] = integrity_file_stale(diff)

    assert problem.message == "db/atlas.sum is out of date: 2_b.sql is not in it"
    assert problem.at == Place("db/atlas.sum", 3)
    assert problem.hint.endswith(way_out)
    assert not [*stray_file(diff)]


def test_other_strays_are_not_its_own() -> None:
    stray = Stray(Place("db/x.sql"), Oddity.UNMATCHED, "has no version")

    assert not [*integrity_file_stale(ChangelogDiff(strays=(stray,)))]
