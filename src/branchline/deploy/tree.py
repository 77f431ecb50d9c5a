"""A changelog at a commit, read whole: what a deploy compares with a history."""

from branchline.errors import DeployError
from branchline.formats import choose, told
from branchline.git.objects import Repository
from branchline.git.trees import CommitTree
from branchline.model.changelog import ChangeSet, Entry
from branchline.model.regex import regex
from branchline.model.settings import Changelog


def changesets(repository: Repository, commit: str, spec: Changelog) -> tuple[ChangeSet, ...]:
    """Return the changesets that a commit holds, in order.

    Raises:
        ConfigError: the changelog's format is not known.
        RepositoryError: the commit cannot be read.
    """
    return _held(repository, commit, spec)[0]


def to_run(repository: Repository, commit: str, spec: Changelog) -> tuple[ChangeSet, ...]:
    """Return the changesets that a commit holds, if a deploy can run them.

    Raises:
        DeployError: another tool alone can, and running part of them would be worse than none.
    """
    found, scripts = _held(repository, commit, spec)
    beside = next((each for each in scripts if _AT_DEPLOY.search(each.change)), None)
    if beside is not None:
        raise DeployError(
            f"only flyway can run changelog {spec.name!r}: "
            f"{beside.path} runs with every migration of it",
            f"run {_COMMANDS['flyway']} yourself, or let the exec driver run it",
        )
    by_code = next((each for each in found if each.runner and not each.flaw), None)
    if by_code is None:
        return found
    command = _COMMANDS.get(by_code.runner, f"`{by_code.runner}`")
    raise DeployError(
        f"only {by_code.runner} can run changelog {spec.name!r}: "
        f"{by_code.entry.path} {_CODE if by_code.code else _FILLED}",
        f"run {command} yourself, or let the exec driver run it",
    )


_AT_DEPLOY = regex(r"Migrate|Versioned|Repeatables|Connect|^createSchema")
_CODE = "is code, and code is never run here"
_FILLED = "is SQL that the tool makes its own when it runs it"
_COMMANDS = {
    "atlas": "`atlas migrate apply`",
    "alembic": "`alembic upgrade head`",
    "flyway": "`flyway migrate`",
    "django": "`python manage.py migrate`",
    "goose": "`goose up`",
    "graphile-migrate": "`graphile-migrate migrate`",
    "rails": "`bin/rails db:migrate`",
    "sqitch": "`sqitch deploy`",
    "yoyo": "`yoyo apply`",
}


def _held(
    repository: Repository, commit: str, spec: Changelog
) -> tuple[tuple[ChangeSet, ...], tuple[Entry, ...]]:
    """Return the changesets of a commit, and what the tool runs beside them."""
    tree = CommitTree(repository, commit)
    format_ = choose(tree, spec)
    known = told(tree, spec, format_)
    outline = format_.outline(tree, known)
    found = (format_.read(tree, entry, known) for entry in outline)
    by_liquibase = format_.name == "liquibase"
    return tuple(_honoured(each) if by_liquibase else each for each in found), outline.scripts


def _honoured(changeset: ChangeSet) -> ChangeSet:
    """Refuse what Liquibase would weigh or write at run time, and a deploy would not."""
    for name, value in changeset.attributes:
        said = name.startswith("precondition") or (name, value) in _AT_RUN_TIME or name in _NO_SQL
        if said and not changeset.flaw:
            why = f"says {name}, which a deploy does not weigh yet"
            return ChangeSet(changeset.entry, flaw=f"has {value}" if name == "unrendered" else why)
    return changeset


_NO_SQL = frozenset({"unrendered", "modifySql"})
_AT_RUN_TIME = frozenset({("runAlways", "true"), ("runOnChange", "true"), ("failOnError", "false")})
