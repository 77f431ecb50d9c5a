import sys

import pytest

from branchline import rules

FAMILY = vars(rules)["_Family"]


def test_what_nobody_wrote_is_not_there() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = rules.nothing
    with pytest.raises(AttributeError):
        _ = FAMILY("branchline.rules.nowhere").anything
    with pytest.raises(AttributeError):
        _ = FAMILY("branchline.rules.nowhere").__anything__


def test_a_family_that_was_imported_stays_as_it_is() -> None:
    before = sys.modules["branchline.rules.locks"]

    vars(rules)["_shelve"]("locks")

    assert sys.modules["branchline.rules.locks"] is before
