"""`branchline.toml`: what it means, and what is said when it means nothing."""

from pathlib import Path

import pytest

from branchline.config import FILE, find, load
from branchline.errors import ConfigError
from branchline.model.effects import Engine
from branchline.model.environments import Instance
from branchline.model.settings import Changelog, Settings

PIPELINE = """
[changelogs.app]
path = "db/migrations"
[environments.dev]
branch = "dev"
[environments.staging]
branch = "staging"
from = "dev"
[environments.prod]
branch = "prod"
from = "staging"
tier = "production"
"""
TWO = """
[changelogs.app]
path = "app"
[changelogs.audit]
path = "audit"
"""


def read(text: str) -> Settings:
    return load(text.encode(), FILE)


def complaint(text: str) -> tuple[str, str]:
    with pytest.raises(ConfigError) as raised:
        read(text)
    return raised.value.message, raised.value.hint


def test_an_empty_file_holds_what_holds_without_one() -> None:
    assert read("") == Settings(origin=FILE)


def test_environments_stand_after_the_one_they_take_changes_from() -> None:
    text = PIPELINE.replace("environments.dev", "environments.zero", 1).replace(
        'from = "dev"', 'from = "zero"'
    )
    lower, _, upper = text.partition("[environments.prod]")
    head, _, rest = lower.partition("[environments.zero]")

    settings = read(f"{head}[environments.prod]{upper}[environments.zero]{rest}")

    assert [found.name for found in settings.pipeline] == ["zero", "staging", "prod"]
    assert settings.promotion.immutable_from == "zero"


def test_an_instance_takes_what_it_does_not_say_from_its_environment() -> None:
    settings = read(
        PIPELINE
        + """
        contexts = ["prod"]
        labels = "a"
        properties = { schema = "app", region = "none" }
        [environments.prod.instances.eu]
        url = "env:EU"
        properties = { region = "eu" }
        [environments.prod.instances.us]
        url = "env:US"
        contexts = []
        labels = "!b"
        """
    )

    prod = settings.pipeline.named("prod")
    assert prod is not None
    assert prod.instances == (
        Instance("eu", "app", "env:EU", ("prod",), "a", (("schema", "app"), ("region", "eu"))),
        Instance("us", "app", "env:US", (), "!b", (("schema", "app"), ("region", "none"))),
    )


@pytest.mark.parametrize(
    ("dialect", "url", "expected"),
    [
        ("auto", "env:URL", "postgres"),
        ("auto", "sqlite:///data/dev.db", "sqlite"),
        ("auto", "postgresql://db.example.org/app", "postgres"),
        ("auto", "mariadb://app@db.example.org/app", "mariadb"),
        ("auto", "jdbc:mysql://db.example.org/app", "mysql"),
        ("mysql", "sqlite:///data/dev.db", "mysql"),
    ],
)
def test_the_dialect_is_the_one_that_instances_tell(dialect: str, url: str, expected: str) -> None:
    settings = read(
        f"""
        changelogs.app = {{ path = ".", dialect = "{dialect}", version = "10.11" }}
        environments.dev = {{ branch = "dev", instances.main.url = "{url}" }}
        """
    )

    assert settings.changelogs == (Changelog("app", engine=Engine(expected, (10, 11))),)


@pytest.mark.parametrize("written", ["db/x", "db/x/", "./db/x"])
def test_a_path_stands_without_slashes_at_its_ends(written: str) -> None:
    assert read(f'changelogs.app.path = "{written}"').changelogs[0].path == "db/x"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("strategy = 3", "strategy must be a string, not a whole number", "quotes"),
        ('stratgey = "trunk"', " has no key 'stratgey'", "did you mean 'strategy'?"),
        ('strategy = "branch"', "strategy must be 'branches' or 'trunk'", "'branches'?"),
        ("deploy.wait = 5", "deploy.wait must be a string, not a whole number", ""),
        ('deploy.wait = "5 parsecs"', "deploy.wait is no duration: '5 parsecs'", "'90s'"),
        ('deploy.wait = "9999999w"', "deploy.wait is no duration: '9999999w'", ""),
        ("deploy.workers = 0", "deploy.workers must be from 1 to 1000", ""),
        (
            'promotion.candidate_refs = ["refs/heads/queue/*"]',
            "promotion.candidate_refs item 1 is no pattern of refs: 'refs/heads/queue/*'",
            "{branch}",
        ),
        ("[changelogs.app]", "changelogs.app has no path", ""),
        ("[changelogs.'a b']\npath=''", "changelogs.'a b' is no name", "letters"),
        ("[environments.default]", "environments.default is no name", "policies say"),
        (
            "[environments.dev]\nbranch='dev'",
            " has environments and no changelog",
            "changelogs.app",
        ),
    ],
)
def test_says_which_key_is_wrong_and_what_it_must_be(text: str, message: str, hint: str) -> None:
    said, help_ = complaint(text)

    assert said.startswith(FILE + ("" if message.startswith(" ") else ": ") + message)
    assert hint in help_


