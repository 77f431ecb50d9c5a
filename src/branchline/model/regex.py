"""Regular expressions that are compiled when they are first asked.

Compiling one takes as long as importing a module, and of the hundred that
stand at the heads of modules a run asks a dozen.
"""

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from re import compile as regex
else:

    class regex:  # noqa: N801 - it stands where `re.compile` would
        """`re.compile`, put off: what is there has all that a compiled one has."""

        def __init__(self, text: str, flags: int = 0) -> None:
            """Keep what to compile."""
            self._source = (text, flags)

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a pattern has
            if name.startswith("__"):
                raise AttributeError(name)
            # Kept here, a method is found the next time as fast as the pattern's own.
            found = getattr(re.compile(*self._source), name)
            setattr(self, name, found)
            return found


__all__ = ["regex"]
