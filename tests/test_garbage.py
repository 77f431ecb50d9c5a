import gc
import weakref

from branchline.garbage import looked_at_once


class Node:
    def __init__(self) -> None:
        self.itself = self


def test_what_is_new_is_looked_at_and_what_stayed_is_not() -> None:
    before = gc.get_threshold()
    gc.set_threshold(1000, 2, 2)
    try:
        with looked_at_once():
            looks = [each["collections"] for each in gc.get_stats()]
            lost = weakref.ref(Node())
            kept = [Node() for _ in range(50_000)]
            new, older, old = (each["collections"] for each in gc.get_stats())

        assert new > looks[0] + 10
        assert (older, old) == (looks[1], looks[2])
        assert lost() is None
        assert len(kept) == 50_000
        assert gc.get_threshold() == (1000, 2, 2)
    finally:
        gc.set_threshold(*before)
