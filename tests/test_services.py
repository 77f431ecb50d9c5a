"""The servers that tests start for themselves do start, and stop."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests import services


@pytest.mark.parametrize("start", [services.private_postgres, services.private_mariadb])
def test_a_private_server_serves_databases_and_stops(
    start: Callable[[], AbstractContextManager[str]],
) -> None:
    try:
        with start() as url, services.database(url, "branchline_private") as inside:
            assert services.answers(inside)
    except services.Unavailable as reason:
        pytest.skip(str(reason))

    assert not services.answers(url)


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_a_named_server_that_is_silent_is_said(kind: str) -> None:
    named = f"{kind}://nobody@127.0.0.1:1/none"

    with (
        pytest.raises(services.Unavailable, match="does not answer"),
        services.server(kind, {f"BRANCHLINE_TEST_{kind.upper()}": named}),
    ):
        pass


def test_databases_of_this_process_answer(postgres_url: str, mariadb_url: str) -> None:
    both = (postgres_url, mariadb_url)

    assert all(map(services.answers, both))


def test_each_test_may_have_databases_of_its_own(
    empty_postgres_url: str, empty_mariadb_url: str, postgres_url: str, mariadb_url: str
) -> None:
    urls = {empty_postgres_url, empty_mariadb_url, postgres_url, mariadb_url}

    assert len(urls) == 4
