"""The types of change of Liquibase's open edition, and the fields that each keeps.

`?` after a name marks a switch, `*` that a type holds columns (`+`: where one is written).
Source: liquibase-core 4.29.0, `getSerializableFields` of each; newer types are unknown.
"""

from collections.abc import Iterator, Mapping

from branchline.model.value import value


@value
class Kind:
    """One type: fields to their marks; the one that may stand as text, and whether SQL is in it."""

    names: dict[str, str]
    lists: bool | None = False
    direct: str = ""
    body: bool = False
    defaults: tuple[tuple[str, str], ...] = ()
    unsummed: frozenset[str] = frozenset()


class _Kinds(Mapping[str, Kind]):
    """A type is cut from its line when it is first asked for."""

    def __init__(self) -> None:
        self._known: dict[str, Kind] = {}

    def __getitem__(self, name: str) -> Kind:
        if name not in self._known:
            words = _TYPES[name].split()
            self._known[name] = Kind(
                _marked(_TYPES[name]),
                True if "columns*" in words else None if "columns+" in words else False,
                _DIRECT.get(name, ""),
                name in _BODIES,
                _DEFAULTS.get(name, ()),
                frozenset(_UNSUMMED.get(name, "").split()),
            )
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_TYPES)

    def __len__(self) -> int:
        return len(_TYPES)


_TYPES = {
    "addAutoIncrement": (
        "catalogName columnDataType columnName defaultOnNull? generationType "
        "incrementBy schemaName startWith tableName"
    ),
    "addColumn": "catalogName columns* schemaName tableName",
    "addDefaultValue": (
        "catalogName columnDataType columnName defaultValue defaultValueBoolean? "
        "defaultValueComputed defaultValueConstraintName defaultValueDate "
        "defaultValueNumeric defaultValueSequenceNext schemaName tableName"
    ),
    "addForeignKeyConstraint": (
        "baseColumnNames baseTableCatalogName baseTableName baseTableSchemaName "
        "constraintName deferrable? deleteCascade? initiallyDeferred? onDelete onUpdate "
        "referencedColumnNames referencedTableCatalogName referencedTableName "
        "referencedTableSchemaName referencesUniqueColumn? validate?"
    ),
    "addLookupTable": (
        "constraintName existingColumnName existingTableCatalogName existingTableName "
        "existingTableSchemaName newColumnDataType newColumnName newTableCatalogName "
        "newTableName newTableSchemaName"
    ),
    "addNotNullConstraint": (
        "catalogName columnDataType columnName constraintName defaultNullValue "
        "schemaName tableName validate?"
    ),
    "addPrimaryKey": (
        "catalogName clustered? columnNames constraintName forIndexCatalogName "
        "forIndexName forIndexSchemaName schemaName tableName tablespace validate?"
    ),
    "addUniqueConstraint": (
        "catalogName clustered? columnNames constraintName deferrable? disabled? "
        "forIndexCatalogName forIndexName forIndexSchemaName initiallyDeferred? "
        "schemaName tableName tablespace validate?"
    ),
    "alterSequence": (
        "cacheSize catalogName cycle? dataType incrementBy maxValue minValue ordered? "
        "schemaName sequenceName"
    ),
    "createIndex": (
        "associatedWith catalogName clustered? columns* indexName schemaName tableName "
        "tablespace unique?"
    ),
    "createProcedure": (
        "catalogName comments dbms encoding path procedureName procedureText "
        "relativeToChangelogFile? replaceIfExists? schemaName"
    ),
    "createSequence": (
        "cacheSize catalogName cycle? dataType incrementBy maxValue minValue ordered? "
        "schemaName sequenceName startValue"
    ),
    "createTable": (
        "catalogName columns* ifNotExists? remarks rowDependencies? schemaName "
        "tableName tableType tablespace"
    ),
    "createView": (
        "catalogName encoding fullDefinition? path relativeToChangelogFile? remarks "
        "replaceIfExists? schemaName selectQuery viewName"
    ),
    "delete": "catalogName schemaName tableName where",
    "dropAllForeignKeyConstraints": "baseTableCatalogName baseTableName baseTableSchemaName",
    "dropColumn": "catalogName columnName columns+ schemaName tableName",
    "dropDefaultValue": "catalogName columnDataType columnName schemaName tableName",
    "dropForeignKeyConstraint": (
        "baseTableCatalogName baseTableName baseTableSchemaName constraintName"
    ),
    "dropIndex": "catalogName indexName schemaName tableName",
    "dropNotNullConstraint": (
        "catalogName columnDataType columnName constraintName schemaName tableName"
    ),
    "dropPrimaryKey": "catalogName constraintName dropIndex? schemaName tableName",
    "dropProcedure": "catalogName procedureName schemaName",
    "dropSequence": "catalogName schemaName sequenceName",
    "dropTable": "cascadeConstraints? catalogName schemaName tableName",
    "dropUniqueConstraint": "catalogName constraintName schemaName tableName uniqueColumns",
    "dropView": "catalogName ifExists? schemaName viewName",
    "empty": "",
    "executeCommand": "executable timeout",
    "insert": "catalogName columns* dbms schemaName tableName",
    "loadData": (
        "catalogName columns* commentLineStartsWith encoding file quotchar "
        "relativeToChangelogFile? schemaName separator tableName usePreparedStatements?"
    ),
    "loadUpdateData": (
        "catalogName columns* commentLineStartsWith encoding file onlyUpdate? "
        "primaryKey quotchar relativeToChangelogFile? schemaName separator tableName "
        "usePreparedStatements?"
    ),
    "mergeColumns": (
        "catalogName column1Name column2Name finalColumnName finalColumnType joinString "
        "schemaName tableName"
    ),
    "modifyDataType": "catalogName columnName newDataType schemaName tableName",
    "output": "message target",
    "renameColumn": (
        "catalogName columnDataType newColumnName oldColumnName remarks schemaName tableName"
    ),
    "renameSequence": "catalogName newSequenceName oldSequenceName schemaName",
    "renameTable": "catalogName newTableName oldTableName schemaName",
    "renameView": "catalogName newViewName oldViewName schemaName",
    "setColumnRemarks": (
        "catalogName columnDataType columnName columnParentType remarks schemaName tableName"
    ),
    "setTableRemarks": "catalogName remarks schemaName tableName",
    "stop": "message",
    "tagDatabase": "tag",
    "update": "catalogName columns* schemaName tableName where",
}

