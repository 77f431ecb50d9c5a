import pytest

from branchline.fixes.numbers import following, numbered, version


@pytest.mark.parametrize(
    ("number", "taken", "expected"),
    [
        ("0042", (), ["0043", "0044"]),
        ("0042", ("0041", "0050"), ["0043", "0044"]),
        ("0042", ("0043",), ["0042.1", "0042.2"]),
        ("0042", ("0044",), ["0043", "0043.1"]),
        ("0042", ("0042.1",), ["0042.0.1", "0042.0.2"]),
        ("0042", ("0042.2",), ["0042.1", "0042.1.1"]),
        ("1.9", ("2",), ["1.10", "1.11"]),
        ("1_9", ("1.10",), ["1.9.1", "1.9.2"]),
        ("20260101120000", ("20260101120002",), ["20260101120001", "20260101120001.1"]),
        ("20260101_1200", ("20260101.1201",), ["20260101.1200.1", "20260101.1200.2"]),
    ],
)
def test_what_follows_comes_before_the_next(
    number: str, taken: tuple[str, ...], expected: list[str]
) -> None:
    versions = [version(each) for each in taken]

    found = [*following(number, 2, versions)]

    assert found == expected
    ordered = [version(number), *map(version, found), *(v for v in versions if v > version(number))]
    assert ordered == sorted(ordered)


@pytest.mark.parametrize(
    ("format_", "path", "title", "expected"),
    [
        ("plain", "db/0042_orders.sql", "create i", "db/0043_create_i.sql"),
        ("plain", "0042-orders.up.sql", "create i", "0043-create_i.up.sql"),
        ("plain", "0042.sql", "!", "0043_more.sql"),
        ("plain", "0042_orders.v2.down.sql", "i", "0043_i.down.sql"),
        ("flyway", "a/V42__orders.sql.conf", "i", "a/V0043__i.sql.conf"),
        ("flyway", "a/U42__orders.SQL", "i", "a/U0043__i.SQL"),
    ],
)
def test_a_name_is_made_in_the_manner_of_the_other(
    format_: str, path: str, title: str, expected: str
) -> None:
    found = numbered(format_, path)

    assert found is not None
    assert found.path == path
    assert found.called("0043", title) == expected


@pytest.mark.parametrize(
    ("format_", "path"),
    [("plain", "orders.sql"), ("flyway", "R__views.sql"), ("liquibase", "0001_orders.sql")],
)
def test_a_name_without_a_number_is_left(format_: str, path: str) -> None:
    assert numbered(format_, path) is None
