"""Sqitch itself and branchline read the same of plans, and refuse the same."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.formats.sqitch.plans import Sqitch, ours, plans, theirs
from tests.formats.sqitch.record import VECTORS

RECORDED = json.loads(VECTORS.read_text(encoding="utf-8"))
# A developer's machine and CI may be without it: then the recorded vectors stand for it.
installed = pytest.mark.skipif(shutil.which("sqitch") is None, reason="sqitch is not installed")


@pytest.fixture(scope="module")
def sqitch() -> Iterator[Sqitch]:
    with Sqitch() as found:
        yield found


@pytest.mark.parametrize("vector", RECORDED)
def test_reads_what_was_recorded_of_sqitch(vector: dict[str, Any]) -> None:
    assert ours(vector["plan"]) == vector["changes"]


@installed
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(plan=plans())
def test_reads_any_plan_as_sqitch_does(plan: str, sqitch: Sqitch, tmp_path: Path) -> None:
    assert ours(plan) == theirs(sqitch.reads_plan(tmp_path, plan))
