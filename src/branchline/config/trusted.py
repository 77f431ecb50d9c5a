"""Where a server may read its configuration from: never from what is being pushed.

In this order: the file or ref that `hooks install` wrote into the repository's
Git configuration as `branchline.config`; the branch as it was before the push;
for a branch that has none, HEAD's; at last, for a server whose HEAD names no
such branch, an environment's own branch that knows the ref being pushed. Bundles
named as files come from the same place.
"""

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from branchline.config import FILE, load
from branchline.config.tightened import has_places, tightened
from branchline.errors import ConfigError
from branchline.git.objects import Repository
from branchline.git.shared import PREFIX, shared_file
from branchline.model.settings import Settings
from branchline.model.value import replace, value
from branchline.toml.parse import parse

KEY = "branchline.config"
REF = "ref:"


@value
class Trusted:
    """A configuration, and how to read the files that it names.

    `own` is what a repository adds to the policy of a server's file; `ignored`
    are its lines that would make that milder.
    """

    settings: Settings
    read_file: Callable[[str], bytes | None]
    own: "Trusted | None" = None
    ignored: tuple[str, ...] = ()


class Trust:
    """Finds the configuration for each ref of one push; each place is read once."""

    def __init__(self, repository: Repository, tips: Callable[[], Mapping[str, str]]) -> None:
        """Take the refs before the push as a function: most pushes do not need them."""
        self._repository = repository
        self._tips = tips
        self._pin = repository.config(KEY)
        self._settings: dict[str, Settings] = {}
        self._trusted: dict[str, Trusted] = {}
        self._tightened: dict[int, tuple[Trusted, Trusted]] = {}

    @property
    def is_pinned(self) -> bool:
        """Whether the repository's administrator said where the configuration is."""
        return bool(self._pin)

    @property
    def pinned_ref(self) -> str:
        """The ref whose configuration judges every push; empty where there is none such."""
        return self._pin.removeprefix(REF) if self._pin and self._pin.startswith(REF) else ""

    def governs(self, ref: str) -> bool:
        """Whether pushes are judged by the configuration that a ref holds: one's own, or all."""
        if self.pinned_ref:
            return ref == self.pinned_ref
        found = self._pinned(self._pin, ref) if self._pin else None
        return ref.startswith("refs/heads/") and not (found and has_places(found.settings))

    def is_same(self, one: str, other: str, files: Iterable[str] = ()) -> bool:
        """Whether two commits hold one configuration, and the same `files` that it names."""
        at = self._repository.at
        return all(at(one, path) == at(other, path) for path in (FILE, *files))

    def of(self, ref: str, old: str) -> Trusted | None:
        """Return what a ref is judged by, given its commit before the push; None without any.

        Raises:
            ConfigError: the trusted configuration cannot be used.
        """
        if not self._pin:
            return self._unpinned(ref, old)
        found = self._pinned(self._pin, ref)
        return found if found is None or self.pinned_ref else self._with_own(found, ref, old)

    def _unpinned(self, ref: str, old: str) -> Trusted | None:
        if not old:
            return self._elsewhere(ref)
        try:
            return self.at(old, ref) or self._elsewhere(ref)
        except ConfigError as error:
            # A broken configuration on a branch that is nobody's environment harms nobody.
            other = self._elsewhere(ref)
            if other and other.settings.pipeline.of_ref(ref) is None:
                return other
            raise ConfigError(error.message, _PIN) from None

    def at(self, commit: str, name: str) -> Trusted | None:
        """Return the configuration that a commit holds, called by `name`; None without one.

        Raises:
            ConfigError: it cannot be used.
        """
        blob = self._repository.at(commit, FILE)
        if blob is None:
            return None
        if blob not in self._settings:
            text = self._repository.read(blob).data
            if text is None:
                raise ConfigError(f"{FILE} of {name} is too large to be one")
            self._settings[blob] = load(text, f"{FILE} of {name.removeprefix('refs/heads/')}")
        if commit not in self._trusted:
            self._trusted[commit] = Trusted(self._settings[blob], self._reader(commit))
        return self._trusted[commit]

    def _with_own(self, server: Trusted, ref: str, old: str) -> Trusted | None:
        """A server's file, tightened by what the repository says."""
        guards = has_places(server.settings)
        try:
            own = self._unpinned(ref, old)
        except ConfigError as error:
            if not guards:
                raise
            words = f"{error.message}: it is ignored, and {server.settings.origin} counts alone"
            return replace(server, ignored=(words,))
        if own is None:
            return server if guards else None
        if id(own) not in self._tightened:
            text = own.read_file(FILE) or b""
            both = tightened(server.settings, own.settings, parse(text, FILE))
            added = replace(own, settings=both.own)
            self._tightened[id(own)] = (
                own,
                Trusted(both.settings, server.read_file, added, both.ignored),
            )
        return self._tightened[id(own)][1]

    def _pinned(self, pin: str, ref: str) -> Trusted | None:
        if not pin.startswith(REF):
            if pin not in self._trusted:
                self._trusted[pin] = _file(Path(pin), self._repository)
            return self._trusted[pin]
        wanted = pin.removeprefix(REF)
        tip = self._tips().get(wanted) or self._repository.ref(wanted)
        if tip is None and ref == wanted:
            return None
        found = self.at(tip, wanted) if tip else None
        if found is None:
            raise ConfigError(
                f"{KEY} names {wanted}, which holds no {FILE}",
                f"push one to {wanted} first, or pin another place: {_COMMAND}",
            )
        return found

    def _elsewhere(self, ref: str) -> Trusted | None:
        return self._of_head or self._among_branches(ref)

    @cached_property
    def _of_head(self) -> Trusted | None:
        """What a branch without one goes by: a push may create thousands, and this asks Git."""
        head = self._repository.head()
        tip = self._tips().get(head or "")
        return self.at(tip, head) if tip and head else None

    def _among_branches(self, ref: str) -> Trusted | None:
        """Ask the branches that call themselves an environment's; they have to agree."""
        alive = self._environments
        naming = {
            branch: found
            for branch, found in alive.items()
            if found.settings.pipeline.of_ref(ref) is not None
        }
        sources = [
            found for branch, found in naming.items() if _source(found.settings, ref) == branch
        ]
        voices = {id(found.settings): found for found in sources or naming.values()}
        if len(voices) > 1:
            raise ConfigError(f"the branches {', '.join(naming)} disagree about {ref}", _PIN)
        return next(iter(voices.values()), next(iter(alive.values()), None))

    @cached_property
    def _environments(self) -> dict[str, Trusted]:
        """The branches that call themselves an environment's, with what they say."""
        return dict(self._alive())

    def _alive(self) -> Iterator[tuple[str, Trusted]]:
        for branch, tip in self._tips().items():
            try:
                found = self.at(tip, branch)
            except ConfigError:
                continue  # it guards nothing, its own branch included
            if found and found.settings.pipeline.of_ref(branch) is not None:
                yield branch, found

    def _reader(self, commit: str) -> Callable[[str], bytes | None]:
        def read(path: str) -> bytes | None:
            if path.startswith(PREFIX):
                return shared_file(self._repository, path)
            blob = self._repository.at(commit, posixpath.normpath(path))
            return self._repository.read(blob).data if blob else None

        return read


_COMMAND = "branchline hooks install --server REPO --config FILE"
_PIN = f"its administrator says which one counts: {_COMMAND}"


def _file(path: Path, repository: Repository) -> Trusted:
    try:
        text = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"{KEY} names {path}: {error.strerror}", f"pin it again: {_COMMAND}"
        ) from None

    def read(name: str) -> bytes | None:
        if name.startswith(PREFIX):
            return shared_file(repository, name)
        try:
            return (path.parent / name).read_bytes()
        except OSError:
            return None

    return Trusted(load(text, str(path)), read)


def _source(settings: Settings, ref: str) -> str:
    environment = settings.pipeline.of_ref(ref)
    source = settings.pipeline.named(environment.source) if environment else None
    return source.ref if source else ""
