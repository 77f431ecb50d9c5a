"""What tells one tool of versioned files from another."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from branchline.formats.versioned.parts import Parts
from branchline.model.changelog import Entry, Stray
from branchline.model.settings import Changelog
from branchline.model.tree import Tree
from branchline.model.value import value

if TYPE_CHECKING:
    from re import Pattern


@value
class Tool:
    """A row of the table.

    `pattern` has the groups `stem` and `version`, and `way` where the way back
    is a file of its own. `folder` is the one that holds the files, below that
    of the changelog; the tool looks nowhere else. `lexical`: versions are words,
    compared letter by letter in file names (`10` before `9`); else numbers up to
    `limit`, so `01` is `1`. `parts` reads a file, `first` is the first version
    (empty: a time), `body` how a new file begins. `forward` says why nothing
    goes back. `kind` is the ending of files that the tool alone can run. `own`
    are other files of the tool. `paired`: the way back is a file beside; `marked`: a
    byte order mark does no harm. `stale` names what no longer fits in files that
    follow from the others, `derived` what they should hold: such a tool's
    outline reads its files.
    """

    name: str
    pattern: "Pattern[str]"
    example: str
    parts: Callable[[str, str], Parts]
    folder: str = ""
    lexical: bool = False
    limit: int = (1 << 63) - 1
    least: int = 0
    first: str = ""
    body: str = ""
    forward: str = ""
    code: str = ""
    own: tuple[str, ...] = ()
    paired: bool = False
    marked: bool = False
    stale: Callable[[Tree, tuple[Entry, ...], Changelog], Iterator[Stray]] | None = None
    derived: Callable[[Tree, Changelog], tuple[tuple[str, str], ...]] | None = None
    is_base: Callable[[str], bool] | None = None
    checksum: Callable[[str], str] | None = None
