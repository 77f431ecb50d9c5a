"""What is written from code, and must not go stale."""

from pathlib import Path

import branchline.rules.index
from branchline.cli import pages
from branchline.install import manifest
from branchline.testing import index

ROOT = Path(__file__).parent.parent


def test_the_pages_of_the_rules_are_fresh() -> None:
    folder = ROOT / "docs/rules"
    written = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}

    assert written == pages.pages(), "run: python -m branchline.cli.pages docs/rules"


def test_the_index_of_the_rules_is_fresh() -> None:
    written = Path(branchline.rules.index.__file__).read_text(encoding="utf-8")

    assert written == index.text(), "run: python -m branchline.cli.pages docs/rules"


def test_the_manifest_for_pre_commit_is_fresh() -> None:
    written = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")

    assert written == manifest.text(), (
        "run: python -m branchline.install.manifest > .pre-commit-hooks.yaml"
    )


def test_writing_takes_pages_away_whose_rule_is_gone(tmp_path: Path) -> None:
    (tmp_path / "no-such-rule.md").touch()

    pages.write(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == set(pages.pages())
