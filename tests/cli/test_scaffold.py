import pytest
import yaml

from branchline.cli import scaffold
from branchline.config import load
from branchline.model.effects import Engine
from branchline.model.environments import Environment
from branchline.model.settings import Changelog

APP = Changelog("app", "db/migrations", "plain", Engine("sqlite"))
STAGES = (
    Environment("dev", "dev"),
    Environment("pre-prod", "pre-prod", "dev"),
    Environment("prod", "prod", "pre-prod", "production"),
)


def test_the_configuration_is_one_that_loads() -> None:
    text = scaffold.configuration([(APP, "because of AUTOINCREMENT")], STAGES)

    settings = load(text.encode())
    assert settings.changelogs == (APP,)
    assert settings.pipeline.environments == STAGES
    assert 'dialect = "sqlite"  # because of AUTOINCREMENT' in text
    assert "on the line: dev -> pre-prod -> prod\n" in text
    assert '# url = "env:PRE_PROD_DATABASE_URL"' in text


def test_what_is_commented_out_loads_as_well() -> None:
    text = scaffold.configuration([(APP, "")], STAGES[:1])

    settings = load(text.replace("# [", "[").replace("# url", "url").encode())

    [environment] = settings.pipeline
    assert [instance.url for instance in environment.instances] == ["env:DEV_DATABASE_URL"]


def test_a_changelog_at_the_top_has_a_path() -> None:
    text = scaffold.configuration([(Changelog("app"), "")], STAGES[:1])

    assert load(text.encode()).changelogs[0].path == ""


def test_line_ends_are_fixed_once_per_folder() -> None:
    before = "*.png binary"

    once = scaffold.attributes(before, ["db/migrations", ""])

    assert once == "*.png binary\ndb/migrations/**/*.sql text eol=lf\n*.sql text eol=lf\n"
    assert scaffold.attributes(once, ["db/migrations", ""]) == once


def test_a_hook_is_written_where_there_is_none() -> None:
    text = scaffold.pre_commit("", ["db/migrations", "billing"])

    assert text is not None
    [repo] = yaml.safe_load(text)["repos"]
    assert repo["hooks"][0]["files"] == r"^(db/migrations/|billing/).*\.sql$"
    assert scaffold.pre_commit(text, ["db/migrations"]) == text


@pytest.mark.parametrize("indent", ["", "  "])
def test_a_hook_is_appended_in_the_indentation_there_is(indent: str) -> None:
    item = f"{indent}- repo: https://example.org/x\n{indent}  rev: v1\n{indent}  hooks: [{{id: y}}]"

    text = scaffold.pre_commit(f"# mine\nfail_fast: true\nrepos:\n{item}", [""])

    assert text is not None
    assert text.startswith("# mine\n")
    document = yaml.safe_load(text)
    assert [repo["repo"] for repo in document["repos"]] == ["https://example.org/x", "local"]
    assert document["repos"][1]["hooks"][0]["files"] == r"\.sql$"


@pytest.mark.parametrize(
    "before",
    [
        "repos: []\n",
        "repos:\n- repo: x\n  hooks: []\nfail_fast: true\n",
        "repos: [{repo: x, hooks: []}]\n",
        "- repo: x\n",
        "repos:\n- repo: [\n",
        "x: |\n  - repo: x\nrepos: []\n",
    ],
)
def test_a_file_of_another_shape_is_left_alone(before: str) -> None:
    assert scaffold.pre_commit(before, ["db"]) is None


@pytest.mark.parametrize(
    ("formats", "pattern"),
    [
        (["rails"], r"^(db/).*\.rb$"),
        (["plain", "dbmate"], r"^(db/).*\.sql$"),
        (["plain", "alembic"], r"^(db/).*\.(py|sql)$"),
    ],
)
def test_the_hook_is_given_the_files_of_each_format(formats: list[str], pattern: str) -> None:
    text = scaffold.pre_commit("", ["db"], scaffold.endings(formats))

    assert text is not None
    assert yaml.safe_load(text)["repos"][0]["hooks"][0]["files"] == pattern
