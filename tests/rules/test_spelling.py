import pytest

from branchline.model.operations import Name
from branchline.rules.spelling import quoted


@pytest.mark.parametrize(
    ("name", "dialect", "sql"),
    [
        ("orders", "postgres", "orders"),
        ("Orders", "postgres", '"Orders"'),
        ('a"b', "postgres", '"a""b"'),
        ("order", "postgres", '"order"'),
        ("Orders", "mysql", "Orders"),
        ("order", "mariadb", "`order`"),
        ("a`b", "mysql", "`a``b`"),
        ("two words", "tsql", "[two words]"),
        ("ORDERS", "oracle", "ORDERS"),
        ("orders", "oracle", '"orders"'),
        ("orders", "duckdb", "orders"),
    ],
)
def test_a_name_is_quoted_as_its_dialect_wants_it(name: str, dialect: str, sql: str) -> None:
    assert quoted(name, dialect) == sql


def test_a_schema_is_quoted_for_itself() -> None:
    assert quoted(Name("Orders", "app"), "postgres") == 'app."Orders"'
    assert quoted(Name("order", "app"), "mysql") == "app.`order`"
