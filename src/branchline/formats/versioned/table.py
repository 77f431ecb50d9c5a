"""The tools that keep versions in file names, a row each."""

from collections.abc import Mapping

from branchline.formats.versioned import atlas, dbmate, goose, graphile, integrity
from branchline.formats.versioned.parts import Parts
from branchline.formats.versioned.tool import Tool
from branchline.model.regex import regex


def _golang_migrate(text: str, dialect: str) -> Parts:
    """A file is what it is; only SQLite's driver wraps each in a transaction.

    Others send it as one string: several statements commit together on
    PostgreSQL, and one alone runs by itself, even CREATE INDEX CONCURRENTLY.
    """
    if dialect == "postgres":
        from branchline.sql.split import split

        return Parts(
            text, None, text, len([*zip(range(2), split(text, dialect), strict=False)]) > 1
        )
    return Parts(text, None, text, dialect == "sqlite")


TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool(
            "dbmate",
            regex(r"(?P<stem>(?P<version>[0-9]++).*)\.sql"),
            "20260101120000_words.sql",
            dbmate.parts,
            lexical=True,
            body="-- {title}\n\n-- migrate:up\n\n\n-- migrate:down\n\n",
        ),
        Tool(
            "goose",
            regex(r"(?P<stem>(?P<version>[0-9]++)_.*)\.(?:sql|go)(?<!_test\.go)"),
            "20260101120000_words.sql",
            goose.parts,
            least=1,
            body="-- {title}\n\n-- +goose Up\n\n\n-- +goose Down\n\n",
            code=".go",
        ),
        Tool(
            "golang-migrate",
            regex(r"(?P<stem>(?P<version>[0-9]++)_.*)\.(?P<way>up|down)\.sql"),
            "000001_words.up.sql",
            _golang_migrate,
            limit=(1 << 64) - 1,
            first="000001",
            body="-- {title}\n\n",
            paired=True,
        ),
        Tool(
            "atlas",
            regex(r"(?P<stem>(?P<version>[^_]*?)(?:_.*)?)\.sql"),
            "20260101120000_words.sql",
            atlas.parts,
            lexical=True,
            body="-- {title}\n\n",
            forward="Atlas plans the way back from the schema itself",
            own=(atlas.SUMS,),
            marked=True,
            stale=integrity.stale_sums,
            derived=integrity.sum_file,
            is_base=atlas.is_checkpoint,
        ),
        Tool(
            "graphile-migrate",
            regex(r"(?P<stem>(?P<version>[0-9]++)(?:-[-_a-zA-Z0-9]*+)?)\.sql"),
            "committed/000001-words.sql",
            graphile.parts,
            folder="committed/",
            first="000001",
            body="--! Message: {title}\n\n",
            forward="graphile-migrate goes forward only",
            own=("current.sql", "current/"),
            stale=integrity.stale_chain,
            derived=integrity.chain,
            checksum=integrity.own_hash,
        ),
    )
}
"""By name, as a configuration gives it."""