@pytest.mark.parametrize(
    ("before", "after", "message", "hint"),
    [
        ('from = "dev"', 'from = "dve"', "staging.from names no environment 'dve'", "'dev'?"),
        (
            'branch = "dev"',
            'branch = "dev"\nfrom = "prod"',
            " take changes from each other in a circle: dev from prod from staging from dev",
            "the first environment",
        ),
        ('from = "dev"', 'from = "staging"', " take changes from each other in a circle: st", ""),
        ('branch = "prod"', "", "prod has no branch", 'add branch = "prod"'),
        (
            'branch = "prod"',
            'branch = "refs/heads/dev"',
            "prod.branch is the branch of environment 'dev' as well: 'refs/heads/dev'",
            "",
        ),
        ('branch = "prod"', 'branch = "-f"', "prod.branch is no name of a branch: '-f'", ""),
        ('branch = "prod"', 'branch = "a..b"', "prod.branch is no name of a branch", ""),
        (
            'branch = "prod"',
            'branch = "refs/remotes/origin/prod"',
            "prod.branch names a remote's branch",
            "",
        ),
        (
            'tier = "production"',
            'instances.eu = { url = "env:EU", changelog = "ap" }',
            "prod.instances.eu.changelog names no changelog 'ap'",
            "did you mean 'app'?",
        ),
        ('tier = "production"', "instances.eu = { }", "prod.instances.eu has no url", "env:NAME"),
        (
            'tier = "production"',
            'waves = [["eu1"]]\ninstances.eu.url = "env:EU"',
            "prod.waves names no instance 'eu1'",
            "did you mean 'eu'?",
        ),
        (
            'tier = "production"',
            'waves = [["eu"]]\ninstances.eu.url = "env:EU"\ninstances.us.url = "env:US"',
            "prod.waves names instance 'us' 0 times",
            "one wave",
        ),
    ],
)
def test_says_what_is_wrong_with_an_environment(
    before: str, after: str, message: str, hint: str
) -> None:
    said, help_ = complaint(PIPELINE.replace(before, after))

    joined = message if message.startswith(" ") else f".{message}"
    assert said.startswith(f"{FILE}: environments{joined}")
    assert hint in help_


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('promotion.immutable_from = "stagin"', "promotion.immutable_from names no", "'staging'?"),
        (
            'promotion.break_glass.environments = ["pord"]',
            "promotion.break_glass.environments names no environment 'pord'",
            "did you mean 'prod'?",
        ),
        (
            'policy.rules.drop-table.severity = { prodution = "error" }',
            "policy.rules.drop-table.severity names no tier or environment 'prodution'",
            "did you mean 'production'?",
        ),
        ("policy.rules.drop-table = 3", "policy.rules.drop-table must be a string or a table", ""),
        ('policy.rules.drop-table = "eror"', "policy.rules.drop-table must be 'error'", "'error'?"),
        ("policy.custom = [{ id = 'x' }]", "policy.custom item 1 has no when", ""),
        (
            "policy.custom = [{ id = 'a b', when = {}, message = 'm' }]",
            "policy.custom item 1.id is no id: 'a b'",
            "hyphens",
        ),
    ],
)
def test_says_what_the_pipeline_does_not_have(text: str, message: str, hint: str) -> None:
    said, help_ = complaint(text + PIPELINE)

    assert said.startswith(f"{FILE}: {message}")
    assert hint in help_


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("../db", "leaves the repository: '../db'"),
        ("/db", "leaves the repository: '/db'"),
        ("C:/db", "leaves the repository: 'C:/db'"),
        ("db\\x", "has a backslash"),
        ("db//x", "is no path"),
        (".git/x", "is no path"),
        ("db/\u202e", "is no path: 'db/\\u202e'"),
    ],
)
def test_a_changelog_stands_in_the_repository(path: str, message: str) -> None:
    said, _ = complaint(f"changelogs.app.path = '{path}'")

    assert said.startswith(f"{FILE}: changelogs.app.path {message}")


