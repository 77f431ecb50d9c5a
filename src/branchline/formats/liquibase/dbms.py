"""The names of databases that `dbms` may say: those of Liquibase and of its extensions.

A name that is none of these selects nothing, and says nothing about it.
"""

KNOWN = frozenset(
    {"all", "none", "asany", "asa", "cockroachdb", "db2", "db2z", "derby", "edb", "firebird", "h2"}
    | {"hsqldb", "informix", "ingres", "mariadb", "mssql", "mysql", "oracle", "postgresql"}
    | {"sqlite", "sybase", "db2i", "bigquery", "cassandra", "cosmosdb", "databricks", "dynamodb"}
    | {"duckdb", "exasol", "hana", "hanadb", "hibernate", "impala", "hive", "mongodb", "neo4j"}
    | {"redshift", "snowflake", "spanner", "cloudspanner", "teradata", "vertica", "yugabytedb"}
    | {"clickhouse", "maxdb", "sap", "sqlanywhere", "percona", "ydb", "vitess", "tidb", "aurora"}
    | {"enterprisedb", "filemaker", "dm", "kingbase", "unsupported", "netezza", "greenplum"}
    | {"oceanbase", "access", "ignite", "virtuoso", "trino", "starrocks", "opengauss", "athena"}
)


def is_for(dbms: str, dialect: str) -> bool:
    """Whether a changeset with this `dbms` runs on a database, by Liquibase's name for that.

    Source: liquibase/liquibase, `DatabaseList.definitionMatches`.
    """
    words = {word for part in dbms.lower().split(",") if (word := part.strip())}
    name = _NAMES.get(dialect, dialect)
    if not words or "all" in words:
        return True
    if "none" in words or f"!{name}" in words:
        return False
    return name in words or all(word.startswith("!") for word in words)


def nearest(name: str) -> str:
    """Return the name that was meant, or nothing."""
    from difflib import get_close_matches

    bare = name.strip("\"'")
    if bare in KNOWN:
        return bare
    return _MEANT.get(bare) or next(iter(get_close_matches(bare, sorted(KNOWN), 1, 0.8)), "")


_NAMES = {"postgres": "postgresql", "tsql": "mssql"}
_MEANT = {
    "postgres": "postgresql",
    "pgsql": "postgresql",
    "pg": "postgresql",
    "psql": "postgresql",
    "sqlserver": "mssql",
    "sqlite3": "sqlite",
    "ora": "oracle",
    "cockroach": "cockroachdb",
}