_DIRECT = {
    "createView": "selectQuery",
    "createProcedure": "procedureText",
    "output": "message",
    "stop": "message",
}
_BODIES = frozenset({"createView", "createProcedure"})
_CSV = (("commentLineStartsWith", "#"), ("quotchar", '"'), ("separator", ","))
_DEFAULTS = {
    "output": (("target", "STDERR"),),
    "stop": (("message", "Stop command in changelog file"),),
    "loadData": _CSV,
    "loadUpdateData": (*_CSV, ("onlyUpdate", "false")),
}
_UNSUMMED = {
    "createTable": "ifNotExists rowDependencies",
    "createIndex": "associatedWith",
    "createView": "path relativeToChangelogFile selectQuery encoding",
    "createProcedure": "path dbms relativeToChangelogFile procedureText encoding comments",
}


def _marked(text: str) -> dict[str, str]:
    return {
        word.rstrip("?"): word[-1] if word[-1] == "?" else ""
        for word in text.split()
        if word[-1] not in "*+"
    }


FIELDS: Mapping[str, Kind] = _Kinds()
COLUMN = _marked(
    "valueBoolean? valueSequenceCurrent valueNumeric computed? generationType defaultValue type "
    "descending? defaultValueNumeric defaultValueBoolean? valueBlobFile incrementBy "
    "defaultValueSequenceNext value startWith autoIncrement? valueClobFile valueDate encoding "
    "defaultValueConstraintName defaultOnNull? defaultValueComputed defaultValueDate name "
    "valueSequenceNext valueComputed remarks"
)
_PLACES = _marked("beforeColumn afterColumn position")
_ROWS = _marked("loadType nullPlaceholder index header allowUpdate?")
COLUMNS = {
    "addColumn": {**COLUMN, **_PLACES},
    "createIndex": {**COLUMN, **_PLACES},
    "loadData": {**COLUMN, **_ROWS},
    "loadUpdateData": {**COLUMN, **_ROWS},
}
"""The columns of these types may say more."""
UNINDEXED = frozenset(
    _marked("type value remarks encoding incrementBy startWith autoIncrement defaultValue")
)
"""What is dropped of the columns of an index."""
CONSTRAINTS = _marked(
    "primaryKeyTablespace validateUnique? deferrable? nullable? references "
    "referencedTableCatalogName referencedTableSchemaName validatePrimaryKey? "
    "validateForeignKey? checkConstraint referencedTableName deleteCascade? "
    "referencedColumnNames notNullConstraintName validateNullable? unique? "
    "uniqueConstraintName primaryKeyName initiallyDeferred? foreignKeyName primaryKey?"
)

CHANGESET = frozenset(
    _marked(
        "id author runAlways alwaysRun runOnChange runInTransaction failOnError ignore runOrder "
        "dbms labels runWith runWithSpoolFile onValidationFail objectQuotingStrategy created "
        "context contextFilter logicalFilePath comment preConditions validCheckSum validCheckSums "
        "rollback modifySql changes"
    )
) | {""}
"""What a changeset says of itself; anything else in it is a change."""
