"""What may be written and is not there yet is refused, not overlooked."""

import pytest

from branchline.config import FILE, load
from branchline.config.pending import NOT_YET, NotYet, refuse
from branchline.errors import ConfigError
from branchline.toml.at import At

BASE = """
[changelogs.app]
path = "db"
[environments.prod]
branch = "prod"
instances = { eu.url = "env:EU", us.url = "env:US" }
"""
ASKING = {
    "strategy": '"trunk"',
    "environments.*.soak": '"24h"',
    "environments.*.approvals": "1",
    "environments.*.freeze": '["Fri 16:00-Mon 08:00 UTC"]',
    "environments.*.waves": '[["eu"], ["us"]]',
    "environments.*.on_failure": '"rollback"',
    "deploy.executor": '"celery"',
}


@pytest.mark.parametrize("key", [row.key for row in NOT_YET])
def test_what_is_not_there_yet_stops_the_run(key: str) -> None:
    line = f"{key.replace('environments.*.', '')} = {ASKING[key]}\n"
    text = BASE + line if key.startswith("environments") else line + BASE

    with pytest.raises(ConfigError) as raised:
        load(text.encode(), FILE)

    named = key.replace("*", "prod")
    assert raised.value.message == (
        f"{FILE} asks for what branchline cannot do: {named} is not there yet"
    )


def test_all_are_named_at_once() -> None:
    rows = (NotYet("a.*.b", bool), NotYet("c", bool))

    with pytest.raises(ConfigError, match=r"a\.x\.b, a\.z\.b and c are not there yet"):
        refuse({"a": {"x": {"b": 1}, "y": {"b": 0}, "z": {"b": 2}}, "c": 1}, At("x"), rows)
