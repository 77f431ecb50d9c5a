"""What a clone runs: early answers. The server judges again, and is the one that counts.

Most ways to make history run no hook at all (a fast-forward, a rebase, a
cherry-pick), and every hook here can be skipped; `pre-push` sees what is left.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from branchline.config import find, load
from branchline.config.trusted import Trusted
from branchline.git.objects import Repository
from branchline.git.receive import Push, Received, pusher
from branchline.git.shared import PREFIX, shared_file
from branchline.git.values import is_zero
from branchline.hook.chain import previous
from branchline.hook.guard import say, take_your_time
from branchline.model.changelog import Entry
from branchline.model.finding import Severity
from branchline.model.regex import regex
from branchline.model.settings import Changelog
from branchline.report.values import Report
from branchline.rules.sentences import listing

SHOWN = 20
"""Findings that are shown; more would scroll the first ones away."""


def staged(environ: Mapping[str, str], deadline: float) -> int:
    """Judge what the next commit changes, and where it goes; it may be a merge's."""
    return merging(environ, deadline)


def merging(environ: Mapping[str, str], deadline: float) -> int:
    """Judge the merge that Git is about to commit, as the push of it will be judged."""
    with Repository.from_hook(environ, Path.cwd(), deadline) as repository:
        trusted = configured(repository)
        code = _judged_merge(repository, trusted, environ, deadline) if trusted else 0
    return _then_previous(code)


def message(words: Sequence[str], environ: Mapping[str, str], deadline: float) -> int:
    """Refuse a commit for later squashing on a branch that can only grow."""
    with Repository.from_hook(environ, Path.cwd(), deadline) as repository:
        trusted = configured(repository)
        branch = repository.head() or ""
        environment = trusted.settings.pipeline.of_ref(branch) if trusted else None
    text = Path(words[0]).read_bytes().decode("utf-8", "replace") if words else ""
    found = _LATER.match(text)
    if environment and found:
        say(
            f"branchline: {environment.name} is deployed from this branch, which only grows:"
            f" a {found[1]}! commit can never be squashed here",
            "  hint: say what the commit does, or make it on a branch of its own",
        )
        return _then_previous(1)
    return _then_previous(0)


def pre_push(
    words: Sequence[str], stream: BinaryIO, environ: Mapping[str, str], deadline: float
) -> int:
    """Judge a push as the server would, as far as it is known here."""
    given = stream.read()
    remote = words[0] if words else "origin"
    with Repository.from_hook(environ, Path.cwd(), deadline) as repository:
        lines = tuple(_received(given, repository))
        code = _judged_push(lines, repository, remote, environ)
    return _then_previous(code, given)


def framework_push(environ: Mapping[str, str], deadline: float) -> int:
    """Judge the one ref of a push that the pre-commit framework tells of, and say that it is one.

    The framework has read what Git says of all refs, and passes on the first
    that is not deleted, in variables; the commit it names as the remote's may
    be one that it made up for a new branch. Source: pre-commit's hook_impl.py.
    """
    with Repository.from_hook(environ, Path.cwd(), deadline) as repository:
        new = repository.resolve(environ.get("PRE_COMMIT_TO_REF", "HEAD"))
        ref = environ.get("PRE_COMMIT_REMOTE_BRANCH") or repository.head()
        if new is None or ref is None:
            return 0
        from branchline.gather.clones import remote_tips

        remote = environ.get("PRE_COMMIT_REMOTE_NAME") or "origin"
        old = remote_tips(repository, remote).get(ref) or "0" * len(new)
        say(
            f"branchline: {ref} is judged; of other refs in the same push, and of deletions,"
            " this framework tells no hook",
            "  hint: 'branchline hooks install' puts in one that Git tells of all of them",
        )
        return _judged_push((Received(old, new, ref),), repository, remote, environ)


def post_merge(environ: Mapping[str, str], deadline: float) -> int:
    """Say which changes a merge brought."""
    with Repository.from_hook(environ, Path.cwd(), deadline) as repository:
        trusted = configured(repository)
        before, after = repository.resolve("ORIG_HEAD"), repository.resolve("HEAD")
        if trusted and before and after:
            for spec in trusted.settings.changelogs:
                names = [entry.change for entry in _brought(repository, spec, before, after)]
                if names:
                    say(f"branchline: this merge brought {listing(names)}")
    return _then_previous(0)


