import sys
from pathlib import Path

import pytest

from branchline.deploy.drivers import connect
from branchline.deploy.secrets import resolve
from branchline.errors import DeployError
from branchline.model.environments import Instance
from branchline.model.settings import DeploySettings

SECRET = "hunter2"  # noqa: S105 - the test looks for it where it must not be


def test_a_url_is_itself(tmp_path: Path) -> None:
    assert resolve("sqlite:///a.db", {}, tmp_path) == "sqlite:///a.db"


def test_a_variable_is_asked(tmp_path: Path) -> None:
    assert resolve("env:URL", {"URL": " sqlite:///a.db\n"}, tmp_path) == "sqlite:///a.db"


@pytest.mark.parametrize("text", ["sqlite:///a.db", "sqlite:///a.db\n# a note\n"])
def test_the_first_line_of_a_file_counts(tmp_path: Path, text: str) -> None:
    (tmp_path / "url").write_text(text)

    assert resolve("file:url", {}, tmp_path) == "sqlite:///a.db"
    assert resolve(f"file:{tmp_path}/url", {}, Path("/")) == "sqlite:///a.db"


def test_a_command_is_run_without_a_shell(tmp_path: Path) -> None:
    program = "import sys; print('sqlite:///' + sys.argv[1]); print('more')"

    url = resolve(f'exec:{sys.executable} -c "{program}" $HOME;x', {}, tmp_path)

    assert url == "sqlite:///$HOME;x"


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("env:URL", "the variable 'URL' is not set"),
        ("file:url", "the file 'url' cannot be read"),
        ("file:.", "the file '.' cannot be read"),
        ("exec:no-such-program", "the command 'no-such-program' gave no URL"),
        ("exec:false", "the command 'false' gave no URL"),
        ("exec:'", 'the command "\'" gave no URL'),
    ],
)
def test_what_leads_nowhere_is_named(tmp_path: Path, reference: str, message: str) -> None:
    with pytest.raises(DeployError) as found:
        resolve(reference, {"URL": " "}, tmp_path)

    assert found.value.message == f"no URL for the database: {message}"
    assert found.value.hint


@pytest.mark.parametrize(
    "url",
    [
        SECRET,
        f"{SECRET}:x",
        f"postgresql://app:{SECRET}@db/app",
        f"sqlite://app:{SECRET}@db/app",
        f"sqlite:{SECRET}",
        f"sqlite:///{SECRET}\0",
        f"sqlite:///:memory:?key={SECRET}",
        f"jdbc:postgresql://db/app?password={SECRET}",
    ],
)
def test_no_error_repeats_what_a_reference_leads_to(tmp_path: Path, url: str) -> None:
    instance = Instance("main", "app", "env:URL")

    with pytest.raises(DeployError) as found:
        connect(instance, tmp_path, {"URL": url}, DeploySettings()).history()

    assert SECRET not in found.value.message + found.value.hint


def test_what_a_failing_command_says_is_not_repeated(tmp_path: Path) -> None:
    program = f"import sys; print('{SECRET}', file=sys.stderr); sys.exit('{SECRET}')"
    (tmp_path / "tool.py").write_text(program)

    with pytest.raises(DeployError) as found:
        resolve(f"exec:{sys.executable} {tmp_path}/tool.py", {}, tmp_path)

    assert SECRET not in found.value.message + found.value.hint
