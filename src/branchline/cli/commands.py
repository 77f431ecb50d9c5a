"""The commands there are, each a module of this package with the same name.

The lines stand here and in no module, so that help costs no import.
"""

from collections.abc import Mapping

COMMANDS: Mapping[str, str] = {
    "init": "look at the repository and write branchline.toml",
    "new": "make a changeset file with the right name",
    "lint": "judge SQL and changelog files, each with the schema before it",
    "check": "judge a merge before it happens, as the server would",
    "list": "show the changesets in order, with identity and checksum",
    "fix": "rewrite what can be rewritten safely, in changes not shared yet",
    "promote": "build the merge that promotes, and say what it carries",
    "plan": "show what would run on an environment",
    "deploy": "apply what is pending",
    "reconcile": "make every environment match its branch",
    "status": "show which change is where, what waits and what failed",
    "rollback": "run rollback scripts, last applied first",
    "rules": "list the rules",
    "explain": "show one rule's page",
    "hooks": "put Git hooks in place, or take them away",
    "doctor": "prove that the hooks run",
    "replay": "judge past pushes by today's policy",
    "demo": "play the whole story on SQLite, in one folder",
}

LATER = (
    *("adopt", "mark", "verify", "drift", "approve", "override"),
    *("history", "trace", "audit", "policy"),
)
"""Promised, and not there yet."""


def overview() -> str:
    """Return what `branchline` says when it is asked for nothing."""
    width = max(map(len, COMMANDS))
    lines = (f"  {name:{width}}  {line}" for name, line in COMMANDS.items())
    return _OVERVIEW.format(commands="\n".join(lines))


_OVERVIEW = """\
branchline keeps database changes on the line: from a commit, branch by branch, to production

try first:
  branchline lint db/migrations   judge a folder of SQL; needs no configuration
  branchline init                 write a configuration for this repository
  branchline demo                 watch the whole story on SQLite

commands:
{commands}

'branchline COMMAND --help' shows options and an example"""
