"""Character sets of columns that have rows."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.tables import ModifyColumn, SetTableOption
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.modified import Change, change
from branchline.rules.mysql.servers import copied, is_mysql, online, seen
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing


@rule("convert-charset")
def convert_charset(statement: Statement) -> Iterator[Problem]:
    """A table or a column gets another character set: every row is written anew.

    Writes wait until the whole table is copied.

    ```sql mariadb 10.11
    -- changeset 0001_posts
    CREATE TABLE posts (title varchar(80)) DEFAULT CHARACTER SET latin1;
    -- changeset 0002_letters
    ALTER TABLE posts CONVERT TO CHARACTER SET utf8mb4; -- finding
    ```

    ```sql mysql 8.0
    -- changeset 0001_posts
    CREATE TABLE posts (title varchar(80) CHARACTER SET latin1);
    -- changeset 0002_letters
    ALTER TABLE posts MODIFY title varchar(80) CHARACTER SET utf8mb4; -- finding
    ```

    Copy with a tool that lets others write. For new columns alone, change the
    default of the table.

    ```sql mariadb 10.11
    ALTER TABLE posts DEFAULT CHARACTER SET utf8mb4;
    ```

    Does not fire on a table that nobody else can see, or where the columns have
    the character set already. Where the changelog does not tell what they have,
    it fires on CONVERT TO and says so.

    ```sql mariadb 10.11
    -- changeset 0001_posts
    CREATE TABLE posts (title varchar(80)) DEFAULT CHARACTER SET utf8mb4;
    -- changeset 0002_letters
    ALTER TABLE posts CONVERT TO CHARACTER SET utf8mb4;
    CREATE TABLE carts (title varchar(80)) CHARACTER SET latin1;
    ALTER TABLE carts CONVERT TO CHARACTER SET utf8mb4;
    ```

    ```sql mysql 8.0
    ALTER TABLE imported CONVERT TO CHARACTER SET utf8mb4; -- finding
    ```

    Known elsewhere as: bytebase COLUMN_DISALLOW_SET_CHARSET and
    TABLE_DISALLOW_SET_CHARSET.
    """
    if not is_mysql(statement):
        return
    for option, effect in seen(statement, SetTableOption):
        if option.option != "convert charset":
            continue
        doubt = f"the changelog does not tell {effect.unknown}: " if effect.unknown else ""
        if doubt or option in copied(statement, SetTableOption):
            yield Problem(
                f"{doubt}{option.table} {'may be' if doubt else 'is'} copied as a whole to hold"
                f" {option.value}: writes wait",
                online(option.table),
                doubtful=bool(doubt),
            )
    lettered = (
        modify
        for modify in copied(statement, ModifyColumn)
        if change(statement, modify) is Change.CHARSET
    )
    for table, mine in by_table(lettered):
        names = listing([modify.name for modify in mine])
        yield Problem(
            f"{table} is copied as a whole to give {names} other letters: writes wait",
            online(table),
        )
