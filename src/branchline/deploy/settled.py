"""Branches whose environments have all that they hold: nobody need be woken for code alone.

Written when a reconcile found nothing to do, so whatever was lost, failed or has
still to wait keeps every push waking somebody. The shell before `post-receive`
moves it along with pushes that touch nothing of a changelog.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from branchline.deploy.instance import Result
    from branchline.deploy.site import Site, Target


def tips(site: "Site", targets: "Iterable[Target]") -> dict[str, str]:
    """Return the tips of environments on a server, by ref: to be asked before a deploy."""
    from branchline.deploy.site import tip

    if not site.repository.is_bare:
        return {}
    environments = [target.environment for target in targets]
    return {each.ref: commit for each in environments if (commit := tip(site, each))}


def settle(
    site: "Site",
    targets: "Iterable[Target]",
    results: "Iterable[Result]",
    before: Mapping[str, str],
) -> None:
    """Write down the branches of which every instance has all; `before` is from `tips`."""
    done = {result.name for result in results if result.error is None and not result.ran}
    for target in targets:
        ref = target.environment.ref
        environments = [each for each in target.settings.pipeline if each.ref == ref]
        names = {f"{each.name}/{one.name}" for each in environments for one in each.instances}
        if ref in before and names <= done:
            _write(_place(site.repository.git_dir, ref), f"{before[ref]}\n")


def unsettle(git_dir: Path, refs: Iterable[str]) -> None:
    """Forget branches, which moved otherwise."""
    for ref in refs:
        try:
            _place(git_dir, ref).unlink(missing_ok=True)
        except (OSError, ValueError):
            continue


def _place(git_dir: Path, ref: str) -> Path:
    found = git_dir / "branchline" / "known" / ref
    return found.with_name(f"{found.name}..settled")


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError:
        return  # then the next push wakes somebody
