import pytest

from branchline.model.changelog import ChangeSet, Entry, Order
from branchline.rules.changelog.unreadable_change import unreadable_change

ENTRY = Entry("0001_orders", "1", "0001_orders.sql", Order(0, (1,)))


@pytest.mark.parametrize(
    ("flaw", "hint"),
    [
        ("is not UTF-8 (byte 0xff at line 1)", "save it as UTF-8 text"),
        ("has a NUL byte at line 3", "save it as UTF-8 text"),
        ("is larger than 16 MiB", "load so much data by other means"),
        ("has two ways back, in itself and in 0001_orders.down.sql", "correct that"),
    ],
)
def test_the_way_out_fits_what_is_wrong(flaw: str, hint: str) -> None:
    [problem] = unreadable_change(ChangeSet(ENTRY, flaw=flaw))

    assert problem.message == f"0001_orders {flaw}"
    assert problem.hint.startswith(hint)
