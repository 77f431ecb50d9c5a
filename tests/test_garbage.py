import gc
import weakref

from branchline.garbage import looked_at_once


class Node:
    def __init__(self) -> None:
        self.itself = self


def test_what_is_new_is_looked_at_and_what_stayed_is_not() -> None:
    with looked_at_once():
        kept, lost = Node(), weakref.ref(Node())
        gc.collect()
        seen = {id(found) for found in gc.get_objects()}

        assert lost() is None
        assert id(kept) not in seen
    assert id(kept) in {id(found) for found in gc.get_objects()}


def test_what_stayed_is_garbage_again_after_the_block() -> None:
    with looked_at_once():
        kept = Node()
        gc.collect()
        lost = weakref.ref(kept)
        del kept
        gc.collect()
        assert lost() is not None
    gc.collect()

    assert lost() is None
