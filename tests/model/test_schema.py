from dataclasses import replace

from branchline.model.effects import Effect, Lock
from branchline.model.names import Names
from branchline.model.operations import Column, Constraint, ConstraintKind, Expression, Name
from branchline.model.schema import Catalog, Index, Table

PRIMARY = Constraint(ConstraintKind.PRIMARY_KEY, "orders_pkey", ("id",))
FOREIGN = Constraint(ConstraintKind.FOREIGN_KEY, "orders_user_fkey", references=Name("users"))
PROOF = Constraint(
    ConstraintKind.CHECK, "total_there", expression=Expression("…", not_null=("total",))
)
ORDERS = Table("orders", (Column("id"), Column("total")), (PRIMARY, FOREIGN, PROOF))
INDEX = Index("orders_pkey", "orders", constraint="orders_pkey")
CATALOG = Catalog(
    tables=Names({"orders": ORDERS}),
    indexes=Names({"orders_pkey": INDEX}),
    table_indexes=Names({"orders": ("orders_pkey",)}),
    referencing=Names({"users": ("orders",)}),
)


def test_the_default_schema_is_left_out_of_names() -> None:
    assert CATALOG.key(Name("orders", "public")) == "orders"
    assert CATALOG.key(Name("log", "audit")) == "audit.log"
    assert replace(CATALOG, default_schema="audit").key(Name("log", "audit")) == "log"


def test_finds_tables_and_indexes_by_name_or_key() -> None:
    assert CATALOG.table(Name("orders", "public")) == ORDERS
    assert CATALOG.table("carts") is None
    assert CATALOG.index("orders_pkey") == INDEX
    assert CATALOG.index(Name("nothing")) is None
    assert CATALOG.indexes_of("orders") == (INDEX,)
    assert CATALOG.referencing_tables("users") == ("orders",)
    assert CATALOG.referencing_tables("orders") == ()


def test_a_table_knows_its_parts() -> None:
    assert ORDERS.column("total") == Column("total")
    assert ORDERS.column("none") is None
    assert ORDERS.constraint("orders_pkey") == PRIMARY
    assert ORDERS.constraint("none") is None
    assert ORDERS.primary_key() == PRIMARY
    assert ORDERS.foreign_keys() == (FOREIGN,)


def test_only_a_valid_and_enforced_check_proves_a_column_not_null() -> None:
    unproven = replace(PROOF, valid=False)
    idle = replace(PROOF, enforced=False)

    assert ORDERS.proves_not_null("total")
    assert not ORDERS.proves_not_null("id")
    assert not replace(ORDERS, constraints=(unproven, idle)).proves_not_null("total")


def test_locks_have_the_servers_names_and_strength() -> None:
    effect = Effect(locks=(("orders", Lock.SHARE), ("orders", Lock.ACCESS_EXCLUSIVE)))

    assert Lock.SHARE_UPDATE_EXCLUSIVE.word == "ShareUpdateExclusive"
    assert effect.lock_on("orders") is Lock.ACCESS_EXCLUSIVE
    assert effect.lock_on("users") is Lock.NONE


def test_the_search_path_decides_where_no_schema_is_named() -> None:
    log = Table("audit.log")
    catalog = replace(
        CATALOG, tables=Names({"audit.log": log, "orders": ORDERS}), search_path=("audit", "public")
    )

    assert catalog.key(Name("log")) == "audit.log"
    assert catalog.key(Name("orders")) == "orders"
