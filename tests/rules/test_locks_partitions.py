"""Partitions and materialized views: what is said, and what stays unsaid."""

import pytest

from branchline.rules.locks.attach_partition_unproven import attach_partition_unproven
from branchline.rules.locks.create_partition_of import create_partition_of
from branchline.rules.locks.detach_partition import detach_partition
from branchline.rules.locks.recursive_view_or_mv_rebuild import recursive_view_or_mv_rebuild
from branchline.rules.locks.refresh_matview_blocking import refresh_matview_blocking
from tests.rules.spoken import problems

EVENTS = """
-- changeset 0001_events
CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);
CREATE TABLE events_2025 (id bigint, day date);
CREATE TABLE shops (id bigint, region text) PARTITION BY LIST (region);
CREATE TABLE shops_eu (id bigint, region text);
CREATE TABLE pairs (a int, b int) PARTITION BY RANGE (a, b);
CREATE TABLE pairs_1 (a int, b int);
"""
REST = "CREATE TABLE events_rest PARTITION OF events DEFAULT;"


@pytest.mark.parametrize(
    ("attach", "proof"),
    [
        (
            "events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
            "day IS NOT NULL AND day >= '2025-01-01' AND day < '2026-01-01'",
        ),
        (
            "shops ATTACH PARTITION shops_eu FOR VALUES IN ('de', 'fr')",
            "region IS NOT NULL AND region IN ('de', 'fr')",
        ),
        (
            "pairs ATTACH PARTITION pairs_1 FOR VALUES FROM (1, 1) TO (2, 2)",
            "... IS NOT NULL AND ...",
        ),
        ("far ATTACH PARTITION near FOR VALUES FROM (1) TO (2)", "... IS NOT NULL AND ..."),
    ],
    ids=["range", "list", "two columns", "unknown"],
)
def test_the_check_that_proves_a_bound_is_spelled_out(attach: str, proof: str) -> None:
    text = f"{EVENTS}-- changeset 0002_attach\nALTER TABLE {attach};"

    [problem] = problems(attach_partition_unproven, text)

    child = attach.split()[3]
    assert problem.message == (
        f"every row of {child} is read to see that it belongs there: reads and writes wait"
    )
    assert problem.hint == (
        f"ALTER TABLE {child} ADD CONSTRAINT {child}_bound CHECK ({proof}) NOT VALID;"
        f" in a later changeset ALTER TABLE {child} VALIDATE CONSTRAINT {child}_bound;"
        " then attach it"
    )


def test_the_default_partition_is_read_as_well() -> None:
    text = f"""{EVENTS}{REST}
-- changeset 0002_attach
CREATE TABLE events_2026 (id bigint, day date);
ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
"""

    [problem] = problems(attach_partition_unproven, text)

    assert problem.message == (
        "every row of events_rest is read to see that none belongs to events_2026:"
        " reads and writes wait"
    )
    assert problem.hint == (
        "exclude the bound first with a CHECK on events_rest, NOT VALID,"
        " validated in a later changeset"
    )


def test_a_new_partition_says_how_to_attach_it() -> None:
    create = "CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM (1) TO (2);"

    [problem] = problems(create_partition_of, create)
    [default] = problems(create_partition_of, REST)
    [scanning] = problems(create_partition_of, f"{EVENTS}{REST}\n-- changeset 0002_new\n{create}")

    assert problem.message == "creating events_2026 locks events: every query waits behind it"
    assert problem.hint == (
        "CREATE TABLE events_2026 (LIKE events INCLUDING ALL);"
        " ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM (1) TO (2)"
    )
    assert default.hint.endswith("ATTACH PARTITION events_rest DEFAULT")
    assert scanning.message == (
        "creating events_2026 locks events: every query waits while its DEFAULT partition is read"
    )


def test_a_partition_is_detached_concurrently() -> None:
    [problem] = problems(detach_partition, "ALTER TABLE events DETACH PARTITION events_2019")

    assert problem.message == ("detaching events_2019 locks events: every query waits behind it")
    assert problem.hint == (
        "in a changeset without a transaction:"
        " ALTER TABLE events DETACH PARTITION events_2019 CONCURRENTLY"
    )
    assert not problems(detach_partition, "ALTER TABLE events DETACH PARTITION a FINALIZE")


def test_a_refresh_names_the_index_that_it_needs() -> None:
    view = "CREATE MATERIALIZED VIEW totals AS SELECT 1 AS shop;"
    index = "CREATE UNIQUE INDEX totals_shop_idx ON totals (shop);"
    refresh = "\n-- changeset 0002_refresh\nREFRESH MATERIALIZED VIEW totals"

    [bare] = problems(refresh_matview_blocking, f"-- changeset 0001_view\n{view}{refresh};")
    [ready] = problems(
        refresh_matview_blocking, f"-- changeset 0001_view\n{view}{index}{refresh} WITH NO DATA;"
    )

    assert bare.message == "nobody reads totals until it is filled"
    assert bare.hint == (
        "CREATE UNIQUE INDEX ON totals (...) once,"
        " and then REFRESH MATERIALIZED VIEW CONCURRENTLY totals"
    )
    assert ready.message == "nobody reads totals until it is filled again by another REFRESH"
    assert ready.hint == "REFRESH MATERIALIZED VIEW CONCURRENTLY totals"


def test_a_view_is_filled_beside_the_old_one() -> None:
    text = "DROP MATERIALIZED VIEW s.totals; CREATE MATERIALIZED VIEW s.totals AS SELECT 1 AS n;"

    [problem] = problems(recursive_view_or_mv_rebuild, text)

    assert problem.message == "nobody reads s.totals until its query has run again"
    assert problem.hint == (
        "fill totals_new beside it, then DROP MATERIALIZED VIEW s.totals;"
        " ALTER MATERIALIZED VIEW totals_new RENAME TO totals"
    )
