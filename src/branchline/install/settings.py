"""What a server's repository has to be told: where its configuration is, what to take, what not.

Only what `hooks install` set is taken back by `hooks uninstall`.
"""

from contextlib import suppress
from pathlib import Path

from branchline.config import FILE, load
from branchline.config.trusted import KEY, REF
from branchline.errors import ConfigError, UsageError
from branchline.git.objects import Repository
from branchline.git.porcelain import set_config, unset_config
from branchline.install.places import Place

ADVERTISE = "receive.advertisePushOptions"
OBSERVE = "branchline.observe"
FSCK = "receive.fsckObjects"
"""A tree may hold one name twice, and then one of the two is judged and both are deployed."""
_SET = "branchline.setPushOptions"
_SET_FSCK = "branchline.setFsckObjects"
_MADE = "branchline.madeFolders"
_UNSET = "unset"
_BETWEEN = "/:/"  # no path has it


def missing_folders(repository: Repository, place: Place) -> tuple[str, ...]:
    """Return the folders in the repository that installing will make, outer ones first."""
    wanted = {place.path(name).parent for name in place.names}
    around = {each for path in wanted for each in (path, *path.parents)}
    inside = sorted(each for each in around if repository.git_dir in each.parents)
    return tuple(str(each.relative_to(repository.git_dir)) for each in inside if not each.exists())


def remember_folders(repository: Repository, made: tuple[str, ...]) -> None:
    """Write down which folders `forget` may take away again."""
    if made:
        known = [each for each in (repository.config(_MADE) or "").split(_BETWEEN) if each]
        set_config(repository, _MADE, _BETWEEN.join((*known, *made)))


def configure(repository: Repository, config: str, *, observe: bool) -> tuple[str, ...]:
    """Write down what the hooks need, and return what was done, a line each.

    `config` is a file, or `ref:` and a ref of the repository; empty leaves it to
    each branch as it was before a push.

    Raises:
        UsageError: the file or ref has no form that can be pinned.
        ConfigError: it holds a configuration that cannot be used.
    """
    done = []
    if repository.config(ADVERTISE) != "true":
        set_config(repository, _SET, repository.config(ADVERTISE) or _UNSET)
        set_config(repository, ADVERTISE, "true")
        done.append(f"set {ADVERTISE}, for 'git push -o branchline.break-glass=…'")
    if not any(repository.config(key) for key in (FSCK, "transfer.fsckObjects")):
        set_config(repository, FSCK, "true")
        set_config(repository, _SET_FSCK, "true")
        done.append(f"set {FSCK}: objects that Git would not make can hide a change")
    if config:
        set_config(repository, KEY, _pin(repository, config))
    done.append(_source(repository))
    if observe:
        set_config(repository, OBSERVE, "true")
        done.append("only observing: every push is accepted")
    else:
        unset_config(repository, OBSERVE)
    return tuple(done)


def forget(repository: Repository) -> None:
    """Take back what `configure` wrote down."""
    before = repository.config(_SET)
    if before in {_UNSET, "true"}:  # "true" is what 0.1.0 wrote
        unset_config(repository, ADVERTISE)
    elif before:
        set_config(repository, ADVERTISE, before)
    if repository.config(_SET_FSCK) == "true":
        unset_config(repository, FSCK)
    for made in reversed((repository.config(_MADE) or "").split(_BETWEEN)):
        with suppress(OSError):  # somebody else's hooks are in there by now
            (repository.git_dir / made).rmdir()
    for key in (KEY, OBSERVE, _SET, _SET_FSCK, _MADE):
        unset_config(repository, key)


def _source(repository: Repository) -> str:
    """Say where the configuration is read from, which an earlier installation may have pinned."""
    pin = repository.config(KEY)
    if not pin:
        return (
            "the configuration is read from each branch as it was before a push;"
            " whoever may push there may change it, unless --config pins it"
        )
    ref = pin.removeprefix(REF)
    tip = repository.ref(ref) if pin.startswith(REF) else ""
    missing = pin.startswith(REF) and not (tip and repository.at(tip, FILE))
    later = f", which holds no {FILE}: push one there first" if missing else ""
    return f"the configuration is read from {pin}{later}"


def _pin(repository: Repository, config: str) -> str:
    if not config.startswith(REF):
        path = Path(config).absolute()
        try:
            load(path.read_bytes(), config)
        except OSError as error:
            raise UsageError(f"--config {config}: {error.strerror}") from None
        return str(path)
    name = config.removeprefix(REF)
    ref = name if name.startswith("refs/") else f"refs/heads/{name}"
    tip = repository.ref(ref)
    blob = repository.at(tip, FILE) if tip else None
    if blob:
        text = repository.read(blob).data
        if text is None:
            raise ConfigError(f"{FILE} of {ref} is too large to be one")
        load(text, f"{FILE} of {ref}")
    return f"{REF}{ref}"
