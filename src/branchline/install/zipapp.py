"""branchline as one file, for servers on which nothing can be installed.

    python -m branchline.install.zipapp branchline.pyz

It holds what is written in Python: branchline, and of what it builds on all that
judging a push takes. A parser of PostgreSQL's SQL is a library of this machine's
kind: it is in there too, and `hooks install` puts it beside the archive, since no
library can be loaded from inside. Where it does not fit, everything but
PostgreSQL's SQL is judged, and each push is told so. Left out: what asks databases
(drivers) and sqlfluff.
"""

import importlib.util
import io
import py_compile
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackagePath, distribution
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from branchline.bundled import archive, folder
from branchline.errors import UsageError

PURE = ("pluggy", "sqlglot", "PyYAML", "GitPython", "gitdb", "smmap")
PARSER = "pgparse.abi3.so"
"""One file for every Python of a platform."""


def write(out: Path) -> int:
    """Write the archive, and return how many files it holds.

    Raises:
        UsageError: this branchline is an archive itself, or the file cannot be written.
    """
    if archive():
        raise UsageError("this branchline is one file already", "copy it")
    content = io.BytesIO()
    content.write(b"#!/usr/bin/env python3\n")
    with TemporaryDirectory() as scratch, ZipFile(content, "a", ZIP_DEFLATED) as file:
        for name, path in _files():
            file.write(path, name)
            if path.suffix == ".py":
                # Python keeps no compiled form of what it imports from an archive.
                file.write(_compiled(path, Path(scratch, "compiled.pyc")), f"{name}c")
        file.writestr("__main__.py", _MAIN)
        count = len(file.namelist())
    try:
        out.write_bytes(content.getvalue())
        out.chmod(0o755)
    except OSError as error:
        raise UsageError(f"{out}: {error.strerror}") from None
    return count


def unpacked() -> tuple[str, ...]:
    """Put the parser beside the archive that this branchline is, and say so."""
    file = archive()
    if file is None:
        return ()
    place = Path(f"{file}.d")
    with ZipFile(file) as content:
        if PARSER not in content.namelist():
            return (_UNREAD,)
        data = content.read(PARSER)
    target = place / PARSER
    if not target.is_file() or target.read_bytes() != data:
        place.mkdir(exist_ok=True)
        fresh = place / f"{PARSER}.new"
        fresh.write_bytes(data)
        fresh.replace(target)
    sys.path.append(str(place))
    if importlib.util.find_spec("pgparse") is None or not _loads():
        target.unlink()
        place.rmdir()
        return (_UNREAD,)
    return (f"put the parser of PostgreSQL's SQL into {place}",)


_UNREAD = "PostgreSQL's SQL is not judged: no parser that this machine can load is in the archive"
_MAIN = """\
import sys
from pathlib import Path
beside = Path(sys.argv[0] + ".d").absolute()
if beside.is_dir():
    sys.path.append(str(beside))
from branchline.cli import main
sys.exit(main())
"""


def _loads() -> bool:
    try:
        importlib.import_module("pgparse")
    except ImportError:
        return False
    return True


def _files() -> Iterator[tuple[str, Path]]:
    """Yield what goes in: its name in the archive, and where it is now."""
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package.parent)
        if path.is_file() and "__pycache__" not in inside.parts and "_bundled" not in inside.parts:
            yield inside.as_posix(), path
    for name in ("hooks", "policies"):
        top = Path(str(folder(name)))
        for path in sorted(top.iterdir()):
            yield f"branchline/_bundled/{name}/{path.name}", path
    for name in PURE:
        yield from _of(name, lambda each: each.suffix in {".py", ".txt"} or _is_about(each))
    yield from _of("pgparse", lambda each: each.name == PARSER or _is_about(each))


def _of(name: str, wanted: Callable[[PackagePath], bool]) -> Iterator[tuple[str, Path]]:
    for each in distribution(name).files or ():
        inside = not each.as_posix().startswith("..") and "__pycache__" not in each.parts
        path = Path(str(each.locate()))
        if inside and wanted(each) and path.is_file():
            yield each.as_posix(), path


def _is_about(file: PackagePath) -> bool:
    """Whether a file is a distribution's licence or what it says of itself."""
    return file.parts[0].endswith(".dist-info") and file.name not in {"RECORD", "direct_url.json"}


def _compiled(source: Path, target: Path) -> Path:
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(str(source), str(target), dfile=source.name, invalidation_mode=mode)
    return target


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 - the file
        sys.exit("usage: python -m branchline.install.zipapp OUT.pyz")
    written = Path(sys.argv[1])
    sys.stdout.write(f"{written}: {write(written)} files, {written.stat().st_size >> 20} MiB\n")
