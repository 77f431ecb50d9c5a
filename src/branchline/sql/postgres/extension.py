"""PostgreSQL's parser as a Python module, imported without what it imports.

The extension asks `inspect` for a few numbers when it starts, and that module
costs a hook as much as the parsing of five hundred statements. While nothing
else can look, it is given those numbers alone.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


def load() -> ModuleType:
    """Return the extension module.

    Raises:
        ImportError: it is not installed here.
    """
    found = sys.modules.get("pgparse")
    if found is not None:
        return found
    with _without_inspect():
        try:
            import pgparse
        except AttributeError:  # it asks for something else today
            del sys.modules["inspect"]
            import pgparse
    module: ModuleType = pgparse
    return module


_FLAGS = {
    "CO_OPTIMIZED": 1,
    "CO_NEWLOCALS": 2,
    "CO_VARARGS": 4,
    "CO_VARKEYWORDS": 8,
    "CO_NESTED": 16,
    "CO_GENERATOR": 32,
    "CO_NOFREE": 64,
    "CO_COROUTINE": 128,
    "CO_ITERABLE_COROUTINE": 256,
    "CO_ASYNC_GENERATOR": 512,
}
"""Source: the documentation of `inspect`, code objects bit flags."""


@contextmanager
def _without_inspect() -> Iterator[None]:
    # With a second thread somebody else might import it just now.
    if {"inspect", "threading"} & sys.modules.keys():
        yield
        return
    import json  # the extension does, and must find all of them whole
    import typing

    del json, typing
    stand_in = ModuleType("inspect")
    vars(stand_in).update(_FLAGS)
    sys.modules["inspect"] = stand_in
    try:
        yield
    finally:
        if sys.modules.get("inspect") is stand_in:
            del sys.modules["inspect"]
