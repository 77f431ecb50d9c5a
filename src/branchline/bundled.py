"""Find what is shipped beside the code: `hooks/` and `policies/`.

They stand at the top of the repository and not in the package, so a wheel
holds them as `branchline/_bundled/` and a checkout (or an editable install)
does not. An archive of one file holds them as a wheel does.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from branchline.errors import BranchlineError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def folder(name: str) -> "Traversable":
    """Return the folder `hooks` or `policies` of this installation.

    Raises:
        BranchlineError: the installation holds no such folder.
    """
    package = Path(__file__).parent
    if file := archive():
        import zipfile

        return zipfile.Path(file, f"branchline/_bundled/{name}/")
    for parent in (package / "_bundled", *_checkout(package)):
        if (parent / name).is_dir():
            return parent / name
    raise BranchlineError(
        f"{package}: this installation has no {name!r}",
        hint="install branchline again, from a wheel or a whole checkout",
    )


def archive() -> Path | None:
    """Return the single file that this installation is, or None where it is a folder."""
    file = Path(__file__).parents[1]
    return file.absolute() if file.is_file() else None


def beside() -> Path | None:
    """Return the folder of what an archive cannot be run from: the parsers; None without any."""
    file = archive()
    place = Path(f"{file}.d") if file else None
    return place if place and place.is_dir() else None


def _checkout(package: Path) -> tuple[Path, ...]:
    """The repository around `src/branchline`; none around an installed package."""
    return (package.parents[1],) if package.parent.name == "src" else ()
