"""Hooks that Git finds by name in its configuration, beside those in its folder of hooks.

Git before 2.54 reads over such a name without a word, and accepts every push.
"""

import shlex

from branchline.errors import UsageError
from branchline.git.objects import Repository
from branchline.git.porcelain import set_config, unset_config
from branchline.install.places import SERVER, Place
from branchline.model.regex import regex

SINCE = (2, 54)


def refuse_old(version: str) -> None:
    """Make sure that a Git of a version, as `git version` prints it, runs such hooks.

    Raises:
        UsageError: it would not.
    """
    found = regex(r"(\d+)\.(\d+)").search(version)
    if found is None or (int(found[1]), int(found[2])) < SINCE:
        raise UsageError(
            f"{version.strip()} runs no hooks that a configuration names: 2.54 is the first",
            "leave --kind config out: the hooks go into the repository's folder",
        )


def name_hooks(repository: Repository, place: Place) -> tuple[str, ...]:
    """Name a place's hooks in the repository's configuration, and say so."""
    for hook in place.names:
        set_config(repository, _key(hook, "event"), hook)
        set_config(repository, _key(hook, "command"), shlex.quote(str(place.path(hook))))
    return ("named them in the repository's configuration; what is in hooks/ runs after them",)


def forget_hooks(repository: Repository) -> None:
    """Take such names away."""
    for hook in SERVER:
        for what in ("event", "command", "enabled"):
            unset_config(repository, _key(hook, what))


def _key(hook: str, what: str) -> str:
    return f"hook.branchline-{hook}.{what}"
