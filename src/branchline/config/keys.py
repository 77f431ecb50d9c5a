"""Every key of `branchline.toml`: what it may be, what it is for, what holds without it."""

from branchline.config.durations import DURATION
from branchline.config.words import BRANCH, CANDIDATE, NAME, PATH, URL, VERSION
from branchline.toml.custom import CUSTOM
from branchline.toml.lines import WORD
from branchline.toml.shapes import Either, Flag, Many, Number, Text
from branchline.toml.tables import Key, Named, Open, Table

_TEXT = Text()
_TEXTS = Many(_TEXT)
_NAMES = Many(NAME)
_PROPERTIES = Key(Named(_TEXT), "values for ${placeholders} in migrations", {})
_FORMATS = (
    "auto",
    "plain",
    "flyway",
    "liquibase",
    "dbmate",
    "goose",
    "golang-migrate",
    "sqitch",
    "alembic",
    "django",
    "rails",
    "yoyo",
    "atlas",
    "graphile-migrate",
)
_DIALECTS = ("auto", "postgres", "mysql", "mariadb", "sqlite", "tsql", "oracle")


def _word(help_: str, *words: str) -> Key:
    """A key that takes one of some words; without it the first holds."""
    return Key(Text(words), help_, words[0])


CHANGELOG = Table(
    {
        "path": Key(PATH, "its folder or master file, from the repository's top", required=True),
        "format": _word("which tool's files these are", *_FORMATS),
        "dialect": _word("the SQL spoken; auto: what the instances tell", *_DIALECTS),
        "version": Key(VERSION, 'of the database server, such as "15": decides what is online'),
        "liquibase": Key(VERSION, 'of Liquibase, such as "4.29": decides how contexts are read'),
        "timeouts": _word("who limits how long statements wait", "written", "managed"),
    }
)

INSTANCE = Table(
    {
        "url": Key(URL, "where its URL is found: env:NAME, file:PATH, exec:COMMAND", required=True),
        "changelog": Key(_TEXT, "which changelog it holds, where there are several"),
        "contexts": Key(_TEXTS, "contexts of changes that run here, instead of the environment's"),
        "labels": Key(_TEXT, "label expression of changes that run here, as above"),
        "properties": _PROPERTIES,
    }
)

ENVIRONMENT = Table(
    {
        "branch": Key(BRANCH, "the branch that is deployed here"),
        "from": Key(_TEXT, "the environment that must hold a change before this one may"),
        "tier": Key(NAME, "a name by which policies speak of several environments"),
        "contexts": Key(_TEXTS, "contexts of changes that run here", []),
        "labels": Key(_TEXT, "label expression of changes that run here", ""),
        "properties": _PROPERTIES,
        "soak": Key(DURATION, "how long a change has to be well in the environment below", "0s"),
        "approvals": Key(Number(most=99), "how many people must approve the exact plan", 0),
        "verify": Key(_TEXT, "a query that must return a row that is true after a deploy", ""),
        "waves": Key(Many(_NAMES), "instances by turn; without it all at once", []),
        "freeze": Key(_TEXTS, 'when nothing is deployed: "Fri 16:00-Mon 08:00 UTC"', []),
        "on_failure": _word("what a failed deploy does next", "stop", "rollback"),
        "instances": Key(Named(INSTANCE, NAME), "the databases of this environment", {}),
    }
)

BREAK_GLASS = Table(
    {
        "enabled": Key(Flag(), "whether a push may pass the gates in an emergency", default=False),
        "users": Key(_TEXTS, "who may; nobody named: everybody who may push", []),
        "environments": Key(_TEXTS, "where; none named: everywhere", []),
        "debt": Key(DURATION, "how long a hotfix may wait to be merged back", "3d"),
    }
)

PROMOTION = Table(
    {
        "mode": _word("what a promotion is judged by", "content", "ancestry", "strict"),
        "same_push": _word("several environments in one push", "refuse", "chain"),
        "gaps": _word("skipping a change and taking a later one", "refuse", "allow"),
        "order": _word("a new change that sorts before an old one", "refuse", "allow"),
        "back_merge": _word("a hotfix that is not below yet", "require", "warn"),
        "immutable_from": Key(_TEXT, "the first environment whose changes nobody may edit"),
        "identity": _word("what tells changes apart", "path", "id"),
        "checksum": _word("what counts as an edit", "normalized", "raw"),
        "revert": _word("a push that takes the newest changes away", "refuse", "rollback"),
        "candidate_refs": Key(
            Many(CANDIDATE), "refs that are judged as the branch they are for", []
        ),
        "break_glass": Key(BREAK_GLASS, "the way past the gates in an emergency", {}),
    }
)

POLICY = Table(
    {
        "extends": Key(_TEXTS, "bundles by name, or files; a later one wins", ["default"]),
        "fail_on": _word("which findings refuse", "error", "warning"),
        "rules": Key(Named(Either((WORD, Open()))), "rules of this repository, over bundles", {}),
        "custom": Key(Many(CUSTOM), "rules of one's own, without code", []),
    }
)

DEPLOY = Table(
    {
        "wait": Key(DURATION, "how long a push waits and shows the deploy it started", "5s"),
        "workers": Key(Number(1, 1000), "how many instances of a wave run at a time", 4),
        "lock_timeout": Key(DURATION, "how long a statement waits for a lock; 0s: for ever", "5s"),
        "statement_timeout": Key(DURATION, "how long a statement runs; 0s: for ever", "0s"),
        "retries": Key(Number(most=1000), "how often a lock that timed out is tried again", 3),
        "executor": _word("what runs the tasks of a deploy", "local", "celery"),
    }
)

CONFIGURATION = Table(
    {
        "strategy": _word(
            "branches: a branch per environment; trunk: one branch, gated environments",
            "branches",
            "trunk",
        ),
        "changelogs": Key(Named(CHANGELOG, NAME), "histories of database schemas, by name", {}),
        "environments": Key(Named(ENVIRONMENT, NAME), "places where changes run, by name", {}),
        "promotion": Key(PROMOTION, "how changes move from one environment to the next", {}),
        "policy": Key(POLICY, "which rules apply, and how much they weigh", {}),
        "deploy": Key(DEPLOY, "how changes are applied", {}),
    }
)
