"""`docs/configuration.md` names every key, and its examples load."""

import re
from pathlib import Path

import pytest

from branchline.config import keys, load
from branchline.config.pending import NOT_YET
from branchline.model.settings import Settings
from branchline.policy.bundles import shipped
from branchline.policy.catalogue import by_id
from branchline.policy.resolve import policy
from branchline.rules import RULES
from branchline.toml.custom import CUSTOM

PAGE = (Path(__file__).parents[2] / "docs/configuration.md").read_text(encoding="utf-8")
TABLES = (
    keys.CHANGELOG,
    keys.ENVIRONMENT,
    keys.INSTANCE,
    keys.PROMOTION,
    keys.BREAK_GLASS,
    keys.POLICY,
    keys.DEPLOY,
    CUSTOM,
)
SPOKEN = [f"`{name}`" for table in TABLES for name in table.keys if table is not keys.POLICY]
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def no_file(path: str) -> None:
    del path


def settings(example: str) -> Settings:
    tiers = '[changelogs.a]\npath="."\n[environments.prod-eu]\nbranch="p"\ntier="production"\n'
    whole = example if "[environments" in example else tiers + example
    return load(whole.encode())


@pytest.mark.parametrize("name", sorted(set(SPOKEN) - {"`instances`", "`break_glass`"}))
def test_every_key_is_on_the_page(name: str) -> None:
    assert name in PAGE


@pytest.mark.parametrize("section", [*keys.CONFIGURATION.keys, "policy.rules", "policy.custom"])
def test_every_section_has_a_heading(section: str) -> None:
    assert re.search(rf"^##+ `\[*{re.escape(section)}", PAGE, re.MULTILINE)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_loads(example: str) -> None:
    assert policy(settings(example), by_id(RULES), no_file)


@pytest.mark.parametrize("bundle", shipped())
def test_every_bundle_is_on_the_page(bundle: str) -> None:
    assert f"\n| `{bundle}` | " in PAGE


@pytest.mark.parametrize("key", [row.key.rpartition(".")[2] for row in NOT_YET])
def test_what_is_not_there_yet_is_said(key: str) -> None:
    lines = [line for line in PAGE.splitlines() if f"`{key}`" in line and "not there yet" in line]

    assert lines or key == "strategy"
