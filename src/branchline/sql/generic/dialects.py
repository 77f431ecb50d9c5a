"""What differs between dialects and is no grammar: names, types, reserved words."""

import re
from collections.abc import Mapping
from functools import cache

from branchline.model.value import value


@value
class Dialect:
    """A dialect's habits.

    `fold_tables` and `fold_columns` are `lower`, `upper` or empty; `always`
    says that quotes do not keep a name from folding. `main` is the schema that
    every name is in anyway. `string_names` says that a string may be a name.
    """

    name: str
    fold_tables: str = "lower"
    fold_columns: str = "lower"
    always: bool = False
    main: str = ""
    string_names: bool = False
    reserved: frozenset[str] = frozenset()
    types: Mapping[str, str] = {}

    @property
    def mysql(self) -> bool:
        """Whether it is MySQL or MariaDB."""
        return self.name in {"mysql", "mariadb"}

    def fold(self, name: str, *, quoted: bool, column: bool) -> str:
        """Return a name as the server compares it."""
        how = self.fold_columns if column else self.fold_tables
        if not how or (quoted and not self.always):
            return name
        return name.lower() if how == "lower" else name.upper()


@cache
def dialect(name: str) -> Dialect:
    """Return a dialect; one that is not known folds as standard servers mostly do."""
    return _DIALECTS.get(name) or Dialect(name, reserved=_RESERVED)


_SQLITE_RESERVED = frozenset(
    re.findall(
        r"\w+",
        """
    ADD ALL ALTER AND AS AUTOINCREMENT BETWEEN CASE CHECK COLLATE COMMIT CONSTRAINT CREATE
    DEFAULT DEFERRABLE DELETE DISTINCT DROP ELSE ESCAPE EXISTS FOREIGN FROM GROUP HAVING
    IN INDEX INSERT INTO IS ISNULL JOIN LIMIT NOT NOTNULL NULL ON OR ORDER PRIMARY
    REFERENCES RETURNING SELECT SET TABLE THEN TO TRANSACTION UNION UNIQUE UPDATE USING
    VALUES WHEN WHERE
    """,
    )
)
_SQLITE_TYPES = {"int": "integer"}
_MYSQL_RESERVED = frozenset(
    re.findall(
        r"\w+",
        """
    ADD ALL ALTER ANALYZE AND AS ASC BEFORE BETWEEN BIGINT BINARY BLOB BOTH BY CASCADE CASE CHANGE
    CHAR CHARACTER CHECK COLLATE COLUMN CONDITION CONSTRAINT CONTINUE CONVERT CREATE CROSS
    CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER CURSOR DATABASE DATABASES DECIMAL
    DECLARE DEFAULT DELAYED DELETE DESC DESCRIBE DETERMINISTIC DISTINCT DISTINCTROW DIV DOUBLE DROP
    DUAL EACH ELSE ELSEIF ENCLOSED ESCAPED EXISTS EXIT EXPLAIN FALSE FETCH FLOAT FOR FORCE FOREIGN
    FROM FULLTEXT GRANT GROUP HAVING HIGH_PRIORITY IF IGNORE IN INDEX INFILE INNER INOUT
    INSENSITIVE INSERT INT INTEGER INTERVAL INTO IS ITERATE JOIN KEY KEYS KILL LEADING LEAVE LEFT
    LIKE LIMIT LINES LOAD LOCALTIME LOCALTIMESTAMP LOCK LONG LONGBLOB LONGTEXT LOOP LOW_PRIORITY
    MATCH MEDIUMBLOB MEDIUMINT MEDIUMTEXT MOD NATURAL NOT NULL NUMERIC ON OPTIMIZE OPTION
    OPTIONALLY OR ORDER OUT OUTER OUTFILE PARTITION PRECISION PRIMARY PROCEDURE PURGE RANGE READ
    REAL REFERENCES REGEXP RELEASE RENAME REPEAT REPLACE REQUIRE RESTRICT RETURN REVOKE RIGHT RLIKE
    SCHEMA SCHEMAS SELECT SET SHOW SMALLINT SPATIAL SQL STARTING STRAIGHT_JOIN TABLE TERMINATED
    THEN TINYBLOB TINYINT TINYTEXT TO TRAILING TRIGGER TRUE UNDO UNION UNIQUE UNLOCK UNSIGNED
    UPDATE USAGE USE USING UTC_DATE UTC_TIME UTC_TIMESTAMP VALUES VARBINARY VARCHAR WHEN WHERE
    WHILE WITH WRITE XOR ZEROFILL
    """,
    )
)
_RESERVED = frozenset(
    re.findall(
        r"\w+",
        """
    ADD ALL ALTER AND ANY AS ASC BETWEEN BY CASE CHECK COLUMN CONSTRAINT CREATE DEFAULT DELETE DESC
    DISTINCT DROP ELSE END EXISTS FOR FOREIGN FROM GRANT GROUP HAVING IN INDEX INSERT INTO IS LIKE
    NOT NULL OF ON OR ORDER PRIMARY REFERENCES REVOKE SELECT SET TABLE THEN TO UNION UNIQUE UPDATE
    VALUES WHEN WHERE WITH
    """,
    )
)
_TSQL_TYPES = {
    "integer": "int",
    "dec": "decimal",
    "numeric": "decimal",
    "double precision": "float",
    "character": "char",
    "rowversion": "timestamp",
}
_ORACLE_TYPES = {"int": "integer", "varchar": "varchar2", "character": "char", "dec": "decimal"}
_DIALECTS = {
    name: Dialect(name, fold_tables="", always=True, reserved=_MYSQL_RESERVED)
    for name in ("mysql", "mariadb")
} | {
    "tsql": Dialect(
        "tsql", always=True, main="dbo", string_names=True, reserved=_RESERVED, types=_TSQL_TYPES
    ),
    "oracle": Dialect(
        "oracle",
        fold_tables="upper",
        fold_columns="upper",
        reserved=_RESERVED,
        types=_ORACLE_TYPES,
    ),
    "sqlite": Dialect(
        "sqlite",
        always=True,
        main="main",
        string_names=True,
        reserved=_SQLITE_RESERVED,
        types=_SQLITE_TYPES,
    ),
}
