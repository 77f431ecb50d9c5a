"""What ActiveRecord 6.1 itself does with migrations, recorded: order, names and SQL on SQLite."""

import json
from pathlib import Path
from typing import Any

import pytest

from branchline.formats.graph.rails_names import camelized, join_table, plural, singular
from branchline.formats.rails import RAILS
from branchline.model.changelog import Oddity, Reversal
from branchline.model.effects import Engine
from branchline.model.regex import regex
from branchline.model.settings import Changelog
from tests.formats.trees import Files, below

VECTORS = json.loads((Path(__file__).parents[2] / "data/rails_vectors.json").read_text())
SPEC = Changelog("app", "db", "rails", Engine("sqlite"))
SPACES = regex(r"\s+")
NULL = regex(r" default null\b| collate \w+")


def plain(sql: str) -> str:
    """Fold what makes no difference: quotes of names, case and blanks."""
    words = SPACES.sub(" ", sql.replace('"', "")).replace("( ", "(").replace(" )", ")")
    return NULL.sub("", words.lower().rstrip("; ").strip().replace("add column", "add"))


@pytest.mark.parametrize("vector", VECTORS["orders"], ids=lambda each: " ".join(each["files"]))
def test_order_and_what_stops_it(vector: dict[str, Any]) -> None:
    outline = RAILS.outline(below(*vector["files"]), SPEC)

    ids = [entry.id for entry in outline]
    if isinstance(vector["said"], str):
        assert len(set(ids)) < len(ids) or any(
            stray.what is Oddity.UNMATCHED for stray in outline.strays
        )
    else:
        assert ids == [version for version, _ in vector["said"]]


@pytest.mark.parametrize("vector", VECTORS["bodies"])
def test_sql_and_the_way_back(vector: dict[str, Any]) -> None:
    tree = Files({"db/20260101120000_mine.rb": vector["text"]})
    [entry] = RAILS.outline(tree, SPEC)

    found = RAILS.read(tree, entry, SPEC)

    assert found.script is not None
    ours = [plain(each) for each in found.script.text.split(";") if each.strip()]
    theirs = [plain(each) for each in vector["up"]]
    assert ours == theirs or found.code or theirs[0].startswith("create temporary")
    if "def down\n  end" in vector["text"]:  # that nothing is done on the way back is no way back
        assert found.reversal is Reversal.NONE
        return
    assert (found.reversal in {Reversal.AUTOMATIC, Reversal.PRESENT}) == bool(vector["back"])


@pytest.mark.parametrize(("word", "many", "one", "class_"), VECTORS["words"])
def test_words(word: str, many: str, one: str, class_: str) -> None:
    assert plural(word) == many
    assert singular(many) == one
    assert camelized(word) == class_


@pytest.mark.parametrize(("first", "second", "name"), VECTORS["joins"])
def test_join_tables(first: str, second: str, name: str) -> None:
    assert join_table(first, second) == name
