"""The replay where PostgreSQL is not asked: other dialects, and what nobody made."""

from branchline.model.effects import Engine
from branchline.model.operations.base import Name
from branchline.model.operations.session import Select
from branchline.model.operations.tables import CreateTable
from branchline.model.schema import Catalog
from branchline.sql.analyse import Replay
from branchline.sql.catalog import apply
from tests.sql.units import changeset


def replayed(sql: str, dialect: str = "postgres") -> Catalog:
    replay = Replay(Engine(dialect))
    replay.pass_over(changeset("1", sql))
    return replay.catalog


def columns(catalog: Catalog, table: str) -> list[str]:
    return [column.name for column in catalog.tables[table].columns]


def test_what_changes_nothing_gives_the_same_catalogue_back() -> None:
    catalog = apply(Catalog(), CreateTable(Name("t")))

    assert apply(catalog, Select()) is catalog


def test_says_which_changeset_made_a_table() -> None:
    assert apply(Catalog(), CreateTable(Name("t")), "0001_t").tables["t"].created_by == "0001_t"


def test_a_table_that_nobody_made_is_there_with_columns_unknown() -> None:
    catalog = replayed("alter table t alter a set not null, add b int; alter table t rename to u")

    table = catalog.tables["u"]
    assert not table.complete
    assert [(column.name, column.not_null) for column in table.columns] == [
        ("a", True),
        ("b", False),
    ]
    assert "t" in catalog.gone


def test_a_table_that_was_dropped_is_known_to_be_absent() -> None:
    catalog = replayed("drop table a; drop table if exists b; create table b (id int)")

    assert "a" in catalog.gone
    assert "b" not in catalog.gone


def test_a_table_from_something_unknown_is_incomplete() -> None:
    catalog = replayed("create table a (like nobody); create table b as select 1 as x")

    assert not catalog.tables["a"].complete
    assert not catalog.tables["b"].complete


def test_a_serial_is_a_number_with_a_sequence() -> None:
    column = replayed("create table t (id bigserial)").tables["t"].columns[0]

    assert str(column.type) == "bigint"
    assert column.not_null
    assert column.default is not None
    assert column.default.functions == ("nextval",)


def test_mysql_redefines_columns_and_moves_them() -> None:
    catalog = replayed(
        "create table t (a int, b int); alter table t modify b bigint not null first,"
        "change a c varchar(9); alter table t add d int after b;",
        "mysql",
    )

    assert columns(catalog, "t") == ["b", "d", "c"]
    assert catalog.tables["t"].columns[0].not_null
    assert str(catalog.tables["t"].columns[2].type) == "varchar(9)"


def test_mysql_has_indexes_of_one_name_on_many_tables() -> None:
    catalog = replayed(
        "create table a (x int, key i (x)); create table b (x int, y int, key i (x));"
        "drop index i on b;",
        "mysql",
    )

    assert [index.table for index in catalog.indexes.values()] == ["a"]


def test_mysql_drops_keys_by_kind() -> None:
    catalog = replayed(
        "create table t (id int primary key, a int unique); alter table t drop primary key;"
        "alter table t drop index a;",
        "mysql",
    )

    assert catalog.tables["t"].constraints == ()
    assert len(catalog.indexes) == 0


def test_sqlites_rebuild_leaves_one_table_and_the_keys_to_it() -> None:
    catalog = replayed(
        "create table t (id integer primary key, a int);"
        "create table k (t_id int references t (id));"
        "create table new (id integer primary key, a int not null, b int);"
        "insert into new select id, a, 1 from t; drop table t; alter table new rename to t;",
        "sqlite",
    )

    assert columns(catalog, "t") == ["id", "a", "b"]
    assert catalog.tables["t"].rows
    assert catalog.referencing_tables("t") == ("k",)


def test_an_exact_number_of_columns_is_kept_from_a_hostile_file() -> None:
    catalog = replayed(
        "create table t (id int); alter table t "
        + ", ".join(f"add c{number} int" for number in range(5000))
    )

    assert len(catalog.tables["t"].columns) == 4096


def test_privileges_follow_an_object_and_go_with_it() -> None:
    made = "create table t (a int); create view v as select a from t; grant select on t, v to r, s;"
    moved = "alter table t rename to u; alter view v rename to w; revoke all on u from r;"

    assert dict(replayed(made).granted) == {"t": ("r", "s"), "v": ("r", "s")}
    assert dict(replayed(made + moved).granted) == {"u": ("s",), "w": ("r", "s")}
    assert dict(replayed(made + moved + "drop table u cascade").granted) == {}


def test_only_privileges_on_what_is_named_are_kept() -> None:
    sql = """
    grant select on all tables in schema public to r; grant r to s;
    alter default privileges grant select on tables to r;
    grant select on t to r; revoke insert on t from r; revoke all on u from r;
    alter default privileges revoke select on tables from r;
    """

    assert dict(replayed(sql).granted) == {"t": ("r",)}
    assert dict(replayed(sql + "revoke all on t from r").granted) == {}
