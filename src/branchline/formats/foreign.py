"""Signs of other tools' files, in names and in text.

A file made for another tool can look like a plain one and mean something else:
what stands below `-- migrate:down` would run as part of the change.
"""

import re

from branchline.model.regex import regex


def sign_in_name(path: str) -> str:
    """Name the tool that a file below a changelog's folder belongs to; empty when none shows."""
    found = (_OF_SQL if path[-4:].lower() == ".sql" else _OF_OTHERS).search(path)
    return _TOOLS[found.lastgroup or ""] if found else ""


def sign_in_text(text: str) -> str:
    """Name the tool whose markers a text holds; empty when there are none."""
    found = _MARKERS.search(text) if "--" in text else None
    return _TOOLS[found.lastgroup or ""] if found else ""


def sign_in_code(text: str) -> str:
    """Name the tool that Python is written for; empty when it does not show."""
    found = _CODE.search(text)
    return _TOOLS[found.lastgroup or ""] if found else ""


_TOOLS = {
    "alembic": "alembic",
    "atlas": "atlas",
    "dbmate": "dbmate",
    "django": "django",
    "drizzle": "drizzle",
    "golang_migrate": "golang-migrate",
    "goose": "goose",
    "graphile": "graphile-migrate",
    "knex": "knex",
    "liquibase": "liquibase",
    "mybatis": "mybatis-migrations",
    "node_pg": "node-pg-migrate",
    "prisma": "prisma",
    "rails": "rails",
    "rambler": "rambler",
    "sql_migrate": "sql-migrate",
    "sqitch": "sqitch",
    "yoyo": "yoyo",
}

# Apart, since almost every path is one of SQL, and few expressions are quickly made.
_OF_SQL = regex(
    r"""(?:^|/)(?:
    (?P<prisma>migration\.sql)
    |(?P<graphile>committed/[0-9]{6}[^/]*+(?<=\.sql))
    |(?P<golang_migrate>[0-9]++_[^/]*+(?<=\.up\.sql))
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_OF_OTHERS = regex(
    r"""(?:^|/)(?:
    (?P<sqitch>sqitch\.(?:plan|conf))
    |(?P<atlas>atlas\.sum)
    |(?P<alembic>script\.py\.mako|alembic\.ini|[0-9a-f]{12}_[^/]*+(?<=\.py))
    |(?P<django>[0-9]{4}_\w*+\.py)
    |(?P<rails>[0-9]{14}_\w*+\.rb)
    |(?P<goose>[0-9]++_\w*+\.go)
    |(?P<knex>[0-9]{13,14}[_-][\w-]*+\.[cm]?[jt]s)
    |(?P<prisma>migration_lock\.toml)
    |(?P<drizzle>meta/_journal\.json)
    |(?P<liquibase>[\w.-]*?change-?(?:log|set)[\w.-]*?\.(?:xml|ya?ml|json))
    )$""",
    re.VERBOSE | re.IGNORECASE,
)

_MARKERS = regex(
    r"""(?<![^\r\n])[ \t]*+--(?:
    [ \t]*+(?P<dbmate>migrate:(?:up|down)\b)
    |[ \t]*+(?P<goose>\+goose\ (?:up|down|statementbegin|no\ transaction))
    |[ \t]*+(?P<sql_migrate>\+migrate\ (?:up|down))
    |[ \t]*+(?P<liquibase>liquibase\ formatted\ sql)
    |[ \t]*+(?P<node_pg>(?:up|down)\ migration[ \t]*+(?![^\r\n]))
    |[ \t]*+(?P<mybatis>//[ \t]*+@undo)
    |[ \t]*+(?P<rambler>rambler\ (?:up|down))
    |(?P<graphile>!\ (?:previous|hash):)
    |[ \t]*+(?P<yoyo>depends:)
    )""",
    re.VERBOSE | re.IGNORECASE,
)

_CODE = regex(
    r"""^(?:
    (?P<alembic>down_revision[ \t]*(?::[^=\n]+)?=)
    |(?P<django>from[ \t]+django\.db[ \t]+import[^\n]*\bmigrations\b
        |import[ \t]+django\.db\.migrations|class[ \t]+Migration\(migrations\.Migration\))
    |(?P<yoyo>from[ \t]+yoyo[ \t]+import|__depends__[ \t]*=)
    )""",
    re.VERBOSE | re.MULTILINE,
)
