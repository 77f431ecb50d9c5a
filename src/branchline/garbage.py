"""Look for garbage among what is new, and never again among what stayed.

A run that judges ten thousand changes keeps nearly all it makes until it ends.
Python would look at all of that again whenever it has grown by a quarter: a
fifth of the run's time. A callback of the collector would do the same, and
swallow an interrupt that comes while it runs.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def looked_at_once() -> Iterator[None]:
    """Leave alone what outlives one look, until the block ends: for one run, not for a service."""
    before = gc.get_threshold()
    gc.set_threshold(before[0], _NEVER, _NEVER)
    try:
        yield
    finally:
        gc.set_threshold(*before)


_NEVER = 1_000_000
"""Looks at what is new, before there would be one at what stayed."""
