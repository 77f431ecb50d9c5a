"""What is shipped is whole: built, installed and tried as users do.

The installed wheel borrows the dependencies of the environment that runs
this, through a path file, which does not read the path files of that
environment: so `src/` stays out of sight, and nothing is downloaded. Only
pre-commit downloads: it makes an environment of its own.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

pytestmark = pytest.mark.packaging

_ROOT = Path(__file__).parents[1]
# Folders of tests that need nothing but the package: no server, no checkout.
_SUITE = ("rules", "model", "sql", "formats", "config", "policy", "report")
_GUARD = """
import branchline


def test_the_installed_package_is_tested():
    assert branchline.__file__.startswith({folder!r})
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sdist, built from the checkout."""
    out = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, _ROOT)
    [built] = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of a fresh environment that holds the wheel."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=os.name != "nt")
    variables = {"base": str(folder), "platbase": str(folder)}
    python = Path(sysconfig.get_path("scripts", "venv", variables)) / "python"
    _run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", wheel)
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    packages = Path(sysconfig.get_path("purelib", "venv", variables))
    (packages / "borrowed.pth").write_text("\n".join(sorted(borrowed)))
    return python.parent


def test_the_wheel_holds_all_that_the_checkout_ships(wheel: Path) -> None:
    shipped = {
        f"branchline/_bundled/{path.relative_to(_ROOT).as_posix()}"
        for name in ("hooks", "policies")
        for path in (_ROOT / name).rglob("*")
        if path.is_file()
    }

    names = set(ZipFile(wheel).namelist())

    assert "branchline/py.typed" in names
    assert "branchline/_bundled/hooks/pre-receive" in shipped
    assert shipped <= names


def test_hooks_in_the_wheel_may_be_executed(wheel: Path) -> None:
    hooks = [info for info in ZipFile(wheel).infolist() if "/_bundled/hooks/" in info.filename]

    assert all(info.external_attr >> 16 & 0o111 == 0o111 for info in hooks)


def test_nothing_but_the_package_reaches_site_packages(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in ZipFile(wheel).namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"branchline"}
    assert len(tops) == 2


def test_the_installed_package_finds_what_it_ships(installed: Path) -> None:
    program = "from branchline.bundled import folder; print(folder('hooks'), folder('policies'))"

    said = _run(installed / "python", "-I", "-c", program, cwd=installed)

    assert all(str(installed.parent) in path for path in said.split())


def test_the_installed_command_answers(installed: Path) -> None:
    said = _run(installed / "branchline", "--help", cwd=installed)

    assert said.startswith("branchline keeps")


def test_the_suite_passes_on_the_installed_wheel(installed: Path, tmp_path: Path) -> None:
    shutil.copytree(_ROOT / "tests", tmp_path / "tests")
    shutil.copy(_ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(_ROOT / "docs", tmp_path / "docs")  # a test reads what they promise
    folders = [f"tests/{name}" for name in _SUITE if (tmp_path / "tests" / name).is_dir()]
    guard = tmp_path / "tests" / "test_installed.py"
    guard.write_text(_GUARD.format(folder=str(installed.parent)))

    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # dbmate
    said = _run(
        installed / "python", "-m", "pytest", "-q", guard, *folders, cwd=tmp_path, PATH=path
    )

    assert " passed" in said


def test_pre_commit_tries_the_checkout_on_a_repository(tmp_path: Path) -> None:
    if not (_ROOT / ".git").exists() or not (_ROOT / ".pre-commit-hooks.yaml").is_file():
        pytest.skip("not a Git checkout with .pre-commit-hooks.yaml: pre-commit clones one")
    sample = tmp_path / "sample"
    migration = sample / "db" / "migrations" / "0001_orders.sql"
    migration.parent.mkdir(parents=True)
    migration.write_text("CREATE TABLE orders (id bigint PRIMARY KEY);\n")
    _run("git", "init", "--quiet", sample)
    _run("git", "add", ".", cwd=sample)

    said = _run(
        sys.executable,
        "-m",
        "pre_commit",
        "try-repo",
        _ROOT,
        "--all-files",
        "--color=never",
        cwd=sample,
        PRE_COMMIT_HOME=str(tmp_path / "home"),
    )

    assert "Passed" in said


def _run(*command: str | Path, cwd: Path = _ROOT, **environ: str) -> str:
    """Run to the end and give what was said; fail with all of it."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | environ,
        text=True,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode:
        pytest.fail(f"{command[0]} exited with {done.returncode}:\n{done.stdout}", pytrace=False)
    return done.stdout
