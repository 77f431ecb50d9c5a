"""Changes that are not SQL, as the SQL that Liquibase makes of them for a database.

What it is asked for is what it says it would run (`update-sql`), as far as it can say so
without the database. Where only a server's answer or Java's classes tell, nothing is written.
"""

from collections.abc import Callable, Iterator, Mapping

from branchline.formats.liquibase.changes import Change
from branchline.formats.liquibase.rendering import columns, constraints, objects, rows, tables
from branchline.formats.liquibase.rendering.literals import UnrenderedError

__all__ = ["UnrenderedError", "rendered"]


def rendered(change: Change, dialect: str) -> tuple[str, ...]:
    """Return the statements of a change, without an end.

    Raises:
        UnrenderedError: only Liquibase can write them; why, after the change's name.
    """
    if change.name in _NOTHING:
        return ()
    render = _WRITERS.get(change.name)
    if render is None:
        raise UnrenderedError("is written by Liquibase alone")
    return tuple(render(change, dialect))


_NOTHING = frozenset({"tagDatabase", "empty", "output"})
_WRITERS: Mapping[str, Callable[[Change, str], Iterator[str]]] = {
    "addAutoIncrement": columns.add_auto_increment,
    "addColumn": columns.add_column,
    "addDefaultValue": columns.add_default,
    "addForeignKeyConstraint": constraints.add_foreign_key,
    "addLookupTable": constraints.add_lookup_table,
    "addNotNullConstraint": columns.add_not_null,
    "addPrimaryKey": constraints.add_primary_key,
    "addUniqueConstraint": constraints.add_unique,
    "alterSequence": objects.alter_sequence,
    "createIndex": objects.create_index,
    "createProcedure": objects.create_procedure,
    "createSequence": objects.create_sequence,
    "createTable": tables.create_table,
    "createView": objects.create_view,
    "delete": rows.delete,
    "dropColumn": columns.drop_column,
    "dropDefaultValue": columns.drop_default,
    "dropForeignKeyConstraint": constraints.drop_foreign_key,
    "dropIndex": objects.drop_index,
    "dropNotNullConstraint": columns.drop_not_null,
    "dropPrimaryKey": constraints.drop_primary_key,
    "dropProcedure": objects.drop_procedure,
    "dropSequence": objects.drop_sequence,
    "dropTable": tables.drop_table,
    "dropUniqueConstraint": constraints.drop_unique,
    "dropView": objects.drop_view,
    "insert": rows.insert,
    "mergeColumns": columns.merge_columns,
    "modifyDataType": columns.modify_data_type,
    "renameColumn": columns.rename_column,
    "renameSequence": objects.rename_sequence,
    "renameTable": tables.rename_table,
    "renameView": objects.rename_view,
    "setColumnRemarks": columns.set_column_remarks,
    "setTableRemarks": tables.set_table_remarks,
    "update": rows.update,
}
