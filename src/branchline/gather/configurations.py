"""Which configuration judges a push, and what the push makes of it for the next one."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from branchline.config import FILE
from branchline.config.trusted import Trust, Trusted
from branchline.errors import ConfigError
from branchline.gather.pushes import environment_of
from branchline.git.receive import Received

if TYPE_CHECKING:
    from branchline.gather.weakening import Weakening
    from branchline.rule import Enabled


def enabled(trusted: Trusted) -> tuple["Enabled", ...]:
    """Return the rules that a trusted configuration enables.

    Raises:
        ConfigError: its policy cannot be used.
    """
    from branchline.policy.catalogue import rules
    from branchline.policy.resolve import policy

    found = policy(trusted.settings, rules(), trusted.read_file)
    if trusted.own is None:
        return found
    from branchline.policy.combined import combined

    try:
        return combined(found, enabled(trusted.own), trusted.settings.pipeline)
    except ConfigError:
        return found  # the push that repairs it has to be judged too; `_ignored` says why


def files_of(trusted: Trusted | None) -> tuple[str, ...]:
    """Return the files of the trusted revision, beside the configuration, that a policy is in.

    Raises:
        ConfigError: one of them cannot be used.
    """
    from branchline.policy.bundles import expanded, is_file
    from branchline.toml.at import At

    if trusted is None or not any(map(is_file, trusted.settings.policy.extends)):
        return ()
    at = At(trusted.settings.origin, "policy.extends")
    found = expanded(trusted.settings.policy.extends, trusted.read_file, at)
    return tuple(bundle.origin for bundle in found if is_file(bundle.origin))


def brought(line: Received, trusted: Trusted | None, trust: Trust) -> Trusted | None:
    """Return the configuration by which the next push is judged, if this one changes it.

    A branch that judges itself must not take in one that cannot be used: its
    next push, the one that repairs it, would find nothing to be judged by.

    Raises:
        ConfigError: it cannot be used, or it is gone.
    """
    if not _decides(line, trusted, trust):
        return None
    if line.deletes:
        raise ConfigError(
            f"{line.ref} holds the configuration of this server, and cannot be deleted",
            "pin another place first: branchline hooks install --server REPO --config FILE",
        )
    try:
        if not line.creates and trust.is_same(line.old, line.new, files_of(trusted)):
            return None
        pushed = trust.at(line.new, f"{line.ref} as pushed")
        if pushed is not None:
            enabled(pushed)
    except ConfigError as error:
        raise ConfigError(error.message, error.hint or "correct it, and push again") from None
    if pushed is None and not line.creates and trust.at(line.old, line.ref) is not None:
        raise ConfigError(
            f"{line.ref} would lose its {FILE}, by which its next push is judged",
            f"put it back: git checkout {line.old[:12]} -- {FILE}",
        )
    return pushed


def weakening(
    line: Received, trusted: Trusted | None, brought: Trusted | None
) -> "Weakening | None":
    """Return what is guarded less from now on, if anything is; raises as `enabled`."""
    if trusted is None or brought is None:
        return None
    from branchline.gather.weakening import Weakening, weakened

    what = weakened(trusted, brought, enabled(trusted), enabled(brought))
    environment = environment_of(line.ref, trusted.settings)
    name = environment.name if environment else ""
    return Weakening(line.ref, line.old, line.new, name, what) if what else None


def ignored(trusted: Trusted) -> Iterator[str]:
    """Yield the lines of a repository's configuration that a server's is stricter than."""
    yield from trusted.ignored
    if trusted.own is None:
        return
    from branchline.policy.catalogue import rules
    from branchline.policy.combined import milder
    from branchline.policy.resolve import policy

    server = policy(trusted.settings, rules(), trusted.read_file)
    own = trusted.own.settings
    try:
        added = enabled(trusted.own)
    except ConfigError as error:
        yield f"{error.message}: it is ignored, and {trusted.settings.origin} counts alone"
        return
    for id_, word, theirs in milder(server, added, own.policy.rules, own.pipeline):
        yield (
            f"{own.origin}: policy.rules.{id_} = {word} is ignored:"
            f" {trusted.settings.origin} says {theirs}"
        )


def _decides(line: Received, trusted: Trusted | None, trust: Trust) -> bool:
    """Whether what a ref holds after the push judges the pushes after it."""
    if trust.pinned_ref:
        guards = trusted is not None and environment_of(line.ref, trusted.settings) is not None
        return trust.governs(line.ref) and not (line.deletes and guards)
    own = trusted is None or environment_of(line.ref, trusted.settings) is not None
    return trust.governs(line.ref) and own and not line.deletes