@pytest.mark.parametrize(
    ("one", "other"), [("db", "db/x"), ("db/x", "db"), ("db", "db"), (".", "a")]
)
def test_two_changelogs_stand_apart(one: str, other: str) -> None:
    said, _ = complaint(f"changelogs.a.path = '{one}'\nchangelogs.b.path = '{other}'")

    assert said.startswith(f"{FILE}: changelogs.b.path overlaps with that of changelog 'a'")


def test_folders_whose_names_begin_alike_are_apart() -> None:
    settings = read("changelogs.a.path = 'db/x'\nchangelogs.b.path = 'db/x2'")

    assert [found.path for found in settings.changelogs] == ["db/x", "db/x2"]


def test_of_several_changelogs_an_instance_says_which() -> None:
    said, hint = complaint(TWO + '[environments.dev]\nbranch="d"\ninstances.main.url="env:A"')

    assert said == f"{FILE}: environments.dev.instances.main has no changelog"
    assert hint == "say which it holds: app, audit"


def test_instances_of_one_changelog_speak_one_dialect_unless_it_says_which() -> None:
    text = PIPELINE + 'instances = { a.url = "sqlite:///x", b.url = "postgresql:///x" }\n'

    said, hint = complaint(text)

    assert said == f"{FILE}: changelogs.app has instances that speak postgres and sqlite"
    assert "dialect" in hint
    assert read(text.replace("path =", 'dialect = "sqlite"\npath =')).changelogs[0].engine == (
        "sqlite",
        (),
    )


WHISPER = "hunter2"


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://app:{WHISPER}@db/app",
        f"postgresql://db/app?user=a&password={WHISPER}",
        f"jdbc:mysql://db/app?user=a&PASSWORD={WHISPER}",
        f"jdbc:sqlserver://db;user=a;password={WHISPER}",
        f"jdbc:oracle:thin:app/{WHISPER}@db:1521/x",
        f"postgres://app:{WHISPER}%40@db/app",
        f"app:{WHISPER}@db/app",
        f"{WHISPER}",
        f"psotgres://app:{WHISPER}@db/app",
        f"env:{WHISPER} !",
    ],
)
def test_no_password_is_accepted_and_none_is_repeated(url: str) -> None:
    said, hint = complaint(PIPELINE + f'instances.main.url = "{url}"')

    assert said.startswith(f"{FILE}: environments.prod.instances.main.url ")
    assert WHISPER not in said + hint


@pytest.mark.parametrize(
    "url",
    [
        "env:DATABASE_URL",
        "file:/run/secrets/url",
        "exec:vault read -field=url database/prod",
        "sqlite:///data/dev.db",
        "postgresql://app@db:5432/app?sslmode=require",
        "jdbc:postgresql://db/app",
        "jdbc:sqlserver://db:1433;databaseName=app",
    ],
)
def test_references_and_urls_without_a_password_are_accepted(url: str) -> None:
    settings = read(PIPELINE + f'instances.main.url = "{url}"')

    assert settings.pipeline.environments[-1].instances[0].url == url


@pytest.mark.parametrize("start", ["", "a/b"])
def test_finds_the_file_above_and_stays_in_its_repository(tmp_path: Path, start: str) -> None:
    (tmp_path / FILE).touch()
    top = tmp_path / "inner"
    (top / "a/b").mkdir(parents=True)

    above = find(top / start)
    (top / ".git").mkdir()
    outside = find(top / start)
    (top / FILE).touch()

    assert (above, outside) == (tmp_path / FILE, None)
    assert find(top / start) == top / FILE