def configured(repository: Repository) -> Trusted | None:
    """Return the working tree's configuration, if there is one.

    Raises:
        ConfigError: it cannot be used.
    """
    root = repository.work_tree
    file = find(root) if root else None
    if root is None or file is None:
        return None

    def read(name: str) -> bytes | None:
        if name.startswith(PREFIX):
            return shared_file(repository, name)
        try:
            return (root / name).read_bytes()
        except OSError:
            return None

    return Trusted(load(file.read_bytes(), file.name), read)


_LATER = regex(r"\s*(fixup|squash|amend)! ")


def _judged_index(repository: Repository, trusted: Trusted) -> int:
    from branchline.check import check
    from branchline.gather.configurations import enabled
    from branchline.gather.staged import staged_update
    from branchline.policy.style import asks_for_style

    today = datetime.now(UTC).date()
    update = staged_update(repository, trusted.settings, today)
    if update is None:
        return 0
    policy = enabled(trusted)
    if asks_for_style(policy) and repository.work_tree:
        from branchline.gather.style import Style

        with Style(repository.work_tree) as style:
            update = style.update(update)
    fail_on = Severity[trusted.settings.policy.fail_on.upper()]
    return _told(Report(check([update], policy), "what is staged", fail_on=fail_on))


def _judged_merge(
    repository: Repository, trusted: Trusted, environ: Mapping[str, str], deadline: float
) -> int:
    from branchline.git.drafts import drafted, merged_heads

    branch, head = repository.head() or "", repository.resolve("HEAD")
    heads = merged_heads(repository, environ)
    pipeline = trusted.settings.pipeline
    if not head or not heads or pipeline.of_ref(branch) is None:
        return _judged_index(repository, trusted)
    from branchline.gather.clones import known_tips
    from branchline.gather.verdict import judge
    from branchline.git.porcelain import default_remote

    known = known_tips(repository, pipeline, default_remote(repository) or "")
    tips = {ref: each.tip for ref, each in known.items()} | {branch: head}
    today = datetime.now(UTC).date()
    with drafted(repository, (head, *heads), environ, deadline) as (reader, commit):
        push = Push((Received(head, commit, branch),), {}, pusher(environ))
        return _told(judge(push, reader, today, tips=lambda: tips, otherwise=trusted).report())


def _judged_push(
    lines: tuple[Received, ...], repository: Repository, remote: str, environ: Mapping[str, str]
) -> int:
    trusted = configured(repository)
    if trusted is None:
        return 0
    from branchline.gather.clones import elsewhere, remote_tips
    from branchline.gather.verdict import judge

    tips = remote_tips(repository, remote)
    push = Push(lines, {}, pusher(environ))
    today = datetime.now(UTC).date()
    verdict = judge(
        push, repository, today, tips=lambda: tips, elsewhere=elsewhere(repository, remote)
    )
    code = _told(verdict.report())
    if code and verdict.liftable and trusted.settings.promotion.break_glass.enabled:
        say("branchline: going on, since the server decides about emergencies")
        return 0
    return code


def _received(given: bytes, repository: Repository) -> Iterator[Received]:
    """Read `local-ref local-id remote-ref remote-id`. Source: githooks(5).

    A remote commit that is not here cannot be compared: Git refuses the push
    itself unless it is forced, and the server judges it in any case.
    """
    for line in given.decode("utf-8", "surrogateescape").splitlines():
        _, new, ref, old = line.split(" ")
        if is_zero(old) or repository.kind(old) is not None:
            yield Received(old, new, ref)
        else:
            say(f"branchline: {ref} has moved on the server: run 'git fetch'; not judged here")


def _brought(repository: Repository, spec: Changelog, before: str, after: str) -> tuple[Entry, ...]:
    if repository.at(before, spec.path) == repository.at(after, spec.path):
        return ()
    from branchline.gather.scopes import Scope
    from branchline.gather.states import States
    from branchline.git.trees import CommitTree

    scope = Scope.of(CommitTree(repository, after), spec)
    held = States(repository, scope.spec, scope.format).different(after, [before])
    known = {entry.id for entry in held[before]}
    return tuple(entry for entry in held[after] if entry.id not in known)


def _told(report: Report) -> int:
    if report.findings:
        from branchline.report.text import lines

        say(*lines(report, most=SHOWN))
    return report.exit_code


def _then_previous(code: int, given: bytes = b"") -> int:
    take_your_time()
    return code or previous(given)
