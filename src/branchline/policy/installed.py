"""Whether any plug-in is installed, without asking every installed distribution.

Looking for entry points costs 30 ms, half of what a hook may take, and most
installations have no plug-in. So "there was none" is remembered with the state
of all folders that one could be installed in: installing touches its folder.
"""

import os
import sys
import time
import zlib
from collections.abc import Iterator, Sequence

from branchline.cache import recall, remember
from branchline.rule import Rule


def plugin_rules() -> Iterator[Rule]:
    """Yield the rules of every installed plug-in.

    Raises:
        PluginError: a plug-in does not load.
    """
    state = _state(sys.path)
    note = f"no-plugins-{zlib.crc32(sys.prefix.encode(*_ESCAPED)):08x}"
    if state and recall(note) == state:
        return
    from importlib.metadata import entry_points

    from branchline import plugins

    yield from plugins.plugin_rules()
    if state and not entry_points(group=plugins.GROUP):
        remember(note, state)


def _state(folders: Sequence[str]) -> bytes:
    """Return a text that changes with what is installed; empty when it may not be trusted yet."""
    lines = []
    for folder in folders:
        try:
            touched = os.stat(folder or ".").st_mtime_ns  # noqa: PTH116 - pathlib costs 4 ms
        except OSError:
            touched = 0
        if touched > time.time_ns() - _FRESH:
            # A second installation in the same tick of the file system would not show.
            return b""
        lines.append(f"{touched} {folder}")
    return "\n".join(lines).encode(*_ESCAPED)


_ESCAPED = ("utf-8", "surrogateescape")
_FRESH = 2_000_000_000
"""Nanoseconds for which a change is too young: the coarsest file system ticks in two seconds."""
