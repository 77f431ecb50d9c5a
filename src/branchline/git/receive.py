"""A push, as Git tells a server hook of it: lines, options, and who pushes.

The lines stand in no useful order, and a hook is told of all of them, also of
those that Git itself will refuse.
"""

from collections.abc import Mapping
from typing import BinaryIO, NamedTuple

from branchline.errors import RepositoryError, UsageError
from branchline.git.values import is_zero
from branchline.model.regex import regex
from branchline.model.value import value


class Received(NamedTuple):
    """One line of `pre-receive` input: `<old> SP <new> SP <ref> LF`.

    An object id of all zeros stands for "no such ref": as `old`, the push
    creates it; as `new`, the push deletes it. Ids are 40 hex digits, or 64 in
    a SHA-256 repository. `ref` is the full name; bytes that are not UTF-8 are
    escaped by `surrogateescape`. Source: githooks(5).
    """

    old: str
    new: str
    ref: str

    @property
    def creates(self) -> bool:
        """Whether the ref is new."""
        return is_zero(self.old) and not self.deletes

    @property
    def deletes(self) -> bool:
        """Whether the ref goes away."""
        return is_zero(self.new)


@value
class Push:
    """All that one push asks for; `options` are those of `push_options`."""

    received: tuple[Received, ...]
    options: Mapping[str, str]
    pusher: str


def read_push(stream: BinaryIO, environ: Mapping[str, str]) -> Push:
    """Read a push from a hook's input and environment; raises as `read_received`."""
    return Push(read_received(stream), push_options(environ), pusher(environ))


def read_received(stream: BinaryIO) -> tuple[Received, ...]:
    """Read a server hook's standard input to its end.

    Raises:
        UsageError: there is none: a person started the hook.
        RepositoryError: a line has another form, so that no verdict would be safe.
    """
    lines = () if stream.isatty() else stream.read().removesuffix(b"\n").split(b"\n")
    if not any(lines):
        raise UsageError(
            "a server hook is run by git, which tells it on standard input what is pushed",
            hint='to try it: echo "$(git rev-parse main~1 main | xargs) refs/heads/main" | '
            "hooks/pre-receive",
        )
    return tuple(_received(number, line) for number, line in enumerate(lines, 1))


def push_options(environ: Mapping[str, str]) -> dict[str, str]:
    """Return what was pushed with `-o branchline.KEY=VALUE`, by KEY.

    An option without a value is nobody's consent: `push.pushOption` may have
    set it silently. It is left out. Of one key given twice, the last counts.
    """
    count = environ.get("GIT_PUSH_OPTION_COUNT", "")
    most = min(int(count), len(environ)) if _NUMBER.fullmatch(count) else 0
    given = (environ.get(f"GIT_PUSH_OPTION_{number}", "") for number in range(most))
    pairs = (option.removeprefix(_OURS).partition("=") for option in given if _ours(option))
    return {key: value for key, _, value in pairs}


def pusher(environ: Mapping[str, str]) -> str:
    """Return who pushes, as the Git server says; else the login name of this process.

    No better known than the environment is protected: over a shared account
    of plain ssh, everybody is that account.
    """
    for name in _PUSHERS:
        if who := environ.get(name, "").strip():
            return who
    return _login()


_OURS = "branchline."
_ESCAPED = ("utf-8", "surrogateescape")
_LINE = regex(rb"([0-9a-f]{40}|[0-9a-f]{64}) ([0-9a-f]{40}|[0-9a-f]{64}) ([^\x00-\x20\x7f]+)")
_NUMBER = regex("[0-9]{1,9}")
_PUSHERS = (
    "GL_USERNAME",  # GitLab
    "GITHUB_USER_LOGIN",  # GitHub Enterprise Server
    "GITEA_PUSHER_NAME",  # Gitea, Forgejo
    "GL_USER",  # gitolite
    "REMOTE_USER",  # git-http-backend behind a web server
    "GIT_PUSHER",  # a site's own wrapper
    "SSH_USER",  # a forced command in authorized_keys
    "LOGNAME",
    "USER",
)


def _received(number: int, line: bytes) -> Received:
    found = _LINE.fullmatch(line)
    if found is None or len(found[1]) != len(found[2]):
        raise RepositoryError(
            f"line {number} of the hook's input is not 'old new ref': {line[:200]!r}",
            hint="a ref name with a blank or a control character is refused",
        )
    return Received(found[1].decode(), found[2].decode(), found[3].decode(*_ESCAPED))


def _ours(option: str) -> bool:
    return option.startswith(_OURS) and "=" in option


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # no such variable, and no account of this number
        return "unknown"
